//! The encodings of scripts: base64, percent and `%u` escapes, numbers in text.

/// `atob`: the bytes as characters U+0000 to U+00FF; `None` for what is no base64.
pub(in crate::page) fn base64(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(char::from((bits >> held) as u8));
            bits &= (1 << held) - 1;
        }
    }
    Some(out)
}

/// `btoa`; `None` where a character is above U+00FF.
pub(super) fn to_base64(text: &str) -> Option<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> =
        text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<_>>()?;
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        let word = word << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS.get((word >> (18 - 6 * place) & 63) as usize);
            out.push(match digit {
                Some(digit) if place <= three.len() => char::from(*digit),
                _ => '=',
            });
        }
    }
    Some(out)
}

/// `unescape`: `%41` and `%u0041`; anything else stays.
pub(super) fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        units.extend(rest[..at].encode_utf16());
        rest = &rest[at..];
        let (code, length) = match rest.as_bytes().get(1) {
            Some(b'u') => (hex(rest, 2, 6), 6),
            _ => (hex(rest, 1, 3), 3),
        };
        let (unit, length) = code.map_or((u16::from(b'%'), 1), |code| (code, length));
        units.push(unit);
        rest = &rest[length..];
    }
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units)
}

/// `decodeURIComponent`; `None` where the browser would throw.
pub(super) fn percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        bytes.push(u8::try_from(hex(rest, 1, 3)?).ok()?);
        rest = &rest[3..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// `escape`.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"@*_+-./".contains(&byte) => {
                out.push(char::from(byte));
            }
            Ok(byte) => out.push_str(&format!("%{byte:02X}")),
            Err(_) => out.push_str(&format!("%u{unit:04X}")),
        }
    }
    out
}

/// `encodeURIComponent`, or `encodeURI` where the marks in `kept` stay as they are.
pub(super) fn to_percent(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `parseInt`: the digits at the beginning.
pub(super) fn integer(text: &str, radix: Option<f64>) -> f64 {
    let text = text.trim_start();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let radix = radix.filter(|radix| *radix != 0.0 && !radix.is_nan());
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let (radix, text) = match (radix, hexadecimal) {
        (None | Some(16.0), Some(digits)) => (16.0, digits),
        (None, None) => (10.0, text),
        (Some(radix), _) => (radix, text),
    };
    if !(2.0..=36.0).contains(&radix) {
        return f64::NAN;
    }
    let mut digits = text.chars().map_while(|c| c.to_digit(radix as u32)).peekable();
    if digits.peek().is_none() {
        return f64::NAN;
    }
    sign * digits.fold(0.0, |number, digit| number * radix + f64::from(digit))
}

/// `parseFloat`: the number at the beginning.
pub(super) fn float(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text
        .bytes()
        .position(|b| !(b.is_ascii_digit() || b".eE+-".contains(&b)))
        .unwrap_or(text.len());
    // A longer beginning that is no number may still begin with one: `1-2`.
    (1..=end.min(32)).rev().find_map(|end| text.get(..end)?.parse().ok()).unwrap_or(f64::NAN)
}

/// An integer in another radix, as `toString(36)` writes it.
pub(super) fn in_radix(number: f64, radix: u32) -> Option<String> {
    if number.fract() != 0.0 || number.abs() > 9e15 || !(2..=36).contains(&radix) {
        return None;
    }
    let mut rest = number.abs() as u64;
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((rest % u64::from(radix)) as u32, radix)?);
        rest /= u64::from(radix);
        if rest == 0 {
            break;
        }
    }
    if number < 0.0 {
        digits.push('-');
    }
    Some(digits.iter().rev().collect())
}

/// The number in the hexadecimal digits of a byte range.
fn hex(text: &str, from: usize, to: usize) -> Option<u16> {
    let digits = text.get(from..to)?;
    // `from_str_radix` takes a sign, which is no digit.
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_decode_as_in_browsers() {
        assert_eq!(base64("aHR0cHM6Ly9iZXQuZXhhbXBsZS8=").as_deref(), Some("https://bet.example/"));
        assert_eq!(base64("aGk").as_deref(), Some("hi"));
        assert_eq!(base64("a!b"), None);
        assert_eq!(unescape("%68%u0111%zz%"), "hđ%zz%");
        assert_eq!(percent("%C4%91%20a").as_deref(), Some("đ a"));
        assert_eq!(percent("%C4"), None);
        assert_eq!(percent("%+1"), None);
        assert_eq!(integer("0x1fz", None), 31.0);
        assert_eq!(integer("12px", Some(10.0)), 12.0);
        assert!(integer("x", None).is_nan());
        assert_eq!(float("3.5em"), 3.5);
        assert_eq!(in_radix(-255.0, 16).as_deref(), Some("-ff"));
    }

    #[test]
    fn what_is_encoded_decodes_again() {
        for text in ["", "a", "ab", "abc", "é\u{ff}"] {
            assert_eq!(to_base64(text).and_then(|t| base64(&t)).as_deref(), Some(text));
            assert_eq!(percent(&to_percent(text, b"")).as_deref(), Some(text));
            assert_eq!(unescape(&escape(text)), text);
        }
    }
}
