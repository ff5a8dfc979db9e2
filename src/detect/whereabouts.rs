//! What kind of place an address names.

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
}
