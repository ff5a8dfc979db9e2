//! Reads one `[[portal]]`.

use std::ops::Range;

use toml::Spanned;
use url::{Host, Url};

use super::{
    Hosts, Robots, Sector, Target,
    fields::{Fields, id},
    problem::Problem,
};

/// A portal and the places of what is compared with other entries.
pub(super) struct Entry {
    pub(super) target: Target,
    pub(super) url_at: Range<usize>,
    pub(super) notify_at: Vec<Range<usize>>,
}

/// Reads one `[[portal]]`; `None` where it is too wrong to be compared with others.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Entry> {
    let id_text = fields.required_text("id");
    let name = fields.required_text("name");
    let url_text = fields.required_text("url");
    let agency = fields.text("agency");
    let province = fields.text("province");
    let sector = fields.choice("sector", &Sector::NAMES);
    let start_texts = fields.list("start_pages");
    let vouched_texts = fields.list("vouches_for");
    let notify = fields.list("notify");
    let pages = fields.whole("pages", Target::PAGE_BOUNDS);
    let rate = fields.number("requests_per_second", Target::RATE_BOUNDS);
    let robots = fields.choice("robots", &Robots::NAMES);
    let enabled = fields.flag("enabled");

    let url_at = url_text.as_ref().map(Spanned::span);
    let own_id = id_text.and_then(|text| fields.valid(text, id));
    let url = url_text.and_then(|text| fields.valid(text, address));
    let vouched =
        vouched_texts.into_iter().filter_map(|text| fields.valid(text, host_pattern)).collect();
    let mut start_pages = Vec::new();
    let mut target = match (own_id, name, &url) {
        (Some(id), Some(name), Some(url)) => Some(Target {
            id,
            name: name.into_inner().to_owned(),
            agency: agency.map(|text| text.into_inner().to_owned()),
            province: province.map(|text| text.into_inner().to_owned()),
            sector,
            url: url.clone(),
            start_pages: Vec::new(),
            vouched,
            notify: notify.iter().map(|contact| (*contact.get_ref()).to_owned()).collect(),
            pages: pages.unwrap_or(Target::PAGES),
            requests_per_second: rate,
            robots: robots.unwrap_or_default(),
            enabled: enabled.unwrap_or(true),
            registered: true,
        }),
        _ => None,
    };
    for text in start_texts {
        start_pages.extend(start_page(&mut fields, text, url.as_ref(), target.as_ref()));
    }
    if let Some(target) = &mut target {
        target.start_pages = start_pages;
    }
    fields.finish();
    let notify_at = notify.iter().map(Spanned::span).collect();
    Some(Entry { target: target?, url_at: url_at?, notify_at })
}

/// A start page may be written from the root (`/tin-tuc`) or whole; it is on the portal's host.
fn start_page(
    fields: &mut Fields<'_, '_, '_>,
    text: Spanned<&str>,
    home: Option<&Url>,
    target: Option<&Target>,
) -> Option<Url> {
    let span = text.span();
    let written = *text.get_ref();
    let page = match home {
        Some(home) if written.starts_with('/') && !written.starts_with("//") => {
            home.join(written).ok()?
        }
        None if written.starts_with('/') => return None,
        _ => fields.valid(text, address)?,
    };
    let host = page.host_str().unwrap_or_default();
    if let Some(target) = target
        && !target.owns(host)
    {
        let own = target.url.host_str().unwrap_or_default();
        fields.report(
            Problem::new(format!("start page on `{host}` is not on the portal's host `{own}`"))
                .help("register another host as a portal of its own")
                .at(span, "another host"),
        );
        return None;
    }
    Some(page)
}

/// The address of a page: http or https, with a host, without credentials.
pub(super) fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| match error {
        url::ParseError::RelativeUrlWithoutBase => {
            "must be a whole address such as `https://portal.example/`".to_owned()
        }
        error => format!("is no address: {error}"),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with http:// or https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not carry a user name or password".to_owned());
    }
    let mut url = url;
    url.set_fragment(None);
    Ok(url)
}

/// A host, or `*.` and a host for all below it; lower case, in its ASCII form.
fn host_pattern(text: &str) -> Result<String, String> {
    let (prefix, host) = match text.strip_prefix("*.") {
        Some(parent) => ("*.", parent),
        None => ("", text),
    };
    if host.contains("://") || host.contains(['/', '?', '#', ':', '@']) {
        return Err("must be a host such as `hoc.example`, not an address".to_owned());
    }
    if host.contains('*') {
        return Err("may have `*.` at its beginning only".to_owned());
    }
    let host = match Host::parse(host) {
        Ok(Host::Domain(host)) => host.trim_end_matches('.').to_owned(),
        Ok(address) if prefix.is_empty() => address.to_string(),
        Ok(_) => return Err("is a number: nothing can be below it".to_owned()),
        Err(error) => return Err(format!("is no host: {error}")),
    };
    // Whoever vouches for `*.vn` vouches for every gambling site that can buy a name there.
    if !prefix.is_empty() && Hosts::vouched().contains(&host) {
        return Err(format!("needs no vouching here: `{host}` is vouched for on every portal"));
    }
    if !prefix.is_empty() && psl::suffix_str(&host).is_some_and(|suffix| suffix == host) {
        return Err(format!(
            "is too wide: anybody can get a name below `{host}`; name the hosts one by one"
        ));
    }
    Ok(format!("{prefix}{host}"))
}
