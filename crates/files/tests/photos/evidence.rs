use files::{Evidence, Photo};
use image::DynamicImage;

use crate::pictures::{Camera, jpeg, png, scene, take, webp, with_exif};

fn photo_by(camera: &Camera) -> Photo {
    take(&with_exif(&jpeg(&scene(1, 64, 48), 85), &camera.tiff())).unwrap()
}

fn evidence_of(camera: &Camera) -> Evidence {
    photo_by(camera).exif.unwrap()
}

#[test]
fn time_place_and_phone_are_read_from_each_type() {
    let image = scene(1, 64, 48);
    let tiff = Camera::default().tiff();
    let uploads = [
        with_exif(&jpeg(&image, 85), &tiff),
        png(&DynamicImage::ImageRgb8(image.clone()), Some(tiff.clone())),
        webp(&image, Some(tiff)),
    ];
    for upload in uploads {
        let evidence = take(&upload).unwrap().exif.unwrap();
        let taken = evidence.taken.unwrap();
        assert_eq!(taken.local, "2026-11-21T16:05:09");
        assert_eq!(taken.offset_minutes, Some(480));
        let position = evidence.position.unwrap();
        assert!((position.latitude - 26.895_866_7).abs() < 1e-6);
        assert!((position.longitude - 112.620_916_7).abs() < 1e-6);
        assert_eq!(evidence.make.as_deref(), Some("Shanshui"));
        assert_eq!(evidence.model.as_deref(), Some("Shanshui P9"));
    }
}

#[test]
fn what_the_camera_wrote_is_read_from_an_original_without_drawing_it() {
    let image = scene(1, 64, 48);
    let tiff = Camera::default().tiff();
    for upload in [
        with_exif(&jpeg(&image, 85), &tiff),
        png(&DynamicImage::ImageRgb8(image.clone()), Some(tiff.clone())),
        webp(&image, Some(tiff)),
    ] {
        assert_eq!(files::camera(&upload), take(&upload).unwrap().exif);
    }
    for nothing in [&b""[..], b"GIF89a", b"\xff\xd8\xff", &jpeg(&image, 85)] {
        assert_eq!(files::camera(nothing), None);
    }
}

#[test]
fn south_and_west_are_negative() {
    let camera = Camera {
        latitude: ("S", [(33, 1), (30, 1), (0, 1)]),
        longitude: ("W", [(70, 1), (15, 1), (0, 1)]),
        ..Camera::default()
    };
    let position = evidence_of(&camera).position.unwrap();
    assert!((position.latitude + 33.5).abs() < 1e-9);
    assert!((position.longitude + 70.25).abs() < 1e-9);
}

#[test]
fn a_place_that_cannot_be_is_none() {
    let good = [(26, 1), (53, 1), (0, 1)];
    let zero = [(0, 1); 3];
    for (latitude, longitude) in [
        (("N", [(91, 1), (0, 1), (0, 1)]), ("E", good)),
        (("N", good), ("E", [(180, 1), (1, 1), (0, 1)])),
        (("N", [(26, 0), (0, 0), (0, 0)]), ("E", good)),
        (("N", [(1, 0), (0, 1), (0, 1)]), ("E", good)),
        (("X", good), ("E", good)),
        (("N", zero), ("E", zero)),
    ] {
        let evidence = evidence_of(&Camera { latitude, longitude, ..Camera::default() });
        assert!(evidence.position.is_none());
        assert!(evidence.taken.is_some(), "the rest is still read");
    }
}

#[test]
fn a_time_that_cannot_be_is_none_and_a_strange_offset_is_left_out() {
    for taken in ["2026:13:01 00:00:00", "2026:11:21 24:00:00", "    :  :     :  :  ", "yesterday", ""] {
        assert!(evidence_of(&Camera { taken, ..Camera::default() }).taken.is_none(), "{taken}");
    }
    for offset in [None, Some("+99:99"), Some("Z"), Some("08:00+")] {
        let taken = evidence_of(&Camera { offset, ..Camera::default() }).taken.unwrap();
        assert_eq!((taken.local.as_str(), taken.offset_minutes), ("2026-11-21T16:05:09", None));
    }
    let west = evidence_of(&Camera { offset: Some("-03:30"), ..Camera::default() });
    assert_eq!(west.taken.unwrap().offset_minutes, Some(-210));
}

#[test]
fn names_are_cleaned_and_cut() {
    let make = "<b>\u{1b}[31m\r\nX-Evil: 1 and on and on and on and on and on and on and on and on and on";
    let evidence = evidence_of(&Camera { make, model: "   ", ..Camera::default() });
    let make = evidence.make.unwrap();
    assert!(make.chars().count() <= 64 && !make.chars().any(char::is_control), "{make}");
    assert_eq!(evidence.model, None);
}

#[test]
fn a_broken_block_gives_what_can_be_read_and_refuses_nothing() {
    let whole = Camera { orientation: 6, ..Camera::default() }.tiff();
    let upload = jpeg(&scene(1, 64, 48), 85);
    for end in 0..whole.len() {
        let photo = take(&with_exif(&upload, &whole[..end])).unwrap();
        assert!(photo.width == 64 || photo.width == 48);
    }
    // The first folder is whole, the block of the place is gone.
    let start = whole.len() - 40;
    let photo = take(&with_exif(&upload, &whole[..start])).unwrap();
    assert_eq!((photo.width, photo.height), (48, 64));
    assert_eq!(photo.exif.unwrap().make.as_deref(), Some("Shanshui"));
}

#[test]
fn no_exif_is_no_evidence() {
    assert!(take(&jpeg(&scene(1, 64, 48), 85)).unwrap().exif.is_none());
}

#[test]
fn nothing_about_the_reporter_shows_in_debug_output() {
    let photo = photo_by(&Camera::default());
    let printed = format!("{photo:?} {:?}", photo.exif);
    assert!(
        !printed.contains("Shanshui") && !printed.contains("26.") && !printed.contains("2026"),
        "{printed}"
    );
}
