//! Making a pack: everything is written into a draft, which gets the pack's name when it is whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufReader, BufWriter},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz};

use super::{
    CHAIN, ITEMS, MINUTE, MissingItem, PackManifest, SUMS,
    container::Zip,
    copy::Draft,
    items::{Found, chain_so_far},
    sums,
};
use crate::{
    evidence::{
        Appended, Chain, EvidenceError, FileEntry, Kind, MANIFEST, Moment, ToolNamed, Verdict, disk,
    },
    finding::Lang,
    outcome::Story,
    report::{
        Options, RenderError, incidents,
        papers::{self, Case, Enclosed, NO_DIGEST},
    },
    target::{Contact, ReportForm, Target},
};

/// How many packs of one incident a day can have.
const MOST_A_DAY: u32 = 99;

/// What is to be packed, and where to.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The evidence folder.
    pub evidence: &'a Path,
    /// The items, as paths below it, oldest first.
    pub items: &'a [String],
    /// The incident.
    pub story: &'a Story,
    /// Its portal, if it is registered.
    pub target: Option<&'a Target>,
    /// Those who are told about the portal.
    pub contacts: &'a [&'a Contact],
    /// The form to prefill.
    pub form: &'a ReportForm,
    /// For whom: English adds an English cover sheet.
    pub lang: Lang,
    /// Now.
    pub at: Timestamp,
    /// The folder in which the pack is to stand.
    pub to: &'a Path,
    /// Whether it is to be one zip.
    pub zip: bool,
}

/// A pack that was made.
#[derive(Debug)]
pub struct Made {
    /// The folder or zip.
    pub path: PathBuf,
    /// SHA-256 of its manifest, which stands for all of it.
    pub manifest: String,
    /// How many files it has.
    pub files: usize,
    /// How many bytes they are together.
    pub bytes: u64,
    /// How many items of evidence it has.
    pub items: usize,
    /// Items that no longer were as their manifest or the chain says; they are in it as they are.
    pub damaged: Vec<String>,
    /// Items on record that could not be put in.
    pub missing: Vec<papers::Missing>,
    /// The number of its line in the chain; why there is none, if it could not be written.
    pub chained: Result<u64, EvidenceError>,
}

/// Why there is no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The disk.
    #[error(transparent)]
    Evidence(EvidenceError),
    /// No space is left.
    #[error("the disk that holds {0} is full: no pack was made, and the evidence is as it was")]
    Full(PathBuf),
    /// A paper.
    #[error(transparent)]
    Paper(#[from] RenderError),
    /// Too many packs of the same day.
    #[error("{0} holds {MOST_A_DAY} packs of this incident and day already")]
    TooMany(PathBuf),
    /// The zip.
    #[error("{0} can not be made as a zip: {1}; leave out --zip to get a folder")]
    Zip(PathBuf, io::Error),
}

impl From<EvidenceError> for PackError {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Full { path } => Self::Full(path),
            other => Self::Evidence(other),
        }
    }
}

/// Makes a pack. When this returns, it is whole on the disk and in the chain; if it fails, nothing
/// is left behind.
///
/// # Errors
/// The disk is full or can not be written to, or there is too much for a zip.
pub fn make(order: &Order<'_>) -> Result<Made, PackError> {
    disk::make(order.to)?;
    let (name, mut draft) = begin(order)?;
    let made = fill(order, &name, &mut draft).and_then(|made| settle(order, &name, &draft, made));
    if order.zip || made.is_err() {
        let _ = fs::remove_dir_all(&draft.folder);
    }
    let mut made = made?;
    let appended =
        Appended { kind: Kind::Pack, path: &name, manifest: &made.manifest, reason: None };
    made.chained = disk::make(order.evidence)
        .and_then(|()| Chain::of(order.evidence).append(&appended, order.at))
        .map(|entry| entry.n);
    Ok(made)
}

/// A name that nothing has yet, and a folder to begin in.
fn begin(order: &Order<'_>) -> Result<(String, Draft), PackError> {
    let own = &order.story.incident;
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let portal: String = own.portal.chars().take(80).map(plain).collect();
    let day = order.at.to_zoned(tz::TimeZone::fixed(tz::offset(7))).strftime("%Y%m%d");
    let first = format!("canhcong-{portal}-{}-{day}", own.id);
    for nth in 1..=MOST_A_DAY {
        let name = if nth == 1 { first.clone() } else { format!("{first}-{nth}") };
        let folder = order.to.join(format!(".{name}.part"));
        let is_taken = |path: PathBuf| path.symlink_metadata().is_ok();
        if is_taken(order.to.join(&name)) || is_taken(order.to.join(format!("{name}.zip"))) {
            continue;
        }
        match fs::create_dir(&folder) {
            Ok(()) => return Ok((name, Draft { folder, files: Vec::new() })),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(EvidenceError::file(&folder, error).into()),
        }
    }
    Err(PackError::TooMany(order.to.to_owned()))
}

/// Writes everything into the draft.
fn fill(order: &Order<'_>, name: &str, draft: &mut Draft) -> Result<Made, PackError> {
    let chain_path = order.evidence.join(Chain::FILE);
    let (length, chain) = chain_so_far(&chain_path)?;
    let verdict = if length > 0 {
        draft.copy(CHAIN, &chain_path, length)?;
        let copy = draft.folder.join(CHAIN);
        let source = File::open(&copy).map_err(|error| EvidenceError::file(&copy, error))?;
        Verdict::of(BufReader::new(source)).map_err(|error| EvidenceError::file(&copy, error))?
    } else {
        Verdict::default()
    };
    let (mut items, mut missing, mut folders) = (Vec::new(), Vec::new(), Vec::new());
    let (mut damaged, mut addresses) = (Vec::new(), BTreeSet::new());
    let host = order.target.and_then(|target| target.url.host_str()).map(str::to_owned);
    for path in order.items {
        let found = match Found::look(order.evidence, path, &verdict) {
            Ok(found) => found,
            Err(why) => {
                missing.push(papers::Missing { path: path.clone(), why });
                continue;
            }
        };
        let before = draft.files.len();
        for file in &found.files {
            let to = format!("{ITEMS}{path}/{file}");
            draft.copy(&to, &found.folder.join(file), u64::MAX)?;
        }
        let bytes = draft.files.iter().skip(before).map(|file| file.bytes).sum();
        items.push(found.told(bytes));
        folders.push(format!("{ITEMS}{path}"));
        if let Some(host) = &host {
            found.addresses(host, &mut addresses);
        }
        if !found.whole {
            damaged.push(path.clone());
        }
    }
    let reader = Options { lang: order.lang, ..Options::default() };
    draft.write("incident.json", &incidents::json::story(order.story, order.at, &reader)?)?;
    draft.files.sort_by(|a, b| a.path.cmp(&b.path));
    let enclosed = enclosed(&draft.files);
    let case = Case {
        story: order.story,
        target: order.target,
        contacts: order.contacts,
        form: order.form,
        made_at: order.at,
        pack: name,
        items: &items,
        files: &enclosed,
        missing: &missing,
    };
    write_papers(order, &case, &addresses.into_iter().collect::<Vec<_>>(), draft)?;
    draft.files.sort_by(|a, b| a.path.cmp(&b.path));

    let enclosed = self::enclosed(&draft.files);
    let blank = papers::minute(&case, &enclosed, NO_DIGEST)?;
    let tool = ToolNamed {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let manifest = PackManifest {
        schema: PackManifest::SCHEMA.to_owned(),
        tool,
        pack: name.to_owned(),
        incident: order.story.incident.id.0.clone(),
        portal: order.story.incident.portal.clone(),
        made_at: Moment::of(order.at),
        chain,
        items: folders,
        missing: missing.iter().map(MissingItem::of).collect(),
        minute: FileEntry {
            path: MINUTE.to_owned(),
            bytes: blank.len() as u64,
            sha256: disk::sha256(blank.as_bytes()),
        },
        files: draft.files.clone(),
    };
    let mut text = serde_json::to_string_pretty(&manifest).map_err(RenderError::from)?;
    text.push('\n');
    draft.write(MANIFEST, &text)?;
    let digest = disk::sha256(text.as_bytes());
    draft.write(MINUTE, &papers::minute(&case, &enclosed, &digest)?)?;
    let all = draft.files.iter().map(|file| (file.path.clone(), file.sha256.clone()));
    draft.write(SUMS, &sums::text(&all.collect::<BTreeMap<_, _>>()))?;
    Ok(Made {
        path: draft.folder.clone(),
        manifest: digest,
        files: draft.files.len(),
        bytes: draft.files.iter().map(|file| file.bytes).sum(),
        items: items.len(),
        damaged,
        missing,
        chained: Ok(0),
    })
}

fn write_papers(
    order: &Order<'_>,
    case: &Case<'_>,
    addresses: &[String],
    draft: &mut Draft,
) -> Result<(), PackError> {
    draft.write("doc-truoc.html", &papers::cover(case, Lang::Vi)?)?;
    if order.lang == Lang::En {
        draft.write("read-first.html", &papers::cover(case, Lang::En)?)?;
    }
    draft.write("mau-03-bao-cao-ban-dau.html", &papers::initial_report(case, addresses)?)?;
    if case.is_healed() {
        draft.write("mau-04-bao-cao-ket-thuc.html", &papers::closing_report(case)?)?;
    }
    Ok(())
}

/// Gives what is whole its name.
fn settle(order: &Order<'_>, name: &str, draft: &Draft, made: Made) -> Result<Made, PackError> {
    let path = if order.zip {
        let path = order.to.join(format!("{name}.zip"));
        zip(name, draft, &path)?;
        path
    } else {
        sync_folders(draft)?;
        let path = order.to.join(name);
        fs::rename(&draft.folder, &path).map_err(|error| EvidenceError::file(&path, error))?;
        path
    };
    disk::sync(order.to)?;
    Ok(Made { path, ..made })
}

fn zip(name: &str, draft: &Draft, path: &Path) -> Result<(), PackError> {
    let part = draft.folder.with_extension("zip.part");
    let mut paths: Vec<&str> = draft.files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    let write = || {
        let mut zip = Zip::new(BufWriter::new(File::create(&part)?));
        for path in paths {
            zip.add(&format!("{name}/{path}"), || File::open(draft.folder.join(path)))?;
        }
        zip.finish()?.into_inner()?.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&part);
        match EvidenceError::file(path, error) {
            EvidenceError::File { source, path } => PackError::Zip(path, source),
            other => other.into(),
        }
    })
}

fn sync_folders(draft: &Draft) -> Result<(), EvidenceError> {
    let paths = draft.files.iter().map(|file| Path::new(&file.path));
    let folders: BTreeSet<&Path> = paths.flat_map(|path| path.ancestors().skip(1)).collect();
    folders.into_iter().try_for_each(|folder| disk::sync(&draft.folder.join(folder)))
}

fn enclosed(files: &[FileEntry]) -> Vec<Enclosed> {
    let one = |file: &FileEntry| Enclosed {
        path: file.path.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
    };
    files.iter().map(one).collect()
}

impl MissingItem {
    fn of(missing: &papers::Missing) -> Self {
        Self { path: missing.path.clone(), reason: missing.why.en.to_owned() }
    }
}
