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
