//! What a row of a ledger tells, as events with their own times. What it does not tell is left out: nobody is
//! named as having signed, filed or verified, and no stage is passed that the ledger does not speak of.

use super::refused::Reason;
use super::said::words;
use super::units::Units;
use crate::words::Lang;
use domain::calendar::{Calendar, Instant, Run};
use domain::hazard::{
    Catalogue, Channel, ClosingKind, Event, Filing, Grade, LimitRules, LimitStage, Matter, PartyKind,
    Protection, Source, Takeover, Term, Words,
};
use domain::ids::{PersonId, ReporterId, UnitId};
use domain::people::UnitKind;
use domain::place::{Position, System};
use identity::vault::Reporter;
use tables::{CoordinateSystem, Field, HazardRow, Moment, Status};
use uuid::Uuid;

/// The person of an imported event: the ledger's people are not in the register.
pub(crate) const NOBODY: PersonId = PersonId(Uuid::nil());
/// 立案标准 of what was judged before it came here.
pub(crate) const JUDGED_ELSEWHERE: &str = "ledger";
/// 其他安全隐患: the category of a graded hazard whose kind the catalogue does not know.
const OTHER: &str = "9999";
/// How far a clock or a time zone may be off before a date lies in the future.
const TOLERANCE: i64 = Instant::DAY;

/// One event with what is said beside it.
pub(super) struct Told {
    pub(super) at: Instant,
    pub(super) event: Event,
    pub(super) words: Words,
}

/// What the history is written with.
pub(super) struct Writing<'a> {
    pub(super) source: &'a str,
    /// The language of reasons.
    pub(super) lang: Lang,
    pub(super) now: Instant,
    pub(super) units: &'a Units,
    pub(super) catalogue: &'a Catalogue,
    /// 时限规则 and 工作日历 of now: for what begins with the takeover.
    pub(super) rules: &'a LimitRules,
    pub(super) calendar: &'a Calendar,
    /// 接管: one for all rows.
    pub(super) takeover: Takeover,
}

/// A row ready to be recorded.
pub(super) struct History {
    pub(super) events: Vec<Told>,
    /// When it was found: the day of its case number.
    pub(super) found_at: Instant,
}

/// Whether the ledger says that the work is done and not when.
pub(super) fn is_done_undated(row: &HazardRow) -> bool {
    row.status == Status::Rectified && row.finished_at.is_none()
}

/// 等级 as the product names it.
fn grade(row: &HazardRow) -> Option<Grade> {
    Some(match row.grade? {
        tables::Grade::General => Grade::General,
        tables::Grade::Serious => Grade::Larger,
        tables::Grade::Major => Grade::Major,
    })
}

fn instant(moment: Moment) -> Instant {
    Instant(moment.at.as_millisecond())
}

/// A limit that names only a day lasts to its end.
fn day_end(moment: Moment) -> Instant {
    if moment.day_only { instant(moment).plus(Instant::DAY - Instant::SECOND) } else { instant(moment) }
}

impl Writing<'_> {
    /// The events of a row, in order; or why it cannot be taken.
    pub(super) fn history(
        &self,
        row: &HazardRow,
        receipt: String,
        reporter: Option<ReporterId>,
    ) -> Result<History, Reason> {
        let found_at = row.found_at.map(instant).ok_or(Reason::NoDate)?;
        let finished_at = row.finished_at.map(instant);
        let closed_at = row.closed_at.map(instant);
        let dates = [
            (Field::FoundAt, Some(found_at)),
            (Field::FinishedAt, finished_at),
            (Field::ClosedAt, closed_at),
        ];
        for (field, at) in dates {
            if at.is_some_and(|at| at.since(self.now) > TOLERANCE) {
                return Err(Reason::InTheFuture(field));
            }
        }
        let responsible: Vec<UnitId> =
            row.responsible_units.iter().filter_map(|unit| self.units.find(&unit.name)).collect();
        let mut events = vec![self.reported(row, receipt, reporter, &responsible)?.at(found_at)];
        // 员工举报: what nobody is at work on yet goes to nobody before an office has looked, here as anywhere.
        let waits = is_of_employee(row)
            && (row.status == Status::Open || row.status == Status::Rectified && responsible.is_empty());
        events.extend(self.filed(row, found_at).filter(|_| !waits).map(|event| event.at(found_at)));
        let due_at = row.due_at.map(day_end).filter(|due| *due >= found_at);
        let lead = responsible.first().filter(|_| !waits);
        if let Some(lead) = lead {
            let mut co: Vec<UnitId> = responsible[1..].iter().copied().filter(|unit| unit != lead).collect();
            co.sort();
            co.dedup();
            let due = due_at.unwrap_or(found_at).into();
            let event = Event::Dispatched { lead: *lead, co, copies: Vec::new(), by: NOBODY, due };
            events.push(Said::nothing(event).at(found_at));
        }
        if let Some(due) = due_at.filter(|_| has_limit(row, lead.is_some())) {
            // 整改期限: the only event that sets one.
            let event = Event::Signed { by: NOBODY, rectify_due: due.into() };
            events.push(Said::nothing(event).at(found_at));
        }
        if !waits {
            events.extend(self.ended(row, found_at, finished_at, closed_at));
        }
        Ok(History { events, found_at })
    }

    fn reported(
        &self,
        row: &HazardRow,
        receipt: String,
        reporter: Option<ReporterId>,
        responsible: &[UnitId],
    ) -> Result<Said, Reason> {
        let position = match row.position.and_then(|p| p.system.map(|system| (p, system))) {
            Some((p, system)) => {
                Some(Position::from_degrees(p.longitude, p.latitude, of(system)).map_err(Reason::Position)?)
            }
            None => None,
        };
        let external =
            if row.id_is_own { vec![(self.source.to_owned(), row.source_id.clone())] } else { Vec::new() };
        let secret = is_of_employee(row);
        let event = Event::Reported {
            receipt,
            source: if secret { Source::Employee } else { Source::Ledger },
            channel: Channel::Import,
            captured_at: None,
            category: row.kind.as_deref().and_then(|kind| self.category(kind)),
            place: None,
            position,
            fix: None,
            // 属地: a street answers for what lies in it.
            street: responsible.iter().find_map(|unit| self.units.street_of(*unit)),
            life_danger: false,
            photos: Vec::new(),
            reporter,
            protection: match reporter {
                _ if secret => Protection::Whistleblower,
                Some(_) => Protection::Contactable,
                None => Protection::Anonymous,
            },
            finder: None,
            external,
            due: None,
            reply_due: None,
            takeover: Some(self.takeover),
            row: None,
        };
        Ok(Said { event, words: words(row) })
    }

    /// 立案 only where the ledger has a grade: then somebody there has judged it.
    fn filed(&self, row: &HazardRow, at: Instant) -> Option<Said> {
        let grade = grade(row)?;
        let party_unit = row.party.as_deref().and_then(|name| self.units.find(name));
        let party = match party_unit.and_then(|unit| self.units.kind(unit)) {
            Some(UnitKind::Company) => PartyKind::Company,
            Some(UnitKind::Property) => PartyKind::Property,
            _ => PartyKind::Unknown,
        };
        let category = row.kind.as_deref().and_then(|kind| self.category(kind));
        let filing = Filing {
            number: String::new(),
            category: category.unwrap_or_else(|| OTHER.to_owned()),
            grade,
            standard: JUDGED_ELSEWHERE.to_owned(),
            party,
            party_unit,
            clause: None,
            limit: None,
            by: NOBODY,
            at,
        };
        Some(Said::nothing(Event::Filed { filing, judgement: None, due: at.into() }))
    }

    /// 类别 by its code or its name in the catalogue.
    fn category(&self, kind: &str) -> Option<String> {
        let kind = kind.trim();
        self.catalogue.minors().find(|m| m.code == kind || m.name == kind).map(|m| m.code.clone())
    }

    /// 验收时限: nobody here could verify before it came here, so it runs from the takeover.
    fn verify_due(&self, row: &HazardRow) -> Term {
        let category = row.kind.as_deref().and_then(|kind| self.category(kind));
        let source = if is_of_employee(row) { Source::Employee } else { Source::Ledger };
        let matter = Matter { grade: grade(row), urgent: false, category: category.as_deref(), source };
        let limit = self.rules.limit(LimitStage::Verify, &matter);
        self.calendar.due(&Run::new(limit, self.now, None)).at.unwrap_or(self.now).into()
    }

    fn ended(
        &self,
        row: &HazardRow,
        found_at: Instant,
        finished_at: Option<Instant>,
        closed_at: Option<Instant>,
    ) -> Vec<Told> {
        let mut events = Vec::new();
        let submitted = match row.status {
            // The ledger's end of the work; whether anybody looked is told by its closing.
            Status::Rectified | Status::Closed if finished_at.is_some() => finished_at,
            // Done by now, and nobody knows since when.
            Status::Rectified => Some(self.now),
            _ => None,
        };
        if let Some(at) = submitted {
            let due = self.verify_due(row);
            let event = Event::Submitted { by: NOBODY, photos: Vec::new(), cost_fen: None, due };
            events.push(Said::nothing(event).at(at.max(found_at)));
        }
        let closing = match row.status {
            Status::Closed | Status::Cancelled => ClosingKind::Imported,
            Status::FixedOnSpot => ClosingKind::FixedOnSpot,
            Status::Referred => ClosingKind::Referred,
            Status::Open | Status::Rectifying | Status::Suspended | Status::Rectified => return events,
        };
        // A ledger that says "closed" without a date: with the end of the work, or with the finding.
        let at =
            closed_at.or(finished_at).unwrap_or(found_at).max(found_at).max(finished_at.unwrap_or(found_at));
        events.push(
            Said::nothing(Event::Closed {
                closing,
                follow_up_due: None,
                tell_due: None,
                doubts: None,
                look_backs: Vec::new(),
            })
            .at(at),
        );
        events
    }
}

/// Whether the limit of a row binds anybody: what is at work needs a unit that is at work; of what was done, the day
/// must be known, or it would count as late without anybody knowing.
fn has_limit(row: &HazardRow, is_led: bool) -> bool {
    match row.status {
        Status::Open | Status::Referred | Status::Cancelled => false,
        Status::Rectifying | Status::Suspended => is_led,
        Status::Rectified => is_led && row.finished_at.is_some(),
        Status::FixedOnSpot | Status::Closed => true,
    }
}

/// Whether the ledger says that somebody who works there reported it, as an export from here does: it stays as secret as
/// it was.
fn is_of_employee(row: &HazardRow) -> bool {
    let names_source = |name: &str| name.contains("来源") || name.eq_ignore_ascii_case("source");
    let names_employee = |text: &str| {
        ["从业人员", "员工举报", "employee", "whistleblower"].iter().any(|w| text.to_lowercase().contains(w))
    };
    row.extra.iter().any(|(name, text)| names_source(name) && names_employee(text))
}

/// An event that has no time yet.
struct Said {
    event: Event,
    words: Words,
}

impl Said {
    fn nothing(event: Event) -> Self {
        Self { event, words: Words::none() }
    }

    fn at(self, at: Instant) -> Told {
        Told { at, event: self.event, words: self.words }
    }
}

fn of(system: CoordinateSystem) -> System {
    match system {
        CoordinateSystem::Wgs84 => System::Wgs84,
        CoordinateSystem::Cgcs2000 => System::Cgcs2000,
        CoordinateSystem::Gcj02 => System::Gcj02,
        CoordinateSystem::Bd09 => System::Bd09,
    }
}

/// 举报人 as the ledger names it.
pub(super) fn reporter_of(row: &HazardRow) -> Option<Reporter> {
    let reporter = Reporter {
        name: row.personal.reporter.clone(),
        phone: row.personal.reporter_phone.clone(),
        contact: None,
        note: None,
    };
    (!reporter.is_empty()).then_some(reporter)
}
