//! Approved states as text that people read, review and keep in git.
//!
//! A portal has two files: the baseline, with each entry on a line of its own, and the history, with
//! a line for each version that holds the digest of the baseline and of the line before. Whoever
//! changes either by hand is found out by [`read`], which names the line.

mod history;
mod problem;
mod reading;
mod writing;

pub use history::{Approval, approve, history};
pub use problem::Problem;
pub use writing::write;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::Baseline;
use crate::finding::Sentence;

/// The schema of baseline files that this program writes.
pub const SCHEMA: u32 = 1;
/// The last line of both files: without it the file is not whole.
const END: &str = "# end";
/// Bytes of a file beyond which it is not read.
const MOST_BYTES: usize = 8 << 20;

/// A file with the name that messages give it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name.
    pub name: &'a str,
    /// All of its text.
    pub text: &'a str,
}

/// Reads the approved state of a portal together with its history.
///
/// # Errors
/// Everything that is wrong, with file and line, at most 20 problems: conflict markers, a file that
/// is not whole, another schema, what is no entry, and what was changed after it was approved.
pub fn read(
    baseline: Named<'_>,
    history: Named<'_>,
) -> Result<(Baseline, Vec<Approval>), Vec<Problem>> {
    let approvals = self::history(history);
    let state = reading::parse(baseline);
    let (approvals, state) = match (approvals, state) {
        (Ok(approvals), Ok(state)) => (approvals, state),
        (approvals, state) => {
            let mut problems = state.err().unwrap_or_default();
            problems.extend(approvals.err().unwrap_or_default());
            return Err(problems);
        }
    };
    let Some(last) = approvals.last() else {
        let message = Sentence {
            vi: "lịch sử không có dòng phê duyệt nào".to_owned(),
            en: "the history has no line of an approval".to_owned(),
        };
        return Err(vec![Problem::at(history.name, 1, message)]);
    };
    let line_of_version = baseline.text.lines().position(|line| line.starts_with("version"));
    let line = line_of_version.map_or(1, |line| line + 1);
    if last.version != state.version {
        let (own, last) = (state.version, last.version);
        let message = Sentence {
            vi: format!(
                "đây là phiên bản {own}, nhưng phiên bản được phê duyệt sau cùng là {last}"
            ),
            en: format!("this is version {own}, but the one approved last is {last}"),
        };
        return Err(vec![Problem::at(baseline.name, line, message)]);
    }
    if last.digest != sha256(baseline.text) {
        let line = first_unwritten_line(baseline.text, &state).unwrap_or(line);
        let Approval { version, by, at, .. } = last;
        let message = Sentence {
            vi: format!(
                "tệp đã bị sửa sau khi {by} phê duyệt phiên bản {version} lúc {at}; hãy khôi phục từ git hoặc phê duyệt lại"
            ),
            en: format!(
                "the file was changed after {by} approved version {version} at {at}; restore it from git or approve again"
            ),
        };
        return Err(vec![Problem::at(baseline.name, line, message)]);
    }
    Ok((state, approvals))
}

/// SHA-256 of a text, whichever line breaks git made of its own.
fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.replace("\r\n", "\n").as_bytes()))
}

/// The first line that this program would have written otherwise; a change that keeps to the form
/// cannot be placed.
fn first_unwritten_line(text: &str, state: &Baseline) -> Option<usize> {
    let own = write(state);
    let lines = text.lines().map(Some).chain(std::iter::repeat(None));
    let place = own.lines().zip(lines).position(|(own, line)| line != Some(own));
    place.map(|line| line + 1)
}
