//! 检查表: every version, how a draft differs from the newest, and putting it in force.

use super::editions::{CHECK_LISTS, publish};
use crate::people::typed;
use crate::problem::word;
use crate::rulebook::{RulesListed, built_upon, listed, may_change, may_read, version_name};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::Actor;
use domain::place::{CheckItem, CheckList, CheckLists, CheckListsError, PlaceKind, compare_lists};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::Key;

/// 检查内容 and 依据 in characters, at most.
const TEXT: usize = 300;
/// 检查项 of one list, at most: what somebody walks through in one visit.
const ITEMS: usize = 60;

/// 检查表 of one version, for whoever keeps them.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CheckListBook {
    /// Every version, the newest first.
    pub versions: Vec<RulesListed>,
    /// The version that is shown.
    pub version: String,
    /// Its lists.
    pub lists: Vec<CheckListInput>,
}

/// 检查表 for one or several kinds of place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckListInput {
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// 适用场所类别.
    #[schema(value_type = Vec<crate::names::PlaceKind>)]
    pub kinds: Vec<PlaceKind>,
    /// 检查项, in the order of a walk.
    pub items: Vec<CheckItemInput>,
}

/// 检查项.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckItemInput {
    /// Its id; empty for a new one, which is then given one.
    #[serde(default)]
    pub id: String,
    /// 检查内容: how it should be.
    pub text: String,
    /// The same for readers of English.
    #[serde(default)]
    pub text_en: String,
    /// 依据: law, regulation or standard with article.
    pub clause: String,
    /// 小类 that a report of it belongs to.
    pub category: String,
}

/// Check lists as they shall be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckListsInput {
    /// The version that was changed.
    pub upon: String,
    /// What the new one is to be called.
    #[serde(default)]
    pub version: String,
    /// 生效时间, not in the past.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Every list.
    pub lists: Vec<CheckListInput>,
    /// Only says what would be different.
    #[serde(default)]
    pub dry_run: bool,
}

/// What would be different, or is from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckListsCompared {
    /// The differences, item by item.
    pub differences: Vec<CheckItemDiffers>,
    /// Whether it was put in force.
    pub published: bool,
}

/// An item that came, went or says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckItemDiffers {
    /// The list in which it stands.
    pub list: String,
    /// Its id.
    pub item: String,
    /// What it says.
    pub text: String,
    /// `added`, `removed`, `changed`.
    pub change: String,
    /// Which fields say something else.
    pub fields: Vec<CheckFieldDiffers>,
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CheckFieldDiffers {
    /// Its name.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

impl From<&CheckList> for CheckListInput {
    fn from(list: &CheckList) -> Self {
        let item = |item: &CheckItem| CheckItemInput {
            id: item.id.clone(),
            text: item.text.clone(),
            text_en: item.text_en.clone(),
            clause: item.clause.clone(),
            category: item.category.clone(),
        };
        Self {
            name: list.name.clone(),
            name_en: list.name_en.clone(),
            kinds: list.kinds.clone(),
            items: list.items.iter().map(item).collect(),
        }
    }
}

/// Every version, and the lists of one: of the newest, if none is named.
pub fn check_list_book(app: &App, actor: &Actor, version: Option<&str>) -> Result<CheckListBook, Problem> {
    may_read(actor)?;
    let editions = app.check_list_editions();
    let shown = match version {
        Some(name) => editions.version(name).ok_or_else(|| Problem::invalid("version", "unknown"))?,
        None => editions.newest(),
    };
    Ok(CheckListBook {
        versions: listed(&editions, app.store().surroundings().now(), |_| None),
        version: shown.version.clone(),
        lists: shown.all().iter().map(CheckListInput::from).collect(),
    })
}

/// Every id that an item ever had: none is given twice, so that old records say what was looked at.
fn ids_ever(app: &App) -> BTreeSet<String> {
    let editions = app.check_list_editions();
    editions.versions().flat_map(|e| e.all()).flat_map(|l| &l.items).map(|item| item.id.clone()).collect()
}

/// What was typed, checked; new items with ids of their own.
fn checked(app: &App, lists: Vec<CheckListInput>) -> Result<Vec<CheckList>, Problem> {
    let mut ids = ids_ever(app);
    let catalogue = app.catalogue();
    let mut all = Vec::with_capacity(lists.len());
    for (l, list) in lists.into_iter().enumerate() {
        let at = |field: &str| format!("lists[{l}].{field}");
        if list.items.len() > ITEMS {
            return Err(Problem::invalid(at("items"), "too_many"));
        }
        let stem = list.kinds.first().map(word).ok_or_else(|| Problem::invalid(at("kinds"), "required"))?;
        let mut items = Vec::with_capacity(list.items.len());
        for (i, item) in list.items.into_iter().enumerate() {
            let at = |field: &str| format!("lists[{l}].items[{i}].{field}");
            let text = typed::line(&at("text"), &item.text, TEXT)?;
            let text_en = typed::maybe_line(&at("text_en"), Some(&item.text_en), TEXT)?;
            if catalogue.minor(&item.category).is_none() {
                return Err(Problem::invalid(at("category"), "unknown"));
            }
            let id = match item.id.trim() {
                "" => (1..).map(|n| format!("{stem}-{n:02}")).find(|id| !ids.contains(id)),
                known if ids.contains(known) => Some(known.to_owned()),
                _ => None,
            };
            let id = id.ok_or_else(|| Problem::invalid(at("id"), "unknown"))?;
            ids.insert(id.clone());
            items.push(CheckItem {
                id,
                // A reader of English sees the Chinese words rather than nothing.
                text_en: text_en.unwrap_or_else(|| text.clone()),
                clause: typed::line(&at("clause"), &item.clause, TEXT)?,
                text,
                category: item.category,
            });
        }
        let name = typed::line(&at("name"), &list.name, 60)?;
        let name_en = typed::maybe_line(&at("name_en"), Some(&list.name_en), 60)?;
        let name_en = name_en.unwrap_or_else(|| name.clone());
        all.push(CheckList { name_en, name, kinds: list.kinds, items });
    }
    Ok(all)
}

fn unusable(error: CheckListsError) -> Problem {
    let (reason, at) = match &error {
        CheckListsError::Gap(kind) => ("gap", word(kind)),
        CheckListsError::TwoLists(kind) => ("two_lists", word(kind)),
        CheckListsError::Empty(list) => ("empty", list.clone()),
        CheckListsError::Twice(item) => ("twice", item.clone()),
    };
    Problem::new(422, "check_lists_refused").with("reason", reason).with("at", at)
}

/// Says how lists differ from the newest version, and puts them in force from a moment on.
pub async fn publish_check_lists(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: CheckListsInput,
) -> Result<CheckListsCompared, Problem> {
    may_change(&actor)?;
    let editions = app.check_list_editions();
    built_upon(&editions, &new.upon)?;
    let lists = checked(app, new.lists)?;
    let version = match new.dry_run {
        true => "draft".to_owned(),
        false => version_name(&new.version)?,
    };
    let draft = CheckLists::new(version, new.effective, lists).map_err(unusable)?;
    let differences: Vec<CheckItemDiffers> = compare_lists(editions.newest(), &draft)
        .into_iter()
        .map(|d| CheckItemDiffers {
            list: d.list,
            item: d.item,
            text: d.text,
            change: word(&d.change),
            fields: d
                .fields
                .into_iter()
                .map(|f| CheckFieldDiffers { field: f.field.to_owned(), before: f.before, after: f.after })
                .collect(),
        })
        .collect();
    if new.dry_run {
        return Ok(CheckListsCompared { differences, published: false });
    }
    if draft.all() == editions.newest().all() {
        return Err(Problem::new(409, "rule").with("rule", "rules_same"));
    }
    publish(app, actor, key, CHECK_LISTS, &editions, (new.upon, draft)).await?;
    Ok(CheckListsCompared { differences, published: true })
}
