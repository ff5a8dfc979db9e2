//! Looks names up, and remembers what the answers were.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::egress::{Egress, Unresolved};

/// The most names whose addresses are kept; one portal has a handful.
const MOST_NAMES: usize = 256;
/// The most addresses of one name that are kept.
const MOST_ADDRESSES: usize = 64;

/// The resolver that the HTTP client asks: it returns checked addresses only.
#[derive(Clone, Debug)]
pub(super) struct Resolver {
    egress: Egress,
    answers: Arc<Mutex<HashMap<String, Vec<IpAddr>>>>,
}

impl Resolver {
    pub fn new(egress: Egress) -> Self {
        Self { egress, answers: Arc::default() }
    }

    /// All addresses that a name had when it was last looked up.
    pub fn answers(&self, name: &str) -> Vec<IpAddr> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(name).cloned().unwrap_or_default()
    }

    fn note(&self, name: &str, answers: &[SocketAddr]) {
        let mut kept = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_NAMES {
            kept.clear();
        }
        let answers = answers.iter().take(MOST_ADDRESSES).map(SocketAddr::ip);
        kept.insert(name.to_owned(), answers.collect());
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let name = name.as_str();
            // The system's resolver will do: what it returns is what is dialled, there is no
            // second look-up for a rebinding name to answer differently, and the operator's own
            // resolver settings hold. The port is a placeholder that the client replaces.
            let answers: Vec<SocketAddr> = tokio::net::lookup_host((name, 0))
                .await
                .map_err(|_| Unresolved(name.to_owned()))?
                .collect();
            resolver.note(name, &answers);
            resolver.egress.check_answers(name, &answers)?;
            Ok(Box::new(answers.into_iter()) as Addrs)
        })
    }
}
