//! The main path and its branches, in the words of the trade.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{
    Action, ActionKind, ClosingKind, Finding, Grade, PhotoRole, ReferralTo, ReopenCause, StageCode,
    SuspensionCause, VerifyMethod,
};
use store::Surroundings;
use town::{key, story};
use work::hazard::NewReport;

story!(
    /// A resident reports; it is accepted, filed, dispatched, fixed, checked by someone else, closed and rated.
    a_report_goes_all_the_way,
    |town| {
        let receipt = town.resident().reports("路面塌陷，有车轮陷入");
        let id = receipt.id;
        assert_eq!(town.stage(id), StageCode::Reported);
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        assert_eq!(town.stage(id), StageCode::Rectifying);
        town.officer("road worker").plans(id);
        town.officer("road worker").submits(id);
        town.officer("verifier").verifies(id, VerifyMethod::OnSite);
        town.officer("second acceptor").approves(id);
        assert_eq!(town.stage(id), StageCode::FollowUp);
        town.resident().does(id, Action::Rate { solved: true, stars: 5, text: "很快".into() }).unwrap();
        let hazard = town.hazard(id);
        assert_eq!(hazard.closing, Some(ClosingKind::Rectified));
        assert!(hazard.filing.unwrap().number.starts_with("43040620260302"));
        town.wait(30 * Instant::DAY);
        town.block_on(work::hazard::sweep(&town.app)).unwrap();
        assert_eq!(town.stage(id), StageCode::Archived);
        town.is_sound();
    }
);

story!(
    /// 返工: the verifier sends it back; the history is kept and the count rises.
    rework_keeps_its_history,
    |town| {
        let id = town.resident().reports("井盖破损").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        town.officer("road worker").submits(id);
        town.officer("verifier").sends_back(id);
        assert_eq!(town.stage(id), StageCode::Rework);
        town.officer("road worker").signs(id);
        town.officer("road worker").submits(id);
        let hazard = town.hazard(id);
        assert_eq!(hazard.reworks, 1);
        assert_eq!(hazard.photos.iter().filter(|p| p.role == PhotoRole::After).count(), 2);
        town.is_sound();
    }
);

story!(
    /// 查整分离: nobody verifies what they fixed, and the fixing unit does not either.
    finder_fixer_and_verifier_are_different_people,
    |town| {
        let id = town.resident().reports("配电箱外露").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "building");
        town.officer("builder").signs(id);
        town.officer("builder").submits(id);
        let verify = Action::Verify { method: VerifyMethod::OnSite, text: "好".into(), photos: vec![] };
        let refused = town.officer("second builder").tries(id, verify).unwrap_err();
        assert_eq!((refused.status, town.stage(id)), (403, StageCode::Submitted));
        town.is_sound();
    }
);

story!(
    /// 409: an illegal move answers with what is possible, and changes nothing.
    an_illegal_move_changes_nothing,
    |town| {
        let id = town.resident().reports("楼道堆物").id;
        let before = town.hazard(id);
        let refused = town.officer("acceptor").tries(id, Action::ApproveClosing { text: String::new() }).unwrap_err();
        assert_eq!((refused.status, refused.code), (409, "illegal_move"));
        assert!(refused.allowed.contains(&ActionKind::Accept), "{:?}", refused.allowed);
        assert_eq!(town.hazard(id), before);
        town.officer("acceptor").accepts(id);
        let stale = town.officer("acceptor").tries_at(id, before.version, Action::Accept).unwrap_err();
        assert_eq!((stale.status, stale.code), (409, "stale"));
        town.is_sound();
    }
);

story!(
    /// Two acceptors reach for the same report: one has it, the other hears that somebody was faster.
    two_people_at_once,
    |town| {
        let id = town.resident().reports("护栏缺失").id;
        let version = town.hazard(id).version;
        let (one, two) = (town.officer("acceptor").actor(), town.officer("second acceptor").actor());
        let other_server = town.second_server();
        let answers = town.block_on(async {
            let first = work::hazard::act(&town.app, one, None, id, Some(version), Action::Accept);
            let second = work::hazard::act(&other_server, two, None, id, Some(version), Action::Accept);
            let (first, second) = tokio::join!(first, second);
            [first.is_ok(), second.is_ok()]
        });
        other_server.store().close();
        assert_eq!(answers.iter().filter(|ok| **ok).count(), 1, "{answers:?}");
        assert_eq!(town.hazard(id).version, version + 1);
        town.is_sound();
    }
);

story!(
    /// A lost signal: the same report sent three times is one hazard; the same key for another report is refused.
    a_repeated_report_is_one_hazard,
    |town| {
        let report = || NewReport { text: "树枝将断".into(), address: "公园".into(), ..NewReport::default() };
        let once = town.resident().sends(report(), Some(key("a", "树枝将断"))).unwrap();
        for _ in 0..2 {
            assert_eq!(town.resident().sends(report(), Some(key("a", "树枝将断"))).unwrap(), once);
        }
        let other = town.resident().sends(report(), Some(key("a", "别的"))).unwrap_err();
        assert_eq!((other.status, other.code), (409, "key_reused"));
        town.restart();
        assert_eq!(town.resident().sends(report(), Some(key("a", "树枝将断"))).unwrap(), once);
        town.is_sound();
    }
);

story!(
    /// 并案 and its undoing; a child closes with its parent.
    merged_hazards_follow_their_parent,
    |town| {
        let (parent, child, other) = (
            town.resident().reports("桥面坑洞").id,
            town.resident().reports("桥上有大坑").id,
            town.resident().reports("桥灯不亮").id,
        );
        let desk = town.officer("acceptor");
        desk.accepts(parent);
        for merged in [child, other] {
            desk.does(merged, Action::Merge { into: parent, text: String::new() });
            assert_eq!(town.stage(merged), StageCode::Merged);
        }
        desk.does(other, Action::Unmerge { text: "另一处".into() });
        assert_eq!(town.stage(other), StageCode::Reported);
        assert_eq!(town.hazard(parent).children, vec![child]);
        desk.files(parent, Grade::General);
        town.officer("dispatcher").dispatches(parent, "roads");
        town.officer("road worker").signs(parent);
        town.officer("road worker").submits(parent);
        town.officer("verifier").verifies(parent, VerifyMethod::OnSite);
        town.officer("second acceptor").approves(parent);
        assert_eq!(town.hazard(child).closing, Some(ClosingKind::WithParent));
        town.is_sound();
    }
);

story!(
    /// 即查即改: an inspector fixes it on the spot, somebody else confirms.
    fixed_on_the_spot,
    |town| {
        let id = town.resident().reports("消防通道堆放杂物").id;
        let south = town.unit("south");
        town.officer("acceptor").does(id, Action::OrderInspection { unit: south, text: "请现场核实".into() });
        let photos = vec![town.photo(PhotoRole::Before), town.photo(PhotoRole::After)];
        town.officer("south inspector").does(id, Action::FixOnSpot { text: "已清理".into(), photos });
        assert_eq!(town.stage(id), StageCode::SelfFixed);
        town.officer("acceptor").does(id, Action::ConfirmSpotFix { text: String::new() });
        assert_eq!(town.hazard(id).closing, Some(ClosingKind::FixedOnSpot));
        town.is_sound();
    }
);

story!(
    /// 退回 and 裁定: wrong unit twice, then the committee office decides, and that binds.
    wrong_unit_until_arbitration,
    |town| {
        let id = town.resident().reports("电杆倾斜").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::Larger);
        let ask = |who: &str| {
            town.officer(who).does(id, Action::RequestReturn { text: "非我单位权属".into(), photos: vec![] });
        };
        for (unit, handler) in [("roads", "road worker"), ("building", "builder")] {
            town.officer("dispatcher").dispatches(id, unit);
            ask(handler);
            town.officer("dispatcher").does(id, Action::DecideReturn { grant: true, text: "同意".into() });
            assert_eq!(town.stage(id), StageCode::Filed);
        }
        town.officer("dispatcher").dispatches(id, "roads");
        ask("road worker");
        let decide = Action::DecideReturn { grant: false, text: "由市政所负责".into() };
        assert_eq!(town.officer("dispatcher").tries(id, decide.clone()).unwrap_err().status, 403);
        town.officer("committee office").does(id, decide);
        assert_eq!(town.stage(id), StageCode::Dispatched);
        let again = Action::RequestReturn { text: "仍非我单位".into(), photos: vec![] };
        assert!(town.officer("road worker").tries(id, again).is_err());
        town.is_sound();
    }
);

story!(
    /// 延期 and 挂账: the clock pauses, comes back by itself, and what remained still remains.
    extension_and_suspension,
    |town| {
        let id = town.resident().reports("挡土墙开裂").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::Larger);
        town.officer("dispatcher").dispatches(id, "building");
        town.officer("builder").signs(id);
        let due = town.hazard(id).rectify_due.unwrap();
        let until = due.plus(Instant::HOUR);
        town.officer("builder").does(id, Action::RequestExtension { until, text: "等待材料".into() });
        town.officer("dispatcher").does(id, Action::DecideExtension { grant: true, text: String::new() });
        assert_eq!(town.hazard(id).rectify_due, Some(until));
        let now = town.clock.now();
        let (review_at, end) = (now.plus(20 * Instant::DAY), now.plus(60 * Instant::DAY));
        let cause = SuspensionCause::Season;
        let text = "汛期不宜开挖，已围挡并每日巡查".into();
        town.officer("builder").does(id, Action::RequestSuspension { cause, until: end, review_at, text });
        town.officer("leader").does(id, Action::DecideSuspension { grant: true, text: String::new() });
        assert_eq!(town.stage(id), StageCode::Suspended);
        let remaining = until.since(town.clock.now());
        town.wait(61 * Instant::DAY);
        town.restart();
        assert_eq!(town.block_on(work::hazard::sweep(&town.app)).unwrap(), 1);
        assert_eq!(town.stage(id), StageCode::Rectifying);
        let left = town.hazard(id).rectify_due.unwrap().since(town.clock.now());
        assert!((left - remaining).abs() <= 5 * Instant::MINUTE, "{left} of {remaining}");
        town.is_sound();
    }
);

story!(
    /// 重大隐患: clause, five fulfilments, stop order, experts, and the committee office closes.
    a_major_hazard,
    |town| {
        let id = town.resident().reports("厂房疏散通道被封堵").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::Major);
        town.officer("dispatcher").dispatches(id, "mill");
        let mill = town.officer("mill manager");
        mill.signs(id);
        let order = "（雁）应急停〔2026〕3号".to_owned();
        town.officer("enforcer").does(id, Action::OrderStop { order, text: "停止使用".into() });
        assert_eq!(town.stage(id), StageCode::StopOrdered);
        town.officer("enforcer").does(id, Action::ReleaseStop { text: "复查同意恢复".into() });
        let photos = vec![town.photo(PhotoRole::After)];
        let early = Action::Submit { text: "已打通".into(), photos, cost_fen: None };
        assert_eq!(mill.tries(id, early).unwrap_err().code, "rule");
        mill.plans(id);
        mill.submits(id);
        let alone = Action::Verify { method: VerifyMethod::OnSite, text: "好".into(), photos: vec![] };
        assert_eq!(town.officer("verifier").tries(id, alone).unwrap_err().code, "rule");
        town.officer("verifier").verifies(id, VerifyMethod::Experts);
        assert!(town.officer("second acceptor").tries(id, Action::ApproveClosing { text: String::new() }).is_err());
        town.officer("committee office").approves(id);
        town.is_sound();
    }
);

story!(
    /// 不予受理, 申诉, 重启; 移送 and back; a question that nobody answers lapses.
    rejected_referred_and_lapsed,
    |town| {
        let id = town.resident().reports("邻居装修").id;
        town.officer("acceptor").rejects(id, "不属于安全隐患，可向物业反映");
        town.resident().does(id, Action::Appeal { text: "在砸承重墙".into() }).unwrap();
        let own = Action::DecideAppeal { uphold: true, text: "成立".into() };
        assert!(town.officer("acceptor").tries(id, own.clone()).is_err());
        town.officer("shift lead").does(id, own);
        assert_eq!(town.stage(id), StageCode::Reopened);

        let id = town.resident().reports("河对岸垃圾焚烧").id;
        town.officer("acceptor").accepts(id);
        let to = ReferralTo::OtherDistrict;
        town.officer("acceptor").does(id, Action::ReferOut { to, number: Some("X-1".into()), text: "属他区".into() });
        town.officer("acceptor").does(id, Action::Bounce { text: "对方认为属我区".into() });
        assert_eq!(town.stage(id), StageCode::Reported);

        let id = town.resident().reports("有危险").id;
        town.officer("acceptor").does(id, Action::AskSupplement { text: "请说明位置".into() });
        town.wait(4 * Instant::DAY);
        town.block_on(work::hazard::sweep(&town.app)).unwrap();
        assert_eq!(town.stage(id), StageCode::Rejected);
        town.is_sound();
    }
);

story!(
    /// 回访: not solved; a person looks into it and it is reopened, linked to what it was.
    unhappy_reporters_are_heard,
    |town| {
        let id = town.resident().reports("路灯杆漏电").id;
        town.officer("acceptor").accepts(id);
        let south = town.unit("south");
        town.officer("acceptor").does(id, Action::OrderInspection { unit: south, text: String::new() });
        town.officer("south inspector").finds(id, Finding::Founded);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        town.officer("road worker").submits(id);
        town.officer("verifier").verifies(id, VerifyMethod::Remote);
        town.officer("second acceptor").approves(id);
        town.resident().does(id, Action::Rate { solved: false, stars: 1, text: "还在漏电".into() }).unwrap();
        town.wait(60 * Instant::DAY);
        town.block_on(work::hazard::sweep(&town.app)).unwrap();
        assert_eq!(town.stage(id), StageCode::FollowUp, "an unhappy reporter is not archived by a timer");
        town.officer("caller").does(id, Action::Reopen { cause: ReopenCause::Unsolved, text: "属实".into() });
        let hazard = town.hazard(id);
        assert_eq!((hazard.stage.code(), hazard.reopens), (StageCode::Reopened, 1));
        town.officer("dispatcher").dispatches(id, "roads");
        assert_eq!(town.stage(id), StageCode::Dispatched);
        town.is_sound();
    }
);
