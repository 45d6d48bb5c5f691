//! The courses that a hazard's life may take, up to the stage that is wanted.

use super::life::{Life, What, Who};
use super::texts;
use crate::hazard::NewReport;
use domain::calendar::Limit;
use domain::hazard::{
    Action, Channel, Finding, LimitStage, PartyKind, PhotoRole, ReferralTo, RejectReason, Source, StageCode,
};
use domain::people::Staff;
use identity::vault::Reporter;

use StageCode as S;

impl Life<'_> {
    /// Plans the whole life up to `target`.
    pub(super) fn live(&mut self, target: StageCode) {
        self.report();
        match target {
            S::Reported => {
                if self.dice.chance(60) {
                    self.accept();
                }
            }
            S::Supplement => self.ask(),
            S::Verifying => self.inspection_ordered(),
            S::SelfFixed | S::Rejected | S::ReferredOut => self.end_early(target),
            _ => {
                self.intake();
                self.file();
                if target != S::Filed {
                    self.at_the_unit(target);
                }
            }
        }
    }

    pub(super) fn report(&mut self) {
        let world = self.world;
        let text = self.words();
        self.said.clone_from(&text);
        let spot = self.spot.map(|s| &world.spots[s]);
        let scanned = self.spot.and_then(|s| world.plates.iter().find(|p| p.spot == s));
        let scanned = scanned.filter(|p| {
            p.active_at.is_some_and(|at| at <= self.at) && p.revoked.is_none_or(|(at, _)| at > self.at)
        });
        let by_code = scanned
            .filter(|_| self.finder.is_none() && self.source != Source::Hotline && self.dice.chance(80));
        let near =
            super::land::near(spot.map_or(self.own_street().centre, |s| s.position), 25, &mut self.dice);
        let accuracy = self.dice.between(6, 60) as u32;
        let fixed = self.dice.chance(65);
        let number = self.dice.between(1, 99_999_999);
        let pictured = self.dice.chance(if self.finder.is_some() { 95 } else { 62 }) || self.pictured;
        let photos = match pictured {
            true => self.photo(false, PhotoRole::Before),
            false => Vec::new(),
        };
        let address = match spot {
            Some(spot) => {
                format!("{}{}", spot.place.name, ["门口", "一楼", "西侧", ""][(number % 4) as usize])
            }
            None => format!("{}演示路{}号附近", self.own_street().name, number % 200 + 1),
        };
        let reporter = self.contact.then(|| Reporter {
            name: Some("演示群众".to_owned()),
            // 1380000: a range for examples, given to nobody.
            phone: Some(format!("1380000{:04}", number % 10_000)),
            contact: None,
            note: None,
        });
        let channel = match self.source {
            Source::Hotline => Some(Channel::Phone),
            _ if self.finder.is_some() => Some(Channel::Console),
            _ if by_code.is_some() => Some(Channel::Code),
            _ => Some(Channel::Web),
        };
        let new = NewReport {
            text,
            address,
            category: self.dice.chance(70).then(|| self.story.category.to_owned()),
            place: spot.map(|s| s.place.id),
            code: by_code.map(|p| p.record.stem.clone()),
            position: spot.is_none().then_some(near),
            fix: (fixed && self.finder.is_none()).then_some((near, accuracy)),
            life_danger: self.life_danger,
            photos,
            reporter,
            whistleblower: self.source == Source::Employee,
            captured_at: None,
            source: (!matches!(self.source, Source::Resident | Source::Employee)).then_some(self.source),
            channel,
            external: match self.source {
                Source::Hotline => vec![("12345（演示）".to_owned(), format!("DEMO{number:08}"))],
                _ => Vec::new(),
            },
            more: Vec::new(),
        };
        let who = match (&self.finder, self.source) {
            (Some(finder), _) => Who::Staff(finder.clone()),
            (None, Source::Hotline) => Who::Staff(self.acceptor.clone()),
            _ => Who::Public,
        };
        self.step(who, What::Report(Box::new(new)));
    }

    pub(super) fn accept(&mut self) {
        if self.slow {
            self.wait(25, 240);
        } else {
            self.wait(2, 18);
        }
        let acceptor = self.acceptor.clone();
        self.by(&acceptor, Action::Accept);
    }

    fn ask(&mut self) {
        self.accept();
        self.wait(3, 40);
        let acceptor = self.acceptor.clone();
        self.by(
            &acceptor,
            Action::AskSupplement {
                text: "请补充具体楼栋和单元，最好有一张照片。".into()
            },
        );
    }

    fn inspection_ordered(&mut self) {
        self.accept();
        self.wait(3, 60);
        let (acceptor, unit) = (self.acceptor.clone(), self.inspecting().unit);
        self.by(&acceptor, Action::OrderInspection { unit, text: "请到场核实".into() });
    }

    fn inspected(&mut self, finding: Finding) {
        self.inspection_ordered();
        self.wait(30, 900);
        let inspectors = &self.inspecting().inspectors;
        let inspector = self.dice.pick(inspectors).clone();
        let text = match finding {
            Finding::Founded if self.source == Source::Employee => self.say(&texts::CHECKED),
            Finding::Founded => self.say(&texts::INSPECTED),
            _ => self.say(&texts::UNFOUNDED),
        };
        let photos = self.photo(finding != Finding::Founded, PhotoRole::Inspection);
        self.by(&inspector, Action::Inspect { finding, text, photos });
    }

    /// 即查即改, 不予受理, 移送: what never reaches a unit.
    pub(super) fn end_early(&mut self, target: StageCode) {
        let acceptor = self.acceptor.clone();
        match target {
            S::SelfFixed => {
                self.wait(5, 90);
                let inspector =
                    self.finder.clone().unwrap_or_else(|| self.own_street().inspectors[0].clone());
                let mut photos = self.proof(false, PhotoRole::Before);
                photos.extend(self.proof(true, PhotoRole::After));
                let text = self.say(self.story.done);
                self.by(&inspector, Action::FixOnSpot { text, photos });
            }
            S::Rejected => {
                let unfounded = self.dice.chance(40);
                if unfounded {
                    self.inspected(Finding::Unfounded);
                } else {
                    self.accept();
                }
                self.wait(5, 200);
                let (reason, text) = match (unfounded, self.dice.between(0, 3)) {
                    (true, _) => {
                        (RejectReason::Unfounded, "经现场核实，未发现反映的情况。如有新情况请补充照片。")
                    }
                    (_, 0) => (RejectReason::Unclear, "地点不清楚，无法找到。请写明楼栋后重新上报。"),
                    (_, 1) => (RejectReason::NotAHazard, "属于邻里噪声问题，请拨打12345反映。"),
                    (_, 2) => (RejectReason::OutOfArea, "该处不在本区，已告知您相邻区的受理渠道。"),
                    _ => (RejectReason::Repeated, "同一问题正在办理，可用原回执查看进度。"),
                };
                self.by(&acceptor, Action::Reject { reason, text: text.into() });
                if self.dice.chance(35) {
                    self.appeal();
                }
            }
            _ => {
                self.accept();
                self.wait(10, 120);
                let to = *self.dice.pick(&[ReferralTo::OtherDistrict, ReferralTo::Police, ReferralTo::Fire]);
                let number = Some(format!("演移〔2026〕{}号", self.dice.between(1, 400)));
                let text = "不属本区职责，已移送，请留意对方答复。".to_owned();
                self.by(&acceptor, Action::ReferOut { to, number, text });
            }
        }
    }

    fn appeal(&mut self) {
        self.wait(60, 2_000);
        self.step(Who::Reporter, What::Act(Action::Appeal { text: "我明明拍了照片，请再看看".into() }));
        if self.dice.chance(70) {
            self.wait(300, 4_000);
            let lead = self.dice.pick(&self.cast().shift_leads).clone();
            self.by(
                &lead,
                Action::DecideAppeal {
                    uphold: false, text: "复核原处理无误，理由已电话说明".into()
                },
            );
        }
    }

    /// From the report to the decision of the desk.
    pub(super) fn intake(&mut self) {
        let asked = !matches!(self.source, Source::Hotline | Source::Employee);
        let reporter = self.finder.is_none() && asked;
        match self.dice.between(0, 9) {
            0 if reporter => {
                self.ask();
                self.wait(20, 1_500);
                let photos = self.photo(false, PhotoRole::Supplement);
                self.step(
                    Who::Reporter,
                    What::Act(Action::Supplement { text: "在3栋2单元，照片补上了".into(), photos }),
                );
            }
            1..=3 => self.inspected(Finding::Founded),
            // 员工举报: first inspected, then filed.
            _ if self.source == Source::Employee => self.inspected(Finding::Founded),
            _ => self.accept(),
        }
        self.wait(4, if self.slow { 1_800 } else { 150 });
    }

    pub(super) fn file(&mut self) {
        let catalogue = self.world.catalogue;
        let standards = catalogue.minor(self.story.category).map_or(&[][..], |m| &m.standards);
        let nth = self.dice.between(0, standards.len() as i64 - 1) as usize;
        let standard = standards.get(nth);
        let (party, party_unit) = match (self.party(), self.dice.between(0, 3)) {
            (Some(unit), _) => (PartyKind::Company, Some(unit)),
            (None, 0) => (PartyKind::Government, None),
            (None, 1) => (PartyKind::Owner, None),
            (None, 2) => (PartyKind::Property, None),
            (None, _) => (PartyKind::Unknown, None),
        };
        let general = self.rule(LimitStage::Rectify);
        let slow = |own: Limit| !own.is_around_the_clock() || own.at_least() > general.at_least();
        let own = standard.map(|s| s.limit).filter(|own| !(self.life_danger && slow(*own)));
        self.given = Some(own.unwrap_or(general));
        let (clause, clauses) = self.clauses();
        let action = Action::File {
            number: String::new(),
            category: self.story.category.to_owned(),
            grade: self.grade,
            standard: standard.map(|s| s.id.clone()).unwrap_or_default(),
            party,
            party_unit,
            clause,
            clauses,
            text: String::new(),
        };
        let acceptor = self.acceptor.clone();
        self.by(&acceptor, action);
        if self.needs_second() {
            self.wait(5, 60);
            let second = self.dice.pick(&self.cast().shift_leads).clone();
            self.by(&second, Action::ConfirmJudgement { text: "同意按非重大隐患办理。".to_owned() });
        }
        if self.pictured || self.dice.chance(35) {
            self.grade_risk();
        }
    }

    pub(super) fn dispatch(&mut self, lead: &Staff) {
        let limit = self.limit(LimitStage::Dispatch);
        let (from, to) = if self.slow { (80, 300) } else { (5, 80) };
        self.wait_of(limit, from, to);
        let dispatcher = self.dice.pick(&self.cast().dispatchers).clone();
        let bureau = self.cast().bureau(self.story.bureau).unit;
        let street = self.own_street().unit;
        let mut rest = vec![bureau, street];
        rest.retain(|unit| *unit != lead.unit);
        let co = if self.dice.chance(25) { rest.pop().into_iter().collect() } else { Vec::new() };
        let copies = if self.dice.chance(20) { rest.pop().into_iter().collect() } else { Vec::new() };
        self.by(&dispatcher, Action::Dispatch { lead: lead.unit, co, copies, text: String::new() });
    }
}
