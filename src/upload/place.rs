//! Where uploads lie.

use url::Url;

/// Folders to which visitors or editors upload.
const FOLDERS: &[&str] =
    &["/upload", "/files/", "/userfiles", "/attachments", "/images/", "/media/", "/portals/"];

/// Whether an address is in a folder to which visitors or editors upload.
pub fn is_in_upload_folder(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    FOLDERS.iter().any(|folder| path.contains(folder))
}

/// Whether an address is a page among uploaded files: nobody who looks after a portal publishes
/// pages there.
pub fn is_uploaded_page(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let is_page = [".html", ".htm", ".xhtml", ".shtml"].iter().any(|end| path.ends_with(end));
    is_page
        && ["/upload/", "/uploads/", "/userfiles/", "/attachments/"]
            .iter()
            .any(|folder| path.contains(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_among_uploads_are_told_from_files_and_from_pages_elsewhere() {
        let at = |path: &str| Url::parse("https://portal.example/").unwrap().join(path).unwrap();
        assert!(is_uploaded_page(&at("/Uploads/2024/a.HTML")));
        assert!(is_in_upload_folder(&at("/Portals/0/a.pdf")));
        for path in
            ["/uploads/2024/a.pdf", "/tin/a.html", "/uploads-moi.html", "/?f=/uploads/a.html"]
        {
            assert!(!is_uploaded_page(&at(path)), "{path}");
        }
    }
}
