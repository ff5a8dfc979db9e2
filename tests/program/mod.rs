//! The real binary, run as an operator who reads English runs it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    path::Path,
    process::{Command, Output},
};

/// What the program says and its exit code, in a folder of its own.
pub fn canhcong(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(arguments)
        .current_dir(folder)
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .output()
        .unwrap()
}
