//! 日常维护: what nobody needs any more goes, on any node, an hour or a day later makes no difference.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Event, Hazard, Words};
use domain::ids::{HazardId, ReporterId};
use domain::people::Actor;
use store::{Command, EngineError, Halt, Tx, queries, tables};

/// 联系方式保存期: a reporter's contact goes so long after the hazard was closed or the report turned away (个人信息保护法 §19: the shortest
/// time that the purpose needs). The privacy notice says twelve months.
pub const CONTACT: i64 = 365 * Instant::DAY;
/// A key is repeated within days, if at all.
const KEYS: i64 = 30 * Instant::DAY;
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

/// Erases contacts past their time, forgets old idempotency keys, removes photos that belong to nothing.
pub async fn tidy(app: &App) -> Result<Tidied, Problem> {
    let district = app.district();
    app.store().execute(district, Actor::System, None, ForgetKeys).await.map_err(Problem::from)?;
    Ok(Tidied {
        contacts: erase_contacts(app).await?,
        photos: crate::photo::remove_loose(app).await?,
        // What a change of the calendar did not come to, because the process ended.
        settled: crate::calendar::settle(app).await?,
    })
}

/// Looks through the folder of photos for what no row names; how many went. Once a day will do: it reads every folder.
pub async fn sweep_disk(app: &App) -> Result<usize, Problem> {
    crate::photo::remove_orphans(app).await
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
