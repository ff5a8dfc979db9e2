//! The looks that portals have: those of five kinds of software, and a redesign.

/// The look of a portal.
pub struct Style {
    pub generator: &'static str,
    /// Folder of its stylesheets and scripts.
    pub assets: &'static str,
    pub scripts: &'static [&'static str],
    pub wrapper: &'static str,
    pub menu: &'static str,
    pub list: &'static str,
    pub article: &'static str,
    pub side: &'static str,
    address: Address,
}

/// How articles are addressed.
enum Address {
    News,
    Page,
    Dated,
    Content,
    Item,
}

impl Style {
    /// Where an article stands.
    pub fn address(&self, number: u64, slug: &str) -> String {
        match self.address {
            Address::News => format!("/vi/news/tin-tuc/{slug}-{number}.html"),
            Address::Page => format!("/Pages/tin-tuc/{number}/{slug}.aspx"),
            Address::Dated => format!("/2026/{slug}-{number}/"),
            Address::Content => format!("/web/guest/-/view_content/{number}-{slug}"),
            Address::Item => format!("/tin/{number}"),
        }
    }
}

pub const STYLES: &[Style] = &[
    Style {
        generator: "NukeViet v4.5",
        assets: "/themes/default",
        scripts: &["jquery.min.js", "main.js", "global.js"],
        wrapper: "container wraper",
        menu: "navbar navbar-default",
        list: "news_column panel panel-default",
        article: "news_column bodytext",
        side: "col-md-6 block-right",
        address: Address::News,
    },
    Style {
        generator: "Microsoft SharePoint",
        assets: "/_layouts/15/portal",
        scripts: &["jquery.min.js", "init.js", "core.js", "sp.js"],
        wrapper: "ms-wrapper s4-workspace",
        menu: "ms-core-listMenu-horizontalBox",
        list: "tin-moi dfwp-list",
        article: "ms-rtestate-field noi-dung",
        side: "ms-webpart-zone cot-phai",
        address: Address::Page,
    },
    Style {
        generator: "WordPress 6.8",
        assets: "/wp-content/themes/cong",
        scripts: &["jquery.min.js", "navigation.js"],
        wrapper: "site hfeed",
        menu: "main-navigation primary-menu",
        list: "widget widget_recent_entries",
        article: "entry-content",
        side: "widget-area sidebar",
        address: Address::Dated,
    },
    Style {
        generator: "Liferay Portal",
        assets: "/so-theme/js",
        scripts: &["jquery.min.js", "barebone.js", "main.js"],
        wrapper: "portlet-boundary aui-w100",
        menu: "navigation aui-navigation",
        list: "portlet-newspublisher",
        article: "journal-content-article",
        side: "portlet-column portlet-column-last",
        address: Address::Content,
    },
    Style {
        generator: "",
        assets: "/static",
        scripts: &["jquery.min.js", "app.js"],
        wrapper: "page",
        menu: "menu",
        list: "news",
        article: "content",
        side: "side",
        address: Address::Item,
    },
];

/// What one portal changes to: a new skeleton, new scripts; the addresses stay.
pub const REDESIGN: Style = Style {
    generator: "Cong 2026",
    assets: "/giao-dien-2026",
    scripts: &["jquery.min.js", "bundle.js", "slider.js"],
    wrapper: "layout-grid layout-2026",
    menu: "header-nav mega",
    list: "card-grid feed",
    article: "prose article-body",
    side: "aside-panel",
    address: Address::News,
};
