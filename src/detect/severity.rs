//! From signals to severity: the one place where reasons are weighed.
//!
//! Signals of one kind do not corroborate each other, so each kind counts once, with the weight
//! below; context counts against. The sum gives the severity. `High` and `Critical` need two
//! independent kinds, whatever the sum: one word, one hidden menu, one odd script never calls the
//! police. `Critical` says that visitors are being led away or deceived now, so it needs a kind
//! that shows just that; links that nobody has clicked yet are `High` at most.

use std::collections::BTreeSet;

use super::Rule;
use crate::finding::{Severity, Signal, SignalKind};

/// What a kind of signal is worth.
pub fn weight(kind: SignalKind) -> i32 {
    match kind {
        SignalKind::Boast => 5,
        SignalKind::Automatic | SignalKind::Identity | SignalKind::Silent => 4,
        SignalKind::Lexicon
        | SignalKind::Doorway
        | SignalKind::Replaced
        | SignalKind::Staged
        | SignalKind::Condition
        | SignalKind::Listed
        | SignalKind::Covers
        | SignalKind::Claim
        | SignalKind::Loads
        | SignalKind::Imitates
        | SignalKind::Ended
        | SignalKind::Exploited
        | SignalKind::Exposed
        | SignalKind::Hijack => 3,
        SignalKind::Address
        | SignalKind::Announced
        | SignalKind::Outdated
        | SignalKind::Vulnerable
        | SignalKind::Hidden
        | SignalKind::Language
        | SignalKind::New
        | SignalKind::Secret
        | SignalKind::Place
        | SignalKind::Still => 2,
        SignalKind::Host
        | SignalKind::Volume
        | SignalKind::Encoded
        | SignalKind::Lasting
        | SignalKind::Ran
        // Little on purpose: it tips the scale, and the other signals say which way.
        | SignalKind::Campaign
        | SignalKind::Reflected => 1,
        SignalKind::Context => -3,
    }
}

/// Sums from which a severity begins, gravest first.
pub const FLOORS: [(i32, Severity); 4] =
    [(8, Severity::Critical), (5, Severity::High), (4, Severity::Medium), (2, Severity::Low)];

/// Kinds that show that visitors are being led away or deceived at this moment.
pub const HAPPENING_NOW: [SignalKind; 3] =
    [SignalKind::Automatic, SignalKind::Identity, SignalKind::Boast];

/// Kinds that a supplier's honest work has as well: a counter, a banner, a sign-in or a dialog that comes
/// to fifty portals in one night is new, of a host that nobody knows yet, loaded, concealed until it is
/// opened; its template may name the supplier's own address as that of the page.
const OF_ROLL_OUTS: [SignalKind; 11] = [
    SignalKind::New,
    SignalKind::Still,
    SignalKind::Host,
    SignalKind::Loads,
    SignalKind::Hidden,
    SignalKind::Covers,
    SignalKind::Claim,
    SignalKind::Hijack,
    SignalKind::Encoded,
    SignalKind::Ran,
    SignalKind::Volume,
];

/// Concealed links to several hosts that nobody knows are nobody's honest work.
const OF_NO_ROLL_OUT: [SignalKind; 3] = [SignalKind::Host, SignalKind::Hidden, SignalKind::Volume];

/// Whether nothing of what speaks against a finding tells it from a supplier's work on many portals.
pub fn may_be_rolled_out(signals: &[Signal]) -> bool {
    let has = |kind: &SignalKind| signals.iter().any(|signal| signal.kind == *kind);
    let against = signals.iter().map(|signal| signal.kind).filter(|kind| speaks_against(*kind));
    against.into_iter().all(|kind| OF_ROLL_OUTS.contains(&kind)) && !OF_NO_ROLL_OUT.iter().all(has)
}

/// That others have it too bears a reason out; it is none by itself.
fn speaks_against(kind: SignalKind) -> bool {
    weight(kind) > 0 && kind != SignalKind::Campaign
}

/// The severity that the signals of one finding add up to.
pub fn severity(signals: &[Signal]) -> Severity {
    Weighed::of(signals).severity
}

/// How a severity was reached, for those who want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Each kind with its weight.
    pub kinds: Vec<(SignalKind, i32)>,
    /// What the weights add up to.
    pub sum: i32,
    /// What held the severity below what the sum gives.
    pub capped: Option<Cap>,
    /// The severity.
    pub severity: Severity,
}

/// Why something that a rule hit is as grave as it is.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The rule.
    pub rule: &'static str,
    /// What it is about.
    pub subject: String,
    /// What was seen.
    pub signals: Vec<Signal>,
    /// What that is worth.
    pub weighed: Weighed,
}

impl Reason {
    /// Weighs what a rule hit.
    pub fn of(rule: &Rule, subject: &str, signals: &[Signal]) -> Self {
        let weighed = Weighed::of(signals);
        Self { rule: rule.id, subject: subject.to_owned(), signals: signals.to_vec(), weighed }
    }
}

/// What holds a severity down, however large the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// All signals are of one kind.
    OneKind,
    /// Nothing shows that visitors are led away or deceived now.
    NotHappeningNow,
    /// It is on many portals, and nothing tells it from a supplier's work.
    RollOut,
}

impl Weighed {
    /// Weighs the signals of one finding.
    pub fn of(signals: &[Signal]) -> Self {
        let kinds: BTreeSet<SignalKind> = signals.iter().map(|signal| signal.kind).collect();
        let kinds: Vec<_> = kinds.into_iter().map(|kind| (kind, weight(kind))).collect();
        let sum = kinds.iter().map(|(_, weight)| weight).sum();
        let reached = from_sum(sum);
        let speaking_against = kinds.iter().filter(|(kind, _)| speaks_against(*kind)).count();
        // Where a page does what its address says, the server does not lead anybody away.
        let reflected = kinds.iter().any(|(kind, _)| *kind == SignalKind::Reflected);
        let now = !reflected && kinds.iter().any(|(kind, _)| HAPPENING_NOW.contains(kind));
        let is_campaign = kinds.iter().any(|(kind, _)| *kind == SignalKind::Campaign);
        let (most, cap) = if speaking_against < 2 {
            (Severity::Medium, Some(Cap::OneKind))
        } else if is_campaign && may_be_rolled_out(signals) {
            let alone = from_sum(sum - weight(SignalKind::Campaign));
            (alone.clamp(Severity::Medium, Severity::High), Some(Cap::RollOut))
        } else if now {
            (Severity::Critical, None)
        } else {
            (Severity::High, Some(Cap::NotHappeningNow))
        };
        let capped = cap.filter(|_| reached > most);
        Self { kinds, sum, capped, severity: reached.min(most) }
    }
}

/// What a sum is worth before anything holds it down.
fn from_sum(sum: i32) -> Severity {
    let reached = FLOORS.into_iter().find(|(floor, _)| sum >= *floor);
    reached.map_or(Severity::Info, |(_, severity)| severity)
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
    fn many_portals_bear_a_reason_out_and_are_none_themselves() {
        use SignalKind::{
            Boast, Campaign, Claim, Hidden, Hijack, Host, Lexicon, Loads, New, Still, Volume,
        };
        assert_eq!((of(&[Host, Lexicon]), of(&[Host, Lexicon, Campaign])).1, Severity::High);
        assert_eq!(of(&[Host, Lexicon]), Severity::Medium);
        assert_eq!(of(&[Campaign]), Severity::Info);
        assert_eq!(of(&[Boast, Campaign]), Severity::Medium, "one article that many print");
        assert_eq!(of(&[Host, Hidden, Volume, Campaign]), Severity::High);
        for rolled_out in [
            &[Host, Loads][..],
            &[New, Hidden],
            &[New, Still],
            &[Host, New],
            &[Host, Claim],
            &[Host, Hijack],
        ] {
            let with = [rolled_out, &[Campaign]].concat();
            assert_eq!(of(&with), Severity::Medium, "{rolled_out:?}");
        }
        // What was grave before stays so.
        assert_eq!(of(&[New, Host, Loads, Campaign]), of(&[New, Host, Loads]));
    }

    #[test]
    fn context_lowers_and_is_no_second_kind() {
        use SignalKind::{Boast, Context, Host, Lexicon};
        assert_eq!(of(&[Lexicon, Host, Context]), Severity::Info);
        assert!(of(&[Boast, Context]) <= Severity::Medium);
    }

    #[test]
    fn a_stage_without_a_boast_and_a_boast_on_the_portals_page_are_high() {
        use SignalKind::{Announced, Boast, Context, Replaced, Staged};
        assert_eq!(of(&[Replaced, Staged]), Severity::High);
        assert_eq!(of(&[Boast, Announced]), Severity::High);
        assert_eq!(of(&[Boast, Replaced]), Severity::Critical);
        assert!(of(&[Boast, Context]) < Severity::Medium);
        assert!(of(&[Staged]) < Severity::Medium);
    }

    #[test]
    fn links_alone_are_never_critical() {
        use SignalKind::{Address, Hidden, Host, Lexicon, Volume};
        assert_eq!(of(&[Hidden, Lexicon, Host, Address, Volume]), Severity::High);
    }

    #[test]
    fn what_an_address_asks_for_is_never_critical() {
        use SignalKind::{Address, Automatic, Host, Listed, Reflected};
        assert_eq!(of(&[Address, Automatic, Host, Listed, Reflected]), Severity::High);
        assert_eq!(of(&[Host, Reflected]), Severity::Low);
    }

    #[test]
    fn moving_some_visitors_away_at_once_is_critical() {
        use SignalKind::{Automatic, Host, Identity};
        assert_eq!(of(&[Identity, Automatic, Host]), Severity::Critical);
    }
}
