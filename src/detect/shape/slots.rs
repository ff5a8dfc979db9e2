//! The slots of a template that nothing was put into: what a kit left lying where it was unpacked.

use crate::page::Page;

/// How many slots there are, if the title is nothing but one, and so is the description or a
/// heading.
pub(super) fn unfilled_slots(page: &Page) -> Option<usize> {
    if !is_slot(&page.title) {
        return None;
    }
    let described = page.metas.iter().map(|(_, content)| content);
    let others = described.chain(&page.headings).filter(|other| is_slot(other)).count();
    (others > 0).then_some(others + 1)
}

/// `{keyword}`, `{{BRAND}}`, `#title#`.
fn is_slot(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    [("{{", "}}"), ("{", "}"), ("[", "]"), ("#", "#"), ("%", "%")]
        .into_iter()
        .filter_map(|(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close))
        .any(|name| is_name(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::is_slot;

    #[test]
    fn slots_are_told_from_titles() {
        assert!(["{keyword}", "{{ BRAND_NAME }}", "#title#", "%kw%"].into_iter().all(is_slot));
        assert!(!["[Tin tức]", "{ a: b }", "#1", "", "100%", "#A #B"].into_iter().any(is_slot));
    }
}
