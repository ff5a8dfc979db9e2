//! Changes in words.

use std::path::Path;

use super::super::{defang, labels};
use crate::{
    baseline::{Change, ChangeKind},
    finding::{Lang, Severity, Text},
};

/// What the first approval approves, as the history says.
pub const WHOLE: &str = "whole state";

/// What a kind of change is.
pub(super) fn kind(kind: ChangeKind) -> Text {
    match kind {
        ChangeKind::InjectedLink => Text { vi: "liên kết mới", en: "new link" },
        ChangeKind::ChangedScript => {
            Text { vi: "mã lệnh đổi nội dung", en: "changed script" }
        }
        ChangeKind::NewScript => Text { vi: "mã lệnh mới", en: "new script" },
        ChangeKind::NewFrame => Text { vi: "khung mới", en: "new frame" },
        ChangeKind::NewFormTarget => {
            Text { vi: "nơi nhận biểu mẫu mới", en: "new form target" }
        }
        ChangeKind::NewClaim => {
            Text { vi: "trang tự khai địa chỉ mới", en: "page claims a new address" }
        }
        ChangeKind::NewRedirect => Text { vi: "chuyển hướng mới", en: "new redirect" },
        ChangeKind::HiddenBlock => {
            Text { vi: "khối bị giấu mới", en: "new concealed block" }
        }
        ChangeKind::NewHeader => Text { vi: "header, cookie mới", en: "new header or cookie" },
        ChangeKind::ChangedTitle => Text { vi: "tiêu đề đổi", en: "changed title" },
        ChangeKind::ReplacedContent => Text { vi: "nội dung bị thay", en: "replaced content" },
        ChangeKind::ReplacedTemplate => {
            Text { vi: "giao diện bị thay", en: "replaced template" }
        }
        ChangeKind::SlugBurst => Text { vi: "nhiều trang mới", en: "burst of new pages" },
        ChangeKind::VanishedPortal => Text { vi: "cổng biến mất", en: "vanished portal" },
    }
}

/// A change in the history: `injected-link bao.example`.
pub fn in_short(change: &Change) -> String {
    format!("{} {}", change.kind.id(), change.value)
}

/// On how many pages a change is.
pub(super) fn pages(change: &Change, lang: Lang) -> String {
    let count = change.count;
    match (lang, change.url.as_ref()) {
        (Lang::Vi, Some(url)) => format!("{count} trang, như {}", url.path()),
        (Lang::En, Some(url)) => format!("{count} pages, such as {}", url.path()),
        (Lang::Vi, None) => format!("{count} trang"),
        (Lang::En, None) => format!("{count} pages"),
    }
}

/// What to do after learning.
pub fn learned(portal: &str, worst: Option<Severity>, lang: Lang) -> String {
    let portal = defang::plain(portal);
    match (worst.filter(|worst| *worst >= Severity::Medium), lang) {
        (Some(worst), Lang::Vi) => format!(
            "Đã học {portal}, nhưng có phát hiện mức {}: xử lý trước khi phê duyệt.",
            labels::severity(worst).vi
        ),
        (Some(worst), Lang::En) => format!(
            "{portal} was learned, but there are findings ({}): mend them before you approve.",
            labels::severity(worst).en
        ),
        (None, Lang::Vi) => format!(
            "Đã học {portal}. Xem lại: canhcong baseline diff {portal}; rồi phê duyệt: canhcong baseline approve {portal} --by \"HỌ TÊN\""
        ),
        (None, Lang::En) => format!(
            "{portal} was learned. Look through it: canhcong baseline diff {portal}; then approve: canhcong baseline approve {portal} --by \"NAME\""
        ),
    }
}

/// That something was approved.
pub fn approved(
    portal: &str,
    version: u32,
    by: &str,
    what: &str,
    folder: &Path,
    lang: Lang,
) -> String {
    let folder = folder.display();
    let (portal, by, what) = (defang::plain(portal), defang::plain(by), defang::text(what));
    match lang {
        Lang::Vi => format!("{portal}: {by} đã phê duyệt phiên bản {version} ({what}) → {folder}"),
        Lang::En => format!("{portal}: {by} approved version {version} ({what}) → {folder}"),
    }
}

/// That nobody has approved anything.
pub fn nothing_approved(portal: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{portal}: chưa ai phê duyệt trạng thái nào"),
        Lang::En => format!("{portal}: nobody has approved a state yet"),
    }
}
