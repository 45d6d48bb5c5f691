//! From the dispatch to the archive.

use super::life::{Life, What, Who};
use super::texts;
use domain::calendar::{Instant, Limit, Run};
use domain::hazard::{
    Action, Grade, LimitStage, OpenPurpose, PhotoRole, ReopenCause, Source, StageCode, SuspensionCause,
    VerifyMethod,
};
use domain::people::Staff;

use StageCode as S;

impl Life<'_> {
    /// Everything after filing, up to `target`.
    pub(super) fn at_the_unit(&mut self, target: StageCode) {
        let lead = self.handler();
        let street = self.own_street().handler.clone();
        let found = self.finder.as_ref().is_some_and(|f| f.person == street.person);
        let elsewhere = target != S::Dispatched && target != S::ReturnRequested && lead.unit != street.unit;
        if elsewhere && !found && self.dice.chance(9) {
            self.returned(&lead);
            self.lead = Some(street);
        }
        let lead = self.handler();
        self.dispatch(&lead);
        match target {
            S::Dispatched => return,
            S::ReturnRequested => return self.request_return(&lead),
            _ => {}
        }
        self.sign(&lead);
        match target {
            S::Rectifying => return self.half_way(&lead),
            S::Suspended => return self.suspended(&lead),
            S::StopOrdered => return self.stopped(),
            _ => {}
        }
        self.rectified(&lead, target);
        match target {
            S::Submitted => return,
            S::Rework => return self.rework(),
            _ => {}
        }
        if self.dice.chance(12) {
            self.rework();
            self.wait(30, 600);
            self.by(&lead, Action::Sign);
            self.wait(60, 1_200);
            self.submit(&lead);
        }
        self.verify();
        if target != S::Verified {
            self.close();
            self.after_closing(target);
        }
    }

    fn request_return(&mut self, lead: &Staff) {
        self.wait(15, 200);
        let text = self.say(&texts::RETURNED);
        self.by(lead, Action::RequestReturn { text, photos: Vec::new() });
    }

    /// 退回: the first dispatch went to the wrong unit.
    fn returned(&mut self, lead: &Staff) {
        self.dispatch(lead);
        self.request_return(lead);
        self.wait(20, 220);
        let decider = self.dice.pick(&self.cast().shift_leads).clone();
        self.by(&decider, Action::DecideReturn { grant: true, text: "权属核实，改派属地".into() });
    }

    pub(super) fn sign(&mut self, lead: &Staff) {
        let limit = self.limit(LimitStage::Sign);
        let (from, to) = if self.slow { (90, 260) } else { (5, 85) };
        self.wait_of(limit, from, to);
        self.by(lead, Action::Sign);
        self.due = Some(self.due_of(self.given.unwrap_or(Limit::days(1))));
    }

    /// How long the unit has for rectifying, from now.
    pub(super) fn left(&self) -> i64 {
        self.due.map_or(Instant::DAY, |due| due.since(self.at)).max(20 * Instant::MINUTE)
    }

    pub(super) fn plan(&mut self, lead: &Staff) {
        let left = self.left();
        self.wait_of(left, 5, 15);
        let measures = self.say(&texts::MEASURES);
        let plan = self.say(&texts::EMERGENCY);
        let planned_at = self.at.plus(left / 2 + Instant::HOUR);
        let funds_fen = self.dice.between(5, 900) * 10_000;
        self.by(lead, Action::Plan { responsible: lead.person, measures, funds_fen, planned_at, plan });
    }

    fn interim(&mut self, lead: &Staff) {
        let left = self.left();
        self.wait_of(left, 1, 6);
        let text = self.say(&texts::INTERIM);
        let photos = self.photo(false, PhotoRole::Interim);
        self.by(lead, Action::MeasureInterim { text, photos });
    }

    /// Somewhere in the middle of rectifying; some with a request that waits.
    fn half_way(&mut self, lead: &Staff) {
        if self.dice.chance(50) {
            self.interim(lead);
        }
        if self.grade != Grade::General || self.dice.chance(30) {
            self.plan(lead);
        }
        if self.dice.chance(25) && !self.slow {
            self.ask_extension(lead);
        }
    }

    pub(super) fn ask_extension(&mut self, lead: &Staff) {
        let left = self.left();
        self.wait_of(left, 20, 60);
        let text = self.say(&texts::EXTENSION);
        if let Some(due) = self.due {
            let limit = self.given.unwrap_or(Limit::days(1));
            let most = self.world.calendar.extended(limit, due, Some(lead.unit)).at.unwrap_or(due);
            let until = due.plus(self.left() / 2).min(most);
            self.by(lead, Action::RequestExtension { until, text });
        }
    }

    pub(super) fn suspended(&mut self, lead: &Staff) {
        self.plan(lead);
        self.wait(60, 900);
        let text = self.say(&texts::SUSPENSION);
        let until = self.at.plus(self.dice.between(150, 330) * Instant::DAY);
        let review_at = self.at.plus(self.dice.between(14, 28) * Instant::DAY);
        let cause =
            *self.dice.pick(&[SuspensionCause::Funds, SuspensionCause::Season, SuspensionCause::Ownership]);
        self.by(lead, Action::RequestSuspension { cause, until, review_at, text });
        self.wait(30, 240);
        let leader = self.dice.pick(&self.cast().leaders).clone();
        self.by(&leader, Action::DecideSuspension { grant: true, text: "同意，落实管控".into() });
    }

    pub(super) fn stopped(&mut self) {
        self.wait(30, 300);
        let enforcer = self.dice.pick(&self.cast().enforcers).clone();
        let order = format!("演应急停〔2026〕{}号", self.dice.between(1, 90));
        self.by(&enforcer, Action::OrderStop { order, text: "存在重大隐患，责令停止使用".into() });
    }

    /// Rectifying with everything that may come between, and the submission.
    fn rectified(&mut self, lead: &Staff, target: StageCode) {
        if self.dice.chance(30) {
            self.interim(lead);
        }
        if self.grade == Grade::Major || self.dice.chance(20) {
            self.plan(lead);
        }
        if self.grade == Grade::Major && self.dice.chance(35) {
            self.stopped();
            self.wait_of(self.left(), 20, 40);
            let releaser = self.dice.pick(&self.cast().committee).clone();
            self.by(&releaser, Action::ReleaseStop { text: "复查合格，同意恢复".into() });
        } else if self.dice.chance(8) && self.left() > 6 * Instant::HOUR && !self.slow {
            self.ask_extension(lead);
            self.wait(10, 60);
            let decider = match self.grade {
                Grade::Major => self.dice.pick(&self.cast().committee).clone(),
                _ => self.dice.pick(&self.cast().dispatchers).clone(),
            };
            self.by(&decider, Action::DecideExtension { grant: true, text: String::new() });
        } else if self.dice.chance(3) && target == S::Archived {
            self.suspended(lead);
            self.wait(40 * 1_440, 60 * 1_440);
            self.by(lead, Action::Resume { text: "条件具备，恢复整改".into() });
            self.due = Some(self.at.plus(2 * Instant::DAY));
        }
        if self.dice.chance(7) && self.source == Source::Resident {
            self.wait(30, 200);
            self.step(Who::Reporter, What::Act(Action::Urge { text: "什么时候能弄好？".into() }));
        }
        let left = self.left();
        let (from, to) = if self.slow { (105, 190) } else { (25, 88) };
        self.wait_of(left, from, to);
        self.submit(lead);
    }

    pub(super) fn submit(&mut self, lead: &Staff) {
        let photos = self.proof(true, PhotoRole::After);
        let text = self.say(self.story.done);
        let cost_fen = self.dice.chance(40).then(|| self.dice.between(2, 300) * 10_000);
        self.by(lead, Action::Submit { text, photos, cost_fen });
    }

    fn rework(&mut self) {
        self.wait_of(self.limit(LimitStage::Verify), 10, 80);
        let verifier = self.verifier.clone();
        let text = self.say(&texts::REWORK);
        let photos = self.photo(false, PhotoRole::Verification);
        self.by(&verifier, Action::OrderRework { text, photos });
    }

    pub(super) fn verify(&mut self) {
        self.wait_of(self.limit(LimitStage::Verify), 8, 85);
        let verifier = self.verifier.clone();
        let method = match self.grade {
            Grade::Major => VerifyMethod::Experts,
            _ => *self.dice.pick(&[
                VerifyMethod::OnSite,
                VerifyMethod::OnSite,
                VerifyMethod::Remote,
                VerifyMethod::Sample,
            ]),
        };
        let text = self.say(&texts::VERIFIED);
        self.by(&verifier, Action::Verify { method, text, photos: Vec::new() });
    }

    pub(super) fn close(&mut self) {
        self.wait_of(self.limit(LimitStage::ApproveClosing), 5, 90);
        let cast = self.cast();
        let approver = match self.grade {
            Grade::General => self.dice.pick(&cast.acceptors).clone(),
            Grade::Larger => self.dice.pick(&cast.shift_leads).clone(),
            Grade::Major => self.dice.pick(&cast.committee).clone(),
        };
        self.by(&approver, Action::ApproveClosing { text: String::new() });
        self.closed_at = Some(self.at);
    }

    /// 回访, 评价, 重启, 归档.
    pub(super) fn after_closing(&mut self, target: StageCode) {
        let caller = self.dice.pick(&self.cast().callers).clone();
        if !self.source.is_public() {
            if target == S::Archived {
                self.wait(30 * 1_440, 45 * 1_440);
                let lead = self.dice.pick(&self.cast().shift_leads).clone();
                self.by(&lead, Action::Archive);
            }
            return;
        }
        self.wait(20, 300);
        let text = self.say(&texts::REPLIES);
        self.by(&caller, Action::Reply { text });
        match target {
            S::FollowUp => return,
            S::Reopened => return self.reopened(),
            _ => {}
        }
        let resident = self.source != Source::Hotline;
        if resident && self.dice.chance(4) {
            self.reopened();
            self.wait(20, 200);
            let (lead, acceptor) = (self.handler(), self.cast().dispatchers[0].clone());
            self.by(
                &acceptor,
                Action::Dispatch { lead: lead.unit, co: Vec::new(), copies: Vec::new(), text: String::new() },
            );
            self.sign(&lead);
            self.wait(200, 2_000);
            self.submit(&lead);
            self.verify();
            self.close();
        }
        if resident && self.dice.chance(46) {
            self.wait(60, 2_400);
            let stars = self.dice.between(3, 5) as u8;
            let text = self.say(&texts::PRAISE);
            self.step(Who::Reporter, What::Act(Action::Rate { solved: true, stars, text }));
        } else if self.contact {
            self.call(&caller);
        }
        if let Some(closed) = self.closed_at {
            let due = self.world.calendar.due(&Run::new(self.rule(LimitStage::FollowUp), closed, None)).at;
            let due = due.unwrap_or(closed);
            let late = self.dice.between(2, 50) * Instant::MINUTE;
            self.at = self.at.max(due).plus(late);
            self.step(Who::System, What::Act(Action::Archive));
        }
    }

    /// 回访: the contact is opened for a call, with the consent of a second person where that is needed, and the reporter
    /// sees that it was.
    fn call(&mut self, caller: &Staff) {
        self.wait(60, 1_500);
        let (purpose, text) = (OpenPurpose::CallBack, || "电话回访".to_owned());
        if self.source == Source::Employee || self.grade == Grade::Major {
            let office = self.cast().committee[0].clone();
            self.by(caller, Action::AskOpening { purpose, text: text() });
            self.at = self.at.plus(40 * Instant::MINUTE);
            self.by(&office, Action::DecideOpening { grant: true, text: String::new() });
            self.at = self.at.plus(10 * Instant::MINUTE);
        }
        self.by(caller, Action::OpenReporter { purpose, text: text() });
        self.wait(2, 20);
        let reached = self.dice.chance(80);
        let stars = reached.then(|| self.dice.between(3, 5) as u8);
        let text = if reached { "电话接通，群众表示已解决" } else { "无人接听" }.to_owned();
        self.by(caller, Action::CallBack { reached, solved: reached.then_some(true), stars, text });
    }

    fn reopened(&mut self) {
        self.wait(60, 1_800);
        let text = self.say(&texts::COMPLAINTS);
        let stars = self.dice.between(1, 2) as u8;
        self.step(Who::Reporter, What::Act(Action::Rate { solved: false, stars, text }));
        self.wait(30, 400);
        let lead = self.dice.pick(&self.cast().shift_leads).clone();
        self.by(
            &lead,
            Action::Reopen {
                cause: ReopenCause::Unsolved, text: "回访核实未解决，重新交办".into()
            },
        );
    }

    /// What became of those of the past that never reached a unit.
    pub(super) fn end_as(&mut self, target: StageCode) {
        let acceptor = self.dice.pick(&self.cast().acceptors).clone();
        match target {
            S::SelfFixed => {
                self.wait(30, 1_200);
                self.by(&acceptor, Action::ConfirmSpotFix { text: "照片核对无误".into() });
                self.closed_at = Some(self.at);
                self.after_closing(S::Archived);
            }
            S::ReferredOut => {
                self.wait(1_440, 9_000);
                self.by(&acceptor, Action::CloseReferral { text: "受移送单位已办结并反馈".into() });
                self.closed_at = Some(self.at);
                self.after_closing(S::Archived);
            }
            _ => {}
        }
    }
}
