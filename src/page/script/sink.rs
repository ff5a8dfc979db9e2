//! Where code acts on the page: it moves the window, writes markup, loads scripts, runs text.

use std::cmp::Ordering;

use oxc_span::Span;

use super::heap::Layer;
use super::reader::{LONGEST, Reader};
use super::value::{Sources, Text, Value};
use super::{
    Condition, Destination, Navigation, Showing, Shown, Trigger, Write, address, trigger, unpack,
};

/// The most navigations, writes, loads and hidden selectors that are kept of each.
pub(super) const KEPT: usize = 50;
/// The most addresses that are kept.
const ADDRESSES: usize = 500;
/// The construct that moves the window around the page's own.
pub(super) const OUTER: &str = "top.location";
/// The longest selector of an element that is set off, in bytes.
const LONGEST_SELECTOR: usize = 200;
/// The longest text that is kept, in bytes.
const LONGEST_SHOWN: usize = 1024;
/// The longest address that is kept, in bytes.
const LONGEST_ADDRESS: usize = 4096;

impl<'a> Reader<'a> {
    /// Records a move of the window.
    pub fn navigate(&mut self, value: &Value, sink: &'static str, span: Span) {
        let value = &self.address_in(value);
        let sources = value.sources();
        let known = value
            .alternatives()
            .iter()
            .any(|one| matches!(one, Value::Text(_) | Value::Begins(..)));
        for one in value.alternatives() {
            let (target, encoded) = match one {
                Value::Text(text) => {
                    let trimmed = text.value.trim();
                    self.note_addresses(trimmed, false);
                    if let Some(code) = trimmed.strip_prefix("javascript:") {
                        let code = Text::new(code, text.encoded);
                        self.unpack(&code, Some(span));
                        continue;
                    }
                    if trimmed.is_empty() || trimmed == "about:blank" {
                        continue;
                    }
                    (Destination::Whole(cut(trimmed).to_owned()), text.encoded)
                }
                Value::Begins(text, _) => match address::beginning(&text.value) {
                    Some(beginning) => {
                        (Destination::Begins(cut(beginning).to_owned()), text.encoded)
                    }
                    None => (Destination::Unknown, text.encoded),
                },
                Value::Unknown(_) | Value::Node(_) | Value::Selection(_) if !known => {
                    (Destination::Unknown, false)
                }
                // The page's own address, and values that name nothing.
                _ => continue,
            };
            let mut depends = self.path;
            if value.alternatives().len() > 1 {
                depends = depends.and(sources);
            }
            if target == Destination::Unknown {
                // Made of the page's own address alone, it stays where it is.
                if super::operator::of(one) == Sources::on(Condition::Address) {
                    continue;
                }
                self.note_opaque(one);
            }
            self.push_navigation(Navigation {
                target,
                sink,
                trigger: self.trigger.clone(),
                conditions: depends.conditions(),
                encoded: encoded || self.layer.encoded,
                span: self.place(span),
                ran: None,
            });
        }
    }

    fn push_navigation(&mut self, new: Navigation) {
        self.recorded += 1;
        let known = &mut self.facts.navigations;
        let same = known
            .iter_mut()
            .find(|old| old.span == new.span && old.target == new.target && old.sink == new.sink);
        // The same code, met again on another way: the soonest counts.
        let Some(old) = same else {
            if known.len() < KEPT {
                known.push(new);
            }
            return;
        };
        match trigger::delay(&new.trigger).cmp(&trigger::delay(&old.trigger)) {
            Ordering::Less => *old = new,
            Ordering::Equal => old.conditions.retain(|one| new.conditions.contains(one)),
            Ordering::Greater => {}
        }
    }

    /// Records a move to where an element of the page leads, which the page knows.
    pub fn navigate_by(&mut self, selector: String, sink: &'static str, span: Span) {
        // Libraries are full of them, for when somebody calls.
        let waits = matches!(self.trigger, Trigger::Event(_) | Trigger::Uncalled);
        if selector.len() <= LONGEST_SELECTOR && !waits {
            self.push_navigation(Navigation {
                target: Destination::Element(selector),
                sink,
                trigger: self.trigger.clone(),
                conditions: self.path.conditions(),
                encoded: self.layer.encoded,
                span: self.place(span),
                ran: None,
            });
        }
    }

    /// Notes that code which runs by itself acts on something that could not be worked out.
    pub fn note_opaque(&mut self, value: &Value) {
        let at_once = matches!(self.trigger, Trigger::Load | Trigger::Timer(_));
        let sources = self.path.and(value.sources());
        let by_user = sources.has(Sources::USER) || sources.has(Sources::EVENT);
        if at_once && !by_user {
            self.facts.opaque = true;
            self.recorded += 1;
        }
    }

    /// Records markup that goes into the page, `in_place` where the script stands.
    pub fn write(&mut self, value: &Value, in_place: bool, span: Span) {
        self.write_markup(value, in_place, in_place, span);
    }

    /// The same with the scripts in it, which jQuery runs wherever it puts them.
    pub fn write_and_run(&mut self, value: &Value, span: Span) {
        self.write_markup(value, false, true, span);
    }

    fn write_markup(&mut self, value: &Value, in_place: bool, runs: bool, span: Span) {
        for one in value.alternatives() {
            let text = match one {
                Value::Text(text) | Value::Begins(text, _) => text,
                Value::Unknown(_) if in_place && value.alternatives().len() == 1 => {
                    self.note_opaque(one);
                    continue;
                }
                _ => continue,
            };
            if !self.afford(text.value.len()) {
                return;
            }
            if !text.value.contains('<') {
                self.show(one, Showing::Page);
                if in_place && matches!(one, Value::Begins(..)) {
                    self.note_opaque(one);
                }
                continue;
            }
            self.recorded += 1;
            self.note_addresses(&text.value, matches!(one, Value::Begins(..)));
            let write = Write {
                markup: text.value.to_string(),
                in_place,
                encoded: text.encoded || self.layer.encoded,
                conditions: self.path.conditions(),
                span: self.place(span),
                ran: None,
            };
            let held: usize = self.facts.writes.iter().map(|one| one.markup.len()).sum();
            if self.facts.writes.len() < KEPT
                && held + write.markup.len() <= LONGEST
                && !self.facts.writes.contains(&write)
            {
                self.facts.writes.push(write);
            }
            if runs {
                self.load_written(one, span);
            }
            if runs && matches!(one, Value::Text(_)) {
                for code in unpack::scripts_in(&text.value) {
                    self.unpack(&Text::new(code, text.encoded), Some(span));
                }
            }
        }
    }

    /// Records a text that is shown.
    pub fn show(&mut self, value: &Value, place: Showing) {
        for one in value.alternatives() {
            let (Value::Text(text) | Value::Begins(text, _)) = one else { continue };
            let shown = text.value.trim();
            let shown = &shown[..shown.floor_char_boundary(LONGEST_SHOWN)];
            if shown.chars().filter(|c| c.is_alphabetic()).take(2).count() < 2 {
                continue;
            }
            let shown = Shown { text: shown.to_owned(), place, trigger: self.trigger.clone() };
            if self.facts.shows.len() < KEPT && !self.facts.shows.contains(&shown) {
                self.recorded += 1;
                self.facts.shows.push(shown);
            }
        }
    }

    /// Records that an element is hidden, unless it takes a visitor to hide it.
    pub fn hide(&mut self, selector: &str) {
        // What hides all elements of a name is for menus that open, or for a page to come.
        let simple = selector.contains(['#', '.']) && selector.len() <= 200;
        let at_once = self.runs_at_once();
        let hides = &mut self.facts.hides;
        if simple && at_once && hides.len() < KEPT && !hides.iter().any(|one| one == selector) {
            hides.push(selector.to_owned());
            self.recorded += 1;
        }
    }

    /// Whether the code that is read runs without a visitor's doing.
    pub fn runs_at_once(&self) -> bool {
        matches!(self.trigger, Trigger::Load | Trigger::Timer(_))
    }

    /// Collects the addresses in a value that was worked out.
    pub fn note_value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => {
                self.facts.encoded |= text.encoded;
                self.note_addresses(&text.value, false);
            }
            Value::Begins(text, _) => self.note_addresses(&text.value, true),
            _ => {}
        }
    }

    /// Collects the addresses in a constant; where it goes on unknown (`open`), only those that
    /// name their host in full.
    pub fn note_addresses(&mut self, text: &str, open: bool) {
        if text.len() < 6 || self.facts.addresses.len() >= ADDRESSES {
            return;
        }
        for address in address::addresses_in(text, open) {
            if self.facts.addresses.len() >= ADDRESSES {
                return;
            }
            let address = cut(address);
            if !self.addresses_seen.contains(address) {
                self.addresses_seen.insert(address.to_owned());
                self.facts.addresses.push(address.to_owned());
            }
        }
    }

    /// The layer of code that is unpacked at `span`.
    pub fn inner_layer(&self, encoded: bool, span: Option<Span>) -> Layer {
        Layer {
            depth: self.layer.depth + 1,
            encoded: self.layer.encoded || encoded,
            place: self.layer.place.clone().or_else(|| span.map(|span| self.place(span))),
        }
    }
}

/// What is known of an address that is not a navigation's.
pub(super) fn destinations(value: &Value) -> Vec<Destination> {
    let all = value.alternatives().iter().filter_map(|one| match one {
        Value::Text(text) if text.value.trim().is_empty() => None,
        Value::Text(text) => Some(Destination::Whole(cut(text.value.trim()).to_owned())),
        Value::Begins(text, _) => Some(match address::beginning(&text.value) {
            Some(beginning) => Destination::Begins(cut(beginning).to_owned()),
            None => Destination::Unknown,
        }),
        Value::Undefined | Value::Null => None,
        _ => Some(Destination::Unknown),
    });
    let mut known: Vec<Destination> = all.collect();
    if known.iter().any(|one| *one != Destination::Unknown) {
        known.retain(|one| *one != Destination::Unknown);
    }
    known
}

/// The beginning of a text, cut between characters.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_ADDRESS)).unwrap_or(text)
}
