//! Addresses with what changes from visit to visit taken out.

use url::{Position, Url};

use super::is_token;

/// Bytes of an address that are kept.
const MOST: usize = 300;

/// The name under which a page is remembered: host unless it is the portal's own, path and sorted
/// query, without session ids and marks of campaigns.
pub(in crate::baseline) fn page_place(url: &Url) -> String {
    place(url, false)
}

/// The name of a file: as of a page, and without cache busters; tokens become `*`.
pub(in crate::baseline) fn file_place(url: &Url) -> String {
    place(url, true)
}

fn place(url: &Url, is_file: bool) -> String {
    let path = url.path();
    // Most paths have no parameter to look for.
    let end = path.find(';').and_then(|_| path.find(";jsessionid="));
    let path = path.get(..end.unwrap_or(path.len())).unwrap_or(path);
    let mut place = if is_file { without_tokens(path) } else { path.to_owned() };
    let mut query: Vec<String> = Vec::new();
    for pair in url.query().unwrap_or_default().split('&').take(50) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if pair.is_empty() || is_of_session(name) || (is_file && is_cache_buster(name, value)) {
            continue;
        }
        query.push(match value {
            "" => name.to_owned(),
            value if is_file && is_token(value) => format!("{name}=*"),
            value => format!("{name}={value}"),
        });
    }
    query.sort_unstable();
    if !query.is_empty() {
        place.push('?');
        place.push_str(&query.join("&"));
    }
    place.truncate(place.floor_char_boundary(MOST));
    place
}

/// `app.3f2a9c1b.js` is `app.*.js`.
fn without_tokens(path: &str) -> String {
    let parts = path.split_inclusive(['/', '.', '~']);
    parts.fold(String::with_capacity(path.len()), |mut kept, part| {
        let bare = part.trim_end_matches(['/', '.', '~']);
        kept.push_str(if is_token(bare) { "*" } else { bare });
        kept.push_str(part.get(bare.len()..).unwrap_or_default());
        kept
    })
}

fn is_of_session(name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "phpsessid",
        "jsessionid",
        "sid",
        "cfid",
        "cftoken",
        "session",
        "sessionid",
        "p_auth",
        "csrf",
        "csrf_token",
        "_token",
        "nonce",
        "fbclid",
        "gclid",
    ];
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str()) || name.starts_with("utm_") || name.starts_with("aspsession")
}

fn is_cache_buster(name: &str, value: &str) -> bool {
    const NAMES: [&str; 12] =
        ["v", "ver", "version", "t", "ts", "r", "rev", "_", "cb", "rand", "time", "timestamp"];
    let number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
        || (value.is_empty() && (number || is_token(name)))
}

/// The shape of a path: digits are `0`, what reads like a title is `*`, and of the query only the
/// names stay.
pub(in crate::baseline) fn path_shape(url: &Url) -> String {
    let mut shape = String::new();
    for part in url.path().split('/').skip(1).take(8) {
        shape.push('/');
        let (stem, extension) = match part.rsplit_once('.') {
            Some((stem, extension)) if extension.len() <= 5 => (stem, Some(extension)),
            _ => (part, None),
        };
        if is_title(stem) {
            shape.push('*');
        } else {
            let mut in_number = false;
            for c in stem.chars().take(40) {
                let digit = c.is_ascii_digit();
                if !(digit && in_number) {
                    shape.push(if digit { '0' } else { c });
                }
                in_number = digit;
            }
        }
        if let Some(extension) = extension {
            shape.push('.');
            shape.push_str(extension);
        }
    }
    let mut names: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .take(20)
        .filter_map(|pair| pair.split('=').next())
        .filter(|name| !name.is_empty() && name.len() <= 40 && !is_of_session(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        shape.push('?');
        shape.push_str(&names.join("&"));
    }
    shape
}

fn is_title(stem: &str) -> bool {
    let words = stem.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    words >= 3 || stem.len() > 24 || stem.contains('%') || is_token(stem)
}

/// Host (without `www.`) of an address of the web that is not the portal's own.
pub(in crate::baseline) fn foreign_host(
    url: &Url,
    is_own: &dyn Fn(&Url) -> bool,
) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss") || is_own(url) {
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|_| &url[Position::AfterHost..Position::AfterPort]);
    Some(format!("{host}{}", port.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Url {
        Url::parse("https://so.example/").unwrap().join(address).unwrap()
    }

    #[test]
    fn the_order_of_a_query_and_a_session_make_no_other_page() {
        let place = page_place(&url("/tin?id=7&trang=2"));
        assert_eq!(page_place(&url("/tin?trang=2&PHPSESSID=af31&id=7&utm_source=zalo#a")), place);
        assert_eq!(page_place(&url("/tin;jsessionid=0A1B?id=7&trang=2")), place);
        assert_ne!(page_place(&url("/tin?id=8&trang=2")), place);
    }

    #[test]
    fn a_file_keeps_its_name_through_its_versions() {
        assert_eq!(file_place(&url("/js/a.js?v=1.2&t=99")), file_place(&url("/js/a.js?v=1.3")));
        assert_eq!(file_place(&url("/js/a.js?1734")), "/js/a.js");
        assert_eq!(file_place(&url("/app.3f2a9c1b.js")), "/app.*.js");
        assert_eq!(
            file_place(&url("/ScriptResource.axd?d=xK3v8Qp1Zt6Rm2Lw9Yb4&t=1")),
            "/ScriptResource.axd?d=*"
        );
        assert_ne!(file_place(&url("/js/jquery.js")), file_place(&url("/js/loader.js")));
    }

    #[test]
    fn pages_of_one_kind_have_one_shape() {
        assert_eq!(
            path_shape(&url("/tin-tuc/hop-giao-ban-thang-muoi-123.html")),
            path_shape(&url("/tin-tuc/ky-ket-quy-che-phoi-hop-9.html"))
        );
        assert_eq!(path_shape(&url("/node/12?b=1&a=2")), "/node/0?a&b");
        assert_ne!(path_shape(&url("/tin-tuc/a")), path_shape(&url("/van-ban/a")));
    }
}
