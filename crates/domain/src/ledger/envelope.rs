//! One line of the ledger.

use super::Hash;
use crate::calendar::Instant;
use crate::ids::{District, PersonId, StreamId, UnitId};
use crate::people::Actor;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a stream is the history of. The number is what the database keeps and what the hash covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Noun {
    /// 隐患.
    Hazard = 1,
    /// 单位.
    Unit = 2,
    /// 人员.
    Person = 3,
    /// 场所.
    Place = 4,
    /// 点位码.
    Code = 5,
    /// 规则与目录: limits, catalogues.
    Rules = 6,
    /// 接口用户: another system's key.
    Client = 7,
    /// 网格: a grid with its responsible unit and persons.
    Grid = 8,
    /// 导出: a file that left the house.
    Export = 9,
    /// 检查记录: a look at a place.
    Inspection = 10,
    /// 检查计划.
    Plan = 11,
    /// 抽取: a drawing of closed cases.
    Draw = 12,
}

impl Noun {
    /// Every noun.
    pub const ALL: [Noun; 12] = [
        Noun::Hazard,
        Noun::Unit,
        Noun::Person,
        Noun::Place,
        Noun::Code,
        Noun::Rules,
        Noun::Client,
        Noun::Grid,
        Noun::Export,
        Noun::Inspection,
        Noun::Plan,
        Noun::Draw,
    ];

    /// The noun with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|n| *n as i64 == number)
    }
}

/// How an event came into the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Origin {
    /// It happened here, when it was recorded.
    Lived = 1,
    /// 导入: it happened elsewhere, at a time of its own, and was recorded later.
    Imported = 2,
}

impl Origin {
    /// The origin with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Origin::Lived),
            2 => Some(Origin::Imported),
            _ => None,
        }
    }
}

/// Who acted, as the ledger keeps it: `public`, `receipt`, `system`, `terminal`, `import`, `import:<person>@<unit>`,
/// `client:<unit>` or `staff:<person>@<unit>`. Names stay in the register, where they can be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorRef(pub String);

impl ActorRef {
    /// The reference to an actor.
    pub fn of(actor: &Actor) -> Self {
        Self(match actor {
            Actor::Public => "public".to_owned(),
            Actor::ReceiptHolder { .. } => "receipt".to_owned(),
            Actor::System => "system".to_owned(),
            Actor::Terminal => "terminal".to_owned(),
            Actor::Import => "import".to_owned(),
            Actor::Importer(staff) => format!("import:{}@{}", staff.person, staff.unit),
            Actor::Client { unit, .. } => format!("client:{unit}"),
            Actor::Staff(staff) => format!("staff:{}@{}", staff.person, staff.unit),
        })
    }

    /// The member of staff, if it was one.
    pub fn person(&self) -> Option<PersonId> {
        self.0.strip_prefix("staff:")?.split_once('@')?.0.parse().ok()
    }

    /// 导入人: who brought it from a ledger kept elsewhere, and for which office.
    pub fn brought_by(&self) -> Option<(PersonId, UnitId)> {
        let (person, unit) = self.0.strip_prefix("import:")?.split_once('@')?;
        Some((person.parse().ok()?, unit.parse().ok()?))
    }

    /// The office for which it acted: a staff member's unit or a client.
    pub fn unit(&self) -> Option<UnitId> {
        match self.0.strip_prefix("staff:") {
            Some(rest) => rest.split_once('@')?.1.parse().ok(),
            None => self.0.strip_prefix("client:")?.parse().ok(),
        }
    }
}

/// Free words beside an event, with the salt that keeps their digest from being guessed. Both can be erased;
/// the digest in the envelope stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words as JSON text, byte for byte as they were digested.
    pub json: String,
    /// 16 random bytes.
    pub salt: [u8; 16],
}

impl Said {
    /// SHA-256 of `mashang.words.v1`, the salt and the words.
    pub fn digest(&self) -> Hash {
        Hash::of(&[b"mashang.words.v1\n", &self.salt, self.json.as_bytes()])
    }
}

/// 事件: one line of the ledger. What the hash covers never holds personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The district.
    pub district: District,
    /// What the stream is the history of.
    pub noun: Noun,
    /// The stream.
    pub stream: StreamId,
    /// 1 for the first event of a stream, then without a gap.
    pub sequence: u32,
    /// When it happened.
    pub at: Instant,
    /// When it was recorded here; differs from `at` for imported history only.
    pub recorded_at: Instant,
    /// Whether it was lived or imported.
    pub origin: Origin,
    /// Who acted.
    pub actor: ActorRef,
    /// The kind of event.
    pub kind: String,
    /// The event as JSON text, byte for byte as it was hashed.
    pub body: String,
    /// Digest of the words beside it, if anything was said.
    pub words_digest: Option<Hash>,
    /// The hash of the event before it in the stream; zero for the first.
    pub previous: Hash,
    /// The hash of this event.
    pub hash: Hash,
}

impl Envelope {
    /// The hash that this envelope must have: SHA-256 of `mashang.event.v1`, then each field in the order of the
    /// struct, integers in big-endian two's complement of 8 bytes, texts with their length in 8 bytes before them.
    pub fn expected_hash(&self) -> Hash {
        let number = |n: i64| n.to_be_bytes();
        let length = |text: &str| (text.len() as i64).to_be_bytes();
        let digest = self.words_digest.unwrap_or(Hash::ZERO);
        Hash::of(&[
            b"mashang.event.v1\n",
            &number(self.district.0),
            &number(self.noun as i64),
            self.stream.0.as_bytes(),
            &number(i64::from(self.sequence)),
            &number(self.at.0),
            &number(self.recorded_at.0),
            &number(self.origin as i64),
            &length(&self.actor.0),
            self.actor.0.as_bytes(),
            &length(&self.kind),
            self.kind.as_bytes(),
            &length(&self.body),
            self.body.as_bytes(),
            &number(i64::from(self.words_digest.is_some())),
            &digest.0,
            &self.previous.0,
        ])
    }

    /// Sets the hash that follows from all other fields.
    pub fn sealed(mut self) -> Self {
        self.hash = self.expected_hash();
        self
    }
}

/// 链: where a stream stands, for checking its events one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Sequence of the last event; 0 before the first.
    pub sequence: u32,
    /// Its hash; zero before the first.
    pub hash: Hash,
}

/// The first thing that does not fit in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An event is missing or doubled.
    #[error("the sequence has a gap")]
    Gap,
    /// The event does not follow the one before it.
    #[error("the previous hash does not fit")]
    Link,
    /// The content is not what was hashed.
    #[error("the content does not fit its hash")]
    Content,
    /// The words are not what was said.
    #[error("the words do not fit their digest")]
    Words,
}

impl Chain {
    /// Before the first event.
    pub const START: Chain = Chain { sequence: 0, hash: Hash::ZERO };

    /// Checks the next event and moves on to it. Words may be missing (erased) but not different.
    pub fn follow(&mut self, envelope: &Envelope, said: Option<&Said>) -> Result<(), Broken> {
        if envelope.sequence != self.sequence + 1 {
            return Err(Broken::Gap);
        }
        if envelope.previous != self.hash {
            return Err(Broken::Link);
        }
        if envelope.expected_hash() != envelope.hash {
            return Err(Broken::Content);
        }
        if said.is_some_and(|s| Some(s.digest()) != envelope.words_digest) {
            return Err(Broken::Words);
        }
        *self = Chain { sequence: envelope.sequence, hash: envelope.hash };
        Ok(())
    }
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn envelope(sequence: u32, previous: Hash, body: &str) -> Envelope {
        Envelope {
            district: District(430_406),
            noun: Noun::Hazard,
            stream: StreamId(Uuid::from_u128(7)),
            sequence,
            at: Instant(1_000),
            recorded_at: Instant(1_000),
            origin: Origin::Lived,
            actor: ActorRef("public".into()),
            kind: "reported".into(),
            body: body.into(),
            words_digest: None,
            previous,
            hash: Hash::ZERO,
        }
        .sealed()
    }

    #[test]
    fn what_was_brought_is_nobodys_act_and_tells_who_brought_it() {
        let staff = crate::people::Staff {
            person: PersonId(Uuid::from_u128(1)),
            unit: UnitId(Uuid::from_u128(2)),
            area: None,
            roles: Vec::new(),
        };
        let (person, unit) = (staff.person, staff.unit);
        let brought = ActorRef::of(&Actor::Importer(staff));
        assert_eq!((brought.person(), brought.unit()), (None, None));
        assert_eq!(brought.brought_by(), Some((person, unit)));
        assert_eq!(ActorRef::of(&Actor::Import).brought_by(), None);
    }

    #[test]
    fn a_chain_follows_and_finds_the_first_that_does_not_fit() {
        let first = envelope(1, Hash::ZERO, "{}");
        let second = envelope(2, first.hash, "{\"a\":1}");
        let mut chain = Chain::START;
        assert_eq!(chain.follow(&first, None), Ok(()));
        assert_eq!(chain.follow(&second, None), Ok(()));
        assert_eq!(chain.follow(&second, None), Err(Broken::Gap));

        let mut chain = Chain { sequence: 1, hash: first.hash };
        let mut forged = second.clone();
        forged.body = "{\"a\":2}".into();
        assert_eq!(chain.follow(&forged, None), Err(Broken::Content));
        assert_eq!(chain.follow(&envelope(2, Hash::ZERO, "{}"), None), Err(Broken::Link));
    }

    #[test]
    fn words_may_be_erased_but_not_changed() {
        let said = Said { json: "{\"text\":\"路面塌陷\"}".into(), salt: [3; 16] };
        let mut with = envelope(1, Hash::ZERO, "{}");
        with.words_digest = Some(said.digest());
        let with = with.sealed();
        assert_eq!(Chain::START.clone().follow(&with, Some(&said)), Ok(()));
        assert_eq!(Chain::START.clone().follow(&with, None), Ok(()));
        let other = Said { json: "{\"text\":\"没事\"}".into(), ..said };
        assert_eq!(Chain::START.clone().follow(&with, Some(&other)), Err(Broken::Words));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn moving_a_byte_between_fields_changes_the_hash(kind in "[a-z]{1,8}", body in "[a-z]{1,8}") {
            let mut one = envelope(1, Hash::ZERO, &body);
            one.kind = kind.clone();
            let mut two = one.clone();
            two.kind = format!("{kind}{}", &body[..1]);
            two.body = body[1..].to_owned();
            prop_assert_ne!(one.expected_hash(), two.expected_hash());
        }
    }
}
