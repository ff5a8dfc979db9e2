//! The reader: walks through a script as the browser would, with what is known in place of what
//! is.
//!
//! Each piece of code is read at least once; code whose course is constant (a decoding loop, a
//! function called with constants) is followed step by step while the fuel lasts. Where a test is
//! open, both ways are read and what they assign is joined.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_ast::ast::Statement;
use oxc_span::Span;

use super::call::{Before, Readings};
use super::heap::{Heap, Layer};
use super::pattern::Pattern;
use super::scope::{GLOBAL, ScopeId, Scopes};
use super::trigger::Deferred;
use super::value::{Id, Sources, Value};
use super::{Navigation, ScriptFacts, Sending, Trigger};

/// Steps that may be taken a second time: loops, and functions called again.
const FUEL: u32 = 200_000;
/// The same, in functions called again with what is no constant: libraries, not decoders.
const OPEN_FUEL: u32 = 20_000;
/// The same, in functions that nobody calls.
const UNCALLED_FUEL: u32 = 10_000;
/// Regular expressions that may be compiled.
const PATTERNS: usize = 300;
/// Bytes that may be built, or gone through by a method.
const BYTES: usize = 16 << 20;
/// The longest string that is built, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// What a statement does to the flow of control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow<'a> {
    Next,
    Break(Option<&'a str>),
    Continue(Option<&'a str>),
    /// `return`, or `throw`, which ends the function as well.
    Return,
}

/// One reading of one script.
pub(super) struct Reader<'a> {
    pub allocator: &'a Allocator,
    pub heap: Heap<'a>,
    pub scopes: Scopes<'a>,
    pub facts: ScriptFacts,
    /// The scope of the code being read.
    pub scope: ScopeId,
    pub this: Value,
    pub trigger: Trigger,
    /// On what it depends that the code being read runs at all.
    pub path: Sources,
    /// What the function being read has returned so far.
    pub returned: Option<Value>,
    /// How deep expressions, statements and calls are nested just now.
    pub depth: usize,
    pub depth_limit: usize,
    /// Whether the depth limit was met.
    pub too_deep: bool,
    /// The call that was met last.
    pub call_span: Span,
    /// Functions being read, innermost last.
    pub calls: Vec<Id>,
    /// What the function being read was called with.
    pub arguments: Vec<Value>,
    /// What there was when the call began: to change it is to show something.
    pub before_call: Before,
    /// The objects of the `with` statements around the code being read, innermost last.
    pub with: Vec<Value>,
    /// The unpacked code that is being read.
    pub layer: Layer,
    /// Above zero while code is read a second time.
    pub repeats: usize,
    /// Above zero while a function is read again that was called with what is no constant.
    pub open_repeats: usize,
    /// Whether an open test hid the end of a loop.
    pub open_exit: bool,
    /// Code that runs later.
    pub deferred: VecDeque<Deferred<'a>>,
    /// Branches passed over because of a constant, by their place.
    pub passed_over: Vec<Deferred<'a>>,
    pub branches_read: BTreeSet<usize>,
    /// What each function showed, by its code.
    pub read_code: BTreeMap<usize, Readings>,
    pub addresses_seen: BTreeSet<String>,
    /// Addresses that the code asked for.
    pub fetched: Vec<Value>,
    /// The address of the request that was opened last.
    pub opened: Option<Value>,
    /// What was typed and then laid down in a cookie or the storage.
    pub laid_down: Sources,
    /// Where it sends what it finds laid down.
    pub sends_stored: Vec<Sending>,
    /// Whether it looks for fields of payment cards.
    pub asks_for_cards: bool,
    /// Counts what was recorded, to see whether reading a function showed anything.
    pub recorded: usize,
    /// How many regular expressions may still be compiled.
    patterns: usize,
    fuel: u32,
    open_fuel: u32,
    bytes: usize,
}

impl<'a> Reader<'a> {
    pub fn new(allocator: &'a Allocator, depth_limit: usize) -> Self {
        Self {
            allocator,
            heap: Heap::default(),
            scopes: Scopes::new(),
            facts: ScriptFacts::default(),
            scope: GLOBAL,
            this: Value::Host(super::host::Host::Window),
            trigger: Trigger::Load,
            path: Sources::NONE,
            returned: None,
            depth: 0,
            depth_limit,
            too_deep: false,
            call_span: Span::default(),
            calls: Vec::new(),
            arguments: Vec::new(),
            before_call: Before::default(),
            with: Vec::new(),
            layer: Layer::default(),
            repeats: 0,
            open_repeats: 0,
            open_exit: false,
            deferred: VecDeque::new(),
            passed_over: Vec::new(),
            branches_read: BTreeSet::new(),
            read_code: BTreeMap::new(),
            addresses_seen: BTreeSet::new(),
            fetched: Vec::new(),
            opened: None,
            laid_down: Sources::NONE,
            sends_stored: Vec::new(),
            asks_for_cards: false,
            recorded: 0,
            patterns: PATTERNS,
            fuel: FUEL,
            open_fuel: OPEN_FUEL,
            bytes: BYTES,
        }
    }

    /// Reads a program and everything that it sets off.
    pub fn read(mut self, body: &'a [Statement<'a>]) -> (ScriptFacts, bool) {
        self.statements(body);
        self.run_deferred();
        self.fuel = self.fuel.min(UNCALLED_FUEL);
        self.read_uncalled();
        self.report_nodes();
        self.settle_sends();
        let mut facts = self.facts;
        facts.navigations.sort_by_key(|one: &Navigation| one.span.start);
        facts.writes.sort_by_key(|one| one.span.start);
        facts.loads.sort_by_key(|one| one.span.start);
        (facts, self.too_deep)
    }

    /// Goes one level down; `false` at the limit.
    pub fn descend(&mut self) -> bool {
        if self.depth >= self.depth_limit {
            self.too_deep = true;
            return false;
        }
        self.depth += 1;
        if self.repeats > 0 {
            self.burn(1);
        }
        true
    }

    /// Comes one level up again.
    pub fn ascend(&mut self) {
        self.depth -= 1;
    }

    /// Whether code may be read another time.
    pub fn has_fuel(&self) -> bool {
        self.fuel > 0 && (self.open_repeats == 0 || self.open_fuel > 0)
    }

    /// Whether a function may be read another time that is called with what is no constant.
    pub fn has_open_fuel(&self) -> bool {
        self.fuel > 0 && self.open_fuel > 0
    }

    /// Pays for work on top of the steps themselves.
    pub fn burn(&mut self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.fuel = self.fuel.saturating_sub(steps);
        if self.open_repeats > 0 {
            self.open_fuel = self.open_fuel.saturating_sub(steps);
        }
    }

    /// Pays for building a string; `false` where it is too long or the budget is used up.
    pub fn afford(&mut self, length: usize) -> bool {
        if length > LONGEST || length > self.bytes {
            return false;
        }
        self.bytes -= length;
        true
    }

    /// A regular expression that is to be run; `None` where too many were.
    pub fn pattern(&mut self, id: Id) -> Option<&Pattern> {
        let pattern = self.heap.patterns.get(id)?;
        if !pattern.is_compiled() {
            self.patterns = self.patterns.checked_sub(1)?;
        }
        Some(pattern)
    }

    /// Where a construct stands in the script's own text.
    pub fn place(&self, span: Span) -> Range<usize> {
        self.layer.place.clone().unwrap_or(span.start as usize..span.end as usize)
    }

    /// Reads `branch` as code that runs or not, depending on `sources`, and undoes its
    /// assignments; merge them with [`Scopes::merge`].
    pub fn maybe<T>(
        &mut self,
        sources: Sources,
        branch: impl FnOnce(&mut Self) -> T,
    ) -> (T, super::scope::Changes<'a>) {
        let path = self.path;
        self.path = path.and(sources);
        let mark = self.scopes.record();
        let result = branch(self);
        let changes = self.scopes.roll_back(mark);
        self.path = path;
        (result, changes)
    }
}

/// Tells one piece of code from another.
pub(super) fn place_in_memory<T>(code: &T) -> usize {
    std::ptr::from_ref(code).addr()
}
