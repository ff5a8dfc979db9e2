//! What stands between the braces of a rule.

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, Parser,
    ParserState, QualifiedRuleParser, RuleBodyItemParser, Token, match_ignore_ascii_case,
};

use super::{
    declaration::{self, Declaration},
    length::Length,
    property::{Property, longhands},
    sheet::is_in_force,
    value::Value,
    variables::Variable,
};

/// Rules inside one block that are read.
const MAX_NESTED: usize = 256;

/// What a block holds beside its declarations.
#[derive(Default)]
pub(super) struct Rest<'i> {
    /// Rules inside the rule: their selectors, none for a condition in force, and their block.
    pub nested: Vec<(Option<&'i str>, &'i str)>,
    /// Custom properties.
    pub variables: Vec<Variable>,
}

pub(super) struct Block<'a, 'i> {
    to: &'a mut Vec<Declaration>,
    most: usize,
    rest: Rest<'i>,
    /// It has a height of its own kind: a box that keeps the shape of a picture or film.
    padded: bool,
    /// It grows to the room there is.
    grows: bool,
    /// A cell that lets its table say how wide it is.
    shortened: bool,
    /// How far from its edge the content begins, in pixels.
    indent: f32,
}

impl<'a, 'i> Block<'a, 'i> {
    pub fn new(to: &'a mut Vec<Declaration>, most: usize) -> Self {
        let rest = Rest::default();
        Self { to, most, rest, padded: false, grows: false, shortened: false, indent: 0.0 }
    }

    /// Takes out what something else in the same block undoes. Authors write the two side by side.
    pub fn finish(self, from: usize) -> Rest<'i> {
        let undone = |declaration: &Declaration| match (declaration.property, declaration.value) {
            (Property::Height | Property::MaxHeight, _) => self.padded,
            (Property::Width, _) => self.grows,
            (Property::MaxWidth, _) => self.grows || self.shortened,
            // The content stands where the margin took the edge from.
            (Property::MarginLeft, Value::Length(Length::Px(px))) => {
                px < 0.0 && px + self.indent > -100.0
            }
            _ => false,
        };
        for declaration in self.to.iter_mut().skip(from) {
            if undone(declaration) {
                declaration.value = Value::Length(Length::Unknown);
            }
        }
        self.rest
    }

    /// Properties that only undo what others do.
    fn undoes(&mut self, name: &str, input: &mut Parser<'_>) {
        match_ignore_ascii_case! { name,
            "min-height" | "padding-bottom" | "padding-top" => {
                self.padded |= Length::parse(input).has_size();
            },
            "padding" => {
                let sides = [(); 4].map(|()| Length::parse(input));
                self.padded |= sides.first().is_some_and(|top| top.has_size());
                sides.into_iter().for_each(|side| self.indent_by(side));
            },
            "padding-left" => self.indent_by(Length::parse(input)),
            "min-width" => self.grows |= Length::parse(input).has_size(),
            "text-overflow" => self.shortened = true,
            "flex" | "flex-grow" => {
                self.grows |= matches!(input.next(), Ok(Token::Number { value, .. }) if *value > 0.0);
            },
            _ => {},
        }
    }
}

impl Block<'_, '_> {
    fn indent_by(&mut self, length: Length) {
        if let Length::Px(px) = length {
            self.indent = self.indent.max(px);
        }
    }
}

impl<'i> DeclarationParser<'i> for Block<'_, 'i> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<(), ParseError<()>> {
        if name.starts_with("--") {
            let from = input.position();
            while input.next().is_ok() {}
            self.rest.variables.extend(Variable::new(&name, input.slice_from(from)));
            return Ok(());
        }
        if let Some(longhands) = longhands(&name) {
            if self.to.len() < self.most {
                declaration::read(&name, input, start, longhands, self.to);
            } else {
                while input.next().is_ok() {}
            }
            return Ok(());
        }
        self.undoes(&name, input);
        // A rule inside the rule may begin like a declaration: `a:hover {`.
        while let Ok(token) = input.next() {
            if matches!(token, Token::CurlyBracketBlock) {
                return Err(input.new_error_for_next_token());
            }
        }
        Ok(())
    }
}

/// The text of the block that is being read.
fn text_of<'i>(input: &mut Parser<'i>) -> &'i str {
    let from = input.position();
    while input.next().is_ok() {}
    input.slice_from(from)
}

impl<'i> AtRuleParser<'i> for Block<'_, 'i> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let prelude = text_of(input);
        if is_in_force(&name, prelude) && self.rest.nested.len() < MAX_NESTED {
            Ok(())
        } else {
            Err(ParseError::from_basic_kind(BasicParseErrorKind::AtRuleInvalid))
        }
    }

    fn parse_block(
        &mut self,
        (): (),
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        self.rest.nested.push((None, text_of(input)));
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Block<'_, 'i> {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        Ok(text_of(input))
    }

    fn parse_block(
        &mut self,
        selectors: &'i str,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let text = text_of(input);
        if self.rest.nested.len() < MAX_NESTED {
            self.rest.nested.push((Some(selectors), text));
        }
        Ok(())
    }
}

impl<'i> RuleBodyItemParser<'i, (), ()> for Block<'_, 'i> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}
