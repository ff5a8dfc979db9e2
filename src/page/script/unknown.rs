//! Calls of functions that nobody knows: what they are given still runs, loads and shows.

use oxc_span::Span;

use super::Condition;
use super::reader::Reader;
use super::trigger;
use super::value::{Sources, Value};

impl Reader<'_> {
    /// `addEventListener` and its relatives.
    pub fn listener(&mut self, name: &str, arguments: &[Value]) -> Option<Value> {
        let names =
            ["addEventListener", "attachEvent", "on", "bind", "one", "once", "live", "delegate"];
        if !names.contains(&name) {
            return None;
        }
        let handler = arguments.iter().rev().find(|value| value.likely().is_function())?.clone();
        let event = arguments.iter().find_map(Value::as_str).unwrap_or("event").to_owned();
        let event = if name == "attachEvent" { event.trim_start_matches("on") } else { &event };
        self.set_off(&handler, trigger::of_event(event));
        Some(Value::UNKNOWN)
    }

    /// Calls what nobody knows: its callbacks still run.
    pub fn call_unknown(
        &mut self,
        object: &Value,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        if let Some(value) = self.listener(name, arguments) {
            return value;
        }
        let mut sources = super::operator::of(object);
        match name {
            "write" | "writeln" => {
                if let Some(markup) = arguments
                    .first()
                    .filter(|one| one.as_str().is_some_and(|markup| markup.contains('<')))
                {
                    self.write(&markup.clone(), false, span);
                }
            }
            "insertAdjacentHTML" | "html" | "append" | "prepend" | "before" | "after" => {
                for markup in arguments.iter().filter(|one| one.as_text().is_some()) {
                    self.write(&markup.clone(), false, span);
                }
            }
            "getScript" => {
                if let Some(address) = arguments.first() {
                    self.load_script(&address.clone(), span);
                }
            }
            "val" => sources = sources.and(Sources::USER),
            "matchMedia" => sources = sources.and(Sources::on(Condition::Screen)),
            _ => {}
        }
        for argument in arguments {
            sources = sources.and(argument.sources());
            match argument {
                Value::Function(_) => {
                    let event = match name {
                        "click" | "submit" | "change" | "hover" | "focus" | "blur" | "keyup"
                        | "keydown" | "keypress" | "mouseover" | "mouseenter" | "mouseleave"
                        | "mousemove" | "mousedown" | "mouseup" | "scroll" | "resize"
                        | "toggle" | "dblclick" | "touchstart" | "touchend" => {
                            trigger::of_event(name)
                        }
                        _ => self.trigger.clone(),
                    };
                    let passed = match (name, object) {
                        (_, Value::Unknown(_)) => Vec::new(),
                        ("then", object) => vec![object.clone()],
                        _ => Vec::new(),
                    };
                    self.set_off_with(argument, event, passed);
                }
                Value::Record(id) => self.set_off_options(*id),
                Value::Node(id) => self.attach(*id, None),
                Value::Selection(id) => self.attach_selection(*id, None),
                _ => {}
            }
        }
        if name == "then" {
            return object.clone();
        }
        Value::Unknown(sources)
    }

    /// The callbacks among the options of a call: `{success: …, onClick: …}`.
    fn set_off_options(&mut self, id: usize) {
        let Some(record) = self.heap.records.get(id) else { return };
        let callbacks: Vec<(String, Value)> = record
            .iter()
            .filter(|(_, value)| value.is_function())
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        for (name, callback) in callbacks {
            let event = match &*name {
                "success" | "complete" | "done" | "load" | "onload" | "onLoad" | "ready"
                | "callback" | "always" | "init" | "onSuccess" | "onReady" => self.trigger.clone(),
                name => trigger::of_event(name.strip_prefix("on").unwrap_or(name)),
            };
            self.set_off(&callback, event);
        }
    }
}
