//! Saved pages, judged as a scan would judge them: one visitor, no network, no memory.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use url::Url;

use crate::{
    detect::{Observation, View, examine},
    fetch::{Hop, decode},
    finding::Finding,
    identity::Identity,
    page::{Loaded, Reader},
    scan::Findings,
    target::Target,
};

/// The most bytes of one saved page that are read, after decompression.
const LARGEST: u64 = 16 << 20;

/// The address of a page that does not say where it came from.
const UNKNOWN: &str = "http://unknown.invalid/";

/// One saved page and what was found on it.
pub struct Inspected {
    /// Where it came from.
    pub url: Url,
    /// Gravest first.
    pub findings: Vec<Finding>,
}

/// Reads a saved page, gzipped if its name ends in `.gz`.
///
/// # Errors
/// As the file system or the decompression says.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        MultiGzDecoder::new(file).take(LARGEST).read_to_end(&mut bytes)?;
    } else {
        file.take(LARGEST).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Judges a page. Without a `url`, the page's own word for where it belongs is taken.
pub fn judge(reader: &Reader, body: &[u8], url: Option<&Url>) -> Inspected {
    let source: Arc<str> = decode(body, None).text.into();
    let url = url.cloned().unwrap_or_else(|| own_address(&source));
    let page = Arc::new(reader.read(source, &url, &[], &Loaded::default()));
    let target = Target::ad_hoc(url.clone());
    let hop = Hop {
        url: url.clone(),
        status: 200,
        location: None,
        headers: Vec::new(),
        address: None,
        certificate: None,
    };
    let view =
        View { identity: Identity::Citizen, hops: vec![hop], leaves_to: None, page: Some(page) };
    let hits = examine(&Observation { target: &target, url: &url, views: &[view] });
    let mut findings = Findings::new(&target.id);
    findings.add(&url, hits);
    Inspected { url, findings: findings.into_sorted() }
}

/// What a page says of its own address, or one that leads nowhere.
fn own_address(source: &str) -> Url {
    Reader::own_address(source)
        .or_else(|| Url::parse(UNKNOWN).ok())
        .unwrap_or_else(|| unreachable!("a constant address"))
}
