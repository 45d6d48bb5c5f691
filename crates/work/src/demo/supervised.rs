//! 督办 of the made-up district: some letters are answered, one hazard is supervised by a leader's hand, one major
//! hazard hangs in public.

use super::cast::Cast;
use super::simulate::Then;
use crate::hazard::{Act, NotActed, state};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Awaits, Grade, Hazard, ListingLevel, Stage, SupervisionLevel};
use domain::ids::UnitId;
use domain::people::{Actor, Staff};
use store::{Failure, queries};

/// One after the other, at moments between the last event of the hazard and now.
struct Moments {
    from: Instant,
    step: i64,
}

impl Moments {
    fn of(hazard: &Hazard, now: Instant) -> Self {
        let from = hazard.updated_at.max(now.plus(-6 * Instant::DAY));
        Self { from, step: (now.since(from) / 8).max(1) }
    }

    fn next(&mut self) -> Instant {
        self.from = self.from.plus(self.step);
        self.from
    }
}

fn handler(cast: &Cast, unit: UnitId) -> Option<&Staff> {
    let streets = cast.streets.iter().map(|s| &s.handler);
    let bodies = cast.bureaux.iter().chain(&cast.companies).filter_map(|b| b.handler.as_ref());
    streets.chain(bodies).find(|staff| staff.unit == unit)
}

struct Writer<'a> {
    app: &'a App,
    refused: usize,
}

impl Writer<'_> {
    fn act(&mut self, hazard: &Hazard, at: Instant, staff: &Staff, action: Action) -> Result<(), Problem> {
        let command = Then { at, command: Act::by_the_rules(self.app, hazard.id, None, action) };
        let actor = Actor::Staff(staff.clone());
        match self.app.store().execute_blocking(self.app.district(), actor, None, command) {
            Ok(_) => Ok(()),
            Err(Failure::Refused(NotActed::Refused(why))) => {
                tracing::warn!(%why, "a made-up step of supervision was refused");
                self.refused += 1;
                Ok(())
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

/// Lives it; how many steps were refused.
pub(super) fn live(app: &App, cast: &Cast, now: Instant) -> Result<usize, Problem> {
    let district = app.district();
    let all: Vec<Hazard> = app.store().read_blocking(move |c| {
        let rows = c.query(queries::hazard::SUPERVISED_OR_RECTIFYING, &[district.into()])?;
        rows.iter().map(|row| state(row.text(0)?)).collect()
    })?;
    let mut writer = Writer { app, refused: 0 };
    for (nth, hazard) in all.iter().enumerate() {
        answer(&mut writer, cast, nth, hazard, now)?;
    }
    let rectifying = |h: &&Hazard| h.stage == Stage::Rectifying && h.filing.is_some();
    let major = |h: &&Hazard| h.filing.as_ref().is_some_and(|f| f.grade == Grade::Major);
    if let Some(hazard) = all.iter().filter(rectifying).find(major) {
        let (mut moments, office) = (Moments::of(hazard, now), &cast.committee[0]);
        let hung = moments.next();
        let list = Action::List {
            number: format!("雁安委督〔{}〕3号", hung.beijing().year()),
            level: ListingLevel::County,
            until: hung.plus(90 * Instant::DAY),
            text: "重大隐患，限期整改，整改期间停止使用。".into(),
        };
        writer.act(hazard, hung, office, list)?;
        let published_at = moments.next();
        let publish =
            Action::PublishListing { address: "https://yanfeng.example/gongshi/3".into(), published_at };
        writer.act(hazard, published_at, office, publish)?;
    }
    let calm = |h: &&Hazard| h.supervision.level().is_none() && h.clock.is_some_and(|c| c.due > now);
    if let Some(hazard) = all.iter().filter(rectifying).filter(|h| !major(h)).find(calm) {
        let at = Moments::of(hazard, now).next();
        let text = "群众多次来电反映，请主办单位说明进展，并于三日内完成整改。".into();
        writer.act(
            hazard,
            at,
            &cast.leaders[0],
            Action::Supervise { level: SupervisionLevel::Letter, text },
        )?;
    }
    Ok(writer.refused)
}

/// Of three letters to a unit one is answered, one answered and taken as enough, and one waits.
fn answer(
    writer: &mut Writer<'_>,
    cast: &Cast,
    nth: usize,
    hazard: &Hazard,
    now: Instant,
) -> Result<(), Problem> {
    let Some(letter) = hazard.supervision.open_letters().find(|l| l.awaits_reply()) else { return Ok(()) };
    let Some(staff) = letter.to.unit.and_then(|unit| handler(cast, unit)) else { return Ok(()) };
    if nth.is_multiple_of(3) {
        return Ok(());
    }
    let mut moments = Moments::of(hazard, now);
    let text = "已约谈责任人，材料已进场，预计两日内整改到位。".into();
    let reply = Action::ReplySupervision { letter: Some(letter.number), text, photos: Vec::new() };
    writer.act(hazard, moments.next(), staff, reply)?;
    if nth % 3 == 1 {
        let reviewer = match letter.reviewers() {
            Awaits::ShiftLead => &cast.shift_leads[0],
            _ => &cast.committee[0],
        };
        let text = "收悉，请按承诺时间完成并提交验收。".into();
        let accept = Action::DecideReply { letter: Some(letter.number), accept: true, text };
        writer.act(hazard, moments.next(), reviewer, accept)?;
    }
    Ok(())
}
