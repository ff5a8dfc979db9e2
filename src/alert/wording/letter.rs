//! A letter before it is text or HTML. All its texts are safe to show.

use super::terms;
use crate::{
    finding::{Lang, Severity, Text},
    notice::{Event, Happening, Notice, Occasion},
    report::{defang, defang_text, moment, own_page, severity_name},
};

pub(super) struct Letter {
    pub(super) lang: Lang,
    pub(super) title: String,
    /// What the reader must know before anything else.
    pub(super) marks: Vec<String>,
    pub(super) lead: Vec<String>,
    pub(super) items: Vec<Item>,
    /// How many items are left out, as a sentence.
    pub(super) more: Option<String>,
    pub(super) table: Option<Table>,
    pub(super) closing: Vec<String>,
    pub(super) footer: Vec<String>,
}

/// One thing that happened.
pub(super) struct Item {
    pub(super) severity: Severity,
    /// Whether there is nothing left to do.
    pub(super) is_healed: bool,
    /// What happened, and how grave it is.
    pub(super) badge: String,
    pub(super) heading: String,
    pub(super) rows: Vec<(&'static str, String)>,
    /// What can be typed.
    pub(super) commands: Vec<String>,
}

pub(super) struct Table {
    pub(super) head: [&'static str; 4],
    pub(super) rows: Vec<[String; 4]>,
    pub(super) more: Option<String>,
}

impl Letter {
    /// A letter with its title and marks.
    pub(super) fn to(notice: &Notice) -> Self {
        let lang = notice.recipient.lang;
        let mut marks = Vec::new();
        if notice.occasion == Occasion::Test {
            marks.push(say(
                lang,
                "TIN THỬ: tin này chỉ để thử kênh báo tin. Nội dung bên dưới là ví dụ, không có sự cố nào xảy ra.",
                "TEST: this only tries the channel. What follows is an example; nothing has happened.",
            ));
        }
        if notice.recipient.verified_on.is_none() {
            marks.push(say(
                lang,
                "Liên hệ chưa xác minh: chưa ai xác nhận địa chỉ nhận tin này còn đúng. Nếu tin đến nhầm, xin báo lại và xóa tin.",
                "Unverified contact: nobody has made sure that this address is still right. If this reached you by mistake, please say so and delete it.",
            ));
        }
        Self {
            lang,
            title: super::subject(notice),
            marks,
            lead: Vec::new(),
            items: Vec::new(),
            more: None,
            table: None,
            closing: Vec::new(),
            footer: Vec::new(),
        }
    }

    pub(super) fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        Text { vi, en }.in_lang(self.lang)
    }

    /// Keeps the first items and counts the others.
    pub(super) fn keep(&mut self, most: usize) {
        let total = self.items.len();
        if total > most {
            self.items.truncate(most);
            let left = total - most;
            self.more = Some(match self.lang {
                Lang::Vi => format!("… và {left} mục nữa: xem tệp báo cáo đính kèm."),
                Lang::En => format!("… and {left} more: see the attached report."),
            });
        }
    }

    /// Who wrote it, and under which name it is known.
    pub(super) fn sign(&mut self, notice: &Notice) {
        let at = moment(notice.at, self.lang);
        self.footer.push(match self.lang {
            Lang::Vi => format!(
                "Tin tự động của hệ thống canh giữ cổng thông tin điện tử (canhcong {}), lập lúc {at} (giờ Việt Nam).",
                env!("CARGO_PKG_VERSION")
            ),
            Lang::En => format!(
                "Written by the watch over government portals (canhcong {}) at {at}, Việt Nam time.",
                env!("CARGO_PKG_VERSION")
            ),
        });
        self.footer.push(match self.lang {
            Lang::Vi => format!("Mã tin: {}. Địa chỉ nguy hiểm đã được vô hiệu hóa (hxxp, [.]): không khôi phục để truy cập.", notice.id),
            Lang::En => format!("Notice {}. Hostile addresses are made harmless (hxxp, [.]): do not open them.", notice.id),
        });
    }
}

impl Item {
    /// What happened, with nothing yet about where.
    pub(super) fn of(event: &Event, lang: Lang) -> Self {
        let what = terms::happening(event.happening).in_lang(lang);
        let badge = format!("{what} · {}", severity_name(event.severity).in_lang(lang));
        let heading = match (&event.wound, &event.of) {
            (Some(wound), _) => terms::kind(wound, lang),
            (None, Some(of)) => defang_text(&of.name),
            (None, None) => what.to_owned(),
        };
        Self {
            severity: event.severity,
            is_healed: event.happening == Happening::Healed,
            badge,
            heading,
            rows: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// A row, unless there is nothing to say in it.
    pub(super) fn row(&mut self, label: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.rows.push((label, value));
        }
    }

    /// The rows that say what was seen and where, for whoever has to find it.
    pub(super) fn place(&mut self, event: &Event, lang: Lang) {
        let say = |vi, en| Text { vi, en }.in_lang(lang);
        if let Some(of) = &event.of {
            self.row(say("Cổng", "Portal"), portal(of));
        }
        if let Some(detail) = &event.detail {
            self.row(say("Chi tiết", "Details"), defang_text(detail.in_lang(lang)));
        }
        let Some(wound) = &event.wound else { return };
        let home = event.of.as_ref().map_or("", |of| &of.url);
        self.row(say("Trang", "Page"), own_page(&wound.url, home));
        if self.is_healed {
            self.row(say("Đối tượng", "Subject"), defang(&wound.subject));
            self.row(say("Phát hiện lần đầu", "First seen"), moment(wound.first_seen, lang));
            return;
        }
        if wound.pages_total > 1 {
            let others = wound.pages_total;
            self.row(say("Số trang", "Pages"), others.to_string());
        }
        if wound.line > 0 {
            self.row(
                say("Vị trí", "Where"),
                match lang {
                    Lang::Vi => {
                        format!("dòng {}, cột {} của mã nguồn trang", wound.line, wound.column)
                    }
                    Lang::En => {
                        format!("line {}, column {} of the page's source", wound.line, wound.column)
                    }
                },
            );
        }
        self.row(say("Đối tượng", "Subject"), defang(&wound.subject));
        self.row(say("Trích đoạn", "Excerpt"), defang_text(&wound.excerpt));
        self.row(say("Ai nhìn thấy", "Seen by"), terms::identity(&wound.identity, lang));
        self.row(say("Phát hiện lần đầu", "First seen"), moment(wound.first_seen, lang));
        if wound.times_reopened > 0 {
            self.row(say("Số lần tái diễn", "Times reopened"), wound.times_reopened.to_string());
        }
        if !wound.confirmed {
            self.row(
                say("Lưu ý", "Note"),
                say("chưa được kiểm tra lại lần hai", "not confirmed by a second look"),
            );
        }
    }
}

/// A portal's name and address.
pub(super) fn portal(of: &crate::notice::Of) -> String {
    format!("{} – {}", defang_text(&of.name), own_page(&of.url, &of.url))
}

pub(super) fn say(lang: Lang, vi: &'static str, en: &'static str) -> String {
    Text { vi, en }.in_lang(lang).to_owned()
}

/// A text that came from elsewhere, cut for one line of a list.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 160;
    let safe = defang(text);
    match safe.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", safe.get(..at).unwrap_or_default()),
        None => safe,
    }
}
