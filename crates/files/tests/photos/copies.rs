use files::{Limits, Seal, process};
use image::{DynamicImage, Rgb, RgbImage, Rgba, RgbaImage};
use sha2::{Digest, Sha256};

use crate::pictures::{Camera, jpeg, png, scene, shown, take, webp, with_exif, with_segment};
use crate::vault::{LostKey, Vault};

#[test]
fn two_copies_fit_their_sizes_and_keep_the_shape() {
    let photo = take(&jpeg(&scene(1, 2000, 1500), 85)).unwrap();
    assert_eq!((photo.width, photo.height), (2000, 1500));
    assert_eq!(shown(&photo.view).dimensions(), (1600, 1200));
    assert_eq!(shown(&photo.thumb).dimensions(), (320, 240));
}

#[test]
fn a_small_picture_is_never_enlarged() {
    let photo = take(&jpeg(&scene(1, 200, 100), 85)).unwrap();
    assert_eq!(shown(&photo.view).dimensions(), (200, 100));
    assert_eq!(shown(&photo.thumb).dimensions(), (200, 100));
}

#[test]
fn a_very_long_picture_keeps_at_least_one_pixel() {
    let photo = take(&jpeg(&scene(1, 32, 12_000), 85)).unwrap();
    assert_eq!(shown(&photo.view).dimensions(), (4, 1600));
    assert_eq!(shown(&photo.thumb).dimensions(), (1, 320));
}

#[test]
fn the_original_comes_back_from_its_seal_and_every_hash_fits() {
    let upload = jpeg(&scene(2, 400, 300), 85);
    let photo = take(&upload).unwrap();
    assert_eq!(photo.bytes, upload.len() as u64);
    assert_eq!(Vault([7; 32]).open(&photo.sealed_original).unwrap(), upload);
    assert!(Vault([8; 32]).open(&photo.sealed_original).is_err());
    let sha256 = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    assert_eq!(photo.original_sha256, sha256(&upload));
    assert_eq!(photo.view_sha256, sha256(&photo.view));
    assert_eq!(photo.thumb_sha256, sha256(&photo.thumb));
    assert_eq!(photo.sealed_sha256, sha256(&photo.sealed_original));
}

#[test]
fn without_a_key_nothing_is_taken() {
    let error = process(&jpeg(&scene(2, 64, 64), 85), &Limits::default(), &LostKey).unwrap_err();
    assert_eq!(error.code(), "photo_seal_failed");
    assert!(!error.is_senders());
}

/// Where a stored pixel appears to the reader: EXIF names the side of the scene that row 0 and column 0 show.
fn seen_at(orientation: u16, column: u32, row: u32, width: u32, height: u32) -> (u32, u32) {
    let (right, bottom) = (width - 1, height - 1);
    match orientation {
        1 => (column, row),
        2 => (right - column, row),
        3 => (right - column, bottom - row),
        4 => (column, bottom - row),
        5 => (row, column),
        6 => (right - row, column),
        7 => (right - row, bottom - column),
        8 => (row, bottom - column),
        other => panic!("no orientation {other}"),
    }
}

#[test]
fn all_eight_orientations_are_shown_upright() {
    const RED: Rgb<u8> = Rgb([220, 20, 20]);
    const GREEN: Rgb<u8> = Rgb([20, 200, 20]);
    const BLUE: Rgb<u8> = Rgb([20, 20, 220]);
    const WHITE: Rgb<u8> = Rgb([240, 240, 240]);
    let (width, height) = (480, 320);
    let upright = RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => WHITE,
    });
    for orientation in 1..=8 {
        let lying = orientation > 4;
        let (columns, rows) = if lying { (height, width) } else { (width, height) };
        let stored = RgbImage::from_fn(columns, rows, |column, row| {
            let (x, y) = seen_at(orientation, column, row, width, height);
            *upright.get_pixel(x, y)
        });
        let tiff = Camera { orientation, ..Camera::default() }.tiff();
        let uploads = [
            with_exif(&jpeg(&stored, 90), &tiff),
            png(&DynamicImage::ImageRgb8(stored.clone()), Some(tiff.clone())),
            webp(&stored, Some(tiff)),
        ];
        for upload in uploads {
            let photo = take(&upload).unwrap();
            assert_eq!((photo.width, photo.height), (width, height), "orientation {orientation}");
            let view = shown(&photo.view);
            assert_eq!(view.dimensions(), (width, height));
            for (x, y, colour) in [(60, 40, RED), (420, 40, GREEN), (60, 280, BLUE), (420, 280, WHITE)] {
                let seen = view.get_pixel(x, y);
                let off = seen.0.iter().zip(colour.0).map(|(a, b)| a.abs_diff(b)).max().unwrap();
                assert!(off < 12, "orientation {orientation} at {x},{y}: {seen:?}, not {colour:?}");
            }
        }
    }
}

#[test]
fn transparent_parts_become_white_and_sixteen_bits_become_eight() {
    let mut image = RgbaImage::from_pixel(2000, 1000, Rgba([0, 0, 0, 0]));
    for pixel in image.enumerate_pixels_mut().filter(|(x, ..)| *x >= 1000).map(|(.., pixel)| pixel) {
        *pixel = Rgba([200, 30, 30, 255]);
    }
    let eight = DynamicImage::ImageRgba8(image);
    let sixteen = DynamicImage::ImageRgba16(eight.to_rgba16());
    for image in [eight, sixteen] {
        let view = shown(&take(&png(&image, None)).unwrap().view);
        let close =
            |x, colour: [u8; 3]| view.get_pixel(x, 400).0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 8);
        assert!(close(100, [255, 255, 255]), "{:?}", view.get_pixel(100, 400));
        assert!(close(1500, [200, 30, 30]), "{:?}", view.get_pixel(1500, 400));
    }
}

#[test]
fn progressive_grey_and_cmyk_jpeg_and_lossy_webp_are_read() {
    // A yellow disc on a fade from red to blue, made with another encoder than ours.
    let samples: [(&[u8], bool); 4] = [
        (include_bytes!("samples/progressive.jpg"), true),
        (include_bytes!("samples/grey.jpg"), false),
        (include_bytes!("samples/cmyk.jpg"), true),
        (include_bytes!("samples/lossy.webp"), true),
    ];
    for (number, (sample, coloured)) in samples.into_iter().enumerate() {
        let photo = take(sample).unwrap();
        assert_eq!((photo.width, photo.height), (120, 80));
        let view = shown(&photo.view);
        let Rgb([red, green, blue]) = *view.get_pixel(40, 30);
        assert!(red > 170 && green > 170, "sample {number}: the disc is {red},{green},{blue}");
        assert_eq!(blue < 90, coloured, "sample {number}: the disc is {red},{green},{blue}");
    }
}

/// The markers of a JPEG up to its scan, after checking that the rest is one scan and its end.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    let mut at = 2;
    loop {
        assert_eq!(jpeg[at], 0xff);
        let marker = jpeg[at + 1];
        found.push(marker);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if marker == 0xda {
            break;
        }
    }
    let end = jpeg[at..].windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0).unwrap() + at;
    assert_eq!(&jpeg[end..], [0xff, 0xd9], "something follows the picture");
    found
}

#[test]
fn what_leaves_carries_no_exif_no_text_and_no_second_file() {
    let tiff = Camera::default().tiff();
    let image = scene(3, 700, 500);
    let mut jpeg = with_exif(&jpeg(&image, 85), &tiff);
    jpeg = with_segment(&jpeg, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Shanshui</x:xmpmeta>");
    jpeg = with_segment(&jpeg, 0xfe, b"<script>alert(document.domain)</script>");
    jpeg.extend(b"<html><body><script>alert('Shanshui')</script></body></html>");
    jpeg.extend(b"PK\x03\x04 and an archive");
    let png = png(&DynamicImage::ImageRgb8(image.clone()), Some(tiff.clone()));
    let webp = webp(&image, Some(tiff));
    for upload in [jpeg, png, webp] {
        assert!(contains(&upload, b"Shanshui"), "the upload does carry it");
        let photo = take(&upload).unwrap();
        assert!(photo.exif.is_some());
        for copy in [&photo.view, &photo.thumb] {
            // JFIF header, tables, frame, scan: no APP1 and later, no comment.
            assert!(markers(copy).iter().all(|marker| matches!(marker, 0xe0 | 0xdb | 0xc0 | 0xc4 | 0xda)));
            for secret in
                [&b"Shanshui"[..], b"Exif", b"2026:11:21", b"<script", b"<html", b"PK\x03\x04", b"xmp"]
            {
                assert!(!contains(copy, secret), "a copy carries {}", String::from_utf8_lossy(secret));
            }
        }
        assert!(!contains(&photo.sealed_original, b"Shanshui"));
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
