//! The document `canhcong.software/1`: the software of each portal.
//!
//! Fields may be added, never renamed or removed without raising the schema's number.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    super::{
        json::{SoftwareJson, Tool, document},
        labels::utc,
    },
    Format, Options, PortalSoftware, RenderError,
};
use crate::finding::Lang;

/// The name and number of the document's shape.
const SCHEMA: &str = "canhcong.software/1";

pub(super) const FORMAT: Format = Format { id: "json", render };

fn render(
    stacks: &[PortalSoftware],
    now: Timestamp,
    options: &Options,
) -> Result<String, RenderError> {
    document(&Document {
        schema: SCHEMA,
        tool: Tool::THIS,
        at: utc(now),
        portals: stacks.iter().map(|own| Portal::new(own, options.lang)).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    at: String,
    portals: Vec<Portal<'a>>,
}

#[derive(Serialize)]
struct Portal<'a> {
    portal: &'a str,
    name: &'a str,
    agency: Option<&'a str>,
    province: Option<&'a str>,
    url: &'a str,
    looked_at: String,
    software: Vec<SoftwareJson<'a>>,
}

impl<'a> Portal<'a> {
    fn new(own: &'a PortalSoftware, lang: Lang) -> Self {
        Self {
            portal: &own.portal,
            name: &own.name,
            agency: own.agency.as_deref(),
            province: own.province.as_deref(),
            url: &own.url,
            looked_at: utc(own.looked_at),
            software: own.software.iter().map(|own| SoftwareJson::new(own, lang)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{super::fixture::*, *};
    use crate::report::{fixture::HOSTILE, inert};

    #[test]
    fn portals_have_their_software_and_hostile_characters_are_escaped() {
        let now = "2026-11-21T18:00:00Z".parse().unwrap();
        let text = render(
            &[on("xa-a", "2026-11-20T17:00:00Z", vec![jquery()]), hostile()],
            now,
            &Options::default(),
        )
        .unwrap();
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)));
        let told: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(told["schema"], SCHEMA);
        assert_eq!(told["portals"][0]["looked_at"], "2026-11-20T17:00:00Z");
        assert_eq!(told["portals"][0]["software"][0]["version"]["below"], "3.5.0");
        assert_eq!(told["portals"][1]["software"][0]["evidence"][0], HOSTILE);
    }
}
