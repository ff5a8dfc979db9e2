//! Reading statements.

use oxc_ast::ast::{
    Declaration, ExportDefaultDeclarationKind, Expression, ForStatementInit, IfStatement,
    Statement, SwitchStatement, TryStatement, VariableDeclaration, VariableDeclarationKind,
};
use oxc_syntax::operator::{BinaryOperator, UnaryOperator};

use super::Trigger;
use super::reader::{Flow, Reader, place_in_memory};
use super::rounds::Loop;
use super::trigger::Task;
use super::value::{Sources, Value};

/// The most branches that are kept for later because a constant rules them out.
const PASSED_OVER: usize = 200;

impl<'a> Reader<'a> {
    /// Reads a list of statements, functions first.
    pub fn statements(&mut self, body: &'a [Statement<'a>]) -> Flow<'a> {
        for statement in body {
            let function = match statement {
                Statement::FunctionDeclaration(function) => Some(function),
                Statement::ExportDeclaration(export) => match &export.declaration {
                    Declaration::FunctionDeclaration(function) => Some(function),
                    _ => None,
                },
                _ => None,
            };
            if let Some(function) = function
                && let Some(id) = &function.id
            {
                let value = self.make_function(function);
                self.scopes.declare_var(self.scope, id.name.as_str(), Some(value));
            }
        }
        for statement in body {
            let flow = self.statement(statement);
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    /// Reads one statement.
    pub fn statement(&mut self, statement: &'a Statement<'a>) -> Flow<'a> {
        if !self.descend() {
            return Flow::Next;
        }
        let flow = self.statement_inside(statement);
        self.ascend();
        flow
    }

    fn statement_inside(&mut self, statement: &'a Statement<'a>) -> Flow<'a> {
        match statement {
            Statement::ExpressionStatement(it) => {
                self.expression(&it.expression);
            }
            Statement::VariableDeclaration(it) => self.declaration(it),
            Statement::BlockStatement(it) => return self.block(&it.body),
            Statement::IfStatement(it) => return self.branch(it),
            Statement::ReturnStatement(it) => {
                let value = match &it.argument {
                    Some(argument) => self.expression(argument),
                    None => Value::Undefined,
                };
                let sources = self.path;
                self.returned = Some(match self.returned.take() {
                    Some(earlier) => earlier.either(value, sources),
                    None => value,
                });
                return Flow::Return;
            }
            Statement::ThrowStatement(it) => {
                self.expression(&it.argument);
                return Flow::Return;
            }
            Statement::BreakStatement(it) => {
                return Flow::Break(it.label.as_ref().map(|label| label.name.as_str()));
            }
            Statement::ContinueStatement(it) => {
                return Flow::Continue(it.label.as_ref().map(|label| label.name.as_str()));
            }
            Statement::ForStatement(it) => {
                return self.scoped(|reader| {
                    match &it.init {
                        Some(ForStatementInit::VariableDeclaration(init)) => {
                            reader.declaration(init);
                        }
                        Some(init) => {
                            if let Some(init) = init.as_expression() {
                                reader.expression(init);
                            }
                        }
                        None => {}
                    }
                    let (test, update) = (it.test.as_ref(), it.update.as_ref());
                    reader.rounds(&Loop { test, update, body: &it.body, body_first: false })
                });
            }
            Statement::WhileStatement(it) => {
                let test = Some(&it.test);
                return self.rounds(&Loop {
                    test,
                    update: None,
                    body: &it.body,
                    body_first: false,
                });
            }
            Statement::DoWhileStatement(it) => {
                let test = Some(&it.test);
                return self.rounds(&Loop { test, update: None, body: &it.body, body_first: true });
            }
            Statement::ForInStatement(it) => {
                let object = self.expression(&it.right);
                let keys = self.keys(&object);
                return self.scoped(|reader| reader.each(&it.left, keys, &it.body));
            }
            Statement::ForOfStatement(it) => {
                let object = self.expression(&it.right);
                let elements = match &object {
                    Value::Node(_) => Some(vec![object]),
                    object => self.heap.elements(object).cloned(),
                };
                return self.scoped(|reader| reader.each(&it.left, elements, &it.body));
            }
            Statement::LabeledStatement(it) => {
                let label = Some(it.label.name.as_str());
                let flow = self.statement(&it.body);
                return if flow == Flow::Break(label) { Flow::Next } else { flow };
            }
            Statement::SwitchStatement(it) => return self.switch(it),
            Statement::TryStatement(it) => return self.attempt(it),
            Statement::WithStatement(it) => {
                let object = self.expression(&it.object);
                self.with.push(object);
                let flow = self.statement(&it.body);
                self.with.pop();
                return flow;
            }
            Statement::ClassDeclaration(it) => {
                let class = self.class(it);
                if let Some(id) = &it.id {
                    self.scopes.declare(self.scope, id.name.as_str(), class);
                }
            }
            Statement::ExportDeclaration(it) => match &it.declaration {
                Declaration::VariableDeclaration(it) => self.declaration(it),
                Declaration::ClassDeclaration(it) => {
                    self.class(it);
                }
                _ => {}
            },
            Statement::ExportDefaultDeclaration(it) => match &it.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(it) => {
                    self.make_function(it);
                }
                ExportDefaultDeclarationKind::ClassDeclaration(it) => {
                    self.class(it);
                }
                other => {
                    if let Some(expression) = other.as_expression() {
                        self.expression(expression);
                    }
                }
            },
            // Functions were made before; the rest does nothing.
            _ => {}
        }
        Flow::Next
    }

    /// Reads code in a scope of its own.
    pub fn scoped<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.scope;
        self.scope = self.scopes.open(outer, false);
        let result = read(self);
        self.scope = outer;
        result
    }

    fn block(&mut self, body: &'a [Statement<'a>]) -> Flow<'a> {
        let has_own_names = body.iter().any(|statement| match statement {
            Statement::VariableDeclaration(it) => it.kind != VariableDeclarationKind::Var,
            Statement::ClassDeclaration(_) => true,
            _ => false,
        });
        if has_own_names {
            self.scoped(|reader| reader.statements(body))
        } else {
            self.statements(body)
        }
    }

    fn declaration(&mut self, declaration: &'a VariableDeclaration<'a>) {
        for one in &declaration.declarations {
            let value = one.init.as_ref().map(|init| self.expression(init));
            let var = declaration.kind == VariableDeclarationKind::Var;
            self.bind(&one.id, value, var);
        }
    }

    fn branch(&mut self, it: &'a IfStatement<'a>) -> Flow<'a> {
        let test = self.expression(&it.test);
        let sources = test.sources();
        match test.truth() {
            Some(truth) => {
                let (taken, other) = if truth {
                    (Some(&it.consequent), it.alternate.as_ref())
                } else {
                    (it.alternate.as_ref(), Some(&it.consequent))
                };
                if let Some(other) = other {
                    self.pass_over(other);
                }
                taken.map_or(Flow::Next, |taken| self.read_branch(taken))
            }
            None => {
                let (one, assigned) =
                    self.maybe(sources, |reader| reader.read_branch(&it.consequent));
                let (other, assigned_else) = match &it.alternate {
                    Some(alternate) => self.maybe(sources, |reader| reader.read_branch(alternate)),
                    None => (Flow::Next, Vec::new()),
                };
                self.scopes.merge(assigned, assigned_else, sources);
                let leaves = one == Flow::Return && other == Flow::Next;
                let sources = if leaves && !denies(&it.test) {
                    // Some things that a visitor may pick are left out: the rest is not picked.
                    sources.without(Sources::USER)
                } else {
                    sources
                };
                self.join_flow(one, other, sources)
            }
        }
    }

    /// The flow after an open test.
    pub fn join_flow(&mut self, one: Flow<'a>, other: Flow<'a>, sources: Sources) -> Flow<'a> {
        if one == other {
            return one;
        }
        // One way leaves: all that follows depends on the test.
        self.path = self.path.and(sources);
        self.open_exit = true;
        Flow::Next
    }

    fn read_branch(&mut self, statement: &'a Statement<'a>) -> Flow<'a> {
        self.branches_read.insert(place_in_memory(statement));
        self.statement(statement)
    }

    /// Remembers a branch that a constant rules out just now: the variable in the test may change
    /// later, when an event comes.
    fn pass_over(&mut self, statement: &'a Statement<'a>) {
        if self.repeats > 0 || self.passed_over.len() >= PASSED_OVER {
            return;
        }
        let at_once = self.calls.is_empty() && self.trigger == Trigger::Load;
        let trigger = if at_once { Trigger::Uncalled } else { self.trigger.clone() };
        let task = Task::Branch { statement, scope: self.scope, this: self.this.clone() };
        self.passed_over.push(self.deferral(task, trigger));
    }

    fn switch(&mut self, it: &'a SwitchStatement<'a>) -> Flow<'a> {
        let value = self.expression(&it.discriminant);
        let mut open = value.sources();
        let mut chosen = None;
        let mut known = true;
        for (at, case) in it.cases.iter().enumerate() {
            let Some(test) = &case.test else { continue };
            let test = self.expression(test);
            let equal = super::operator::equal(&value, &test, true);
            open = open.and(equal.sources());
            match equal.truth() {
                Some(true) if known => {
                    chosen = Some(at);
                    break;
                }
                Some(_) => {}
                None => known = false,
            }
        }
        if known {
            let start = chosen.or_else(|| it.cases.iter().position(|case| case.test.is_none()));
            for case in it.cases.iter().skip(start.unwrap_or(it.cases.len())) {
                match self.statements(&case.consequent) {
                    Flow::Next => {}
                    Flow::Break(None) => break,
                    flow => return flow,
                }
            }
            return Flow::Next;
        }
        for case in &it.cases {
            let (flow, assigned) = self.maybe(open, |reader| reader.statements(&case.consequent));
            self.scopes.merge(assigned, Vec::new(), open);
            if flow == Flow::Return {
                self.open_exit = true;
            }
        }
        Flow::Next
    }

    fn attempt(&mut self, it: &'a TryStatement<'a>) -> Flow<'a> {
        let flow = self.block(&it.block.body);
        if let Some(handler) = &it.handler
            && self.branches_read.insert(place_in_memory(&**handler))
        {
            // It runs only where something threw, which is not followed: read once, for its
            // sinks.
            let lists = self.heap.lists_frozen;
            self.heap.lists_frozen = true;
            self.maybe(Sources::NONE, |reader| {
                reader.scoped(|reader| {
                    if let Some(parameter) = &handler.param {
                        reader.bind(&parameter.pattern, Some(Value::UNKNOWN), false);
                    }
                    reader.block(&handler.body.body)
                })
            });
            self.heap.lists_frozen = lists;
        }
        match &it.finalizer {
            Some(finalizer) => match self.block(&finalizer.body) {
                Flow::Next => flow,
                ended => ended,
            },
            None => flow,
        }
    }
}

/// Whether a test holds where something is not: `!picked`, `target !== button`.
fn denies(test: &Expression<'_>) -> bool {
    use BinaryOperator::{Inequality, StrictInequality};
    match test {
        Expression::UnaryExpression(it) => it.operator == UnaryOperator::LogicalNot,
        Expression::BinaryExpression(it) => {
            matches!(it.operator, Inequality | StrictInequality)
        }
        _ => false,
    }
}
