//! Loops: followed round by round while their test is constant, else read once.

use oxc_ast::ast::{Expression, ForStatementLeft, Statement, VariableDeclarationKind};

use super::reader::{Flow, Reader};
use super::value::{Sources, Value};

/// The most rounds of one loop that are followed.
const ROUNDS: usize = 20_000;
/// The parts of a loop.
pub(super) struct Loop<'a> {
    pub test: Option<&'a Expression<'a>>,
    pub update: Option<&'a Expression<'a>>,
    pub body: &'a Statement<'a>,
    /// Whether the body runs before the first test.
    pub body_first: bool,
}

impl<'a> Reader<'a> {
    /// Reads a loop.
    pub fn rounds(&mut self, it: &Loop<'a>) -> Flow<'a> {
        let repeats = self.repeats;
        let open_exit = std::mem::replace(&mut self.open_exit, false);
        let mut flow = Flow::Next;
        for round in 0..ROUNDS {
            if round > 0 {
                self.repeats = repeats + 1;
            }
            if !(it.body_first && round == 0)
                && let Some(test) = it.test
            {
                let test = self.expression(test);
                match test.truth() {
                    Some(true) => {}
                    Some(false) => break,
                    None => {
                        if round == 0 || !it.body_first {
                            self.open_round(it, test.sources());
                        }
                        break;
                    }
                }
            }
            let ended = self.statement(it.body);
            match ended {
                Flow::Break(None) => break,
                Flow::Return | Flow::Break(Some(_)) => {
                    flow = ended;
                    break;
                }
                Flow::Next | Flow::Continue(_) => {}
            }
            if let Some(update) = it.update {
                self.expression(update);
            }
            // Without the way out, the loop would turn until the fuel is gone.
            if self.open_exit || !self.has_fuel() {
                break;
            }
        }
        self.repeats = repeats;
        self.open_exit |= open_exit;
        flow
    }

    /// Reads a loop body that may run or not.
    fn open_round(&mut self, it: &Loop<'a>, sources: Sources) {
        let ((), assigned) = self.maybe(sources, |reader| {
            reader.statement(it.body);
            if let Some(update) = it.update {
                reader.expression(update);
            }
        });
        self.scopes.merge(assigned, Vec::new(), sources);
    }

    /// A loop over known elements, or once over an unknown one.
    pub fn each(
        &mut self,
        left: &'a ForStatementLeft<'a>,
        elements: Option<Vec<Value>>,
        body: &'a Statement<'a>,
    ) -> Flow<'a> {
        let Some(elements) = elements else {
            let (flow, assigned) = self.maybe(Sources::NONE, |reader| {
                reader.bind_left(left, Value::UNKNOWN);
                reader.statement(body)
            });
            self.scopes.merge(assigned, Vec::new(), Sources::NONE);
            return if matches!(flow, Flow::Return) {
                self.join_flow(flow, Flow::Next, Sources::NONE)
            } else {
                Flow::Next
            };
        };
        let repeats = self.repeats;
        let mut ended = Flow::Next;
        for element in elements {
            self.bind_left(left, element);
            match self.statement(body) {
                Flow::Next | Flow::Continue(_) => {}
                Flow::Break(None) => break,
                flow => {
                    ended = flow;
                    break;
                }
            }
            self.repeats = repeats + 1;
            if !self.has_fuel() {
                break;
            }
        }
        self.repeats = repeats;
        ended
    }

    fn bind_left(&mut self, left: &'a ForStatementLeft<'a>, value: Value) {
        match left {
            ForStatementLeft::VariableDeclaration(declaration) => {
                let var = declaration.kind == VariableDeclarationKind::Var;
                if let Some(one) = declaration.declarations.first() {
                    self.bind(&one.id, Some(value), var);
                }
            }
            other => {
                if let Some(target) = other.as_assignment_target() {
                    self.assign(target, value);
                }
            }
        }
    }
}
