//! `canhcong alert test`: one notice over one channel, now, and what the other side says.

use anyhow::{Context as _, bail};
use canhcong::{
    alert,
    notice::Recipient,
    scan,
    target::{Channel, ChannelKind, Registry},
};

use crate::command::{Common, Outcome, in_words, load, runtime};

#[derive(clap::Args)]
pub struct Args {
    /// The channel's id in the registry.
    channel: String,
    /// The contact whom it is sent to; otherwise the first who has the channel.
    #[arg(long, value_name = "CONTACT")]
    to: Option<String>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let registry = load(&common.targets)?;
    let Some(channel) = registry.channel(&args.channel) else {
        let known = in_words(registry.channels.iter().map(|channel| channel.id.as_str()));
        let known = if known.is_empty() {
            "there is no [[channel]] in the registry".to_owned()
        } else {
            format!("expected {known}")
        };
        bail!("there is no channel `{}`; {known}", args.channel);
    };
    let recipient = recipient(&registry, channel, args.to.as_deref())?;
    for complaint in alert::check(channel) {
        eprintln!("canhcong: {}: {complaint}", channel.id);
    }
    let to = recipient.address.clone().unwrap_or_else(|| recipient.contact.clone());
    let now = scan::now();
    let notice = alert::sample(recipient, registry.duty.clone(), now);
    match runtime()?.block_on(alert::send(channel, &notice, now)) {
        Ok(receipt) => {
            if !common.quiet {
                eprintln!("{} took the test for {to}: {}", channel.id, receipt.said);
            }
            Ok(Outcome::Quiet)
        }
        Err(undelivered) => bail!("{} did not take the test for {to}: {undelivered}", channel.id),
    }
}

fn recipient(
    registry: &Registry,
    channel: &Channel,
    to: Option<&str>,
) -> anyhow::Result<Recipient> {
    let contact = match to {
        Some(id) => {
            let known = || in_words(registry.contacts.iter().map(|contact| contact.id.as_str()));
            registry
                .contact(id)
                .with_context(|| format!("there is no contact `{id}`; expected {}", known()))?
        }
        None => registry
            .contacts
            .iter()
            .find(|contact| contact.channels.contains(&channel.id))
            .with_context(|| {
                format!("nobody is told over `{}` yet: name somebody with --to CONTACT", channel.id)
            })?,
    };
    if channel.kind() == ChannelKind::Email && contact.email.is_none() {
        bail!("{} has no `email`", contact.id);
    }
    Ok(Recipient::of(contact, channel))
}
