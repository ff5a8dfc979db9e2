//! How evidence is kept: `[evidence]`.

use std::ops::RangeInclusive;

use super::fields::Fields;

/// How long evidence is kept, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Days. What belongs to an open incident is kept for as long as that is open.
    pub keep_days: u32,
    /// The most of it, in GiB.
    pub max_gib: u32,
    /// Whether a browser on the machine takes a picture of each page.
    pub screenshot: bool,
}

impl Default for Keeping {
    /// Twelve months is what Decree 53/2022 asks for logs of systems; a month more, so that the
    /// last of them is whole.
    fn default() -> Self {
        Self { keep_days: 400, max_gib: 20, screenshot: false }
    }
}

/// What may be said: at least a week, so that nothing is gone before its incident is handled.
const DAYS: RangeInclusive<usize> = 7..=3_660;
const GIB: RangeInclusive<usize> = 1..=100_000;

/// Reads `[evidence]`.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Keeping {
    let usual = Keeping::default();
    let whole = |number: Option<usize>, usual| {
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or(usual)
    };
    let keeping = Keeping {
        keep_days: whole(fields.whole("keep_days", DAYS), usual.keep_days),
        max_gib: whole(fields.whole("max_gib", GIB), usual.max_gib),
        screenshot: fields.flag("screenshot").unwrap_or(usual.screenshot),
    };
    fields.finish();
    keeping
}
