//! Page facts: one parse of one body, and everything the rules want to know about it.
//!
//! Facts apart from judgement: nothing in this room decides that something is bad, and nothing
//! in it touches the network, the clock or the disk.

mod cache;
mod code;
mod conceal;
mod document;
mod element;
mod facts;
mod gather;
mod guard;
mod hints;
mod link;
mod locate;
mod own_address;
mod reader;
mod refresh;
mod region;
mod resource;
pub mod script;
mod spot;
mod style;
mod tags;
#[cfg(test)]
mod tests;
pub mod text;
mod tree;
mod walk;

pub use facts::*;
pub use locate::Located;
pub use reader::Reader;
pub use resource::{Loaded, Resource, ResourceKind};
