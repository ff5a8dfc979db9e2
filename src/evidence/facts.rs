//! What a page says, as it was read: for those who have to follow a finding without the program.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Value, json};
use url::Url;

use crate::{
    detect::View,
    page::{
        Concealment, Form, Frame, Link, Page, Script,
        script::{Destination, ScriptFacts},
    },
};

/// Links of one page that are told; those that people do not see come first.
const MOST_LINKS: usize = 2_000;
/// Entries of any other list.
const MOST: usize = 300;
/// Characters of one text.
const LONGEST: usize = 4_000;
/// Layers of one page, and the bytes of one.
const MOST_LAYERS: usize = 50;
const LARGEST_LAYER: usize = 1 << 20;

/// What each distinct view says.
pub fn facts(views: &[View]) -> Vec<Value> {
    let mut told: Vec<(&Arc<Page>, usize)> = Vec::new();
    let mut all = Vec::new();
    for (index, view) in views.iter().enumerate() {
        let same = view.page.as_ref().and_then(|page| {
            told.iter().find(|(other, _)| Arc::ptr_eq(other, page)).map(|(_, index)| *index)
        });
        if let Some(page) = view.page.as_ref().filter(|_| same.is_none()) {
            told.push((page, index));
        }
        let hops = view.hops.iter().map(
            |hop| json!({"url": hop.url.as_str(), "status": hop.status, "location": hop.location}),
        );
        all.push(json!({
            "visitor": view.identity.id(),
            "hops": hops.collect::<Vec<_>>(),
            "leaves_to": view.leaves_to.as_ref().map(Url::as_str),
            "same_page_as_view": same,
            "page": view.page.as_ref().filter(|_| same.is_none()).map(|page| of_page(page)),
            "document": view.document.as_ref().map(|document| json!({
                "title": short(&document.title),
                "text": short(&document.text),
            })),
        }));
    }
    all
}

/// Code that was unpacked while scripts of the pages ran, each layer once.
pub fn layers(views: &[View]) -> Vec<Arc<str>> {
    let pages = views.iter().filter_map(|view| view.page.as_ref());
    let scripts = pages.flat_map(|page| &page.scripts).filter_map(|script| script.facts.as_ref());
    let mut known = BTreeSet::new();
    let all = scripts.flat_map(|facts| unpacked(facts));
    all.filter(|layer| layer.len() <= LARGEST_LAYER && known.insert(Arc::clone(layer)))
        .take(MOST_LAYERS)
        .collect()
}

fn unpacked(facts: &ScriptFacts) -> impl Iterator<Item = Arc<str>> {
    let moves = facts.navigations.iter().map(|own| &own.ran);
    let loads = facts.loads.iter().map(|own| &own.ran);
    let sends = facts.sends.iter().map(|own| &own.ran);
    moves.chain(loads).chain(sends).flatten().filter_map(|ran| ran.layer.clone())
}

fn of_page(page: &Page) -> Value {
    let mut links: Vec<&Link> = page.links.iter().collect();
    links.sort_by_key(|link| link.concealed.is_empty());
    json!({
        "url": page.url.as_str(),
        "lang": page.lang,
        "title": short(&page.title),
        "metas": page.metas.iter().map(|(name, text)| [short(name), short(text)]).collect::<Vec<_>>(),
        "headings": list(&page.headings, |text| json!(short(text))),
        "links_total": page.links_total,
        "links": links.into_iter().take(MOST_LINKS).map(link).collect::<Vec<_>>(),
        "frames": list(&page.frames, frame),
        "forms": list(&page.forms, form),
        "scripts": list(&page.scripts, script),
        "refreshes": list(&page.refreshes, |own| json!({
            "seconds": own.seconds, "url": own.url.as_ref().map(Url::as_str), "header": own.header,
        })),
        "references": list(&page.references, |own| json!({
            "role": own.role.id(), "url": own.url.as_str(),
        })),
        "overlays": list(&page.overlays, |own| json!({
            "url": own.url.as_str(), "css": own.spot.css,
        })),
        "hidden_text": list(&page.hidden_text, |own| json!({
            "text": short(&own.text), "concealed": concealed(&own.concealed), "css": own.spot.css,
        })),
        "visible_text": short(&page.visible_text),
        "limits_hit": page.limits_hit,
    })
}

fn link(link: &Link) -> Value {
    json!({
        "href": short(&link.href),
        "url": link.url.as_ref().map(Url::as_str),
        "text": short(&link.text),
        "rel": short(&link.rel),
        "concealed": concealed(&link.concealed),
        "region": link.region.id(),
        "css": link.spot.css,
    })
}

fn frame(frame: &Frame) -> Value {
    json!({
        "src": short(&frame.src),
        "url": frame.url.as_ref().map(Url::as_str),
        "concealed": concealed(&frame.concealed),
        "covers_window": frame.covers_window,
        "css": frame.spot.css,
    })
}

fn form(form: &Form) -> Value {
    json!({
        "action": form.action.as_ref().map(Url::as_str),
        "password": form.password,
        "css": form.spot.css,
    })
}

fn script(script: &Script) -> Value {
    let said = script.facts.as_ref().map(|facts| {
        let moves = facts.navigations.iter().take(MOST);
        json!({
            "moves": moves.map(|own| json!({
                "to": destination(&own.target), "by": own.sink, "encoded": own.encoded,
            })).collect::<Vec<_>>(),
            "loads": list(&facts.loads, |own| destination(&own.target)),
            "writes": list(&facts.writes, |own| json!(short(&own.markup))),
            "sends": list(&facts.sends, |own| destination(&own.target)),
            "addresses": list(&facts.addresses, |own| json!(short(own))),
            "disguised": list(&facts.disguised, |own| json!(short(own))),
            "opaque": facts.opaque,
            "encoded": facts.encoded,
            "unreadable": facts.unreadable,
        })
    });
    json!({
        "src": script.src.as_ref().map(Url::as_str),
        "kind": format!("{:?}", script.kind),
        "css": script.spot.css,
        "facts": said,
    })
}

/// Where code leads, as far as it could be worked out.
fn destination(target: &Destination) -> Value {
    match target {
        Destination::Whole(address) => json!(short(address)),
        Destination::Begins(address) => json!({"begins": short(address)}),
        Destination::Element(selector) => json!({"element": short(selector)}),
        Destination::Unknown => Value::Null,
    }
}

fn concealed(reasons: &[Concealment]) -> Vec<Value> {
    let told = reasons.iter().take(MOST);
    told.map(|own| json!({"form": own.form.id(), "detail": short(&own.detail)})).collect()
}

fn list<T>(all: &[T], tell: impl Fn(&T) -> Value) -> Vec<Value> {
    all.iter().take(MOST).map(tell).collect()
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
