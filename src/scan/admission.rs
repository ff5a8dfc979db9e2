//! How many portals are under way: as many as may be while the processors have time, few when
//! reading is what everybody waits for.
//!
//! At one request a second a portal is mostly waited for, so a night needs more than a hundred
//! under way. Where portals answer faster than their pages can be read, more portals under way
//! would only hold memory.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep},
};

/// Between two that are let in, so long that the pages of the first have had to be read.
const PAUSE: Duration = Duration::from_millis(20);

/// Turns at reading, one for each processor, and how often they had to be waited for.
pub(super) struct Processors {
    turns: Semaphore,
    count: usize,
    /// Of a thousand turns, how many had to be waited for: a moving average.
    waits: AtomicU32,
    last: Mutex<Instant>,
}

/// Nobody asked for a turn for so long: whatever the average says, it is of another time. Portals that
/// keep everybody waiting must not keep the others out.
const IDLE: Duration = Duration::from_secs(1);

/// Beyond so many of a thousand, the processors have no time for more portals.
const TOO_MANY_WAITS: u32 = 100;

/// The moving average is over about so many turns.
const MEMORY: u32 = 16;

impl Processors {
    /// One turn for each of so many processors.
    pub fn new(count: usize) -> Self {
        let (turns, waits) = (Semaphore::new(count), AtomicU32::new(0));
        Self { turns, count, waits, last: Mutex::new(Instant::now()) }
    }

    /// Waits for a turn; `None` never happens, as the turns are never closed.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        let free = self.turns.try_acquire().ok();
        let waited = if free.is_some() { 0 } else { 1_000 };
        // Turns that count at the same time may forget one another: it is an estimate.
        let average = self.waits.load(Ordering::Relaxed);
        let moved = (average * (MEMORY - 1) + waited) / MEMORY;
        self.waits.store(moved, Ordering::Relaxed);
        *self.last() = Instant::now();
        match free {
            Some(turn) => Some(turn),
            None => self.turns.acquire().await.ok(),
        }
    }

    fn have_time(&self) -> bool {
        self.waits.load(Ordering::Relaxed) < TOO_MANY_WAITS || self.are_idle()
    }

    fn are_idle(&self) -> bool {
        self.turns.available_permits() == self.count && self.last().elapsed() >= IDLE
    }

    fn last(&self) -> MutexGuard<'_, Instant> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The door to a run.
pub(super) struct Admission(Mutex<UnderWay>);

struct UnderWay {
    count: usize,
    last: Instant,
}

/// A place in a run; given up when dropped.
pub(super) struct Place<'a>(&'a Admission);

impl Admission {
    /// Nobody is under way.
    pub fn new() -> Self {
        Self(Mutex::new(UnderWay { count: 0, last: Instant::now() }))
    }

    /// Waits for a place. A few are always let in: while one page is read the next is fetched.
    pub async fn enter(&self, processors: &Processors) -> Place<'_> {
        loop {
            if self.lets_in(processors) {
                return Place(self);
            }
            sleep(PAUSE).await;
        }
    }

    fn lets_in(&self, processors: &Processors) -> bool {
        self.change(|under_way| {
            let few = under_way.count < 4 * processors.count;
            let rested = under_way.last.elapsed() >= PAUSE;
            let may_enter = few || (rested && processors.have_time());
            if may_enter {
                under_way.count += 1;
                under_way.last = Instant::now();
            }
            may_enter
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut UnderWay) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.change(|under_way| under_way.count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn more_are_let_in_only_while_the_processors_have_time() {
        let (admission, processors) = (Admission::new(), Processors::new(1));
        let mut places = Vec::new();
        for _ in 0..20 {
            places.push(admission.enter(&processors).await);
        }
        let busy = processors.turn().await;
        for _ in 0..MEMORY {
            assert!(timeout(PATIENCE, processors.turn()).await.is_err());
        }
        assert!(timeout(PATIENCE, admission.enter(&processors)).await.is_err());
        drop(busy);
        for _ in 0..4 * MEMORY {
            drop(processors.turn().await);
        }
        assert!(timeout(PATIENCE, admission.enter(&processors)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_are_let_in_however_busy_the_processors_are() {
        let (admission, processors) = (Admission::new(), Processors::new(1));
        processors.waits.store(1_000, Ordering::Relaxed);
        let _busy = processors.turn().await;
        let mut places = Vec::new();
        for _ in 0..4 {
            places.push(timeout(PATIENCE, admission.enter(&processors)).await.unwrap());
        }
        assert!(timeout(PATIENCE, admission.enter(&processors)).await.is_err());
        places.pop();
        assert!(timeout(PATIENCE, admission.enter(&processors)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn portals_that_keep_everybody_waiting_keep_nobody_out() {
        let (admission, processors) = (Admission::new(), Processors::new(1));
        processors.waits.store(1_000, Ordering::Relaxed);
        let mut places = Vec::new();
        for _ in 0..20 {
            places.push(timeout(PATIENCE, admission.enter(&processors)).await.unwrap());
        }
    }
}
