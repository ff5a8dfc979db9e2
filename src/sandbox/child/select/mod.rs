//! Selectors, as far as scripts use them: compounds, attributes, combinators, lists and the plain
//! pseudo-classes. What is not understood is refused, as browsers do; libraries then search by
//! themselves.
//!
//! Own code, because every step is counted: the crate that browsers use for this matches to the
//! end, however long a page makes it take, and reads as deep as a page nests.

mod parse;

use super::{
    budget::Budget,
    tree::{Id, Kind, Tree},
};

/// A list of selectors.
#[derive(Debug)]
pub(super) struct Selectors(Vec<Complex>);

/// Compounds from the right to the left, each with what stands between it and the one before.
#[derive(Debug)]
struct Complex(Vec<(Compound, Combinator)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Combinator {
    /// The leftmost compound has nothing before it.
    None,
    Within,
    Child,
    Next,
    After,
}

#[derive(Debug, Default)]
struct Compound(Vec<Simple>);

#[derive(Debug)]
enum Simple {
    Tag(String),
    Id(String),
    Class(String),
    Attribute { name: String, operator: u8, value: String },
    Nth(Nth),
    Empty,
    Root,
    Scope,
    Checked,
    Enabled,
    Disabled,
    Never,
    Not(Vec<Compound>),
    Is(Vec<Compound>),
}

/// The place of an element among its siblings: `offset`, and every `step` after that.
#[derive(Clone, Copy, Debug)]
struct Nth {
    step: i32,
    offset: i32,
    of_type: bool,
    from_end: bool,
}

impl Selectors {
    pub fn matches(&self, tree: &Tree, id: Id, scope: Id, budget: &Budget) -> Option<bool> {
        for complex in &self.0 {
            if complex.matches(tree, id, scope, 0, budget)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// What matches within a root, in document order; none if that takes too long.
    pub fn find(&self, tree: &Tree, root: Id, first: bool, budget: &Budget) -> Option<Vec<Id>> {
        let mut found = Vec::new();
        for id in tree.within(root) {
            if !matches!(tree.node(id).kind, Kind::Element { .. }) {
                continue;
            }
            if self.matches(tree, id, root, budget)? {
                found.push(id);
                if first {
                    break;
                }
            }
        }
        Some(found)
    }
}

impl Complex {
    /// Whether a node matches from a compound on; recursion is bounded by their number.
    fn matches(
        &self,
        tree: &Tree,
        id: Id,
        scope: Id,
        from: usize,
        budget: &Budget,
    ) -> Option<bool> {
        if !budget.work(1) {
            return None;
        }
        let Some((compound, before)) = self.0.get(from) else { return Some(true) };
        if !compound.matches(tree, id, scope, budget)? {
            return Some(false);
        }
        let node = tree.node(id);
        match before {
            Combinator::None => Some(true),
            Combinator::Child => self.matches_element(tree, node.parent, scope, from + 1, budget),
            Combinator::Within => {
                for above in tree.upwards(node.parent) {
                    if self.matches_element(tree, above, scope, from + 1, budget)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Combinator::Next => {
                self.matches_element(tree, previous_element(tree, id), scope, from + 1, budget)
            }
            Combinator::After => {
                let mut sibling = previous_element(tree, id);
                while sibling != 0 {
                    if self.matches_element(tree, sibling, scope, from + 1, budget)? {
                        return Some(true);
                    }
                    sibling = previous_element(tree, sibling);
                }
                Some(false)
            }
        }
    }

    fn matches_element(
        &self,
        tree: &Tree,
        id: Id,
        scope: Id,
        from: usize,
        budget: &Budget,
    ) -> Option<bool> {
        if id == 0 || !matches!(tree.node(id).kind, Kind::Element { .. }) {
            return Some(false);
        }
        self.matches(tree, id, scope, from, budget)
    }
}

impl Compound {
    fn matches(&self, tree: &Tree, id: Id, scope: Id, budget: &Budget) -> Option<bool> {
        for simple in &self.0 {
            if !simple.matches(tree, id, scope, budget)? {
                return Some(false);
            }
        }
        Some(true)
    }
}

impl Simple {
    fn matches(&self, tree: &Tree, id: Id, scope: Id, budget: &Budget) -> Option<bool> {
        let node = tree.node(id);
        Some(match self {
            Self::Tag(tag) => node.tag() == tag,
            Self::Id(name) => node.attribute("id") == Some(name),
            Self::Class(class) => has_class(node.attribute("class").unwrap_or_default(), class),
            Self::Attribute { name, operator, value } => {
                let Some(own) = node.attribute(name) else { return Some(*operator == b'!') };
                match operator {
                    b'=' => own == value,
                    b'~' => own.split_ascii_whitespace().any(|word| word == value),
                    b'|' => {
                        own == value
                            || own.strip_prefix(value.as_str()).is_some_and(|r| r.starts_with('-'))
                    }
                    b'^' => !value.is_empty() && own.starts_with(value.as_str()),
                    b'$' => !value.is_empty() && own.ends_with(value.as_str()),
                    b'*' => !value.is_empty() && own.contains(value.as_str()),
                    b'!' => own != value,
                    _ => true,
                }
            }
            Self::Nth(nth) => return nth.matches(tree, id, budget),
            Self::Empty => node.first == 0,
            Self::Root => id == tree.root(),
            Self::Scope => id == scope || scope == super::tree::DOCUMENT && id == tree.root(),
            Self::Checked => {
                node.attribute("checked").is_some() || node.attribute("selected").is_some()
            }
            Self::Enabled => is_field(node.tag()) && node.attribute("disabled").is_none(),
            Self::Disabled => is_field(node.tag()) && node.attribute("disabled").is_some(),
            Self::Never => false,
            Self::Not(list) => !any(list, tree, id, scope, budget)?,
            Self::Is(list) => any(list, tree, id, scope, budget)?,
        })
    }
}

fn any(list: &[Compound], tree: &Tree, id: Id, scope: Id, budget: &Budget) -> Option<bool> {
    for compound in list {
        if compound.matches(tree, id, scope, budget)? {
            return Some(true);
        }
    }
    Some(false)
}

impl Nth {
    const FIRST: Self = Self { step: 0, offset: 1, of_type: false, from_end: false };

    fn matches(self, tree: &Tree, id: Id, budget: &Budget) -> Option<bool> {
        let tag = tree.node(id).tag();
        let mut place: i32 = 1;
        let mut sibling = id;
        loop {
            let next = if self.from_end { next_element } else { previous_element };
            sibling = next(tree, sibling);
            if sibling == 0 {
                break;
            }
            if !budget.work(1) {
                return None;
            }
            if !self.of_type || tree.node(sibling).tag() == tag {
                place += 1;
            }
        }
        let steps = i64::from(place) - i64::from(self.offset);
        let step = i64::from(self.step);
        Some(if step == 0 { steps == 0 } else { steps % step == 0 && steps / step >= 0 })
    }
}

pub(super) fn has_class(classes: &str, class: &str) -> bool {
    classes.split_ascii_whitespace().any(|own| own == class)
}

fn is_field(tag: &str) -> bool {
    matches!(tag, "input" | "button" | "select" | "textarea" | "option" | "fieldset")
}

fn previous_element(tree: &Tree, id: Id) -> Id {
    let mut id = tree.node(id).previous;
    while id != 0 && !matches!(tree.node(id).kind, Kind::Element { .. }) {
        id = tree.node(id).previous;
    }
    id
}

fn next_element(tree: &Tree, id: Id) -> Id {
    let mut id = tree.node(id).next;
    while id != 0 && !matches!(tree.node(id).kind, Kind::Element { .. }) {
        id = tree.node(id).next;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::child::tree::{DOCUMENT, tests::tree};

    fn count(source: &str, selector: &str) -> Option<usize> {
        let tree = tree(source);
        let selectors = Selectors::parse(selector)?;
        Some(selectors.find(&tree, DOCUMENT, false, &Budget::new(10_000))?.len())
    }

    #[test]
    fn selectors_find_what_browsers_find() {
        let page = "<body><div id=a class='x y'><p class=x>1<p data-k='v w'>2<span>s</span></div>\
                    <ul><li>1<li class=x>2<li>3</ul><a href='/x.html'>a</a><input disabled>";
        for (selector, wanted) in [
            ("*", 13),
            ("p", 2),
            ("#a > p", 2),
            ("#a", 1),
            (".x", 3),
            ("div.x.y", 1),
            ("div span", 1),
            ("body > span", 0),
            ("li:first-child, li:last-child", 2),
            ("li:nth-child(2)", 1),
            ("li:nth-child(odd)", 2),
            ("li:nth-child(-n + 2)", 2),
            ("li:nth-last-child(2n+1)", 2),
            ("p:first-of-type, p:nth-of-type(2)", 2),
            ("span:only-child, a:only-child", 1),
            ("li + li", 2),
            ("li ~ .x", 1),
            ("[data-k]", 1),
            ("[data-k~=w]", 1),
            ("a[href$=\".html\"]", 1),
            ("a[href^='/']", 1),
            ("li:not(.x)", 2),
            ("input:disabled", 1),
            ("ul li.x", 1),
            (":root", 1),
        ] {
            assert_eq!(count(page, selector), Some(wanted), "{selector}");
        }
        for selector in
            ["", "p:has(a)", "a,,b", "p:visible", "[", "a >", "::before", "a:not(:not(b))"]
        {
            assert_eq!(count(page, selector), None, "{selector}");
        }
    }

    #[test]
    fn a_costly_selector_is_given_up() {
        let page = "<div>".repeat(200) + &"<p>".repeat(500);
        let tree = tree(&page);
        let selectors = Selectors::parse("div div div div div div div div a").unwrap();
        assert_eq!(selectors.find(&tree, DOCUMENT, false, &Budget::new(10_000)), Some(Vec::new()));
        let selectors = Selectors::parse("i div div div div div div div p").unwrap();
        assert_eq!(selectors.find(&tree, DOCUMENT, false, &Budget::new(40)), None);
    }
}
