//! One row for each portal and product, for spreadsheets.
//!
//! Values stand here as they are, but no cell is one that a spreadsheet would run as a formula, and
//! characters that deceive are shown.

use csv::{QuoteStyle, WriterBuilder};
use jiff::Timestamp;

use super::{
    super::{inert, labels::utc},
    Format, Options, PortalSoftware, RenderError,
};
use crate::outcome::{Hole, Software};

pub(super) const FORMAT: Format = Format { id: "csv", render };

const COLUMNS: [&str; 16] = [
    "portal",
    "name",
    "agency",
    "province",
    "url",
    "product",
    "version_kind",
    "version",
    "standing",
    "priority",
    "newest",
    "as_of",
    "advisories",
    "possible_advisories",
    "evidence",
    "looked_at",
];

fn render(stacks: &[PortalSoftware], _: Timestamp, _: &Options) -> Result<String, RenderError> {
    // All cells are quoted: a program with another idea of separators still sees where they end.
    let mut table = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for portal in stacks {
        for own in &portal.software {
            table.write_record(row(portal, own).map(|cell| harmless(&cell)))?;
        }
    }
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(portal: &PortalSoftware, own: &Software) -> [String; COLUMNS.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let holes = |certain| {
        let own = own.holes.iter().filter(|hole| hole.certain == certain);
        own.map(|Hole { id, .. }| id.as_str()).collect::<Vec<_>>().join(" ")
    };
    [
        portal.portal.clone(),
        portal.name.clone(),
        text(&portal.agency),
        text(&portal.province),
        portal.url.clone(),
        own.product.clone(),
        own.version.kind.clone(),
        own.version.all.clone(),
        own.standing.clone(),
        own.priority.map(|own| own.id().to_owned()).unwrap_or_default(),
        text(&own.newest),
        own.as_of.map(|day| day.to_string()).unwrap_or_default(),
        holes(true),
        holes(false),
        own.evidence.first().cloned().unwrap_or_default(),
        utc(portal.looked_at),
    ]
}

/// A cell on one line, in which nothing begins like a formula. What follows a semicolon is
/// a cell of its own where spreadsheets separate by them, as those in Vietnamese do.
fn harmless(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut begins = true;
    for c in cell.chars() {
        // A space, a quote or a character without width may be taken away before the cell is read.
        let is_skipped = c.is_whitespace() || c == '"' || inert::deceives(c);
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r')
        {
            out.push('\'');
            begins = false;
        }
        begins = c == ';' || begins && is_skipped;
        inert::push(&mut out, c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::*, *};

    fn read(stacks: &[PortalSoftware]) -> Vec<Vec<String>> {
        let now = "2026-11-21T18:00:00Z".parse().unwrap();
        let text = render(stacks, now, &Options::default()).unwrap();
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)), "{text:?}");
        let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        table.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
    }

    #[test]
    fn each_portal_and_product_has_a_row() {
        let rows = read(&[
            on("xa-a", "2026-11-20T17:00:00Z", vec![wordpress("4.7.2"), jquery()]),
            on("xa-b", "2026-11-20T17:00:00Z", vec![]),
        ]);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0], COLUMNS);
        assert_eq!(
            rows[1],
            [
                "xa-a",
                "Xã Mẫu",
                "UBND tỉnh Điện Biên",
                "Điện Biên",
                "https://xa-a.gov.example/",
                "WordPress",
                "exact",
                "4.7.2",
                "outdated",
                "high",
                "6.8.3",
                "2026-11-01",
                "CVE-2017-1001000",
                "CVE-2022-21661",
                "/ <meta name=generator>",
                "2026-11-20T17:00:00Z",
            ]
        );
        assert_eq!(rows[2][7], "from 1.9, before 3.5.0");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (hostile, shown) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "' =1"),
            ("\r=1", "' =1"),
            (" \u{200b}=1", " <U+200B>'=1"),
            ("＝1", "'＝1"),
            ("a\";\"=1", "a\";\"'=1"),
            ("a; +1;-1", "a; '+1;'-1"),
            ("4.7-rc1 = b", "4.7-rc1 = b"),
            ("một\n\"hai\",ba", "một \"hai\",ba"),
        ] {
            let own = Software { evidence: vec![hostile.into()], ..jquery() };
            let rows = read(&[on("xa-a", "2026-11-20T17:00:00Z", vec![own])]);
            assert_eq!(rows[1][14], shown, "{hostile:?}");
        }
    }

    #[test]
    fn hostile_values_stay_in_their_cells() {
        let rows = read(&[hostile()]);
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        assert_eq!(rows.len(), 2);
        assert!(rows[1][5].contains("http://hostile.unknowntop/x"), "{}", rows[1][5]);
    }
}
