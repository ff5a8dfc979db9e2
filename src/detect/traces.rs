//! What of a hit would be found again on another portal.

use super::{Hit, Proof, Rule, defaced_page, hidden_text, spam_text, whereabouts::is_platform};
use crate::{
    baseline::{Change, ChangeKind, Facet, shape_of},
    finding::{Signal, SignalKind, Trace},
    page::{Page, Spot},
};

/// Shorter code than this is the same by chance.
const SHORTEST_CODE: usize = 40;
/// Bytes of code that are read for its shape.
const LONGEST_CODE: usize = 256 * 1024;

/// Rules whose findings are about words, not about a place to which they lead.
const OF_WORDS: [&str; 3] = [hidden_text::RULE.id, spam_text::RULE.id, defaced_page::RULE.id];

/// What of a hit would be found again: the hosts for which nobody vouches, the code that did it, the
/// words. At most [`Trace::MOST`].
pub fn traces(rule: &Rule, hit: &Hit) -> Vec<Trace> {
    let hosts = hit.signals.iter().filter_map(host);
    let script = match &hit.proof {
        Proof::Element(page, spot) | Proof::Code(page, spot, _) => script(page, spot),
        Proof::Unpacked(page, spot, ..) => script(page, spot),
        Proof::Words(_) => None,
    };
    let words = OF_WORDS.contains(&rule.id).then(|| Trace::of_text(&hit.subject)).flatten();
    let mut traces: Vec<Trace> = script.into_iter().chain(words).chain(hosts).collect();
    traces.dedup();
    traces.truncate(Trace::MOST);
    traces
}

/// What of a change on which a rule hit would be found again, beside what its signals say.
pub fn traces_of_change(change: &Change) -> Vec<Trace> {
    let shown = change.after.as_deref().unwrap_or_default();
    let trace = match (change.kind, change.facet) {
        // The rule hits only hosts for which nobody vouches.
        (ChangeKind::InjectedLink, _) => {
            Some(&*change.value).filter(|host| !is_platform(host)).and_then(Trace::of_host)
        }
        (ChangeKind::HiddenBlock, _) => Trace::of_text(shown),
        (ChangeKind::NewScript | ChangeKind::ChangedScript, Some(Facet::Script)) => {
            change.digest.as_deref().map(Trace::of_script)
        }
        (ChangeKind::NewScript, Some(Facet::Inline)) if shown.len() >= SHORTEST_CODE => {
            Some(Trace::of_script(&change.value))
        }
        _ => None,
    };
    trace.into_iter().collect()
}

/// A host that the signals name; the names of whole kinds are no hosts, and on a platform everybody has
/// a page.
fn host(signal: &Signal) -> Option<Trace> {
    let is_host = signal.kind == SignalKind::Host && !is_platform(&signal.detail);
    Trace::of_host(&signal.detail).filter(|_| is_host)
}

/// Code of the page itself. Of data in script elements no place is known, and its shape says nothing.
fn script(page: &Page, spot: &Spot) -> Option<Trace> {
    let is_code = spot.tag == "script" && !spot.css.is_empty();
    let code = if is_code { page.code_at(spot).trim() } else { "" };
    let fits = (SHORTEST_CODE..=LONGEST_CODE).contains(&code.len());
    fits.then(|| Trace::of_script(&shape_of(code)))
}
