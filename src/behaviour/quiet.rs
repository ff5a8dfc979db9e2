//! Scripts that were run and did nothing of note.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use super::program::Program;

/// The digest of a piece of code.
pub(super) type Digest = [u8; 32];

/// Pieces that are remembered; afterwards all is run.
const MOST: usize = 200_000;

#[derive(Debug, Default)]
pub(super) struct Quiet(Mutex<HashSet<Digest>>);

impl Quiet {
    pub fn has(&self, digest: &Digest) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(digest)
    }

    /// A program was run to its end, and nothing came of it.
    pub fn note(&self, program: &Program<'_>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for digest in program.digests() {
            if known.len() >= MOST {
                return;
            }
            known.insert(digest);
        }
    }
}
