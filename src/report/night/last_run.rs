//! The document `canhcong.last-run/1`: how the last nightly run ended, written whenever one does.
//!
//! Fields may be added, never renamed or removed without raising the schema's number.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{End, Night};
use crate::report::{
    RenderError,
    json::{Tool, document},
    labels::utc,
};

/// The name and number of the document's shape.
const SCHEMA: &str = "canhcong.last-run/1";

/// The record of a night.
///
/// # Errors
/// See [`RenderError`].
pub fn last_run(night: &Night) -> Result<String, RenderError> {
    let totals = &night.totals;
    let stopped_by = match night.end {
        End::Stopped(by) => Some(by),
        _ => None,
    };
    let error = match &night.end {
        End::Failed(why) => Some(why.as_str()),
        _ => None,
    };
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        started_at: utc(night.started_at),
        finished_at: utc(night.finished_at),
        ended: night.end.id(),
        stopped_by,
        error,
        exit_code: night.exit_code,
        last_success_at: night.last_success_at.map(utc),
        portals: Portals {
            registered: night.registered,
            judged_before: night.judged_before,
            not_looked_at: night.not_looked_at(),
            states: totals.states().map(|(state, count)| (state.id(), count)).collect(),
        },
        pages: totals.pages,
        bytes: totals.bytes,
        findings: Findings {
            severity: totals.severities().map(|(own, count)| (own.id(), count)).collect(),
            standing: totals.standings().map(|(own, count)| (own.id(), count)).collect(),
            healed: totals.healed,
            clearing: totals.clearing,
            set_aside: totals.set_aside,
        },
        open: night
            .open
            .as_ref()
            .map(|open| open.iter().map(|(severity, count)| (severity.id(), *count)).collect()),
        waiting_longest: night.waiting.as_ref().map(|waiting| Waits {
            portal: &waiting.portal,
            judged_at: waiting.judged_at.map(utc),
        }),
        outbox: night.outbox.as_ref().map(|states| states.iter().copied().collect()),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    started_at: String,
    finished_at: String,
    /// `finished`, `stopped` or `failed`.
    ended: &'static str,
    stopped_by: Option<&'static str>,
    error: Option<&'a str>,
    exit_code: u8,
    last_success_at: Option<String>,
    portals: Portals,
    pages: usize,
    bytes: u64,
    findings: Findings,
    /// Incidents of all nights that are open.
    open: Option<BTreeMap<&'static str, usize>>,
    waiting_longest: Option<Waits<'a>>,
    outbox: Option<BTreeMap<&'static str, u64>>,
}

#[derive(Serialize)]
struct Portals {
    registered: usize,
    judged_before: usize,
    not_looked_at: usize,
    states: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Findings {
    severity: BTreeMap<&'static str, usize>,
    standing: BTreeMap<&'static str, usize>,
    healed: usize,
    clearing: usize,
    set_aside: usize,
}

#[derive(Serialize)]
struct Waits<'a> {
    portal: &'a str,
    judged_at: Option<String>,
}

/// What is read back of such a record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LastRun {
    schema: String,
    /// When the run was done.
    pub finished_at: Timestamp,
    /// `finished`, `stopped` or `failed`.
    pub ended: String,
    /// The signal that stopped it.
    pub stopped_by: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// The program's exit code.
    pub exit_code: u8,
    /// When a night last ended in order with something judged.
    pub last_success_at: Option<Timestamp>,
}

impl LastRun {
    /// The record in a text; `None` if it is no such record, or of a schema that is not known.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|own: &Self| own.schema == SCHEMA)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::{fixture, night::example};

    fn written(night: &Night) -> Value {
        serde_json::from_str(&last_run(night).unwrap()).unwrap()
    }

    #[test]
    fn a_night_has_every_field_of_the_contract() {
        let told = written(&example());
        assert_eq!(told["schema"], "canhcong.last-run/1");
        assert_eq!(told["tool"]["name"], "canhcong");
        assert_eq!(told["started_at"], "2026-11-20T17:00:00Z");
        assert_eq!(told["finished_at"], "2026-11-20T17:02:10Z");
        assert_eq!((&told["ended"], &told["exit_code"]), (&json!("finished"), &json!(1)));
        assert_eq!(
            told["portals"],
            json!({
                "registered": 6, "judged_before": 0, "not_looked_at": 0,
                "states": {"findings": 3, "not-comparable": 1, "unreachable": 1, "clean": 1},
            })
        );
        let severities = told["findings"]["severity"].as_object().unwrap();
        let all: u64 = severities.values().filter_map(Value::as_u64).sum();
        let standings = told["findings"]["standing"].as_object().unwrap();
        assert_eq!(standings.values().filter_map(Value::as_u64).sum::<u64>(), all);
        assert_eq!((all, &told["findings"]["set_aside"]), (5, &json!(1)));
        assert_eq!(told["open"]["critical"], 2);
        assert_eq!(
            told["waiting_longest"],
            json!({"portal": "thu-vien", "judged_at": "2026-11-17T17:00:00Z"})
        );
        assert_eq!(told["outbox"], json!({"waiting": 3, "failed": 0}));
    }

    #[test]
    fn what_is_not_known_is_null_and_what_was_stopped_says_by_what() {
        let night = Night {
            end: End::Stopped("SIGTERM"),
            registered: 10,
            open: None,
            waiting: None,
            outbox: None,
            last_success_at: None,
            ..example()
        };
        let told = written(&night);
        for field in ["open", "waiting_longest", "outbox", "last_success_at", "error"] {
            assert_eq!(told[field], Value::Null, "{field}");
        }
        assert_eq!((&told["ended"], &told["stopped_by"]), (&json!("stopped"), &json!("SIGTERM")));
        assert_eq!(told["portals"]["not_looked_at"], 4);
    }

    #[test]
    fn what_was_written_is_read_back_and_nothing_else_is() {
        let failed = Night {
            end: End::Failed("the disk is full".into()),
            last_success_at: Some(fixture::at("2026-11-19T17:02:10Z")),
            ..example()
        };
        let text = last_run(&failed).unwrap();
        let read = LastRun::read(&text).unwrap();
        assert_eq!(read.finished_at.as_second(), failed.finished_at.as_second());
        assert_eq!(read.ended, "failed");
        assert_eq!(read.error.as_deref(), Some("the disk is full"));
        assert_eq!(read.last_success_at, failed.last_success_at);
        let half = &text[..text.len() / 2];
        for other in ["", "{}", half, &text.replace("last-run/1", "last-run/2")] {
            assert_eq!(LastRun::read(other), None);
        }
    }
}
