//! The style attribute as a list of declarations, and which of them hide an element.

/// A declaration: property in lower case, value with its `!important`.
type Declaration = (String, String);

/// Declarations of one attribute that are read.
const MAX_DECLARATIONS: usize = 200;

fn declarations(style: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let (mut depth, mut quote, mut begin) = (0_u32, None, 0);
    for (at, c) in style.char_indices().chain([(style.len(), ';')]) {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) if at < style.len() => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (_, ';') if depth == 0 || at == style.len() => {
                if let Some((name, value)) = style[begin..at].split_once(':') {
                    let name = name.trim();
                    let name = if name.starts_with("--") {
                        name.to_owned()
                    } else {
                        name.to_ascii_lowercase()
                    };
                    if !name.is_empty() && found.len() < MAX_DECLARATIONS {
                        found.push((name, value.trim().to_owned()));
                    }
                }
                begin = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The value of a property; empty if it is not declared.
pub(super) fn get(style: &str, property: &str) -> String {
    let found = declarations(style).into_iter().rev().find(|(name, _)| name == property);
    found.map(|(_, value)| without_important(&value).to_owned()).unwrap_or_default()
}

/// The attribute with a property set; removed for an empty value.
pub(super) fn set(style: &str, property: &str, value: &str) -> String {
    let mut all = declarations(style);
    let place = all.iter().position(|(name, _)| name == property);
    match (place, value.is_empty()) {
        (_, true) => all.retain(|(name, _)| name != property),
        (Some(place), false) => {
            if let Some(declaration) = all.get_mut(place) {
                declaration.1 = value.to_owned();
            }
        }
        (None, false) if all.len() < MAX_DECLARATIONS => {
            all.push((property.to_owned(), value.to_owned()));
        }
        (None, false) => {}
    }
    let parts: Vec<String> = all.iter().map(|(name, value)| format!("{name}: {value};")).collect();
    parts.join(" ")
}

/// The names of the declared properties.
pub(super) fn names(style: &str) -> Vec<String> {
    declarations(style).into_iter().map(|(name, _)| name).collect()
}

fn without_important(value: &str) -> &str {
    let end = value.len().saturating_sub("!important".len());
    match value.get(end..) {
        Some(tail) if tail.eq_ignore_ascii_case("!important") => value[..end].trim_end(),
        _ => value,
    }
}

/// Farther out than any layout puts what it shows.
const FAR: f64 = 500.0;

/// The declaration by which a style hides its element.
pub(super) fn hiding(style: &str) -> Option<String> {
    let all = declarations(style);
    let value = |property: &str| {
        let found = all.iter().rev().find(|(name, _)| name == property);
        found.map(|(_, value)| without_important(value).to_ascii_lowercase())
    };
    let length = |property: &str| value(property).and_then(|value| number(&value));
    let said = |property: &str| {
        value(property).map(|value| format!("{property}:{value}")).unwrap_or_default()
    };
    if value("display").as_deref() == Some("none") {
        return Some(said("display"));
    }
    if value("visibility").is_some_and(|value| value == "hidden" || value == "collapse") {
        return Some(said("visibility"));
    }
    if length("opacity").is_some_and(|opacity| opacity < 0.05) {
        return Some(said("opacity"));
    }
    if length("font-size").is_some_and(|size| size < 1.0) {
        return Some(said("font-size"));
    }
    if length("text-indent").is_some_and(|indent| indent.abs() > FAR) {
        return Some(said("text-indent"));
    }
    let out_of_flow =
        value("position").is_some_and(|value| value == "absolute" || value == "fixed");
    for side in ["left", "top", "right", "bottom", "margin-left", "margin-top", "margin-right"] {
        let far = length(side).is_some_and(|far| !(-FAR..=20.0 * FAR).contains(&far));
        if far && (out_of_flow || side.starts_with("margin")) {
            return Some(said(side));
        }
    }
    let clips = ["overflow", "overflow-x", "overflow-y"]
        .iter()
        .any(|name| value(name).is_some_and(|value| value == "hidden" || value == "clip"));
    for side in ["width", "height", "max-width", "max-height"] {
        if clips && length(side).is_some_and(|length| length <= 1.0) {
            return Some(said(side));
        }
    }
    let squeezed = |value: String| {
        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        ["scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)", "matrix(0,0,0,0"]
            .iter()
            .any(|zero| value.contains(zero))
    };
    if value("transform").is_some_and(squeezed) {
        return Some(said("transform"));
    }
    let clipped = |value: String| {
        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        value.starts_with("rect(0")
            || value.starts_with("rect(1px")
            || value == "inset(50%)"
            || value == "inset(100%)"
    };
    ["clip", "clip-path"]
        .into_iter()
        .find(|property| value(property).is_some_and(clipped))
        .map(said)
}

/// A number or length in pixels; for others their number, which is no smaller.
fn number(value: &str) -> Option<f64> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let number: f64 = number.parse().ok()?;
    match unit.trim() {
        "em" | "rem" => Some(number * 16.0),
        "vw" | "vh" | "%" => Some(number * 10.0),
        _ => Some(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_set_and_removed() {
        let style = "color: red; background: url('a;b'); DISPLAY: none !important";
        assert_eq!(get(style, "display"), "none");
        assert_eq!(get(style, "background"), "url('a;b')");
        assert_eq!(set(style, "display", ""), "color: red; background: url('a;b');");
        assert_eq!(set("", "left", "-1px"), "left: -1px;");
        assert_eq!(names(style), ["color", "background", "display"]);
    }

    #[test]
    fn hiding_is_told_from_layout() {
        for style in [
            "display:none",
            "visibility: hidden",
            "opacity:0",
            "position:absolute;left:-9999px",
            "position:fixed; top:-200em",
            "font-size:0",
            "text-indent:-9999px",
            "height:0;overflow:hidden",
            "width:1px;overflow:hidden",
            "transform:scale(0)",
            "clip:rect(0,0,0,0)",
        ] {
            assert!(hiding(style).is_some(), "{style}");
        }
        for style in [
            "display:block",
            "position:absolute;left:-10px",
            "left:-9999px",
            "opacity:.8",
            "height:0",
            "overflow:hidden;width:50%",
            "margin-left:-15px",
            "transform:translate(-50%)",
        ] {
            assert_eq!(hiding(style), None, "{style}");
        }
    }
}
