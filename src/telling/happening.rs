//! What there is to tell of a finding, given what was told of it before.

use sha2::{Digest as _, Sha256};

use crate::{
    finding::{Family, Severity},
    notice::{Happening, Occasion},
};

/// What was told of a finding since it last came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The gravest severity.
    pub severity: Severity,
    /// Whether it is in somebody's notice already; before that, it can be brought up to date.
    pub is_out: bool,
}

/// What there is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nothing that was not told.
    Nothing,
    /// Something new.
    Event(Happening),
    /// What waits to be told has changed.
    Renewed,
}

/// What there is to tell of a finding that counts and came back so often.
pub fn word(family: Family, severity: Severity, reopened: u32, told: Option<Told>) -> Word {
    match told {
        _ if !family.is_incident() => Word::Nothing,
        None if family == Family::Availability => Word::Event(Happening::WatchFailed),
        None if reopened > 0 => Word::Event(Happening::Reopened),
        None => Word::Event(Happening::New),
        Some(told) if !told.is_out && severity >= told.severity => Word::Renewed,
        Some(told) if severity > told.severity => Word::Event(Happening::Worse),
        Some(_) => Word::Nothing,
    }
}

/// What makes an event about a finding this one and no other. Not of times: clocks are set.
pub fn key(happening: Happening, finding: &str, reopened: u32, severity: Severity) -> String {
    let what = happening.id();
    match happening {
        Happening::Worse => format!("{what}:{finding}:{reopened}:{severity}"),
        _ => format!("{what}:{finding}:{reopened}"),
    }
}

/// The id of a notice, made of what it tells and to whom: `news-` and 20 hexadecimal digits.
pub fn name<'a>(
    occasion: Occasion,
    contact: &'a str,
    channel: &'a str,
    keys: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut hash = Sha256::new();
    for part in [contact, channel].into_iter().chain(keys) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: String = hash.finalize().iter().take(10).map(|b| format!("{b:02x}")).collect();
    format!("{}-{digits}", occasion.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_a_finding_is_told_once() {
        use Severity::{Critical, High, Medium};
        let out = |severity| Some(Told { severity, is_out: true });
        let waits = |severity| Some(Told { severity, is_out: false });
        for (severity, reopened, told, expected) in [
            (High, 0, None, Word::Event(Happening::New)),
            (High, 2, None, Word::Event(Happening::Reopened)),
            (High, 0, out(High), Word::Nothing),
            (Medium, 0, out(High), Word::Nothing),
            (Critical, 0, out(High), Word::Event(Happening::Worse)),
            (Critical, 0, waits(High), Word::Renewed),
            (High, 0, waits(High), Word::Renewed),
            (Medium, 0, waits(High), Word::Nothing),
        ] {
            let found = word(Family::Backlink, severity, reopened, told);
            assert_eq!(found, expected, "{severity} {reopened} {told:?}");
        }
        assert_eq!(word(Family::Software, High, 0, None), Word::Nothing);
        let silent = word(Family::Availability, Medium, 1, None);
        assert_eq!(silent, Word::Event(Happening::WatchFailed));
    }

    #[test]
    fn a_notice_is_named_after_what_it_tells_and_to_whom() {
        let of =
            |contact, keys: &[&str]| name(Occasion::News, contact, "thu", keys.iter().copied());
        assert_eq!(of("pa05", &["new:a:0"]), of("pa05", &["new:a:0"]));
        assert_ne!(of("pa05", &["new:a:0"]), of("xa-mau", &["new:a:0"]));
        assert_ne!(of("pa05", &["new:a:0"]), of("pa05", &["new:a:0", "new:b:0"]));
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(of("PA05 <x>", &["\r\n"]).chars().all(allowed));
    }
}
