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
/// Times that one interval fires, and timers that set each other in a chain.
const MAX_REPEATS: u32 = 40;
/// Of these, after each thing that a visitor does.
const MORE: u32 = 2;
/// How much time passes when somebody looks, in milliseconds.
const LOOK: f64 = 0.2;

/// Something that waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timer {
    pub id: u32,
    /// Milliseconds until it fires.
    delay: f64,
    repeat: bool,
    /// Times that it fired, and timers that led to it.
    rounds: u32,
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
    /// How many timers led to what runs now.
    rounds: Cell<u32>,
    /// Timers that fired often enough.
    parked: RefCell<Vec<u32>>,
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
        let delay = if repeat { ms.max(4.0) } else { ms };
        let timer = Timer { id, delay, repeat, rounds: self.rounds.get(), source, trigger };
        waiting.insert(id, timer);
        self.enqueue(&timer);
        id
    }

    pub fn clear(&self, id: u32) {
        self.waiting.borrow_mut().remove(&id);
    }

    /// Timers that fired often enough wait for the visitor: a page that looks every now and then
    /// whether something is there would do so for ever.
    fn enqueue(&self, timer: &Timer) {
        if timer.rounds >= MAX_REPEATS {
            return self.parked.borrow_mut().push(timer.id);
        }
        let due = self.now.get() + timer.delay;
        let order = self.order.get() + 1;
        self.order.set(order);
        // Milliseconds are bounded above: no overflow, and microseconds are enough.
        self.queue.borrow_mut().push(Reverse(((due * 1_000.0) as u64, order, timer.id)));
    }

    /// A visitor does something: those who look for that get to look again.
    pub fn wake(&self) {
        let mut waiting = self.waiting.borrow_mut();
        for id in self.parked.take() {
            if let Some(timer) = waiting.get_mut(&id) {
                timer.rounds = MAX_REPEATS - MORE;
                self.enqueue(timer);
            }
        }
    }

    /// The next timer that is due until then; the clock jumps there.
    pub fn next_until(&self, until: f64) -> Option<Timer> {
        self.rounds.set(0);
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
            timer.rounds += 1;
            let timer = *timer;
            if timer.repeat {
                self.enqueue(&timer);
            } else {
                waiting.remove(&id);
                self.rounds.set(timer.rounds);
            }
            return Some(timer);
        }
    }
}

impl Timer {
    /// Whether it will not fire again.
    pub fn is_last(&self) -> bool {
        !self.repeat
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
        clock.wake();
        assert_eq!([next(), next(), next()], [Some(often), Some(often), None]);
        clock.clear(often);
        clock.wake();
        let mut chain = clock.set(1.0, false, Source::Unknown, as_load);
        for _ in 0..MAX_REPEATS {
            assert_eq!(next(), Some(chain));
            chain = clock.set(1.0, false, Source::Unknown, as_load);
        }
        assert_eq!(next(), None, "a chain waits like an interval");
        clock.wake();
        assert_eq!(next(), Some(chain));
        clock.clear(clock.set(1.0, false, Source::Unknown, as_load));
        assert_eq!(
            (0..1_000).filter(|_| clock.set(1.0, false, Source::Unknown, as_load) == 0).count(),
            500
        );
    }
}
