//! Results of reading, by the digest of what was read, within a bound.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// SHA-256 of what was read.
pub(super) type Key = [u8; 32];

/// Keeps the newest results.
pub(super) struct Cache<T> {
    most: usize,
    entries: Mutex<Entries<T>>,
}

struct Entries<T> {
    by_key: HashMap<Key, Arc<T>>,
    order: VecDeque<Key>,
}

impl<T> Cache<T> {
    pub fn new(most: usize) -> Self {
        let entries = Entries { by_key: HashMap::new(), order: VecDeque::new() };
        Self { most, entries: Mutex::new(entries) }
    }

    /// What is kept under the key, else what `make` makes. Two that ask at once may both make it:
    /// nobody waits for another's work.
    pub fn get_or_make(&self, key: Key, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some(known) = self.lock().by_key.get(&key) {
            return Arc::clone(known);
        }
        let made = Arc::new(make());
        let mut entries = self.lock();
        if entries.by_key.insert(key, Arc::clone(&made)).is_none() {
            entries.order.push_back(key);
        }
        while entries.order.len() > self.most {
            if let Some(oldest) = entries.order.pop_front() {
                entries.by_key.remove(&oldest);
            }
        }
        made
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries<T>> {
        // A panic elsewhere leaves the entries as they were: each change is whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
