//! What scripts leave in the document.

use super::{
    super::ran::Built,
    serialize::{self, markup_of},
    stage::Stage,
    style,
    tree::{DOCUMENT, Id, Kind, Tree},
};

/// Bytes of markup of one thing that was built.
const MAX_BUILT: usize = 16 << 10;

impl Stage {
    /// Tells what stands in the document at the end, and only once.
    pub fn wrap_up(&self) {
        if self.wrapped_up.replace(true) {
            return;
        }
        let tree = self.tree.borrow();
        let mut next = tree.following(DOCUMENT, DOCUMENT);
        while let Some(id) = next {
            let node = tree.node(id);
            let is_element = matches!(node.kind, Kind::Element { .. });
            let made = is_element && node.place.is_none();
            let mut room = true;
            if is_element && (made || node.restyled) {
                room &= self.tell_hidden(&tree, id);
            }
            let outermost = made && tree.node(node.parent).place.is_some();
            if outermost {
                room &= self.recorder.built(Built {
                    markup: markup_of(&tree, id, true, MAX_BUILT),
                    under: tree.place_around(id),
                    source: node.maker,
                    asked_by: node.asked_by,
                });
            }
            if !room {
                return;
            }
            next = tree.following(DOCUMENT, id);
        }
    }

    fn tell_hidden(&self, tree: &Tree, id: Id) -> bool {
        let node = tree.node(id);
        let Some(how) = style::hiding(node.attribute("style").unwrap_or_default()) else {
            return true;
        };
        let before = node.place.and_then(|place| self.job.elements.get(place as usize));
        let before = before.and_then(|element| element.attribute("style"));
        if before.and_then(style::hiding).is_some() {
            return true;
        }
        let mut tag = String::new();
        serialize::open(tree, id, &mut tag);
        self.recorder.hidden(node.place, &tag, &how)
    }
}
