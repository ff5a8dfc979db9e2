//! Nights of a small portal, read through the same door as in a scan.

mod approval;
mod bounds;
mod files;
mod planted;
mod quiet;
mod upheaval;

use std::sync::Arc;

use url::Url;

use super::{
    Baseline, Change, ChangeKind, Comparison, Drift, Entry, Look, Memory, Night, PageFacts, Shapes,
    Standout,
};
use crate::page::{Loaded, Reader};

/// The portal as its visitors find it on one night; a test changes what it is about.
#[derive(Clone)]
struct Site {
    night: u32,
    /// Stands in the head of each page.
    head: String,
    /// Stands in the footer of each page.
    footer: String,
    /// Stands at the end of the body of each page.
    end: String,
    /// Stands in the text of the old article.
    article: String,
    /// The whole of the old article, if it is not the usual one.
    replaced: Option<String>,
    title: String,
    library: String,
    /// Pages beside the usual ones.
    more: Vec<(String, String)>,
}

impl Site {
    fn on(night: u32) -> Self {
        Self {
            night,
            head: String::new(),
            footer: String::new(),
            end: String::new(),
            article: String::new(),
            replaced: None,
            title: "UBND huyện Tuần Giáo".to_owned(),
            library: "function menu(a){return a.open('x')}".to_owned(),
            more: Vec::new(),
        }
    }

    fn url(path: &str) -> Url {
        Url::parse("https://so.example/").unwrap().join(path).unwrap()
    }

    /// What changes by itself stands around what does not: the counter, the clock, the poll of the
    /// week, the banner of the day, the state of a form, the token of a script.
    fn wrap(&self, title: &str, main: &str) -> String {
        let Self { night, head, footer, end, .. } = self;
        let (day, week, banner) = (night % 28 + 1, night / 7, night % 3);
        let token = format!("{:016x}", u64::from(*night).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let phone = format!("Thông báo số {night} cho điện thoại");
        format!(
            "<!doctype html><html><head><title>{title}</title>{head}\
             <script src='/js/menu.js?v={night}'></script>\
             <script>poll('Câu hỏi tuần {week}', ['Có {week}', 'Không']); var csrf = '{token}';</script>\
             <script async src='https://do-luong.example/tag.js'></script></head><body>\
             <header><h2>Cổng thông tin điện tử</h2><p>Thứ Bảy, {day}/11/2026, 10:{day}</p>\
             <nav><ul><li><a href=/>Trang chủ</a><li><a href=/tin-tuc>Tin tức</a></ul></nav></header>\
             <div id=quang-cao><a href='https://doi-tac-{banner}.example/'><img src=b{banner}.gif></a></div>\
             <div style='display:none' id=thong-bao-nho>{phone}</div>\
             <form action=/tim><input type=hidden name=__VIEWSTATE value={token}></form>\
             <div id=noi-dung>{main}</div>\
             <footer><p>Cơ quan chủ quản: UBND huyện</p><ul><li><a href='https://dienbien.gov.vn'>Tỉnh</a>\
             <li><a href='https://chinhphu.vn'>Chính phủ</a></ul>{footer}\
             <p>Lượt truy cập: 1.23{night}.567</p></footer>{end}</body></html>"
        )
    }

    fn pages(&self) -> Vec<(String, String)> {
        let first = self.night;
        let items: String = (first..first + 6)
            .rev()
            .map(|item| format!("<li><a href=/tin-tuc/tin-cua-ngay-{item}>Tin của ngày thứ {item} trong năm, chuyện {}</a></li>", word(item)))
            .collect();
        let home = format!("<ul>{items}</ul><p>Giới thiệu chung về huyện</p>");
        let text = "<h1>Lịch sử huyện</h1><p>Huyện được thành lập đã lâu.</p><p>Dân cư sống bằng nghề nông.</p>";
        let article = format!("{text}<p>{}</p>", self.article);
        let contact = "<h1>Liên hệ</h1><p>Trụ sở ở thị trấn.</p><p>Điện thoại đường dây nóng</p>";
        let rules =
            "<h1>Văn bản</h1><p>Quyết định về nông thôn mới</p><p>Kế hoạch chuyển đổi số</p>";
        let mut pages = vec![
            ("/".to_owned(), self.wrap(&self.title, &home)),
            ("/tin-tuc".to_owned(), self.wrap("Tin tức", &format!("<ul>{items}</ul>"))),
            (
                "/lich-su".to_owned(),
                self.replaced.clone().unwrap_or_else(|| self.wrap("Lịch sử", &article)),
            ),
            ("/lien-he".to_owned(), self.wrap("Liên hệ", contact)),
            ("/van-ban".to_owned(), self.wrap("Văn bản", rules)),
        ];
        pages.extend(self.more.iter().cloned());
        pages
    }
}

/// A word of its own for each number: what people write is no counter.
fn word(number: u32) -> String {
    number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

#[derive(Default)]
struct Watch {
    memory: Memory,
    baseline: Option<Baseline>,
    shapes: Shapes,
}

impl Watch {
    /// After so many ordinary nights.
    fn after(nights: u32) -> Self {
        let mut watch = Self::default();
        for night in 0..nights {
            watch.look(&Site::on(night));
        }
        watch
    }

    fn approved_after(nights: u32) -> Self {
        let mut watch = Self::after(nights);
        let starts = [Site::url("/")];
        let proposal = Baseline::propose("tuan-giao", &watch.memory, &starts);
        watch.baseline = Some(proposal.with(&[]));
        watch
    }

    fn read(&self, site: &Site) -> Look {
        let mut loaded = Loaded::default();
        let file = Site::url(&format!("/js/menu.js?v={}", site.night));
        loaded.insert(file, Arc::from(site.library.as_str()));
        let mut look = Look::default();
        for (path, source) in site.pages() {
            look.add(self.facts(&path, &source, &loaded), true);
        }
        look
    }

    fn facts(&self, path: &str, source: &str, loaded: &Loaded) -> PageFacts {
        let is_own = |url: &Url| url.host_str() == Some("so.example");
        let page = Reader::new().read(source.into(), &Site::url(path), &[], loaded);
        PageFacts::of(&page, &[], loaded, &is_own, &self.shapes)
    }

    fn compare(&self, look: &Look, night: u32) -> Drift {
        Comparison::new(self.baseline.as_ref(), &self.memory, Night(night)).look(look)
    }

    /// Looks at the portal, says what is new, and learns.
    fn look(&mut self, site: &Site) -> Vec<Change> {
        let look = self.read(site);
        let drift = self.compare(&look, site.night);
        self.memory.learn(&look, &drift, Night(site.night));
        drift.changes
    }

    fn approve(&mut self, changes: &[Change]) {
        let entries: Vec<Entry> = changes.iter().flat_map(Change::entries).cloned().collect();
        self.baseline = self.baseline.as_ref().map(|baseline| baseline.with(&entries));
        self.memory.accept(changes);
    }
}

fn told(changes: &[Change]) -> Vec<(ChangeKind, &str)> {
    changes.iter().map(|change| (change.kind, change.value.as_str())).collect()
}
