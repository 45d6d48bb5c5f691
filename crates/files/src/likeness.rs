use image::RgbImage;
use image::imageops::crop_imm;
use image_hasher::{HashAlg, HasherConfig};

/// The perceptual hash of a picture: the sign of its 64 lowest frequencies (DCT) against their median.
///
/// Survives shrinking and encoding anew; a mirrored, turned or strongly cropped picture gets another one.
/// A picture of one colour has no frequencies and its hash means nothing.
pub(crate) fn likeness(image: &RgbImage) -> i64 {
    let hasher = HasherConfig::with_bytes_type::<[u8; 8]>()
        .hash_size(8, 8)
        .hash_alg(HashAlg::Median)
        .preproc_dct()
        .to_hasher();
    i64::from_be_bytes(hasher.hash_image(image).into_inner())
}

/// What is left away on each side of the middle, in hundredths: as much as somebody crops who hopes that it is not
/// noticed. The hash of the whole picture finds again what lost half of that, this one what lost more.
const MARGIN: u32 = 3;

/// The perceptual hash of the picture without its margins.
pub(crate) fn middle(image: &RgbImage) -> i64 {
    let (width, height) = image.dimensions();
    let (left, top) = (width * MARGIN / 100, height * MARGIN / 100);
    likeness(&crop_imm(image, left, top, width - 2 * left, height - 2 * top).to_image())
}

/// How many of the 64 bits of two perceptual hashes differ: 0 is the same picture, up to about 10 very
/// likely so, around 32 is chance.
#[must_use]
pub fn distance(one: i64, other: i64) -> u32 {
    (one ^ other).count_ones()
}
