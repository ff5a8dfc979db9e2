//! Whom a finding is told to: the owner, the province's cyber unit, the national body.

use std::ops::Range;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{
    fields::{Fields, id},
    hours::{self, QuietHours},
    problem::Problem,
};
use crate::finding::{Lang, Severity};

/// Somebody who is told about findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Short name by which portals refer to it: `[a-z0-9-]`, at most 64 characters.
    pub id: String,
    /// In which capacity they are told.
    pub role: ContactRole,
    /// The body or person as people know it.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone number as people write it.
    pub phone: Option<String>,
    /// When somebody last made sure that mail address and number are right.
    pub verified_on: Option<Date>,
    /// Ids of the channels over which they are told; empty where the program cannot tell them.
    pub channels: Vec<String>,
    /// The language in which they are told.
    pub lang: Lang,
    /// The severity from which they are told.
    pub floor: Severity,
    /// When only what is critical is told.
    pub quiet_hours: Option<QuietHours>,
    /// When they get the morning's summary, in Việt Nam time; `None` if they get none.
    pub digest_at: Option<Time>,
    /// How many notices they get in one hour over one channel; what is above waits.
    pub most_per_hour: usize,
}

/// In which capacity somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactRole {
    /// The agency that owns the portal.
    Owner,
    /// The police unit that handles incidents of the province.
    CyberUnit,
    /// A national body.
    National,
}

impl ContactRole {
    /// All roles with the name that `targets.toml` has for them.
    pub const NAMES: [(&'static str, ContactRole); 3] =
        [("owner", Self::Owner), ("cyber-unit", Self::CyberUnit), ("national", Self::National)];

    /// From which severity they are told unless the contact says otherwise: a national body hears
    /// of what is proven only.
    pub fn floor(self) -> Severity {
        match self {
            Self::Owner | Self::CyberUnit => Severity::Medium,
            Self::National => Severity::High,
        }
    }

    /// When they get a summary unless the contact says otherwise: the unit that watches wants to
    /// know each morning that the watch lives.
    pub fn digest_at(self) -> Option<Time> {
        (self == Self::CyberUnit).then(|| Time::constant(7, 0, 0, 0))
    }
}

impl Contact {
    /// Notices in one hour unless the contact says otherwise.
    pub const MOST_PER_HOUR: usize = 10;
}

/// A contact and the places of what is compared with other entries.
pub(super) struct Entry {
    pub(super) contact: Contact,
    pub(super) span: Range<usize>,
    /// The channels that it names itself; `None` where it names none and gets the usual one.
    pub(super) channels_at: Option<Vec<Range<usize>>>,
}

/// Reads one `[[contact]]`.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Entry> {
    const SEVERITIES: [(&str, Severity); 5] = [
        ("critical", Severity::Critical),
        ("high", Severity::High),
        ("medium", Severity::Medium),
        ("low", Severity::Low),
        ("info", Severity::Info),
    ];
    let contact_id = fields.required_text("id").and_then(|text| fields.valid(text, id));
    let role = fields.required_choice("role", &ContactRole::NAMES);
    let name = fields.required_text("name").map(|name| name.into_inner().to_owned());
    let email = fields.text("email").and_then(|text| fields.valid(text, mailbox));
    let phone = fields.text("phone").map(|phone| phone.into_inner().to_owned());
    let verified_on = fields.date("verified_on");
    let channels = fields.list("channels");
    let lang = fields.choice("lang", &[("vi", Lang::Vi), ("en", Lang::En)]);
    let floor = fields.choice("floor", &SEVERITIES);
    let quiet_hours =
        fields.text("quiet_hours").and_then(|text| fields.valid(text, hours::quiet_hours));
    let digest_at = fields.text("digest_at").and_then(|text| fields.valid(text, hours::digest_at));
    let most_per_hour = fields.whole("most_per_hour", 1..=1000);
    if !fields.has("email") && !fields.has("phone") && !fields.has("channels") {
        fields.report(
            Problem::new("this contact can not be reached")
                .help("give `email`, `phone` or `channels`")
                .at(fields.span(), "neither `email` nor `phone` nor `channels`"),
        );
    }
    let named = fields.has("channels");
    let span = fields.span();
    fields.finish();
    let (role, channels_at) = (role?, channels.iter().map(Spanned::span).collect());
    let contact = Contact {
        id: contact_id?,
        role,
        name: name?,
        email,
        phone,
        verified_on,
        channels: channels.into_iter().map(|text| text.into_inner().to_owned()).collect(),
        lang: lang.unwrap_or_default(),
        floor: floor.unwrap_or_else(|| role.floor()),
        quiet_hours,
        digest_at: digest_at.unwrap_or_else(|| role.digest_at()),
        most_per_hour: most_per_hour.unwrap_or(Contact::MOST_PER_HOUR),
    };
    Some(Entry { contact, span, channels_at: named.then_some(channels_at) })
}

/// A mail address as servers take it, without a name beside it.
pub(super) fn mailbox(text: &str) -> Result<String, String> {
    // Whatever a server could read as another command or another recipient stays out.
    let plain = |c: char| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~@".contains(c);
    let whole = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
    });
    if whole && text.len() <= 254 && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("must be a mail address such as `pa05@congan.example`".to_owned())
    }
}
