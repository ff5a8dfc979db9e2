//! The children, and who may use them.

use std::{
    io,
    path::PathBuf,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use super::{Cut, Job, Ran, Walls, attendant::Attendant};

/// Runs scripts in child processes; at most so many at a time as it was given children.
///
/// Children are started when they are needed and used again. All end when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    program: PathBuf,
    most: usize,
    hands: Mutex<Hands>,
    freed: Condvar,
}

#[derive(Default)]
struct Hands {
    idle: Vec<Attendant>,
    busy: usize,
    walls: Option<Walls>,
}

impl std::fmt::Debug for Hands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} idle, {} busy", self.idle.len(), self.busy)
    }
}

impl Sandbox {
    /// A sandbox whose children are this very program.
    ///
    /// # Errors
    /// If the program cannot say where it is.
    pub fn new(children: usize) -> io::Result<Self> {
        Ok(Self::of_program(std::env::current_exe()?, children))
    }

    /// A sandbox whose children are another program that knows the hidden command.
    pub fn of_program(program: impl Into<PathBuf>, children: usize) -> Self {
        Self {
            program: program.into(),
            most: children.max(1),
            hands: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Runs the scripts of a page; waits for a child to be free, then for its answer.
    ///
    /// Blocks the thread for at most [`super::Limits::wall_ms`] once a child is free. Whatever the
    /// page does to the child costs this answer only: [`Ran::cut`] tells.
    pub fn run(&self, job: &Job) -> Ran {
        let mut attendant = match self.take() {
            Ok(attendant) => attendant,
            Err(error) => {
                tracing::warn!("no sandbox child could be started: {error}");
                self.give_back(None);
                return Ran::cut(Cut::NoChild);
            }
        };
        let ran = attendant.run(job);
        let fit = attendant.is_fit();
        self.give_back(Some(attendant).filter(|_| fit));
        ran
    }

    /// Which walls stand around the children, as the first of them found; none before that.
    pub fn walls(&self) -> Option<Walls> {
        self.hands().walls
    }

    /// Starts a child, if there is none, to learn which walls stand around it.
    ///
    /// # Errors
    /// If no child can be started.
    pub fn try_walls(&self) -> io::Result<Walls> {
        let attendant = self.take();
        let walls = attendant.as_ref().map(|attendant| attendant.walls).ok();
        match attendant {
            Ok(attendant) => self.give_back(Some(attendant)),
            Err(error) => {
                self.give_back(None);
                return Err(error);
            }
        }
        walls.ok_or_else(|| io::Error::other("no child"))
    }

    fn take(&self) -> io::Result<Attendant> {
        let mut hands = self.hands();
        while hands.busy >= self.most {
            hands = self.freed.wait(hands).unwrap_or_else(PoisonError::into_inner);
        }
        hands.busy += 1;
        while let Some(mut attendant) = hands.idle.pop() {
            if attendant.is_fit() {
                return Ok(attendant);
            }
        }
        drop(hands);
        let attendant = Attendant::start(self.program.clone())?;
        self.hands().walls.get_or_insert(attendant.walls);
        Ok(attendant)
    }

    /// Every `take`, successful or not, is followed by this.
    fn give_back(&self, attendant: Option<Attendant>) {
        let mut hands = self.hands();
        hands.busy = hands.busy.saturating_sub(1);
        hands.idle.extend(attendant);
        drop(hands);
        self.freed.notify_one();
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
