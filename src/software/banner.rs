//! What servers say of themselves: `Apache/2.4.57 (Debian) OpenSSL/1.1.1k PHP/7.4.33`.

use super::{Clue, Place, Traces, Version, Versions, distribution};

/// Headers in which servers name themselves and what they run.
const HEADERS: &[&str] = &["server", "x-powered-by"];
/// The most words of a header that are looked at.
const MOST_WORDS: usize = 50;

/// A program that a server names.
pub(super) struct Named<'a> {
    /// The header in which it does.
    pub header: &'static str,
    /// All of the header.
    pub value: &'a str,
    /// What follows the name and a slash; empty if nothing does.
    pub version: &'a str,
}

/// Where servers name a program, whatever the case of its letters. Words in brackets are remarks.
pub(super) fn named<'a>(traces: &Traces<'a>, program: &str) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    for &header in HEADERS {
        for value in traces.header(header) {
            let mut depth = 0_usize;
            for word in value.split([' ', ',', ';']).take(MOST_WORDS) {
                let (name, version) = word.split_once('/').unwrap_or((word, ""));
                if depth == 0 && name.eq_ignore_ascii_case(program) {
                    found.push(Named { header, value, version });
                }
                depth += word.matches('(').count();
                depth = depth.saturating_sub(word.matches(')').count());
            }
        }
    }
    found
}

impl Named<'_> {
    /// The clue that it is. Machines of one portal may run several versions, so each banner is a
    /// copy of its own; `releases` is how many numbers a release has, fewer are a branch.
    pub fn clue(&self, traces: &Traces<'_>, releases: usize) -> Clue {
        let version = Version::leading(self.version).and_then(|own| versions(&own, releases));
        // One header names the distribution, and what it packages is in the others too.
        let servers = traces.header("server");
        let package =
            distribution(self.value).or_else(|| servers.into_iter().find_map(distribution));
        Clue::proof(Place::Header(self.header.to_owned()), self.value)
            .of(version)
            .packaged(package)
            .of_copy(self.value)
    }
}

/// The version, or its branch if it is cut short: `Apache/2.4`.
fn versions(version: &Version, releases: usize) -> Option<Versions> {
    let numbers = version.as_str().split('.').count();
    if numbers < releases {
        return Some(Versions::branch(version, numbers));
    }
    // `1.0.2k-fips` is 1.0.2k, built for fips; `8.2.7-1+deb12u1` is 8.2.7, as packaged.
    let (release, _) = version.as_str().split_once('-').unwrap_or((version.as_str(), ""));
    Some(Versions::exactly(Version::parse(release)?))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn remarks_are_no_programs() {
        let url = Url::parse("https://so.gov.example/").unwrap();
        let value = "Apache/2.4.6 (CentOS; like nginx/1.0 PHP/4.0) openssl/1.0.2k-fips";
        let headers = [("server".to_owned(), value.to_owned())];
        let traces = Traces::of_answer(&url, &headers, None);
        let count = |program| named(&traces, program).len();
        assert_eq!([count("apache"), count("nginx"), count("PHP"), count("OpenSSL")], [1, 0, 0, 1]);
    }
}
