//! What scripts build: nodes, markup, and what follows when they enter the document.

use rquickjs::{Ctx, Result};

use super::{
    super::{
        super::{
            job::is_code,
            ran::{Made, Source, Way},
        },
        build::{self, Grown, Writing},
        stage::Stage,
        tree::{DOCUMENT, Id, Kind},
    },
    Natives, refused, spent,
};

/// Elements that lead or load somewhere.
const LEADING: [&str; 14] = [
    "a", "area", "iframe", "frame", "embed", "object", "script", "form", "img", "link", "meta",
    "base", "style", "marquee",
];
/// Attributes that do.
const LEADS: [&str; 7] = ["href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"];

pub(super) fn add<'js>(natives: &Natives<'_, 'js>) -> Result<()> {
    let s = natives.stage();
    natives.put("make", move |kind: u32, text: String| {
        let kind = match kind {
            1 => Kind::Element { tag: text.into(), attributes: Vec::new() },
            3 => Kind::Text(text),
            8 => Kind::Comment(text),
            _ => Kind::Fragment,
        };
        s.tree.borrow_mut().make(kind, s.recorder.source()).map_err(refused)
    })?;
    let s = natives.stage();
    natives.put("copy", move |id: Id, deep: bool| {
        s.tree.borrow_mut().copy(id, deep, s.recorder.source()).map_err(refused)
    })?;
    let s = natives.stage();
    natives.put("detach", move |id: Id| s.tree.borrow_mut().detach(id))?;
    // The following give back the elements that will tell when they are loaded.
    let s = natives.stage();
    natives.put("insert", move |ctx: Ctx<'js>, parent: Id, child: Id, before: Id| {
        let was_there = s.tree.borrow().is_connected(child);
        s.tree.borrow_mut().insert(parent, child, before).map_err(refused)?;
        let elements = {
            let tree = s.tree.borrow();
            // Text put into a script that stands in the document makes it run.
            let into_script = tree.node(parent).tag() == "script" && !tree.node(parent).spent;
            if !tree.is_connected(parent) {
                return Ok(None);
            }
            if into_script {
                vec![parent]
            } else if was_there {
                return Ok(None);
            } else {
                let inside = tree.within(child);
                std::iter::once(child)
                    .chain(inside)
                    .filter(|id| tree.node(*id).place.is_none())
                    .collect()
            }
        };
        enter(&ctx, &s, &elements, true)
    })?;
    let s = natives.stage();
    natives.put("set_text", move |ctx: Ctx<'js>, id: Id, text: String| {
        let is_leaf = s.tree.borrow().data(id).is_some();
        if is_leaf {
            s.tree.borrow_mut().set_data(id, text).map_err(refused)?;
            return Ok(None);
        }
        let script = {
            let mut tree = s.tree.borrow_mut();
            tree.clear(id);
            if !text.is_empty() {
                let text = tree.make(Kind::Text(text), s.recorder.source()).map_err(refused)?;
                tree.insert(id, text, 0).map_err(refused)?;
            }
            tree.node(id).tag() == "script" && !tree.node(id).spent && tree.is_connected(id)
        };
        if script { enter(&ctx, &s, &[id], true) } else { Ok(None) }
    })?;
    let s = natives.stage();
    natives.put("set_markup", move |ctx: Ctx<'js>, id: Id, markup: String| {
        let maker = s.recorder.source();
        let grown = build::replace(&mut s.tree.borrow_mut(), id, &markup, maker, &s.budget);
        enter_markup(&ctx, &s, grown.map_err(refused)?)
    })?;
    let s = natives.stage();
    natives.put(
        "insert_markup",
        move |ctx: Ctx<'js>, parent: Id, before: Id, markup: String| {
            let mut tree = s.tree.borrow_mut();
            let mut writing = Writing::new(parent, before, s.recorder.source());
            let mut grown = writing.feed(&mut tree, &markup, &s.budget).map_err(refused)?;
            let rest = writing.finish(&mut tree).map_err(refused)?;
            drop(tree);
            grown.elements.extend(rest.elements);
            enter_markup(&ctx, &s, grown)
        },
    )?;
    // Whether the element will tell when it is loaded.
    let s = natives.stage();
    natives.put("set_attribute", move |ctx: Ctx<'js>, id: Id, name: String, value: String| {
        set_attribute(&ctx, &s, id, &name, value)
    })?;
    let s = natives.stage();
    natives.put("write", move |ctx: Ctx<'js>, markup: String| write(&ctx, &s, &markup))?;
    let s = natives.stage();
    natives.put("current", move || s.current.get())?;
    // Runs the file of a script, if it is known; nothing for other elements.
    let s = natives.stage();
    natives.put("run_file", move |ctx: Ctx<'js>, id: Id| -> Option<bool> {
        let (address, maker) = {
            let tree = s.tree.borrow();
            let node = tree.node(id);
            if node.tag() != "script" {
                return None;
            }
            (s.resolve(node.attribute("src")?), node.maker)
        };
        let body = s.bodies.get(&address).and_then(|place| s.job.bodies.get(*place));
        let Some((_, code)) = body.filter(|_| s.may_run_more()) else { return Some(false) };
        s.recorder.act_as(maker);
        run_element(&ctx, &s, id, code, maker);
        Some(true)
    })
}

fn charge(stage: &Stage, bytes: usize) -> Result<()> {
    if stage.budget.work(bytes / 4) { Ok(()) } else { Err(spent()) }
}

/// Runs the code of a script element; what it writes stands after it.
pub(in super::super) fn run_element(
    ctx: &Ctx<'_>,
    stage: &Stage,
    id: Id,
    code: &str,
    source: Source,
) {
    let outer = (stage.current.replace(id), stage.writing.take());
    stage.run_code(ctx, code, source);
    if let Some(mut writing) = stage.writing.take() {
        let grown = writing.finish(&mut stage.tree.borrow_mut());
        if let Ok(grown) = grown {
            // What was left open at the end is closed by it; scripts among it do not run.
            let _ = enter(ctx, stage, &grown.elements, false);
        }
    }
    stage.current.set(outer.0);
    stage.writing.replace(outer.1);
}

/// `document.write`.
fn write(ctx: &Ctx<'_>, stage: &Stage, markup: &str) -> Result<Option<Vec<Id>>> {
    stage.look_who(ctx);
    stage.recorder.written(markup, stage.clock.now());
    let mut writing = match stage.writing.take() {
        Some(writing) => writing,
        None => {
            let tree = stage.tree.borrow();
            let script = stage.current.get();
            let (parent, before) = match tree.node(script).parent {
                parent if script != 0 && parent != 0 && tree.is_connected(script) => {
                    (parent, tree.node(script).next)
                }
                _ => (if tree.body() == 0 { tree.root() } else { tree.body() }, 0),
            };
            let parent = if parent == 0 { DOCUMENT } else { parent };
            Writing::new(parent, before, stage.recorder.source())
        }
    };
    let grown = writing.feed(&mut stage.tree.borrow_mut(), markup, &stage.budget).map_err(refused);
    // Without a script that runs there is nobody to go on with what was begun.
    if stage.current.get() != 0 {
        stage.writing.replace(Some(writing));
    }
    let grown = grown?;
    let elements: Vec<Id> = {
        let tree = stage.tree.borrow();
        let is_inline =
            |id: &Id| tree.node(*id).tag() == "script" && tree.node(*id).attribute("src").is_none();
        grown.elements.iter().copied().filter(|id| !is_inline(id)).collect()
    };
    let loading = enter(ctx, stage, &elements, true)?;
    for id in grown.scripts {
        enter(ctx, stage, &[id], true)?;
    }
    Ok(loading)
}

/// Markup set by a script: its scripts do not run.
fn enter_markup(ctx: &Ctx<'_>, stage: &Stage, grown: Grown) -> Result<Option<Vec<Id>>> {
    {
        let mut tree = stage.tree.borrow_mut();
        for id in &grown.elements {
            if tree.node(*id).tag() == "script" {
                tree.spend(*id);
            }
        }
        if !grown.elements.first().is_some_and(|id| tree.is_connected(*id)) {
            return Ok(None);
        }
    }
    enter(ctx, stage, &grown.elements, false)
}

/// New elements are in the document: notes those that lead somewhere and runs scripts.
fn enter(ctx: &Ctx<'_>, stage: &Stage, elements: &[Id], run: bool) -> Result<Option<Vec<Id>>> {
    let mut loading = Vec::new();
    if let Some(first) = elements.first() {
        stage.sign(ctx, *first);
    }
    for id in elements {
        charge(stage, 64)?;
        let (tag, attributes, under) = {
            let tree = stage.tree.borrow();
            let node = tree.node(*id);
            if !LEADING.contains(&node.tag()) {
                continue;
            }
            (node.tag().to_owned(), node.attributes().to_vec(), tree.place_around(*id))
        };
        let get = |name: &str| {
            attributes.iter().find(|(own, _)| **own == *name).map(|(_, value)| value.as_str())
        };
        let now = stage.clock.now();
        stage.look_who(ctx);
        stage.recorder.added(&tag, &attributes, under, now);
        let loads = match tag.as_str() {
            "script" => {
                run && enter_script(ctx, stage, *id, get("src"), get("type"), get("language"))
            }
            "iframe" | "frame" | "embed" => {
                if let Some(src) = get("src").filter(|src| !src.is_empty()) {
                    stage.look_who(ctx);
                    stage.recorder.load(&stage.resolve(src), &tag, now);
                }
                true
            }
            "img" => get("src").is_some(),
            "link" => get("href").is_some(),
            "meta" => {
                refresh(ctx, stage, get("http-equiv"), get("content"));
                false
            }
            _ => false,
        };
        if loads {
            loading.push(*id);
        }
    }
    Ok(Some(loading).filter(|loading| !loading.is_empty()))
}

/// A script has come into the document; says whether its file is still to come.
fn enter_script(
    ctx: &Ctx<'_>,
    stage: &Stage,
    id: Id,
    src: Option<&str>,
    kind: Option<&str>,
    language: Option<&str>,
) -> bool {
    if !is_code(kind, language) || stage.tree.borrow().node(id).spent {
        return false;
    }
    if let Some(src) = src.filter(|src| !src.trim().is_empty()) {
        stage.tree.borrow_mut().spend(id);
        stage.look_who(ctx);
        stage.recorder.load(&stage.resolve(src), "script", stage.clock.now());
        return true;
    }
    let code = stage.tree.borrow().text(id);
    if !code.trim().is_empty() && stage.may_run_more() {
        stage.tree.borrow_mut().spend(id);
        stage.look_who(ctx);
        stage.recorder.layer(&code, Made::Script, stage.clock.now());
        run_element(ctx, stage, id, &code, stage.recorder.source());
    }
    false
}

fn refresh(ctx: &Ctx<'_>, stage: &Stage, equiv: Option<&str>, content: Option<&str>) {
    if !equiv.is_some_and(|equiv| equiv.trim().eq_ignore_ascii_case("refresh")) {
        return;
    }
    let content = content.unwrap_or_default();
    let lower = content.to_ascii_lowercase();
    let Some(at) = lower.find("url") else { return };
    let target = content.get(at + 3..).unwrap_or_default().trim_start();
    if let Some(target) = target.strip_prefix('=') {
        stage.navigate(ctx, target.trim().trim_matches(['"', '\'']), Way::Refresh);
    }
}

fn set_attribute(ctx: &Ctx<'_>, stage: &Stage, id: Id, name: &str, value: String) -> Result<bool> {
    stage.tree.borrow_mut().set_attribute(id, name, value.clone()).map_err(refused)?;
    if !LEADS.contains(&name) {
        return Ok(false);
    }
    let (tag, place, connected) = {
        let tree = stage.tree.borrow();
        let node = tree.node(id);
        (node.tag().to_owned(), node.place, tree.is_connected(id))
    };
    let now = stage.clock.now();
    if connected && LEADING.contains(&tag.as_str()) {
        stage.look_who(ctx);
        stage.recorder.rewritten(place, &tag, name, &value, now);
    }
    match (tag.as_str(), name) {
        ("img", "src") => {
            if place.is_none() {
                stage.look_who(ctx);
                stage.recorder.sent(&stage.resolve(&value), "image", now);
            }
            Ok(true)
        }
        ("script", "src") if connected => {
            Ok(enter_script(ctx, stage, id, Some(&value), None, None))
        }
        ("iframe" | "frame" | "embed", "src") if connected => {
            stage.look_who(ctx);
            stage.recorder.load(&stage.resolve(&value), &tag, now);
            Ok(true)
        }
        _ => Ok(false),
    }
}
