//! `phpmyadmin`: where it answers at all, the database can be tried from outside.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions, distribution, version_in_query};

pub(super) const PRODUCT: Product = Product {
    id: "phpmyadmin",
    name: "phpMyAdmin",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "the page to log in, and a style that carries the release",
            &[Shown::Page(
                r#"<title>phpMyAdmin</title><link rel="stylesheet" href="./themes/pmahomme/css/theme.css?v=5.2.1&nocache=1"><script src="js/dist/functions.js?v=5.2.1"></script>"#,
            )],
            "exact: 5.2.1",
        ),
        Example::seen(
            "its settings name the package of a distribution",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="phpmyadmin.css.php?nocache=1"><script>PMA_commonParams.setAll({PMA_VERSION:"4.9.5deb2",lang:"vi"});</script>"#,
            )],
            "exact: 4.9.5deb2",
        ),
        Example::seen(
            "a package of Debian, and a style of a library beside its own",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="./themes/pmahomme/jquery/jquery-ui.css"><link rel="stylesheet" href="./themes/pmahomme/css/theme.css?v=5.2.1deb1%2Bdeb12u1">"#,
            )],
            "exact: 5.2.1deb1+deb12u1",
        ),
        Example::seen(
            "a cookie",
            &[Shown::Header("set-cookie", "phpMyAdmin=a; path=/pma/")],
            "unknown: any",
        ),
    ],
    unseen: &[Example::unseen(
        "an article about it",
        &[Shown::Page(
            r#"<title>phpMyAdmin</title><p>PMA_VERSION:"4.9.5"</p><script src="/js/a.js?v=5.2.1"></script>"#,
        )],
    )],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    for cookie in traces.cookies().filter(|name| ["phpMyAdmin", "pmaCookieVer"].contains(name)) {
        clues.push(Clue::proof(Place::Cookie, cookie));
    }
    if let Some(url) = traces.asset_with("/phpmyadmin.css.php") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    for theme in ["/themes/pmahomme/", "/themes/bootstrap/css/theme.css"] {
        // Files of libraries lie there too, whose addresses carry nothing.
        let carries = |url: &&Url| version_in_query(url, "v").is_some();
        let carrying = traces.assets_with(theme).find(carries);
        let Some(url) = carrying.or_else(|| traces.asset_with(theme)) else { continue };
        let version = version_in_query(url, "v");
        let package = url.query().and_then(distribution);
        let clue = if theme.contains("pma") { Clue::proof } else { Clue::hint };
        let clue = clue(Place::Asset, url.as_str()).of(version.map(Versions::exactly));
        clues.push(clue.packaged(package));
    }
    if let Some(code) = traces.code_with("PMA_VERSION:\"") {
        let written = code.split("PMA_VERSION:\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = written.and_then(Version::leading).map(Versions::exactly);
        let package = written.and_then(distribution);
        clues.push(Clue::proof(Place::Code, code).of(version).packaged(package));
    }
}
