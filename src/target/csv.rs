//! Turns a list of portals, as a spreadsheet saves it, into entries for `targets.toml`.

use std::{collections::HashMap, fmt::Write as _};

use csv::{ReaderBuilder, StringRecord, Trim};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use url::Url;

use super::{bare, fields, fields::shorten, portal::address};

/// What is wrong with one line of a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct CsvProblem {
    /// Line of the list, from 1.
    pub line: u64,
    /// What is wrong and what was expected.
    pub message: String,
}

/// The columns of a list without a header.
const COLUMNS: [&str; 3] = ["id", "name", "url"];

/// One portal of the list.
struct Row {
    line: u64,
    id: String,
    name: String,
    url: Url,
}

/// Turns a list `id,name,url` into `[[portal]]` entries to paste into `targets.toml`.
///
/// Commas, semicolons and tabs separate; a header line may name the columns in another order; an
/// empty id is made from the name, and an address without a scheme gets `https://`.
///
/// # Errors
/// Every line that can not be used, with what was expected.
pub fn from_csv(text: &str) -> Result<String, Vec<CsvProblem>> {
    let (rows, mut problems) = rows(text);
    let mut ids: HashMap<&str, u64> = HashMap::new();
    let mut hosts: HashMap<(&str, Option<u16>), u64> = HashMap::new();
    for row in &rows {
        if let Some(first) = ids.insert(&row.id, row.line) {
            problems.push(row.problem(format!("id `{}` is used in line {first} already", row.id)));
        }
        let host = bare(row.url.host_str().unwrap_or_default());
        if let Some(first) = hosts.insert((host, row.url.port()), row.line) {
            problems.push(row.problem(format!("`{host}` stands in line {first} already")));
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(CsvProblem {
            line: 1,
            message: format!("no portal found; expected lines of {}", COLUMNS.join(",")),
        });
    }
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok(toml(&rows)) } else { Err(problems) }
}

impl Row {
    fn problem(&self, message: String) -> CsvProblem {
        CsvProblem { line: self.line, message }
    }
}

fn rows(text: &str) -> (Vec<Row>, Vec<CsvProblem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut columns = [0, 1, 2];
    let mut made_ids = HashMap::new();
    for (nth, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                problems.push(CsvProblem { line, message: format!("can not be read: {error}") });
                continue;
            }
        };
        if nth == 0
            && let Some(named) = header(&record)
        {
            columns = named;
            continue;
        }
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(1, csv::Position::line);
        match row(&record, columns, line, &mut made_ids) {
            Ok(row) => rows.push(row),
            Err(message) => problems.push(CsvProblem { line, message }),
        }
    }
    (rows, problems)
}

/// Spreadsheets set to Vietnamese separate with semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // The last of equals wins: a comma unless something else is more frequent.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// Where the columns are, if the record is a header.
fn header(record: &StringRecord) -> Option<[usize; 3]> {
    let place = |name| record.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let [id, name, url] = COLUMNS.map(place);
    // A list may come without ids; the column then lies behind all others.
    Some([id.unwrap_or(usize::MAX), name?, url?])
}

fn row(
    record: &StringRecord,
    columns: [usize; 3],
    line: u64,
    made_ids: &mut HashMap<String, usize>,
) -> Result<Row, String> {
    let [id, name, url] = columns.map(|column| record.get(column).unwrap_or_default());
    if url.is_empty() || name.is_empty() {
        let expected = COLUMNS.join(", ");
        return Err(format!(
            "expected {expected}; found {} column(s): {}",
            record.len(),
            shorten(&record.iter().collect::<Vec<_>>().join(" | "))
        ));
    }
    if name.chars().any(char::is_control) {
        return Err("the name must be one line of text".to_owned());
    }
    let whole = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let url = address(&whole).map_err(|expected| format!("`{}` {expected}", shorten(url)))?;
    let id = if id.is_empty() {
        made_id(name, made_ids)
    } else {
        fields::id(id).map_err(|expected| format!("id `{}` {expected}", shorten(id)))?
    };
    Ok(Row { line, id, name: name.to_owned(), url })
}

/// An id from a name: `Sở Tư pháp` becomes `so-tu-phap`, a second one `so-tu-phap-2`.
fn made_id(name: &str, made: &mut HashMap<String, usize>) -> String {
    let mut id = String::new();
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'đ' | 'Đ' => id.push('d'),
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
        // Leaves room for a number behind it.
        if id.len() >= 56 {
            break;
        }
    }
    let id = match id.trim_end_matches('-') {
        "" => "portal".to_owned(),
        id => id.to_owned(),
    };
    let count = made.entry(id.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { id } else { format!("{id}-{count}") }
}

fn toml(rows: &[Row]) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut out = String::new();
    for row in rows {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "[[portal]]\nid = {}\nname = {}\nurl = {}\n\n",
            quoted(&row.id),
            quoted(&row.name),
            quoted(row.url.as_str()),
        );
    }
    out
}
