//! Evidence as a night leaves it, with the real binary: what is on the disk is what the server sent.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod program;
mod web;

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use canhcong::{
    evidence::{Chain, Kind, Manifest, items},
    finding::Fingerprint,
    scan::known_rule,
    store::Store,
};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use program::canhcong;
use serde_json::Value;
use tempfile::TempDir;
use web::{Answer, Web};

const MOVED: &str = "<p>đã chuyển</p>";
const GZIP: &str = "text/html; charset=utf-8\r\nContent-Encoding: gzip";

fn gzip(page: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(page.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A page with links hidden in it, and links to others.
fn planted(host: &str, others: &str) -> String {
    format!(
        "<title>Tin</title><body><p>Tin tức {host}</p>{others}<div style=\"position:absolute;left:-9999px\">\
         <a href=\"https://{host}/\">nhà cái uy tín</a></div>"
    )
}

/// A registered portal in a folder with a state.
struct Portal {
    folder: TempDir,
    _web: Web,
}

impl Portal {
    fn serving(more: &str, site: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let web = Web::serve(move |request| site(&request.path));
        let folder = TempDir::new().unwrap();
        let registry = format!(
            "{more}[[portal]]\nid = \"xa-mau\"\nname = \"Xã Mẫu\"\nagency = \"UBND xã Mẫu\"\n\
             url = \"{}\"\nrequests_per_second = 1000\npages = 12\n",
            web.url("/")
        );
        fs::write(folder.path().join("targets.toml"), registry).unwrap();
        Self { folder, _web: web }
    }

    /// Moves visitors on to a page that comes compressed.
    fn planted() -> Self {
        Self::serving("", |path| match path {
            "/" => Answer::redirect("/vi").with_body(MOVED),
            "/vi" => Answer::of(GZIP, gzip(&planted("nha-cai.example", ""))),
            _ => Answer::not_found(),
        })
    }

    fn night(&self) -> Value {
        let arguments =
            ["nightly", "--allow-private", "--no-run-scripts", "--format", "json", "-q"];
        let output = canhcong(self.folder.path(), &arguments);
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
        report["portals"][0].clone()
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn evidence(&self) -> PathBuf {
        self.state().join("evidence")
    }

    /// Paths of all items; each is whole and has its line in a chain that fits.
    fn items(&self) -> Vec<String> {
        let evidence = self.evidence();
        let verdict = Chain::of(&evidence).read().unwrap();
        assert_eq!(verdict.breaks, []);
        let lying = items(&evidence).unwrap();
        for item in &lying {
            assert_eq!(Manifest::check(&item.folder).unwrap(), [], "{}", item.path);
            let (_, digest) = Manifest::read(&item.folder).unwrap();
            let line = verdict.of_path(&item.path).last().unwrap();
            assert_eq!((line.kind, &line.manifest), (Kind::Item, &digest));
        }
        lying.into_iter().map(|item| item.path).collect()
    }

    fn store(&self) -> Store {
        let now = "2026-11-20T17:00:00Z".parse().unwrap();
        Store::open(&self.state(), known_rule, now).unwrap()
    }

    /// Lets days pass: what is remembered is older by so many.
    #[expect(clippy::disallowed_methods, reason = "the clock is not ours to set")]
    fn days_pass(&self, days: i64) {
        let path = self.state().join(Store::FILE);
        let database = rusqlite::Connection::open(path).unwrap();
        for (table, columns) in [
            ("runs", &["started_at", "finished_at"][..]),
            ("findings", &["first_seen", "last_seen", "clean_since", "clean_counted_at"]),
            ("sightings", &["seen_at"]),
            ("portal_runs", &["judged_at"]),
            ("evidence", &["at"]),
        ] {
            for column in columns {
                let older = format!("UPDATE {table} SET {column} = {column} - ?1");
                database.execute(&older, [days * 86_400_000_000]).unwrap();
            }
        }
    }
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

fn count(text: &[u8], part: &[u8]) -> usize {
    text.windows(part.len()).filter(|window| *window == part).count()
}

#[test]
fn a_night_keeps_what_the_server_sent_and_an_ongoing_night_keeps_it_once() {
    let portal = Portal::planted();
    let report = portal.night();
    let finding = &report["findings"][0];
    let id = finding["id"].as_str().unwrap();
    let items = portal.items();
    assert_eq!(items.len(), 1, "{items:?}");
    let folder = portal.evidence().join(&items[0]);

    let (manifest, _) = Manifest::read(&folder).unwrap();
    assert_eq!(manifest.about.findings, [id]);
    assert_eq!(manifest.about.portal.agency.as_deref(), Some("UBND xã Mẫu"));
    assert_eq!(manifest.about.identities, ["citizen", "from-search", "phone", "search-crawler"]);
    let findings: Value =
        serde_json::from_slice(&fs::read(folder.join("findings.json")).unwrap()).unwrap();
    assert_eq!(findings["findings"][0]["id"], id);
    assert_eq!(findings["findings"][0]["confirmed"], true);
    let facts: Value =
        serde_json::from_slice(&fs::read(folder.join("facts.json")).unwrap()).unwrap();
    assert_eq!(facts[0]["page"]["links"][0]["url"], "https://nha-cai.example/");

    // Four visitors looked twice at least; each look has the redirect and the page as they came.
    let archive = unpacked(&folder.join("exchange.warc.gz"));
    let page = gzip(&planted("nha-cai.example", ""));
    let answers = count(&archive, &page);
    assert!(answers >= 8, "{answers}");
    assert_eq!(count(&archive, MOVED.as_bytes()), answers);
    assert_eq!(count(&archive, b"\"look\": \"second\""), 8);
    assert_eq!(count(&archive, b"GET /vi HTTP/1.1\r\n"), answers);

    assert_eq!(portal.store().evidence_of(&Fingerprint(id.into())).unwrap().len(), 1);
    portal.days_pass(1);
    assert_eq!(portal.night()["findings"][0]["standing"], "ongoing");
    assert_eq!(portal.items(), items);
    portal.days_pass(7);
    portal.night();
    assert_eq!(portal.items().len(), 2);
    assert_eq!(portal.store().evidence_of(&Fingerprint(id.into())).unwrap().len(), 2);
}

#[test]
fn a_look_at_the_archive_finds_the_same_again() {
    let portal = Portal::planted();
    let report = portal.night();
    let archive = format!("state/evidence/{}/exchange.warc.gz", portal.items()[0]);
    let said = canhcong(portal.folder.path(), &["inspect", "--no-run-scripts", &archive]).stdout;
    let said = String::from_utf8(said).unwrap();
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let pages: Vec<Value> =
        lines.filter(|line| line["url"].as_str().unwrap().ends_with("/vi")).collect();
    assert!(pages.len() >= 8, "{said}");
    for page in pages {
        let [found] = page["findings"].as_array().unwrap().as_slice() else { panic!("{page}") };
        for field in ["rule", "subject", "severity", "excerpt"] {
            assert_eq!(found[field], report["findings"][0][field], "{field}");
        }
    }
}

#[test]
fn what_only_comparing_nights_shows_is_kept_as_well() {
    let planted: Arc<AtomicBool> = Arc::default();
    let is_planted = Arc::clone(&planted);
    let portal = Portal::serving("", move |path| match path {
        "/" if is_planted.load(Ordering::Relaxed) => Answer::html(
            "<title>Tin</title><body><p>Tin tức</p><script src=\"https://la.example/x.js\"></script>",
        ),
        "/" => Answer::html("<title>Tin</title><body><p>Tin tức</p>"),
        _ => Answer::not_found(),
    });
    for _ in 0..8 {
        portal.night();
        portal.days_pass(1);
    }
    let before = portal.items();
    planted.store(true, Ordering::Relaxed);
    let report = portal.night();
    let grave = report["findings"].as_array().unwrap().iter();
    let is_grave = |own: &&Value| !["low", "info"].contains(&own["severity"].as_str().unwrap());
    let grave: Vec<&Value> = grave.filter(is_grave).collect();
    assert!(!grave.is_empty(), "{report}");
    let after = portal.items();
    for finding in grave {
        let id = Fingerprint(finding["id"].as_str().unwrap().to_owned());
        let kept = portal.store().evidence_of(&id).unwrap();
        assert_eq!(kept.len(), 1, "{finding}");
        assert!(after.contains(&kept[0].item) && !before.contains(&kept[0].item));
    }
}

/// Pages enough that something is written for a while.
fn many() -> Portal {
    Portal::serving("", |path| {
        let links = |n| format!("<a href=\"/tin-{n}\">Tin {n}</a>");
        match path.strip_prefix("/tin-").and_then(|n| n.parse::<u32>().ok()) {
            Some(n) if n < 9 => Answer::html(planted(&format!("nha-cai-{n}.example"), "")),
            _ if path == "/" => Answer::html((0..9).map(links).collect::<String>()),
            _ => Answer::not_found(),
        }
    })
}

#[test]
fn a_run_that_is_killed_leaves_no_half_item_and_the_next_one_completes_it() {
    let portal = many();
    for pause in [0, 2, 5, 10, 20, 40, 80, 120] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_canhcong"))
            .args(["nightly", "--allow-private", "--no-run-scripts", "-q"])
            .current_dir(portal.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Something is being written, or nothing is left to be written.
        let home = portal.evidence().join("xa-mau");
        while run.try_wait().unwrap().is_none() && !home.is_dir() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(pause));
        run.kill().unwrap();
        run.wait().unwrap();
        for item in items(&portal.evidence()).unwrap() {
            assert_eq!(Manifest::check(&item.folder).unwrap(), [], "{}", item.path);
        }
    }
    let report = portal.night();
    portal.items();
    let left = fs::read_dir(portal.evidence().join("xa-mau")).unwrap();
    let names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with('.')));
    for finding in report["findings"].as_array().unwrap() {
        let id = Fingerprint(finding["id"].as_str().unwrap().to_owned());
        assert!(!portal.store().evidence_of(&id).unwrap().is_empty(), "{finding}");
    }
}

#[test]
fn where_evidence_can_not_be_kept_the_finding_is_and_the_next_night_tries_again() {
    let portal = Portal::planted();
    fs::create_dir(portal.state()).unwrap();
    fs::write(portal.evidence(), "no folder").unwrap();
    let report = portal.night();
    assert_eq!(report["findings"][0]["rule"], "hidden-link");
    let told = report["failures"][0]["reason"].as_str().unwrap();
    assert!(told.starts_with("the evidence could not be kept"), "{told}");
    fs::remove_file(portal.evidence()).unwrap();
    portal.days_pass(1);
    assert_eq!(portal.night()["failures"].as_array().unwrap().len(), 0);
    assert_eq!(portal.items().len(), 1);
}

#[test]
fn a_full_disk_takes_no_finding_and_leaves_no_half_item() {
    let portal = Portal::planted();
    let script = "mkdir -p state/evidence && mount -t tmpfs -o size=20k none state/evidence || exit 9\n\
                  \"$0\" nightly --allow-private --no-run-scripts --format json -q --lang en\n\
                  ls -A state/evidence/xa-mau >&2";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(env!("CARGO_BIN_EXE_canhcong"))
        .current_dir(portal.folder.path())
        .output();
    let Some(output) = output.ok().filter(|output| output.status.code() != Some(9)) else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    let report = &report["portals"][0];
    assert_eq!(report["findings"][0]["rule"], "hidden-link");
    let told = report["failures"][0]["reason"].as_str().unwrap();
    assert!(told.contains("full"), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().last(), None);
    portal.days_pass(1);
    portal.night();
    assert_eq!(portal.items().len(), 1);
}

#[test]
fn old_evidence_goes_but_never_under_an_open_incident() {
    let healed = Arc::new(AtomicBool::new(false));
    let is_healed = Arc::clone(&healed);
    let portal = Portal::serving("[evidence]\nkeep_days = 7\n\n", move |path| match path {
        "/" if is_healed.load(Ordering::Relaxed) => Answer::html("<title>Tin</title><body><p>Tin"),
        "/" => Answer::html(planted("nha-cai.example", "")),
        _ => Answer::not_found(),
    });
    portal.night();
    let [item] = portal.items().try_into().unwrap();
    // Its name says when it was captured.
    let older = item.replacen("/20", "/19", 1);
    assert_ne!(older, item);
    let evidence = portal.evidence();
    fs::rename(evidence.join(&item), evidence.join(&older)).unwrap();
    portal.days_pass(1);
    portal.night();
    assert!(evidence.join(&older).is_dir(), "the incident is open");
    healed.store(true, Ordering::Relaxed);
    for _ in 0..3 {
        portal.days_pass(1);
        portal.night();
    }
    assert!(!evidence.join(&older).exists());
    let verdict = Chain::of(&evidence).read().unwrap();
    assert_eq!(verdict.breaks, []);
    let last = verdict.of_path(&older).last().unwrap();
    assert_eq!((last.kind, last.reason.as_deref()), (Kind::Removed, Some("older than 7 days")));
}

/// A browser stands in PATH that does as `script` says; what it is asked is in `asked`.
#[cfg(unix)]
fn with_browser(portal: &Portal, script: &str) -> Value {
    use std::os::unix::fs::PermissionsExt as _;
    let bin = portal.folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let browser = bin.join("chromium");
    let text = format!(
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo Chromium 1.2; exit; fi\n\
         for own; do case $own in --screenshot=*) picture=${{own#*=}};; esac; done\n\
         echo \"$*\" > '{}'\n{script}\n",
        portal.folder.path().join("asked").display()
    );
    fs::write(&browser, text).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let arguments = ["nightly", "--allow-private", "--no-run-scripts", "-q"];
    program::command(portal.folder.path(), &arguments).env("PATH", path).output().unwrap();
    let item = portal.evidence().join(&portal.items()[0]);
    serde_json::from_slice(&fs::read(item.join("manifest.json")).unwrap()).unwrap()
}

#[cfg(unix)]
#[test]
fn a_picture_is_part_of_the_item_where_one_is_asked_for_and_can_be_taken() {
    let asked_for = || {
        Portal::serving("[evidence]\nscreenshot = true\n", |path| match path {
            "/" => Answer::html(planted("nha-cai.example", "").as_str()),
            _ => Answer::not_found(),
        })
    };
    let portal = asked_for();
    let manifest = with_browser(&portal, r#"printf '\211PNG\r\n\032\npicture' > "$picture""#);
    assert_eq!(manifest["screenshot"]["by"], "Chromium 1.2");
    let files: Vec<&Value> = manifest["files"].as_array().unwrap().iter().collect();
    assert!(files.iter().any(|own| own["path"] == "screenshot.png" && own["bytes"] == 15));
    let asked = fs::read_to_string(portal.folder.path().join("asked")).unwrap();
    assert!(asked.contains("MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), "{asked}");

    // A browser that fails, or leaves something else, takes nothing from the evidence.
    for script in ["exit 1", r#"echo no picture > "$picture""#] {
        let portal = asked_for();
        let manifest = with_browser(&portal, script);
        assert_eq!(manifest["screenshot"], Value::Null, "{script}");
        let left = fs::read_dir(portal.evidence().join("xa-mau")).unwrap().count();
        assert_eq!(left, 1, "nothing beside the item");
    }

    let unasked = Portal::planted();
    let manifest = with_browser(&unasked, "exit 0");
    assert_eq!(manifest["screenshot"], Value::Null);
    assert!(!unasked.folder.path().join("asked").exists(), "nobody asked for one");
}
