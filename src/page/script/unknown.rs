//! Calls of functions that nobody knows: what they are given still runs, loads and shows.

use oxc_span::Span;

use super::Condition;
use super::host::Host;
use super::listener::anywhere_on;
use super::reader::Reader;
use super::trigger;
use super::value::{Sources, Value};

impl Reader<'_> {
    /// Calls what nobody knows: its callbacks still run.
    pub fn call_unknown(
        &mut self,
        object: &Value,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Value {
        if let Some(value) = self.listener(object, name, arguments) {
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
            // `data.append('name', value)`
            "append" | "set" if matches!((object, arguments), (Value::Record(_), [_, _])) => {
                if let Some(value) = arguments.get(1) {
                    self.set(object, &Value::UNKNOWN, value.clone(), span);
                }
            }
            "insertAdjacentHTML" | "html" | "append" | "prepend" | "before" | "after" => {
                for markup in arguments.iter().filter(|one| one.as_text().is_some()) {
                    self.write(&markup.clone(), false, span);
                }
            }
            "insertRule" | "replaceSync" => {
                if let Some(css) = arguments.first().and_then(Value::as_text) {
                    self.write_style(&css.clone(), span);
                }
            }
            "getScript" => {
                if let Some(address) = arguments.first() {
                    self.load_script(&address.clone(), span);
                }
            }
            "submit" if arguments.is_empty() => {
                self.navigate_by("form".to_owned(), "form.submit", span);
            }
            // `HTMLFormElement.prototype.submit.call(form)`
            "call" => {
                if let Some(Value::Node(id)) = arguments.first()
                    && self.heap.nodes.get(*id).is_some_and(|node| node.tag == "form")
                {
                    let id = *id;
                    self.call_node(id, "submit", Vec::new(), span);
                }
            }
            // `request.open('GET', address)`
            "open" if arguments.len() >= 2 => {
                if let Some(address) = arguments.get(1) {
                    self.open_request(&address.clone(), span);
                    self.fetch(&address.clone());
                }
            }
            "send" => self.send_opened(arguments, span),
            // `axios.post(address, data)`
            "post" | "put" => {
                if let Some((address, data)) = arguments.split_first() {
                    self.send(&address.clone(), data, "post", span);
                }
            }
            // `new URLSearchParams(data)`, `jQuery.param(data)`, ciphers
            "" | "stringify" | "param" | "encode" | "encrypt" | "enc" => {
                for argument in arguments {
                    sources = sources.and(self.carried(argument).typed());
                }
            }
            "val" | "serialize" if arguments.is_empty() => {
                self.facts.reads_typed = true;
                sources = sources.and(Sources::USER);
            }
            "matchMedia" => sources = sources.and(Sources::on(Condition::Screen)),
            _ => {}
        }
        for argument in arguments {
            sources = sources.and(argument.sources());
            match argument {
                Value::Function(_) | Value::Bound(_) | Value::Host(Host::Eval) => {
                    let event = match name {
                        "click" | "submit" | "change" | "hover" | "focus" | "blur" | "keyup"
                        | "keydown" | "keypress" | "mouseover" | "mouseenter" | "mouseleave"
                        | "mousemove" | "mousedown" | "mouseup" | "scroll" | "resize"
                        | "toggle" | "dblclick" | "touchstart" | "touchend" => {
                            if self.is_whole_page(object) {
                                anywhere_on(name)
                            } else {
                                trigger::of_event(name)
                            }
                        }
                        _ => self.trigger.clone(),
                    };
                    let passed = match (name, object) {
                        (_, Value::Unknown(from)) if from.has(Sources::FETCHED) => {
                            vec![object.clone()]
                        }
                        (_, Value::Unknown(_)) => Vec::new(),
                        ("then", object) => vec![object.clone()],
                        _ => Vec::new(),
                    };
                    self.set_off_with(argument, event, passed);
                }
                Value::Record(id) => self.set_off_options(*id, object),
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
    fn set_off_options(&mut self, id: usize, object: &Value) {
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
            let answer = object.sources().has(Sources::FETCHED).then(|| object.clone());
            self.set_off_with(&callback, event, answer.into_iter().collect());
        }
    }
}
