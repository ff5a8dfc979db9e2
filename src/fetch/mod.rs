//! Bringing pages home: the only room, beside the alerts, that talks to the network.

mod capture;

pub use capture::{BodyDigest, Capture, Certificate, Cut, Hop, Visit};
