//! Results of reading, by the digest of what was read, within a bound.
//!
//! The bound is on the bytes that were read: what is kept of them is of the same order.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// SHA-256 of what was read.
pub(super) type Key = [u8; 32];

/// Keeps the newest results.
pub(super) struct Cache<T> {
    /// Bytes read, in all.
    most: usize,
    entries: Mutex<Entries<T>>,
}

struct Entries<T> {
    by_key: HashMap<Key, Arc<T>>,
    /// Oldest first, with the bytes that were read for each.
    order: VecDeque<(Key, usize)>,
    weight: usize,
}

/// What an entry weighs beside what was read for it.
const OVERHEAD: usize = 512;

impl<T> Cache<T> {
    pub fn new(most: usize) -> Self {
        let entries = Entries { by_key: HashMap::new(), order: VecDeque::new(), weight: 0 };
        Self { most, entries: Mutex::new(entries) }
    }

    /// What is kept under the key, else what `make` makes of so many bytes. Two that ask at once may both make it:
    /// nobody waits for another's work.
    pub fn get_or_make(&self, key: Key, bytes: usize, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some(known) = self.lock().by_key.get(&key) {
            return Arc::clone(known);
        }
        let made = Arc::new(make());
        let mut entries = self.lock();
        if entries.by_key.insert(key, Arc::clone(&made)).is_none() {
            entries.order.push_back((key, bytes + OVERHEAD));
            entries.weight += bytes + OVERHEAD;
        }
        while entries.weight > self.most {
            let Some((oldest, bytes)) = entries.order.pop_front() else { break };
            entries.by_key.remove(&oldest);
            entries.weight = entries.weight.saturating_sub(bytes);
        }
        made
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries<T>> {
        // A panic elsewhere leaves the entries as they were: each change is whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_kept_until_there_is_too_much() {
        let cache = Cache::new(4 * (1000 + OVERHEAD));
        let made = Mutex::new(0);
        let get = |name: u8| {
            cache.get_or_make([name; 32], 1000, || {
                *made.lock().unwrap() += 1;
                name
            })
        };
        assert_eq!((*get(1), *get(1), *get(2), *get(3)), (1, 1, 2, 3));
        assert_eq!(*made.lock().unwrap(), 3);
        get(4);
        get(5);
        assert_eq!(*get(5), 5);
        assert_eq!(*made.lock().unwrap(), 5);
        // The oldest had to go.
        get(1);
        assert_eq!(*made.lock().unwrap(), 6);
    }
}
