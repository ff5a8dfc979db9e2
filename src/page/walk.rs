//! One walk over the tree in document order, with what is inherited on a stack.

use std::{collections::HashMap, iter::successors, rc::Rc};

use ego_tree::{NodeId, iter::Edge};
use html5ever::{LocalName, local_name, ns};
use scraper::{ElementRef, Node};

use super::{
    Concealment, Declared, HiddenText, HidingForm, Origin, Region, Spot,
    conceal::{self, Change, Extent},
    document::Document,
    gather::Gathering,
    hints,
    link::OpenLink,
    reader::{Reader, ScriptsRead},
    region,
    spot::{css_path, tag_name},
    style::{
        Backdrop, Cascade, Colour, Declaration, Groups, Paint, Steps, Subject, Value, parse_inline,
    },
    text::push_space,
};

/// Reasons that are named for one element.
const MAX_REASONS: usize = 8;
/// Reasons around an element among which these are looked for.
const MAX_AROUND: usize = 32;
/// Concealed blocks of one page.
const MAX_BLOCKS: usize = 2000;

/// What holds for the whole of the tree that is walked.
pub(super) struct Setting<'a> {
    pub document: &'a Document,
    pub cascade: &'a Cascade,
    pub scripts: &'a ScriptsRead,
    pub reader: &'a Reader,
    pub origin: Origin,
    /// A piece of markup found inside a page: only where it leads is of interest.
    pub piece: Option<Piece<'a>>,
}

/// Where a piece of markup was found.
pub(super) struct Piece<'a> {
    pub spot: &'a Spot,
    pub concealed: &'a [Concealment],
    pub region: Region,
}

/// An element that is open.
pub(super) struct Frame<'d> {
    pub element: ElementRef<'d>,
    pub id: Option<&'d str>,
    classes: &'d str,
    style: Option<&'d str>,
    pub siblings_before: usize,
    children: usize,
    pub state: State,
    /// The ground on which its letters stand, once somebody asked.
    ground: Option<Option<Colour>>,
    pub opens_link: bool,
}

/// What children inherit.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// Newest reason that holds for all that is inside.
    hidden: Option<usize>,
    /// Reasons from which children can free themselves.
    visibility: Option<usize>,
    font: Option<usize>,
    colour: Option<usize>,
    pub block: Option<usize>,
    pub region: Region,
    pub noscript: bool,
    /// Text in here is not for reading.
    pub mute: bool,
    pub heading: Option<usize>,
    pub form: Option<usize>,
}

impl State {
    pub fn is_concealed(&self) -> bool {
        self.hidden.or(self.visibility).or(self.font).or(self.colour).is_some()
    }
}

struct Reason {
    concealment: Concealment,
    outer: Option<usize>,
}

pub(super) struct Walk<'d, 'g> {
    pub setting: &'d Setting<'d>,
    pub out: &'g mut Gathering,
    pub frames: Vec<Frame<'d>>,
    pub links: Vec<OpenLink>,
    reasons: Vec<Reason>,
    styles: HashMap<&'d str, Rc<[Declaration]>>,
    /// Grounds that inline styles painted so far, beside those of the stylesheets.
    painted: Vec<Colour>,
    steps: Steps,
    pub seen_handlers: usize,
}

impl<'d, 'g> Walk<'d, 'g> {
    pub fn new(setting: &'d Setting<'d>, out: &'g mut Gathering) -> Self {
        Self {
            setting,
            out,
            frames: Vec::with_capacity(64),
            links: Vec::new(),
            reasons: Vec::new(),
            styles: HashMap::new(),
            painted: Vec::new(),
            steps: Steps::default(),
            seen_handlers: 0,
        }
    }

    pub fn run(mut self) {
        for edge in self.setting.document.html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(_) => {
                        if let Some(element) = ElementRef::wrap(node) {
                            self.open(element);
                        }
                    }
                    Node::Text(text) => self.text(text),
                    Node::Comment(comment) => self.comment(node.id(), comment),
                    _ => {}
                },
                Edge::Close(node) if node.value().is_element() => self.close(),
                Edge::Close(_) => {}
            }
        }
        if self.steps.are_used_up() {
            self.out.limit("css-matching");
        }
    }

    /// Whether facts about the page itself are wanted, not only where a piece leads.
    pub fn is_page(&self) -> bool {
        self.setting.piece.is_none()
    }

    fn open(&mut self, element: ElementRef<'d>) {
        let (siblings_before, outer) = match self.frames.last_mut() {
            Some(parent) => {
                parent.children += 1;
                (parent.children - 1, parent.state)
            }
            None => (0, self.outermost()),
        };
        let mut frame = Frame {
            element,
            id: None,
            classes: "",
            style: None,
            siblings_before,
            children: 0,
            state: outer,
            ground: None,
            opens_link: false,
        };
        let (mut role, mut hidden, mut handlers) = (None, false, false);
        for (name, value) in &element.value().attrs {
            match name.local {
                local_name!("id") => frame.id = Some(value),
                local_name!("class") => frame.classes = value,
                local_name!("style") => frame.style = Some(value),
                local_name!("role") => role = Some(&**value),
                local_name!("hidden") => hidden = true,
                _ => handlers |= name.local.starts_with("on"),
            }
        }
        let opened = region::opened_by(element.value().name(), role, frame.id, frame.classes);
        frame.state.region = region::inside(outer.region, opened);
        self.frames.push(frame);
        self.conceal(hidden, outer);
        self.begin_block(outer);
        if handlers && self.is_page() {
            self.read_handlers(element);
        }
        if !is_inline(&element.value().name.local) {
            self.separate();
        }
        self.read_element(element);
    }

    fn outermost(&mut self) -> State {
        let mut state = State {
            hidden: None,
            visibility: None,
            font: None,
            colour: None,
            block: None,
            region: Region::Main,
            noscript: false,
            mute: false,
            heading: None,
            form: None,
        };
        if let Some(piece) = &self.setting.piece {
            state.region = piece.region;
            for concealment in piece.concealed {
                self.hide(&mut state, concealment.clone());
            }
        }
        state
    }

    fn hide(&mut self, state: &mut State, concealment: Concealment) {
        self.reasons.push(Reason { concealment, outer: state.hidden });
        state.hidden = Some(self.reasons.len() - 1);
    }

    /// Works out whether the innermost frame is concealed.
    fn conceal(&mut self, hidden: bool, outer: State) {
        let Some(frame) = self.frames.last() else { return };
        let (element, style, mut state) = (frame.element, frame.style, frame.state);
        let name = &element.value().name.local;
        if let Some((form, detail)) = never_drawn(&element) {
            self.hide(&mut state, Concealment { form, declared: Declared::Element, detail });
            state.noscript |= form == HidingForm::Noscript;
        }
        let is_link = *name == local_name!("a");
        if is_link {
            // Links have a colour of their own, unless something gives them another.
            state.colour = None;
        }
        let is_frame = is_frame(name);
        let hints = hints::of(&element, hidden);
        let inline = style.map(|style| self.inline(style));
        let subject = self.subject(self.frames.len() - 1);
        let mut groups = subject
            .map_or(Groups::NONE, |subject| self.setting.cascade.may_hide(&subject, &self.steps));
        for declaration in inline.iter().flat_map(|inline| inline.iter()).chain(&hints) {
            self.note_paint(declaration);
            if self.may_hide(declaration) {
                groups = groups.with(declaration.property.group());
            }
        }
        for (active, group) in [
            (outer.visibility, Groups::VISIBILITY),
            (outer.font, Groups::FONT),
            (outer.colour, Groups::COLOUR),
        ] {
            if active.is_some() {
                groups = groups.with(group);
            }
        }
        if is_frame {
            groups = groups.with(Groups::BOX);
        }
        if let Some(subject) = subject
            && !groups.is_none()
        {
            let cascade = self.setting.cascade;
            let inline = inline.as_deref().unwrap_or_default();
            let computed = cascade.compute(&subject, groups, &hints, inline, &self.steps);
            let mut found = Vec::new();
            conceal::of_box(&computed, is_frame, |concealment| found.push(concealment));
            for concealment in found {
                self.hide(&mut state, concealment);
            }
            state.visibility =
                self.change(conceal::visibility(&computed), outer.visibility, outer.visibility);
            state.font = self.change(conceal::font_size(&computed), outer.font, outer.font);
            if groups.meets(Groups::COLOUR) {
                let ground = self.ground(self.frames.len() - 1);
                let change = conceal::colour(&computed, ground);
                let inherits = conceal::inherits_colour(&computed);
                let kept = if is_link && !inherits { None } else { outer.colour };
                state.colour = self.change(change, kept, outer.colour);
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.state = state;
        }
    }

    fn change(
        &mut self,
        change: Change,
        kept: Option<usize>,
        outer: Option<usize>,
    ) -> Option<usize> {
        match change {
            Change::Keep => kept,
            Change::Show => None,
            Change::Hide(concealment) => {
                // The same reason again adds nothing.
                let known = outer.and_then(|reason| self.reasons.get(reason));
                if known.is_some_and(|known| known.concealment == concealment) {
                    return outer;
                }
                self.reasons.push(Reason { concealment, outer: None });
                Some(self.reasons.len() - 1)
            }
        }
    }

    pub fn inline(&mut self, style: &'d str) -> Rc<[Declaration]> {
        if let Some(known) = self.styles.get(style) {
            return Rc::clone(known);
        }
        let mut declarations = Vec::new();
        parse_inline(style, &mut declarations);
        let declarations: Rc<[Declaration]> = declarations.into();
        self.styles.insert(style, Rc::clone(&declarations));
        declarations
    }

    fn may_hide(&self, declaration: &Declaration) -> bool {
        match declaration.value {
            Value::Paint(Paint::Solid(colour)) => {
                self.setting.cascade.may_vanish(colour)
                    || self.painted.iter().any(|&ground| colour.vanishes_on(ground))
            }
            _ => declaration.may_hide(),
        }
    }

    fn note_paint(&mut self, declaration: &Declaration) {
        if let Value::Backdrop(Backdrop::Solid(colour)) = declaration.value
            && self.painted.len() < 32
            && !self.painted.contains(&colour)
        {
            self.painted.push(colour);
        }
    }

    pub fn subject(&self, frame: usize) -> Option<Subject<'d>> {
        let own = self.frames.get(frame)?;
        Some(Subject {
            element: own.element,
            id: own.id,
            classes: own.classes,
            depth: frame,
            siblings_before: own.siblings_before,
        })
    }

    /// The ground on which the letters of a frame stand; `None` where it cannot be known.
    fn ground(&mut self, frame: usize) -> Option<Colour> {
        let known = (0..=frame).rev().find_map(|at| Some((at + 1, self.frames.get(at)?.ground?)));
        let (from, mut ground) = known.unwrap_or((0, Some(Colour::WHITE)));
        for at in from..=frame {
            let Some(subject) = self.subject(at) else { return ground };
            let style = self.frames.get(at).and_then(|frame| frame.style);
            let inline = style.map(|style| self.inline(style));
            let hints = hints::of(&subject.element, false);
            let computed = self.setting.cascade.compute(
                &subject,
                Groups::COLOUR,
                &hints,
                inline.as_deref().unwrap_or_default(),
                &self.steps,
            );
            match conceal::backdrop(&computed) {
                Backdrop::Solid(colour) => ground = Some(colour),
                Backdrop::Unknown => ground = None,
                Backdrop::Clear => {}
            }
            if let Some(frame) = self.frames.get_mut(at) {
                frame.ground = Some(ground);
            }
        }
        ground
    }

    /// Whether a frame lies over the whole window, by itself or because what is around it does.
    pub fn covers_window(&mut self) -> bool {
        let last = self.frames.len().saturating_sub(1);
        for at in (last.saturating_sub(3)..=last).rev() {
            let Some(subject) = self.subject(at) else { return false };
            let style = self.frames.get(at).and_then(|frame| frame.style);
            let inline = style.map(|style| self.inline(style));
            let hints = hints::of(&subject.element, false);
            let inline = inline.as_deref().unwrap_or_default();
            let cascade = self.setting.cascade;
            let computed = cascade.compute(&subject, Groups::BOX, &hints, inline, &self.steps);
            match conceal::extent(&computed) {
                Extent::Window => return true,
                Extent::Parent => {}
                Extent::Less => return false,
            }
        }
        false
    }

    /// Opens a block of hidden text where concealment begins.
    fn begin_block(&mut self, outer: State) {
        let Some(frame) = self.frames.last() else { return };
        let state = frame.state;
        let block = match (state.is_concealed(), outer.block) {
            (false, _) => None,
            (true, Some(block)) => Some(block),
            (true, None) => {
                let block = self.out.blocks;
                self.out.blocks += 1;
                if block < MAX_BLOCKS {
                    let (concealed, spot) = (self.concealed(&state), self.spot());
                    let text = HiddenText { text: String::new(), concealed, spot };
                    self.out.hidden.push(text);
                } else {
                    self.out.limit("hidden-text");
                }
                Some(block)
            }
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.state.block = block;
        }
    }

    /// All reasons why an element in this state is not seen, innermost first.
    pub fn concealed(&self, state: &State) -> Vec<Concealment> {
        let own = [state.visibility, state.font, state.colour].into_iter().flatten();
        let around = successors(state.hidden, |&at| self.reasons.get(at)?.outer).take(MAX_AROUND);
        let mut concealed = Vec::new();
        for reason in own.chain(around).filter_map(|at| self.reasons.get(at)) {
            if concealed.len() < MAX_REASONS && !concealed.contains(&reason.concealment) {
                concealed.push(reason.concealment.clone());
            }
        }
        concealed
    }

    /// The spot of the innermost frame.
    pub fn spot(&self) -> Spot {
        if let Some(piece) = &self.setting.piece {
            return piece.spot.clone();
        }
        let Some(frame) = self.frames.last() else { return Spot::default() };
        Spot {
            tag: tag_name(&frame.element),
            at: self.setting.document.birth(frame.element.id()).map_or(0, |birth| birth.at),
            css: css_path(&self.frames),
        }
    }

    pub fn state(&self) -> Option<State> {
        self.frames.last().map(|frame| frame.state)
    }

    pub fn state_mut(&mut self) -> Option<&mut State> {
        self.frames.last_mut().map(|frame| &mut frame.state)
    }

    fn text(&mut self, text: &str) {
        let Some(frame) = self.frames.last() else { return };
        let state = frame.state;
        if frame.element.value().name.local == local_name!("title") {
            self.out.title(text, frame.element.value().name.ns == ns!(html) && self.is_page());
            return;
        }
        if state.mute {
            return self.mute_text(text);
        }
        if state.is_concealed() {
            self.out.hidden_text(state.block, text);
        } else if self.is_page() {
            self.out.visible_text(text);
            if let Some(heading) = state.heading {
                self.out.heading_text(heading, text);
            }
        }
        self.link_text(text, &state);
    }

    /// A space between what does not stand on one line.
    fn separate(&mut self) {
        if self.is_page() {
            push_space(&mut self.out.page.visible_text);
        }
        if let Some(link) = self.links.last_mut() {
            link.separate();
        }
        if let Some(block) = self.state().and_then(|state| state.block) {
            self.out.hidden_text(Some(block), " ");
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        if frame.opens_link {
            self.close_link();
        }
        if self.frames.last().is_some_and(|frame| !is_inline(&frame.element.value().name.local)) {
            self.separate();
        }
        self.frames.pop();
    }

    pub fn origin(&self, node: NodeId) -> Origin {
        match self.setting.document.birth(node) {
            Some(birth) if birth.written => Origin::Script,
            _ => self.setting.origin,
        }
    }

    pub fn is_after_end(&self, node: NodeId) -> bool {
        self.is_page() && self.setting.document.birth(node).is_some_and(|birth| birth.after_end)
    }
}

fn is_frame(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("iframe") | local_name!("embed") | local_name!("object") | local_name!("frame")
    )
}

/// Elements whose content is not drawn where scripts run, or at all, and how to say so.
fn never_drawn(element: &ElementRef<'_>) -> Option<(HidingForm, String)> {
    let form = match element.value().name.local {
        local_name!("noscript") => HidingForm::Noscript,
        local_name!("template")
        | local_name!("datalist")
        | local_name!("audio")
        | local_name!("video")
        | local_name!("canvas") => HidingForm::NotRendered,
        local_name!("marquee") => {
            return hints::idle_marquee(element).map(|detail| (HidingForm::Marquee, detail));
        }
        _ => return None,
    };
    Some((form, format!("<{}>", element.value().name())))
}

/// Elements that stand in a line of text.
fn is_inline(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("del")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("img")
            | local_name!("ins")
            | local_name!("label")
            | local_name!("mark")
            | local_name!("q")
            | local_name!("s")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("u")
            | local_name!("wbr")
            | local_name!("script")
            | local_name!("style")
    )
}
