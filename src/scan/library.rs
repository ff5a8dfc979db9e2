//! The stylesheets and scripts of a portal, each fetched once in a run.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use url::Url;

use crate::{
    fetch::{Fetcher, Visit, decode},
    identity::Identity,
    page::{Loaded, Resource},
    target::Target,
};

/// What pages of one portal load from it.
pub(super) struct Library {
    loaded: Arc<Loaded>,
    asked: usize,
}

/// What was fetched.
pub(super) struct Stocked {
    /// Bytes of all bodies.
    pub bytes: u64,
    /// The files as they were sent.
    pub files: Vec<(Url, Bytes)>,
}

impl Library {
    /// The most resources that are fetched for one portal in one run.
    const MOST: usize = 40;

    pub fn new() -> Self {
        Self { loaded: Arc::new(Loaded::default()), asked: 0 }
    }

    /// What has been fetched so far.
    pub fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded)
    }

    /// Fetches what a page loads from its own portal and is not here yet.
    pub async fn stock(
        &mut self,
        fetcher: &Fetcher,
        target: &Target,
        wanted: Vec<Resource>,
        at: Timestamp,
    ) -> Stocked {
        let (mut bytes, mut files) = (0, Vec::new());
        for resource in wanted {
            let own = resource.url.host_str().is_some_and(|host| target.owns(host));
            if !own || self.loaded.contains(&resource.url) || self.asked >= Self::MOST {
                continue;
            }
            self.asked += 1;
            let visit = fetcher.visit(&resource.url, Identity::Citizen, at).await;
            let text = match visit {
                Visit::Captured(capture) if capture.status() == 200 => {
                    bytes += capture.body.len() as u64;
                    let text = decode(&capture.body, capture.header("content-type")).text;
                    files.push((resource.url.clone(), capture.body));
                    text
                }
                // Remembered as empty, so that it is asked for once only.
                _ => String::new(),
            };
            Arc::make_mut(&mut self.loaded).insert(resource.url, text.into());
        }
        Stocked { bytes, files }
    }
}
