//! How nouns are written into columns, and read back with suspicion: a value that this program
//! would not have written is damage, not a reason to stop.

use jiff::Timestamp;
use rusqlite::types::Type;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    finding::{Fingerprint, Sentence, Severity, Signal, SignalKind, Trace, TraceKind},
    history::Place,
    identity::Identity,
    outcome::{Coverage, Failure, Gone, Watch},
};

pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(super) fn timestamp(micros: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| strange(error.to_string()))
}

/// A value that this program would not have written.
pub(super) fn strange(what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.into())
}

/// One of a noun's values, by its name.
pub(super) fn named<T: Copy>(
    all: &[T],
    id: fn(T) -> &'static str,
    name: &str,
) -> rusqlite::Result<T> {
    let found = all.iter().copied().find(|value| id(*value) == name);
    found.ok_or_else(|| strange(format!("unknown value `{name}`")))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| strange(error.to_string()))
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedSignal {
    kind: String,
    detail: String,
}

impl SavedSignal {
    pub(super) fn of(signal: &Signal) -> Self {
        Self { kind: signal.kind.id().to_owned(), detail: signal.detail.clone() }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Signal> {
        Ok(Signal::new(named(&SignalKind::ALL, SignalKind::id, &self.kind)?, self.detail))
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedTrace {
    kind: String,
    value: String,
}

impl SavedTrace {
    pub(super) fn of(trace: &Trace) -> Self {
        Self { kind: trace.kind.id().to_owned(), value: trace.value.clone() }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Trace> {
        let kind = named(&TraceKind::ALL, TraceKind::id, &self.kind)?;
        Ok(Trace { kind, value: self.value })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedPlace {
    url: String,
    identity: String,
}

impl SavedPlace {
    pub(super) fn of(place: &Place) -> Self {
        Self { url: place.url.clone(), identity: place.identity.id().to_owned() }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Place> {
        Ok(Place { url: self.url, identity: identity(&self.identity)? })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedFailure {
    url: String,
    identity: String,
    reason: Sentence,
}

impl SavedFailure {
    pub(super) fn of(failure: &Failure) -> Self {
        Self {
            url: failure.url.clone(),
            identity: failure.identity.id().to_owned(),
            reason: failure.reason.clone(),
        }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Failure> {
        let identity = identity(&self.identity)?;
        Ok(Failure { url: self.url, identity, reason: self.reason })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedGone {
    id: String,
    rule: String,
    severity: String,
    subject: String,
    url: String,
    first_seen: i64,
    /// Older versions healed at the first clean look and did not write this.
    #[serde(default = "one_night")]
    clean_nights: u32,
}

fn one_night() -> u32 {
    1
}

impl SavedGone {
    pub(super) fn of(gone: &Gone) -> Self {
        Self {
            id: gone.id.0.clone(),
            rule: gone.rule.clone(),
            severity: gone.severity.id().to_owned(),
            subject: gone.subject.clone(),
            url: gone.url.clone(),
            first_seen: micros(gone.first_seen),
            clean_nights: gone.clean_nights,
        }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Gone> {
        Ok(Gone {
            id: Fingerprint(self.id),
            rule: self.rule,
            severity: named(&Severity::ALL, Severity::id, &self.severity)?,
            subject: self.subject,
            url: self.url,
            first_seen: timestamp(self.first_seen)?,
            clean_nights: self.clean_nights,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedWatch {
    healed: usize,
    until: i64,
}

impl SavedWatch {
    pub(super) fn of(watch: Watch) -> Self {
        Self { healed: watch.healed, until: micros(watch.until) }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Watch> {
        Ok(Watch { healed: self.healed, until: timestamp(self.until)? })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedCoverage {
    known: usize,
    fetched: usize,
    failed: usize,
    skipped: usize,
    bytes: u64,
    identities: Vec<String>,
    stopped_by: Option<String>,
    notes: Vec<Sentence>,
}

/// What can end a look early: see [`Coverage::stopped_by`].
const STOPS: [&str; 4] = ["pages", "bytes", "time", "signal"];

impl SavedCoverage {
    pub(super) fn of(coverage: &Coverage) -> Self {
        Self {
            known: coverage.known,
            fetched: coverage.fetched,
            failed: coverage.failed,
            skipped: coverage.skipped,
            bytes: coverage.bytes,
            identities: coverage.identities.iter().map(|who| who.id().to_owned()).collect(),
            stopped_by: coverage.stopped_by.map(str::to_owned),
            notes: coverage.notes.clone(),
        }
    }

    pub(super) fn recall(self) -> rusqlite::Result<Coverage> {
        let identities = self.identities.iter().map(|name| identity(name));
        let stopped_by = self.stopped_by.map(|stop| named(&STOPS, |stop| stop, &stop));
        Ok(Coverage {
            known: self.known,
            fetched: self.fetched,
            failed: self.failed,
            skipped: self.skipped,
            bytes: self.bytes,
            identities: identities.collect::<Result<_, _>>()?,
            stopped_by: stopped_by.transpose()?,
            notes: self.notes,
        })
    }
}

pub(super) fn identity(name: &str) -> rusqlite::Result<Identity> {
    named(&Identity::ALL, Identity::id, name)
}
