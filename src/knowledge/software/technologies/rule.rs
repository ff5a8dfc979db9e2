//! One pattern and what it means: `regex\;version:\1\;confidence:50`.

use regex::bytes::Captures;

use super::{super::pattern::Pattern, Sighting};
use crate::software::{Clue, Place, Version, Versions};

/// The longest template of a version.
const LONGEST_TEMPLATE: usize = 100;

/// What it means where a pattern fits.
#[derive(Debug)]
pub(super) struct Meaning {
    technology: usize,
    /// Text with groups of the pattern: `\1`, or `\1?with:without`.
    version: Option<String>,
    confidence: u8,
}

/// A pattern and its meaning.
pub(super) type Rule = (Pattern, Meaning);

/// Reads a pattern with its tags; `None` if the engine does not know it.
pub(super) fn read(technology: usize, source: &str) -> Option<Rule> {
    let mut parts = source.split("\\;");
    let pattern = Pattern::read(parts.next()?, true)?;
    let mut meaning = Meaning { technology, version: None, confidence: 100 };
    for tag in parts {
        match tag.split_once(':') {
            Some(("version", template)) if template.len() <= LONGEST_TEMPLATE => {
                meaning.version = Some(template.to_owned());
            }
            Some(("confidence", percent)) => {
                meaning.confidence = percent.trim().parse().map_or(100, |own: u8| own.min(100));
            }
            _ => {}
        }
    }
    Some((pattern, meaning))
}

impl Meaning {
    /// What is seen where the pattern fits; `shown` in place of what it fits.
    pub(super) fn seen(&self, fits: &Captures<'_>, place: Place, shown: Option<&str>) -> Sighting {
        let all = fits.get(0).map_or(&b""[..], |fit| fit.as_bytes());
        let fit = String::from_utf8_lossy(all);
        let version = self.version.as_deref().and_then(|template| filled(template, fits));
        let clue = Clue::proof(place, shown.unwrap_or(&fit));
        Sighting {
            technology: self.technology,
            confidence: self.confidence,
            clue: clue.of(version.map(Versions::exactly)),
        }
    }
}

/// The version that a template makes of the groups that fit.
fn filled(template: &str, fits: &Captures<'_>) -> Option<Version> {
    let mut text = template.to_owned();
    for group in 1..fits.len().min(10) {
        let own = fits.get(group).map_or(&b""[..], |fit| fit.as_bytes());
        let own = str::from_utf8(own.get(..Version::MOST).unwrap_or(own)).ok()?.trim();
        let name = format!("\\{group}");
        if let Some((before, after)) = text.split_once(&format!("{name}?"))
            && let Some((with, without)) = after.split_once(':')
        {
            text = format!("{before}{}", if own.is_empty() { without } else { with });
        }
        text = text.replace(&name, own);
    }
    Version::leading(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_made_of_groups() {
        for (source, text, version) in [
            (r"NukeViet v([\d.]+)\;version:\1", "NukeViet v4.5", Some("4.5")),
            (r"^WordPress(?: ([\d.]+))?\;version:\1", "WordPress", None),
            (r"a(x)?\;version:\1?4:5", "ax", Some("4")),
            (r"a(x)?\;version:\1?4:5", "a", Some("5")),
            (r"a(x)?b(\d)\;version:\1?\2:", "axb7", Some("7")),
            (r"a([\d.]+)\;confidence:50\;version:1.\1", "a2", Some("1.2")),
            (r"a(.*)\;version:\1", "a<script>", None),
            (r"a\;version:\7", "a", None),
        ] {
            let (pattern, meaning) = read(0, source).unwrap();
            let fits = pattern.captures(text.as_bytes()).unwrap();
            let told = meaning.version.as_deref().and_then(|own| filled(own, &fits));
            assert_eq!(told.as_ref().map(Version::as_str), version, "{source}");
        }
        assert_eq!(read(0, r"a\;confidence:50").unwrap().1.confidence, 50);
        assert_eq!(read(0, r"a\;confidence:900").unwrap().1.confidence, 100);
        assert!(read(0, "a(?!b)").is_none());
    }
}
