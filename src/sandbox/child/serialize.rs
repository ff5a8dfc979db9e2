//! The tree as markup.

use super::{
    markup::{is_raw, is_void},
    tree::{Id, Kind, Tree},
};

/// The markup of a node, with itself (`outer`) or only of what is in it; ends after `most` bytes.
pub(super) fn markup_of(tree: &Tree, root: Id, outer: bool, most: usize) -> String {
    let mut out = String::new();
    let mut id = if outer { root } else { tree.node(root).first };
    if id == 0 {
        return out;
    }
    loop {
        open(tree, id, &mut out);
        if out.len() > most {
            let end = (0..=most).rev().find(|at| out.is_char_boundary(*at)).unwrap_or(0);
            out.truncate(end);
            return out;
        }
        if tree.node(id).first != 0 {
            id = tree.node(id).first;
            continue;
        }
        close(tree, id, &mut out);
        loop {
            if id == root {
                return out;
            }
            let node = tree.node(id);
            if node.next != 0 {
                id = node.next;
                break;
            }
            id = node.parent;
            if id == 0 || id == root && !outer {
                return out;
            }
            close(tree, id, &mut out);
        }
    }
}

/// The start tag of an element, its text otherwise.
pub(super) fn open(tree: &Tree, id: Id, out: &mut String) {
    match &tree.node(id).kind {
        Kind::Document | Kind::Fragment => {}
        Kind::Comment(text) => {
            out.push_str("<!--");
            out.push_str(text);
            out.push_str("-->");
        }
        Kind::Text(text) => {
            if is_raw(tree.node(tree.node(id).parent).tag()) {
                out.push_str(text);
            } else {
                escape(text, false, out);
            }
        }
        Kind::Element { tag, attributes } => {
            out.push('<');
            out.push_str(tag);
            for (name, value) in attributes {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                escape(value, true, out);
                out.push('"');
            }
            out.push('>');
        }
    }
}

fn close(tree: &Tree, id: Id, out: &mut String) {
    let tag = tree.node(id).tag();
    if !tag.is_empty() && !is_void(tag) {
        out.push_str("</");
        out.push_str(tag);
        out.push('>');
    }
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '<' if !in_attribute => out.push_str("&lt;"),
            '>' if !in_attribute => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
