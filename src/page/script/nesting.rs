//! How deep a script is nested, judged from its characters.
//!
//! Parsers of JavaScript call themselves for each bracket, each prefix operator, each arrow and
//! each `else if`; 200,000 of them overflow any stack. The estimate here errs on the high side:
//! too high a depth costs a script a stack of its own, too low a one would end the run.

/// How deep parsing `source` can go, in nested constructs.
pub(super) fn depth(source: &str) -> usize {
    let mut scan = Scan { bytes: source.as_bytes(), ..Scan::default() };
    scan.run();
    if scan.doubtful {
        // Whether a slash begins a regular expression could not be told, and with it what is a
        // string: whatever can nest is taken to do so.
        let nests = |b: &&u8| b"([{!~-+=?:*".contains(b) || b.is_ascii_whitespace();
        return source.as_bytes().iter().filter(nests).count();
    }
    scan.deepest
}

/// What the last token was, as far as it matters to the next.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Last {
    /// An operator, or nothing: an operand follows.
    #[default]
    Operator,
    /// A value: an operator follows, or another statement.
    Operand,
    /// The end of a block, or of an object.
    Brace,
    /// `++`, or a word that is a keyword only sometimes.
    Either,
}

/// What was opened.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bracket or a block.
    #[default]
    Plain,
    /// The parentheses of `if`, `for`, `while` and `with`: a statement follows.
    Head,
    /// An expression in a template.
    Template,
}

/// What is open since one bracket.
#[derive(Clone, Copy, Default)]
pub(super) struct Level {
    pub kind: Kind,
    /// Statements inside one another without braces.
    statements: usize,
    /// Operands inside one another without brackets.
    operands: usize,
    /// `?` that wait for their `:`.
    ternaries: usize,
    /// A `:` that was none of a ternary's: a property's, or a label's.
    colon: bool,
}

#[derive(Default)]
pub(super) struct Scan<'s> {
    pub bytes: &'s [u8],
    pub at: usize,
    pub last: Last,
    /// Whether the last word was one with a [`Kind::Head`].
    head: bool,
    outer: Vec<Level>,
    pub level: Level,
    /// What is open outside the innermost bracket.
    below: usize,
    deepest: usize,
    pub doubtful: bool,
}

impl Scan<'_> {
    fn run(&mut self) {
        if self.rest().starts_with(b"#!") {
            self.skip_line();
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte.is_ascii_whitespace() {
                self.at += 1;
                continue;
            }
            if is_name(byte) {
                self.word();
                continue;
            }
            self.punctuation(byte);
        }
    }

    pub fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn punctuation(&mut self, byte: u8) {
        let next = self.bytes.get(self.at + 1).copied().unwrap_or_default();
        match byte {
            b'"' | b'\'' => self.string(byte),
            b'`' => {
                self.operand();
                self.at += 1;
                self.template();
            }
            b'/' => self.slash(next),
            b'<' if self.rest().starts_with(b"<!--") => {
                // A comment, but for modules.
                let begins = self.bytes.get(..self.at).unwrap_or_default();
                self.doubtful |= !begins.trim_ascii().is_empty() && self.line_has_quotes();
                self.skip_line();
            }
            b'(' | b'[' | b'{' => self.open(byte),
            b')' | b']' | b'}' => self.close(byte),
            b';' => {
                self.at += 1;
                self.end_statement();
            }
            b',' => {
                self.level.operands = 0;
                self.level.colon = false;
                self.operator(1, 0);
            }
            b':' => {
                if self.level.ternaries > 0 {
                    self.level.ternaries -= 1;
                } else if self.level.colon {
                    self.level.statements += 1;
                } else {
                    self.level.colon = true;
                }
                self.operator(1, 0);
            }
            b'?' if next == b'?' || next == b'.' => self.operator(2, 0),
            b'?' => {
                self.level.ternaries += 1;
                self.operator(1, 1);
            }
            b'=' if next == b'=' => self.operator(2, 0),
            b'=' if next == b'>' => self.operator(2, 1),
            b'<' | b'>' if next == b'=' => self.operator(2, 0),
            b'!' if next == b'=' && self.last == Last::Operand => self.operator(2, 0),
            b'=' | b'!' | b'~' => self.operator(1, 1),
            b'*' if next == b'*' => self.operator(2, 1),
            b'+' | b'-' => self.sign(byte, next),
            _ => self.operator(1, 0),
        }
    }

    pub fn operator(&mut self, length: usize, nests: usize) {
        self.at += length;
        self.last = Last::Operator;
        self.head = false;
        self.level.operands += nests;
        self.mark();
    }

    fn sign(&mut self, byte: u8, next: u8) {
        let comment = self.rest().starts_with(b"-->");
        if comment && self.line_begins() {
            self.doubtful |= self.line_has_quotes();
            self.skip_line();
        } else if next == byte {
            let after_operand = self.last == Last::Operand;
            self.operator(2, usize::from(!after_operand));
            self.last = Last::Either;
        } else {
            let prefix = self.last != Last::Operand;
            self.operator(1, usize::from(prefix));
        }
    }

    /// Two operands side by side: a statement ended between them.
    pub fn operand(&mut self) {
        if matches!(self.last, Last::Operand | Last::Brace) {
            self.level.statements = 0;
            self.level.operands = 0;
            self.level.colon = false;
        }
        self.last = Last::Operand;
        self.head = false;
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.rest().iter().position(|b| !is_name(*b));
        self.at = length.map_or(self.bytes.len(), |length| start + length);
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if start > 0 && self.bytes.get(start - 1) == Some(&b'.') {
            self.last = Last::Operand;
            self.head = false;
            return;
        }
        match word {
            b"if" | b"for" | b"while" | b"with" => {
                self.boundary();
                self.level.statements += 1;
                self.mark();
                self.last = Last::Operator;
                self.head = true;
            }
            b"else" | b"do" | b"try" | b"finally" => {
                if word == b"do" || word == b"try" {
                    self.boundary();
                }
                self.level.operands = 0;
                self.level.statements += 1;
                self.mark();
                self.last = Last::Operator;
            }
            b"typeof" | b"void" | b"delete" | b"new" | b"class" | b"extends" | b"import" => {
                self.operator(0, 1);
            }
            b"await" if self.head => {}
            b"await" | b"yield" | b"async" => {
                self.operator(0, 1);
                self.last = Last::Either;
            }
            b"of" | b"let" | b"static" | b"get" | b"set" => self.last = Last::Either,
            b"case" | b"default" => {
                self.level = Level { kind: self.level.kind, ..Level::default() };
                self.last = Last::Operator;
            }
            b"return" | b"throw" | b"var" | b"const" | b"function" => {
                self.boundary();
                self.last = Last::Operator;
            }
            b"in" | b"instanceof" | b"catch" => self.last = Last::Operator,
            _ => self.operand(),
        }
    }

    /// A word that begins a statement, if the one before is complete.
    fn boundary(&mut self) {
        let last = self.last;
        self.operand();
        self.last = last;
    }

    fn end_statement(&mut self) {
        let next = self.rest().trim_ascii_start();
        if !next.starts_with(b"else") && !next.starts_with(b"while") {
            self.level.statements = 0;
        }
        self.level.operands = 0;
        self.level.colon = false;
        self.level.ternaries = 0;
        self.last = Last::Operator;
    }

    pub fn open(&mut self, byte: u8) {
        if byte == b'{' && self.last == Last::Brace {
            self.boundary();
        }
        let kind = if byte == b'(' && self.head { Kind::Head } else { Kind::Plain };
        self.below += self.level.statements + self.level.operands + 1;
        self.outer.push(self.level);
        self.level = Level { kind, ..Level::default() };
        self.at += 1;
        self.last = Last::Operator;
        self.head = false;
        self.mark();
    }

    fn close(&mut self, byte: u8) {
        let kind = self.level.kind;
        self.at += 1;
        if let Some(outer) = self.outer.pop() {
            self.below -= outer.statements + outer.operands + 1;
            self.level = outer;
        }
        self.head = false;
        self.last = match (byte, kind) {
            (b')', Kind::Head) => Last::Operator,
            (b'}', _) => Last::Brace,
            _ => Last::Operand,
        };
        if kind == Kind::Template {
            self.template();
        }
    }

    fn mark(&mut self) {
        let here = self.level.statements + self.level.operands;
        self.deepest = self.deepest.max(self.below + here);
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\\' | b'#') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_code_is_shallow() {
        let lines = "var a = b ? c : d;\nx.y = function () { return !z }\n".repeat(1_000);
        assert!(depth(&lines) < 30, "{}", depth(&lines));
        let list = format!("[{}]", "{a: -1, b: 'x'},".repeat(1_000));
        assert!(depth(&list) < 30, "{}", depth(&list));
    }

    #[test]
    fn every_way_of_nesting_counts() {
        for part in [
            "(",
            "[",
            "{",
            "!",
            "a=>",
            "if(1)",
            "if(1){}else ",
            "a?b:",
            "a=",
            "- ",
            "typeof ",
            "new ",
            "await ",
            "a:",
            "do ",
            "`${",
            "for(;;)",
            "function f(){",
            "a**",
            "async a=>",
            "if(1)a\nelse ",
            "class extends ",
            "if(1)x;else ",
            "x\n(",
            "`${1}x${-",
        ] {
            assert!(depth(&part.repeat(5_000)) >= 4_999, "{part}");
        }
    }

    #[test]
    fn nothing_hides_behind_quotes() {
        let deep = "(".repeat(5_000);
        for before in [
            "/\"/,",
            "x=/[/\"]/,",
            "if(1)/\"/.a,",
            "{}/\"/.a,",
            "yield/\"/,",
            "// \r",
            "// \u{2028}",
            "<!-- \"\\\n",
            "x\n--> \"\\\n",
            "#!\"\\\n",
            "`\"`,",
            "`${'`'}\"`,",
            "a++/\"/+",
            "'\\'',",
            "/*\"*/",
            "return/\"/,",
        ] {
            assert!(depth(&format!("{before}{deep}//\"\n")) >= 5_000, "{before}");
        }
    }

    #[test]
    fn long_is_not_deep() {
        for (part, most) in [
            ("'a'+", 5),
            ("a.b||c&&", 5),
            ("x,", 5),
            ("a:1,", 5),
            ("if(a){b()}else{c()}\n", 8),
            ("if(a)b\n", 5),
            ("function f(){a=b}\n", 8),
            ("a=b\nc=d()\n", 5),
            ("case 1:case 2:", 5),
            ("!function(){}();", 8),
            ("x=a?b:c,", 5),
            ("{a=1}", 8),
            ("-1,", 5),
            ("a!=b&&", 5),
        ] {
            let source = part.repeat(2_000);
            assert!(depth(&source) <= most, "{part}: {}", depth(&source));
        }
    }
}
