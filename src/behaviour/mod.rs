//! What the scripts of a page do to its visitors: they are run in the sandbox, in as many worlds as
//! it takes, and what they did is told in the words of the page room, so that rules judge it like
//! what reading shows.
//!
//! A script can only tell visitors apart by what it looks at, and the sandbox says what that was.
//! So a page is run as the visitor who got it, and as others only as far as its scripts looked at
//! something in which those differ (`worlds`). What happens in one world and not in another is a
//! condition, and proven (`conditions`). Scripts that were run and did nothing of note are not run
//! again for nothing (`quiet`).

mod conditions;
mod layers;
mod library;
mod note;
mod program;
mod quiet;
mod told;
mod viewer;
mod worlds;

use std::io;

pub use self::viewer::Viewer;
use self::{program::Program, quiet::Quiet, worlds::Tried};
use crate::{
    identity::{Identity, UserAgents},
    page::{self, Loaded, Page},
    sandbox::{Limits, Ran, Sandbox, Walls},
};

/// Worlds in which one page is run.
const MOST_WORLDS: usize = 6;
/// CPU time of all runs of one page, in milliseconds.
const MOST_CPU_MS: u64 = 1_500;

/// Runs the scripts of pages.
#[derive(Debug)]
pub struct Behaviour {
    sandbox: Sandbox,
    agents: UserAgents,
    quiet: Quiet,
}

/// What a page was run for.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// The visitor who got it.
    pub identity: Identity,
    /// When, in milliseconds since 1970, UTC.
    pub at_ms: i64,
}

/// What came of running a page.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// What the page is to be read again with, if scripts did anything of note.
    pub ran: Option<page::Ran>,
    /// Scripts were ended before they were done.
    pub cut: bool,
}

impl Behaviour {
    /// Runs scripts in so many children of this very program.
    ///
    /// # Errors
    /// If the program cannot say where it is.
    pub fn new(children: usize, agents: UserAgents) -> io::Result<Self> {
        Ok(Self { sandbox: Sandbox::new(children)?, agents, quiet: Quiet::default() })
    }

    /// The same in children of another program that knows the hidden command.
    pub fn of_program(program: &std::path::Path, children: usize) -> Self {
        let sandbox = Sandbox::of_program(program, children);
        Self { sandbox, agents: UserAgents::default(), quiet: Quiet::default() }
    }

    /// Which walls stand around the children.
    ///
    /// # Errors
    /// If no child can be started.
    pub fn walls(&self) -> io::Result<Walls> {
        self.sandbox.try_walls()
    }

    /// Runs the scripts of a page that was read with its outline. Blocks its thread.
    pub fn of(&self, page: &Page, visit: Visit, loaded: &Loaded) -> Shown {
        let program = Program::of(page, loaded, &self.quiet);
        if !program.is_worth_running(&self.quiet) {
            return Shown::default();
        }
        let mut job = program.job(page);
        let mut runs: Vec<(Tried, Ran)> = Vec::new();
        let mut left = MOST_CPU_MS;
        let mut next = Some(Tried::first(visit.identity));
        while let Some(world) = next.filter(|_| runs.len() < MOST_WORLDS && left > 0) {
            job.world = world.world(&self.agents, visit.at_ms, &runs);
            job.limits = Limits { cpu_ms: left.min(500) as u32, ..Limits::default() };
            let ran = self.sandbox.run(&job);
            left = left.saturating_sub(ran.end.cpu_us / 1_000 + 1);
            if ran.cut.is_some_and(program::ends_all) {
                left = 0;
            }
            tracing::debug!(
                "ran {} as {world:?}: {} us, {} errors {:?}, cut {:?}",
                page.url,
                ran.end.cpu_us,
                ran.end.errors,
                ran.end.messages,
                ran.cut
            );
            runs.push((world, ran));
            let looked_at = program.looked_at(&runs);
            next = worlds::next(&runs, &looked_at, |ran| note::leads_away(page, ran));
        }
        let cut = runs.iter().any(|(_, ran)| ran.cut.is_some());
        let told = if note::is_of_note(page, &job, &runs) {
            told::told(page, &job, &runs)
        } else {
            told::told_of_layers(page, &job, &runs)
        };
        let ran = Some(told).filter(|told| *told != page::Ran::default());
        tracing::debug!(
            "{}: {} of note",
            page.url,
            if ran.is_some() { "something" } else { "nothing" }
        );
        if ran.is_none() && !cut {
            self.quiet.note(&program);
        }
        Shown { ran, cut }
    }
}
