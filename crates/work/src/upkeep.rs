//! 日常维护: what nobody needs any more goes, on any node, an hour or a day later makes no difference.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Event, Hazard, Words};
use domain::ids::{HazardId, ReporterId};
use domain::people::Actor;
use domain::place::{CodeRecord, CodeState, Place};
use files::Keep;
use std::collections::HashSet;
use store::{Command, EngineError, Halt, Tx, queries, tables};
use uuid::Uuid;

/// 联系方式保存期: a reporter's contact goes so long after the hazard was closed (个人信息保护法 §19: the shortest
/// time that the purpose needs). The privacy notice says twelve months.
pub const CONTACT: i64 = 365 * Instant::DAY;
/// A key is repeated within days, if at all.
const KEYS: i64 = 30 * Instant::DAY;
/// A photo that was sent but is part of nothing.
const LOOSE_PHOTO: i64 = 2 * Instant::DAY;
/// How much is done in one go.
const AT_ONCE: i64 = 200;

/// What was tidied away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Contacts erased.
    pub contacts: usize,
    /// Photos removed that belonged to nothing.
    pub photos: usize,
    /// Hazards whose provisional deadlines were settled.
    pub settled: usize,
}

struct EraseContact {
    hazard: HazardId,
    reporter: ReporterId,
}

impl Command for EraseContact {
    type Output = bool;
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<Problem>> {
        let Some(hazard) = tx.get::<Hazard>(self.hazard.0)? else { return Ok(false) };
        // Reopened in between: the contact is needed again.
        if hazard.reporter != Some(self.reporter) || hazard.stage.code().is_open() {
            return Ok(false);
        }
        tx.record::<Hazard>(self.hazard.0, &Event::ReporterErased, &Words::text("保存期满"))?;
        tx.delete(&tables::VAULT, vec![tx.district().into(), self.reporter.into()]);
        Ok(true)
    }
}

struct ForgetKeys;

impl Command for ForgetKeys {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let before = tx.now().plus(-KEYS);
        Ok(tx.forget_keys(before)?)
    }
}

struct ForgetUploads(Vec<Uuid>);

impl Command for ForgetUploads {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for file in &self.0 {
            tx.delete(&tables::UPLOADS, vec![tx.district().into(), (*file).into()]);
        }
        Ok(())
    }
}

/// Erases contacts past their time, forgets old idempotency keys, removes photos that belong to nothing.
pub async fn tidy(app: &App) -> Result<Tidied, Problem> {
    let district = app.district();
    app.store().execute(district, Actor::System, None, ForgetKeys).await.map_err(Problem::from)?;
    Ok(Tidied {
        contacts: erase_contacts(app).await?,
        photos: remove_loose_photos(app).await?,
        // What a change of the calendar did not come to, because the process ended.
        settled: crate::calendar::settle(app).await?,
    })
}

async fn erase_contacts(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let before = app.store().surroundings().now().plus(-CONTACT);
    let due = app.store().read(move |c| {
        c.query(queries::hazard::CONTACTS_PAST, &[district.into(), before.into(), AT_ONCE.into()])?
            .iter()
            .map(|row| Ok((HazardId(row.id(0)?), ReporterId(row.id(1)?))))
            .collect::<Result<Vec<_>, EngineError>>()
    });
    let mut erased = 0;
    for (hazard, reporter) in due.await? {
        let command = EraseContact { hazard, reporter };
        let done =
            app.store().execute(district, Actor::System, None, command).await.map_err(Problem::from)?;
        erased += usize::from(done);
    }
    Ok(erased)
}

async fn remove_loose_photos(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let before = app.store().surroundings().now().plus(-LOOSE_PHOTO);
    let loose = app.store().read(move |c| {
        let mut hung: HashSet<Uuid> = HashSet::new();
        c.each(queries::place::ALL_STATES, &[district.into()], &mut |row| {
            let place: Place = serde_json::from_str(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a place: {e}")))?;
            hung.extend(place.photo.map(|photo| photo.0));
            Ok(())
        })?;
        // What shows that a plate was mounted where it belongs stays, too.
        c.each(queries::place::CODE_STATES, &[district.into()], &mut |row| {
            let code: CodeRecord = serde_json::from_str(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a code: {e}")))?;
            if let CodeState::Active { mounted, .. } = code.state {
                hung.extend(mounted.photo.map(|photo| photo.0));
            }
            Ok(())
        })?;
        let sent =
            c.query(queries::hazard::LOOSE_UPLOADS, &[district.into(), before.into(), AT_ONCE.into()])?;
        let files = sent.iter().map(|row| row.id(0)).collect::<Result<Vec<_>, _>>()?;
        Ok(files.into_iter().filter(|file| !hung.contains(file)).collect::<Vec<_>>())
    });
    let loose = loose.await?;
    if loose.is_empty() {
        return Ok(0);
    }
    // The rows first: a row without a picture would be a broken promise, a picture without a row is only litter.
    let forget = ForgetUploads(loose.clone());
    app.store().execute(district, Actor::System, None, forget).await.map_err(Problem::from)?;
    let busy = app.clone();
    let count = loose.len();
    let removed = tokio::task::spawn_blocking(move || {
        loose.iter().try_for_each(|file| busy.inner().shelf.remove((*file).into()))
    });
    if let Err(error) = removed.await.map_err(|_| Problem::new(500, "internal"))? {
        tracing::warn!(%error, "a loose photo could not be removed");
    }
    Ok(count)
}
