//! The letters of all roles and occasions.

use super::*;
use crate::{
    alert::fixture::{event, news, quiet_digest, recipient},
    finding::{Lang, Severity},
    notice::Happening,
};

const ROLES: [ContactRole; 3] = [ContactRole::Owner, ContactRole::CyberUnit, ContactRole::National];

/// What an attacker could have put into every text that comes from a page or a registry.
const HOSTILE: &str = "x\r\nBcc: a@hostile.unknowntop\r\n\r\n<script>alert(1)</script>\
     <a href=\"http://hostile.unknowntop/\">\u{202e}fdp\u{1b}[2J";

fn hostile(mut notice: Notice) -> Notice {
    notice.recipient.name = HOSTILE.into();
    notice.duty = Some(HOSTILE.into());
    for event in &mut notice.events {
        event.detail = Some(crate::finding::Sentence { vi: HOSTILE.into(), en: HOSTILE.into() });
        if let Some(of) = &mut event.of {
            of.name = HOSTILE.into();
            of.province = Some(HOSTILE.into());
        }
        if let Some(wound) = &mut event.wound {
            wound.url = "http://hostile.unknowntop/".into();
            wound.subject = HOSTILE.into();
            wound.excerpt = HOSTILE.into();
            wound.rule = HOSTILE.into();
            wound.identity = HOSTILE.into();
            wound.campaign = Some((HOSTILE.into(), 2));
        }
    }
    for standing in &mut notice.standing {
        standing.of.name = HOSTILE.into();
    }
    notice
}

#[test]
fn nothing_from_a_page_leads_away_or_steers_in_any_letter() {
    for role in ROLES {
        for lang in [Lang::Vi, Lang::En] {
            for notice in
                [news(), quiet_digest(), Notice { occasion: Occasion::Reminder, ..news() }]
            {
                let notice = hostile(Notice { recipient: recipient(role, lang), ..notice });
                let (subject, text, html) = (subject(&notice), text(&notice), html(&notice));
                assert!(!subject.chars().any(crate::report::deceives), "{subject}");
                for shown in [&subject, &text, &html] {
                    assert!(!shown.contains("hostile.unknowntop"), "{shown}");
                    assert!(!shown.chars().any(|c| c != '\n' && crate::report::deceives(c)));
                }
                assert!(!html.contains("<script>") && !html.contains("<a "), "{html}");
                assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
            }
        }
    }
}

#[test]
fn one_culprit_on_fifty_portals_is_one_item() {
    let mut notice = news();
    notice.events = (0..50)
        .map(|nth| {
            let mut event = event(&format!("xa-{nth}"), Happening::New, Severity::High);
            let wound = event.wound.as_mut().unwrap();
            wound.id = format!("{nth:016x}");
            wound.campaign = Some(("nha-cai.example".into(), 50));
            event
        })
        .collect();
    notice.events.push(event("khac", Happening::New, Severity::Medium));
    let mut healed = notice.events[0].clone();
    healed.happening = Happening::Healed;
    notice.events.push(healed);
    let text = text(&notice);
    assert!(
        text.contains("1. [Mới phát hiện · Cao] Chiến dịch nha-cai[.]example: 50 cổng\n"),
        "{text}"
    );
    assert!(text.contains("… và 40 nữa"), "{text}");
    assert!(text.contains("2. [Mới phát hiện · Trung bình] Chèn liên kết trái phép (hidden-link)"));
    assert!(text.contains("3. [Đã khắc phục · Cao] "), "{text}");
    assert!(!text.contains("4. ["), "{text}");
    assert!(subject(&notice).contains("Cao: 51 cổng – 51 mới phát hiện"), "{}", subject(&notice));
}

#[test]
fn a_long_list_is_cut_with_a_count_and_whole_in_the_attachment() {
    let mut notice = news();
    notice.events =
        (0..40).map(|nth| event(&format!("xa-{nth}"), Happening::New, Severity::High)).collect();
    assert!(text(&notice).contains("… và 25 mục nữa: xem tệp báo cáo đính kèm."));
    assert!(!html(&notice).contains("xa-39.gov.example"));
    assert!(whole_html(&notice).contains("xa-39.gov.example"));
}

#[test]
fn each_role_gets_what_it_needs() {
    let letter = |role| {
        let mut notice = news();
        notice.recipient = recipient(role, Lang::Vi);
        notice.duty = Some("Trong thời hạn 05 ngày".into());
        text(&notice)
    };
    let owner = letter(ContactRole::Owner);
    for needed in [
        "Trang: https://muong-lay.gov.example/tin-tuc?id=5",
        "dòng 120, cột 4",
        "Cách khắc phục: Gỡ",
        "Trong thời hạn 05 ngày",
        "Liên hệ chưa xác minh",
        "02:30 ngày 19/11/2026",
    ] {
        assert!(owner.contains(needed), "{needed}: {owner}");
    }
    assert!(!owner.contains("canhcong incidents"), "{owner}");
    let unit = letter(ContactRole::CyberUnit);
    assert!(unit.contains("$ canhcong evidence pack "), "{unit}");
    let national = letter(ContactRole::National);
    assert!(national.contains("Theo mức độ: Nghiêm trọng 1, Cao 1."), "{national}");
    assert!(national.contains("nha-cai[.]example\n   Số cổng: 2\n"), "{national}");
}

#[test]
fn a_quiet_morning_says_that_the_watch_lives() {
    let mut notice = quiet_digest();
    assert!(subject(&notice).ends_with("Bản tin 21/11/2026: không có gì mới"));
    let whole = text(&notice);
    for said in ["Hệ thống canh giữ vẫn hoạt động.", "đánh giá được 11/12 cổng", "0 / 1 / 2 / 0"]
    {
        assert!(whole.contains(said), "{said}: {whole}");
    }
    notice.night.as_mut().unwrap().finished_at = None;
    assert!(text(&notice).contains("CHƯA KẾT THÚC"));
}

#[test]
fn what_is_healed_frightens_nobody() {
    let mut notice = news();
    notice.recipient = recipient(ContactRole::Owner, Lang::Vi);
    notice.events.truncate(1);
    notice.events[0].happening = Happening::Healed;
    assert_eq!(worst(&notice), None);
    let text = text(&notice);
    assert!(text.contains("không còn thấy") && !text.contains("Cách khắc phục"), "{text}");
}
