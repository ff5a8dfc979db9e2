//! What the bytes of a shown text mean: that depends on the font they are shown in.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252};

use super::{
    file::File,
    lexer::{Lexer, Token},
    value::{Dict, Value},
};

/// The most entries of one font's tables.
const MOST_ENTRIES: usize = 20_000;
/// How wide a letter is that the font says nothing of, in thousandths of its size.
const USUAL_WIDTH: f64 = 500.0;

/// A font, as far as it says which letters it shows and how wide they are.
#[derive(Default)]
pub(super) struct Font {
    /// Whether a letter takes two bytes.
    wide: bool,
    /// First code, last code, the text of the first: sorted.
    letters: Vec<(u32, u32, String)>,
    /// Letters that differ from the encoding.
    named: HashMap<u32, char>,
    encoding: Option<&'static Encoding>,
    /// First code, last code, width: sorted.
    widths: Vec<(u32, u32, f64)>,
}

impl Font {
    pub fn read(file: &File<'_>, dict: &Dict) -> Self {
        let mut font = Self { wide: dict.is("Subtype", "Type0"), ..Self::default() };
        if let Some(table) = dict.get("ToUnicode").and_then(Value::reference) {
            let object = file.object(table);
            let table = object.and_then(|object| file.stream(&object)).unwrap_or_default();
            font.letters = read_letters(&table);
        }
        let encoding = file.get(dict, "Encoding");
        if font.wide {
            font.encoding = encoding.name().and_then(wide_encoding);
            let below = file.get(dict, "DescendantFonts");
            let below = below.array().and_then(|all| all.first()).map(|one| file.resolve(one));
            if let Some(below) = below.as_deref().and_then(Value::dict) {
                font.widths = wide_widths(&file.get(below, "W"));
            }
        } else {
            let base = match &*encoding {
                Value::Dict(dict) => dict.get("BaseEncoding").and_then(Value::name),
                other => other.name(),
            };
            let is_mac = base == Some(b"MacRomanEncoding");
            font.encoding = Some(if is_mac { MACINTOSH } else { WINDOWS_1252 });
            if let Some(differences) = encoding.dict().map(|dict| file.get(dict, "Differences")) {
                font.named = named_letters(&differences);
            }
            let first = file.get(dict, "FirstChar").count().unwrap_or(0);
            let widths = file.get(dict, "Widths");
            let widths = widths.array().unwrap_or_default().iter().take(256);
            font.widths = widths
                .zip(u32::try_from(first).unwrap_or(0)..)
                .filter_map(|(width, code)| Some((code, code, width.number()?)))
                .collect();
        }
        font
    }

    /// Appends what the bytes mean; returns how wide that is, in thousandths of the font's size.
    pub fn show(&self, bytes: &[u8], to: &mut String) -> f64 {
        let mut width = 0.0;
        for code in bytes.chunks(if self.wide { 2 } else { 1 }) {
            let number = code.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte));
            width += self.width(number);
            self.letter(number, code, to);
        }
        width
    }

    fn width(&self, code: u32) -> f64 {
        let at = self.widths.partition_point(|(first, ..)| *first <= code);
        let below = at.checked_sub(1).and_then(|at| self.widths.get(at));
        below.filter(|(_, last, _)| code <= *last).map_or(USUAL_WIDTH, |(_, _, width)| *width)
    }

    fn letter(&self, number: u32, code: &[u8], to: &mut String) {
        let at = self.letters.partition_point(|(first, ..)| *first <= number);
        let below = at.checked_sub(1).and_then(|at| self.letters.get(at));
        if let Some((first, _, text)) = below.filter(|(_, last, _)| number <= *last) {
            push_later(text, number - first, to);
        } else if let Some(letter) = self.named.get(&number) {
            to.push(*letter);
        } else if let Some(encoding) = self.encoding {
            let (text, _) = encoding.decode_without_bom_handling(code);
            to.extend(text.chars().filter(|c| !c.is_control() && *c != '\u{fffd}'));
        }
    }
}

/// Appends a text whose last letter is that many letters later than here.
fn push_later(text: &str, later: u32, to: &mut String) {
    let mut letters = text.chars();
    let last = letters.next_back();
    to.push_str(letters.as_str());
    to.extend(last.and_then(|c| char::from_u32((c as u32).saturating_add(later))));
}

/// The encodings of Chinese, Japanese and Korean that have names.
fn wide_encoding(name: &[u8]) -> Option<&'static Encoding> {
    let is = |part: &[u8]| memchr::memmem::find(name, part).is_some();
    Some(match name {
        _ if is(b"UTF16") || is(b"UCS2") => UTF_16BE,
        _ if name.starts_with(b"GB") => GB18030,
        _ if is(b"RKSJ") => SHIFT_JIS,
        _ if is(b"B5") => BIG5,
        _ if name.starts_with(b"KSC") => EUC_KR,
        _ => return None,
    })
}

/// Reads the table that says which text a code stands for.
fn read_letters(table: &[u8]) -> Vec<(u32, u32, String)> {
    let mut letters: Vec<(u32, u32, String)> = Vec::new();
    let mut lexer = Lexer::new(table, 0);
    // How many codes stand before a text: one in a list of letters, two in a list of ranges.
    let mut codes_wanted = 0;
    let mut codes: Vec<u32> = Vec::new();
    let mut in_array = false;
    while let Some(token) = lexer.next() {
        if letters.len() == MOST_ENTRIES {
            break;
        }
        match token {
            Token::Word(b"beginbfchar") => codes_wanted = 1,
            Token::Word(b"beginbfrange") => codes_wanted = 2,
            Token::Word(b"endbfchar" | b"endbfrange") => {
                codes_wanted = 0;
                codes.clear();
                in_array = false;
            }
            Token::ArrayOpen => in_array = codes.len() == 2,
            Token::ArrayClose => {
                in_array = false;
                codes.clear();
            }
            Token::Text(text) if codes_wanted > 0 => {
                if codes.len() < codes_wanted {
                    codes.push(text.iter().take(4).fold(0, |n, byte| (n << 8) | u32::from(*byte)));
                    continue;
                }
                let (text, _) = UTF_16BE.decode_without_bom_handling(&text);
                let (first, last) = (codes[0], codes[codes.len() - 1]);
                if in_array {
                    letters.push((first, first, text.into_owned()));
                    codes[0] = first.saturating_add(1);
                } else {
                    letters.push((first, last, text.into_owned()));
                    codes.clear();
                }
            }
            _ => {}
        }
    }
    letters.sort_by_key(|(first, ..)| *first);
    letters
}

/// `[first [w w w] first last w]`
fn wide_widths(widths: &Value) -> Vec<(u32, u32, f64)> {
    let code = |value: &Value| value.count().and_then(|code| u32::try_from(code).ok());
    let mut read: Vec<(u32, u32, f64)> = Vec::new();
    let mut rest = widths.array().unwrap_or_default();
    while read.len() < MOST_ENTRIES {
        rest = match rest {
            [first, Value::Array(each), rest @ ..] => {
                let Some(first) = code(first) else { break };
                let each = each.iter().zip(first..);
                read.extend(each.filter_map(|(width, code)| Some((code, code, width.number()?))));
                rest
            }
            [first, last, Value::Number(width), rest @ ..] => {
                let (Some(first), Some(last)) = (code(first), code(last)) else { break };
                read.push((first, last, *width));
                rest
            }
            _ => break,
        };
    }
    read.sort_by_key(|(first, ..)| *first);
    read
}

/// `[32 /space /exclam 65 /A]`
fn named_letters(differences: &Value) -> HashMap<u32, char> {
    let mut named = HashMap::new();
    let mut code = 0_u32;
    for value in differences.array().unwrap_or_default().iter().take(1_000) {
        if let Some(first) = value.count() {
            code = u32::try_from(first).unwrap_or(0);
        } else if let Some(name) = value.name() {
            named.extend(letter_named(name).map(|letter| (code, letter)));
            code = code.saturating_add(1);
        }
    }
    named
}

/// The letter of a name. Writers that name more than these also say which letters they mean.
fn letter_named(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let hexadecimal = name.strip_prefix("uni").or(name.strip_prefix('u'));
    if let Some(digits) = hexadecimal.filter(|digits| (4..=6).contains(&digits.len()))
        && let Ok(number) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(number);
    }
    const NAMES: &[(&str, char)] = &[
        ("space", ' '),
        ("period", '.'),
        ("comma", ','),
        ("colon", ':'),
        ("hyphen", '-'),
        ("slash", '/'),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("fi", 'ﬁ'),
        ("fl", 'ﬂ'),
        ("ff", 'ﬀ'),
        ("dcroat", 'đ'),
        ("Dcroat", 'Đ'),
    ];
    NAMES.iter().find(|(own, _)| *own == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_letters_are_read() {
        let table = b"1 beginbfchar <0003> <0020> endbfchar 2 beginbfrange
            <0010> <0012> <0061> <0020> <0021> [<1EC9> <00660069>] endbfrange";
        let font = Font { wide: true, letters: read_letters(table), ..Font::default() };
        let mut text = String::new();
        font.show(&[0, 0x10, 0, 0x12, 0, 3, 0, 0x20, 0, 0x21, 0, 0x99], &mut text);
        assert_eq!(text, "ac ỉfi");
    }

    #[test]
    fn widths_are_found_by_code() {
        let number = |number: u32| Value::Number(f64::from(number));
        let each = Value::Array(vec![number(100), number(200)]);
        let widths = Value::Array(vec![number(5), each, number(7), number(9), number(300)]);
        let font = Font { wide: true, widths: wide_widths(&widths), ..Font::default() };
        assert_eq!([4, 5, 6, 8].map(|code| font.width(code)), [USUAL_WIDTH, 100.0, 200.0, 300.0]);
    }
}
