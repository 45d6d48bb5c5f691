//! 进展同步: what happened to the reports of another system in a span of time.

use super::progress::Progress;
use super::published::Viewer;
use crate::hazard::{Lookups, public_step, read, state};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::Actor;
use store::{Value, queries::open311};
use uuid::Uuid;

/// The most updates in one answer; the rest is found from the time of the last one on.
pub const MOST: usize = 5_000;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// 回执编号 of the report, a dash and the number in its history: the same whenever it is asked for.
    pub id: String,
    /// 回执编号.
    pub number: String,
    /// How far it was then.
    pub progress: Progress,
    /// When.
    pub at: Instant,
    /// What happened: the name of the event in the ledger.
    pub kind: String,
    /// By which office.
    pub office: Option<String>,
    /// What was said to the reporter.
    pub text: Option<String>,
    /// Photos of the result.
    pub photos: Vec<Uuid>,
}

/// The id of an update.
pub(super) fn update_id(number: &str, sequence: u32) -> String {
    format!("{number}-{sequence}")
}

/// What happened from a moment until another to what this client reported, oldest first. What the client itself
/// said is left out: it knows.
pub async fn updates(
    app: &App,
    actor: &Actor,
    from: Instant,
    until: Instant,
) -> Result<Vec<Update>, Problem> {
    let (district, lookups) = (app.district(), Lookups::of(app, Lang::default()));
    let viewer = Viewer::of(actor);
    let Some(author) = viewer.author().map(str::to_owned) else { return Err(Problem::forbidden()) };
    let found = app.store().read(move |c| {
        let parameters =
            [district.into(), from.into(), Value::Text(author), until.into(), Value::Int(MOST as i64)];
        let mut all = Vec::new();
        for row in c.query(open311::UPDATES, &parameters)? {
            let (event, hazard) = (read(&row)?, state(row.text(16)?)?);
            let progress = event.event.as_ref().and_then(|e| Progress::after(e, &hazard));
            let (Some(progress), Some(step)) = (progress, public_step(&event, &lookups.names(), true)) else {
                continue;
            };
            let number = row.text(15)?.to_owned();
            all.push(Update {
                id: update_id(&number, event.envelope.sequence),
                number,
                progress,
                at: step.at,
                kind: step.kind,
                office: step.office,
                text: step.text,
                photos: step.photos,
            });
        }
        Ok(all)
    });
    Ok(found.await?)
}
