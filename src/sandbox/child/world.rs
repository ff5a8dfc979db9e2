//! The world's own code, compiled once for all pages of a child.

use rquickjs::{Context, Ctx, Error, Function, Module, Result, Runtime, module::WriteOptions};

/// A part of the world that is evaluated when a page first asks for it.
const LATER: &[(&str, &str)] = &[
    ("network", include_str!("../world/network.js")),
    ("text", include_str!("../world/text.js")),
    ("observe", include_str!("../world/observe.js")),
    ("names", include_str!("../world/names.js")),
    ("jquery", include_str!("../world/jquery.js")),
];

/// Parts that every page needs, in order.
const FIRST: &[&str] = &[
    include_str!("../world/capture.js"),
    include_str!("../world/event.js"),
    include_str!("../world/code.js"),
    include_str!("../world/clock.js"),
    include_str!("../world/node.js"),
    include_str!("../world/element.js"),
    include_str!("../world/style.js"),
    include_str!("../world/document.js"),
    include_str!("../world/location.js"),
    include_str!("../world/visitor.js"),
    include_str!("../world/window.js"),
];

/// Properties of elements that mirror an attribute: its name, and after a colon the property's
/// name where that is another.
const TEXTS: &str = "id title lang dir name type alt rel media charset target method enctype \
    placeholder align width height sizes srcset crossorigin:crossOrigin integrity nonce label \
    referrerpolicy:referrerPolicy for:htmlFor class:className http-equiv:httpEquiv role slot \
    accesskey:accessKey srcdoc sandbox allow coords shape wrap size color face bgcolor:bgColor \
    border summary scope abbr usemap:useMap language frameborder:frameBorder scrolling";
const ADDRESSES: &str =
    "src href action data formaction:formAction cite longdesc:longDesc poster background";
const FLAGS: &str = "hidden disabled checked selected multiple async defer readonly:readOnly \
    required autofocus autoplay loop controls muted nomodule:noModule open default reversed \
    allowfullscreen:allowFullscreen inert spellcheck draggable contenteditable:contentEditable";
const NUMBERS: &str = "tabindex:tabIndex maxlength:maxLength rowspan:rowSpan colspan:colSpan cols";
/// Events for which there are properties.
const EVENTS: &str = "load error click dblclick mousedown mouseup mousemove mouseover mouseout \
    mouseenter mouseleave wheel scroll resize keydown keyup keypress focus blur change input \
    submit reset select touchstart touchend touchmove touchcancel pointerdown pointerup \
    pointermove contextmenu unload beforeunload pagehide pageshow popstate hashchange message \
    storage readystatechange visibilitychange abort loadend loadstart progress timeout open \
    close online offline copy cut paste drag dragstart dragend drop toggle play pause ended \
    canplay animationend transitionend orientationchange languagechange messageerror";
/// Interfaces of elements and their tags.
const ELEMENTS: &str = "Anchor:a Area:area Audio:audio BR:br Base:base Body:body Button:button \
    Canvas:canvas Div:div Embed:embed FieldSet:fieldset Form:form FrameSet:frameset HR:hr \
    Head:head Heading:h1 Html:html IFrame:iframe Image:img Input:input LI:li Label:label \
    Link:link Meta:meta OList:ol Object:object Option:option Paragraph:p Picture:picture Pre:pre \
    Script:script Select:select Source:source Span:span Style:style Table:table TableCell:td \
    TableRow:tr TableSection:tbody Template:template TextArea:textarea Title:title UList:ul \
    Unknown Video:video Media";

/// The first parts, with the code that only repeats itself spelled out: defined one by one while
/// the world is built, such properties were half of its cost.
fn first() -> String {
    let entries = |list: &'static str| {
        list.split_ascii_whitespace().map(|entry| match entry.split_once(':') {
            Some((name, other)) => (name, other),
            None => (entry, ""),
        })
    };
    let mirrored = |list, kind: &str| -> String {
        let setter = if kind == "Flag" { "setFlag" } else { "setText" };
        entries(list)
            .map(|(name, other)| {
                let property = if other.is_empty() { name } else { other };
                format!(
                    "get {property}(){{return get{kind}(this,'{name}')}}\
                     set {property}(v){{{setter}(this,'{name}',v)}}"
                )
            })
            .collect()
    };
    let attributes = [
        mirrored(TEXTS, "Text"),
        mirrored(ADDRESSES, "Address"),
        mirrored(FLAGS, "Flag"),
        mirrored(NUMBERS, "Number"),
    ];
    let handlers: String = EVENTS
        .split_ascii_whitespace()
        .map(|name| {
            format!(
                "get on{name}(){{return getHandler(this,'{name}')}}\
                 set on{name}(call){{setHandler(this,'{name}',call)}}"
            )
        })
        .collect();
    let elements: String = entries(ELEMENTS)
        .map(|(name, tag)| {
            let class = format!("HTML{name}Element");
            let of_tag = if tag.is_empty() {
                String::new()
            } else {
                format!("protos.{tag}={class}.prototype;")
            };
            format!("class {class} extends HTMLElement{{}}put(window,'{class}',{class});{of_tag}")
        })
        .collect();
    FIRST
        .concat()
        .replace("/*attributes*/", &attributes.concat())
        .replace("/*handlers*/", &handlers)
        .replace("/*elements*/", &elements)
}

/// The world's code as the engine's own bytecode: pages neither wait for it to be compiled nor
/// find its text.
#[derive(Debug)]
pub(super) struct World {
    first: Vec<u8>,
    later: Vec<(&'static str, Vec<u8>)>,
}

impl World {
    /// Compiles the world's code.
    pub fn prepare() -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "compiles the world's own code")]
        let runtime = Runtime::new()?;
        Context::full(&runtime)?.with(|ctx| {
            let compile = |name: &str, parameters: &str, code: &str| {
                let code = format!("export default function({parameters}){{{code}\n}}");
                Module::declare(ctx.clone(), name, code)?.write(WriteOptions {
                    strip_source: true,
                    strip_debug: true,
                    ..WriteOptions::default()
                })
            };
            let first = compile("first", "$", &first())?;
            let later = LATER.iter().map(|(name, code)| Ok((*name, compile(name, "$,w", code)?)));
            Ok(Self { first, later: later.collect::<Result<_>>()? })
        })
    }

    /// A function of the natives that builds the world and gives what drives it.
    pub fn first<'js>(&self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        load(ctx, &self.first)
    }

    /// A later part: a function of the natives and of what the first parts give it.
    pub fn later<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Result<Function<'js>> {
        let part = self.later.iter().find(|(own, _)| *own == name);
        load(ctx, part.map(|(_, code)| code.as_slice()).ok_or(Error::Unknown)?)
    }
}

fn load<'js>(ctx: &Ctx<'js>, code: &[u8]) -> Result<Function<'js>> {
    #[expect(unsafe_code, reason = "bytecode that this very process wrote with the same engine")]
    let module = unsafe { Module::load(ctx.clone(), code)? };
    let (module, _done) = module.eval()?;
    module.get("default")
}
