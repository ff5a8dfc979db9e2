//! Where a page leads those whom it caught.

use super::{Observation, prose::is_reporting};
use crate::{
    finding::{Signal, SignalKind},
    knowledge::is_brand_like_host,
    page::{Link, Page, Region},
};

/// Links that are read.
const MOST_LINKS: usize = 500;

/// The foreign host to which a page leads on.
pub(super) struct Lead<'a> {
    host: Option<&'a str>,
    /// The same in the footer, where whoever built the portal has his name.
    in_footer: Option<&'a str>,
    /// What its address says: a term, or that it is named as betting sites are.
    address: Option<&'a str>,
    /// A link that visitors see says by its words or its address what it sells. What is concealed
    /// leads nobody there: it may have been planted into the template of a page that warns.
    pub baits: bool,
}

impl<'a> Lead<'a> {
    /// A spam link if there is one, before all one that is seen, else the first that nobody vouches for.
    pub fn of(observation: &Observation<'a>, page: &'a Page) -> Self {
        let mut lead = Self { host: None, in_footer: None, address: None, baits: false };
        let mut concealed = None;
        for link in page.links.iter().take(MOST_LINKS) {
            let Some(url) = link.url.as_ref().filter(|url| observation.is_foreign(url)) else {
                continue;
            };
            let terms = observation.offers_in_address(url.as_str());
            let brand_like = || url.host_str().is_some_and(is_brand_like_host);
            let named = terms.first().map(|term| &*term.text);
            let address = named.or_else(|| brand_like().then_some("brand-like"));
            if address.is_some() || sells(observation, link) {
                if link.concealed.is_empty() {
                    return Self { host: url.host_str(), address, baits: true, ..lead };
                }
                concealed = concealed.or(Some((url.host_str(), address)));
                continue;
            }
            let host =
                if link.region == Region::Footer { &mut lead.in_footer } else { &mut lead.host };
            *host = host.or(url.host_str());
        }
        if let Some((host, address)) = concealed {
            (lead.host, lead.address) = (host, address);
        }
        lead
    }

    /// What speaks against the host. Where a machine has made the page, it has made the footer.
    pub fn signals(&self, by_machine: bool) -> Vec<Signal> {
        let in_footer = self.in_footer.filter(|_| by_machine);
        let Some(host) = self.host.or(in_footer) else { return Vec::new() };
        let mut signals =
            vec![Signal::new(SignalKind::Host, "unvouched"), Signal::new(SignalKind::Host, host)];
        signals.extend(self.address.map(|said| Signal::new(SignalKind::Address, said)));
        signals
    }
}

fn sells(observation: &Observation<'_>, link: &Link) -> bool {
    !observation.offers(&link.text).is_empty() && !is_reporting(&link.text)
}
