//! As much of CSS as hiding takes: which declarations apply to an element, and what they do to it.
//!
//! Layout is not computed. What hides by the interplay of sizes alone is out of reach; what is
//! declared is not.

mod block;
mod cascade;
mod colour;
mod declaration;
mod length;
mod media;
mod property;
mod selector;
mod sheet;
mod transform;
mod value;
mod variables;

pub(super) use cascade::{Cascade, Computed, Steps, Subject, Winner};
pub(super) use colour::{Backdrop, Colour, Paint};
pub(super) use declaration::{Declaration, hint, parse_inline};
pub(super) use length::Length;
pub(super) use media::applies_to_screens;
pub(super) use property::{Groups, Property};
pub(super) use sheet::Sheet;
pub(super) use value::Value;
