//! `moment`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "moment",
    name: "Moment.js",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<script src="https://cdnjs.cloudflare.com/ajax/libs/moment.js/2.24.0/moment.min.js"></script>"#,
            )],
            "exact: 2.24.0",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/js/moment.js",
                "//! moment.js\n//! version : 2.18.1\n//! authors : Tim Wood",
            )],
            "exact: 2.18.1",
        ),
    ],
    unseen: &[Example::unseen(
        "its time zones",
        &[Shown::Page(
            r#"<script src="/js/moment-timezone-0.5.31.min.js"></script><script src="/js/moment.js"></script>"#,
        )],
    )],
};

const LIBRARY: Library = Library {
    files: &["moment", "moment-with-locales"],
    packages: &["moment", "moment.js"],
    banners: &["//! moment.js\n//! version : ", "//! moment.js\r\n//! version : "],
    is_word: true,
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
