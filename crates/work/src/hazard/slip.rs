//! 整改通知单: what the responsible party gets in its hands. It holds nothing but what [`Slip`] has fields for, and each
//! field is filled from registers, the catalogue, the filing, or words that an office wrote for it ([`OfficeWords`]):
//! neither who reported, nor when, how, in which words or with which photos. 突发事件应对法 (2024) §9, 应急〔2020〕69号.

use super::Looker;
use super::timeline::{Read, events};
use super::view::{Lookups, Named, Names};
use super::{list::state, view::may_see};
use crate::problem::word;
use crate::words::{Lang, deadline::limit};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Event, Filing, Hazard, Source};
use domain::ids::HazardId;
use domain::people::Actor;
use serde::Serialize;
use std::collections::HashSet;
use store::queries;

/// 整改通知单.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Slip {
    /// 案号.
    number: String,
    /// 签发日期: the day of the dispatch, or of the filing before there is one.
    #[schema(value_type = String, format = DateTime)]
    issued: Instant,
    /// 整改单位: to whom it was dispatched.
    to: Option<Named>,
    /// 责任主体: its unit, if it is in the register.
    party: Option<Named>,
    /// 责任主体类别.
    #[schema(value_type = crate::names::PartyKind)]
    party_kind: String,
    /// 场所, as the register has it.
    place: Option<SlipPlace>,
    /// 所属街道.
    street: Option<Named>,
    /// 类别.
    category: Named,
    /// 等级.
    #[schema(value_type = crate::names::Grade)]
    grade: String,
    /// 立案条件 of the standard: what is wrong, in the catalogue's words.
    condition: Option<String>,
    /// 结案条件: what has to be so afterwards.
    closing: Option<String>,
    /// 判定依据条款.
    clause: Option<String>,
    /// 情况说明, in the office's own words.
    #[schema(value_type = Option<String>)]
    finding: Option<OfficeWords>,
    /// 整改要求, in the office's own words.
    #[schema(value_type = Option<String>)]
    demand: Option<OfficeWords>,
    /// 未列出: words of an office that repeat what the reporter said, and have to be written anew.
    withheld: Vec<Withheld>,
    /// 处置时限, in words.
    limit: Option<String>,
    /// 整改期限.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Instant>,
    /// 签发单位.
    office: Option<Named>,
}

/// A place as the register has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SlipPlace {
    /// 名称.
    name: String,
    /// 地址.
    address: String,
}

/// Words that are left out of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// 情况说明.
    Finding,
    /// 整改要求.
    Demand,
}

/// 办理单位的文字: written by an office, and repeating nothing of what a reporter said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
struct OfficeWords(String);

/// So many characters in a row are no coincidence.
const REPEATED: usize = 12;
/// Fewer say nothing by themselves.
const SHORTEST: usize = 4;
/// So many digits in a row may be somebody's number.
const DIGITS: usize = 7;

/// Words by which an office gives away that somebody reported, told in a case that is to be kept secret.
const TELLING: [&str; 13] = [
    "举报",
    "检举",
    "投诉",
    "信访",
    "反映",
    "揭发",
    "爆料",
    "来电",
    "whistle",
    "informant",
    "complain",
    "tipoff",
    "reportedby",
];

/// What reporters said of a case, for comparing.
pub(super) struct Reported {
    pieces: HashSet<Vec<char>>,
    secret: bool,
}

/// Letters and digits only, so that neither blanks nor punctuation hide a repetition.
fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Reported {
    /// Everything that was said with an event that no office wrote. What an office found itself is its own.
    pub(super) fn of(hazard: &Hazard, history: &[Read]) -> Self {
        let own = matches!(hazard.source, Source::Inspector | Source::Bureau | Source::SelfCheck);
        let from_outside = |read: &&Read| match &read.event {
            Some(Event::Reported { .. }) => !own,
            Some(
                Event::Supplemented { .. }
                | Event::Appealed { .. }
                | Event::Urged { .. }
                | Event::Rated { .. }
                | Event::CalledBack { .. },
            ) => true,
            _ => false,
        };
        let said = history.iter().filter(from_outside).flat_map(|read| read.said.0.iter());
        // The name of a place is the register's, though it stands with the report.
        let said = said.filter(|(name, _)| *name != "place").map(|(_, text)| text.as_str());
        Self::words(said, hazard.is_confidential())
    }

    /// Every piece of what was said. A few words may be common property; not where the reporter is to be kept secret.
    fn words<'a>(said: impl Iterator<Item = &'a str>, secret: bool) -> Self {
        let pieces = said.map(bare).flat_map(|text| match text.len() {
            SHORTEST..REPEATED if secret => vec![text],
            0..REPEATED => Vec::new(),
            _ => text.windows(REPEATED).map(<[char]>::to_vec).collect(),
        });
        Self { pieces: pieces.collect(), secret }
    }

    /// Whether words of an office would tell the party of the report: they repeat it, or in a case that is kept secret
    /// they name it.
    pub(super) fn is_told_by(&self, text: &str) -> bool {
        let named = || {
            let bare: String = bare(text).into_iter().collect();
            TELLING.iter().any(|word| bare.contains(word))
        };
        self.is_repeated_in(text) || (self.secret && named())
    }

    /// 情况说明 for the party, of a case whose report it does not see: what the office wrote when it filed it, or found.
    pub(super) fn found(&self, history: &[Read]) -> Option<String> {
        let filed = last(history, |e| matches!(e, Event::Filed { .. }));
        let inspected = last(history, |e| matches!(e, Event::Inspected { .. }));
        let words = |read: &Read| OfficeWords::of(read, self).ok().flatten();
        [filed, inspected].into_iter().flatten().find_map(words).map(|words| words.0)
    }

    fn is_repeated_in(&self, text: &str) -> bool {
        let bare = bare(text);
        let longest = self.pieces.iter().map(Vec::len).max().unwrap_or(0);
        (SHORTEST..=longest).any(|length| bare.windows(length).any(|piece| self.pieces.contains(piece)))
    }
}

impl OfficeWords {
    /// The words that an office wrote with an event, if they may stand on a slip.
    fn of(read: &Read, reported: &Reported) -> Result<Option<Self>, ()> {
        let Some(text) = read.said.get("text").map(str::trim).filter(|t| !t.is_empty()) else {
            return Ok(None);
        };
        let mut run = 0;
        let number = text.chars().any(|c| {
            run = if c.is_ascii_digit() { run + 1 } else { 0 };
            run >= DIGITS
        });
        if number || reported.is_told_by(text) { Err(()) } else { Ok(Some(Self(text.to_owned()))) }
    }
}

/// The last event of a kind.
fn last(history: &[Read], is: impl Fn(&Event) -> bool) -> Option<&Read> {
    history.iter().rev().find(|read| read.event.as_ref().is_some_and(&is))
}

fn slip(
    (hazard, filing): (&Hazard, &Filing),
    place: Option<SlipPlace>,
    history: &[Read],
    names: &Names<'_>,
    lang: Lang,
) -> Slip {
    let reported = Reported::of(hazard, history);
    let mut withheld = Vec::new();
    let mut words = |read: Option<&Read>, which| match read.map(|read| OfficeWords::of(read, &reported)) {
        None => None,
        Some(Ok(words)) => words,
        Some(Err(())) => {
            withheld.push(which);
            None
        }
    };
    let finding = words(last(history, |e| matches!(e, Event::Filed { .. })), Withheld::Finding);
    let demand = |e: &Event| matches!(e, Event::Dispatched { .. } | Event::ReworkOrdered { .. });
    let demand = words(last(history, demand), Withheld::Demand);
    let minor = names.catalogue.minor(&filing.category, filing.at);
    let standard = minor.and_then(|m| m.standards.iter().find(|s| s.id == filing.standard));
    let dispatch = hazard.dispatch.as_ref();
    let by = dispatch.map_or(filing.by, |d| d.by);
    Slip {
        number: filing.number.clone(),
        issued: dispatch.map_or(filing.at, |d| d.at),
        to: dispatch.map(|d| names.unit(d.lead)),
        party: filing.party_unit.map(|unit| names.unit(unit)),
        party_kind: word(&filing.party),
        place,
        street: hazard.street.as_deref().map(|street| names.street(street)),
        category: names.category(&filing.category, filing.at),
        grade: word(&filing.grade),
        condition: standard.map(|s| s.condition.clone()),
        closing: standard.map(|s| s.closing.clone()),
        clause: filing.clause.clone(),
        finding,
        demand,
        withheld,
        limit: filing.limit.map(|of| limit(lang, of)),
        due: hazard.rectify_due,
        office: names.registers.person(by).map(|person| names.unit(person.unit)),
    }
}

/// The slip of a case that was filed, for whoever may see it; there is none before.
pub async fn read_slip(app: &App, actor: &Actor, id: HazardId, lang: Lang) -> Result<Slip, Problem> {
    let (district, actor, lookups) = (app.district(), actor.clone(), Lookups::of(app, lang));
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = state(row.text(0)?)?;
        let looker = Looker::of(&actor, lookups.names().registers);
        let known = may_see(&actor, &hazard) && looker.may_know_of(&hazard);
        let Some(filing) = hazard.filing.as_ref().filter(|_| known) else {
            return Ok(None);
        };
        let place = match &hazard.place {
            Some(place) => c
                .query(queries::place::NAME_AND_ADDRESS, &[district.into(), place.place.into()])?
                .first()
                .map(|row| {
                    let (name, address) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
                    Ok::<_, store::EngineError>(SlipPlace { name, address })
                })
                .transpose()?,
            None => None,
        };
        let history = events(c, district, id.0)?;
        let mut slip = slip((&hazard, filing), place, &history, &lookups.names(), lang);
        if looker.answers_for(&hazard) {
            // That something is left out tells that there is a report.
            slip.withheld.clear();
        }
        Ok(Some(slip))
    });
    found.await?.ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_the_reporter_is_known_through_blanks_and_marks() {
        let said = ["三楼的灭火器都过期了，我上班时看见经理把压力表换掉了", "解放路12号"];
        let reported = Reported::words(said.into_iter(), true);
        for repeated in [
            "据反映：我上班时看见经理把压力表换掉了。",
            "据反映：我上班时，看见 经理 把“压力表”换掉了",
            "在解放路 12 号",
        ] {
            assert!(reported.is_repeated_in(repeated), "{repeated}");
        }
        for own in ["三楼灭火器过期，压力表更换无记录", "", "经理室"] {
            assert!(!reported.is_repeated_in(own), "{own}");
        }
        assert!(!Reported::words(said.into_iter(), false).is_repeated_in("在解放路 12 号"));
    }

    #[test]
    fn that_somebody_reported_is_named_in_no_secret_case() {
        let reported = |secret| Reported::words(["短"].into_iter(), secret);
        for text in ["经核实，举 报属实", "群众反映属实", "as Reported by staff"] {
            assert!(reported(true).is_told_by(text) && !reported(false).is_told_by(text), "{text}");
        }
        assert!(!reported(true).is_told_by("现场检查发现光栅被短接"));
    }
}
