//! The furniture of a Chinese template around a page in another language.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::page::{Page, text::Writing};

/// Furniture, in simplified and traditional characters; each once for both.
const FURNITURE: &[(&str, &str)] = &[
    ("会员登录", "會員登錄"),
    ("用户注册", "用戶註冊"),
    ("设为首页", "設為首頁"),
    ("加入收藏", "加到最愛"),
    ("网站地图", "網站地圖"),
    ("网站首页", "網站首頁"),
    ("当前位置", "當前位置"),
    ("发布时间", "發布時間"),
    ("来源", "來源"),
    ("作者", "編輯"),
    ("阅读", "閱讀"),
    ("点击", "點擊"),
    ("上一篇", "上一則"),
    ("下一篇", "下一則"),
    ("相关文章", "相關文章"),
    ("热门推荐", "熱門推薦"),
    ("联系我们", "聯繫我們"),
    ("版权所有", "版權所有"),
    ("友情链接", "友情連結"),
];

/// So many different pieces are a template.
const A_TEMPLATE: usize = 3;

static PIECES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::new(FURNITURE.iter().flat_map(|(simple, traditional)| [simple, traditional])).ok()
});

/// Whether a page whose title is in Latin letters stands in a Chinese template.
pub(super) fn has_template_header(page: &Page) -> bool {
    if !has_chinese(&page.visible_text) {
        return false;
    }
    let title = Writing::of(&page.title, 300);
    if title.latin == 0 || title.han + title.kana > title.latin {
        return false;
    }
    let Some(pieces) = PIECES.as_ref() else { return false };
    let mut seen = [false; FURNITURE.len()];
    for hit in pieces.find_iter(&page.visible_text) {
        if let Some(seen) = seen.get_mut(hit.pattern().as_usize() / 2) {
            *seen = true;
        }
    }
    seen.into_iter().filter(|seen| *seen).count() >= A_TEMPLATE
}

/// Whether there is a byte with which only Chinese characters begin.
fn has_chinese(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(0xe4, 0xe5, 0xe6, bytes).is_some()
        || memchr::memchr3(0xe7, 0xe8, 0xe9, bytes).is_some()
}
