//! The parts of the JSON document, with the names that `canhcong.scan/1` has for them.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    finding::{Lang, Sentence, Severity},
    notice::{self, Happening, Of, PortalStanding, Wound},
    report::utc,
    target::ContactRole,
};

#[derive(Serialize)]
pub(super) struct Recipient<'a> {
    contact: &'a str,
    role: ContactRole,
    name: &'a str,
    lang: Lang,
    /// The day on which somebody made sure of the contact; null: nobody has.
    verified_on: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Event<'a> {
    key: &'a str,
    at: String,
    what: Happening,
    severity: Severity,
    portal: Option<Portal<'a>>,
    finding: Option<Finding<'a>>,
    detail: Option<&'a Sentence>,
}

#[derive(Serialize)]
struct Portal<'a> {
    portal: &'a str,
    name: &'a str,
    agency: Option<&'a str>,
    province: Option<&'a str>,
    url: &'a str,
}

#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    rule: &'a str,
    family: &'a str,
    url: &'a str,
    identity: &'a str,
    subject: &'a str,
    excerpt: &'a str,
    r#where: Where,
    pages_total: usize,
    confirmed: bool,
    first_seen: String,
    times_reopened: u32,
    campaign: Option<Campaign<'a>>,
}

#[derive(Serialize)]
struct Where {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Campaign<'a> {
    name: &'a str,
    portals: usize,
}

#[derive(Serialize)]
pub(super) struct Standing<'a> {
    #[serde(flatten)]
    portal: Portal<'a>,
    open: Open,
    unacknowledged: usize,
    oldest: Option<String>,
    judged_at: Option<String>,
}

#[derive(Serialize)]
struct Open {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
}

#[derive(Serialize)]
pub(super) struct Night {
    started_at: String,
    finished_at: Option<String>,
    portals: usize,
    judged: usize,
}

impl<'a> Recipient<'a> {
    pub(super) fn of(recipient: &'a notice::Recipient) -> Self {
        Self {
            contact: &recipient.contact,
            role: recipient.role,
            name: &recipient.name,
            lang: recipient.lang,
            verified_on: recipient.verified_on.map(|day| day.to_string()),
        }
    }
}

impl<'a> Event<'a> {
    pub(super) fn of(event: &'a notice::Event) -> Self {
        Self {
            key: &event.key,
            at: utc(event.at),
            what: event.happening,
            severity: event.severity,
            portal: event.of.as_ref().map(Portal::of),
            finding: event.wound.as_ref().map(Finding::of),
            detail: event.detail.as_ref(),
        }
    }
}

impl<'a> Portal<'a> {
    fn of(of: &'a Of) -> Self {
        Self {
            portal: &of.portal,
            name: &of.name,
            agency: of.agency.as_deref(),
            province: of.province.as_deref(),
            url: &of.url,
        }
    }
}

impl<'a> Finding<'a> {
    fn of(wound: &'a Wound) -> Self {
        let campaign = wound.campaign.as_ref();
        Self {
            id: &wound.id,
            rule: &wound.rule,
            family: &wound.family,
            url: &wound.url,
            identity: &wound.identity,
            subject: &wound.subject,
            excerpt: &wound.excerpt,
            r#where: Where { line: wound.line, column: wound.column },
            pages_total: wound.pages_total,
            confirmed: wound.confirmed,
            first_seen: utc(wound.first_seen),
            times_reopened: wound.times_reopened,
            campaign: campaign.map(|(name, portals)| Campaign { name, portals: *portals }),
        }
    }
}

impl<'a> Standing<'a> {
    pub(super) fn of(standing: &'a PortalStanding) -> Self {
        let [critical, high, medium, low] = standing.open;
        let utc = |at: Option<Timestamp>| at.map(utc);
        Self {
            portal: Portal::of(&standing.of),
            open: Open { critical, high, medium, low },
            unacknowledged: standing.unacknowledged,
            oldest: utc(standing.oldest),
            judged_at: utc(standing.judged_at),
        }
    }
}

impl Night {
    pub(super) fn of(night: &notice::Night) -> Self {
        Self {
            started_at: utc(night.started_at),
            finished_at: night.finished_at.map(utc),
            portals: night.portals,
            judged: night.judged,
        }
    }
}
