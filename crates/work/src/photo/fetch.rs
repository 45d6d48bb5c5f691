//! Shows a photo to whom may see the hazard that it belongs to. Members of staff get the copy for reading with their
//! own name across it; small pictures of lists stay clear: they are too small to serve as evidence or to be published,
//! and a mark would cover what they show.

use crate::hazard::Looker;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::hazard::{Hazard, PhotoRole};
use domain::ledger::Hash;
use domain::people::{Actor, Staff};
use files::{Keep, Variant};
use store::queries;
use uuid::Uuid;

/// Which copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For reading.
    View,
    /// For lists.
    Thumb,
}

/// 同时加水印的照片数: each takes a core for some tens of milliseconds.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);
/// The time in a mark is the beginning of so many minutes, so that looking again does not mean drawing again.
const STEP: i64 = 10 * Instant::MINUTE;

/// A look at a photo that was permitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    file: Uuid,
    size: Size,
    /// 水印: who looks, and when.
    mark: Option<String>,
}

impl Look {
    /// What is seen is the same as long as this is: photos never change, marks do.
    pub fn tag(&self) -> String {
        let mark = self.mark.as_deref().unwrap_or_default();
        let text = format!("{}\n{:?}\n{mark}", self.file, self.size);
        Hash::of(&[b"mashang.look.v1\n", text.as_bytes()]).to_string().chars().take(32).collect()
    }

    /// Whether the copy names its viewer.
    pub fn is_marked(&self) -> bool {
        self.mark.is_some()
    }

    /// The bytes, a JPEG without metadata.
    pub async fn draw(self, app: &App) -> Result<Vec<u8>, Problem> {
        let bytes = read(app, self.file, self.size).await?;
        let Some(mark) = self.mark else { return Ok(bytes) };
        let turn = AT_ONCE.acquire().await.map_err(|_| Problem::internal())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            files::marked(&bytes, &mark)
        });
        drawn.await.map_err(|_| Problem::internal())?.map_err(|error| {
            tracing::error!(%error, "a photo could not be marked");
            Problem::internal()
        })
    }
}

/// Whether this viewer may see a photo of a hazard: staff who see the hazard; the reporter the own photos and
/// those of the result; the public none of a live case.
fn may_see(actor: &Actor, looker: Looker, hazard: &Hazard, file: Uuid) -> bool {
    if !domain::people::may_see(actor, hazard) || !looker.may_know_of(hazard) {
        return false;
    }
    match actor {
        Actor::ReceiptHolder { .. } => hazard.photos.iter().any(|p| {
            p.file.0 == file
                && matches!(
                    p.role,
                    PhotoRole::Before | PhotoRole::Supplement | PhotoRole::After | PhotoRole::Verification
                )
        }),
        _ => hazard.photos.iter().all(|p| p.file.0 != file || looker.sees_photo(hazard, p)),
    }
}

/// Asks whether the actor may see the photo.
pub async fn look(app: &App, actor: &Actor, file: Uuid, size: Size) -> Result<Look, Problem> {
    let (district, viewer) = (app.district(), actor.clone());
    let registers = app.registers();
    let looker = Looker::of(actor, &registers);
    let person = actor.staff().filter(|_| size == Size::View).map(|s| s.person);
    let found = app.store().read(move |c| {
        let owner = c.query(queries::hazard::PHOTO, &[district.into(), file.into()])?;
        let allowed = match owner.first() {
            None => {
                // Not part of a case yet: only who sent it.
                let sent = c.query(queries::hazard::UPLOAD, &[district.into(), file.into()])?;
                let sender = sent.first().map(|r| r.opt_id(4)).transpose()?.flatten();
                sender.is_some() && sender == viewer.staff().map(|s| s.person.0)
            }
            Some(owner) => {
                let rows = c.query(queries::hazard::STATE, &[district.into(), owner.id(0)?.into()])?;
                let hazard = rows.first().map(|row| crate::hazard::state(row.text(0)?)).transpose()?;
                hazard.is_some_and(|hazard| may_see(&viewer, looker, &hazard, file))
            }
        };
        let login = match person {
            Some(person) => c
                .query(queries::people::ACCOUNT, &[district.into(), person.into()])?
                .first()
                .map(|row| row.text(1).map(str::to_owned))
                .transpose()?,
            None => None,
        };
        Ok((allowed, login))
    });
    let (true, login) = found.await? else { return Err(Problem::not_found()) };
    let now = app.store().surroundings().now();
    let mark = actor.staff().filter(|_| size == Size::View).map(|staff| mark(staff, login, &registers, now));
    Ok(Look { file, size, mark })
}

/// Sign-in name (or the id of who has none), unit and time.
fn mark(staff: &Staff, login: Option<String>, registers: &Registers, now: Instant) -> String {
    let who = login.unwrap_or_else(|| staff.person.to_string());
    let unit = registers.unit(staff.unit).map_or("-", |unit| unit.code.as_str());
    let at = Instant(now.0.div_euclid(STEP) * STEP).beijing();
    format!("{who} {unit} {}", at.strftime("%Y-%m-%d %H:%M"))
}

/// The bytes of a copy, a JPEG without metadata.
pub async fn fetch(app: &App, actor: &Actor, file: Uuid, size: Size) -> Result<Vec<u8>, Problem> {
    look(app, actor, file, size).await?.draw(app).await
}

/// The bytes of a copy, for callers that have asked permission themselves.
pub(crate) async fn read(app: &App, file: Uuid, size: Size) -> Result<Vec<u8>, Problem> {
    let busy = app.clone();
    let variant = match size {
        Size::View => Variant::View,
        Size::Thumb => Variant::Thumb,
    };
    let bytes = tokio::task::spawn_blocking(move || busy.inner().shelf.get(file.into(), variant));
    bytes.await.map_err(|_| Problem::new(500, "internal"))?.map_err(|error| {
        tracing::warn!(%error, "a photo could not be read");
        Problem::not_found()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{PersonId, UnitId};

    #[test]
    fn a_mark_names_who_looks_from_where_and_when() {
        let staff = Staff {
            person: PersonId(Uuid::from_u128(7)),
            unit: UnitId(Uuid::from_u128(9)),
            area: None,
            roles: Vec::new(),
        };
        let at: Instant = "2026-11-22T19:39:59+08:00".parse().unwrap();
        let of = |login: Option<&str>| mark(&staff, login.map(str::to_owned), &Registers::default(), at);
        assert_eq!(of(Some("chen")), "chen - 2026-11-22 19:30");
        assert!(of(None).starts_with("00000000-0000-0000-0000-000000000007 "));
    }
}
