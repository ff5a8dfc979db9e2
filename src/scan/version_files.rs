//! Up to three static files that tell the version of a product that was found: asked for once a week,
//! and only where the operator wants it. Never pages, sign-ins or handlers.

use std::sync::{Arc, PoisonError};

use jiff::SignedDuration;
use url::Url;

use super::{options::ScanError, portal::PortalScan};
use crate::{fetch::Visit, identity::Identity, software::StaticFile};

/// For one portal.
const MOST: usize = 3;
/// What a portal answered stands for so long.
const STANDS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Asks for them, or recalls them.
pub(super) async fn look(scan: &mut PortalScan<'_>) -> Result<(), ScanError> {
    let stack = Arc::clone(&scan.eyes.stack);
    let mut wanted = stack.lock().unwrap_or_else(PoisonError::into_inner).extra_files();
    wanted.retain(|url| {
        let is_own = url.host_str().is_some_and(|host| scan.target.owns(host));
        is_own && scan.allows(url) && !scan.eyes.library.loaded().contains(url)
    });
    wanted.truncate(MOST);
    if wanted.is_empty() {
        return Ok(());
    }
    let now = scan.now();
    let known = scan.journal().version_files(&scan.target.id, now - STANDS_FOR).await?;
    for url in wanted {
        let file = match known.iter().find(|(address, _)| address == url.as_str()) {
            Some((_, file)) => file.clone(),
            None => {
                let file = fetch(scan, &url).await;
                scan.journal().keep_version_file(&scan.target.id, &url, file.clone(), now).await?;
                file
            }
        };
        if let Some(file) = file {
            let mut stack = stack.lock().unwrap_or_else(PoisonError::into_inner);
            stack.file(&file, &scan.eyes.bench.knowledge);
        }
    }
    Ok(())
}

/// The file, if it is one: some servers answer every address with a page.
async fn fetch(scan: &PortalScan<'_>, url: &Url) -> Option<StaticFile> {
    let visit = scan.eyes.fetcher.visit(url, Identity::Citizen, scan.now()).await;
    let Visit::Captured(capture) = visit else { return None };
    let kind = capture.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_file = capture.status() == 200 && capture.hops.len() == 1 && !kind.contains("html");
    if is_file { StaticFile::of(url.clone(), &capture.body) } else { None }
}
