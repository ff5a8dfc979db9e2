//! Signals: the first asks the run to end, the second ends the program.

use canhcong::scan::Stop;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C and the container's stop signal ask the run to end; what was judged is kept. Has to be called
/// within the runtime. From here on signals are heard: the first process of a container gets none for
/// which it has no handler.
pub(super) fn stop_on_signals() -> Stop {
    let stop = Stop::default();
    let asked = stop.clone();
    let mut signals = Signals::new();
    tokio::spawn(async move {
        let (name, _) = signals.next().await;
        eprintln!(
            "canhcong: {name}: stopping after the pages in hand, within ten seconds; what was judged is \
             kept (a second signal ends the program at once)"
        );
        asked.ask(name);
        let (_, number) = signals.next().await;
        // As shells say it of a program that a signal ended.
        std::process::exit(128 + number);
    });
    stop
}

#[cfg(unix)]
struct Signals {
    terminate: Option<Signal>,
    interrupt: Option<Signal>,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Self {
        let listen = |kind| signal(kind).ok();
        Self {
            terminate: listen(SignalKind::terminate()),
            interrupt: listen(SignalKind::interrupt()),
        }
    }

    /// The name and number of the next one.
    async fn next(&mut self) -> (&'static str, i32) {
        tokio::select! {
            () = heard(&mut self.terminate) => ("SIGTERM", 15),
            () = heard(&mut self.interrupt) => ("SIGINT", 2),
        }
    }
}

#[cfg(unix)]
async fn heard(signal: &mut Option<Signal>) {
    let heard = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending().await
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Self {
        Self
    }

    async fn next(&mut self) -> (&'static str, i32) {
        match tokio::signal::ctrl_c().await {
            Ok(()) => ("SIGINT", 2),
            Err(_) => std::future::pending().await,
        }
    }
}
