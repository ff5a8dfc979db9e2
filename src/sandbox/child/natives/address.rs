//! Addresses, and what browsers keep for them.

use rquickjs::{Result, function::Opt};
use url::{Position, Url};

use super::Natives;

/// Cookies and storage entries that are kept, and bytes of each.
const MAX_KEPT: usize = 200;
const MAX_VALUE: usize = 16 << 10;
/// Bytes of storage of one kind.
const MAX_STORED: usize = 256 << 10;

pub(super) fn add(natives: &Natives<'_, '_>) -> Result<()> {
    let s = natives.stage();
    natives.put("here", move || parts(&s.here))?;
    // The parts of an address, seen from another or from the page.
    let s = natives.stage();
    natives.put("url", move |target: String, base: Opt<String>| {
        let base = base.0.filter(|base| !base.is_empty());
        let base = match base {
            Some(base) => Url::parse(&base).ok()?,
            None => s.base.clone(),
        };
        base.join(target.trim()).ok().map(|url| parts(&url))
    })?;
    natives.put("set_url", move |target: String, part: usize, value: String| {
        let Ok(mut url) = Url::parse(&target) else { return target };
        set_part(&mut url, part, &value);
        url.into()
    })?;
    let s = natives.stage();
    natives.put("body_of", move |target: String| {
        let place = s.bodies.get(&s.resolve(&target))?;
        s.job.bodies.get(*place).map(|(_, body)| body.clone())
    })?;
    let s = natives.stage();
    natives.put("cookie", move || {
        let cookies = s.cookies.borrow();
        let pairs: Vec<String> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    })?;
    let s = natives.stage();
    natives.put("set_cookie", move |text: String| {
        let mut parts = text.split(';');
        let pair = parts.next().unwrap_or_default();
        let (name, value) = pair.split_once('=').unwrap_or(("", pair));
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        let gone = parts.any(|part| is_over(part, s.job.world.now_ms));
        let mut cookies = s.cookies.borrow_mut();
        cookies.retain(|(own, _)| *own != name);
        if !gone && cookies.len() < MAX_KEPT && name.len() + value.len() < 4096 {
            cookies.push((name, value));
        }
    })?;
    let s = natives.stage();
    natives.put("stored", move |kind: usize, key: String| {
        s.storage.get(kind)?.borrow().get(&key).cloned()
    })?;
    let s = natives.stage();
    natives.put("store", move |kind: usize, key: String, value: String| {
        let Some(storage) = s.storage.get(kind) else { return };
        let mut storage = storage.borrow_mut();
        let stored: usize = storage.iter().map(|(key, value)| key.len() + value.len()).sum();
        let bytes = key.len() + value.len();
        if storage.len() < MAX_KEPT && bytes < MAX_VALUE && stored + bytes < MAX_STORED {
            storage.insert(key, value);
        }
    })?;
    let s = natives.stage();
    natives.put("unstore", move |kind: usize, key: String| {
        if let Some(storage) = s.storage.get(kind) {
            storage.borrow_mut().remove(&key);
        }
    })?;
    let s = natives.stage();
    natives.put("stored_keys", move |kind: usize| -> Vec<String> {
        let Some(storage) = s.storage.get(kind) else { return Vec::new() };
        storage.borrow().keys().cloned().collect()
    })?;
    natives.put("bytes", |text: String| text.into_bytes())?;
    natives.put("unbytes", |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether an attribute of a cookie says that it is to be forgotten.
fn is_over(attribute: &str, now_ms: i64) -> bool {
    let Some((name, value)) = attribute.split_once('=') else { return false };
    match name.trim().to_ascii_lowercase().as_str() {
        "max-age" => value.trim().parse::<i64>().is_ok_and(|seconds| seconds <= 0),
        "expires" => {
            let words = value.split(|c: char| !c.is_ascii_digit());
            let year =
                words.filter(|word| word.len() == 4).find_map(|word| word.parse::<i64>().ok());
            // Good enough: cookies are ended with dates of years ago, most often 1970.
            year.is_some_and(|year| year < 1970 + now_ms / 31_556_952_000)
        }
        _ => false,
    }
}

/// href, protocol, host, hostname, port, pathname, search, hash, origin, username, password.
fn parts(url: &Url) -> Vec<String> {
    let port = url.port().map(|port| port.to_string()).unwrap_or_default();
    let marked = |mark: char, part: Option<&str>| {
        part.filter(|part| !part.is_empty()).map(|part| format!("{mark}{part}")).unwrap_or_default()
    };
    vec![
        url.to_string(),
        format!("{}:", url.scheme()),
        url[Position::BeforeHost..Position::AfterPort].to_owned(),
        url.host_str().unwrap_or_default().to_owned(),
        port,
        url.path().to_owned(),
        marked('?', url.query()),
        marked('#', url.fragment()),
        url.origin().ascii_serialization(),
        url.username().to_owned(),
        url.password().unwrap_or_default().to_owned(),
    ]
}

/// Sets a part, by its place in [`parts`]; what cannot be set stays.
pub(super) fn set_part(url: &mut Url, part: usize, value: &str) {
    let bare = value.trim_start_matches(['?', '#']);
    let some = Some(bare).filter(|bare| !bare.is_empty());
    let _ = match part {
        0 => Url::parse(value).map(|other| *url = other).map_err(|_| ()),
        1 => url.set_scheme(value.trim_end_matches(':')),
        2 => {
            let (host, port) = value.split_once(':').unwrap_or((value, ""));
            let set = url.set_host(Some(host)).map_err(|_| ());
            set.and_then(|()| url.set_port(port.parse().ok()))
        }
        3 => url.set_host(Some(value)).map_err(|_| ()),
        4 => url.set_port(value.parse().ok()),
        5 => {
            url.set_path(value);
            Ok(())
        }
        6 => {
            url.set_query(some);
            Ok(())
        }
        7 => {
            url.set_fragment(some);
            Ok(())
        }
        _ => Ok(()),
    };
}
