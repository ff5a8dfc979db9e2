//! The values of the properties that can hide.

use cssparser::{ParseError, Parser, Token};

use super::{
    colour::{Backdrop, Paint},
    length::Length,
    property::Property,
    transform::{clips_all, moves_away, transforms_away, turns_away},
};

/// A value, as far as hiding goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    /// Hides, or does not: display, visibility, overflow, clip, transform.
    Hides(bool),
    /// Opacity, z-index.
    Number(f32),
    Length(Length),
    /// Position: whether the element leaves the flow, whether offsets move it, and whether the
    /// window is what it is placed in.
    Placed {
        out_of_flow: bool,
        moves: bool,
        fixed: bool,
    },
    Paint(Paint),
    Backdrop(Backdrop),
    /// That of the parent.
    Inherit,
    /// Known once the custom properties of all stylesheets are.
    Deferred,
}

/// Reads the value of one property. `position` is its place among the longhands of a shorthand.
pub(super) fn read(
    property: Property,
    name: &str,
    input: &mut Parser<'_>,
    position: usize,
    longhands: usize,
) -> Option<Value> {
    let begin = input.state();
    if input.try_parse(|input| input.expect_ident_matching("inherit")).is_ok() {
        return Some(Value::Inherit);
    }
    input.reset(&begin);
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let value = match property {
        Property::Display => {
            let ident = input.expect_ident().ok()?;
            // What only browsers of other makers know does not undo what came before.
            if ident.starts_with("-ms-") || ident.starts_with("-moz-") {
                return None;
            }
            Value::Hides(ident.eq_ignore_ascii_case("none"))
        }
        Property::Visibility => Value::Hides(one_of(input, &["hidden", "collapse"])?),
        // Bars to scroll with do not help where there is no room to show them.
        Property::Overflow => Value::Hides(one_of(input, &["hidden", "clip", "auto", "scroll"])?),
        Property::Contain => Value::Hides(contains_all(input)),
        Property::Opacity if is("filter") => filter(input)?,
        Property::Opacity => match input.next().ok()? {
            Token::Number { value, .. } => Value::Number(*value),
            Token::Percentage { unit_value, .. } => Value::Number(*unit_value),
            _ => return None,
        },
        Property::ZIndex => match input.next().ok()? {
            Token::Number { value, .. } => Value::Number(*value),
            _ => Value::Number(0.0),
        },
        Property::Position => {
            let ident = input.expect_ident().ok()?;
            let is = |known: &str| ident.eq_ignore_ascii_case(known);
            let out_of_flow = is("absolute") || is("fixed");
            let moves = out_of_flow || is("relative") || is("sticky");
            Value::Placed { out_of_flow, moves, fixed: is("fixed") }
        }
        Property::Clip => Value::Hides(clips_all(input)),
        Property::Transform if is("scale") || is("zoom") => {
            Value::Hides(Length::parse(input).is_nearly_zero())
        }
        Property::Transform if is("translate") => Value::Hides(moves_away(input)),
        Property::Transform if is("rotate") => Value::Hides(turns_away(input)),
        Property::Transform => Value::Hides(transforms_away(input)),
        Property::Colour | Property::TextFill => Value::Paint(Paint::parse(input)),
        Property::Background => Value::Backdrop(Backdrop::parse(input)),
        Property::FontSize if is("font") => font_size(input)?,
        Property::LineHeight => Value::Length(Some(Length::parse(input)).filter(|l| l.is_zero())?),
        _ if longhands > 1 => Value::Length(side(input, property, position, longhands)),
        _ => Value::Length(Length::parse(input)),
    };
    Some(value)
}

fn one_of(input: &mut Parser<'_>, known: &[&str]) -> Option<bool> {
    let ident = input.expect_ident().ok()?;
    Some(known.iter().any(|known| ident.eq_ignore_ascii_case(known)))
}

/// `strict`, or `size` with something that cuts: without a height, nothing is left of the box.
fn contains_all(input: &mut Parser<'_>) -> bool {
    let mut size = false;
    while let Ok(token) = input.next() {
        let Token::Ident(word) = token else { return false };
        if word.eq_ignore_ascii_case("strict") {
            return true;
        }
        size |= word.eq_ignore_ascii_case("size");
    }
    size
}

/// `filter: opacity(0)`; other filters hide nothing.
fn filter(input: &mut Parser<'_>) -> Option<Value> {
    loop {
        let name = input.expect_function().ok()?.clone();
        let amount = input
            .parse_nested_block(|input| {
                let amount = match input.next() {
                    Ok(Token::Number { value, .. }) => Some(*value),
                    Ok(Token::Percentage { unit_value, .. }) => Some(*unit_value),
                    _ => None,
                };
                while input.next().is_ok() {}
                Ok::<_, ParseError<()>>(amount)
            })
            .ok()
            .flatten();
        if name.eq_ignore_ascii_case("opacity") {
            return amount.map(Value::Number);
        }
    }
}

/// One side of `margin`, `inset` or one of their halves, which name one to four.
fn side(input: &mut Parser<'_>, property: Property, position: usize, longhands: usize) -> Length {
    let mut sides = [Length::Unknown; 4];
    let mut count = 0;
    for side in &mut sides {
        if input.is_exhausted() {
            break;
        }
        *side = Length::parse(input);
        count += 1;
    }
    let [first, second, third, fourth] = sides;
    let is_half = longhands == 2 && !matches!(property, Property::MarginTop | Property::MarginLeft);
    if is_half {
        return if position == 1 && count > 1 { second } else { first };
    }
    let place = if property == Property::MarginLeft { 3 } else { position };
    match (place, count) {
        (0, _) | (_, 1) => first,
        (1, _) | (3, 2 | 3) => second,
        (2, 2) => first,
        (2, _) => third,
        _ => fourth,
    }
}

/// The size in the `font` shorthand: the first length. Without a unit only zero is one.
fn font_size(input: &mut Parser<'_>) -> Option<Value> {
    while let Ok(token) = input.next() {
        let is_zero = matches!(token, Token::Number { value, .. } if *value == 0.0);
        if is_zero || matches!(token, Token::Dimension { .. } | Token::Percentage { .. }) {
            return Some(Value::Length(Length::from_token(token)));
        }
    }
    None
}
