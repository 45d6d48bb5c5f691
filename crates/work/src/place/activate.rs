//! 现场启用: whoever mounts a plate scans it where it hangs, with position and photo. The one that hung there before
//! may be replaced in the same step: it is revoked and tells whoever still scans it where the new one is.

use super::entry::{GivenPosition, picture};
use super::find::code as record;
use crate::hazard::told_later;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Photo, Words};
use domain::ids::FileId;
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{
    CodeRecord, CodeState, Mounted, Nearness, Place, PlaceCode, PlateCheck, PlateCondition, Position,
    RevokeReason,
};
use serde::{Deserialize, Serialize};
use store::{Command, Halt, Key, Needs, Tx, queries};
use uuid::Uuid;

/// What the installer sends.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    /// The phone's fix.
    #[serde(default)]
    pub fix: Option<GivenPosition>,
    /// 现场照片: a photo that the installer sent; becomes the public picture of the place.
    #[serde(default)]
    pub photo: Option<Uuid>,
    /// 更换: the plate of the same place whose turn is over.
    #[serde(default)]
    pub replaces: Option<Replaces>,
    /// 实际启用时间: when it was mounted, by the phone, for what is sent later. At most a month back.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
}

/// The plate that is taken down.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replaces {
    /// Its id in the register.
    pub code: Uuid,
    /// 作废原因.
    #[schema(value_type = crate::names::RevokeReason)]
    pub reason: RevokeReason,
}

/// How far from the surveyed position it was activated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Activated {
    /// Metres; nothing when one of the positions is not known.
    pub distance_m: Option<u32>,
    /// 允许距离 in metres, by the rule in force.
    pub limit_m: u32,
    /// `near`, `far` or `unknown`.
    #[schema(value_type = crate::names::Nearness)]
    pub nearness: Nearness,
}

struct Activate {
    code: Uuid,
    place: Uuid,
    fix: Option<(Position, Option<u32>)>,
    limit_m: u32,
    photo: Option<Photo>,
    replaces: Option<Replaces>,
    done_at: Option<Instant>,
}

impl Activate {
    fn replace(&self, tx: &mut Tx<'_>, stem: &str) -> Result<(), Halt<Problem>> {
        let Some(Replaces { code: id, reason }) = self.replaces else { return Ok(()) };
        let unknown = || Halt::Refused(Problem::invalid("replaces", "unknown"));
        let mut old: CodeRecord = tx.get(id)?.filter(|_| id != self.code).ok_or_else(unknown)?;
        if old.place.0 != self.place || !old.is_valid() {
            return Err(unknown());
        }
        old.state = CodeState::Revoked { at: tx.now(), reason, replaced_by: Some(stem.to_owned()) };
        tx.record::<CodeRecord>(id, &Recorded::Changed { now: old }, &Words::none())?;
        Ok(())
    }
}

impl Command for Activate {
    type Output = Activated;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Code, self.code);
        needs.stream(Noun::Place, self.place);
        if let Some(replaces) = self.replaces {
            needs.stream(Noun::Code, replaces.code);
        }
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Activated, Halt<Problem>> {
        let mut code: CodeRecord = tx.get(self.code)?.ok_or(Halt::Refused(Problem::not_found()))?;
        let mut place: Place = tx.get(code.place.0)?.ok_or(Halt::Refused(Problem::not_found()))?;
        match code.state {
            CodeState::Printed => {}
            CodeState::Active { .. } => return Err(rule("code_active")),
            CodeState::Revoked { .. } => return Err(rule("code_revoked")),
        }
        self.replace(tx, &code.stem)?;
        let mounted = mounted(&place, self.fix, self.limit_m, self.photo.as_ref().map(|photo| photo.file));
        let done_at = self.done_at;
        code.state = CodeState::Active { at: tx.now(), done_at, mounted };
        code.checked = Some(PlateCheck { at: tx.now(), condition: PlateCondition::Fine, done_at });
        tx.record::<CodeRecord>(self.code, &Recorded::Changed { now: code }, &Words::none())?;
        if let Some(photo) = &self.photo {
            place.photo = Some(photo.file);
            place.photo_kept = Some(photo.kept.clone());
            let id = place.id.0;
            tx.record::<Place>(id, &Recorded::Changed { now: place }, &Words::none())?;
        }
        Ok(Activated {
            distance_m: mounted.distance_m,
            limit_m: mounted.limit_m,
            nearness: mounted.nearness(),
        })
    }
}

/// What a fix shows about being at a place. The fix itself is not kept.
pub(super) fn mounted(
    place: &Place,
    fix: Option<(Position, Option<u32>)>,
    limit_m: u32,
    photo: Option<FileId>,
) -> Mounted {
    let distance = place.position.zip(fix).map(|(surveyed, (fix, _))| surveyed.distance_m(fix));
    Mounted {
        distance_m: distance.map(|d| d.round() as u32),
        accuracy_m: fix.and_then(|(_, accuracy)| accuracy),
        limit_m,
        photo,
    }
}

/// A fix as it is compared.
pub(super) fn fix(given: Option<GivenPosition>) -> Result<Option<(Position, Option<u32>)>, Problem> {
    given.map(|fix| Ok((fix.position()?, fix.accuracy()))).transpose()
}

fn rule(name: &'static str) -> Halt<Problem> {
    Halt::Refused(Problem::new(409, "rule").with("rule", name))
}

/// Activates the code that was scanned.
pub async fn activate(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    code: &str,
    activation: Activation,
) -> Result<Activated, Problem> {
    may(&actor, Act::Activate, Resource::Codes).map_err(|_| Problem::forbidden())?;
    let code =
        PlaceCode::parse(code, &app.inner().code_keys).map_err(|_| Problem::invalid("code", "malformed"))?;
    let fix = fix(activation.fix)?;
    let photo = match activation.photo {
        Some(file) => Some(picture(app, &actor, file).await?),
        None => None,
    };
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::CODE, &[district.into(), code.stem().into()])?;
        rows.first().map(|row| Ok((row.id(0)?, record(row, 1)?.place.0))).transpose()
    });
    let (code, place) = found.await?.ok_or_else(Problem::not_found)?;
    let command = Activate {
        code,
        place,
        fix,
        limit_m: app.place_rules().near_m,
        photo,
        replaces: activation.replaces,
        done_at: activation.done_at.map(|told| told_later(app, told)).transpose()?.flatten(),
    };
    app.store().execute(district, actor, key, command).await.map_err(Problem::from)
}
