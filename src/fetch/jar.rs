//! The cookies of one visit.
//!
//! Every visit begins with an empty jar, because some redirects fire on the first visit only.
//! Within a visit the hops that follow send what the hops before them were given, as a browser
//! would: portals that set a cookie and redirect to themselves are common.

use reqwest::header::HeaderValue;

/// The most cookies of one visit; browsers keep more, honest portals set fewer.
const MOST: usize = 50;
/// The longest cookie that is kept, in bytes, as in browsers.
const LONGEST: usize = 4096;

/// Cookies by host. Host-only, whatever `Domain` says: what a portal gives to its neighbours is
/// not looked at.
#[derive(Debug, Default)]
pub(super) struct Jar {
    cookies: Vec<Cookie>,
}

#[derive(Debug)]
struct Cookie {
    host: String,
    name: String,
    value: String,
}

impl Jar {
    /// Keeps, replaces or drops a cookie as a `Set-Cookie` value says.
    pub(super) fn keep(&mut self, host: &str, set_cookie: &str) {
        let mut parts = set_cookie.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || name.len() + value.len() > LONGEST {
            return;
        }
        self.cookies.retain(|cookie| cookie.host != host || cookie.name != name);
        let dropped = parts.any(|attribute| {
            attribute.split_once('=').is_some_and(|(key, seconds)| {
                key.trim().eq_ignore_ascii_case("max-age")
                    && seconds.trim().parse::<i64>().is_ok_and(|seconds| seconds <= 0)
            })
        });
        if !dropped && self.cookies.len() < MOST {
            let [host, name, value] = [host, name, value].map(str::to_owned);
            self.cookies.push(Cookie { host, name, value });
        }
    }

    /// The `Cookie` header for a host.
    pub(super) fn header(&self, host: &str) -> Option<HeaderValue> {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.host == host)
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        if pairs.is_empty() { None } else { HeaderValue::from_str(&pairs.join("; ")).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_gets_back_its_own_cookies_only() {
        let mut jar = Jar::default();
        jar.keep("a.example", "sid=1; Path=/; HttpOnly");
        jar.keep("a.example", "lang = vi");
        jar.keep("b.example", "sid=2; Domain=a.example");
        assert_eq!(jar.header("a.example").unwrap(), "sid=1; lang=vi");
        assert_eq!(jar.header("b.example").unwrap(), "sid=2");
        assert_eq!(jar.header("c.example"), None);
    }

    #[test]
    fn a_cookie_is_replaced_and_dropped() {
        let mut jar = Jar::default();
        jar.keep("a.example", "sid=1");
        jar.keep("a.example", "sid=2");
        assert_eq!(jar.header("a.example").unwrap(), "sid=2");
        jar.keep("a.example", "sid=; Max-Age=0");
        assert_eq!(jar.header("a.example"), None);
    }

    #[test]
    fn a_flood_of_cookies_is_bounded() {
        let mut jar = Jar::default();
        for n in 0..10_000 {
            jar.keep("a.example", &format!("c{n}=x"));
        }
        jar.keep("a.example", &format!("big={}", "x".repeat(100_000)));
        assert_eq!(jar.cookies.len(), MOST);
    }
}
