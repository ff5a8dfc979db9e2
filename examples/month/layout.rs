//! A page of a portal: what it says, in the portal's look, with all that changes around it.

use crate::{
    calendar,
    chance::Chance,
    exchange::Ask,
    furniture,
    news::Article,
    portal::Portal,
    upkeep::{self, CDN},
};

/// What a page says by itself.
pub struct Said {
    pub title: String,
    pub markup: String,
}

/// So many of the newest articles stand in the list.
const LISTED: usize = 10;

/// The whole page.
pub fn page(chance: Chance, portal: &Portal, ask: &Ask<'_>, said: &Said) -> String {
    let style = portal.style(ask.night);
    let head = head(portal, ask);
    let top = format!(
        "<div class=\"{}\"><header><h2>{}</h2>{}</header>",
        style.wrapper,
        portal.name,
        menu(chance, portal, ask)
    );
    let middle = format!(
        "<main><h1>{}</h1><div class=\"{}\">{}</div>{}</main><aside class=\"{}\">{}{}{}</aside>",
        said.title,
        style.article,
        said.markup,
        news(chance, portal, ask),
        style.side,
        furniture::banners(chance, portal, ask),
        furniture::poll(chance, portal, ask),
        furniture::status(chance, portal, ask),
    );
    let bottom = format!(
        "<footer><p>Bản quyền thuộc về {}. Ghi rõ nguồn khi phát hành lại thông tin.</p>\
         <p><a href=\"https://chinhphu.vn/\">Cổng Chính phủ</a> <a href=\"https://nhandan.vn/\">Báo \
         Nhân Dân</a></p></footer></div>",
        portal.name
    );
    let title = if ask.path == "/" {
        format!("Trang chủ - {}", portal.name)
    } else {
        format!("{} - {}", said.title, portal.name)
    };
    match &portal.template {
        Some(template) => template.filled(&title, &head, &(top + &middle), &bottom),
        None => format!(
            "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>{title}</title>\n{head}\n</head>\n<body>\n{top}\n{middle}\n{bottom}\n</body>\n\
             </html>\n"
        ),
    }
}

fn head(portal: &Portal, ask: &Ask<'_>) -> String {
    let style = portal.style(ask.night);
    let version = 1_000 + ask.visit % 7;
    let scripts: String = style
        .scripts
        .iter()
        .map(|name| format!("<script src=\"{}/{name}?v={version}\"></script>\n", style.assets))
        .collect();
    let mut head = format!(
        "<meta name=\"generator\" content=\"{}\">\n<link rel=\"stylesheet\" \
         href=\"{}/style.css?v={version}\">\n{scripts}",
        style.generator, style.assets
    );
    if upkeep::is_redesigned(portal.index, ask.night) {
        head += &format!("<script src=\"{CDN}\"></script>\n");
    }
    if calendar::is_holiday(ask.night) && portal.index.is_multiple_of(3) {
        head += &format!("<script src=\"{}/quoc-khanh.js\"></script>\n", style.assets);
    }
    head
}

/// Two boxes of the menu, one or the other first.
fn menu(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let links: Vec<String> = portal
        .fixed
        .iter()
        .map(|page| format!("<li><a href=\"{}\">{}</a></li>", page.path, page.title))
        .collect();
    let (first, second) = links.split_at(links.len() / 2);
    let session = chance.token(2, &format!("{}/{}/{}", portal.id, ask.night, ask.visit));
    let mut boxes = [
        format!("<ul>{}</ul>", first.concat()),
        format!(
            "<ul>{}<li><a href=\"/van-ban.html\">Văn bản</a></li><li><a \
             href=\"/lien-he.html;jsessionid={session}\">Liên hệ</a></li></ul>",
            second.concat()
        ),
    ];
    if ask.visit % 2 == 1 {
        boxes.swap(0, 1);
    }
    format!(
        "<nav class=\"{}\" id=\"{}\"><a href=\"/\">Trang chủ</a>{}</nav>",
        portal.style(ask.night).menu,
        furniture::element_id(chance, portal, ask, "menu"),
        boxes.concat()
    )
}

/// The newest articles, and on the home page those that are kept.
fn news(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let item = |article: &Article| {
        format!(
            "<li><a href=\"{}\">{}</a> <span class=\"date\">{}</span></li>",
            article.path,
            article.title,
            calendar::date_text(article.born)
        )
    };
    let newest: String = portal.articles(chance, ask.night).iter().take(LISTED).map(item).collect();
    let mut markup = format!(
        "<div class=\"{}\"><h3>Tin mới</h3><ul>{newest}</ul></div>",
        portal.style(ask.night).list
    );
    if ask.path == "/" {
        let pinned: String = portal.pinned(chance).iter().map(item).collect();
        markup += &format!("<div class=\"noi-bat\"><h3>Tin nổi bật</h3><ul>{pinned}</ul></div>");
    }
    markup
}
