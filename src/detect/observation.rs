//! What rules look at: one address of a portal as the visitors saw it.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use url::{Position, Url};

use super::{Hit, Rule};
use crate::{
    baseline::Change,
    fetch::Hop,
    finding::Fingerprint,
    identity::Identity,
    knowledge::{Knowledge, Term},
    page::{Page, text::Folded},
    software::{Assessment, Exposed, Found},
    target::Target,
    upload::Document,
};

/// One address of a portal as the visitors saw it.
pub struct Observation<'a> {
    /// The portal.
    pub target: &'a Target,
    /// What is known beforehand.
    pub knowledge: &'a Knowledge,
    /// The address asked for.
    pub url: &'a Url,
    /// What it was asked for as.
    pub asked: Asked<'a>,
    /// What each visitor got, in the order of [`Identity::ALL`]; answers that cannot be compared
    /// are left out. Further views of the citizen, at the end, are controls: how the page
    /// differs from itself.
    pub views: &'a [View],
    /// Foreign hosts to which the portal is known to link, without `www.`: banners that take turns
    /// are not what one visitor alone gets.
    pub usual: &'a BTreeSet<String>,
}

/// For an observation of which no past is known.
pub static NOTHING_USUAL: BTreeSet<String> = BTreeSet::new();

/// Shorter names than this are the same by chance.
const SHORTEST_NAME: usize = 4;
/// What an address was asked for as.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// A page: a link, a list or a person named it.
    Page,
    /// Nothing: it was made up to see what the portal answers where nothing is. The wounds are
    /// those of pages that exist; what the template shows everywhere says nothing of this address.
    Nowhere(&'a HashSet<Fingerprint>),
    /// A list of addresses for machines: a sitemap or feed. There are no views then.
    List(&'a Listed),
    /// The whole portal: which software it runs and what of it is open to all. There are no views
    /// then.
    Software(Running<'a>),
    /// The same portal or page as on the nights before. There are no views then.
    Changes(Changed<'a>),
}

/// What was found out about the software of a portal.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    /// Each product, and how its version stands.
    pub products: &'a [(Found, Assessment)],
    /// What is open to all, each with the first address that shows it.
    pub exposed: &'a [(Exposed, Url)],
}

/// What is new against what is known of a portal.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// What changed.
    pub changes: &'a [Change],
    /// The visitor who saw it.
    pub identity: Identity,
    /// The page on which it was seen, if it is at hand: it shows what is new.
    pub page: Option<&'a Arc<Page>>,
}

/// A list of addresses for machines as the visitors got it.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// What each visitor got, in the order of the list.
    pub by: Vec<(Identity, Vec<Url>)>,
    /// What people are led to by this list or any other, as [`Listed::place`] writes it.
    pub open: Arc<HashSet<String>>,
    /// The languages of other letters than Latin in which the portal writes, as far as its start
    /// pages show; `None` if none was read.
    pub writes: Option<BTreeSet<&'static str>>,
}

impl Listed {
    /// An address by which lists are compared: a list that names the portal with or without `www.`
    /// or https is the same list.
    pub fn place(url: &Url) -> String {
        url[Position::BeforePath..Position::AfterQuery].to_owned()
    }

    /// What one visitor got.
    pub fn of(&self, identity: Identity) -> &[Url] {
        let own = self.by.iter().find(|(visitor, _)| *visitor == identity);
        own.map_or(&[], |(_, urls)| urls)
    }
}

/// What one visitor got.
#[derive(Clone, Debug)]
pub struct View {
    /// The visitor.
    pub identity: Identity,
    /// All hops, at least one.
    pub hops: Vec<Hop>,
    /// Where the last hop leads if that is away from the portal.
    pub leaves_to: Option<Url>,
    /// The page at the end, if it is a page. Visitors who got the same bytes share it.
    pub page: Option<Arc<Page>>,
    /// The document at the end, if it is one. Visitors who got the same bytes share it.
    pub document: Option<Arc<Document>>,
}

impl<'a> Observation<'a> {
    /// Each distinct page once, with the first visitor who saw it.
    pub fn pages(&self) -> impl Iterator<Item = (Identity, &'a Arc<Page>)> {
        let views = self.views;
        views.iter().enumerate().filter_map(move |(index, view)| {
            let page = view.page.as_ref()?;
            let seen = views[..index]
                .iter()
                .any(|other| other.page.as_ref().is_some_and(|other| Arc::ptr_eq(other, page)));
            (!seen).then_some((view.identity, page))
        })
    }

    /// The pages that a citizen gets; if nobody looked as one, all pages. What only others get is
    /// `cloaked-content`, not a second wound.
    pub fn open_pages(&self) -> impl Iterator<Item = (Identity, &'a Arc<Page>)> {
        let citizen = self.view(Identity::Citizen).is_some_and(|view| view.page.is_some());
        self.pages().filter(move |(identity, _)| !citizen || *identity == Identity::Citizen)
    }

    /// The documents that a citizen gets, each once; if nobody got one as a citizen, all.
    pub fn open_documents(&self) -> impl Iterator<Item = (&'a View, &'a Document)> {
        let views = self.views;
        let citizen = self.view(Identity::Citizen).is_some_and(|view| view.document.is_some());
        views.iter().enumerate().filter_map(move |(index, view)| {
            let document = view.document.as_ref()?;
            let same = |other: &View| {
                other.document.as_ref().is_some_and(|other| Arc::ptr_eq(other, document))
            };
            let open = !citizen || view.identity == Identity::Citizen;
            (open && !views[..index].iter().any(same)).then_some((view, &**document))
        })
    }

    /// The citizen's pages: the first visit's, then those of the controls.
    pub fn citizen_pages(&self) -> impl Iterator<Item = &'a Arc<Page>> {
        let citizen = self.views.iter().filter(|view| view.identity == Identity::Citizen);
        citizen.filter_map(|view| view.page.as_ref())
    }

    /// What one visitor got.
    pub fn view(&self, identity: Identity) -> Option<&'a View> {
        self.views.iter().find(|view| view.identity == identity)
    }

    /// Whether an address leads away from the portal.
    pub fn leads_away(&self, url: &Url) -> bool {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| !self.target.owns(host))
    }

    /// Whether an address is of the portal's own registered name: `amp.bao.vn` beside
    /// `www.bao.vn`. Whoever holds the name can make both.
    pub fn is_sibling(&self, url: &Url) -> bool {
        let name = |url: &'a Url| psl::domain_str(url.host_str()?);
        let theirs = url.host_str().and_then(psl::domain_str);
        theirs.is_some() && theirs == name(self.url)
    }

    /// Whether an address has the portal's own name under another ending: `bao.vn` and `bao.com`.
    pub fn is_namesake(&self, url: &Url) -> bool {
        let name = |host: &'a str| psl::domain_str(host)?.split('.').next();
        let theirs = url.host_str().and_then(psl::domain_str).and_then(|own| own.split('.').next());
        theirs.is_some_and(|theirs| theirs.len() >= SHORTEST_NAME)
            && theirs == self.url.host_str().and_then(name)
    }

    /// Whether it is known where the page came from: of a saved page that does not say, nothing can
    /// be said to lead away.
    pub fn knows_where(&self) -> bool {
        !self.url.host_str().is_some_and(|host| host.ends_with(".invalid"))
    }

    /// The name that a hit of one of the rules has among the portal's findings.
    pub fn fingerprint(&self, rule: &Rule, hit: &Hit) -> Fingerprint {
        Fingerprint::of(&self.target.id, rule.id, &hit.key)
    }

    /// Strong terms in a text that was written to be found.
    pub fn offers(&self, words: &str) -> Vec<&'a Term> {
        strong(self.knowledge.lexicon.in_words(words, self.target.sector))
    }

    /// The same in a text that is folded already.
    pub fn offers_in_folded(&self, folded: &Folded) -> Vec<&'a Term> {
        strong(self.knowledge.lexicon.in_folded(folded, self.target.sector))
    }

    /// Strong terms in an address.
    pub fn offers_in_address(&self, address: &str) -> Vec<&'a Term> {
        strong(self.knowledge.lexicon.in_address(address, self.target.sector))
    }

    /// Whether an address leads to a host that neither the owner nor common knowledge vouches for.
    pub fn is_foreign(&self, url: &Url) -> bool {
        self.leads_away(url)
            && url.host_str().is_some_and(|host| {
                !self.target.vouches_for(host) && !self.knowledge.vouched.contains(host)
            })
    }
}

fn strong(terms: Vec<&Term>) -> Vec<&Term> {
    terms.into_iter().filter(|term| term.strong).collect()
}
