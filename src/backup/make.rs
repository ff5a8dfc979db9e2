//! Making a back-up.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    BASELINES, BackupError, DATA, Difference, EVIDENCE, LAST_RUN, Manifest, REGISTRY, STATE,
    check::{compare, difference},
    files,
    generations::Generations,
    manifest::Entry,
    share::Before,
};
use crate::store::Store;

/// What an installation would miss.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The state folder.
    pub state: &'a Path,
    /// The folder of approved states.
    pub baselines: &'a Path,
    /// The registry.
    pub registry: &'a Path,
    /// The operator's own words and knowledge.
    pub data: Option<&'a Path>,
}

/// A back-up that was made.
#[derive(Debug)]
pub struct Made {
    /// Where it is.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Files and bytes that it shares with the back-up before it.
    pub shared: (usize, u64),
    /// Files that the back-up before it has in another form than it should, and which were copied
    /// anew: that disk may be failing.
    pub mended: Vec<Difference>,
    /// What is neither a file nor a folder, and was not copied.
    pub left_out: Vec<PathBuf>,
    /// Back-ups that were removed because there are newer ones.
    pub removed: Vec<PathBuf>,
}

/// Copies everything to a new folder within `to` and reads it back; `store` may be open beside a run.
/// If it is good and `keep` says how many back-ups are wanted, the oldest of more are removed.
///
/// # Errors
/// See [`BackupError`]; then nothing of the new back-up is left, and the older ones are as they were.
pub fn back_up(
    source: &Source<'_>,
    store: &Store,
    to: &Path,
    keep: Option<usize>,
    at: Timestamp,
) -> Result<Made, BackupError> {
    let generations = Generations::take(to)?;
    lies_outside(source, to)?;
    let (part, whole) = generations.next(at)?;
    let before = Before::newest_of(&generations.whole()?);
    let mut made = build(source, store, &part, before, at).inspect_err(|_| {
        // On a full disk this makes room again; what is left is removed by the next back-up.
        let _ = files::remove_folder(&part);
    })?;
    fs::rename(&part, &whole).map_err(|error| BackupError::file(&whole, "naming", error))?;
    files::settle_names(to)?;
    made.folder = whole;
    if let Some(most) = keep {
        made.removed = generations.keep(most, &made.folder)?;
    }
    Ok(made)
}

/// A back-up within what it copies would grow with each.
fn lies_outside(source: &Source<'_>, to: &Path) -> Result<(), BackupError> {
    let evidence = source.state.join(EVIDENCE);
    let folders = [Some(evidence.as_path()), Some(source.baselines), source.data];
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let to = absolute(to);
    match folders.into_iter().flatten().any(|folder| to.starts_with(absolute(folder))) {
        true => Err(BackupError::Within(to)),
        false => Ok(()),
    }
}

fn build(
    source: &Source<'_>,
    store: &Store,
    part: &Path,
    before: Option<Before>,
    at: Timestamp,
) -> Result<Made, BackupError> {
    let mut copy = Copying { part, entries: Vec::new(), shared: Vec::new(), left_out: Vec::new() };
    // Evidence is written before the database tells of it: copied later, it has all that is told.
    let schema = copy.database(store)?;
    copy.evidence(&source.state.join(EVIDENCE), before.as_ref())?;
    copy.file(&source.state.join(LAST_RUN), &format!("{STATE}/{LAST_RUN}"))?;
    copy.folder(source.baselines, BASELINES)?;
    copy.file(source.registry, REGISTRY)?;
    if let Some(data) = source.data {
        copy.folder(data, DATA)?;
    }
    let mended = copy.mend(&source.state.join(EVIDENCE))?;
    Manifest::new(at, schema, copy.entries).write(part)?;
    files::settle(part)?;
    // As whoever restores will read it; what is shared was compared before.
    let manifest = Manifest::read(part)?;
    let shared: HashSet<&str> = copy.shared.iter().map(String::as_str).collect();
    let is_shared = |entry: &&Entry| shared.contains(entry.path.as_str());
    compare(part, manifest.files.iter().filter(|entry| !is_shared(entry)))?;
    let shared = manifest.files.iter().filter(is_shared);
    let shared = shared.fold((0, 0), |(files, bytes), entry| (files + 1, bytes + entry.bytes));
    Ok(Made {
        folder: part.to_owned(),
        manifest,
        shared,
        mended,
        left_out: copy.left_out,
        removed: Vec::new(),
    })
}

/// A back-up while it grows.
struct Copying<'a> {
    part: &'a Path,
    entries: Vec<Entry>,
    /// Paths of files that belong to the back-up before as well.
    shared: Vec<String>,
    left_out: Vec<PathBuf>,
}

impl Copying<'_> {
    /// Returns the number of the database's schema.
    fn database(&mut self, store: &Store) -> Result<i64, BackupError> {
        let path = format!("{STATE}/{}", Store::FILE);
        let copy = self.place_for(&path)?;
        store.copy_to(&copy)?;
        let schema = Store::examine_copy(&copy)?;
        let measured =
            files::measure(&copy).map_err(|error| BackupError::file(&copy, "reading", error))?;
        self.add(path, measured);
        Ok(schema)
    }

    /// Evidence: loose files (the chain above all) first, so that whatever they tell of is copied.
    fn evidence(&mut self, from: &Path, before: Option<&Before>) -> Result<(), BackupError> {
        let within = format!("{STATE}/{EVIDENCE}");
        let mut listed = files::below(from, &mut self.left_out)?;
        // An item that is being written has a name that begins with a dot until it is whole.
        listed.retain(|path| !path.iter().any(|part| part.to_string_lossy().starts_with('.')));
        let (loose, items): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|path| path.components().count() == 1);
        for path in &loose {
            let (file, own) = (from.join(path), inside(&within, path));
            if path.extension().is_some_and(|extension| extension == "jsonl") {
                self.log(&file, &own)?;
            } else {
                self.file(&file, &own)?;
            }
        }
        let known = match before {
            Some(before) => before.items(from, &within, items.iter())?,
            None => HashSet::new(),
        };
        for path in &items {
            let own = inside(&within, path);
            let is_known = path.ancestors().any(|folder| known.contains(folder));
            let to = self.place_for(&own)?;
            match before.filter(|_| is_known).and_then(|before| before.share(&own, &to)) {
                Some(entry) => {
                    self.entries.push(entry.clone());
                    self.shared.push(own);
                }
                None => self.file(&from.join(path), &own)?,
            }
        }
        Ok(())
    }

    /// A file to which lines are added: up to the last whole line.
    fn log(&mut self, from: &Path, path: &str) -> Result<(), BackupError> {
        let failed = |error| BackupError::file(from, "reading", error);
        let whole = match whole_lines(from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(failed)?,
        };
        self.copy(from, path, whole)
    }

    /// One file; nothing where there is none.
    fn file(&mut self, from: &Path, path: &str) -> Result<(), BackupError> {
        self.copy(from, path, u64::MAX)
    }

    fn folder(&mut self, from: &Path, within: &str) -> Result<(), BackupError> {
        for path in files::below(from, &mut self.left_out)? {
            self.file(&from.join(&path), &inside(within, &path))?;
        }
        Ok(())
    }

    fn copy(&mut self, from: &Path, path: &str, most: u64) -> Result<(), BackupError> {
        let to = self.place_for(path)?;
        if let Some(measured) = files::copy(from, &to, most)? {
            self.add(path.to_owned(), measured);
        }
        Ok(())
    }

    /// Copies anew what is not as the back-up before said.
    fn mend(&mut self, evidence: &Path) -> Result<Vec<Difference>, BackupError> {
        let shared: HashSet<String> = self.shared.iter().cloned().collect();
        let is_shared = |entry: &&Entry| shared.contains(&entry.path);
        let differing =
            self.entries.iter().filter(is_shared).filter_map(|entry| difference(self.part, entry));
        let mended: Vec<Difference> = differing.collect();
        for Difference { path, .. } in &mended {
            let within = path.strip_prefix(STATE).and_then(|path| path.strip_prefix('/'));
            let within = within.and_then(|path| path.strip_prefix(EVIDENCE)?.strip_prefix('/'));
            let Some(within) = within else { continue };
            let to = self.part.join(path);
            fs::remove_file(&to).map_err(|error| BackupError::file(&to, "removing", error))?;
            self.entries.retain(|entry| entry.path != *path);
            self.shared.retain(|shared| shared != path);
            self.file(&evidence.join(within), path)?;
        }
        Ok(mended)
    }

    fn place_for(&self, path: &str) -> Result<PathBuf, BackupError> {
        let to = self.part.join(path);
        files::make_folder(&files::above(&to))?;
        Ok(to)
    }

    fn add(&mut self, path: String, (bytes, sha256): (u64, String)) {
        self.entries.push(Entry { path, bytes, sha256 });
    }
}

/// A path within a back-up: names that are no Unicode were left out before.
fn inside(within: &str, path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    format!("{within}/{}", parts.join("/"))
}

/// The length of a file up to and with its last line break.
fn whole_lines(path: &Path) -> io::Result<u64> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    const LAST: u64 = 1 << 20;
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    let from = length.saturating_sub(LAST);
    file.seek(SeekFrom::Start(from))?;
    let mut end = Vec::new();
    file.take(length - from).read_to_end(&mut end)?;
    Ok(match memchr::memrchr(b'\n', &end) {
        Some(at) => from + at as u64 + 1,
        None if from == 0 => 0,
        // A line of this length is none of ours: it is copied as it is.
        None => length,
    })
}
