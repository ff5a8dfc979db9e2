//! The world's own code, read once for all pages of a child.

/// A part of the world that is evaluated when a page first asks for it.
const LATER: &[(&str, &str)] = &[
    ("network", include_str!("../world/network.js")),
    ("text", include_str!("../world/text.js")),
    ("observe", include_str!("../world/observe.js")),
    ("jquery", include_str!("../world/jquery.js")),
];

/// Parts that every page needs, in order.
const FIRST: &[&str] = &[
    include_str!("../world/capture.js"),
    include_str!("../world/event.js"),
    include_str!("../world/code.js"),
    include_str!("../world/clock.js"),
    include_str!("../world/node.js"),
    include_str!("../world/element.js"),
    include_str!("../world/style.js"),
    include_str!("../world/document.js"),
    include_str!("../world/location.js"),
    include_str!("../world/visitor.js"),
    include_str!("../world/window.js"),
];

#[derive(Debug)]
pub(super) struct World {
    /// A function of the natives that builds the world and answers with what drives it.
    pub first: String,
    later: Vec<(&'static str, String)>,
}

impl World {
    pub fn prepare() -> Self {
        let parts: String = FIRST.iter().map(|part| lean(part)).collect();
        let first = format!("(function($){{'use strict';\n{parts}}})");
        let later = LATER.iter().map(|(name, part)| (*name, lean(part))).collect();
        Self { first, later }
    }

    /// A later part: a function of the natives and of what the first parts give it.
    pub fn later(&self, name: &str) -> Option<String> {
        let (_, part) = self.later.iter().find(|(own, _)| *own == name)?;
        Some(format!("(function($,w){{'use strict';\n{part}}})"))
    }

    /// Whether a function's text is the world's: such functions pass for native ones.
    pub fn contains(&self, function: &str) -> bool {
        let has = |part: &str| memchr::memmem::find(part.as_bytes(), function.as_bytes()).is_some();
        has(&self.first) || self.later.iter().any(|(_, part)| has(part))
    }
}

/// Without comments on lines of their own and without indentation, which cost time on every page.
fn lean(part: &str) -> String {
    let lines = part.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| !line.starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}
