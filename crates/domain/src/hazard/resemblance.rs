//! 图像相似: when two perceptual hashes are so near that the pictures look the same, and how such pairs are found
//! among a million without comparing with each.
//!
//! A hash has 64 bits. They are dealt out to [`BANDS`] bands, so two hashes that differ in no more than
//! [`MOST_BITS`] bits differ in at most one bit within one of the bands (7 < 2 · 4). Who looks for what is near asks
//! for each band as it is and with each of its bits turned: 68 keys, whatever the district holds.

/// How many bands a hash is dealt out to.
pub const BANDS: u32 = 4;
/// Bits of a band.
const WIDTH: u32 = 64 / BANDS;
/// The greatest distance at which [`probes`] is certain to find a pair.
pub const MOST_BITS: u32 = 2 * BANDS - 1;

/// How many bits of two perceptual hashes differ.
pub fn bits_apart(one: i64, other: i64) -> u32 {
    (one ^ other).count_ones()
}

/// Whether a hash says anything: a picture of one colour has no structure, and its hash is all alike.
pub fn tells(hash: i64) -> bool {
    (16..=48).contains(&hash.count_ones())
}

/// Every fourth bit, so that each band has coarse and fine traits of the picture.
fn band(hash: i64, nth: u32) -> i64 {
    (0..WIDTH).fold(0, |band, bit| band | (((hash >> (bit * BANDS + nth)) & 1) << bit))
}

fn key(nth: u32, band: i64) -> i64 {
    (i64::from(nth) << WIDTH) | band
}

/// The keys under which a hash is kept; none for a hash that says nothing.
pub fn bands(hash: i64) -> Vec<i64> {
    if !tells(hash) {
        return Vec::new();
    }
    (0..BANDS).map(|nth| key(nth, band(hash, nth))).collect()
}

/// The keys to ask for: whatever differs from the hash in no more than [`MOST_BITS`] bits is kept under one of them.
pub fn probes(hash: i64) -> Vec<i64> {
    if !tells(hash) {
        return Vec::new();
    }
    let turned = |nth| {
        let own = band(hash, nth);
        std::iter::once(own).chain((0..WIDTH).map(move |bit| own ^ (1 << bit))).map(move |b| key(nth, b))
    };
    (0..BANDS).flat_map(turned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_look_up_is_a_few_keys() {
        let hash = 0x5555_5555_0f0f_0f0f;
        assert_eq!((bands(hash).len(), probes(hash).len()), (4, 68));
        assert_eq!(bands(hash).iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
        assert!(bands(hash).iter().all(|key| probes(hash).contains(key)));
    }

    #[test]
    fn a_picture_of_one_colour_resembles_nothing() {
        for blank in [0, -1, 1, i64::MIN] {
            assert!(bands(blank).is_empty() && probes(blank).is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn whatever_is_near_enough_is_found(hash: i64, turned in prop::collection::vec(0u32..64, 0..=7)) {
            prop_assume!(tells(hash));
            let other = turned.iter().fold(hash, |h, bit| h ^ (1 << bit));
            prop_assume!(tells(other));
            prop_assert!(bits_apart(hash, other) <= MOST_BITS);
            let probes = probes(hash);
            prop_assert!(bands(other).iter().any(|key| probes.contains(key)));
        }
    }
}
