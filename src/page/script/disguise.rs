//! Hosts that cannot be read in a script's text: taken apart, turned round, encoded.
//!
//! Packers that save room take an address apart into its words, and all packed libraries name their
//! makers: a name whose word still stands in the text is packed, not hidden. Where code that had to
//! be decoded loads a script, even that is told.

use memchr::memmem;

use super::{Destination, ScriptFacts, address};

/// Notes which addresses name a host that stands nowhere in the source.
pub(super) fn note(facts: &mut ScriptFacts, source: &str) {
    if facts.addresses.is_empty() && facts.loads.is_empty() && facts.sends.is_empty() {
        return;
    }
    let source = source.to_ascii_lowercase();
    for load in &mut facts.loads {
        if let Destination::Whole(address) | Destination::Begins(address) = &load.target {
            load.disguised = is_disguised(address, &source, facts.encoded);
        }
    }
    for sending in &mut facts.sends {
        if let Destination::Whole(address) | Destination::Begins(address) = &sending.target {
            sending.disguised = is_disguised(address, &source, false);
        }
    }
    let hidden = facts.addresses.iter().filter(|address| is_disguised(address, &source, false));
    facts.disguised = hidden.cloned().collect();
}

/// Whether the registered name in an address, or else its first word, is missing in the source,
/// which is in lower case.
pub fn is_disguised(address: &str, source: &str, whole: bool) -> bool {
    registered(address).is_some_and(|name| {
        let word = name.split('.').next().unwrap_or_default();
        !stands_in(if whole { &name } else { word }, source)
    })
}

/// The registered name in an address, in lower case.
fn registered(address: &str) -> Option<String> {
    let host = address::host_of(address)?.to_ascii_lowercase();
    match psl::domain(host.as_bytes()) {
        // What ends in no ending that there is was put together wrongly.
        Some(domain) if !domain.suffix().is_known() && !is_reserved(&host) => None,
        Some(_) => psl::domain_str(&host).map(str::to_owned),
        None => Some(host),
    }
}

fn stands_in(name: &str, source: &str) -> bool {
    memmem::find(source.as_bytes(), name.as_bytes()).is_some()
}

/// Names that are kept free for documentation and tests.
fn is_reserved(host: &str) -> bool {
    [".example", ".test", ".invalid"].iter().any(|ending| host.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_host_is_disguised_where_nobody_can_read_it() {
        for (source, disguised) in [
            ("f(atob('aHR0cHM6Ly9iZXQ4OC5leGFtcGxlLw=='))", true),
            ("f('https://be' + 't88.example/')", true),
            ("f(['https:', '', 'bet88.example'.replace('x', 'x')].join('/'))", false),
            ("f(['https://bet88', 'example/'].join('.'))", false),
            ("f('https://www.' + 'bet88.example' + '/')", false),
            ("f('https://BET88.example/')", false),
            (r"f('https:\/\/bet88.example\/')", false),
            ("f('https://bet88.notatop/'.replace('notatop', 'undefinedtop'))", false),
        ] {
            assert_eq!(!read(source).disguised.is_empty(), disguised, "{source}");
        }
    }
}
