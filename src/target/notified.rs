//! Who is told over which channel, when all contacts and channels are known.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    Channel, ChannelKind, Contact, contact::Entry, fields::shorten, nearest::nearest,
    problem::Problem,
};

/// Gives contacts their channels: those that they name, else the only one for mail.
pub(super) fn over(
    entries: Vec<Entry>,
    channels: &[Channel],
    ids: &HashMap<String, Range<usize>>,
    problems: &mut Vec<Problem>,
) -> Vec<Contact> {
    let is_mail = |channel: &Channel| channel.kind() == ChannelKind::Email;
    let mail: Vec<&str> =
        channels.iter().filter(|c| is_mail(c)).map(|channel| channel.id.as_str()).collect();
    let mut contacts = Vec::new();
    for Entry { mut contact, span, channels_at } in entries {
        match (&channels_at, mail.as_slice()) {
            (Some(places), _) => {
                for (id, at) in contact.channels.iter().zip(places) {
                    known("channels", id, at.clone(), ids, problems);
                    if contact.email.is_none() && mail.contains(&id.as_str()) {
                        problems.push(
                            Problem::new(format!("`{}` has no `email`", shorten(&contact.id)))
                                .help("give `email`, or leave the channel out")
                                .at(at.clone(), "a channel for mail"),
                        );
                    }
                }
                let mut seen = HashSet::new();
                contact.channels.retain(|id| seen.insert(id.clone()));
            }
            (None, [only]) if contact.email.is_some() => contact.channels.push((*only).to_owned()),
            (None, [first, .., last]) if contact.email.is_some() => problems.push(
                Problem::new("over which channel is this contact told?")
                    .help(format!("there are several for mail: channels = [\"{first}\"]"))
                    .at(span, format!("`{first}` or `{last}`")),
            ),
            (None, _) => {}
        }
        contacts.push(contact);
    }
    contacts
}

/// Says so if nothing has the id that `key` names.
pub(super) fn known(
    key: &str,
    id: &str,
    at: Range<usize>,
    ids: &HashMap<String, Range<usize>>,
    problems: &mut Vec<Problem>,
) {
    if ids.contains_key(id) {
        return;
    }
    let what = if key == "channels" { "channel" } else { "contact" };
    let help = match nearest(id, ids.keys().map(String::as_str)) {
        Some(id) => format!("did you mean `{id}`?"),
        None => format!("{what}s are declared with [[{what}]] and an `id`"),
    };
    let message = format!("`{key}` names an unknown {what} `{}`", shorten(id));
    problems.push(Problem::new(message).help(help).at(at, "nobody has this id"));
}
