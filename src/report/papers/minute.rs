//! The blank minute: who copied the pack, when, onto what, with the digest that stands for all of it.

use askama::Template;

use super::{Case, Enclosed};
use crate::{
    finding::Lang,
    report::{RenderError, defang, labels},
};

/// What stands before the digest in the minute, so that a program finds it again.
pub const DIGEST_MARK: &str = "<code id=\"manifest-sha256\">";
/// What stands in the digest's place while the manifest, which names the minute, is not yet written.
pub const NO_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The minute in Vietnamese, to be filled in and signed by hand; `digest` is the SHA-256 of the
/// pack's manifest or [`NO_DIGEST`], and `files` are those that the manifest names.
///
/// # Errors
/// See [`RenderError`].
pub fn render(case: &Case<'_>, files: &[Enclosed], digest: &str) -> Result<String, RenderError> {
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let minute = Minute {
        digest,
        pack: defang::plain(case.pack),
        made: labels::moment(case.made_at, Lang::Vi),
        portal: case.portal_name(),
        home: defang::own_page(case.home(), case.home()),
        id: defang::text(&case.story.incident.id.0),
        files: files.len(),
        bytes,
        size: labels::bytes(bytes, Lang::Vi),
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(minute.render()? + "\n")
}

#[derive(Template)]
#[template(path = "papers/minute.html")]
struct Minute<'a> {
    digest: &'a str,
    pack: String,
    made: String,
    portal: String,
    home: String,
    id: String,
    files: usize,
    bytes: u64,
    size: String,
    version: &'static str,
}
