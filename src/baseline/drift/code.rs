//! Scripts against what is known of scripts.

use std::collections::BTreeSet;

use super::{Change, ChangeKind, Replaced, Setting, page::Comparison};
use crate::baseline::{
    approved::{Body, Entry},
    facet::Facet,
    facts::{Code, Fact},
    memory::Class,
};

impl Comparison<'_> {
    /// A loaded script: known by its address and body, or by its body alone.
    pub(super) fn script(&self, fact: &Fact, setting: Setting) -> Option<Change> {
        let code = fact.code.as_ref();
        let brings = self.brings(code);
        if !self.knows(Facet::Script, &fact.value) {
            let digest = code.and_then(|code| code.digest.as_deref());
            if digest.is_some_and(|digest| self.bodies.contains(digest)) {
                return None;
            }
            return Some(with_hosts(Change::of(fact, ChangeKind::NewScript, setting), brings));
        }
        let Some(body) = Body::of(fact) else {
            return self.other_host(fact, brings, setting);
        };
        let known = self.known_bodies(&fact.value);
        let is_known = |own: &&Body| own.digest == body.digest || own.shape == body.shape;
        if known.is_empty() || known.iter().any(is_known) {
            return self.other_host(fact, brings, setting);
        }
        let seen = self.memory.known(Facet::Script, &fact.value);
        let setting = Setting {
            class: Some(match seen {
                Some(seen) if seen.turns() => Class::Volatile,
                Some(_) => Class::Constant,
                None => Class::Unclear,
            }),
            unseen: seen.map_or(1.0, |seen| seen.turns as f32 / seen.nights.max(1) as f32),
            ..setting
        };
        let mut change = with_hosts(Change::of(fact, ChangeKind::ChangedScript, setting), brings);
        change.before = known.first().map(|body| format!("sha256:{}", body.digest));
        change.after = Some(format!("sha256:{}", body.digest));
        change.replaced =
            known.first().map(|old| Replaced { before: old.digest.clone(), difference: None });
        Some(change)
    }

    /// Code of the page itself: known by its shape, whatever its texts say, as long as they name no
    /// other host.
    pub(super) fn inline(&self, fact: &Fact, setting: Setting) -> Option<Change> {
        let brings = self.brings(fact.code.as_ref());
        if self.knows(Facet::Inline, &fact.value) {
            return self.other_host(fact, brings, setting);
        }
        Some(with_hosts(Change::of(fact, ChangeKind::NewScript, setting), brings))
    }

    fn other_host(
        &self,
        fact: &Fact,
        brings: BTreeSet<String>,
        setting: Setting,
    ) -> Option<Change> {
        (!brings.is_empty())
            .then(|| with_hosts(Change::of(fact, ChangeKind::ChangedScript, setting), brings))
    }

    /// The hosts in code that no known code names and no known link leads to.
    fn brings(&self, code: Option<&Code>) -> BTreeSet<String> {
        let hosts = code.map(|code| &code.hosts).into_iter().flatten();
        hosts.filter(|host| !self.knows(Facet::CodeHost, host)).cloned().collect()
    }

    fn known_bodies(&self, address: &str) -> Vec<&Body> {
        match self.baseline {
            Some(baseline) => {
                let detail = baseline.detail(Facet::Script, address);
                detail.map(|detail| detail.bodies.iter().collect()).unwrap_or_default()
            }
            None => {
                let known = self.memory.known(Facet::Script, address);
                known.map(|known| known.bodies.iter().collect()).unwrap_or_default()
            }
        }
    }
}

fn with_hosts(mut change: Change, brings: BTreeSet<String>) -> Change {
    change.entries.extend(brings.iter().map(|host| Entry::Fact {
        facet: Facet::CodeHost,
        value: host.clone(),
        body: None,
        says: String::new(),
    }));
    Change { brings, ..change }
}
