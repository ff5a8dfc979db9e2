//! The fetcher against real servers on loopback that do what no honest server does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot be set up fails the test")]

mod bodies;
mod certificates;
mod exchanges;
mod headers;
mod pleas;
mod redirects;
mod refusals;
mod server;
mod visitors;
