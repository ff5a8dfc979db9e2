//! Where the elements lead that scripts click or submit: a script knows them by a selector only.

use url::Url;

use super::{
    gather::Gathering,
    script::{Destination, Trigger},
    tags::{self, StartTag},
};

/// The most selectors that are looked for on one page.
const SELECTORS: usize = 20;
/// The most texts that are looked through: the page, and what scripts write.
const TEXTS: usize = 50;

/// Looks up the elements that scripts set off by themselves, or wherever a visitor clicks.
pub(super) fn read_set_off(out: &mut Gathering) {
    let scripts = out.page.scripts.iter().filter_map(|script| script.facts.as_ref());
    let facts: Vec<_> = scripts.cloned().collect();
    let mut wanted: Vec<(&str, Selector<'_>)> = Vec::new();
    for navigation in facts.iter().flat_map(|facts| &facts.navigations) {
        let Destination::Element(selector) = &navigation.target else { continue };
        let waits = matches!(navigation.trigger, Trigger::Event(_) | Trigger::Uncalled);
        if waits || wanted.len() >= SELECTORS || wanted.iter().any(|(known, _)| known == selector) {
            continue;
        }
        wanted.extend(Selector::read(selector).map(|read| (selector.as_str(), read)));
    }
    if wanted.is_empty() {
        return;
    }
    let source = std::sync::Arc::clone(&out.page.source);
    let written = facts.iter().flat_map(|facts| &facts.writes).map(|write| write.markup.as_str());
    for text in std::iter::once(&*source).chain(written).take(TEXTS) {
        let mut form = None;
        for tag in tags::start_tags(text) {
            if wanted.is_empty() {
                return;
            }
            if tag.is("form") {
                form = tag.attribute("action");
            }
            wanted.retain(|(name, selector)| {
                if !selector.finds(&tag) {
                    return true;
                }
                let url = address_of(&tag, form).and_then(|address| resolve(out, address));
                out.page.set_off.extend(url.map(|url| ((*name).to_owned(), url)));
                false
            });
        }
    }
}

/// Where an element leads that is clicked, or submitted.
fn address_of<'a>(tag: &StartTag<'a>, form: Option<&'a str>) -> Option<&'a str> {
    match tag.name().to_ascii_lowercase().as_str() {
        "a" | "area" => tag.attribute("href"),
        "form" => tag.attribute("action"),
        "button" | "input" => tag.attribute("formaction").or(form),
        _ => None,
    }
}

fn resolve(out: &Gathering, address: &str) -> Option<Url> {
    out.resolve(&address.replace("&amp;", "&"))
}

/// A selector of one element, without a path to it: `#go`, `a.go`, `form[name="f"]`.
struct Selector<'a> {
    tag: &'a str,
    id: &'a str,
    class: &'a str,
    name: &'a str,
}

impl<'a> Selector<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let end = |text: &str| text.find(|c| !is_name(c)).unwrap_or(text.len());
        let mut rest = text.trim();
        let (tag, after) = rest.split_at(end(rest));
        let mut found = Self { tag, id: "", class: "", name: "" };
        rest = after;
        while let Some(mark) = rest.chars().next() {
            let inner = rest.get(mark.len_utf8()..)?;
            match mark {
                '#' | '.' => {
                    let (name, after) = inner.split_at(end(inner));
                    *(if mark == '#' { &mut found.id } else { &mut found.class }) = name;
                    rest = after;
                }
                '[' => {
                    let (condition, after) = inner.split_once(']')?;
                    let name = condition.strip_prefix("name=")?;
                    found.name = name.trim_matches(['"', '\'']);
                    rest = after;
                }
                _ => return None,
            }
        }
        Some(found)
    }

    fn finds(&self, tag: &StartTag<'_>) -> bool {
        let is = |wanted: &str, attribute: &str| {
            wanted.is_empty() || tag.attribute(attribute).is_some_and(|own| own.trim() == wanted)
        };
        (self.tag.is_empty() || tag.is(self.tag))
            && is(self.id, "id")
            && (self.class.is_empty()
                || tag
                    .attribute("class")
                    .is_some_and(|own| own.split_ascii_whitespace().any(|own| own == self.class)))
            // Forms are also found by their id.
            && (is(self.name, "name") || is(self.name, "id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_find_what_they_name() {
        let source =
            r#"<a href=/1></a><a class="b go" href=/2></a><form name=f action=/3></form><p id=x>"#;
        for (selector, found) in [
            ("a", Some("a")),
            ("a.go", Some("a")),
            (".go", Some("a")),
            ("form[name=\"f\"]", Some("form")),
            ("[name='f']", Some("form")),
            ("#x", Some("p")),
            ("form#f", None),
        ] {
            let read = Selector::read(selector).unwrap();
            let tag = tags::start_tags(source).find(|tag| read.finds(tag));
            assert_eq!(tag.as_ref().map(StartTag::name), found, "{selector}");
        }
        for path in ["ul a", "a>b", "a:first-child", "a, b", "[href]"] {
            assert!(Selector::read(path).is_none(), "{path}");
        }
    }
}
