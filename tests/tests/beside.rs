//! 移交执法, 超时申诉, 回头看, 复发: on both engines, with the figures that follow, and a ledger that holds.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{
    Action, ActionKind, EnforcementOutcome, Grade, LimitStage, OvertimeGrounds, PhotoRole, StageCode,
    VerifyMethod,
};
use domain::ids::HazardId;
use domain::place::Position;
use store::{Dimension, Measure};
use town::{Town, story};
use work::hazard::{NewReport, detail, sweep};
use work::tallies::{Wanted, tallies};
use work::words::Lang;

const SPOT: Position = Position { lon_e7: 1_126_000_000, lat_e7: 268_900_000 };

fn reported_at(town: &Town, spot: Position) -> HazardId {
    let report = NewReport {
        text: "消防通道被货车堵住".into(),
        address: "解放路 12 号".into(),
        position: Some(spot),
        ..NewReport::default()
    };
    town.resident().sends(report, None).unwrap().id
}

fn filed(town: &Town, id: HazardId, grade: Grade) {
    town.officer("acceptor").accepts(id);
    town.officer("acceptor").files(id, grade);
}

/// From the report to the closing; the unit takes so many days.
fn closed(town: &Town, grade: Grade, days: i64) -> HazardId {
    let id = reported_at(town, SPOT);
    filed(town, id, grade);
    town.officer("dispatcher").dispatches(id, "roads");
    town.officer("road worker").signs(id);
    town.wait(days * Instant::DAY);
    town.officer("road worker").submits(id);
    town.officer("verifier").verifies(id, VerifyMethod::OnSite);
    town.officer("shift lead").approves(id);
    id
}

fn figure(town: &Town, measure: Measure) -> i64 {
    let wanted = Wanted { dimension: Dimension::District, measure, from: None, to: None };
    let actor = town.officer("leader").actor();
    let all = town.block_on(tallies(&town.app, &actor, wanted, Lang::Zh)).unwrap();
    all.first().map_or(0, |t| t.n)
}

fn seen(town: &Town, id: HazardId) -> work::hazard::Detail {
    town.block_on(detail(&town.app, &town.officer("shift lead").actor(), id, Lang::Zh)).unwrap()
}

story!(
    /// 复发: the same kind again within fifty metres is shown on both and counted.
    what_comes_back_is_shown_on_both_and_counted,
    |town| {
        let first = closed(&town, Grade::General, 1);
        town.wait(20 * Instant::DAY);
        let near = Position { lat_e7: SPOT.lat_e7 + 3_000, ..SPOT };
        let again = reported_at(&town, near);
        assert!(seen(&town, again).beside.repeats.is_empty(), "its kind is not certain yet");
        filed(&town, again, Grade::General);
        let (old, new) = (seen(&town, first), seen(&town, again));
        assert_eq!((new.beside.repeats[0].id, new.beside.repeats[0].days), (first.0, 20));
        assert_eq!(old.beside.recurred[0].receipt, new.summary.receipt);
        assert!(new.summary.is_repeat && old.summary.came_back && !new.summary.came_back);
        assert_eq!((figure(&town, Measure::Recurred30), figure(&town, Measure::Recurred90)), (1, 1));
        let far = reported_at(&town, Position { lat_e7: SPOT.lat_e7 + 30_000, ..SPOT });
        filed(&town, far, Grade::General);
        assert!(seen(&town, far).beside.repeats.is_empty(), "three hundred metres away");
        town.is_sound();
    }
);

story!(
    /// 回头看: the day comes by itself, after a downtime too, and what is found again is open again.
    the_day_of_a_look_back_comes_by_itself,
    |town| {
        let id = closed(&town, Grade::Larger, 1);
        assert_eq!(seen(&town, id).beside.look_backs.len(), 2);
        town.wait(31 * Instant::DAY);
        town.restart();
        town.block_on(sweep(&town.app)).unwrap();
        let due = seen(&town, id);
        assert!(due.beside.look_backs[0].due.is_some() && due.beside.look_backs[1].due.is_none());
        assert_eq!(due.summary.stage, "archived");
        let look = || Action::LookBack {
            found: true,
            text: "通道又被堵".into(),
            photos: vec![town.photo(PhotoRole::Verification)],
        };
        let refused = town.officer("verifier").tries(id, look()).unwrap_err();
        assert_eq!(refused.code, "separation_of_duties", "who verified does not look again");
        let unseen = town.officer("south inspector").tries(id, look()).unwrap_err();
        assert!(matches!(unseen.status, 403 | 404));
        // Whoever else may verify goes.
        let by = domain::people::Staff {
            person: domain::ids::PersonId(uuid::Uuid::from_u128(9)),
            roles: vec![domain::people::Role::Verifier],
            ..town.officer("shift lead").staff.clone()
        };
        let version = town.hazard(id).version;
        let actor = domain::people::Actor::Staff(by);
        let acted = work::hazard::act(&town.app, actor, None, id, Some(version), look());
        assert_eq!(town.block_on(acted).unwrap().stage, StageCode::Reopened);
        town.is_sound();
    }
);

story!(
    /// 超时申诉: two people agree; the record says late, figures leave it out.
    a_late_unit_appeals_once_and_the_fact_stays,
    |town| {
        let id = closed(&town, Grade::General, 20);
        assert_eq!(seen(&town, id).summary.overtime.as_deref(), Some("was_late"));
        assert_eq!((figure(&town, Measure::ClosedOnTime), figure(&town, Measure::Exempted)), (0, 0));
        let appeal = Action::AppealOvertime {
            grounds: OvertimeGrounds::ForceMajeure,
            text: "连日暴雨，无法施工".into(),
            photos: vec![town.photo(PhotoRole::Proof)],
        };
        assert_eq!(town.officer("builder").tries(id, appeal.clone()).unwrap_err().status, 404);
        town.officer("road worker").does(id, appeal.clone());
        let review = || Action::ReviewOvertime { grant: true, text: "气象记录属实".into() };
        town.officer("shift lead").does(id, review());
        assert_eq!(
            town.officer("shift lead").tries(id, review()).unwrap_err().code,
            "separation_of_duties"
        );
        town.officer("committee office").does(id, review());
        let after = seen(&town, id);
        assert_eq!(after.summary.overtime.as_deref(), Some("exempt"));
        assert!(after.beside.overtime.unwrap().granted);
        assert_eq!((figure(&town, Measure::ClosedOnTime), figure(&town, Measure::Exempted)), (1, 1));
        assert_eq!(town.officer("road worker").tries(id, appeal).unwrap_err().status, 409);
        town.is_sound();
    }
);

story!(
    /// 移交执法: beside the putting right, answered, decided, and on record.
    enforcement_runs_beside_and_comes_back_with_a_result,
    |town| {
        let id = reported_at(&town, SPOT);
        filed(&town, id, Grade::General);
        let unit = town.officer("enforcer").unit();
        let refer = Action::ReferEnforcement { unit, text: "拒不整改".into(), photos: vec![] };
        assert_eq!(town.officer("dispatcher").tries(id, refer.clone()).unwrap_err().status, 403);
        town.officer("shift lead").does(id, refer);
        assert_eq!(town.stage(id), StageCode::Filed);
        let allowed = seen_by_enforcer(&town, id);
        assert!(allowed.contains(&ActionKind::ReceiveEnforcement));
        let number = Some("雁应急罚立〔2026〕1号".to_owned());
        town.officer("enforcer").does(
            id,
            Action::AnswerEnforcement { filed: true, number, text: String::new() },
        );
        assert!(town.hazard(id).running(LimitStage::EnforcementDecision).is_some());
        town.officer("enforcer").does(
            id,
            Action::DecideEnforcement {
                outcome: EnforcementOutcome::Penalised,
                document: Some("雁应急罚决〔2026〕1号".into()),
                fine_fen: Some(1_000_000),
                text: String::new(),
            },
        );
        let told = &seen(&town, id).beside.enforcements[0];
        assert_eq!((told.outcome.as_deref(), told.fine_fen), (Some("penalised"), Some(1_000_000)));
        town.is_sound();
    }
);

fn seen_by_enforcer(town: &Town, id: HazardId) -> Vec<ActionKind> {
    town.block_on(detail(&town.app, &town.officer("enforcer").actor(), id, Lang::Zh)).unwrap().allowed
}
