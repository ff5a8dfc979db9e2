//! What a person sees while a run goes on: on standard error, and only if somebody is looking.

use std::{io::IsTerminal as _, time::Duration};

use canhcong::{
    finding::{Finding, Severity},
    report::defang,
    scan::Event,
    target::Target,
};
use indicatif::{ProgressBar, ProgressStyle};

/// Shows the events of a run.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
}

impl Progress {
    /// For a run over so many portals.
    pub fn new(portals: usize, quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(portals as u64)
        };
        let style = ProgressStyle::with_template("{spinner} {pos}/{len} {elapsed} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, quiet }
    }

    /// Takes in one event.
    pub fn show(&self, event: &Event<'_>) {
        match event {
            Event::Begun(target) => self.bar.set_message(target.id.clone()),
            Event::Looked(target, url) => {
                self.bar.set_message(format!("{}  {}", target.id, url.path()));
            }
            Event::Found(target, finding) if finding.severity >= Severity::Medium => {
                self.found(target, finding);
            }
            Event::Found(..) => {}
            Event::Done(_) | Event::Recalled(_) => self.bar.inc(1),
        }
    }

    /// Prints without the bar in the way.
    pub fn beside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    fn found(&self, target: &Target, finding: &Finding) {
        if self.quiet {
            return;
        }
        let line = format!(
            "{:<8}  {}  {}  {}",
            finding.severity.id(),
            target.id,
            finding.rule,
            defang(&finding.subject),
        );
        if self.bar.is_hidden() {
            eprintln!("{line}");
        } else {
            self.bar.println(line);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
