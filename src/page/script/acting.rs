//! What code does in the visitor's place: it clicks, submits, leads links and forms elsewhere.

use oxc_span::Span;

use super::Trigger;
use super::listener::{is_all, is_everything};
use super::reader::Reader;
use super::value::{Id, Value};

impl Reader<'_> {
    /// Clicks a link, or submits a form.
    pub fn act_on(&mut self, id: Id, sink: &'static str, span: Span) {
        let Some(node) = self.heap.nodes.get(id) else { return };
        if !matches!(&*node.tag, "a" | "area" | "form" | "button" | "input" | "") {
            return;
        }
        match (node.address.clone(), node.selector.clone()) {
            (Some(address), _) => self.navigate(&address, sink, span),
            (None, Some(selector)) => self.navigate_by(selector, sink, span),
            (None, None) => {}
        }
    }

    /// Makes every link of the page lead to one place, or every form send there.
    pub fn lead_all(&mut self, id: Id, name: &str, value: &Value, span: Span) {
        let Some(node) = self.heap.nodes.get(id).filter(|node| node.all) else { return };
        let selector = node.selector.as_deref().unwrap_or_default();
        let (sink, event) = match name {
            "href" if is_all(selector, "a") => ("a.href", "click"),
            "action" if is_all(selector, "form") => ("form.action", "submit"),
            _ => return,
        };
        // Set where the visitor acts, it is done to what they act on.
        if matches!(self.trigger, Trigger::Load | Trigger::Timer(_)) {
            self.lead_everywhere(value, sink, event, span);
        }
    }

    /// Records that an event anywhere on the page moves the window.
    pub fn lead_everywhere(&mut self, value: &Value, sink: &'static str, event: &str, span: Span) {
        let trigger = Trigger::Anywhere(event.to_owned());
        let outer = std::mem::replace(&mut self.trigger, trigger);
        self.navigate(value, sink, span);
        self.trigger = outer;
    }

    /// Whether what happens anywhere on the page happens on this element.
    pub fn is_whole_page_node(&self, id: Id) -> bool {
        self.heap.nodes.get(id).is_some_and(|node| {
            node.covers
                || node.selector.as_deref().is_some_and(|selector| {
                    is_everything(selector) || node.all && is_all(selector, "a")
                })
        })
    }
}
