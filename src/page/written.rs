//! What scripts add to a page: frames, links, and markup to be read.

use super::{
    Concealment, Declared, Frame, HidingForm, Link, Origin, Overlay, Region, ScriptKind,
    code::{is_written_in_place, written_in_place},
    gather::{FoundPiece, Gathering, MAX_ELEMENTS, MAX_ENTRIES, line},
    script::Destination,
};

/// What scripts add to the page somewhere: frames and links, and markup to be read.
pub(super) fn read_scripts(out: &mut Gathering) {
    let scripts: Vec<_> = out
        .page
        .scripts
        .iter()
        .filter_map(|script| {
            Some((script.facts.clone()?, script.spot.clone(), script.kind.clone()))
        })
        .collect();
    for (facts, spot, kind) in scripts {
        let runs_in_place = matches!(kind, ScriptKind::Inline | ScriptKind::Loaded)
            && written_in_place(&facts).is_some();
        for write in &facts.writes {
            if write.markup.contains('<') && !(runs_in_place && is_written_in_place(write)) {
                out.piece(FoundPiece {
                    markup: write.markup.clone(),
                    origin: Origin::Script,
                    concealed: Vec::new(),
                    region: Region::Main,
                    spot: spot.clone(),
                });
            }
        }
        for load in &facts.loads {
            let (Destination::Whole(address) | Destination::Begins(address)) = &load.target else {
                continue;
            };
            let concealed: Vec<_> = load.hidden.then(hidden_by_script).into_iter().collect();
            let url = out.resolve(address);
            let (origin, spot) = (Origin::Script, spot.clone());
            match load.element.as_str() {
                "iframe" if out.has_room(out.page.frames.len(), MAX_ELEMENTS, "frames") => {
                    let src = address.clone();
                    let frame = Frame { src, url, concealed, covers_window: false, origin, spot };
                    out.page.frames.push(frame);
                }
                "a" => {
                    if let Some(url) = url.clone().filter(|_| load.covers)
                        && out.has_room(out.page.overlays.len(), MAX_ENTRIES, "links")
                    {
                        let (concealed, spot) = (concealed.clone(), spot.clone());
                        out.page.overlays.push(Overlay { url, concealed, spot });
                    }
                    let block = load.hidden.then(|| {
                        out.blocks += 1;
                        out.blocks - 1
                    });
                    out.link(Link {
                        href: address.clone(),
                        url,
                        text: line(&load.text),
                        label: String::new(),
                        rel: String::new(),
                        concealed,
                        block,
                        origin,
                        region: Region::Main,
                        over_page: false,
                        spot,
                    });
                }
                _ => {}
            }
        }
    }
}

fn hidden_by_script() -> Concealment {
    Concealment {
        form: HidingForm::Display,
        declared: Declared::Script,
        detail: "display:none".to_owned(),
    }
}
