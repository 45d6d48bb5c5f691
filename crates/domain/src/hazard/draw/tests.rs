use super::*;
use proptest::prelude::*;

/// The same figures stand in the test of `scripts/verify_draw.py`: two programs, one method.
#[test]
fn the_golden_drawing() {
    let seed = Hash::of(&[b"a seed for a test"]);
    let root = Hash::of(&[b"a root for a test"]);
    let district = District(430406);
    let closings: Vec<(u64, Hash)> =
        (0..40u64).map(|n| (100 + 7 * n, Hash::of(&[b"closing", &n.to_be_bytes()]))).collect();
    let key = key(seed, root);
    let drawn: Vec<u64> = draw(&key, &closings, 5).into_iter().map(|nth| closings[nth].0).collect();
    let golden = include_str!("golden.json");
    let made = serde_json::json!({
        "district": 430406, "period": "2026-11", "percent": 5, "seed": seed, "root": root,
        "commitment": commitment(district, "2026-11", seed), "key": key,
        "first_ticket": ticket(&key, closings[0].0, &closings[0].1), "drawn": drawn,
        "stream": stream(district, "2026-11"),
    });
    assert_eq!(made, serde_json::from_str::<serde_json::Value>(golden).unwrap(), "{made:#}");
}

#[test]
fn at_least_the_share_and_at_least_one() {
    for (closed, percent, drawn) in
        [(0, 5, 0), (1, 5, 1), (19, 5, 1), (20, 5, 1), (21, 5, 2), (100, 5, 5), (101, 5, 6), (7, 100, 7)]
    {
        assert_eq!(count(closed, percent), drawn, "{closed} {percent}");
    }
    assert_eq!(period("2026-10-31T15:59:59Z".parse().unwrap()), "2026-10");
    assert_eq!(period("2026-10-31T16:00:00Z".parse().unwrap()), "2026-11", "the month of Beijing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_the_list_makes_no_difference(n in 1u64..60, turn in any::<prop::sample::Index>(), percent in 5u32..=100) {
        let key = Hash::of(&[b"key"]);
        let closings: Vec<(u64, Hash)> = (0..n).map(|n| (n, Hash::of(&[&n.to_be_bytes()]))).collect();
        let mut turned = closings.clone();
        turned.rotate_left(turn.index(closings.len()));
        let chosen = |list: &[(u64, Hash)]| -> Vec<u64> {
            draw(&key, list, percent).into_iter().map(|nth| list[nth].0).collect()
        };
        prop_assert_eq!(chosen(&closings), chosen(&turned));
        prop_assert_eq!(chosen(&closings).len() as u64, count(n, percent));
        // Another root draws others: tickets do not depend on the seed alone.
        prop_assert_ne!(ticket(&key, 0, &closings[0].1), ticket(&Hash::of(&[b"other"]), 0, &closings[0].1));
    }
}
