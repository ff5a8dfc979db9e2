//! Texts, numbers, names and patterns of code, each as its placeholder.

use super::{Shaper, is_of_name};

/// A text of so many bytes without a space is data.
const A_BLOB: usize = 64;
/// Elements that a written text may bring into the page.
const BRINGS: [&str; 6] = ["<script", "<iframe", "<form", "<object", "<meta", "<base"];

impl Shaper<'_> {
    pub(super) fn text(&mut self, quote: u8) {
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
    pub(super) fn template(&mut self) {
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

    pub(super) fn number(&mut self) {
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

    pub(super) fn name(&mut self) {
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
    pub(super) fn may_begin_pattern(&self) -> bool {
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
    pub(super) fn pattern(&mut self) {
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
