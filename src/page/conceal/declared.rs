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
    if let Some(winner) = computed.get(Property::ZIndex)
        && matches!(winner.value, Value::Number(z) if z <= -10.0)
        && is_moved(computed)
    {
        tell(Form::Behind, winner);
    }
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
    let cut = computed.get(Property::Overflow);
    if !clips && !cut.is_some_and(|winner| winner.value == Value::Hides(true)) {
        return None;
    }
    let sizes = [Property::Height, Property::MaxHeight, Property::Width, Property::MaxWidth];
    for property in sizes {
        if length(computed, property).is_some_and(Length::is_zero) {
            return computed.get(property);
        }
    }
    let tiny = |property| length(computed, property).is_some_and(Length::is_tiny);
    let small = (tiny(Property::Height) || tiny(Property::MaxHeight))
        && (tiny(Property::Width) || tiny(Property::MaxWidth));
    computed.get(Property::Height).or(computed.get(Property::MaxHeight)).filter(|_| small)
}

fn is_moved(computed: &Computed<'_>) -> bool {
    computed
        .get(Property::Position)
        .is_some_and(|winner| matches!(winner.value, Value::Placed { moves: true, .. }))
}

fn offscreen<'a, 'c>(computed: &'c Computed<'a>) -> Option<&'c Winner<'a>> {
    let away = |property| {
        length(computed, property)
            .is_some_and(|length| length.is_far_before() || length.is_far_after())
    };
    let offsets = [Property::Left, Property::Top, Property::Right, Property::Bottom];
    let shifts = [Property::MarginLeft, Property::MarginTop, Property::TextIndent];
    let offset = offsets.into_iter().filter(|_| is_moved(computed)).find(|&offset| away(offset));
    let shift = || {
        shifts.into_iter().find(|&shift| length(computed, shift).is_some_and(Length::is_far_before))
    };
    offset.or_else(shift).and_then(|property| computed.get(property))
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

/// `font-size`.
pub(super) fn font_size(computed: &Computed<'_>) -> Change {
    match computed.get(Property::FontSize) {
        Some(winner) => match winner.value {
            Value::Length(Length::Px(px)) if px <= 2.0 => {
                Change::Hide(concealment(HidingForm::FontSize, winner))
            }
            Value::Length(Length::Percent(percent)) if percent <= 10.0 => {
                Change::Hide(concealment(HidingForm::FontSize, winner))
            }
            Value::Length(Length::Px(_)) => Change::Show,
            _ => Change::Keep,
        },
        None => Change::Keep,
    }
}

/// `color`, on a ground that is known.
pub(super) fn colour(computed: &Computed<'_>, ground: Option<Colour>) -> Change {
    let Some(winner) = computed.get(Property::Colour) else { return Change::Keep };
    match (winner.value, ground) {
        (Value::Paint(Paint::Solid(colour)), ground)
            if colour.alpha <= 0.05 || ground.is_some_and(|ground| colour.vanishes_on(ground)) =>
        {
            Change::Hide(concealment(HidingForm::Colour, winner))
        }
        (Value::Paint(Paint::Solid(_)), _) => Change::Show,
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
