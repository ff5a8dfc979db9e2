//! What it costs to tell the software of a page that has been read: all products, all exposures.
//!
//! Processor time of one thread, for a page. Each page is measured several times and the cheapest
//! counts: others use the machine too. Generated pages come first; real ones of the shared corpus
//! (`CANHCONG_SHARED`, by default `../shared`) after them, where it is there.

#![allow(clippy::unwrap_used, reason = "a bench that cannot read its pages has failed")]

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

use canhcong::{
    fetch::decode,
    inspect,
    page::{Loaded, Page, Reader},
    software::{Inventory, PRODUCTS, Traces, exposed},
};
use url::Url;

/// How often each page is measured.
const PASSES: usize = 15;
/// Every so many real pages are measured.
const EVERY: usize = 3;

fn main() {
    println!("| pages | KB | traces µs | products µs | exposures µs | all µs | 95 % | worst |");
    println!("|---|---|---|---|---|---|---|---|");
    let reader = Reader::new();
    let generated: Vec<Page> = (0..24).map(|number| read(&reader, &portal_page(number))).collect();
    row("generated", &generated);
    slowest(&generated);
    let shared = std::env::var_os("CANHCONG_SHARED").map_or("../shared".into(), PathBuf::from);
    let mut files = Vec::new();
    for set in ["benign_vn", "benign_intl"] {
        list(&shared.join("data/corpus").join(set), &mut files);
    }
    if files.is_empty() {
        println!("skipped: no corpus in {} (set CANHCONG_SHARED)", shared.display());
        return;
    }
    files.sort_unstable();
    let real = files.iter().step_by(EVERY).map(|path| inspect::read(path).unwrap());
    let real: Vec<Page> = real.map(|body| read(&reader, &decode(&body, None).text)).collect();
    row("real", &real);
    slowest(&real);
}

fn row(name: &str, pages: &[Page]) {
    let kilobytes = pages.iter().map(|page| page.source.len()).sum::<usize>() / pages.len() / 1000;
    let headers = headers();
    let traces = |page| Traces::of_answer(address(page), &headers, Some(page));
    let mut all = Vec::new();
    let mut parts = [0.0; 3];
    for page in pages {
        let found = traces(page);
        let times = [
            cheapest(|| drop(black_box(traces(page)))),
            cheapest(|| black_box(Inventory::default()).add(black_box(&found))),
            cheapest(|| drop(black_box(exposed(black_box(&found))))),
        ];
        all.push(times.iter().sum::<f64>());
        parts.iter_mut().zip(times).for_each(|(sum, time)| *sum += time / pages.len() as f64);
    }
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all[((all.len() - 1) as f64 * share) as usize];
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let [traces, products, exposures] = parts;
    println!(
        "| {name} | {kilobytes} | {traces:.0} | {products:.0} | {exposures:.0} | {mean:.0} | {:.0} | {:.0} |",
        at(0.95),
        at(1.0)
    );
}

/// The products that take most.
fn slowest(pages: &[Page]) {
    let headers = headers();
    let traces: Vec<Traces> =
        pages.iter().map(|page| Traces::of_answer(address(page), &headers, Some(page))).collect();
    let cost = |product: &canhcong::software::Product| {
        let look = |traces: &Traces| (product.clues)(traces, &mut black_box(Vec::new()));
        cheapest(|| traces.iter().for_each(look)) / traces.len() as f64
    };
    let mut costs: Vec<(f64, &str)> =
        PRODUCTS.iter().map(|product| (cost(product), product.id)).collect();
    costs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let dearest = costs.iter().take(6).map(|(cost, id)| format!("{id} {cost:.1}"));
    println!("dearest, µs: {}", dearest.collect::<Vec<_>>().join(", "));
}

fn headers() -> Vec<(String, String)> {
    [
        ("server", "Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips PHP/7.4.33"),
        ("x-powered-by", "PHP/7.4.33"),
        ("content-type", "text/html; charset=utf-8"),
        ("set-cookie", "PHPSESSID=a; path=/"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

fn address(page: &Page) -> &Url {
    &page.url
}

fn read(reader: &Reader, source: &str) -> Page {
    let url = Url::parse("https://portal.gov.example/tin-tuc").unwrap();
    reader.read(source.into(), &url, &[], &Loaded::default())
}

/// Microseconds.
fn cheapest(mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let begin = Instant::now();
        work();
        begin.elapsed().as_secs_f64() * 1e6
    };
    (0..PASSES).map(once).fold(f64::INFINITY, f64::min)
}

fn list(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "gz") {
            pages.push(path);
        }
    }
}

/// A page in the manner of a district's portal: about 90 KB, 150 links, 30 scripts and styles, 60
/// pictures, and the libraries of such portals.
fn portal_page(number: usize) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>UBND huyện</title>\
         <meta name=\"generator\" content=\"NukeViet v4.5\">\
         <link rel=\"stylesheet\" href=\"/themes/default/css/bootstrap.min.css\">\
         <link rel=\"stylesheet\" href=\"/themes/default/css/font-awesome.min.css\">\
         <script src=\"/assets/js/jquery/jquery.min.js\"></script>\
         <script src=\"/assets/js/jquery-ui/jquery-ui-1.12.1.min.js\"></script>",
    );
    for file in 0..26 {
        page +=
            &format!("<script src=\"/themes/default/js/module-{file}.js?t={number}\"></script>");
    }
    page += "</head><body><script>var nv_base_siteurl=\"/\",nv_lang_data=\"vi\",\
             nv_name_variable=\"nv\",nv_recaptcha_ver=2;</script><ul>";
    for item in 0..80 {
        page += &format!("<li><a href=\"/muc-{item}/trang-{number}\">Chuyên mục {item}</a></li>");
    }
    page += "</ul>";
    let text = "Ủy ban nhân dân huyện tổ chức hội nghị triển khai kế hoạch chuyển đổi số. ";
    let mut item = 0;
    while page.len() < 88_000 {
        item += 1;
        page += &format!(
            "<div class=\"news-item\" id=\"n{item}\"><h3><a href=\"/tin/bai-{item}.html\">Bài {item}</a></h3>\
             <img src=\"/uploads/news/2024_05/anh-{item}.jpg\" alt=\"\"><p>{}</p></div>",
            text.repeat(8 + number % 3),
        );
    }
    page + "</body></html>"
}
