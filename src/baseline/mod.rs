//! What a portal usually is, and how tonight differs from it.
//!
//! [`PageFacts::of`] says what one page says, small enough to keep; a [`Look`] holds the pages of one
//! night. [`Comparison::look`] tells what is new against what a person approved ([`Baseline`]) and
//! what was seen over the nights ([`Memory`]), as a [`Drift`] of facts: rules decide what they are
//! worth. Then [`Memory::learn`] takes the look in. Nothing here knows the network, the clock or
//! the disk.

mod approved;
mod drift;
mod facet;
mod facts;
pub mod file;
mod look;
mod memory;
mod normal;
mod region;
mod sketch;
#[cfg(test)]
mod tests;

pub use approved::{Baseline, Body, Entry};
pub use drift::{
    Change, ChangeKind, Comparison, Difference, Drift, Part, Replaced, Setting, Standout,
};
pub use facet::Facet;
pub use facts::{Code, Fact, PageFacts, Shapes};
pub use look::{Look, Night};
pub use memory::{Class, Memory};
pub use region::Area;
pub use sketch::Sketch;

/// The digest of the shape of code, in which texts and numbers are placeholders unless the code decodes
/// or runs them: 32 hexadecimal digits.
pub fn shape_of(code: &str) -> String {
    normal::code_shape(code)
}
