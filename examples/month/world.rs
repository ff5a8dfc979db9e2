//! The province as a function: portal, night, address and visit in, an answer out.

use crate::{
    calendar,
    chance::Chance,
    exchange::{Answer, Ask},
    furniture,
    layout::{self, Said},
    ordinary,
    plan::ATTACKS,
    portal::Portal,
    upkeep,
};

/// What a portal answers, and which attacks show in it (places in [`ATTACKS`]).
pub fn answer(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> (Answer, Vec<usize>) {
    if let Some(answer) = ordinary::mishap(chance, portal, ask) {
        return (answer, Vec::new());
    }
    let mut answer = honest(chance, portal, ask);
    let on =
        |attack: &crate::attacks::Attack| attack.portal == portal.index && attack.is_on(ask.night);
    let shown = ATTACKS
        .iter()
        .enumerate()
        .filter(|(_, attack)| on(attack) && attack.strike(chance, portal, ask, &mut answer))
        .map(|(place, _)| place)
        .collect();
    ordinary::balance(chance, portal, ask, &mut answer);
    (answer, shown)
}

fn honest(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> Answer {
    match ask.path {
        "/robots.txt" => Answer::of("text/plain", format!("Sitemap: {}/sitemap.xml\n", ask.origin)),
        "/sitemap.xml" => Answer::of("application/xml", sitemap(chance, portal, ask)),
        path if path.ends_with(".js") => script(portal, ask),
        path if path.ends_with(".css") => Answer::of(
            "text/css",
            "body{font:16px sans-serif}nav ul ul{display:none}footer{background:#063;color:#fff}"
                .into(),
        ),
        _ => match said(chance, portal, ask) {
            Some(said) => Answer::html(layout::page(chance, portal, ask, &said)),
            None => {
                let (title, markup) = ("Không tìm thấy trang".into(), String::new());
                Answer::status(404, layout::page(chance, portal, ask, &Said { title, markup }))
            }
        },
    }
}

fn said(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> Option<Said> {
    let (title, markup) = match ask.path {
        "/" => (portal.name.clone(), format!("<p>Chào mừng bạn đến với {}.</p>", portal.name)),
        "/van-ban.html" => ("Văn bản chỉ đạo điều hành".into(), papers(chance, portal, ask)),
        "/lien-he.html" => ("Liên hệ".into(), contact(chance, portal, ask)),
        path => {
            if let Some(page) = portal.fixed.iter().find(|page| page.path == path) {
                (page.title.clone(), format!("<p>{}</p>", page.text))
            } else {
                let mut served = portal.articles(chance, ask.night);
                served.extend(portal.pinned(chance));
                let article = served.into_iter().find(|article| article.path == path)?;
                (article.title.clone(), portal.text(chance, &article))
            }
        }
    };
    Some(Said { title, markup })
}

/// A list of papers; every few days a new one comes on top.
fn papers(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let newest = 210 + ask.night.div_euclid(3);
    let row = |number: i64| {
        format!(
            "<tr><td>{number}/QĐ-UBND</td><td>{}</td><td>Quyết định ban hành kế hoạch năm {}</td></tr>",
            calendar::date_text((number - 210) * 3),
            2024 + chance.below(3, &format!("{}/paper/{number}", portal.id)),
        )
    };
    let rows: String = (newest - 8..=newest).rev().map(row).collect();
    format!(
        "<table class=\"van-ban\"><tr><th>Số</th><th>Ngày</th><th>Trích yếu</th></tr>{rows}</table>"
    )
}

fn contact(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    format!(
        "<form method=\"post\" action=\"/lien-he/gui\" id=\"{}\">{}<input name=\"hoten\"><textarea \
         name=\"noidung\"></textarea><button>Gửi</button></form>",
        furniture::element_id(chance, portal, ask, "form"),
        furniture::tokens(chance, portal, ask),
    )
}

fn sitemap(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> String {
    let articles = portal.articles(chance, ask.night);
    let fixed = portal.fixed.iter().map(|page| &page.path);
    let paths = fixed.chain(articles.iter().take(20).map(|article| &article.path));
    let entries: String =
        paths.map(|path| format!("<url><loc>{}{path}</loc></url>", ask.origin)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</urlset>"
    )
}

/// A file of the portal's own: each has a few functions that do nothing to anybody.
fn script(portal: &Portal, ask: &Ask<'_>) -> Answer {
    let name = ask.path.rsplit('/').next().unwrap_or_default();
    if name == "quoc-khanh.js" && !calendar::is_holiday(ask.night) {
        return Answer::status(404, "<title>404</title>".into());
    }
    let version = match (name, upkeep::has_new_library(portal.index, ask.night)) {
        ("jquery.min.js", true) => "3.7.1",
        ("jquery.min.js", false) => "3.6.4",
        _ => "1.0.0",
    };
    let mut body = format!("/*! {name} v{version} */\n(function(w){{var lib=w.lib||(w.lib={{}});");
    for number in 0..30 + name.len() + version.len() {
        body += &format!("lib.f{number}=function(a,b){{return a?b+{number}:'{version}'}};");
    }
    body += "})(window);\n";
    if name == "quoc-khanh.js" {
        body += "document.addEventListener('DOMContentLoaded',function(){var s=document.createElement(\
                 'div');s.className='sao-vang';s.textContent='Mừng Quốc khánh 2/9';\
                 document.body.appendChild(s);});\n";
    }
    Answer::of("application/javascript", body)
}
