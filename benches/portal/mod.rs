//! A portal that is made up for measuring.

/// A page in the manner of a district's portal: about 90 KB, 150 links, menus, news, tables.
pub fn portal_page(number: usize) -> String {
    let mut words = Words(number as u64 + 1);
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>UBND huyện</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"><script src=\"/portal.js\"></script></head><body>\
         <ul class=\"menu\">",
    );
    for item in 0..60 {
        page +=
            &format!("<li class=\"menu-item\"><a href=\"/muc-{item}\">{}</a></li>", words.some(3));
    }
    page += "</ul><div id=\"main\" class=\"container\">";
    let mut item = 0;
    while page.len() < 86_000 {
        item += 1;
        page += &format!(
            "<div class=\"news-item c-{}\" id=\"n{item}\"><h3 class=\"title\">{}</h3>\
             <p style=\"text-align: justify;\"><span style=\"font-size:14px\">{}</span></p></div>",
            item % 40,
            words.some(9),
            words.some(60),
        );
        if item % 2 == 0 {
            page += &format!("<a href=\"/bai-viet-{item}.html\">{}</a>", words.some(8));
        }
    }
    page += "</div><div class=\"lienket\">";
    for host in ["chinhphu.vn", "moh.gov.vn", "nhandan.vn", "vtv.vn", "facebook.com", "zalo.me"] {
        page += &format!("<a href=\"https://{host}/\" target=\"_blank\">{host}</a>");
    }
    page += "</div><script>jQuery(function($){$('.menu').superfish({delay:200});\
             $('img.lazy').each(function(){this.src=$(this).data('src')});});</script></body></html>";
    page
}

pub fn stylesheet() -> String {
    (0..900)
        .map(|n| {
            format!(
                ".c-{n} .w-{n}:hover,.m-{n}>li a{{color:#{n:06x};margin:{n}px;display:block}}\n"
            )
        })
        .collect()
}

pub fn script() -> String {
    (0..120)
        .map(|n| format!("function f{n}(a,b){{if(!a){{return b||{n};}}for(var i=0;i<a.length;i++){{a[i].className+=' c{n}';}}return a;}}\n"))
        .collect()
}

/// Vietnamese words in a fixed disorder.
struct Words(u64);

impl Words {
    fn some(&mut self, count: usize) -> String {
        const WORDS: &[&str] = &[
            "Ủy", "ban", "nhân", "dân", "huyện", "tổ", "chức", "hội", "nghị", "triển", "khai",
            "kế", "hoạch", "phòng", "chống", "thiên", "tai", "chuyển", "đổi", "số", "nông", "thôn",
            "mới", "cải", "cách", "hành", "chính", "giảm", "nghèo", "bền", "vững", "trên", "địa",
            "bàn", "tỉnh", "đồng", "chí", "chủ", "tịch", "phát", "biểu", "chỉ", "đạo", "kết",
            "quả",
        ];
        let pick = |_| {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            WORDS[(self.0 >> 33) as usize % WORDS.len()]
        };
        (0..count).map(pick).collect::<Vec<_>>().join(" ")
    }
}
