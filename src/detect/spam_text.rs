//! `spam-text`: a passage that advertises, planted in a page of the portal.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    prose::{Reporting, tells_of_offers},
    selling::Selling,
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    knowledge::Term,
    page::Page,
};

pub(super) const RULE: Rule = Rule {
    id: "spam-text",
    family: Family::Backlink,
    what: Text {
        vi: "Một đoạn văn bản trong trang mời chào cờ bạc, vay nóng, thuốc, giấy tờ giả: nhiều từ khóa rác và lời mời chào đứng sát nhau.",
        en: "A passage in a page that advertises gambling, loans, drugs or forged papers: many terms of spam and words that sell, close together.",
    },
    why: Text {
        vi: "Kẻ tấn công chèn bài quảng cáo vào trang có uy tín để máy tìm kiếm đưa người dân tới dịch vụ trái phép.",
        en: "Attackers plant advertisements in pages of good standing so that search engines lead people to unlawful services.",
    },
    repair: Text {
        vi: "Xoá đoạn văn bản khỏi bài viết, bình luận, hỏi đáp hoặc giao diện; kiểm tra tài khoản đã đăng và quyền biên tập.",
        en: "Remove the passage from the post, comment, question or theme; check the account that posted it and who may edit.",
    },
    examine,
    caught: &[Example::page(
        "an advertisement between two news items",
        &[Answer::all(
            r#"<title>UBND xã</title><body><h1>Tin tức</h1><p>Hội nghị tổng kết công tác hội.</p><p>Nhà cái uy tín số 1, cá cược bóng đá, tài xỉu online, xóc đĩa online, nổ hũ đổi thưởng. Đăng ký ngay nhận khuyến mãi nạp lần đầu, nạp rút siêu tốc, hỗ trợ 24/7.</p></body>"#,
        )],
    )],
    clean: &[
        Example::page(
            "the police name the games of a ring",
            &[Answer::all(
                r#"<title>Tin an ninh</title><body><p>Công an tỉnh triệt phá đường dây tổ chức đánh bạc qua nhà cái 8xbet, gồm tài xỉu online, xóc đĩa online, nổ hũ đổi thưởng, cá cược bóng đá; các đối tượng nhận khuyến mãi khi đăng ký.</p></body>"#,
            )],
        ),
        Example::page(
            "a warning that quotes an advertisement",
            &[Answer::all(
                r#"<title>Công an xã cảnh báo</title><body><h1>Công an xã cảnh báo đánh bạc qua mạng</h1><p>Các trang này chào mời: nhà cái uy tín số 1, cá cược bóng đá, tài xỉu online, xóc đĩa online, nổ hũ đổi thưởng, đăng ký ngay nhận khuyến mãi nạp lần đầu, nạp rút siêu tốc, tặng 100% cho tân thủ, hỗ trợ 24/7.</p></body>"#,
            )],
        ),
        Example::page(
            "a list of names that are blocked",
            &[Answer::all(
                r#"<title>Danh sách chặn</title><body><ul><li>8xbet</li><li>w88</li><li>kubet</li><li>fb88</li><li>sunwin</li><li>rikvip</li></ul></body>"#,
            )],
        ),
    ],
};

/// A passage, in bytes: an advertisement is no longer, and a report says by then what it is.
const PASSAGE: usize = 700;
/// A paragraph that is read as a whole, in bytes.
const LONGEST_PARAGRAPH: usize = 4 * PASSAGE;
/// So many different strong terms in one passage.
const TERMS: usize = 4;
/// So many different words that sell: some stand in the names of the games themselves.
const SELLING_WORDS: usize = 5;
/// So many on a page that reports on crime, in a paragraph that reports on nothing.
const SELLING_WORDS_AMID_REPORT: usize = 8;
/// So many commas and full stops: what has none is a menu, and its links speak for themselves.
const SIGNS: usize = 3;
/// Text that is looked through, in bytes.
const MOST_TEXT: usize = 200_000;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.open_pages() {
        let is_about_crime = is_about_crime(page);
        let Some((passage, terms)) = advertisement(observation, page, is_about_crime) else {
            continue;
        };
        let mut signals: Vec<Signal> = terms
            .iter()
            .take(5)
            .map(|term| Signal::new(SignalKind::Lexicon, &*term.text))
            .collect();
        signals.push(Signal::new(SignalKind::Doorway, "selling"));
        if is_about_crime {
            // It may still be the report that quotes.
            signals.push(Signal::new(SignalKind::Volume, terms.len().to_string()));
            signals.push(Signal::new(SignalKind::Context, "reporting"));
        }
        hits.push(Hit {
            key: page.url.path().to_owned(),
            subject: passage.chars().take(100).collect(),
            identity,
            signals,
            proof: Proof::Words(passage.to_owned()),
        });
    }
}

/// The first passage that offers several things that no agency offers, and reports on nothing.
fn advertisement<'p, 'k>(
    observation: &Observation<'k>,
    page: &'p Arc<Page>,
    is_about_crime: bool,
) -> Option<(&'p str, Vec<&'k Term>)> {
    // Most pages have none of the terms at all; one that offers such things in its title is
    // `doorway-page` as a whole.
    if !observation.offers(&page.title).is_empty()
        || observation.offers_in_folded(page.folded()).len() < TERMS
    {
        return None;
    }
    let mut paragraphs = page.blocks().filter(|own| own.len() <= LONGEST_PARAGRAPH);
    if is_about_crime {
        let mut own = paragraphs.filter(|own| !own.contains(['"', '“', '«']));
        return own.find_map(|own| offer(observation, own, SELLING_WORDS_AMID_REPORT));
    }
    let text = &page.visible_text;
    let text = &text[..text.floor_char_boundary(MOST_TEXT)];
    paragraphs
        .find_map(|own| offer(observation, own, SELLING_WORDS))
        .or_else(|| passages(text).find_map(|passage| offer(observation, passage, SELLING_WORDS)))
}

/// A passage with its terms, if it has enough of them, sells in so many words, and neither reports
/// on crime nor tells of what others offer.
fn offer<'p, 'k>(
    observation: &Observation<'k>,
    passage: &'p str,
    words: usize,
) -> Option<(&'p str, Vec<&'k Term>)> {
    if passage.matches(['.', ',', '!', ';']).count() < SIGNS {
        return None;
    }
    let terms = observation.offers(passage);
    if terms.len() < TERMS {
        return None;
    }
    let mut selling = Selling::default();
    selling.note(passage);
    let offers = selling.is_offer(0) && selling.words() >= words;
    let tells = || Reporting::of(passage).words() > 0 || tells_of_offers(passage);
    (offers && !tells()).then_some((passage, terms))
}

/// A page that says at its head that it reports on crime or law goes on to do so.
fn is_about_crime(page: &Page) -> bool {
    page.headings.iter().take(1).any(|heading| Reporting::of(heading).words() > 0)
        || Reporting::of(&page.title).words() > 0
}

/// A text in pieces that overlap by half, so that no passage is cut in two unseen.
fn passages(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len().div_ceil(PASSAGE / 2)).map(|index| {
        let begin = text.floor_char_boundary(index * PASSAGE / 2);
        let end = text.floor_char_boundary((begin + PASSAGE).min(text.len()));
        text[begin..end].trim()
    })
}
