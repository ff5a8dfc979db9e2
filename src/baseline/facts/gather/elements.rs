//! Scripts, frames, forms, refreshes, claims, and what the answers said before the page.

use url::Url;

use super::{
    super::code::{Shapes, code_of, name_of, with_file},
    Gatherer,
};
use crate::{
    baseline::{
        facet::Facet,
        normal::{file_place, foreign_host, normal_text, path_shape},
        region::Area,
    },
    fetch::Hop,
    page::{Loaded, Page, Script, ScriptKind, Spot},
};

impl Gatherer<'_> {
    pub(super) fn script(
        &mut self,
        page: &Page,
        script: &Script,
        loaded: &Loaded,
        shapes: &Shapes,
    ) {
        self.areas.insert(Area::of(&script.spot).number());
        let code = code_of(script.facts.as_deref(), &page.url, self.is_own);
        for host in &code.hosts {
            self.push(Facet::CodeHost, host.clone(), None, host, &script.spot);
        }
        match (&script.kind, &script.src) {
            (ScriptKind::Loaded, Some(src)) if matches!(src.scheme(), "http" | "https") => {
                let code = match loaded.text(src) {
                    Some(file) => with_file(code, file, shapes),
                    None => code,
                };
                let host = foreign_host(src, self.is_own).unwrap_or_default();
                let value = format!("{host}{}", file_place(src));
                self.push(Facet::Script, value, Some(code), src.as_str(), &script.spot);
            }
            (ScriptKind::Inline, _) => {
                let text = page.code_at(&script.spot);
                let value = name_of(&code, text, shapes);
                self.push(Facet::Inline, value, Some(code), text, &script.spot);
            }
            // Of other code only what it does is at hand; most does nothing of note.
            (kind, _) if !code.acts.is_empty() || !code.hosts.is_empty() || code.opaque => {
                let value = name_of(&code, "", shapes);
                let shown: Vec<&str> = code.acts.iter().map(String::as_str).collect();
                let shown = match kind {
                    ScriptKind::Handler(event) => format!("on{event}: {}", shown.join(", ")),
                    _ => shown.join(", "),
                };
                self.push(Facet::Inline, value, Some(code), &shown, &script.spot);
            }
            _ => {}
        }
    }

    /// A foreign host, or the shape of a path of the portal.
    fn whither(&self, url: &Url) -> String {
        foreign_host(url, self.is_own).unwrap_or_else(|| path_shape(url))
    }

    pub(super) fn elements(&mut self, page: &Page) {
        for frame in &page.frames {
            let Some(url) = frame.url.as_ref().filter(|url| url.scheme() != "about") else {
                continue;
            };
            let value = match url.scheme() {
                "http" | "https" => self.whither(url),
                scheme => format!("{scheme}:"),
            };
            self.push(Facet::Frame, value, None, url.as_str(), &frame.spot);
        }
        for inner in &page.inner_documents {
            self.push(Facet::Frame, "srcdoc".to_owned(), None, &inner.markup, &inner.spot);
        }
        for form in &page.forms {
            self.areas.insert(Area::of(&form.spot).number());
            let Some(action) = &form.action else { continue };
            let value = self.whither(action);
            self.push(Facet::Form, value, None, action.as_str(), &form.spot);
        }
        for refresh in &page.refreshes {
            let Some(url) = &refresh.url else { continue };
            let value = self.whither(url);
            self.push(Facet::Refresh, value, None, url.as_str(), &refresh.spot);
        }
        for own in &page.references {
            let Some(host) = foreign_host(&own.url, self.is_own) else { continue };
            let value = format!("{} {host}", own.role.id());
            self.push(Facet::Claim, value, None, own.url.as_str(), &own.spot);
        }
    }

    pub(super) fn answers(&mut self, hops: &[Hop]) {
        let spot = Spot::default();
        for hop in hops {
            let next = hop.location.as_ref().and_then(|location| hop.url.join(location).ok());
            if let Some(next) = next
                && let Some(host) = foreign_host(&next, self.is_own)
            {
                self.push(Facet::Redirect, host, None, next.as_str(), &spot);
            }
        }
        for (name, value) in hops.last().map(|hop| hop.headers.as_slice()).unwrap_or_default() {
            if name == "set-cookie" {
                let cookie = value.split('=').next().unwrap_or_default().trim();
                let cookie = normal_text(cookie).into_owned();
                self.push(Facet::Cookie, cookie.clone(), None, &cookie, &spot);
            } else {
                self.push(Facet::Header, name.chars().take(80).collect(), None, name, &spot);
            }
        }
    }
}
