use files::{distance, marked};
use image::RgbImage;

use crate::pictures::{Camera, jpeg, scene, shown, take, with_exif};

const TEXT: &str = "chen 430406-AJ 2026-11-22 19:30";

fn changed(before: &RgbImage, after: &RgbImage) -> usize {
    let far = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 24;
    before.pixels().zip(after.pixels()).filter(|(a, b)| a.0.iter().zip(&b.0).any(far)).count()
}

#[test]
fn the_mark_is_all_over_the_picture_and_leaves_most_of_it_alone() {
    let view = take(&jpeg(&scene(3, 1600, 1200), 90)).unwrap().view;
    let (before, after) = (shown(&view), shown(&marked(&view, TEXT).unwrap()));
    assert_eq!(before.dimensions(), after.dimensions());
    let (width, height) = before.dimensions();
    let share = changed(&before, &after) as f64 / f64::from(width * height);
    assert!((0.005..0.12).contains(&share), "{share} of the pixels");
    // Whoever cuts a piece out takes a part of the mark along.
    for (left, top) in [(0, 0), (width / 2, 0), (0, height / 2), (width / 2, height / 2)] {
        let part =
            |image: &RgbImage| image::imageops::crop_imm(image, left, top, width / 2, height / 2).to_image();
        assert!(changed(&part(&before), &part(&after)) > 500);
    }
}

#[test]
fn the_picture_under_the_mark_is_the_same_and_another_viewer_leaves_another_mark() {
    let view = take(&jpeg(&scene(4, 1200, 900), 90)).unwrap().view;
    let own = marked(&view, TEXT).unwrap();
    assert_eq!(own, marked(&view, TEXT).unwrap());
    assert_ne!(own, marked(&view, "wang 430406-AJ 2026-11-22 19:30").unwrap());
    assert!(distance(take(&view).unwrap().phash, take(&own).unwrap().phash) <= 6);
}

#[test]
fn what_is_marked_carries_no_metadata_and_nobody_can_break_it_with_a_name() {
    let upload = with_exif(&jpeg(&scene(5, 400, 300), 90), &Camera::default().tiff());
    let view = take(&upload).unwrap().view;
    for text in ["", "陈 安监局", "\u{0}\n\u{7f}~", &"x".repeat(500)] {
        let copy = marked(&view, text).unwrap();
        assert!(!copy.windows(4).any(|w| w == b"Exif"), "{text}");
        assert_eq!(shown(&copy).dimensions(), (400, 300));
    }
    assert!(marked(b"no picture", TEXT).is_err());
    assert!(marked(&take(&jpeg(&scene(5, 32, 12_000), 85)).unwrap().view, TEXT).is_ok());
}
