//! Tells people: one file for each kind of channel, each with the same two functions.
//!
//! `check` says what is wrong with a channel's settings without touching the network; `send` tries
//! once to deliver a notice. Whoever calls keeps the notice until it is sent. The same notice is
//! the same message each time, under the same name, so a receiver who gets it twice can tell.

mod attachments;
mod delivery;
mod document;
mod drop_folder;
mod email;
#[cfg(test)]
mod fixture;
mod outcome;
mod sample;
mod secret;
mod syslog;
mod trust;
mod webhook;
mod wording;

use jiff::Timestamp;

pub use attachments::attachments;
pub use delivery::{Delivery, Tally};
pub use outcome::{Complaint, Receipt, Undelivered};
pub use sample::sample;

use crate::{
    notice::Notice,
    target::{Channel, Settings},
};

/// Tries once to deliver a notice; `now` is what a webhook's signature says.
///
/// # Errors
/// Says in a line for the operator why not, and whether it is worth to try again.
pub async fn send(
    channel: &Channel,
    notice: &Notice,
    now: Timestamp,
) -> Result<Receipt, Undelivered> {
    match &channel.settings {
        Settings::Email(settings) => email::send(settings, notice).await,
        Settings::Webhook(settings) => webhook::send(settings, notice, now).await,
        Settings::Syslog(settings) => syslog::send(settings, notice).await,
        Settings::DropFolder(settings) => drop_folder::send(settings, notice).await,
    }
}

/// What is wrong with the settings of a channel: files that are not there, secrets that cannot be
/// read or that everybody can. Touches no network.
pub fn check(channel: &Channel) -> Vec<Complaint> {
    match &channel.settings {
        Settings::Email(settings) => email::check(settings),
        Settings::Webhook(settings) => webhook::check(settings),
        Settings::Syslog(settings) => syslog::check(settings),
        Settings::DropFolder(settings) => drop_folder::check(settings),
    }
}
