//! Back-ups and the way back, with the real binary: while a run writes, with damaged copies, on full
//! disks, and killed on the way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::Duration,
};

use data_encoding::HEXLOWER;
use program::canhcong;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use web::{Answer, Web};

const ITEM: &str = "state/evidence/xa-mau/20261121T020304Z-0123456789ab";

/// An installation that found something: a registry, approved states, evidence.
struct Unit {
    folder: TempDir,
    web: Web,
}

impl Unit {
    fn new() -> Self {
        let web = Web::serve(|request| match request.path.as_str() {
            "/" => Answer::html(
                "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
                 <a href=\"https://nha-cai.example/\">nhà cái uy tín</a></div>",
            ),
            _ => Answer::not_found(),
        });
        let unit = Self { folder: TempDir::new().unwrap(), web };
        let registry = format!(
            "[[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nurl = \"{}\"\n\
             requests_per_second = 1000\npages = 6\n",
            unit.web.url("/")
        );
        unit.write("targets.toml", &registry);
        unit.write("baselines/xa-mau/baseline.toml.txt", "được duyệt");
        let night = unit.run(&["nightly", "--allow-private", "-q"]);
        assert_eq!(night.status.code(), Some(1), "{}", said(&night));
        unit.write(&format!("{ITEM}/manifest.json"), "{\"files\": []}");
        unit.write(&format!("{ITEM}/exchange.warc.gz"), &"x".repeat(100_000));
        unit.write("state/evidence/chain.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":");
        unit.write("state/last-run.json", "{}");
        unit
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        canhcong(self.folder.path(), arguments)
    }

    fn back_up(&self, arguments: &[&str]) -> Output {
        let output = self.run(&[&["backup", "copies"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        output
    }

    fn backups(&self) -> Vec<PathBuf> {
        backups(&self.path("copies"))
    }

    fn newest(&self) -> PathBuf {
        self.backups().pop().unwrap()
    }

    /// Restores the newest back-up to a place of its own.
    fn restore(&self, to: &Path, arguments: &[&str]) -> Output {
        let [state, baselines, targets] =
            ["state", "baselines", "targets.toml"].map(|name| to.join(name).display().to_string());
        let newest = self.newest().display().to_string();
        let places = ["--state", &state, "--baselines", &baselines, "--targets", &targets];
        self.run(&[&["restore", &newest], &places[..], arguments].concat())
    }
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("canhcong-backup-"))
        .collect();
    // `…Z` before `…Z-2`.
    found.sort();
    found
}

fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// What `incidents list` says of a folder, without how long ago it was.
fn incidents(folder: &Path) -> Value {
    let output = canhcong(folder, &["incidents", "list", "--all", "--format", "json"]);
    let mut told: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    told.as_object_mut().unwrap().remove("at");
    told
}

#[test]
fn what_is_restored_is_what_was_there_and_the_night_goes_on() {
    let unit = Unit::new();
    let told = said(&unit.back_up(&[]));
    assert!(told.contains("read back and compared"), "{told}");
    let elsewhere = TempDir::new().unwrap();
    let restored = unit.restore(elsewhere.path(), &[]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    let before = incidents(unit.folder.path());
    assert_eq!(incidents(elsewhere.path()), before);
    assert_eq!(before["incidents"].as_array().unwrap().len(), 1, "{before}");
    for name in ["targets.toml", "state/last-run.json", "baselines/xa-mau/baseline.toml.txt"] {
        let (own, theirs) = (unit.path(name), elsewhere.path().join(name));
        assert_eq!(fs::read(own).unwrap(), fs::read(theirs).unwrap(), "{name}");
    }
    let item = format!("{ITEM}/exchange.warc.gz");
    assert_eq!(fs::metadata(elsewhere.path().join(item)).unwrap().len(), 100_000);
    // A line that was being written is not taken along in part.
    let chain = fs::read_to_string(elsewhere.path().join("state/evidence/chain.jsonl")).unwrap();
    assert_eq!(chain, "{\"n\":1}\n{\"n\":2}\n");
    let night =
        canhcong(elsewhere.path(), &["nightly", "--allow-private", "--format", "json", "-q"]);
    let report: Value = serde_json::from_slice(&night.stdout).unwrap();
    assert_eq!(report["portals"][0]["findings"][0]["standing"], "ongoing", "{report}");
    let left: Vec<_> = fs::read_dir(elsewhere.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_back_up_that_is_made_while_a_night_writes_is_whole() {
    let unit = Unit::new();
    let slow = Web::serve(|request| {
        thread::sleep(Duration::from_millis(30));
        let links: String = (0..40).map(|nth| format!("<a href=\"/tin/{nth}\">t</a>")).collect();
        Answer::html(format!("<title>{}</title><body>{links}", request.path))
    });
    let registry = format!(
        "[[portal]]\nid = \"cham\"\nname = \"Chậm\"\nurl = \"{}\"\nrequests_per_second = 1000\n\
         pages = 400\n",
        slow.url("/")
    );
    unit.write("slow.toml", &registry);
    let mut night = Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .args(["nightly", "--allow-private", "-q", "--targets", "slow.toml"])
        .current_dir(unit.folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while slow.requests() < 10 {
        assert!(night.try_wait().unwrap().is_none());
        thread::yield_now();
    }
    for _ in 0..3 {
        unit.back_up(&[]);
    }
    assert!(night.try_wait().unwrap().is_none(), "the night was over before the back-up was");
    let elsewhere = TempDir::new().unwrap();
    // The folder in use is not replaced, whatever is asked for.
    let own = unit.restore(unit.folder.path(), &["--replace"]);
    assert!(said(&own).contains("another run is using"), "{}", said(&own));
    assert_eq!(own.status.code(), Some(2));
    assert_eq!(unit.restore(elsewhere.path(), &[]).status.code(), Some(0));
    assert_eq!(incidents(elsewhere.path())["incidents"].as_array().unwrap().len(), 1);
    night.kill().unwrap();
    night.wait().unwrap();
}

#[test]
fn evidence_is_kept_once_and_the_oldest_back_ups_make_room() {
    let unit = Unit::new();
    unit.write("elsewhere.toml", "[[channel]]\npassword_file = \"/etc/khoa-smtp\"\n");
    unit.back_up(&[]);
    unit.write(&format!("{}-2/manifest.json", ITEM), "{}");
    let told = said(&unit.back_up(&["--targets", "elsewhere.toml", "--keep", "2"]));
    assert!(told.contains("/etc/khoa-smtp") && told.contains("NOT in it"), "{told}");
    let place = |backup: &Path| backup.join(ITEM).join("exchange.warc.gz");
    let [first, second]: [PathBuf; 2] = unit.backups().try_into().unwrap();
    let inode = |path: PathBuf| fs::metadata(path).unwrap().ino();
    assert_eq!(inode(place(&first)), inode(place(&second)), "shared");
    assert_ne!(inode(first.join("targets.toml")), inode(second.join("targets.toml")));
    // The copy that both share goes bad: the next back-up finds out and has a good one.
    fs::write(place(&second), "x".repeat(99_999) + "y").unwrap();
    let told = said(&unit.back_up(&["--keep", "2"]));
    assert!(told.contains("may be failing") && told.contains("exchange.warc.gz"), "{told}");
    let [_, third]: [PathBuf; 2] = unit.backups().try_into().unwrap();
    assert!(!first.exists());
    assert_eq!(
        fs::read(place(&third)).unwrap(),
        fs::read(unit.path(ITEM).join("exchange.warc.gz")).unwrap()
    );
    // What is removed from the installation stays in the back-ups that have it.
    fs::remove_dir_all(unit.path(ITEM)).unwrap();
    unit.back_up(&[]);
    assert!(place(&third).exists() && !place(&unit.newest()).exists());
}

/// Changes one byte in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Everything below a folder, to see that it was not touched.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.clone(), fs::read(path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

/// A file of the back-up, what is done to it, and what has to be said.
type Trial<'a> = (&'a str, &'a dyn Fn(&Path), &'a str);

#[test]
fn a_back_up_that_is_not_as_it_was_made_is_named_and_nothing_is_touched() {
    let unit = Unit::new();
    let database = "state/canhcong.sqlite3";
    let evidence = format!("{ITEM}/exchange.warc.gz");
    let cut = |path: &Path| {
        let length = fs::metadata(path).unwrap().len();
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length / 2).unwrap();
    };
    let remove = |path: &Path| fs::remove_file(path).unwrap();
    let trials: [Trial<'_>; 12] = [
        (database, &cut, "bytes and has"),
        (database, &flip, "SHA-256 should be"),
        (&evidence, &flip, "SHA-256 should be"),
        (&evidence, &cut, "bytes and has"),
        (&evidence, &remove, "is missing"),
        ("state/evidence/chain.jsonl", &flip, "SHA-256 should be"),
        ("state/last-run.json", &flip, "SHA-256 should be"),
        ("baselines/xa-mau/baseline.toml.txt", &flip, "SHA-256 should be"),
        ("targets.toml", &flip, "SHA-256 should be"),
        ("manifest.json", &flip, "changed or cut off"),
        ("manifest.json", &remove, "is no back-up"),
        ("manifest.json.sha256", &flip, "changed or cut off"),
    ];
    let elsewhere = TempDir::new().unwrap();
    for (file, harm, expected) in trials {
        // A back-up of its own each time: evidence is shared between those that lie together.
        let _ = fs::remove_dir_all(unit.path("copies"));
        unit.back_up(&[]);
        harm(&unit.newest().join(file));
        let before = contents(unit.folder.path());
        for to in [elsewhere.path(), unit.folder.path()] {
            let refused = unit.restore(to, &["--replace"]);
            let told = said(&refused);
            assert_eq!(refused.status.code(), Some(2), "{file}: {told}");
            assert!(told.contains(expected), "{file}: {told}");
            assert!(told.contains(file.trim_end_matches(".sha256")), "{file}: {told}");
        }
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0, "{file}");
        assert!(contents(unit.folder.path()) == before, "{file}");
    }
}

/// Writes the manifest anew, as whoever made the back-up would have.
fn sign(backup: &Path, change: impl Fn(&mut Value)) {
    let path = backup.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for entry in manifest["files"].as_array_mut().unwrap() {
        let bytes = fs::read(backup.join(entry["path"].as_str().unwrap())).unwrap();
        entry["sha256"] = HEXLOWER.encode(&Sha256::digest(bytes)).into();
    }
    change(&mut manifest);
    let text = manifest.to_string();
    let digest = HEXLOWER.encode(&Sha256::digest(&text));
    fs::write(path, text).unwrap();
    fs::write(backup.join("manifest.json.sha256"), digest).unwrap();
}

#[test]
fn a_back_up_of_a_newer_version_and_one_that_reaches_outside_are_refused() {
    let unit = Unit::new();
    let elsewhere = TempDir::new().unwrap();
    let refused = || {
        let output = unit.restore(elsewhere.path(), &[]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        said(&output)
    };
    unit.back_up(&[]);
    sign(&unit.newest(), |manifest| manifest["files"][0]["path"] = "../../../x".into());
    assert!(refused().contains("no path within it"));
    unit.back_up(&[]);
    sign(&unit.newest(), |manifest| manifest["schema"] = "canhcong.backup/9".into());
    assert!(refused().contains("canhcong.backup/9"));
    unit.back_up(&[]);
    let database = unit.newest().join("state/canhcong.sqlite3");
    let mut bytes = fs::read(&database).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes()); // user_version
    fs::write(&database, &bytes).unwrap();
    sign(&unit.newest(), |_| {});
    assert!(refused().contains("newer canhcong"));
    // Signed as it is, but a page of it is garbage.
    unit.back_up(&[]);
    let database = unit.newest().join("state/canhcong.sqlite3");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xaa);
    fs::write(&database, &bytes).unwrap();
    sign(&unit.newest(), |_| {});
    assert!(refused().contains("is damaged"));
}

#[test]
fn what_is_there_is_replaced_only_when_asked_for_and_then_moved_aside() {
    let unit = Unit::new();
    unit.back_up(&[]);
    let id = incidents(unit.folder.path())["incidents"][0]["id"].as_str().unwrap().to_owned();
    unit.run(&["incidents", "ack", &id, "--by", "Trực ban", "--note", "sau bản sao lưu"]);
    let acknowledged = incidents(unit.folder.path());
    let refused = unit.restore(unit.folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--replace"), "{}", said(&refused));
    assert_eq!(incidents(unit.folder.path()), acknowledged);
    let replaced = unit.restore(unit.folder.path(), &["--replace"]);
    assert_eq!(replaced.status.code(), Some(0), "{}", said(&replaced));
    assert_ne!(incidents(unit.folder.path()), acknowledged);
    let aside = fs::read_dir(unit.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut aside = aside.filter(|path| path.to_str().unwrap().contains("state.before-restore-"));
    let old = aside.next().unwrap();
    assert!(said(&replaced).contains(old.file_name().unwrap().to_str().unwrap()));
    fs::rename(unit.path("state"), unit.path("restored")).unwrap();
    fs::rename(old, unit.path("state")).unwrap();
    assert_eq!(incidents(unit.folder.path()), acknowledged);
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_or_the_new_and_can_be_done_again() {
    let unit = Unit::new();
    for nth in 0..150 {
        let item = format!("state/evidence/xa-mau/20261121T020304Z-{nth:012}");
        unit.write(&format!("{item}/manifest.json"), &nth.to_string());
        unit.write(&format!("{item}/exchange.warc.gz"), &"x".repeat(20_000));
    }
    unit.back_up(&[]);
    let items = || fs::read_dir(unit.path("state/evidence/xa-mau")).unwrap().count();
    let whole = items();
    let new = incidents(unit.folder.path());
    let id = new["incidents"][0]["id"].as_str().unwrap();
    unit.run(&["incidents", "ack", id, "--by", "Trực ban"]);
    let old = incidents(unit.folder.path());
    let newest = unit.newest();
    let mut cut_off = 0;
    for step in 0..12 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_canhcong"))
            .args(["restore", newest.to_str().unwrap(), "--replace", "-q"])
            .current_dir(unit.folder.path())
            .spawn()
            .unwrap();
        // Not synchronisation: wherever it is by then, it is killed there.
        thread::sleep(Duration::from_millis(20 + step * 35));
        child.kill().unwrap();
        cut_off += usize::from(!child.wait().unwrap().success());
        let now = incidents(unit.folder.path());
        assert!(now == old || now == new, "step {step}: {now}");
        assert_eq!(items(), whole, "step {step}");
    }
    assert!(cut_off > 2, "{cut_off}");
    let again = unit.run(&["restore", newest.to_str().unwrap(), "--replace"]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert_eq!(incidents(unit.folder.path()), new);
    // Whatever was there before is still somewhere.
    let aside = fs::read_dir(unit.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut aside = aside.filter(|path| path.to_str().unwrap().contains("before-restore"));
    assert!(aside.any(|path| path.join("canhcong.sqlite3").exists()));
}

#[test]
fn a_back_up_that_is_killed_leaves_only_whole_ones_and_the_next_clears_up() {
    let unit = Unit::new();
    for nth in 0..150 {
        let item = format!("state/evidence/xa-mau/20261121T020304Z-{nth:012}");
        unit.write(&format!("{item}/manifest.json"), &nth.to_string());
        unit.write(&format!("{item}/exchange.warc.gz"), &"x".repeat(20_000));
    }
    let mut cut_off = 0;
    for step in 0..6 {
        let mut child =
            program::command(unit.folder.path(), &["backup", "copies", "-q"]).spawn().unwrap();
        // Not synchronisation: wherever it is by then, it is killed there.
        thread::sleep(Duration::from_millis(20 + step * 30));
        child.kill().unwrap();
        cut_off += usize::from(!child.wait().unwrap().success());
    }
    assert!(cut_off > 2, "{cut_off}");
    unit.back_up(&[]);
    for backup in unit.backups() {
        ::canhcong::backup::check(&backup).unwrap();
    }
    let left = fs::read_dir(unit.path("copies")).unwrap().count();
    assert_eq!(left, unit.backups().len() + 1, "the lock, and nothing that is not whole");
}

/// Runs a script with `$1` as the program on a small disk mounted at `$2`; `None` where such a disk
/// can not be made.
fn on_a_disk_of(size: &str, unit: &Unit, script: &str) -> Option<String> {
    let disk = TempDir::new().unwrap();
    let whole =
        format!("mount -t tmpfs -o size={size} none \"$2\" || exit; echo mounted\n{script}");
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &whole, "sh"])
        .arg(env!("CARGO_BIN_EXE_canhcong"))
        .arg(disk.path())
        .current_dir(unit.folder.path())
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .output();
    let told = said(&output.ok()?);
    told.contains("mounted").then_some(told)
}

#[test]
fn a_full_disk_keeps_the_older_back_ups_and_nothing_of_the_new_one() {
    let unit = Unit::new();
    let script = "\"$1\" backup \"$2\" >/dev/null || exit
                  rm -r state/evidence; mkdir -p state/evidence/b/1; echo {} >state/evidence/b/1/manifest.json
                  head -c 3000000 /dev/zero >state/evidence/b/1/big
                  \"$1\" backup \"$2\" --keep 1 2>&1; echo code $?
                  ls -A \"$2\" | grep -c part-; ls \"$2\"
                  rm -r state/evidence
                  \"$1\" restore \"$2\"/canhcong-backup-* --replace >/dev/null && echo restored";
    let Some(told) = on_a_disk_of("2m", &unit, script) else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    assert!(told.contains("is full") && told.contains("code 2\n0\n"), "{told}");
    assert!(told.contains("restored"), "{told}");
    assert!(unit.path(ITEM).exists());
}

#[test]
fn an_empty_volume_is_filled_and_one_that_is_in_use_is_left_alone() {
    let unit = Unit::new();
    unit.back_up(&[]);
    let script = "\"$1\" restore copies/canhcong-backup-* --state \"$2\" >/dev/null; echo first $?
                  \"$1\" incidents list --state \"$2\" --fail-on critical
                  \"$1\" restore copies/canhcong-backup-* --state \"$2\" >/dev/null; echo second $?
                  ls -A \"$2\"; touch \"$2\"/canhcong.sqlite3; : >\"$2\"/last-run.json
                  \"$1\" restore copies/canhcong-backup-* --state \"$2\" --replace 2>&1; echo third $?";
    let Some(told) = on_a_disk_of("20m", &unit, script) else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    assert!(told.contains("first 0") && told.contains("nha-cai[.]example"), "{told}");
    assert!(told.contains("mount point") && told.contains("third 2"), "{told}");
}
