//! The text of a page, in the order in which the page draws it.

use std::{borrow::Cow, collections::HashMap, rc::Rc};

use super::{
    file::{File, Visited},
    filter::LARGEST,
    font::Font,
    lexer::{Lexer, Token, is_space},
    value::{self, Dict, Value},
};

/// A gap of so many thousandths of the font's size is a space.
const SPACE: f64 = 200.0;
/// The most values that an operator is given.
const MOST_OPERANDS: usize = 64;
/// The most times that the pages of one file bring in a drawing or a picture.
const MOST_FORMS: usize = 2_000;
/// The most fonts of one content, and of one file.
const MOST_FONTS: usize = 64;

/// A drawing that is brought in, by its object, and the resources of who brings it in.
type Waiting = (u32, Rc<Value>);

/// Draws pages to letters.
pub(super) struct Pen<'a, 'f> {
    file: &'f File<'a>,
    /// Fonts that were read, by their object.
    fonts: HashMap<u32, Rc<Font>>,
    forms_left: usize,
    /// What was drawn.
    text: &'f mut String,
    most: usize,
    state: State,
}

/// Where the next text is drawn, and how.
#[derive(Clone, Default)]
struct State {
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    /// The line's matrix, as six numbers.
    line: [f64; 6],
    /// How much has been drawn on the line since its beginning.
    drawn: f64,
    /// Where the text drawn last ended.
    x: f64,
    y: f64,
}

const UPRIGHT: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl<'a, 'f> Pen<'a, 'f> {
    /// A pen that draws until there are `most` bytes of text.
    pub fn new(file: &'f File<'a>, text: &'f mut String, most: usize) -> Self {
        let state = State { line: UPRIGHT, ..State::default() };
        Self { file, fonts: HashMap::new(), forms_left: MOST_FORMS, text, most, state }
    }

    /// Draws a page: its contents, then the drawings that it brings in.
    pub fn draw(&mut self, page: &Dict, resources: &Rc<Value>) {
        let mut visited = Visited::default();
        let mut waiting = Vec::new();
        self.run(&self.content(page), resources, &mut waiting);
        while let Some((id, outer)) = waiting.pop() {
            let Some(form) = self.file.object(id).filter(|_| visited.enter(id)) else { continue };
            let Some(dict) = form.value.dict().filter(|dict| dict.is("Subtype", "Form")) else {
                continue;
            };
            let Some(content) = self.file.stream(&form) else { continue };
            let own = self.file.get(dict, "Resources");
            let resources = if own.dict().is_some() { Rc::new(own.into_owned()) } else { outer };
            self.new_line();
            self.run(&content, &resources, &mut waiting);
        }
        self.new_line();
    }

    /// A page's content, in one part or in many.
    fn content(&self, page: &Dict) -> Vec<u8> {
        let contents = self.file.get(page, "Contents");
        let single = page.get("Contents").map(std::slice::from_ref).unwrap_or_default();
        let parts = contents.array().unwrap_or(single);
        let mut content = Vec::new();
        for part in parts.iter().filter_map(Value::reference) {
            let object = self.file.object(part);
            let Some(bytes) = object.and_then(|object| self.file.stream(&object)) else { continue };
            if content.len() + bytes.len() > LARGEST {
                break;
            }
            content.extend(bytes);
            // Words do not go on from part to part.
            content.push(b'\n');
        }
        content
    }

    fn run(&mut self, content: &[u8], resources: &Rc<Value>, waiting: &mut Vec<Waiting>) {
        let named = |kind: &str| match resources.dict() {
            Some(dict) => self.file.get(dict, kind),
            None => Cow::Owned(Value::Null),
        };
        let (fonts, drawings) = (named("Font"), named("XObject"));
        let mut names: HashMap<Vec<u8>, Option<Rc<Font>>> = HashMap::new();
        let mut operands: Vec<Value> = Vec::new();
        let mut lexer = Lexer::new(content, 0);
        while self.text.len() < self.most {
            if let Some(value) = value::read(&mut lexer) {
                if operands.len() < MOST_OPERANDS {
                    operands.push(value);
                }
                continue;
            }
            let operator = match lexer.next() {
                Some(Token::Word(operator)) => operator,
                Some(_) => continue,
                None => break,
            };
            match (operator, operands.as_slice()) {
                (b"ID", _) => skip_image(&mut lexer),
                (b"Do", [Value::Name(name)]) if self.forms_left > 0 => {
                    self.forms_left -= 1;
                    let id = drawings.dict().and_then(|dict| dict.get_bytes(name));
                    let id = id.and_then(Value::reference);
                    waiting.extend(id.map(|id| (id, Rc::clone(resources))));
                }
                (b"Tf", [Value::Name(name), Value::Number(size)]) => {
                    if !names.contains_key(name) && names.len() < MOST_FONTS {
                        let font = fonts.dict().and_then(|dict| dict.get_bytes(name));
                        names.insert(name.clone(), font.and_then(|font| self.font(font)));
                    }
                    self.state.font = names.get(name).cloned().flatten();
                    self.state.size = *size;
                }
                (operator, operands) => self.operate(operator, operands),
            }
            operands.clear();
        }
    }

    fn operate(&mut self, operator: &[u8], operands: &[Value]) {
        let number = |index: usize| operands.get(index).and_then(Value::number).unwrap_or(0.0);
        match operator {
            b"BT" => self.place(UPRIGHT),
            // Another picture, with its own way of counting.
            b"cm" => (self.state.x, self.state.y) = (f64::MAX, f64::MAX),
            b"Tm" => self.place([0, 1, 2, 3, 4, 5].map(number)),
            b"Td" => self.advance(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.advance(number(0), number(1));
            }
            b"TL" => self.state.leading = number(0),
            b"T*" => self.advance(0.0, -self.state.leading),
            b"'" | b"\"" => {
                self.advance(0.0, -self.state.leading);
                self.show(operands.last());
            }
            b"Tj" | b"TJ" => self.show(operands.last()),
            _ => {}
        }
    }

    fn font(&mut self, font: &Value) -> Option<Rc<Font>> {
        if let Some(known) = font.reference().and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let read = Rc::new(Font::read(self.file, self.file.resolve(font).dict()?));
        if let Some(id) = font.reference().filter(|_| self.fonts.len() < MOST_FONTS) {
            self.fonts.insert(id, Rc::clone(&read));
        }
        Some(read)
    }

    fn place(&mut self, line: [f64; 6]) {
        (self.state.line, self.state.drawn) = (line, 0.0);
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.place(moved(self.state.line, x, y));
    }

    /// Draws a text, or an array of texts and of gaps between them.
    fn show(&mut self, shown: Option<&Value>) {
        let (Some(font), Some(shown)) = (self.state.font.clone(), shown) else { return };
        let parts = shown.array().unwrap_or(std::slice::from_ref(shown));
        let [a, b, .., x, y] = moved(self.state.line, self.state.drawn, 0.0);
        self.separate(x, y, self.state.size.abs() * a.hypot(b));
        let mut width = 0.0;
        for part in parts {
            match part {
                Value::Text(bytes) if self.text.len() < self.most => {
                    width += font.show(bytes, self.text);
                }
                Value::Number(back) => {
                    width -= back;
                    if -back >= SPACE {
                        self.space();
                    }
                }
                _ => {}
            }
        }
        self.state.drawn += width / 1000.0 * self.state.size;
        [.., self.state.x, self.state.y] = moved(self.state.line, self.state.drawn, 0.0);
    }

    /// Puts a space or a line's end between what was drawn and what is drawn next.
    fn separate(&mut self, x: f64, y: f64, scale: f64) {
        if (y - self.state.y).abs() > scale / 2.0 {
            self.new_line();
        } else {
            let gap = x - self.state.x;
            if gap > scale * SPACE / 1000.0 || gap < -scale {
                self.space();
            }
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// A matrix, moved within what it measures.
fn moved([a, b, c, d, e, f]: [f64; 6], x: f64, y: f64) -> [f64; 6] {
    [a, b, c, d, e + x * a + y * c, f + x * b + y * d]
}

/// Passes over a picture that stands among the operators.
fn skip_image(lexer: &mut Lexer<'_>) {
    let rest = lexer.rest();
    let ends = memchr::memmem::find_iter(rest, b"EI").find(|&at| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at));
        before.is_some_and(|byte| is_space(*byte))
            && rest.get(at + 2).is_none_or(|byte| is_space(*byte))
    });
    lexer.at += ends.map_or(rest.len(), |at| at + 2);
}
