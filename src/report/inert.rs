//! Characters that deceive: names and excerpts come from attackers, who could steer the reader's
//! terminal with escape sequences or turn a line's reading order around. They are shown, never
//! obeyed.

use std::fmt::Write;

/// Whether a character steers or deceives a display instead of showing itself.
pub fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            // Zero width, direction marks, line and paragraph separators, direction overrides.
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            // Tags: invisible copies of ASCII.
            | '\u{e0000}'..='\u{e0fff}')
}

/// Adds a character as people may safely see it: `<U+202E>` for one that deceives, a space for
/// white space that would break the line.
pub(super) fn push(out: &mut String, c: char) {
    match c {
        '\t' | '\n' | '\r' => out.push(' '),
        c if deceives(c) => {
            // Writing to a string does not fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Rewrites a JSON document so that deceiving characters in its strings become `\u` escapes: the
/// values stay the same, and the document can be shown on a terminal.
pub(super) fn json(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    for c in document.chars() {
        // Below U+0020 only the line breaks between fields are left: strings have theirs escaped.
        if c >= ' ' && deceives(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_are_shown_not_obeyed() {
        let mut out = String::new();
        "a\x1b[31m\u{202e}b\u{9b}\n\u{e0041}ế".chars().for_each(|c| push(&mut out, c));
        assert_eq!(out, "a<U+001B>[31m<U+202E>b<U+009B> <U+E0041>ế");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = "nhà\u{202e}cái\u{9b}\u{7f}\u{e0041}\u{1b}\"\\";
        let safe = json(&serde_json::to_string_pretty(&[value]).unwrap());
        assert!(!safe.chars().any(|c| c != '\n' && deceives(c)), "{safe:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&safe).unwrap(), [value]);
    }
}
