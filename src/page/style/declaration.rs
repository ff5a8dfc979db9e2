//! The declarations that can hide, in a form that can be compared at once.

use std::sync::Arc;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, Token, parse_important,
};

use super::{
    colour::{Backdrop, Paint},
    length::Length,
    property::{Property, longhands},
    transform::{clips_all, transforms_away},
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
}

/// One declaration.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    pub property: Property,
    pub value: Value,
    pub important: bool,
    /// As written, for the report.
    pub text: Arc<str>,
}

impl Declaration {
    /// Whether this declaration alone, or with one that is not known yet, may hide.
    pub fn may_hide(&self) -> bool {
        match (self.property, self.value) {
            (
                Property::Display | Property::Visibility | Property::Clip | Property::Transform,
                Value::Hides(hides),
            ) => hides,
            (Property::Opacity, Value::Number(opacity)) => opacity <= 0.05,
            // Decorations lie at -1.
            (Property::ZIndex, Value::Number(z)) => z <= -10.0,
            (
                Property::Width | Property::Height | Property::MaxWidth | Property::MaxHeight,
                Value::Length(length),
            ) => length.is_tiny(),
            (
                Property::Left
                | Property::Right
                | Property::Top
                | Property::Bottom
                | Property::MarginLeft
                | Property::MarginTop
                | Property::TextIndent,
                Value::Length(length),
            ) => length.is_far_before() || length.is_far_after(),
            (Property::FontSize, Value::Length(Length::Px(px))) => px <= 2.0,
            (Property::FontSize, Value::Length(Length::Percent(percent))) => percent <= 10.0,
            (Property::Colour, Value::Paint(paint)) => matches!(paint, Paint::Solid(_)),
            _ => false,
        }
    }
}

/// A presentational attribute as a declaration.
pub(crate) fn hint(property: Property, value: Value, text: &str) -> Declaration {
    Declaration { property, value, important: false, text: text.into() }
}

/// Declarations in one block; more are left out.
const MAX_DECLARATIONS: usize = 256;

/// Reads a `style` attribute, or the block of a rule, into `to`.
pub(crate) fn parse_inline(style: &str, to: &mut Vec<Declaration>) {
    parse_block(&mut Parser::new(style), to);
}

pub(super) fn parse_block<'i>(input: &mut Parser<'i>, to: &mut Vec<Declaration>) {
    let most = to.len() + MAX_DECLARATIONS;
    let mut block = Block { to, most };
    let mut parser = RuleBodyParser::new(input, &mut block);
    // What is not understood is an error and left out.
    for _ in 0..MAX_DECLARATIONS * 8 {
        if parser.next().is_none() {
            break;
        }
    }
}

struct Block<'a> {
    to: &'a mut Vec<Declaration>,
    most: usize,
}

impl<'i> DeclarationParser<'i> for Block<'_> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let Some(longhands) = longhands(&name) else {
            return Err(input.new_error_for_next_token());
        };
        if self.to.len() >= self.most {
            return Ok(());
        }
        let from = self.to.len();
        let begin = input.state();
        let properties = longhands.len();
        for (position, &property) in longhands.iter().enumerate() {
            input.reset(&begin);
            if let Some(value) = value(property, &name, input, position, properties) {
                self.to.push(Declaration { property, value, important: false, text: "".into() });
            }
        }
        if self.to.len() == from {
            return Ok(());
        }
        let mut important = false;
        loop {
            if input.try_parse(parse_important).is_ok() {
                important = true;
            }
            if input.next().is_err() {
                break;
            }
        }
        let written = input.slice_from(start.position()).trim();
        let text: Arc<str> = written.chars().take(120).collect::<String>().into();
        for declaration in self.to.iter_mut().skip(from) {
            declaration.important = important;
            declaration.text = Arc::clone(&text);
        }
        Ok(())
    }
}

impl AtRuleParser<'_> for Block<'_> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

impl QualifiedRuleParser<'_> for Block<'_> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl RuleBodyItemParser<'_, (), ()> for Block<'_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

/// Reads the value of one property. `position` is its place among the longhands of a shorthand.
fn value(
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
    let value = match property {
        Property::Display => Value::Hides(input.expect_ident().ok()?.eq_ignore_ascii_case("none")),
        Property::Visibility => {
            let ident = input.expect_ident().ok()?;
            Value::Hides(
                ["hidden", "collapse"].iter().any(|hides| ident.eq_ignore_ascii_case(hides)),
            )
        }
        Property::Overflow => {
            let ident = input.expect_ident().ok()?;
            Value::Hides(["hidden", "clip"].iter().any(|hides| ident.eq_ignore_ascii_case(hides)))
        }
        Property::Opacity if name.eq_ignore_ascii_case("filter") => filter(input)?,
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
        Property::Transform if name.eq_ignore_ascii_case("scale") => {
            Value::Hides(Length::parse(input).is_zero())
        }
        Property::Transform => Value::Hides(transforms_away(input)),
        Property::Colour => Value::Paint(Paint::parse(input)),
        Property::Background => Value::Backdrop(Backdrop::parse(input)),
        Property::FontSize if name.eq_ignore_ascii_case("font") => font_size(input)?,
        _ if longhands > 1 => Value::Length(side(input, property, position)),
        _ => Value::Length(Length::parse(input)),
    };
    Some(value)
}

/// `filter: opacity(0)` and the old `filter: alpha(opacity=0)`; other filters hide nothing.
fn filter(input: &mut Parser<'_>) -> Option<Value> {
    let name = input.expect_function().ok()?.clone();
    if !name.eq_ignore_ascii_case("opacity") {
        return None;
    }
    input
        .parse_nested_block(|input| {
            Ok::<_, ParseError<()>>(match input.next() {
                Ok(Token::Number { value, .. }) => Some(Value::Number(*value)),
                Ok(Token::Percentage { unit_value, .. }) => Some(Value::Number(*unit_value)),
                _ => None,
            })
        })
        .ok()
        .flatten()
}

/// One side of `margin` or `inset`, which name one to four.
fn side(input: &mut Parser<'_>, property: Property, position: usize) -> Length {
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
    let place = if property == Property::MarginLeft { 3 } else { position };
    match (place, count) {
        (0, _) | (_, 1) => first,
        (1, _) | (3, 2 | 3) => second,
        (2, 2) => first,
        (2, _) => third,
        _ => fourth,
    }
}

/// The size in the `font` shorthand: the first length.
fn font_size(input: &mut Parser<'_>) -> Option<Value> {
    while let Ok(token) = input.next() {
        if matches!(token, Token::Dimension { .. } | Token::Percentage { .. }) {
            return Some(Value::Length(Length::from_token(token)));
        }
    }
    None
}
