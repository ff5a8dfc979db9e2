//! Writing from many tasks: one thread owns the store, the tasks hold handles to it.
//!
//! SQLite has one writer at a time; a pool of connections would only add waiting. What a task
//! asks for is answered when it is on the disk, so an error reaches the task that it concerns.

use std::thread::{self, JoinHandle};

use tokio::sync::{mpsc, oneshot};

use super::{Store, StoreError};

type Job = Box<dyn FnOnce(&mut Store) + Send>;

/// How many jobs may wait; further tasks are held up until the disk has caught up.
const WAITING: usize = 64;

/// A handle to the thread that writes; cheap to clone.
#[derive(Clone, Debug)]
pub struct Recorder {
    jobs: mpsc::Sender<Job>,
}

/// The thread that writes.
#[derive(Debug)]
pub struct Writer {
    thread: JoinHandle<Store>,
}

impl Store {
    /// Moves the store into a thread of its own.
    ///
    /// # Errors
    /// [`StoreError::Folder`] where the system gives no thread.
    pub fn into_writer(self) -> Result<(Recorder, Writer), StoreError> {
        let (jobs, mut waiting) = mpsc::channel::<Job>(WAITING);
        let path = self.path.clone();
        let mut store = self;
        let thread = thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                while let Some(job) = waiting.blocking_recv() {
                    job(&mut store);
                }
                store
            })
            .map_err(|source| StoreError::Folder { path, source })?;
        Ok((Recorder { jobs }, Writer { thread }))
    }
}

impl Recorder {
    /// Has the store do something and waits for its answer. Work that was handed over is done
    /// even if the caller stops waiting.
    ///
    /// # Errors
    /// Those of the work itself, or [`StoreError::WriterGone`].
    pub async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |store| {
            // Nobody waits any more: the work is done all the same.
            let _ = answer.send(work(store));
        });
        self.jobs.send(job).await.map_err(|_| StoreError::WriterGone)?;
        wait.await.map_err(|_| StoreError::WriterGone)?
    }
}

impl Writer {
    /// Waits until every [`Recorder`] is gone and all its work is done; gives the store back.
    ///
    /// # Errors
    /// [`StoreError::WriterGone`] where some work panicked.
    pub fn join(self) -> Result<Store, StoreError> {
        self.thread.join().map_err(|_| StoreError::WriterGone)
    }
}
