//! What a notice says: codes beside the notice, words from `words/notices.toml` when it is read or sent.

use crate::App;
use crate::hazard::Looker;
use crate::problem::word;
use crate::words::{self, Lang};
use domain::calendar::Instant;
use domain::hazard::{Hazard, Words};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Codes of a notice. Nothing that a reporter or anybody else wrote, and nobody's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Params {
    /// 案号, else 回执编号, as this recipient may know it.
    #[serde(default, rename = "case")]
    pub(super) called: String,
    /// 环节 after the event.
    #[serde(default)]
    pub(super) stage: String,
    /// 街道 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) street: Option<String>,
    /// 小类 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<String>,
    /// 期限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Instant>,
    /// 任务, of what is owed beside the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) task: Option<String>,
    /// 危及生命.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) danger: bool,
    /// 事项, of what is done to an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) act: Option<String>,
    /// 角色 of that account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<String>,
    /// 件数, of what tells of many at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) count: Option<u32>,
}

impl Params {
    /// What this recipient may know.
    pub(super) fn of(hazard: &Hazard, looker: Looker, due: Option<Instant>) -> Self {
        let (seen, _) = looker.seen(hazard.clone(), Words::none());
        let filing = seen.filing.as_ref();
        Self {
            called: filing.map_or(seen.receipt.clone(), |f| f.number.clone()),
            stage: word(&seen.stage.code()),
            street: seen.street.clone(),
            category: filing.map(|f| f.category.clone()).or(seen.kind.clone()),
            due,
            danger: seen.life_danger,
            ..Self::default()
        }
    }
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) hazard: Uuid,
    pub(super) at: Instant,
    pub(super) template: String,
    pub(super) params: Params,
    pub(super) urgent: bool,
}

/// `03-02 09:00`: nobody is told about another year.
fn short(at: Instant) -> String {
    let text = at.to_string();
    text.get(5..16).unwrap_or(&text).replace('T', " ")
}

impl Told {
    /// Whether it tells of several hazards at once.
    pub(super) fn is_many(&self) -> bool {
        self.params.count.is_some_and(|count| count > 1)
    }

    /// Whether it tells of an account and not of a hazard.
    pub(super) fn is_of_account(&self) -> bool {
        self.params.act.is_some()
    }

    /// What is done to an account: “发放链接（审计管理员）”.
    fn what(&self, lang: Lang) -> String {
        let Some(act) = self.params.act.as_deref() else { return String::new() };
        let said = words::word(lang, "Gated", act).unwrap_or_default();
        let roles = self.params.roles.iter().filter_map(|role| words::word(lang, "Role", role));
        match lang {
            Lang::Zh => format!("{said}（{}）", roles.collect::<Vec<_>>().join("、")),
            Lang::En => format!("{said} ({})", roles.collect::<Vec<_>>().join(", ")),
        }
    }

    /// Title and sentence in a language.
    pub(super) fn words(&self, app: &App, lang: Lang) -> (String, String) {
        let registers = app.registers();
        let street = self.params.street.as_deref().and_then(|s| registers.street_name(s)).unwrap_or_default();
        let catalogue = app.catalogue_book();
        let category = self.params.category.as_deref().and_then(|c| catalogue.minor(c, self.at));
        let about = [street, category.map_or("", |m| words::either(lang, &m.name, &m.name_en))];
        let between = if lang == Lang::Zh { "·" } else { ", " };
        let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
        let (number, task) = (self.params.called.clone(), self.params.task.as_deref());
        let case = match (about.is_empty(), lang) {
            (true, _) => number.clone(),
            (false, Lang::Zh) => format!("{number}（{}）", about.join(between)),
            (false, Lang::En) => format!("{number} ({})", about.join(between)),
        };
        let values = [
            ("number", number),
            ("case", case),
            ("task", task.and_then(|task| words::word(lang, "Duty", task)).unwrap_or_default().to_owned()),
            ("due", self.params.due.map(short).unwrap_or_default()),
            ("what", self.what(lang)),
            ("count", self.params.count.unwrap_or(1).to_string()),
        ];
        let many = format!("{}_of_many", self.template);
        let template = if self.is_many() { &many } else { &self.template };
        let (title, text) =
            words::notice(lang, template, self.params.due.is_some() && !self.is_many(), &values);
        match (self.params.danger, lang) {
            (true, Lang::Zh) => (format!("【危及生命】{title}"), text),
            (true, Lang::En) => (format!("[Danger to life] {title}"), text),
            (false, _) => (title, text),
        }
    }
}
