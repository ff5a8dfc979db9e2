//! From signals to severity: the one place where reasons are weighed.
//!
//! Signals of one kind do not corroborate each other, so each kind counts once, with the weight
//! below. The sum gives the severity. `High` and `Critical` need two independent kinds, whatever
//! the sum: one word, one hidden menu, one odd script never calls the police. `Critical` says that
//! visitors are being led away or deceived now, so it needs a kind that shows just that; links that
//! nobody has clicked yet are `High` at most.

use std::collections::BTreeSet;

use crate::finding::{Severity, Signal, SignalKind};

/// What a kind of signal is worth.
pub fn weight(kind: SignalKind) -> u32 {
    match kind {
        SignalKind::Boast => 5,
        SignalKind::Automatic | SignalKind::Identity => 4,
        SignalKind::Lexicon
        | SignalKind::Doorway
        | SignalKind::Replaced
        | SignalKind::Condition => 3,
        SignalKind::Address | SignalKind::Hidden => 2,
        SignalKind::Host | SignalKind::Volume | SignalKind::Encoded => 1,
    }
}

/// Sums from which a severity begins, gravest first.
const FLOORS: [(u32, Severity); 4] =
    [(8, Severity::Critical), (5, Severity::High), (4, Severity::Medium), (2, Severity::Low)];

/// Kinds that show that visitors are being led away or deceived at this moment.
const HAPPENING_NOW: [SignalKind; 3] =
    [SignalKind::Automatic, SignalKind::Identity, SignalKind::Boast];

/// The severity that the signals of one finding add up to.
pub fn severity(signals: &[Signal]) -> Severity {
    let kinds: BTreeSet<SignalKind> = signals.iter().map(|signal| signal.kind).collect();
    let sum: u32 = kinds.iter().copied().map(weight).sum();
    let reached = FLOORS
        .into_iter()
        .find(|(floor, _)| sum >= *floor)
        .map_or(Severity::Info, |(_, severity)| severity);
    if kinds.len() < 2 {
        reached.min(Severity::Medium)
    } else if !kinds.iter().any(|kind| HAPPENING_NOW.contains(kind)) {
        reached.min(Severity::High)
    } else {
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kinds: &[SignalKind]) -> Severity {
        let signals: Vec<Signal> = kinds.iter().map(|kind| Signal::new(*kind, "x")).collect();
        severity(&signals)
    }

    #[test]
    fn one_kind_alone_never_reaches_high() {
        for kind in [SignalKind::Boast, SignalKind::Identity, SignalKind::Lexicon] {
            assert!(of(&[kind]) <= Severity::Medium);
            assert_eq!(of(&[kind]), of(&[kind, kind, kind]));
        }
    }

    #[test]
    fn a_hidden_menu_with_foreign_hosts_stays_low_and_gambling_makes_it_high() {
        use SignalKind::{Hidden, Host, Lexicon};
        assert_eq!(of(&[Hidden, Host]), Severity::Low);
        assert_eq!(of(&[Hidden, Host, Lexicon]), Severity::High);
    }

    #[test]
    fn links_alone_are_never_critical() {
        use SignalKind::{Address, Hidden, Host, Lexicon, Volume};
        assert_eq!(of(&[Hidden, Lexicon, Host, Address, Volume]), Severity::High);
    }

    #[test]
    fn moving_some_visitors_away_at_once_is_critical() {
        use SignalKind::{Automatic, Host, Identity};
        assert_eq!(of(&[Identity, Automatic, Host]), Severity::Critical);
    }
}
