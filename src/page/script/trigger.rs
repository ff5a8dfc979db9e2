//! What sets code off: code that runs later is put aside with its trigger and read after the code
//! that runs now.

use oxc_ast::ast::Statement;
use oxc_span::Span;

use super::Trigger;
use super::heap::Layer;
use super::reader::{Reader, place_in_memory};
use super::scope::ScopeId;
use super::value::{Sources, Text, Value};

/// The most pieces of code that are put aside.
const DEFERRED: usize = 2_000;

/// Code to be read later.
pub(super) enum Task<'a> {
    Call { function: Value, this: Value, arguments: Vec<Value> },
    Branch { statement: &'a Statement<'a>, scope: ScopeId, this: Value },
    Code(Text),
}

/// Code to be read later, and what it depends on.
pub(super) struct Deferred<'a> {
    pub task: Task<'a>,
    pub trigger: Trigger,
    pub path: Sources,
    pub layer: Layer,
    /// The call that put it aside: where a built-in function stands that is run later.
    pub span: Span,
}

/// How soon code runs: zero is at once.
pub(super) fn delay(trigger: &Trigger) -> u8 {
    match trigger {
        Trigger::Load => 0,
        Trigger::Timer(_) => 1,
        Trigger::Event(_) | Trigger::Anywhere(_) => 2,
        Trigger::Uncalled => 3,
    }
}

/// The trigger of an event's handlers; `name` is the event's, without `on`.
pub fn of_event(name: &str) -> Trigger {
    // jQuery puts a namespace behind a dot, and takes several names.
    let first = name.split_whitespace().next().unwrap_or_default();
    let bare = first.split('.').next().unwrap_or_default();
    match bare {
        "load"
        | "DOMContentLoaded"
        | "readystatechange"
        | "ready"
        | "pageshow"
        | "deviceready"
        | "error"
        | "complete"
        | "success"
        | "turbolinks:load"
        | "loadend"
        | "animationstart"
        | "animationend"
        | "webkitAnimationStart"
        | "webkitAnimationEnd"
        | "webkitanimationstart"
        | "webkitanimationend" => Trigger::Load,
        other => Trigger::Event(other.chars().take(40).collect()),
    }
}

impl<'a> Reader<'a> {
    /// A piece of code to be read later, under the present conditions.
    pub fn deferral(&self, task: Task<'a>, trigger: Trigger) -> Deferred<'a> {
        let (path, layer, span) = (self.path, self.layer.clone(), self.call_span);
        Deferred { task, trigger, path, layer, span }
    }

    /// Puts a handler aside: a function, or text that is code.
    pub fn set_off(&mut self, handler: &Value, trigger: Trigger) {
        self.set_off_with(handler, trigger, Vec::new());
    }

    /// The same with what the handler is called with.
    pub fn set_off_with(&mut self, handler: &Value, trigger: Trigger, mut arguments: Vec<Value>) {
        if self.deferred.len() >= DEFERRED {
            return;
        }
        // What an event sets off stays with the event, however soon after it runs.
        let trigger = match (&self.trigger, trigger) {
            (Trigger::Uncalled, _) => Trigger::Uncalled,
            (current, new) if delay(current) > delay(&new) => current.clone(),
            (_, new) => new,
        };
        let task = match handler.likely() {
            function if function.is_callable() => {
                let by_user = matches!(trigger, Trigger::Event(_) | Trigger::Anywhere(_));
                let this = if by_user { Value::Unknown(Sources::EVENT) } else { Value::UNKNOWN };
                if by_user && arguments.is_empty() {
                    arguments.push(Value::Unknown(Sources::EVENT));
                }
                Task::Call { function: function.clone(), this, arguments }
            }
            Value::Text(text) => Task::Code(text.clone()),
            _ => return,
        };
        let deferred = self.deferral(task, trigger);
        self.deferred.push_back(deferred);
    }

    /// Reads what was put aside, until nothing is left.
    pub fn run_deferred(&mut self) {
        let mut turns = 0;
        while let Some(next) = self.deferred.pop_front() {
            turns += 1;
            if turns > DEFERRED {
                break;
            }
            self.run(next);
        }
    }

    fn run(&mut self, next: Deferred<'a>) {
        let trigger = std::mem::replace(&mut self.trigger, next.trigger);
        let path = std::mem::replace(&mut self.path, next.path);
        let layer = std::mem::replace(&mut self.layer, next.layer);
        match next.task {
            Task::Call { function, this, arguments } => {
                self.call_value(&function, this, arguments, next.span);
            }
            Task::Code(text) => {
                self.unpack(&text, None);
            }
            Task::Branch { statement, scope, this } => {
                let scope = std::mem::replace(&mut self.scope, scope);
                let this = std::mem::replace(&mut self.this, this);
                self.statement(statement);
                (self.scope, self.this) = (scope, this);
            }
        }
        self.trigger = trigger;
        self.path = path;
        self.layer = layer;
    }

    /// Reads the functions that nobody called and the branches that nothing led into.
    pub fn read_uncalled(&mut self) {
        let mut next = 0;
        loop {
            while let Some(closure) = self.heap.functions.get(next) {
                if !self.read_code.contains_key(&closure.code.key()) {
                    let this = Value::UNKNOWN;
                    let function = Value::Function(next);
                    let task = Task::Call { function, this, arguments: Vec::new() };
                    let layer = closure.layer.clone();
                    let (trigger, path, span) = (Trigger::Uncalled, Sources::NONE, Span::default());
                    self.run(Deferred { task, trigger, path, layer, span });
                    self.run_deferred();
                }
                next += 1;
            }
            let Some(branch) = self.passed_over.pop() else { break };
            if let Task::Branch { statement, .. } = branch.task
                && self.branches_read.insert(place_in_memory(statement))
            {
                self.run(branch);
                self.run_deferred();
            }
        }
    }
}
