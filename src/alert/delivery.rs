//! Sends what is in the outbox: many notices at once, a few over each channel, so that one slow server
//! holds up nobody else.
//!
//! A notice is marked as sent only after the channel took it, so one that was under way when the
//! process was killed is sent again, under the same id. Only one process sends at a time.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use super::{Receipt, Undelivered, attachments, send};
use crate::{
    notice::Notice,
    store::{Due, Recorder, StoreError},
    target::{Channel, Registry},
    telling::{Subscription, subscriptions},
};

/// Notices that are sent over one channel at the same time.
const AT_ONCE: usize = 4;
/// How often the outbox is looked at while a run goes on.
const EVERY: Duration = Duration::from_secs(5);
/// The longest that one try may take, whatever the channel does.
const LONGEST: Duration = Duration::from_secs(240);
/// For what is under way when time is up.
const GRACE: Duration = Duration::from_secs(3);

/// What became of the notices that were tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken by their channels.
    pub sent: usize,
    /// Not taken; they are tried again.
    pub later: usize,
    /// Not taken, and given up.
    pub given_up: usize,
    /// What each channel said that did not take something, as of its last try.
    pub failing: BTreeMap<String, String>,
    /// Another process sends, so nothing was tried.
    pub is_busy: bool,
}

/// Sends what is in one outbox to the contacts of one registry.
pub struct Delivery {
    outbox: Recorder,
    who: Arc<Vec<Subscription>>,
    channels: HashMap<String, Arc<Channel>>,
    clock: fn() -> Timestamp,
}

/// For how long a delivery goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// What is due was tried once.
    Tried,
    /// All that waits was tried once, also what is not due.
    AllTried,
    /// Some work is done, and what was due then was tried.
    Done,
}

/// One try that is under way.
type Tried = (Due, Result<Receipt, Undelivered>);

/// What is under way, and what was.
struct Round {
    flying: JoinSet<Tried>,
    due: HashMap<tokio::task::Id, Due>,
    tried: HashSet<String>,
    /// What was said of a failing channel; five hundred notices fail for one reason.
    said: HashSet<(String, String)>,
    tally: Tally,
}

impl Delivery {
    /// Sends from the outbox that `outbox` writes to, as the registry says; `clock` tells the time.
    pub fn new(outbox: Recorder, registry: &Registry, clock: fn() -> Timestamp) -> Self {
        let channels = registry.channels.iter();
        Self {
            outbox,
            who: Arc::new(subscriptions(registry)),
            channels: channels.map(|own| (own.id.clone(), Arc::new(own.clone()))).collect(),
            clock,
        }
    }

    /// Sends what is due, each notice once; `all` also what waits for its next try. Begins nothing
    /// after `patience`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn once(&self, all: bool, patience: Duration) -> Result<Tally, StoreError> {
        let (_ended, over) = watch::channel(Some(Instant::now() + patience));
        let until = if all { Until::AllTried } else { Until::Tried };
        self.deliver(over, until).await
    }

    /// Does some work, and sends what is due while it goes on and after it: for as long as `patience`
    /// says of its result.
    pub async fn beside<T>(
        &self,
        work: impl Future<Output = T>,
        patience: impl FnOnce(&T) -> Duration,
    ) -> (T, Result<Tally, StoreError>) {
        let (ended, over) = watch::channel(None);
        let work = async {
            let done = work.await;
            // Nobody listens where the outbox has failed.
            let _ = ended.send(Some(Instant::now() + patience(&done)));
            done
        };
        tokio::join!(work, self.deliver(over, Until::Done))
    }

    /// Sends until `over` has a time, and on until nothing is left to try or that time has come.
    async fn deliver(
        &self,
        mut over: watch::Receiver<Option<Instant>>,
        until: Until,
    ) -> Result<Tally, StoreError> {
        let mut round = Round {
            flying: JoinSet::new(),
            due: HashMap::new(),
            tried: HashSet::new(),
            said: HashSet::new(),
            tally: Tally::default(),
        };
        let mut lock = None;
        let mut looked_at: Option<Instant> = None;
        let mut was_over = false;
        loop {
            let end = *over.borrow_and_update();
            if end.is_some() && !was_over {
                // The run has ended: what waited for that goes now.
                (looked_at, was_over) = (None, true);
            }
            let is_late = end.is_some_and(|end| Instant::now() >= end);
            if lock.is_none() {
                lock = self.outbox.ask(|store| store.take_senders_lock()).await?;
            }
            if lock.is_some() && !is_late {
                if looked_at.is_none_or(|at| at.elapsed() >= EVERY) {
                    self.make_notices().await?;
                    looked_at = Some(Instant::now());
                }
                self.begin(&mut round, until == Until::AllTried).await?;
            }
            if round.flying.is_empty() && end.is_some() {
                // Who has the lock now may be done before this one's time is over.
                if lock.is_some() || is_late || until != Until::Done {
                    round.tally.is_busy = lock.is_none();
                    return Ok(round.tally);
                }
            }
            let pause = match end {
                Some(_) if is_late => GRACE,
                Some(end) => EVERY.min(end.saturating_duration_since(Instant::now())),
                None => EVERY,
            };
            tokio::select! {
                Some(done) = round.flying.join_next_with_id() => {
                    if self.end(&mut round, done).await? {
                        // Others are told that somebody cannot be.
                        looked_at = None;
                    }
                }
                changed = over.changed(), if end.is_none() => if changed.is_err() {
                    return Ok(round.tally);
                },
                () = sleep(pause) => if is_late {
                    round.tally.is_busy = lock.is_none();
                    return Ok(round.tally);
                },
            }
        }
    }

    async fn make_notices(&self) -> Result<(), StoreError> {
        let (who, now) = (Arc::clone(&self.who), (self.clock)());
        self.outbox.ask(move |store| store.make_notices(&who, now)).await
    }

    /// Begins to send what is due, as far as there is room on its channel.
    async fn begin(&self, round: &mut Round, all: bool) -> Result<(), StoreError> {
        let now = (self.clock)();
        let due = self.outbox.ask(move |store| store.due_notices(all, now)).await?;
        let mut busy: HashMap<&str, usize> = HashMap::new();
        let mut flying: HashSet<&str> = HashSet::new();
        for one in round.due.values() {
            *busy.entry(&one.channel).or_default() += 1;
            flying.insert(&one.id);
        }
        let mut going = Vec::new();
        for one in &due {
            let is_tried = flying.contains(&*one.id) || (all && round.tried.contains(&one.id));
            let busy = busy.entry(&one.channel).or_default();
            if !is_tried && *busy < AT_ONCE {
                *busy += 1;
                going.push(one.clone());
            }
        }
        for one in going {
            let id = one.id.clone();
            let Some(notice) = self.outbox.ask(move |store| store.notice(&id)).await? else {
                continue;
            };
            round.tried.insert(one.id.clone());
            let try_it = try_once(one.clone(), notice, self.channels.get(&one.channel), now);
            let task = round.flying.spawn(try_it);
            round.due.insert(task.id(), one);
        }
        Ok(())
    }

    /// Remembers what became of a try; whether it was given up.
    async fn end(
        &self,
        round: &mut Round,
        done: Result<(tokio::task::Id, Tried), tokio::task::JoinError>,
    ) -> Result<bool, StoreError> {
        let (task, result) = match done {
            Ok((task, (_, result))) => (task, result),
            Err(error) => (error.id(), Err(later("the channel broke down: this is a bug"))),
        };
        let Some(due) = round.due.remove(&task) else { return Ok(false) };
        let (id, now) = (due.id.clone(), (self.clock)());
        let undelivered = match result {
            Ok(receipt) => {
                self.outbox.ask(move |store| store.sent(&id, &receipt.said, now)).await?;
                round.tally.sent += 1;
                return Ok(false);
            }
            Err(undelivered) => undelivered,
        };
        let (why, is_final, asked) = match undelivered {
            Undelivered::Later { why, after } => (why, false, after),
            Undelivered::Never { why } => (why, true, None),
        };
        let said = why.clone();
        let not_sent =
            move |store: &mut crate::store::Store| store.not_sent(&id, &why, is_final, asked, now);
        let next = self.outbox.ask(not_sent).await?;
        match next {
            Some(_) => round.tally.later += 1,
            None => round.tally.given_up += 1,
        }
        let is_news = round.said.insert((due.channel.clone(), said.clone()));
        if is_news || next.is_none() {
            let what = if next.is_none() { "was given up" } else { "has to wait" };
            tracing::warn!("the notice {} {what}: {}: {said}", due.id, due.channel);
        }
        round.tally.failing.insert(due.channel, said);
        Ok(next.is_none())
    }
}

fn try_once(
    due: Due,
    notice: Notice,
    channel: Option<&Arc<Channel>>,
    now: Timestamp,
) -> impl Future<Output = Tried> + use<> {
    let channel = channel.cloned();
    async move {
        let Some(channel) = channel else {
            let why = format!("there is no channel `{}` in the registry", due.channel);
            return (due, Err(later(&why)));
        };
        let mut notice = notice;
        notice.attachments = attachments(&notice);
        let taken = match timeout(LONGEST, send(&channel, &notice, now)).await {
            Ok(result) => result,
            Err(_) => Err(later(&format!("no answer within {} s", LONGEST.as_secs()))),
        };
        (due, taken)
    }
}

fn later(why: &str) -> Undelivered {
    Undelivered::Later { why: why.to_owned(), after: None }
}
