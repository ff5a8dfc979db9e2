//! One walk over the tree in document order, with what is inherited on a stack.

use std::{collections::HashMap, rc::Rc};

use ego_tree::{NodeId, iter::Edge};
use html5ever::{local_name, ns};
use scraper::{ElementRef, Node};

use super::{
    Concealment, HidingForm, Origin, Region, Spot,
    conceal::Reason,
    document::Document,
    gather::Gathering,
    link::OpenLink,
    names::is_inline,
    reader::{Ran, Reader, ScriptsRead},
    region,
    spot::{css_path, tag_name},
    style::{Cascade, Colour, Declaration, Steps},
};

/// What holds for the whole of the tree that is walked.
pub(super) struct Setting<'a> {
    pub document: &'a Document,
    pub cascade: &'a Cascade,
    pub scripts: &'a ScriptsRead,
    pub reader: &'a Reader,
    pub origin: Origin,
    /// A piece of markup found inside a page: only where it leads is of interest.
    pub piece: Option<Piece<'a>>,
    /// What running the scripts showed.
    pub ran: &'a Ran,
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
    pub classes: &'d str,
    pub style: Option<&'d str>,
    pub siblings_before: usize,
    children: usize,
    pub state: State,
    /// Declarations by which a script hid it.
    pub hidden_by_script: Option<&'d str>,
    /// The ground on which its letters stand, once somebody asked.
    pub ground: Option<Option<Colour>>,
    pub opens_link: bool,
}

/// What children inherit.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// Newest reason that holds for all that is inside.
    pub hidden: Option<usize>,
    /// Reasons from which children can free themselves.
    pub visibility: Option<usize>,
    pub font: Option<usize>,
    pub colour: Option<usize>,
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

pub(super) struct Walk<'d, 'g> {
    pub setting: &'d Setting<'d>,
    pub out: &'g mut Gathering,
    pub frames: Vec<Frame<'d>>,
    pub links: Vec<OpenLink>,
    pub reasons: Vec<Reason>,
    pub styles: HashMap<&'d str, Rc<[Declaration]>>,
    /// Grounds that inline styles painted so far, beside those of the stylesheets.
    pub painted: Vec<Colour>,
    pub steps: Steps,
    pub seen_handlers: usize,
    /// Documents of frames that were read.
    pub documents: usize,
    /// Elements that were asked whether they lie over the whole window.
    pub asked: usize,
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
            documents: 0,
            asked: 0,
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

    /// Whether browsers would follow frames and refreshes that stand here.
    pub fn is_live(&self) -> bool {
        let never = [HidingForm::Comment, HidingForm::NotRendered];
        self.setting
            .piece
            .as_ref()
            .is_none_or(|piece| piece.concealed.iter().all(|reason| !never.contains(&reason.form)))
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
            hidden_by_script: self.hidden_by_script(&element),
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
                _ if &*name.local == "popover" => hidden = true,
                _ => handlers |= name.local.starts_with("on"),
            }
        }
        let opened = region::opened_by(element.value().name(), role, frame.id, frame.classes);
        frame.state.region = region::inside(outer.region, opened);
        self.frames.push(frame);
        self.conceal(hidden, outer);
        self.begin_block(outer);
        // What scripts put into the page has handlers that run, too.
        if handlers && (self.is_page() || self.setting.origin == Origin::Script && self.is_live()) {
            self.read_handlers(element);
        }
        if !is_inline(&element.value().name.local) {
            self.separate();
        }
        if element.value().name.local != local_name!("img") {
            self.link_child();
        }
        self.read_element(element);
    }

    fn hidden_by_script(&self, element: &ElementRef<'d>) -> Option<&'d str> {
        let hidden = &self.setting.ran.hidden;
        if hidden.is_empty() {
            return None;
        }
        let birth = self.setting.document.birth(element.id()).filter(|birth| !birth.written)?;
        hidden.get(&birth.at).map(String::as_str)
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
            self.out.part_visible_text();
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

    /// The part of the source outside the document in which a node stands, if it does.
    pub fn outside(&self, node: NodeId) -> Option<Region> {
        let birth = self.setting.document.birth(node).filter(|_| self.is_page())?;
        if birth.after_end {
            return Some(Region::AfterEnd);
        }
        self.setting.document.is_before_begin(&birth).then_some(Region::BeforeBegin)
    }
}
