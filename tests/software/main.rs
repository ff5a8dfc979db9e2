//! How well the software of a portal is told: NukeViet by the files of its own releases, and the
//! others by real pages that name their system.
//!
//! Prints its figures (`cargo test --test software -- --nocapture`). Releases and pages are those of
//! the shared data (`CANHCONG_SHARED`, by default `../shared`); without it there is nothing to tell.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod pages;
mod releases;

use std::{env, path::PathBuf};

use canhcong::{
    page::{Loaded, Reader},
    software::{Found, Inventory, StaticFile, Traces},
};
use url::Url;

/// A file of the shared data, if it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let shared = env::var_os("CANHCONG_SHARED").map_or("../shared".into(), PathBuf::from);
    let path = shared.join(path);
    if !path.exists() {
        println!("skipped: no {} (set CANHCONG_SHARED)", path.display());
        return None;
    }
    Some(path)
}

/// What is found of a portal that answers with this page and these files.
fn portal(url: &Url, html: &str, files: &[StaticFile]) -> Vec<Found> {
    let page = Reader::new().read(html.into(), url, &[], &Loaded::default());
    let mut inventory = Inventory::default();
    inventory.add(&Traces::of_answer(url, &[], Some(&page)));
    files.iter().for_each(|file| inventory.add(&Traces::of_file(file)));
    inventory.found()
}
