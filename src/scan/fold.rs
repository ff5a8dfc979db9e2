//! From hits to findings: the same wound on many pages is one finding.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use url::Url;

use crate::{
    detect::{Hit, Proof, Rule, severity, traces},
    finding::{Excerpt, Finding, Fingerprint, Severity, Signal, SignalKind, Trace, Where},
};

/// The findings of one portal while it is being looked at.
pub struct Findings {
    portal: String,
    found: BTreeMap<Fingerprint, Finding>,
}

impl Findings {
    /// Nothing found yet.
    pub fn new(portal: &str) -> Self {
        Self { portal: portal.to_owned(), found: BTreeMap::new() }
    }

    /// The name that a hit has among this portal's findings.
    pub fn fingerprint(&self, rule: &Rule, hit: &Hit) -> Fingerprint {
        Fingerprint::of(&self.portal, rule.id, &hit.key)
    }

    /// Adds what was hit on one page; returns the findings that are new or graver than before.
    pub fn add(&mut self, url: &Url, hits: Vec<(&'static Rule, Hit)>) -> Vec<Finding> {
        let mut news: Vec<Fingerprint> = Vec::new();
        for (rule, hit) in hits {
            let id = self.fingerprint(rule, &hit);
            let severity = severity(&hit.signals);
            // What context has explained away is shown by `inspect --explain` only.
            if severity == Severity::Info && hit.signals.iter().any(is_context) {
                continue;
            }
            let known = self.found.get_mut(&id);
            let graver = known.as_ref().is_none_or(|finding| severity > finding.severity);
            if let Some(finding) = known {
                note_page(finding, url);
                if graver {
                    let seen = (std::mem::take(&mut finding.pages), finding.pages_total);
                    let traces = std::mem::take(&mut finding.traces);
                    *finding = finding_of(id.clone(), rule, hit, severity, url);
                    (finding.pages, finding.pages_total) = seen;
                    note_traces(finding, &traces);
                }
            } else {
                let finding = finding_of(id.clone(), rule, hit, severity, url);
                self.found.insert(id.clone(), finding);
            }
            if graver && !news.contains(&id) {
                news.push(id);
            }
        }
        news.iter().filter_map(|id| self.found.get(id).cloned()).collect()
    }

    /// The names of the findings that were seen on other pages than these.
    pub fn names_beside(&self, pages: &[Url]) -> HashSet<Fingerprint> {
        let is_other = |seen: &String| !pages.iter().any(|page| page.as_str() == seen);
        let others = self.found.values().filter(|finding| finding.pages.iter().any(is_other));
        others.map(|finding| finding.id.clone()).collect()
    }

    /// Findings at or above a severity.
    pub fn at_least(&self, floor: Severity) -> impl Iterator<Item = &Finding> {
        self.found.values().filter(move |finding| finding.severity >= floor)
    }

    /// Notes what of a finding would be found again on another portal, beside what its hits say.
    pub fn trace(&mut self, id: &Fingerprint, traces: &[Trace]) {
        if let Some(finding) = self.found.get_mut(id) {
            note_traces(finding, traces);
        }
    }

    /// Shows a finding by what proves it better.
    pub fn show(&mut self, id: &Fingerprint, proof: &Proof) {
        if let Some(finding) = self.found.get_mut(id) {
            (finding.excerpt, finding.place, finding.unpacked) = shown(proof);
        }
    }

    /// What the second look saw again stands; what it did not is shown as seen once, and calls
    /// nobody at night.
    pub fn settle(&mut self, id: &Fingerprint, seen_again: bool) {
        if let Some(finding) = self.found.get_mut(id) {
            finding.confirmed = seen_again;
            if !seen_again {
                finding.severity = finding.severity.min(Severity::Medium);
            }
        }
    }

    /// All findings, gravest first.
    pub fn into_sorted(self) -> Vec<Finding> {
        let mut all: Vec<Finding> = self.found.into_values().collect();
        all.sort_by(|a, b| {
            (b.severity, a.rule, &a.subject, &a.id).cmp(&(a.severity, b.rule, &b.subject, &b.id))
        });
        all
    }
}

fn is_context(signal: &Signal) -> bool {
    signal.kind == SignalKind::Context
}

fn note_page(finding: &mut Finding, url: &Url) {
    if finding.pages.iter().any(|page| page == url.as_str()) {
        return;
    }
    finding.pages_total += 1;
    if finding.pages.len() < Finding::MAX_PAGES {
        finding.pages.push(url.to_string());
    }
}

fn note_traces(finding: &mut Finding, traces: &[Trace]) {
    for trace in traces {
        if finding.traces.len() < Trace::MOST && !finding.traces.contains(trace) {
            finding.traces.push(trace.clone());
        }
    }
}

fn finding_of(
    id: Fingerprint,
    rule: &'static Rule,
    hit: Hit,
    severity: Severity,
    url: &Url,
) -> Finding {
    let (excerpt, place, unpacked) = shown(&hit.proof);
    let traces = traces(rule, &hit);
    Finding {
        id,
        rule: rule.id,
        family: rule.family,
        severity,
        url: url.to_string(),
        identity: hit.identity,
        subject: hit.subject,
        excerpt,
        unpacked,
        place,
        signals: hit.signals,
        why: rule.why,
        repair: rule.repair,
        pages: vec![url.to_string()],
        pages_total: 1,
        confirmed: false,
        traces,
    }
}

/// The bytes that prove a hit, where they stand, and the code that was unpacked from them.
fn shown(proof: &Proof) -> (Excerpt, Where, Option<Excerpt>) {
    let mut unpacked = None;
    let (page, spot, located) = match proof {
        Proof::Words(words) => return (Excerpt::whole(words), Where::default(), None),
        Proof::Evidence(words) => {
            let excerpt = Excerpt { mark: 0..0, ..Excerpt::whole(words) };
            return (excerpt, Where::default(), None);
        }
        Proof::Unpacked(page, spot, layer, sought) => {
            unpacked = Some(Excerpt::around(layer, part_of(layer, sought)));
            (page, spot, page.locate(spot))
        }
        Proof::Element(page, spot) => (page, spot, page.locate(spot)),
        Proof::Code(page, spot, span) => (page, spot, page.locate_code(spot, span.clone())),
    };
    let place = Where { line: located.line, column: located.column, css: spot.css.clone() };
    (Excerpt::around(&page.source, located.range), place, unpacked)
}

/// Where code names an address: all of it, or what of it stands there.
fn part_of(code: &str, address: &str) -> Range<usize> {
    let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let parts = [Some(address), Some(address.trim_end_matches('/')), host.as_deref()];
    let found = parts.into_iter().flatten().find_map(|part| Some((code.find(part)?, part.len())));
    found.map_or(0..0, |(at, length)| at..at + length)
}
