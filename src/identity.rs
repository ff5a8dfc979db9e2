//! The four kinds of visitor as whom every portal is looked at.
//!
//! Planted content often shows itself only to some visitors: to those who come from a search
//! result, to phones, to the search engine's crawler. A page is therefore fetched as each of
//! them, always with an empty cookie jar, because some redirects fire on the first visit only.

use std::{fmt, str::FromStr};

/// The `Referer` of a visitor who followed a search result.
pub const SEARCH_REFERER: &str = "https://www.google.com.vn/";

/// A kind of visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// A desktop browser that typed the address.
    Citizen,
    /// The same desktop browser, coming from a search result.
    FromSearch,
    /// A phone, coming from a search result.
    Phone,
    /// The search engine's crawler, by its User-Agent.
    SearchCrawler,
}

impl Identity {
    /// All identities, in the order in which a portal is looked at.
    pub const ALL: [Identity; 4] =
        [Self::Citizen, Self::FromSearch, Self::Phone, Self::SearchCrawler];

    /// The name used on the command line, in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::FromSearch => "from-search",
            Self::Phone => "phone",
            Self::SearchCrawler => "search-crawler",
        }
    }

    /// The `Referer` header that this visitor sends with the first request.
    pub fn referer(self) -> Option<&'static str> {
        match self {
            Self::FromSearch | Self::Phone => Some(SEARCH_REFERER),
            Self::Citizen | Self::SearchCrawler => None,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A name that is no identity; says what is.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a visitor identity; expected citizen, from-search, phone or search-crawler")]
pub struct UnknownIdentity(pub String);

impl FromStr for Identity {
    type Err = UnknownIdentity;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|identity| identity.id() == name)
            .ok_or_else(|| UnknownIdentity(name.to_owned()))
    }
}

/// The User-Agent text of each identity, and whom a portal's administrator may ask about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserAgents {
    /// Where an administrator reaches the operator of this scanner: an address or a URL.
    pub contact: String,
    /// Texts in the order of [`Identity::ALL`]; `{contact}` stands for the contact.
    pub templates: [String; 4],
}

impl UserAgents {
    /// The header value for one identity.
    pub fn text(&self, identity: Identity) -> String {
        self.templates[identity as usize].replace("{contact}", &self.contact)
    }
}

impl Default for UserAgents {
    fn default() -> Self {
        let desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 \
                       (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 (+{contact})";
        let phone = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 \
                     (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 (+{contact})";
        let crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; \
                       +http://www.google.com/bot.html) (+{contact})";
        Self {
            contact: "canhcong".into(),
            templates: [desktop, desktop, phone, crawler].map(str::to_owned),
        }
    }
}
