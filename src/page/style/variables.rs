//! Custom properties, as far as a value that hides comes by way of one.
//!
//! Which element has which value is not worked out: the definition for the whole document counts,
//! else the first one.

use std::{collections::HashMap, sync::Arc};

use crate::page::Declared;

use super::{
    declaration::{Declaration, parse_inline},
    sheet::Sheet,
    value::Value,
};

/// Definitions that are kept of one stylesheet, and of a page.
pub(super) const MAX_VARIABLES: usize = 4_000;
/// Bytes of one value.
const MAX_VALUE: usize = 100;
/// Values that are put into one declaration, one after another.
const MAX_STEPS: usize = 8;
/// Bytes of a declaration with its values.
const MAX_TEXT: usize = 1_000;

/// One definition.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: Box<str>,
    pub value: Box<str>,
    /// It holds for the whole document.
    pub of_root: bool,
}

impl Variable {
    pub fn new(name: &str, value: &str) -> Option<Self> {
        let value = value.trim().trim_end_matches("!important").trim_end();
        (value.len() <= MAX_VALUE && name.len() <= MAX_VALUE).then(|| Self {
            name: name.into(),
            value: value.into(),
            of_root: false,
        })
    }
}

/// All definitions of a page.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    values: HashMap<Box<str>, Box<str>>,
}

impl Variables {
    pub fn of(sheets: &[(Arc<Sheet>, Declared)]) -> Self {
        let mut values: HashMap<Box<str>, Box<str>> = HashMap::new();
        let all = sheets.iter().flat_map(|(sheet, _)| &sheet.variables);
        for variable in all.take(MAX_VARIABLES) {
            if variable.of_root || !values.contains_key(&variable.name) {
                values.insert(variable.name.clone(), variable.value.clone());
            }
        }
        Self { values }
    }

    /// The declarations with the values of custom properties put in.
    pub fn put_into(&self, declarations: &mut Vec<Declaration>) {
        for at in 0..declarations.len() {
            let deferred = declarations.get(at).filter(|own| own.value == Value::Deferred);
            if let Some(text) = deferred.and_then(|own| self.resolve(&own.text)) {
                parse_inline(&text, declarations);
            }
        }
    }

    /// A declaration with its custom properties put in; `None` if none of them could hide anything.
    pub fn resolve(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        let mut telling = false;
        for _ in 0..MAX_STEPS {
            // The last one has no other inside.
            let Some(at) = text.rfind("var(") else { break };
            let inside = text.get(at + 4..)?;
            let end = closing(inside)?;
            let (name, fallback) = match inside.get(..end)?.split_once(',') {
                Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
                None => (inside.get(..end)?.trim(), None),
            };
            let value = self.values.get(name).map(|value| &**value).or(fallback)?.to_owned();
            telling |= is_telling(&value);
            text.replace_range(at..at + 4 + end + 1, &value);
            if text.len() > MAX_TEXT {
                return None;
            }
        }
        (telling && !text.contains("var(")).then_some(text)
    }
}

/// Where the bracket closes that was open.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| match byte {
        b'(' => {
            depth += 1;
            false
        }
        b')' if depth == 0 => true,
        b')' => {
            depth -= 1;
            false
        }
        _ => false,
    })
}

/// Colours, names of fonts and the spaces of a layout hide nothing.
fn is_telling(value: &str) -> bool {
    let number = value.trim_start_matches('-');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    ["none", "hidden", "collapse", "absolute", "fixed"]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word))
        || value.starts_with(['-', '0', '.'])
        || digits >= 3
        || value.contains("(0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_from_the_innermost_outwards() {
        let css = ":root{--a:9999px;--b:var(--a)} .x{--a:1px;--c:none}";
        let sheets = [(Arc::new(Sheet::parse(css)), Declared::PageStyle)];
        let variables = Variables::of(&sheets);
        let resolve = |text: &str| variables.resolve(text);
        assert_eq!(resolve("left: calc(-1*var(--b))").as_deref(), Some("left: calc(-1*9999px)"));
        assert_eq!(resolve("display:var(--c)").as_deref(), Some("display:none"));
        assert_eq!(resolve("display:var(--d, var(--c))").as_deref(), Some("display:none"));
        assert_eq!(resolve("left:var(--d)"), None);
        assert_eq!(resolve("left:var(--b"), None);
    }

    #[test]
    fn circles_and_growth_end() {
        let css = ":root{--a:var(--a);--b:var(--b) var(--b) var(--b)}";
        let sheets = [(Arc::new(Sheet::parse(css)), Declared::PageStyle)];
        let variables = Variables::of(&sheets);
        assert_eq!(variables.resolve("left:var(--a)"), None);
        assert_eq!(variables.resolve("left:var(--b)"), None);
    }
}
