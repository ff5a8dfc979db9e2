//! Bringing pages home: the only room, beside the alerts, that talks to the network.

mod capture;
mod certificate;
mod challenge;
mod charset;
mod egress;
mod failure;
mod glance;
mod jar;
mod pace;
mod robots;
mod sitemap;
mod special;
mod visit;
mod visitor;

pub use capture::{BodyDigest, Capture, Certificate, Cut, Hop, Visit};
pub use charset::{Decoded, decode};
pub use egress::{Egress, Refusal};
pub use robots::Robots;
pub use sitemap::Sitemap;
pub use visit::{BuildError, Fetcher, Limits};
