//! A share of a sample, and how far the sample may mislead.

use std::ops::AddAssign;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Those that are counted.
    pub hits: usize,
    /// All that were looked at.
    pub of: usize,
}

/// Standard deviations on either side of the mean that hold 95 % of a normal distribution.
const Z: f64 = 1.959_964;

impl Rate {
    /// The share itself; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// The 95 % Wilson interval of the share: unlike the naive one it says something of small
    /// samples, and of none or all hit.
    pub fn bounds(self) -> Option<(f64, f64)> {
        let (share, of) = (self.share()?, self.of as f64);
        let z2 = Z * Z;
        let centre = share + z2 / (2.0 * of);
        let spread = Z * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
        let whole = 1.0 + z2 / of;
        Some((((centre - spread) / whole).max(0.0), ((centre + spread) / whole).min(1.0)))
    }
}

impl AddAssign for Rate {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.of += other.of;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_agree_with_published_values() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (hits, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (lower, upper) = Rate { hits, of }.bounds().unwrap();
            assert!((lower - low).abs() < 5e-5, "{hits}/{of}: {lower}");
            assert!((upper - high).abs() < 5e-5, "{hits}/{of}: {upper}");
        }
    }

    #[test]
    fn nothing_of_nothing_has_no_share() {
        assert_eq!(Rate::default().share(), None);
        assert_eq!(Rate::default().bounds(), None);
    }
}
