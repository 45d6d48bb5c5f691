//! 照片核对: what a person should look at before a result is believed: an "after" that equals a "before", a photo that
//! is older than its case, or that was taken far away. Hints, never refusals: a camera's clock and position can be
//! wrong, and two honest pictures of one corridor look alike.

use super::kinds::PhotoRole;
use super::resemblance::{MOST_BITS, bits_apart, tells};
use super::state::{Hazard, Photo};
use crate::calendar::Instant;
use crate::ids::FileId;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};

/// 照片核对规则 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct EvidenceRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    /// 重复使用: photos of two cases whose hashes differ in no more bits of 64 look the same.
    pub reused_bits: u32,
    /// 整改前后相同: an "after" that differs from a "before" in no more bits shows nothing new. Stricter than
    /// `reused_bits`: a good "after" is taken from the same spot and resembles its "before".
    pub unchanged_bits: u32,
    /// 相机时钟误差: so many minutes before the case a photo may have been taken.
    pub clock_minutes: u32,
    /// 拍摄距离: more metres than that from the place are far.
    pub far_m: u32,
    /// 依据.
    pub basis: String,
    /// The same in English.
    pub basis_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    reused_bits: u32,
    unchanged_bits: u32,
    clock_minutes: u32,
    far_m: u32,
    basis: String,
    #[serde(default)]
    basis_en: String,
}

/// Why rules of photo evidence are not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceRulesError {
    /// Photos that differ in more bits are not found by their likeness at all.
    #[error("reused_bits: at most {MOST_BITS}")]
    Reused,
    /// 整改前后 from the same spot are alike: the limit for them is the stricter one.
    #[error("unchanged_bits: not more than reused_bits")]
    Unchanged,
    /// A camera's clock is off by minutes, not by days.
    #[error("clock_minutes: at most a day")]
    Clock,
    /// Positions of phones are off by tens of metres; more than ten kilometres is nothing that anybody would look at.
    #[error("far_m: 20 to 10000")]
    Far,
    /// Without 依据, or with one that is too long.
    #[error("basis: 1 to 400 characters")]
    Basis,
}

impl TryFrom<Written> for EvidenceRules {
    type Error = EvidenceRulesError;
    fn try_from(written: Written) -> Result<Self, EvidenceRulesError> {
        use EvidenceRulesError as E;
        let Written { reused_bits, unchanged_bits, clock_minutes, far_m, basis, basis_en, .. } = &written;
        let long = [basis, basis_en].iter().any(|text| text.chars().count() > BASIS);
        let faults = [
            (*reused_bits > MOST_BITS, E::Reused),
            (unchanged_bits > reused_bits, E::Unchanged),
            (*clock_minutes > 1_440, E::Clock),
            (!(20..=10_000).contains(far_m), E::Far),
            (basis.trim().is_empty() || long, E::Basis),
        ];
        if let Some((_, fault)) = faults.into_iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(fault);
        }
        let Written {
            version,
            effective,
            reused_bits,
            unchanged_bits,
            clock_minutes,
            far_m,
            basis,
            basis_en,
        } = written;
        Ok(Self { version, effective, reused_bits, unchanged_bits, clock_minutes, far_m, basis, basis_en })
    }
}

/// The longest 依据, in characters.
const BASIS: usize = 400;

versioned!(EvidenceRules);

/// 照片疑点: what about a photo is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "doubt")]
pub enum PhotoDoubt {
    /// 整改后与整改前相同.
    Unchanged {
        /// The photo that it equals.
        before: FileId,
        /// Differing bits of 64.
        bits: u32,
    },
    /// 早于上报时间.
    Older {
        /// Whole minutes before the report.
        minutes: u32,
    },
    /// 拍摄位置远离现场.
    Far {
        /// Metres to the place.
        metres: u32,
    },
}

impl EvidenceRules {
    /// The rules that the product ships.
    pub fn shipped() -> Self {
        #[allow(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
        serde_json::from_str(include_str!("data/evidence-2026.json"))
            .expect("the shipped rules of evidence are well-formed")
    }

    /// Whether a photo looks like an earlier one, of which this is one of the hashes; by how many bits they differ.
    pub fn reused(&self, photo: &Photo, earlier: i64) -> Option<u32> {
        let apart = bits_apart(photo.phash, earlier);
        (apart <= self.reused_bits.min(MOST_BITS)).then_some(apart)
    }

    /// What is to be looked at among the photos of a hazard, each with the photo that it is about.
    pub fn doubts(&self, hazard: &Hazard) -> Vec<(FileId, PhotoDoubt)> {
        let mut all = Vec::new();
        for photo in &hazard.photos {
            if shows_result(photo.role) {
                all.extend(self.unchanged(hazard, photo).map(|doubt| (photo.file, doubt)));
            }
            if of_offices(photo.role)
                && let Some(taken) = photo.taken
            {
                let before = hazard.reported_at.since(taken);
                if before > i64::from(self.clock_minutes) * Instant::MINUTE {
                    let minutes = u32::try_from(before / Instant::MINUTE).unwrap_or(u32::MAX);
                    all.push((photo.file, PhotoDoubt::Older { minutes }));
                }
            }
            if let Some(metres) = photo.distance_m.filter(|m| *m > self.far_m) {
                all.push((photo.file, PhotoDoubt::Far { metres }));
            }
        }
        all
    }

    /// The photo of the hazard as it was that a photo of the result equals.
    fn unchanged(&self, hazard: &Hazard, after: &Photo) -> Option<PhotoDoubt> {
        let found = hazard
            .photos
            .iter()
            .filter(|other| shows_hazard(other.role) && other.file != after.file)
            .filter_map(|other| Some((nearest(after, other)?, other.file)))
            .min()?;
        (found.0 <= self.unchanged_bits).then_some(PhotoDoubt::Unchanged { before: found.1, bits: found.0 })
    }
}

/// By how many bits two photos differ, whichever of them lost its margins.
fn nearest(one: &Photo, other: &Photo) -> Option<u32> {
    let hashes =
        |photo: &Photo| [Some(photo.phash), photo.middle].into_iter().flatten().filter(|h| tells(*h));
    hashes(one).flat_map(|a| hashes(other).map(move |b| bits_apart(a, b))).min()
}

/// Photos that show the hazard as it was.
fn shows_hazard(role: PhotoRole) -> bool {
    matches!(role, PhotoRole::Before | PhotoRole::Supplement | PhotoRole::Inspection)
}

/// Photos that are to show that it is gone.
fn shows_result(role: PhotoRole) -> bool {
    matches!(role, PhotoRole::After | PhotoRole::Verification)
}

/// Photos that cannot have been taken before anybody reported.
fn of_offices(role: PhotoRole) -> bool {
    !matches!(role, PhotoRole::Before | PhotoRole::Supplement | PhotoRole::Proof | PhotoRole::Instruction)
}
