//! The papers as a stranger gets them: nothing hostile acts, nothing that has to be there is missing.

use super::*;
use crate::report::fixture::{self, HOSTILE};

fn target(text: &str) -> Target {
    let mut target = Target::ad_hoc("https://tuangiao.gov.example/".parse().unwrap());
    (target.name, target.agency) = (text.to_owned(), Some(text.to_owned()));
    target
}

fn contact(role: ContactRole, text: &str) -> Contact {
    Contact {
        id: "a".to_owned(),
        role,
        name: text.to_owned(),
        email: Some(text.to_owned()),
        phone: Some(text.to_owned()),
        verified_on: None,
        channels: Vec::new(),
        lang: Lang::default(),
        floor: role.floor(),
        quiet_hours: None,
        digest_at: None,
        most_per_hour: Contact::MOST_PER_HOUR,
    }
}

fn item(text: &str) -> Item {
    Item {
        path: format!("evidence/{text}"),
        page: text.to_owned(),
        captured_at: Some(fixture::at("2026-11-20T17:00:00Z")),
        identities: vec!["citizen".to_owned(), text.to_owned()],
        files: 3,
        bytes: 1_000,
        manifest: "ab".repeat(32),
        picture: Some((text.to_owned(), text.to_owned())),
        whole: true,
    }
}

/// All papers of a case, the cover sheet in both languages.
fn papers(story: &Story, text: &str) -> Vec<String> {
    let target = target(text);
    let contacts = [ContactRole::Owner, ContactRole::CyberUnit].map(|role| contact(role, text));
    let contacts: Vec<&Contact> = contacts.iter().collect();
    let form = ReportForm { name: text.to_owned(), version: text.to_owned(), ..Default::default() };
    let items = [item(text)];
    let files = [Enclosed { path: format!("evidence/{text}"), bytes: 9, sha256: "cd".repeat(32) }];
    let why = Text { vi: "không tìm thấy", en: "not found" };
    let missing = [Missing { path: text.to_owned(), why }];
    let case = Case {
        story,
        target: Some(&target),
        contacts: &contacts,
        form: &form,
        made_at: fixture::at("2026-11-21T18:00:00Z"),
        pack: text,
        items: &items,
        files: &files,
        missing: &missing,
    };
    vec![
        cover(&case, Lang::Vi).unwrap(),
        cover(&case, Lang::En).unwrap(),
        initial_report(&case, &[text.to_owned()]).unwrap(),
        closing_report(&case).unwrap(),
        minute(&case, &files, NO_DIGEST).unwrap(),
    ]
}

#[test]
fn nothing_hostile_is_markup_and_nothing_leads_away() {
    // What operators register and what we name ourselves may hold addresses: a mail address that
    // nobody can copy is of no use.
    let registered = HOSTILE.replace("http://", "");
    for paper in papers(&fixture::hostile_story(), &registered) {
        let body = paper.split_once("<body>").unwrap().1;
        for never in ["<script", "<img", "<a ", " href=\"", " src=\"", "http://", "<figure"] {
            assert!(!body.contains(never), "{never} in {body}");
        }
        assert!(!paper.chars().any(|c| c != '\n' && crate::report::inert::deceives(c)));
        assert!(paper.contains("default-src 'none'; style-src 'unsafe-inline'"));
        for loads in ["url(", "@import", "<link", "<script", "<iframe"] {
            assert!(!paper.contains(loads), "{loads}");
        }
        assert!(body.contains("&#60;script&#62;") || body.contains("&lt;script&gt;"));
        assert!(paper.ends_with("</html>\n"));
    }
}

#[test]
fn the_cover_tells_what_where_since_when_and_what_the_pack_is_not() {
    let [vi, en] = [0, 1].map(|nth| papers(&fixture::story(), "UBND huyện A").remove(nth));
    for part in [
        "hxxps://bet88[.]example/khuyen-mai",
        "00:00 ngày 21/10/2026",
        "00:00 ngày 21/11/2026",
        "2026-10-20T17:00:00Z",
        "tái diễn 2 lần",
        "Quàng Thị B đã tiếp nhận",
        "Người truy cập trực tiếp",
        "sha256sum -c SHA256SUMS",
        "Điều 87, Điều 99",
        "chưa có mẫu 04",
        "không tìm thấy",
    ] {
        assert!(vi.contains(part), "{part} is missing");
    }
    assert_eq!(vi.matches("<td>quét hằng đêm</td>").count(), 4);
    for part in ["articles 87 and 99", "came back 2 times", "Direct visitor", "no legal advice"] {
        assert!(en.contains(part), "{part} is missing");
    }
}

#[test]
fn what_nobody_verified_is_said_and_what_is_mandatory_is_marked() {
    let story = fixture::story();
    let form_03 = papers(&story, "UBND huyện A").remove(2);
    assert!(form_03.contains("<b>chưa xác minh</b>"));
    // Opened again on 3 November, 00:00 in Việt Nam; five days later.
    assert!(form_03.contains("tức đến 00:00 ngày 08/11/2026"), "{form_03}");
    for label in ["Địa chỉ", "Điện thoại", "Ngày, giờ phát hiện", "Hiện trạng sự cố"]
    {
        assert!(form_03.contains(&format!("{label} <b class=\"must\">(*)</b>")), "{label}");
    }
    let form = ReportForm { verified_on: "2026-11-01".parse().ok(), ..Default::default() };
    let case = Case {
        story: &story,
        target: None,
        contacts: &[],
        form: &form,
        made_at: fixture::at("2026-11-21T18:00:00Z"),
        pack: "p",
        items: &[],
        files: &[],
        missing: &[],
    };
    let form_03 = initial_report(&case, &[]).unwrap();
    assert!(form_03.contains("đã đối chiếu với văn bản đang có hiệu lực ngày 01/11/2026"));
    assert!(!form_03.contains("chưa xác minh"), "{form_03}");
    assert!(form_03.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    assert!(cover(&case, Lang::Vi).unwrap().contains("Không có dữ liệu gốc nào được lưu"));
}

#[test]
fn the_closing_report_says_if_the_incident_is_not_over() {
    let mut story = fixture::story();
    assert!(papers(&story, "A")[3].contains("Chưa dùng được"));
    story.incident.fate = Fate::Healed { nights: 2, at: fixture::at("2026-11-20T17:00:00Z") };
    let paper = papers(&story, "A").remove(3);
    assert!(!paper.contains("Chưa dùng được"), "{paper}");
    assert!(paper.contains("đã khắc phục, xác nhận lúc 00:00 ngày 21/11/2026"));
}

#[test]
fn the_minute_holds_the_digest_where_a_program_finds_it() {
    let blank = papers(&fixture::story(), "A").remove(4);
    let (before, after) = blank.split_once(DIGEST_MARK).unwrap();
    assert!(after.starts_with(NO_DIGEST) && !before.contains(NO_DIGEST));
}
