//! The values of `clip`, `clip-path` and `transform` that leave nothing to see.

use cssparser::{ParseError, Parser, Token};

use super::length::Length;

/// The arguments of a function; empty positions are left out.
fn arguments(input: &mut Parser<'_>) -> Vec<Length> {
    input
        .parse_nested_block(|input| {
            let mut lengths = Vec::new();
            while let Ok(token) = input.next() {
                if !matches!(token, Token::Comma) && lengths.len() < 16 {
                    lengths.push(Length::from_token(token));
                }
            }
            Ok::<_, ParseError<()>>(lengths)
        })
        .unwrap_or_default()
}

/// `rect(0,0,0,0)`, `rect(1px,1px,1px,1px)`, `inset(50%)`, `circle(0)`, `polygon(0 0, 0 0)`.
pub(super) fn clips_all(input: &mut Parser<'_>) -> bool {
    while let Ok(token) = input.next().cloned() {
        let Token::Function(name) = token else { continue };
        let lengths = arguments(input);
        let clipped = match name.to_ascii_lowercase().as_str() {
            "rect" => match lengths.as_slice() {
                [Length::Px(top), Length::Px(right), Length::Px(bottom), Length::Px(left)] => {
                    bottom - top <= 1.0 || right - left <= 1.0
                }
                _ => false,
            },
            "inset" => match lengths.as_slice() {
                [] => false,
                [all] => halves(*all),
                [vertical, horizontal] => halves(*vertical) || halves(*horizontal),
                [top, sides, bottom] => halves(*sides) || meet(*top, *bottom),
                [top, right, bottom, left, ..] => meet(*top, *bottom) || meet(*left, *right),
            },
            "circle" | "ellipse" => lengths.first().is_some_and(|radius| radius.is_zero()),
            "polygon" => is_flat(&lengths),
            _ => false,
        };
        if clipped {
            return true;
        }
    }
    false
}

/// Whether the corners of a polygon lie on one line along an axis.
fn is_flat(corners: &[Length]) -> bool {
    let along = |from: usize| {
        let mut ends = corners.iter().skip(from).step_by(2);
        let first = ends.next();
        ends.all(|end| {
            Some(end) == first || first.is_some_and(|one| one.is_zero() && end.is_zero())
        })
    };
    corners.len() >= 2 && !corners.contains(&Length::Unknown) && (along(0) || along(1))
}

fn halves(length: Length) -> bool {
    matches!(length, Length::Percent(value) if value >= 50.0)
}

fn meet(one: Length, other: Length) -> bool {
    let share = |length: Length| match length {
        Length::Percent(value) => Some(value),
        zero if zero.is_zero() => Some(0.0),
        _ => None,
    };
    matches!((share(one), share(other)), (Some(one), Some(other)) if one + other >= 100.0)
}

/// `scale(0)`, `translateX(-9999px)`, `matrix(0,0,0,0,0,0)`, `rotateY(90deg)`.
pub(super) fn transforms_away(input: &mut Parser<'_>) -> bool {
    while let Ok(token) = input.next().cloned() {
        let Token::Function(name) = token else { continue };
        let name = name.to_ascii_lowercase();
        let away = match name.as_str() {
            "rotatex" | "rotatey" | "rotate3d" | "skew" | "skewx" | "skewy" => input
                .parse_nested_block(|input| Ok::<_, ParseError<()>>(ends_edge_on(input)))
                .unwrap_or(false),
            name => is_away(name, &arguments(input)),
        };
        if away {
            return true;
        }
    }
    false
}

/// `translate: -9999px 0`.
pub(super) fn moves_away(input: &mut Parser<'_>) -> bool {
    (0..2).any(|_| is_far(&Length::parse(input)))
}

fn is_far(length: &Length) -> bool {
    match length {
        Length::Px(value) => value.abs() >= 500.0,
        // Menus wait at -100% beside the window; what is further away waits for nothing.
        Length::Percent(value) => value.abs() >= 200.0,
        Length::Unknown => false,
    }
}

fn is_away(name: &str, lengths: &[Length]) -> bool {
    let is_speck = |at: usize| lengths.get(at).is_some_and(|length| length.is_nearly_zero());
    match name {
        "scale" | "scalex" | "scaley" | "scale3d" => is_speck(0) || is_speck(1),
        "translate" | "translatex" | "translatey" | "translate3d" => lengths.iter().any(is_far),
        "matrix" if lengths.len() == 6 => {
            (is_speck(0) && is_speck(3)) || lengths.iter().skip(4).any(is_far)
        }
        "matrix3d" if lengths.len() == 16 => {
            (is_speck(0) && is_speck(5)) || lengths.iter().skip(12).take(2).any(is_far)
        }
        _ => false,
    }
}

/// `rotate: x 90deg`. Turned in its own plane, a thing stays visible.
pub(super) fn turns_away(input: &mut Parser<'_>) -> bool {
    input
        .next()
        .is_ok_and(|token| matches!(token, Token::Ident(axis) if !axis.eq_ignore_ascii_case("z")))
        && ends_edge_on(input)
}

/// Whether the last angle shows a thing from its edge.
fn ends_edge_on(input: &mut Parser<'_>) -> bool {
    let mut edge_on = false;
    while let Ok(token) = input.next() {
        let Token::Dimension { value, unit, .. } = token else { continue };
        let in_degrees = match unit.to_ascii_lowercase().as_str() {
            "deg" => 1.0,
            "grad" => 0.9,
            "turn" => 360.0,
            "rad" => 180.0 / std::f32::consts::PI,
            _ => continue,
        };
        edge_on = ((value * in_degrees).abs().rem_euclid(180.0) - 90.0).abs() < 0.5;
    }
    edge_on
}
