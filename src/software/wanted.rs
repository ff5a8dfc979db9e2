//! Which files would tell more of a product that was found.

use url::Url;

use super::{Found, Place};

/// Folders of products in which their assets lie; what stands before them is where the product is.
const FOLDERS: &[&str] =
    &["/assets/", "/themes/", "/media/", "/core/", "/misc/", "/sites/", "/styles/"];

impl Found {
    /// The addresses of the product's extra files, at most three: static files that anybody can
    /// fetch. Whoever asks for them makes of each answer a [`StaticFile`](super::StaticFile), which
    /// is none where a server answers every address with a page.
    pub fn extra_files(&self) -> Vec<Url> {
        let Some(root) = self.root() else { return Vec::new() };
        let files = self.product.extra_files.iter().take(3);
        files.filter_map(|file| root.join(file).ok()).collect()
    }

    /// Where the product is installed, as its assets show: else at the root of the site.
    fn root(&self) -> Option<Url> {
        let assets = self.evidence.iter().filter(|own| own.clue.place == Place::Asset);
        let shown = assets.into_iter().find_map(|own| {
            let asset = Url::parse(&own.url).ok()?.join(&own.clue.excerpt).ok()?;
            let ends = FOLDERS.iter().filter_map(|folder| asset.path().find(folder)).min()?;
            asset.join(asset.path().get(..=ends)?).ok()
        });
        shown.or_else(|| Url::parse(&self.evidence.first()?.url).ok()?.join("/").ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        page::{Loaded, Reader},
        software::{Inventory, Traces},
    };

    fn wanted(html: &str) -> Vec<String> {
        let url = Url::parse("https://so.gov.example/portal/vi/tin-1.html").unwrap();
        let page = Reader::new().read(html.into(), &url, &[], &Loaded::default());
        let mut inventory = Inventory::default();
        inventory.add(&Traces::of_answer(&url, &[], Some(&page)));
        inventory.found().iter().flat_map(Found::extra_files).map(String::from).collect()
    }

    #[test]
    fn files_are_wanted_from_where_the_product_is_installed() {
        let generator = "<meta name=generator content='NukeViet v4.5'>";
        let loads = "<script src=/portal/assets/js/jquery/jquery.min.js></script>";
        let files = ["upload.js", "../editors/ckeditor/ckeditor.js", "admin.js"];
        for (html, root) in [
            (format!("{generator}{loads}"), "https://so.gov.example/portal/assets/js/"),
            (generator.to_owned(), "https://so.gov.example/assets/js/"),
        ] {
            let root = Url::parse(root).unwrap();
            assert_eq!(wanted(&html), files.map(|file| String::from(root.join(file).unwrap())));
        }
        assert_eq!(wanted("<meta name=generator content='TYPO3 CMS'>"), [""; 0]);
    }
}
