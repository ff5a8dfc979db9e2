//! Whether people can be told: the settings of channels, and whom no alert would reach.

use canhcong::{
    alert::{self, Complaint},
    target::Registry,
};

/// What is wrong with how people are told.
#[derive(Default)]
pub struct Alerts {
    /// Channels over which nothing can be sent.
    pub broken: Vec<String>,
    /// What works, and may not be meant so.
    pub warnings: Vec<String>,
}

pub fn check(registry: &Registry) -> Alerts {
    let mut alerts = Alerts::default();
    for channel in &registry.channels {
        for complaint in alert::check(channel) {
            let line = format!("channel `{}`: {complaint}", channel.id);
            match complaint {
                Complaint::Broken(_) => alerts.broken.push(line),
                Complaint::Doubtful(_) => alerts.warnings.push(line),
            }
        }
        if !registry.contacts.iter().any(|contact| contact.channels.contains(&channel.id)) {
            alerts.warnings.push(format!("channel `{}`: no contact is told over it", channel.id));
        }
    }
    for contact in &registry.contacts {
        let id = &contact.id;
        if contact.channels.is_empty() {
            let why = match contact.email {
                None => "it has no `email` and no `channels`, so somebody has to telephone",
                Some(_) => "there is no [[channel]] of kind \"email\"",
            };
            alerts.warnings.push(format!("no alert reaches contact `{id}`: {why}"));
        }
        if contact.verified_on.is_none() {
            alerts.warnings.push(format!(
                "contact `{id}` is unverified: make sure of it, then write `verified_on`"
            ));
        }
    }
    // A registry that tells nobody of anything is one for looking on demand, and was said so above.
    if registry.contacts.iter().all(|contact| contact.channels.is_empty()) {
        return alerts;
    }
    let alone: Vec<_> = registry
        .enabled()
        .filter(|target| registry.told_of(target).all(|contact| contact.channels.is_empty()))
        .map(|target| format!("`{}`", target.id))
        .collect();
    if !alone.is_empty() {
        const NAMED: usize = 10;
        let named = alone.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = match alone.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        alerts.warnings.push(format!("nobody is told of {named}{more}: see `notify`"));
    }
    alerts
}
