//! Who is told, and how it is said to them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    finding::Lang,
    target::{Channel, ChannelKind, Contact, ContactRole},
};

/// Who gets a notice: a contact of the registry, as it was when the notice was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The contact's id.
    pub contact: String,
    /// In which capacity they are told: it decides the wording.
    pub role: ContactRole,
    /// The body or person as people know it.
    pub name: String,
    /// The channel's id in the registry.
    pub channel: String,
    /// Where the channel leads, where it needs to be told: a mail address.
    pub address: Option<String>,
    /// The language of what they are told.
    pub lang: Lang,
    /// When somebody last made sure that the address is right.
    pub verified_on: Option<Date>,
}

impl Recipient {
    /// A contact over one of their channels.
    pub fn of(contact: &Contact, channel: &Channel) -> Self {
        let is_mail = channel.kind() == ChannelKind::Email;
        Self {
            contact: contact.id.clone(),
            role: contact.role,
            name: contact.name.clone(),
            channel: channel.id.clone(),
            address: contact.email.clone().filter(|_| is_mail),
            lang: contact.lang,
            verified_on: contact.verified_on,
        }
    }
}
