//! The life of one made-up hazard, planned step by step: who does what when. The plan only proposes; each step
//! goes through the same decisions as everybody's.

use super::cast::{Cast, Street};
use super::dice::Dice;
use super::gallery::{Gallery, Shot};
use super::land::{Plate, Spot};
use super::texts::{self, STORIES, Story};
use crate::hazard::NewReport;
use domain::calendar::{Calendar, Instant, Limit, Run};
use domain::hazard::{Action, Grade, LimitRules, LimitStage, Matter, Photo, PhotoRole, Source, StageCode};
use domain::ids::{FileId, UnitId};
use domain::people::Staff;
use uuid::Uuid;

/// Who makes a step.
#[derive(Clone)]
pub(super) enum Who {
    /// 群众.
    Public,
    /// Whoever holds the receipt.
    Reporter,
    /// The product itself.
    System,
    /// A member of staff.
    Staff(Staff),
}

/// What is done.
pub(super) enum What {
    Report(Box<NewReport>),
    Act(Action),
    /// 并案 into the hazard of another life.
    MergeInto(usize),
}

/// One step.
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) who: Who,
    pub(super) what: What,
}

/// Everything that a life is planned with.
pub(super) struct World<'a> {
    pub(super) cast: &'a Cast,
    pub(super) spots: &'a [Spot],
    pub(super) plates: &'a [Plate],
    pub(super) rules: &'a LimitRules,
    pub(super) calendar: &'a Calendar,
    pub(super) catalogue: &'a domain::hazard::Catalogue,
    pub(super) now: Instant,
    pub(super) new_id: &'a dyn Fn() -> Uuid,
}

/// A life that is being planned.
pub(super) struct Life<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) gallery: Option<&'a mut Gallery>,
    pub(super) dice: Dice,
    pub(super) at: Instant,
    pub(super) steps: Vec<Step>,
    pub(super) story: &'static Story,
    pub(super) spot: Option<usize>,
    pub(super) street: usize,
    pub(super) source: Source,
    pub(super) life_danger: bool,
    pub(super) grade: Grade,
    pub(super) slow: bool,
    pub(super) contact: bool,
    pub(super) acceptor: Staff,
    pub(super) verifier: Staff,
    pub(super) finder: Option<Staff>,
    pub(super) lead: Option<Staff>,
    pub(super) closed_at: Option<Instant>,
    /// What was reported, in words.
    pub(super) said: String,
    /// How long rectifying may take, once it is filed.
    pub(super) given: Option<Limit>,
    /// When rectifying is due, while it runs.
    pub(super) due: Option<Instant>,
    /// Whether everything about it is shown: a photo with the report, a graded risk.
    pub(super) pictured: bool,
    /// Whether its photos are found again where the same drawing is used twice.
    pub(super) as_drawn: bool,
}

impl<'a> Life<'a> {
    /// What kind of hazard it is: drawn once, so that measuring and planning agree.
    pub(super) fn new(world: &'a World<'a>, dice: Dice, at: Instant, target: StageCode) -> Self {
        let mut dice = dice;
        let weights: Vec<i64> = STORIES.iter().map(|s| s.weight).collect();
        let story = &STORIES[dice.weighted(&weights)];
        let fitting: Vec<usize> =
            (0..world.spots.len()).filter(|s| story.at.contains(&world.spots[*s].place.kind)).collect();
        let spot = (!fitting.is_empty() && dice.chance(82)).then(|| *dice.pick(&fitting));
        let street = spot.map_or_else(|| dice.between(0, 7) as usize, |s| world.spots[s].street);
        let sources =
            [Source::Resident, Source::Hotline, Source::Inspector, Source::Bureau, Source::SelfCheck];
        let rare = [Source::Employee, Source::Leader, Source::Media];
        let source = match dice.weighted(&[56, 9, 17, 9, 5, 4]) {
            5 => *dice.pick(&rare),
            nth => sources[nth],
        };
        let source = match target {
            // Only those of the offices end without asking a reporter.
            StageCode::Closed => *dice.pick(&[Source::Inspector, Source::Bureau, Source::Leader]),
            StageCode::SelfFixed => Source::Inspector,
            StageCode::Supplement
            | StageCode::Rejected
            | StageCode::FollowUp
            | StageCode::Reopened
            | StageCode::Merged => Source::Resident,
            _ => source,
        };
        let grade = match dice.weighted(&[80, 13, 7]) {
            0 => Grade::General,
            1 => Grade::Larger,
            _ => Grade::Major,
        };
        let grade = if target == StageCode::StopOrdered { Grade::Major } else { grade };
        let cast = world.cast;
        let mut life = Self {
            world,
            gallery: None,
            at,
            steps: Vec::new(),
            story,
            spot,
            street,
            source,
            life_danger: dice.chance(7) && target != StageCode::Rejected && target != StageCode::Supplement,
            grade,
            slow: dice.chance(14),
            contact: source.is_public() && dice.chance(30),
            acceptor: dice.pick(&cast.acceptors).clone(),
            verifier: dice.pick(&cast.verifiers).clone(),
            finder: None,
            lead: None,
            closed_at: None,
            said: String::new(),
            given: None,
            due: None,
            pictured: false,
            as_drawn: false,
            dice,
        };
        life.finder = life.choose_finder();
        life.lead = Some(life.choose_lead());
        life
    }

    pub(super) fn cast(&self) -> &'a Cast {
        self.world.cast
    }

    pub(super) fn own_street(&self) -> &'a Street {
        &self.cast().streets[self.street]
    }

    /// 先核查后立案: who looks at it first. What an employee reported is not looked at by the street that answers for
    /// the place, but by its neighbour.
    pub(super) fn inspecting(&self) -> &'a Street {
        let own = self.own_street();
        let answers = |spot: usize| self.world.spots[spot].place.party_unit == Some(own.unit);
        match self.source == Source::Employee && self.spot.is_some_and(answers) {
            true => &self.cast().streets[(self.street + 1) % self.cast().streets.len()],
            false => own,
        }
    }

    fn choose_finder(&mut self) -> Option<Staff> {
        let cast = self.cast();
        match self.source {
            Source::Inspector => Some(self.dice.pick(&cast.streets[self.street].inspectors).clone()),
            Source::Bureau => cast.bureau(self.story.bureau).handler.clone(),
            Source::SelfCheck => {
                let able: Vec<&Staff> = cast.companies.iter().filter_map(|c| c.handler.as_ref()).collect();
                Some((*self.dice.pick(&able)).clone())
            }
            Source::Leader | Source::Media => Some(self.dice.pick(&cast.shift_leads).clone()),
            _ => None,
        }
    }

    /// 处置单位: who answers for the place if it can, else the street or the bureau; never who found it.
    fn choose_lead(&mut self) -> Staff {
        let cast = self.cast();
        let company = self.spot.and_then(|s| self.world.spots[s].company);
        let company =
            company.and_then(|c| cast.companies[c].handler.clone()).filter(|_| self.dice.chance(60));
        let street = cast.streets[self.street].handler.clone();
        let bureau = cast.bureau(self.story.bureau).handler.clone();
        let first = company.or_else(|| if self.dice.chance(45) { bureau } else { None });
        let found = |staff: &Staff| self.finder.as_ref().is_some_and(|f| f.person == staff.person);
        first.filter(|staff| !found(staff)).unwrap_or(street)
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, from_minutes: i64, to_minutes: i64) {
        self.at = self.at.plus(self.dice.between(from_minutes, to_minutes) * Instant::MINUTE);
    }

    /// Lets so many per cent of a limit pass.
    pub(super) fn wait_of(&mut self, limit: i64, from: i64, to: i64) {
        let percent = self.dice.between(from, to);
        self.at = self.at.plus((limit / 100 * percent).max(Instant::MINUTE));
    }

    /// The limit of the rules for a stage of this hazard.
    pub(super) fn rule(&self, stage: LimitStage) -> Limit {
        let matter = Matter {
            grade: Some(self.grade),
            urgent: self.life_danger,
            category: Some(self.story.category),
            source: self.source,
        };
        self.world.rules.limit(stage, &matter)
    }

    /// When a limit that starts now is due.
    pub(super) fn due_of(&self, limit: Limit) -> Instant {
        let unit = self.lead.as_ref().map(|lead| lead.unit);
        self.world.calendar.due(&Run::new(limit, self.at, unit)).at.unwrap_or(self.at)
    }

    /// How long a limit takes at least: for drawing when somebody acts.
    pub(super) fn limit(&self, stage: LimitStage) -> i64 {
        self.rule(stage).at_least()
    }

    pub(super) fn step(&mut self, who: Who, what: What) {
        self.steps.push(Step { at: self.at, who, what });
    }

    pub(super) fn by(&mut self, staff: &Staff, action: Action) {
        self.step(Who::Staff(staff.clone()), What::Act(action));
    }

    pub(super) fn say(&mut self, all: &[&str]) -> String {
        (*self.dice.pick(all)).to_owned()
    }

    /// A photo, if there are any left.
    pub(super) fn photo(&mut self, mended: bool, role: PhotoRole) -> Vec<Photo> {
        self.drawn(mended, role, false)
    }

    /// A photo without which the step is not possible.
    pub(super) fn proof(&mut self, mended: bool, role: PhotoRole) -> Vec<Photo> {
        self.drawn(mended, role, true)
    }

    /// Measuring draws the same chances as planning does, only no photos.
    fn drawn(&mut self, mended: bool, role: PhotoRole, needed: bool) -> Vec<Photo> {
        let variant = self.dice.between(0, 1) as usize;
        let as_drawn = self.as_drawn;
        let shot =
            Shot { scene: self.story.scene, mended, variant: if as_drawn { 0 } else { variant }, as_drawn };
        let Some(gallery) = &mut self.gallery else { return Vec::new() };
        let id = FileId((self.world.new_id)());
        gallery.photo(shot, role, id, needed).into_iter().collect()
    }

    pub(super) fn handler(&self) -> Staff {
        self.lead.clone().unwrap_or_else(|| self.own_street().handler.clone())
    }

    /// 责任主体 unit of the place, if it is a company.
    pub(super) fn party(&self) -> Option<UnitId> {
        let company = self.spot.and_then(|s| self.world.spots[s].company)?;
        Some(self.cast().companies[company].unit)
    }

    /// What the reporter writes.
    pub(super) fn words(&mut self) -> String {
        let opening = self.say(&texts::OPENINGS);
        let seen = self.say(self.story.seen);
        let ending = self.say(&texts::ENDINGS);
        format!("{opening}{seen}{ending}")
    }
}
