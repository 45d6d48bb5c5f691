use font8x8::legacy::BASIC_LEGACY;
use image::{Rgb, RgbImage};

use crate::copies::encode;
use crate::decode::decode;
use crate::{Limits, PhotoError};

/// JPEG quality of a marked copy: above that of the copy it is made from, so that drawing it once more takes nothing
/// away.
const QUALITY: u8 = 86;
/// Pixels of a letter's side.
const LETTER: i64 = 8;
/// How many of the letters' pixels a line is high with what is free below it.
const LINE: i64 = LETTER * 7;
/// Letters' widths between two repetitions on a line.
const GAP: i64 = LETTER * 5;
/// The picture's long side in letters' pixels: letters are as large in a small picture as in a large one.
const ACROSS: u32 = 640;
/// Rise of the lines, a turn of about 27°: 2 across, 1 up. `ROOT` is the length of that step.
const RUN: f64 = 2.0;
const ROOT: f64 = 2.236_067_977_499_79;
/// How much of a letter's own shade and of the picture is seen, of 256.
const STRENGTH: i32 = 80;

/// The copy for reading with a line of text drawn across it again and again: pale letters with a dark edge, so that
/// they are read on any ground, through which what the picture shows is still seen. Letters that are not ASCII become
/// question marks. A JPEG of nothing but the pixels.
///
/// # Errors
/// [`PhotoError::Damaged`] when the bytes are no picture of ours, and [`PhotoError::Copy`].
pub fn marked(view: &[u8], text: &str) -> Result<Vec<u8>, PhotoError> {
    let mut image = decode(view, &Limits { min_side: 1, ..Limits::default() })?.image.into_rgb8();
    let letters: Vec<[u8; 8]> = text.chars().map(letter).collect();
    if !letters.is_empty() {
        draw(&mut image, &letters);
    }
    encode(&image, QUALITY)
}

fn letter(of: char) -> [u8; 8] {
    let at = u32::from(of) as usize;
    let known = (0x20..0x7f).contains(&at);
    BASIC_LEGACY[if known { at } else { '?' as usize }]
}

fn draw(image: &mut RgbImage, letters: &[[u8; 8]]) {
    let (width, height) = image.dimensions();
    // Steps of the letters' grid in 1/65536 for one pixel to the right and one down.
    let scale = f64::from(ACROSS) / f64::from(width.max(height).max(1)) * 65_536.0;
    let along = (scale * RUN / ROOT) as i64;
    let across = (scale / ROOT) as i64;
    let period = letters.len() as i64 * LETTER + GAP;
    for y in 0..height {
        // Text runs upwards to the right: along (2, -1), down the lines along (1, 2).
        let (mut u, mut v) = (-across * i64::from(y), along * i64::from(y));
        for x in 0..width {
            let (line, row) = ((v >> 16).div_euclid(LINE), (v >> 16).rem_euclid(LINE));
            if row <= LETTER {
                let column = ((u >> 16) + line * (period / 2)).rem_euclid(period);
                if is_ink(letters, column, row) {
                    blend(image.get_pixel_mut(x, y), 255);
                } else if is_ink(letters, column - 1, row - 1) {
                    blend(image.get_pixel_mut(x, y), 0);
                }
            }
            u += along;
            v += across;
        }
    }
}

fn is_ink(letters: &[[u8; 8]], column: i64, row: i64) -> bool {
    let inside = column >= 0 && (0..LETTER).contains(&row);
    let letter = letters.get((column / LETTER).unsigned_abs() as usize);
    inside && letter.is_some_and(|letter| letter[row as usize] >> (column % LETTER) & 1 == 1)
}

fn blend(pixel: &mut Rgb<u8>, shade: i32) {
    for channel in &mut pixel.0 {
        let mixed = (i32::from(*channel) * (256 - STRENGTH) + shade * STRENGTH) >> 8;
        *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
    }
}
