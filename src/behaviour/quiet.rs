//! Scripts that were run and did nothing of note. What code does depends on the page that it finds, so
//! a page of another build is another case.

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
pub(super) struct Quiet(Mutex<HashSet<(Digest, Shape)>>);

/// How a page is built, hashed: pages of one template have the same.
pub(super) type Shape = u64;

impl Quiet {
    pub fn has(&self, digest: Digest, shape: Shape) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(digest, shape))
    }

    /// A program was run to its end, and nothing came of it.
    pub fn note(&self, program: &Program<'_>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for digest in program.digests() {
            if known.len() >= MOST {
                return;
            }
            known.insert((digest, program.shape));
        }
    }
}
