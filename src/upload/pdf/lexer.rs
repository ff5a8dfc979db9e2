//! The words of PDF: of a file, of a page's content, of a font's table of letters.

use std::borrow::Cow;

/// The longest string and the longest name that are read, in bytes.
const LONGEST: usize = 64 << 10;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(Cow<'a, [u8]>),
    /// `(…)` or `<…>`.
    Text(Vec<u8>),
    ArrayOpen,
    ArrayClose,
    DictOpen,
    DictClose,
    /// An operator or keyword.
    Word(&'a [u8]),
}

#[derive(Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    /// The first byte that has not been read.
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()) }
    }

    /// The next token; `None` at the end, or behind a string that is not closed.
    pub fn next(&mut self) -> Option<Token<'a>> {
        self.skip_space();
        let first = *self.rest().first()?;
        let token = match first {
            b'[' => self.sign(1, Token::ArrayOpen),
            b']' => self.sign(1, Token::ArrayClose),
            b'<' if self.rest().starts_with(b"<<") => self.sign(2, Token::DictOpen),
            b'>' if self.rest().starts_with(b">>") => self.sign(2, Token::DictClose),
            b'(' => Token::Text(self.literal()?),
            b'<' => Token::Text(self.hexadecimal()?),
            b'/' => {
                self.at += 1;
                Token::Name(unescaped(self.regular()))
            }
            // Braces and stray closing signs mean nothing here.
            b'{' | b'}' | b')' | b'>' => {
                let sign = &self.rest()[..1];
                self.sign(1, Token::Word(sign))
            }
            _ => {
                let word = self.regular();
                number(word).map_or(Token::Word(word), Token::Number)
            }
        };
        Some(token)
    }

    /// Passes over white space and comments.
    pub fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'%' {
                let line = memchr::memchr2(b'\r', b'\n', self.rest());
                self.at = line.map_or(self.bytes.len(), |end| self.at + end);
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn sign(&mut self, length: usize, token: Token<'a>) -> Token<'a> {
        self.at += length;
        token
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let end = rest.iter().take(LONGEST).position(|&byte| is_space(byte) || is_delimiter(byte));
        let end = end.unwrap_or(rest.len().min(LONGEST));
        self.at += end;
        &rest[..end]
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        let rest = &self.rest()[1..];
        let rest = &rest[..rest.len().min(LONGEST)];
        let mut text = Vec::new();
        let (mut open, mut at) = (0_usize, 0);
        while let Some(&byte) = rest.get(at) {
            at += 1;
            match byte {
                b'\\' => at += escaped(&rest[at..], &mut text),
                b')' if open == 0 => {
                    self.at += 1 + at;
                    return Some(text);
                }
                _ => {
                    match byte {
                        b'(' => open += 1,
                        b')' => open -= 1,
                        _ => {}
                    }
                    text.push(byte);
                }
            }
        }
        self.at += 1 + rest.len();
        None
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        let rest = &self.rest()[1..];
        let rest = &rest[..rest.len().min(LONGEST)];
        let end = memchr::memchr(b'>', rest);
        self.at += end.map_or(1 + rest.len(), |end| end + 2);
        Some(from_hexadecimal(&rest[..end?]))
    }
}

/// Digits in pairs; what is no digit is passed over, and half a pair counts as if 0 followed.
pub(super) fn from_hexadecimal(digits: &[u8]) -> Vec<u8> {
    let digits = digits.iter().filter_map(|&byte| char::from(byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4) | pair.get(1).copied().unwrap_or(0)).collect()
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Takes what follows a backslash; returns how many bytes that were.
fn escaped(rest: &[u8], text: &mut Vec<u8>) -> usize {
    let Some(&first) = rest.first() else { return 0 };
    match first {
        b'n' => text.push(b'\n'),
        b'r' => text.push(b'\r'),
        b't' => text.push(b'\t'),
        b'b' | b'f' => text.push(b' '),
        b'\r' if rest.get(1) == Some(&b'\n') => return 2,
        b'\r' | b'\n' => {}
        b'0'..=b'7' => {
            let digits = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (mut value, mut count) = (0_u32, 0);
            for digit in digits {
                value = value * 8 + u32::from(digit - b'0');
                count += 1;
            }
            text.push((value & 0xff) as u8);
            return count;
        }
        other => text.push(other),
    }
    1
}

/// A name without its `#20`.
fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut plain = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(&byte) = name.get(at) {
        let digits = name.get(at + 1..at + 3).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(pair) if byte == b'#' => {
                plain.extend(from_hexadecimal(pair));
                at += 3;
            }
            _ => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(plain)
}

fn number(word: &[u8]) -> Option<f64> {
    if !word.first().is_some_and(|first| first.is_ascii_digit() || b"+-.".contains(first)) {
        return None;
    }
    std::str::from_utf8(word).ok()?.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(source, 0);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    fn text(text: &[u8]) -> Token<'_> {
        Token::Text(text.to_vec())
    }

    #[test]
    fn strings_are_read_with_their_escapes() {
        assert_eq!(tokens(br"(a(b)c\)\\)"), [text(br"a(b)c)\")]);
        assert_eq!(tokens(b"(\\110\\0112\\\r\n3)"), [text(b"H\t23")]);
        assert_eq!(tokens(b"<48 65 6C6>"), [text(b"Hel`")]);
    }

    #[test]
    fn names_numbers_and_comments_are_told_apart() {
        let name = |name: &'static [u8]| Token::Name(Cow::Borrowed(name));
        let read = tokens(b"/A#42c/D% (no)\n-.5 12 R>>]endobj");
        let word = |word| Token::Word(word);
        let expected = [
            name(b"ABc"),
            name(b"D"),
            Token::Number(-0.5),
            Token::Number(12.0),
            word(b"R"),
            Token::DictClose,
            Token::ArrayClose,
            word(b"endobj"),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_not_closed_ends_the_reading() {
        assert!(tokens(b"(abc").is_empty());
        assert!(tokens(b"<4142").is_empty());
        assert_eq!(tokens(b"inf nan 1e999 --1").len(), 4);
    }
}
