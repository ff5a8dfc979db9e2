//! Events are written in the transaction of what they are about: whoever dies after it was judged and
//! before it was told has lost nothing.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{
    RunId, acts,
    findings::{count, opened_at},
    saved::{from_json, micros, named, timestamp, to_json},
};
use crate::{
    cohort::Cohort,
    finding::{Family, Fingerprint, Sentence, Severity, Trace, TraceKind},
    notice::{Event, Happening, Of, Wound},
    outcome::{Campaign, PortalReport},
    telling::{self, Told, Word},
};

/// The kinds of run that tell people; whoever looks on demand sees the result.
const TELLING: &str = "('nightly', 'watch')";
/// The happenings with which a finding is told to be there.
const THERE: &str = "('new', 'worse', 'reopened', 'watch-failed')";

/// A finding as it stands in the database.
struct Standing {
    wound: Wound,
    portal: String,
    family: Family,
    severity: Severity,
    is_set_aside: bool,
}

/// Writes what there is to tell of a portal whose look has ended.
pub(super) fn of_portal(
    sql: &Connection,
    run: RunId,
    report: &PortalReport,
    at: Timestamp,
) -> rusqlite::Result<()> {
    if !tells(sql, run)? {
        return Ok(());
    }
    for reported in &report.findings {
        let finding = &reported.finding;
        if let Some(standing) = standing(sql, &finding.id.0, at)? {
            of_finding(sql, Some(run), &standing, at)?;
            opened_again(sql, run, &standing, at)?;
        }
    }
    // Also those that were healed by a look on demand.
    let healed: Vec<String> = sql
        .prepare_cached(&format!(
            "SELECT fingerprint FROM findings AS own WHERE portal = ?1 AND state = 'healed'
             AND EXISTS (SELECT 1 FROM events WHERE events.fingerprint = own.fingerprint
                AND reopened = times_reopened AND happening IN {THERE})
             AND NOT EXISTS (SELECT 1 FROM events WHERE events.fingerprint = own.fingerprint
                AND reopened = times_reopened AND happening = 'healed')"
        ))?
        .query_map([&report.portal], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in healed {
        if let Some(standing) = standing(sql, &id, at)? {
            let event = about(sql, Happening::Healed, &standing, at)?;
            write(sql, Some(run), &event)?;
            if standing.is_set_aside {
                // Somebody has said that it does not matter.
                sql.execute("UPDATE events SET routed = 1 WHERE key = ?1", [&event.key])?;
            }
        }
    }
    Ok(())
}

/// Writes what became graver because several portals have it, and what belongs together.
pub(super) fn of_cohort(sql: &Connection, cohort: &Cohort, at: Timestamp) -> rusqlite::Result<()> {
    let run: Option<i64> = sql.query_row("SELECT max(id) FROM runs", [], |row| row.get(0))?;
    for changed in &cohort.changed {
        let Some(standing) = standing(sql, &changed.id.0, at)? else { continue };
        // What only a look on demand has seen is told by the next night that sees it.
        if told(sql, &standing.wound)?.is_some() && !standing.is_set_aside {
            of_finding(sql, run.map(RunId), &standing, at)?;
        }
    }
    for campaign in &cohort.campaigns {
        let of = (culprit(campaign), campaign.portals.len());
        for finding in campaign.portals.iter().flat_map(|own| &own.findings) {
            join(sql, finding, &of)?;
        }
    }
    Ok(())
}

/// By what people know a campaign again: the host before all, else the code or the text.
fn culprit(campaign: &Campaign) -> String {
    match campaign.traces.first() {
        Some(Trace { kind: TraceKind::Script, value }) => {
            format!("SHA-256 {}", value.chars().take(16).collect::<String>())
        }
        Some(trace) => trace.value.clone(),
        None => campaign.id.0.clone(),
    }
}

/// Says of what waits to be told that it is of a campaign.
fn join(sql: &Connection, finding: &Fingerprint, of: &(String, usize)) -> rusqlite::Result<()> {
    let waiting: Vec<(i64, String)> = sql
        .prepare_cached(
            "SELECT id, event FROM events WHERE fingerprint = ?1 AND NOT EXISTS
                (SELECT 1 FROM owed WHERE owed.event = events.id AND notice IS NOT NULL)",
        )?
        .query_map([&finding.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, text) in waiting {
        let mut event: Event = from_json(&text)?;
        if let Some(wound) = &mut event.wound {
            wound.campaign = Some(of.clone());
        }
        sql.prepare_cached("UPDATE events SET event = ?2 WHERE id = ?1")?
            .execute(params![id, to_json(&event)?])?;
    }
    Ok(())
}

fn of_finding(
    sql: &Connection,
    run: Option<RunId>,
    standing: &Standing,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let told = told(sql, &standing.wound)?;
    let reopened = standing.wound.times_reopened;
    let known = told.as_ref().map(|(_, told)| *told);
    match telling::word(standing.family, standing.severity, reopened, known) {
        Word::Nothing => Ok(()),
        Word::Event(happening) => {
            let event = about(sql, happening, standing, at)?;
            write(sql, run, &event).map(drop)
        }
        Word::Renewed => match told {
            Some((id, _)) => renew(sql, run, id, standing),
            None => Ok(()),
        },
    }
}

/// What the program opened again, because it is no longer what somebody closed, is told once for each
/// time.
fn opened_again(
    sql: &Connection,
    run: RunId,
    standing: &Standing,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let Some((_, told)) = told(sql, &standing.wound)? else { return Ok(()) };
    let wound = &standing.wound;
    let act: Option<i64> = sql
        .prepare_cached(
            "SELECT max(id) FROM acts WHERE fingerprint = ?1 AND deed = 'reopened' AND actor = ?2
             AND at > (SELECT min(at) FROM events WHERE events.fingerprint = ?1 AND reopened = ?3)",
        )?
        .query_row(params![wound.id, acts::PROGRAM, wound.times_reopened], |row| row.get(0))?;
    let Some(act) = act.filter(|_| told.is_out) else { return Ok(()) };
    let event = Event {
        key: format!("reopened:{}:act-{act}", wound.id),
        ..about(sql, Happening::Reopened, standing, at)?
    };
    write(sql, Some(run), &event).map(drop)
}

/// Brings up to date what nobody was told yet; where it became graver, others may want to hear of it.
fn renew(
    sql: &Connection,
    run: Option<RunId>,
    id: i64,
    standing: &Standing,
) -> rusqlite::Result<()> {
    let text: String = sql
        .prepare_cached("SELECT event FROM events WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let before: Event = from_json(&text)?;
    let campaign = before.wound.as_ref().and_then(|wound| wound.campaign.clone());
    let wound = Wound { campaign, ..standing.wound.clone() };
    let event = Event { severity: standing.severity, wound: Some(wound), ..before };
    sql.prepare_cached(
        "UPDATE events SET routed = routed AND severity = ?2, severity = ?2, urgent = ?3, event = ?4,
            run = ?5 WHERE id = ?1",
    )?
    .execute(params![
        id,
        event.severity.id(),
        telling::is_urgent(&event),
        to_json(&event)?,
        run.map(|run| run.0)
    ])?;
    Ok(())
}

/// What was told last of a finding since it last came to be, and what that amounts to.
fn told(sql: &Connection, wound: &Wound) -> rusqlite::Result<Option<(i64, Told)>> {
    sql.prepare_cached(&format!(
        "SELECT id, severity, EXISTS
            (SELECT 1 FROM owed WHERE owed.event = events.id AND notice IS NOT NULL)
         FROM events WHERE fingerprint = ?1 AND reopened = ?2 AND happening IN {THERE}
         ORDER BY id DESC LIMIT 1"
    ))?
    .query_row(params![wound.id, wound.times_reopened], |row| {
        let severity = named(&Severity::ALL, Severity::id, &row.get::<_, String>(1)?)?;
        Ok((row.get(0)?, Told { severity, is_out: row.get(2)? }))
    })
    .optional()
}

/// Writes an event unless there is one with its key.
pub(super) fn write(sql: &Connection, run: Option<RunId>, event: &Event) -> rusqlite::Result<bool> {
    let wound = event.wound.as_ref();
    let written = sql
        .prepare_cached(
            "INSERT OR IGNORE INTO events
                (key, at, run, portal, fingerprint, reopened, happening, severity, urgent, event)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.key,
            micros(event.at),
            run.map(|run| run.0),
            event.of.as_ref().map(|of| &of.portal),
            wound.map(|wound| &wound.id),
            wound.map(|wound| wound.times_reopened),
            event.happening.id(),
            event.severity.id(),
            telling::is_urgent(event),
            to_json(event)?,
        ])?;
    Ok(written > 0)
}

/// Writes that a run brought nothing that could be judged.
pub(super) fn of_run(sql: &Connection, run: RunId, at: Timestamp) -> rusqlite::Result<()> {
    let was_judged: bool = sql.query_row(
        "SELECT EXISTS (SELECT 1 FROM portal_runs WHERE run = ?1 AND state IN ('clean', 'findings'))",
        [run.0],
        |row| row.get(0),
    )?;
    if was_judged || !tells(sql, run)? {
        return Ok(());
    }
    let why = Sentence {
        vi: "Lượt quét đã kết thúc nhưng không đánh giá được cổng nào: hãy kiểm tra đường truyền, \
             tên miền và tường lửa của máy giám sát."
            .to_owned(),
        en: "The run ended, but not one portal could be judged: check the connection, the name \
             resolution and the firewall of the machine that watches."
            .to_owned(),
    };
    write(sql, Some(run), &of_watch(format!("nothing-judged:{}", run.0), why, at)).map(drop)
}

/// That the watch itself failed.
pub(super) fn of_watch(key: String, why: Sentence, at: Timestamp) -> Event {
    Event {
        key,
        at,
        happening: Happening::WatchFailed,
        severity: Severity::High,
        of: None,
        wound: None,
        detail: Some(why),
    }
}

/// The latest event about a finding, for a reminder of it.
pub(super) fn reminder(
    sql: &Connection,
    id: &str,
    day: &str,
    at: Timestamp,
) -> rusqlite::Result<Option<Event>> {
    let Some(standing) = standing(sql, id, at)? else { return Ok(None) };
    let event = about(sql, Happening::Reminder, &standing, at)?;
    Ok(Some(Event { key: format!("reminder:{id}:{day}"), ..event }))
}

fn tells(sql: &Connection, run: RunId) -> rusqlite::Result<bool> {
    sql.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM runs WHERE id = ?1 AND kind IN {TELLING})"
    ))?
    .query_row([run.0], |row| row.get(0))
}

fn about(
    sql: &Connection,
    happening: Happening,
    standing: &Standing,
    at: Timestamp,
) -> rusqlite::Result<Event> {
    let wound = standing.wound.clone();
    Ok(Event {
        key: telling::key(happening, &wound.id, wound.times_reopened, standing.severity),
        at,
        happening,
        severity: standing.severity,
        of: Some(of(sql, &standing.portal)?),
        wound: Some(wound),
        detail: None,
    })
}

/// A portal as its last look had it.
fn of(sql: &Connection, portal: &str) -> rusqlite::Result<Of> {
    let known = sql
        .prepare_cached(
            "SELECT name, agency, province, url FROM portal_runs WHERE portal = ?1
             ORDER BY judged_at DESC LIMIT 1",
        )?
        .query_row([portal], |row| {
            Ok(Of {
                portal: portal.to_owned(),
                name: row.get(0)?,
                agency: row.get(1)?,
                province: row.get(2)?,
                url: row.get(3)?,
            })
        })
        .optional()?;
    Ok(known.unwrap_or_else(|| Of {
        portal: portal.to_owned(),
        name: portal.to_owned(),
        agency: None,
        province: None,
        url: String::new(),
    }))
}

fn standing(sql: &Connection, id: &str, at: Timestamp) -> rusqlite::Result<Option<Standing>> {
    sql.prepare_cached("SELECT * FROM findings WHERE fingerprint = ?1")?
        .query_row([id], |row| read(sql, row, at))
        .optional()
}

fn read(sql: &Connection, row: &Row<'_>, at: Timestamp) -> rusqlite::Result<Standing> {
    let text = |column: &str| row.get::<_, String>(column);
    let id = text("fingerprint")?;
    let handling = acts::handling(sql, &id, opened_at(sql, row)?, at)?;
    Ok(Standing {
        portal: text("portal")?,
        family: named(&Family::ALL, Family::id, &text("family")?)?,
        severity: named(&Severity::ALL, Severity::id, &text("severity")?)?,
        is_set_aside: handling.set_aside.is_some(),
        wound: Wound {
            id,
            rule: text("rule")?,
            family: text("family")?,
            url: text("url")?,
            identity: text("identity")?,
            subject: text("subject")?,
            excerpt: text("excerpt")?,
            line: row.get("place_line")?,
            column: row.get("place_column")?,
            pages_total: count(row, "pages_total")?,
            confirmed: row.get("confirmed")?,
            first_seen: timestamp(row.get("first_seen")?)?,
            times_reopened: row.get("times_reopened")?,
            campaign: None,
        },
    })
}
