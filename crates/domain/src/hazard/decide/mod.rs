//! 办理: whether an action may happen, and what happens then. Pure: the same hazard, action and context give the
//! same answer, so a command may be decided again.
//!
//! Reasons to refuse come in this order: somebody else acted in between, not for this actor, not from this stage,
//! separation of duties, the rules of the trade and the content.

mod closing;
mod content;
mod dispatch;
mod enforcement;
mod filing;
mod instruction;
mod intake;
mod judgement;
mod listing;
mod look_back;
mod overtime;
mod recheck;
mod rectify;
mod reporter;
mod requests;
mod risk;
mod settle;
mod supervise;
mod vault;

pub use closing::closing_of_child;
pub use intake::report;
pub use settle::settle;

use super::action::{Action, ActionKind};
use super::allowed::allowed;
use super::catalogue::Catalogue;
use super::criteria::Criteria;
use super::doubts::DoubtRules;
use super::event::{Event, Words};
use super::guard::{self, Block};
use super::limits::{LimitRules, LimitStage, Matter, RuleRef, Term};
use super::look_back::LookBackRules;
use super::refusal::Refusal;
use super::risk::RiskMethods;
use super::state::Hazard;
use super::supervision::SupervisionBook;
use crate::calendar::{Calendar, Instant, Run};
use crate::ids::{HazardId, PersonId, UnitId};
use crate::people::{Actor, Staff};

/// What a decision needs to know beside the hazard and the action.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// When it is decided.
    pub now: Instant,
    /// Who acts.
    pub actor: &'a Actor,
    /// 时限规则 in force now.
    pub rules: &'a LimitRules,
    /// 督办规则, every version: what is caught up after a downtime is judged by the one in force when it was owed.
    pub supervision: &'a SupervisionBook,
    /// 工作日历 as it is known now.
    pub calendar: &'a Calendar,
    /// 隐患目录 in force now. Without one, any category and filing standard is taken at its word.
    pub catalogue: Option<&'a Catalogue>,
    /// The version that the author saw; `None` for the public and the system, who act on whatever is there.
    pub expected: Option<u32>,
    /// The other hazard in the matter: the target of a merge, or the parent whose child closes with it.
    pub other: Option<&'a Hazard>,
    /// What judging evidence needs to know.
    pub evidence: Evidence<'a>,
}

/// 佐证: rules and facts for judging evidence. Without them nothing is graded, judged or doubted.
#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// 重大事故隐患判定标准 in force now.
    pub criteria: Option<&'a Criteria>,
    /// 风险评价方法 in force now.
    pub risk: Option<&'a RiskMethods>,
    /// 回头看规则 in force now.
    pub look_backs: Option<&'a LookBackRules>,
    /// 存疑界限 in force now.
    pub doubts: Option<&'a DoubtRules>,
    /// 描述: the words of the report.
    pub said: &'a str,
    /// Who passed the last closings of the unit that has the case, the newest first.
    pub recent: &'a [PersonId],
}

impl Context<'_> {
    /// 期限 for `stage` if its clock starts now, in the office hours of `unit`.
    fn term(&self, stage: LimitStage, matter: &Matter<'_>, unit: Option<UnitId>) -> Term {
        let limit = self.rules.limit(stage, matter);
        let rule = self.rules.rule(stage, matter).map(|r| RuleRef::to(&self.rules.version, r));
        let due = self.calendar.due(&Run::new(limit, self.now, unit));
        // Without a pause a limit always ends.
        let at = due.at.unwrap_or(self.now);
        Term { at, provisional: due.provisional, rule, limit: Some(limit), length: None }
    }
}

/// An event that is about to happen, with what is said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// To which hazard: a merge also touches the parent.
    pub hazard: HazardId,
    /// What happens.
    pub event: Event,
    /// What is said.
    pub words: Words,
}

/// What happens when `action` is taken, or why it is refused.
pub fn decide(hazard: &Hazard, action: &Action, context: &Context) -> Result<Vec<Draft>, Refusal> {
    if let Some(expected) = context.expected
        && expected != hazard.version
    {
        return Err(Refusal::Stale { expected, actual: hazard.version });
    }
    let kind = action.kind();
    admitted(hazard, context.actor, kind, context.now)?;
    Move { hazard, kind, context }.make(action)
}

/// Whether moves of this kind are this actor's to make with this hazard now, whatever they would say.
pub fn admitted(hazard: &Hazard, actor: &Actor, kind: ActionKind, now: Instant) -> Result<(), Refusal> {
    guard::check(hazard, actor, kind, now).map_err(|block| match block {
        Block::Forbidden => Refusal::Forbidden { action: kind },
        Block::Illegal => Refusal::IllegalMove {
            action: kind,
            stage: hazard.stage.code(),
            allowed: allowed(hazard, actor, now),
        },
        Block::Separation(conflict) => Refusal::SeparationOfDuties { action: kind, conflict },
        Block::Rule(rule) => Refusal::Rule { rule },
        Block::TooSoon(again) => Refusal::TooSoon { action: kind, again },
    })
}

/// A move whose guards have been passed.
struct Move<'a> {
    hazard: &'a Hazard,
    kind: ActionKind,
    context: &'a Context<'a>,
}

impl Move<'_> {
    fn make(&self, action: &Action) -> Result<Vec<Draft>, Refusal> {
        match action {
            Action::Accept => self.accept(),
            Action::AskSupplement { text } => self.ask_supplement(text),
            Action::Supplement { text, photos } => self.supplement(text, photos),
            Action::Lapse => self.lapse(),
            Action::OrderInspection { unit, text } => self.order_inspection(*unit, text),
            Action::Inspect { finding, text, photos } => self.inspect(*finding, text, photos),
            Action::FixOnSpot { text, photos } => self.fix_on_spot(text, photos),
            Action::Reject { reason, text } => self.reject(*reason, text),
            Action::Merge { into, text } => self.merge(*into, text),
            Action::Unmerge { text } => self.unmerge(text),
            Action::ReferOut { to, number, text } => self.refer_out(*to, number.as_deref(), text),
            Action::Bounce { text } => self.bounce(text),
            Action::File { .. } => self.file(action),
            Action::Dispatch { lead, co, copies, text } => self.dispatch(*lead, co, copies, text),
            Action::Sign => self.sign(),
            Action::RequestReturn { text, photos } => self.request_return(text, photos),
            Action::DecideReturn { grant, text } => self.decide_return(*grant, text),
            Action::Plan { .. } => self.plan(action),
            Action::MeasureInterim { text, photos } => self.measure_interim(text, photos),
            Action::RequestExtension { until, text } => self.request_extension(*until, text),
            Action::DecideExtension { grant, text } => self.decide_extension(*grant, text),
            Action::RequestSuspension { cause, until, review_at, text } => {
                self.request_suspension(*cause, *until, *review_at, text)
            }
            Action::DecideSuspension { grant, text } => self.decide_suspension(*grant, text),
            Action::ReviewSuspension { review_at, text } => self.review_suspension(*review_at, text),
            Action::Resume { text } => self.resume(text),
            Action::OrderStop { order, text } => self.order_stop(order, text),
            Action::ReleaseStop { text } => self.release_stop(text),
            Action::RequestRelease { text, photos } => self.request_release(text, photos),
            Action::RefuseRelease { text } => self.refuse_release(text),
            Action::Escalate { clock } => self.escalate(*clock),
            Action::Supervise { level, text } => self.supervise(*level, text),
            Action::ReplySupervision { letter, text, photos } => {
                self.reply_supervision(*letter, text, photos)
            }
            Action::DecideReply { letter, accept, text } => self.decide_reply(*letter, *accept, text),
            Action::WithdrawSupervision { letter, text } => self.withdraw_supervision(*letter, text),
            Action::List { number, level, until, text } => self.list(number, *level, *until, text),
            Action::DeclineListing { text } => self.decline_listing(text),
            Action::PublishListing { address, published_at } => self.publish_listing(address, *published_at),
            Action::RequestListingExtension { until, text } => self.request_listing_extension(*until, text),
            Action::DecideListingExtension { grant, text } => self.decide_listing_extension(*grant, text),
            Action::Submit { text, photos, cost_fen } => self.submit(text, photos, *cost_fen),
            Action::Verify { method, text, photos } => self.verify(*method, text, photos),
            Action::OrderRework { text, photos } => self.order_rework(text, photos),
            Action::ConfirmSpotFix { text } => self.confirm_spot_fix(text),
            Action::CloseReferral { text } => self.close_referral(text),
            Action::ApproveClosing { text } => self.approve_closing(text),
            Action::Reopen { cause, text } => self.reopen(*cause, text),
            Action::Archive => self.archive(),
            Action::Appeal { text } => self.appeal(text),
            Action::DecideAppeal { uphold, text } => self.decide_appeal(*uphold, text),
            Action::Reply { text } => self.reply(text),
            Action::Urge { text } => self.urge(text),
            Action::Rate { solved, stars, text } => self.rate(*solved, *stars, text),
            Action::CallBack { reached, solved, stars, text } => {
                self.call_back(*reached, *solved, *stars, text)
            }
            Action::OpenReporter { purpose, text } => self.open_reporter(*purpose, text),
            Action::AskOpening { purpose, text } => self.ask_opening(*purpose, text),
            Action::DecideOpening { grant, text } => self.decide_opening(*grant, text),
            Action::LapseOpening => self.one(Event::OpeningLapsed, Words::none()),
            Action::EraseReporter { text } => self.erase_reporter(text),
            Action::EraseWords { sequence, text } => self.erase_words(*sequence, text),
            Action::GradeRisk { method, inputs, text } => self.grade_risk(method, inputs, text),
            Action::Judge { grade, clauses, text } => self.judge(*grade, clauses, text),
            Action::ConfirmJudgement { text } => self.confirm_judgement(text),
            Action::SettleDoubts { text } => self.settle_doubts(text),
            Action::DrawRecheck { period, unit } => self.draw_recheck(period, *unit),
            Action::Recheck { passed, text, photos } => self.recheck(*passed, text, photos),
            Action::ReferEnforcement { unit, text, photos } => self.refer_enforcement(*unit, text, photos),
            Action::ReceiveEnforcement { text } => self.receive_enforcement(text),
            Action::AnswerEnforcement { filed, number, text } => {
                self.answer_enforcement(*filed, number.as_deref(), text)
            }
            Action::ExtendEnforcement { until, text } => self.extend_enforcement(*until, text),
            Action::DecideEnforcement { outcome, document, fine_fen, text } => {
                self.decide_enforcement(*outcome, document.as_deref(), *fine_fen, text)
            }
            Action::AppealOvertime { grounds, text, photos } => self.appeal_overtime(*grounds, text, photos),
            Action::ReviewOvertime { grant, text } => self.review_overtime(*grant, text),
            Action::OpenLookBack { days } => self.open_look_back(*days),
            Action::LookBack { found, text, photos } => self.look_back(*found, text, photos),
            Action::Instruct { unit, phrase, text, photos } => self.instruct(*unit, *phrase, text, photos),
            Action::ReplyInstruction { text, photos } => self.reply_instruction(text, photos),
            Action::SettleInstruction { accept, text } => self.settle_instruction(*accept, text),
        }
    }

    fn now(&self) -> Instant {
        self.context.now
    }

    /// The member of staff who acts; the guards let nobody else come to where this is asked.
    fn staff(&self) -> Result<&Staff, Refusal> {
        self.context.actor.staff().ok_or(Refusal::Forbidden { action: self.kind })
    }

    /// When the limit for `stage` runs out if it starts now, in the district's office hours.
    fn due(&self, stage: LimitStage) -> Term {
        self.context.term(stage, &Matter::from(self.hazard), None)
    }

    fn draft(&self, event: Event, words: Words) -> Draft {
        Draft { hazard: self.hazard.id, event, words }
    }

    fn one(&self, event: Event, words: Words) -> Result<Vec<Draft>, Refusal> {
        Ok(vec![self.draft(event, words)])
    }
}
