//! What a child reports: facts about what scripts did, never judgement.

use serde::{Deserialize, Serialize};

/// What the scripts of a page did for one visitor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ran {
    /// Where scripts sent the visitor.
    pub navigations: Vec<Navigation>,
    /// Windows that scripts opened.
    pub opened: Vec<Opened>,
    /// Markup written with `document.write`, in order.
    pub writes: Vec<Written>,
    /// Elements that scripts put into the document, of the kinds that lead or load somewhere.
    pub added: Vec<Added>,
    /// Addresses that scripts gave to elements which were there.
    pub rewritten: Vec<Rewritten>,
    /// What scripts had put into the document when all was over: the outermost elements, as markup.
    pub built: Vec<Built>,
    /// Elements whose own style hid them when all was over, and had not done so in the source.
    pub hidden: Vec<Hidden>,
    /// Script files and frames' addresses that scripts asked for.
    pub loads: Vec<Load>,
    /// Requests that scripts wanted to make.
    pub sent: Vec<Sent>,
    /// Text shown in dialogs or put into the clipboard.
    pub shown: Vec<Shown>,
    /// What each script looked at.
    pub reads: Vec<Reading>,
    /// Code that was made from text while running, in order.
    pub layers: Vec<Layer>,
    /// How the run ended.
    pub end: End,
    /// Why the facts are not complete; none when all scripts ran to their end.
    pub cut: Option<Cut>,
}

/// How a run ended, as the child saw it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct End {
    /// Scripts, timers and handlers that ended with an error.
    pub errors: u32,
    /// The first few of these errors.
    pub messages: Vec<String>,
    /// Facts that were dropped because there were too many.
    pub dropped: u32,
    /// History entries that scripts pushed.
    pub pushed_states: u32,
    /// CPU time spent, in microseconds.
    pub cpu_us: u64,
    /// Cookies at the end, as `name=value; name=value`: what a return visit brings along.
    pub cookies: String,
    /// `localStorage` at the end, likewise.
    pub storage: Vec<(String, String)>,
    /// Whether a limit inside the child ended scripts.
    pub cut: Option<Cut>,
}

/// Why facts are not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cut {
    /// Scripts used up their CPU time, and those that asked for more were ended.
    Time,
    /// Scripts used up their memory.
    Memory,
    /// Scripts made more work (timers, jobs) than is done.
    Work,
    /// The child did not answer in time and was killed.
    Wall,
    /// The child said too much and was killed.
    Flood,
    /// The child ended by itself or was ended by the kernel.
    Died,
    /// The page is larger than what is handed to a child.
    TooLarge,
    /// No child could be started.
    NoChild,
}

/// Whose code acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Source {
    /// A script of the page or code that it made or pulled in, by place in `Job::scripts`.
    Script(u32),
    /// An event attribute or `javascript:` address of an element, by place in `Job::elements`.
    Handler(u32),
    /// Not known.
    #[default]
    Unknown,
}

/// What brought code to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trigger {
    /// Loading the page, nobody touching it.
    #[default]
    Load,
    /// The visitor's first click, somewhere on the page.
    Click,
    /// A click on the page's first link.
    LinkClick,
    /// The back button.
    Back,
    /// Moving: mouse, wheel, scrolling, touch.
    Move,
    /// A key.
    Key,
    /// Leaving: the page hidden, unloaded, the mouse out of the window.
    Leave,
    /// Filling in a form and sending it. Only requests are told of that.
    Form,
}

/// Whose code acted, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Whose code.
    pub source: Source,
    /// Whose code called or prepared that code, if it is another's: the script that uses a
    /// library, or the library that calls a script back.
    pub asked_by: Option<Source>,
    /// What brought it to run; timers keep what set them.
    pub trigger: Trigger,
    /// Milliseconds of the world's clock between that and this; more than nothing for timers.
    pub after_ms: u32,
}

/// The way in which a page is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Way {
    /// `location = …`, `location.href = …`.
    Href,
    /// `location.assign(…)`.
    Assign,
    /// `location.replace(…)`.
    Replace,
    /// `location.search = …` and its like.
    Part,
    /// `location.reload()`.
    Reload,
    /// A form sent by a script.
    Submit,
    /// A link clicked by a script.
    Link,
    /// A meta refresh put into the page by a script.
    Refresh,
    /// `history.back()` and its like; the target is empty.
    History,
}

/// A script sends the visitor elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation {
    /// The address, resolved where that is possible.
    pub target: String,
    /// How.
    pub way: Way,
    /// Whose code, and when.
    pub cause: Cause,
    /// What that code had looked at before.
    pub after_reading: Vec<Read>,
}

/// A script opens a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The address, resolved where that is possible; empty for an empty window.
    pub target: String,
    /// Whose code, and when.
    pub cause: Cause,
    /// What that code had looked at before.
    pub after_reading: Vec<Read>,
}

/// Markup written with `document.write`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The markup of one call.
    pub markup: String,
    /// Whose code, and when.
    pub cause: Cause,
}

/// An element that a script put into the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// Its name.
    pub tag: String,
    /// Its attributes when it was put there.
    pub attributes: Vec<(String, String)>,
    /// The nearest element of the page around it, by place in `Job::elements`.
    pub under: Option<u32>,
    /// Whose code, and when.
    pub cause: Cause,
}

/// An address that a script gave to an element which was in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// The element, by place in `Job::elements`; none for one that a script had made.
    pub element: Option<u32>,
    /// Its name.
    pub tag: String,
    /// The attribute.
    pub attribute: String,
    /// Its new value.
    pub value: String,
    /// Whose code, and when.
    pub cause: Cause,
}

/// What a script had built when all was over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// The element with all that is in it.
    pub markup: String,
    /// The nearest element of the page around it, by place in `Job::elements`.
    pub under: Option<u32>,
    /// Whose code put it there.
    pub source: Source,
    /// Whose code called or prepared that code, see [`Cause::asked_by`].
    pub asked_by: Option<Source>,
}

/// An element that a script hid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The element, by place in `Job::elements`; none for one that a script had made.
    pub element: Option<u32>,
    /// Its start tag.
    pub tag: String,
    /// The declaration that hides it.
    pub how: String,
}

/// A file or frame that a script asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// The address, resolved where that is possible.
    pub target: String,
    /// What for: the element's name, `worker` or `import`.
    pub kind: String,
    /// Whose code, and when.
    pub cause: Cause,
}

/// A request that a script wanted to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The address, resolved where that is possible.
    pub target: String,
    /// By what: `fetch`, `xhr`, `beacon`, `socket`, `events`, `image`.
    pub kind: String,
    /// Whose code, and when.
    pub cause: Cause,
}

/// Text shown in a dialog or put into the clipboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// `alert`, `confirm`, `prompt`, `clipboard`.
    pub kind: String,
    /// The text.
    pub text: String,
    /// Whose code, and when.
    pub cause: Cause,
}

/// Something that tells visitors apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Read {
    /// `document.referrer`.
    Referrer,
    /// `navigator.userAgent` and its like.
    UserAgent,
    /// `document.cookie`.
    Cookie,
    /// `localStorage`, `sessionStorage`.
    Storage,
    /// Sizes of screen and window, media queries.
    Screen,
    /// Whether there is a touch screen.
    Touch,
    /// The time as a number.
    Clock,
    /// The hour or day.
    Hour,
    /// Time zone.
    TimeZone,
    /// Languages.
    Language,
    /// `Math.random`.
    Random,
    /// `history.length`.
    History,
    /// Signs of a robot: `navigator.webdriver`, plugins.
    Robot,
}

impl Read {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Referrer,
        Self::UserAgent,
        Self::Cookie,
        Self::Storage,
        Self::Screen,
        Self::Touch,
        Self::Clock,
        Self::Hour,
        Self::TimeZone,
        Self::Language,
        Self::Random,
        Self::History,
        Self::Robot,
    ];
}

/// What one script looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Whose code.
    pub source: Source,
    /// What it looked at.
    pub read: Vec<Read>,
}

/// How text became code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Made {
    /// `eval`.
    Eval,
    /// `Function` and its like.
    Function,
    /// `setTimeout` or `setInterval` with text.
    Timer,
    /// A script element that a script made or wrote.
    Script,
    /// An event attribute of an element that a script made.
    Handler,
    /// A `javascript:` address.
    Address,
}

/// Code that was made from text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The code, at most 64 KiB of it.
    pub code: String,
    /// Bytes of the whole.
    pub bytes: usize,
    /// How it became code.
    pub made: Made,
    /// Whose code made it, and when.
    pub cause: Cause,
}

/// Which walls stand around a child; tried by the child itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walls {
    /// A filter lets through only the system calls that computing needs.
    pub seccomp: bool,
    /// The kernel refuses files and connections by rule.
    pub landlock: bool,
    /// Limits on CPU time, memory, files, processes are set.
    pub limits: bool,
    /// Opening a file was tried and refused.
    pub no_files: bool,
    /// Opening a socket was tried and refused.
    pub no_network: bool,
    /// Starting a thread was tried and refused.
    pub no_threads: bool,
    /// The child dies with its parent.
    pub dies_with_parent: bool,
}

/// One thing that a child says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Said {
    /// First of all: which walls stand.
    Ready(Walls),
    Navigation(Navigation),
    Opened(Opened),
    Written(Written),
    Added(Added),
    Rewritten(Rewritten),
    Built(Built),
    Hidden(Hidden),
    Load(Load),
    Sent(Sent),
    Shown(Shown),
    Reading(Reading),
    Layer(Layer),
    /// Last of a job.
    Done(End),
}

impl Ran {
    /// Nothing is known, and why.
    pub(super) fn cut(cut: Cut) -> Self {
        Self { cut: Some(cut), ..Self::default() }
    }

    /// Takes a fact; says whether it was the last.
    pub(super) fn take(&mut self, said: Said) -> bool {
        match said {
            Said::Ready(_) => {}
            Said::Navigation(fact) => self.navigations.push(fact),
            Said::Opened(fact) => self.opened.push(fact),
            Said::Written(fact) => self.writes.push(fact),
            Said::Added(fact) => self.added.push(fact),
            Said::Rewritten(fact) => self.rewritten.push(fact),
            Said::Built(fact) => self.built.push(fact),
            Said::Hidden(fact) => self.hidden.push(fact),
            Said::Load(fact) => self.loads.push(fact),
            Said::Sent(fact) => self.sent.push(fact),
            Said::Shown(fact) => self.shown.push(fact),
            Said::Reading(fact) => self.reads.push(fact),
            Said::Layer(fact) => self.layers.push(fact),
            Said::Done(end) => {
                self.cut = end.cut;
                self.end = end;
                return true;
            }
        }
        false
    }
}
