//! `foreign-language-page`: a page in a language in which the portal does not write, that sells.

use std::sync::Arc;

use super::{
    Answer, Example, Observation, Rule,
    doorway_page::{doorways, hit, surroundings},
    language::foreign_language,
    lead::Lead,
    pitch::Pitch,
    shape::shapes_of,
};
use crate::{
    detect::Hit,
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
    page::Page,
};

pub(super) const RULE: Rule = Rule {
    id: "foreign-language-page",
    family: Family::Backlink,
    what: Text {
        vi: "Trang trên chính cổng thông tin viết bằng tiếng Nhật, Trung, Thái, Hàn, Nga, Ả Rập hoặc Indonesia để bán hàng giả, cờ bạc, thuốc, phim.",
        en: "A page on the portal itself, in Japanese, Chinese, Thai, Korean, Russian, Arabic or Indonesian, that sells replicas, gambling, drugs or films.",
    },
    why: Text {
        vi: "Kẻ tấn công tạo hàng nghìn trang như vậy để lợi dụng uy tín tên miền của cơ quan nhà nước ở nước khác; người quản trị không tìm thấy vì không tìm bằng tiếng đó.",
        en: "Such pages are made by the thousand to use the standing of a state domain abroad; nobody at home searches in that language, so nobody sees them.",
    },
    repair: Text {
        vi: "Xoá trang và mã tạo trang (tệp PHP lạ, .htaccess, sơ đồ trang lạ); trả về 410; gỡ chủ sở hữu lạ và sơ đồ trang lạ trong Google Search Console; tìm lỗ hổng đã dùng.",
        en: "Delete the pages and the code that makes them (foreign PHP files, .htaccess, sitemaps); answer 410; remove foreign owners and sitemaps from the search console; find the hole it came through.",
    },
    examine,
    caught: &[
        Example::page(
            "a Japanese shop of cheap brands",
            &[Answer::all(
                r#"<html lang="ja"><head><title>【激安】ブランド 財布 メンズ 通販 送料無料</title><meta name="description" content="人気の新作を最安値で販売。公式正規品、即納。"></head><body><h1>ブランド財布 激安通販</h1><p>当店は送料無料、在庫あり。価格 12,800円(税込) カートに入れる。新品、レディース、ランキング一位の商品を販売しています。</p></body>"#,
            )],
        ),
        Example::page(
            "Thai slot machines",
            &[Answer::all(
                r#"<head><title>สล็อตเว็บตรง แตกง่าย สมัครฟรี</title></head><body><h1>สล็อตออนไลน์</h1><p>เว็บตรง ฝากถอนไม่มีขั้นต่ำ สมัครวันนี้รับโบนัส เครดิตฟรี เล่นบาคาร่าออนไลน์ คาสิโนออนไลน์ ได้ทุกวัน</p></body>"#,
            )],
        ),
        Example::page(
            "Indonesian slot machines",
            &[Answer::all(
                r#"<html lang="id"><head><title>Situs Slot Gacor Hari Ini dan Daftar Slot Online Terpercaya</title></head><body><h1>Slot gacor hari ini</h1><p>Anda bisa bermain dengan mudah di situs slot online terpercaya ini. Daftar dan menang setiap hari dengan bonus untuk pemain baru, karena kami adalah yang terbaik.</p></body>"#,
            )],
        ),
        Example::page(
            "a Chinese betting site",
            &[Answer::all(
                r#"<html lang="zh"><head><title>线上赌场-百家乐官网注册平台</title></head><body><p>体育投注平台官方入口,注册送彩金,真人百家乐,老虎机,手机版下载,提现快速,客服在线。</p><a href="/wap/">官网登录入口</a></body>"#,
            )],
        ),
    ],
    clean: &[
        Example::page(
            "the Chinese section of a border province",
            &[Answer::all(
                r#"<html lang="zh"><head><title>奠边省人民委员会电子门户</title></head><body><h1>边境口岸贸易合作会议</h1><p>会议讨论了口岸基础设施建设、旅游合作以及两省人民之间的友好交流,并签署了合作备忘录。</p></body>"#,
            )],
        ),
        Example::page(
            "the police across the border",
            &[Answer::all(
                r#"<html lang="zh"><head><title>公安机关打击跨境网上赌博犯罪</title></head><body><h1>警方提醒:网上赌博是犯罪</h1><p>公安机关提醒群众不要参与网上赌博、六合彩、百家乐,打击电信诈骗,依法处理违法犯罪人员。</p></body>"#,
            )],
        ),
        Example::page(
            "Lao and Khmer sections",
            &[Answer::all(
                r#"<title>ຂ່າວສານ ແຂວງ ດ້ຽນບຽນ</title><body><h1>ព័ត៌មាន</h1><p>ຮ່ວມມື ການຄ້າ ຊາຍແດນ</p></body>"#,
            )],
        ),
        Example::page(
            "investment promotion in Japanese",
            &[Answer::all(
                r#"<html lang="ja"><head><title>投資環境のご案内 | 省投資促進センター</title></head><body><h1>工業団地のご紹介</h1><p>当省の工業団地は国道に面し、日系企業の進出が進んでいます。お問い合わせは投資促進センターまでお願いいたします。</p></body>"#,
            )],
        ),
        Example::page(
            "news about Japan",
            &[Answer::all(
                r#"<html lang="vi"><head><title>Đoàn công tác tỉnh thăm Nhật Bản (日本)</title></head><body><h1>Hợp tác lao động với Nhật Bản</h1><p>Chương trình 技能実習 dành cho lao động trẻ.</p></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.open_pages() {
        if let Some(language) = foreign_language(page)
            && let Some(signals) = judge(observation, identity, page, language)
        {
            hits.push(hit(identity, page, signals));
        }
    }
}

/// A language alone says nothing: portals have sections for their neighbours and guests.
fn judge(
    observation: &Observation<'_>,
    identity: Identity,
    page: &Arc<Page>,
    language: &str,
) -> Option<Vec<Signal>> {
    let shapes = shapes_of(observation, page);
    let by_machine = !shapes.is_empty();
    let pitch = Pitch::of(observation, page, &shapes);
    let lead = Lead::of(observation, page);
    let mut signals = doorways(observation, page, &pitch, &lead);
    signals.extend(shapes);
    if pitch.is_empty() && signals.is_empty() {
        return None;
    }
    if pitch.is_reporting() && signals.is_empty() {
        return Some(pitch.in_context());
    }
    signals.push(Signal::new(SignalKind::Language, language));
    signals.extend(pitch.signals());
    signals.extend(surroundings(observation, identity, page, &pitch));
    signals.extend(lead.signals(by_machine));
    Some(signals)
}
