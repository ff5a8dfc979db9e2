//! The text of selectors.

use super::{Combinator, Complex, Compound, Nth, Selectors, Simple};

/// Compounds of one selector; matching tries the ancestors for each.
const MAX_COMPOUNDS: usize = 10;
/// Selectors of one list.
const MAX_LIST: usize = 64;

impl Selectors {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text.trim() };
        let mut list = Vec::new();
        loop {
            list.push(parser.complex()?);
            parser.skip_space();
            if parser.rest.is_empty() {
                return Some(Self(list));
            }
            if list.len() >= MAX_LIST || !parser.eat(',') {
                return None;
            }
            parser.skip_space();
        }
    }
}

impl Nth {
    /// `odd`, `even`, `3`, `2n+1`, `-n + 3`.
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_lowercase();
        let (step, offset) = match text.as_str() {
            "odd" => (2, 1),
            "even" => (2, 0),
            text => match text.split_once('n') {
                None => (0, text.parse().ok()?),
                Some((step, offset)) => {
                    let step = match step {
                        "" | "+" => 1,
                        "-" => -1,
                        step => step.parse().ok()?,
                    };
                    (step, if offset.is_empty() { 0 } else { offset.parse().ok()? })
                }
            },
        };
        Some(Self { step, offset, ..Self::FIRST })
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn skip_space(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start();
        self.rest.len() < before
    }

    fn eat(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn complex(&mut self) -> Option<Complex> {
        let mut compounds = Vec::new();
        let mut before = Combinator::None;
        loop {
            let compound = self.compound(true)?;
            compounds.push((compound, before));
            if compounds.len() > MAX_COMPOUNDS {
                return None;
            }
            let spaced = self.skip_space();
            before = match self.rest.chars().next() {
                None | Some(',') => break,
                Some('>') => Combinator::Child,
                Some('+') => Combinator::Next,
                Some('~') => Combinator::After,
                Some(_) if spaced => Combinator::Within,
                Some(_) => return None,
            };
            if before != Combinator::Within {
                self.rest = &self.rest[1..];
                self.skip_space();
            }
        }
        compounds.reverse();
        Some(Complex(compounds))
    }

    fn compound(&mut self, nested: bool) -> Option<Compound> {
        let mut simple = Vec::new();
        if self.eat('*') {
            simple.reserve(1);
        } else if self.rest.starts_with(is_name) {
            simple.push(Simple::Tag(self.name()?.to_ascii_lowercase()));
        } else if !self.rest.starts_with(['#', '.', '[', ':']) {
            return None;
        }
        loop {
            if self.eat('#') {
                simple.push(Simple::Id(self.name()?));
            } else if self.eat('.') {
                simple.push(Simple::Class(self.name()?));
            } else if self.eat('[') {
                simple.push(self.attribute()?);
            } else if self.eat(':') {
                simple.push(self.pseudo(nested)?);
            } else {
                return Some(Compound(simple));
            }
            if simple.len() > 32 {
                return None;
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        let mut chars = self.rest.char_indices();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => {
                    let (_, escaped) = chars.next()?;
                    if !escaped.is_ascii_hexdigit() {
                        name.push(escaped);
                        continue;
                    }
                    let digits: String = self.rest[at + 1..]
                        .chars()
                        .take_while(char::is_ascii_hexdigit)
                        .take(6)
                        .collect();
                    for _ in 1..digits.len() {
                        chars.next();
                    }
                    let code = u32::from_str_radix(&digits, 16).ok()?;
                    name.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                    if chars.as_str().starts_with(' ') {
                        chars.next();
                    }
                }
                c if is_name(c) => name.push(c),
                _ => {
                    end = at;
                    break;
                }
            }
        }
        self.rest = &self.rest[end..];
        (!name.is_empty()).then_some(name)
    }

    fn attribute(&mut self) -> Option<Simple> {
        self.skip_space();
        let name = self.name()?.to_ascii_lowercase();
        self.skip_space();
        if self.eat(']') {
            return Some(Simple::Attribute { name, operator: b'?', value: String::new() });
        }
        let operator = *self.rest.as_bytes().first()?;
        self.rest = self.rest.get(1..)?;
        if operator != b'=' && !(b"~|^$*!".contains(&operator) && self.eat('=')) {
            return None;
        }
        self.skip_space();
        let value = match self.rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let (value, rest) = self.rest[1..].split_once(quote)?;
                self.rest = rest;
                value.replace('\\', "")
            }
            _ => self.name()?,
        };
        if self.skip_space() && self.rest.starts_with(['i', 's']) {
            self.rest = &self.rest[1..];
            self.skip_space();
        }
        self.eat(']').then_some(Simple::Attribute { name, operator, value })
    }

    fn pseudo(&mut self, nested: bool) -> Option<Simple> {
        let name = self.name()?.to_ascii_lowercase();
        Some(match name.as_str() {
            "first-child" => Simple::Nth(Nth::FIRST),
            "first-of-type" => Simple::Nth(Nth { of_type: true, ..Nth::FIRST }),
            "last-child" => Simple::Nth(Nth { from_end: true, ..Nth::FIRST }),
            "last-of-type" => Simple::Nth(Nth { of_type: true, from_end: true, ..Nth::FIRST }),
            "only-child" => Simple::Is(vec![Compound(vec![
                Simple::Nth(Nth::FIRST),
                Simple::Nth(Nth { from_end: true, ..Nth::FIRST }),
            ])]),
            "empty" => Simple::Empty,
            "root" => Simple::Root,
            "scope" => Simple::Scope,
            "checked" => Simple::Checked,
            "enabled" => Simple::Enabled,
            "disabled" => Simple::Disabled,
            "link" | "any-link" => {
                Simple::Attribute { name: "href".into(), operator: b'?', value: String::new() }
            }
            "hover" | "active" | "focus" | "focus-visible" | "focus-within" | "visited"
            | "target" => Simple::Never,
            "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" => {
                let (inner, rest) = self.rest.strip_prefix('(')?.split_once(')')?;
                self.rest = rest;
                let (of_type, from_end) = (name.ends_with("of-type"), name.contains("last"));
                Simple::Nth(Nth { of_type, from_end, ..Nth::parse(inner)? })
            }
            // Within `:not` only compounds, and no further `:not`.
            "not" | "is" | "where" if nested && self.eat('(') => {
                let mut list = Vec::new();
                loop {
                    self.skip_space();
                    list.push(self.compound(false)?);
                    self.skip_space();
                    if self.eat(')') {
                        break;
                    }
                    if !self.eat(',') || list.len() >= MAX_LIST {
                        return None;
                    }
                }
                if name == "not" { Simple::Not(list) } else { Simple::Is(list) }
            }
            _ => return None,
        })
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '\\') || !c.is_ascii()
}
