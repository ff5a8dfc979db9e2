//! The history of an approved state: a line for each version, chained by digests.

use jiff::Timestamp;

use super::{END, Named, Problem, problem::whole, sha256, write};
use crate::{baseline::Baseline, finding::Sentence};

const HEAD: &str = "# canhcong.baseline-history/1";
/// Characters of a name and of what was approved.
const MOST_NAME: usize = 80;
const MOST_WHAT: usize = 200;

/// One version, as its line in the history says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The version, from 1.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// Who, at most 80 characters.
    pub by: String,
    /// What was approved, at most 200 characters.
    pub what: String,
    /// SHA-256 of the text of the baseline file, 64 hexadecimal digits.
    pub digest: String,
    /// SHA-256 of the line before, without its line break; of nothing for the first.
    pub before: String,
}

/// The texts of both files after an approval: the baseline, and the history with one more line.
/// `history` is empty for the first version; else it must have been read without problems.
///
/// # Errors
/// If `by` names nobody.
pub fn approve(
    baseline: &Baseline,
    history: &str,
    by: &str,
    at: Timestamp,
    what: &str,
) -> Result<(String, String), Sentence> {
    let by = one_line(by, MOST_NAME);
    if by.is_empty() {
        return Err(Sentence {
            vi: "phê duyệt cần tên của một người".to_owned(),
            en: "an approval needs the name of a person".to_owned(),
        });
    }
    let text = write(baseline);
    let mut lines: Vec<&str> = history.lines().filter(|line| *line != END).collect();
    if lines.is_empty() {
        lines.push(HEAD);
    }
    let last = lines.last().filter(|line| **line != HEAD).copied().unwrap_or_default();
    let line = [
        baseline.version.to_string(),
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        by,
        one_line(what, MOST_WHAT),
        sha256(&text),
        sha256(last),
    ];
    let line = line.join("\t");
    lines.extend([line.as_str(), END]);
    Ok((text, lines.join("\n") + "\n"))
}

/// Reads a history by itself and checks that each line follows from the one before.
///
/// # Errors
/// The first line that is broken, and how.
pub fn history(file: Named<'_>) -> Result<Vec<Approval>, Vec<Problem>> {
    whole(file).map_err(|problem| vec![problem])?;
    let mut approvals: Vec<Approval> = Vec::new();
    let mut last = "";
    for (index, line) in file.text.trim_end().lines().enumerate() {
        let wrong = |vi: &str, en: &str| {
            let message = Sentence { vi: vi.to_owned(), en: en.to_owned() };
            Err(vec![Problem::at(file.name, index + 1, message)])
        };
        if index == 0 {
            match line {
                HEAD => continue,
                line if line.starts_with("# canhcong.baseline-history/") => {
                    return wrong(
                        "định dạng lịch sử mới hơn; hãy dùng bản canhcong mới hơn",
                        "a newer form of history; use a newer canhcong",
                    );
                }
                _ => {
                    return wrong(
                        "đây không phải là lịch sử phê duyệt",
                        "this is no history of approvals",
                    );
                }
            }
        }
        if line == END {
            continue;
        }
        let Some(approval) = read_line(line) else {
            return wrong(
                "dòng không có đủ sáu cột: phiên bản, thời gian, người, nội dung, hai mã SHA-256",
                "not the six columns: version, time, name, what, two SHA-256 digests",
            );
        };
        if approvals.last().is_some_and(|before| approval.version <= before.version) {
            return wrong(
                "số phiên bản không lớn hơn dòng trước",
                "the version is not greater than that of the line before",
            );
        }
        if approval.before != sha256(last) {
            return wrong(
                "dòng trước đã bị sửa, xóa hoặc chèn thêm: mã SHA-256 của nó không khớp",
                "the line before was changed, removed or inserted: its SHA-256 does not match",
            );
        }
        approvals.push(approval);
        last = line;
    }
    Ok(approvals)
}

fn read_line(line: &str) -> Option<Approval> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    let approval = Approval {
        version: next()?.parse().ok()?,
        at: next()?.parse().ok()?,
        by: next()?.to_owned(),
        what: next()?.to_owned(),
        digest: next()?.to_owned(),
        before: next()?.to_owned(),
    };
    (columns.next().is_none() && !approval.by.is_empty()).then_some(approval)
}

/// A text on one line, without what steers terminals or turns texts around.
fn one_line(text: &str, most: usize) -> String {
    let is_odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    };
    let words =
        text.split(|c: char| c.is_whitespace() || is_odd(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(most).collect()
}
