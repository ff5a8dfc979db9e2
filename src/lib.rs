//! canhcong: watches government portals for defacement, planted backlinks, redirects and
//! outdated software.
//!
//! The modules in the order in which a page flows through them; `ARCHITECTURE.md` tells the story.

#![warn(missing_docs)]

// Nouns.
pub mod finding;
pub mod identity;
pub mod notice;
pub mod outcome;
pub mod schedule;
pub mod target;
// Bring home.
pub mod fetch;
// Understand.
pub mod page;
pub mod upload;
// Run.
pub mod sandbox;
// Understand what running did.
pub mod behaviour;
// Know what a portal runs.
pub mod software;
// Know how a portal usually is.
pub mod baseline;
// Know beforehand.
pub mod knowledge;
// Judge.
pub mod detect;
// Remember.
pub mod history;
// Judge what many portals have in common.
pub mod cohort;
// Decide who is told what, and when.
pub mod telling;
// Keep.
pub mod store;
// Tell.
pub mod report;
// Keep what proves it.
pub mod evidence;
// Tell people who are not looking.
pub mod alert;
// All of it, in order.
pub mod demo;
pub mod inspect;
pub mod scan;
// Keep a copy of all that is remembered.
pub mod backup;
