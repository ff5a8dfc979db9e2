//! What kind of place an address names.

use url::Url;

/// Hosts on which everybody can make a page: that the host is known says nothing of the page.
const PLATFORMS: &[&str] = &[
    "facebook.com",
    "fb.com",
    "m.me",
    "youtube.com",
    "youtu.be",
    "zalo.me",
    "tiktok.com",
    "twitter.com",
    "x.com",
    "instagram.com",
    "threads.net",
    "telegram.org",
    "pinterest.com",
    "linkedin.com",
    "google.com",
    "forms.gle",
    "vimeo.com",
    "soundcloud.com",
];

/// A host on which everybody can make a page.
pub(super) fn is_platform(host: &str) -> bool {
    PLATFORMS.iter().any(|known| {
        host.strip_suffix(known).is_some_and(|below| below.is_empty() || below.ends_with('.'))
    })
}

/// A site of a state or a school: these are broken into for their good name.
pub(super) fn is_institution(host: &str) -> bool {
    const LABELS: &[&str] = &["gov", "go", "gob", "gouv", "govt", "edu", "ac", "mil"];
    host.rsplit('.').take(3).any(|label| LABELS.contains(&label))
}

/// A page in a folder to which visitors or editors upload: pages do not live there.
pub(super) fn is_upload(path: &str) -> bool {
    const FOLDERS: &[&str] =
        &["/upload", "/userfiles", "/attachments", "/images/", "/media/", "/tmp/", "/cache/"];
    const PAGES: &[&str] = &[".html", ".htm", ".php", ".aspx", ".pdf", ".docx"];
    let path = path.to_ascii_lowercase();
    FOLDERS.iter().any(|folder| path.contains(folder))
        && PAGES.iter().any(|end| path.ends_with(end))
}

/// A search repeats what the visitor asked for.
pub(super) fn is_search(query: &str) -> bool {
    const NAMES: &[&str] = &["q=", "s=", "k=", "key", "search", "tukhoa", "tu-khoa"];
    query
        .to_ascii_lowercase()
        .split('&')
        .any(|pair| NAMES.iter().any(|name| pair.starts_with(name)))
}

/// Where an address leads on that names another one: `/url?q=https://…`.
pub(super) fn passed_on(url: &Url) -> Option<Url> {
    let query = url.query().filter(|query| query.contains("http"))?;
    let inner = url::form_urlencoded::parse(query.as_bytes()).take(20);
    inner
        .filter(|(_, value)| value.starts_with("http://") || value.starts_with("https://"))
        .find_map(|(_, value)| Url::parse(&value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_hosts_are_told_by_their_labels() {
        assert!(is_institution("so.gov.vn") && is_institution("fk.univ.ac.id"));
        assert!(is_institution("uni.edu") && !is_institution("govern.example"));
        assert!(is_platform("www.facebook.com") && !is_platform("notfacebook.com"));
    }

    #[test]
    fn uploads_are_pages_in_folders_for_files() {
        assert!(is_upload("/Uploads/2024/nha-cai.html"));
        assert!(!is_upload("/uploads/2024/anh.jpg") && !is_upload("/tin/nha-cai.html"));
    }

    #[test]
    fn addresses_are_followed_through_those_who_pass_visitors_on() {
        let url = Url::parse("https://www.google.com/url?sa=t&q=https://w88.example/x").unwrap();
        assert_eq!(passed_on(&url).unwrap().host_str(), Some("w88.example"));
        assert_eq!(passed_on(&Url::parse("https://a.example/?q=http").unwrap()), None);
    }
}
