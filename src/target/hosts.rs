//! Sets of hosts, kept as lists that people can read.

use std::{collections::HashSet, sync::LazyLock};

use url::{Host, Url};

/// A set of hosts, asked by host.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    exact: HashSet<String>,
    below: HashSet<String>,
}

/// The longest host name that DNS knows; anything longer is not looked up.
const LONGEST_HOST: usize = 253;

impl Hosts {
    /// The hosts to which a link says nothing, on whichever portal it stands. A link to a host that
    /// nobody vouches for is one reason among several to look closer; without this list every share
    /// button would be such a reason.
    pub fn vouched() -> &'static Self {
        static BUILTIN: LazyLock<Hosts> =
            LazyLock::new(|| Hosts::parse(include_str!("../../data/vouched-hosts.txt")));
        &BUILTIN
    }

    /// From a list that is known to be in order.
    pub(crate) fn parse(list: &str) -> Self {
        let mut hosts = Self::default();
        // A test holds each list that comes with the program to its form.
        let _ = hosts.extend(list);
        hosts
    }

    /// The hosts of portals and all below them, as [`Target::owns`](super::Target::owns) has it.
    pub fn of_portals<'a>(homes: impl IntoIterator<Item = &'a Url>) -> Self {
        let mut hosts = Self::default();
        for host in homes.into_iter().filter_map(Url::host) {
            let is_name = matches!(host, Host::Domain(_));
            let set = if is_name { &mut hosts.below } else { &mut hosts.exact };
            set.insert(super::bare(&host.to_string()).to_owned());
        }
        hosts
    }

    /// Adds a list with one pattern a line: `host` itself (with or without `www.`), or `*.host` for
    /// it and all below it; `!` before a pattern takes it out. `#` begins a comment.
    ///
    /// # Errors
    /// The number of the first line, from 1, that is no pattern, and what was expected.
    pub fn extend(&mut self, list: &str) -> Result<(), (usize, String)> {
        for (index, line) in list.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let (out, pattern) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
            let (set, host) = match pattern.strip_prefix("*.") {
                Some(parent) => (&mut self.below, parent),
                None => (&mut self.exact, pattern),
            };
            let host = match Host::parse(host) {
                Ok(host) if !pattern.contains(['/', ':']) => host.to_string(),
                _ => {
                    let expected = "expected a host such as `hoc.example`, `*.hoc.example` for all \
                                    below it, or `!` and one of these to take it out";
                    return Err((index + 1, format!("`{line}` is no host: {expected}")));
                }
            };
            if out {
                set.remove(&host);
            } else {
                set.insert(host);
            }
        }
        Ok(())
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
        let vouched = Hosts::vouched();
        for host in ["sotuphap.dienbien.gov.vn", "gov.vn", "www.facebook.com", "fonts.gstatic.com"]
        {
            assert!(vouched.contains(host), "{host}");
        }
    }

    #[test]
    fn lookalikes_and_pages_that_anybody_can_make_are_not_vouched_for() {
        let vouched = Hosts::vouched();
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
        assert!(!Hosts::vouched().contains(&format!("{}gov.vn", "a.".repeat(500_000))));
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
            let parsed = Host::parse(host).unwrap();
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
