//! What it is worth that others have it too.

use super::Member;
use crate::{
    detect::{severity, weight},
    finding::{Finding, Severity, Signal, SignalKind},
};

/// Kinds that say that something is new, and where; not that anything is wrong with it.
const MERELY_NEW: [SignalKind; 3] = [SignalKind::New, SignalKind::Still, SignalKind::Volume];

/// Kinds after which it says nothing that other portals have it too.
const EXPLAINED: [SignalKind; 2] = [SignalKind::Context, SignalKind::Reflected];

/// The signals and the severity of a member that so many portals have; `None` if it is alone.
pub fn settle(member: &Member, portals: Option<usize>) -> (Vec<Signal>, Severity) {
    let was_joined = member.signals.iter().any(is_campaign);
    let mut signals = without_campaign(&member.signals);
    let count = portals.filter(|_| counts(&signals));
    if count.is_none() && !was_joined {
        return (signals, member.severity);
    }
    signals.extend(count.map(|count| Signal::new(SignalKind::Campaign, count.to_string())));
    let severity = weigh(&signals, member.confirmed, member.severity);
    (signals, severity)
}

/// What was said at the last look stands until all portals of tonight are compared: a run that is ended
/// before its time makes nothing harmless.
pub fn keep(before: &[Signal], tonight: &Finding) -> (Vec<Signal>, Severity) {
    let mut signals = without_campaign(&tonight.signals);
    let known = before.iter().find(|signal| is_campaign(signal)).filter(|_| counts(&signals));
    let Some(known) = known else { return (tonight.signals.clone(), tonight.severity) };
    signals.push(known.clone());
    let severity = weigh(&signals, tonight.confirmed, tonight.severity);
    (signals, severity)
}

/// What no second look bore out is `medium` at most, unless it was not looked at again at all.
fn weigh(signals: &[Signal], confirmed: bool, before: Severity) -> Severity {
    let severity = severity(signals);
    if confirmed { severity } else { severity.min(before.max(Severity::Medium)) }
}

pub(super) fn without_campaign(signals: &[Signal]) -> Vec<Signal> {
    signals.iter().filter(|signal| !is_campaign(signal)).cloned().collect()
}

fn is_campaign(signal: &Signal) -> bool {
    signal.kind == SignalKind::Campaign
}

/// Whether it says something that others have it too: see the module.
fn counts(signals: &[Signal]) -> bool {
    let speaks = |kind| weight(kind) > 0 && !MERELY_NEW.contains(&kind);
    signals.iter().any(|signal| speaks(signal.kind))
        && !signals.iter().any(|signal| EXPLAINED.contains(&signal.kind))
}
