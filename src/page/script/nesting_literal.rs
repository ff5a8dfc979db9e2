//! The parts of a script in which brackets mean nothing: strings, templates, regular expressions
//! and comments.

use super::nesting::{Kind, Last, Scan};

impl Scan<'_> {
    pub fn string(&mut self, quote: u8) {
        self.operand();
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                _ => 1,
            };
            // No string goes over the end of its line; the parser gives up here.
            if byte == quote || byte == b'\n' || byte == b'\r' {
                break;
            }
        }
    }

    /// The text of a template, up to its end or the next expression.
    pub fn template(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    self.last = Last::Operand;
                    return;
                }
                b'$' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 1;
                    self.open(b'{');
                    self.level.kind = Kind::Template;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    pub fn slash(&mut self, next: u8) {
        match (next, self.last) {
            (b'/', _) => self.skip_line(),
            (b'*', _) => {
                let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
                let end = memchr::memmem::find(rest, b"*/");
                self.at = end.map_or(self.bytes.len(), |end| self.at + 2 + end + 2);
            }
            (_, Last::Operand) => self.operator(1, 0),
            (_, Last::Operator) => self.pattern(),
            (_, Last::Brace | Last::Either) => {
                self.doubtful |= self.line_has_quotes();
                self.operator(1, 0);
            }
        }
    }

    fn pattern(&mut self) {
        self.at += 1;
        let mut class = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                b'\n' | b'\r' => {
                    self.doubtful = true;
                    break;
                }
                _ => {}
            }
        }
        self.last = Last::Operand;
    }

    pub fn skip_line(&mut self) {
        let rest = self.rest();
        // U+2028 and U+2029 end a line too.
        let end = rest.iter().enumerate().position(|(at, byte)| match byte {
            b'\n' | b'\r' => true,
            0xE2 => matches!(rest.get(at..at + 3), Some([_, 0x80, 0xA8 | 0xA9])),
            _ => false,
        });
        self.at = end.map_or(self.bytes.len(), |end| self.at + end);
    }

    pub fn line_begins(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let line = before.iter().rev().take_while(|b| !matches!(b, b'\n' | b'\r'));
        line.take(200).all(u8::is_ascii_whitespace)
    }

    /// Whether the rest of the line has marks that would be read otherwise in a string.
    pub fn line_has_quotes(&self) -> bool {
        let line = self.rest().get(1..).unwrap_or_default();
        let mut line = line.iter().take_while(|b| !matches!(b, b'\n' | b'\r'));
        line.any(|b| b"\"'`/".contains(b))
    }
}
