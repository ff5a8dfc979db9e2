//! The child: puts up its walls, then runs jobs until its standard input ends.

mod budget;
mod build;
mod clock;
mod code;
mod left;
mod markup;
mod natives;
mod recorder;
mod select;
mod serialize;
mod stage;
mod style;
mod tree;
mod walls;
mod who;
mod world;

use std::{
    io::{self, Read, Write},
    process::ExitCode,
    rc::Rc,
};

use super::{
    Job,
    frame::{self, MAX_JOB},
    ran::Said,
};

/// What the program does under its hidden command.
///
/// Reads jobs from standard input and writes facts to standard output, unbuffered: what a page did
/// is told before the page can end the child.
pub fn serve() -> ExitCode {
    let Ok(world) = world::World::prepare() else { return ExitCode::FAILURE };
    let world = Rc::new(world);
    let walls = walls::raise();
    match answer(&mut io::stdin().lock(), walls, &world) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(jobs: &mut impl Read, walls: super::Walls, world: &Rc<world::World>) -> io::Result<()> {
    tell(&Said::Ready(walls))?;
    while let Some((job, _)) = frame::receive::<Job>(jobs, MAX_JOB)? {
        // Whatever escapes the engine's own limit, the kernel ends.
        walls::allow_cpu(u64::from(job.limits.cpu_ms) * 2);
        let end = stage::play(job, world);
        // What is kept for a return visit may be more than can be said.
        if !tell(&Said::Done(end.clone()))? {
            let (cookies, storage) = (String::new(), Vec::new());
            tell(&Said::Done(super::ran::End { cookies, storage, ..end }))?;
        }
    }
    Ok(())
}

/// Tells the parent a fact; too large a fact is not told.
fn tell(said: &Said) -> io::Result<bool> {
    let told = frame::send(&mut Unbuffered, said)?;
    Ok(told)
}

/// Standard output, where what is written is out at once.
struct Unbuffered;

impl Write for Unbuffered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut out = io::stdout().lock();
        let written = out.write(bytes)?;
        out.flush()?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
