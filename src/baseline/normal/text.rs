//! Visible text with what clocks and counters say taken out.

use std::borrow::Cow;

use super::is_token;

/// Bytes of a text that are looked at.
const MOST: usize = 4096;
/// Bytes of a line that may be a date without a number.
const A_DATE: usize = 80;

/// A text with white space folded and placeholders: `0` for numbers, dates and times, `*` for
/// tokens, `#` for days of the week. At most 4 KiB of it are looked at.
pub(in crate::baseline) fn normal_text(text: &str) -> Cow<'_, str> {
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default().trim();
    // Without a way out, which processors do many bytes at a time.
    let has_numbers = text.bytes().fold(false, |has, byte| has | byte.is_ascii_digit());
    let is_folded = memchr::memmem::find(text.as_bytes(), b"  ").is_none()
        && memchr::memchr3(b'\n', b'\t', b'\r', text.as_bytes()).is_none();
    // Most text is prose: there is nothing to take out.
    if !has_numbers && is_folded && (text.len() > A_DATE || !may_name_a_day(text.as_bytes())) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut words = text.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        let bare = bare(word);
        if is_day(bare) {
            normal.push('#');
        } else if words.peek().is_some_and(|next| is_vietnamese_day(bare, self::bare(next))) {
            words.next();
            normal.push('#');
        } else if !word.bytes().any(|byte| byte.is_ascii_digit()) {
            normal.push_str(word);
        } else if is_token(bare) {
            normal.push('*');
        } else {
            push_without_numbers(&mut normal, word);
        }
    }
    Cow::Owned(normal)
}

/// Whether some word may be that of a day: `Sunday`, `Thứ Hai`, `Chủ nhật`.
fn may_name_a_day(text: &[u8]) -> bool {
    // Without a way out, as above.
    let after = |bytes: usize| text.get(bytes..).unwrap_or_default();
    let three = || text.iter().zip(after(1)).zip(after(2));
    let english =
        three().fold(false, |has, ((a, b), c)| has | ((*a == b'd') & (*b == b'a') & (*c == b'y')));
    // `hủ` and `hứ`, also in capitals.
    let vietnamese = three().zip(after(3)).fold(false, |has, (((a, b), c), d)| {
        let is_marked_u = (*d >= 0xa6) & (*d <= 0xa9);
        has | ((*a | 0x20 == b'h') & (*b == 0xe1) & (*c == 0xbb) & is_marked_u)
    });
    english | vietnamese
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| c.is_ascii_punctuation())
}

fn is_day(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.ends_with("day") && DAYS.iter().any(|day| word.eq_ignore_ascii_case(day))
}

fn is_vietnamese_day(word: &str, next: &str) -> bool {
    match word {
        "thứ" | "Thứ" | "THỨ" => {
            const DAYS: [&str; 7] = ["hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy"];
            DAYS.contains(&next.to_lowercase().as_str())
        }
        "chủ" | "Chủ" | "CHỦ" => matches!(next, "nhật" | "Nhật" | "NHẬT"),
        _ => false,
    }
}

/// A run of digits, with what stands between digits in dates, times and large numbers, is one `0`.
fn push_without_numbers(to: &mut String, word: &str) {
    let mut in_number = false;
    let mut between = None;
    for c in word.chars() {
        if c.is_ascii_digit() {
            if !in_number {
                to.push('0');
            }
            (in_number, between) = (true, None);
        } else if in_number && between.is_none() && matches!(c, '/' | '.' | ':' | ',' | '-') {
            between = Some(c);
        } else {
            to.extend(between.take());
            to.push(c);
            in_number = false;
        }
    }
    to.extend(between);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_counters_and_tokens_say_the_same_every_night() {
        let same = |one: &str, two: &str| assert_eq!(normal_text(one), normal_text(two));
        same("Thứ Bảy, 21/11/2026, 10:53", "Chủ nhật, 1/2/2027, 9:05");
        same("Lượt truy cập: 1.234.567", "Lượt  truy cập: 98");
        same("Mã: 3f2a9c1b7d", "Mã: a81b22c7e0");
        same("6f9619ff-8b86-d011-b42d-00c04fc964ff", "0f96f9ff-1b86-d011-b42d-10c04fc964ff");
        same("Saturday 8 PM", "Sunday 11 PM");
        same("THỨ HAI", "Chủ Nhật");
    }

    #[test]
    fn words_hosts_and_punctuation_stay() {
        assert_eq!(
            normal_text("Xem bet88.example – thứ tự. Hết."),
            "Xem bet0.example – thứ tự. Hết."
        );
        assert_ne!(normal_text("Tin 1"), normal_text("Tin một"));
        assert_eq!(normal_text("số 12-QĐ/2026."), "số 0-QĐ/0.");
    }
}
