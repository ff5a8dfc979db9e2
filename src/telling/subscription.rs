//! Who is told over which channel, of which portals, and how they want it.

use std::collections::BTreeMap;

use jiff::civil::Time;

use crate::{
    finding::Severity,
    notice::{Of, Recipient},
    target::{ChannelKind, Contact, ContactRole, QuietHours, Registry},
};

/// One contact over one channel.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Who, and over which channel.
    pub recipient: Recipient,
    /// The severity from which they are told.
    pub floor: Severity,
    /// When only what is critical is told.
    pub quiet_hours: Option<QuietHours>,
    /// When they get the digest, in Việt Nam; `None` if they get none.
    pub digest_at: Option<Time>,
    /// Notices in one hour; what is above waits.
    pub most_per_hour: usize,
    /// The portals that they are told of, by id.
    pub portals: BTreeMap<String, Of>,
    /// What they are told of their duty to report, if they are an owner.
    pub duty: Option<String>,
    /// Whether each event is a line of a log there: a digest must not write it again.
    pub is_log: bool,
    /// Whether they are told of the watch itself: that it failed, and each morning that it lives.
    pub of_watch: bool,
}

/// Everybody who is told of an enabled portal, once for each of their channels. Where no cyber unit is,
/// those who are told of every portal hear of the watch itself.
pub fn subscriptions(registry: &Registry) -> Vec<Subscription> {
    let mut portals: BTreeMap<&str, BTreeMap<String, Of>> = BTreeMap::new();
    for target in registry.enabled() {
        let of = Of {
            portal: target.id.clone(),
            name: target.name.clone(),
            agency: target.agency.clone(),
            province: target.province.clone(),
            url: target.url.to_string(),
        };
        for contact in target.notify.iter().chain(&registry.notify) {
            portals.entry(contact).or_default().insert(target.id.clone(), of.clone());
        }
    }
    let is_unit = |contact: &Contact| contact.role == ContactRole::CyberUnit;
    let told = |contact: &&Contact| portals.contains_key(&*contact.id);
    let has_unit = registry.contacts.iter().filter(told).any(is_unit);
    let mut subscriptions = Vec::new();
    for contact in &registry.contacts {
        let Some(portals) = portals.get(&*contact.id) else { continue };
        for channel in contact.channels.iter().filter_map(|id| registry.channel(id)) {
            let is_mail = channel.kind() == ChannelKind::Email;
            let is_log = channel.kind() == ChannelKind::Syslog;
            subscriptions.push(Subscription {
                recipient: Recipient {
                    contact: contact.id.clone(),
                    role: contact.role,
                    name: contact.name.clone(),
                    channel: channel.id.clone(),
                    address: contact.email.clone().filter(|_| is_mail),
                    lang: contact.lang,
                    verified_on: contact.verified_on,
                },
                floor: contact.floor,
                quiet_hours: contact.quiet_hours,
                digest_at: contact.digest_at,
                most_per_hour: contact.most_per_hour,
                portals: portals.clone(),
                duty: registry.duty.clone().filter(|_| contact.role == ContactRole::Owner),
                is_log,
                of_watch: is_unit(contact) || (!has_unit && registry.notify.contains(&contact.id)),
            });
        }
    }
    subscriptions
}
