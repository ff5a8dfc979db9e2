//! The objects that values point to.
//!
//! They live in lists and are named by their index: objects of scripts point at each other in
//! circles, and counted references would leak a little of every hostile page.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use oxc_ast::ast::{ArrowFunctionExpression, Function};

use super::dom::Node;
use super::jquery::Selection;
use super::pattern::Pattern;
use super::scope::ScopeId;
use super::value::{Id, Value};

/// Code that can be called.
#[derive(Clone, Copy)]
pub(super) enum Code<'a> {
    Function(&'a Function<'a>),
    Arrow(&'a ArrowFunctionExpression<'a>),
}

impl Code<'_> {
    /// Tells one piece of code from another.
    pub fn key(self) -> usize {
        match self {
            Self::Function(function) => std::ptr::from_ref(function).addr(),
            Self::Arrow(arrow) => std::ptr::from_ref(arrow).addr(),
        }
    }
}

/// Unpacked code inside a script.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    /// How many layers there are around the code; zero for the script's own text.
    pub depth: usize,
    /// Whether the code was decoded.
    pub encoded: bool,
    /// Where the outermost layer stands in the script's own text.
    pub place: Option<Range<usize>>,
}

/// A function with the scope in which it was made.
pub(super) struct Closure<'a> {
    pub code: Code<'a>,
    pub scope: ScopeId,
    /// What `this` is for a bound function or an arrow.
    pub this: Option<Value>,
    /// Where the layer of unpacked code stands from which it comes.
    pub layer: Layer,
}

/// The most arguments that a function is bound to.
const BOUND: usize = 32;

/// All objects of one reading.
#[derive(Default)]
pub(super) struct Heap<'a> {
    pub lists: Vec<Vec<Value>>,
    /// While code is read that does not run, lists keep what they hold.
    pub lists_frozen: bool,
    pub records: Vec<BTreeMap<Rc<str>, Value>>,
    pub functions: Vec<Closure<'a>>,
    pub patterns: Vec<Pattern>,
    pub nodes: Vec<Node>,
    pub selections: Vec<Selection>,
    /// A receiver and the name of its built-in method.
    pub methods: Vec<(Value, Rc<str>)>,
    /// A function, and what it is called with first: `this`, then arguments.
    pub bound: Vec<(Value, Vec<Value>)>,
}

impl<'a> Heap<'a> {
    pub fn list(&mut self, values: Vec<Value>) -> Value {
        Value::List(put(&mut self.lists, values))
    }

    pub fn record(&mut self) -> Value {
        Value::Record(put(&mut self.records, BTreeMap::new()))
    }

    pub fn function(&mut self, closure: Closure<'a>) -> Value {
        Value::Function(put(&mut self.functions, closure))
    }

    pub fn pattern(&mut self, pattern: Pattern) -> Value {
        Value::Pattern(put(&mut self.patterns, pattern))
    }

    pub fn node(&mut self, node: Node) -> Value {
        Value::Node(put(&mut self.nodes, node))
    }

    pub fn selection(&mut self, selection: Selection) -> Value {
        Value::Selection(put(&mut self.selections, selection))
    }

    pub fn method(&mut self, receiver: Value, name: Rc<str>) -> Value {
        Value::Method(put(&mut self.methods, (receiver, name)))
    }

    /// A function with its first arguments, `this` before them. What is bound again stays one
    /// step away from its function, however often.
    pub fn bind(&mut self, function: Value, first: Vec<Value>) -> Value {
        let (function, first) = match &function {
            Value::Bound(id) => match self.bound.get(*id) {
                Some((inner, known)) if known.len() + first.len() <= BOUND => {
                    let more = first.into_iter().skip(1);
                    (inner.clone(), known.iter().cloned().chain(more).collect())
                }
                _ => return function,
            },
            _ => (function, first),
        };
        Value::Bound(put(&mut self.bound, (function, first)))
    }

    /// The elements of a list; nothing for any other value.
    pub fn elements(&self, value: &Value) -> Option<&Vec<Value>> {
        if let Value::List(id) = value { self.lists.get(*id) } else { None }
    }
}

fn put<T>(all: &mut Vec<T>, one: T) -> Id {
    all.push(one);
    all.len() - 1
}
