//! The walls of the house that the compiler does not keep: who may import whom, and that every
//! file of a folder of doors is in its list.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{collections::BTreeMap, fs, path::Path};

/// Rooms in the order in which a page flows; a room imports from those before it only.
const ROOMS: &[&[&str]] = &[
    &["identity"],
    &["finding"],
    &["target"],
    &["outcome", "notice", "schedule"],
    &["fetch"],
    &["page"],
    &["sandbox", "software", "upload"],
    &["behaviour"],
    &["baseline"],
    &["knowledge"],
    &["detect"],
    &["history"],
    &["cohort", "telling"],
    &["store", "report"],
    &["evidence", "alert"],
    &["scan"],
    &["inspect", "demo", "backup"],
];

/// Crates that only some rooms may name, because only these may touch the network or the disk.
const WALLS: &[(&str, &[&str])] = &[
    ("tokio", &["fetch", "store", "alert", "scan", "demo", "command"]),
    ("reqwest", &["fetch", "alert"]),
    ("hyper", &["demo", "fetch"]),
    ("rusqlite", &["store"]),
    ("scraper", &["page"]),
    ("oxc_parser", &["page"]),
    ("askama", &["report", "alert"]),
    ("lettre", &["alert"]),
    ("tokio_rustls", &["alert"]),
    ("rquickjs", &["sandbox"]),
    ("seccompiler", &["sandbox"]),
];

#[test]
fn rooms_import_only_what_flows_before_them() {
    let mut wrong = Vec::new();
    for (path, room, text) in sources() {
        let Some(own) = floor(&room) else { continue };
        for used in imports(&text) {
            if used != room && floor(&used).is_some_and(|floor| floor >= own) {
                wrong.push(format!("{path}: {room} must not import {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_has_its_place() {
    for (path, room, _) in sources() {
        let known = ["main", "lib", "command"].contains(&room.as_str());
        assert!(known || floor(&room).is_some(), "{path}: say in ROOMS where {room} belongs");
    }
}

#[test]
fn network_disk_and_parsers_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, room, text) in sources() {
        for (name, rooms) in WALLS {
            let named = [format!("{name}::"), format!("use {name};")];
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            if !rooms.contains(&room.as_str())
                && code.into_iter().any(|line| named.iter().any(|name| mentions(line, name)))
            {
                wrong.push(format!("{path}: only {} may name {name}", rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_has_a_door_is_in_its_list_once() {
    let doors = [
        ("src/detect", "RULE"),
        ("src/report", "FORMAT"),
        ("src/report/inventory", "FORMAT"),
        ("src/software/product", "PRODUCT"),
        ("src/software/exposure", "EXPOSURE"),
    ];
    for (folder, door) in doors {
        let list = fs::read_to_string(Path::new(folder).join("mod.rs")).unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            if text.contains(&format!("pub(super) const {door}: ")) {
                let listed = list.matches(&format!(" {name}::{door}")).count();
                let listed = listed.max(list.matches(&format!("[{name}::{door}")).count());
                assert_eq!(listed, 1, "{} is not in the list once", path.display());
            }
        }
    }
}

fn floor(room: &str) -> Option<usize> {
    ROOMS.iter().position(|floor| floor.contains(&room))
}

fn mentions(line: &str, name: &str) -> bool {
    line.match_indices(name)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

/// Every source file: its path, its room, its text without tests.
fn sources() -> Vec<(String, String, String)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new("src").to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.insert(path.clone(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
        .into_iter()
        .map(|(path, text)| {
            let first = path.iter().nth(1).unwrap().to_string_lossy().into_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let is_test = path.ends_with("examples.rs") || path.ends_with("fixture.rs");
            (path.display().to_string(), room, if is_test { String::new() } else { code })
        })
        .collect()
}

/// The rooms that a file names as `crate::room` or in `use crate::{room, …}`.
fn imports(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("crate::") {
        rest = &rest[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            rooms.extend(group_heads(group));
        } else {
            rooms.push(word(rest));
        }
    }
    rooms
}

/// The first names within `{a::b, c::{d, e}, f}`.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut at_head) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            c if depth == 0 && at_head && !c.is_whitespace() => {
                heads.push(word(&group[at..]));
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}
