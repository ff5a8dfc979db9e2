//! The code of a page, and what of it has to be run.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use memchr::memmem;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    library::is_known,
    quiet::{Digest, Quiet, Shape},
    worlds::Tried,
};
use crate::{
    page::{Element, Loaded, Page, ScriptKind, script::ScriptFacts},
    sandbox::{Cut, Job, Ran, Read, Script, Source, holds_code},
};

/// So deep below the body are elements that make a page's build.
const OUTER: usize = 2;
/// Bytes of code that are handed over at most.
const MOST_BYTES: usize = 8 << 20;

/// The code of a page.
pub(super) struct Program<'a> {
    pub shape: Shape,
    scripts: Vec<Piece<'a>>,
    /// Code in event attributes and `javascript:` addresses, as one.
    handlers: Option<Digest>,
    /// The page uses jQuery, and it is not among the scripts that are run.
    needs_jquery: bool,
}

struct Piece<'a> {
    element: u32,
    url: Option<&'a Url>,
    code: &'a str,
    digest: Digest,
    /// It does things that reading cannot follow.
    is_covert: bool,
    /// It only holds data, or talks to code that is not here.
    is_idle: bool,
}

impl<'a> Program<'a> {
    /// What of the page's code is to be run: its own scripts, and of the files that it loads from
    /// the portal those that have not been seen to be quiet.
    pub fn of(page: &'a Page, loaded: &'a Loaded, quiet: &Quiet) -> Self {
        let sources: HashMap<usize, &Url> = page
            .scripts
            .iter()
            .filter(|script| script.kind == ScriptKind::Loaded)
            .filter_map(|script| Some((script.spot.at, script.src.as_ref()?)))
            .collect();
        let facts: HashMap<usize, &ScriptFacts> = page
            .scripts
            .iter()
            .filter(|script| matches!(script.kind, ScriptKind::Inline | ScriptKind::Loaded))
            .filter_map(|script| Some((script.spot.at, &**script.facts.as_ref()?)))
            .collect();
        let shape = shape_of(&page.outline);
        let mut program = Self { shape, scripts: Vec::new(), handlers: None, needs_jquery: false };
        let mut room = MOST_BYTES;
        let (mut handlers, mut has_handlers) = (Sha256::new(), false);
        for (place, element) in page.outline.iter().enumerate() {
            for (name, value) in &element.attributes {
                if name.starts_with("on") || is_script_address(value) {
                    handlers.update(value);
                    has_handlers = true;
                }
            }
            if element.tag != "script" || !holds_code(element) {
                continue;
            }
            let Ok(place) = u32::try_from(place) else { break };
            let url = sources.get(&element.at).copied();
            let code = match (url, element.attribute("src")) {
                (Some(url), _) => loaded.text(url),
                (None, Some(_)) => None,
                (None, None) => Some((element.text.as_str(), digest_of(&element.text))),
            };
            let code = code.filter(|(code, _)| !code.trim().is_empty());
            let is_settled =
                |digest| is_known(&digest) || url.is_some() && quiet.has(digest, shape);
            let skipped = code.is_none_or(|(_, digest)| is_settled(digest));
            if skipped {
                program.needs_jquery |= url.is_some_and(is_jquery);
                continue;
            }
            let Some((code, digest)) = code.filter(|(code, _)| code.len() <= room) else {
                continue;
            };
            room -= code.len();
            let facts = facts.get(&element.at).copied();
            let is_covert = is_covert(code, facts);
            let is_idle = !is_covert && is_idle(code);
            program.scripts.push(Piece { element: place, url, code, digest, is_covert, is_idle });
        }
        program.handlers = has_handlers.then(|| handlers.finalize().into());
        program
    }

    /// Whether there is any code that does something and has not been seen to be quiet.
    pub fn is_worth_running(&self, quiet: &Quiet) -> bool {
        let acting = self.scripts.iter().filter(|piece| !piece.is_idle).map(|piece| piece.digest);
        acting.chain(self.handlers).any(|digest| !quiet.has(digest, self.shape))
    }

    pub fn digests(&self) -> impl Iterator<Item = Digest> {
        self.scripts.iter().map(|piece| piece.digest).chain(self.handlers)
    }

    /// What code looked at that reading cannot follow to its end. Of code that can be read, reading
    /// has seen both ways at every fork: to run it for other visitors shows nothing new.
    pub fn looked_at(&self, runs: &[(Tried, Ran)]) -> HashSet<Read> {
        let layers = || runs.iter().flat_map(|(_, ran)| &ran.layers);
        let is_covert = |source: Source| {
            let piece = match source {
                Source::Script(n) => self.scripts.get(n as usize),
                Source::Handler(_) | Source::Unknown => None,
            };
            piece.is_none_or(|piece| piece.is_covert)
                || layers().any(|layer| {
                    layer.cause.source == source || layer.cause.asked_by == Some(source)
                })
        };
        let readings = runs.iter().flat_map(|(_, ran)| &ran.reads);
        let covert = readings.filter(|reading| is_covert(reading.source));
        let mut looked_at: HashSet<Read> =
            covert.flat_map(|reading| reading.read.iter().copied()).collect();
        // Asked for with `in`, a touch screen leaves no trace in a run.
        let asks = |code: &str| memmem::find(code.as_bytes(), b"ontouchstart").is_some();
        let covert = self.scripts.iter().filter(|piece| piece.is_covert).map(|piece| piece.code);
        if covert.chain(layers().map(|layer| &*layer.code)).any(asks) {
            looked_at.insert(Read::Touch);
        }
        looked_at
    }

    /// All of it, to be run in some world.
    pub fn job(&self, page: &Page) -> Job {
        let scripts = self.scripts.iter().take(Job::MAX_SCRIPTS).map(|piece| Script {
            element: Some(piece.element),
            url: piece.url.map(|url| url.to_string()),
            code: piece.url.map_or_else(String::new, |_| piece.code.to_owned()),
        });
        let scripts = scripts.collect();
        Job {
            url: page.url.to_string(),
            elements: Arc::clone(&page.outline),
            scripts,
            stand_in_jquery: self.needs_jquery,
            ..Job::default()
        }
    }
}

/// Whether code does things that reading cannot follow: it makes code, decodes, or calls and sets
/// what it names in a roundabout way.
fn is_covert(code: &str, facts: Option<&ScriptFacts>) -> bool {
    const ROUNDABOUT: [&str; 9] =
        ["](", "][", "]=", "] =", "eval", "Function", "constructor", "fromCharCode", "Reflect"];
    facts.is_none_or(|facts| facts.opaque || facts.encoded || facts.unreadable)
        || ROUNDABOUT.iter().any(|way| memmem::find(code.as_bytes(), way.as_bytes()).is_some())
}

/// Whether code that can be read touches neither the page nor the window: settings, counters' queues.
fn is_idle(code: &str) -> bool {
    const ACTING: [&str; 18] = [
        "document",
        "location",
        "innerHTML",
        "outerHTML",
        "createElement",
        "insert",
        "append",
        "write",
        "open",
        "submit",
        "click",
        "style",
        "href",
        "src",
        "import",
        "fetch",
        "Timeout",
        "on(",
    ];
    ACTING.iter().all(|act| memmem::find(code.as_bytes(), act.as_bytes()).is_none())
}

/// The outer elements of the body with their ids and classes, numbers left out: `post-17` and
/// `post-18` are of one build.
fn shape_of(outline: &[Element]) -> Shape {
    let mut hasher = DefaultHasher::new();
    // Parents stand before their children.
    let mut depths: Vec<Option<usize>> = Vec::with_capacity(outline.len());
    for element in outline {
        let around = element.parent.and_then(|parent| depths.get(parent as usize).copied());
        let depth = match around.flatten() {
            Some(depth) => Some(depth + 1),
            None => (element.tag == "body").then_some(0),
        };
        depths.push(depth);
        if depth.is_some_and(|depth| depth <= OUTER) && !element.tag.eq("script") {
            element.tag.hash(&mut hasher);
            for name in ["id", "class"] {
                let value = element.attribute(name).unwrap_or_default();
                let letters = value.bytes().filter(|byte| !byte.is_ascii_digit());
                letters.for_each(|byte| byte.hash(&mut hasher));
            }
        }
    }
    hasher.finish()
}

fn digest_of(code: &str) -> Digest {
    Sha256::digest(code.as_bytes()).into()
}

fn is_script_address(value: &str) -> bool {
    value
        .trim_start()
        .get(.."javascript:".len())
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
}

/// Whether a file is jQuery by its name: `jquery.min.js`, `jquery-3.7.1.js`.
fn is_jquery(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    name.strip_prefix("jquery").is_some_and(|rest| {
        let rest = rest.trim_start_matches(['-', '.']);
        rest.starts_with(|c: char| c.is_ascii_digit())
            || ["min.js", "slim", "js"].iter().any(|end| rest.starts_with(end))
    })
}

/// Whether a run ended in a way that further runs would repeat.
pub(super) fn ends_all(cut: Cut) -> bool {
    !matches!(cut, Cut::Memory | Cut::Work)
}
