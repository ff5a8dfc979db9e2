//! Visible text with what clocks and counters say taken out.

use super::is_token;

/// Bytes of a text that are looked at.
const MOST: usize = 4096;

/// A text in lower case, white space folded, with placeholders: `0` for numbers, dates and times,
/// `*` for tokens, `#` for days of the week. At most 4 KiB of it are looked at.
pub(in crate::baseline) fn normal_text(text: &str) -> String {
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default().to_lowercase();
    let mut normal = String::with_capacity(text.len());
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let next = words.peek().map(|next| next.trim_matches(|c: char| c.is_ascii_punctuation()));
        if is_day(bare) || is_vietnamese_day(bare, next.unwrap_or_default()) {
            if !is_day(bare) {
                words.next();
            }
            normal.push('#');
        } else if is_token(bare) {
            normal.push('*');
        } else {
            push_without_numbers(&mut normal, word);
        }
    }
    normal
}

fn is_day(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.contains(&word)
}

fn is_vietnamese_day(word: &str, next: &str) -> bool {
    (word == "thứ" && matches!(next, "hai" | "ba" | "tư" | "năm" | "sáu" | "bảy" | "bẩy"))
        || (word == "chủ" && next == "nhật")
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
    }

    #[test]
    fn words_hosts_and_punctuation_stay() {
        assert_eq!(
            normal_text("Xem bet88.example – thứ tự. Hết."),
            "xem bet0.example – thứ tự. hết."
        );
        assert_ne!(normal_text("Tin 1"), normal_text("Tin một"));
        assert_eq!(normal_text("số 12-QĐ/2026."), "số 0-qđ/0.");
    }
}
