//! 公开: what of a hazard another system may see.
//!
//! Who reported it through this system sees what the reporter sees. Anybody else sees how far it is; and once it is
//! in the public list also where, by the surveyed position of a place of the register or roughly. Nobody sees
//! people, contacts, or the words and photos of others.

use super::progress::Progress;
use crate::hazard::{Lookups, Read, public_step, state, words};
use domain::calendar::Instant;
use domain::hazard::{ClosingKind, Hazard, PhotoRole, Published, ReferralTo, RejectReason, Stage, StageCode};
use domain::ids::{PlaceId, UnitId};
use domain::ledger::ActorRef;
use domain::people::{Actor, UnitKind};
use domain::place::{Place, Position};
use store::{EngineError, Row};
use uuid::Uuid;

/// The grid in which others find a position that nobody surveyed: 0.001°, some hundred metres, in steps of 1e-7°.
const COARSE: i64 = 10_000;

/// 承办单位 as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agency {
    /// An office, by name.
    Office(String),
    /// 责任单位: a company that answers for the place. Others than the reporter learn no name: an open report
    /// accuses it of something that may be wrong.
    Party,
}

/// One step of the history, offices only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Instant,
    /// What happened: the name of the event in the ledger.
    pub kind: String,
    /// By whom.
    pub agency: Option<Agency>,
    /// What was said to the reporter; for the reporter's own system only.
    pub text: Option<String>,
}

/// A hazard as another system sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// 回执编号, canonical.
    pub number: String,
    /// Whether the asking system has sent it.
    pub own: bool,
    /// 环节.
    pub stage: StageCode,
    /// 受理: whether the desk has taken it.
    pub accepted: bool,
    /// How far it is.
    pub progress: Progress,
    /// 不予受理理由.
    pub rejected: Option<RejectReason>,
    /// 移送去向.
    pub referred: Option<ReferralTo>,
    /// 销号方式.
    pub closing: Option<ClosingKind>,
    /// 小类 code.
    pub service: Option<String>,
    /// 承办单位.
    pub agency: Option<Agency>,
    /// When it was received.
    pub requested_at: Instant,
    /// When it last changed; for a closed one, when it was closed.
    pub updated_at: Instant,
    /// When anything about it last changed: the order of a list of changes.
    pub(super) changed_at: Instant,
    /// 整改期限, while it is open.
    pub expected_at: Option<Instant>,
    /// The place of the register.
    pub place: Option<PlaceId>,
    /// Where, in words: the register's, or the reporter's own.
    pub address: Option<String>,
    /// Where.
    pub position: Option<Position>,
    /// 描述; for the own ones only.
    pub description: Option<String>,
    /// Addresses of pictures elsewhere, as they were sent; for the own ones only.
    pub links: Vec<String>,
    /// Photos that are kept here; for the own ones only.
    pub photos: Vec<Uuid>,
    /// 办理经过, if it was asked for.
    pub notes: Vec<Note>,
}

impl Request {
    /// Whether it is open in the sense of the specification. What follows another report is open as that one is.
    pub fn is_open(&self) -> bool {
        self.stage.is_open() || self.stage == StageCode::Merged
    }
}

/// Who asks, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Viewer(Option<String>);

impl Viewer {
    pub(super) fn of(actor: &Actor) -> Self {
        Self(matches!(actor, Actor::Client { .. }).then(|| ActorRef::of(actor).0))
    }

    /// Whether the viewer is who sent it.
    pub(super) fn sent(&self, reporter: &str) -> bool {
        self.0.as_deref() == Some(reporter)
    }

    /// The author that the ledger names for what the viewer sends.
    pub(super) fn author(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// How a row was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In a list: only what is public, or the own.
    Listed,
    /// By its number, which the asker knew.
    ByNumber,
}

/// The hazard of a row of `store::queries::open311`, with its id, as the viewer sees it.
pub(super) fn publish(
    row: &Row,
    viewer: &Viewer,
    found: Found,
    lookups: &Lookups,
) -> Result<Option<(Uuid, Request)>, EngineError> {
    let hazard = state(row.text(1)?)?;
    let own = viewer.sent(row.text(3)?);
    let (secret, public) = (hazard.is_secret(), hazard.published() != Published::Not);
    if !own && (secret || (found == Found::Listed && !public)) {
        return Ok(None);
    }
    let place = row.opt_text(4)?.map(place).transpose()?;
    let said = words(row.opt_text(2)?);
    let where_ = match (&place, own) {
        (_, true) => (said.get("address").map(str::to_owned), hazard.position),
        (Some(place), false) if public => {
            let address = format!("{} {}", place.name, place.address);
            (Some(address.trim().to_owned()), place.position.or(hazard.position.map(roughly)))
        }
        (None, false) if public => (None, hazard.position.map(roughly)),
        (_, false) => (None, None),
    };
    let agency = agency(&hazard, own, lookups);
    let place_name = place.as_ref().map(|p| p.name.clone());
    let request = Request {
        own,
        stage: hazard.stage.code(),
        accepted: hazard.accepted.is_some(),
        progress: Progress::of(&hazard),
        rejected: match hazard.stage {
            Stage::Rejected { reason, .. } => Some(reason),
            _ => None,
        },
        referred: match &hazard.stage {
            Stage::ReferredOut { to } => Some(to.to),
            _ => None,
        },
        closing: hazard.closing,
        service: hazard.filing.as_ref().map(|f| f.category.clone()).or_else(|| hazard.kind.clone()),
        agency,
        requested_at: hazard.reported_at,
        updated_at: hazard.closed_at.filter(|_| !hazard.stage.code().is_open()).unwrap_or(hazard.updated_at),
        changed_at: hazard.updated_at,
        expected_at: hazard.rectify_due.filter(|_| hazard.stage.code().is_open()),
        place: hazard.place.as_ref().map(|p| p.place).filter(|_| own || public),
        address: where_.0.or(place_name.filter(|_| own || public)),
        position: where_.1,
        description: own.then(|| said.get("text").map(str::to_owned)).flatten(),
        links: if own { links(said.get("media")) } else { Vec::new() },
        photos: if own { photos(&hazard) } else { Vec::new() },
        notes: Vec::new(),
        number: hazard.receipt,
    };
    Ok(Some((hazard.id.0, request)))
}

fn place(json: &str) -> Result<Place, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a place: {e}")))
}

/// The middle of the field of the grid in which a position lies.
fn roughly(position: Position) -> Position {
    let middle = |steps: i64| steps.div_euclid(COARSE) * COARSE + COARSE / 2;
    Position { lon_e7: middle(position.lon_e7), lat_e7: middle(position.lat_e7) }
}

/// How the addresses of pictures elsewhere stand among the words of a report: one in a line.
pub(super) fn links(words: Option<&str>) -> Vec<String> {
    words.unwrap_or_default().lines().map(str::to_owned).collect()
}

fn photos(hazard: &Hazard) -> Vec<Uuid> {
    use PhotoRole as R;
    let shown = |role| matches!(role, R::Before | R::Supplement | R::After | R::Verification);
    hazard.photos.iter().filter(|p| shown(p.role)).map(|p| p.file.0).collect()
}

fn agency(hazard: &Hazard, own: bool, lookups: &Lookups) -> Option<Agency> {
    let names = lookups.names();
    let asked = match (&hazard.stage, &hazard.dispatch) {
        (Stage::Verifying { unit } | Stage::SelfFixed { unit, .. }, _) => Some(*unit),
        (_, dispatch) => dispatch.as_ref().map(|d| d.lead),
    };
    match asked {
        Some(unit) => Some(named(unit, own, lookups)),
        None => {
            let units = names.registers.units();
            units.into_iter().find(|u| u.kind == UnitKind::Desk).map(|u| Agency::Office(u.name.clone()))
        }
    }
}

fn named(unit: UnitId, own: bool, lookups: &Lookups) -> Agency {
    let names = lookups.names();
    match names.registers.unit(unit) {
        Some(u) if !own && u.kind.is_private() => Agency::Party,
        _ => Agency::Office(names.registers.unit_name(unit)),
    }
}

/// A step of the history as a note; nothing for what others are not told.
pub(super) fn note(read: &Read, own: bool, lookups: &Lookups) -> Option<Note> {
    let event = read.event.as_ref()?;
    let reported = matches!(event, domain::hazard::Event::Reported { .. });
    if !reported && !Progress::is_told(event) {
        return None;
    }
    let step = public_step(read, &lookups.names(), own)?;
    Some(Note {
        at: step.at,
        kind: step.kind,
        // Who reported is nobody else's business, not even through which system.
        agency: read.envelope.actor.unit().filter(|_| !reported).map(|u| named(u, own, lookups)),
        text: step.text.filter(|_| !reported),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rough_positions_are_the_same_for_all_of_a_field_and_lie_in_it() {
        let at = |lon_e7, lat_e7| roughly(Position { lon_e7, lat_e7 });
        assert_eq!(at(1_126_154_321, 268_894_999), Position { lon_e7: 1_126_155_000, lat_e7: 268_895_000 });
        assert_eq!(at(1_126_150_000, 268_890_000), at(1_126_159_999, 268_899_999));
        assert_eq!(at(-1, -10_000), Position { lon_e7: -5_000, lat_e7: -5_000 });
    }
}
