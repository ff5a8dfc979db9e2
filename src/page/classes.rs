//! Classes that scripts give to elements of the page, put where stylesheets look for them.

use std::collections::HashMap;

use html5ever::{LocalName, QualName, local_name, ns};
use scraper::{Html, Node};

use super::reader::ScriptsRead;

/// Gives elements the classes that scripts give to their ids.
pub(super) fn give(html: &mut Html, scripts: &ScriptsRead) {
    let mut given: HashMap<&str, Vec<&str>> = HashMap::new();
    for (id, class) in scripts.values().flat_map(|facts| &facts.classes) {
        given.entry(id).or_default().push(class);
    }
    if given.is_empty() {
        return;
    }
    let class_of = |node: &Node| {
        let attributes = &node.as_element()?.attrs;
        let own = |name: &LocalName| attributes.iter().find(|(key, _)| key.local == *name);
        let more = given.get(&*own(&local_name!("id"))?.1)?;
        let before = own(&local_name!("class")).map_or("", |(_, classes)| classes);
        Some(format!("{before} {}", more.join(" ")))
    };
    let found: Vec<_> =
        html.tree.nodes().filter_map(|node| Some((node.id(), class_of(node.value())?))).collect();
    for (id, classes) in found {
        let Some(mut node) = html.tree.get_mut(id) else { continue };
        let Node::Element(element) = node.value() else { continue };
        let known = element.attrs.iter_mut().find(|(key, _)| key.local == local_name!("class"));
        match known {
            Some((_, value)) => *value = classes.as_str().into(),
            None => {
                let name = QualName::new(None, ns!(), local_name!("class"));
                element.attrs.push((name, classes.as_str().into()));
            }
        }
    }
}
