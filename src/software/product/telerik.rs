//! `telerik-ui-ajax`: names its assembly, with all four numbers, where its scripts are combined.

use super::{Example, Product, Shown};
use crate::software::{Clue, Place, Traces, Version, Versions};

pub(super) const PRODUCT: Product = Product {
    id: "telerik-ui-ajax",
    name: "Telerik UI for ASP.NET AJAX",
    contains: &[],
    clues,
    extra_files: &[],
    seen: &[
        Example::seen(
            "a combined script",
            &[Shown::Page(
                r#"<script src="/Telerik.Web.UI.WebResource.axd?_TSM_HiddenField_=ctl00_M_TSM&amp;compress=1&amp;_TSM_CombinedScripts_=%3b%3bSystem.Web.Extensions%2c+Version%3d4.0.0.0%2c+Culture%3dneutral%3bTelerik.Web.UI%2c+Version%3d2013.1.220.40%2c+Culture%3dneutral"></script>"#,
            )],
            "exact: 2013.1.220.40",
        ),
        Example::seen(
            "a hidden field",
            &[Shown::Page(
                r#"<input type="hidden" name="ctl00_M_TSM" value=";;Telerik.Web.UI, Version=2013.1.417.40, Culture=neutral, PublicKeyToken=121fae78165ba3d4:vi-VN">"#,
            )],
            "exact: 2013.1.417.40",
        ),
        Example::seen(
            "escaped otherwise",
            &[Shown::Page(
                r#"<link rel="stylesheet" href="/Telerik.Web.UI.WebResource.axd?d=a&_TSM_CombinedScripts_=%3B%3BTelerik.Web.UI%2C%20Version%3D2015.2.729.40%2C">"#,
            )],
            "exact: 2015.2.729.40",
        ),
        Example::seen(
            "its handler",
            &[Shown::Page(
                r#"<script src="/Telerik.Web.UI.WebResource.axd?d=abc&t=6350"></script>"#,
            )],
            "unknown: any",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article about it",
            &[Shown::Page(
                r#"<p>Telerik.Web.UI, Version=2013.1.417.40, tệp Telerik.Web.UI.WebResource.axd</p>"#,
            )],
        ),
        Example::unseen(
            "another assembly",
            &[Shown::Page(
                r#"<input type="hidden" value=";;AjaxControlToolkit, Version=3.5.40412.0, Culture=neutral">"#,
            )],
        ),
    ],
};

/// What stands between the name of the assembly and its version, in the forms in which it is sent.
const BETWEEN: &[&str] = &[", Version=", "%2c+Version%3d", "%2c%20Version%3d"];

fn clues(traces: &Traces<'_>, clues: &mut Vec<Clue>) {
    if let Some(url) = traces.asset_with("/Telerik.Web.UI.WebResource.axd") {
        clues.push(Clue::proof(Place::Asset, url.path()));
    }
    for tag in traces.tags_with("Telerik.Web.UI") {
        if let Some((excerpt, version)) = assembly(tag) {
            clues.push(Clue::proof(Place::Markup, excerpt).of(Versions::exactly(version)));
        }
    }
}

/// The version of the assembly that a tag names.
fn assembly(tag: &str) -> Option<(&str, Version)> {
    tag.match_indices("Telerik.Web.UI").find_map(|(at, name)| {
        let excerpt = tag.get(at..)?;
        let after = excerpt.get(name.len()..)?;
        let version = BETWEEN.iter().find_map(|between| {
            let head = after.get(..between.len())?;
            head.eq_ignore_ascii_case(between).then(|| after.get(between.len()..))?
        })?;
        let digits = version.find(|c: char| !c.is_ascii_digit() && c != '.');
        Some((excerpt, Version::parse(version.get(..digits.unwrap_or(version.len()))?)?))
    })
}
