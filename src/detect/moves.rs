//! Where the scripts of a page move the window, as rules see it.

use std::sync::Arc;

use url::Url;

use super::{
    Proof,
    running::{ran_signal, unpacked},
};
use crate::{
    finding::{Signal, SignalKind},
    page::{
        Page, Script, ScriptKind,
        script::{Condition, Destination, Navigation},
    },
};

/// A move whose host is known.
pub(super) struct Move<'a> {
    pub script: &'a Script,
    pub navigation: &'a Navigation,
    pub url: Url,
}

/// All moves of a page whose hosts are known.
pub(super) fn moves_of(page: &Page) -> Vec<Move<'_>> {
    let read = page.scripts.iter().filter_map(|script| Some((script, script.facts.as_ref()?)));
    let all = read.flat_map(|(script, facts)| {
        facts.navigations.iter().map(move |navigation| (script, navigation))
    });
    all.filter(|(script, navigation)| script.kind != ScriptKind::Framed || reaches_out(navigation))
        .filter_map(|(script, navigation)| {
            let url = destination(page, navigation)?;
            Some(Move { script, navigation, url })
        })
        .collect()
}

/// Whether code in a frame moves the window around it.
fn reaches_out(navigation: &Navigation) -> bool {
    navigation.sink == "top.location"
}

fn destination(page: &Page, navigation: &Navigation) -> Option<Url> {
    match &navigation.target {
        Destination::Whole(address) | Destination::Begins(address) => page.url.join(address).ok(),
        Destination::Element(selector) => {
            page.set_off.iter().find(|(own, _)| own == selector).map(|(_, url)| url.clone())
        }
        Destination::Unknown => None,
    }
}

impl Move<'_> {
    /// What shows it.
    pub fn proof(&self, page: &Arc<Page>) -> Proof {
        let ran = self.navigation.ran.as_ref();
        if let Some(proof) = unpacked(page, &self.script.spot, ran, self.url.as_str()) {
            return proof;
        }
        let (page, spot) = (Arc::clone(page), self.script.spot.clone());
        match self.script.kind {
            ScriptKind::Inline if !self.navigation.span.is_empty() => {
                Proof::Code(page, spot, self.navigation.span.clone())
            }
            _ => Proof::Element(page, spot),
        }
    }

    /// That it comes true for a visitor.
    pub fn ran_signal(&self) -> Option<Signal> {
        ran_signal(self.navigation.ran.as_ref())
    }

    /// Conditions that tell visitors apart.
    pub fn condition_signals(&self) -> Vec<Signal> {
        condition_signals(&self.navigation.conditions)
    }
}

/// Conditions that tell visitors apart; being framed or the page's own address do not.
pub(super) fn condition_signals(conditions: &[Condition]) -> Vec<Signal> {
    let named = conditions.iter().filter_map(|condition| {
        let name = match condition {
            Condition::Referrer => "referrer",
            Condition::Device => "device",
            Condition::Screen => "screen",
            Condition::Cookie => "cookie",
            Condition::Time => "time",
            Condition::Language => "language",
            Condition::Address | Condition::Framed | Condition::Choice => return None,
        };
        Some(Signal::new(SignalKind::Condition, name))
    });
    named.collect()
}
