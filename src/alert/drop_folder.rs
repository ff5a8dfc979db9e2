//! Files in a folder, for machines that nothing is connected to.
//!
//! `<notice>.done` comes last and names the others with their SHA-256: whoever carries them on
//! takes what has one, and knows that it is whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::Path,
};

use sha2::{Digest as _, Sha256};

use super::{Complaint, Receipt, Undelivered, document, wording};
use crate::{notice::Notice, target::DropFolder};

pub(super) fn check(settings: &DropFolder) -> Vec<Complaint> {
    let folder = &settings.folder;
    let probe = folder.join(".canhcong-check.tmp");
    let tried = File::create(&probe).and_then(|_| fs::remove_file(&probe));
    match (folder.is_dir(), tried) {
        (false, _) => vec![Complaint::Broken(absent(folder))],
        (true, Err(error)) => {
            let why = format!("nothing can be written into {}: {error}", folder.display());
            vec![Complaint::Broken(why)]
        }
        (true, Ok(())) => Vec::new(),
    }
}

pub(super) async fn send(settings: &DropFolder, notice: &Notice) -> Result<Receipt, Undelivered> {
    let (folder, notice) = (settings.folder.clone(), notice.clone());
    // Waiting for a slow disk must not keep other channels waiting.
    tokio::task::spawn_blocking(move || put(&folder, &notice))
        .await
        .unwrap_or_else(|_| Err(Undelivered::later("writing was broken off")))
}

fn put(folder: &Path, notice: &Notice) -> Result<Receipt, Undelivered> {
    if !folder.is_dir() {
        return Err(Undelivered::later(absent(folder)));
    }
    let done = format!("{}.done", notice.id);
    let shown = folder.display();
    if folder.join(&done).is_file() {
        return Ok(Receipt::new(format!("{done} is in {shown} already")));
    }
    let json = document::of(notice, document::IN_A_FILE)
        .map_err(|error| Undelivered::never(format!("no JSON can be made of it: {error}")))?;
    let mut files = vec![
        (format!("{}.json", notice.id), json.into_bytes()),
        (format!("{}.txt", notice.id), wording::text(notice).into_bytes()),
    ];
    for attachment in &notice.attachments {
        if files.iter().any(|(_, bytes)| *bytes == attachment.bytes) {
            continue;
        }
        let name = format!("{}-{}", notice.id, plain(&attachment.name));
        files.push((name, attachment.bytes.clone()));
    }
    let mut list = String::new();
    for (name, bytes) in &files {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        list.push_str(&format!("{digest}  {name}\n"));
    }
    files.push((done, list.into_bytes()));
    for (name, bytes) in &files {
        place(folder, name, bytes)?;
    }
    Ok(Receipt::new(format!("{} files in {shown}", files.len())))
}

/// Puts one file, whole or not at all, and never over another.
fn place(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Undelivered> {
    let path = folder.join(name);
    match holds(&path, bytes) {
        Ok(Some(true)) => return Ok(()),
        Ok(Some(false)) => {
            let why = format!("{} is there already and holds something else", path.display());
            return Err(Undelivered::later(why));
        }
        Ok(None) => {}
        Err(error) => return Err(unwritten(&path, &error)),
    }
    let temporary = folder.join(format!(".{name}.tmp"));
    let written = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, &path)?;
        File::open(folder)?.sync_all()
    };
    written().map_err(|error| {
        // What was begun takes room on a disk that may have none left.
        let _ = fs::remove_file(&temporary);
        unwritten(&path, &error)
    })
}

/// Whether a file holds these bytes; `None` if there is no such file.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<Option<bool>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut found = Vec::new();
    file.take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
    Ok(Some(found == bytes))
}

fn unwritten(path: &Path, error: &io::Error) -> Undelivered {
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!("{} cannot be written: the disk is full", path.display())
        }
        _ => format!("{} cannot be written: {error}", path.display()),
    };
    Undelivered::later(why)
}

fn absent(folder: &Path) -> String {
    format!("{} is no folder; is its disk there?", folder.display())
}

/// A name that leads nowhere else.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' })
        .collect()
}
