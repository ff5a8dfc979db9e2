//! Portals that nobody watches any more: whoever stops the scanner stops the alarm.

use super::NightRule;
use crate::finding::{Family, Signal, SignalKind, Text};

/// One night is a power cut; so many in a row are a portal of which nothing is known.
const NIGHTS: u32 = 3;
/// After so many a maintenance window is over.
const LONG: u32 = 7;

pub(super) const RULE: NightRule = NightRule {
    id: "unwatched-portal",
    family: Family::Availability,
    what: Text {
        vi: "Cổng không đánh giá được trong 3 đêm liên tiếp trở lên (quá 7 đêm thì nặng hơn): không trả lời, hoặc chỉ trả về trang chặn, yêu cầu xác thực, trang lỗi.",
        en: "A portal that could not be judged on 3 nights in a row or more (graver after 7): it did not answer, or answered with firewall pages, captchas or errors only.",
    },
    why: Text {
        vi: "Không xem được thì cũng không phát hiện được gì: cổng có thể đã bị tấn công mà không ai hay.",
        en: "Where nothing can be looked at nothing can be found: the portal may have been attacked, and nobody would hear of it.",
    },
    repair: Text {
        vi: "Kiểm tra máy chủ, tên miền, chứng thư và đường truyền; cho phép địa chỉ của hệ thống giám sát đi qua tường lửa; nếu cổng đã ngừng hoạt động thì tắt trong targets.toml.",
        en: "Check the server, its name, certificate and connection; let the monitoring address through the firewall; a portal that was given up is disabled in targets.toml.",
    },
    examine,
};

fn examine(nights: u32) -> Vec<Signal> {
    let mut signals = Vec::new();
    if nights >= NIGHTS {
        signals.push(Signal::new(SignalKind::Silent, nights.to_string()));
    }
    if nights > LONG {
        signals.push(Signal::new(SignalKind::Lasting, "over-a-week"));
    }
    signals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{detect::severity, finding::Severity};

    #[test]
    fn three_nights_are_medium_and_more_than_a_week_is_high() {
        assert!(examine(2).is_empty());
        let grave = |nights| severity(&examine(nights));
        assert_eq!([3, 7, 8, 90].map(grave), {
            use Severity::{High, Medium};
            [Medium, Medium, High, High]
        });
    }
}
