//! Telling what an agency writes about spam from spam.
//!
//! Police warnings, arrests, trials and law texts use the very words of the gambling sites. They
//! also say what they are: somebody is warned, arrested, tried, forbidden.

use std::sync::LazyLock;

use super::words::WordLists;
use crate::page::{Page, text};

/// Police, courts, what they do and what for: how the words begin.
const POLICE: &str = "
    công an; cảnh sát; biên phòng; cơ quan chức năng; cục an toàn; tòa án; toà án;
    viện kiểm sát; triệt phá; triệt xóa; triệt xoá; bóc gỡ; bắt giữ; bắt nhóm; bắt quả tang;
    bắt tạm giam; tạm giữ; tạm giam; khởi tố; truy tố; truy nã; xét xử; tuyên phạt; phạt tù;
    án tù; bị cáo; bị can; bị bắt; bị hại; điều tra; tố giác; đối tượng; ổ nhóm; băng nhóm;
    đấu tranh; ngăn chặn; tội phạm; tội đánh bạc; tổ chức đánh bạc; hành vi đánh bạc; người đánh bạc;
    đánh bạc trái phép; đánh bạc qua; đánh bạc bằng; con bạc; sát phạt; đường dây; chuyên án; tệ nạn;
    nghiêm cấm; bộ luật; vòng lao lý; chiếm đoạt; trái phép; trái pháp luật; sa lưới; lĩnh án;
    phát tán; truy quét; đột kích; thu giữ; tống tiền; cưỡng đoạt; phạt người;
    arrest; police; prosecut; crackdown; illegal; polisi; tangkap; berantas; pemberantasan;
    blokir;
    警方; 公安; 打击; 打擊; 法院; 整治; 跨境; 警察; 逮捕; 摘発; 違法; 경찰; 단속; 불법; ตำรวจ;
    จับกุม; ผิดกฎหมาย
";

/// Words of warning. Those who sell warn too, of their competitors.
const WARNING: &str = "
    cảnh báo; cảnh giác; cảnh tỉnh; khuyến cáo; cẩn trọng; cẩn thận; coi chừng; tránh xa;
    nhận diện; lừa đảo; sập bẫy; bẫy; chiêu trò; thủ đoạn; nạn nhân; giả mạo; phòng chống;
    phòng, chống; phòng ngừa; bị phạt; hệ lụy; hệ luỵ; hiểm họa; hiểm hoạ; tác hại; ma trận;
    nói không với; hàng giả; thuốc giả; bủa vây; vấn nạn; mất trắng; trắng tay; vỡ nợ;
    khánh kiệt; sa vào; cái giá phải trả; cái kết đắng; cám dỗ; cài cắm; bài trừ; chặn truy cập; bi kịch; bôi nhọ; lệch lạc;
    warn; scam; fraud; prohibit; combat; counterfeit; lawsuit; waspada; penipuan;
    诈骗; 詐騙; 提醒; 禁止; 詐欺; 注意喚起; 사기; เตือน; หลอกลวง
";

/// Words of law and administration: a spammer's terms of use have some of them too.
const LAW: &str = "
    xử lý; xử phạt; vi phạm; pháp luật; nghị định; thông tư; quy định; tuyên truyền; hậu quả;
    thu hồi; đình chỉ; kỷ luật; nguy cơ; nguy hiểm; thực trạng; nợ nần; dự thảo; đề xuất;
    kiến nghị; quản lý; thanh tra; chỉ thị; công văn; rà soát; gỡ bỏ; ra quân; cao điểm;
    decree
";

/// The same words in the mouth of those who sell.
const DENIALS: &str = "
    không lừa đảo; có lừa đảo không; lừa đảo không; lừa đảo hay không; chống lừa đảo;
    không vi phạm; no scam; not a scam; legit or scam; scam or legit; anti fraud
";

/// How somebody speaks of what others offer, and of how it ends.
const TOLD: &str = "
    chào mời; mời gọi; mời chào; lời mời; mời chơi; quảng cáo; quảng bá; dụ dỗ; lôi kéo; rủ rê;
    tung ra; tự xưng; cam đoan; mạo danh; được gọi là; hình thức như; với những lời; thường thấy;
    hội nhóm; các trang này; những trang này; các tài khoản này; biến mất; bỏ trốn; không rút được;
    hối hận; ân hận; advertis; claim to; promis; so-called
";
/// The same words in the mouth of those who sell.
const NOT_TOLD: &str = "không quảng cáo; ít quảng cáo; không có quảng cáo";

static WORDS: LazyLock<WordLists> =
    LazyLock::new(|| WordLists::new(&[POLICE, WARNING, LAW, DENIALS]));

static TOLD_WORDS: LazyLock<WordLists> = LazyLock::new(|| WordLists::new(&[TOLD, NOT_TOLD]));

/// Whether a text speaks of offers rather than making one.
pub(super) fn tells_of_offers(words: &str) -> bool {
    let folded = text::fold(words).accented;
    let mut told = TOLD_WORDS.find(&folded).filter(|found| found.begins_a_word(&folded));
    told.any(|found| found.list == 0)
}

/// Whether a title or sentence reports on crime or law rather than selling something.
pub(super) fn is_reporting(words: &str) -> bool {
    Reporting::of(words).words() > 0
}

/// How much a text speaks of crime and law.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reporting {
    /// Words of police and courts.
    pub police: usize,
    /// Words of warning, law and administration.
    pub others: usize,
}

impl Reporting {
    /// Counts the words of a text.
    pub fn of(words: &str) -> Self {
        Self::in_folded(&text::fold(words).accented)
    }

    /// Counts the words of a text that is folded already, with its marks.
    pub fn in_folded(folded: &str) -> Self {
        let mut reporting = Self::default();
        for found in WORDS.find(folded).filter(|found| found.begins_a_word(folded)) {
            match found.list {
                0 => reporting.police += 1,
                1 | 2 => reporting.others += 1,
                _ => {}
            }
        }
        reporting
    }

    /// Words of all kinds.
    pub fn words(self) -> usize {
        self.police + self.others
    }
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
