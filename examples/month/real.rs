//! Templates of real portals, read where they are and never copied.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

/// The frame of a real page; ours goes to its beginning and its end.
pub struct Template {
    pub name: String,
    /// Up to the end of the opening tag of the body, without its title.
    head: String,
    body: String,
}

/// Saved pages of a real portal, one look each.
const PAGES: &[&str] = &[
    "index",
    "ke-hoach",
    "web_sotttt-eng",
    "lien-he",
    "danh-ba",
    "co-cau-to-chuc",
    "pctn",
    "hoi-ap",
    "chi-dao-dieu-hanh",
    "cong-khai-ngan-sach",
];
/// More than any of them has, in bytes.
const LARGEST: u64 = 1 << 20;

/// All templates, or none and the reason.
pub fn templates() -> Result<Vec<Template>, String> {
    let shared = std::env::var_os("CANHCONG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("data/corpus/benign_vn/sotttt_hanoi");
    if !folder.is_dir() {
        return Err(format!("no saved pages at {} (set CANHCONG_SHARED)", folder.display()));
    }
    let read = |name: &&str| {
        let path = folder.join(format!("web_source_{name}.html.gz"));
        Template::read(name, &path).ok_or_else(|| format!("{} cannot be used", path.display()))
    };
    PAGES.iter().map(read).collect()
}

impl Template {
    fn read(name: &str, path: &Path) -> Option<Self> {
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(path).ok()?).take(LARGEST).read_to_end(&mut bytes).ok()?;
        let page = own_links(&String::from_utf8_lossy(&bytes));
        let (before, rest) = page.split_once("<title>")?;
        let (_, rest) = rest.split_once("</title>")?;
        let body = rest.find("<body")?;
        let open = body + rest[body..].find('>')? + 1;
        let end = rest.rfind("</body>")?;
        let name = name.replace('_', "-");
        Some(Self {
            name,
            head: format!("{before}{}", &rest[..open]),
            body: rest.get(open..end)?.to_owned(),
        })
    }

    /// The page with its title, what goes into its head, and what stands before and after its text.
    pub fn filled(&self, title: &str, head: &str, top: &str, bottom: &str) -> String {
        let (Self { head: own, body, .. }, title) =
            (self, format!("<title>{title}</title>\n{head}"));
        let own = own.replacen("</head>", &format!("{title}</head>"), 1);
        format!("{own}\n{top}\n{body}\n{bottom}\n</body>\n</html>\n")
    }
}

/// Links to pages that were not saved lead to pages that there are, so that the portal is whole.
fn own_links(page: &str) -> String {
    const STAY: &[&str] = &["/gioi-thieu.html", "/co-cau-to-chuc.html", "/lich-tiep-dan.html", "/"];
    let mut parts = page.split("<a href=\"");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let (address, rest) = part.split_once('"').unwrap_or((part, ""));
        let is_own =
            !address.contains(':') && !address.starts_with('#') && !address.starts_with("//");
        let address = if is_own { STAY[index % STAY.len()] } else { address };
        whole += &format!("<a href=\"{address}\"{rest}");
    }
    whole
}
