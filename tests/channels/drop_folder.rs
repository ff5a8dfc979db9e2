//! The drop folder: whole files, once, over nothing else.

use std::{collections::BTreeSet, fs};

use canhcong::alert::{self, Complaint};
use tempfile::TempDir;

use super::{later, registry, send};

const CHANNEL: &str = "kind = \"drop-folder\"\nfolder = \"out\"";

fn names(folder: &TempDir) -> BTreeSet<String> {
    let entries = fs::read_dir(folder.path().join("out")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn files_are_put_once_and_named_by_the_last() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("out")).unwrap();
    send(folder.path(), CHANNEL).unwrap();
    let id = "test-pa05-1795194300000";
    let expected: BTreeSet<_> = [".done", ".json", ".txt", "-canhcong-2026-11-21.html"]
        .map(|end| format!("{id}{end}"))
        .into();
    assert_eq!(names(&folder), expected);
    let done = fs::read_to_string(folder.path().join(format!("out/{id}.done"))).unwrap();
    assert_eq!(done.lines().count(), 3, "{done}");

    // Killed before the last file, it is finished; finished, it is left alone.
    fs::remove_file(folder.path().join(format!("out/{id}.done"))).unwrap();
    fs::remove_file(folder.path().join(format!("out/{id}.txt"))).unwrap();
    fs::write(folder.path().join(format!("out/.{id}.txt.tmp")), "half").unwrap();
    send(folder.path(), CHANNEL).unwrap();
    assert_eq!(names(&folder), expected);
    let said = send(folder.path(), CHANNEL).unwrap().said;
    assert!(said.contains("already"), "{said}");
}

#[test]
fn what_lies_there_under_the_same_name_is_kept() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("out")).unwrap();
    let path = folder.path().join("out/test-pa05-1795194300000.json");
    fs::write(&path, "something else").unwrap();
    let why = later(send(folder.path(), CHANNEL));
    assert!(why.contains("holds something else"), "{why}");
    assert_eq!(fs::read_to_string(path).unwrap(), "something else");
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let folder = TempDir::new().unwrap();
    let registry = registry(folder.path(), CHANNEL);
    let complaints = alert::check(registry.channel("thu").unwrap());
    assert!(
        matches!(&complaints[..], [Complaint::Broken(why)] if why.contains("is its disk there?"))
    );
    later(send(folder.path(), CHANNEL));
    assert!(!folder.path().join("out").exists());
}
