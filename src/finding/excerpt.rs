//! The bytes that prove a finding.

/// Up to [`Excerpt::MAX`] characters of the page that prove the finding, the planted part marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text itself, on one line.
    pub text: String,
    /// Byte range of the planted part within `text`; empty where nothing in particular is marked.
    pub mark: std::ops::Range<usize>,
}

impl Excerpt {
    /// The most characters an excerpt has.
    pub const MAX: usize = 300;

    /// An excerpt of `source` around `part` (a byte range of `source`), white space folded.
    pub fn around(source: &str, part: std::ops::Range<usize>) -> Self {
        let start = source.floor_char_boundary(part.start.min(source.len()));
        let end = source.ceil_char_boundary(part.end.clamp(start, source.len()));
        let marked = fold_space(&source[start..end], Self::MAX);
        let room = Self::MAX.saturating_sub(marked.chars().count());
        let reach = |bytes: usize| bytes.min(room * 4);
        let before = &source[source.ceil_char_boundary(start - reach(start))..start];
        let before = keep_last(&fold_space(before, usize::MAX), room / 3);
        let after_end = source.floor_char_boundary(end + reach(source.len() - end));
        let after = fold_space(&source[end..after_end], room - before.chars().count());
        let mark = before.len()..before.len() + marked.len();
        Self { text: format!("{before}{marked}{after}"), mark }
    }

    /// An excerpt that is the planted part as a whole.
    pub fn whole(text: &str) -> Self {
        let text = fold_space(text, Self::MAX);
        Self { mark: 0..text.len(), text }
    }
}

/// White space and control characters become single spaces; at most `most` characters are kept.
fn fold_space(text: &str, most: usize) -> String {
    let mut folded = String::new();
    let mut count = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if c == ' ' && folded.ends_with(' ') {
            continue;
        }
        if count == most {
            break;
        }
        folded.push(c);
        count += 1;
    }
    folded
}

fn keep_last(text: &str, most: usize) -> String {
    let skip = text.chars().count().saturating_sub(most);
    text.chars().skip(skip).collect()
}
