//! A baseline file read back, with the line of each mistake.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Named, Problem, SCHEMA, problem::whole};
use crate::{
    baseline::{
        Baseline, Body, Facet, Sketch,
        approved::{ApprovedPage, Detail},
    },
    finding::Sentence,
};

/// Problems that are named.
const MOST_PROBLEMS: usize = 20;

type Value<'i> = Spanned<DeValue<'i>>;

struct Parser<'a> {
    file: Named<'a>,
    problems: Vec<Problem>,
}

/// Reads a baseline file by itself.
pub(super) fn parse(file: Named<'_>) -> Result<Baseline, Vec<Problem>> {
    whole(file).map_err(|problem| vec![problem])?;
    let mut parser = Parser { file, problems: Vec::new() };
    let root = match DeTable::parse(file.text) {
        Ok(root) => root,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let said = error.message();
            parser.wrong(at, format!("không phải TOML: {said}"), format!("not TOML: {said}"));
            return Err(parser.problems);
        }
    };
    let baseline = parser.read(root.get_ref());
    if parser.problems.is_empty() { Ok(baseline) } else { Err(parser.problems) }
}

impl Parser<'_> {
    fn wrong(&mut self, at: usize, vi: String, en: String) {
        if self.problems.len() < MOST_PROBLEMS {
            let before = self.file.text.as_bytes().get(..at).unwrap_or_default();
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            self.problems.push(Problem::at(self.file.name, line, Sentence { vi, en }));
        }
    }

    fn expected(&mut self, value: &Value<'_>, what: (&str, &str)) {
        let (vi, en) = what;
        self.wrong(value.span().start, format!("cần {vi}"), format!("expected {en}"));
    }

    fn read(&mut self, root: &DeTable<'_>) -> Baseline {
        let mut baseline = Baseline::default();
        // A newer file may have what this program takes for a mistake.
        let schema = self.number(root, "schema");
        if let Some(schema) = schema.filter(|schema| *schema != SCHEMA) {
            let at = root.get("schema").map_or(0, |value| value.span().start);
            let vi = format!(
                "định dạng {schema}, chương trình này chỉ đọc định dạng {SCHEMA}; hãy dùng bản canhcong mới hơn"
            );
            let en = format!(
                "schema {schema}, and this program reads schema {SCHEMA}; use a newer canhcong"
            );
            self.wrong(at, vi, en);
            return baseline;
        }
        baseline.version = self.number(root, "version").unwrap_or_default();
        match root.get("portal").map(|value| (value, value.get_ref().as_str())) {
            Some((_, Some(portal))) => baseline.portal = portal.to_owned(),
            Some((value, None)) => self.expected(value, ("một chuỗi", "a text")),
            None => self.missing("portal"),
        }
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "schema" | "version" | "portal" => {}
                "page" => baseline.pages = self.pages(value),
                name => match Facet::named(name) {
                    Some(facet) => _ = baseline.facts.insert(facet, self.facts(value)),
                    None => {
                        let name: String = name.chars().take(40).collect();
                        let at = key.span().start;
                        self.wrong(
                            at,
                            format!("không có khóa `{name}`"),
                            format!("unknown key `{name}`"),
                        );
                    }
                },
            }
        }
        baseline
    }

    fn missing(&mut self, key: &str) {
        self.wrong(0, format!("thiếu `{key}`"), format!("`{key}` is missing"));
    }

    fn number(&mut self, root: &DeTable<'_>, key: &str) -> Option<u32> {
        let Some(value) = root.get(key) else {
            self.missing(key);
            return None;
        };
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            self.expected(value, ("một số nguyên", "a whole number"));
        }
        number
    }

    fn items<'v, 'i>(&mut self, value: &'v Value<'i>) -> Vec<&'v Value<'i>> {
        match value.get_ref().as_array() {
            Some(items) => items.iter().collect(),
            None => {
                self.expected(value, ("một danh sách", "a list"));
                Vec::new()
            }
        }
    }

    fn facts(&mut self, list: &Value<'_>) -> BTreeMap<String, Detail> {
        let mut facts = BTreeMap::new();
        for item in self.items(list) {
            let (value, detail) = match item.get_ref() {
                DeValue::String(value) => (Some(value.to_string()), Detail::default()),
                DeValue::Table(table) => {
                    (self.text(item, table, "value"), self.detail(item, table))
                }
                _ => {
                    self.expected(item, ("một chuỗi hoặc một bảng", "a text or a table"));
                    continue;
                }
            };
            self.insert(&mut facts, item, value, detail);
        }
        facts
    }

    fn insert<T>(
        &mut self,
        to: &mut BTreeMap<String, T>,
        item: &Value<'_>,
        value: Option<String>,
        detail: T,
    ) {
        let Some(value) = value else { return };
        if to.insert(value, detail).is_some() {
            let at = item.span().start;
            self.wrong(
                at,
                "mục này có hai lần".to_owned(),
                "this entry stands there twice".to_owned(),
            );
        }
    }

    fn detail(&mut self, item: &Value<'_>, table: &DeTable<'_>) -> Detail {
        let mut detail = Detail::default();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("value", _) => {}
                ("says", DeValue::String(says)) => detail.says = says.to_string(),
                ("bodies", DeValue::Array(bodies)) => {
                    for body in bodies.iter() {
                        match body.get_ref().as_str().and_then(read_body) {
                            Some(read) => _ = detail.bodies.insert(read),
                            None => self.expected(
                                body,
                                (
                                    "64 chữ số thập lục phân, `:` và 32 chữ số nữa",
                                    "64 hexadecimal digits, `:`, and 32 more",
                                ),
                            ),
                        }
                    }
                }
                _ => {
                    self.expected(item, ("`value`, `bodies`, `says`", "`value`, `bodies`, `says`"))
                }
            }
        }
        detail
    }

    fn pages(&mut self, list: &Value<'_>) -> BTreeMap<String, ApprovedPage> {
        let mut pages = BTreeMap::new();
        for item in self.items(list) {
            let Some(table) = item.get_ref().as_table() else {
                self.expected(item, ("một bảng", "a table"));
                continue;
            };
            let place = self.text(item, table, "value");
            let title = self.text(item, table, "title").unwrap_or_default();
            let skeleton = self.text(item, table, "skeleton").unwrap_or_default();
            let Some(skeleton) = Sketch::from_text(&skeleton) else {
                self.expected(
                    item,
                    ("khung trang bằng chữ số thập lục phân", "a skeleton in hexadecimal digits"),
                );
                continue;
            };
            self.insert(&mut pages, item, place, ApprovedPage { title, skeleton });
        }
        pages
    }

    fn text(&mut self, item: &Value<'_>, table: &DeTable<'_>, key: &str) -> Option<String> {
        let text = table.get(key).and_then(|value| value.get_ref().as_str());
        if text.is_none() {
            self.wrong(
                item.span().start,
                format!("cần `{key}` là một chuỗi"),
                format!("expected `{key}` with a text"),
            );
        }
        text.map(str::to_owned)
    }
}

fn read_body(text: &str) -> Option<Body> {
    let (digest, shape) = text.split_once(':')?;
    let is_hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    (is_hex(digest, 64) && is_hex(shape, 32))
        .then(|| Body { digest: digest.to_owned(), shape: shape.to_owned() })
}
