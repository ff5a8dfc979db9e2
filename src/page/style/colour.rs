//! Colours, for letters in the colour of what is behind them.

use cssparser::{
    Parser, Token,
    color::{parse_hash_color, parse_named_color},
};

/// A colour: red, green, blue from 0 to 255, and how opaque it is from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Colour {
    pub red: f32,
    pub green: f32,
    pub blue: f32,
    pub alpha: f32,
}

impl Colour {
    pub const WHITE: Self = Self::opaque(255.0, 255.0, 255.0);

    pub const fn opaque(red: f32, green: f32, blue: f32) -> Self {
        Self { red, green, blue, alpha: 1.0 }
    }

    /// Letters of this colour cannot be told from the ground they stand on.
    pub fn vanishes_on(self, ground: Self) -> bool {
        if self.alpha <= 0.05 {
            return true;
        }
        let seen = |own: f32, behind: f32| (own - behind).abs() * self.alpha;
        let difference = seen(self.red, ground.red)
            + seen(self.green, ground.green)
            + seen(self.blue, ground.blue);
        difference <= 40.0
    }
}

/// The value of `color`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Paint {
    Solid(Colour),
    /// That of the parent.
    Inherit,
    /// Cannot be known.
    Unknown,
}

/// The value of `background`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Backdrop {
    Solid(Colour),
    /// What is behind shows through.
    Clear,
    /// A picture, or cannot be known.
    Unknown,
}

impl Paint {
    pub fn parse(input: &mut Parser<'_>) -> Self {
        let Ok(token) = input.next().cloned() else { return Self::Unknown };
        match &token {
            Token::Ident(name)
                if name.eq_ignore_ascii_case("inherit")
                    || name.eq_ignore_ascii_case("currentcolor") =>
            {
                Self::Inherit
            }
            token => colour(token, input).map_or(Self::Unknown, Self::Solid),
        }
    }

    /// The colour of an HTML attribute: a name, or hexadecimal digits with or without `#`.
    pub fn from_attribute(text: &str) -> Self {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text);
        parse_named_color(text)
            .map(|(red, green, blue)| (red, green, blue, 1.0))
            .or_else(|()| parse_hash_color(digits.as_bytes()))
            .map_or(Self::Unknown, |parts| Self::Solid(from_bytes(parts)))
    }
}

impl Backdrop {
    /// Reads `background` and `background-color`: the first colour in it; any picture makes the
    /// whole unknown.
    pub fn parse(input: &mut Parser<'_>) -> Self {
        let mut found = Self::Clear;
        while let Ok(token) = input.next().cloned() {
            match &token {
                Token::UnquotedUrl(_) => return Self::Unknown,
                Token::Function(name) if is_picture(name) => return Self::Unknown,
                Token::Function(name) if name.eq_ignore_ascii_case("var") => return Self::Unknown,
                token => {
                    if let Some(colour) = colour(token, input) {
                        found = if colour.alpha <= 0.05 {
                            Self::Clear
                        } else if colour.alpha >= 0.9 {
                            Self::Solid(colour)
                        } else {
                            Self::Unknown
                        };
                    }
                }
            }
        }
        found
    }
}

fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "url" || name.ends_with("gradient") || name.contains("image")
}

fn from_bytes((red, green, blue, alpha): (u8, u8, u8, f32)) -> Colour {
    Colour { red: red.into(), green: green.into(), blue: blue.into(), alpha }
}

/// The colour that begins with a token; functions read their arguments from the input.
fn colour(token: &Token<'_>, input: &mut Parser<'_>) -> Option<Colour> {
    match token {
        Token::Hash(digits) | Token::IDHash(digits) => {
            parse_hash_color(digits.as_bytes()).ok().map(from_bytes)
        }
        Token::Ident(name) if name.eq_ignore_ascii_case("transparent") => {
            Some(Colour { alpha: 0.0, ..Colour::opaque(0.0, 0.0, 0.0) })
        }
        Token::Ident(name) => parse_named_color(name)
            .ok()
            .map(|(red, green, blue)| from_bytes((red, green, blue, 1.0))),
        Token::Function(name) => {
            let hsl = name.to_ascii_lowercase().starts_with("hsl");
            if !hsl && !name.to_ascii_lowercase().starts_with("rgb") {
                return None;
            }
            input
                .parse_nested_block(|input| {
                    Ok::<_, cssparser::ParseError<()>>(components(input, hsl))
                })
                .ok()
                .flatten()
        }
        _ => None,
    }
}

fn components(input: &mut Parser<'_>, hsl: bool) -> Option<Colour> {
    let mut values = [0.0_f32, 0.0, 0.0, 1.0];
    let mut count = 0;
    while let Ok(token) = input.next() {
        let value = match token {
            Token::Number { value, .. } => *value,
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("deg") => *value,
            Token::Percentage { unit_value, .. } if hsl || count == 3 => *unit_value,
            Token::Percentage { unit_value, .. } => unit_value * 255.0,
            Token::Comma | Token::Delim('/') => continue,
            _ => return None,
        };
        *values.get_mut(count)? = value;
        count += 1;
    }
    let [first, second, third, alpha] = values;
    if count < 3 {
        return None;
    }
    let colour =
        if hsl { from_hsl(first, second, third) } else { Colour::opaque(first, second, third) };
    Some(Colour { alpha, ..colour })
}

fn from_hsl(hue: f32, saturation: f32, lightness: f32) -> Colour {
    let chroma = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation;
    let sector = hue.rem_euclid(360.0) / 60.0;
    let second = chroma * (1.0 - (sector % 2.0 - 1.0).abs());
    let (red, green, blue) = match sector as u8 {
        0 => (chroma, second, 0.0),
        1 => (second, chroma, 0.0),
        2 => (0.0, chroma, second),
        3 => (0.0, second, chroma),
        4 => (second, 0.0, chroma),
        _ => (chroma, 0.0, second),
    };
    let base = lightness - chroma / 2.0;
    Colour::opaque((red + base) * 255.0, (green + base) * 255.0, (blue + base) * 255.0)
}
