//! The cover sheet: what a person reads before anything else in a pack.

use askama::Template;

use super::{
    Case,
    wound::{Wound, visitor},
};
use crate::{
    finding::{Lang, Text},
    outcome::{Act, Deed},
    report::{RenderError, defang, handling, labels},
};

/// The most looks and files that the sheet lists; the others are counted, and stand whole in
/// `incident.json` and `SHA256SUMS`.
const MOST_LOOKS: usize = 120;
const MOST_FILES: usize = 150;

/// The cover sheet in one language.
///
/// # Errors
/// See [`RenderError`].
pub fn render(case: &Case<'_>, lang: Lang) -> Result<String, RenderError> {
    Ok(Sheet::new(case, lang).render()? + "\n")
}

#[derive(Template)]
#[template(path = "papers/cover.html")]
struct Sheet {
    lang: Lang,
    version: &'static str,
    pack: String,
    made: String,
    made_utc: String,
    wound: Wound,
    looks: Vec<LookView>,
    more_looks: usize,
    /// What people did and when it was healed, oldest first.
    story: Vec<(String, String)>,
    items: Vec<ItemView>,
    missing: Vec<(String, &'static str)>,
    files: Vec<(String, u64, String)>,
    more_files: usize,
    healed: bool,
}

struct LookView {
    at: String,
    utc: String,
    standing: &'static str,
    run: String,
}

struct ItemView {
    path: String,
    page: String,
    captured_at: String,
    captured_utc: String,
    visitors: Vec<String>,
    files: usize,
    bytes: String,
    manifest: String,
    picture: Option<(String, String)>,
    whole: bool,
}

impl Sheet {
    fn new(case: &Case<'_>, lang: Lang) -> Self {
        let story = case.story;
        let home = case.home();
        let looks = story.sightings.iter().rev().take(MOST_LOOKS).rev();
        let mut acts: Vec<_> = story.acts.iter().map(|act| (act.at, act_told(act, lang))).collect();
        let healed = Text { vi: "Đã khắc phục", en: "Healed" }.in_lang(lang);
        acts.extend(story.healed.iter().map(|at| (*at, healed.to_owned())));
        acts.sort_by_key(|(at, _)| *at);
        Self {
            lang,
            version: env!("CARGO_PKG_VERSION"),
            pack: defang::plain(case.pack),
            made: labels::moment(case.made_at, lang),
            made_utc: labels::utc(case.made_at),
            wound: Wound::new(case, lang),
            looks: looks
                .map(|look| LookView {
                    at: labels::moment(look.at, lang),
                    utc: labels::utc(look.at),
                    standing: labels::standing(look.standing).in_lang(lang),
                    run: run(&look.run, lang),
                })
                .collect(),
            more_looks: story.sightings.len().saturating_sub(MOST_LOOKS),
            story: acts.into_iter().map(|(at, told)| (labels::moment(at, lang), told)).collect(),
            items: case
                .items
                .iter()
                .map(|item| ItemView {
                    path: defang::plain(&item.path),
                    page: defang::own_page(&item.page, home),
                    captured_at: item
                        .captured_at
                        .map(|at| labels::moment(at, lang))
                        .unwrap_or_default(),
                    captured_utc: item.captured_at.map(labels::utc).unwrap_or_default(),
                    visitors: item.identities.iter().map(|id| visitor(id, lang)).collect(),
                    files: item.files,
                    bytes: labels::bytes(item.bytes, lang),
                    manifest: defang::plain(&item.manifest),
                    picture: item
                        .picture
                        .as_ref()
                        .map(|(file, by)| (defang::plain(file), defang::plain(by))),
                    whole: item.whole,
                })
                .collect(),
            missing: case
                .missing
                .iter()
                .map(|missing| (defang::plain(&missing.path), missing.why.in_lang(lang)))
                .collect(),
            files: case
                .files
                .iter()
                .take(MOST_FILES)
                .map(|file| (defang::plain(&file.path), file.bytes, file.sha256.clone()))
                .collect(),
            more_files: case.files.len().saturating_sub(MOST_FILES),
            healed: case.is_healed(),
        }
    }

    fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        Text { vi, en }.in_lang(self.lang)
    }
}

fn act_told(act: &Act, lang: Lang) -> String {
    let about = match act.deed {
        // What led to a judgement is part of it.
        Deed::Closed | Deed::Muted(_) => {
            let severity = labels::severity(act.severity).in_lang(lang).to_lowercase();
            format!(" [{severity}, {}]", defang::subject(&act.subject))
        }
        Deed::Acknowledged | Deed::Reopened => String::new(),
    };
    handling::timeless(act, lang) + &about
}

/// The kind of a run as people call it; an unknown one is shown as it is.
fn run(kind: &str, lang: Lang) -> String {
    let text = match kind {
        "nightly" => Text { vi: "quét hằng đêm", en: "nightly run" },
        "watch" => Text { vi: "canh gác tăng cường", en: "heightened watch" },
        "scan" => Text { vi: "quét theo yêu cầu", en: "on-demand scan" },
        other => return defang::text(other),
    };
    text.in_lang(lang).to_owned()
}
