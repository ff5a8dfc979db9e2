//! A small province on loopback: four portals that can be attacked in the ways of the incidents.
//!
//! `canhcong demo` shows with it what a scan finds; the tests use it as a world to scan.

mod attacks;
mod exchange;
mod portals;
mod server;

pub use attacks::{ATTACKS, Attack};
pub use portals::{PORTALS, Portal};
pub use server::{Province, serve};
