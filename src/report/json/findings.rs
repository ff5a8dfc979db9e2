//! Findings by themselves, as they are kept beside what they were seen by.

use serde::Serialize;

use super::{FindingJson, RenderError, document};
use crate::finding::{Finding, Lang};

#[derive(Serialize)]
struct Findings<'a> {
    schema: &'static str,
    findings: Vec<FindingJson<'a>>,
}

/// The document `canhcong.findings/1`: each finding as in the report, but for its history.
///
/// # Errors
/// As [`RenderError`] says.
pub fn findings(findings: &[Finding], lang: Lang) -> Result<String, RenderError> {
    let findings = findings.iter().map(|finding| FindingJson::new(finding, lang)).collect();
    document(&Findings { schema: "canhcong.findings/1", findings })
}
