//! Addresses that kits give to their pages.

/// `/<digits>/viewspace-<digits>.html`
pub(in crate::detect) fn is_kit_path(path: &str) -> bool {
    path.rsplit_once("/viewspace-").is_some_and(|(before, after)| {
        is_number(before.rsplit('/').next().unwrap_or_default())
            && after.strip_suffix(".html").is_some_and(is_number)
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_kit_path;

    #[test]
    fn kit_paths_are_known() {
        assert!(is_kit_path("/48213/viewspace-99213.html"));
        assert!(!is_kit_path("/tin-tuc/viewspace-1.html"));
        assert!(!is_kit_path("/2024/bai-viet-1.html"));
    }
}
