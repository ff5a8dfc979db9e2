//! `aspnet`. `X-AspNet-Version` is the version of the runtime, which all releases of the framework since
//! 4.0 share: it says nothing of the framework.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, banner::named};

pub(super) const PRODUCT: Product = Product {
    id: "aspnet",
    name: "ASP.NET",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the runtime",
            &[Shown::Header("x-aspnet-version", "4.0.30319")],
            "unknown: any",
        ),
        Example::seen("the header", &[Shown::Header("x-powered-by", "ASP.NET")], "unknown: any"),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "ASP.NET_SessionId=a; path=/; HttpOnly")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(r#"<h1>ASP.NET 4.0.30319</h1>"#)],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for value in traces.header("x-aspnet-version") {
        clues.push(Clue::proof(Place::Header("x-aspnet-version".to_owned()), value));
    }
    for named in named(traces, "ASP.NET") {
        clues.push(Clue::proof(Place::Header(named.header.to_owned()), named.value));
    }
    for cookie in traces.cookies().filter(|name| *name == "ASP.NET_SessionId") {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
}
