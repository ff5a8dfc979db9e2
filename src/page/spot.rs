//! Spots: element names that live as long as the program, and CSS paths.

use scraper::ElementRef;

use super::walk::Frame;

/// Steps of a CSS path.
const MAX_STEPS: usize = 12;

/// The path of the innermost frame, from the nearest element with an id, or at most 12 steps.
pub(super) fn css_path(frames: &[Frame<'_>]) -> String {
    let named = |frame: &Frame<'_>| frame.id.is_some_and(is_plain_name);
    let from =
        frames.iter().rposition(named).unwrap_or(0).max(frames.len().saturating_sub(MAX_STEPS));
    let mut path = String::with_capacity(64);
    for frame in frames.iter().skip(from) {
        if !path.is_empty() {
            path.push_str(" > ");
        }
        path.push_str(frame.element.value().name());
        match frame.id.filter(|id| is_plain_name(id)) {
            Some(id) => {
                path.push('#');
                path.push_str(id);
            }
            None if !matches!(frame.element.value().name(), "html" | "head" | "body") => {
                path.push_str(":nth-child(");
                push_number(&mut path, frame.siblings_before + 1);
                path.push(')');
            }
            None => {}
        }
    }
    path
}

/// Names that need no escapes.
fn is_plain_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn push_number(to: &mut String, number: usize) {
    if number >= 10 {
        push_number(to, number / 10);
    }
    to.push(char::from(b'0' + (number % 10) as u8));
}

/// The name of an element, empty for one that HTML does not know.
pub(super) fn tag_name(element: &ElementRef<'_>) -> &'static str {
    let name = element.value().name();
    NAMES.binary_search(&name).ok().and_then(|place| NAMES.get(place)).copied().unwrap_or("")
}

const NAMES: [&str; 112] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "meta",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];

#[cfg(test)]
mod tests {
    #[test]
    fn names_can_be_searched() {
        assert!(super::NAMES.is_sorted());
    }
}
