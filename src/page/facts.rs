//! The nouns of a page.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    outline::Element,
    script::ScriptFacts,
    text::{Folded, fold_lines},
};

/// Everything the rules want to know about one body.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the body came from.
    pub url: Url,
    /// The decoded source.
    pub source: Arc<str>,
    /// `lang` of the root element, lower case.
    pub lang: Option<String>,
    /// The first title.
    pub title: String,
    /// Name or property (lower case) and content of every meta, at most 200.
    pub metas: Vec<(String, String)>,
    /// Text of h1 to h3, at most 200.
    pub headings: Vec<String>,
    /// Links with an address, in document order, at most [`Page::MAX_LINKS`].
    pub links: Vec<Link>,
    /// How many links the page has in all.
    pub links_total: usize,
    /// Frames, embeds and objects.
    pub frames: Vec<Frame>,
    /// Documents that frames bring along, at most 20.
    pub inner_documents: Vec<InnerDocument>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Scripts with what reading them showed.
    pub scripts: Vec<Script>,
    /// Where elements lead that scripts click or submit, by the selector in
    /// [`Destination::Element`](super::script::Destination::Element).
    pub set_off: Vec<(String, Url)>,
    /// Links that lie over the whole window.
    pub overlays: Vec<Overlay>,
    /// Meta refreshes, and `Refresh` headers.
    pub refreshes: Vec<Refresh>,
    /// Addresses by which the page speaks of itself: canonical, alternate, amphtml, base, og:url, icon.
    pub references: Vec<Reference>,
    /// Text a person sees, white space folded, NFC.
    pub visible_text: String,
    /// Byte offsets in `visible_text` at which blocks begin, the first one left out, at most
    /// [`Page::MAX_BLOCKS`]; see [`Page::blocks`].
    pub block_starts: Vec<u32>,
    /// Text concealed from people, with its concealment; link text included.
    pub hidden_text: Vec<HiddenText>,
    /// Images, by address as written, at most 500.
    pub images: Vec<String>,
    /// What stands for images where they cannot be shown, at most 500.
    pub image_texts: Vec<String>,
    /// What had to be left out because the page is too large or too deep, for the report.
    pub limits_hit: Vec<&'static str>,
    /// The elements for those who run the scripts; empty unless the reader was asked for them.
    pub outline: Arc<[Element]>,
    /// See [`Page::folded`].
    pub(super) folded: OnceLock<Folded>,
}

impl Page {
    /// The most links that are kept.
    pub const MAX_LINKS: usize = 20_000;
    /// The most blocks of visible text that are told apart; the last one goes to the end.
    pub const MAX_BLOCKS: usize = 50_000;

    /// The visible text block by block: what stands on a line, in a cell or a paragraph of its own.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.block_starts.iter().map(|&at| at as usize));
        let ends = self.block_starts.iter().map(|&at| at as usize);
        let ends = ends.chain(std::iter::once(self.visible_text.len()));
        let blocks = starts.zip(ends).filter_map(|(from, to)| self.visible_text.get(from..to));
        blocks.map(str::trim_end).filter(|block| !block.is_empty())
    }

    /// The visible text in the forms in which terms are looked for, each block on a line; made when
    /// first asked for.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold_lines(self.blocks()))
    }
}

/// A place in the tree by which its source can be found again, on demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Element name; `#comment` for a comment, empty where there is no element.
    pub tag: &'static str,
    /// Byte offset of its start tag in [`Page::source`]; for what a script wrote, that of the script.
    pub at: usize,
    /// CSS path, at most 12 steps from the element upwards.
    pub css: String,
}

/// A link to somewhere.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address as written.
    pub href: String,
    /// The address resolved, if it is one.
    pub url: Option<Url>,
    /// What a visitor reads: text, else the image's alt or the title attribute.
    pub text: String,
    /// What else is said of it beside `text`: title, label, what is hidden inside, alternative text
    /// and name of its pictures.
    pub label: String,
    /// `rel` as written.
    pub rel: String,
    /// Why people do not see it; empty for a visible link.
    pub concealed: Vec<Concealment>,
    /// Number of the outermost concealed element around it, to tell blocks apart.
    pub block: Option<usize>,
    /// Where the link comes from.
    pub origin: Origin,
    /// The part of the page in which it stands.
    pub region: Region,
    /// Whether it leads elsewhere and stands in something that is laid over the whole window.
    pub over_page: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// Whether markup stood in the source or was made by a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the source.
    Markup,
    /// Written by a script whose text is constant.
    Script,
}

/// The part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Region {
    /// Header.
    Header,
    /// Navigation.
    Nav,
    /// Anything not marked otherwise.
    Main,
    /// Side column.
    Aside,
    /// Footer.
    Footer,
    /// Before the document type or the start tag of the document.
    BeforeBegin,
    /// After the end tag of the document.
    AfterEnd,
}

impl Region {
    /// The name in signals.
    pub fn id(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Nav => "nav",
            Self::Main => "main",
            Self::Aside => "aside",
            Self::Footer => "footer",
            Self::BeforeBegin => "before-begin",
            Self::AfterEnd => "after-end",
        }
    }
}

/// One reason why people do not see an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Concealment {
    /// The form of hiding.
    pub form: HidingForm,
    /// Where it is declared.
    pub declared: Declared,
    /// What was declared, for the report: `left:-9999px`.
    pub detail: String,
}

/// The forms of hiding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HidingForm {
    /// `display:none`.
    Display,
    /// `visibility:hidden` or `collapse`.
    Visibility,
    /// `opacity` near zero.
    Opacity,
    /// Zero width or height with the overflow hidden.
    ZeroSize,
    /// Moved out of the screen by position, margin or indent.
    Offscreen,
    /// `clip` or `clip-path` to nothing.
    Clip,
    /// `transform` to nothing or away.
    Transform,
    /// Letters too small to read.
    FontSize,
    /// Letters in the colour of their background.
    Colour,
    /// Behind everything else.
    Behind,
    /// A marquee of no size.
    Marquee,
    /// The `hidden` attribute.
    Attribute,
    /// `<noscript>`: shown only where scripts are off.
    Noscript,
    /// `<template>` and other elements that are never drawn.
    NotRendered,
    /// A link with nothing to click on: a full stop, a picture of one pixel, nothing at all.
    Speck,
    /// In a comment.
    Comment,
    /// Before the document begins: browsers draw it, but no template puts anything there.
    BeforeBegin,
    /// After `</html>`: browsers draw it, but nobody who looks after the template sees it.
    AfterEnd,
}

impl HidingForm {
    /// The name in signals: `hidden:offscreen`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Display => "display-none",
            Self::Visibility => "visibility",
            Self::Opacity => "opacity",
            Self::ZeroSize => "zero-size",
            Self::Offscreen => "offscreen",
            Self::Clip => "clip",
            Self::Transform => "transform",
            Self::FontSize => "font-size",
            Self::Colour => "colour",
            Self::Behind => "behind",
            Self::Marquee => "marquee",
            Self::Attribute => "attribute",
            Self::Noscript => "noscript",
            Self::NotRendered => "not-rendered",
            Self::Speck => "speck",
            Self::Comment => "comment",
            Self::BeforeBegin => "before-begin",
            Self::AfterEnd => "after-end",
        }
    }
}

/// Where a hiding form is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Declared {
    /// By the element itself: an attribute, or the kind of element.
    Element,
    /// In its `style` attribute.
    Inline,
    /// In a `<style>` of the page.
    PageStyle,
    /// In a stylesheet of the same site.
    Stylesheet,
    /// By a script whose text is constant.
    Script,
}

/// A frame, embed or object.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The address as written.
    pub src: String,
    /// The address resolved.
    pub url: Option<Url>,
    /// Why people do not see it.
    pub concealed: Vec<Concealment>,
    /// Whether it covers the whole window.
    pub covers_window: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands.
    pub spot: Spot,
}

/// A document that a frame brings along (`srcdoc`).
#[derive(Clone, Debug)]
pub struct InnerDocument {
    /// Its markup, at most 64 KiB.
    pub markup: String,
    /// Where the frame stands.
    pub spot: Spot,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The address resolved.
    pub action: Option<Url>,
    /// Whether it has a password field.
    pub password: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// A script and what reading it showed.
#[derive(Clone, Debug)]
pub struct Script {
    /// The address, for a script that is loaded.
    pub src: Option<Url>,
    /// What the text says, for an inline script, an `on…` attribute, a `javascript:` address or a
    /// same-site script that was fetched.
    pub facts: Option<Arc<ScriptFacts>>,
    /// How the code came into the page.
    pub kind: ScriptKind,
    /// Where it stands.
    pub spot: Spot,
}

/// How code came into the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptKind {
    /// `<script>` with text.
    Inline,
    /// `<script src>`.
    Loaded,
    /// An event attribute such as `onload`; the name without `on`.
    Handler(String),
    /// A `javascript:` address.
    Address,
    /// Code of a document that a frame brings along: what it does to its own window stays in the
    /// frame.
    Framed,
}

/// A link that lies over the whole window: whoever clicks anywhere follows it.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The address resolved.
    pub url: Url,
    /// Why people do not see it.
    pub concealed: Vec<Concealment>,
    /// Where it stands.
    pub spot: Spot,
}

/// A meta refresh or a `Refresh` header.
#[derive(Clone, Debug)]
pub struct Refresh {
    /// Seconds until it fires.
    pub seconds: f64,
    /// Where to; `None` reloads the page.
    pub url: Option<Url>,
    /// Whether it stands in `<noscript>`.
    pub in_noscript: bool,
    /// Whether it is a header.
    pub header: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// An address by which the page speaks of itself.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The role.
    pub role: Role,
    /// The address resolved.
    pub url: Url,
    /// Where it stands.
    pub spot: Spot,
}

/// The role of a [`Reference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// `<link rel=canonical>`.
    Canonical,
    /// `<link rel=alternate>`.
    Alternate,
    /// `<link rel=amphtml>`.
    AmpHtml,
    /// `<base href>`.
    Base,
    /// `og:url`.
    OgUrl,
    /// An icon.
    Icon,
}

impl Role {
    /// The name in signals and in what is approved.
    pub fn id(self) -> &'static str {
        match self {
            Self::Canonical => "canonical",
            Self::Alternate => "alternate",
            Self::AmpHtml => "amphtml",
            Self::Base => "base",
            Self::OgUrl => "og-url",
            Self::Icon => "icon",
        }
    }
}

/// Text concealed from people.
#[derive(Clone, Debug)]
pub struct HiddenText {
    /// The text, white space folded, at most 4 KiB.
    pub text: String,
    /// Why people do not see it.
    pub concealed: Vec<Concealment>,
    /// The number by which [`Link::block`] names it.
    pub block: usize,
    /// Where the concealed element stands.
    pub spot: Spot,
}
