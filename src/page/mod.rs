//! Page facts: one parse of one body, and everything the rules want to know about it.
//!
//! Facts apart from judgement: nothing in this room decides that something is bad, and nothing
//! in it touches the network, the clock or the disk.
//!
//! [`Reader::read`] is the way in. It drives the parser (`document`, with `guard` before it and
//! `tree` behind it), reads scripts as they end and styles once all are known (`sheets`, `style`),
//! then walks the tree once (`walk`): `link`, `element` and `code` say what is found, `conceal`
//! whether people see it, and `gather` holds it within bounds.

mod cache;
mod classes;
mod code;
mod conceal;
mod data_address;
mod document;
mod element;
mod embedded;
mod facts;
mod gather;
mod guard;
mod headers;
mod hints;
mod link;
mod locate;
mod names;
mod outline;
mod own_address;
mod reader;
mod refresh;
mod region;
mod resource;
pub mod script;
mod set_off;
mod sheets;
mod spot;
mod style;
mod tags;
#[cfg(test)]
mod tests;
pub mod text;
mod tree;
mod walk;
mod written;

pub use facts::*;
pub use locate::Located;
pub use outline::Element;
pub use reader::{Ran, Reader};
pub use resource::{Loaded, Resource, ResourceKind};
