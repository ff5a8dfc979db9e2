//! What a child is asked to do.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use crate::page::Element;
use crate::{
    identity::Identity,
    page::{Loaded, Reader},
};

/// One page, looked at by one visitor at one moment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Job {
    /// The page's address.
    pub url: String,
    /// The page's elements in document order; parents stand before their children.
    pub elements: Arc<[Element]>,
    /// What is to be run, in document order.
    pub scripts: Vec<Script>,
    /// Bodies of script files that may be run if a script pulls them in, by address. Files that
    /// are not here are only reported.
    pub bodies: Vec<(String, String)>,
    /// Whether `$` and `jQuery` are stood in for, because the library is known and not run.
    pub stand_in_jquery: bool,
    /// Who looks, and when.
    pub world: World,
    /// What it may cost.
    pub limits: Limits,
}

/// A script of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// Its element, by place in [`Job::elements`].
    pub element: Option<u32>,
    /// Where its code was loaded from; none for code in the page.
    pub url: Option<String>,
    /// Its code, if it was loaded; code in the page is the text of its element.
    pub code: String,
}

/// What a page can learn of its visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// `navigator.userAgent`.
    pub user_agent: String,
    /// `document.referrer`; empty for a visitor who typed the address.
    pub referrer: String,
    /// Whether there is a touch screen.
    pub touch: bool,
    /// Width and height of the screen in CSS pixels.
    pub screen: (u32, u32),
    /// Cookies from earlier visits, as `name=value; name=value`.
    pub cookies: String,
    /// `localStorage` from earlier visits.
    pub storage: Vec<(String, String)>,
    /// The time of the visit in milliseconds since 1970, UTC. The world's clock starts here; its
    /// time zone is Asia/Ho_Chi_Minh.
    pub now_ms: i64,
    /// Where `Math.random` starts.
    pub seed: u64,
}

impl World {
    /// A first visit.
    pub fn of(identity: Identity, user_agent: &str, now_ms: i64) -> Self {
        let phone = identity == Identity::Phone;
        Self {
            user_agent: user_agent.to_owned(),
            referrer: identity.referer().unwrap_or_default().to_owned(),
            touch: phone,
            screen: if phone { (412, 915) } else { (1920, 1080) },
            cookies: String::new(),
            storage: Vec::new(),
            now_ms,
            seed: 1,
        }
    }
}

impl Default for World {
    fn default() -> Self {
        // A weekday at ten in the morning in Vietnam.
        Self::of(Identity::Citizen, "Mozilla/5.0", 1_767_578_400_000)
    }
}

/// What one job may cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// CPU time for all scripts together, in milliseconds.
    pub cpu_ms: u32,
    /// Bytes of the engine's heap.
    pub memory: usize,
    /// Time on the wall in milliseconds, after which the parent kills the child. Far more than the
    /// CPU time, because machines are busy.
    pub wall_ms: u32,
    /// How far the world's clock runs for timers after loading, in milliseconds.
    pub virtual_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cpu_ms: 500, memory: 48 << 20, wall_ms: 8_000, virtual_ms: 60_000 }
    }
}

impl Job {
    /// The most scripts that are run.
    pub const MAX_SCRIPTS: usize = 300;

    /// The code of a script, by place in [`Job::scripts`].
    pub fn code(&self, script: usize) -> Option<&str> {
        let script = self.scripts.get(script)?;
        if script.url.is_some() {
            return Some(&script.code);
        }
        self.elements.get(script.element? as usize).map(|element| &*element.text)
    }

    /// A job from markup: all inline scripts are run, and what `bodies` has of the files. For
    /// callers that have no page at hand.
    pub fn of_markup(url: &str, source: &str, bodies: &[(String, String)]) -> Self {
        let base = url::Url::parse(url).ok();
        let elements = base.as_ref().map(|base| {
            Reader::with_outlines().read(source.into(), base, &[], &Loaded::default()).outline
        });
        let elements = elements.unwrap_or_default();
        let mut scripts = Vec::new();
        for (place, element) in elements.iter().enumerate() {
            if element.tag != "script" || !holds_code(element) || scripts.len() >= Self::MAX_SCRIPTS
            {
                continue;
            }
            let place = u32::try_from(place).ok();
            let Some(src) = element.attribute("src") else {
                scripts.push(Script { element: place, ..Script::default() });
                continue;
            };
            let address = base.as_ref().and_then(|base| base.join(src.trim()).ok());
            let address = address.map_or_else(|| src.to_owned(), String::from);
            if let Some((_, code)) = bodies.iter().find(|(own, _)| *own == address) {
                scripts.push(Script { element: place, url: Some(address), code: code.clone() });
            }
        }
        Self { url: url.to_owned(), elements, scripts, bodies: bodies.to_vec(), ..Self::default() }
    }
}

/// Whether browsers would run a script element with this type.
pub fn holds_code(element: &Element) -> bool {
    is_code(element.attribute("type"), element.attribute("language"))
}

/// Whether browsers take a script of this type for JavaScript.
pub(super) fn is_code(kind: Option<&str>, language: Option<&str>) -> bool {
    match (kind.map(str::trim), language) {
        (None | Some(""), None) => true,
        (None | Some(""), Some(language)) => {
            let language = language.trim().to_ascii_lowercase();
            language.is_empty() || language.contains("script") && !language.starts_with("vb")
        }
        (Some(kind), _) => {
            let kind = kind.to_ascii_lowercase();
            let essence = kind.split(';').next().unwrap_or_default().trim();
            essence == "module"
                || essence.ends_with("/javascript")
                || essence.ends_with("/ecmascript")
                || essence.ends_with("/x-javascript")
                || essence.ends_with("/x-ecmascript")
                || essence.ends_with("/jscript")
        }
    }
}
