//! Text in numbered entities, which an element decodes: `$('<div>').html('&#104;…').text()`.

use super::value::Text;

/// The text that an element shows for markup without tags.
pub(super) fn decoded(markup: &Text) -> Text {
    let mut plain = String::with_capacity(markup.value.len());
    let mut rest = &*markup.value;
    let mut encoded = markup.encoded;
    while let Some(at) = rest.find("&#") {
        let (before, entity) = rest.split_at(at);
        plain.push_str(before);
        let body = entity.get(2..).unwrap_or_default();
        let end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
        let (digits, after) = body.split_at(end);
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        match number.and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                encoded = true;
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => {
                plain.push_str("&#");
                rest = body;
            }
        }
    }
    plain.push_str(rest);
    Text::new(plain, encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_letters() {
        let text = |markup| decoded(&Text::new(markup, false));
        assert_eq!(&*text("a&#98;&#x63;d").value, "abcd");
        assert!(text("&#98;").encoded);
        for same in ["&#;", "&#xyz;", "&amp;", "&#", "&#9999999999;", "Tin tức"] {
            assert_eq!(&*text(same).value, same);
        }
    }
}
