//! 上报: a new hazard, from a resident, from staff or from another system.

use super::Looker;
use super::receipt::receipt_link;
use crate::{App, Problem};
use domain::calendar::{Calendar, Instant};
use domain::hazard::{
    Channel, Context, FixEvidence, Hazard, LimitBook, Photo, PhotoRole, PlaceRef, Protection, Refusal,
    Report, Source,
};
use domain::ids::{HazardId, PlaceId, ReporterId};
use domain::ledger::{Hash, Noun};
use domain::people::{Actor, Role};
use domain::place::{Place, Position};
use identity::entropy::random;
use identity::receipt::ReceiptNumber;
use identity::vault::Reporter;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Command, Halt, Key, Needs, Tx, tables};
use uuid::Uuid;

/// What somebody reports.
#[derive(Clone, Debug, Default)]
pub struct NewReport {
    /// 描述.
    pub text: String,
    /// 位置描述.
    pub address: String,
    /// 隐患类型 code.
    pub category: Option<String>,
    /// The place, if it is known.
    pub place: Option<PlaceId>,
    /// The scanned code, without its check part.
    pub code: Option<String>,
    /// Where it is; the surveyed position of the place takes precedence.
    pub position: Option<Position>,
    /// The phone's own fix: evidence only, kept with the erasable words.
    pub fix: Option<(Position, u32)>,
    /// 危及生命.
    pub life_danger: bool,
    /// Photos that are kept already.
    pub photos: Vec<Photo>,
    /// Who reports, if they say.
    pub reporter: Option<Reporter>,
    /// 从业人员举报: stricter secrecy; neither `fix` nor `captured_at` is kept.
    pub whistleblower: bool,
    /// When the device says that it was written.
    pub captured_at: Option<Instant>,
    /// 来源, when staff type it in.
    pub source: Option<Source>,
    /// 渠道.
    pub channel: Option<Channel>,
    /// Numbers in other systems.
    pub external: Vec<(String, String)>,
    /// Further words beside the description, by name: what another system's form asked for.
    pub more: Vec<(&'static str, String)>,
}

/// 回执.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The hazard.
    pub id: HazardId,
    /// 回执编号.
    pub number: String,
    /// When it was received.
    pub at: Instant,
    /// The hash of the first event: what the log promises to hold.
    pub hash: Hash,
}

impl Receipt {
    /// The secret link under which the reporter comes back.
    pub fn link(&self, app: &App) -> String {
        receipt_link(app, &self.number)
    }
}

pub(crate) struct ReportCommand {
    pub(crate) report: Report,
    vault: Option<(ReporterId, String, Option<[u8; 16]>)>,
    fix: Option<(Position, u32)>,
    more: Vec<(&'static str, String)>,
    /// 场所名称 at the moment of the report: stands with its words, so that it is found by it.
    place: String,
    limits: Arc<LimitBook>,
    calendar: Arc<Calendar>,
    judging: Arc<crate::judging::Books>,
}

impl Command for ReportCommand {
    type Output = Receipt;
    type Refusal = Refusal;

    fn needs(&self, needs: &mut Needs) {
        needs.new_stream(Noun::Hazard, self.report.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Receipt, Halt<Refusal>> {
        let now = tx.now();
        let actor = tx.actor().clone();
        let context = Context {
            now,
            actor: &actor,
            rules: self.limits.at(now),
            supervision: &self.judging.supervision,
            calendar: &self.calendar,
            catalogue: None,
            expected: None,
            other: None,
            evidence: Default::default(),
        };
        let mut draft = domain::hazard::report(&self.report, &context).map_err(Halt::Refused)?;
        if let Some((fix, accuracy)) = self.fix {
            let text = format!("{:.6},{:.6}±{accuracy}m", fix.lon(), fix.lat());
            draft.words = draft.words.with("fix", text);
        }
        for (name, text) in &self.more {
            draft.words = draft.words.with(name, text.as_str());
        }
        draft.words = draft.words.with("place", self.place.as_str());
        let hash = tx.record::<Hazard>(self.report.id.0, &draft.event, &draft.words)?;
        crate::photo::hang(tx, self.report.id, &self.report.photos)?;
        if let Some((id, sealed, phone)) = &self.vault {
            let phone = phone.map(|p| p.to_vec());
            let row = vec![
                tx.district().into(),
                (*id).into(),
                self.report.id.into(),
                sealed.as_str().into(),
                phone.into(),
                now.into(),
            ];
            tx.write(&tables::VAULT, row);
        }
        Ok(Receipt { id: self.report.id, number: self.report.receipt.clone(), at: now, hash })
    }
}

/// The command of a report that needs nothing looked up: for measuring the store.
pub fn bare_report(
    report: Report,
    limits: Arc<LimitBook>,
    calendar: Arc<Calendar>,
) -> impl Command<Output = Receipt, Refusal = Refusal> {
    let judging = Arc::new(crate::judging::Books::shipped());
    ReportCommand {
        report,
        vault: None,
        fix: None,
        more: Vec::new(),
        place: String::new(),
        limits,
        calendar,
        judging,
    }
}

/// Takes a report. Returns when it is durable.
pub async fn report(app: &App, actor: Actor, key: Option<Key>, new: NewReport) -> Result<Receipt, Problem> {
    let command = command(app, &actor, new).await?;
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

struct Recall;

impl Command for Recall {
    type Output = Receipt;
    type Refusal = Refusal;

    fn run(&self, _tx: &mut Tx<'_>) -> Result<Receipt, Halt<Refusal>> {
        Err(Halt::Refused(Refusal::NoReporter))
    }
}

/// Takes a report whose photos were sent before and are named by their ids.
pub async fn report_with_photos(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: NewReport,
    photos: Vec<(Uuid, PhotoRole)>,
) -> Result<Receipt, Problem> {
    if let Some(done) = crate::answered::answered(app, key.as_ref()).await? {
        return Ok(done);
    }
    let photos = crate::photo::find(app, &actor, &photos).await?;
    report(app, actor, key, NewReport { photos, ..new }).await
}

/// The receipt that was given for the same key before, whatever was sent with it.
pub async fn sent_before(app: &App, key: &Key) -> Option<Receipt> {
    crate::answered::whatever(app, key).await.ok().flatten()
}

/// The receipt that was given for this key before, if one was.
pub async fn recall(app: &App, actor: Actor, key: Key) -> Option<Receipt> {
    app.store().execute(app.district(), actor, Some(key), Recall).await.ok()
}

async fn command(app: &App, actor: &Actor, new: NewReport) -> Result<ReportCommand, Problem> {
    let place = match new.place {
        Some(id) => {
            Some(crate::place::find(app, id).await?.ok_or_else(|| Problem::invalid("place", "unknown"))?)
        }
        None => None,
    };
    prepare(app, actor, new, place.as_ref())
}

/// The command for a report at a place that was looked up already.
pub(crate) fn prepare(
    app: &App,
    actor: &Actor,
    new: NewReport,
    place: Option<&Place>,
) -> Result<ReportCommand, Problem> {
    let inner = app.inner();
    let category = new.category.filter(|c| !c.trim().is_empty());
    if let Some(code) = &category
        && app.catalogue().minor(code).is_none()
    {
        return Err(Problem::invalid("category", "unknown"));
    }
    let surveyed = place.and_then(|p| p.position);
    let name = place.map(|p| p.name.clone()).unwrap_or_default();
    let fix = new.fix.map(|(position, accuracy)| FixEvidence {
        distance_m: surveyed.map(|s| s.distance_m(position).round() as u32),
        accuracy_m: accuracy,
    });
    let source = match Looker::of(actor, &app.registers()).is_private() {
        // Whatever a company says: what it finds at its own place is 企业自查.
        true => Source::SelfCheck,
        false => source(actor, new.source, new.whistleblower),
    };
    // What the desk types in for somebody who works there is as confidential as what they send themselves.
    let confidential = new.whistleblower || source == Source::Employee;
    let fix = fix.filter(|_| !confidential);
    let mut reporter = new.reporter.filter(|r| !r.is_empty());
    if let Some(r) = &mut reporter {
        for text in [&mut r.name, &mut r.phone, &mut r.contact, &mut r.note].into_iter().flatten() {
            *text = domain::text::clean(text).into_owned();
        }
    }
    let protection = match (&reporter, confidential) {
        (_, true) => Protection::Whistleblower,
        (Some(_), false) => Protection::Contactable,
        (None, false) => Protection::Anonymous,
    };
    let vault = match &reporter {
        Some(reporter) => {
            let id = ReporterId(app.store().surroundings().new_id());
            let district = app.district().to_string();
            let sealed = inner.vault.seal(id.0, &district, reporter).map_err(|e| {
                tracing::error!(code = e.code(), "the vault did not seal");
                Problem::new(500, "internal")
            })?;
            let sealed = serde_json::to_string(&sealed).map_err(|_| Problem::new(500, "internal"))?;
            let phone = reporter.phone.as_deref().and_then(|p| inner.vault.blind_phone(&district, p));
            Some((id, sealed, phone))
        }
        None => None,
    };
    let number =
        ReceiptNumber::generate(inner.entropy.as_ref()).map_err(|_| Problem::new(500, "internal"))?;
    // An ordinary id tells when it was made. What staff enter has a random one too, so that one of a confidential report
    // does not stand out among the cases of the offices, as which those whom it concerns see it.
    let id = match confidential || matches!(actor, Actor::Staff(_)) {
        true => {
            let bytes = random(inner.entropy.as_ref()).map_err(|_| Problem::internal())?;
            uuid::Builder::from_random_bytes(bytes).into_uuid()
        }
        false => app.store().surroundings().new_id(),
    };
    let report = Report {
        id: HazardId(id),
        receipt: number.as_str().to_owned(),
        source,
        channel: new.channel.unwrap_or(match actor {
            Actor::Client { .. } => Channel::Open311,
            Actor::Staff(_) => Channel::Console,
            _ if new.code.is_some() => Channel::Code,
            _ => Channel::Web,
        }),
        captured_at: new.captured_at.filter(|_| !confidential),
        category,
        place: place.map(|p| PlaceRef { place: p.id, code: new.code.clone() }),
        position: surveyed.or(new.position),
        fix,
        street: place.and_then(|p| p.street.clone()),
        life_danger: new.life_danger,
        photos: new.photos,
        reporter: vault.as_ref().map(|(id, _, _)| *id),
        protection,
        external: new.external,
        text: new.text,
        address: new.address,
    };
    // Neither where a phone was nor when it wrote is kept of people who work there.
    let fix = new.fix.filter(|_| !confidential);
    Ok(ReportCommand {
        report,
        vault,
        fix,
        more: new.more,
        place: name,
        limits: app.limits(),
        calendar: app.calendar(),
        judging: app.judging(),
    })
}

/// Who may name which source: staff say where it came from; everybody else is what they are.
fn source(actor: &Actor, wanted: Option<Source>, whistleblower: bool) -> Source {
    match actor {
        Actor::Staff(staff) => {
            wanted.unwrap_or(if staff.has(Role::Inspector) { Source::Inspector } else { Source::Bureau })
        }
        Actor::Client { .. } => Source::System,
        _ if whistleblower => Source::Employee,
        _ => Source::Resident,
    }
}
