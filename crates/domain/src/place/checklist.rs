//! 检查表: what to look at in a kind of place, each item with the clause that it rests on; data with a version. A tick
//! is no finding: what is wrong becomes a report that a named person judges.

use super::PlaceKind;
use crate::calendar::Instant;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// A list without an item, or for no kind of place.
    #[error("{0} is empty")]
    Empty(String),
    /// An item that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
}

impl TryFrom<Written> for CheckLists {
    type Error = CheckListsError;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.lists)
    }
}

const SHIPPED: &str = include_str!("data/checklists-2026.json");

impl CheckLists {
    /// Lists of which every kind of place has one, and whose items are told apart by their ids.
    pub fn new(version: String, effective: Instant, lists: Vec<CheckList>) -> Result<Self, CheckListsError> {
        for kind in PlaceKind::ALL {
            match lists.iter().filter(|list| list.kinds.contains(&kind)).count() {
                0 => return Err(CheckListsError::Gap(kind)),
                1 => {}
                _ => return Err(CheckListsError::TwoLists(kind)),
            }
        }
        if let Some(empty) = lists.iter().find(|list| list.items.is_empty() || list.kinds.is_empty()) {
            return Err(CheckListsError::Empty(empty.name.clone()));
        }
        let mut seen = BTreeSet::new();
        for item in lists.iter().flat_map(|list| &list.items) {
            if !seen.insert(item.id.as_str()) {
                return Err(CheckListsError::Twice(item.id.clone()));
            }
        }
        Ok(Self { version, effective, lists })
    }

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

/// How something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckChange {
    /// 新增.
    Added,
    /// 取消.
    Removed,
    /// 修改.
    Changed,
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckField {
    /// Its name: `list`, `text`, `text_en`, `clause`, `category`.
    pub field: &'static str,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// An item that one version has and another has not, or says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckDifference {
    /// The list in which it stands, as the newer of the two calls it.
    pub list: String,
    /// Its id.
    pub item: String,
    /// What it says.
    pub text: String,
    /// How it differs.
    pub change: CheckChange,
    /// Which fields, if it was changed.
    pub fields: Vec<CheckField>,
}

/// Items by id, with the names of their lists.
fn items(lists: &CheckLists) -> BTreeMap<&str, (&CheckList, &CheckItem)> {
    lists.lists.iter().flat_map(|list| list.items.iter().map(move |i| (i.id.as_str(), (list, i)))).collect()
}

/// What `new` has, lacks and says otherwise than `old`; then which kinds of place are checked by another list.
pub fn compare_lists(old: &CheckLists, new: &CheckLists) -> Vec<CheckDifference> {
    let (before, after) = (items(old), items(new));
    let mut ids: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut all = Vec::new();
    for id in ids {
        let (was, is) = (before.get(id), after.get(id));
        let Some((list, item)) = is.or(was) else { continue };
        let mut fields = Vec::new();
        let change = match (was, is) {
            (None, _) => CheckChange::Added,
            (_, None) => CheckChange::Removed,
            (Some((from, was)), Some((to, is))) => {
                let pairs = [
                    ("list", &from.name, &to.name),
                    ("text", &was.text, &is.text),
                    ("text_en", &was.text_en, &is.text_en),
                    ("clause", &was.clause, &is.clause),
                    ("category", &was.category, &is.category),
                ];
                let differ = pairs.into_iter().filter(|(_, b, a)| b != a);
                fields.extend(differ.map(|(field, b, a)| CheckField {
                    field,
                    before: b.clone(),
                    after: a.clone(),
                }));
                if fields.is_empty() {
                    continue;
                }
                CheckChange::Changed
            }
        };
        let (list, text) = (list.name.clone(), item.text.clone());
        all.push(CheckDifference { list, item: id.to_owned(), text, change, fields });
    }
    all
}

versioned!(CheckLists);

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

    #[test]
    fn what_came_what_went_and_what_changed_are_told_apart() {
        let old = CheckLists::shipped();
        assert_eq!(compare_lists(&old, &old), []);
        let mut lists = old.all().to_vec();
        let gone = lists[0].items.remove(0);
        lists[0].items[0].clause = "《新办法》第三条".into();
        lists[1].items.push(CheckItem { id: "new-01".into(), ..gone.clone() });
        let new = CheckLists::new("b".into(), Instant(1), lists.clone()).unwrap();
        let found = compare_lists(&old, &new);
        let of =
            |change| found.iter().filter(|d| d.change == change).map(|d| d.item.as_str()).collect::<Vec<_>>();
        assert_eq!(of(CheckChange::Removed), [gone.id.as_str()]);
        assert_eq!(of(CheckChange::Added), ["new-01"]);
        let changed = found.iter().find(|d| d.change == CheckChange::Changed).unwrap();
        assert_eq!(
            (changed.item.as_str(), changed.fields[0].field),
            (lists[0].items[0].id.as_str(), "clause")
        );
        lists[0].items.clear();
        let empty = CheckLists::new("b".into(), Instant(1), lists).unwrap_err();
        assert!(matches!(empty, CheckListsError::Empty(_)));
    }
}
