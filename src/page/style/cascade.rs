//! The cascade: of all declarations for an element, which one counts.

use std::{cell::Cell, collections::HashMap, sync::Arc};

use scraper::ElementRef;

use crate::page::Declared;

use super::{
    colour::{Backdrop, Colour, Paint},
    declaration::Declaration,
    property::{Groups, Property},
    selector::{Key, RuleSelector},
    sheet::{Rule, Sheet},
    value::Value,
    variables::Variables,
};

/// Steps through the tree that matching may take on one page.
const MAX_STEPS: u64 = 20_000_000;
/// Backgrounds of the stylesheets that are told apart.
const MAX_GROUNDS: usize = 48;

/// All stylesheets of a page together.
#[derive(Debug, Default)]
pub(crate) struct Cascade {
    sheets: Vec<(Arc<Sheet>, Declared)>,
    /// Rules that may hide: these are tried on every element.
    hiding: Index,
    /// All rules: these are tried where one of the others matched.
    all: Index,
    /// What letters may vanish on: white, and what the stylesheets paint.
    grounds: Vec<Colour>,
    variables: Variables,
}

/// Sheet and place in it.
type Place = (u32, u32);

/// Rules by the key of their selectors.
#[derive(Debug, Default)]
struct Index {
    ids: HashMap<Box<str>, Vec<Entry>>,
    classes: HashMap<Box<str>, Vec<Entry>>,
    tags: HashMap<Box<str>, Vec<Entry>>,
    any: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    place: Place,
    groups: Groups,
}

/// An element as selectors see it.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub element: ElementRef<'a>,
    pub id: Option<&'a str>,
    pub classes: &'a str,
    pub depth: usize,
    pub siblings_before: usize,
}

/// How much matching a page may still do.
#[derive(Debug)]
pub(crate) struct Steps(Cell<u64>);

impl Default for Steps {
    fn default() -> Self {
        Self(Cell::new(MAX_STEPS))
    }
}

impl Steps {
    pub fn are_used_up(&self) -> bool {
        self.0.get() == 0
    }

    fn take(&self, steps: u64) -> bool {
        self.0.set(self.0.get().saturating_sub(steps));
        self.0.get() > 0
    }
}

/// Which declaration wins: important ones first, then inline ones, then by weight, then the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    important: bool,
    inline: bool,
    specificity: u32,
    place: Place,
}

/// The declaration that counts for a property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Winner<'a> {
    pub value: Value,
    pub declared: Declared,
    /// As written.
    pub text: &'a str,
    rank: Rank,
}

/// What counts for one element.
#[derive(Debug)]
pub(crate) struct Computed<'a> {
    slots: [Option<Winner<'a>>; Property::COUNT],
}

impl<'a> Computed<'a> {
    pub fn get(&self, property: Property) -> Option<&Winner<'a>> {
        self.slots.get(property as usize).and_then(Option::as_ref)
    }

    fn offer(&mut self, declaration: &'a Declaration, declared: Declared, rank: Rank) {
        let rank = Rank { important: declaration.important, ..rank };
        if let Some(slot) = self.slots.get_mut(declaration.property as usize)
            && slot.as_ref().is_none_or(|known| rank >= known.rank)
        {
            let Declaration { value, text, .. } = declaration;
            *slot = Some(Winner { value: *value, declared, text, rank });
        }
    }
}

impl Cascade {
    /// Puts stylesheets together, in document order.
    pub fn new(mut sheets: Vec<(Arc<Sheet>, Declared)>) -> Self {
        let variables = Variables::of(&sheets);
        for (sheet, _) in &mut sheets {
            if let Some(resolved) = sheet.resolved(&variables) {
                *sheet = Arc::new(resolved);
            }
        }
        let grounds = grounds(&sheets);
        let mut cascade = Self::default();
        for (sheet_number, (sheet, _)) in sheets.iter().enumerate() {
            for (rule_number, rule) in sheet.rules.iter().enumerate() {
                let place = (sheet_number as u32, rule_number as u32);
                cascade.all.add(&rule.selector, Entry { place, groups: rule.groups });
                let hides = hiding_groups(sheet.declarations(rule), &grounds);
                if !hides.is_none() {
                    cascade.hiding.add(&rule.selector, Entry { place, groups: hides });
                }
            }
        }
        cascade.sheets = sheets;
        cascade.grounds = grounds;
        cascade.variables = variables;
        cascade
    }

    /// The custom properties of the page.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// Whether a stylesheet had more rules than are kept.
    pub fn is_cut(&self) -> bool {
        self.sheets.iter().any(|(sheet, _)| sheet.cut)
    }

    /// Whether letters of this colour vanish on white or on anything the stylesheets paint.
    pub fn may_vanish(&self, colour: Colour) -> bool {
        self.grounds.iter().any(|&ground| colour.vanishes_on(ground))
    }

    /// In which groups a rule of the stylesheets may hide the element.
    pub fn may_hide(&self, subject: &Subject<'_>, steps: &Steps) -> Groups {
        let mut groups = Groups::NONE;
        self.hiding.visit(subject, |entry| {
            if let Some((rule, _)) = self.rule(entry.place)
                && self.applies(rule, subject, steps)
            {
                groups = groups.with(entry.groups);
            }
        });
        groups
    }

    /// What counts for the element, in some groups. `hints` are presentational attributes.
    pub fn compute<'a>(
        &'a self,
        subject: &Subject<'_>,
        groups: Groups,
        hints: &'a [Declaration],
        inline: &'a [Declaration],
        steps: &Steps,
    ) -> Computed<'a> {
        let mut computed = Computed { slots: [const { None }; Property::COUNT] };
        let own = Rank { important: false, inline: false, specificity: 0, place: (0, 0) };
        for hint in hints {
            computed.offer(hint, Declared::Element, own);
        }
        self.all.visit(subject, |entry| {
            if !entry.groups.meets(groups) {
                return;
            }
            let Some((rule, sheet)) = self.rule(entry.place) else { return };
            if !self.applies(rule, subject, steps) {
                return;
            }
            let declared =
                self.sheets.get(entry.place.0 as usize).map_or(Declared::PageStyle, |own| own.1);
            let specificity = rule.selector.specificity;
            let rank = Rank { specificity, place: entry.place, ..own };
            for declaration in sheet.declarations(rule) {
                computed.offer(declaration, declared, rank);
            }
        });
        for declaration in inline {
            computed.offer(declaration, Declared::Inline, Rank { inline: true, ..own });
        }
        computed
    }

    fn rule(&self, (sheet, rule): Place) -> Option<(&Rule, &Sheet)> {
        let (sheet, _) = self.sheets.get(sheet as usize)?;
        Some((sheet.rules.get(rule as usize)?, sheet))
    }

    fn applies(&self, rule: &Rule, subject: &Subject<'_>, steps: &Steps) -> bool {
        steps.take(rule.selector.cost(subject.depth, subject.siblings_before))
            && rule.selector.matches(&subject.element, subject.siblings_before)
    }
}

impl Index {
    fn add(&mut self, selector: &RuleSelector, entry: Entry) {
        let (map, key) = match &selector.key {
            Key::Any => return self.any.push(entry),
            Key::Id(key) => (&mut self.ids, key),
            Key::Class(key) => (&mut self.classes, key),
            Key::Tag(key) => (&mut self.tags, key),
        };
        match map.get_mut(key) {
            Some(entries) => entries.push(entry),
            None => {
                map.insert(key.clone(), vec![entry]);
            }
        }
    }

    fn visit(&self, subject: &Subject<'_>, mut see: impl FnMut(&Entry)) {
        let by_id = subject.id.filter(|_| !self.ids.is_empty()).and_then(|id| self.ids.get(id));
        by_id.into_iter().flatten().for_each(&mut see);
        if !self.classes.is_empty() {
            // An element with thousands of classes is no element of a real page.
            for class in subject.classes.split_ascii_whitespace().take(64) {
                self.classes.get(class).into_iter().flatten().for_each(&mut see);
            }
        }
        if !self.tags.is_empty() {
            let name = subject.element.value().name();
            self.tags.get(name).into_iter().flatten().for_each(&mut see);
        }
        self.any.iter().for_each(see);
    }
}

fn grounds(sheets: &[(Arc<Sheet>, Declared)]) -> Vec<Colour> {
    let mut grounds = vec![Colour::WHITE];
    for declaration in sheets.iter().flat_map(|(sheet, _)| &sheet.declarations) {
        if let Value::Backdrop(Backdrop::Solid(colour)) = declaration.value
            && grounds.len() < MAX_GROUNDS
            && !grounds.contains(&colour)
        {
            grounds.push(colour);
        }
    }
    grounds
}

fn hiding_groups(declarations: &[Declaration], grounds: &[Colour]) -> Groups {
    declarations
        .iter()
        .filter(|declaration| match declaration.value {
            Value::Paint(Paint::Solid(colour)) => {
                grounds.iter().any(|&ground| colour.vanishes_on(ground))
            }
            _ => declaration.may_hide(),
        })
        .fold(Groups::NONE, |groups, declaration| groups.with(declaration.property.group()))
}
