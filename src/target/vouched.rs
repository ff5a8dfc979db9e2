//! Hosts to which a link says nothing, on whichever portal it stands.
//!
//! A link to a host that nobody vouches for is one reason among several to look closer. Without
//! this list every share button would be such a reason.

use std::{collections::HashSet, sync::LazyLock};

/// A set of hosts, asked by host.
#[derive(Clone, Debug, Default)]
pub struct Vouched {
    exact: HashSet<&'static str>,
    below: HashSet<&'static str>,
}

/// The longest host name that DNS knows; anything longer is not looked up.
const LONGEST_HOST: usize = 253;

impl Vouched {
    /// The list that is built in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Vouched> =
            LazyLock::new(|| Vouched::parse(include_str!("../../data/vouched-hosts.txt")));
        &BUILTIN
    }

    /// From a list with one pattern a line: `host` itself (with or without `www.`), or `*.host`
    /// for it and all below it. `#` begins a comment.
    fn parse(list: &'static str) -> Self {
        let mut vouched = Self::default();
        for line in list.lines() {
            let pattern = line.split('#').next().unwrap_or_default().trim();
            match pattern.strip_prefix("*.") {
                Some(parent) => vouched.below.insert(parent),
                None => !pattern.is_empty() && vouched.exact.insert(pattern),
            };
        }
        vouched
    }

    /// Whether a host (lower case, as in a parsed URL) is on the list.
    pub fn contains(&self, host: &str) -> bool {
        if host.len() > LONGEST_HOST {
            return false;
        }
        let host = super::bare(host);
        self.exact.contains(host) || parents(host).any(|parent| self.below.contains(parent))
    }
}

/// The host itself, then what follows each of its dots.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, parent)| parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_knows_hosts_and_what_is_below_them() {
        let vouched = Vouched::builtin();
        for host in ["sotuphap.dienbien.gov.vn", "gov.vn", "www.facebook.com", "fonts.gstatic.com"]
        {
            assert!(vouched.contains(host), "{host}");
        }
    }

    #[test]
    fn lookalikes_and_pages_that_anybody_can_make_are_not_vouched_for() {
        let vouched = Vouched::builtin();
        for host in [
            "gov.vn.bet88.example",
            "fakegov.vn",
            "facebook.com.nhacai.example",
            "sites.google.com",
            "anybody.blogspot.com",
            "anybody.wordpress.com",
            "vn",
            "",
        ] {
            assert!(!vouched.contains(host), "{host}");
        }
    }

    #[test]
    fn a_host_made_of_a_million_dots_costs_nothing() {
        assert!(!Vouched::builtin().contains(&format!("{}gov.vn", "a.".repeat(500_000))));
    }

    #[test]
    fn every_line_of_the_list_is_a_host_in_url_form_and_stands_there_once() {
        let list = include_str!("../../data/vouched-hosts.txt");
        let mut seen = HashSet::new();
        for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            let host = line.strip_prefix("*.").unwrap_or(line);
            let parsed = url::Host::parse(host).unwrap();
            assert_eq!(parsed.to_string(), host, "written as hosts are in URLs");
            assert!(host.contains('.'), "{line} is a whole top-level domain");
            assert!(!host.starts_with("www."), "{line}: www. goes without saying");
            assert!(seen.insert(line), "{line} stands there twice");
        }
        for line in &seen {
            let above = line.strip_prefix("*.").and_then(|host| host.split_once('.'));
            let (_, above) = above.or_else(|| line.split_once('.')).unwrap();
            let wider = parents(above).find(|parent| seen.contains(format!("*.{parent}").as_str()));
            assert_eq!(wider, None, "{line} is covered already");
        }
    }
}
