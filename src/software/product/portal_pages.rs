//! `sharepoint-portal-pages`: a portal on SharePoint that provinces and ministries run, its vendor not proven.
//! Its pages lie in folders of days: `/portal/Pages/2024-3-5/ten-bai-vietabc123.aspx`.

use url::Url;

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces};

pub(super) const PRODUCT: Product = Product {
    id: "sharepoint-portal-pages",
    name: "SharePoint portal with dated pages",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "an article",
            &[Shown::PageAt(
                "/portal/Pages/2024-3-5/hoi-nghi-tong-ketx7k2p1.aspx",
                r#"<title>Hội nghị</title>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "articles that the start page links to",
            &[Shown::Page(
                r#"<a href="/portal/pages/2023-12-25/Chao-nam-moi4n2ab9.aspx">Chào năm mới</a>"#,
            )],
            "unknown: any",
        ),
        Example::seen(
            "pictures of articles",
            &[Shown::Page(r#"<img src="/portal/Photos/2021-07-01/anh-hoi-nghi.jpg">"#)],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "pages that are called so and have no days",
            &[Shown::Page(
                r#"<a href="/portal/Pages/default.aspx">Trang chủ</a><a href="/portal/Pages/2024/tin.aspx">Tin</a>"#,
            )],
        ),
        Example::unseen(
            "days in another folder",
            &[Shown::Page(r#"<a href="/tin-tuc/2024-3-5/hoi-nghi.aspx">Tin</a>"#)],
        ),
    ],
};

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some((place, url)) = traces.own_address(is_dated) {
        clues.push(Clue::proof(place, url.path()));
    }
    if let Some(url) = traces.assets().find(|url| is_dated(url)) {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
}

/// `/portal/Pages/2024-3-5/….aspx`, `/portal/Photos/2024-3-5/…`
fn is_dated(url: &Url) -> bool {
    const PORTAL: &str = "/portal/";
    if !url.path().get(..PORTAL.len()).is_some_and(|own| own.eq_ignore_ascii_case(PORTAL)) {
        return false;
    }
    let path = url.path().to_ascii_lowercase();
    let mut folders = path.split('/').skip(2);
    let (kind, day) = (folders.next(), folders.next().unwrap_or_default());
    let file = folders.next().unwrap_or_default();
    let is_kind = match kind {
        Some("pages") => file.ends_with(".aspx"),
        Some("photos") => !file.is_empty(),
        _ => false,
    };
    is_kind && is_day(day)
}

/// A year, a month and a day.
fn is_day(folder: &str) -> bool {
    let mut numbers = folder.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut within = |low, high| numbers.next().is_some_and(|own| (low..=high).contains(&own));
    within(1990, 2100) && within(1, 12) && within(1, 31) && numbers.next().is_none()
}
