//! Runs a page's own scripts and reports what they did, behind walls.
//!
//! Reading code shows what is written plainly; running it shows what packed, encoded and gated
//! code comes to. No code of a page runs in this process: [`Sandbox`] keeps a few children, which
//! are this program started with a hidden command, hands each a [`Job`] through its standard
//! input and collects what it says through its standard output ([`Ran`]).
//!
//! # The walls, from the inside out
//!
//! 1. **The engine** (`child/stage.rs`): a QuickJS runtime of its own for each page and visitor,
//!    without modules, with a limit on memory and stack, and interrupted when its share of CPU
//!    time is spent (`child/budget.rs`). A task gets at most half of what is left, so that one
//!    endless loop does not silence the scripts after it.
//! 2. **The world** (`world/*.js`, `child/natives/`): the page sees a document that is a plain
//!    tree in Rust. Nothing in it reaches outside: requests, windows and navigations are written
//!    down and never made. What writes them down are Rust closures that are captured before page
//!    code runs, and they bound what they keep themselves (`child/recorder.rs`).
//! 3. **The process** (`child/walls.rs`): resource limits (CPU, address space, open files, file
//!    size, processes, core), landlock and seccomp where the kernel has them. The child tries its
//!    own walls and says which of them stand ([`Walls`]).
//! 4. **The parent** (`attendant.rs`, `pool.rs`): an empty environment, `/` as directory, a
//!    deadline by the clock on the wall, a bound on what is listened to. A child that breaks it is
//!    killed and replaced; that costs its page ([`Ran::cut`]) and never the run. Each fact is sent
//!    as it happens, so what a page did before it broke its child is not lost.
//!
//! What comes in is trusted by nobody: a job is data, markup is read by the tokenizer of browsers
//! and text that becomes code runs where the page put it, past the recorder (`child/code.rs`). The
//! one thing that is loaded without being checked is the world's own bytecode, which the child
//! made itself before it heard of any page (`child/world.rs`).
//!
//! Children end with the parent, even when that is killed: the kernel kills them when the thread
//! that started them ends, and they end by themselves when their standard input does.

mod attendant;
pub mod child;
mod frame;
mod job;
mod pool;
mod ran;

pub use job::{Element, Job, Limits, Script, World, holds_code};
pub use pool::Sandbox;
pub use ran::*;

/// The hidden command with which this program becomes a child.
pub const COMMAND: &str = "sandbox-child";
