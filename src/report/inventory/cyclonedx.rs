//! A bill of materials of the whole province, as CycloneDX 1.6 has it, for tools that watch such
//! lists: <https://cyclonedx.org/docs/1.6/json/>.
//!
//! A component is a product in one set of versions, and its properties say which portals run it. It has
//! a `version` only where that is exact. Holes that every possible version has are vulnerabilities;
//! those that only some have are properties, because nothing is known to be affected.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{
    super::{json::document, labels::utc},
    Entry, Format, Options, PortalSoftware, RenderError, entries,
};
use crate::outcome::Hole;

pub(super) const FORMAT: Format = Format { id: "cyclonedx", render };

/// Products that are loaded by pages as parts; all others are applications of their own.
const LIBRARIES: [&str; 22] = [
    "angularjs",
    "bootstrap",
    "ckeditor4",
    "ckeditor5",
    "dompurify",
    "fckeditor",
    "font-awesome",
    "handlebars",
    "jquery",
    "jquery-migrate",
    "jquery-ui",
    "knockout",
    "lodash",
    "moment",
    "openssl",
    "react",
    "swiper",
    "telerik-ui-ajax",
    "tinymce",
    "underscore",
    "vue",
    "aspnet-mvc",
];

fn render(stacks: &[PortalSoftware], now: Timestamp, _: &Options) -> Result<String, RenderError> {
    let entries = entries(stacks);
    let components = entries.iter().map(Component::new).collect::<Result<Vec<_>, _>>()?;
    let vulnerabilities = vulnerabilities(&entries, &components);
    let mut bom = Bom {
        bom_format: "CycloneDX",
        spec_version: "1.6",
        serial_number: String::new(),
        version: 1,
        metadata: Metadata {
            timestamp: utc(now),
            tools: Tools {
                components: [Tool {
                    kind: "application",
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                }],
            },
        },
        components,
        vulnerabilities,
    };
    bom.serial_number = serial_number(&serde_json::to_vec(&bom)?);
    document(&bom)
}

/// A UUID (version 8, RFC 9562) of what a document says: the same list at the same time has the same
/// number, any other has another.
fn serial_number(said: &[u8]) -> String {
    let digest = Sha256::digest(said);
    let mut hex = String::new();
    for (place, byte) in digest.iter().take(16).enumerate() {
        let byte = match place {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        let dash = if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" };
        // Writing to a string does not fail.
        let _ = write!(hex, "{dash}{byte:02x}");
    }
    format!("urn:uuid:{hex}")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom<'a> {
    bom_format: &'static str,
    spec_version: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    serial_number: String,
    version: u32,
    metadata: Metadata,
    components: Vec<Component<'a>>,
    vulnerabilities: Vec<Vulnerability<'a>>,
}

#[derive(Serialize)]
struct Metadata {
    timestamp: String,
    tools: Tools,
}

#[derive(Serialize)]
struct Tools {
    components: [Tool; 1],
}

#[derive(Serialize)]
struct Tool {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Component<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    bom_ref: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    properties: Vec<Property>,
}

impl<'a> Component<'a> {
    fn new(entry: &Entry<'a>) -> Result<Self, RenderError> {
        let own = entry.software;
        // A version may be worded alike and known in another way, so all of it names a component.
        let key = serde_json::to_vec(&(&own.id, &own.package, &own.version))?;
        let mut bom_ref = format!("{}#", own.id);
        for byte in Sha256::digest(&key).iter().take(8) {
            let _ = write!(bom_ref, "{byte:02x}");
        }
        let is_exact = own.version.kind == "exact";
        let version = own.version.exact.as_deref().filter(|_| is_exact);
        let kind = if LIBRARIES.contains(&own.id.as_str()) { "library" } else { "application" };
        Ok(Self { kind, bom_ref, name: &own.product, version, properties: properties(entry) })
    }
}

#[derive(Serialize)]
struct Property {
    name: &'static str,
    value: String,
}

impl Property {
    fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }
}

fn properties(entry: &Entry<'_>) -> Vec<Property> {
    let own = entry.software;
    let mut properties = vec![
        Property::new("canhcong:product", &own.id),
        Property::new("canhcong:version-kind", &own.version.kind),
        Property::new("canhcong:versions", &own.version.all),
        Property::new("canhcong:standing", &own.standing),
    ];
    let known = [
        ("canhcong:priority", own.priority.map(|own| own.id().to_owned())),
        ("canhcong:newest", own.newest.clone()),
        ("canhcong:as-of", own.as_of.map(|day| day.to_string())),
        ("canhcong:package", own.package.clone()),
    ];
    properties
        .extend(known.into_iter().filter_map(|(name, value)| Some(Property::new(name, value?))));
    let possible = own.holes.iter().filter(|hole| !hole.certain);
    properties.extend(possible.map(|hole| Property::new("canhcong:possible-advisory", &hole.id)));
    properties
        .extend(entry.portals.iter().map(|own| Property::new("canhcong:portal", &own.portal)));
    properties
}

#[derive(Serialize)]
struct Vulnerability<'a> {
    id: &'a str,
    affects: Vec<Affected<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Affected<'a> {
    #[serde(rename = "ref")]
    bom_ref: String,
    #[serde(skip)]
    hole: &'a Hole,
}

/// The holes that components have for certain, each once, in the order of their numbers.
fn vulnerabilities<'a>(
    entries: &[Entry<'a>],
    components: &[Component<'a>],
) -> Vec<Vulnerability<'a>> {
    let mut affected: BTreeMap<&str, Vec<Affected<'_>>> = BTreeMap::new();
    for (entry, component) in entries.iter().zip(components) {
        for hole in entry.software.holes.iter().filter(|hole| hole.certain) {
            let affected = affected.entry(&hole.id).or_default();
            // One advisory may be listed twice, for two branches.
            if affected.last().is_none_or(|last| last.bom_ref != component.bom_ref) {
                affected.push(Affected { bom_ref: component.bom_ref.clone(), hole });
            }
        }
    }
    let vulnerability = |(id, affects): (&'a str, Vec<Affected<'a>>)| {
        let mut properties = Vec::new();
        if affects.iter().any(|own| own.hole.exploited) {
            properties.push(Property::new("canhcong:exploited", "true"));
        }
        if let Some(letter) = affects.iter().find_map(|own| own.hole.letter.as_ref()) {
            properties.push(Property::new("canhcong:letter", letter));
        }
        Vulnerability { id, affects, properties }
    };
    affected.into_iter().map(vulnerability).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::{super::fixture::*, *};
    use crate::{
        report::{fixture::HOSTILE, inert},
        software::PRODUCTS,
    };

    fn told(stacks: &[PortalSoftware], now: &str) -> Value {
        let text = render(stacks, now.parse().unwrap(), &Options::default()).unwrap();
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)), "{text:?}");
        serde_json::from_str(&text).unwrap()
    }

    const NOW: &str = "2026-11-21T18:00:00Z";

    #[test]
    fn a_bill_has_components_with_their_portals_and_holes_that_are_certain() {
        let both = || vec![wordpress("4.7.2"), jquery()];
        let bom = told(
            &[
                on("xa-a", "2026-11-20T17:00:00Z", both()),
                on("xa-b", "2026-11-20T17:00:00Z", both()),
            ],
            NOW,
        );
        assert_eq!((&bom["bomFormat"], &bom["specVersion"]), (&json!("CycloneDX"), &json!("1.6")));
        assert_eq!(bom["metadata"]["timestamp"], NOW);
        let [wordpress, jquery] = [1, 0].map(|n| bom["components"][n].clone());
        assert_eq!(
            (&wordpress["type"], &wordpress["version"]),
            (&json!("application"), &json!("4.7.2"))
        );
        assert_eq!((&jquery["type"], &jquery["version"]), (&json!("library"), &Value::Null));
        let properties = jquery["properties"].as_array().unwrap();
        for (name, value) in [
            ("canhcong:versions", "from 1.9, before 3.5.0"),
            ("canhcong:portal", "xa-a"),
            ("canhcong:portal", "xa-b"),
            ("canhcong:possible-advisory", "CVE-2022-21661"),
        ] {
            assert!(properties.contains(&json!({"name": name, "value": value})), "{jquery}");
        }
        let holes = bom["vulnerabilities"].as_array().unwrap();
        assert_eq!(holes.len(), 1, "{holes:?}");
        assert_eq!(holes[0]["id"], "CVE-2017-1001000");
        let affects: BTreeSet<_> =
            holes[0]["affects"].as_array().unwrap().iter().map(|own| own["ref"].as_str()).collect();
        let refs = [&wordpress, &jquery].map(|own| own["bom-ref"].as_str());
        assert_eq!(affects, BTreeSet::from(refs));
        assert_eq!(affects.len(), 2);
    }

    #[test]
    fn the_serial_number_is_that_of_the_list() {
        let of = |version, now| {
            let stack = on("xa-a", "2026-11-20T17:00:00Z", vec![wordpress(version)]);
            told(&[stack], now)["serialNumber"].as_str().unwrap().to_owned()
        };
        let number = of("4.7.2", NOW);
        assert_eq!(number, of("4.7.2", NOW));
        assert_ne!(number, of("4.7.3", NOW));
        assert_ne!(number, of("4.7.2", "2026-11-22T18:00:00Z"));
        let parts: Vec<&str> = number.strip_prefix("urn:uuid:").unwrap().split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('8') && "89ab".contains(&parts[3][..1]), "{number}");
    }

    #[test]
    fn hostile_values_are_kept_and_are_no_exact_version() {
        let bom = told(&[hostile()], NOW);
        assert_eq!(bom["components"][0]["name"], HOSTILE);
        assert_eq!(bom["components"][0]["version"], Value::Null);
        assert_eq!(bom["vulnerabilities"][0]["id"], HOSTILE);
    }

    #[test]
    fn libraries_are_products() {
        for id in LIBRARIES {
            assert!(PRODUCTS.iter().any(|product| product.id == id), "{id}");
        }
    }
}
