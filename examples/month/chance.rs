//! Chance that falls the same way in each run.

/// A source of chance: the same seed and key always give the same.
#[derive(Clone, Copy)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number for a key.
    pub fn roll(self, key: &str) -> u64 {
        // FNV-1a, then the finish of splitmix64, so that keys that are alike fall far apart.
        let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        let mut number = key.as_bytes().iter().fold(self.seed ^ 0xcbf2_9ce4_8422_2325, fold);
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number below a bound.
    pub fn below(self, bound: u64, key: &str) -> u64 {
        self.roll(key) % bound.max(1)
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(self, from: &'a [T], key: &str) -> &'a T {
        &from[self.below(from.len() as u64, key) as usize]
    }

    /// So many of a list, in an order of their own.
    pub fn some<'a, T>(self, from: &'a [T], count: usize, key: &str) -> Vec<&'a T> {
        let mut all: Vec<(u64, &T)> = from
            .iter()
            .enumerate()
            .map(|(index, one)| (self.roll(&format!("{key}/{index}")), one))
            .collect();
        all.sort_by_key(|(roll, _)| *roll);
        all.into_iter().take(count).map(|(_, one)| one).collect()
    }

    /// A token as servers make them, in hex, of 16 digits a word.
    pub fn token(self, words: u32, key: &str) -> String {
        (0..words).map(|word| format!("{:016x}", self.roll(&format!("{key}/{word}")))).collect()
    }
}
