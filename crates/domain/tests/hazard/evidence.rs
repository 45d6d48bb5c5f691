//! What about the photos of a case is to be looked at.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::ids::HazardId;
use uuid::Uuid;

const BEFORE: i64 = 0x5555_5555_0f0f_0f0f;

fn with(photos: Vec<Photo>) -> Hazard {
    let event = Event::Reported {
        receipt: "R1".into(),
        source: Source::Resident,
        channel: Channel::Code,
        captured_at: None,
        category: None,
        place: None,
        position: None,
        fix: None,
        street: None,
        life_danger: false,
        photos,
        reporter: None,
        protection: Protection::Anonymous,
        finder: None,
        external: vec![],
        due: None,
        reply_due: None,
        takeover: None,
        row: None,
    };
    Hazard::begin(HazardId(Uuid::from_u128(1)), &event, Instant(10 * Instant::HOUR)).unwrap()
}

fn of(n: u128, role: PhotoRole, phash: i64) -> Photo {
    Photo { phash, ..photo(n, role) }
}

fn doubts(photos: Vec<Photo>) -> Vec<PhotoDoubt> {
    EvidenceRules::shipped().doubts(&with(photos)).into_iter().map(|(_, doubt)| doubt).collect()
}

#[test]
fn a_result_that_equals_what_was_reported_is_shown_and_a_result_from_the_same_spot_is_not() {
    let before = of(1, PhotoRole::Before, BEFORE);
    let after = |turned: i64| of(2, PhotoRole::After, BEFORE ^ turned);
    for (turned, bits) in [(0, 0), (0b11, 2)] {
        let found = doubts(vec![before.clone(), after(turned)]);
        assert_eq!(found, [PhotoDoubt::Unchanged { before: before.file, bits }]);
    }
    assert_eq!(doubts(vec![before.clone(), after(0b111)]), []);
    // Cropped: the middle of the one is the other.
    let cropped = Photo { middle: Some(BEFORE), ..of(1, PhotoRole::Inspection, BEFORE ^ 0xff) };
    assert!(matches!(doubts(vec![cropped, after(0)])[..], [PhotoDoubt::Unchanged { bits: 0, .. }]));
    // Two pictures of the hazard may be alike, and a picture of one colour says nothing.
    assert_eq!(doubts(vec![before.clone(), of(2, PhotoRole::Supplement, BEFORE)]), []);
    assert_eq!(doubts(vec![of(1, PhotoRole::Before, 0), of(2, PhotoRole::After, 0)]), []);
    // Nor does the middle of two pictures that is of one colour.
    let blank = |photo: Photo| Photo { middle: Some(0), ..photo };
    assert_eq!(doubts(vec![blank(before.clone()), blank(after(0xff))]), []);
}

#[test]
fn a_photo_of_the_work_that_is_older_than_its_case_is_shown() {
    let taken = |role, minutes: i64| {
        let at = Instant(10 * Instant::HOUR).plus(-minutes * Instant::MINUTE);
        doubts(vec![Photo { taken: Some(at), ..of(1, role, BEFORE) }])
    };
    assert_eq!(taken(PhotoRole::After, 90), [PhotoDoubt::Older { minutes: 90 }]);
    assert_eq!(taken(PhotoRole::After, 15), [], "cameras' clocks are not exact");
    assert_eq!(taken(PhotoRole::After, -600), []);
    assert_eq!(taken(PhotoRole::Before, 90), [], "what is reported was seen before");
    let never = Photo { taken: Some(Instant(-1_000_000 * Instant::DAY)), ..of(1, PhotoRole::After, BEFORE) };
    assert!(matches!(doubts(vec![never])[..], [PhotoDoubt::Older { minutes }] if minutes > 1_000_000));
}

#[test]
fn a_photo_from_far_away_is_shown() {
    let at = |metres| doubts(vec![Photo { distance_m: Some(metres), ..of(1, PhotoRole::After, BEFORE) }]);
    assert_eq!(at(301), [PhotoDoubt::Far { metres: 301 }]);
    assert_eq!(at(300), []);
}

#[test]
fn the_same_photo_in_two_cases_is_the_same_within_the_published_distance() {
    let rules = EvidenceRules::shipped();
    let photo = Photo { middle: Some(!BEFORE), ..of(1, PhotoRole::After, BEFORE) };
    assert_eq!(rules.reused(&photo, BEFORE ^ 0b11_1111), Some(6));
    assert_eq!(rules.reused(&photo, BEFORE ^ 0b111_1111), None);
    assert_eq!(rules.reused(&photo, !BEFORE), None, "an earlier one is not a piece of a later one");
    assert!(rules.unchanged_bits < rules.reused_bits && rules.reused_bits <= resemblance::MOST_BITS);
}

#[test]
fn rules_of_evidence_that_find_nothing_or_everything_are_refused() {
    let with = |field: &str, value: serde_json::Value| {
        let mut body = serde_json::to_value(EvidenceRules::shipped()).unwrap();
        body[field] = value;
        serde_json::from_value::<EvidenceRules>(body).map_err(|e| e.to_string())
    };
    assert_eq!(with("far_m", 500.into()).unwrap().far_m, 500);
    for (field, value) in
        [("reused_bits", 8), ("unchanged_bits", 7), ("clock_minutes", 1_441), ("far_m", 5), ("far_m", 50_000)]
    {
        assert!(with(field, value.into()).unwrap_err().starts_with(field), "{field} {value}");
    }
    assert!(with("basis", " ".into()).is_err() && with("stranger", 1.into()).is_err());
}
