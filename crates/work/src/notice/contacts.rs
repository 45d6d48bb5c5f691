//! 通知地址: where somebody is reached outside. Sealed in the database, never in an event, a log or an answer to
//! anybody else.

use crate::people::typed;
use crate::{App, Problem};
use channels::Mail;
use domain::ids::PersonId;
use serde::{Deserialize, Serialize};

/// Addresses of one person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NoticeContacts)]
pub struct Contacts {
    /// 邮箱.
    pub mail: Option<String>,
    /// 手机号.
    pub phone: Option<String>,
}

impl std::fmt::Debug for Contacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contacts(…)")
    }
}

impl Contacts {
    /// As they were typed: empty ones are none.
    pub(super) fn checked(self) -> Result<Self, Problem> {
        let mail = typed::maybe_line("mail", self.mail.as_deref(), 254)?;
        if mail.as_deref().is_some_and(|mail| !Mail::is_address(mail)) {
            return Err(Problem::invalid("mail", "malformed"));
        }
        let phone = typed::maybe_line("phone", self.phone.as_deref(), 30)?;
        let phone = phone.map(|text| mobile(&text).ok_or_else(|| Problem::invalid("phone", "not_a_phone")));
        Ok(Self { mail, phone: phone.transpose()? })
    }

    pub(super) fn sealed(&self, app: &App, person: PersonId) -> Result<Option<String>, Problem> {
        if *self == Self::default() {
            return Ok(None);
        }
        let plain = serde_json::to_vec(self).map_err(|_| Problem::internal())?;
        let sealed = app.inner().sealer.seal_for(&purpose(person), &plain).map_err(|error| {
            tracing::error!(%error, "an address could not be sealed");
            Problem::internal()
        })?;
        Ok(Some(hex::encode(sealed)))
    }

    /// What does not open counts as no address, and is logged without what it holds.
    pub(super) fn opened(app: &App, person: PersonId, sealed: Option<&str>) -> Self {
        let Some(sealed) = sealed.and_then(|text| hex::decode(text).ok()) else { return Self::default() };
        match app.inner().sealer.open_for(&purpose(person), &sealed) {
            Ok(plain) => serde_json::from_slice(&plain).unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, "an address does not open");
                Self::default()
            }
        }
    }
}

fn purpose(person: PersonId) -> String {
    format!("notice/{person}")
}

/// A mobile number of eleven digits, with or without the country's code before it.
fn mobile(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !" -".contains(*c)).collect();
    let plain = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")).unwrap_or(&digits);
    let is = plain.len() == 11 && plain.starts_with('1') && plain.bytes().all(|b| b.is_ascii_digit());
    is.then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_has_eleven_digits() {
        for good in ["13800000000", "138 0000 0000", "+86 138-0000-0000", "008613800000000"] {
            assert_eq!(mobile(good).as_deref(), Some("13800000000"), "{good}");
        }
        for bad in ["", "12", "23800000000", "1380000000O", "138000000000", "１３８００００００００"]
        {
            assert_eq!(mobile(bad), None, "{bad}");
        }
    }
}
