//! What style declarations that code sets make of an element.

/// Whether declarations hide an element.
pub(super) fn css_hides(css: &str) -> bool {
    let css: String = css.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
    css.to_ascii_lowercase().split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else { return false };
        let value = value.trim_end_matches("!important");
        let number = number_in(value);
        match name {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "opacity" => number.is_some_and(|n| n < 0.05),
            "width" | "height" | "max-height" | "max-width" | "font-size" | "fontsize" => {
                number.is_some_and(|n| n <= 1.0)
            }
            "left" | "top" | "right" | "bottom" | "text-indent" | "textindent" | "margin-left"
            | "marginleft" | "margin-top" | "margintop" => number.is_some_and(|n| n <= -500.0),
            _ => false,
        }
    })
}

/// Whether declarations lay an element over the whole window. What is only as large as that in
/// which it is placed covers a card of a list as well.
pub(super) fn css_covers(css: &str) -> bool {
    let css: String = css.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
    let css = css.to_ascii_lowercase().replace("!important", "");
    let declared = |name: &str| {
        let mut all = css.split(';').filter_map(|one| one.split_once(':'));
        all.find(|(own, _)| *own == name).map(|(_, value)| value)
    };
    let zero = |name: &str| declared(name).and_then(number_in) == Some(0.0);
    let full = |name: &str| {
        declared(name).is_some_and(|value| {
            value.ends_with(['%', 'w', 'h']) && number_in(value).is_some_and(|n| n >= 95.0)
        })
    };
    let as_the_window = |name: &str| {
        declared(name).is_some_and(|value| value.ends_with("vw") || value.ends_with("vh"))
    };
    let placed = match declared("position") {
        Some("fixed") => true,
        Some("absolute") => as_the_window("width") && as_the_window("height"),
        _ => false,
    };
    let all_sides = zero("inset");
    placed
        && (all_sides || full("width") || zero("left") && zero("right"))
        && (all_sides || full("height") || zero("top") && zero("bottom"))
}

fn number_in(value: &str) -> Option<f64> {
    value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_covers_the_window_is_told_from_a_box() {
        for css in [
            "position:fixed;top:0;left:0;width:100%;height:100%",
            "position: fixed; inset: 0; z-index: 9",
            "position:absolute;left:0;top:0;width:100vw;height:100vh",
            "position:fixed;width:100vw;height:100vh !important",
        ] {
            assert!(css_covers(css), "{css}");
        }
        for css in [
            "position:fixed;right:0;bottom:0;width:300px",
            "position:absolute;inset:0",
            "width:100%;height:100%",
            "",
        ] {
            assert!(!css_covers(css), "{css}");
        }
    }
}
