//! 照片核对: what the verifier and the offices should look at before a result is believed, each with the other picture
//! beside it. Hints, never refusals; not shown to the units whose work is being verified.

use super::Looker;
use super::list::state;
use super::view::may_see;
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::{EvidenceRules, Hazard, Photo, PhotoDoubt, PhotoRole, Stage};
use domain::ids::{District, FileId, HazardId};
use domain::people::{Actor, Role};
use serde::Serialize;
use std::collections::HashMap;
use store::resemblance::{Alike, alike};
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// Other cases that are looked into for one photo.
const MOST: usize = 20;

/// What is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhotoDoubtKind {
    /// 重复使用: the photo of another case, sent earlier.
    Reused,
    /// 整改前后相同.
    Unchanged,
    /// 早于上报时间.
    Older,
    /// 拍摄位置远离现场.
    Far,
}

/// 照片疑点.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PhotoFinding {
    /// The photo that it is about.
    pub file: Uuid,
    /// What it shows.
    #[schema(value_type = crate::names::PhotoRole)]
    pub role: String,
    /// What is to be looked at.
    pub doubt: PhotoDoubtKind,
    /// Bits of 64 in which the two pictures differ.
    pub bits: Option<u32>,
    /// Minutes before the report.
    pub minutes: Option<u32>,
    /// Metres from the place.
    pub metres: Option<u32>,
    /// The picture that it looks like; nothing when it belongs to a case that this viewer may not see.
    pub other: Option<OtherPhoto>,
    /// How many further cases have it.
    pub further: u32,
}

/// 另一张照片.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OtherPhoto {
    /// The photo.
    pub file: Uuid,
    /// What it shows.
    #[schema(value_type = crate::names::PhotoRole)]
    pub role: String,
    /// The case that it belongs to.
    pub hazard: Uuid,
    /// Its number.
    pub number: String,
    /// When the photo was sent.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
}

/// Whether doubts about photos are this viewer's business: whoever verifies, approves, supervises or audits, and does
/// not belong to a unit that handles the case.
fn judges(actor: &Actor, hazard: &Hazard) -> bool {
    let Some(staff) = actor.staff() else { return false };
    let handles = hazard.handled_by.contains(&staff.unit)
        || hazard.dispatch.as_ref().is_some_and(|d| d.has(staff.unit))
        || hazard.filing.as_ref().and_then(|f| f.party_unit) == Some(staff.unit);
    let judge =
        |role: &Role| role.is_desk() || matches!(role, Role::Verifier | Role::Enforcer | Role::AuditAdmin);
    !handles && staff.roles.iter().any(judge)
}

/// What about the photos of a hazard is to be looked at; nothing when it is not this viewer's business. `hazard` as it
/// is, not as the viewer sees it.
pub(super) fn findings(
    connection: &mut dyn Connection,
    district: District,
    actor: &Actor,
    looker: Looker,
    hazard: &Hazard,
    rules: &EvidenceRules,
) -> Result<Option<Vec<PhotoFinding>>, EngineError> {
    if !judges(actor, hazard) {
        return Ok(None);
    }
    let mut all = Vec::new();
    // What a leader shows proves nothing, wherever else it stands.
    let proves = |p: &&Photo| p.role != PhotoRole::Instruction && looker.sees_photo(hazard, p);
    for photo in hazard.photos.iter().filter(proves) {
        all.extend(Reuse { connection, district, actor, looker, hazard, rules }.find(photo)?);
    }
    for (file, doubt) in rules.doubts(hazard) {
        let Some(photo) = hazard.photos.iter().find(|p| p.file == file) else { continue };
        if looker.sees_photo(hazard, photo) {
            all.push(own(connection, district, hazard, photo, doubt)?);
        }
    }
    Ok(Some(all))
}

fn finding(photo: &Photo, doubt: PhotoDoubtKind) -> PhotoFinding {
    PhotoFinding {
        file: photo.file.0,
        role: word(&photo.role),
        doubt,
        bits: None,
        minutes: None,
        metres: None,
        other: None,
        further: 0,
    }
}

/// A doubt that the case itself raises.
fn own(
    connection: &mut dyn Connection,
    district: District,
    hazard: &Hazard,
    photo: &Photo,
    doubt: PhotoDoubt,
) -> Result<PhotoFinding, EngineError> {
    use PhotoDoubtKind as K;
    Ok(match doubt {
        PhotoDoubt::Older { minutes } => PhotoFinding { minutes: Some(minutes), ..finding(photo, K::Older) },
        PhotoDoubt::Far { metres } => PhotoFinding { metres: Some(metres), ..finding(photo, K::Far) },
        PhotoDoubt::Unchanged { before, bits } => {
            let at = sent(connection, district, before)?;
            let other = hazard.photos.iter().find(|p| p.file == before).zip(at);
            let other = other.map(|(before, at)| picture(before, hazard, at));
            PhotoFinding { bits: Some(bits), other, ..finding(photo, K::Unchanged) }
        }
    })
}

fn picture(photo: &Photo, hazard: &Hazard, at: Instant) -> OtherPhoto {
    let number = hazard.filing.as_ref().map_or(&hazard.receipt, |f| &f.number);
    OtherPhoto {
        file: photo.file.0,
        role: word(&photo.role),
        hazard: hazard.id.0,
        number: number.clone(),
        at,
    }
}

/// When a photo was sent.
fn sent(
    connection: &mut dyn Connection,
    district: District,
    file: FileId,
) -> Result<Option<Instant>, EngineError> {
    let rows = connection.query(queries::hazard::UPLOAD, &[district.into(), file.into()])?;
    rows.first().map(|row| Ok(Instant(row.int(5)?))).transpose()
}

/// Looks for a photo of a case in all others.
struct Reuse<'a> {
    connection: &'a mut dyn Connection,
    district: District,
    actor: &'a Actor,
    looker: Looker,
    hazard: &'a Hazard,
    rules: &'a EvidenceRules,
}

impl Reuse<'_> {
    fn find(self, photo: &Photo) -> Result<Option<PhotoFinding>, EngineError> {
        let rules = self.rules;
        let near = |hash| rules.reused(photo, hash);
        let found = alike(self.connection, self.district, photo, &near)?;
        let found: Vec<Alike> = found.into_iter().filter(|a| a.hazard != self.hazard.id).collect();
        if found.is_empty() {
            return Ok(None);
        }
        let own_at = sent(self.connection, self.district, photo.file)?;
        let mut cases: HashMap<HazardId, (u32, Option<OtherPhoto>)> = HashMap::new();
        for alike in found.into_iter().take(MOST) {
            if cases.get(&alike.hazard).is_some_and(|(_, other)| other.is_some()) {
                continue;
            }
            let at = sent(self.connection, self.district, alike.file)?;
            // Who came first is not in doubt.
            let Some(at) = at.filter(|at| own_at.is_none_or(|own| (*at, alike.file) < (own, photo.file)))
            else {
                continue;
            };
            let key = [self.district.into(), alike.hazard.into()];
            let rows = self.connection.query(queries::hazard::STATE, &key)?;
            let Some(row) = rows.first() else { continue };
            let other = state(row.text(0)?)?;
            if is_kin(self.hazard, &other) {
                continue;
            }
            let shown = other.photos.iter().find(|p| p.file == alike.file);
            let shown = shown.filter(|p| {
                may_see(self.actor, &other)
                    && !self.looker.is_kept_from(&other)
                    && self.looker.sees_photo(&other, p)
            });
            let shown = shown.map(|p| picture(p, &other, at));
            let known = cases.entry(alike.hazard).or_insert((alike.bits, None));
            *known = (known.0.min(alike.bits), known.1.take().or(shown));
        }
        let further = u32::try_from(cases.len()).unwrap_or(u32::MAX).saturating_sub(1);
        // One that can be looked at before one that cannot, the nearest first.
        let best = cases
            .into_values()
            .min_by_key(|(bits, other)| (other.is_none(), *bits, other.as_ref().map(|o| (o.at, o.file))));
        Ok(best.map(|(bits, other)| {
            let bits = Some(bits);
            PhotoFinding { bits, other, further, ..finding(photo, PhotoDoubtKind::Reused) }
        }))
    }
}

/// 并案: what was reported several times was photographed once.
fn is_kin(one: &Hazard, other: &Hazard) -> bool {
    let parent = |hazard: &Hazard| match &hazard.stage {
        Stage::Merged { into } => Some(*into),
        _ => None,
    };
    one.children.contains(&other.id)
        || other.children.contains(&one.id)
        || parent(one) == Some(other.id)
        || parent(other) == Some(one.id)
        || (parent(one).is_some() && parent(one) == parent(other))
}
