//! From bytes to text.
//!
//! Old portals declare one charset and send another, or declare none. What a browser would show
//! is followed where the declaration can be true; where it cannot, the text is guessed, because
//! mojibake hides what stands in it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use unicode_normalization::UnicodeNormalization as _;

/// How far into a page a `<meta>` that declares the charset is looked for, in bytes. Browsers
/// look at the first 1,024; pages whose authors put scripts first are not rare.
const PRESCAN: usize = 4096;
/// How much of a page is read to guess its charset, in bytes.
const SAMPLE: usize = 256 << 10;

/// A body as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text with no mark apart from its letter (NFC for Latin), without NUL characters and without a byte order mark.
    pub text: String,
    /// The charset it was read as, by its name in the WHATWG's Encoding Standard.
    pub encoding: &'static str,
    /// Whether some bytes were no text in that charset; they became U+FFFD.
    pub malformed: bool,
}

/// Decodes a body: by its byte order mark; as UTF-8 where it can be nothing else, whatever is
/// declared; by the `Content-Type` header; by its `<meta>`; by what its bytes look like on a
/// Vietnamese site.
pub fn decode(body: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return decoded(&body[length..], encoding);
    }
    if !body.is_ascii()
        && let Ok(text) = simdutf8::basic::from_utf8(body)
    {
        return Decoded { text: tidied(text.into()), encoding: UTF_8.name(), malformed: false };
    }
    let declared = content_type.and_then(charset_of).or_else(|| prescan(body));
    let text = decoded(body, declared.unwrap_or(UTF_8));
    if !text.malformed || !is_mostly_broken(&text.text) {
        return text;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&body[..body.len().min(SAMPLE)], true);
    decoded(body, detector.guess(Some(b"vn"), Utf8Detection::Deny))
}

/// Whether more went wrong than right outside of ASCII. One odd byte, or a character cut in two
/// at the end, is no reason to doubt a declaration: a single byte must not be able to turn a
/// page into mojibake.
fn is_mostly_broken(text: &str) -> bool {
    let (mut broken, mut whole) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        *(if c == '\u{FFFD}' { &mut broken } else { &mut whole }) += 1;
    }
    broken > whole
}

fn decoded(body: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(body);
    Decoded { text: tidied(text.into_owned()), encoding: encoding.name(), malformed }
}

fn tidied(mut text: String) -> String {
    // Browsers skip NUL in text, and so must whoever looks for words in it.
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.retain(|c| c != '\0');
    }
    if has_loose_marks(&text) {
        text = text.nfc().collect();
    }
    text
}

/// Whether marks stand apart from their letters. Asked of every page, so only of the bytes: the
/// marks from U+0300 to U+036F begin with these two.
fn has_loose_marks(text: &str) -> bool {
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// The charset of a `Content-Type` value.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    named(charset_value(content_type.as_bytes())?)
}

/// The encoding of a label that can be meant: the Standard turns some labels into an encoding
/// that decodes everything to nothing, which would be a place to hide.
fn named(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| *encoding != REPLACEMENT)
}

/// What stands behind `charset =`, without its quotes.
fn charset_value(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    loop {
        let at = rest.windows(7).position(|word| word.eq_ignore_ascii_case(b"charset"))?;
        rest = rest[at + 7..].trim_ascii_start();
        let Some(value) = rest.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let (value, quote) = match value {
            [quote @ (b'"' | b'\''), value @ ..] => (value, Some(*quote)),
            _ => (value, None),
        };
        let ends = |byte: &u8| match quote {
            Some(quote) => *byte == quote,
            None => byte.is_ascii_whitespace() || b";\"'>/".contains(byte),
        };
        let end = value.iter().position(ends).unwrap_or(value.len());
        return Some(&value[..end]);
    }
}

/// The charset that a `<meta>` at the beginning of the page declares.
fn prescan(body: &[u8]) -> Option<&'static Encoding> {
    let mut rest = &body[..body.len().min(PRESCAN)];
    while let Some(open) = memchr::memchr(b'<', rest) {
        rest = &rest[open..];
        if rest.starts_with(b"<!--") {
            let close = memchr::memmem::find(rest, b"-->")?;
            rest = &rest[close + 3..];
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = &rest[..end];
        rest = &rest[end..];
        let is_meta = tag.len() > 6 && tag[1..5].eq_ignore_ascii_case(b"meta");
        if is_meta && let Some(encoding) = charset_value(tag).and_then(named) {
            // A page whose `<meta>` could be read is not in UTF-16, whatever it says.
            return Some(match encoding {
                utf16 if utf16 == UTF_16LE || utf16 == UTF_16BE => UTF_8,
                odd if odd == X_USER_DEFINED => WINDOWS_1252,
                honest => honest,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, WINDOWS_1258};

    use super::*;

    const TEXT: &str = "Ủy ban nhân dân huyện Tuần Giáo – thông báo về việc tiếp nhận hồ sơ";
    const HTML: Option<&str> = Some("text/html");

    /// `windows-1258` writes most accents as combining marks: Vietnamese has to be split for it.
    fn in_windows_1258(text: &str) -> Vec<u8> {
        let split: String = text
            .chars()
            .flat_map(|c| {
                let whole = WINDOWS_1258.encode(&c.to_string()).2;
                let parts: Vec<char> = if !whole { vec![c] } else { split_tone(c) };
                parts
            })
            .collect();
        WINDOWS_1258.encode(&split).0.into_owned()
    }

    /// A letter with its shape kept and its tone split off: `ậ` is `â` and the dot below.
    fn split_tone(c: char) -> Vec<char> {
        let parts: Vec<char> = c.to_string().nfd().collect();
        let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        let (tone, shape): (Vec<char>, Vec<char>) =
            parts.into_iter().partition(|part| tones.contains(part));
        shape.into_iter().nfc().chain(tone).collect()
    }

    #[test]
    fn the_header_then_the_meta_declare() {
        let body = in_windows_1258(TEXT);
        let by_header = decode(&body, Some("text/html; Charset=\"windows-1258\""));
        assert_eq!((by_header.text.as_str(), by_header.encoding), (TEXT, "windows-1258"));

        for meta in [
            "<META CHARSET=windows-1258>",
            "<!-- <meta charset=gbk> --><meta charset = 'windows-1258' />",
            "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1258\">",
        ] {
            let page = [meta.as_bytes(), &body].concat();
            let by_meta = decode(&page, HTML);
            assert_eq!(by_meta.encoding, "windows-1258", "{meta}");
            assert!(by_meta.text.ends_with(TEXT), "{meta}");
        }
    }

    #[test]
    fn a_byte_order_mark_wins() {
        let body = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let text = decode(&body, Some("text/html; charset=gbk"));
        assert_eq!((text.text.as_str(), text.encoding), (TEXT, "UTF-8"));

        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, Some("text/html; charset=utf-8")).text, TEXT);
    }

    #[test]
    fn what_is_declared_wrongly_or_not_at_all_is_guessed() {
        let old = in_windows_1258(&format!("{TEXT}. ").repeat(20));
        for content_type in [HTML, None, Some("text/html; charset=utf-8"), Some("charset=klingon")]
        {
            let guessed = decode(&old, content_type);
            assert!(guessed.text.starts_with(TEXT), "{content_type:?}: {}", guessed.encoding);
        }
        let (gbk, _, _) = GBK.encode("北京赛车开奖直播 网上赌场 时时彩平台 香港六合彩");
        assert_eq!(decode(&gbk, HTML).encoding, "GBK");
        assert_eq!(decode(TEXT.as_bytes(), HTML).text, TEXT);
    }

    #[test]
    fn utf_8_that_is_declared_as_something_else_stays_readable() {
        for label in ["iso-8859-1", "windows-1258", "gbk"] {
            let text = decode(TEXT.as_bytes(), Some(&format!("text/html; charset={label}")));
            assert_eq!((text.text.as_str(), text.encoding), (TEXT, "UTF-8"), "{label}");
        }
    }

    #[test]
    fn one_odd_byte_does_not_make_mojibake() {
        for content_type in [HTML, Some("text/html; charset=utf-8")] {
            let body = [TEXT.as_bytes(), b"\xFF nh\xC3"].concat();
            let text = decode(&body, content_type);
            assert!(text.text.starts_with(TEXT), "{}", text.text);
            assert!(text.malformed);
        }
    }

    #[test]
    fn labels_that_would_blank_the_page_are_not_believed() {
        let body = in_windows_1258(&format!("{TEXT}. ").repeat(20));
        for label in ["iso-2022-kr", "hz-gb-2312", "utf-16"] {
            let page = [format!("<meta charset={label}>").as_bytes(), &body].concat();
            assert!(decode(&page, HTML).text.contains(TEXT), "{label}");
        }
    }

    #[test]
    fn nul_characters_do_not_split_words() {
        let text = decode("nh\0à c\0\0ái".as_bytes(), Some("text/html; charset=utf-8"));
        assert_eq!(text.text, "nhà cái");
    }

    #[test]
    fn split_accents_are_composed() {
        let split: String = TEXT.nfd().collect();
        assert_eq!(decode(split.as_bytes(), HTML).text, TEXT);
    }

    #[test]
    fn every_mark_that_composes_with_latin_is_seen() {
        for c in '\u{80}'..=char::MAX {
            for letter in ['a', 'o', 'U', 'd'] {
                let pair = String::from_iter([letter, c]);
                assert!(has_loose_marks(&pair) || pair.nfc().count() > 1, "U+{:04X}", c as u32);
            }
        }
    }
}
