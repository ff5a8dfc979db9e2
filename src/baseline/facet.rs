//! The kinds of facts that a person approves.

use serde::{Deserialize, Serialize};

/// A kind of fact. None of these ever becomes known by itself once a person has approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Host of a foreign link that people see.
    Link,
    /// Host of a foreign link that people do not see.
    HiddenLink,
    /// Address of a loaded script: `/path` on the portal, `host/path` elsewhere.
    Script,
    /// Digest of the shape of code in the page itself.
    Inline,
    /// Foreign host named in code.
    CodeHost,
    /// Where a frame leads: a foreign host, or `/path` by its shape.
    Frame,
    /// Where a form sends to: a foreign host, or `/path` by its shape.
    Form,
    /// Foreign host by which the page speaks of itself: `canonical host`, `base host` ….
    Claim,
    /// Where a refresh leads: a foreign host, or `/path` by its shape.
    Refresh,
    /// Foreign host to which an answer redirects.
    Redirect,
    /// A place in which something is concealed, and how: `display-none footer > div`.
    Hidden,
    /// Name of a response header.
    Header,
    /// Name of a cookie that is set.
    Cookie,
}

impl Facet {
    /// All facets in the order of the file.
    pub const ALL: [Facet; 13] = [
        Self::Link,
        Self::HiddenLink,
        Self::Script,
        Self::Inline,
        Self::CodeHost,
        Self::Frame,
        Self::Form,
        Self::Claim,
        Self::Refresh,
        Self::Redirect,
        Self::Hidden,
        Self::Header,
        Self::Cookie,
    ];

    /// The name in the files of baselines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::HiddenLink => "hidden-link",
            Self::Script => "script",
            Self::Inline => "inline",
            Self::CodeHost => "code-host",
            Self::Frame => "frame",
            Self::Form => "form",
            Self::Claim => "claim",
            Self::Refresh => "refresh",
            Self::Redirect => "redirect",
            Self::Hidden => "hidden",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The facet of a name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.id() == id)
    }

    /// Whether values become known by themselves after quiet nights: names of headers and cookies
    /// neither run nor lead anywhere.
    pub fn settles(self) -> bool {
        matches!(self, Self::Header | Self::Cookie)
    }
}
