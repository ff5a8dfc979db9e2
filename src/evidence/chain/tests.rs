use tempfile::TempDir;

use super::*;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn append(dir: &TempDir, path: &str) -> Entry {
    let what = Appended { kind: Kind::Item, path, manifest: &"ab".repeat(32), reason: None };
    Chain::of(dir.path()).append(&what, AT).unwrap()
}

fn file(dir: &TempDir) -> PathBuf {
    dir.path().join(Chain::FILE)
}

fn breaks(dir: &TempDir) -> Vec<String> {
    let verdict = Chain::of(dir.path()).read().unwrap();
    verdict.breaks.iter().map(ToString::to_string).collect()
}

fn chain_of_three() -> TempDir {
    let dir = TempDir::new().unwrap();
    ["p/a", "p/b", "p/c"].iter().for_each(|path| drop(append(&dir, path)));
    dir
}

#[test]
fn each_line_has_the_digest_of_the_line_before() {
    let dir = chain_of_three();
    let text = fs::read_to_string(file(&dir)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let entries = Chain::of(dir.path()).read().unwrap().entries;
    assert_eq!(entries.iter().map(|entry| entry.n).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(entries[0].previous, "0".repeat(64));
    assert_eq!(entries[2].previous, disk::sha256(lines[1].as_bytes()));
    assert_eq!(breaks(&dir), [""; 0]);
    assert!(lines[0].starts_with(r#"{"n":1,"at":"1970-01-01T00:00:00Z","kind":"item""#));
}

#[test]
fn every_changed_byte_is_seen_and_its_line_or_the_next_is_named() {
    let dir = chain_of_three();
    let whole = fs::read(file(&dir)).unwrap();
    let last = whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
    // Of the last line nobody can tell but by its form: packs hold its digest.
    for at in 0..=last {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(file(&dir), &changed).unwrap();
        let line = whole[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let said = breaks(&dir);
        let names = |line: usize| said.iter().any(|own| own.starts_with(&format!("line {line}:")));
        assert!(names(line) || names(line + 1), "byte {at} of line {line}: {said:?}");
    }
}

#[test]
fn a_line_that_was_taken_out_is_missed() {
    let dir = chain_of_three();
    let text = fs::read_to_string(file(&dir)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(file(&dir), format!("{}\n{}\n", lines[0], lines[2])).unwrap();
    let said = breaks(&dir);
    assert_eq!(said[0], "line 2: it has number 3 instead of 2");
    assert!(said[1].starts_with("line 2: it follows a line with SHA-256"), "{said:?}");
}

#[test]
fn a_torn_line_is_set_apart_and_a_line_that_only_lacks_its_end_is_kept() {
    for (cut, torn_lines, left) in [(30, 1, 3), (1, 0, 4)] {
        let dir = chain_of_three();
        let whole = fs::read(file(&dir)).unwrap();
        fs::write(file(&dir), &whole[..whole.len() - cut]).unwrap();
        assert_eq!(breaks(&dir), ["line 3: its end is missing"]);
        append(&dir, "p/d");
        assert_eq!(breaks(&dir), [""; 0], "cut by {cut}");
        let entries = Chain::of(dir.path()).read().unwrap().entries;
        assert_eq!(entries.len(), left);
        let torn = torn(dir.path()).unwrap().unwrap_or_default();
        let torn = String::from_utf8(torn).unwrap();
        assert_eq!(torn.lines().count(), torn_lines);
        assert!(torn.is_empty() || torn.starts_with(r#"{"n":3"#));
    }
}

#[test]
fn a_damaged_last_line_stops_nothing_and_stays_named() {
    let dir = chain_of_three();
    let mut whole = fs::read(file(&dir)).unwrap();
    let at = whole.len() - 5;
    whole[at] = b'\xff';
    fs::write(file(&dir), &whole).unwrap();
    assert_eq!(append(&dir, "p/d").n, 4);
    let said = breaks(&dir);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("line 3: it can not be read"), "{said:?}");
}

#[test]
fn writers_wait_for_each_other() {
    let dir = TempDir::new().unwrap();
    thread::scope(|scope| {
        for writer in 0..4 {
            let dir = &dir;
            scope.spawn(move || {
                (0..10).for_each(|nth| drop(append(dir, &format!("{writer}/{nth}"))));
            });
        }
    });
    assert_eq!(breaks(&dir), [""; 0]);
    assert_eq!(Chain::of(dir.path()).read().unwrap().entries.len(), 40);
}
