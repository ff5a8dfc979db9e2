//! A stylesheet, as far as it says something that can hide or show.

use std::ops::Range;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, ParseError, Parser, ParserState,
    QualifiedRuleParser, StyleSheetParser,
};

use super::{
    declaration::{Declaration, parse_block},
    media::applies_to_screens,
    property::Groups,
    selector::{RuleSelector, split_list},
};

/// Selectors with relevant declarations in one sheet.
const MAX_RULES: usize = 20_000;
/// At-rules inside at-rules.
const MAX_NESTING: usize = 8;
/// Selectors of one rule.
const MAX_SELECTORS: usize = 256;

/// The relevant rules of one stylesheet, in order.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(super) rules: Vec<Rule>,
    pub(super) declarations: Vec<Declaration>,
    /// There were more rules than are kept.
    pub cut: bool,
}

/// One selector with its declarations.
#[derive(Debug)]
pub(super) struct Rule {
    pub selector: RuleSelector,
    pub declarations: Range<usize>,
    /// What it says something about.
    pub groups: Groups,
}

impl Sheet {
    /// Reads a stylesheet. What is not understood is left out, as CSS wants it.
    pub fn parse(text: &str) -> Self {
        let mut sheet = Self::default();
        let mut input = Parser::new(text);
        Reader { sheet: &mut sheet, nesting: 0 }.read(&mut input);
        sheet
    }

    pub(super) fn declarations(&self, rule: &Rule) -> &[Declaration] {
        self.declarations.get(rule.declarations.clone()).unwrap_or_default()
    }
}

struct Reader<'a> {
    sheet: &'a mut Sheet,
    nesting: usize,
}

impl Reader<'_> {
    fn read(mut self, input: &mut Parser<'_>) {
        for rule in StyleSheetParser::new(input, &mut self) {
            // What is not understood is an error and left out.
            drop(rule);
        }
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader<'_> {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        Ok(input.slice_from(start))
    }

    fn parse_block(
        &mut self,
        selectors: &'i str,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        if self.sheet.rules.len() >= MAX_RULES {
            self.sheet.cut = true;
            return Ok(());
        }
        let start = self.sheet.declarations.len();
        parse_block(input, &mut self.sheet.declarations);
        let declarations = start..self.sheet.declarations.len();
        let groups =
            self.sheet.declarations.iter().skip(start).fold(Groups::NONE, |groups, declaration| {
                groups.with(declaration.property.group())
            });
        if groups.is_none() {
            return Ok(());
        }
        for selector in split_list(selectors).take(MAX_SELECTORS) {
            if let Some(selector) = RuleSelector::parse(selector) {
                let declarations = declarations.clone();
                self.sheet.rules.push(Rule { selector, declarations, groups });
            }
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader<'_> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        let prelude = input.slice_from(start);
        let applies = match name.to_ascii_lowercase().as_str() {
            "media" => applies_to_screens(prelude),
            // Today's browsers support what pages ask for, and what a page asks them not to
            // support is for yesterday's.
            "supports" => !prelude.trim_start().to_ascii_lowercase().starts_with("not"),
            "layer" | "document" | "-moz-document" => true,
            _ => false,
        };
        if applies && self.nesting < MAX_NESTING {
            Ok(())
        } else {
            Err(ParseError::from_basic_kind(BasicParseErrorKind::AtRuleInvalid))
        }
    }

    fn rule_without_block(&mut self, (): (), _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        (): (),
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        Reader { sheet: self.sheet, nesting: self.nesting + 1 }.read(input);
        Ok(())
    }
}
