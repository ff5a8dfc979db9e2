//! `advisories.toml`: holes, as people write them down.

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use super::table::{Mistake, date, line_of, parse, versions};
use crate::{
    finding::Severity,
    software::{Advisory, Confidence},
};

/// The most holes of one file.
pub(super) const MOST: usize = 20_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    as_of: Spanned<Datetime>,
    #[serde(default)]
    advisory: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    product: String,
    affected: Spanned<String>,
    severity: Spanned<String>,
    #[serde(default)]
    exploited: bool,
    letter: Option<String>,
    source: String,
    confidence: Spanned<String>,
    /// For whoever reviews the file.
    #[serde(rename = "note")]
    _note: Option<String>,
}

/// Reads a file; the mistake names its line, from 1, and what was expected.
pub(super) fn read(text: &str) -> Result<Vec<Advisory>, Mistake> {
    let table: Table = parse(text)?;
    let as_of = date(&table.as_of, text)?;
    if table.advisory.len() > MOST {
        return Err((1, format!("expected at most {MOST} advisories")));
    }
    let read = |row: Spanned<Row>| {
        let row = row.into_inner();
        let affected = versions(&row.affected, text)?;
        let line = |at: &Spanned<String>| line_of(at.span().start, text);
        Ok(Advisory {
            severity: (row.severity.get_ref().parse::<Severity>())
                .map_err(|why| (line(&row.severity), why))?,
            confidence: confidence(row.confidence.get_ref()).ok_or_else(|| {
                let expected = "expected vendor, cve-text or inferred";
                (line(&row.confidence), expected.to_owned())
            })?,
            id: row.id,
            product: row.product,
            affected,
            exploited: row.exploited,
            letter: row.letter,
            source: row.source,
            as_of: Some(as_of),
        })
    };
    table.advisory.into_iter().map(read).collect()
}

fn confidence(name: &str) -> Option<Confidence> {
    let all = [Confidence::Vendor, Confidence::CveText, Confidence::Inferred];
    all.into_iter().find(|own| own.id() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_file_is_in_order() {
        let read = read(include_str!("../../../data/software/advisories.toml")).unwrap();
        let ids: std::collections::HashSet<&str> = read.iter().map(|own| &*own.id).collect();
        assert!(ids.len() >= 35, "{}", ids.len());
        for own in &read {
            let number: Vec<&str> = own.id.split('-').collect();
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            let [cve, year, serial] = number[..] else { panic!("{}", own.id) };
            assert!(cve == "CVE" && year.len() == 4 && digits(year) && digits(serial));
            assert!(!own.affected.is_any() && !own.affected.is_empty(), "{}", own.id);
            assert!(own.severity > Severity::Info && !own.source.is_empty(), "{}", own.id);
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let row = "as_of = 2026-01-01\n[[advisory]]\nid = \"CVE-1-1\"\nproduct = \"a\"\n\
                   affected = \"<2\"\nseverity = \"high\"\nsource = \"s\"\nconfidence = \"vendor\"\n";
        assert_eq!(read(row).unwrap().len(), 1);
        for (right, wrong, line, said) in [
            ("\"<2\"", "\"before 2\"", 5, "expected versions"),
            ("\"high\"", "\"bad\"", 6, "expected critical"),
            ("\"vendor\"", "\"me\"", 8, "expected vendor"),
            ("source = \"s\"", "sauce = \"s\"", 7, "unknown field"),
        ] {
            let Err((at, why)) = read(&row.replace(right, wrong)) else { panic!("{wrong}") };
            assert_eq!(at, line, "{wrong}: {why}");
            assert!(why.contains(said), "{wrong}: {why}");
        }
    }
}
