//! 查看举报人信息: for a purpose, as an event that the reporter sees.

use super::act::{Act, NotActed};
use super::list::state;
use super::timeline::{Read, events};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Event, OpenPurpose};
use domain::ids::{HazardId, ReporterId};
use domain::people::Actor;
use identity::vault::SealedRecord;
use serde::Serialize;
use store::{Failure, Key, queries};

/// For how long the same request is answered again, in milliseconds.
const AGAIN: i64 = 5 * Instant::MINUTE;

/// What the vault holds of a reporter.
#[derive(Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Reporter)]
pub struct OpenedReporter {
    /// 姓名.
    pub name: Option<String>,
    /// 电话.
    pub phone: Option<String>,
    /// 其他联系方式.
    pub contact: Option<String>,
    /// 备注.
    pub note: Option<String>,
}

/// Opens the vault record of a hazard's reporter. The event is durable before anything is shown.
pub async fn open_reporter(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    id: HazardId,
    purpose: OpenPurpose,
    text: String,
) -> Result<OpenedReporter, Problem> {
    let command = Act::by_the_rules(app, id, None, Action::OpenReporter { purpose, text });
    let (person, now) = (actor.staff().map(|staff| staff.person), app.store().surroundings().now());
    let done: Result<_, Failure<NotActed>> = app.store().execute(app.district(), actor, key, command).await;
    done.map_err(Problem::from)?;
    let district = app.district();
    let found = app.store().read(move |c| {
        // Asked again with the same key, nothing new is recorded: good for an answer that was lost, not for another look.
        let just_now = |read: &Read| {
            matches!(&read.event, Some(Event::ReporterOpened { by, .. }) if Some(*by) == person)
                && now.since(read.envelope.recorded_at) <= AGAIN
        };
        if !events(c, district, id.0)?.iter().any(just_now) {
            return Ok(Some(Err(Problem::new(409, "key_reused"))));
        }
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(reporter) = rows.first().map(|r| state(r.text(0)?)).transpose()?.and_then(|h| h.reporter)
        else {
            return Ok(None);
        };
        let rows = c.query(queries::hazard::VAULT, &[district.into(), reporter.into()])?;
        rows.first().map(|r| Ok(Ok((reporter, r.text(0)?.to_owned())))).transpose()
    });
    let (reporter, sealed): (ReporterId, String) =
        found.await?.ok_or_else(|| Problem::new(410, "reporter_erased"))??;
    let sealed: SealedRecord = serde_json::from_str(&sealed).map_err(|_| Problem::new(500, "internal"))?;
    let opened = app.inner().vault.open(reporter.0, &district.to_string(), &sealed).map_err(|e| {
        tracing::error!(code = e.code(), "the vault did not open");
        Problem::new(500, "internal")
    })?;
    Ok(OpenedReporter {
        name: opened.name.clone(),
        phone: opened.phone.clone(),
        contact: opened.contact.clone(),
        note: opened.note.clone(),
    })
}
