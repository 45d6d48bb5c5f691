//! Photos that look alike are found among all, and what finds them is compared by `verify`.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use domain::hazard::{EvidenceRules, Hazard, Photo, PhotoRole};
use domain::ids::{FileId, HazardId};
use store::resemblance::{Alike, alike};
use store::verify::What;
use uuid::Uuid;

const PICTURE: i64 = 0x5555_5555_0f0f_0f0f;

fn picture(n: u128, phash: i64, middle: Option<i64>) -> Photo {
    let file = FileId(Uuid::from_u128(n));
    let (sha256, kept) = ("a".repeat(64), "c".repeat(64));
    let role = PhotoRole::Before;
    Photo { file, role, sha256, kept, phash, middle, taken: None, distance_m: None }
}

/// Sends a report with one photo.
fn sent(store: &store::Store, n: u128, photo: Photo) -> HazardId {
    let mut command = Send::new(n);
    command.report.photos = vec![photo];
    let id = command.id();
    store.execute_blocking(DISTRICT, domain::people::Actor::Public, None, command).unwrap();
    id
}

fn found(base: &Base, photo: &Photo) -> Vec<Alike> {
    let rules = EvidenceRules::shipped();
    alike(base.connection().as_mut(), DISTRICT, photo, &|hash| rules.reused(photo, hash)).unwrap()
}

fn a_photo_is_found_by_what_looks_like_it_wherever_the_bits_differ(base: &Base) {
    let store = base.store();
    let first = picture(100, PICTURE, Some(!PICTURE));
    let hazard = sent(&store, 1, first.clone());
    for n in 2..40 {
        // Others: every fourth bit of each band turned, and more.
        sent(&store, n, picture(100 + n, PICTURE.rotate_left(1) ^ ((n as i64) << 20), None));
    }
    for turned in [0, 0b11_1111, 0x8100_0000_0000_0081_u64 as i64, 1 << 63, 0x1111_1100_0000_0000] {
        let bits = turned.count_ones();
        let other = picture(1, PICTURE ^ turned, None);
        assert_eq!(found(base, &other), [Alike { bits, file: first.file, hazard }], "{turned:x}");
    }
    assert_eq!(found(base, &picture(1, PICTURE ^ 0x7f, None)), [], "seven bits are another picture");
    assert_eq!(found(base, &picture(1, !PICTURE ^ 1, None))[0].bits, 1, "by its middle");
    assert_eq!(found(base, &first), [], "not by itself");
    assert_eq!(found(base, &picture(1, 0, None)), []);
    assert_eq!(base.settled(&store).faults, 0);
    store.close();
}

fn rows_by_which_photos_are_found_follow_from_the_hazards(base: &Base) {
    let store = base.store();
    let hazard = sent(&store, 1, picture(100, PICTURE, Some(!PICTURE)));
    assert_eq!(base.settled(&store).faults, 0);
    store.close();
    assert_eq!(base.rows("select band from photo_bands", &[]).len(), 8);
    for change in [
        "update photo_bands set band = band + 1 where band < 65536 and likeness > 0",
        "update photo_bands set likeness = 7 where band < 65536 and likeness > 0",
        "delete from photo_bands where band >= 196608 and likeness < 0",
    ] {
        let mut connection = base.connection();
        connection.script("create table kept as select * from photo_bands").unwrap();
        assert!(base.change(change, &[]) > 0, "{change}");
        let first = base.verify().first.unwrap();
        assert_eq!((first.what, first.stream), (What::Links, Some(hazard.0)), "{change}");
        connection
            .script("delete from photo_bands; insert into photo_bands select * from kept; drop table kept")
            .unwrap();
    }
    assert_eq!(base.verify().faults, 0);
    let state = base.rows("select state from hazards", &[]);
    let hazard: Hazard = serde_json::from_str(state[0].text(0).unwrap()).unwrap();
    assert_eq!(hazard.photos[0].middle, Some(!PICTURE));
}

on_both![
    a_photo_is_found_by_what_looks_like_it_wherever_the_bits_differ,
    rows_by_which_photos_are_found_follow_from_the_hazards,
];
