//! An approved state as TOML, in an order that does not change, each entry on one line.

use std::fmt::Write as _;

use super::{END, SCHEMA};
use crate::baseline::{
    Baseline, Facet,
    approved::{ApprovedPage, Detail},
};

const HEAD: &str = "\
# Trạng thái đã phê duyệt của một cổng; ghi bởi `canhcong baseline approve`, không sửa bằng tay.
# The approved state of one portal; written by `canhcong baseline approve`, not to be changed by hand.
";

/// The text of a baseline file.
pub fn write(baseline: &Baseline) -> String {
    let mut out = HEAD.to_owned();
    let Baseline { portal, version, facts, pages } = baseline;
    // Writing to a string does not fail.
    let _ = write!(out, "schema = {SCHEMA}\nportal = {}\nversion = {version}\n", quoted(portal));
    for facet in Facet::ALL {
        let Some(values) = facts.get(&facet).filter(|values| !values.is_empty()) else { continue };
        let _ = writeln!(out, "\n{} = [", facet.id());
        for (value, detail) in values {
            let _ = writeln!(out, "  {},", entry(value, detail));
        }
        out.push_str("]\n");
    }
    if !pages.is_empty() {
        out.push_str("\npage = [\n");
        for (place, ApprovedPage { title, skeleton }) in pages {
            let (place, title) = (quoted(place), quoted(title));
            let skeleton = skeleton.to_text();
            let _ = writeln!(
                out,
                "  {{ value = {place}, title = {title}, skeleton = \"{skeleton}\" }},"
            );
        }
        out.push_str("]\n");
    }
    let _ = writeln!(out, "\n{END}");
    out
}

fn entry(value: &str, detail: &Detail) -> String {
    let value = quoted(value);
    if detail.bodies.is_empty() && detail.says.is_empty() {
        return value;
    }
    let mut entry = format!("{{ value = {value}");
    if !detail.bodies.is_empty() {
        let bodies = detail.bodies.iter().map(|body| format!("\"{}:{}\"", body.digest, body.shape));
        let _ = write!(entry, ", bodies = [{}]", bodies.collect::<Vec<_>>().join(", "));
    }
    if !detail.says.is_empty() {
        let _ = write!(entry, ", says = {}", quoted(&detail.says));
    }
    entry.push_str(" }");
    entry
}

/// A TOML text of one line. What would steer a terminal or turn the text around is escaped, so that
/// a reviewer sees it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
