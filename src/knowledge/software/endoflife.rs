//! Files of endoflife.date, unchanged: `/api/<product>.json` (v0), `/api/v1/products/<product>/` (v1).
//!
//! Whether a branch has ended is worked out from its dates whenever it is asked: what the file says of
//! "now" was true on the day on which it was made.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;

use super::{
    json::{List, read as read_json},
    lifecycles::branch_named,
    table::Mistake,
};
use crate::software::{Branch, Lifecycle, Part, Release, Support, Version, Versions};

const MOST: usize = Lifecycle::MOST_BRANCHES;

/// A branch that had a release this many days before the product's newest one is still mended,
/// whatever its end was said to be; only of makers that are known to do so.
const MENDED_DAYS: i32 = 365;

/// What a file told.
pub(super) struct Told {
    pub lifecycle: Lifecycle,
    /// Branches that were left out because they contradict themselves, and why.
    pub doubts: Vec<String>,
}

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
struct Row {
    name: String,
    released: Option<Date>,
    support: Support,
    newest: Option<String>,
    newest_on: Option<Date>,
}

/// Reads the file of a product. `part` is what the product is to a portal; `mends_ended` whether its
/// makers mend branches after the end that they name.
pub(super) fn read(
    text: &str,
    product: &str,
    part: Part,
    mends_ended: bool,
) -> Result<Told, Mistake> {
    let (rows, made): (Vec<Row>, Option<Date>) = match read_json(text).map_err(in_words)? {
        Shape::V0(cycles) => (cycles.0.into_iter().map(Row::from).collect(), None),
        Shape::V1 { generated_at, last_modified, result } => {
            let made = generated_at.or(last_modified).and_then(|moment| day_of(&moment));
            (result.releases.0.into_iter().map(Row::from).collect(), made)
        }
    };
    if rows.is_empty() {
        return Err((1, "expected at least one release".to_owned()));
    }
    // Where the file does not say when it was made, it was not before what is in it.
    let last = rows.iter().flat_map(|row| [row.released, row.newest_on]).flatten().max();
    let Some(as_of) = made.or(last) else {
        return Err((1, "expected a day on which something was released".to_owned()));
    };
    let mut doubts = Vec::new();
    let mut branches = Vec::new();
    for row in rows {
        match branch(row, last.filter(|_| mends_ended), as_of) {
            Ok(branch) => branches.push(branch),
            Err(doubt) => doubts.push(format!("{product}: {doubt}")),
        }
    }
    let source = "endoflife.date".to_owned();
    let lifecycle = Lifecycle { product: product.to_owned(), part, as_of, source, branches };
    Ok(Told { lifecycle, doubts })
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

/// A branch, or what is not right about it.
fn branch(row: Row, mended: Option<Date>, as_of: Date) -> Result<Branch, String> {
    let name: String = row.name.chars().take(Version::MOST).collect();
    let versions = branch_named(&name).ok_or_else(|| format!("`{name}` is no number"))?;
    let newest = match &row.newest {
        None => None,
        Some(text) => Some(Version::parse(text).ok_or_else(|| format!("{name}: no version"))?),
    };
    if let Some(newest) = newest.as_ref().filter(|newest| !versions.contains(newest)) {
        return Err(format!("{newest} is not of {name}"));
    }
    if [row.released, row.newest_on].into_iter().flatten().any(|day| day > as_of) {
        return Err(format!("{name}: released after the file was made"));
    }
    let until = |support| match (support, mended, row.newest_on) {
        (Support::Until(_), Some(last), Some(own)) if days(own, last) <= MENDED_DAYS => {
            Support::Open
        }
        _ => support,
    };
    let newest = newest.map(|version| Release { version, date: row.newest_on });
    Ok(Branch {
        support: until(row.support),
        released: row.released,
        followed: Versions::none(),
        versions,
        newest,
        name,
    })
}

impl Told {
    /// Puts beside it what was known before and is not in the file: branches that have ended, and the
    /// newest release of a branch where the file contradicts it.
    pub(super) fn beside(mut self, known: &Lifecycle) -> Self {
        for own in &mut self.lifecycle.branches {
            let same = |other: &&Branch| other.versions == own.versions;
            let Some(before) = known.branches.iter().find(same) else { continue };
            let (Some(newest), Some(known)) = (&own.newest, &before.newest) else { continue };
            let (higher, earlier) = (newest.version > known.version, newest.date < known.date);
            if higher && earlier && newest.date.is_some() {
                self.doubts.push(format!(
                    "{}: {} is said to be older than {}",
                    own.name, newest.version, known.version
                ));
                own.newest = before.newest.clone();
            }
        }
        let (listed, as_of) = (&self.lifecycle.branches, self.lifecycle.as_of);
        let missing = |own: &&Branch| {
            let same: Vec<&Branch> =
                listed.iter().filter(|other| other.versions.overlaps(&own.versions)).collect();
            same.is_empty()
                || own.has_ended(as_of) && same.iter().all(|other| other.has_ended(as_of))
        };
        let missing: Vec<Branch> = known.branches.iter().filter(missing).cloned().collect();
        self.lifecycle.branches.extend(missing);
        self
    }
}

/// The day of `2026-08-22`, or of a moment as in `2026-08-22T09:00:00Z`.
fn day_of(text: &str) -> Option<Date> {
    let day = text.parse().ok();
    let moment = || text.parse::<Timestamp>().ok().map(|at| at.to_zoned(TimeZone::UTC).date());
    if text.len() <= 10 { day } else { moment() }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> Date {
        day.parse().unwrap()
    }

    const V0: &str = r#"[
        {"cycle": "6", "releaseDate": "2025-10-14", "eol": false, "latest": "6.1.3",
         "latestReleaseDate": "2026-08-18", "lts": false, "support": true, "link": null},
        {"cycle": "5", "releaseDate": "2023-10-17", "eol": "2027-10-12", "latest": "5.4.112",
         "latestReleaseDate": "2025-07-22", "lts": false},
        {"cycle": "4", "releaseDate": "2021-08-17", "eol": "2025-10-14", "latest": "3.4.14",
         "latestReleaseDate": "2025-09-30"},
        {"cycle": 3, "releaseDate": "2012-09-27", "eol": true, "latest": "3.10.12"}
    ]"#;

    const V1: &str = r#"{"schema_version": "1.2.1", "generated_at": "2026-08-22T01:02:03+00:00",
        "last_modified": "2026-08-20T00:00:00+00:00",
        "result": {"name": "php", "label": "PHP", "category": "lang",
          "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:php:php"}], "releases": [
            {"name": "8.1", "codename": null, "label": "8.1", "releaseDate": "2021-11-25",
             "isLts": false, "ltsFrom": null, "isEoas": true, "eoasFrom": "2023-11-25",
             "isEol": false, "eolFrom": "2025-12-31", "isMaintained": true,
             "latest": {"name": "8.1.34", "date": "2025-12-18", "link": "https://php.example"}},
            {"name": "8.5", "releaseDate": "2025-11-20", "isEol": false, "eolFrom": "2029-12-31",
             "latest": null}]}}"#;

    #[test]
    fn branches_of_the_first_form_are_read_and_doubtful_ones_left_out() {
        let told = read(V0, "joomla", Part::Portal, false).unwrap();
        assert_eq!(told.lifecycle.as_of, on("2026-08-18"));
        let names: Vec<&str> = told.lifecycle.branches.iter().map(|own| &*own.name).collect();
        assert_eq!(names, ["6", "5", "3"]);
        assert_eq!(told.doubts, ["joomla: 3.4.14 is not of 4"]);
        let ended = told.lifecycle.ended(on("2027-10-13"));
        assert!(ended.contains(&Version::parse("5.1").unwrap()));
        assert!(ended.contains(&Version::parse("3.9").unwrap()));
        assert!(!told.lifecycle.ended(on("2027-10-12")).contains(&Version::parse("5.1").unwrap()));
    }

    #[test]
    fn what_was_known_before_is_put_beside_it() {
        let known = super::super::lifecycles::read(
            "[[product]]\nid = \"joomla\"\npart = \"portal\"\nas_of = 2026-08-22\nsource = \"s\"\n\
             [[product.branch]]\nname = \"5\"\nnewest = \"5.4.8\"\nnewest_on = 2026-08-15\n\
             [[product.branch]]\nname = \"to 2\"\nversions = \"<3\"\nended = true\n\
             [[product.branch]]\nname = \"to 6\"\nversions = \"<=6\"\nended = true\n",
        );
        let known = known.unwrap().remove(0).lifecycle;
        let told = read(V0, "joomla", Part::Portal, false).unwrap().beside(&known);
        let five = told.lifecycle.branches.iter().find(|own| own.name == "5").unwrap();
        assert_eq!(five.newest.as_ref().unwrap().version.as_str(), "5.4.8");
        assert!(told.doubts.iter().any(|doubt| doubt.contains("5.4.112")), "{:?}", told.doubts);
        let names: Vec<&str> = told.lifecycle.branches.iter().map(|own| &*own.name).collect();
        assert_eq!(names, ["6", "5", "3", "to 2"], "nothing that goes on is called ended");
    }

    #[test]
    fn an_end_is_worked_out_from_its_day_and_not_from_what_the_file_says_of_now() {
        let told = read(V1, "php", Part::Server, false).unwrap();
        assert_eq!(told.lifecycle.as_of, on("2026-08-22"));
        let old = Version::parse("8.1.2").unwrap();
        assert!(told.lifecycle.ended(on("2026-11-21")).contains(&old));
        assert!(!told.lifecycle.ended(on("2025-12-31")).contains(&old));
    }

    #[test]
    fn makers_that_mend_ended_branches_are_judged_by_their_newest_releases() {
        let file = r#"[{"cycle": "6.9", "eol": false, "latest": "6.9.1", "latestReleaseDate": "2026-02-03"},
            {"cycle": "6.8", "eol": "2025-12-02", "latest": "6.8.3", "latestReleaseDate": "2025-09-30"},
            {"cycle": "4.0", "eol": "2014-12-18", "latest": "4.0.38", "latestReleaseDate": "2022-11-30"}]"#;
        let today = on("2026-02-10");
        for (mends, ended) in [(true, false), (false, true)] {
            let told = read(file, "wordpress", Part::Portal, mends).unwrap();
            let set = told.lifecycle.ended(today);
            assert_eq!(set.contains(&Version::parse("6.8.3").unwrap()), ended);
            assert!(set.contains(&Version::parse("4.0.38").unwrap()));
        }
    }

    #[test]
    fn hostile_files_are_refused_with_their_place() {
        let deep = "[".repeat(100_000);
        let many = format!("[{}]", vec![r#"{"cycle":"1"}"#; MOST + 1].join(","));
        for (file, said) in [
            ("", "EOF"),
            ("[]", "at least one"),
            ("{}", "expected the JSON"),
            ("[\n{\"cycle\": []}]", "expected the JSON"),
            ("[{\"cycle\": \"1\"}]", "a day"),
            ("[{\"cycle\": \"1\"", "EOF"),
            (&deep, "recursion"),
            (&many, "expected the JSON"),
        ] {
            let Err((line, why)) = read(file, "x", Part::Library, false) else { panic!("{said}") };
            assert!(line >= 1 && why.contains(said), "{said}: {why}");
        }
    }
}
