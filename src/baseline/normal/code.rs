//! The shape of code: what is left when constants are replaced by their kind.
//!
//! A weekly poll is the same code with other texts. Code that decodes or runs texts keeps them:
//! there they are the code.

mod token;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// Bytes of code that are looked at; what follows counts by its digest.
const MOST: usize = 1 << 20;
/// Brackets within brackets whose lists are drawn together.
const DEEPEST: usize = 32;
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
    HEXLOWER.encode(digest.finalize().get(..16).unwrap_or_default())
}

/// Digest of a text: 32 hexadecimal digits.
pub(in crate::baseline) fn digest(text: &str) -> String {
    HEXLOWER.encode(Sha256::digest(text.as_bytes()).get(..16).unwrap_or_default())
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
