//! Addresses that an address carries along: `/redirect?url=https://…`.

use url::{Position, Url};

use super::echo::decoded;

/// The most addresses that are taken out of one.
const MOST: usize = 5;

/// How a whole address begins where a browser reads it.
const BEGINNINGS: &[&str] = &["http://", "https://", "http:/", "https:/", "//", "/\\", "\\\\"];

/// The whole addresses that stand in the query or the path of an address.
pub fn carried(url: &Url) -> Vec<Url> {
    // Most links of a page carry nothing.
    if url.query().is_none() && !url.path().contains("http") {
        return Vec::new();
    }
    let values = url.query_pairs().map(|(_, value)| value.into_owned());
    let in_path = {
        let path = decoded(url.path()).into_owned();
        let at = ["http:/", "https:/"].iter().filter_map(|begin| path.find(begin)).min();
        at.map(|at| path[at..].to_owned())
    };
    values.chain(in_path).filter_map(|value| whole(&value)).take(MOST).collect()
}

/// Whether an address names the host to which it leads: then whoever wrote the link chose where
/// it goes, not the server.
pub(super) fn names(url: &Url, host: &str) -> bool {
    let own = &url[Position::BeforePath..];
    let decoded_twice = decoded(&decoded(own)).to_lowercase();
    decoded_twice.match_indices(host).any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '-';
        let before = decoded_twice[..at].trim_end_matches("www.").chars().next_back();
        let mut after = decoded_twice[at + host.len()..].chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(is_part),
            Some(c) => is_part(c),
            None => false,
        };
        !before.is_some_and(|c| is_part(c) || c == '.') && !goes_on
    })
}

fn whole(value: &str) -> Option<Url> {
    let value = decoded(value.trim());
    let begin = BEGINNINGS.iter().find(|begin| {
        value.get(..begin.len()).is_some_and(|own| own.eq_ignore_ascii_case(begin))
    })?;
    let rest = value.get(begin.len()..)?.trim_start_matches(['/', '\\']);
    // The scheme of a link that has none is the page's; either leads to the same host.
    let url = Url::parse(&format!("https://{rest}")).ok()?;
    url.domain().is_some_and(|host| host.contains('.')).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://portal.gov.example").unwrap().join(path).unwrap()
    }

    #[test]
    fn addresses_are_found_in_each_form_in_which_redirectors_take_them() {
        for path in [
            "/LinkClick.aspx?link=https://bet88.example/vao&tabid=1",
            "/redirect?url=https%3A%2F%2Fbet88.example%2F",
            "/redirect?url=https%253A%252F%252Fbet88.example%252F",
            "/redirect.php?to=//bet88.example",
            "/redirect.php?to=/%5Cbet88.example",
            "/_layouts/15/Authenticate.aspx?Source=HTTP:%2F%2Fbet88.example",
            "/url?sa=t&q=https://bet88.example/x",
            "/out/https://bet88.example/a",
            "/out/https%3A/bet88.example/a",
        ] {
            let found = carried(&url(path));
            assert_eq!(found.first().and_then(Url::domain), Some("bet88.example"), "{path}");
            assert!(names(&url(path), "bet88.example"), "{path}");
        }
    }

    #[test]
    fn ordinary_values_carry_nothing() {
        for path in
            ["/a?q=nong+thon+moi", "/?q=http", "/a?returnUrl=/trang-chu", "/a?d=//", "/a//b?t=1:/2"]
        {
            assert_eq!(carried(&url(path)), [], "{path}");
        }
    }

    #[test]
    fn a_host_is_named_as_a_whole_or_not_at_all() {
        assert!(names(&url("/go?u=bet88.example"), "bet88.example"));
        assert!(names(&url("/go?u=www.bet88.example/x"), "bet88.example"));
        assert!(!names(&url("/go?u=https://xbet88.example"), "bet88.example"));
        assert!(!names(&url("/go?u=https://m.bet88.example"), "bet88.example"));
        assert!(!names(&url("/go?u=https://bet88.example.vn"), "bet88.example"));
        assert!(!names(&url("/go?id=5"), "bet88.example"));
    }
}
