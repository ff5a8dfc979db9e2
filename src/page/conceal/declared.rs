//! From what counts for an element to the reasons why people do not see it.

use crate::page::{
    Concealment, Declared, HidingForm,
    style::{Backdrop, Colour, Computed, Length, Paint, Property, Value, Winner},
};

/// Reasons that hold for everything inside the element.
pub(super) fn of_box(computed: &Computed<'_>, clips: bool, mut say: impl FnMut(Concealment)) {
    use HidingForm as Form;
    let mut tell = |form, winner: &Winner<'_>| say(concealment(form, winner));
    for (property, form) in [
        (Property::Display, Form::Display),
        (Property::Clip, Form::Clip),
        (Property::Transform, Form::Transform),
    ] {
        if let Some(winner) = computed.get(property)
            && winner.value == Value::Hides(true)
        {
            // Without a stylesheet it is the element that says so.
            let by_attribute = form == Form::Display && winner.declared == Declared::Element;
            tell(if by_attribute { Form::Attribute } else { form }, winner);
        }
    }
    if let Some(winner) = computed.get(Property::Opacity)
        && matches!(winner.value, Value::Number(opacity) if opacity <= 0.05)
    {
        tell(Form::Opacity, winner);
    }
    if let Some(winner) = zero_size(computed, clips) {
        tell(Form::ZeroSize, winner);
    }
    if let Some(winner) = offscreen(computed) {
        tell(Form::Offscreen, winner);
    }
    if let Some(winner) = lies_behind(computed)
        && matches!(winner.value, Value::Number(z) if z <= -10.0)
    {
        tell(Form::Behind, winner);
    }
}

/// Whether the element is moved behind what is around it.
pub(super) fn behind(computed: &Computed<'_>) -> Option<Concealment> {
    let winner = lies_behind(computed)?;
    matches!(winner.value, Value::Number(z) if z > -10.0)
        .then(|| concealment(HidingForm::Behind, winner))
}

fn lies_behind<'a, 'c>(computed: &'c Computed<'a>) -> Option<&'c Winner<'a>> {
    let winner = computed.get(Property::ZIndex)?;
    let negative = matches!(winner.value, Value::Number(z) if z < 0.0);
    (negative && is_moved(computed)).then_some(winner)
}

fn concealment(form: HidingForm, winner: &Winner<'_>) -> Concealment {
    Concealment { form, declared: winner.declared, detail: winner.text.to_owned() }
}

fn length(computed: &Computed<'_>, property: Property) -> Option<Length> {
    match computed.get(property)?.value {
        Value::Length(length) => Some(length),
        _ => None,
    }
}

/// `clips` for elements that never overflow, such as frames.
fn zero_size<'a, 'c>(computed: &'c Computed<'a>, clips: bool) -> Option<&'c Winner<'a>> {
    let hides =
        |property| computed.get(property).is_some_and(|winner| winner.value == Value::Hides(true));
    let contained = hides(Property::Contain);
    if !clips && !contained && !hides(Property::Overflow) {
        return None;
    }
    let sizes = [Property::Height, Property::MaxHeight, Property::Width, Property::MaxWidth];
    let tiny = sizes
        .into_iter()
        .find(|&size| length(computed, size).is_some_and(Length::is_tiny))
        .and_then(|size| computed.get(size));
    let without_lines = || {
        let zero = computed.get(Property::LineHeight);
        zero.filter(|_| length(computed, Property::Height).is_none())
    };
    let without_size = || {
        let own = computed.get(Property::Contain).filter(|_| contained);
        own.filter(|_| length(computed, Property::Height).is_none())
    };
    tiny.or_else(without_lines).or_else(without_size)
}

fn is_moved(computed: &Computed<'_>) -> bool {
    computed
        .get(Property::Position)
        .is_some_and(|winner| matches!(winner.value, Value::Placed { moves: true, .. }))
}

fn is_fixed(computed: &Computed<'_>) -> bool {
    computed
        .get(Property::Position)
        .is_some_and(|winner| matches!(winner.value, Value::Placed { fixed: true, .. }))
}

fn offscreen<'a, 'c>(computed: &'c Computed<'a>) -> Option<&'c Winner<'a>> {
    let away = |property| {
        length(computed, property)
            .is_some_and(|length| length.is_far_before() || length.is_far_after())
    };
    let offsets = [Property::Left, Property::Top, Property::Right, Property::Bottom];
    // In the window itself, nobody scrolls; what is drawn back from there is seen.
    let fixed = is_fixed(computed) && computed.get(Property::Transform).is_none();
    let beyond = |offset| fixed && length(computed, offset).is_some_and(Length::is_beyond);
    let offset = offsets
        .into_iter()
        .filter(|_| is_moved(computed))
        .find(|&offset| away(offset) || beyond(offset));
    // Columns of old layouts lie at -100%.
    let drawn = |side| away(side) && length(computed, side) != Some(Length::Percent(-100.0));
    let margin =
        || [Property::MarginLeft, Property::MarginTop].into_iter().find(|&side| drawn(side));
    let indent = || Some(Property::TextIndent).filter(|_| is_indented_away(computed));
    offset.or_else(margin).or_else(indent).and_then(|property| computed.get(property))
}

/// To the left of the screen, or to the right of a box that cuts.
fn is_indented_away(computed: &Computed<'_>) -> bool {
    let cuts = || {
        let overflow = computed.get(Property::Overflow);
        overflow.is_some_and(|winner| winner.value == Value::Hides(true))
    };
    length(computed, Property::TextIndent)
        .is_some_and(|length| length.is_far_before() || (length.is_full() && cuts()))
}

/// What an element says about something that its children may say otherwise.
pub(super) enum Change {
    /// Nothing: as around it.
    Keep,
    /// Seen, whatever holds around it.
    Show,
    Hide(Concealment),
}

/// `visibility`.
pub(super) fn visibility(computed: &Computed<'_>) -> Change {
    match computed.get(Property::Visibility) {
        Some(winner) if winner.value == Value::Hides(true) => {
            Change::Hide(concealment(HidingForm::Visibility, winner))
        }
        Some(winner) if winner.value == Value::Hides(false) => Change::Show,
        _ => Change::Keep,
    }
}

/// `font-size`, and the space between letters and words.
pub(super) fn font_size(computed: &Computed<'_>) -> Change {
    let spaces = [Property::LetterSpacing, Property::WordSpacing];
    let squeezed =
        spaces.into_iter().find(|&space| length(computed, space).is_some_and(Length::squeezes));
    if let Some(winner) = squeezed.and_then(|space| computed.get(space)) {
        return Change::Hide(concealment(HidingForm::FontSize, winner));
    }
    match (computed.get(Property::FontSize), length(computed, Property::FontSize)) {
        (Some(winner), Some(size)) if size.is_unreadable() => {
            Change::Hide(concealment(HidingForm::FontSize, winner))
        }
        (_, Some(Length::Px(_))) => Change::Show,
        _ if spaces.into_iter().any(|space| computed.get(space).is_some()) => Change::Show,
        _ => Change::Keep,
    }
}

/// `color`, on a ground that is known.
pub(super) fn colour(computed: &Computed<'_>, ground: Option<Colour>) -> Change {
    let fill = computed.get(Property::TextFill);
    let Some(winner) = fill.or_else(|| computed.get(Property::Colour)) else {
        return Change::Keep;
    };
    match winner.value {
        // Letters that are cut out of a picture or a gradient take their colour from it.
        Value::Paint(Paint::Solid(colour)) if colour.alpha <= 0.05 => match backdrop(computed) {
            Backdrop::Unknown => Change::Show,
            _ => Change::Hide(concealment(HidingForm::Colour, winner)),
        },
        Value::Paint(Paint::Solid(colour))
            if ground.is_some_and(|ground| colour.vanishes_on(ground)) =>
        {
            Change::Hide(concealment(HidingForm::Colour, winner))
        }
        Value::Paint(Paint::Solid(_)) => Change::Show,
        _ => Change::Keep,
    }
}

/// The ground that the element paints, if it paints one.
pub(super) fn backdrop(computed: &Computed<'_>) -> Backdrop {
    match computed.get(Property::Background) {
        Some(winner) => match winner.value {
            Value::Backdrop(backdrop) => backdrop,
            _ => Backdrop::Clear,
        },
        None => Backdrop::Clear,
    }
}

/// Whether the letters take the colour of what is around them.
pub(super) fn inherits_colour(computed: &Computed<'_>) -> bool {
    computed
        .get(Property::Colour)
        .is_some_and(|winner| matches!(winner.value, Value::Inherit | Value::Paint(Paint::Inherit)))
}

/// How much of the window an element takes, as far as that is declared.
pub(super) enum Extent {
    /// All of it, over everything else.
    Window,
    /// All of the nearest element around it that is placed; of the window if there is none.
    Placed,
    /// All of what is around it.
    Parent,
    /// Less, or unknown.
    Less,
}

/// Reads sizes and position.
pub(super) fn extent(computed: &Computed<'_>) -> Extent {
    let (out_of_flow, fixed) = match computed.get(Property::Position).map(|winner| winner.value) {
        Some(Value::Placed { out_of_flow, fixed, .. }) => (out_of_flow, fixed),
        _ => (false, false),
    };
    let zero = |property| length(computed, property).is_some_and(Length::is_zero);
    let width = length(computed, Property::Width);
    let height = length(computed, Property::Height);
    let wide = width.is_some_and(Length::fills_width)
        || (out_of_flow && zero(Property::Left) && zero(Property::Right));
    let high = height.is_some_and(Length::fills_height)
        || (out_of_flow && zero(Property::Top) && zero(Property::Bottom));
    let as_the_window = matches!((width, height), (Some(Length::Px(_)), Some(Length::Px(_))));
    match (wide && high, out_of_flow) {
        (true, true) if fixed || as_the_window => Extent::Window,
        (true, true) => Extent::Placed,
        (true, false) => Extent::Parent,
        (false, _) => Extent::Less,
    }
}

/// Whether what is placed inside is placed within this element.
pub(super) fn is_placed(computed: &Computed<'_>) -> bool {
    computed
        .get(Property::Position)
        .is_some_and(|winner| matches!(winner.value, Value::Placed { moves: true, .. }))
}
