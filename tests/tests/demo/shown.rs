//! What everybody should find in the demo: each thing that is built, at least once.

use crate::states;
use domain::hazard::{
    DoubtReason, Grade, Hazard, Judgement, Request, RiskColour, Stage, StageCode, SupervisionCause,
    SupervisionLevel,
};
use domain::people::{Actor, Role, Staff};
use std::collections::BTreeSet;
use town::{DISTRICT, Town};
use work::demo::DemoReport;
use work::hazard::PhotoDoubtKind;
use work::map::{display_actor, displays};
use work::place::{CoverageBy, CoverageFilter, coverage, due_places, plans, quiet};

/// Everybody with this role.
fn staff(town: &Town, role: Role) -> Vec<Actor> {
    let registers = town.app.registers();
    let people = registers.people();
    let with = people.iter().map(|(person, _)| person).filter(|person| person.roles.contains(&role));
    with.map(|p| {
        Actor::Staff(Staff { person: p.id, unit: p.unit, area: p.area.clone(), roles: p.roles.clone() })
    })
    .collect()
}

fn kinds_of_events(town: &Town) -> BTreeSet<String> {
    let read = town.app.store().read_blocking(|c| {
        let rows = c.query("select distinct kind from events where district = $1", &[DISTRICT.into()])?;
        rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
    });
    read.unwrap()
}

/// Asserts it.
pub fn everything(town: &Town, report: &DemoReport) {
    let all = states(town);
    hazards(town, &all);
    judged(town, &all);
    drawn(town, &all);
    places_and_screens(town, report);
    let bells = |role| {
        let of_role = staff(town, role);
        let rings = |actor: &&Actor| {
            let unread = work::notice::unread(&town.app, actor, 1, Default::default());
            town.block_on(unread).unwrap().count > 0
        };
        of_role.iter().filter(rings).count()
    };
    for role in [Role::ShiftLead, Role::CommitteeOffice, Role::Handler, Role::Verifier, Role::Leader] {
        assert!(bells(role) > 0, "no notice for any {role:?}");
    }
}

fn hazards(town: &Town, all: &[Hazard]) {
    let some = |what: &str, is: &dyn Fn(&Hazard) -> bool| assert!(all.iter().any(is), "nothing {what}");
    let now = town.app.store().surroundings().now();
    let letters = |is: fn(&domain::hazard::SupervisionLetter) -> bool| {
        move |h: &Hazard| h.supervision.open_letters().any(is)
    };
    some("reminded of", &|h| {
        h.supervision.level().is_none()
            && h.supervision.climbs.iter().any(|climb| climb.level == SupervisionLevel::Reminder)
    });
    some(
        "with a letter by the rules",
        &letters(|l| l.level == SupervisionLevel::Letter && l.cause == SupervisionCause::Overdue),
    );
    some("with a letter by hand", &letters(|l| l.cause == SupervisionCause::ByHand));
    some("handed over", &letters(|l| l.level == SupervisionLevel::Handover));
    some("that owes a reply", &letters(domain::hazard::SupervisionLetter::awaits_reply));
    some("with a reply to be looked at", &letters(|l| l.undecided().is_some()));
    some(
        "with a reply that was enough",
        &letters(|l| l.replies.iter().any(|reply| reply.decided.is_some_and(|decided| decided.accepted))),
    );
    some("listed in public", &|h| h.supervision.listing().is_some_and(|l| l.published.is_some()));
    some("taken off the list", &|h| {
        h.supervision.listings.iter().any(|l| l.removed_at.is_some() && l.removal.is_some())
    });
    some("with an extension asked for", &|h| matches!(h.request, Some(Request::Extension { .. })));
    some("with an extension granted", &|h| h.extensions > 0);
    some("suspended", &|h| matches!(h.stage, Stage::Suspended { review_at, .. } if review_at > now));
    some("stopped, with work to go on", &|h| {
        h.stage.code() == StageCode::StopOrdered && h.supervision.release.is_some()
    });
    some("with those who punish", &|h| h.open_enforcement().is_some_and(|e| e.answer.is_some()));
    some("punished", &|h| h.enforcements.iter().any(|e| e.result.is_some()));
    some("with an appeal against being late", &|h| h.overtime.as_ref().is_some_and(|o| o.is_open()));
    some("late and excused", &|h| h.is_overtime_exempt() && h.was_overtime());
    some("to be looked back at", &|h| h.owed_look_back().is_some_and(|l| l.due > Some(now)));
    some("to be looked back at, late", &|h| h.owed_look_back().is_some_and(|l| l.due < Some(now)));
    some("found again", &|h| h.look_backs.iter().any(|l| l.result.is_some_and(|r| r.found)));
    some("that came back", &|h| !h.recurred.is_empty());
    some("that repeats another", &|h| !h.repeats.is_empty());
    some("a leader waits for", &|h| h.open_instruction().is_some_and(|i| i.replied.is_none()));
    some("a leader was answered about", &|h| h.open_instruction().is_some_and(|i| i.replied.is_some()));
    some("a leader is content with", &|h| h.instructions.iter().any(|i| i.accepted.is_some()));
    let kinds = kinds_of_events(town);
    for kind in ["suspension_reviewed", "extension_decided", "doubts_settled", "look_back_opened"] {
        assert!(kinds.contains(kind), "no event {kind}: {kinds:?}");
    }
}

fn judged(town: &Town, all: &[Hazard]) {
    let some = |what: &str, is: &dyn Fn(&Hazard) -> bool| assert!(all.iter().any(is), "nothing {what}");
    for reason in [DoubtReason::RectifiedFast, DoubtReason::VerifiedFast, DoubtReason::SamePhoto] {
        some("with this doubt", &|h| {
            h.doubts.as_ref().is_some_and(|d| d.found.iter().any(|doubt| doubt.reason() == reason))
        });
    }
    let judgement = |is: &dyn Fn(&Hazard, &Judgement) -> bool| {
        all.iter().any(|h| h.judgement.as_ref().is_some_and(|judgement| is(h, judgement)))
    };
    assert!(judgement(&|h, j| {
        let filed_by = h.filing.as_ref().map(|filing| filing.by);
        j.grade == Grade::Major && !j.clauses.is_empty() && Some(j.by) != filed_by
    }));
    assert!(judgement(&|_, j| j.awaits_second()));
    assert!(judgement(&|_, j| matches!(j.second, domain::hazard::Second::Done { .. })));
    for colour in [RiskColour::Red, RiskColour::Orange, RiskColour::Yellow, RiskColour::Blue] {
        some("of this colour", &|h| h.risk.as_ref().is_some_and(|risk| risk.colour == colour));
    }
    let verifier = staff(town, Role::Verifier).remove(0);
    let submitted = all.iter().filter(|h| h.stage.code() == StageCode::Submitted);
    let reused = submitted.filter(|h| {
        let seen = town.block_on(work::hazard::detail(&town.app, &verifier, h.id, Default::default()));
        let found = seen.unwrap().photo_findings.unwrap_or_default();
        found.iter().any(|f| f.doubt == PhotoDoubtKind::Reused && f.other.is_some())
    });
    assert!(reused.count() > 0, "no photo was used twice");
}

fn drawn(town: &Town, all: &[Hazard]) {
    let leader = staff(town, Role::Leader).remove(0);
    let draws = town.block_on(work::judging::draws(&town.app, &leader)).unwrap();
    assert!(draws.len() > 3 && draws[0].seed.is_none() && draws[0].index.is_some(), "{draws:?}");
    assert!(draws[1..].iter().all(|draw| draw.seed.is_some()), "{draws:?}");
    let hit = draws.iter().find(|draw| draw.drawn > Some(0)).unwrap();
    let proof = town.block_on(work::judging::prove_draw(&town.app, &hit.period)).unwrap();
    assert_eq!(proof.closings.iter().filter(|c| c.drawn > 0).count() as u64, hit.drawn.unwrap());
    let done = |h: &&Hazard| h.recheck.as_ref().is_some_and(|r| r.result.is_some_and(|r| r.passed));
    assert!(all.iter().filter(done).count() > 0, "nobody looked again");
}

fn places_and_screens(town: &Town, report: &DemoReport) {
    let leader = staff(town, Role::CommitteeOffice).remove(0);
    assert!(!town.block_on(plans(&town.app, &leader)).unwrap().is_empty());
    let seen = coverage(&town.app, &leader, CoverageBy::Street, CoverageFilter::default());
    let seen = town.block_on(seen).unwrap();
    assert!(seen.iter().any(|row| row.done > 0) && seen.iter().any(|row| row.due + row.overdue > 0));
    let due = town.block_on(due_places(&town.app, &leader, None, CoverageFilter::default())).unwrap();
    assert!(!due.is_empty());
    let inspector = staff(town, Role::Inspector).remove(0);
    let silent = town.block_on(quiet(&town.app, &inspector, None, None, None)).unwrap().items;
    assert!(silent.iter().any(|place| place.last_scan.is_none()), "every code was scanned");

    let admin = staff(town, Role::SystemAdmin).remove(0);
    assert_eq!(town.block_on(displays(&town.app, &admin)).unwrap().len(), 1);
    let (_, token) = report.wall.split_once("#display=").unwrap();
    assert!(town.block_on(display_actor(&town.app, token)).unwrap().is_some());
}
