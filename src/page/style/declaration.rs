//! The declarations that can hide, in a form that can be compared at once.

use std::sync::Arc;

use cssparser::{CowRcStr, Parser, ParserState, RuleBodyParser, parse_important};

use super::{
    block::{Block, Rest},
    colour::Paint,
    property::{Groups, Property, unprefixed},
    value::{self, Value},
};

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
                Property::Display
                | Property::Visibility
                | Property::Clip
                | Property::Transform
                | Property::Contain,
                Value::Hides(hides),
            ) => hides,
            (Property::Opacity, Value::Number(opacity)) => opacity <= 0.05,
            // A decoration at -1 is hidden only where something opaque is painted around it.
            (Property::ZIndex, Value::Number(z)) => z < 0.0,
            (
                Property::Width | Property::Height | Property::MaxWidth | Property::MaxHeight,
                Value::Length(length),
            ) => length.is_tiny(),
            (Property::LineHeight, Value::Length(_)) => true,
            (
                Property::Left | Property::Right | Property::Top | Property::Bottom,
                Value::Length(length),
            ) => length.is_far_before() || length.is_beyond(),
            (Property::MarginLeft | Property::MarginTop, Value::Length(length)) => {
                length.is_far_before() || length.is_far_after()
            }
            (Property::TextIndent, Value::Length(length)) => {
                length.is_far_before() || length.is_full()
            }
            (Property::FontSize, Value::Length(length)) => length.is_unreadable(),
            (Property::LetterSpacing | Property::WordSpacing, Value::Length(length)) => {
                length.squeezes()
            }
            (Property::Colour | Property::TextFill, Value::Paint(paint)) => {
                matches!(paint, Paint::Solid(_))
            }
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

/// The most characters of a declaration that are shown, or kept until its value is known.
const MAX_TEXT: usize = 120;

/// Reads a `style` attribute, or the block of a rule, into `to`.
pub(crate) fn parse_inline(style: &str, to: &mut Vec<Declaration>) {
    parse_block(&mut Parser::new(style), to);
}

/// Reads a block into `to`; what else stands in it is returned.
pub(super) fn parse_block<'i>(input: &mut Parser<'i>, to: &mut Vec<Declaration>) -> Rest<'i> {
    let from = to.len();
    let mut block = Block::new(to, from + MAX_DECLARATIONS);
    let mut parser = RuleBodyParser::new(input, &mut block);
    // What is not understood is an error and left out.
    for _ in 0..MAX_DECLARATIONS * 8 {
        if parser.next().is_none() {
            break;
        }
    }
    block.finish(from)
}

/// Reads the values that one declaration gives to its properties.
pub(super) fn read<'i>(
    name: &CowRcStr<'i>,
    input: &mut Parser<'i>,
    start: &ParserState,
    longhands: &[Property],
    to: &mut Vec<Declaration>,
) {
    let from = to.len();
    let begin = input.state();
    let properties = longhands.len();
    let name = unprefixed(name);
    for (position, &property) in longhands.iter().enumerate() {
        input.reset(&begin);
        if let Some(value) = value::read(property, name, input, position, properties) {
            to.push(Declaration { property, value, important: false, text: "".into() });
        }
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
    if let Some(&first) = longhands.first()
        && is_deferred(first, written)
    {
        to.truncate(from);
        to.push(Declaration {
            property: first,
            value: Value::Deferred,
            important,
            text: "".into(),
        });
    }
    if to.len() == from {
        return;
    }
    let text: Arc<str> = match written.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => written.get(..end).unwrap_or_default().into(),
        None => written.into(),
    };
    for declaration in to.iter_mut().skip(from) {
        declaration.important = important;
        declaration.text = Arc::clone(&text);
    }
}

/// Nearly all custom properties are colours, and letters that vanish by one are very rare.
fn is_deferred(property: Property, written: &str) -> bool {
    property.group() != Groups::COLOUR && written.contains("var(")
}
