//! What the headers of a body say about it.

use url::Url;

use super::{Reference, Refresh, Role, Spot, element::role, gather::Gathering, refresh};

/// Reads `Refresh` and `Link`.
pub(super) fn read_headers(headers: &[(String, String)], out: &mut Gathering) {
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("refresh")
            && let Some((seconds, address)) = refresh::parse(value)
        {
            let url = address.and_then(|address| out.page.url.join(address).ok());
            let spot = Spot::default();
            out.page.refreshes.push(Refresh {
                seconds,
                url,
                in_noscript: false,
                header: true,
                spot,
            });
        }
        if name.eq_ignore_ascii_case("link") {
            for (role, url) in linked(value, &out.page.url).take(50) {
                out.page.references.push(Reference { role, url, spot: Spot::default() });
            }
        }
    }
}

/// The entries of a `Link` header that have a role.
fn linked<'a>(value: &'a str, url: &'a Url) -> impl Iterator<Item = (Role, Url)> + 'a {
    value.split('<').skip(1).filter_map(|entry| {
        let (address, parameters) = entry.split_once('>')?;
        let rel = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.trim().split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then_some(value)
        })?;
        let role = role(rel.trim().trim_end_matches(',').trim().trim_matches('"'))?;
        Some((role, url.join(address.trim()).ok()?))
    })
}
