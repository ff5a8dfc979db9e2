//! Results of reading, by the digest of what was read, within a bound.
//!
//! Two generations: what is asked for again moves to the young one, and when the young one is full
//! the old one is forgotten. So what many pages share stays, and what one page had goes.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// SHA-256 of what was read.
pub(super) type Key = [u8; 32];

/// Keeps what was asked for lately.
pub(super) struct Cache<T> {
    /// Bytes read, for one generation.
    most: usize,
    entries: Mutex<Entries<T>>,
}

struct Entries<T> {
    young: HashMap<Key, (Arc<T>, usize)>,
    old: HashMap<Key, (Arc<T>, usize)>,
    /// Of the young ones.
    weight: usize,
}

/// What an entry weighs beside what was read for it.
const OVERHEAD: usize = 512;

impl<T> Cache<T> {
    /// Keeps what was read of at most so many bytes.
    pub fn new(most: usize) -> Self {
        let entries = Entries { young: HashMap::new(), old: HashMap::new(), weight: 0 };
        Self { most: most / 2, entries: Mutex::new(entries) }
    }

    /// What is kept under the key, else what `make` makes of so many bytes. Two that ask at once
    /// may both make it: nobody waits for another's work.
    pub fn get_or_make(&self, key: Key, bytes: usize, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some(known) = self.lock().get(&key, self.most) {
            return known;
        }
        let made = Arc::new(make());
        self.lock().insert(key, Arc::clone(&made), bytes + OVERHEAD, self.most);
        made
    }

    fn lock(&self) -> MutexGuard<'_, Entries<T>> {
        // A panic elsewhere leaves the entries as they were: each change is whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Entries<T> {
    fn get(&mut self, key: &Key, most: usize) -> Option<Arc<T>> {
        if let Some((known, _)) = self.young.get(key) {
            return Some(Arc::clone(known));
        }
        let (known, weight) = self.old.remove(key)?;
        self.insert(*key, Arc::clone(&known), weight, most);
        Some(known)
    }

    fn insert(&mut self, key: Key, value: Arc<T>, weight: usize, most: usize) {
        if self.weight + weight > most {
            self.old = mem::take(&mut self.young);
            self.weight = 0;
        }
        if self.young.insert(key, (value, weight)).is_none() {
            self.weight += weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_goes() {
        let cache = Cache::new(20 * (1000 + OVERHEAD));
        let made = Mutex::new(0);
        let get = |name: u8| {
            cache.get_or_make([name; 32], 1000, || {
                *made.lock().unwrap() += 1;
                name
            })
        };
        for name in 1..=200 {
            assert_eq!((*get(0), *get(name)), (0, name));
        }
        assert_eq!(*made.lock().unwrap(), 201);
        // The first one seen once had to go.
        get(1);
        assert_eq!(*made.lock().unwrap(), 202);
        let entries = cache.lock();
        assert!(entries.young.len() + entries.old.len() <= 21);
    }
}
