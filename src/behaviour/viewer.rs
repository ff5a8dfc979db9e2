//! A page as a visitor has it before them: read, its scripts run, and read again with what they did.

use std::sync::Arc;

use url::Url;

use super::{Behaviour, Visit};
use crate::page::{Loaded, Page, Reader};

/// Reads pages and runs their scripts.
pub struct Viewer {
    reader: Reader,
    behaviour: Option<Arc<Behaviour>>,
}

impl Viewer {
    /// One that runs scripts, if it is given what runs them.
    pub fn new(behaviour: Option<Arc<Behaviour>>) -> Self {
        let reader = if behaviour.is_some() { Reader::with_outlines() } else { Reader::new() };
        Self { reader, behaviour }
    }

    /// Whether scripts are run.
    pub fn runs_scripts(&self) -> bool {
        self.behaviour.is_some()
    }

    /// The page in a body. `headers` are those it came with, names in lower case; `loaded` is what
    /// has been fetched of its resources.
    pub fn view(
        &self,
        source: Arc<str>,
        url: &Url,
        headers: &[(String, String)],
        loaded: &Loaded,
        visit: Visit,
    ) -> Page {
        let page = self.reader.read(Arc::clone(&source), url, headers, loaded);
        let Some(behaviour) = &self.behaviour else { return page };
        let shown = behaviour.of(&page, visit, loaded);
        let mut page = match &shown.ran {
            Some(ran) => self.reader.read_ran(source, url, headers, loaded, ran),
            None => page,
        };
        if shown.cut {
            page.limits_hit.push("script-run");
        }
        // Only those who run scripts need it, and it is as large as the page.
        page.outline = Arc::default();
        page
    }
}
