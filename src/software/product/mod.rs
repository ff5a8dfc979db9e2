//! The products, each a file with what gives it away.

mod angularjs;
mod apache;
mod aspnet;
mod aspnet_mvc;
mod bootstrap;
mod ckeditor4;
mod ckeditor5;
mod dnn;
mod domino;
mod dompurify;
mod drupal;
mod dspace;
mod fckeditor;
mod font_awesome;
mod handlebars;
mod iis;
mod joomla;
mod jquery;
mod jquery_migrate;
mod jquery_ui;
mod kentico;
mod knockout;
mod koha;
mod liferay;
mod lodash;
mod mediawiki;
mod moment;
mod moodle;
mod nginx;
mod nukeviet;
mod nukeviet_egov;
mod ojs;
mod openssl;
mod oracle_portal;
mod php;
mod phpbb;
mod phpmyadmin;
mod portal_pages;
mod react;
mod sharepoint;
mod sitefinity;
mod swiper;
mod telerik;
mod tinymce;
mod tomcat;
mod typo3;
mod umbraco;
mod underscore;
mod userkey_portal;
mod vbulletin;
mod vue;
mod websphere_portal;
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
    mediawiki::PRODUCT,
    kentico::PRODUCT,
    sitefinity::PRODUCT,
    zimbra::PRODUCT,
    phpmyadmin::PRODUCT,
    portal_pages::PRODUCT,
    userkey_portal::PRODUCT,
    domino::PRODUCT,
    websphere_portal::PRODUCT,
    oracle_portal::PRODUCT,
    telerik::PRODUCT,
    jquery::PRODUCT,
    jquery_ui::PRODUCT,
    jquery_migrate::PRODUCT,
    bootstrap::PRODUCT,
    angularjs::PRODUCT,
    vue::PRODUCT,
    react::PRODUCT,
    moment::PRODUCT,
    lodash::PRODUCT,
    underscore::PRODUCT,
    dompurify::PRODUCT,
    handlebars::PRODUCT,
    knockout::PRODUCT,
    tinymce::PRODUCT,
    ckeditor4::PRODUCT,
    ckeditor5::PRODUCT,
    fckeditor::PRODUCT,
    font_awesome::PRODUCT,
    swiper::PRODUCT,
    iis::PRODUCT,
    aspnet::PRODUCT,
    aspnet_mvc::PRODUCT,
    apache::PRODUCT,
    nginx::PRODUCT,
    tomcat::PRODUCT,
    php::PRODUCT,
    openssl::PRODUCT,
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
    /// Kind and set of the version, as in `range: from 4.0.19, before 4.3.08`, those of several
    /// copies with `; ` between them; of no meaning where the product must not be seen.
    pub version: &'static str,
    /// Other products that are there too.
    pub beside: &'static [&'static str],
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
        Self { says, shown, version, beside: &[] }
    }

    const fn beside(self, beside: &'static [&'static str]) -> Self {
        Self { beside, ..self }
    }

    const fn unseen(says: &'static str, shown: &'static [Shown]) -> Self {
        Self { says, shown, version: "", beside: &[] }
    }
}

impl fmt::Debug for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Product").field("id", &self.id).finish_non_exhaustive()
    }
}
