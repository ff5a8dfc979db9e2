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
            "polygon" => lengths.len() >= 2 && lengths.iter().all(|length| length.is_zero()),
            _ => false,
        };
        if clipped {
            return true;
        }
    }
    false
}

fn halves(length: Length) -> bool {
    matches!(length, Length::Percent(value) if value >= 50.0)
}

fn meet(one: Length, other: Length) -> bool {
    matches!((one, other), (Length::Percent(one), Length::Percent(other)) if one + other >= 100.0)
}

/// `scale(0)`, `translateX(-9999px)`, `matrix(0,0,0,0,0,0)`, `rotateY(90deg)`.
pub(super) fn transforms_away(input: &mut Parser<'_>) -> bool {
    while let Ok(token) = input.next().cloned() {
        let Token::Function(name) = token else { continue };
        let away = match name.to_ascii_lowercase().as_str() {
            "rotatex" | "rotatey" => input
                .parse_nested_block(|input| Ok::<_, ParseError<()>>(is_edge_on(input)))
                .unwrap_or(false),
            name => {
                let lengths = arguments(input);
                match name {
                    "scale" | "scalex" | "scaley" | "scale3d" => {
                        lengths.iter().take(2).any(|length| {
                            matches!(length, Length::Px(value) if value.abs() <= 0.02)
                                || length.is_zero()
                        })
                    }
                    // Menus wait at -100% beside the window; what is further away waits for nothing.
                    "translate" | "translatex" | "translatey" | "translate3d" => {
                        lengths.iter().any(|length| match length {
                            Length::Px(value) => value.abs() >= 500.0,
                            Length::Percent(value) => value.abs() >= 200.0,
                            Length::Unknown => false,
                        })
                    }
                    "matrix" => match lengths.as_slice() {
                        [Length::Px(a), _, _, Length::Px(d), Length::Px(x), Length::Px(y)] => {
                            (a.abs() <= 0.02 && d.abs() <= 0.02)
                                || x.abs() >= 500.0
                                || y.abs() >= 500.0
                        }
                        _ => false,
                    },
                    _ => false,
                }
            }
        };
        if away {
            return true;
        }
    }
    false
}

fn is_edge_on(input: &mut Parser<'_>) -> bool {
    match input.next() {
        Ok(Token::Dimension { value, unit, .. }) if unit.eq_ignore_ascii_case("deg") => {
            (value.abs() - 90.0).abs() < 0.5
        }
        _ => false,
    }
}
