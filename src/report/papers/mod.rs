//! The papers that go with the evidence of one incident: what a person reads, finishes by hand and
//! signs. One file a paper; all of them are HTML that a browser prints and a word processor opens,
//! and none loads, runs or leads to anything.

mod closing_report;
mod cover;
mod initial_report;
mod minute;
#[cfg(test)]
mod tests;
mod wound;

pub use closing_report::render as closing_report;
pub use cover::render as cover;
pub use initial_report::render as initial_report;
pub use minute::{DIGEST_MARK, NO_DIGEST, render as minute};

use jiff::{SignedDuration, Timestamp};

use super::{defang, handling, labels};
use crate::{
    finding::{Lang, Text},
    outcome::{Fate, Story},
    target::{Contact, ContactRole, ReportForm, Target},
};

/// What the papers tell of.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The incident with all that is on record about it.
    pub story: &'a Story,
    /// The portal as it is registered, if it still is.
    pub target: Option<&'a Target>,
    /// Those who are told about the portal.
    pub contacts: &'a [&'a Contact],
    /// The form to prefill.
    pub form: &'a ReportForm,
    /// When the papers are made.
    pub made_at: Timestamp,
    /// The name of the pack that they go with.
    pub pack: &'a str,
    /// The items of evidence in it, oldest first.
    pub items: &'a [Item],
    /// Its files, papers left out.
    pub files: &'a [Enclosed],
    /// Items on record that are not in it, each with the reason.
    pub missing: &'a [Missing],
}

/// One item of evidence: one page as it was looked at on one night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its folder within the pack.
    pub path: String,
    /// The page's address.
    pub page: String,
    /// When it was captured, if its manifest says so.
    pub captured_at: Option<Timestamp>,
    /// Ids of the visitors as whom it was looked at.
    pub identities: Vec<String>,
    /// How many files it has, its manifest included.
    pub files: usize,
    /// How many bytes they are together.
    pub bytes: u64,
    /// SHA-256 of its manifest.
    pub manifest: String,
    /// The picture that a browser took of the page, and which browser, if there is one.
    pub picture: Option<(String, String)>,
    /// Whether each file is as its manifest says, and the manifest as the chain says.
    pub whole: bool,
}

/// One file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// Its path within the pack.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hex.
    pub sha256: String,
}

/// An item that is on record and not in the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Where it was kept.
    pub path: String,
    /// Why it is not there.
    pub why: Text,
}

impl Case<'_> {
    fn portal_name(&self) -> String {
        let own = &self.story.incident;
        let registered = self.target.map(|target| target.name.as_str());
        defang::plain(registered.or(own.portal_name.as_deref()).unwrap_or(&own.portal))
    }

    fn home(&self) -> &str {
        let own = &self.story.incident;
        let registered = self.target.map(|target| target.url.as_str());
        registered.or(own.portal_url.as_deref()).unwrap_or(&own.url)
    }

    fn agency(&self) -> Option<String> {
        self.target.and_then(|target| target.agency.as_deref()).map(defang::plain)
    }

    fn owner(&self) -> Option<ContactView> {
        let owner = self.contacts.iter().find(|contact| contact.role == ContactRole::Owner);
        owner.map(|contact| ContactView::new(contact))
    }

    /// Whether looks showed that the incident is over: only then is there a closing report.
    pub fn is_healed(&self) -> bool {
        matches!(self.story.incident.fate, Fate::Healed { .. })
    }

    /// The form's regulation, edition and standing, as a footnote says them.
    fn form(&self) -> FormView {
        let form = self.form;
        let days = i64::from(form.deadline_days) * 24;
        let opened = self.story.incident.opened_at;
        let due = opened.checked_add(SignedDuration::from_hours(days)).ok();
        FormView {
            name: defang::plain(&form.name),
            version: defang::plain(&form.version),
            days: form.deadline_days,
            due: due.map(|due| labels::moment(due, Lang::Vi)).unwrap_or_default(),
            verified: form.verified_on.map(|day| handling::day(day, Lang::Vi)),
        }
    }
}

struct FormView {
    name: String,
    version: String,
    days: u32,
    due: String,
    verified: Option<String>,
}

/// A contact as a form shows it.
struct ContactView {
    name: String,
    email: String,
    phone: String,
    /// The day on which somebody made sure of it.
    verified: Option<String>,
}

impl ContactView {
    fn new(contact: &Contact) -> Self {
        let shown = |text: &Option<String>| text.as_deref().map(defang::plain).unwrap_or_default();
        Self {
            name: defang::plain(&contact.name),
            email: shown(&contact.email),
            phone: shown(&contact.phone),
            verified: contact.verified_on.map(|day| handling::day(day, Lang::Vi)),
        }
    }
}
