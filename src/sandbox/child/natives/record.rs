//! What scripts do, written down.

use rquickjs::{Ctx, Result, function::Opt};

use super::{
    super::super::ran::{Made, Source, Way},
    Natives,
};

const WAYS: [Way; 9] = [
    Way::Href,
    Way::Assign,
    Way::Replace,
    Way::Part,
    Way::Reload,
    Way::Submit,
    Way::Link,
    Way::Refresh,
    Way::History,
];

const MADE: [Made; 6] =
    [Made::Eval, Made::Function, Made::Timer, Made::Script, Made::Handler, Made::Address];

pub(super) fn add<'js>(natives: &Natives<'_, 'js>) -> Result<()> {
    // The code of a `javascript:` address is given back, to be run.
    let s = natives.stage();
    natives.put("go", move |ctx: Ctx<'js>, way: usize, target: String| {
        let code = script_of(&target);
        if code.is_none() {
            s.navigate(&ctx, &target, WAYS.get(way).copied().unwrap_or(Way::Href));
        }
        code
    })?;
    let s = natives.stage();
    natives.put("go_part", move |ctx: Ctx<'js>, part: usize, value: String| {
        let mut url = s.here.clone();
        super::address::set_part(&mut url, part, &value);
        s.navigate(&ctx, url.as_str(), Way::Part);
    })?;
    let s = natives.stage();
    natives.put("open", move |ctx: Ctx<'js>, target: String| {
        let code = script_of(&target);
        if code.is_none() {
            let target = if target.is_empty() { target } else { s.resolve(&target) };
            s.look_who(&ctx);
            s.recorder.opened(&target, s.clock.now());
        }
        code
    })?;
    let s = natives.stage();
    natives.put("layer", move |ctx: Ctx<'js>, made: usize, code: String| {
        let made = MADE.get(made).copied().unwrap_or(Made::Eval);
        s.look_who(&ctx);
        s.recorder.layer(&code, made, s.clock.now());
        s.wrapped(&code)
    })?;
    let s = natives.stage();
    natives.put("read", move |what: usize| s.recorder.read(what))?;
    let s = natives.stage();
    natives.put("sent", move |ctx: Ctx<'js>, kind: String, target: String| {
        s.look_who(&ctx);
        s.recorder.sent(&s.resolve(&target), &kind, s.clock.now());
    })?;
    let s = natives.stage();
    natives.put("load", move |ctx: Ctx<'js>, kind: String, target: String| {
        s.look_who(&ctx);
        s.recorder.load(&s.resolve(&target), &kind, s.clock.now());
    })?;
    let s = natives.stage();
    natives.put("shown", move |ctx: Ctx<'js>, kind: String, text: String| {
        s.look_who(&ctx);
        s.recorder.shown(&kind, &text, s.clock.now());
    })?;
    let s = natives.stage();
    natives.put("written", move |ctx: Ctx<'js>, markup: String| {
        s.look_who(&ctx);
        s.recorder.written(&markup, s.clock.now());
    })?;
    let s = natives.stage();
    natives.put("pushed", move |_target: Opt<String>| {
        let count = &s.recorder.pushed_states;
        count.set(count.get().saturating_add(1));
    })?;
    let s = natives.stage();
    natives.put("error", move |message: String| s.recorder.error(&message))?;
    let s = natives.stage();
    natives.put("by", move || number_of(s.recorder.source()))?;
    let s = natives.stage();
    natives.put("as", move |number: f64| s.recorder.act_as(source_of(number)))?;
    // Whose code an event attribute is.
    let s = natives.stage();
    natives.put("maker", move |id: u32| {
        let tree = s.tree.borrow();
        let node = tree.node(id);
        number_of(node.place.map_or(node.maker, Source::Handler))
    })?;
    // The code of an event attribute, to be compiled.
    let s = natives.stage();
    natives.put("handler", move |id: u32, code: String| {
        let place = s.tree.borrow().node(id).place;
        let element = place.and_then(|place| s.job.elements.get(place as usize));
        let own = element
            .is_some_and(|element| element.attributes.iter().any(|(_, value)| *value == code));
        if !own {
            s.recorder.layer(&code, Made::Handler, s.clock.now());
        }
        s.wrapped(&code)
    })
}

/// The code of a `javascript:` address.
fn script_of(target: &str) -> Option<String> {
    let target = target.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let scheme = target.get(.."javascript:".len())?;
    if !scheme.eq_ignore_ascii_case("javascript:") {
        return None;
    }
    let code = target.get("javascript:".len()..)?;
    Some(decoded(code))
}

/// Percent signs undone, where what comes out is text.
fn decoded(code: &str) -> String {
    let bytes = code.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| str::from_utf8(digits).ok());
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value.filter(|_| *byte == b'%') {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| code.to_owned())
}

/// Sources as the world carries them: scripts from zero up, handlers from minus two down.
fn number_of(source: Source) -> f64 {
    match source {
        Source::Script(n) => f64::from(n),
        Source::Handler(n) => -2.0 - f64::from(n),
        Source::Unknown => -1.0,
    }
}

fn source_of(number: f64) -> Source {
    // What was given out comes back; anything else is clamped by the conversion.
    if number >= 0.0 {
        Source::Script(number as u32)
    } else if number <= -2.0 {
        Source::Handler((-2.0 - number) as u32)
    } else {
        Source::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_come_back_as_they_went() {
        for source in [
            Source::Script(0),
            Source::Script(7),
            Source::Handler(0),
            Source::Handler(9),
            Source::Unknown,
        ] {
            assert_eq!(source_of(number_of(source)), source);
        }
    }

    #[test]
    fn code_in_addresses_is_found() {
        assert_eq!(script_of(" JavaScript:a%28%22%e1%bb%87%22)"), Some("a(\"ệ\")".into()));
        assert_eq!(script_of("/javascript:a"), None);
        assert_eq!(script_of("javascript:100%"), Some("100%".into()));
    }
}
