//! Whether people see an element: what it says itself, what styles say, and what it inherits.

mod declared;

use std::{iter::successors, rc::Rc};

use html5ever::local_name;
use scraper::ElementRef;

use self::declared::{Change, Extent};
use super::{
    Concealment, Declared, HiddenText, HidingForm,
    hints::{self, attribute},
    names::is_frame,
    style::{Backdrop, Colour, Declaration, Groups, Paint, Subject, Value, parse_inline},
    walk::{Frame, State, Walk},
};

/// Reasons that are named for one element.
const MAX_REASONS: usize = 8;
/// Reasons around an element among which these are looked for.
const MAX_AROUND: usize = 32;
/// Concealed blocks of one page.
const MAX_BLOCKS: usize = 2000;

/// A reason why people do not see something, and the next one around it.
pub(super) struct Reason {
    concealment: Concealment,
    outer: Option<usize>,
}

impl<'d> Walk<'d, '_> {
    pub(super) fn hide(&mut self, state: &mut State, concealment: Concealment) {
        self.reasons.push(Reason { concealment, outer: state.hidden });
        state.hidden = Some(self.reasons.len() - 1);
    }

    /// Works out whether the innermost frame is concealed.
    pub(super) fn conceal(&mut self, hidden: bool, outer: State) {
        let Some(frame) = self.frames.last() else { return };
        let (element, style, mut state) = (frame.element, frame.style, frame.state);
        let by_script = frame.hidden_by_script;
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
        // What is drawn in these never overflows.
        let is_cut = is_frame || matches!(*name, local_name!("marquee") | local_name!("svg"));
        match *name {
            local_name!("details") if attribute(&element, local_name!("open")).is_none() => {
                let (form, detail) = (HidingForm::Attribute, "<details>".to_owned());
                let closed = Concealment { form, declared: Declared::Element, detail };
                state.visibility = self.change(Change::Hide(closed), None, outer.visibility);
            }
            // The one part of it that is always seen.
            local_name!("summary") => {
                let mut outwards = self.frames.iter().rev().skip(1);
                let details = |frame: &Frame<'_>| frame.element.value().name() == "details";
                if outwards.next().is_some_and(details) {
                    state.visibility = outwards.next().and_then(|around| around.state.visibility);
                }
            }
            _ => {}
        }
        let hints = hints::of(&element, hidden);
        let inline = match by_script {
            None => style.map(|style| self.inline(style)),
            // What scripts say last counts.
            Some(last) => {
                let own = style.map(|style| self.inline(style));
                let own = own.iter().flat_map(|own| own.iter()).cloned();
                Some(own.chain(self.inline(last).iter().cloned()).collect())
            }
        };
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
            (state.visibility, Groups::VISIBILITY),
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
            declared::of_box(&computed, is_cut, |concealment| found.push(concealment));
            if let Some(behind) = declared::behind(&computed)
                && self.is_painted_around()
            {
                found.push(behind);
            }
            for mut concealment in found {
                if by_script.is_some() && concealment.declared == Declared::Inline {
                    concealment.declared = Declared::Script;
                }
                self.hide(&mut state, concealment);
            }
            let kept = state.visibility;
            state.visibility = self.change(declared::visibility(&computed), kept, kept);
            state.font = self.change(declared::font_size(&computed), outer.font, outer.font);
            if groups.meets(Groups::COLOUR) {
                let ground = self.ground(self.frames.len() - 1);
                let change = declared::colour(&computed, ground);
                let inherits = declared::inherits_colour(&computed);
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

    fn inline(&mut self, style: &'d str) -> Rc<[Declaration]> {
        if let Some(known) = self.styles.get(style) {
            return Rc::clone(known);
        }
        let mut declarations = Vec::new();
        parse_inline(style, &mut declarations);
        self.setting.cascade.variables().put_into(&mut declarations);
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

    fn subject(&self, frame: usize) -> Option<Subject<'d>> {
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
            match declared::backdrop(&computed) {
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

    /// Whether something around the innermost frame paints a ground, the page itself aside.
    fn is_painted_around(&mut self) -> bool {
        (0..self.frames.len().saturating_sub(1)).any(|at| {
            let Some(subject) = self.subject(at) else { return false };
            let name = &subject.element.value().name.local;
            if matches!(*name, local_name!("html") | local_name!("body")) {
                return false;
            }
            let style = self.frames.get(at).and_then(|frame| frame.style);
            let inline = style.map(|style| self.inline(style));
            let hints = hints::of(&subject.element, false);
            let inline = inline.as_deref().unwrap_or_default();
            let cascade = self.setting.cascade;
            let computed = cascade.compute(&subject, Groups::COLOUR, &hints, inline, &self.steps);
            matches!(declared::backdrop(&computed), Backdrop::Solid(_))
        })
    }

    /// Whether a frame lies over the whole window, by itself or because what is around it does.
    pub(super) fn covers_window(&mut self) -> bool {
        let last = self.frames.len().saturating_sub(1);
        let mut within_placed = false;
        for at in (last.saturating_sub(MAX_STEPS_OUT)..=last).rev() {
            let Some((extent, is_placed)) = self.extent(at) else { return false };
            if within_placed && !is_placed {
                continue;
            }
            match extent {
                Extent::Window => return true,
                Extent::Placed => within_placed = true,
                Extent::Parent => within_placed = false,
                Extent::Less => return false,
            }
        }
        within_placed
    }

    /// Whether what the walk is at stands in something that is laid over the whole window.
    pub(super) fn is_over_page(&mut self) -> bool {
        let last = self.frames.len().saturating_sub(1);
        (last.saturating_sub(MAX_STEPS_TO_OVERLAY)..last)
            .any(|at| matches!(self.extent(at), Some((Extent::Window, _))))
    }

    /// How much of the window an open element takes, and whether it is placed.
    fn extent(&mut self, at: usize) -> Option<(Extent, bool)> {
        let subject = self.subject(at)?;
        let style = self.frames.get(at).and_then(|frame| frame.style);
        let inline = style.map(|style| self.inline(style));
        let hints = hints::of(&subject.element, false);
        let inline = inline.as_deref().unwrap_or_default();
        let cascade = self.setting.cascade;
        let computed = cascade.compute(&subject, Groups::BOX, &hints, inline, &self.steps);
        Some((declared::extent(&computed), declared::is_placed(&computed)))
    }

    /// Opens a block of hidden text where concealment begins.
    pub(super) fn begin_block(&mut self, outer: State) {
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
                    let text = HiddenText { text: String::new(), concealed, block, spot };
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
    pub(super) fn concealed(&self, state: &State) -> Vec<Concealment> {
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
}

/// How far outwards the element is looked for in which a frame is placed.
const MAX_STEPS_OUT: usize = 64;
/// How far outwards of a link something that lies over the page is looked for.
const MAX_STEPS_TO_OVERLAY: usize = 6;

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
