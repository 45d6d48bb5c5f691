use super::*;
use crate::calendar::LimitUnit;

fn matter(grade: Option<Grade>, urgent: bool) -> Matter<'static> {
    Matter { grade, urgent, category: None, source: Source::Resident }
}

fn rules(version: &str, effective: &str) -> LimitRules {
    LimitRules::new(version.into(), effective.parse().unwrap(), LimitRules::default_2026().rules).unwrap()
}

fn new(rules: Vec<LimitRule>) -> Result<LimitRules, LimitRulesError> {
    LimitRules::new("x".into(), Instant(0), rules)
}

fn only(stage: LimitStage, limit: Limit) -> LimitRule {
    LimitRule {
        stage,
        grade: None,
        urgent: None,
        category: None,
        source: None,
        limit,
        basis: "test".into(),
        basis_en: String::new(),
    }
}

/// The shipped rules with those of one stage replaced.
fn with(stage: LimitStage, own: Vec<LimitRule>) -> Result<LimitRules, LimitRulesError> {
    let mut all = LimitRules::default_2026().rules;
    all.retain(|r| r.stage != stage);
    all.extend(own);
    new(all)
}

#[test]
fn the_rule_with_most_conditions_wins() {
    let rules = LimitRules::default_2026();
    let limit = |stage, grade, urgent| rules.limit(stage, &matter(grade, urgent));
    assert_eq!(limit(LimitStage::Response, None, false), Limit::minutes(20));
    assert_eq!(limit(LimitStage::Inspect, None, true), Limit::hours(2));
    assert_eq!(limit(LimitStage::Inspect, None, false), Limit::hours(24));
    assert_eq!(limit(LimitStage::Sign, Some(Grade::General), true), Limit::minutes(30));
    assert_eq!(limit(LimitStage::Sign, Some(Grade::General), false), Limit::working_hours(4));
    assert_eq!(limit(LimitStage::ApproveClosing, Some(Grade::Major), false), Limit::working_days(5));
    assert_eq!(
        limit(LimitStage::Rectify, Some(Grade::Larger), true),
        Limit::hours(24),
        "danger to life first"
    );
    let major = rules.rule(LimitStage::Rectify, &matter(Some(Grade::Major), true)).unwrap();
    assert_eq!(major.id(), "rectify/major/urgent");
}

#[test]
fn rules_may_depend_on_category_and_source() {
    let base = only(LimitStage::Rectify, Limit::working_days(5));
    let urgent = LimitRule { urgent: Some(true), limit: Limit::hours(24), ..base.clone() };
    let fire = LimitRule { category: Some("01".into()), limit: Limit::days(4), ..base.clone() };
    let lane = LimitRule { category: Some("0102".into()), limit: Limit::days(3), ..base.clone() };
    let hotline = LimitRule { source: Some(Source::Hotline), limit: Limit::days(2), ..base.clone() };
    let rules = with(LimitStage::Rectify, vec![base, urgent, fire, lane.clone(), hotline]).unwrap();
    let limit = |category, source, urgent| {
        rules.limit(LimitStage::Rectify, &Matter { grade: None, urgent, category: Some(category), source })
    };
    assert_eq!(limit("0301", Source::Resident, false), Limit::working_days(5));
    assert_eq!(limit("0104", Source::Resident, false), Limit::days(4));
    assert_eq!(limit("0102", Source::Resident, false), Limit::days(3));
    assert_eq!(limit("0301", Source::Hotline, false), Limit::days(2));
    assert_eq!(limit("0102", Source::Resident, true), Limit::hours(24));
    assert_eq!(lane.id(), "rectify/0102");
    let bad = LimitRule { category: Some("1".into()), ..lane };
    assert_eq!(with(LimitStage::Sign, vec![bad]), Err(LimitRulesError::Gap(LimitStage::Sign)));
}

#[test]
fn urgent_is_never_slower_than_not_urgent() {
    let rules = LimitRules::default_2026();
    for stage in LimitStage::ALL {
        for grade in [None, Some(Grade::General), Some(Grade::Larger), Some(Grade::Major)] {
            let length = |urgent| rules.limit(stage, &matter(grade, urgent)).at_least();
            assert!(length(true) <= length(false), "{stage:?} {grade:?}");
            let limit = rules.limit(stage, &matter(grade, true));
            assert!(limit.is_around_the_clock() || !stage.is_about_safety(), "{stage:?} {grade:?}");
        }
    }
}

#[test]
fn danger_to_life_never_waits_for_the_office_to_open() {
    let stage = LimitStage::Sign;
    let slow = only(stage, Limit::working_hours(4));
    let refused = |own: Vec<LimitRule>| match with(stage, own) {
        Err(LimitRulesError::LifeDanger { rule, .. }) => rule,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(vec![slow.clone()]), "sign");
    for limit in [
        Limit::working_hours(1),
        Limit::working_days(1),
        Limit::new(1, LimitUnit::WorkingDaySlots),
        Limit { rest_day_moves: true, ..Limit::days(1) },
    ] {
        let urgent = LimitRule { urgent: Some(true), limit, ..slow.clone() };
        assert_eq!(refused(vec![only(stage, Limit::days(2)), urgent]), "sign/urgent");
    }
    let urgent = LimitRule { urgent: Some(true), limit: Limit::minutes(30), ..slow.clone() };
    assert!(with(stage, vec![slow.clone(), urgent.clone()]).is_ok());
    // A rule for some matters of danger to life leaves the others to the slow one.
    let some = LimitRule { grade: Some(Grade::Major), ..urgent };
    assert_eq!(refused(vec![slow.clone(), some]), "sign");
    let calm = LimitRule { urgent: Some(false), limit: Limit::working_hours(4), ..slow };
    assert!(with(stage, vec![only(stage, Limit::hours(2)), calm]).is_ok());
    let told = only(LimitStage::TellReporter, Limit::working_days(5));
    assert!(with(LimitStage::TellReporter, vec![told]).is_ok(), "after closing there is no danger");
}

#[test]
fn refuses_gaps_repetitions_and_nothing() {
    let all = LimitRules::default_2026().rules;
    let without: Vec<_> = all.iter().filter(|r| r.stage != LimitStage::Sign).cloned().collect();
    assert_eq!(new(without), Err(LimitRulesError::Gap(LimitStage::Sign)));
    let mut twice = all.clone();
    twice.push(all[0].clone());
    assert_eq!(new(twice), Err(LimitRulesError::Twice(all[0].stage)));
    let mut zero = all.clone();
    zero[0].limit.amount = 0;
    assert_eq!(new(zero), Err(LimitRulesError::Zero(all[0].stage)));
    let mut long = all.clone();
    long[0].limit = Limit::days(3_654);
    assert_eq!(new(long), Err(LimitRulesError::TooLong(all[0].stage)));
    for version in ["", " ", "a:b", &"x".repeat(41)] {
        let made = LimitRules::new(version.into(), Instant(0), all.clone());
        assert_eq!(made, Err(LimitRulesError::Version));
    }
    let none = r#"{"version":"x","effective":"2026-01-01T00:00:00Z","rules":[]}"#;
    assert!(serde_json::from_str::<LimitRules>(none).is_err());
}

#[test]
fn ids_are_unique_and_lead_back_to_the_rule() {
    let book = LimitBook::shipped();
    let rules = book.newest();
    let mut ids: Vec<String> = rules.rules().iter().map(LimitRule::id).collect();
    for rule in rules.rules() {
        let reference = RuleRef::to(&rules.version, rule);
        let text = serde_json::to_string(&reference).unwrap();
        assert_eq!(book.find(&serde_json::from_str(&text).unwrap()), Some(rule));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), rules.rules().len());
}

#[test]
fn what_applied_then_judges_what_happened_then() {
    let book = LimitBook::new(
        rules("first", "2026-01-01T00:00:00+08:00"),
        vec![rules("second", "2026-07-01T00:00:00+08:00")],
    );
    let version = |at: &str| book.at(at.parse().unwrap()).version.clone();
    assert_eq!(version("2020-01-01T00:00:00+08:00"), "first");
    assert_eq!(version("2026-06-30T23:59:59+08:00"), "first");
    assert_eq!(version("2026-07-01T00:00:00+08:00"), "second");
}

#[test]
fn every_fault_is_found_with_its_place() {
    let mut all = LimitRules::default_2026().rules;
    all.retain(|r| r.stage != LimitStage::Sign);
    all[0].limit.amount = 0;
    all[1].basis = "  ".into();
    let copy = all[2].clone();
    all.push(copy);
    let found = faults(&all);
    let last = all.len() - 1;
    assert_eq!(
        found.iter().map(|(at, _)| *at).collect::<Vec<_>>(),
        [None, Some(0), Some(1), Some(last)],
        "{found:?}"
    );
    assert_eq!(found[0].1, LimitRulesError::Gap(LimitStage::Sign));
    assert_eq!(found[2].1, LimitRulesError::Basis(all[1].stage));
    assert!(faults(LimitRules::default_2026().rules()).is_empty());
    assert_eq!(faults(&vec![all[0].clone(); 501]), [(None, LimitRulesError::TooMany)]);
}

#[test]
fn what_was_complete_stays_usable_when_a_stage_is_new() {
    let mut all = LimitRules::default_2026().rules;
    all.retain(|r| r.stage != LimitStage::Urge);
    let rules = LimitRules::completed("own".into(), Instant(0), all).unwrap();
    assert_eq!(rules.limit(LimitStage::Urge, &matter(None, true)), Limit::hours(1));
    assert!(
        LimitRules::completed("own".into(), Instant(0), vec![only(LimitStage::Sign, Limit::days(0))])
            .is_err()
    );
}

#[test]
fn a_comparison_tells_rules_and_what_they_change() {
    let old = LimitRules::default_2026();
    assert_eq!((compare_limits(&old, &old).len(), shifts(&old, &old).len()), (0, 0));
    let mut all = old.rules.clone();
    let plain = |r: &&mut LimitRule| r.stage == LimitStage::Rectify && r.id() == "rectify";
    all.iter_mut().find(plain).unwrap().limit = Limit::working_days(3);
    all.retain(|r| r.id() != "rectify/larger");
    all.push(LimitRule { category: Some("0102".into()), ..only(LimitStage::Rectify, Limit::days(2)) });
    let new = LimitRules::new("new".into(), Instant(0), all).unwrap();
    let id = |r: Option<&LimitRule>| r.map(LimitRule::id);
    let told: Vec<_> = compare_limits(&old, &new).iter().map(|d| (id(d.before), id(d.after))).collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [(some("rectify"), some("rectify")), (None, some("rectify/0102")), (some("rectify/larger"), None)]
    );
    let moved: Vec<_> = shifts(&old, &new).iter().map(|s| (s.before.id(), s.after.id())).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert!(moved.contains(&pair("rectify", "rectify")) && moved.contains(&pair("rectify", "rectify/0102")));
    assert!(
        moved.contains(&pair("rectify/larger", "rectify")),
        "what falls away leaves it to the general rule"
    );
    assert!(
        !moved.iter().any(|(before, _)| before.contains("urgent")),
        "danger to life has its own: {moved:?}"
    );
}
