//! Text that a script runs as code: `eval`, `new Function`, packers, written `<script>`s.

use oxc_ast::ast::{Expression, Statement};
use oxc_span::Span;

use super::nesting;
use super::parse;
use super::reader::Reader;
use super::scope::GLOBAL;
use super::value::{Sources, Text, Value};

/// The most layers of packed code inside one another.
const LAYERS: usize = 5;

impl<'a> Reader<'a> {
    /// The text of a value that is run as code; without it, the code is opaque.
    pub fn code_of(&self, value: &Value) -> Option<Text> {
        value.likely().as_text().cloned()
    }

    /// Reads text as code, in the present scope, and returns its value.
    pub fn unpack(&mut self, text: &Text, span: Option<Span>) -> Option<Value> {
        let source = text.value.trim();
        let layer = self.inner_layer(text.encoded, span);
        if layer.depth > LAYERS || source.len() > parse::LONGEST || !self.afford(source.len()) {
            self.note_opaque(&Value::UNKNOWN);
            return None;
        }
        if nesting::depth(source) > self.depth_limit / parse::STEPS {
            self.too_deep = true;
            return None;
        }
        let source = self.allocator.alloc_str(source);
        let body = parse::statements(self.allocator, source)?;
        if text.encoded {
            self.facts.encoded = true;
        }
        let outer = std::mem::replace(&mut self.layer, layer);
        let value = match body.split_last() {
            Some((Statement::ExpressionStatement(last), before)) => {
                self.statements(before);
                Some(self.expression(&last.expression))
            }
            _ => {
                self.statements(body);
                Some(Value::Undefined)
            }
        };
        self.layer = outer;
        value
    }

    /// A function made from text: `new Function('a', 'return a')`.
    pub fn make_from_text(&mut self, arguments: &[Value], span: Span) -> Value {
        let Some((body, parameters)) = arguments.split_last() else { return Value::UNKNOWN };
        let Some(body) = self.code_of(body) else {
            self.note_opaque(body);
            self.run_fetched(body, span);
            return Value::Unknown(body.sources());
        };
        let names: Vec<&str> = parameters.iter().filter_map(Value::as_str).collect();
        let source = format!("(function({}\n){{{}\n}})", names.join(","), body.value);
        // It sees the page's names, not those around it.
        let scope = std::mem::replace(&mut self.scope, GLOBAL);
        let function = self.unpack(&Text::new(source, body.encoded), Some(span));
        self.scope = scope;
        function.unwrap_or(Value::Unknown(Sources::NONE))
    }

    /// What the p,a,c,k,e,r yields, told by its shape: a function of five or six parameters that
    /// is called with the packed text, a base, a count and the words.
    pub fn packed(&mut self, callee: &Expression<'a>, arguments: &[Value]) -> Option<Text> {
        let Expression::FunctionExpression(function) = callee else { return None };
        if !(4..=6).contains(&function.params.items.len()) {
            return None;
        }
        let [Value::Text(packed), Value::Number(base), Value::Number(_), Value::List(words), ..] =
            arguments
        else {
            return None;
        };
        let words = self.heap.lists.get(*words)?;
        if !(2.0..=62.0).contains(base) {
            return None;
        }
        let text = fill_in(&packed.value, *base as usize, |at| words.get(at)?.as_str())?;
        self.facts.encoded = true;
        let text = Text::new(text, true);
        self.note_value(&Value::Text(text.clone()));
        Some(text)
    }
}

/// Puts the words back in place of their numbers; `None` where the result is too long.
fn fill_in<'w>(
    packed: &str,
    base: usize,
    word: impl Fn(usize) -> Option<&'w str>,
) -> Option<String> {
    let mut out = String::with_capacity(packed.len() * 2);
    let mut rest = packed;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let gap = rest.find(is_word).unwrap_or(rest.len());
        let (before, after) = rest.split_at(gap);
        let end = after.find(|c| !is_word(c)).unwrap_or(after.len());
        let (number, after) = after.split_at(end);
        out.push_str(before);
        let found = number_in(number, base).and_then(&word).filter(|word| !word.is_empty());
        out.push_str(found.unwrap_or(number));
        if out.len() > super::reader::LONGEST {
            return None;
        }
        rest = after;
    }
    Some(out)
}

/// The number that the packer wrote: digits 0-9, a-z, A-Z.
fn number_in(word: &str, base: usize) -> Option<usize> {
    (!word.is_empty()).then_some(())?;
    word.bytes().try_fold(0_usize, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            b'A'..=b'Z' => byte - b'A' + 36,
            _ => return None,
        };
        let digit = usize::from(digit);
        (digit < base).then_some(())?;
        number.checked_mul(base)?.checked_add(digit)
    })
}

/// The texts of the `<script>` elements in markup.
pub(super) fn scripts_in(markup: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let lower = markup.to_ascii_lowercase();
    let mut at = 0;
    while let Some(start) = lower.get(at..).and_then(|rest| rest.find("<script")) {
        let start = at + start;
        let Some(open) = lower.get(start..).and_then(|rest| rest.find('>')) else { break };
        let body = start + open + 1;
        let Some(length) = lower.get(body..).and_then(|rest| rest.find("</script")) else { break };
        if let Some(script) = markup.get(body..body + length)
            && !script.trim().is_empty()
        {
            scripts.push(script);
        }
        at = body + length;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_return_to_their_places() {
        let words = ["location", "", "https"];
        let word = |at: usize| words.get(at).copied();
        assert_eq!(fill_in("0.1='2://x'", 62, word).as_deref(), Some("location.1='https://x'"));
    }

    #[test]
    fn written_scripts_are_found() {
        let markup = "<p>1<SCRIPT type=x>a<b</SCRIPT><script src=y></script><script>open";
        assert_eq!(scripts_in(markup), ["a<b"]);
    }
}
