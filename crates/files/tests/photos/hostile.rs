use files::{Limits, PhotoError, process};
use image::DynamicImage;
use proptest::prelude::*;

use crate::pictures::{Camera, jpeg, png, scene, take, webp, with_exif};
use crate::vault::Vault;

#[track_caller]
fn refused(bytes: &[u8]) -> PhotoError {
    match take(bytes) {
        Err(error) => error,
        Ok(photo) => panic!("taken: {photo:?}"),
    }
}

#[test]
fn nothing_is_empty() {
    assert_eq!(refused(b"").code(), "photo_empty");
}

#[test]
fn the_type_is_read_from_the_content() {
    for (content, found) in [
        (&b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"[..], "gif"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "html"),
        // HTML first, a picture after it: not a picture.
        (b"<html>\xff\xd8\xff\xe0", "html"),
        (b"BM\x36\0\0\0", "bmp"),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"PK\x03\x04\x14\0", "zip"),
        (b"MZ\x90\0", "program"),
        (b"\0\0\0\x20ftypisom\0\0\x02\0", "video"),
        (b"\0\0\0\x20ftypavif\0\0\0\0", "avif"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "unknown"),
        (b"\xff\xd8", "unknown"),
        (b"just words", "unknown"),
    ] {
        let error = refused(content);
        assert_eq!(error.code(), "photo_type_unsupported");
        assert_eq!(error.parameters(), [("found", found.to_owned())]);
        assert!(error.is_senders());
    }
}

#[test]
fn heic_is_named_so_that_the_phone_can_be_set_right() {
    for brand in ["heic", "heix", "mif1", "msf1", "hevc"] {
        let file = [b"\0\0\0\x18ftyp", brand.as_bytes(), b"\0\0\0\0mif1heic"].concat();
        assert_eq!(refused(&file).code(), "photo_heic");
    }
}

#[test]
fn too_many_bytes_are_refused_unread() {
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    let error = process(&[0xff; 1001], &limits, &Vault([0; 32])).unwrap_err();
    assert_eq!(error.code(), "photo_too_large");
    assert_eq!(error.parameters(), [("bytes", "1001".to_owned()), ("max_bytes", "1000".to_owned())]);
}

/// A PNG of these sides whose picture data are a few bytes; the sums of its chunks are right.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    for (name, body) in [(b"IHDR", &header[..]), (b"IDAT", b"x\x9cc\0\0\0\x02\0\x01"), (b"IEND", b"")] {
        let named = [&name[..], body].concat();
        bytes.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        bytes.extend(&named);
        bytes.extend(crc32(&named).to_be_bytes());
    }
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        (0..8).for_each(|_| sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 });
        sum
    })
}

#[test]
fn a_png_bomb_is_refused_by_its_header() {
    for (width, height) in [(30_000, 30_000), (50_001, 1000), (u32::MAX, u32::MAX), (i32::MAX as u32, 64)] {
        let error = refused(&png_bomb(width, height));
        assert_eq!(error.code(), "photo_too_many_pixels", "{width} × {height}");
        assert_eq!(error.parameters()[0], ("width", width.to_string()));
    }
    // As many pixels as allowed, and no data for them.
    assert_eq!(refused(&png_bomb(7000, 7000)).code(), "photo_damaged");
}

#[test]
fn sides_of_nothing_are_refused() {
    for (width, height) in [(0, 100), (100, 0), (0, 0), (31, 4000)] {
        let code = refused(&png_bomb(width, height)).code();
        assert_eq!(code, "photo_too_small", "{width} × {height}");
    }
    let error = refused(&jpeg(&scene(1, 16, 16), 85));
    assert_eq!(error.code(), "photo_too_small");
    assert_eq!(error.parameters()[2], ("min_side", "32".to_owned()));
}

/// Puts other sides into the frame header of a JPEG.
fn with_sides(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|pair| matches!(pair, [0xff, 0xc0..=0xc2])).unwrap();
    let mut bytes = jpeg.to_vec();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn a_jpeg_that_announces_too_much_is_refused_by_its_header() {
    let small = jpeg(&scene(1, 64, 64), 85);
    assert_eq!(refused(&with_sides(&small, 65_535, 65_535)).code(), "photo_too_many_pixels");
    assert_eq!(refused(&with_sides(&small, 7000, 7000)).code(), "photo_damaged");
    // Forty million pixels pass in one go, but not as coefficients held until the last scan.
    let progressive = include_bytes!("samples/progressive.jpg");
    let error = refused(&with_sides(progressive, 8000, 5000));
    assert_eq!(error.code(), "photo_too_heavy");
    assert_eq!(error.parameters()[0], ("memory", 360_000_000.to_string()));
}

#[test]
fn a_webp_whose_canvas_hides_a_larger_picture_is_refused() {
    let picture = webp(&scene(1, 400, 300), None);
    let inner = &picture[12..];
    let canvas = |width: u32, height: u32, flags: u8, inner: &[u8]| {
        let mut body = b"WEBPVP8X\x0a\0\0\0".to_vec();
        body.extend([flags, 0, 0, 0]);
        body.extend(&(width - 1).to_le_bytes()[..3]);
        body.extend(&(height - 1).to_le_bytes()[..3]);
        body.extend(inner);
        [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
    };
    assert!(take(&canvas(400, 300, 0, inner)).is_ok());
    assert_eq!(refused(&canvas(40, 40, 0, inner)).code(), "photo_damaged");
    assert_eq!(refused(&canvas(16_384, 16_384, 0, inner)).code(), "photo_damaged");
    // A chunk of four gigabytes in a file of a few hundred bytes.
    let long = [b"EXIF\xff\xff\xff\xff", inner].concat();
    assert_eq!(refused(&canvas(400, 300, 8, &long)).code(), "photo_damaged");
    let animated = [b"ANIM\x06\0\0\0\0\0\0\0\0\0", inner].concat();
    let error = refused(&canvas(400, 300, 2, &animated));
    assert_eq!(error.parameters(), [("found", "webp_animated".to_owned())]);
}

#[test]
fn a_picture_cut_short_is_damaged() {
    let image = scene(4, 300, 200);
    let uploads = [
        ("jpeg", jpeg(&image, 85)),
        ("png", png(&DynamicImage::ImageRgb8(image.clone()), None)),
        ("webp", webp(&image, None)),
        ("progressive", include_bytes!("samples/progressive.jpg").to_vec()),
    ];
    for (name, upload) in uploads {
        assert!(take(&upload).is_ok(), "{name}");
        for percent in [5, 20, 50, 80, 95] {
            let cut = &upload[..upload.len() * percent / 100];
            assert_eq!(refused(cut).code(), "photo_damaged", "{name} at {percent} %");
        }
    }
}

fn uploads() -> Vec<Vec<u8>> {
    let image = scene(5, 48, 40);
    let tiff = Camera { orientation: 6, ..Camera::default() }.tiff();
    let rgba = DynamicImage::ImageRgba16(DynamicImage::ImageRgb8(image.clone()).to_rgba16());
    vec![
        with_exif(&jpeg(&image, 80), &tiff),
        png(&rgba, Some(tiff.clone())),
        webp(&image, Some(tiff)),
        include_bytes!("samples/progressive.jpg").to_vec(),
        include_bytes!("samples/cmyk.jpg").to_vec(),
        include_bytes!("samples/grey.jpg").to_vec(),
        include_bytes!("samples/lossy.webp").to_vec(),
    ]
}

/// Little enough that a mutated header cannot make a test slow.
fn small_limits() -> Limits {
    Limits { max_pixels: 1_000_000, max_memory: 16 << 20, ..Limits::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn noise_is_refused_and_never_panics(
        start in prop::sample::select(vec![
            &b""[..], b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0", b"\x89PNG\r\n\x1a\n",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x40", b"RIFF\xf0\0\0\0WEBPVP8 ",
            b"RIFF\xf0\0\0\0WEBPVP8L", b"RIFF\xf0\0\0\0WEBPVP8X\x0a\0\0\0", b"\0\0\0\x18ftyp",
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let _ = process(&[start, &noise].concat(), &small_limits(), &Vault([1; 32]));
    }

    #[test]
    fn a_mutated_photo_is_taken_or_refused_and_never_panics(
        which in 0usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        doubled in prop::option::of((any::<prop::sample::Index>(), 1usize..40)),
    ) {
        let mut bytes = uploads().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some((at, length)) = doubled {
            let at = at.index(bytes.len());
            let part = bytes[at..(at + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, part);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(photo) = process(&bytes, &small_limits(), &Vault([1; 32])) {
            prop_assert!(photo.view.starts_with(b"\xff\xd8\xff") && photo.thumb.starts_with(b"\xff\xd8\xff"));
        }
    }
}
