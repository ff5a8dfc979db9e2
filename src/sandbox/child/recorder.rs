//! What is kept of what scripts do: bounded here, where page code cannot reach, and told to the
//! parent at once.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use super::{super::ran::*, tell};

/// Facts of one kind, beyond which they are only counted.
const MAX_FACTS: usize = 200;
/// Navigations and windows; the first few say it all.
const MAX_NAVIGATIONS: usize = 48;
/// Layers of code.
const MAX_LAYERS: usize = 40;
/// Bytes of one layer.
const MAX_LAYER: usize = 64 << 10;
/// Bytes of one piece of written markup.
const MAX_MARKUP: usize = 64 << 10;
/// Bytes of an address.
const MAX_ADDRESS: usize = 4 << 10;
/// Bytes of any other text.
const MAX_TEXT: usize = 2 << 10;
/// Attributes of one element.
const MAX_ATTRIBUTES: usize = 24;
/// Bytes that are told about one job.
const MAX_TOLD: usize = 4 << 20;
/// Messages of errors.
const MAX_MESSAGES: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Recorder {
    counts: RefCell<HashMap<&'static str, usize>>,
    told: Cell<usize>,
    dropped: Cell<u32>,
    errors: Cell<u32>,
    messages: RefCell<Vec<String>>,
    /// Whose task runs.
    source: Cell<Source>,
    /// Whose code acts right now and who asked it to, where that was looked up.
    actors: Cell<Option<(Source, Option<Source>)>>,
    trigger: Cell<Trigger>,
    /// The world's clock when the trigger came.
    began: Cell<f64>,
    reads: RefCell<Vec<(Source, u16)>>,
    pub pushed_states: Cell<u32>,
    pub out_of_memory: Cell<bool>,
    pub too_much_work: Cell<bool>,
}

impl Recorder {
    pub fn source(&self) -> Source {
        self.source.get()
    }

    pub fn trigger(&self) -> (Trigger, f64) {
        (self.trigger.get(), self.began.get())
    }

    /// From now on, this code acts for this reason.
    pub fn act(&self, source: Source, (trigger, began): (Trigger, f64)) {
        self.source.set(source);
        self.trigger.set(trigger);
        self.began.set(began);
    }

    pub fn act_as(&self, source: Source) {
        self.source.set(source);
    }

    /// The next fact is this code's doing.
    pub fn acting(&self, source: Source, asked_by: Option<Source>) {
        self.actors.set(Some((source, asked_by)));
    }

    fn cause(&self, now: f64) -> Cause {
        let (source, asked_by) = self.actors.take().unwrap_or((self.source.get(), None));
        let after = (now - self.began.get()).clamp(0.0, 1e9);
        // In range, and parts of a millisecond do not matter.
        let after_ms = after as u32;
        Cause { source, asked_by, trigger: self.trigger.get(), after_ms }
    }

    /// Whether there is room for a fact of this kind and size.
    fn has_room(&self, kind: &'static str, most: usize, bytes: usize) -> bool {
        // Pages complain about what is typed, and go where the form leads: that is no news.
        if self.trigger.get() == Trigger::Form && kind != "sent" {
            return false;
        }
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(kind).or_default();
        let told = self.told.get().saturating_add(bytes);
        if *count >= most || told > MAX_TOLD {
            self.dropped.set(self.dropped.get().saturating_add(1));
            return false;
        }
        *count += 1;
        self.told.set(told);
        true
    }

    fn say(&self, said: &Said) {
        // The parent is gone if this fails, and so is this process when it next reads.
        if !tell(said).unwrap_or(false) {
            self.dropped.set(self.dropped.get().saturating_add(1));
        }
    }

    pub fn navigation(&self, target: &str, way: Way, now: f64) {
        if self.has_room("navigation", MAX_NAVIGATIONS, target.len().min(MAX_ADDRESS)) {
            let cause = self.cause(now);
            let (target, after_reading) = (bounded(target, MAX_ADDRESS), self.read_for(&cause));
            self.say(&Said::Navigation(Navigation { target, way, cause, after_reading }));
        }
    }

    pub fn opened(&self, target: &str, now: f64) {
        if self.has_room("opened", MAX_NAVIGATIONS, target.len().min(MAX_ADDRESS)) {
            let cause = self.cause(now);
            let (target, after_reading) = (bounded(target, MAX_ADDRESS), self.read_for(&cause));
            self.say(&Said::Opened(Opened { target, cause, after_reading }));
        }
    }

    pub fn written(&self, markup: &str, now: f64) {
        if self.has_room("written", MAX_FACTS, markup.len().min(MAX_MARKUP)) {
            let markup = bounded(markup, MAX_MARKUP);
            self.say(&Said::Written(Written { markup, cause: self.cause(now) }));
        }
    }

    pub fn added(
        &self,
        tag: &str,
        attributes: &[(Box<str>, String)],
        under: Option<u32>,
        now: f64,
    ) {
        let attributes: Vec<(String, String)> = attributes
            .iter()
            .take(MAX_ATTRIBUTES)
            .map(|(name, value)| (bounded(name, 100), bounded(value, MAX_TEXT)))
            .collect();
        let bytes: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
        if self.has_room("added", MAX_FACTS, bytes + 64) {
            let cause = self.cause(now);
            self.say(&Said::Added(Added { tag: bounded(tag, 100), attributes, under, cause }));
        }
    }

    pub fn rewritten(
        &self,
        element: Option<u32>,
        tag: &str,
        attribute: &str,
        value: &str,
        now: f64,
    ) {
        if self.has_room("rewritten", MAX_FACTS, value.len().min(MAX_TEXT) + 64) {
            self.say(&Said::Rewritten(Rewritten {
                element,
                tag: bounded(tag, 100),
                attribute: attribute.to_owned(),
                value: bounded(value, MAX_TEXT),
                cause: self.cause(now),
            }));
        }
    }

    /// Something built that is still there at the end; false when there is no more room.
    pub fn built(&self, built: Built) -> bool {
        let room = self.has_room("built", MAX_FACTS, built.markup.len());
        if room {
            self.say(&Said::Built(built));
        }
        room
    }

    pub fn hidden(&self, element: Option<u32>, tag: &str, how: &str) -> bool {
        let room = self.has_room("hidden", MAX_FACTS, tag.len().min(MAX_TEXT) + 64);
        if room {
            let (tag, how) = (bounded(tag, MAX_TEXT), bounded(how, 200));
            self.say(&Said::Hidden(Hidden { element, tag, how }));
        }
        room
    }

    pub fn load(&self, target: &str, kind: &str, now: f64) {
        if self.has_room("load", MAX_FACTS, target.len().min(MAX_ADDRESS)) {
            let (target, kind) = (bounded(target, MAX_ADDRESS), bounded(kind, 40));
            self.say(&Said::Load(Load { target, kind, cause: self.cause(now) }));
        }
    }

    pub fn sent(&self, target: &str, kind: &str, now: f64) {
        if self.has_room("sent", MAX_FACTS, target.len().min(MAX_ADDRESS)) {
            let (target, kind) = (bounded(target, MAX_ADDRESS), bounded(kind, 40));
            self.say(&Said::Sent(Sent { target, kind, cause: self.cause(now) }));
        }
    }

    pub fn shown(&self, kind: &str, text: &str, now: f64) {
        if self.has_room("shown", MAX_NAVIGATIONS, text.len().min(MAX_TEXT)) {
            let (kind, text) = (bounded(kind, 40), bounded(text, MAX_TEXT));
            self.say(&Said::Shown(Shown { kind, text, cause: self.cause(now) }));
        }
    }

    pub fn layer(&self, code: &str, made: Made, now: f64) {
        if self.has_room("layer", MAX_LAYERS, code.len().min(MAX_LAYER)) {
            let layer = Layer {
                code: bounded(code, MAX_LAYER),
                bytes: code.len(),
                made,
                cause: self.cause(now),
            };
            self.say(&Said::Layer(layer));
        }
    }

    /// The code that acts looks at something, by its number in [`Read::ALL`].
    pub fn read(&self, what: usize) {
        let Some(bit) = 1_u16.checked_shl(u32::try_from(what).unwrap_or(u32::MAX)) else { return };
        let source = self.source.get();
        let mut reads = self.reads.borrow_mut();
        if let Some((_, bits)) = reads.iter_mut().find(|(own, _)| *own == source) {
            *bits |= bit;
        } else if reads.len() < MAX_FACTS {
            reads.push((source, bit));
        }
    }

    /// The code behind a fact, and the task in which it ran.
    fn behind(&self, cause: &Cause) -> [Option<Source>; 3] {
        [Some(cause.source), cause.asked_by, Some(self.source.get())]
    }

    /// What the code behind a fact has looked at.
    fn read_for(&self, cause: &Cause) -> Vec<Read> {
        let behind = self.behind(cause);
        let reads = self.reads.borrow();
        let own = reads.iter().filter(|(source, _)| behind.contains(&Some(*source)));
        readings(own.fold(0, |all, (_, bits)| all | bits))
    }

    pub fn error(&self, message: &str) {
        self.errors.set(self.errors.get().saturating_add(1));
        let mut messages = self.messages.borrow_mut();
        if messages.len() < MAX_MESSAGES {
            messages.push(bounded(message, 200));
        }
    }

    /// Tells what is told at the end, and how it ended.
    pub fn finish(&self) -> End {
        for (source, bits) in self.reads.take() {
            self.say(&Said::Reading(Reading { source, read: readings(bits) }));
        }
        End {
            errors: self.errors.get(),
            messages: self.messages.take(),
            dropped: self.dropped.get(),
            pushed_states: self.pushed_states.get(),
            ..End::default()
        }
    }
}

fn readings(bits: u16) -> Vec<Read> {
    let all = Read::ALL.into_iter().enumerate();
    all.filter(|(number, _)| bits & (1 << number) != 0).map(|(_, read)| read).collect()
}

/// The beginning of a text.
pub(super) fn bounded(text: &str, most: usize) -> String {
    let end = text.floor_char_boundary(most);
    text[..end].to_owned()
}
