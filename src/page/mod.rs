//! Page facts: one parse of one body, and everything the rules want to know about it.
//!
//! Facts apart from judgement: nothing in this room decides that something is bad, and nothing
//! in it touches the network, the clock or the disk.

mod facts;
pub mod script;
pub mod text;

pub use facts::*;
