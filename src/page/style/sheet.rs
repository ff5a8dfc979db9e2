//! A stylesheet, as far as it says something that can hide or show.

use std::ops::Range;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, ParseError, Parser, ParserState,
    QualifiedRuleParser, StyleSheetParser,
};

use super::{
    declaration::{Declaration, parse_block, parse_inline},
    media::applies_to_screens,
    property::Groups,
    selector::{RuleSelector, split_list},
    value::Value,
    variables::{MAX_VARIABLES, Variable, Variables},
};

/// Selectors with relevant declarations in one sheet.
const MAX_RULES: usize = 20_000;
/// At-rules inside at-rules, and rules inside rules.
const MAX_NESTING: usize = 8;
/// Selectors of one rule.
const MAX_SELECTORS: usize = 256;
/// Bytes of the selectors of a rule inside a rule.
const MAX_NESTED_SELECTORS: usize = 8 * 1024;

/// The relevant rules of one stylesheet, in order.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(super) rules: Vec<Rule>,
    pub(super) declarations: Vec<Declaration>,
    pub(super) variables: Vec<Variable>,
    /// There were more rules than are kept.
    pub cut: bool,
}

/// One selector with its declarations.
#[derive(Clone, Debug)]
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
        Reader { sheet: &mut sheet, nesting: 0, inner: 0 }.read(&mut input);
        sheet
    }

    pub(super) fn declarations(&self, rule: &Rule) -> &[Declaration] {
        self.declarations.get(rule.declarations.clone()).unwrap_or_default()
    }

    /// The sheet with the values of custom properties put in; `None` if that hides nothing more.
    pub(super) fn resolved(&self, variables: &Variables) -> Option<Self> {
        let mut declarations = Vec::with_capacity(self.declarations.len());
        // Where each declaration, and the end, has moved to.
        let mut places = Vec::with_capacity(self.declarations.len() + 1);
        let mut hides = false;
        for declaration in &self.declarations {
            places.push(declarations.len());
            let text = (declaration.value == Value::Deferred)
                .then(|| variables.resolve(&declaration.text))
                .flatten();
            match text {
                Some(text) => {
                    let from = declarations.len();
                    parse_inline(&text, &mut declarations);
                    hides |= declarations.len() > from;
                }
                None => declarations.push(declaration.clone()),
            }
        }
        places.push(declarations.len());
        let moved = |at: usize| places.get(at).copied().unwrap_or_default();
        let rules = self.rules.iter().map(|rule| {
            let own = moved(rule.declarations.start)..moved(rule.declarations.end);
            let groups = groups(declarations.get(own.clone()).unwrap_or_default());
            Rule { selector: rule.selector.clone(), declarations: own, groups }
        });
        let rules = hides.then(|| rules.collect())?;
        Some(Self { rules, declarations, variables: Vec::new(), cut: self.cut })
    }
}

fn groups(declarations: &[Declaration]) -> Groups {
    declarations
        .iter()
        .fold(Groups::NONE, |groups, declaration| groups.with(declaration.property.group()))
}

struct Reader<'a> {
    sheet: &'a mut Sheet,
    nesting: usize,
    /// Rules inside rules that were read.
    inner: usize,
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
        self.rule(selectors, input, self.nesting);
        Ok(())
    }
}

impl Reader<'_> {
    /// Reads a block, then the rules inside it.
    fn rule(&mut self, selectors: &str, input: &mut Parser<'_>, nesting: usize) {
        if self.sheet.rules.len() >= MAX_RULES {
            self.sheet.cut = true;
            return;
        }
        let start = self.sheet.declarations.len();
        let rest = parse_block(input, &mut self.sheet.declarations);
        let declarations = start..self.sheet.declarations.len();
        let groups = groups(self.sheet.declarations.get(start..).unwrap_or_default());
        if !groups.is_none() {
            for selector in split_list(selectors).take(MAX_SELECTORS) {
                if let Some(selector) = RuleSelector::parse(selector) {
                    let declarations = declarations.clone();
                    self.sheet.rules.push(Rule { selector, declarations, groups });
                }
            }
        }
        let of_root = || split_list(selectors).any(is_root);
        for variable in rest.variables {
            if self.sheet.variables.len() < MAX_VARIABLES {
                self.sheet.variables.push(Variable { of_root: of_root(), ..variable });
            }
        }
        if nesting < MAX_NESTING {
            for (inner, text) in rest.nested {
                self.inner += 1;
                if self.inner > MAX_RULES {
                    self.sheet.cut = true;
                    break;
                }
                let selectors =
                    inner.map_or_else(|| selectors.to_owned(), |i| nested(selectors, i));
                self.rule(&selectors, &mut Parser::new(text), nesting + 1);
            }
        }
    }
}

fn is_root(selector: &str) -> bool {
    matches!(selector.trim(), ":root" | "html" | "body" | "*")
}

/// The selectors of a rule inside a rule: where `&` stands is the outer one, else before it.
fn nested(outer: &str, inner: &str) -> String {
    let mut selectors = String::new();
    let pairs = split_list(outer).flat_map(|outer| split_list(inner).map(move |i| (outer, i)));
    for (outer, inner) in pairs.take(MAX_SELECTORS) {
        if !selectors.is_empty() {
            selectors.push(',');
        }
        if selectors.len() > MAX_NESTED_SELECTORS {
            break;
        }
        if inner.contains('&') {
            selectors.push_str(&inner.replace('&', outer.trim()));
        } else {
            selectors.push_str(outer.trim());
            selectors.push(' ');
            selectors.push_str(inner.trim());
        }
    }
    selectors
}

/// Whether the rules inside an at-rule apply.
pub(super) fn is_in_force(name: &str, prelude: &str) -> bool {
    match name.to_ascii_lowercase().as_str() {
        "media" => applies_to_screens(prelude),
        // Today's browsers support what pages ask for, and what a page asks them not to support
        // is for yesterday's.
        "supports" => !prelude.trim_start().to_ascii_lowercase().starts_with("not"),
        "layer" | "document" | "-moz-document" => true,
        // A container is at most as large as the window.
        "container" => prelude.find('(').is_some_and(|at| applies_to_screens(&prelude[at..])),
        _ => false,
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
        if is_in_force(&name, prelude) && self.nesting < MAX_NESTING {
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
        Reader { sheet: self.sheet, nesting: self.nesting + 1, inner: self.inner }.read(input);
        Ok(())
    }
}
