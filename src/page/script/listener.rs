//! Handlers of events, and whether they wait for the event anywhere on the page.

use super::Trigger;
use super::host::Host;
use super::jquery::Selection;
use super::reader::Reader;
use super::trigger;
use super::value::Value;

/// Parts of a selector that are looked at.
const PARTS: usize = 20;

impl Reader<'_> {
    /// `addEventListener` and its relatives.
    pub fn listener(&mut self, on: &Value, name: &str, arguments: &[Value]) -> Option<Value> {
        let names =
            ["addEventListener", "attachEvent", "on", "bind", "one", "once", "live", "delegate"];
        if !names.contains(&name) {
            return None;
        }
        let handler = arguments.iter().rev().find(|value| value.likely().is_callable())?.clone();
        let mut texts = arguments.iter().filter_map(Value::as_str);
        let (mut event, mut within) = (texts.next().unwrap_or("event"), texts.next());
        if name == "delegate"
            && let Some(second) = within
        {
            (event, within) = (second, Some(event));
        }
        let event = if name == "attachEvent" { event.trim_start_matches("on") } else { event };
        // Delegated to some elements, it waits for the event on these.
        let anywhere = match within {
            Some(selector) => is_everything(selector) || is_all(selector, "a"),
            None => self.is_whole_page(on),
        };
        let trigger = if anywhere { anywhere_on(event) } else { trigger::of_event(event) };
        self.set_off(&handler, trigger);
        Some(Value::UNKNOWN)
    }

    /// Puts a handler aside that is assigned to an `on…` property.
    pub fn handler_property(&mut self, on: &Value, name: &str, value: &Value) -> bool {
        let Some(event) = name.strip_prefix("on") else { return false };
        if !value.is_callable() || event.is_empty() {
            return false;
        }
        let trigger =
            if self.is_whole_page(on) { anywhere_on(event) } else { trigger::of_event(event) };
        self.set_off(value, trigger);
        true
    }

    /// Whether what happens anywhere on the page happens on this: the document, the window, the
    /// body; every link; an element that lies over all of them.
    pub fn is_whole_page(&self, on: &Value) -> bool {
        match on.likely() {
            Value::Host(host) => host.is_window() || *host == Host::Document,
            Value::Node(id) => self.is_whole_page_node(*id),
            Value::Selection(id) => match self.heap.selections.get(*id) {
                Some(Selection::Selector(selector)) => {
                    is_everything(selector) || is_all(selector, "a")
                }
                Some(Selection::Host(host)) => host.is_window() || *host == Host::Document,
                Some(Selection::Node(id)) => self.is_whole_page_node(*id),
                _ => false,
            },
            _ => false,
        }
    }
}

/// The trigger of handlers that wait for an event anywhere on the page.
pub(super) fn anywhere_on(event: &str) -> Trigger {
    match trigger::of_event(event) {
        Trigger::Event(name) => Trigger::Anywhere(name),
        other => other,
    }
}

/// Whether a selector finds what holds the whole page.
pub(super) fn is_everything(selector: &str) -> bool {
    let mut parts = selector.split(',').take(PARTS).map(str::trim);
    parts.any(|one| matches!(one, "body" | "html" | ":root" | "document" | "*" | "html body"))
}

/// Whether a selector finds all elements of a name, wherever they lead: `a`, `body a`, `a[href]`.
pub(super) fn is_all(selector: &str, name: &str) -> bool {
    selector.split(',').take(PARTS).any(|one| {
        let one = one.trim();
        let one = one.strip_prefix("body ").or(one.strip_prefix("html ")).unwrap_or(one).trim();
        let Some(rest) = one.strip_prefix(name) else { return false };
        matches!(rest, "" | "[href]" | ":link") || rest.starts_with(":not(")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_links_are_told_from_some() {
        for all in ["a", "body a", "a[href]", "a:not(.own)", "p, a"] {
            assert!(is_all(all, "a"), "{all}");
        }
        for some in ["a.logo", "#menu a", "a#x", "abbr", "a[href^='#']", ".a", ""] {
            assert!(!is_all(some, "a"), "{some}");
        }
    }
}
