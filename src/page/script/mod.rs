//! What reading a script shows, without running it.
//!
//! A script goes one way: `parse` guards the stack (`nesting`) and makes a syntax tree,
//! `reader` walks through it statement by statement (`statement`, `rounds`, `expression`,
//! `assign`, `call`) with what is known in place of what is (`value`, `heap`, `scope`).
//! Functions of the language are worked out where their arguments are constant (`convert`,
//! `text_method`, `list_method`); functions of the browser are where code acts (`sink`,
//! `dom`, `acting`, `loading`, `jquery`). Code that runs later waits in `trigger` and `listener`,
//! code in text goes through `unpack`.

mod acting;
mod address;
mod appearance;
mod appearing;
mod assign;
mod builtin;
mod builtin_method;
mod call;
mod convert;
pub(super) mod decode;
mod disguise;
mod dom;
mod entities;
mod expression;
mod heap;
mod host;
mod joined;
mod jquery;
mod list_method;
mod listener;
mod loading;
mod member;
mod nesting;
mod nesting_literal;
mod operator;
mod parse;
mod pattern;
mod reader;
mod rounds;
mod scope;
mod sending;
mod sink;
mod statement;
#[cfg(test)]
mod tests;
mod text_method;
mod trigger;
mod typed;
mod unknown;
mod unpack;
mod value;
mod web_object;

use std::{ops::Range, sync::Arc};

pub use disguise::is_disguised;
pub use parse::{read, read_handler};
pub use trigger::of_event;

/// What reading one script showed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScriptFacts {
    /// Where the code would move or open a window, in source order, at most 50.
    pub navigations: Vec<Navigation>,
    /// Constant markup that the code writes into the page, at most 50.
    pub writes: Vec<Write>,
    /// Texts without markup that the code shows, at most 50.
    pub shows: Vec<Shown>,
    /// Addresses of scripts and frames that the code adds, at most 50.
    pub loads: Vec<Load>,
    /// Absolute http(s) addresses and bare `//host` addresses in constants, at most 500.
    pub addresses: Vec<String>,
    /// Those of them whose host cannot be read in the script's own text, whichever way its name was
    /// taken apart.
    pub disguised: Vec<String>,
    /// Selectors of elements that the code hides (`#id`, `.class`), at most 50.
    pub hides: Vec<String>,
    /// Classes that the code gives to the element with an id, at most 50.
    pub classes: Vec<(String, String)>,
    /// It reads what visitors type into fields.
    pub reads_typed: bool,
    /// Where it sends what visitors typed, at most 50.
    pub sends: Vec<Sending>,
    /// A sink whose target could not be worked out.
    pub opaque: bool,
    /// Constants were decoded on the way: escapes, character codes, base64 ….
    pub encoded: bool,
    /// The text is no script that can be read; nothing else is known.
    pub unreadable: bool,
}

/// A move of the window to another address.
#[derive(Clone, Debug, PartialEq)]
pub struct Navigation {
    /// Where to.
    pub target: Destination,
    /// The construct that moves: `location.href`, `location.replace`, `window.open`, `form.submit` ….
    pub sink: &'static str,
    /// What sets it off.
    pub trigger: Trigger,
    /// On what it depends.
    pub conditions: Vec<Condition>,
    /// Whether the target was decoded from an encoded constant.
    pub encoded: bool,
    /// Byte range of the construct in the script's text.
    pub span: Range<usize>,
    /// That running the page showed it too.
    pub ran: Option<Running>,
}

/// A request that carries what visitors typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// Where to.
    pub target: Destination,
    /// The construct that sends: `fetch`, `XMLHttpRequest`, `img` ….
    pub way: &'static str,
    /// What of it is known by the names of the fields.
    pub typed: Vec<Typed>,
    /// What sets it off.
    pub trigger: Trigger,
    /// On what it depends.
    pub conditions: Vec<Condition>,
    /// Whether the code stands in a layer that had to be decoded.
    pub encoded: bool,
    /// Whether the name of the host cannot be read in the script's text.
    pub disguised: bool,
    /// Byte range of the construct in the script's text.
    pub span: Range<usize>,
    /// The code that running the page unpacked, where it stands there.
    pub ran: Option<Running>,
}

/// What visitors type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Numbers of payment cards and what belongs to them.
    Cards,
    /// Passwords and one-time codes.
    Passwords,
    /// Every field of the page, whatever it is for.
    AllFields,
    /// Each key that is pressed.
    Keys,
}

/// What running a page adds to what reading it showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Whether reading had not seen it.
    pub alone: bool,
    /// Whether it came true; else it was only read in the code that the run unpacked.
    pub came_true: bool,
    /// The code that did it, where it was made of text while running.
    pub layer: Option<Arc<str>>,
}

/// How much of a target reading could work out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// All of it, as written in the code: may be relative.
    Whole(String),
    /// Its beginning, long enough to name the host.
    Begins(String),
    /// The address of an element of the page, by the simple selector under which the code found it:
    /// the page says where it leads ([`Page::set_off`](super::Page::set_off)).
    Element(String),
    /// Nothing.
    Unknown,
}

/// What sets a piece of code off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Loading the page, or an event that loading brings (`load`, `DOMContentLoaded`, ready).
    Load,
    /// A timer; milliseconds where they are constant.
    Timer(Option<u64>),
    /// An event that a visitor causes: `click`, `popstate`, `mousemove` ….
    Event(String),
    /// The same, wherever on the page it happens: on the document, the window, every link.
    Anywhere(String),
    /// A function for which no call was found.
    Uncalled,
}

/// On what a piece of code depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Condition {
    /// `document.referrer`.
    Referrer,
    /// `navigator.userAgent`, `platform`, touch.
    Device,
    /// Window or screen size.
    Screen,
    /// A cookie or stored value.
    Cookie,
    /// The clock or chance.
    Time,
    /// The page's own address.
    Address,
    /// The visitor's language.
    Language,
    /// Whether the page is framed: `top != self`.
    Framed,
    /// What the visitor typed, picked or answered.
    Choice,
}

/// A constant text, not markup, that code shows to the visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The text, or its beginning.
    pub text: String,
    /// Where it is shown.
    pub place: Showing,
    /// What sets it off.
    pub trigger: Trigger,
}

/// Where code shows a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// `alert`, `confirm`, `prompt`.
    Dialog,
    /// The title of the window.
    Title,
    /// The page.
    Page,
}

/// Markup that code writes into the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The markup.
    pub markup: String,
    /// `document.write` puts it where the script stands; anything else puts it somewhere.
    pub in_place: bool,
    /// Whether the markup was decoded from an encoded constant.
    pub encoded: bool,
    /// On what it depends.
    pub conditions: Vec<Condition>,
    /// Byte range of the construct in the script's text.
    pub span: Range<usize>,
    /// That running the page showed it too.
    pub ran: Option<Running>,
}

/// A script or frame that code adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// `script`, `iframe`, `img` or `a`; `eval` for text that is fetched and run.
    pub element: String,
    /// Its address, as far as it could be worked out.
    pub target: Destination,
    /// What people read of a link.
    pub text: String,
    /// Whether the code hides it.
    pub hidden: bool,
    /// Whether it lies over the whole window.
    pub covers: bool,
    /// Whether the name of its host cannot be read in the script's text.
    pub disguised: bool,
    /// What sets it off.
    pub trigger: Trigger,
    /// On what it depends.
    pub conditions: Vec<Condition>,
    /// Byte range of the construct in the script's text.
    pub span: Range<usize>,
    /// That running the page showed it too.
    pub ran: Option<Running>,
}
