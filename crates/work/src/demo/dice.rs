//! Chance that repeats: the same seed gives the same district.

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of their own for the n-th thing, so that one thing more does not change all others.
    pub(super) fn of(seed: u64, n: u64) -> Self {
        let mut dice = Self(seed ^ n.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        dice.next();
        dice
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `from` to `to`, both possible.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        if to <= from { from } else { from + (self.next() % (to - from + 1) as u64) as i64 }
    }

    /// Whether something happens that happens so often in a hundred times.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of them; there is at least one.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.between(0, all.len() as i64 - 1) as usize;
        &all[at]
    }

    /// The place in a list of weights.
    pub(super) fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.between(0, weights.iter().sum::<i64>() - 1);
        weights
            .iter()
            .position(|weight| {
                left -= weight;
                left < 0
            })
            .unwrap_or(0)
    }
}
