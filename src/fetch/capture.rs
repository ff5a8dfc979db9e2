//! What one exchange with a portal brought home, before anybody judges it.

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::Exchange;
use crate::{finding::Sentence, identity::Identity};

/// SHA-256 of a body.
pub type BodyDigest = [u8; 32];

/// The answer to one look at one address as one visitor.
#[derive(Clone, Debug)]
pub enum Visit {
    /// The portal answered with something that can be judged.
    Captured(Capture),
    /// The portal answered, but not with its own content: a firewall page, a captcha, an error.
    /// Never compared with anything, never learned.
    NotComparable(Capture, Sentence),
    /// No answer. The hops before the failure are kept.
    Unreachable {
        /// The address asked for.
        url: Url,
        /// Who asked.
        identity: Identity,
        /// When the first request was sent.
        at: Timestamp,
        /// Hops that did answer.
        hops: Vec<Hop>,
        /// What went wrong, for the report.
        reason: Sentence,
    },
}

/// One exchange: every hop, and the body of the last one.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The address asked for.
    pub requested: Url,
    /// Who asked.
    pub identity: Identity,
    /// When the first request was sent.
    pub at: Timestamp,
    /// At least one; the last one is where the body comes from.
    pub hops: Vec<Hop>,
    /// Where the last hop points if that leads away from the portal: it was not followed.
    pub leaves_to: Option<Url>,
    /// The body after decompression, at most the cap.
    pub body: Bytes,
    /// Why the body is not whole, if it is not.
    pub cut: Option<Cut>,
}

/// One request and its answer.
#[derive(Clone, Debug)]
pub struct Hop {
    /// The address asked.
    pub url: Url,
    /// Status code.
    pub status: u16,
    /// The `Location` header as sent.
    pub location: Option<String>,
    /// Header names (lower case) and values, at most 200, each value at most 8 KiB.
    pub headers: Vec<(String, String)>,
    /// The address dialled.
    pub address: Option<SocketAddr>,
    /// The server's certificate, for https.
    pub certificate: Option<Certificate>,
    /// What went over the wire; `None` for what was not fetched, and where nobody needs it any more.
    pub exchange: Option<Arc<Exchange>>,
}

/// Facts of a server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of the DER form, in hex.
    pub sha256: String,
    /// Distinguished name of the subject.
    pub subject: String,
    /// Distinguished name of the issuer.
    pub issuer: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Why a browser would refuse it, if it would.
    pub problem: Option<String>,
    /// The certificates as the server sent them, its own first, in DER: at most 8, 256 KiB in all.
    pub chain: Arc<[Bytes]>,
}

/// Why a body is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It reached the size cap.
    Size,
    /// The connection ended early.
    Closed,
}

impl Visit {
    /// When the first request was sent.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Captured(capture) | Self::NotComparable(capture, _) => capture.at,
            Self::Unreachable { at, .. } => *at,
        }
    }

    /// Who asked.
    pub fn identity(&self) -> Identity {
        match self {
            Self::Captured(capture) | Self::NotComparable(capture, _) => capture.identity,
            Self::Unreachable { identity, .. } => *identity,
        }
    }
}

impl Capture {
    /// The last hop.
    pub fn last(&self) -> &Hop {
        // `hops` is never empty: a capture is made from an answer.
        &self.hops[self.hops.len() - 1]
    }

    /// The address the body came from.
    pub fn url(&self) -> &Url {
        &self.last().url
    }

    /// The status of the last hop.
    pub fn status(&self) -> u16 {
        self.last().status
    }

    /// A header of the last hop.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.last().header(name)
    }

    /// Lets go of what went over the wire.
    pub fn forget_exchange(&mut self) {
        self.hops.iter_mut().for_each(|hop| hop.exchange = None);
    }

    /// SHA-256 of the body.
    pub fn digest(&self) -> BodyDigest {
        Sha256::digest(&self.body).into()
    }
}

impl Hop {
    /// The first value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}
