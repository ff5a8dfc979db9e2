//! Every channel against a server on loopback that answers well, badly or not at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod commands;
mod drop_folder;
mod mail;
#[path = "../program/mod.rs"]
mod program;
mod smtp;
mod syslog;
mod tls;
mod webhook;

use std::path::Path;

use canhcong::{
    alert::{self, Receipt, Undelivered},
    notice::{Notice, Recipient},
    target::Registry,
};
use jiff::Timestamp;

const CONTACT: &str = r#"
    [[contact]]
    id = "pa05"
    role = "cyber-unit"
    name = "Phòng An ninh mạng"
    email = "pa05@congan.example"
    channels = ["thu"]
"#;

/// The notice that all tests send.
fn notice(registry: &Registry) -> Notice {
    let (contact, channel) = (registry.contact("pa05").unwrap(), registry.channel("thu").unwrap());
    alert::sample(Recipient::of(contact, channel), None, now())
}

fn now() -> Timestamp {
    "2026-11-20T17:05:00Z".parse().unwrap()
}

/// A registry in a folder, with one channel `thu` of these lines.
fn registry(folder: &Path, channel: &str) -> Registry {
    let text = format!("[[channel]]\nid = \"thu\"\n{channel}\n{CONTACT}");
    Registry::parse(&folder.join("targets.toml").display().to_string(), text).unwrap()
}

/// Tries to send over a channel of these lines.
fn send(folder: &Path, channel: &str) -> Result<Receipt, Undelivered> {
    let registry = registry(folder, channel);
    send_notice(&registry, &notice(&registry))
}

fn send_notice(registry: &Registry, notice: &Notice) -> Result<Receipt, Undelivered> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(alert::send(registry.channel("thu").unwrap(), notice, now()))
}

/// Why something has to wait.
fn later(result: Result<Receipt, Undelivered>) -> String {
    match result {
        Err(Undelivered::Later { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

/// Why something is given up.
fn never(result: Result<Receipt, Undelivered>) -> String {
    match result {
        Err(Undelivered::Never { why }) => why,
        other => panic!("{other:?}"),
    }
}
