//! The address that a page says it has, for saved pages that came without one.

use url::Url;

use super::{Reader, Role, tags};

impl Reader {
    /// What a page says of its own address: canonical, then `og:url`, then `<base>`; absolute
    /// http(s) addresses only. A scan, not a parse.
    pub fn own_address(source: &str) -> Option<Url> {
        let mut said: Vec<(Role, Url)> = Vec::new();
        for tag in tags::start_tags(source) {
            let named = |name: &str, wanted: &str| {
                tag.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted))
            };
            let (role, value) = if tag.is("link") && named("rel", "canonical") {
                (Role::Canonical, tag.attribute("href"))
            } else if tag.is("meta") && named("property", "og:url") {
                (Role::OgUrl, tag.attribute("content"))
            } else if tag.is("base") {
                (Role::Base, tag.attribute("href"))
            } else {
                continue;
            };
            let url = value.and_then(|value| Url::parse(value.trim()).ok());
            let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
            said.extend(url.filter(Url::has_host).map(|url| (role, url)));
        }
        [Role::Canonical, Role::OgUrl, Role::Base]
            .into_iter()
            .find_map(|role| said.iter().find(|(own, _)| *own == role))
            .map(|(_, url)| url.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_comes_before_what_the_page_tells_social_networks() {
        let source = r#"<base href="https://c.example/"><meta property="og:url" content="https://b.example/x">
            <link href="https://a.example/tin" rel="Canonical">"#;
        assert_eq!(Reader::own_address(source).unwrap().as_str(), "https://a.example/tin");
    }

    #[test]
    fn a_relative_address_says_nothing() {
        assert_eq!(Reader::own_address("<link rel=canonical href='/tin'><base href=/>"), None);
    }
}
