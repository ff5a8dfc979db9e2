//! Lists of harmful hosts that others keep, in the formats in which they are handed around.

use std::{collections::HashMap, sync::Arc};

/// Hosts that somebody has listed as harmful.
#[derive(Clone, Debug, Default)]
pub struct BlockList {
    /// Host to the name of its list.
    hosts: HashMap<Box<str>, Arc<str>>,
}

/// The longest host name that DNS knows.
const LONGEST_HOST: usize = 253;

impl BlockList {
    /// Adds a list: hosts files (`0.0.0.0 host`), plain ones (`host` or `*.host`), and simple
    /// filter rules (`||host^`). Lines of any other form are left out: such lists are made by
    /// others, and hold much that is not about hosts.
    pub(super) fn extend(&mut self, name: &str, list: &str) {
        let name: Arc<str> = name.into();
        for line in list.lines() {
            if let Some(host) = host_of(line) {
                self.hosts.entry(host.to_ascii_lowercase().into()).or_insert(Arc::clone(&name));
            }
        }
    }

    /// The list that names this host or one above it, if any. `host` as in a parsed URL.
    pub fn list_of(&self, host: &str) -> Option<&str> {
        if self.hosts.is_empty() || host.len() > LONGEST_HOST {
            return None;
        }
        std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, parent)| parent))
            .find_map(|host| self.hosts.get(host))
            .map(|name| &**name)
    }
}

fn host_of(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let mut words = line.split_ascii_whitespace();
    let host = match (words.next()?, words.next()) {
        (address, Some(host)) if address.parse::<std::net::IpAddr>().is_ok() => host,
        (host, None) => host,
        _ => return None,
    };
    let host = host.strip_prefix("||").and_then(|rule| rule.strip_suffix('^')).unwrap_or(host);
    let host = host.strip_prefix("*.").unwrap_or(host).trim_matches('.');
    let is_host = host.len() <= LONGEST_HOST
        && host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        && host.parse::<std::net::IpAddr>().is_err();
    is_host.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn hosts_are_read_in_each_form_and_nothing_else_is() {
        for line in [
            "bad.test",
            "0.0.0.0 bad.test",
            "127.0.0.1\tbad.test # why",
            "||bad.test^",
            "*.bad.test",
        ] {
            assert_eq!(host_of(line), Some("bad.test"), "{line}");
        }
        for line in [
            "",
            "# bad.test",
            "! title",
            "0.0.0.0 0.0.0.0",
            "##.ad",
            "||bad.test/path^",
            "127.0.0.1 localhost",
            "127.0.0.1",
        ] {
            assert_eq!(host_of(line), None, "{line}");
        }
    }
}
