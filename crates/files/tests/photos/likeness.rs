use files::{Photo, Scene, distance, sketch};
use image::imageops::{FilterType, brighten, crop_imm, resize};

use crate::pictures::{jpeg, scene, shown, take, webp};

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

/// By how many bits a later photo differs from an earlier one, however much of the margins it lost.
fn apart(earlier: &Photo, later: &Photo) -> u32 {
    let near = |hash| distance(hash, earlier.phash).min(distance(hash, earlier.middle));
    near(later.phash).min(near(later.middle))
}

#[test]
fn a_picture_that_was_cropped_a_little_is_known_again() {
    let mut found = (0, 0);
    for seed in 1..=12 {
        let image = scene(seed, 800, 600);
        let first = take(&jpeg(&image, 92)).unwrap();
        for hundredths in [1, 2, 3, 4] {
            let (x, y) = (800 * hundredths / 100, 600 * hundredths / 100);
            let less = crop_imm(&image, x, y, 800 - 2 * x, 600 - 2 * y).to_image();
            found.1 += 1;
            found.0 += u32::from(apart(&first, &take(&jpeg(&less, 80)).unwrap()) <= 6);
        }
    }
    assert!(found.0 * 100 >= found.1 * 95, "{found:?}");
}

#[test]
fn the_same_spot_put_right_is_not_the_same_picture() {
    for (scene, seed) in Scene::ALL.into_iter().zip(1..) {
        let [before, after] = [false, true].map(|mended| sketch(scene, mended, seed));
        let off = distance(take(&before).unwrap().phash, take(&after).unwrap().phash);
        assert!(off > 2, "{scene:?}: {off}");
        // The same picture sent once more, by way of another phone.
        let smaller = resize(&shown(&before), 640, 480, FilterType::Triangle);
        let again = distance(take(&before).unwrap().phash, take(&jpeg(&smaller, 85)).unwrap().phash);
        assert!(again <= 6, "{scene:?}: {again}");
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
