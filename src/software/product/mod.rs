//! The products, each a file with what gives it away.

mod dnn;
mod drupal;
mod dspace;
mod joomla;
mod kentico;
mod koha;
mod liferay;
mod moodle;
mod nukeviet;
mod nukeviet_egov;
mod ojs;
mod phpbb;
mod phpmyadmin;
mod sharepoint;
mod sitefinity;
mod typo3;
mod umbraco;
mod vbulletin;
mod wordpress;
mod zimbra;

#[cfg(test)]
mod examples;

use std::fmt;

use super::{Clue, Traces};

/// Every product, in the order in which they are reported.
pub const PRODUCTS: &[Product] = &[
    nukeviet_egov::PRODUCT,
    nukeviet::PRODUCT,
    wordpress::PRODUCT,
    joomla::PRODUCT,
    drupal::PRODUCT,
    dnn::PRODUCT,
    sharepoint::PRODUCT,
    liferay::PRODUCT,
    umbraco::PRODUCT,
    moodle::PRODUCT,
    ojs::PRODUCT,
    dspace::PRODUCT,
    koha::PRODUCT,
    phpbb::PRODUCT,
    vbulletin::PRODUCT,
    typo3::PRODUCT,
    kentico::PRODUCT,
    sitefinity::PRODUCT,
    zimbra::PRODUCT,
    phpmyadmin::PRODUCT,
];

/// The product of this name.
pub fn product(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

/// A product: what gives it away, and examples.
pub struct Product {
    /// Its name in data files, lower case with dashes.
    pub id: &'static str,
    /// Its name in reports.
    pub name: &'static str,
    /// Products that are parts of this one, which are not reported beside it.
    pub contains: &'static [&'static str],
    /// What one answer says of it.
    pub clues: fn(&Traces<'_>, &mut Vec<Clue>),
    /// Plain static files which would tell more, at most three: paths from where it is installed.
    /// Worth asking for only once the product is found.
    pub extra_files: &'static [&'static str],
    /// Answers in which it is seen.
    pub seen: &'static [Example],
    /// Answers in which it must not be seen.
    pub unseen: &'static [Example],
}

/// An answer, or some of one portal.
pub struct Example {
    /// What it shows.
    pub says: &'static str,
    /// What was answered.
    pub shown: &'static [Shown],
    /// Kind and set of the version, as in `range: from 4.0.19, before 4.3.08`; of no meaning where
    /// the product must not be seen.
    pub version: &'static str,
}

/// What an example answers.
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    /// A header, its name in lower case.
    Header(&'static str, &'static str),
    /// A page.
    Page(&'static str),
    /// A page at this address, from the root.
    PageAt(&'static str, &'static str),
    /// A static file: its path and how it begins.
    File(&'static str, &'static str),
}

impl Example {
    const fn seen(says: &'static str, shown: &'static [Shown], version: &'static str) -> Self {
        Self { says, shown, version }
    }

    const fn unseen(says: &'static str, shown: &'static [Shown]) -> Self {
        Self { says, shown, version: "" }
    }
}

impl fmt::Debug for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Product").field("id", &self.id).finish_non_exhaustive()
    }
}
