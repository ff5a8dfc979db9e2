//! Real pages: nothing panics, and no bound is in the way of honest ones.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::read::GzDecoder;

use super::url;
use crate::page::{Link, Loaded, Origin, Reader};

/// The folder of saved pages: beside the project, or where `CANHCONG_SHARED` says.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("CANHCONG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    Some(shared.join("data/corpus")).filter(|corpus| corpus.is_dir())
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            pages(&path, found);
        } else if [".html.gz", ".htm.gz"].iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
}

#[test]
fn saved_pages_are_read_whole() {
    let Some(corpus) = corpus() else {
        eprintln!(
            "skipped: no saved pages (set CANHCONG_SHARED to the folder that holds data/corpus)"
        );
        return;
    };
    let mut paths = Vec::new();
    pages(&corpus, &mut paths);
    assert!(paths.len() > 50, "{} pages", paths.len());
    let reader = Reader::new();
    let (mut cut, mut honest) = (Vec::new(), 0_usize);
    for path in paths {
        let mut body = Vec::new();
        GzDecoder::new(File::open(&path).unwrap()).read_to_end(&mut body).unwrap();
        let source: Arc<str> = String::from_utf8_lossy(&body).into();
        let address = url("https://so.example/");
        let page = reader.read(Arc::clone(&source), &address, &[], &Loaded::default());
        // A script may write the beginning of a tag that the source ends: it has no one place.
        let facts = page.scripts.iter().filter_map(|script| script.facts.as_ref());
        let writes = facts.flat_map(|facts| &facts.writes).any(|write| write.in_place);
        let in_source = |link: &&Link| link.origin == Origin::Markup && link.spot.tag == "a";
        for link in page.links.iter().filter(|link| !writes && in_source(link)) {
            let located = page.locate(&link.spot);
            let tag = source.get(located.range).unwrap_or_default();
            assert!(
                tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("<a")),
                "{}: {tag:?} for {}",
                path.display(),
                link.href
            );
        }
        let benign =
            path.components().any(|part| part.as_os_str().to_string_lossy().contains("benign"));
        honest += usize::from(benign);
        if benign && !page.limits_hit.is_empty() {
            cut.push((path, page.limits_hit));
        }
    }
    // Among hundreds of pages there are some with megabytes of links and handlers.
    assert!(cut.len() * 100 < honest, "of {honest} honest pages: {cut:#?}");
}
