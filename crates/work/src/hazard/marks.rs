//! 翻页标记: where a page of a list ended, for asking for the next one. It holds a time and an id, and whoever carries it
//! need not know either: a list may pass over hazards whose time is kept from the viewer. So it is sealed, and a mark that
//! nobody gave out is refused.

use crate::{App, Problem};
use identity::suite::Mac;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// What a mark is checked by, which is also what its stream of bytes follows from.
const CHECK: usize = 12;
/// A time and an id.
const PLAIN: usize = 8 + 16;

/// Seals and opens marks of one district.
#[derive(Clone)]
pub(crate) struct Marks(App);

impl Marks {
    pub(crate) fn of(app: &App) -> Self {
        Self(app.clone())
    }

    fn tag(&self, what: &str, bytes: &[u8]) -> [u8; 32] {
        let mut message = format!("mashang.mark.{what}.v1\n{}\n", self.0.district()).into_bytes();
        message.extend_from_slice(bytes);
        self.0.inner().receipt_mac.tag(&message)
    }

    fn turned(&self, check: &[u8], bytes: &[u8]) -> Vec<u8> {
        self.tag("stream", check).iter().zip(bytes).map(|(a, b)| a ^ b).collect()
    }

    /// The mark of a place in a list. The same place always has the same mark.
    pub(crate) fn seal(&self, time: i64, id: Uuid) -> String {
        let mut plain = time.to_be_bytes().to_vec();
        plain.extend_from_slice(id.as_bytes());
        let check = &self.tag("check", &plain)[..CHECK];
        hex::encode([check, &self.turned(check, &plain)].concat())
    }

    /// The time and id after which a page begins.
    pub(crate) fn open(&self, mark: &str) -> Result<(i64, Uuid), Problem> {
        let bad = || Problem::invalid("after", "malformed");
        let bytes = hex::decode(mark).ok().filter(|b| b.len() == CHECK + PLAIN).ok_or_else(bad)?;
        let (check, turned) = bytes.split_at(CHECK);
        let plain = self.turned(check, turned);
        if !bool::from(self.tag("check", &plain)[..CHECK].ct_eq(check)) {
            return Err(bad());
        }
        let (time, id) = plain.split_at(8);
        let time = time.try_into().map(i64::from_be_bytes).map_err(|_| bad())?;
        Ok((time, Uuid::from_slice(id).map_err(|_| bad())?))
    }
}
