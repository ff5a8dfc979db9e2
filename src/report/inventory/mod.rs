//! How the software of many portals is told.
//!
//! A format is one file with one [`Format`] and its two lines here. People get one entry for each
//! product and version with the portals that run it; what a page says is defanged for them, and
//! kept as it is for machines.

mod csv;
mod cyclonedx;
#[cfg(test)]
mod fixture;
mod json;
mod terminal;

use std::{cmp::Reverse, collections::HashMap};

use jiff::Timestamp;

use super::{Options, RenderError};
use crate::outcome::{PortalSoftware, Software};

/// All formats; the first one is the default.
pub const FORMATS: &[Format] = &[terminal::FORMAT, csv::FORMAT, cyclonedx::FORMAT, json::FORMAT];

/// A way to tell an inventory.
pub struct Format {
    /// The name on the command line.
    pub id: &'static str,
    /// The software of all portals, as of now, as one text that ends with a line break.
    pub render: fn(&[PortalSoftware], Timestamp, &Options) -> Result<String, RenderError>,
}

impl Format {
    /// The format of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.id == id)
    }
}

/// A product in one set of versions, and who runs it.
struct Entry<'a> {
    /// As the newest look at any of them judged it: older looks knew fewer releases and holes.
    software: &'a Software,
    looked_at: Timestamp,
    /// At least one, each once.
    portals: Vec<&'a PortalSoftware>,
}

/// The most urgent first, then what most portals run.
fn entries(stacks: &[PortalSoftware]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut places = HashMap::new();
    for portal in stacks {
        for own in &portal.software {
            let key = (&own.id, &own.package, &own.version);
            let place = *places.entry(key).or_insert(entries.len());
            let Some(entry) = entries.get_mut(place) else {
                let (looked_at, portals) = (portal.looked_at, vec![portal]);
                entries.push(Entry { software: own, looked_at, portals });
                continue;
            };
            if entry.looked_at < portal.looked_at {
                (entry.software, entry.looked_at) = (own, portal.looked_at);
            }
            // A portal's copies of one product stand one after the other.
            if entry.portals.last().is_none_or(|last| last.portal != portal.portal) {
                entry.portals.push(portal);
            }
        }
    }
    entries.sort_by_cached_key(|own| {
        let Software { priority, product, version, .. } = own.software;
        (
            Reverse(*priority),
            Reverse(own.portals.len()),
            product.to_lowercase(),
            version.all.clone(),
        )
    });
    entries
}

#[cfg(test)]
mod tests {
    use super::{fixture::*, *};

    #[test]
    fn one_version_on_two_portals_is_one_entry_and_the_newest_look_judges_it() {
        let stacks = [
            on("xa-a", "2026-11-20T17:00:00Z", vec![wordpress("4.7.2")]),
            on(
                "xa-b",
                "2026-11-18T17:00:00Z",
                vec![
                    Software { standing: "no-newer-known".into(), ..wordpress("4.7.2") },
                    wordpress("6.8"),
                ],
            ),
        ];
        let entries = entries(&stacks);
        let told: Vec<_> = entries
            .iter()
            .map(|own| {
                let portals: Vec<_> = own.portals.iter().map(|own| own.portal.as_str()).collect();
                (own.software.version.all.as_str(), own.software.standing.as_str(), portals)
            })
            .collect();
        assert_eq!(
            told,
            [("4.7.2", "outdated", vec!["xa-a", "xa-b"]), ("6.8", "outdated", vec!["xa-b"]),]
        );
    }

    #[test]
    fn what_is_urgent_comes_before_what_many_run() {
        let calm = Software { priority: None, ..wordpress("6.8") };
        let stacks = [
            on("xa-a", "2026-11-20T17:00:00Z", vec![calm.clone()]),
            on("xa-b", "2026-11-20T17:00:00Z", vec![calm, wordpress("4.7.2")]),
        ];
        assert_eq!(entries(&stacks)[0].software.version.all, "4.7.2");
    }

    #[test]
    fn every_format_tells_nothing_and_something_in_whole_lines() {
        let now = "2026-11-21T18:00:00Z".parse().unwrap();
        for format in FORMATS {
            assert_eq!(Format::named(format.id).map(|found| found.id), Some(format.id));
            for stacks in [vec![], vec![hostile()]] {
                let text = (format.render)(&stacks, now, &Options::default()).unwrap();
                assert!(text.ends_with('\n'), "{}", format.id);
            }
        }
    }
}
