//! `canhcong backup`: a copy of everything that would be missed, read back before it counts.

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Instant,
};

use canhcong::{
    backup::{self, Made, Source},
    finding::Lang,
    scan,
};

use super::{Common, Outcome, incidents};

#[derive(clap::Args)]
pub struct Args {
    /// The folder in which each back-up gets a folder of its own, best on another disk.
    #[arg(value_name = "DIR")]
    to: PathBuf,
    /// How many back-ups stay; the oldest of more are removed once the new one has been read back.
    #[arg(long, value_name = "N")]
    keep: Option<NonZeroUsize>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let (began, now) = (Instant::now(), scan::now());
    let store = incidents::open(common, now)?;
    let state = common.state();
    let source = Source {
        state: &state,
        baselines: &common.baselines,
        registry: &common.targets,
        data: common.data_dir.as_deref(),
    };
    let keep = args.keep.map(NonZeroUsize::get);
    let made = backup::back_up(&source, &store, &args.to, keep, now)?;
    for left in &made.left_out {
        tracing::warn!("not copied, because it is neither a file nor a folder: {}", left.display());
    }
    for mended in &made.mended {
        tracing::warn!("the disk of the back-ups may be failing, copied anew: {mended}");
    }
    if !common.quiet {
        let secrets = secrets(&common.targets);
        common.write(&told(&made, &secrets, began.elapsed().as_secs_f64(), common.lang()))?;
    }
    Ok(Outcome::Quiet)
}

fn told(made: &Made, secrets: &[String], seconds: f64, lang: Lang) -> String {
    let folder = made.folder.display();
    let (files, size) = (made.manifest.files.len(), size(made.manifest.bytes(), lang));
    let seconds = decimal(seconds, lang);
    let shared = match (made.shared, lang) {
        ((0, _), _) => String::new(),
        ((files, bytes), Lang::Vi) => {
            format!(", trong đó {files} tệp ({}) dùng chung với bản trước", self::size(bytes, lang))
        }
        ((files, bytes), Lang::En) => {
            format!(
                ", of which {files} ({}) are shared with the one before",
                self::size(bytes, lang)
            )
        }
    };
    let mut lines = match lang {
        Lang::Vi => vec![format!(
            "Đã sao lưu vào {folder}\n{files} tệp, {size}{shared}; {seconds} giây. Đã đọc lại và đối \
             chiếu toàn bộ."
        )],
        Lang::En => vec![format!(
            "Backed up to {folder}\n{files} files, {size}{shared}; {seconds} s. All of it was read \
             back and compared."
        )],
    };
    lines.extend(made.removed.iter().map(|removed| match lang {
        Lang::Vi => format!("Đã xóa bản sao lưu cũ {}", removed.display()),
        Lang::En => format!("Removed the old back-up {}", removed.display()),
    }));
    lines.push(match (lang, secrets.is_empty()) {
        (Lang::Vi, true) => "Cấu hình không nhắc tới tệp mật khẩu hay tệp khóa nào.".to_owned(),
        (Lang::En, true) => "The registry names no files with passwords or keys.".to_owned(),
        (Lang::Vi, false) => format!(
            "Các tệp mà cấu hình nhắc tới (mật khẩu, khóa, chứng thư) KHÔNG được sao lưu, hãy cất giữ \
             riêng: {}",
            secrets.join(", ")
        ),
        (Lang::En, false) => format!(
            "Files that the registry names (passwords, keys, certificates) are NOT in it; keep them \
             elsewhere: {}",
            secrets.join(", ")
        ),
    });
    lines.join("\n") + "\n"
}

/// The files that the registry names: their keys end in `_file`. They are not looked at.
fn secrets(registry: &Path) -> Vec<String> {
    fn gather(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| match value.as_str() {
                    Some(path) if key.ends_with("_file") => found.push(path.to_owned()),
                    _ => gather(value, found),
                })
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let text = std::fs::read_to_string(registry).unwrap_or_default();
    if let Ok(table) = text.parse::<toml::Table>() {
        gather(&toml::Value::Table(table), &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Bytes for people.
pub(super) fn size(bytes: u64, lang: Lang) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", decimal(bytes as f64 / 1e3, lang)),
        1_000_000..1_000_000_000 => format!("{} MB", decimal(bytes as f64 / 1e6, lang)),
        _ => format!("{} GB", decimal(bytes as f64 / 1e9, lang)),
    }
}

fn decimal(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}
