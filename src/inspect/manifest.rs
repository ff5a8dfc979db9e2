//! `MANIFEST.tsv`: which file of a folder is what. The folder may come from anybody, so no line may
//! name a file outside of it.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _, Take},
    path::{Component, Path, PathBuf},
};

use url::Url;

use crate::finding::Sentence;

/// The name of a manifest.
pub const NAME: &str = "MANIFEST.tsv";

/// The most bytes of one manifest that are read.
const LARGEST: u64 = 64 << 20;

/// A manifest that is being read line by line.
pub(super) struct Manifest {
    columns: Columns,
    lines: Lines,
}

/// Where a line has what, from 0.
struct Columns {
    file: usize,
    label: usize,
    url: Option<usize>,
}

/// A line that can be followed.
pub(super) struct Entry {
    pub(super) label: String,
    /// Within the manifest's folder.
    pub(super) file: PathBuf,
    pub(super) url: Option<Url>,
}

/// A line that cannot.
pub(super) struct Unclear {
    /// What it says of its label.
    pub(super) label: Option<String>,
    pub(super) reason: Sentence,
}

/// The manifests of a folder and of its direct subfolders, each with the name of its set: the
/// subfolder's, or `.`; sorted.
pub(super) fn find(dir: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let own = dir.join(NAME);
    if own.is_file() {
        found.push((".".to_owned(), own));
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = entry.path().join(NAME);
        if path.is_file() {
            found.push((entry.file_name().to_string_lossy().into_owned(), path));
        }
    }
    found.sort_unstable();
    Ok(found)
}

impl Manifest {
    pub(super) fn open(path: &Path) -> Result<Self, Sentence> {
        let unreadable = |error: io::Error| unreadable(&error.to_string());
        let file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        if size > LARGEST {
            return Err(Sentence {
                vi: format!("tệp dài {size} byte; tối đa {LARGEST} byte"),
                en: format!("{size} bytes long; expected at most {LARGEST}"),
            });
        }
        let mut lines = Lines { input: BufReader::new(file.take(LARGEST)), last: 0 };
        let header = lines.next().map_or_else(|| Ok(String::new()), |(_, line)| line)?;
        Ok(Self { columns: Columns::named(header.trim_start_matches('\u{feff}'))?, lines })
    }

    /// The next line and its number.
    pub(super) fn next(&mut self) -> Option<(u64, Result<Entry, Unclear>)> {
        let (number, line) = self.lines.next()?;
        Some((
            number,
            match line {
                Ok(line) => self.columns.entry(&line),
                Err(reason) => Err(Unclear { label: None, reason }),
            },
        ))
    }
}

/// The lines of a file that are not blank.
///
/// By hand, because `csv` is one off in its numbers where lines end in CR LF, and takes a stray
/// quotation mark for the beginning of a cell of many lines.
struct Lines {
    input: BufReader<Take<File>>,
    last: u64,
}

impl Lines {
    fn next(&mut self) -> Option<(u64, Result<String, Sentence>)> {
        loop {
            let mut line = Vec::new();
            match self.input.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => {
                    // Once is enough: what cannot be read now cannot be read a moment later.
                    self.input.get_mut().set_limit(0);
                    return Some((self.last + 1, Err(unreadable(&error.to_string()))));
                }
            }
            self.last += 1;
            if !line.trim_ascii().is_empty() {
                let line = String::from_utf8(line).map_err(|_| Sentence {
                    vi: "dòng phải là văn bản UTF-8".into(),
                    en: "expected text in UTF-8".into(),
                });
                return Some((self.last, line));
            }
        }
    }
}

impl Columns {
    fn named(header: &str) -> Result<Self, Sentence> {
        let column =
            |name: &str| header.split('\t').position(|cell| cell.trim().eq_ignore_ascii_case(name));
        match (column("file"), column("label")) {
            (Some(file), Some(label)) => Ok(Self { file, label, url: column("url") }),
            _ => Err(Sentence {
                vi: "dòng đầu phải đặt tên các cột, cách nhau bằng dấu tab, trong đó có `file` và `label`"
                    .into(),
                en: "expected a first line that names the columns, separated by tabs, `file` and \
                     `label` among them"
                    .into(),
            }),
        }
    }

    fn entry(&self, line: &str) -> Result<Entry, Unclear> {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().filter(|cell| !cell.is_empty());
        let label = cell(self.label).map(str::to_owned);
        let (Some(file), Some(label)) = (cell(self.file), label.clone()) else {
            let (file, label_at, found) = (self.file + 1, self.label + 1, cells.len());
            let reason = Sentence {
                vi: format!(
                    "cần `file` ở cột {file} và `label` ở cột {label_at}; dòng có {found} cột"
                ),
                en: format!(
                    "expected `file` in column {file} and `label` in column {label_at}; \
                     the line has {found} columns"
                ),
            };
            return Err(Unclear { label, reason });
        };
        let unclear = |reason| Unclear { label: Some(label.clone()), reason };
        let file = inside(file).map_err(unclear)?;
        let url = self.url.and_then(cell).map(address).transpose().map_err(unclear)?;
        Ok(Entry { file, url, label })
    }
}

fn inside(file: &str) -> Result<PathBuf, Sentence> {
    let parts = || Path::new(file).components();
    if parts().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Ok(parts().filter(|part| *part != Component::CurDir).collect());
    }
    Err(Sentence {
        vi: format!("`{file}`: tệp phải nằm trong thư mục của {NAME}"),
        en: format!("`{file}`: expected a file within the folder of {NAME}"),
    })
}

fn address(text: &str) -> Result<Url, Sentence> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        _ => Err(Sentence {
            vi: format!("url `{text}` phải là địa chỉ http hoặc https đầy đủ"),
            en: format!("url `{text}`: expected a whole http or https address"),
        }),
    }
}

fn unreadable(error: &str) -> Sentence {
    Sentence {
        vi: format!("không đọc được ({error})"), en: format!("cannot be read: {error}")
    }
}
