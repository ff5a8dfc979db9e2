//! The text of a meta refresh or a `Refresh` header, as browsers read it.

/// Seconds, and the address as written, `None` for the page itself. `None` if browsers would not
/// refresh.
pub(super) fn parse(content: &str) -> Option<(f64, Option<&str>)> {
    let content = content.trim_start();
    let digits = content.find(|c: char| !c.is_ascii_digit()).unwrap_or(content.len());
    let (number, rest) = content.split_at(digits);
    if number.is_empty() && !rest.starts_with('.') {
        return None;
    }
    // Beyond that nobody waits; browsers read no fractions.
    let seconds = if number.is_empty() { 0.0 } else { number.parse().unwrap_or(f64::MAX) };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let separated = rest.trim_start();
    let Some(after) = separated.strip_prefix([';', ',']) else {
        // Without a separator there must be white space: `0 url=…`.
        if separated.len() == rest.len() && !rest.is_empty() {
            return None;
        }
        return Some((seconds, address(separated)));
    };
    Some((seconds, address(after.trim_start())))
}

/// Reads `URL = 'address'`, where everything but the address may be missing.
fn address(text: &str) -> Option<&str> {
    let named = text
        .get(..3)
        .filter(|name| name.eq_ignore_ascii_case("url"))
        .and_then(|_| text.get(3..))
        .and_then(|rest| rest.trim_start().strip_prefix('='))
        .map(str::trim_start);
    let address = named.unwrap_or(text);
    let address = match address.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = address.get(1..).unwrap_or_default();
            inner.split(quote).next().unwrap_or_default()
        }
        _ => address,
    };
    let address = address.trim();
    (!address.is_empty()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_generous() {
        let bet = Some("https://bet88.example/");
        for content in [
            "0;url=https://bet88.example/",
            "0; URL='https://bet88.example/'",
            "0, url=https://bet88.example/",
            "0 url=https://bet88.example/",
            " 0.5 ; Url = \"https://bet88.example/\" junk",
            "0;https://bet88.example/",
            "0;url = https://bet88.example/  ",
        ] {
            assert_eq!(parse(content), Some((0.0, bet)), "{content}");
        }
        assert_eq!(parse("300"), Some((300.0, None)));
        assert_eq!(parse("5;"), Some((5.0, None)));
    }

    #[test]
    fn what_browsers_ignore_is_ignored() {
        for content in ["", "url=https://bet88.example/", "x;url=/", "-1;url=/", "0url=/"] {
            assert_eq!(parse(content), None, "{content}");
        }
    }
}
