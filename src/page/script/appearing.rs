//! What code makes of the looks of elements: styles, classes, what it hides and takes away.

use oxc_span::Span;

use super::reader::Reader;
use super::sink::KEPT;
use super::value::{Id, Text, Value};

/// The longest text of a link or class that is kept, in bytes.
const LONGEST_TEXT: usize = 500;

impl Reader<'_> {
    /// The text of an element that the code fills: of a script it is code, of a style it styles
    /// the page, of a link it is what people read. Whether that is all it is.
    pub fn fill_node(&mut self, id: Id, value: &Value, span: Span) -> bool {
        let Some(node) = self.heap.nodes.get_mut(id) else { return false };
        match (&*node.tag, value.as_text()) {
            ("script", _) => self.run_text(value, span),
            ("style", Some(css)) => self.write_style(css, span),
            ("a", Some(text)) => {
                let end = LONGEST_TEXT.saturating_sub(node.text.len());
                let end = text.value.floor_char_boundary(end);
                node.text.push_str(text.value.get(..end).unwrap_or_default());
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Rules that are added to the page, unless that waits for a visitor's doing.
    pub fn write_style(&mut self, css: &Text, span: Span) {
        if !self.runs_at_once() {
            return;
        }
        let markup = format!("<style>{}</style>", css.value);
        self.write(&Value::Text(Text::new(markup, css.encoded)), false, span);
    }

    /// Gives classes to an element that was found by its id.
    pub fn add_classes(&mut self, selector: &str, classes: &str) {
        let id = selector.strip_prefix('#').filter(|id| is_name(id));
        let Some(id) = id.filter(|_| self.runs_at_once()) else { return };
        for class in classes.split_ascii_whitespace().filter(|class| is_name(class)) {
            let known = &mut self.facts.classes;
            let same = |(own, given): &(String, String)| own == id && given == class;
            if known.len() < KEPT && !known.iter().any(same) {
                known.push((id.to_owned(), class.to_owned()));
                self.recorded += 1;
            }
        }
    }

    /// The same for an element of the code.
    pub fn add_classes_to(&mut self, id: Id, classes: &Value) {
        let selector = self.heap.nodes.get(id).and_then(|node| node.selector.clone());
        if let (Some(selector), Some(classes)) = (selector, classes.as_str()) {
            let classes = classes.to_owned();
            self.add_classes(&selector, &classes);
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_TEXT
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
}
