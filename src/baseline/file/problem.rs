//! What is wrong with a file of an approved state.

use std::fmt;

use crate::finding::{Lang, Sentence};

/// One problem and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: Sentence,
}

impl Problem {
    pub(super) fn at(file: &str, line: usize, message: Sentence) -> Self {
        Self { file: file.to_owned(), line, message }
    }

    /// `file:line: message` in one language.
    pub fn in_lang(&self, lang: Lang) -> String {
        format!("{}:{}: {}", self.file, self.line, self.message.in_lang(lang))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_lang(Lang::En))
    }
}

/// What is wrong with either file before any of it is read: its size, marks of a merge, its end.
pub(super) fn whole(file: super::Named<'_>) -> Result<(), Problem> {
    let super::Named { name, text } = file;
    if text.len() > super::MOST_BYTES {
        let most = super::MOST_BYTES >> 20;
        let message = Sentence {
            vi: format!("tệp lớn hơn {most} MiB"),
            en: format!("the file is larger than {most} MiB"),
        };
        return Err(Problem::at(name, 1, message));
    }
    let is_mark = |line: &str| {
        ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|mark| line.starts_with(mark))
            || line == "======="
    };
    if let Some(line) = text.lines().position(is_mark) {
        let message = Sentence {
            vi: "dấu xung đột của git: hai phiên bản chưa được hợp nhất; hãy chọn một và phê duyệt lại".to_owned(),
            en: "a conflict marker of git: two versions were not merged; choose one and approve again".to_owned(),
        };
        return Err(Problem::at(name, line + 1, message));
    }
    if text.trim_end().lines().next_back() != Some(super::END) {
        let end = super::END;
        let message = Sentence {
            vi: format!("tệp bị cắt cụt: thiếu dòng cuối `{end}`; hãy khôi phục từ git"),
            en: format!(
                "the file is cut off: its last line `{end}` is missing; restore it from git"
            ),
        };
        return Err(Problem::at(name, text.lines().count().max(1), message));
    }
    Ok(())
}
