//! Addresses in the text of constants.

/// The absolute http(s) addresses and bare `//host` addresses in a text.
///
/// Where the text goes on unknown (`open`), an address at its very end must have more than its
/// host: `https://bet` may go on as `https://better.example`.
pub(super) fn addresses_in(text: &str, open: bool) -> impl Iterator<Item = &str> {
    let finder = memchr::memmem::find_iter(text.as_bytes(), "//");
    finder.filter_map(move |at| {
        let before = text.get(..at)?;
        let after = text.get(at + 2..)?;
        let end = after.find(ends_address).unwrap_or(after.len());
        let rest = after.get(..end)?;
        let host_end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
        let host = rest.get(..host_end)?;
        if !is_host(host) || open && host_end == after.len() {
            return None;
        }
        let start = if ends_with(before, "https:") {
            at - 6
        } else if ends_with(before, "http:") {
            at - 5
        } else if before
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "\"'=(,`[".contains(c))
        {
            at
        } else {
            return None;
        };
        text.get(start..at + 2 + end)
    })
}

/// The part of an address's constant beginning that says where it leads; `None` where not even the
/// host is known.
pub(super) fn beginning(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let lower = text.get(..8.min(text.floor_char_boundary(8)))?.to_ascii_lowercase();
    let host = if lower.starts_with("https://") {
        text.get(8..)?
    } else if lower.starts_with("http://") {
        text.get(7..)?
    } else if lower.starts_with("//") {
        text.get(2..)?
    } else {
        // `mailto:` and the like say as much as they need; `https:` alone does not.
        let first = text.chars().next()?;
        let scheme = text.split(['/', '?', '#']).next().unwrap_or_default();
        let relative = !scheme.contains(':') && (text.contains(['/', '?', '#', '.']));
        return (first != '/' || text.len() > 1).then_some(()).and(relative.then_some(text));
    };
    let end = host.find(['/', '?', '#', ':']).unwrap_or(host.len());
    let name = host.get(..end)?;
    let last = name.rsplit('.').next().unwrap_or_default();
    let ends_in_name = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    (is_host(name) && (end < host.len() || ends_in_name)).then_some(text)
}

/// The host in an absolute address.
pub(super) fn host_of(address: &str) -> Option<&str> {
    let (_, after) = address.split_once("//")?;
    let end = after.find(['/', '?', '#', ':', '\\']).unwrap_or(after.len());
    let host = after.get(..end)?.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "\"'<>`\\^{}|".contains(c)
}

fn ends_with(text: &str, suffix: &str) -> bool {
    let start = text.len().wrapping_sub(suffix.len());
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

/// Whether a text can be the name of a host: with a dot, or an IPv4 address.
fn is_host(name: &str) -> bool {
    let name = name.rsplit('@').next().unwrap_or(name);
    name.len() >= 4
        && name.contains('.')
        && !name.starts_with(['.', '-'])
        && !name.ends_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_are_whole() {
        let all = |text| addresses_in(text, false).collect::<Vec<_>>();
        assert_eq!(all("<a href=\"https://bet88.example/x?y\">z"), ["https://bet88.example/x?y"]);
        assert_eq!(all("//cdn.example/a.js"), ["//cdn.example/a.js"]);
        assert_eq!(all("a // comment.with.dots"), [""; 0]);
        assert_eq!(all("ftp://a.example/ x//y.example"), [""; 0]);
        assert_eq!(addresses_in("https://bet.ex", true).count(), 0);
        assert_eq!(addresses_in("https://bet.example/", true).count(), 1);
    }

    #[test]
    fn a_beginning_names_its_host_or_nothing() {
        for good in
            ["https://bet.example/", "//bet.example?", "https://bet.example", "/a?b=", "x.php?"]
        {
            assert_eq!(beginning(good), Some(good), "{good}");
        }
        for bad in ["https://", "https://www.", "//", "/", "", "http", "https:", "https://cdn-"] {
            assert_eq!(beginning(bad), None, "{bad}");
        }
    }
}
