use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer};
use sha2::{Digest, Sha256};

use crate::field::Field;

/// A part of the id of a row whose source gives it none: a field by its name, or a column by its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IdPart {
    Field(Field),
    Column(String),
}

impl IdPart {
    /// What does not change while a hazard is worked on. The row number is not among it (rows are inserted), nor
    /// are personal fields (a hash of a name can be guessed).
    pub(crate) fn usual() -> Vec<Self> {
        use Field::*;
        [FoundAt, FinderUnit, Project, Party, Place, Address, Description, ResponsibleUnit]
            .map(Self::Field)
            .into()
    }
}

impl<'de> Deserialize<'de> for IdPart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let as_field: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        Ok(Field::deserialize(as_field).map_or_else(|_| Self::Column(name.clone()), Self::Field))
    }
}

/// `sha256:` and the first 16 bytes of the hash over the parts, each with its length, so that no two different
/// lists of parts read the same.
pub(crate) fn hashed(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    format!("sha256:{}", hex::encode(&hash.finalize()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hashed(["ab", "c"]), hashed(["a", "bc"]));
        assert_ne!(hashed(["a", ""]), hashed(["a"]));
        assert_eq!(hashed(["a"]), hashed(["a"]));
        assert_eq!(hashed(["a"]).len(), "sha256:".len() + 32);
    }
}
