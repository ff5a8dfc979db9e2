//! How people are told: each `[[channel]]` of the registry, with the settings of its kind.
//!
//! A kind is one file here, which reads what `targets.toml` says of it, and one in the room that
//! sends. Secrets never stand in the registry: it goes into version control.

mod drop_folder;
mod email;
mod secret;
mod server;
mod syslog;
mod webhook;

use std::path::Path;

pub use drop_folder::DropFolder;
pub use email::{Email, Tls};
pub use secret::Secret;
pub use syslog::{Syslog, Transport};
pub use webhook::Webhook;

use super::fields::{Fields, id};

/// A way to tell people, under the name that contacts use for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Short name by which contacts refer to it: `[a-z0-9-]`, at most 64 characters.
    pub id: String,
    /// Which kind it is, and where it leads.
    pub settings: Settings,
}

/// What is set for a channel, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settings {
    /// Mail through one server.
    Email(Email),
    /// A POST to one address.
    Webhook(Webhook),
    /// Lines to one collector.
    Syslog(Syslog),
    /// Files in one folder.
    DropFolder(DropFolder),
}

/// The kinds of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// See [`Settings::Email`].
    Email,
    /// See [`Settings::Webhook`].
    Webhook,
    /// See [`Settings::Syslog`].
    Syslog,
    /// See [`Settings::DropFolder`].
    DropFolder,
}

impl ChannelKind {
    /// All kinds with the name that `targets.toml` has for them.
    pub const NAMES: [(&'static str, ChannelKind); 4] = [
        ("email", Self::Email),
        ("webhook", Self::Webhook),
        ("syslog", Self::Syslog),
        ("drop-folder", Self::DropFolder),
    ];
}

impl Channel {
    /// Which kind it is.
    pub fn kind(&self) -> ChannelKind {
        match self.settings {
            Settings::Email(_) => ChannelKind::Email,
            Settings::Webhook(_) => ChannelKind::Webhook,
            Settings::Syslog(_) => ChannelKind::Syslog,
            Settings::DropFolder(_) => ChannelKind::DropFolder,
        }
    }
}

/// Reads one `[[channel]]`; relative paths start at the folder of the registry.
pub(super) fn read(mut fields: Fields<'_, '_, '_>, folder: &Path) -> Option<Channel> {
    let channel_id = fields.required_text("id").and_then(|text| fields.valid(text, id));
    let settings = match fields.required_choice("kind", &ChannelKind::NAMES) {
        Some(ChannelKind::Email) => email::read(&mut fields, folder).map(Settings::Email),
        Some(ChannelKind::Webhook) => webhook::read(&mut fields, folder).map(Settings::Webhook),
        Some(ChannelKind::Syslog) => syslog::read(&mut fields, folder).map(Settings::Syslog),
        Some(ChannelKind::DropFolder) => {
            drop_folder::read(&mut fields, folder).map(Settings::DropFolder)
        }
        // Which keys belong here cannot be said of a kind that is not known.
        None => return None,
    };
    fields.finish();
    Some(Channel { id: channel_id?, settings: settings? })
}
