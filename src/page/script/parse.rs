//! From text to a syntax tree, with the guards that hostile text needs.

use oxc_allocator::Allocator;
use oxc_ast::ast::Statement;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

use super::reader::Reader;
use super::value::{Sources, Value};
use super::{ScriptFacts, Trigger, address, disguise, nesting};

/// The longest script that is parsed, in bytes.
pub(super) const LONGEST: usize = 512 << 10;

/// Nesting that is read where the caller stands.
const SHALLOW: usize = 60;
/// Nesting that is read at all, on a stack made for it.
const DEEP: usize = 1_500;
const DEEP_STACK: usize = 64 << 20;
/// Steps down that the reader makes for one construct at most: a statement, its expression, and as
/// many again for the calls on the way.
pub(super) const STEPS: usize = 4;

/// Reads the text of a `<script>`.
///
/// The facts name what the code would do; nothing is run. Scripts over 512 KiB, and such that are
/// nested beyond all use, only give the addresses in their text and are `opaque`.
pub fn read(source: &str) -> ScriptFacts {
    read_guarded(source, Start::Page)
}

/// Reads the code of an `on…` attribute or of a `javascript:` address: a function's body, in which
/// `this` is an element that a visitor may have touched.
pub fn read_handler(source: &str, trigger: &Trigger) -> ScriptFacts {
    let mut facts = read_body(source);
    if *trigger != Trigger::Load {
        let navigations = facts.navigations.iter_mut().map(|one| &mut one.trigger);
        let loads = facts.loads.iter_mut().map(|one| &mut one.trigger);
        let shows = facts.shows.iter_mut().map(|one| &mut one.trigger);
        let sends = facts.sends.iter_mut().map(|one| &mut one.trigger);
        for own in navigations
            .chain(loads)
            .chain(shows)
            .chain(sends)
            .filter(|own| **own != Trigger::Uncalled)
        {
            *own = trigger.clone();
        }
    }
    facts
}

fn read_body(source: &str) -> ScriptFacts {
    const SCHEME: &str = "javascript:";
    let start = source.len() - source.trim_start().len() + SCHEME.len();
    let scheme = source.get(start - SCHEME.len()..start);
    match (scheme.filter(|it| it.eq_ignore_ascii_case(SCHEME)), source.get(start..)) {
        // Blanks keep the spans true.
        (Some(_), Some(code)) => {
            read_guarded(&format!("{}{code}", " ".repeat(start)), Start::Handler)
        }
        _ => read_guarded(source, Start::Handler),
    }
}

/// What code begins with.
#[derive(Clone, Copy)]
enum Start {
    Page,
    Handler,
}

fn read_guarded(source: &str, start: Start) -> ScriptFacts {
    let depth = nesting::depth(source);
    if source.len() > LONGEST || depth > DEEP {
        return scan(source);
    }
    if depth < SHALLOW {
        let (facts, too_deep) = read_to_depth(source, start, SHALLOW * STEPS);
        if !too_deep {
            return facts;
        }
    }
    // Parser and reader follow the nesting with the stack.
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new()
            .stack_size(DEEP_STACK)
            .spawn_scoped(scope, || read_to_depth(source, start, DEEP * STEPS).0);
        reader.ok().and_then(|reader| reader.join().ok()).unwrap_or_else(|| scan(source))
    })
}

fn read_to_depth(source: &str, start: Start, depth_limit: usize) -> (ScriptFacts, bool) {
    let allocator = Allocator::default();
    let Some(body) = statements(&allocator, source) else {
        return (ScriptFacts { unreadable: true, ..ScriptFacts::default() }, false);
    };
    let mut reader = Reader::new(&allocator, depth_limit);
    if let Start::Handler = start {
        reader.this = Value::Unknown(Sources::EVENT);
    }
    let (mut facts, too_deep) = reader.read(body);
    disguise::note(&mut facts, source);
    (facts, too_deep)
}

/// The statements of a script: as a classic one, else as a module.
pub(super) fn statements<'a>(
    allocator: &'a Allocator,
    source: &'a str,
) -> Option<&'a [Statement<'a>]> {
    let options = ParseOptions {
        allow_return_outside_function: true,
        preserve_parens: false,
        ..ParseOptions::default()
    };
    for kind in [SourceType::script(), SourceType::mjs()] {
        let parsed = Parser::new(allocator, source, kind).with_options(options).parse();
        // What the parser recovers from (a name declared twice) no browser minds either way.
        if !parsed.panicked {
            return Some(&allocator.alloc(parsed.program).body);
        }
    }
    None
}

/// The addresses in a text that is not parsed.
fn scan(source: &str) -> ScriptFacts {
    let mut addresses: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for address in address::addresses_in(source, false) {
        if address.len() <= 4096 && seen.insert(address) {
            addresses.push(address.to_owned());
            if addresses.len() == 500 {
                break;
            }
        }
    }
    ScriptFacts { addresses, opaque: true, ..ScriptFacts::default() }
}
