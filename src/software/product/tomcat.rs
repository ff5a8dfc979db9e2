//! `tomcat`: its header has the version of the part that speaks HTTP, its error pages have its own.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions, banner::named, distribution};

pub(super) const PRODUCT: Product = Product {
    id: "tomcat",
    name: "Apache Tomcat",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the header",
            &[Shown::Header("server", "Apache-Coyote/1.1")],
            "unknown: any",
        ),
        Example::seen(
            "an error page",
            &[Shown::PageAt(
                "/khong-co",
                r#"<html><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1><hr class="line"><h3>Apache Tomcat/8.5.54 (Debian)</h3></body></html>"#,
            )],
            "exact: 8.5.54",
        ),
        Example::seen(
            "an error page of an old release",
            &[Shown::Page(
                r#"<title>Apache Tomcat/6.0.35 - Error report</title><h1>HTTP Status 500 - </h1><h3>Apache Tomcat/6.0.35</h3>"#,
            )],
            "exact: 6.0.35",
        ),
    ],
    unseen: &[Example::unseen(
        "an article that quotes an error page",
        &[Shown::Page(
            r#"<title>Lỗi HTTP Status 404 là gì</title><h1>HTTP Status 404</h1><h3>Apache Tomcat/8.5.54</h3>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for named in named(traces, "Apache-Coyote") {
        let place = Place::Header(named.header.to_owned());
        clues.push(Clue::proof(place, named.value).of_copy(named.value));
    }
    for named in named(traces, "Tomcat") {
        clues.push(named.clue(traces, 3));
    }
    let Some(page) = traces.page() else { return };
    let is_error = page.title.starts_with("HTTP Status ")
        || (page.title.starts_with("Apache Tomcat/") && page.title.ends_with("Error report"));
    let headings = page.headings.iter().filter(|_| is_error);
    for heading in headings.into_iter().filter_map(|own| own.strip_prefix("Apache Tomcat/")) {
        let version = Version::leading(heading).map(Versions::exactly);
        let clue = Clue::proof(Place::Markup, &format!("Apache Tomcat/{heading}")).of(version);
        clues.push(clue.packaged(distribution(heading)).of_copy(heading));
    }
}
