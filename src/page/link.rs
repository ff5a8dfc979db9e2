//! Links, with what people read of them.

use ego_tree::NodeId;
use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::{
    Concealment, Declared, HidingForm, Link, Region,
    gather::{FoundPiece, Line, MAX_ADDRESS, bounded, line},
    hints::attribute,
    text::is_invisible,
    walk::{Frame, State, Walk},
};

/// A link whose end has not been reached.
pub(super) struct OpenLink {
    link: Link,
    shown: Line,
    /// Text inside the link that is hidden while the link is not.
    hidden: Line,
    inner: Option<(Vec<Concealment>, Option<usize>)>,
    /// What conceals the box of the link, to tell what is concealed inside.
    around: (Option<usize>, Option<usize>),
    /// A picture that is seen if the link is.
    has_image: bool,
    has_speck: bool,
    /// Nothing by which a stylesheet would single it out, to draw a picture there.
    is_bare: bool,
    /// The alternative text of the last image, else the title.
    substitute: String,
    /// All that is said of it in attributes, and out of sight.
    label: String,
}

/// Bytes of what is said of a link in attributes.
const MAX_LABEL: usize = 512;

impl OpenLink {
    pub fn separate(&mut self) {
        self.shown.separate();
        self.hidden.separate();
    }
}

impl<'d> Walk<'d, '_> {
    /// Begins a link. Its text follows, until the frame closes.
    pub(super) fn open_link(&mut self, element: &ElementRef<'d>, href: &'d str) {
        let Some(state) = self.state() else { return };
        let node = element.id();
        let mut concealed = self.concealed(&state);
        let mut region = state.region;
        if let Some(outside) = self.outside(node) {
            region = outside;
            let (form, detail) = match outside {
                Region::BeforeBegin => (HidingForm::BeforeBegin, "<html>"),
                _ => (HidingForm::AfterEnd, "</html>"),
            };
            let detail = detail.to_owned();
            concealed.push(Concealment { form, declared: Declared::Element, detail });
        }
        let title = attribute(element, local_name!("title")).unwrap_or_default();
        let mut label = line(title);
        if let Some(spoken) = attribute(element, LocalName::from("aria-label")) {
            push_label(&mut label, spoken);
        }
        let bare = |frame: &Frame<'_>| {
            frame.id.is_none() && frame.classes.is_empty() && frame.style.is_none()
        };
        let is_bare = self.frames.last().is_some_and(bare);
        let rel = attribute(element, local_name!("rel")).unwrap_or_default();
        let full = self.out.page.links.len() >= super::Page::MAX_LINKS;
        let url = self.out.resolve(href);
        let elsewhere = url.as_ref().is_some_and(|url| url.host() != self.out.page.url.host());
        let link = Link {
            href: bounded(href, MAX_ADDRESS),
            url,
            text: String::new(),
            label: String::new(),
            rel: bounded(rel, 200),
            concealed,
            block: state.block,
            origin: self.origin(node),
            region,
            over_page: elsewhere && !full && self.is_over_page(),
            // Beyond the bound links are only counted.
            spot: if full { super::Spot::default() } else { self.spot() },
        };
        self.links.push(OpenLink {
            link,
            shown: Line::default(),
            hidden: Line::default(),
            inner: None,
            around: (state.hidden, state.visibility),
            has_image: false,
            has_speck: false,
            is_bare,
            substitute: line(title),
            label,
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.opens_link = true;
        }
        if element.value().name.local == local_name!("area") {
            let alt = attribute(element, local_name!("alt")).unwrap_or_default();
            self.link_image([alt, ""], "", false);
        }
    }

    pub(super) fn link_text(&mut self, text: &str, state: &State) {
        let Some(open) = self.links.last() else { return };
        let hidden_inside = state.is_concealed() && open.link.block.is_none();
        let reasons = (hidden_inside && open.inner.is_none() && !text.trim().is_empty())
            .then(|| (self.concealed(state), state.block));
        if let Some(open) = self.links.last_mut() {
            if reasons.is_some() {
                open.inner = reasons;
            }
            if hidden_inside { &mut open.hidden } else { &mut open.shown }.push(text);
        }
    }

    /// An element inside the open link: something may be drawn there.
    pub(super) fn link_child(&mut self) {
        if let Some(open) = self.links.last_mut() {
            open.is_bare = false;
        }
    }

    /// An image in the open link.
    pub(super) fn link_image(&mut self, said: [&str; 2], src: &str, is_speck: bool) {
        let around = self.state().map(|state| (state.hidden, state.visibility));
        let Some(open) = self.links.last_mut() else { return };
        if is_speck {
            open.has_speck = true;
        } else {
            open.has_image |= around == Some(open.around);
        }
        let [alt, title] = said;
        if !alt.trim().is_empty() {
            open.substitute = line(alt);
        }
        push_label(&mut open.label, alt);
        push_label(&mut open.label, title);
        push_label(&mut open.label, &file_name(src));
    }

    pub(super) fn close_link(&mut self) {
        let Some(mut open) = self.links.pop() else { return };
        let mut link = open.link;
        link.text = open.shown.take();
        if link.text.is_empty() && !open.has_image {
            link.text = open.hidden.take();
            // All that could be read of the link is hidden, so the link is.
            if let Some((concealed, block)) = open.inner
                && link.block.is_none()
            {
                link.concealed.extend(concealed);
                link.block = block;
            }
        }
        if open.has_image && link.concealed.iter().all(hides_letters_only) {
            link.concealed.clear();
            link.block = None;
        }
        let nothing = link.text.is_empty() && (open.has_speck || open.is_bare);
        if !open.has_image && (nothing || is_speck(&link.text)) {
            let detail = if open.has_speck { "<img>".to_owned() } else { link.text.clone() };
            let (form, declared) = (HidingForm::Speck, Declared::Element);
            link.concealed.push(Concealment { form, declared, detail });
        }
        push_label(&mut open.label, &open.hidden.take());
        if link.text.is_empty() {
            link.text = open.substitute;
        }
        if open.label != link.text {
            link.label = open.label;
        }
        self.out.link(link);
    }

    /// A comment with links in it was a part of the page that somebody put aside, or hides.
    pub(super) fn comment(&mut self, node: NodeId, text: &str) {
        if self.is_page() && mentions_links(text) {
            let mut spot = self.spot();
            spot.tag = "#comment";
            spot.at = self.setting.document.birth(node).map_or(0, |birth| birth.at);
            self.found_piece(text, HidingForm::Comment, "<!--", spot);
        }
    }

    /// Text of an element that is never drawn.
    pub(super) fn mute_text(&mut self, text: &str) {
        let is_markup = self.frames.last().is_some_and(|frame| {
            matches!(
                frame.element.value().name.local,
                local_name!("noframes") | local_name!("noembed") | local_name!("iframe")
            )
        });
        if self.is_page() && is_markup && mentions_links(text) {
            let spot = self.spot();
            self.found_piece(text, HidingForm::NotRendered, spot.tag, spot.clone());
        }
    }

    fn found_piece(&mut self, text: &str, form: HidingForm, detail: &str, spot: super::Spot) {
        let detail = detail.to_owned();
        self.out.piece(FoundPiece {
            markup: text.to_owned(),
            origin: super::Origin::Markup,
            concealed: vec![Concealment { form, declared: Declared::Element, detail }],
            region: self.state().map_or(Region::Main, |state| state.region),
            spot,
        });
    }
}

/// Pictures have no letters: they are seen.
fn hides_letters_only(reason: &Concealment) -> bool {
    match reason.form {
        HidingForm::Colour | HidingForm::FontSize => true,
        HidingForm::Offscreen => reason.detail.starts_with("text-indent"),
        _ => false,
    }
}

/// A sign that nobody takes for a link, or one that is not even seen.
fn is_speck(text: &str) -> bool {
    let mut letters = text.chars().filter(|&c| !is_invisible(c));
    let sign = letters.next();
    !text.is_empty()
        && letters.next().is_none()
        && sign.is_none_or(|c| ".,;:'`·。、，．".contains(c))
}

fn push_label(label: &mut String, text: &str) {
    let text = text.trim();
    if text.is_empty() || label.len() + text.len() > MAX_LABEL {
        return;
    }
    if !label.is_empty() {
        label.push_str(" | ");
    }
    label.push_str(text);
}

/// The name of a picture, which often says what it shows.
fn file_name(src: &str) -> String {
    if src.starts_with("data:") {
        return String::new();
    }
    let path = src.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    name.replace(|c: char| !c.is_alphanumeric(), " ")
}

fn mentions_links(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
        matches!(rest, [b'a' | b'A', after, ..] if after.is_ascii_whitespace())
    })
}
