//! `fckeditor`: without updates since CKEditor 3 took its place in 2009. That it is there is what
//! counts: its connectors let anybody upload files.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "fckeditor",
    name: "FCKeditor",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "its script",
            &[Shown::Page(r#"<script src="/FCKeditor/fckeditor.js"></script>"#)],
            "unknown: any",
        ),
        Example::seen(
            "the frame into which it is put",
            &[Shown::Page(
                r#"<iframe src="/admin/fckeditor/editor/fckeditor.html?InstanceName=a"></iframe>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "the code of the file",
            &[Shown::File(
                "/fckeditor/fckeditor.js",
                "/*\n * FCKeditor - The text editor for Internet\n */\nFCKeditor.prototype.Version\t\t\t= '2.6.4' ;",
            )],
            "exact: 2.6.4",
        ),
        Example::seen(
            "a picture of a smile that it puts into texts",
            &[Shown::Page(r#"<img src="/fckeditor/editor/images/smiley/msn/regular_smile.gif">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                "<h1>FCKeditor 2.6.4</h1><p>/fckeditor/editor/filemanager/connectors/</p>",
            )],
        ),
        Example::unseen(
            "pictures that were uploaded with it, and stayed when it went",
            &[Shown::Page(r#"<img src="/userfiles/fckeditor/hoi-nghi.jpg">"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["fckeditor"],
    packages: &["fckeditor"],
    constants: &["prototype.Version\t\t\t= '", "prototype.Version = '", "prototype.Version='"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
    if let Some(url) = traces.asset_with("/fckeditor/editor/") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    let frames = traces.page().map_or(&[][..], |page| &page.frames);
    for frame in frames.iter().filter(|frame| frame.src.contains("/editor/fckeditor.html")) {
        clues.push(Clue::proof(Place::Asset, &frame.src));
    }
}
