//! One child and the thread that attends to it.
//!
//! The thread starts the child, because the kernel ends a child with the *thread* that started it:
//! started from a thread of a pool that shrinks, children would die with no reason to be seen.

#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
use std::{
    io::{self, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use super::{
    COMMAND, Cut, Job, Ran, Walls,
    frame::{self, MAX_JOB, MAX_SAID},
    ran::Said,
};

/// How long a new child may take until it is ready. Machines are busy.
const START: Duration = Duration::from_secs(20);
/// Bytes that a child may say about one job.
const MAX_HEARD: usize = 8 << 20;
/// Pages after which a child is replaced: what a page may have broken does not live on for long.
const MAX_PAGES: u32 = 200;
/// Resident bytes after which a child is replaced.
const MAX_RESIDENT: u64 = 160 << 20;
/// Bytes that the pipe to a child holds at a time: most pages with one wake of the child.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

pub(super) struct Attendant {
    child: Child,
    orders: Option<Sender<Vec<u8>>>,
    heard: Receiver<Heard>,
    pages: u32,
    pub walls: Walls,
}

/// What a child said until it was done with a job or with its start. It is passed on at once: to wake
/// whoever waits for every single fact costs more than the facts.
#[derive(Default)]
struct Heard {
    ran: Ran,
    /// What stands around the child, if it said so.
    ready: Option<Walls>,
    /// Why it did not come to its end.
    broken: Option<Cut>,
}

impl Attendant {
    /// Starts a child and waits until its walls stand.
    pub fn start(program: PathBuf) -> io::Result<Self> {
        let (orders, taken) = channel();
        let (told, heard) = channel();
        let (born, birth) = channel();
        thread::Builder::new().name("sandbox".into()).spawn(move || match spawn(program) {
            Ok((child, stdin, stdout)) => {
                if born.send(Ok(child)).is_ok() {
                    attend(&taken, &told, stdin, stdout);
                }
            }
            Err(error) => {
                let _ = born.send(Err(error));
            }
        })?;
        let gone = |_| io::Error::other("the sandbox's thread ended");
        let child = birth.recv().map_err(gone)??;
        let mut attendant =
            Self { child, orders: Some(orders), heard, pages: 0, walls: Walls::default() };
        match attendant.heard.recv_timeout(START) {
            Ok(Heard { ready: Some(walls), .. }) => attendant.walls = walls,
            _ => return Err(io::Error::other("the sandbox's child did not get ready")),
        }
        Ok(attendant)
    }

    /// Has the child do a job. Afterwards [`Attendant::is_fit`] says whether it can do another.
    pub fn run(&mut self, job: &Job) -> Ran {
        let Some(order) = frame::pack(job, MAX_JOB) else { return Ran::cut(Cut::TooLarge) };
        let deadline = Instant::now() + Duration::from_millis(job.limits.wall_ms.into());
        self.pages += 1;
        if self.orders.as_ref().is_none_or(|orders| orders.send(order).is_err()) {
            self.end();
            return Ran::cut(Cut::Died);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let heard = match self.heard.recv_timeout(left) {
            Ok(heard) => Some(heard),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                // Its pipe ends with it, so what it said until then is here at once.
                let heard = self.heard.recv_timeout(START).ok();
                heard.map(|heard| Heard { broken: Some(Cut::Wall), ..heard })
            }
            Err(RecvTimeoutError::Disconnected) => None,
        };
        let Heard { mut ran, broken, .. } =
            heard.unwrap_or_else(|| Heard { broken: Some(Cut::Died), ..Heard::default() });
        if broken.is_some() {
            ran.cut = broken;
            self.end();
        }
        ran
    }

    /// Whether the child lives and is not worn out.
    pub fn is_fit(&mut self) -> bool {
        self.orders.is_some()
            && self.pages < MAX_PAGES
            && matches!(self.child.try_wait(), Ok(None))
            && resident(self.child.id()).is_none_or(|bytes| bytes < MAX_RESIDENT)
    }

    /// Ends the child and takes it off the kernel's hands.
    fn end(&mut self) {
        self.orders = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Attendant {
    fn drop(&mut self) {
        self.end();
    }
}

fn spawn(program: PathBuf) -> io::Result<(Child, ChildStdin, ChildStdout)> {
    let mut command = Command::new(program);
    // Ctrl-C is for the run, which finishes the page in hand: it must not reach the children.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command
        .arg(COMMAND)
        .env_clear()
        // The engine asks the C library for the time zone, which must not look for files.
        .env("TZ", "<+07>-07")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    match (child.stdin.take(), child.stdout.take()) {
        (Some(stdin), Some(stdout)) => {
            // A smaller pipe does as well.
            #[cfg(target_os = "linux")]
            let _ = rustix::pipe::fcntl_setpipe_size(&stdin, PIPE);
            Ok((child, stdin, stdout))
        }
        _ => Err(io::Error::other("the child has no pipes")),
    }
}

/// Hands orders to the child and passes on what it says, until either is gone.
fn attend(
    orders: &Receiver<Vec<u8>>,
    told: &Sender<Heard>,
    mut stdin: ChildStdin,
    stdout: ChildStdout,
) {
    let mut stdout = BufReader::new(stdout);
    let mut heard = listen(&mut stdout);
    loop {
        let goes_on = heard.broken.is_none();
        if told.send(heard).is_err() || !goes_on {
            return;
        }
        let Ok(order) = orders.recv() else { return };
        // A child that is gone has said all that it will say.
        let _ = stdin.write_all(&order);
        heard = listen(&mut stdout);
    }
}

/// What the child says until it is ready or done, or is listened to no longer.
fn listen(stdout: &mut impl io::Read) -> Heard {
    let (mut heard, mut bytes) = (Heard::default(), 0);
    heard.broken = loop {
        let said = match frame::receive::<Said>(stdout, MAX_SAID) {
            Ok(Some((said, length))) => {
                bytes += length;
                said
            }
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => break Some(Cut::Flood),
            Ok(None) | Err(_) => break Some(Cut::Died),
        };
        if bytes > MAX_HEARD {
            break Some(Cut::Flood);
        }
        if let Said::Ready(walls) = said {
            heard.ready = Some(walls);
            break None;
        }
        if heard.ran.take(said) {
            break None;
        }
    };
    heard
}

/// Resident bytes of a process, where the kernel tells.
fn resident(process: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    pages.checked_mul(4096)
}
