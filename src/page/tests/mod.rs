//! Pages as people and attackers write them, read through the same door as in a scan.

mod code;
mod concealment;
mod corpus;
mod facts;
mod hostile;
mod soup;
mod stylesheet;
mod written;

use std::sync::Arc;

use url::Url;

use super::{HidingForm, Link, Loaded, Page, Reader};

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn read(source: &str) -> Page {
    Reader::new().read(source.into(), &url("https://so.example/tin/"), &[], &Loaded::default())
}

fn read_with_stylesheet(source: &str, css: &str) -> Page {
    let mut loaded = Loaded::default();
    loaded.insert(url("https://so.example/site.css"), Arc::from(css));
    let source = format!("<link rel=stylesheet href=/site.css>{source}");
    Reader::new().read(source.into(), &url("https://so.example/tin/"), &[], &loaded)
}

/// The link to the host that is up to no good.
fn planted(page: &Page) -> &Link {
    page.links.iter().find(|link| link.href.contains("bet88.example")).expect("the link is found")
}

fn forms(link: &Link) -> Vec<HidingForm> {
    link.concealed.iter().map(|concealment| concealment.form).collect()
}
