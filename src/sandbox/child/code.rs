//! Code made from text goes past the recorder, and so does code made by that code.
//!
//! `eval(text)` runs in the scope where it stands, and only the engine's own function does so: it
//! cannot be replaced by one that records. So its argument is wrapped where it stands:
//! `eval(text)` becomes `eval(seen(text))`, under a name that the page does not know. Every other
//! use of the name becomes a function that records and runs in the global scope, as such uses do.

use std::borrow::Cow;

/// Code with every `eval` wrapped; as it is where there is none or it cannot be told.
pub(super) fn wrap_evals<'a>(code: &'a str, seen: &str, indirect: &str) -> Cow<'a, str> {
    if memchr::memmem::find(code.as_bytes(), b"eval").is_none() {
        return Cow::Borrowed(code);
    }
    match (Lexer { code: code.as_bytes(), at: 0, tokens: Vec::new() }).run() {
        Some(tokens) => rewrite(code, &tokens, seen, indirect),
        None => Cow::Borrowed(code),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    /// A keyword after which a value begins: `return /x/`.
    Keyword,
    Value,
    Sign(u8),
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    begin: usize,
    end: usize,
}

/// Tokens of one script that are read.
const MAX_TOKENS: usize = 2_000_000;

struct Lexer<'a> {
    code: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run(mut self) -> Option<Vec<Token>> {
        // Braces of template literals that are open, by the number of braces open inside.
        let mut templates: Vec<u32> = Vec::new();
        while self.at < self.code.len() {
            if self.tokens.len() > MAX_TOKENS {
                return None;
            }
            let byte = self.code[self.at];
            let begin = self.at;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => self.at += 1,
                b'/' if self.code.get(begin + 1) == Some(&b'/') => self.skip_to(b"\n")?,
                b'/' if self.code.get(begin + 1) == Some(&b'*') => self.skip_to(b"*/")?,
                b'/' if self.value_may_begin() => self.pattern()?,
                b'"' | b'\'' => self.string(byte)?,
                b'`' => {
                    self.at += 1;
                    if self.template()? {
                        templates.push(0);
                        self.push(Kind::Sign(b'('), begin);
                    } else {
                        self.push(Kind::Value, begin);
                    }
                }
                b'}' if templates.last() == Some(&0) => {
                    self.at += 1;
                    // The end of `${…}`: the literal goes on.
                    self.push(Kind::Sign(b')'), begin);
                    let begin = self.at;
                    if self.template()? {
                        self.push(Kind::Sign(b'('), begin);
                    } else {
                        templates.pop();
                    }
                }
                b'0'..=b'9' => {
                    self.name();
                    self.push(Kind::Value, begin);
                }
                b if is_name(b) => {
                    self.name();
                    let kind = match self.code.get(begin..self.at)? {
                        b"return" | b"typeof" | b"case" | b"in" | b"of" | b"delete" | b"void"
                        | b"instanceof" | b"new" | b"do" | b"else" | b"throw" | b"await"
                        | b"yield" => Kind::Keyword,
                        _ => Kind::Name,
                    };
                    self.push(kind, begin);
                }
                sign => {
                    if let Some(open) = templates.last_mut() {
                        match sign {
                            b'{' => *open += 1,
                            b'}' => *open = open.saturating_sub(1),
                            _ => {}
                        }
                    }
                    self.at += 1;
                    self.push(Kind::Sign(sign), begin);
                }
            }
        }
        Some(self.tokens)
    }

    fn push(&mut self, kind: Kind, begin: usize) {
        self.tokens.push(Token { kind, begin, end: self.at });
    }

    /// Whether a slash begins a pattern here; wrong only for odd code after `)` and `}`.
    fn value_may_begin(&self) -> bool {
        match self.tokens.last().map(|token| token.kind) {
            None | Some(Kind::Keyword) => true,
            Some(Kind::Name | Kind::Value) => false,
            Some(Kind::Sign(sign)) => !matches!(sign, b')' | b']'),
        }
    }

    fn skip_to(&mut self, end: &[u8]) -> Option<()> {
        let rest = self.code.get(self.at + 2..)?;
        self.at = match memchr::memmem::find(rest, end) {
            Some(length) => self.at + 2 + length + end.len(),
            None => self.code.len(),
        };
        Some(())
    }

    fn string(&mut self, quote: u8) -> Option<()> {
        let begin = self.at;
        self.at += 1;
        loop {
            match *self.code.get(self.at)? {
                b'\\' => self.at += 2,
                b'\n' => return None,
                byte => {
                    self.at += 1;
                    if byte == quote {
                        self.push(Kind::Value, begin);
                        return Some(());
                    }
                }
            }
        }
    }

    /// The rest of a template literal; true if it stops for `${`.
    fn template(&mut self) -> Option<bool> {
        loop {
            match *self.code.get(self.at)? {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    return Some(false);
                }
                b'$' if self.code.get(self.at + 1) == Some(&b'{') => {
                    self.at += 2;
                    return Some(true);
                }
                _ => self.at += 1,
            }
        }
    }

    fn pattern(&mut self) -> Option<()> {
        let begin = self.at;
        self.at += 1;
        let mut in_class = false;
        loop {
            match *self.code.get(self.at)? {
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'\n' => return None,
                b'/' if !in_class => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        self.name();
        self.push(Kind::Value, begin);
        Some(())
    }

    fn name(&mut self) {
        while self.code.get(self.at).is_some_and(|byte| is_name(*byte) || byte.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'\\' | b'#') || byte >= 0x80
}

fn rewrite<'a>(code: &'a str, tokens: &[Token], seen: &str, indirect: &str) -> Cow<'a, str> {
    let closings = closings(tokens);
    let sign = |place: Option<usize>| {
        place.and_then(|place| tokens.get(place)).and_then(|token| match token.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        })
    };
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Name || code.get(token.begin..token.end) != Some("eval") {
            continue;
        }
        let before = place.checked_sub(1);
        let word_before = before.and_then(|at| tokens.get(at)).filter(|t| t.kind == Kind::Name);
        let word_before = word_before.and_then(|t| code.get(t.begin..t.end));
        let declared = matches!(word_before, Some("function" | "var" | "let" | "const" | "class"));
        if sign(before) == Some(b'.') || declared {
            continue;
        }
        let after = sign(Some(place + 1));
        if after != Some(b'(') {
            let is_key = after == Some(b':') && matches!(sign(before), Some(b'{' | b','))
                || matches!(sign(before), Some(b'{' | b',')) && matches!(after, Some(b'}'))
                || after == Some(b'=') && sign(Some(place + 2)) != Some(b'=');
            if !is_key {
                edits.push((token.begin, token.end, indirect.to_owned()));
            }
            continue;
        }
        let Some(close) = closings.get(place + 1).copied().filter(|close| *close != 0) else {
            continue;
        };
        // `{ eval(x) { … } }` is a method.
        if sign(Some(close + 1)) == Some(b'{') {
            continue;
        }
        let (Some(opening), Some(closing)) = (tokens.get(place + 1), tokens.get(close)) else {
            continue;
        };
        edits.push((opening.end, opening.end, format!("{seen}(")));
        edits.push((closing.begin, closing.begin, ")".into()));
    }
    if edits.is_empty() {
        return Cow::Borrowed(code);
    }
    edits.sort_by_key(|(begin, ..)| *begin);
    let (mut out, mut at) = (String::with_capacity(code.len() + 64), 0);
    for (begin, end, text) in edits {
        out.push_str(code.get(at..begin).unwrap_or_default());
        out.push_str(&text);
        at = end;
    }
    out.push_str(code.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// For each opening parenthesis the place of the one that closes it; zero otherwise.
fn closings(tokens: &[Token]) -> Vec<usize> {
    let mut closings = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign(b'(') => open.push(place),
            Kind::Sign(b')') => {
                if let Some(opening) = open.pop().and_then(|at| closings.get_mut(at)) {
                    *opening = place;
                }
            }
            _ => {}
        }
    }
    closings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(code: &str) -> String {
        wrap_evals(code, "S", "I").into_owned()
    }

    #[test]
    fn evals_are_wrapped_where_they_stand() {
        assert_eq!(wrapped("eval(a(1)[2]);x"), "eval(S(a(1)[2]));x");
        assert_eq!(wrapped("eval(eval(x))"), "eval(S(eval(S(x))))");
        assert_eq!(wrapped("(0,eval)(x); var e=eval;"), "(0,I)(x); var e=I;");
        assert_eq!(
            wrapped("eval ( function(p){return p}('x)') )"),
            "eval (S( function(p){return p}('x)') ))"
        );
        assert_eq!(wrapped("`${eval(x)}` + eval(`)`)"), "`${eval(S(x))}` + eval(S(`)`))");
        assert_eq!(wrapped("a=/[/)]eval(/;eval(x)"), "a=/[/)]eval(/;eval(S(x))");
    }

    #[test]
    fn other_uses_of_the_word_stay() {
        for code in [
            "window.eval(x)",
            "'eval(x)'",
            "// eval(x)",
            "/* eval(x) */1",
            "evaluate(x)",
            "({eval(x){}})",
            "({eval:1})",
            "function eval(x){}",
            "eval(x",
            "eval('",
        ] {
            assert_eq!(wrapped(code), code);
        }
    }
}
