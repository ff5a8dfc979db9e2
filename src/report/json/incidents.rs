//! The document `canhcong.incidents/1`: what is open, since when, how often it came back.
//!
//! Fields may be added, never renamed or removed without raising the schema's number.

use jiff::Timestamp;
use serde::Serialize;

use super::{Tool, document};
use crate::{
    finding::{Family, Severity, Standing, Where},
    outcome::{Act, Deed, Fate, Handling, Incident, Story},
    report::{Options, RenderError, labels::utc, summary::Standings},
};

/// The name and number of the document's shape.
pub const SCHEMA: &str = "canhcong.incidents/1";

/// A list of incidents, as of `now`.
///
/// # Errors
/// See [`RenderError`].
pub fn list(incidents: &[Incident], now: Timestamp, _: &Options) -> Result<String, RenderError> {
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        at: utc(now),
        totals: Standings::of(incidents),
        incidents: incidents.iter().map(|own| IncidentJson::new(own, now)).collect(),
    })
}

/// One incident with all that is on record about it, as of `now`.
///
/// # Errors
/// See [`RenderError`].
pub fn story(story: &Story, now: Timestamp, _: &Options) -> Result<String, RenderError> {
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        at: utc(now),
        totals: Standings::of([&story.incident]),
        incidents: vec![StoryJson {
            incident: IncidentJson::new(&story.incident, now),
            sightings: story
                .sightings
                .iter()
                .map(|seen| SeenJson { at: utc(seen.at), standing: seen.standing, run: &seen.run })
                .collect(),
            healed: story.healed.iter().copied().map(utc).collect(),
            acts: story.acts.iter().map(ActJson::new).collect(),
        }],
    })
}

#[derive(Serialize)]
struct Document<T> {
    schema: &'static str,
    tool: Tool,
    at: String,
    totals: Standings,
    incidents: Vec<T>,
}

#[derive(Serialize)]
struct IncidentJson<'a> {
    id: &'a str,
    portal: &'a str,
    name: Option<&'a str>,
    rule: &'a str,
    family: Family,
    severity: Severity,
    url: &'a str,
    identity: &'static str,
    subject: &'a str,
    excerpt: &'a str,
    #[serde(rename = "where")]
    place: &'a Where,
    signals: Vec<String>,
    pages: &'a [String],
    pages_total: usize,
    confirmed: bool,
    /// `open`, `clearing` or `healed`, whatever people decided.
    state: &'static str,
    /// Whether it is in the totals of reports.
    counts: bool,
    first_seen: String,
    last_seen: String,
    opened_at: String,
    days_open: i64,
    times_reopened: u32,
    clean_nights: u32,
    healed_at: Option<String>,
    acknowledged: Option<ActJson<'a>>,
    muted: Option<ActJson<'a>>,
    closed: Option<ActJson<'a>>,
}

impl<'a> IncidentJson<'a> {
    fn new(own: &'a Incident, now: Timestamp) -> Self {
        let (clean_nights, healed_at) = match own.fate {
            Fate::Open => (0, None),
            Fate::Clearing { nights, .. } => (nights, None),
            Fate::Healed { nights, at } => (nights, Some(utc(at))),
        };
        Self {
            id: &own.id.0,
            portal: &own.portal,
            name: own.portal_name.as_deref(),
            rule: &own.rule,
            family: own.family,
            severity: own.severity,
            url: &own.url,
            identity: own.identity.id(),
            subject: &own.subject,
            excerpt: &own.excerpt.text,
            place: &own.place,
            signals: own.signals.iter().map(ToString::to_string).collect(),
            pages: &own.pages,
            pages_total: own.pages_total,
            confirmed: own.confirmed,
            state: own.fate.id(),
            counts: own.counts(),
            first_seen: utc(own.first_seen),
            last_seen: utc(own.last_seen),
            opened_at: utc(own.opened_at),
            days_open: own.days_open(now),
            times_reopened: own.times_reopened,
            clean_nights,
            healed_at,
            acknowledged: ActJson::acknowledged(&own.handling),
            muted: ActJson::muted(&own.handling),
            closed: ActJson::closed(&own.handling),
        }
    }
}

#[derive(Serialize)]
struct StoryJson<'a> {
    #[serde(flatten)]
    incident: IncidentJson<'a>,
    sightings: Vec<SeenJson<'a>>,
    healed: Vec<String>,
    acts: Vec<ActJson<'a>>,
}

#[derive(Serialize)]
struct SeenJson<'a> {
    at: String,
    standing: Standing,
    run: &'a str,
}

/// What somebody did.
#[derive(Serialize)]
pub(super) struct ActJson<'a> {
    deed: &'static str,
    by: &'a str,
    at: String,
    why: Option<&'a str>,
    /// The last day of a mute, in Việt Nam.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl<'a> ActJson<'a> {
    fn new(act: &'a Act) -> Self {
        let until = match act.deed {
            Deed::Muted(until) => Some(until.to_string()),
            Deed::Acknowledged | Deed::Closed | Deed::Reopened => None,
        };
        let why = act.why.as_deref();
        Self { deed: act.deed.id(), by: &act.by, at: utc(act.at), why, until }
    }

    pub(super) fn acknowledged(handling: &'a Handling) -> Option<Self> {
        handling.acknowledged.as_ref().map(Self::new)
    }

    pub(super) fn muted(handling: &'a Handling) -> Option<Self> {
        let muted = handling.set_aside.as_ref();
        muted.filter(|act| matches!(act.deed, Deed::Muted(_))).map(Self::new)
    }

    pub(super) fn closed(handling: &'a Handling) -> Option<Self> {
        let closed = handling.set_aside.as_ref();
        closed.filter(|act| act.deed == Deed::Closed).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::fixture;

    fn read(text: Result<String, RenderError>) -> Value {
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    #[test]
    fn a_list_says_since_when_and_how_often() {
        let now = fixture::at("2026-11-21T18:00:00Z");
        let told = read(list(&fixture::incidents(), now, &Options::default()));
        assert_eq!(told["schema"], "canhcong.incidents/1");
        let totals = json!({"open": 1, "clearing": 1, "muted": 1, "closed": 1, "healed": 1});
        assert_eq!(told["totals"], totals);
        let first = &told["incidents"][0];
        assert_eq!((&first["state"], &first["counts"]), (&json!("open"), &json!(true)));
        assert_eq!(first["days_open"], 19);
        assert_eq!(first["times_reopened"], 2);
        assert_eq!(first["acknowledged"]["by"], "Quàng Thị B");
        let muted =
            told["incidents"].as_array().unwrap().iter().find(|own| !own["muted"].is_null());
        assert_eq!(muted.unwrap()["muted"]["until"], "2026-11-30");
        assert_eq!(muted.unwrap()["counts"], false);
    }

    #[test]
    fn a_story_has_every_look_and_every_act() {
        let now = fixture::at("2026-11-21T18:00:00Z");
        let told = read(story(&fixture::story(), now, &Options::default()));
        let own = &told["incidents"][0];
        assert_eq!(own["id"], "2c9b1e07a4d35f68");
        assert_eq!(own["sightings"].as_array().unwrap().len(), 4);
        assert_eq!(own["sightings"][0]["standing"], "new");
        assert_eq!(own["healed"], json!(["2026-11-01T17:00:00Z"]));
        assert_eq!(own["acts"][0]["deed"], "acknowledged");
    }
}
