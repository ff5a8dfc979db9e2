//! Asking a run to end: nothing new is begun, what is in hand gets a short time, the rest is left.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

/// How long the pages in hand may take after somebody asked; what takes longer is looked at by the
/// next run. Containers are killed ten seconds after they are asked, and what was judged has to be
/// written in that time as well.
const GRACE: Duration = Duration::from_secs(6);

/// By then a run is to be over, whatever still holds it: what it has not remembered, it has not done.
const OVERDUE: Duration = Duration::from_secs(9);

/// Asks a run to end: the pages in hand are finished as far as that is soon done, and what was judged
/// is kept.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<watch::Sender<Option<Asked>>>);

#[derive(Clone, Copy, Debug)]
struct Asked {
    at: Instant,
    by: &'static str,
}

impl Stop {
    /// Asks, and says on whose behalf: the name of a signal, for the records. Who asks again changes
    /// nothing.
    pub fn ask(&self, by: &'static str) {
        self.0.send_if_modified(|asked| {
            let is_first = asked.is_none();
            asked.get_or_insert_with(|| Asked { at: Instant::now(), by });
            is_first
        });
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// On whose behalf, if somebody asked.
    pub fn asked_by(&self) -> Option<&'static str> {
        self.0.borrow().map(|asked| asked.by)
    }

    /// Comes back when a run that was asked to end ought to be over; never, if nobody asks.
    pub async fn overdue(&self) {
        self.after(OVERDUE).await;
    }

    /// What is not worth finishing once somebody asks: `None` if it was not done by then.
    pub async fn unless_asked<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.race(work, Duration::ZERO).await
    }

    /// The page in hand: `None` if it was not done within the time that is left for it.
    pub(super) async fn let_finish<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.race(work, GRACE).await
    }

    async fn race<T>(&self, work: impl Future<Output = T>, grace: Duration) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.after(grace) => None,
        }
    }

    async fn after(&self, time: Duration) {
        let mut asked = self.0.subscribe();
        let at = match asked.wait_for(Option::is_some).await {
            Ok(asked) => asked.map(|asked| asked.at),
            Err(_) => None,
        };
        match at {
            Some(at) => sleep_until(at + time).await,
            // The sender is here, so this does not happen.
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_in_hand_gets_its_time_and_nothing_else_does() {
        let stop = Stop::default();
        let page = sleep(GRACE - Duration::from_secs(1));
        let asking = stop.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(1)).await;
            asking.ask("SIGTERM");
        });
        let (page, sitemap, endless) = tokio::join!(
            stop.let_finish(page),
            stop.unless_asked(pending::<()>()),
            stop.let_finish(pending::<()>()),
        );
        assert_eq!((page, sitemap, endless), (Some(()), None, None));
        assert_eq!(stop.asked_by(), Some("SIGTERM"));
        stop.ask("SIGINT");
        assert_eq!(stop.asked_by(), Some("SIGTERM"));
        let since = Instant::now();
        stop.overdue().await;
        assert!(since.elapsed() <= OVERDUE - GRACE, "counted from when it was asked first");
    }
}
