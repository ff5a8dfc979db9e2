//! Packing and checking evidence as a duty officer does, with the real binary over a portal on
//! loopback.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

const HIDDEN: &str = "<body><p>Tin</p><div style=\"position:absolute;left:-9999px\">\
    <a href=\"https://nha-cai.example/?<script>alert(1)</script>\">nhà cái uy tín</a></div>";

/// A portal after a night on which something was found.
struct Night {
    folder: TempDir,
    id: String,
}

impl Night {
    fn new() -> Self {
        let web = Web::serve(|request| match request.path.as_str() {
            "/" => Answer::html(HIDDEN),
            _ => Answer::not_found(),
        });
        let folder = TempDir::new().unwrap();
        let registry = format!(
            "notify = [\"pa05\"]\n[report_form]\nname = \"Thông tư mẫu\"\ndeadline_days = 3\n\
             [[contact]]\nid = \"chu\"\nrole = \"owner\"\nname = \"Văn phòng Xã Mẫu\"\n\
             email = \"vp@xa-mau.example\"\n\
             [[contact]]\nid = \"pa05\"\nrole = \"cyber-unit\"\nname = \"Phòng PA05\"\n\
             phone = \"069\"\n\
             [[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nagency = \"UBND xã Mẫu\"\n\
             url = \"{}\"\nnotify = [\"chu\"]\nrequests_per_second = 1000\npages = 6\n",
            web.url("/")
        );
        fs::write(folder.path().join("targets.toml"), registry).unwrap();
        let night = ["nightly", "--allow-private", "--format", "json", "-q"];
        let output = canhcong(folder.path(), &night);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let id = report["portals"][0]["findings"][0]["id"].as_str().unwrap().to_owned();
        Self { folder, id }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        canhcong(self.folder.path(), arguments)
    }

    /// What the program says of a pack, and its exit code.
    fn verify(&self, pack: &Path) -> (String, Option<i32>) {
        let output = self.run(&["evidence", "verify", pack.to_str().unwrap()]);
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.code())
    }

    /// Packs the incident by the beginning of its id and says where.
    fn pack(&self, more: &[&str]) -> PathBuf {
        let pack = ["evidence", "pack", &self.id[..6], "--to", "goi", "--format", "json"];
        let output = self.run(&[&pack, more].concat());
        let made: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!((&made["items"], output.status.code()), (&1.into(), Some(0)), "{made}");
        self.folder.path().join(made["path"].as_str().unwrap())
    }
}

#[test]
fn an_incident_is_packed_read_and_checked() {
    let night = Night::new();
    let pack = night.pack(&[]);
    let (said, code) = night.verify(&pack);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("THE PACK IS WHOLE"), "{said}");

    let paper = |name: &str| fs::read_to_string(pack.join(name)).unwrap();
    for name in
        ["doc-truoc.html", "read-first.html", "mau-03-bao-cao-ban-dau.html", "bien-ban.html"]
    {
        let paper = paper(name);
        assert!(!paper.contains("<script") && !paper.contains("https://nha-cai"), "{name}");
    }
    let form = paper("mau-03-bao-cao-ban-dau.html");
    for part in [
        "Thông tư mẫu",
        "Văn phòng Xã Mẫu",
        "vp@xa-mau.example",
        "3 ngày kể từ",
        "chưa xác minh",
        "Phòng PA05",
    ] {
        assert!(form.contains(part), "{part}");
    }
    assert!(!pack.join("mau-04-bao-cao-ket-thuc.html").exists(), "it is not over");
    let digest = said.lines().last().unwrap().to_owned();
    assert!(paper("bien-ban.html").contains(&digest), "the digest to be signed");

    // Whoever has no canhcong has sha256sum.
    let sums =
        Command::new("sha256sum").args(["-c", "--quiet", "SHA256SUMS"]).current_dir(&pack).output();
    if let Ok(sums) = sums {
        assert!(sums.status.success(), "{}", String::from_utf8_lossy(&sums.stdout));
    }
}

#[test]
fn what_was_tampered_with_is_named_and_the_exit_code_says_so() {
    let night = Night::new();
    let pack = night.pack(&["--zip"]);
    assert_eq!(night.verify(&pack).1, Some(0));
    let bytes = fs::read(&pack).unwrap();
    let at = memchr::memmem::find(&bytes, b"nha-cai.example").unwrap();
    let mut changed = bytes.clone();
    changed[at] = b'N';
    fs::write(&pack, changed).unwrap();
    let (said, code) = night.verify(&pack);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("was changed: SHA-256 should be"), "{said}");
    assert!(said.contains("THE PACK IS NOT WHOLE. Differences above: 1;"), "{said}");
    fs::write(&pack, &bytes[..bytes.len() / 2]).unwrap();
    assert_ne!(night.verify(&pack).1, Some(0));
    for not_one in ["targets.toml", "state", "none"] {
        let (said, code) = night.verify(Path::new(not_one));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(not_one), "{said}");
    }
}

#[test]
fn items_are_listed_and_what_is_not_there_is_said() {
    let night = Night::new();
    let list = night.run(&["evidence", "list", "--portal", "xa-mau", "--format", "json"]);
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(list["items"][0]["about"]["findings"][0], night.id.as_str());
    let output = night.run(&["evidence", "pack", "ffff"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("`ffff`"));
    // A pack can be made where no evidence was kept: its story and the papers are of use.
    fs::remove_dir_all(night.folder.path().join("state/evidence/xa-mau")).unwrap();
    let output = night.run(&["evidence", "pack", &night.id]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("no raw data was kept") && said.contains("not where it was kept"),
        "{said}"
    );
}
