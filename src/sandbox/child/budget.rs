//! CPU time and work of one job.

use std::cell::Cell;

use rustix::time::{ClockId, clock_gettime};

/// The least CPU time that a task gets while there is any left, in nanoseconds.
const LEAST_TASK: u64 = 20_000_000;
/// Work between two looks at the clock: roughly one node visited or byte copied each.
const LOOK_EVERY: u32 = 20_000;

/// CPU time of this thread in nanoseconds; a child has no other. That of the process moves only
/// with the kernel's ticks once there is a limit on it.
pub(super) fn cpu_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    seconds.saturating_mul(1_000_000_000).saturating_add(u64::try_from(time.tv_nsec).unwrap_or(0))
}

/// What is left of a job's CPU time. A task gets at most half of that.
#[derive(Debug)]
pub(super) struct Budget {
    began: u64,
    end: u64,
    task_end: Cell<u64>,
    work: Cell<u32>,
    exceeded: Cell<bool>,
}

impl Budget {
    pub fn new(cpu_ms: u32) -> Self {
        let now = cpu_ns();
        let end = now.saturating_add(u64::from(cpu_ms) * 1_000_000);
        let (task_end, work, exceeded) = (Cell::new(end), Cell::new(0), Cell::new(false));
        Self { began: now, end, task_end, work, exceeded }
    }

    /// Begins a task; false if nothing is left for it.
    pub fn begin_task(&self) -> bool {
        let now = cpu_ns();
        if now >= self.end {
            self.exceeded.set(true);
            return false;
        }
        let share = ((self.end - now) / 2).max(LEAST_TASK);
        self.task_end.set(now + share);
        true
    }

    /// Whether the task has used up its share; asked by the engine every now and then.
    pub fn is_over(&self) -> bool {
        let over = cpu_ns() > self.task_end.get();
        if over {
            self.exceeded.set(true);
        }
        over
    }

    /// Counts work that the engine does not see; false if the task's share is used up.
    pub fn work(&self, amount: usize) -> bool {
        let amount = u32::try_from(amount).unwrap_or(u32::MAX).saturating_add(8);
        let sum = self.work.get().saturating_add(amount);
        self.work.set(sum);
        if sum < LOOK_EVERY {
            return true;
        }
        self.work.set(0);
        !self.is_over()
    }

    /// Whether any task asked for more than its share.
    pub fn was_exceeded(&self) -> bool {
        self.exceeded.get()
    }

    pub fn spent_us(&self) -> u64 {
        cpu_ns().saturating_sub(self.began) / 1_000
    }
}
