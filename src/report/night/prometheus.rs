//! Figures in Prometheus' text format, for the textfile collector of its node_exporter. It refuses a
//! file as a whole where one line is not as it should be.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::{End, Night};

/// A family of figures: its name, what it is, and its samples with their labels.
type Family<'a> = (&'static str, &'static str, Vec<(Vec<(&'static str, &'a str)>, f64)>);

/// All figures of a night. What is not known has no sample.
pub fn prometheus(night: &Night) -> String {
    let mut text = String::new();
    for (name, help, samples) in families(night) {
        if samples.is_empty() {
            continue;
        }
        // Writing to a text does not fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in samples {
            let labels: Vec<String> = labels
                .iter()
                .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
                .collect();
            let labels =
                if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    }
    text
}

fn families(night: &Night) -> Vec<Family<'_>> {
    let totals = &night.totals;
    let mut states: Vec<_> =
        totals.states().map(|(state, count)| one("state", state.id(), count as f64)).collect();
    states.push(one("state", "not-looked-at", night.not_looked_at() as f64));
    let severities = totals.severities();
    let open = night.open.iter().flatten();
    let took = night.finished_at.duration_since(night.started_at).as_secs_f64();
    vec![
        (
            "canhcong_build_info",
            "The version of the program that wrote these figures.",
            vec![one("version", env!("CARGO_PKG_VERSION"), 1.0)],
        ),
        (
            "canhcong_last_success_timestamp_seconds",
            "When a night last ended in order with at least one portal judged; 0 if none ever did.",
            alone(night.last_success_at.map_or(0.0, seconds)),
        ),
        (
            "canhcong_last_run_start_timestamp_seconds",
            "When the last nightly run began.",
            alone(seconds(night.started_at)),
        ),
        (
            "canhcong_last_run_end_timestamp_seconds",
            "When the last nightly run ended, in order or not.",
            alone(seconds(night.finished_at)),
        ),
        (
            "canhcong_last_run_duration_seconds",
            "How long the last nightly run took.",
            alone(took.max(0.0)),
        ),
        (
            "canhcong_last_run_complete",
            "1 if every portal had its turn in the last nightly run, 0 if it was stopped or failed.",
            alone(f64::from(u8::from(night.end == End::Finished))),
        ),
        (
            "canhcong_last_run_exit_code",
            "The exit code of the last nightly run.",
            alone(f64::from(night.exit_code)),
        ),
        (
            "canhcong_last_run_portals",
            "Portals of the last nightly run by how the look at them ended.",
            states,
        ),
        (
            "canhcong_last_run_pages",
            "Pages that the last nightly run fetched.",
            alone(totals.pages as f64),
        ),
        (
            "canhcong_last_run_bytes",
            "Bytes of all bodies that the last nightly run fetched.",
            alone(totals.bytes as f64),
        ),
        (
            "canhcong_last_run_findings",
            "Findings of the last nightly run by severity, those that people set aside left out.",
            severities.map(|(own, count)| one("severity", own.id(), count as f64)).collect(),
        ),
        (
            "canhcong_last_run_findings_by_standing",
            "Findings of the last nightly run by standing: new, ongoing, reopened.",
            totals
                .standings()
                .map(|(own, count)| one("standing", own.id(), count as f64))
                .collect(),
        ),
        (
            "canhcong_last_run_healed",
            "Findings that the last nightly run saw healed.",
            alone(totals.healed as f64),
        ),
        (
            "canhcong_incidents_open",
            "Incidents of all nights that are open and not set aside, by severity.",
            open.map(|(own, count)| one("severity", own.id(), *count as f64)).collect(),
        ),
        (
            "canhcong_oldest_judgement_timestamp_seconds",
            "When the portal was last judged that has waited longest for it; 0 if it never was.",
            night
                .waiting
                .iter()
                .map(|own| one("portal", &own.portal, own.judged_at.map_or(0.0, seconds)))
                .collect(),
        ),
        (
            "canhcong_outbox_messages",
            "Messages in the outbox by state.",
            night
                .outbox
                .iter()
                .flatten()
                .map(|(state, count)| one("state", state, *count as f64))
                .collect(),
        ),
    ]
}

fn alone<'a>(value: f64) -> Vec<(Vec<(&'static str, &'a str)>, f64)> {
    vec![(Vec::new(), value)]
}

fn one<'a>(label: &'static str, own: &'a str, value: f64) -> (Vec<(&'static str, &'a str)>, f64) {
    (vec![(label, own)], value)
}

fn seconds(at: Timestamp) -> f64 {
    at.as_second() as f64
}

/// A label's value as the format wants it.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::night::{Waiting, example};

    #[test]
    fn every_family_is_explained_once_and_every_figure_is_a_number() {
        let text = prometheus(&example());
        let mut known = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let name = line.strip_prefix("# HELP ").unwrap().split(' ').next().unwrap();
            assert!(!known.contains(&name), "{name} is explained twice");
            known.push(name);
            assert_eq!(lines.next().unwrap(), format!("# TYPE {name} gauge"));
            while let Some(sample) = lines.next_if(|line| !line.starts_with('#')) {
                let (own, value) = sample.rsplit_once(' ').unwrap();
                assert_eq!(own.split('{').next().unwrap(), name);
                assert!(value.parse::<f64>().unwrap().is_finite(), "{sample}");
            }
        }
        for line in [
            "canhcong_last_success_timestamp_seconds 1795194130",
            "canhcong_last_run_portals{state=\"unreachable\"} 1",
            "canhcong_last_run_portals{state=\"not-looked-at\"} 0",
            "canhcong_last_run_pages 200",
            "canhcong_incidents_open{severity=\"critical\"} 2",
            "canhcong_outbox_messages{state=\"waiting\"} 3",
            "canhcong_last_run_complete 1",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
    }

    #[test]
    fn what_is_not_known_has_no_sample_and_no_label_breaks_its_line() {
        let waiting = Some(Waiting { portal: "a\"b\\c\nd".into(), judged_at: None });
        let text = prometheus(&Night { open: None, outbox: None, waiting, ..example() });
        assert!(!text.contains("incidents_open") && !text.contains("outbox"), "{text}");
        let line = r#"canhcong_oldest_judgement_timestamp_seconds{portal="a\"b\\c\nd"} 0"#;
        assert!(text.lines().any(|own| own == line), "{text}");
    }
}
