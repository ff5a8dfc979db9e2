//! Documents that frames bring along, in `srcdoc` or in their address: code in there reaches the
//! window around the frame.

use scraper::{ElementRef, Node};

use super::{
    Script, ScriptKind,
    code::{is_code, read_handler_attributes},
    data_address,
    document::Document,
    gather::MAX_ELEMENTS,
    script::ScriptFacts,
    walk::Walk,
};

/// Documents of frames that are read on one page, and their bytes.
const MAX_DOCUMENTS: usize = 20;
const MAX_BYTES: usize = 256 * 1024;

impl<'d> Walk<'d, '_> {
    /// The document in a `data:` address.
    pub(super) fn read_data_frame(&mut self, address: &str) {
        if let Some(data) = data_address::read(address) {
            self.read_frame_content(&data.text);
        }
    }

    /// Reads the scripts of a frame's document, as far as they reach out of it.
    pub(super) fn read_embedded(&mut self, content: &str) {
        let reaches_out = ["top", "parent"].iter().any(|outer| content.contains(outer));
        if !reaches_out || content.len() > MAX_BYTES || self.documents >= MAX_DOCUMENTS {
            return;
        }
        self.documents += 1;
        let document = Document::parse(content, &mut |_, _, _| None);
        let elements =
            document.html.tree.nodes().filter(|node| matches!(node.value(), Node::Element(_)));
        let mut found: Vec<std::sync::Arc<ScriptFacts>> = Vec::new();
        for element in elements.filter_map(ElementRef::wrap).take(MAX_ELEMENTS) {
            if is_code(&element) && element.value().name() == "script" {
                let text = element.first_child().and_then(|child| child.value().as_text());
                found.extend(text.and_then(|text| self.setting.reader.late_script(text)));
            }
            for (code, trigger) in read_handler_attributes(&element) {
                found.push(self.setting.reader.handler(code, &trigger));
            }
        }
        for facts in found {
            self.push_code(Some(facts), ScriptKind::Framed);
        }
    }

    /// Adds code to the page, at the element that is open.
    pub(super) fn push_code(
        &mut self,
        facts: Option<std::sync::Arc<ScriptFacts>>,
        kind: ScriptKind,
    ) {
        if self.out.has_room(self.out.page.scripts.len(), MAX_ELEMENTS, "scripts") {
            let spot = self.spot();
            let ran = self.setting.ran.handlers.get(&spot.at).filter(|_| self.is_page());
            let facts = match (facts, ran) {
                (Some(read), Some(ran)) => Some(std::sync::Arc::new(read.joined(ran))),
                (facts, _) => facts,
            };
            self.out.page.scripts.push(Script { src: None, facts, kind, spot });
        }
    }
}
