//! The tree, as the world's node objects see it.

use rquickjs::{Result, function::Opt};

use super::{
    super::{
        select::{Selectors, has_class},
        serialize::markup_of,
        stage::Stage,
        style,
        tree::{DOCUMENT, Id, Kind, Tree},
    },
    Natives, refused, spent,
};

/// Bytes of markup that a script gets to read at once.
const MAX_MARKUP: usize = 4 << 20;

pub(super) fn add(natives: &Natives<'_, '_>) -> Result<()> {
    relations(natives)?;
    searches(natives)?;
    attributes(natives)
}

fn relations(natives: &Natives<'_, '_>) -> Result<()> {
    let s = natives.stage();
    natives.put("name", move |id: Id| match &s.tree.borrow().node(id).kind {
        Kind::Element { tag, .. } => tag.to_string(),
        Kind::Text(_) => "#text".into(),
        Kind::Comment(_) => "#comment".into(),
        Kind::Document => "#document".into(),
        Kind::Fragment => "#fragment".into(),
    })?;
    let s = natives.stage();
    natives.put("type", move |id: Id| type_of(&s.tree.borrow().node(id).kind))?;
    let s = natives.stage();
    natives.put("parent", move |id: Id| s.tree.borrow().node(id).parent)?;
    let s = natives.stage();
    natives.put("first", move |id: Id| s.tree.borrow().node(id).first)?;
    let s = natives.stage();
    natives.put("last", move |id: Id| s.tree.borrow().node(id).last)?;
    let s = natives.stage();
    natives.put("next", move |id: Id| s.tree.borrow().node(id).next)?;
    let s = natives.stage();
    natives.put("previous", move |id: Id| s.tree.borrow().node(id).previous)?;
    let s = natives.stage();
    natives.put("root", move || s.tree.borrow().root())?;
    let s = natives.stage();
    natives.put("body", move || s.tree.borrow().body())?;
    let s = natives.stage();
    natives.put("head", move || {
        let tree = s.tree.borrow();
        // What has no head gets its root: scripts put things there all the same.
        match tree.child(tree.root(), "head") {
            0 => tree.root(),
            head => head,
        }
    })?;
    let s = natives.stage();
    natives.put("path", move |id: Id| s.tree.borrow().upwards(id).collect::<Vec<Id>>())?;
    let s = natives.stage();
    natives.put("connected", move |id: Id| s.tree.borrow().is_connected(id))?;
    let s = natives.stage();
    natives.put("nodes", move |id: Id| -> Result<Vec<Id>> { children(&s, id, |_| true) })?;
    let s = natives.stage();
    natives.put("children", move |id: Id| -> Result<Vec<Id>> {
        children(&s, id, |kind| matches!(kind, Kind::Element { .. }))
    })?;
    let s = natives.stage();
    natives.put("contains", move |id: Id, other: Id| {
        s.tree.borrow().upwards(other).any(|above| above == id)
    })?;
    let s = natives.stage();
    natives.put("compare", move |one: Id, other: Id| compare(&s.tree.borrow(), one, other))
}

fn searches(natives: &Natives<'_, '_>) -> Result<()> {
    let s = natives.stage();
    natives.put("by_id", move |name: String| s.tree.borrow().by_id(&name))?;
    let s = natives.stage();
    natives.put("by_tag", move |root: Id, tag: String| {
        search(&s, root, |tree, id| tag == "*" || tree.node(id).tag() == tag)
    })?;
    let s = natives.stage();
    natives.put("by_class", move |root: Id, names: String| {
        search(&s, root, |tree, id| {
            let own = tree.node(id).attribute("class").unwrap_or_default();
            !own.is_empty() && names.split_ascii_whitespace().all(|name| has_class(own, name))
        })
    })?;
    // Nothing for a selector that is not understood.
    let s = natives.stage();
    natives.put(
        "select",
        move |root: Id, selector: String, first: bool| -> Result<Option<Vec<Id>>> {
            let Some(selectors) = Selectors::parse(&selector) else { return Ok(None) };
            let tree = s.tree.borrow();
            selectors.find(&tree, root, first, &s.budget).map(Some).ok_or_else(spent)
        },
    )?;
    let s = natives.stage();
    natives.put("matches", move |id: Id, selector: String| -> Result<Option<bool>> {
        let Some(selectors) = Selectors::parse(&selector) else { return Ok(None) };
        let tree = s.tree.borrow();
        selectors.matches(&tree, id, DOCUMENT, &s.budget).map(Some).ok_or_else(spent)
    })
}

fn attributes(natives: &Natives<'_, '_>) -> Result<()> {
    let s = natives.stage();
    natives.put("attribute", move |id: Id, name: String| {
        s.tree.borrow().node(id).attribute(&name).map(str::to_owned)
    })?;
    let s = natives.stage();
    natives.put("attributes", move |id: Id| -> Vec<String> {
        s.tree.borrow().node(id).attributes().iter().map(|(name, _)| name.to_string()).collect()
    })?;
    let s = natives.stage();
    natives.put("remove_attribute", move |id: Id, name: String| {
        s.tree.borrow_mut().remove_attribute(id, &name);
    })?;
    let s = natives.stage();
    natives.put("awaited", move |handler: String| s.tree.borrow().had_handler(&handler))?;
    let s = natives.stage();
    natives.put("data", move |id: Id| s.tree.borrow().data(id).map(str::to_owned))?;
    let s = natives.stage();
    natives.put("set_data", move |id: Id, data: String| {
        s.tree.borrow_mut().set_data(id, data).map_err(refused)
    })?;
    let s = natives.stage();
    natives.put("text", move |id: Id| -> Result<String> {
        let text = s.tree.borrow().text(id);
        if s.budget.work(text.len() / 8) { Ok(text) } else { Err(spent()) }
    })?;
    let s = natives.stage();
    natives.put("markup", move |id: Id, outer: bool| -> Result<String> {
        let markup = markup_of(&s.tree.borrow(), id, outer, MAX_MARKUP);
        if s.budget.work(markup.len() / 4) { Ok(markup) } else { Err(spent()) }
    })?;
    let s = natives.stage();
    natives.put("style", move |id: Id, property: String| -> String {
        let tree = s.tree.borrow();
        tree.node(id).attribute("style").map(|own| style::get(own, &property)).unwrap_or_default()
    })?;
    let s = natives.stage();
    natives.put(
        "set_style",
        move |id: Id, property: String, value: Opt<String>| -> Result<()> {
            let value = value.0.unwrap_or_default();
            let own = s.tree.borrow().node(id).attribute("style").unwrap_or_default().to_owned();
            if !s.budget.work(own.len()) {
                return Err(spent());
            }
            let changed = style::set(&own, &property, value.trim());
            s.tree.borrow_mut().set_attribute(id, "style", changed).map_err(refused)
        },
    )?;
    let s = natives.stage();
    natives.put("style_names", move |id: Id| -> Vec<String> {
        style::names(s.tree.borrow().node(id).attribute("style").unwrap_or_default())
    })
}

fn type_of(kind: &Kind) -> u32 {
    match kind {
        Kind::Element { .. } => 1,
        Kind::Text(_) => 3,
        Kind::Comment(_) => 8,
        Kind::Document => 9,
        Kind::Fragment => 11,
    }
}

fn children(stage: &Stage, id: Id, wanted: impl Fn(&Kind) -> bool) -> Result<Vec<Id>> {
    let tree = stage.tree.borrow();
    let mut found = Vec::new();
    let mut child = tree.node(id).first;
    while child != 0 {
        if wanted(&tree.node(child).kind) {
            found.push(child);
        }
        child = tree.node(child).next;
    }
    if stage.budget.work(found.len()) { Ok(found) } else { Err(spent()) }
}

fn search(stage: &Stage, root: Id, wanted: impl Fn(&Tree, Id) -> bool) -> Result<Vec<Id>> {
    let tree = stage.tree.borrow();
    let mut found = Vec::new();
    for id in tree.within(root) {
        if !stage.budget.work(1) {
            return Err(spent());
        }
        if matches!(tree.node(id).kind, Kind::Element { .. }) && wanted(&tree, id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// `compareDocumentPosition`.
fn compare(tree: &Tree, one: Id, other: Id) -> u32 {
    if one == other {
        return 0;
    }
    let mut above: Vec<Id> = tree.upwards(one).collect();
    let mut beyond: Vec<Id> = tree.upwards(other).collect();
    above.reverse();
    beyond.reverse();
    if above.first() != beyond.first() {
        return 1 | 32 | if one < other { 4 } else { 2 };
    }
    let common = above.iter().zip(&beyond).take_while(|(a, b)| a == b).count();
    match (above.get(common), beyond.get(common)) {
        // The other contains the one, or is contained by it.
        (_, None) => 8 | 2,
        (None, _) => 16 | 4,
        (Some(above), Some(beyond)) => {
            let mut next = *above;
            while next != 0 && next != *beyond {
                next = tree.node(next).next;
            }
            if next == 0 { 2 } else { 4 }
        }
    }
}
