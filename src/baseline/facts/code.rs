//! What is known of code: its digest, its shape, the hosts it names and what it does.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::Code;
use crate::{
    baseline::normal::{code_shape, digest, foreign_host, path_shape},
    page::script::{Destination, Running, ScriptFacts},
};

/// Pieces of code whose shapes are kept.
const MOST_SHAPES: usize = 5_000;
/// Hosts and acts of one piece of code.
const MOST_HOSTS: usize = 100;
const MOST_ACTS: usize = 50;

/// Shapes of code by the digest of its text, so that what pages share is read once; shared by all
/// who read pages of a portal.
#[derive(Debug, Default)]
pub struct Shapes(Mutex<HashMap<[u8; 32], Arc<str>>>);

impl Shapes {
    fn of(&self, text: &str, digest: [u8; 32]) -> Arc<str> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shape) = known().get(&digest) {
            return Arc::clone(shape);
        }
        let shape: Arc<str> = code_shape(text).into();
        let mut known = known();
        if known.len() >= MOST_SHAPES {
            known.clear();
        }
        known.insert(digest, Arc::clone(&shape));
        shape
    }
}

/// What is known of code of which only the facts are at hand.
pub(super) fn code_of(
    facts: Option<&ScriptFacts>,
    page: &Url,
    is_own: &dyn Fn(&Url) -> bool,
) -> Code {
    let Some(facts) = facts else { return Code::default() };
    // The same code stands on many pages: what it says relative to the page is read from the root.
    let Ok(root) = page.join("/") else { return Code::default() };
    let host = |address: &str| foreign_host(&root.join(address).ok()?, is_own);
    let hosts = facts.addresses.iter().filter_map(|address| host(address)).take(MOST_HOSTS);
    let mut hosts: BTreeSet<String> = hosts.collect();
    let mut acts = BTreeSet::new();
    let mut act = |what: &str, target: &Destination, ran: Option<&Running>| {
        let whither = match target {
            Destination::Whole(address) | Destination::Begins(address) => {
                match root.join(address) {
                    Ok(url) => match foreign_host(&url, is_own) {
                        Some(host) => {
                            if hosts.len() < MOST_HOSTS {
                                hosts.insert(host.clone());
                            }
                            host
                        }
                        None => path_shape(&url),
                    },
                    Err(_) => "?".to_owned(),
                }
            }
            Destination::Element(_) => "element".to_owned(),
            Destination::Unknown => "?".to_owned(),
        };
        // How far a run comes differs from night to night; what can be read does not.
        if acts.len() < MOST_ACTS && !ran.is_some_and(|ran| ran.alone) {
            acts.insert(format!("{what} {whither}"));
        }
    };
    for own in &facts.navigations {
        act(own.sink, &own.target, own.ran.as_ref());
    }
    for own in &facts.loads {
        act(&own.element, &own.target, own.ran.as_ref());
    }
    for own in &facts.sends {
        act("send", &own.target, own.ran.as_ref());
    }
    Code { digest: None, shape: String::new(), hosts, acts, opaque: facts.opaque }
}

/// What is known of a file whose text is at hand.
pub(super) fn with_file(mut code: Code, (text, digest): (&str, [u8; 32]), shapes: &Shapes) -> Code {
    code.digest = Some(HEXLOWER.encode(&digest));
    code.shape = described(&code, &shapes.of(text, digest));
    code
}

/// The digest that names code of the page itself: its shape, and what it does.
pub(super) fn name_of(code: &Code, text: &str, shapes: &Shapes) -> String {
    match text {
        "" => described(code, ""),
        text => described(code, &shapes.of(text, Sha256::digest(text.as_bytes()).into())),
    }
}

fn described(code: &Code, shape: &str) -> String {
    let mut described = shape.to_owned();
    for act in &code.acts {
        described.push('\n');
        described.push_str(act);
    }
    if code.opaque {
        described.push_str("\nopaque");
    }
    digest(&described)
}
