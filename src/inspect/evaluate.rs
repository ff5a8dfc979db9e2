//! Judges a labelled folder: what people say of each page against what the rules say.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io, iter,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Saved, judge,
    manifest::{self, Entry, Manifest, Unclear},
    read,
};
use crate::{
    behaviour::Viewer,
    finding::Sentence,
    knowledge::Knowledge,
    outcome::{Evaluation, Fault, LabelledPage, Seen},
};

/// Pages that are judged before the next lines are read.
const AT_ONCE: usize = 64;

/// Judges every page that the manifests of a folder and of its direct subfolders name, and counts.
/// Returns how many manifests there are.
///
/// # Errors
/// The folder cannot be listed. Whatever is wrong with a manifest is counted among the faults.
pub fn evaluate(
    dir: &Path,
    viewer: &Viewer,
    knowledge: &Knowledge,
    evaluation: &mut Evaluation,
) -> io::Result<usize> {
    let manifests = manifest::find(dir)?;
    // A page that two manifests name must not count twice.
    let mut named = HashSet::new();
    for (set, path) in &manifests {
        let lines = match Manifest::open(path) {
            Ok(lines) => lines,
            Err(reason) => {
                let fault = Fault { manifest: path.clone(), line: 1, reason };
                evaluation.add(Seen::Fault(None, fault));
                continue;
            }
        };
        let mut set = Set { name: set, path, lines, named: &mut named };
        loop {
            let next = || set.next(&evaluation.skipped);
            let chunk: Vec<Step> = iter::from_fn(next).take(AT_ONCE).collect();
            if chunk.is_empty() {
                break;
            }
            let seen: Vec<Seen> = chunk
                .into_par_iter()
                .map(|step| match step {
                    Step::Judge(page) => page.judged(viewer, knowledge),
                    Step::Done(seen) => seen,
                })
                .collect();
            seen.into_iter().for_each(|seen| evaluation.add(seen));
        }
    }
    Ok(manifests.len())
}

/// A manifest and what its lines have to do with those of others.
struct Set<'a> {
    name: &'a str,
    path: &'a Path,
    lines: Manifest,
    named: &'a mut HashSet<PathBuf>,
}

/// What is to be done with a line.
enum Step {
    Judge(Page),
    Done(Seen),
}

/// A page that is to be judged.
struct Page {
    set: String,
    manifest: PathBuf,
    line: u64,
    path: PathBuf,
    entry: Entry,
}

impl Set<'_> {
    fn next(&mut self, skipped: &BTreeMap<String, usize>) -> Option<Step> {
        let (line, entry) = self.lines.next()?;
        let label = match &entry {
            Ok(entry) => Some(&entry.label),
            Err(unclear) => unclear.label.as_ref(),
        };
        if let Some(label) = label.filter(|label| skipped.contains_key(*label)) {
            return Some(Step::Done(Seen::Skipped(label.clone())));
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(Unclear { label, reason }) => {
                let fault = Fault { manifest: self.path.to_owned(), line, reason };
                let place = label.map(|label| (self.name.to_owned(), label));
                return Some(Step::Done(Seen::Fault(place, fault)));
            }
        };
        let path = self.path.with_file_name(&entry.file);
        let first = self.named.insert(path.clone());
        let (set, manifest) = (self.name.to_owned(), self.path.to_owned());
        let page = Page { set, manifest, line, path, entry };
        Some(if first {
            Step::Judge(page)
        } else {
            Step::Done(page.fault(Sentence {
                vi: "tệp đã được nêu ở dòng trước; mỗi tệp chỉ nêu một lần".into(),
                en: "the file was named before; expected each file once".into(),
            }))
        })
    }
}

impl Page {
    fn judged(self, viewer: &Viewer, knowledge: &Knowledge) -> Seen {
        match fs::metadata(&self.path) {
            // A pipe or a device would be waited for.
            Ok(kind) if !kind.is_file() => {
                return self.fault(Sentence {
                    vi: "không phải tệp thường".into(),
                    en: "expected a regular file".into(),
                });
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.fault(Sentence {
                    vi: "không có tệp này; đường dẫn tính từ thư mục của MANIFEST.tsv".into(),
                    en: "no such file; expected a path from the folder of MANIFEST.tsv".into(),
                });
            }
            Err(error) => return self.unreadable(&error),
        }
        if !is_page(&self.path) {
            return Seen::NoPage(self.set, self.entry.label);
        }
        let body = match read(&self.path) {
            Ok(body) => body,
            Err(error) => return self.unreadable(&error),
        };
        let inspected = judge(viewer, knowledge, &Saved::page(body, self.entry.url));
        Seen::Page(LabelledPage {
            set: self.set,
            label: self.entry.label,
            path: self.path,
            url: inspected.url.into(),
            gravest: inspected
                .findings
                .into_iter()
                .find(|own| own.family.is_incident())
                .map(Box::new),
        })
    }

    fn unreadable(self, error: &io::Error) -> Seen {
        self.fault(Sentence {
            vi: format!("không đọc được hoặc tệp nén bị hỏng ({error})"),
            en: format!("cannot be read: {error}"),
        })
    }

    fn fault(self, reason: Sentence) -> Seen {
        let file = self.entry.file.display();
        let reason = Sentence {
            vi: format!("`{file}`: {}", reason.vi),
            en: format!("`{file}`: {}", reason.en),
        };
        let fault = Fault { manifest: self.manifest, line: self.line, reason };
        Seen::Fault(Some((self.set, self.entry.label)), fault)
    }
}

/// Whether a file is named like a page or a document: `.html`, `.htm`, `.xhtml`, `.shtml`, `.pdf`,
/// `.docx`, gzipped or not.
fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    // A web archive in one file is a mail, not a page.
    ends.ends_with("html") && ends != "mhtml" || matches!(ends, "htm" | "pdf" | "docx")
}
