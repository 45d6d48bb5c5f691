//! 存疑销号: closings that look implausible. Said with reason and figures when it is closed, for a supervisor to look
//! at; it finds nothing and accuses nobody.

use super::kinds::{ClosingKind, Grade, PhotoRole, VerifyMethod};
use super::state::{Hazard, Photo};
use crate::calendar::Instant;
use crate::ids::{FileId, PersonId};
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};

/// 存疑情形, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Doubt {
    /// 整改过快: from signing to submitting.
    RectifiedFast {
        /// How many minutes it took.
        minutes: i64,
        /// Fewer than so many are looked at.
        least: i64,
    },
    /// 验收过快: from submitting to passing on the spot.
    VerifiedFast {
        /// How many minutes it took.
        minutes: i64,
        /// Fewer than so many are looked at.
        least: i64,
    },
    /// 无整改后照片.
    NoAfterPhoto,
    /// 前后照片相同.
    SamePhoto {
        /// The photo before.
        before: FileId,
        /// The photo after.
        after: FileId,
        /// How many of the 64 bits of their perceptual hashes differ.
        bits: u32,
    },
    /// 总由同一人验收.
    SameVerifier {
        /// Closings of the unit that were looked at, this one included.
        of: u32,
        /// How many of them the same person passed.
        same: u32,
    },
}

/// 存疑情形, without figures. The bits are what databases keep; they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum DoubtReason {
    /// 整改过快.
    RectifiedFast = 1,
    /// 验收过快.
    VerifiedFast = 2,
    /// 无整改后照片.
    NoAfterPhoto = 4,
    /// 前后照片相同.
    SamePhoto = 8,
    /// 总由同一人验收.
    SameVerifier = 16,
}

impl DoubtReason {
    /// Every reason.
    pub const ALL: [DoubtReason; 5] = [
        DoubtReason::RectifiedFast,
        DoubtReason::VerifiedFast,
        DoubtReason::NoAfterPhoto,
        DoubtReason::SamePhoto,
        DoubtReason::SameVerifier,
    ];
}

impl Doubt {
    /// The reason without its figures.
    pub fn reason(&self) -> DoubtReason {
        match self {
            Doubt::RectifiedFast { .. } => DoubtReason::RectifiedFast,
            Doubt::VerifiedFast { .. } => DoubtReason::VerifiedFast,
            Doubt::NoAfterPhoto => DoubtReason::NoAfterPhoto,
            Doubt::SamePhoto { .. } => DoubtReason::SamePhoto,
            Doubt::SameVerifier { .. } => DoubtReason::SameVerifier,
        }
    }
}

/// 验收: who passed it last and when; kept after closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// 验收人.
    pub by: PersonId,
    /// 方式.
    pub method: VerifyMethod,
    /// When.
    pub at: Instant,
}

/// 存疑: what was seen when the hazard was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts {
    /// What looked implausible.
    pub found: Vec<Doubt>,
    /// Version of the rules by which it did.
    pub version: String,
}

impl Doubts {
    /// The reasons as bits; 0 for none.
    pub fn bits(&self) -> i64 {
        self.found.iter().fold(0, |bits, doubt| bits | doubt.reason() as i64)
    }
}

/// 存疑界限 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct DoubtRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    /// 整改 that took fewer minutes is looked at, by grade.
    pub rectified_minutes: ByGrade,
    /// 现场验收 that came fewer minutes after submitting is looked at.
    pub verified_minutes: i64,
    /// Two photos of which at most so many of 64 bits differ are taken for the same.
    pub same_photo_bits: u32,
    /// 同一验收人.
    pub same_verifier: SameVerifierRule,
    /// 依据.
    pub basis: String,
    /// The same for readers of English.
    pub basis_en: String,
}

/// A figure for each grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByGrade {
    /// 一般.
    pub general: i64,
    /// 较大.
    pub larger: i64,
    /// 重大.
    pub major: i64,
}

/// 同一验收人: when a unit's closings are looked at because the same person always passes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameVerifierRule {
    /// So many closings of the unit are looked at, the newest; fewer say nothing.
    pub of_last: u32,
    /// From so many in a hundred on.
    pub percent: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    rectified_minutes: ByGrade,
    verified_minutes: i64,
    same_photo_bits: u32,
    same_verifier: SameVerifierRule,
    basis: String,
    basis_en: String,
}

/// A limit that makes no sense: which.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is out of range")]
pub struct DoubtRulesError(pub &'static str);

impl TryFrom<Written> for DoubtRules {
    type Error = DoubtRulesError;
    fn try_from(w: Written) -> Result<Self, Self::Error> {
        let ByGrade { general, larger, major } = w.rectified_minutes;
        let week = 0..=7 * 24 * 60;
        if ![general, larger, major].iter().all(|minutes| week.contains(minutes)) {
            return Err(DoubtRulesError("rectified_minutes"));
        }
        if !week.contains(&w.verified_minutes) {
            return Err(DoubtRulesError("verified_minutes"));
        }
        // Half of 64 bits differ by chance.
        if w.same_photo_bits > 16 {
            return Err(DoubtRulesError("same_photo_bits"));
        }
        if !(2..=200).contains(&w.same_verifier.of_last) || !(51..=100).contains(&w.same_verifier.percent) {
            return Err(DoubtRulesError("same_verifier"));
        }
        Ok(Self {
            version: w.version,
            effective: w.effective,
            rectified_minutes: w.rectified_minutes,
            verified_minutes: w.verified_minutes,
            same_photo_bits: w.same_photo_bits,
            same_verifier: w.same_verifier,
            basis: w.basis,
            basis_en: w.basis_en,
        })
    }
}

versioned!(DoubtRules);

impl DoubtRules {
    /// What ships with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/doubts-2026.json")).expect("the limits are well-formed")
    }

    /// What looks implausible about closing `hazard` now; `recent` are who passed the unit's last closings, the
    /// newest first. Closings without rectifying are not looked at.
    pub fn look(&self, hazard: &Hazard, closing: ClosingKind, recent: &[PersonId]) -> Vec<Doubt> {
        if !matches!(closing, ClosingKind::Rectified | ClosingKind::FixedOnSpot | ClosingKind::Enforced) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let grade = hazard.filing.as_ref().map_or(Grade::General, |f| f.grade);
        let least = match grade {
            Grade::General => self.rectified_minutes.general,
            Grade::Larger => self.rectified_minutes.larger,
            Grade::Major => self.rectified_minutes.major,
        };
        let signed = hazard.dispatch.as_ref().and_then(|d| d.signed).map(|(_, at)| at);
        if let (Some(signed), Some(submitted)) = (signed, hazard.last_submitted_at)
            && hazard.reworks == 0
        {
            let minutes = submitted.since(signed) / Instant::MINUTE;
            if (0..least).contains(&minutes) {
                found.push(Doubt::RectifiedFast { minutes, least });
            }
        }
        if let (Some(passed), Some(submitted)) = (hazard.passed, hazard.last_submitted_at)
            && passed.method != VerifyMethod::Remote
        {
            let (minutes, least) = (passed.at.since(submitted) / Instant::MINUTE, self.verified_minutes);
            if (0..least).contains(&minutes) {
                found.push(Doubt::VerifiedFast { minutes, least });
            }
        }
        let after: Vec<&Photo> = hazard.photos.iter().filter(|p| p.role == PhotoRole::After).collect();
        if after.is_empty() {
            found.push(Doubt::NoAfterPhoto);
        }
        found.extend(self.same_photo(hazard, &after));
        found.extend(self.same_verifier(hazard, recent));
        found
    }

    /// The most alike pair of a photo before and a photo after.
    fn same_photo(&self, hazard: &Hazard, after: &[&Photo]) -> Option<Doubt> {
        let shows = |p: &&Photo| matches!(p.role, PhotoRole::Before | PhotoRole::Inspection);
        let pairs = hazard.photos.iter().filter(shows).flat_map(|before| {
            after.iter().map(move |after| {
                let bits = match before.sha256 == after.sha256 {
                    true => 0,
                    false => (before.phash ^ after.phash).count_ones(),
                };
                (bits, before.file, after.file)
            })
        });
        let (bits, before, after) = pairs.min_by_key(|(bits, ..)| *bits)?;
        (bits <= self.same_photo_bits).then_some(Doubt::SamePhoto { before, after, bits })
    }

    fn same_verifier(&self, hazard: &Hazard, recent: &[PersonId]) -> Option<Doubt> {
        let by = hazard.passed?.by;
        let before = (self.same_verifier.of_last - 1) as usize;
        if recent.len() < before {
            return None;
        }
        let same = 1 + recent.iter().take(before).filter(|person| **person == by).count();
        let (of, same) = (self.same_verifier.of_last, u32::try_from(same).unwrap_or(u32::MAX));
        (u64::from(same) * 100 >= u64::from(of) * u64::from(self.same_verifier.percent))
            .then_some(Doubt::SameVerifier { of, same })
    }
}
