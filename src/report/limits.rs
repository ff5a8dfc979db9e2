//! What no scan can see: said in every report, so that "nothing found" is not read as "safe".

use crate::finding::Text;

/// What a scan cannot see, one sentence each; the first one matters most.
pub(super) const LIMITS: &[Text] = &[
    Text {
        vi: "Lượt quét xuất phát từ một địa chỉ mạng. Nội dung chỉ hiển thị cho những dải địa chỉ IP nhất định (máy tìm kiếm, mạng di động, nước ngoài) không thể thấy được từ địa chỉ này.",
        en: "The scan comes from one network address. Content that is shown to certain IP ranges only (search engines, mobile networks, other countries) cannot be seen from it.",
    },
    Text {
        vi: "“Chưa phát hiện bất thường” chỉ có nghĩa là không thấy dấu hiệu nào trong phạm vi đã xem; đây không phải là xác nhận cổng an toàn.",
        en: "“Nothing found” means that nothing was seen in what was looked at; it is no certificate that a portal is safe.",
    },
    Text {
        vi: "Mã JavaScript của chính cổng được đọc và chạy thử trong môi trường cách ly, không kết nối mạng (trừ khi bị tắt); mã tải từ nơi khác không được tải về, và mã chờ một điều kiện khác với các tình huống đã thử có thể bị bỏ sót.",
        en: "A portal's own scripts are read, and run in isolation and without a network unless that was turned off; code of other hosts is not fetched, and code that waits for anything but what was tried may be missed.",
    },
    Text {
        vi: "Chỉ những trang đã biết (trang chủ, sơ đồ trang, liên kết, danh sách đăng ký) mới được xem; trang không có liên kết dẫn tới có thể chưa được xem.",
        en: "Only known pages are looked at (home page, sitemaps, links, registered addresses); pages to which nothing leads may be unseen.",
    },
    Text {
        vi: "Hệ thống không đăng nhập, không gửi biểu mẫu và không kiểm tra tệp, cơ sở dữ liệu trên máy chủ; nguyên nhân xâm nhập cần được xác minh tại chỗ.",
        en: "The scanner does not log in, sends no forms, and sees neither files nor databases on the server; how the attackers came in has to be found there.",
    },
];
