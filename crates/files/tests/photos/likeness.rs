use files::distance;
use image::imageops::{FilterType, brighten, resize};

use crate::pictures::{jpeg, scene, take, webp};

/// At most this many bits away counts as the same picture.
const SAME: u32 = 8;

#[test]
fn a_picture_is_known_again_after_shrinking_encoding_and_brightening() {
    for seed in 1..=6 {
        let image = scene(seed, 800, 600);
        let first = take(&jpeg(&image, 92)).unwrap().phash;
        let smaller = resize(&image, 500, 375, FilterType::Triangle);
        for (how, again) in [
            ("poor quality", jpeg(&image, 35)),
            ("smaller", jpeg(&smaller, 80)),
            ("another type", webp(&smaller, None)),
            ("brighter", jpeg(&brighten(&image, 12), 85)),
        ] {
            let off = distance(first, take(&again).unwrap().phash);
            assert!(off <= SAME, "scene {seed}, {how}: {off} bits off");
        }
        let copy = take(&take(&jpeg(&image, 92)).unwrap().view).unwrap();
        assert!(distance(first, copy.phash) <= SAME, "our own copy sent in again");
    }
}

#[test]
fn other_pictures_are_far_away() {
    let hashes: Vec<i64> =
        (1..=16).map(|seed| take(&jpeg(&scene(seed, 640, 480), 85)).unwrap().phash).collect();
    for (at, one) in hashes.iter().enumerate() {
        for other in &hashes[at + 1..] {
            let off = distance(*one, *other);
            assert!(off > SAME + 4, "only {off} bits apart");
        }
    }
}

#[test]
fn distance_counts_differing_bits() {
    assert_eq!(distance(0, 0), 0);
    assert_eq!(distance(-1, 0), 64);
    assert_eq!(distance(0b1011, 0b0010), 2);
    assert_eq!(distance(i64::MIN, i64::MAX), 64);
}
