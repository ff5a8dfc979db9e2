//! Bringing pages home: the only room, beside the alerts, that talks to the network.
//!
//! A [`Fetcher`] belongs to one portal. Each [`Fetcher::visit`] is one look at one address as one
//! visitor: hop by hop, each checked by the [`Egress`] rules before it is dialled, paced for its
//! host, and put on record with its status, headers, address and certificate. What comes home is
//! a [`Visit`], whatever the server did; nothing here judges what it says.
//!
//! Beside it stand the readers of what portals publish for machines, which ask nobody anything:
//! [`Robots`] and [`Sitemap`]; and [`decode`], which makes text of a body.

mod capture;
mod certificate;
mod challenge;
mod charset;
mod coding;
mod egress;
mod exchange;
mod failure;
mod fetcher;
mod glance;
mod jar;
mod pace;
mod resolver;
mod robots;
mod sitemap;
mod special;
mod visitor;
mod walk;

pub use capture::{BodyDigest, Capture, Certificate, Cut, Hop, Visit};
pub use charset::{Decoded, decode};
pub use coding::undo;
pub use egress::{Egress, Refusal};
pub use exchange::{Exchange, Head, Truncated};
pub use fetcher::{BuildError, Fetcher, Limits};
pub use robots::Robots;
pub use sitemap::Sitemap;
