//! Telling what an agency writes about spam from spam.
//!
//! Police warnings, arrests, trials and law texts use the very words of the gambling sites. They
//! also say what they are: somebody is warned, arrested, tried, forbidden.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::page::{Page, text};

/// Words of warning, police, courts and law: how they begin.
const REPORTING: &[&str] = &[
    "cảnh báo",
    "cảnh giác",
    "cảnh tỉnh",
    "khuyến cáo",
    "cẩn trọng",
    "nhận diện",
    "tố giác",
    "triệt phá",
    "triệt xóa",
    "triệt xoá",
    "tụ bạ",
    "bắt giữ",
    "bắt nhóm",
    "bắt quả tang",
    "bắt tạm giam",
    "tạm giữ",
    "tạm giam",
    "khởi tố",
    "truy tố",
    "truy nã",
    "xét xử",
    "tuyên phạt",
    "phạt tù",
    "án tù",
    "tòa án",
    "toà án",
    "viện kiểm sát",
    "cảnh sát",
    "biên phòng",
    "bị cáo",
    "bị can",
    "bị bắt",
    "bị hại",
    "điều tra",
    "công an",
    "cục an toàn",
    "lừa đảo",
    "sập bẫy",
    "bẫy",
    "chiêu trò",
    "thủ đoạn",
    "nạn nhân",
    "giả mạo",
    "đối tượng",
    "ổ nhóm",
    "băng nhóm",
    "phòng chống",
    "phòng, chống",
    "phòng ngừa",
    "đấu tranh",
    "ngăn chặn",
    "xử lý",
    "xử phạt",
    "bị phạt",
    "vi phạm",
    "tội phạm",
    "tội đánh bạc",
    "tổ chức đánh bạc",
    "đường dây",
    "chuyên án",
    "tệ nạn",
    "nghiêm cấm",
    "bộ luật",
    "pháp luật",
    "nghị định",
    "thông tư",
    "quy định",
    "tuyên truyền",
    "hậu quả",
    "hệ lụy",
    "hệ luỵ",
    "hiểm họa",
    "hiểm hoạ",
    "tác hại",
    "ma trận",
    "vòng lao lý",
    "chiếm đoạt",
    "trái phép",
    "trái pháp luật",
    "nói không với",
    "thu hồi",
    "đình chỉ",
    "hàng giả",
    "thuốc giả",
    "kỷ luật",
    "bủa vây",
    "cẩn thận",
    "coi chừng",
    "tránh xa",
    "nguy cơ",
    "nguy hiểm",
    "vấn nạn",
    "thực trạng",
    "mất trắng",
    "trắng tay",
    "nợ nần",
    "vỡ nợ",
    "khánh kiệt",
    "sa lưới",
    "dự thảo",
    "đề xuất",
    "kiến nghị",
    "quản lý",
    "thanh tra",
    "chỉ thị",
    "công văn",
    "rà soát",
    "gỡ bỏ",
    "cài cắm",
    "ra quân",
    "cao điểm",
    "bài trừ",
    // English
    "arrest",
    "warn",
    "police",
    "scam",
    "fraud",
    "illegal",
    "crackdown",
    "prohibit",
    "combat",
    "counterfeit",
    "decree",
    "prosecut",
    "lawsuit",
    // Indonesian
    "polisi",
    "tangkap",
    "waspada",
    "penipuan",
    "berantas",
    "pemberantasan",
    "blokir",
    // Chinese, Japanese, Korean, Thai
    "警方",
    "公安",
    "诈骗",
    "詐騙",
    "打击",
    "打擊",
    "提醒",
    "禁止",
    "法院",
    "整治",
    "跨境",
    "警察",
    "逮捕",
    "詐欺",
    "注意喚起",
    "摘発",
    "違法",
    "경찰",
    "사기",
    "단속",
    "불법",
    "ตำรวจ",
    "จับกุม",
    "เตือน",
    "หลอกลวง",
    "ผิดกฎหมาย",
];

/// The same words in the mouth of those who sell.
const DENIALS: &[&str] = &[
    "không lừa đảo",
    "có lừa đảo không",
    "lừa đảo không",
    "lừa đảo hay không",
    "chống lừa đảo",
    "không vi phạm",
    "no scam",
    "not a scam",
    "legit or scam",
    "scam or legit",
    "anti fraud",
];

/// Words with and without marks: reporting words first, then denials, twice.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = || REPORTING.iter().chain(DENIALS).map(|word| text::fold(word));
    let patterns = words().map(|word| word.accented).chain(words().map(|word| word.plain));
    AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()
});

/// Whether a title or sentence reports on crime or law rather than selling something.
pub(super) fn is_reporting(words: &str) -> bool {
    reporting_words(words) > 0
}

/// How many words of warning, police, courts and law a text has.
pub(super) fn reporting_words(words: &str) -> usize {
    let folded = text::fold(words).accented;
    let Some(automaton) = WORDS.as_ref() else { return 0 };
    let own = automaton.find_iter(&folded).filter(|hit| {
        let before = folded[..hit.start()].chars().next_back();
        let spaceless = folded[hit.range()].starts_with(|c| c >= '\u{e00}');
        let number = hit.pattern().as_usize() % (REPORTING.len() + DENIALS.len());
        number < REPORTING.len() && (spaceless || before.is_none_or(|c| !c.is_alphanumeric()))
    });
    own.count()
}

/// What a page was written to be found by: title, description, and its headings unless it has more
/// than `most` of them.
pub(super) fn chosen_words(page: &Page, most: usize) -> Vec<&str> {
    let headings = if page.headings.len() <= most { page.headings.as_slice() } else { &[] };
    let described = page.metas.iter().filter(|(name, _)| {
        matches!(name.as_str(), "description" | "keywords" | "og:title" | "og:description")
    });
    std::iter::once(page.title.as_str())
        .chain(described.map(|(_, content)| content.as_str()))
        .chain(headings.iter().map(String::as_str))
        .filter(|words| !words.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_reporting;

    #[test]
    fn warnings_and_trials_are_told_from_offers() {
        for title in [
            "Công an cảnh báo: nhà cái 8xbet lừa đảo",
            "Xét xử vụ án tổ chức đánh bạc Rikvip",
            "Bắt nhóm đối tượng cá độ bóng đá qua mạng",
            "Hiểm họa tài xỉu online",
            "Police arrest 12 over online casino",
            "公安机关打击网络赌博",
        ] {
            assert!(is_reporting(title), "{title}");
        }
        for title in [
            "Nhà cái uy tín số 1 Việt Nam, nạp rút nhanh",
            "Tài xỉu online đổi thưởng",
            "Nhà cái này có lừa đảo không? Link vào mới nhất",
            "Trusted online casino, no scam",
        ] {
            assert!(!is_reporting(title), "{title}");
        }
    }
}
