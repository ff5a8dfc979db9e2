//! To the owner of a portal: what is on the page, where, how it is removed, what has to be told.

use super::{
    letter::{Item, Letter},
    terms,
};
use crate::{
    finding::Text,
    notice::{Event, Happening, Notice, Occasion},
};

pub(super) fn write(letter: &mut Letter, notice: &Notice, most: usize) {
    letter.lead.push(greeting(letter, notice));
    letter.lead.push(lead(letter, notice).to_owned());
    items(letter, &notice.events);
    letter.keep(most);
    if notice.events.iter().all(|event| event.happening == Happening::Healed) {
        return;
    }
    letter.closing.push(
        letter
            .say(
                "Trước khi gỡ bỏ, đề nghị giữ lại bản sao trang, tệp liên quan và nhật ký máy chủ để phục vụ điều tra. Sau khi gỡ bỏ, đổi mật khẩu quản trị và rà soát các tệp mới tạo: nếu lỗ hổng còn, nội dung sẽ bị chèn lại.",
                "Before you remove anything, keep a copy of the page, of the files concerned and of the server's logs for the investigation. Then change the administrators' passwords and review files that are new: while the hole is open, it will come back.",
            )
            .to_owned(),
    );
    if let Some(duty) = &notice.duty {
        letter.closing.push(crate::report::defang_text(duty));
    }
}

/// Each event with how it is repaired.
pub(super) fn items(letter: &mut Letter, events: &[Event]) {
    let lang = letter.lang;
    let repair_label = Text { vi: "Cách khắc phục", en: "How to repair" }.in_lang(lang);
    for event in events {
        let mut item = Item::of(event, lang);
        item.place(event, lang);
        let repair = event.wound.as_ref().and_then(|wound| terms::repair(&wound.rule, lang));
        if event.happening != Happening::Healed {
            item.row(repair_label, repair.unwrap_or_default());
        }
        letter.items.push(item);
    }
}

fn greeting(letter: &Letter, notice: &Notice) -> String {
    let name = crate::report::defang_text(&notice.recipient.name);
    format!("{} {name},", letter.say("Kính gửi", "To"))
}

fn lead(letter: &Letter, notice: &Notice) -> &'static str {
    let all = |kind| notice.events.iter().all(|event| event.happening == kind);
    match notice.occasion {
        Occasion::Reminder => letter.say(
            "Những nội dung sau đây trên cổng thông tin điện tử của cơ quan vẫn chưa được khắc phục. Đề nghị kiểm tra và xử lý.",
            "What follows is still on your portal. Please look at it and repair it.",
        ),
        _ if all(Happening::Healed) => letter.say(
            "Những nội dung sau đây không còn thấy trên cổng thông tin điện tử của cơ quan. Hệ thống tiếp tục theo dõi.",
            "What follows is no longer on your portal. The watch goes on.",
        ),
        _ if all(Happening::WatchFailed) => letter.say(
            "Hệ thống canh giữ không kiểm tra được cổng thông tin điện tử của cơ quan. Trong thời gian này, sự cố nếu có sẽ không được phát hiện.",
            "Your portal could not be looked at. Whatever happens to it meanwhile is not seen.",
        ),
        _ => letter.say(
            "Hệ thống canh giữ phát hiện dấu hiệu bị can thiệp trái phép trên cổng thông tin điện tử của cơ quan. Đề nghị kiểm tra và xử lý ngay.",
            "There are signs that somebody has tampered with your portal. Please look at it now.",
        ),
    }
}
