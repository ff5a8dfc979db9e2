//! How a run is told.
//!
//! A format is one file with one [`Format`] and its two lines here. Reports are read by people
//! and machines who must not be hurt by what attackers wrote: see `defang` and `inert`.

mod campaigns;
mod defang;
pub mod drift;
pub mod explanation;
#[cfg(test)]
mod fixture;
mod handling;
mod html;
mod inert;
pub mod inventory;
pub mod json;
mod labels;
mod limits;
pub mod night;
mod signals;
mod summary;
mod terminal;

pub use defang::subject as defang;
pub use labels::severity as severity_name;

pub use summary::Totals;

/// How incidents are told.
pub mod incidents {
    pub use super::{json::incidents as json, terminal::incidents as terminal};
}

/// How an evaluation is told.
pub mod evaluation {
    pub use super::{json::evaluation as json, terminal::evaluation as terminal};
}

use crate::{
    finding::Lang,
    outcome::{Coverage, Failure, Gone, PortalReport, Report, Reported, State},
};

/// All formats; the first one is the default.
pub const FORMATS: &[Format] = &[terminal::FORMAT, json::FORMAT, html::FORMAT];

/// A way to tell a run.
pub struct Format {
    /// The name on the command line.
    pub id: &'static str,
    /// The whole report as one text that ends with a line break.
    pub render: fn(&Report, &Options) -> Result<String, RenderError>,
}

impl Format {
    /// The format of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.id == id)
    }
}

/// For whom a report is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The reader's language.
    pub lang: Lang,
    /// Whether the terminal format may use colours.
    pub colour: bool,
    /// How many columns the terminal has.
    pub width: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { lang: Lang::default(), colour: false, width: 100 }
    }
}

/// A report could not be rendered: a defect of the format, never of the run.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The JSON document.
    #[error("the JSON report could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The HTML page.
    #[error("the HTML report could not be written: {0}")]
    Html(#[from] askama::Error),
    /// The CSV table.
    #[error("the CSV table could not be written: {0}")]
    Csv(#[from] csv::Error),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_format_is_found_by_its_own_name_and_ends_its_last_line() {
        let ids: BTreeSet<_> = FORMATS.iter().map(|format| format.id).collect();
        assert_eq!(ids.len(), FORMATS.len());
        for format in FORMATS {
            assert_eq!(Format::named(format.id).map(|found| found.id), Some(format.id));
            for report in [fixture::province(), Report { portals: vec![], ..fixture::province() }] {
                let text = (format.render)(&report, &Options::default()).unwrap();
                assert!(text.ends_with('\n'), "{}", format.id);
            }
        }
        assert!(Format::named("pdf").is_none());
    }
}
