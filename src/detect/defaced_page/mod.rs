//! `defaced-page`: somebody signed the page.
//!
//! A page that has nothing of the portal left (`bare`) is judged by all that stands on it: boasts,
//! else words that attackers' pages have in common (`weak`), and how it is dressed up (`stage`).
//! On a page that is still the portal's, only a signed boast on a line of its own counts
//! (`boast`), in a place where it was put to be seen or hidden (`places`). Those who tell of a
//! hack use the same words (`told`). `judge` says what it comes to.

mod bare;
mod boast;
mod judge;
mod phrases;
mod places;
mod reading;
mod stage;
mod told;
mod weak;

use std::sync::Arc;

use self::{
    boast::boasts,
    judge::{Wound, wound},
    reading::Reading,
};
use super::{Answer, Example, Hit, Observation, Proof, Rule};
use crate::finding::{Family, Text};

pub(super) const RULE: Rule = Rule {
    id: "defaced-page",
    family: Family::Defacement,
    what: Text {
        vi: "Trang mang lời tuyên bố của kẻ tấn công (hacked by, đã bị hack bởi …) hoặc bị thay bằng trang dàn dựng của chúng.",
        en: "The page carries the boast of an attacker (hacked by, defaced by …) or was replaced by a stage for one.",
    },
    why: Text {
        vi: "Kẻ tấn công đã ghi được lên máy chủ; nội dung xuyên tạc trên cổng của cơ quan nhà nước gây hại ngay.",
        en: "The attacker can write to the server; false content on a state portal does harm at once.",
    },
    repair: Text {
        vi: "Chuyển trang sang chế độ bảo trì, giữ nguyên chứng cứ (nhật ký, tệp lạ), khôi phục từ bản sao sạch, vá lỗ hổng rồi mới mở lại.",
        en: "Put the site in maintenance, keep the evidence (logs, foreign files), restore from a clean copy, close the hole, then reopen.",
    },
    examine,
    caught: &[
        Example::page(
            "the whole page replaced",
            &[Answer::all(
                "<title>Hacked by X-Team</title><body bgcolor=black><h1>Hacked by X-Team</h1><p>Your security is low! Greetz to all</p></body>",
            )],
        ),
        Example::page(
            "in Vietnamese",
            &[Answer::all("<body><h1>Website này đã bị hack bởi Nhóm Đen</h1></body>")],
        ),
        Example::page(
            "in leet letters",
            &[Answer::all("<title>H4ck3d By d4rk</title><body>:)</body>")],
        ),
        Example::page(
            "in another script",
            &[Answer::all(
                "<title>!</title><body><h1>تم اختراق الموقع من قبل فريق التجربة</h1></body>",
            )],
        ),
        Example::page("a tag on a wall", &[Answer::all("<body>touched by Demo Fox</body>")]),
        Example::page(
            "typed letter by letter",
            &[Answer::all(
                "<body bgcolor=black><p id=a></p><script>var s='Hacked by Demo Fox', i = 0; setInterval(function () { a.innerHTML += s.charAt(i++) }, 90)</script></body>",
            )],
        ),
        Example::page(
            "taunts on a stage, and no signature",
            &[Answer::all(
                "<title>Demo Cyber Army</title><body bgcolor=black text=lime><h1>Sorry admin</h1><p>No system is safe, patch your server</p></body>",
            )],
        ),
        Example::page(
            "a crew and its music",
            &[Answer::all(
                r#"<title>Demo Ghost Team</title><body bgcolor=black oncontextmenu="return false"><img src="https://i.imgur.com/demo.png"><audio autoplay src="https://files.catbox.moe/demo.mp3"></audio></body>"#,
            )],
        ),
        Example::page(
            "the title of the portal's own page",
            &[Answer::all(
                r#"<title>Hacked By Demo Fox – UBND xã</title><body><a href="/1">Giới thiệu</a><a href="/2">Tin tức</a><a href="/3">Văn bản</a><a href="/4">Thủ tục</a><a href="/5">Liên hệ</a><p>Hội nghị tổng kết công tác năm</p></body>"#,
            )],
        ),
        Example::page(
            "a box that opens on the portal's own page",
            &[Answer::all(
                r#"<title>UBND xã</title><body><a href="/1">Giới thiệu</a><a href="/2">Tin tức</a><a href="/3">Văn bản</a><a href="/4">Thủ tục</a><a href="/5">Liên hệ</a><script>alert('0wn3d by Demo Fox')</script></body>"#,
            )],
        ),
        Example::page(
            "a line hidden on the portal's own page",
            &[Answer::all(
                r#"<title>UBND xã</title><body><a href="/1">Giới thiệu</a><a href="/2">Tin tức</a><a href="/3">Văn bản</a><a href="/4">Thủ tục</a><a href="/5">Liên hệ</a><div style="display:none">Hacked by Demo Fox</div></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "an article about a hack",
            &[Answer::all(
                r#"<title>Xử lý sự cố website bị tấn công</title><body><nav><a href="/">Trang chủ</a><a href="/tin">Tin</a></nav><h1>Khắc phục sự cố: website bị hack</h1><p>Ngày 12/3, trang của một trường học hiện dòng chữ hacked by kèm tên lạ. Đơn vị đã khôi phục dữ liệu.</p></body>"#,
            )],
        ),
        Example::page(
            "a page about hacked-site cleanup",
            &[Answer::all("<title>Hacked Website Cleanup</title><body><p>How we help.</p></body>")],
        ),
        Example::page(
            "headlines on the portal's own page",
            &[Answer::all(
                r#"<title>UBND xã</title><body><a href="/1">Giới thiệu</a><a href="/2">Tin tức</a><a href="/3">Văn bản</a><a href="/4">Thủ tục</a><h3><a href="/5">Hàng loạt trang web bị hack bởi nhóm tin tặc</a></h3><h3>Tài khoản bị hack thì làm gì?</h3><h3>Hacked by strangers: bài học</h3></body>"#,
            )],
        ),
        Example::page(
            "an owner's notice",
            &[Answer::all(
                "<title>Thông báo</title><body><h1>Trang đã bị hack</h1><p>Chúng tôi đang khôi phục, mong quý vị thông cảm.</p></body>",
            )],
        ),
        Example::page(
            "a hackathon",
            &[Answer::all(
                "<title>Hackathon</title><body bgcolor=black text=lime><h1>Hackathon 2026</h1><p>Everything here was hacked by our teams in 24 hours</p></body>",
            )],
        ),
        Example::page(
            "mourning with music",
            &[Answer::all(
                r#"<title>Tưởng niệm</title><body bgcolor=black text=white oncontextmenu="return false"><h1>Đời đời nhớ ơn</h1><audio autoplay src="/nhac.mp3"></audio></body>"#,
            )],
        ),
        Example::page(
            "coming soon",
            &[Answer::all(
                r#"<title>Sắp ra mắt</title><style>body{background:#000;color:#0f0;animation:glitch 1s}</style><h1>Sắp ra mắt</h1><a href="https://t.me/demo">Telegram</a>"#,
            )],
        ),
    ],
};

/// Whether an answer that looks like a refusal bears a boast: no firewall and no captcha signs so.
pub fn is_signed(source: &str) -> bool {
    let text = Reading::of(source);
    boasts(&text).iter().any(|boast| !boast.is_told) || weak::is_tagged(&text)
}

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        let Some(Wound { words, spot, signals }) = wound(observation, page) else { continue };
        // One name on a hundred pages is one wound.
        let name = words.split_whitespace().take(NAMING).collect::<Vec<_>>().join(" ");
        let key = if name.is_empty() { page.url.path().to_owned() } else { name };
        let subject = if words.is_empty() { page.title.clone() } else { words };
        let proof = Proof::Element(Arc::clone(page), spot);
        hits.push(Hit { key, subject, identity, signals, proof });
    }
}

/// So many words of a boast name the one who boasts: `hacked by dark knight`.
const NAMING: usize = 4;

#[cfg(test)]
mod tests {
    use super::is_signed;

    #[test]
    fn refusals_of_firewalls_are_not_signed() {
        for refusal in [
            "<h1>Access denied</h1><p>Your request was blocked as a hacking attempt.</p>",
            "<title>403 Forbidden</title><h1>Forbidden</h1><hr>Apache Server at portal.example",
            "<h1>Sorry, you have been blocked</h1><p>This website is protected from online attacks.</p>",
            "<h1>Hệ thống đang bảo trì</h1><p>Xin quý vị quay lại sau.</p>",
        ] {
            assert!(!is_signed(refusal), "{refusal}");
        }
        for signed in
            ["<h1>Hacked by x</h1>", "<title>Touched By x</title>", "<b>Bị hack bởi x</b>"]
        {
            assert!(is_signed(signed), "{signed}");
        }
    }
}
