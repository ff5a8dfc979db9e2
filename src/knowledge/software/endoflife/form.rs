//! The two forms in which endoflife.date tells the branches of a product.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;

use super::super::{
    json::{List, read as read_json},
    table::Mistake,
};
use crate::software::{Lifecycle, Support};

const MOST: usize = Lifecycle::MOST_BRANCHES;

#[derive(Deserialize)]
#[serde(untagged)]
enum Shape {
    V1 { generated_at: Option<String>, last_modified: Option<String>, result: Product },
    V0(List<Cycle, MOST>),
}

#[derive(Deserialize)]
struct Product {
    releases: List<ReleaseV1, MOST>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReleaseV1 {
    name: String,
    release_date: Option<String>,
    eol_from: Option<String>,
    is_eol: Option<bool>,
    latest: Option<LatestV1>,
}

#[derive(Deserialize)]
struct LatestV1 {
    name: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cycle {
    cycle: NumberOrText,
    release_date: Option<String>,
    eol: Option<DayOrFlag>,
    latest: Option<NumberOrText>,
    latest_release_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DayOrFlag {
    Flag(bool),
    Day(String),
}

/// One branch, whichever form it came in.
pub(super) struct Row {
    pub name: String,
    pub released: Option<Date>,
    pub support: Support,
    pub newest: Option<String>,
    pub newest_on: Option<Date>,
}

/// The branches of a file, and the day on which it was made, if it says so.
pub(super) fn rows(text: &str) -> Result<(Vec<Row>, Option<Date>), Mistake> {
    Ok(match read_json(text).map_err(in_words)? {
        Shape::V0(cycles) => (cycles.0.into_iter().map(Row::from).collect(), None),
        Shape::V1 { generated_at, last_modified, result } => {
            let made = generated_at.or(last_modified).and_then(|moment| day_of(&moment));
            (result.releases.0.into_iter().map(Row::from).collect(), made)
        }
    })
}

/// `expected` is all that the parser says of two shapes that it tried.
fn in_words((line, why): Mistake) -> Mistake {
    let why = match why.strip_prefix("data did not match any variant of untagged enum Shape") {
        Some(place) => format!("expected the JSON of endoflife.date, API v0 or v1{place}"),
        None => why,
    };
    (line, why)
}

impl From<Cycle> for Row {
    fn from(row: Cycle) -> Self {
        let support = match row.eol {
            Some(DayOrFlag::Flag(true)) => Support::Ended,
            Some(DayOrFlag::Day(day)) => day_of(&day).map_or(Support::Open, Support::Until),
            Some(DayOrFlag::Flag(false)) | None => Support::Open,
        };
        Self {
            name: row.cycle.into_text(),
            released: row.release_date.as_deref().and_then(day_of),
            support,
            newest: row.latest.map(NumberOrText::into_text),
            newest_on: row.latest_release_date.as_deref().and_then(day_of),
        }
    }
}

impl From<ReleaseV1> for Row {
    fn from(row: ReleaseV1) -> Self {
        let until = row.eol_from.as_deref().and_then(day_of).map(Support::Until);
        let flag = if row.is_eol == Some(true) { Support::Ended } else { Support::Open };
        let latest = row.latest.unwrap_or(LatestV1 { name: None, date: None });
        Self {
            name: row.name,
            released: row.release_date.as_deref().and_then(day_of),
            support: until.unwrap_or(flag),
            newest: latest.name,
            newest_on: latest.date.as_deref().and_then(day_of),
        }
    }
}

impl NumberOrText {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The day of `2026-08-22`, or of a moment as in `2026-08-22T09:00:00Z`.
fn day_of(text: &str) -> Option<Date> {
    let day = text.parse().ok();
    let moment = || text.parse::<Timestamp>().ok().map(|at| at.to_zoned(TimeZone::UTC).date());
    if text.len() <= 10 { day } else { moment() }
}
