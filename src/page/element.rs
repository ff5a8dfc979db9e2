//! What single elements say, beside links and text.

use html5ever::local_name;
use scraper::ElementRef;

use super::{
    Form, Frame, InnerDocument, Overlay, Reference, Refresh, Role,
    gather::{FoundPiece, MAX_ADDRESS, MAX_ELEMENTS, MAX_ENTRIES, MAX_IMAGES, bounded, line},
    hints::{attribute, is_speck},
    refresh,
    text::push_space,
    walk::Walk,
};

/// Elements with a position of their own that are looked at more closely.
const MAX_ASKED: usize = 500;
/// Documents that frames bring along, and bytes of each.
const MAX_INNER_DOCUMENTS: usize = 20;
const MAX_INNER_DOCUMENT: usize = 64 * 1024;

impl<'d> Walk<'d, '_> {
    pub(super) fn read_element(&mut self, element: ElementRef<'d>) {
        let get = |name| attribute(&element, name);
        match element.value().name.local {
            local_name!("a") | local_name!("area") => {
                if let Some(href) = get(local_name!("href")) {
                    self.read_overlay(get(local_name!("style")), href);
                    if super::code::is_script_address(href) {
                        self.read_script_address(href);
                    } else {
                        self.open_link(&element, href);
                    }
                }
            }
            local_name!("iframe") | local_name!("frame") | local_name!("embed") => {
                self.mute();
                self.read_frame(get(local_name!("src")));
                if let Some(content) = get(local_name!("srcdoc")) {
                    self.read_frame_content(content);
                }
            }
            local_name!("object") => self.read_frame(get(local_name!("data"))),
            local_name!("meta") => self.read_meta(&element),
            local_name!("img") => self.read_image(&element),
            local_name!("script") => {
                self.mute();
                if self.is_page() {
                    self.read_script(&element);
                }
            }
            local_name!("style") | local_name!("noframes") | local_name!("noembed") => self.mute(),
            local_name!("title") | local_name!("desc") => self.mute(),
            _ if !self.is_page() => {}
            local_name!("html") => {
                let lang = get(local_name!("lang")).map(|lang| bounded(lang.trim(), 35));
                if self.out.page.lang.is_none() {
                    self.out.page.lang =
                        lang.filter(|lang| !lang.is_empty()).map(|lang| lang.to_ascii_lowercase());
                }
            }
            local_name!("base") => {
                if get(local_name!("href")).is_some() {
                    let url = self.out.base.clone();
                    self.refer(Role::Base, Some(url));
                }
            }
            local_name!("link") => self.read_link_element(&element),
            local_name!("h1") | local_name!("h2") | local_name!("h3") => self.open_heading(),
            local_name!("form") => self.open_form(get(local_name!("action"))),
            local_name!("input") => self.read_input(get(local_name!("type"))),
            _ => {}
        }
    }

    fn mute(&mut self) {
        if let Some(state) = self.state_mut() {
            state.mute = true;
        }
    }

    fn read_frame(&mut self, src: Option<&'d str>) {
        let Some(src) = src.map(str::trim).filter(|src| !src.is_empty() && self.is_live()) else {
            return;
        };
        if super::code::is_script_address(src) {
            return self.read_frame_address(src);
        }
        self.read_data_frame(src);
        let Some(state) = self.state() else { return };
        if !self.out.has_room(self.out.page.frames.len(), MAX_ELEMENTS, "frames") {
            return;
        }
        let node = self.frames.last().map(|frame| frame.element.id());
        let is_set = self.frames.last().is_some_and(|own| own.element.value().name() == "frame");
        let frame = Frame {
            src: bounded(src, MAX_ADDRESS),
            url: self.out.resolve(src),
            concealed: self.concealed(&state),
            covers_window: is_set || self.covers_window(),
            origin: node.map_or(self.setting.origin, |node| self.origin(node)),
            spot: self.spot(),
        };
        self.out.page.frames.push(frame);
    }

    /// A frame may bring its document along.
    pub(super) fn read_frame_content(&mut self, content: &str) {
        self.read_embedded(content);
        let Some(state) = self.state().filter(|_| self.is_page()) else { return };
        let (concealed, spot) = (self.concealed(&state), self.spot());
        let known = self.out.page.inner_documents.len();
        if self.out.has_room(known, MAX_INNER_DOCUMENTS, "frames") {
            let markup = bounded(content, MAX_INNER_DOCUMENT);
            self.out.page.inner_documents.push(InnerDocument { markup, spot: spot.clone() });
        }
        let (markup, origin, region) = (content.to_owned(), self.setting.origin, state.region);
        self.out.piece(FoundPiece { markup, origin, concealed, region, spot });
    }

    /// A link that lies over the whole window; to ask the stylesheets of every link would cost too
    /// much.
    fn read_overlay(&mut self, style: Option<&'d str>, href: &str) {
        if !self.is_live() || !self.lies_over_all(style) {
            return;
        }
        let Some(state) = self.state() else { return };
        let (concealed, spot) = (self.concealed(&state), self.spot());
        if let Some(url) = self.out.resolve(href)
            && self.out.has_room(self.out.page.overlays.len(), MAX_ENTRIES, "links")
        {
            self.out.page.overlays.push(Overlay { url, concealed, spot });
        }
    }

    /// Whether the innermost element lies over the whole window, by a style of its own.
    pub(super) fn lies_over_all(&mut self, style: Option<&str>) -> bool {
        // In a piece of markup nobody knows in what it will be placed.
        let word = if self.is_page() { "position" } else { "fixed" };
        if !style.is_some_and(|style| style.contains(word)) || self.asked >= MAX_ASKED {
            return false;
        }
        self.asked += 1;
        self.covers_window()
    }

    fn read_meta(&mut self, element: &ElementRef<'d>) {
        let get = |name| attribute(element, name);
        let content = get(local_name!("content")).unwrap_or_default();
        let equiv = get(local_name!("http-equiv")).unwrap_or_default();
        if equiv.trim().eq_ignore_ascii_case("refresh")
            && self.is_live()
            && let Some((seconds, address)) = refresh::parse(content)
            && self.out.has_room(self.out.page.refreshes.len(), MAX_ELEMENTS, "refreshes")
        {
            let refresh = Refresh {
                seconds,
                url: address.and_then(|address| self.out.resolve(address)),
                in_noscript: self.state().is_some_and(|state| state.noscript),
                header: false,
                spot: self.spot(),
            };
            self.out.page.refreshes.push(refresh);
        }
        if !self.is_page() {
            return;
        }
        let property = element.value().attrs.iter().find(|(name, _)| &*name.local == "property");
        let name = get(local_name!("name")).or(property.map(|(_, value)| &**value));
        let Some(name) = name.map(|name| bounded(name.trim(), 100).to_ascii_lowercase()) else {
            return;
        };
        if name == "og:url" {
            let url = self.out.resolve(content);
            self.refer(Role::OgUrl, url);
        }
        if self.out.has_room(self.out.page.metas.len(), MAX_ENTRIES, "metas") {
            self.out.page.metas.push((name, line(content)));
        }
    }

    fn read_link_element(&mut self, element: &ElementRef<'d>) {
        let rel = attribute(element, local_name!("rel")).unwrap_or_default();
        let Some(href) = attribute(element, local_name!("href")) else { return };
        if let Some(role) = role(rel) {
            let url = self.out.resolve(href);
            self.refer(role, url);
        }
    }

    fn refer(&mut self, role: Role, url: Option<url::Url>) {
        let room = self.out.has_room(self.out.page.references.len(), MAX_ELEMENTS, "references");
        if let Some(url) = url.filter(|_| room) {
            let spot = self.spot();
            self.out.page.references.push(Reference { role, url, spot });
        }
    }

    fn read_image(&mut self, element: &ElementRef<'d>) {
        let alt = attribute(element, local_name!("alt")).unwrap_or_default();
        if !alt.trim().is_empty()
            && self.is_page()
            && self.out.has_room(self.out.page.image_texts.len(), MAX_IMAGES, "images")
        {
            self.out.page.image_texts.push(line(alt));
        }
        let src = attribute(element, local_name!("src")).map(str::trim);
        if !self.links.is_empty() {
            let title = attribute(element, local_name!("title")).unwrap_or_default();
            self.link_image([alt, title], src.unwrap_or_default(), is_speck(element));
        }
        if let Some(src) = src.filter(|src| !src.is_empty())
            && self.is_page()
            && self.out.has_room(self.out.page.images.len(), MAX_IMAGES, "images")
        {
            // Pictures written into the page are long and say nothing.
            let most = if src.starts_with("data:") { 64 } else { 2048 };
            self.out.page.images.push(bounded(src, most));
        }
    }

    fn open_heading(&mut self) {
        let place = self.out.page.headings.len();
        if !self.out.has_room(place, MAX_ENTRIES, "headings") {
            return;
        }
        self.out.page.headings.push(String::new());
        if let Some(state) = self.state_mut() {
            state.heading = Some(place);
        }
    }

    fn open_form(&mut self, action: Option<&'d str>) {
        let place = self.out.page.forms.len();
        if !self.out.has_room(place, MAX_ELEMENTS, "forms") {
            return;
        }
        let action = action.and_then(|action| self.out.resolve(action));
        let spot = self.spot();
        self.out.page.forms.push(Form { action, password: false, spot });
        if let Some(state) = self.state_mut() {
            state.form = Some(place);
        }
    }

    fn read_input(&mut self, kind: Option<&'d str>) {
        let is_password = kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("password"));
        let form = self.state().and_then(|state| state.form).filter(|_| is_password);
        if let Some(form) = form.and_then(|form| self.out.page.forms.get_mut(form)) {
            form.password = true;
        }
        push_space(&mut self.out.page.visible_text);
    }
}

/// The role that a `rel` gives to an address.
pub(super) fn role(rel: &str) -> Option<Role> {
    let has =
        |wanted: &str| rel.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(wanted));
    if has("canonical") {
        Some(Role::Canonical)
    } else if has("amphtml") {
        Some(Role::AmpHtml)
    } else if has("alternate") && !has("stylesheet") {
        Some(Role::Alternate)
    } else if has("icon") || has("apple-touch-icon") {
        Some(Role::Icon)
    } else {
        None
    }
}
