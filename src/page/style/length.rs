//! Lengths, in pixels as far as they can be known without layout.

use cssparser::{Parser, Token};

/// A length or percentage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Length {
    /// CSS pixels; relative units are taken for a 16px font and a window of 1366 by 768.
    Px(f32),
    /// Hundredths of something.
    Percent(f32),
    /// `auto`, or what cannot be known.
    Unknown,
}

impl Length {
    pub fn parse(input: &mut Parser<'_>) -> Self {
        match input.next() {
            Ok(token) => match token.clone() {
                Token::Function(name) if is_calculation(&name) => input
                    .parse_nested_block(|input| {
                        Ok::<_, cssparser::ParseError<()>>(calculation(input))
                    })
                    .unwrap_or(Self::Unknown),
                token => Self::from_token(&token),
            },
            Err(_) => Self::Unknown,
        }
    }

    pub fn from_token(token: &Token<'_>) -> Self {
        match token {
            // Without a unit only zero is a length, but old pages are drawn in quirks mode.
            Token::Number { value, .. } => Self::Px(*value),
            Token::Percentage { unit_value, .. } => Self::Percent(unit_value * 100.0),
            Token::Dimension { value, unit, .. } => {
                pixels(unit).map_or(Self::Unknown, |px| Self::Px(value * px))
            }
            _ => Self::Unknown,
        }
    }

    /// The number of an HTML attribute: `10`, `10px`, `50%`.
    pub fn from_attribute(text: &str) -> Self {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, rest) = text.split_at(digits);
        match number.parse() {
            Ok(value) if rest.trim_start().starts_with('%') => Self::Percent(value),
            Ok(value) => Self::Px(value),
            Err(_) => Self::Unknown,
        }
    }

    pub fn is_zero(self) -> bool {
        matches!(self, Self::Px(value) | Self::Percent(value) if value.abs() < 0.01)
    }

    /// A few pixels at most, as the boxes of hidden text are: no letter can be read in there.
    pub fn is_tiny(self) -> bool {
        self.is_zero() || matches!(self, Self::Px(value) if value.abs() <= 3.0)
    }

    /// Scaled down to a speck.
    pub fn is_nearly_zero(self) -> bool {
        matches!(self, Self::Px(value) if value.abs() <= 0.05)
            || matches!(self, Self::Percent(value) if value.abs() <= 5.0)
    }

    /// Letters of this size cannot be read.
    pub fn is_unreadable(self) -> bool {
        match self {
            Self::Px(value) => value <= 3.0,
            Self::Percent(value) => value <= 10.0,
            Self::Unknown => false,
        }
    }

    /// Letters or words with this much between them lie on top of each other, or out of sight.
    /// Grids of inline blocks draw together by less.
    pub fn squeezes(self) -> bool {
        matches!(self, Self::Px(value) if value <= -12.0 || value >= 500.0)
    }

    /// Lines that begin here begin where the box ends.
    pub fn is_full(self) -> bool {
        match self {
            Self::Px(value) => value >= 3000.0,
            Self::Percent(value) => value >= 100.0,
            Self::Unknown => false,
        }
    }

    /// More than nothing.
    pub fn has_size(self) -> bool {
        matches!(self, Self::Px(value) if value > 1.0)
            || matches!(self, Self::Percent(value) if value > 0.0)
    }

    /// So far to the left or top that nothing of it is on the screen.
    pub fn is_far_before(self) -> bool {
        match self {
            Self::Px(value) => value <= -500.0,
            Self::Percent(value) => value <= -100.0,
            Self::Unknown => false,
        }
    }

    /// So far to the right or bottom that nobody scrolls there.
    pub fn is_far_after(self) -> bool {
        match self {
            Self::Px(value) => value >= 5000.0,
            Self::Percent(value) => value >= 200.0,
            Self::Unknown => false,
        }
    }

    /// A whole window away.
    pub fn is_beyond(self) -> bool {
        match self {
            Self::Px(value) => value >= 1366.0,
            Self::Percent(value) => value >= 100.0,
            Self::Unknown => false,
        }
    }

    /// The whole width of the window, or of what is around.
    pub fn fills_width(self) -> bool {
        match self {
            Self::Px(value) => value >= 1350.0,
            Self::Percent(value) => value >= 98.0,
            Self::Unknown => false,
        }
    }

    /// The whole height of the window, or of what is around.
    pub fn fills_height(self) -> bool {
        match self {
            Self::Px(value) => value >= 750.0,
            Self::Percent(value) => value >= 98.0,
            Self::Unknown => false,
        }
    }
}

fn is_calculation(name: &str) -> bool {
    ["calc", "min", "max", "clamp"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The sum and product of plain lengths: enough for `calc(-1 * 9999px)`; what else stands there
/// makes the result unknown.
fn calculation(input: &mut Parser<'_>) -> Length {
    let (mut sum, mut term) = (0.0_f32, None::<f32>);
    let (mut sign, mut divide) = (1.0_f32, false);
    while let Ok(token) = input.next() {
        let factor = match token {
            Token::Delim('+') => {
                sum += sign * term.take().unwrap_or(0.0);
                sign = 1.0;
                continue;
            }
            Token::Delim('-') => {
                sum += sign * term.take().unwrap_or(0.0);
                sign = -1.0;
                continue;
            }
            Token::Delim('*') => continue,
            Token::Delim('/') => {
                divide = true;
                continue;
            }
            Token::Number { value, .. } => *value,
            Token::Dimension { value, unit, .. } => match pixels(unit) {
                Some(px) => value * px,
                None => return Length::Unknown,
            },
            _ => return Length::Unknown,
        };
        let known = term.unwrap_or(1.0);
        term = Some(if divide { known / factor } else { known * factor });
        divide = false;
    }
    let total = sum + sign * term.unwrap_or(0.0);
    if total.is_finite() { Length::Px(total) } else { Length::Unknown }
}

/// CSS pixels in one unit.
fn pixels(unit: &str) -> Option<f32> {
    const UNITS: [(&str, f32); 18] = [
        ("px", 1.0),
        ("em", 16.0),
        ("rem", 16.0),
        ("ex", 8.0),
        ("ch", 8.0),
        ("vw", 13.66),
        ("vh", 7.68),
        ("svh", 7.68),
        ("dvh", 7.68),
        ("lvh", 7.68),
        ("vmin", 7.68),
        ("vmax", 13.66),
        ("pt", 4.0 / 3.0),
        ("pc", 16.0),
        ("in", 96.0),
        ("cm", 37.8),
        ("mm", 3.78),
        ("q", 0.945),
    ];
    UNITS.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name)).map(|(_, px)| *px)
}
