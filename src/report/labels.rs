//! The names of the nouns, and dates and sizes, as people read them.

use jiff::{Timestamp, tz};

use super::State;
use crate::{
    finding::{Family, Lang, Severity, Standing, Text},
    identity::Identity,
};

/// A severity as reports name it.
pub fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Critical => Text { vi: "Nghiêm trọng", en: "Critical" },
        Severity::High => Text { vi: "Cao", en: "High" },
        Severity::Medium => Text { vi: "Trung bình", en: "Medium" },
        Severity::Low => Text { vi: "Thấp", en: "Low" },
        Severity::Info => Text { vi: "Lưu ý", en: "Info" },
    }
}

pub(super) fn state(state: State) -> Text {
    match state {
        State::Findings => Text { vi: "Có phát hiện", en: "Findings" },
        State::NotComparable => {
            Text { vi: "Chưa đủ cơ sở đánh giá", en: "Not comparable" }
        }
        State::Unreachable => Text { vi: "Không truy cập được", en: "Unreachable" },
        State::Clean => Text { vi: "Chưa phát hiện bất thường", en: "Nothing found" },
    }
}

pub(super) fn standing(standing: Standing) -> Text {
    match standing {
        Standing::New => Text { vi: "Mới phát hiện", en: "New" },
        Standing::Ongoing => Text { vi: "Chưa khắc phục", en: "Ongoing" },
        Standing::Reopened => Text { vi: "Tái diễn", en: "Reopened" },
    }
}

pub(super) fn confirmed(confirmed: bool) -> Text {
    if confirmed {
        Text { vi: "đã kiểm tra lại và vẫn còn", en: "confirmed by a second look" }
    } else {
        Text {
            vi: "chưa được kiểm tra lại lần hai", en: "not confirmed by a second look"
        }
    }
}

/// A visitor as reports name them.
pub fn identity(identity: Identity) -> Text {
    match identity {
        Identity::Citizen => Text { vi: "Người truy cập trực tiếp", en: "Direct visitor" },
        Identity::FromSearch => Text {
            vi: "Người truy cập từ kết quả tìm kiếm",
            en: "Visitor from a search result",
        },
        Identity::Phone => Text {
            vi: "Người dùng điện thoại từ kết quả tìm kiếm",
            en: "Phone user from a search result",
        },
        Identity::SearchCrawler => Text {
            vi: "Trình thu thập của công cụ tìm kiếm",
            en: "Search engine crawler",
        },
    }
}

/// A family as reports name it.
pub fn family(family: Family) -> Text {
    match family {
        Family::Backlink => Text { vi: "Chèn liên kết trái phép", en: "Planted links" },
        Family::Redirect => Text { vi: "Chuyển hướng trái phép", en: "Planted redirect" },
        Family::Cloaking => Text {
            vi: "Hiển thị nội dung khác theo người truy cập",
            en: "Cloaked content",
        },
        Family::Defacement => {
            Text { vi: "Thay đổi nội dung, giao diện trái phép", en: "Defacement" }
        }
        Family::Script => Text { vi: "Mã lệnh bất thường", en: "Suspicious script" },
        Family::Software => Text { vi: "Phần mềm lỗi thời", en: "Outdated software" },
        Family::Exposure => Text { vi: "Lộ lọt thông tin kỹ thuật", en: "Exposure" },
        Family::Availability => Text { vi: "Gián đoạn truy cập", en: "Availability" },
    }
}

/// What ended a look early; an unknown reason is shown as it is.
pub(super) fn stopped_by(reason: &'static str) -> Text {
    match reason {
        "pages" => Text { vi: "hết hạn mức số trang", en: "the page budget was used up" },
        "bytes" => {
            Text { vi: "hết hạn mức dung lượng", en: "the byte budget was used up" }
        }
        "time" => Text { vi: "hết thời gian quy định", en: "the time budget was used up" },
        "signal" => {
            Text { vi: "người vận hành dừng giữa chừng", en: "the operator stopped it" }
        }
        other => Text { vi: other, en: other },
    }
}

/// Day and minute in Việt Nam (UTC+7).
pub fn moment(at: Timestamp, lang: Lang) -> String {
    let zone = tz::TimeZone::fixed(tz::offset(7));
    let form = match lang {
        Lang::Vi => "%H:%M ngày %d/%m/%Y",
        Lang::En => "%Y-%m-%d %H:%M",
    };
    at.to_zoned(zone).strftime(form).to_string()
}

/// RFC 3339 in UTC, whole seconds.
pub fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A span of time in minutes and seconds.
pub(super) fn duration(from: Timestamp, to: Timestamp, lang: Lang) -> String {
    let seconds = to.as_second().saturating_sub(from.as_second()).max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let units = match lang {
        Lang::Vi => ["giờ", "phút", "giây"],
        Lang::En => ["h", "min", "s"],
    };
    let parts: Vec<_> = [hours, minutes, seconds]
        .iter()
        .zip(units)
        .skip_while(|(count, unit)| **count == 0 && *unit != units[2])
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    parts.join(" ")
}

/// A size in the unit that keeps it short: `4,4 MB`.
pub(super) fn bytes(bytes: u64, lang: Lang) -> String {
    // Rounded for the eye: the exact number stands in the JSON report.
    let (size, unit) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (bytes as f64 / 1e3, "kB"),
        1_000_000..1_000_000_000 => (bytes as f64 / 1e6, "MB"),
        _ => (bytes as f64 / 1e9, "GB"),
    };
    let size = format!("{size:.1} {unit}");
    match lang {
        Lang::Vi => size.replace('.', ","),
        Lang::En => size,
    }
}

/// How the version of a product stands, by its name in JSON.
pub(super) fn software(standing: &str) -> Text {
    match standing {
        "end-of-life" => Text { vi: "hết hỗ trợ", en: "end of life" },
        "outdated" => Text { vi: "bản cũ", en: "outdated" },
        "possibly-outdated" => Text { vi: "có thể là bản cũ", en: "possibly outdated" },
        "no-newer-known" => {
            Text { vi: "chưa biết bản mới hơn", en: "no newer version known" }
        }
        _ => Text { vi: "không rõ phiên bản", en: "version not known" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_in_utc_is_the_next_morning_in_viet_nam() {
        let at: Timestamp = "2026-11-20T17:30:05.9Z".parse().unwrap();
        assert_eq!(moment(at, Lang::Vi), "00:30 ngày 21/11/2026");
        assert_eq!(moment(at, Lang::En), "2026-11-21 00:30");
        assert_eq!(utc(at), "2026-11-20T17:30:05Z");
    }

    #[test]
    fn durations_begin_with_the_largest_unit() {
        let [from, short, long] = ["17:00:00", "17:00:00", "18:00:09"]
            .map(|time| format!("2026-11-20T{time}Z").parse().unwrap());
        assert_eq!(duration(from, short, Lang::Vi), "0 giây");
        assert_eq!(duration(from, long, Lang::En), "1 h 0 min 9 s");
        assert_eq!(duration(long, from, Lang::En), "0 s", "a clock that was set back");
    }

    #[test]
    fn sizes_are_short_and_follow_the_language() {
        assert_eq!(bytes(999, Lang::Vi), "999 B");
        assert_eq!(bytes(4_400_000, Lang::Vi), "4,4 MB");
        assert_eq!(bytes(4_400_000, Lang::En), "4.4 MB");
    }
}
