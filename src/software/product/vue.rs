//! `vue`.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "vue",
    name: "Vue",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the package of a content network",
            &[Shown::Page(
                r#"<script src="https://cdn.jsdelivr.net/npm/vue@2.6.14/dist/vue.min.js"></script>"#,
            )],
            "exact: 2.6.14",
        ),
        Example::seen(
            "the newest of a branch",
            &[Shown::Page(
                r#"<script src="https://unpkg.com/vue@3/dist/vue.global.prod.js"></script>"#,
            )],
            "range: from 3, before 4",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File("/js/vue.js", "/*!\n * Vue.js v2.5.17\n * (c) 2014-2018 Evan You")],
            "exact: 2.5.17",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a part of it",
            &[Shown::Page(
                r#"<script src="/js/vue-router@3.5.1.js"></script><script src="https://unpkg.com/vue-router@3.5.1"></script>"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(r#"<h1>Vue.js v2.6.14</h1><p>Vue.js v2.6.14</p>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["vue"],
    packages: &["vue"],
    banners: &["* Vue.js v", "* vue v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
