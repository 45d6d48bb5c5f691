//! Pictures and EXIF blocks made by hand.

use files::{Limits, Photo, PhotoError, process};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use crate::vault::Vault;

/// A smooth scene that differs with the seed: light from one side and a dozen soft blobs.
pub fn scene(seed: u32, width: u32, height: u32) -> RgbImage {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(0x9e37_79b9);
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state) / f64::from(u32::MAX)
    };
    let slope = (next() - 0.5, next() - 0.5);
    let blobs: Vec<[f64; 6]> = (0..12)
        .map(|_| [next(), next(), 0.05 + next() * 0.2, next() - 0.5, next() - 0.5, next() - 0.5])
        .collect();
    let fall = |side: u32, centre: usize| -> Vec<Vec<f64>> {
        let near = |blob: &[f64; 6], at: u32| {
            let away = f64::from(at) / f64::from(side) - blob[centre];
            (-away.powi(2) / (2.0 * blob[2] * blob[2])).exp()
        };
        (0..side).map(|at| blobs.iter().map(|blob| near(blob, at)).collect()).collect()
    };
    let (across, down) = (fall(width, 0), fall(height, 1));
    RgbImage::from_fn(width, height, |x, y| {
        let (right, below) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
        let mut light = [0.5 + slope.0 * (right - 0.5) + slope.1 * (below - 0.5); 3];
        for (blob, (x, y)) in blobs.iter().zip(across[x as usize].iter().zip(&down[y as usize])) {
            for (light, tint) in light.iter_mut().zip(&blob[3..]) {
                *light += x * y * tint * 1.6;
            }
        }
        Rgb(light.map(|light| (light.clamp(0.0, 1.0) * 255.0) as u8))
    })
}

pub fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8).unwrap();
    bytes
}

pub fn png(image: &DynamicImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    image.write_with_encoder(encoder).unwrap();
    bytes
}

pub fn webp(image: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// The JPEG with one more segment right after its start.
pub fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, marker]);
    bytes.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    bytes.extend(content);
    bytes.extend(&jpeg[2..]);
    bytes
}

pub fn with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xe1, &[b"Exif\0\0", tiff].concat())
}

pub fn take(bytes: &[u8]) -> Result<Photo, PhotoError> {
    process(bytes, &Limits::default(), &Vault([7; 32]))
}

pub fn shown(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).unwrap().into_rgb8()
}

/// What a phone writes.
#[derive(Clone)]
pub struct Camera {
    pub orientation: u16,
    pub make: &'static str,
    pub model: &'static str,
    pub taken: &'static str,
    pub offset: Option<&'static str>,
    /// Half of the globe, then degrees, minutes, seconds as rationals.
    pub latitude: (&'static str, [(u32, u32); 3]),
    pub longitude: (&'static str, [(u32, u32); 3]),
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            orientation: 1,
            make: "Shanshui",
            model: "Shanshui P9",
            taken: "2026:11:21 16:05:09",
            offset: Some("+08:00"),
            latitude: ("N", [(26, 1), (53, 1), (4512, 100)]),
            longitude: ("E", [(112, 1), (37, 1), (1530, 100)]),
        }
    }
}

enum Entry {
    Text(u16, String),
    Short(u16, u16),
    Rationals(u16, Vec<(u32, u32)>),
    Folder(u16, Vec<Entry>),
}

impl Camera {
    /// The TIFF structure of CIPA DC-008, little-endian.
    pub fn tiff(&self) -> Vec<u8> {
        let text = |tag, text: &str| Entry::Text(tag, text.to_owned());
        let mut times = vec![text(0x9003, self.taken)];
        times.extend(self.offset.map(|offset| text(0x9011, offset)));
        let place = vec![
            text(1, self.latitude.0),
            Entry::Rationals(2, self.latitude.1.to_vec()),
            text(3, self.longitude.0),
            Entry::Rationals(4, self.longitude.1.to_vec()),
        ];
        let root = [
            text(0x010f, self.make),
            text(0x0110, self.model),
            Entry::Short(0x0112, self.orientation),
            Entry::Folder(0x8769, times),
            Entry::Folder(0x8825, place),
        ];
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        write_folder(&mut bytes, &root);
        bytes
    }
}

fn write_folder(bytes: &mut Vec<u8>, entries: &[Entry]) {
    let start = bytes.len();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    bytes.resize(start + 2 + entries.len() * 12 + 4, 0);
    for (number, entry) in entries.iter().enumerate() {
        let at = start + 2 + number * 12;
        let (tag, kind, count, value) = match entry {
            Entry::Text(tag, text) => (*tag, 2u16, text.len() + 1, [text.as_bytes(), b"\0"].concat()),
            Entry::Short(tag, value) => (*tag, 3, 1, value.to_le_bytes().to_vec()),
            Entry::Rationals(tag, parts) => {
                let value =
                    parts.iter().flat_map(|(up, down)| [up.to_le_bytes(), down.to_le_bytes()].concat());
                (*tag, 5, parts.len(), value.collect())
            }
            Entry::Folder(tag, inner) => {
                let offset = u32::try_from(bytes.len()).unwrap();
                write_folder(bytes, inner);
                (*tag, 4, 1, offset.to_le_bytes().to_vec())
            }
        };
        let mut field = if value.len() <= 4 {
            value
        } else {
            let offset = u32::try_from(bytes.len()).unwrap();
            bytes.extend(value);
            offset.to_le_bytes().to_vec()
        };
        field.resize(4, 0);
        let count = u32::try_from(count).unwrap().to_le_bytes();
        let entry = [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count, &field].concat();
        bytes[at..at + 12].copy_from_slice(&entry);
    }
}
