//! What changes on every page of a portal without anybody meaning anything by it.

use crate::{calendar, chance::Chance, exchange::Ask, portal::Portal};

/// Name, address and whether it is shown on Sundays only.
const BANNERS: &[(&str, &str, bool)] = &[
    ("Dịch vụ công trực tuyến", "https://dichvucong.gov.vn/", false),
    ("Cải cách hành chính", "/thu-tuc-hanh-chinh.html", false),
    ("Học tập và làm theo Bác", "https://www.hochiminh.vn/", false),
    ("Công báo", "https://congbao.chinhphu.vn/", false),
    ("Hội sách trẻ", "https://hoi-sach-tre.example/", false),
    ("Nông sản an toàn", "https://nong-san-mien-nui.example/", false),
    ("Phiên chợ cuối tuần", "/gioi-thieu.html#phien-cho", true),
    ("Lịch tiếp dân", "/lich-tiep-dan.html", false),
    ("Biên giới biển đảo", "/co-cau-to-chuc.html#bien-dao", false),
];

/// Four of nine banners, another choice for each visit.
pub fn banners(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let shown: Vec<_> = BANNERS
        .iter()
        .filter(|(.., on_sundays)| !on_sundays || calendar::is_sunday(ask.night))
        .collect();
    let key = format!("{}/banners/{}/{}", portal.id, ask.night, ask.visit);
    let link = |(name, address, _): &&&(&str, &str, bool)| {
        format!(
            "<a class=\"banner\" href=\"{address}\"><img src=\"/uploads/banner/{}.png\" alt=\"{name}\"></a>",
            crate::news::slug(name)
        )
    };
    let links: String = chance.some(&shown, 4, &key).iter().map(link).collect();
    format!("<div class=\"banners\">{links}</div>")
}

/// Clock, weather and counter.
pub fn status(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let key = format!("{}/status/{}/{}", portal.id, ask.night, ask.visit);
    let weather = ["nắng nhẹ", "nhiều mây", "mưa rào", "có dông"];
    let total = 1_200_000 + ask.night.unsigned_abs() * 2_311 + ask.visit;
    format!(
        "<div class=\"thongke\"><span class=\"clock\">{}</span> <span>Điện Biên: {}°C, {}</span>\
         <ul><li>Đang truy cập: {}</li><li>Hôm nay: {}</li><li>Tổng: {total}</li></ul></div>",
        calendar::clock_text(ask.night, ask.visit),
        18 + chance.below(14, &format!("{}/{}", portal.id, ask.night)),
        chance.pick(&weather, &format!("{}/weather/{}", portal.id, ask.night)),
        1 + chance.below(90, &key),
        300 + chance.below(3_000, &key),
    )
}

/// The poll of the week: the same script with other data.
pub fn poll(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let questions = [
        ("Bạn đánh giá giao diện cổng thông tin thế nào?", ["Đẹp", "Bình thường", "Cần cải tiến"]),
        ("Bạn nộp hồ sơ bằng cách nào?", ["Trực tuyến", "Tại bộ phận một cửa", "Qua bưu chính"]),
        ("Thông tin trên cổng có kịp thời không?", ["Rất kịp thời", "Kịp thời", "Còn chậm"]),
        ("Bạn hài lòng với thái độ phục vụ?", ["Rất hài lòng", "Hài lòng", "Chưa hài lòng"]),
        ("Bạn quan tâm chuyên mục nào?", ["Tin tức", "Văn bản", "Thủ tục"]),
    ];
    let week = calendar::week(ask.night);
    let (question, answers) = &questions[week.rem_euclid(5) as usize];
    let votes = chance.below(900, &format!("{}/votes/{}", portal.id, ask.night));
    format!(
        "<div id=\"poll\"></div><script nonce=\"{}\">var poll={{id:{week},question:\"{question}\",\
         answers:[\"{}\"],votes:{votes}}};(function(p){{var d=document.getElementById('poll'),\
         h='<b>'+p.question+'</b><ul>';for(var i=0;i<p.answers.length;i++)\
         h+='<li>'+p.answers[i]+'</li>';d.innerHTML=h+'</ul>';}})(poll);</script>",
        nonce(chance, portal, ask),
        answers.join("\",\""),
    )
}

/// Hidden fields that servers fill anew for each visit.
pub fn tokens(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let key = format!("{}/tokens/{}/{}", portal.id, ask.night, ask.visit);
    format!(
        "<input type=\"hidden\" name=\"__VIEWSTATE\" value=\"/wEPDwUK{}\"><input type=\"hidden\" \
         name=\"_csrf\" value=\"{}\">",
        chance.token(6, &key),
        chance.token(2, &format!("{key}/csrf")),
    )
}

/// One for all scripts of a visit.
pub fn nonce(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    chance.token(1, &format!("{}/nonce/{}/{}", portal.id, ask.night, ask.visit))
}

/// An element id that is made up for each visit.
pub fn element_id(chance: Chance, portal: &Portal, ask: &Ask<'_>, name: &str) -> String {
    let key = format!("{}/id/{name}/{}/{}", portal.id, ask.night, ask.visit);
    format!("{name}_{}", &chance.token(1, &key)[..8])
}
