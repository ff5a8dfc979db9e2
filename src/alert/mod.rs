//! Tells people: one file for each kind of channel, each with the same two functions.
//!
//! `check` says what is wrong with a channel's settings without touching the network; `send` tries
//! once to deliver a notice. Whoever calls keeps the notice until it is sent. The same notice is
//! the same message each time, under the same name, so a receiver who gets it twice can tell.

mod delivery;
mod outcome;

use jiff::Timestamp;

pub use delivery::{Delivery, Tally};
pub use outcome::{Receipt, Undelivered};

use crate::{
    notice::{Attachment, Notice},
    target::{Channel, Settings},
};

/// Tries once to deliver a notice.
///
/// # Errors
/// Says in a line for the operator why not, and whether it is worth to try again.
pub async fn send(
    channel: &Channel,
    notice: &Notice,
    now: Timestamp,
) -> Result<Receipt, Undelivered> {
    let _ = (notice, now);
    match &channel.settings {
        Settings::Email(_)
        | Settings::Webhook(_)
        | Settings::Syslog(_)
        | Settings::DropFolder(_) => Err(Undelivered::later("not built yet")),
    }
}

/// The files that go with a notice: all that it tells, for people and for machines.
pub fn attachments(notice: &Notice) -> Vec<Attachment> {
    let _ = notice;
    Vec::new()
}
