//! 到期事项: whatever happens, what is owed is done, in order, once, and comes to an end.

use crate::histories::{repeatable, step_of};
use crate::town::*;
use domain::calendar::{Instant, LimitUnit};
use domain::hazard::*;
use domain::people::Actor;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a node of the product does: the earliest thing that is due, until nothing is.
pub fn sweep(case: &mut Case) -> usize {
    for done in 0..100 {
        let timers = case.hazard.timers();
        assert_eq!(case.hazard.wakes_at(), timers.first().map(|t| t.at));
        assert!(timers.windows(2).all(|two| two[0].at <= two[1].at), "not in order: {timers:?}");
        let Some(timer) = timers.into_iter().next().filter(|t| t.at <= case.now) else { return done };
        let drafts = case.decide(&Actor::System, &timer.action, None).unwrap_or_else(|refusal| {
            panic!("{:?} is owed at {:?} and refused: {refusal}", timer.action, case.hazard.stage)
        });
        case.take(drafts);
    }
    panic!("no end: {:?}", case.hazard.timers());
}

type Rise = (SupervisionLevel, Instant, Instant);

/// What was escalated, clock by clock: level, when owed, when done.
pub fn rises(case: &Case) -> BTreeMap<String, Vec<Rise>> {
    let mut all: BTreeMap<String, Vec<Rise>> = BTreeMap::new();
    for (event, at) in &case.events {
        if let Event::Escalated { clock, level, owed, .. } = event {
            all.entry(format!("{clock:?}")).or_default().push((*level, *owed, *at));
        }
    }
    all
}

/// What holds of escalation in every history.
pub fn climbs_well(case: &Case) {
    for (clock, rises) in rises(case) {
        assert!(
            rises.windows(2).all(|two| two[0].0 < two[1].0),
            "{clock}: a level twice or out of order {rises:?}"
        );
        assert!(rises.windows(2).all(|two| two[0].1 <= two[1].1), "{clock}: owed out of order {rises:?}");
        assert!(rises.iter().all(|(_, owed, at)| owed <= at), "{clock}: before its time {rises:?}");
    }
    for letter in case.hazard.supervision.open_letters() {
        let same = case.hazard.supervision.open_letters().filter(|other| other.to == letter.to).count();
        assert_eq!(same, 1, "nobody has two letters at a time");
        assert!(case.hazard.stage.code().is_open() || letter.clock.is_some(), "{letter:?}");
    }
    for listing in &case.hazard.supervision.listings {
        assert!(listing.until.since(listing.hung_at) <= 365 * Instant::DAY, "hung for more than a year");
    }
}

fn danger_never_waits(case: &Case) {
    if !case.hazard.life_danger {
        return;
    }
    // Where a deadline was moved by somebody, the levels that were still to come moved with it.
    for (clock, rises) in rises(case).into_iter().filter(|(clock, _)| !clock.contains("Rectify")) {
        for two in rises.windows(2) {
            let gap = two[1].1.since(two[0].1);
            assert!(gap <= 3 * Instant::DAY, "{clock}: {gap} ms between levels of danger to life");
        }
    }
}

proptest! {
    #![proptest_config(repeatable())]

    /// Random people, random delays, and a node that wakes up now and then.
    #[test]
    fn what_is_owed_is_done(
        steps in prop::collection::vec((any::<prop::sample::Index>(), 0i64..90, prop::bool::weighted(0.7)), 1..60),
        which in 0..5,
    ) {
        let mut case = match which {
            0 => Case::reported(),
            1 => Case::life_danger(),
            2 => Case::rectifying(Grade::General),
            3 => Case::rectifying(Grade::Major),
            _ => Case::submitted(Grade::Major),
        };
        for (actor, hours, awake) in steps {
            case.pass(hours * Instant::HOUR);
            if awake {
                sweep(&mut case);
                prop_assert!(case.hazard.wakes_at().is_none_or(|at| at > case.now));
            }
            step_of(&mut case, actor, hours);
            climbs_well(&case);
            danger_never_waits(&case);
        }
        case.pass(400 * Instant::DAY);
        sweep(&mut case);
        climbs_well(&case);
        prop_assert_eq!(sweep(&mut case), 0);
    }

    /// A downtime loses nothing: the levels of each clock are the same, owed at the same moments, as without it.
    #[test]
    fn a_downtime_is_caught_up(days in 1i64..30, every in 1i64..48, which in 0..4) {
        let fresh = || match which {
            0 => Case::reported(),
            1 => Case::life_danger(),
            2 => Case::rectifying(Grade::Major),
            _ => Case::dispatched(Grade::General),
        };
        let (mut awake, mut asleep) = (fresh(), fresh());
        asleep.pass(days * Instant::DAY);
        sweep(&mut asleep);
        let end = asleep.now;
        while awake.now < end {
            let now = awake.now.plus(every * Instant::HOUR).min(end);
            awake.now = now;
            sweep(&mut awake);
        }
        // Letters of the two were sent at different times, so their own clocks differ.
        let owed = |case: &Case| -> Vec<(String, Vec<(SupervisionLevel, Instant)>)> {
            let own = |(clock, _): &(String, Vec<Rise>)| {
                !clock.contains("Reply") && !clock.contains("DecideListing")
            };
            rises(case).into_iter().filter(own).map(|(c, all)| (c, all.iter().map(|r| (r.0, r.1)).collect())).collect()
        };
        prop_assert_eq!(owed(&awake), owed(&asleep));
    }
}

#[test]
fn rungs_for_danger_to_life_are_around_the_clock() {
    let rules = SupervisionRules::shipped();
    for stage in LimitStage::ALL {
        for grade in [None, Some(Grade::General), Some(Grade::Larger), Some(Grade::Major)] {
            let matter = Matter { grade, urgent: true, category: None, source: Source::Resident };
            for rung in rules.ladder(stage, &matter) {
                let working = [LimitUnit::WorkingDay, LimitUnit::WorkingHour, LimitUnit::WorkingDaySlots];
                assert!(rung.after.is_none_or(|after| !working.contains(&after.unit)), "{stage:?} {rung:?}");
            }
        }
    }
}
