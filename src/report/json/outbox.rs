//! The document `canhcong.outbox/1`: what people are told, and whether it arrived.
//!
//! Fields may be added, never renamed or removed without raising the schema's number.

use jiff::Timestamp;
use serde::Serialize;

use super::{Tool, document};
use crate::{
    finding::Severity,
    notice::{Outbox, Owed, Posted, PostedState},
    report::{Options, RenderError, labels::utc},
    target::Contact,
};

/// The name and number of the document's shape.
pub const SCHEMA: &str = "canhcong.outbox/1";

/// What is in the outbox, as of `now`.
///
/// # Errors
/// See [`RenderError`].
pub fn outbox(
    outbox: &Outbox,
    contacts: &[Contact],
    now: Timestamp,
    _: &Options,
) -> Result<String, RenderError> {
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        at: utc(now),
        notices: outbox.notices.iter().map(|own| NoticeJson::new(own, contacts)).collect(),
        owed: outbox.owed.iter().map(|own| OwedJson::new(own, contacts)).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    at: String,
    notices: Vec<NoticeJson<'a>>,
    /// What is still to be put into notices.
    owed: Vec<OwedJson<'a>>,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    id: &'a str,
    occasion: &'static str,
    contact: &'a str,
    /// The day on which somebody made sure that the contact is right.
    verified_on: Option<String>,
    channel: &'a str,
    made_at: String,
    events: usize,
    worst: Option<Severity>,
    state: &'static str,
    attempts: u32,
    next_attempt_at: Option<String>,
    sent_at: Option<String>,
    given_up_at: Option<String>,
    said: Option<&'a str>,
}

impl<'a> NoticeJson<'a> {
    fn new(own: &'a Posted, contacts: &[Contact]) -> Self {
        let (mut next_attempt_at, mut sent_at, mut given_up_at) = (None, None, None);
        match own.state {
            PostedState::Waiting(at) => next_attempt_at = Some(utc(at)),
            PostedState::Sent(at) => sent_at = Some(utc(at)),
            PostedState::GivenUp(at) => given_up_at = Some(utc(at)),
        }
        Self {
            id: &own.id,
            occasion: own.occasion.id(),
            contact: &own.contact,
            verified_on: verified_on(&own.contact, contacts),
            channel: &own.channel,
            made_at: utc(own.made_at),
            events: own.events,
            worst: own.worst,
            state: own.state.id(),
            attempts: own.attempts,
            next_attempt_at,
            sent_at,
            given_up_at,
            said: own.said.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct OwedJson<'a> {
    contact: &'a str,
    verified_on: Option<String>,
    channel: &'a str,
    events: usize,
    worst: Severity,
    since: String,
}

impl<'a> OwedJson<'a> {
    fn new(own: &'a Owed, contacts: &[Contact]) -> Self {
        Self {
            contact: &own.contact,
            verified_on: verified_on(&own.contact, contacts),
            channel: &own.channel,
            events: own.events,
            worst: own.worst,
            since: utc(own.since),
        }
    }
}

fn verified_on(contact: &str, contacts: &[Contact]) -> Option<String> {
    let known = contacts.iter().find(|own| own.id == contact)?;
    known.verified_on.map(|day| day.to_string())
}
