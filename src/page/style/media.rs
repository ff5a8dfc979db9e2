//! Media queries, for a person at a desktop: a screen 1366 pixels wide and 768 high.

const WIDTH: f32 = 1366.0;
const HEIGHT: f32 = 768.0;

/// Whether a media query list applies to that screen. What is not understood does not.
pub(crate) fn applies_to_screens(queries: &str) -> bool {
    let queries = queries.trim();
    queries.is_empty() || queries.split(',').any(|query| applies(&query.to_ascii_lowercase()))
}

fn applies(query: &str) -> bool {
    let query = query.trim();
    if let Some(rest) = query.strip_prefix("not ") {
        return !applies(rest);
    }
    query.split(" and ").all(|part| {
        let part = part.trim().trim_start_matches("only ").trim();
        match part.strip_prefix('(').and_then(|part| part.strip_suffix(')')) {
            Some(feature) => holds(feature),
            None => matches!(part, "all" | "screen"),
        }
    })
}

fn holds(feature: &str) -> bool {
    if let Some((name, value)) = feature.split_once(':') {
        let (name, value) = (name.trim(), value.trim());
        return match name {
            "min-width" | "min-device-width" => px(value).is_some_and(|px| WIDTH >= px),
            "max-width" | "max-device-width" => px(value).is_some_and(|px| WIDTH <= px),
            "min-height" => px(value).is_some_and(|px| HEIGHT >= px),
            "max-height" => px(value).is_some_and(|px| HEIGHT <= px),
            "orientation" => value == "landscape",
            "hover" | "any-hover" => value == "hover",
            "pointer" | "any-pointer" => value == "fine",
            "prefers-color-scheme" => value == "light",
            "prefers-reduced-motion" => value == "no-preference",
            "-webkit-min-device-pixel-ratio" | "min-resolution" => {
                let ratio = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                ratio.parse().is_ok_and(|ratio: f32| ratio <= 1.0)
            }
            _ => false,
        };
    }
    if matches!(feature.trim(), "color" | "hover" | "pointer" | "width" | "height") {
        return true;
    }
    for (sign, holds) in [(">=", true), ("<=", false), (">", true), ("<", false)] {
        let Some((left, right)) = feature.split_once(sign) else { continue };
        let (left, right) = (left.trim(), right.trim());
        return match (left, right) {
            ("width", value) => px(value).is_some_and(|px| (WIDTH >= px) == holds),
            (value, "width") => px(value).is_some_and(|px| (px >= WIDTH) == holds),
            _ => false,
        };
    }
    false
}

fn px(value: &str) -> Option<f32> {
    let value = value.trim();
    if let Some(number) = value.strip_suffix("px") {
        return number.trim().parse().ok();
    }
    if let Some(number) = value.strip_suffix("rem").or_else(|| value.strip_suffix("em")) {
        return number.trim().parse().ok().map(|ems: f32| ems * 16.0);
    }
    value.parse().ok().filter(|&number: &f32| number == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_answered_for_a_desktop() {
        for queries in [
            "",
            "all",
            "screen",
            "only screen and (min-width: 768px)",
            "print, screen",
            "(min-width:62em) and (max-width:1400px)",
            "(width >= 1000px)",
            "not print",
        ] {
            assert!(applies_to_screens(queries), "{queries}");
        }
        for queries in [
            "print",
            "screen and (max-width: 767px)",
            "(max-width: 40em)",
            "speech",
            "(width < 600px)",
            "not screen",
            "(-ms-high-contrast: none)",
        ] {
            assert!(!applies_to_screens(queries), "{queries}");
        }
    }
}
