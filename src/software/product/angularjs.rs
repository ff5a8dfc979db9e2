//! `angularjs`: the first Angular, without updates since 2022.

use super::{Example, Product, Shown};
use crate::software::{Clue, Traces, library::Library};

pub(super) const PRODUCT: Product = Product {
    id: "angularjs",
    name: "AngularJS",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the address",
            &[Shown::Page(
                r#"<script src="https://ajax.googleapis.com/ajax/libs/angularjs/1.5.8/angular.min.js"></script>"#,
            )],
            "exact: 1.5.8",
        ),
        Example::seen(
            "the comment of the file",
            &[Shown::File(
                "/lib/angular/angular.min.js",
                "/*\n AngularJS v1.8.2\n (c) 2010-2020 Google LLC. http://angularjs.org",
            )],
            "exact: 1.8.2",
        ),
    ],
    unseen: &[
        Example::unseen(
            "a part of it, and an Angular that has other numbers",
            &[Shown::Page(
                r#"<script src="/js/angular-route-1.5.8.min.js"></script><app-root ng-version="15.2.0"></app-root>"#,
            )],
        ),
        Example::unseen(
            "an article about it",
            &[Shown::Page(r#"<h1>AngularJS 1.5.8</h1><p>AngularJS 1.5.8</p>"#)],
        ),
    ],
};

const LIBRARY: Library = Library {
    files: &["angular"],
    packages: &["angularjs", "angular.js", "angular"],
    banners: &[" AngularJS v"],
    ..Library::NONE
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    LIBRARY.clues(traces, clues);
}
