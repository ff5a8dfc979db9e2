//! One page before one visitor: scripts in their order, then the events that loading brings, then
//! timers, then what a visitor does.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher as _, RandomState},
    rc::Rc,
};

use rquickjs::{Context, Ctx, Error, Function, Object, Runtime, Value, context::EvalOptions};
use url::Url;

use super::{
    super::{
        Job,
        ran::{Cut, End, Source, Trigger, Way},
    },
    budget::Budget,
    build::Writing,
    clock::Clock,
    code::wrap_evals,
    natives,
    recorder::Recorder,
    tree::{Id, Tree},
    world::World,
};

/// Bytes of stack for page code.
const STACK: usize = 256 << 10;
/// Bytes of heap between two collections.
const COLLECT_EVERY: usize = 8 << 20;
/// Timers that fire in one job.
const MAX_TIMERS: u32 = 1_000;
/// Promise jobs after one task, and in one job of ours.
const MAX_PROMISES: u32 = 2_000;
const MAX_PROMISES_AT_ALL: u32 = 20_000;
/// Scripts that scripts pull in or write.
const MAX_MORE_SCRIPTS: u32 = 200;
/// How long the load event waits for what scripts pull in, in milliseconds.
const LOADING: f64 = 5.0;
/// How long the world's clock runs after each thing a visitor does, in milliseconds.
const AFTER_ACT: f64 = 5_000.0;

/// What visitors do, in order.
const ACTS: [(&str, Trigger); 7] = [
    ("move", Trigger::Move),
    ("key", Trigger::Key),
    ("click", Trigger::Click),
    ("link", Trigger::LinkClick),
    ("back", Trigger::Back),
    ("leave", Trigger::Leave),
    ("form", Trigger::Form),
];

/// What holds while a page is played; shared with the natives.
pub(super) struct Stage {
    pub job: Job,
    pub world: Rc<World>,
    pub tree: RefCell<Tree>,
    /// The node of each element of the job.
    places: Vec<Id>,
    pub recorder: Recorder,
    pub budget: Budget,
    pub clock: Clock,
    pub random: Cell<u64>,
    pub here: Url,
    pub base: Url,
    pub cookies: RefCell<Vec<(String, String)>>,
    /// `localStorage` and `sessionStorage`.
    pub storage: [RefCell<BTreeMap<String, String>>; 2],
    pub bodies: HashMap<String, usize>,
    pub writing: RefCell<Option<Writing>>,
    /// The script element whose code runs; zero for none.
    pub current: Cell<Id>,
    more_scripts: Cell<u32>,
    pub signed: Cell<u32>,
    timers: Cell<u32>,
    pub wrapped_up: Cell<bool>,
    promises: Cell<u32>,
    /// Names of the functions around `eval`, unknown to pages.
    seen: String,
    indirect: String,
    /// The engine's own `Error`, likewise.
    pub error: String,
    /// What marks the file names of page scripts in stack traces.
    pub mark: String,
}

/// Plays a page and says how it ended.
pub(super) fn play(job: Job, world: &Rc<World>) -> End {
    let stage = Rc::new(Stage::new(job, Rc::clone(world)));
    let built = stage.open();
    stage.wrap_up();
    let mut end = stage.recorder.finish();
    end.cpu_us = stage.budget.spent_us();
    let cookies = stage.cookies.borrow();
    let pairs: Vec<String> =
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    end.cookies = pairs.join("; ");
    end.storage = stage.storage[0].take().into_iter().collect();
    end.cut = if built.is_none() || stage.recorder.out_of_memory.get() {
        Some(Cut::Memory)
    } else if stage.budget.was_exceeded() {
        Some(Cut::Time)
    } else {
        stage.recorder.too_much_work.get().then_some(Cut::Work)
    };
    end
}

impl Stage {
    fn new(job: Job, world: Rc<World>) -> Self {
        let (tree, places) = Tree::of(&job.elements);
        let here = Url::parse(&job.url).unwrap_or_else(|_| nowhere());
        let base = job.elements.iter().find(|element| element.tag == "base");
        let base = base.and_then(|element| element.attribute("href"));
        let base = base.and_then(|href| here.join(href).ok()).unwrap_or_else(|| here.clone());
        let cookies = job.world.cookies.split("; ").filter_map(|pair| pair.split_once('='));
        let cookies = cookies.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let bodies = job.bodies.iter().enumerate();
        let bodies = bodies.map(|(place, (address, _))| (address.clone(), place)).collect();
        let secret = RandomState::new().hash_one(job.world.seed);
        Self {
            tree: RefCell::new(tree),
            places,
            recorder: Recorder::default(),
            budget: Budget::new(job.limits.cpu_ms),
            clock: Clock::default(),
            random: Cell::new(job.world.seed | 1),
            here,
            base,
            cookies: RefCell::new(cookies),
            storage: [
                RefCell::new(job.world.storage.iter().cloned().collect()),
                RefCell::default(),
            ],
            bodies,
            writing: RefCell::default(),
            current: Cell::new(0),
            more_scripts: Cell::new(0),
            signed: Cell::new(0),
            timers: Cell::new(0),
            wrapped_up: Cell::new(false),
            promises: Cell::new(0),
            seen: format!("_s{secret:x}"),
            indirect: format!("_i{secret:x}"),
            error: format!("_e{secret:x}"),
            mark: format!("#{secret:x}."),
            job,
            world,
        }
    }

    /// Makes an engine and a world, and runs everything in it; none if that could not be made.
    fn open(self: &Rc<Self>) -> Option<()> {
        #[expect(clippy::disallowed_methods, reason = "this is where code of pages runs")]
        let runtime = Runtime::new().ok()?;
        runtime.set_memory_limit(self.job.limits.memory);
        runtime.set_max_stack_size(STACK);
        runtime.set_gc_threshold(COLLECT_EVERY);
        let own = Rc::clone(self);
        runtime.set_interrupt_handler(Some(Box::new(move || own.budget.is_over())));
        let context = Context::full(&runtime).ok()?;
        context.with(|ctx| {
            let world = self.build(&ctx);
            if world.is_err() {
                ctx.catch();
            }
            let world = world.ok()?;
            self.run_all(&ctx, &world);
            Some(())
        })
    }

    fn build<'js>(self: &Rc<Self>, ctx: &Ctx<'js>) -> rquickjs::Result<Object<'js>> {
        let natives = natives::all(ctx, self)?;
        let world: Object = self.world.first(ctx)?.call((natives,))?;
        // Names that the page's code can use and cannot list.
        let hand = format!("{}w", self.seen);
        ctx.globals().set(hand.as_str(), world.clone())?;
        let names = format!(
            "let eval={hand}.realEval;const {}={hand}.seenEval,{}={hand}.indirectEval,{}=Error;",
            self.seen, self.indirect, self.error
        );
        ctx.eval_with_options::<(), _>(names, sloppy())?;
        ctx.globals().remove(hand.as_str())?;
        Ok(world)
    }

    fn run_all<'js>(self: &Rc<Self>, ctx: &Ctx<'js>, world: &Object<'js>) {
        let (first, later): (Vec<usize>, Vec<usize>) =
            (0..self.job.scripts.len().min(Job::MAX_SCRIPTS)).partition(|n| !self.is_deferred(*n));
        for n in first {
            self.run_script(ctx, n);
            self.run_timers(ctx, world, self.clock.now());
        }
        self.drive(ctx, world, "state", ("interactive",), Trigger::Load);
        for n in later {
            self.run_script(ctx, n);
        }
        self.drive(ctx, world, "content", (), Trigger::Load);
        self.run_timers(ctx, world, self.clock.now() + LOADING);
        self.drive(ctx, world, "state", ("complete",), Trigger::Load);
        self.drive(ctx, world, "load", (), Trigger::Load);
        self.run_timers(ctx, world, f64::from(self.job.limits.virtual_ms));
        for (act, trigger) in ACTS {
            if trigger == Trigger::Form {
                self.wrap_up();
            }
            self.clock.wake();
            self.drive(ctx, world, "act", (act,), trigger);
            self.run_timers(ctx, world, self.clock.now() + AFTER_ACT);
        }
    }

    /// Scripts that run once the document is read.
    fn is_deferred(&self, n: usize) -> bool {
        let Some(script) = self.job.scripts.get(n) else { return false };
        let element = script.element.and_then(|place| self.job.elements.get(place as usize));
        element.is_some_and(|element| {
            let has = |name: &str| element.attribute(name).is_some();
            element.attribute("type") == Some("module")
                || script.url.is_some() && (has("defer") || has("async"))
        })
    }

    fn run_script(&self, ctx: &Ctx<'_>, n: usize) {
        let Some(script) = self.job.scripts.get(n) else { return };
        let code = self.job.code(n).unwrap_or_default();
        let place = script.element.and_then(|place| self.places.get(place as usize)).copied();
        let source = u32::try_from(n).map_or(Source::Unknown, Source::Script);
        self.clock.pass(2.0);
        self.recorder.act(source, (Trigger::Load, self.clock.now()));
        if let Some(id) = place {
            self.tree.borrow_mut().spend(id);
        }
        if self.budget.begin_task() {
            natives::run_element(ctx, self, place.unwrap_or(0), code, source);
            self.run_promises(ctx);
        }
    }

    /// Calls one of the functions by which the world is driven.
    fn drive<'js>(
        &self,
        ctx: &Ctx<'js>,
        world: &Object<'js>,
        name: &str,
        arguments: impl rquickjs::function::IntoArgs<'js>,
        trigger: Trigger,
    ) {
        if !self.budget.begin_task() {
            return;
        }
        self.clock.pass(2.0);
        self.recorder.act(Source::Unknown, (trigger, self.clock.now()));
        let done = world
            .get::<_, Function>(name)
            .and_then(|function| function.call::<_, Value>(arguments));
        if let Err(error) = done {
            self.failed(ctx, &error);
        }
        self.run_promises(ctx);
    }

    fn run_timers<'js>(&self, ctx: &Ctx<'js>, world: &Object<'js>, until: f64) {
        let Ok(fire) = world.get::<_, Function>("timer") else { return };
        while let Some(timer) = self.clock.next_until(until) {
            let count = self.timers.get() + 1;
            self.timers.set(count);
            if count > MAX_TIMERS {
                return self.recorder.too_much_work.set(true);
            }
            if !self.budget.begin_task() {
                return;
            }
            self.recorder.act(timer.source, timer.trigger);
            if let Err(error) = fire.call::<_, Value>((timer.id, timer.is_last())) {
                self.failed(ctx, &error);
            }
            self.run_promises(ctx);
        }
    }

    /// What promises wait for, until nothing waits or it is enough.
    fn run_promises(&self, ctx: &Ctx<'_>) {
        for _ in 0..MAX_PROMISES {
            let count = self.promises.get() + 1;
            if self.budget.is_over() || !ctx.execute_pending_job() {
                return;
            }
            self.promises.set(count);
            if count > MAX_PROMISES_AT_ALL {
                break;
            }
        }
        self.recorder.too_much_work.set(true);
    }

    /// Runs code in the global scope, as scripts do.
    pub fn run_code(&self, ctx: &Ctx<'_>, code: &str, source: Source) {
        // The engine takes no zeros; the HTML parser of browsers replaces them too.
        let code = self.wrapped(code).replace('\0', "\u{fffd}");
        let mut options = sloppy();
        if let Source::Script(n) = source {
            let script = self.job.scripts.get(n as usize);
            let url = script.and_then(|script| script.url.as_deref());
            let name = format!("{}{}{n}", url.unwrap_or(self.job.url.as_str()), self.mark);
            options.filename = Some(name.replace('\0', ""));
        }
        if let Err(error) = ctx.eval_with_options::<Value, _>(code, options) {
            self.failed(ctx, &error);
        }
    }

    /// Code with `eval` wrapped, see [`wrap_evals`].
    pub fn wrapped(&self, code: &str) -> String {
        wrap_evals(code, &self.seen, &self.indirect).into_owned()
    }

    /// Whether scripts may pull in one more.
    pub fn may_run_more(&self) -> bool {
        let count = self.more_scripts.get() + 1;
        self.more_scripts.set(count);
        if count > MAX_MORE_SCRIPTS {
            self.recorder.too_much_work.set(true);
        }
        count <= MAX_MORE_SCRIPTS
    }

    pub fn failed(&self, ctx: &Ctx<'_>, error: &Error) {
        let mut message = error.to_string();
        if let Error::Exception = error {
            let thrown = ctx.catch();
            let said = thrown.as_exception().and_then(|exception| exception.message());
            message = said.unwrap_or_else(|| thrown.type_of().to_string());
            // What a page's getter threw while it was asked.
            ctx.catch();
        }
        if matches!(error, Error::Allocation) || message == "out of memory" {
            self.recorder.out_of_memory.set(true);
        }
        self.recorder.error(&message);
    }

    /// An address as the page means it, as far as it is one.
    pub fn resolve(&self, target: &str) -> String {
        self.base.join(target.trim()).map_or_else(|_| target.trim().to_owned(), String::from)
    }

    pub fn navigate(&self, ctx: &Ctx<'_>, target: &str, way: Way) {
        let target = if way == Way::History { String::new() } else { self.resolve(target) };
        // A jump within the page leads nowhere.
        let within = target
            .split_once('#')
            .is_some_and(|(address, _)| self.here.as_str().split('#').next() == Some(address));
        if !within {
            self.look_who(ctx);
            self.recorder.navigation(&target, way, self.clock.now());
        }
    }
}

fn sloppy() -> EvalOptions {
    let mut options = EvalOptions::default();
    options.strict = false;
    options
}

fn nowhere() -> Url {
    // An address that always parses.
    #[expect(clippy::expect_used, reason = "a constant")]
    Url::parse("http://page.invalid/").expect("a constant address")
}
