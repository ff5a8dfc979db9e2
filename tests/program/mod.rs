//! The real binary, run as an operator who reads English runs it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::{
    path::Path,
    process::{Command, Output},
};

/// What the program says and its exit code, in a folder of its own.
pub fn canhcong(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// The program, ready to be started.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canhcong"));
    command.args(arguments).current_dir(folder).env("LANG", "en_US.UTF-8").env_remove("LC_ALL");
    command
}
