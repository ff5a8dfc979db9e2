//! Names and what they stand for, with a way back out of a branch that may not be taken.

use std::collections::{BTreeMap, BTreeSet};

use super::value::{Sources, Value};

/// Index of a scope.
pub(super) type ScopeId = usize;

/// The scope of the page.
pub(super) const GLOBAL: ScopeId = 0;

struct Scope<'a> {
    parent: Option<ScopeId>,
    /// Whether `var` lands here.
    function: bool,
    /// Few, mostly, and of a hostile page's choosing: neither a slow hash nor one that can be
    /// made to collide will do.
    names: BTreeMap<&'a str, Value>,
}

/// One assignment and what it overwrote.
struct Overwritten<'a> {
    scope: ScopeId,
    name: &'a str,
    old: Option<Value>,
}

/// What a branch assigned.
pub(super) type Changes<'a> = Vec<(ScopeId, &'a str, Value)>;

/// All scopes of one reading.
pub(super) struct Scopes<'a> {
    all: Vec<Scope<'a>>,
    trail: Vec<Overwritten<'a>>,
    /// Scopes from here on were opened inside the innermost branch, and end with it.
    local: ScopeId,
}

/// Where a branch begins.
pub(super) struct Mark {
    trail: usize,
    local: ScopeId,
}

impl<'a> Scopes<'a> {
    pub fn new() -> Self {
        let global = Scope { parent: None, function: true, names: BTreeMap::new() };
        Self { all: vec![global], trail: Vec::new(), local: 0 }
    }

    /// How many scopes there are; the next one's index.
    pub fn count(&self) -> ScopeId {
        self.all.len()
    }

    /// Opens a scope inside another; `function` says whether `var` lands in it.
    pub fn open(&mut self, parent: ScopeId, function: bool) -> ScopeId {
        self.all.push(Scope { parent: Some(parent), function, names: BTreeMap::new() });
        self.all.len() - 1
    }

    /// The scope that holds the nearest declaration of `name`.
    fn holder(&self, mut scope: ScopeId, name: &str) -> Option<ScopeId> {
        loop {
            let here = self.all.get(scope)?;
            if here.names.contains_key(name) {
                return Some(scope);
            }
            scope = here.parent?;
        }
    }

    pub fn lookup(&self, mut scope: ScopeId, name: &str) -> Option<&Value> {
        loop {
            let here = self.all.get(scope)?;
            if let Some(value) = here.names.get(name) {
                return Some(value);
            }
            scope = here.parent?;
        }
    }

    /// Declares with `let`, `const` or as a parameter.
    pub fn declare(&mut self, scope: ScopeId, name: &'a str, value: Value) {
        self.set(scope, name, value);
    }

    /// Declares with `var`: in the nearest function. Without a value, an earlier one stays.
    pub fn declare_var(&mut self, mut scope: ScopeId, name: &'a str, value: Option<Value>) {
        while let Some(here) = self.all.get(scope)
            && !here.function
            && let Some(parent) = here.parent
        {
            scope = parent;
        }
        let known = self.all.get(scope).is_some_and(|here| here.names.contains_key(name));
        match value {
            Some(value) => self.set(scope, name, value),
            None if !known => self.set(scope, name, Value::Undefined),
            None => {}
        }
    }

    /// Assigns to the nearest declaration, or makes a global.
    /// Returns the scope that holds the name.
    pub fn assign(&mut self, scope: ScopeId, name: &'a str, value: Value) -> ScopeId {
        let holder = self.holder(scope, name).unwrap_or(GLOBAL);
        self.set(holder, name, value);
        holder
    }

    fn set(&mut self, scope: ScopeId, name: &'a str, value: Value) {
        let Some(here) = self.all.get_mut(scope) else { return };
        let old = here.names.insert(name, value);
        if scope < self.local {
            self.trail.push(Overwritten { scope, name, old });
        }
    }

    /// Begins a branch that may not be taken; give the mark to [`Scopes::roll_back`].
    pub fn record(&mut self) -> Mark {
        let local = std::mem::replace(&mut self.local, self.all.len());
        Mark { trail: self.trail.len(), local }
    }

    /// Undoes what the branch assigned and returns it.
    pub fn roll_back(&mut self, mark: Mark) -> Changes<'a> {
        self.local = mark.local;
        let mut changes: Changes<'a> = Vec::new();
        let mut seen: BTreeSet<(ScopeId, &'a str)> = BTreeSet::new();
        while self.trail.len() > mark.trail {
            let Some(last) = self.trail.pop() else { break };
            let Some(here) = self.all.get_mut(last.scope) else { continue };
            let current = match last.old {
                Some(old) => here.names.insert(last.name, old),
                None => here.names.remove(last.name),
            };
            // Walking backwards: the first one met is the branch's last word.
            if seen.insert((last.scope, last.name))
                && let Some(current) = current
            {
                changes.push((last.scope, last.name, current));
            }
        }
        changes
    }

    /// Joins two branches, of which one is taken depending on `sources`.
    pub fn merge(&mut self, one: Changes<'a>, other: Changes<'a>, sources: Sources) {
        let mut theirs: BTreeMap<(ScopeId, &'a str), Value> =
            other.into_iter().map(|(scope, name, value)| ((scope, name), value)).collect();
        let before = |all: &[Scope<'a>], scope: ScopeId, name: &str| {
            let known = all.get(scope).and_then(|here| here.names.get(name));
            known.cloned().unwrap_or(Value::Undefined)
        };
        for (scope, name, value) in one {
            let alternative =
                theirs.remove(&(scope, name)).unwrap_or_else(|| before(&self.all, scope, name));
            self.set(scope, name, value.either(alternative, sources));
        }
        for ((scope, name), value) in theirs {
            let alternative = before(&self.all, scope, name);
            self.set(scope, name, alternative.either(value, sources));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Condition;
    use super::*;

    #[test]
    fn a_branch_leaves_both_values_behind() {
        let mut scopes = Scopes::new();
        scopes.declare_var(GLOBAL, "u", Some(Value::text("a")));
        let mark = scopes.record();
        scopes.assign(GLOBAL, "u", Value::text("b"));
        scopes.assign(GLOBAL, "u", Value::text("c"));
        let taken = scopes.roll_back(mark);
        assert_eq!(scopes.lookup(GLOBAL, "u"), Some(&Value::text("a")));
        scopes.merge(taken, Vec::new(), Sources::on(Condition::Device));
        let both = scopes.lookup(GLOBAL, "u").cloned().unwrap_or(Value::Undefined);
        assert_eq!(both.alternatives(), [Value::text("c"), Value::text("a")]);
        assert_eq!(both.sources(), Sources::on(Condition::Device));
    }

    #[test]
    fn var_passes_through_blocks_and_let_stays() {
        let mut scopes = Scopes::new();
        let function = scopes.open(GLOBAL, true);
        let block = scopes.open(function, false);
        scopes.declare_var(block, "v", Some(Value::Null));
        scopes.declare(block, "l", Value::Null);
        assert!(scopes.lookup(function, "v").is_some());
        assert!(scopes.lookup(function, "l").is_none());
        assert!(scopes.lookup(GLOBAL, "v").is_none());
    }
}
