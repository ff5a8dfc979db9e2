//! A glance at a small page: enough to tell an interstitial from content, long before any real
//! parse, and without one.

use url::Url;

use crate::target::is_below;

/// What a glance sees of a page in lower case.
#[derive(Debug, Default)]
pub(super) struct Glance {
    /// Text outside of tags, scripts and styles, white space folded.
    pub(super) text: String,
    /// The text of the title, which is no part of `text`.
    pub(super) title: String,
    /// How many `<a` there are.
    pub(super) links: usize,
    /// Whether there are scripts, frames, refreshes or event handlers.
    pub(super) runs: bool,
    /// Hosts of all absolute addresses anywhere in the page, scripts and comments included.
    hosts: Vec<String>,
}

impl Glance {
    /// Reads a page, in lower case, in one pass.
    pub(super) fn at(page: &str) -> Self {
        let mut glance = Self { hosts: hosts(page), ..Self::default() };
        let mut rest = page;
        while let Some(open) = rest.find('<') {
            fold_into(&mut glance.text, &rest[..open]);
            rest = &rest[open..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = after(comment, "-->");
                continue;
            }
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            let tag = &rest[..end];
            rest = &rest[end..];
            let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next();
            match name.unwrap_or_default() {
                "a" => glance.links += 1,
                "script" => {
                    glance.runs = true;
                    rest = after(rest, "</script");
                }
                "style" => rest = after(rest, "</style"),
                "title" => {
                    let close = rest.find("</title").unwrap_or(rest.len());
                    fold_into(&mut glance.title, &rest[..close]);
                    rest = &rest[close..];
                }
                "iframe" | "frame" | "object" | "embed" => glance.runs = true,
                "meta" if tag.contains("refresh") => glance.runs = true,
                _ => {}
            }
            glance.runs |= tag.contains(" on");
        }
        fold_into(&mut glance.text, rest);
        glance
    }

    /// Whether every absolute address belongs to the page's own host or to these.
    pub(super) fn leads_only_to(&self, own: &str, others: &[&str]) -> bool {
        // Vocabularies that are named by an address, and lead nobody there.
        let inert = ["www.w3.org", "schema.org"];
        self.hosts.iter().all(|host| {
            host == own
                || inert.contains(&host.as_str())
                || others.iter().any(|other| host == other || is_below(host, other))
        })
    }
}

/// What stands behind the first `mark`; nothing if it never comes.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

fn fold_into(folded: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
}

/// Hosts behind every `//`, however its slashes lean.
fn hosts(page: &str) -> Vec<String> {
    let page = page.replace('\\', "/");
    let mut hosts: Vec<String> = page
        .split("//")
        .skip(1)
        .filter_map(|rest| {
            let rest = rest.trim_start_matches('/');
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "-._:@[]%".contains(c)));
            let authority = &rest[..end.unwrap_or(rest.len())];
            // Comments of scripts begin with `//` too; a word without a dot is no host.
            if !authority.contains(['.', ':', '%']) {
                return None;
            }
            let url = Url::parse(&format!("http://{authority}/"));
            // What cannot be read is nobody's host, so that it counts as foreign.
            Some(url.ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default())
        })
        .collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}
