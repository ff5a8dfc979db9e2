//! The world's clock, and what waits for it.
//!
//! Time does not pass by itself: it jumps to whatever is due next, and creeps on a little each
//! time somebody looks, so that code which waits in a loop gets out of it.

use std::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use super::super::ran::{Source, Trigger};

/// Timers that wait at one time.
const MAX_WAITING: usize = 500;
/// Times that one interval fires.
const MAX_REPEATS: u32 = 40;
/// How much time passes when somebody looks, in milliseconds.
const LOOK: f64 = 0.2;

/// Something that waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timer {
    pub id: u32,
    /// Milliseconds between two times; none for once.
    every: Option<f64>,
    fired: u32,
    pub source: Source,
    pub trigger: (Trigger, f64),
}

#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Milliseconds since the visit began.
    now: Cell<f64>,
    last_id: Cell<u32>,
    waiting: RefCell<BTreeMap<u32, Timer>>,
    /// Due time in microseconds, order, number.
    queue: RefCell<BinaryHeap<Reverse<(u64, u64, u32)>>>,
    order: Cell<u64>,
}

impl Clock {
    /// Milliseconds since the visit began.
    pub fn now(&self) -> f64 {
        self.now.get()
    }

    /// The same, for code that looks.
    pub fn look(&self) -> f64 {
        self.now.set(self.now.get() + LOOK);
        self.now.get()
    }

    pub fn pass(&self, ms: f64) {
        self.now.set(self.now.get() + ms);
    }

    /// Sets a timer; zero if too many wait.
    pub fn set(&self, ms: f64, repeat: bool, source: Source, trigger: (Trigger, f64)) -> u32 {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() >= MAX_WAITING {
            return 0;
        }
        let ms = if ms.is_finite() { ms.clamp(0.0, 1e9) } else { 0.0 };
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        let every = repeat.then_some(ms.max(4.0));
        waiting.insert(id, Timer { id, every, fired: 0, source, trigger });
        self.enqueue(self.now.get() + ms, id);
        id
    }

    pub fn clear(&self, id: u32) {
        self.waiting.borrow_mut().remove(&id);
    }

    fn enqueue(&self, due: f64, id: u32) {
        let order = self.order.get() + 1;
        self.order.set(order);
        // Milliseconds are bounded above: no overflow, and microseconds are enough.
        self.queue.borrow_mut().push(Reverse(((due * 1_000.0) as u64, order, id)));
    }

    /// The next timer that is due until then; the clock jumps there.
    pub fn next_until(&self, until: f64) -> Option<Timer> {
        loop {
            let Reverse((due, _, id)) = *self.queue.borrow().peek()?;
            let due = due as f64 / 1_000.0;
            if due > until {
                return None;
            }
            self.queue.borrow_mut().pop();
            let mut waiting = self.waiting.borrow_mut();
            let Some(timer) = waiting.get_mut(&id) else { continue };
            self.now.set(self.now.get().max(due));
            timer.fired += 1;
            let fired = *timer;
            match timer.every {
                Some(every) if timer.fired < MAX_REPEATS => {
                    drop(waiting);
                    self.enqueue(due + every, id);
                }
                _ => {
                    waiting.remove(&id);
                }
            }
            return Some(fired);
        }
    }
}

impl Timer {
    /// Whether it will not fire again.
    pub fn is_last(&self) -> bool {
        self.every.is_none() || self.fired >= MAX_REPEATS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_come_in_order_and_intervals_end() {
        let clock = Clock::default();
        let as_load = (Trigger::Load, 0.0);
        let late = clock.set(100.0, false, Source::Script(0), as_load);
        let often = clock.set(30.0, true, Source::Script(1), as_load);
        let soon = clock.set(f64::NAN, false, Source::Script(2), as_load);
        let gone = clock.set(1.0, false, Source::Script(3), as_load);
        clock.clear(gone);
        let next = || clock.next_until(60_000.0).map(|timer| timer.id);
        assert_eq!([next(), next(), next()], [Some(soon), Some(often), Some(often)]);
        assert_eq!([next(), next()], [Some(often), Some(late)]);
        assert!(clock.now() >= 100.0);
        assert_eq!(std::iter::from_fn(next).count(), MAX_REPEATS as usize - 3);
        assert_eq!(
            (0..1_000).filter(|_| clock.set(1.0, false, Source::Unknown, as_load) == 0).count(),
            500
        );
    }
}
