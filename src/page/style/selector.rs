//! Selectors: by what to look them up, how much they weigh, and a guard on what matching costs.

use std::{borrow::Cow, sync::OnceLock};

use scraper::ElementRef;

/// The most that is read of one selector, in bytes.
const MAX_LENGTH: usize = 400;
/// The most compounds in one selector.
const MAX_COMPOUNDS: usize = 16;

/// The part of the last compound by which a rule is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Id(Box<str>),
    Class(Box<str>),
    Tag(Box<str>),
    Any,
}

/// One selector of a rule.
#[derive(Clone, Debug)]
pub(super) struct RuleSelector {
    pub key: Key,
    pub specificity: u32,
    /// `None` where the key says it all.
    rest: Option<Rest>,
}

#[derive(Clone, Debug)]
struct Rest {
    text: Box<str>,
    /// Parsed when an element first has the key: most never do.
    parsed: OnceLock<Option<scraper::Selector>>,
    walks_siblings: bool,
}

impl RuleSelector {
    /// `None` for what never matches without a person's doing, or is not worth its cost.
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_comments(text.trim());
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_LENGTH {
            return None;
        }
        let text = without_neutral_states(text);
        let lower = text.to_ascii_lowercase();
        if is_out_of_reach(&lower) {
            return None;
        }
        let last = last_compound(&text)?;
        let key = key(last);
        let whole = match &key {
            Key::Id(name) | Key::Class(name) => text.len() == name.len() + 1,
            Key::Tag(name) => text.len() == name.len(),
            Key::Any => false,
        };
        let walks_siblings =
            lower.contains(":nth-") || lower.contains("of-type") || lower.contains('~');
        let specificity = specificity(&text);
        let rest =
            (!whole).then(|| Rest { text: text.into(), parsed: OnceLock::new(), walks_siblings });
        Some(Self { key, specificity, rest })
    }

    /// What one try may cost, in steps through the tree.
    pub fn cost(&self, depth: usize, siblings_before: usize) -> u64 {
        match &self.rest {
            None => 1,
            Some(rest) if rest.walks_siblings => 8 + depth as u64 + siblings_before as u64,
            Some(_) => 8 + depth as u64,
        }
    }

    /// Whether the element matches, given that it has the key.
    pub fn matches(&self, element: &ElementRef<'_>, siblings_before: usize) -> bool {
        let Some(rest) = &self.rest else { return true };
        if rest.walks_siblings && siblings_before > 1000 {
            return false;
        }
        rest.parsed
            .get_or_init(|| scraper::Selector::parse(&rest.text).ok())
            .as_ref()
            .is_some_and(|selector| selector.matches(element))
    }
}

fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("/*");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    Cow::Owned(plain)
}

/// States that hold for a page at rest say nothing.
fn without_neutral_states(text: &str) -> String {
    let mut text = text.to_owned();
    for state in [":any-link", ":link", ":not(:hover)", ":not(:focus)", ":not(:active)"] {
        if text.contains(state) {
            text = text.replace(state, "");
        }
    }
    if text.is_empty() { "*".to_owned() } else { text }
}

fn is_out_of_reach(selector: &str) -> bool {
    const NEVER: [&str; 15] = [
        "::",
        ":before",
        ":after",
        ":hover",
        ":focus",
        ":active",
        ":visited",
        ":target",
        ":checked",
        ":disabled",
        ":first-l",
        // What looks at everything below or behind an element.
        ":has(",
        "nth-last",
        "last-of-type",
        "only-of-type",
    ];
    let count = |wanted: char| selector.chars().filter(|&c| c == wanted).count();
    NEVER.iter().any(|never| selector.contains(never))
        || count('~') - selector.matches("~=").count() > 1
        || count('(') > 6
        || selector.matches("((").count() > 0
        || nesting(selector) > 2
        || selector.split([' ', '>', '+', '~']).filter(|part| !part.is_empty()).count()
            > MAX_COMPOUNDS
}

fn nesting(selector: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for c in selector.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// The compound that describes the element itself.
fn last_compound(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' => depth = depth.checked_sub(1)?,
            ' ' | '\t' | '\n' | '\r' | '\u{c}' | '>' | '+' | '~' if depth == 0 => {
                return text.get(at + 1..).filter(|last| !last.is_empty());
            }
            _ => {}
        }
    }
    Some(text)
}

fn key(compound: &str) -> Key {
    // Escapes are left to the real parser.
    if compound.contains('\\') {
        return Key::Any;
    }
    let plain = compound.split(['[', ':']).next().unwrap_or_default();
    let name =
        |rest: &str| -> Box<str> { rest.split(['.', '#']).next().unwrap_or_default().into() };
    if let Some((_, rest)) = plain.split_once('#') {
        return Key::Id(name(rest));
    }
    if let Some((_, rest)) = plain.split_once('.') {
        return Key::Class(name(rest));
    }
    match plain {
        "" | "*" => Key::Any,
        tag => Key::Tag(tag.to_ascii_lowercase().into()),
    }
}

/// Identifiers, classes and elements, ten bits each.
fn specificity(text: &str) -> u32 {
    let (mut ids, mut classes, mut tags) = (0_u32, 0_u32, 0_u32);
    let (mut in_attribute, mut previous) = (false, ' ');
    for c in text.chars() {
        match c {
            '[' => {
                in_attribute = true;
                classes += 1;
            }
            ']' => in_attribute = false,
            _ if in_attribute => {}
            '#' => ids += 1,
            '.' => classes += 1,
            // `:not` and `:is` count for what is in them.
            ':' => classes += 1,
            '(' => classes = classes.saturating_sub(1),
            c if c.is_alphabetic() && matches!(previous, ' ' | '>' | '+' | '~' | '(' | ',') => {
                tags += 1;
            }
            _ => {}
        }
        previous = c;
    }
    (ids.min(1023) << 20) | (classes.min(1023) << 10) | tags.min(1023)
}

/// Splits a selector list at its commas.
pub(super) fn split_list(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    list.split(move |c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_compound_is_the_key() {
        let key = |text| RuleSelector::parse(text).map(|selector| selector.key);
        assert_eq!(key("#menu .links"), Some(Key::Class("links".into())));
        assert_eq!(key("div.a#b"), Some(Key::Id("b".into())));
        assert_eq!(key("ul > LI"), Some(Key::Tag("li".into())));
        assert_eq!(key("a[href*='x y']"), Some(Key::Tag("a".into())));
        assert_eq!(key("*"), Some(Key::Any));
        assert_eq!(key("a:link"), Some(Key::Tag("a".into())));
    }

    #[test]
    fn what_needs_a_person_or_too_much_work_is_left_out() {
        for text in ["a:hover", "p::before", "div:has(a)", "a ~ b ~ c", ":not(:not(:not(a)))"] {
            assert!(RuleSelector::parse(text).is_none(), "{text}");
        }
        assert!(RuleSelector::parse(&"* ".repeat(100)).is_none());
    }

    #[test]
    fn heavier_selectors_weigh_more() {
        let weight = |text| RuleSelector::parse(text).unwrap().specificity;
        assert!(weight("#a") > weight(".a.b.c"));
        assert!(weight(".menu.open") > weight(".menu"));
        assert!(weight("ul li a") > weight("a"));
        assert!(weight("a[href]") > weight("ul a"));
    }
}
