//! The shape of code: what is left when constants are replaced by their kind.
//!
//! A weekly poll is the same code with other texts. Code that decodes or runs texts keeps them:
//! there they are the code.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Bytes of code that are looked at; what follows counts by its digest.
const MOST: usize = 1 << 20;
/// Brackets within brackets whose lists are drawn together.
const DEEPEST: usize = 32;
/// A text of so many bytes without a space is data.
const A_BLOB: usize = 64;
/// Elements that a written text may bring into the page.
const BRINGS: [&str; 6] = ["<script", "<iframe", "<form", "<object", "<meta", "<base"];
/// Words of code in which texts are code.
const DECODES: [&str; 7] =
    ["eval", "Function", "atob", "unescape", "fromCharCode", "importScripts", "charCodeAt"];

/// Digest of the shape of a piece of code: 32 hexadecimal digits.
pub(in crate::baseline) fn code_shape(code: &str) -> String {
    let (head, rest) = code.split_at(code.floor_char_boundary(MOST));
    let mut digest = Sha256::new().chain_update(shape(head));
    if !rest.is_empty() {
        digest.update(Sha256::digest(rest.as_bytes()));
    }
    hex(digest.finalize().get(..16).unwrap_or_default())
}

/// Digest of a text: 32 hexadecimal digits.
pub(in crate::baseline) fn digest(text: &str) -> String {
    hex(Sha256::digest(text.as_bytes()).get(..16).unwrap_or_default())
}

/// Bytes as lower-case hexadecimal digits.
pub(in crate::baseline) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An open bracket.
struct Open {
    close: u8,
    /// Where its present element begins in the shape, and where the one before does.
    element: usize,
    before: Option<usize>,
    /// `${` in a text: what follows the bracket is text again.
    in_text: bool,
}

struct Shaper<'c> {
    code: &'c str,
    at: usize,
    out: String,
    open: Vec<Open>,
    keeps_texts: bool,
}

fn shape(code: &str) -> String {
    let keeps_texts = DECODES.iter().any(|word| has_word(code, word));
    let out = String::with_capacity(code.len().min(1 << 16));
    let mut shaper = Shaper { code, at: 0, out, open: Vec::new(), keeps_texts };
    while let Some(byte) = shaper.byte(0) {
        shaper.step(byte);
    }
    shaper.out
}

impl Shaper<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.code.as_bytes().get(self.at + ahead).copied()
    }

    fn step(&mut self, byte: u8) {
        match byte {
            _ if byte.is_ascii_whitespace() => self.at += 1,
            b'/' if self.byte(1) == Some(b'/') => self.skip_to(b"\n"),
            b'/' if self.byte(1) == Some(b'*') => self.skip_to(b"*/"),
            b'<' if self.rest().starts_with("<!--") => self.skip_to(b"\n"),
            b'/' if self.may_begin_pattern() => self.pattern(),
            b'"' | b'\'' => self.text(byte),
            b'`' => {
                self.at += 1;
                self.template();
            }
            b'0'..=b'9' => self.number(),
            _ if is_of_name(byte) => self.name(),
            b'(' | b'[' | b'{' => self.open(byte, false),
            b')' | b']' | b'}' => self.close(byte),
            b',' => self.end_element(),
            _ => {
                self.out.push(char::from(byte));
                self.at += 1;
            }
        }
    }

    fn rest(&self) -> &str {
        self.code.get(self.at..).unwrap_or_default()
    }

    fn skip_to(&mut self, end: &[u8]) {
        let rest = self.rest().as_bytes();
        self.at += memchr::memmem::find(rest, end).map_or(rest.len(), |found| found + end.len());
    }

    fn open(&mut self, byte: u8, in_text: bool) {
        let close = match byte {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        self.out.push(char::from(byte));
        self.at += 1;
        self.open.push(Open { close, element: self.out.len(), before: None, in_text });
    }

    fn close(&mut self, byte: u8) {
        self.at += 1;
        let Some(open) = self.open.pop_if(|open| open.close == byte) else {
            self.out.push(char::from(byte));
            return;
        };
        self.drop_repeated(&open);
        if self.out.ends_with(',') && open.before.is_some() {
            self.out.pop();
        }
        self.out.push(char::from(byte));
        if open.in_text {
            self.template();
        }
    }

    fn end_element(&mut self) {
        self.at += 1;
        let depth = self.open.len();
        let Some(mut open) = self.open.pop().filter(|_| depth <= DEEPEST) else {
            return self.out.push(',');
        };
        if !self.drop_repeated(&open) {
            self.out.push(',');
            open.before = Some(open.element);
            open.element = self.out.len();
        }
        self.open.push(open);
    }

    /// Leaves an element out that is like the one before it.
    fn drop_repeated(&mut self, open: &Open) -> bool {
        let Some(before) = open.before else { return false };
        let own = self.out.get(open.element..).unwrap_or_default();
        let last = self.out.get(before..open.element).unwrap_or_default();
        let same = last.strip_suffix(',') == Some(own);
        if same {
            self.out.truncate(open.element);
        }
        same
    }

    fn text(&mut self, quote: u8) {
        let from = self.at + 1;
        let bytes = self.code.as_bytes();
        let mut end = from;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'\n' => break,
                _ if byte == quote => break,
                _ => {}
            }
            end += 1;
        }
        self.at = end + usize::from(bytes.get(end) == Some(&quote));
        self.at = self.code.floor_char_boundary(self.at);
        let end = self.code.floor_char_boundary(end);
        self.literal(self.code.get(from..end).unwrap_or_default());
    }

    /// The text of a template up to its end or to code inside.
    fn template(&mut self) {
        let from = self.at;
        let bytes = self.code.as_bytes();
        let mut end = from;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'`' => break,
                b'$' if bytes.get(end + 1) == Some(&b'{') => break,
                _ => {}
            }
            end += 1;
        }
        let end = self.code.floor_char_boundary(end);
        self.literal(self.code.get(from..end).unwrap_or_default());
        match bytes.get(end) {
            Some(b'$') => {
                self.at = end + 1;
                self.out.push('$');
                self.open(b'{', true);
            }
            Some(_) => self.at = end + 1,
            None => self.at = self.code.len(),
        }
    }

    fn literal(&mut self, text: &str) {
        if self.keeps_texts {
            self.out.push('"');
            self.out.push_str(text);
            return self.out.push('"');
        }
        let lower = text.to_ascii_lowercase();
        let kind = if lower.contains('<') {
            'M'
        } else if lower.contains("//") {
            'U'
        } else if lower.starts_with("javascript:") {
            'J'
        } else if text.len() >= A_BLOB && !text.contains(' ') {
            'B'
        } else {
            'S'
        };
        self.out.push(kind);
        for tag in BRINGS.iter().filter(|tag| lower.contains(**tag)) {
            self.out.push_str(tag);
        }
    }

    fn number(&mut self) {
        let rest = self.rest().as_bytes();
        let is_of_number = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
        let length = rest.iter().take_while(|byte| is_of_number(byte)).count().max(1);
        if self.keeps_texts {
            let number = self.code.get(self.at..self.at + length).unwrap_or_default();
            self.out.push_str(number);
        } else {
            self.out.push('0');
        }
        self.at += length;
    }

    fn name(&mut self) {
        let rest = self.rest().as_bytes();
        let length = rest
            .iter()
            .take_while(|byte| is_of_name(**byte) || byte.is_ascii_digit())
            .count()
            .max(1);
        let end = self.at + length;
        let name = self.code.get(self.at..end).unwrap_or_default();
        if self.out.as_bytes().last().is_some_and(|last| is_of_name(*last)) {
            self.out.push(' ');
        }
        // Names that obfuscators make up differ each time they run.
        if name.starts_with("_0x") {
            self.out.push_str("_0x");
        } else {
            let mut in_number = false;
            for c in name.chars() {
                let digit = c.is_ascii_digit();
                if !(digit && in_number) {
                    self.out.push(if digit { '0' } else { c });
                }
                in_number = digit;
            }
        }
        self.at = end;
    }

    /// Whether a slash begins a pattern: after a value it divides.
    fn may_begin_pattern(&self) -> bool {
        let before = self.out.trim_end_matches(' ');
        match before.as_bytes().last() {
            None => true,
            Some(b')' | b']' | b'}' | b'"') => false,
            Some(last) if is_of_name(*last) || last.is_ascii_digit() => {
                ["return", "typeof", "case"].iter().any(|word| before.ends_with(word))
            }
            Some(_) => true,
        }
    }

    /// A pattern is kept as it is: it says whom the code looks for.
    fn pattern(&mut self) {
        let bytes = self.code.as_bytes();
        let (from, mut end, mut in_class) = (self.at, self.at + 1, false);
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                b'\n' => break,
                _ => {}
            }
            end += 1;
        }
        self.at = self.code.floor_char_boundary((end + 1).min(self.code.len())).max(from + 1);
        let pattern = self.code.get(from..self.at).unwrap_or_default();
        self.out.push_str(pattern);
    }
}

/// Whether a name stands in code by itself: `eval`, not `medieval`.
fn has_word(code: &str, word: &str) -> bool {
    let is_apart = |at: Option<usize>| {
        let byte = at.and_then(|at| code.as_bytes().get(at));
        !byte.is_some_and(|byte| is_of_name(*byte) || byte.is_ascii_digit())
    };
    memchr::memmem::find_iter(code.as_bytes(), word)
        .any(|at| is_apart(at.checked_sub(1)) && is_apart(Some(at + word.len())))
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, two: &str) {
        assert_eq!(shape(one), shape(two));
    }

    fn other(one: &str, two: &str) {
        assert_ne!(shape(one), shape(two));
    }

    #[test]
    fn other_texts_numbers_and_lengths_of_lists_are_the_same_code() {
        same("poll(\"Bạn thích gì?\", ['a','b']);", "poll('Ý kiến', ['x', 'y', 'z']) ;");
        same("var d=[{t:'a',n:1},{t:'b',n:2}];", "var d=[{t:'c',n:3}];");
        same("// 12:01\nvar now = 1763; /* x */", "var now=99;");
        same("x = `Xin ${name} chào`", "x=`Kính ${name} thưa`");
        same("var _0x3fa2=1", "var _0x99bc=1");
    }

    #[test]
    fn other_code_is_another_shape() {
        other("a(b)", "a(c)");
        other("x=`${a()}`", "x=`${b()}`");
        other("x='a'", "x='//a.example'");
        other("w('<b>a</b>')", "w('<script src=a></script>')");
        other("if(/bing/.test(r))go()", "if(/google/.test(r))go()");
        other("a='x'", "a='x';b()");
    }

    #[test]
    fn texts_that_are_decoded_or_run_are_code() {
        other("eval('a()')", "eval('b()')");
        other("eval(String.fromCharCode(60,61))", "eval(String.fromCharCode(60,62))");
        other("x=atob('YQ==')", "x=atob('Yg==')");
    }

    #[test]
    fn names_that_only_contain_such_a_word_run_nothing() {
        same("myFunction('a');medieval('b')", "myFunction('c');medieval('d')");
    }

    #[test]
    fn broken_code_of_any_kind_ends() {
        for code in [
            "'",
            "`${",
            "`${`${",
            "/a",
            "/[",
            "a/b/'",
            "}{)(",
            "\\",
            "'\\",
            "ệ'ệ\\",
            "/*",
            "<!--",
            "`\\",
        ] {
            let _ = shape(code);
        }
        let deep = "[".repeat(100_000);
        assert_eq!(shape(&deep).len(), deep.len());
    }
}
