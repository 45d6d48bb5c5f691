//! 检查表: what to look at in a kind of place, each item with the clause that it rests on; data with a version. A tick
//! is no finding: what is wrong becomes a report that a named person judges.

use super::PlaceKind;
use crate::calendar::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// 检查项.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckItem {
    /// Its id, unique within the version.
    pub id: String,
    /// 检查内容: how it should be.
    pub text: String,
    /// The same for readers of English.
    pub text_en: String,
    /// 依据: law, regulation or standard with article.
    pub clause: String,
    /// 小类 that a report of it belongs to.
    pub category: String,
}

/// 检查表 for one or several kinds of place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckList {
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// 适用场所类别.
    pub kinds: Vec<PlaceKind>,
    /// 检查项, in the order of a walk.
    pub items: Vec<CheckItem>,
}

/// 检查表 of one version: a list for every kind of place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct CheckLists {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    lists: Vec<CheckList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    lists: Vec<CheckList>,
}

/// Why check lists are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckListsError {
    /// A kind of place without a list.
    #[error("no list for {0:?}")]
    Gap(PlaceKind),
    /// A kind of place with two lists.
    #[error("two lists for {0:?}")]
    TwoLists(PlaceKind),
    /// An item that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
}

impl TryFrom<Written> for CheckLists {
    type Error = CheckListsError;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        for kind in PlaceKind::ALL {
            match written.lists.iter().filter(|list| list.kinds.contains(&kind)).count() {
                0 => return Err(CheckListsError::Gap(kind)),
                1 => {}
                _ => return Err(CheckListsError::TwoLists(kind)),
            }
        }
        let mut seen = BTreeSet::new();
        for item in written.lists.iter().flat_map(|list| &list.items) {
            if !seen.insert(item.id.as_str()) {
                return Err(CheckListsError::Twice(item.id.clone()));
            }
        }
        Ok(Self { version: written.version, effective: written.effective, lists: written.lists })
    }
}

const SHIPPED: &str = include_str!("data/checklists-2026.json");

impl CheckLists {
    /// The lists that the product ships.
    pub fn shipped() -> Self {
        #[allow(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
        serde_json::from_str(SHIPPED).expect("the shipped check lists are well-formed")
    }

    /// The list for a kind of place.
    pub fn of(&self, kind: PlaceKind) -> &CheckList {
        // Every kind has one: that is checked where lists are read.
        self.lists.iter().find(|list| list.kinds.contains(&kind)).unwrap_or(&self.lists[0])
    }

    /// Every list.
    pub fn all(&self) -> &[CheckList] {
        &self.lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hazard::Catalogue;

    #[test]
    fn the_shipped_lists_are_for_every_kind_and_speak_of_the_catalogue() {
        let lists = CheckLists::shipped();
        let catalogue = Catalogue::demo_2026();
        assert!(lists.all().len() >= 8);
        for kind in PlaceKind::ALL {
            let list = lists.of(kind);
            assert!(list.items.len() >= 5, "{}", list.name);
            for item in &list.items {
                assert!(catalogue.minor(&item.category).is_some(), "{}: {}", item.id, item.category);
                assert!(
                    item.clause.contains('《') || item.clause.contains("GB"),
                    "{}: {}",
                    item.id,
                    item.clause
                );
                assert!(item.text_en.is_ascii() && !item.text_en.is_empty(), "{}", item.id);
            }
        }
    }

    #[test]
    fn a_gap_a_second_list_and_a_second_item_are_refused() {
        let shipped: serde_json::Value = serde_json::from_str(SHIPPED).unwrap();
        let read = |value: &serde_json::Value| serde_json::from_value::<CheckLists>(value.clone());
        let mut gap = shipped.clone();
        gap["lists"].as_array_mut().unwrap().pop();
        assert!(read(&gap).unwrap_err().to_string().contains("no list"));
        let mut two = shipped.clone();
        let first = two["lists"][0].clone();
        two["lists"].as_array_mut().unwrap().push(first);
        assert!(read(&two).unwrap_err().to_string().contains("two lists"));
        let mut twice = shipped;
        let item = twice["lists"][0]["items"][0].clone();
        twice["lists"][1]["items"].as_array_mut().unwrap().push(item);
        assert!(read(&twice).unwrap_err().to_string().contains("twice"));
    }
}
