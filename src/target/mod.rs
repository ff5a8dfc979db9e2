//! The portals that are watched, and what their owners said about them.
//!
//! The nouns stand here; `registry` reads them from `targets.toml`, and everything that an
//! administrator can get wrong there is found on the way in, so that nothing else has to ask.

mod channel;
mod contact;
mod csv;
mod evidence;
mod fields;
mod hosts;
mod hours;
mod nearest;
mod notified;
mod portal;
mod problem;
mod registry;
mod report_form;
mod source;
mod watch;

pub use channel::{
    Channel, ChannelKind, DropFolder, Email, Secret, Settings, Syslog, Tls, Transport, Webhook,
};
pub use contact::{Contact, ContactRole};
pub use csv::{CsvProblem, from_csv};
pub use evidence::Keeping;
pub use hosts::Hosts;
pub use hours::QuietHours;
pub use problem::{Mistake, Problems};
pub use registry::{Registry, check};
pub use report_form::ReportForm;
pub use watch::{NIGHTLY_AT, Scope, Span, WatchPeriod};

use std::ops::RangeInclusive;

use url::{Host, Url};

/// One portal.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Short name, stable over the years: `[a-z0-9-]`, at most 64 characters.
    pub id: String,
    /// The portal's name as people know it.
    pub name: String,
    /// The agency that owns it.
    pub agency: Option<String>,
    /// The province it belongs to.
    pub province: Option<String>,
    /// What the agency deals with: some words are at home in some sectors only.
    pub sector: Option<Sector>,
    /// The home page.
    pub url: Url,
    /// Further pages to begin with.
    pub start_pages: Vec<Url>,
    /// Hosts that the portal links to on purpose: `host` itself, or `*.host` for all below it.
    pub vouched: Vec<String>,
    /// Ids of the contacts who are told.
    pub notify: Vec<String>,
    /// How many pages are looked at in one run.
    pub pages: usize,
    /// Requests a second to one host; `None` leaves it to the kind of run.
    pub requests_per_second: Option<f64>,
    /// What is done with the portal's robots.txt.
    pub robots: Robots,
    /// Whether the nightly run looks at it.
    pub enabled: bool,
    /// Whether it stands in the registry, or was named on the command line only.
    pub registered: bool,
}

/// What an agency deals with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sector {
    /// People's committees, party and state bodies.
    Government,
    /// State lottery companies: lottery words are at home here.
    Lottery,
    /// Police and security: crime words are at home here.
    Police,
    /// Courts and justice: law words are at home here.
    Justice,
    /// Health.
    Health,
    /// Schools and education.
    Education,
    /// Culture, sports and tourism.
    Culture,
    /// Newspapers and broadcasters.
    Press,
    /// Social-policy finance.
    Finance,
    /// Anything else.
    Other,
}

impl Sector {
    /// All sectors with the name that `targets.toml` has for them.
    pub const NAMES: [(&'static str, Sector); 10] = [
        ("government", Self::Government),
        ("lottery", Self::Lottery),
        ("police", Self::Police),
        ("justice", Self::Justice),
        ("health", Self::Health),
        ("education", Self::Education),
        ("culture", Self::Culture),
        ("press", Self::Press),
        ("finance", Self::Finance),
        ("other", Self::Other),
    ];
}

/// What is done with a portal's robots.txt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Robots {
    /// Its rules are kept.
    #[default]
    Respect,
    /// The owner of a registered portal asked for a look at everything.
    Ignore,
}

impl Robots {
    /// Both, with the name that `targets.toml` has for them.
    pub const NAMES: [(&'static str, Robots); 2] =
        [("respect", Self::Respect), ("ignore", Self::Ignore)];
}

impl Target {
    /// Page budget of one run unless the registration says otherwise.
    pub const PAGES: usize = 50;
    /// What a registration may say about the page budget.
    pub const PAGE_BOUNDS: RangeInclusive<usize> = 1..=10_000;
    /// What a registration may say about the pace.
    pub const RATE_BOUNDS: RangeInclusive<f64> = 0.01..=1000.0;
    /// Pace of a nightly run unless the registration says otherwise.
    pub const NIGHTLY_RATE: f64 = 1.0;
    /// Pace of an on-demand scan unless the registration says otherwise.
    pub const SCAN_RATE: f64 = 2.0;

    /// A portal that is not registered, named by an address on the command line.
    pub fn ad_hoc(url: Url) -> Self {
        let host = url.host_str().unwrap_or("unknown").to_owned();
        let id = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.clone(),
        };
        let mut home = url.clone();
        home.set_path("/");
        home.set_query(None);
        home.set_fragment(None);
        Self {
            id,
            name: host,
            agency: None,
            province: None,
            sector: None,
            url: home,
            start_pages: vec![url],
            vouched: Vec::new(),
            notify: Vec::new(),
            pages: Self::PAGES,
            requests_per_second: None,
            robots: Robots::Respect,
            enabled: true,
            registered: false,
        }
    }

    /// Whether a host is the portal itself: the same host with or without `www.`, or below it.
    ///
    /// Agencies of one province share a registrable domain (`dienbien.gov.vn`), so that is no
    /// sign of belonging together; the host is.
    pub fn owns(&self, host: &str) -> bool {
        let own = bare(self.url.host_str().unwrap_or_default());
        let host = bare(host);
        host == own || (self.has_name() && is_below(host, own))
    }

    /// Whether a link to this host is expected on the portal: its owner vouches for it.
    pub fn vouches_for(&self, host: &str) -> bool {
        self.vouched.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(parent) => host == parent || is_below(host, parent),
            None => bare(host) == bare(pattern),
        })
    }

    fn has_name(&self) -> bool {
        matches!(self.url.host(), Some(Host::Domain(_)))
    }
}

fn bare(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether `host` is a subdomain of `parent`.
pub(crate) fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
}
