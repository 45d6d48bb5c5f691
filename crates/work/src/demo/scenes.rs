//! 场景: what everybody should find in the demo, whatever chance brings. Each scene is one hazard that is lived among
//! all others, so long before now that it still stands as it is meant to.

use super::life::Life;
use super::texts;
use domain::calendar::{Instant, Limit};
use domain::hazard::{
    Action, EnforcementOutcome, Grade, ListingLevel, OvertimeGrounds, PhotoRole, Phrase, StageCode,
    SupervisionLevel, VerifyMethod,
};

/// Minutes.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// One hazard with a story of its own.
pub(super) struct Scene {
    /// 小类: kind of place and photos follow.
    pub(super) about: &'static str,
    /// At the how manieth place that fits: the same one for what comes back.
    pub(super) place: usize,
    pub(super) grade: Grade,
    /// Whether an inspector found it, not a resident.
    pub(super) found: bool,
    /// How many minutes ago the last step was made.
    pub(super) ago: i64,
    pub(super) play: fn(&mut Life<'_>),
}

const fn scene(about: &'static str, place: usize, grade: Grade, ago: i64, play: fn(&mut Life<'_>)) -> Scene {
    Scene { about, place, grade, found: false, ago, play }
}

const fn found(about: &'static str, place: usize, grade: Grade, ago: i64, play: fn(&mut Life<'_>)) -> Scene {
    Scene { about, place, grade, found: true, ago, play }
}

use Grade::{General, Larger, Major};

pub(super) const SCENES: [Scene; 32] = [
    scene("0103", 0, General, 45, |life| life.report()),
    scene("0402", 0, General, 5 * HOUR, letter_answered),
    scene("0302", 0, General, 8 * HOUR, letter_taken),
    scene("0701", 0, Larger, 3 * HOUR, |life| life.supervised(SupervisionLevel::Handover)),
    scene("0301", 1, General, 20 * HOUR, late_and_answered),
    scene("0106", 1, General, 30 * DAY, |life| life.under_way()),
    found("0101", 1, Major, 2 * DAY, listed),
    found("0801", 0, Major, 4 * DAY, delisted),
    scene("0202", 1, General, 3 * HOUR, extension_asked),
    scene("0102", 1, General, 6 * HOUR, extension_granted),
    scene("0401", 0, Larger, 2 * DAY, suspension_reviewed),
    found("0602", 0, Major, 7 * HOUR, release_asked),
    found("0203", 0, General, 9 * HOUR, |life| life.refer()),
    found("0204", 0, General, 3 * DAY, enforcement_decided),
    found("0303", 0, General, 30 * HOUR, |life| life.late()),
    found("0304", 0, General, 2 * DAY, overtime_granted),
    found("0105", 0, Larger, 32 * DAY, closed),
    found("0403", 0, Larger, 45 * DAY, closed),
    found("0604", 0, Larger, 26 * HOUR, found_again),
    found("0501", 2, General, 90 * DAY, closed),
    scene("0501", 2, General, 4 * HOUR, |life| life.under_way()),
    scene("0502", 0, General, 2 * HOUR, |life| life.instruct(Some(Phrase::Hasten), "")),
    scene("0503", 0, General, 90, instruction_answered),
    scene("0504", 0, General, 10 * HOUR, instruction_settled),
    scene("0104", 1, General, 20 * HOUR, closed_too_fast),
    scene("0702", 0, General, 40 * HOUR, same_photo),
    scene("0603", 0, General, 3 * DAY, doubt_settled),
    found("0902", 0, General, 40 * DAY, photo_as_drawn),
    scene("0902", 3, General, 3 * HOUR, photo_used_again),
    scene("0101", 3, General, 6 * HOUR, judged_major),
    found("0703", 0, Major, 4 * HOUR, judged_lower),
    found("0205", 0, Major, 5 * DAY, judged_lower_and_confirmed),
];

impl Life<'_> {
    /// From the report until the unit has signed.
    fn under_way(&mut self) {
        self.report();
        self.intake();
        self.file();
        let lead = self.handler();
        self.dispatch(&lead);
        self.sign(&lead);
    }

    fn supervised(&mut self, level: SupervisionLevel) {
        self.under_way();
        self.wait(2 * HOUR, 5 * HOUR);
        let (by, text) = match level {
            SupervisionLevel::Letter => {
                (&self.cast().leaders[0], "群众多次来电反映，请主办单位说明进展，并于三日内完成整改。")
            }
            _ => (&self.cast().committee[0], "请单位负责同志到区应安委办说明情况，并限期整改到位。"),
        };
        let by = by.clone();
        self.by(&by, Action::Supervise { level, text: text.into() });
    }

    fn answer_letter(&mut self) {
        let lead = self.handler();
        let text = "已约谈责任人，材料已进场，预计两日内整改到位。".into();
        let photos = self.photo(false, PhotoRole::Proof);
        self.by(&lead, Action::ReplySupervision { letter: None, text, photos });
    }

    /// From signing to closing, as it should be.
    fn done(&mut self) {
        let lead = self.handler();
        if self.grade == Major {
            self.plan(&lead);
        }
        self.wait_of(self.left(), 25, 60);
        self.submit(&lead);
        self.verify();
        self.close();
    }

    fn hang(&mut self) {
        let office = self.cast().committee[0].clone();
        self.wait(HOUR, 4 * HOUR);
        let list = Action::List {
            number: format!("雁安委督〔{}〕{}号（演示）", self.at.beijing().year(), self.dice.between(2, 40)),
            level: ListingLevel::County,
            until: self.at.plus(90 * Instant::DAY),
            text: "重大隐患，限期整改，整改期间停止使用。".into(),
        };
        self.by(&office, list);
        self.publish(20 * HOUR);
    }

    /// 公告, so many minutes later.
    fn publish(&mut self, later: i64) {
        let office = self.cast().committee[1].clone();
        self.wait(later, later);
        let address = format!("https://yanfeng.example/gongshi/{}", self.dice.between(2, 400));
        self.by(&office, Action::PublishListing { address, published_at: self.at });
    }

    fn instruct(&mut self, phrase: Option<Phrase>, text: &str) {
        self.under_way();
        self.wait(HOUR, 2 * HOUR);
        let leader = self.cast().leaders[0].clone();
        self.by(&leader, Action::Instruct { unit: None, phrase, text: text.into(), photos: Vec::new() });
    }

    fn reply_instruction(&mut self, text: &str) {
        let lead = self.handler();
        let photos = self.photo(true, PhotoRole::Proof);
        self.by(&lead, Action::ReplyInstruction { text: text.into(), photos });
    }

    /// Ready after the deadline: the fact stays, whatever two reviewers say.
    fn late(&mut self) {
        self.under_way();
        let lead = self.handler();
        self.at = self.due.unwrap_or(self.at).plus(30 * Instant::HOUR);
        self.submit(&lead);
        self.verify();
        self.close();
        self.wait(3 * HOUR, 8 * HOUR);
        let (grounds, text) =
            (OvertimeGrounds::WaitedForOthers, "等待产权单位断电配合三日，有往来函件为证。".into());
        let photos = self.photo(false, PhotoRole::Proof);
        self.by(&lead, Action::AppealOvertime { grounds, text, photos });
    }

    fn refer(&mut self) {
        self.under_way();
        self.wait(HOUR, 5 * HOUR);
        let (office, enforcer) = (self.cast().committee[0].clone(), self.cast().enforcers[0].clone());
        let text = "责任单位屡改屡犯，移请依法查处。".into();
        let photos = self.photo(false, PhotoRole::Proof);
        self.by(&office, Action::ReferEnforcement { unit: enforcer.unit, text, photos });
        self.wait(2 * HOUR, 6 * HOUR);
        self.by(&enforcer, Action::ReceiveEnforcement { text: String::new() });
        self.wait(8 * HOUR, 20 * HOUR);
        let number =
            Some(format!("演应急罚立〔{}〕{}号", self.at.beijing().year(), self.dice.between(1, 90)));
        self.by(&enforcer, Action::AnswerEnforcement { filed: true, number, text: String::new() });
    }

    fn judge(&mut self, grade: Grade, clauses: &[&str], text: &str) {
        self.under_way();
        self.wait(HOUR, 3 * HOUR);
        let judge = self.cast().enforcers[0].clone();
        let clauses = clauses.iter().map(|clause| (*clause).to_owned()).collect();
        self.by(&judge, Action::Judge { grade, clauses, text: text.into() });
    }
}

fn letter_answered(life: &mut Life<'_>) {
    life.supervised(SupervisionLevel::Letter);
    life.wait(3 * HOUR, 9 * HOUR);
    life.answer_letter();
}

fn letter_taken(life: &mut Life<'_>) {
    letter_answered(life);
    life.wait(HOUR, 5 * HOUR);
    let reviewer = life.cast().shift_leads[0].clone();
    let text = "收悉，请按承诺时间完成并提交验收。".into();
    life.by(&reviewer, Action::DecideReply { letter: None, accept: true, text });
}

/// The letter comes by itself a working day after the deadline.
fn late_and_answered(life: &mut Life<'_>) {
    life.under_way();
    let (due, unit) = (life.due.unwrap_or(life.at), life.handler().unit);
    let letter = life.world.calendar.extended(Limit::working_days(1), due, Some(unit)).at.unwrap_or(due);
    life.at = letter.plus(Instant::HOUR);
    life.answer_letter();
}

fn listed(life: &mut Life<'_>) {
    life.under_way();
    let lead = life.handler();
    life.plan(&lead);
    life.hang();
}

fn delisted(life: &mut Life<'_>) {
    life.under_way();
    life.hang();
    life.done();
    life.publish(28 * HOUR);
}

fn extension_asked(life: &mut Life<'_>) {
    life.under_way();
    let lead = life.handler();
    life.ask_extension(&lead);
}

fn extension_granted(life: &mut Life<'_>) {
    extension_asked(life);
    life.wait(10, HOUR);
    let decider = life.cast().dispatchers[0].clone();
    life.by(&decider, Action::DecideExtension { grant: true, text: "同意，请先落实临时防护".into() });
}

fn suspension_reviewed(life: &mut Life<'_>) {
    life.under_way();
    let lead = life.handler();
    life.suspended(&lead);
    life.wait(12 * DAY, 13 * DAY);
    let reviewer = life.cast().dispatchers[0].clone();
    let text = "现场复核，围挡完好，每日巡查有记录。".into();
    life.by(&reviewer, Action::ReviewSuspension { review_at: life.at.plus(28 * Instant::DAY), text });
}

fn release_asked(life: &mut Life<'_>) {
    life.under_way();
    life.stopped();
    life.wait(2 * DAY, 3 * DAY);
    let lead = life.handler();
    let photos = life.photo(true, PhotoRole::Proof);
    life.by(&lead, Action::RequestRelease { text: "整改完毕，申请复查恢复使用。".into(), photos });
}

fn enforcement_decided(life: &mut Life<'_>) {
    life.refer();
    life.wait(10 * DAY, 14 * DAY);
    let enforcer = life.cast().enforcers[0].clone();
    let decide = Action::DecideEnforcement {
        outcome: EnforcementOutcome::Penalised,
        document: Some(format!("演应急罚〔{}〕{}号", life.at.beijing().year(), life.dice.between(1, 90))),
        fine_fen: Some(2_000_000),
        text: String::new(),
    };
    life.by(&enforcer, decide);
}

fn overtime_granted(life: &mut Life<'_>) {
    life.late();
    let (first, second) = (life.cast().shift_leads[0].clone(), life.cast().committee[0].clone());
    life.wait(5 * HOUR, 9 * HOUR);
    life.by(&first, Action::ReviewOvertime { grant: true, text: "函件属实".into() });
    life.wait(5 * HOUR, 9 * HOUR);
    life.by(&second, Action::ReviewOvertime { grant: true, text: "同意豁免".into() });
}

fn closed(life: &mut Life<'_>) {
    life.under_way();
    life.done();
}

fn found_again(life: &mut Life<'_>) {
    closed(life);
    life.wait(31 * DAY, 33 * DAY);
    let again = life.another_verifier();
    let photos = life.proof(false, PhotoRole::Verification);
    let text = "回头看：护栏又被拆走，需重新整改。".into();
    life.by(&again, Action::LookBack { found: true, text, photos });
}

fn instruction_answered(life: &mut Life<'_>) {
    life.instruct(Some(Phrase::Report), "");
    life.wait(2 * HOUR, 6 * HOUR);
    life.reply_instruction("已组织施工队进场，今晚完成路面恢复。");
}

fn instruction_settled(life: &mut Life<'_>) {
    life.instruct(None, "请街道会同交通部门今天内落实防护。");
    life.wait(2 * HOUR, 6 * HOUR);
    life.reply_instruction("防护栏已装好，附现场照片。");
    life.wait(HOUR, 2 * HOUR);
    let leader = life.cast().leaders[0].clone();
    life.by(&leader, Action::SettleInstruction { accept: true, text: String::new() });
}

fn closed_too_fast(life: &mut Life<'_>) {
    life.under_way();
    life.wait(3, 5);
    let (lead, verifier) = (life.handler(), life.verifier.clone());
    life.submit(&lead);
    life.wait(1, 1);
    let text = life.say(&texts::VERIFIED);
    life.by(&verifier, Action::Verify { method: VerifyMethod::OnSite, text, photos: Vec::new() });
    life.close();
}

/// The photo of the result is the one of the report.
fn same_photo(life: &mut Life<'_>) {
    life.as_drawn = true;
    life.under_way();
    life.wait_of(life.left(), 25, 60);
    let lead = life.handler();
    let photos = life.proof(false, PhotoRole::After);
    let text = life.say(life.story.done);
    life.by(&lead, Action::Submit { text, photos, cost_fen: None });
    life.verify();
    life.close();
}

fn doubt_settled(life: &mut Life<'_>) {
    closed_too_fast(life);
    life.wait(5 * HOUR, 9 * HOUR);
    let lead = life.cast().shift_leads[0].clone();
    life.by(&lead, Action::SettleDoubts { text: "已调看现场视频，当场清除属实。".into() });
}

fn photo_as_drawn(life: &mut Life<'_>) {
    life.as_drawn = true;
    closed(life);
}

/// The picture that proved another case.
fn photo_used_again(life: &mut Life<'_>) {
    life.as_drawn = true;
    life.under_way();
    life.wait_of(life.left(), 25, 60);
    let lead = life.handler();
    life.submit(&lead);
}

fn judged_major(life: &mut Life<'_>) {
    life.judge(Major, &["GB35181-2025/1"], "安全出口仅剩一处且宽度不足，判定为重大火灾隐患。");
}

fn judged_lower(life: &mut Life<'_>) {
    life.judge(Larger, &[], "实测数量未达判定条款，按较大隐患办理。");
}

fn judged_lower_and_confirmed(life: &mut Life<'_>) {
    judged_lower(life);
    life.wait(2 * HOUR, 8 * HOUR);
    let office = life.cast().committee[0].clone();
    life.by(&office, Action::ConfirmJudgement { text: "同意按较大隐患办理。".into() });
}

impl Life<'_> {
    /// Makes the hazard that of a scene.
    pub(super) fn set(&mut self, scene: &Scene) {
        let world = self.world;
        if let Some(story) = texts::STORIES.iter().find(|story| story.category == scene.about) {
            self.story = story;
        }
        let fitting: Vec<usize> =
            (0..world.spots.len()).filter(|s| self.story.at.contains(&world.spots[*s].place.kind)).collect();
        self.spot = fitting.get(scene.place % fitting.len().max(1)).copied();
        self.street = self.spot.map_or(self.street, |spot| world.spots[spot].street);
        (self.grade, self.life_danger, self.slow, self.pictured) = (scene.grade, false, false, true);
        let (street, bureau) = (self.own_street(), self.cast().bureau(self.story.bureau));
        self.lead = Some(street.handler.clone());
        if scene.found {
            self.source = domain::hazard::Source::Inspector;
            (self.contact, self.finder) = (false, Some(street.inspectors[0].clone()));
            self.lead = bureau.handler.clone();
        }
    }
}

/// The stage with which a scene's life begins to be thought of: reported by a resident, ended by nobody.
pub(super) const BEGINS_AS: StageCode = StageCode::FollowUp;
