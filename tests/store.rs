//! The memory against what happens to it in the field: kills, two runs, full and broken disks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the functions that tests share are tests too"
)]

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use canhcong::{
    finding::{
        Excerpt, Family, Finding, Fingerprint, Severity, Signal, SignalKind, Standing, Text, Where,
    },
    history::LookedAt,
    identity::Identity,
    outcome::{Coverage, Failure, PortalReport, State},
    store::{KnownPage, KnownRule, Store, StoreError},
};
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;

const HOME: &str = "https://a.example/";
const NEWS: &str = "https://a.example/tin-tuc";
const WHY: Text = Text { vi: "Vì sao", en: "Why" };
const REPAIR: Text = Text { vi: "Khắc phục", en: "Repair" };

fn rules(id: &str) -> Option<KnownRule> {
    let id = ["hidden-link", "spam-link"].into_iter().find(|known| *known == id)?;
    Some(KnownRule { id, family: Family::Backlink, why: WHY, repair: REPAIR })
}

fn night(nth: i64) -> Timestamp {
    "2026-11-20T17:00:00.123456Z".parse::<Timestamp>().unwrap() + (24 * nth).hours()
}

fn open(dir: &Path) -> Result<Store, StoreError> {
    Store::open(dir, rules, night(0))
}

fn finding(key: &str) -> Finding {
    Finding {
        id: Fingerprint::of("a", "hidden-link", key),
        rule: "hidden-link",
        family: Family::Backlink,
        severity: Severity::High,
        url: HOME.to_owned(),
        identity: Identity::Phone,
        subject: key.to_owned(),
        excerpt: Excerpt { text: "trước <a>nhà cái</a> sau".to_owned(), mark: 8..24 },
        unpacked: Some(Excerpt { text: "location='//nhà-cái'".to_owned(), mark: 10..21 }),
        place: Where { line: 120, column: 4, css: "body > div".to_owned() },
        signals: vec![
            Signal::new(SignalKind::Hidden, "offscreen"),
            Signal::new(SignalKind::Lexicon, "nhà cái"),
        ],
        why: WHY,
        repair: REPAIR,
        pages: vec![HOME.to_owned()],
        pages_total: 1,
        confirmed: true,
    }
}

fn report(state: State) -> PortalReport {
    PortalReport {
        portal: "a".to_owned(),
        name: "Cổng A".to_owned(),
        agency: Some("Sở A".to_owned()),
        province: None,
        url: HOME.to_owned(),
        state,
        coverage: Coverage {
            known: 9,
            fetched: 5,
            failed: 1,
            skipped: 3,
            bytes: 1 << 40,
            identities: Identity::ALL.to_vec(),
            stopped_by: Some("time"),
            notes: vec![Text { vi: "một ghi chú", en: "a note" }.into()],
        },
        findings: Vec::new(),
        healed: Vec::new(),
        failures: vec![Failure {
            url: NEWS.to_owned(),
            identity: Identity::FromSearch,
            reason: Text { vi: "quá thời gian chờ 20 giây", en: "timeout after 20 s" }.into(),
        }],
    }
}

fn looked_at(places: &[(&str, Identity)]) -> LookedAt {
    let mut looked_at = LookedAt::default();
    for (url, identity) in places {
        looked_at.insert(*url, *identity);
    }
    looked_at
}

/// One night's look at the portal, start to end.
fn look(store: &mut Store, nth: i64, found: &[Finding], looked: &LookedAt) -> PortalReport {
    let at = night(nth);
    let run = store.begin_run("nightly", at).unwrap();
    store.record_sightings(run, "a", found, at).unwrap();
    let state = if found.is_empty() { State::Clean } else { State::Findings };
    let told = store.finish_portal(run, report(state), found, looked, at).unwrap();
    store.finish_run(run, at).unwrap();
    told
}

fn standings(report: &PortalReport) -> Vec<Standing> {
    report.findings.iter().map(|reported| reported.standing).collect()
}

// -- The life of a finding

#[test]
fn a_finding_is_new_then_ongoing_then_healed_then_reopened() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let wound = [finding("nhacai.example")];
    let everywhere = looked_at(&[(HOME, Identity::Phone)]);
    assert_eq!(standings(&look(&mut store, 0, &wound, &everywhere)), [Standing::New]);
    let second = look(&mut store, 1, &wound, &everywhere);
    assert_eq!(standings(&second), [Standing::Ongoing]);
    assert_eq!(second.findings[0].first_seen, night(0));
    let third = look(&mut store, 2, &[], &everywhere);
    assert_eq!(standings(&third), []);
    assert_eq!(third.healed.len(), 1);
    assert_eq!(third.healed[0].id, wound[0].id);
    assert!(look(&mut store, 3, &[], &everywhere).healed.is_empty(), "told once");
    let fifth = look(&mut store, 4, &wound, &everywhere);
    assert_eq!(standings(&fifth), [Standing::Reopened]);
    assert_eq!(fifth.findings[0].first_seen, night(0));
}

#[test]
fn a_portal_that_could_not_be_judged_heals_nothing() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let wound = [finding("nhacai.example")];
    look(&mut store, 0, &wound, &looked_at(&[(HOME, Identity::Phone)]));
    for looked in [looked_at(&[]), looked_at(&[(NEWS, Identity::Phone), (HOME, Identity::Citizen)])]
    {
        assert!(look(&mut store, 1, &[], &looked).healed.is_empty());
        assert_eq!(store.open_findings("a").unwrap()[0].id, wound[0].id);
    }
}

#[test]
fn a_page_left_for_another_night_is_remembered_as_suspect() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let mut wound = finding("nhacai.example");
    wound.pages.push(NEWS.to_owned());
    let phone = Identity::Phone;
    look(&mut store, 0, &[wound], &looked_at(&[(HOME, phone), (NEWS, phone)]));
    // Seen again on the home page while nobody looked at the other one …
    look(&mut store, 1, &[finding("nhacai.example")], &looked_at(&[(HOME, phone)]));
    // … so a clean home page alone does not heal it.
    assert!(look(&mut store, 2, &[], &looked_at(&[(HOME, phone)])).healed.is_empty());
    let both = looked_at(&[(HOME, phone), (NEWS, phone)]);
    assert_eq!(look(&mut store, 3, &[], &both).healed.len(), 1);
}

#[test]
fn a_first_look_that_the_second_does_not_bear_out_leaves_no_trace() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let unsure = Finding { confirmed: false, ..finding("nhacai.example") };
    store.record_sightings(run, "a", &[unsure], night(0)).unwrap();
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told = store.finish_portal(run, report(State::Clean), &[], &looked, night(0)).unwrap();
    assert!(told.findings.is_empty() && told.healed.is_empty());
    assert!(store.open_findings("a").unwrap().is_empty());
    let next = look(&mut store, 1, &[finding("nhacai.example")], &looked);
    assert_eq!(standings(&next), [Standing::New]);
}

#[test]
fn portals_do_not_mix() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    store.record_sightings(run, "a", &[finding("nhacai.example")], night(0)).unwrap();
    let other = PortalReport { portal: "b".to_owned(), ..report(State::Clean) };
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told = store.finish_portal(run, other, &[], &looked, night(0)).unwrap();
    assert!(told.findings.is_empty() && told.healed.is_empty());
    assert_eq!(store.open_findings("a").unwrap().len(), 1);
}

// -- A run that was cut short

#[test]
fn a_run_that_was_cut_short_goes_on_and_recalls_what_it_judged() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    look(&mut store, 0, &[finding("gone.example")], &looked_at(&[]));
    let run = store.begin_run("nightly", night(1)).unwrap();
    let found = [
        finding("nhacai.example"),
        Finding { severity: Severity::Critical, ..finding("bet88.example") },
    ];
    store.record_sightings(run, "a", &found[..1], night(1)).unwrap();
    let looked = looked_at(&[(HOME, Identity::Phone)]);
    let told =
        store.finish_portal(run, report(State::Findings), &found, &looked, night(1)).unwrap();
    drop(store);

    let store = open(dir.path()).unwrap();
    let unfinished = store.unfinished_run("nightly", night(0)).unwrap().unwrap();
    assert_eq!((unfinished.run, unfinished.started_at), (run, night(1)));
    assert_eq!(unfinished.judged, ["a"]);
    let recalled = store.portal_report(run, "a").unwrap().unwrap();
    assert_eq!(format!("{recalled:?}"), format!("{told:?}"));
    assert_eq!(recalled.findings[0].finding, found[1], "gravest first, nothing lost");
    assert_eq!(recalled.findings[1].finding, found[0]);
    assert_eq!(recalled.healed[0].subject, "gone.example");
    assert!(store.portal_report(run, "b").unwrap().is_none());
}

#[test]
fn what_was_seen_before_the_cut_is_told_even_if_it_is_not_looked_at_again() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    store.record_sightings(run, "a", &[finding("nhacai.example")], night(0)).unwrap();
    drop(store);
    let mut store = open(dir.path()).unwrap();
    let elsewhere = looked_at(&[(NEWS, Identity::Phone)]);
    let told = store.finish_portal(run, report(State::Clean), &[], &elsewhere, night(0)).unwrap();
    assert_eq!((standings(&told), told.state), (vec![Standing::New], State::Findings));
}

#[test]
fn what_a_dead_run_recorded_is_still_new_to_the_people_of_the_next_one() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let wound = [finding("nhacai.example")];
    store.record_sightings(run, "a", &wound, night(0)).unwrap();
    let next = look(&mut store, 1, &wound, &looked_at(&[(HOME, Identity::Phone)]));
    assert_eq!(standings(&next), [Standing::New]);
    assert_eq!(next.findings[0].first_seen, night(0));
}

#[test]
fn only_the_last_run_of_a_kind_goes_on_and_only_while_it_is_fresh() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    store.begin_run("nightly", night(0)).unwrap();
    assert!(store.unfinished_run("scan", night(0)).unwrap().is_none());
    assert!(store.unfinished_run("nightly", night(1)).unwrap().is_none(), "too old");
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_some());
    let second = store.begin_run("nightly", night(1)).unwrap();
    store.finish_run(second, night(1)).unwrap();
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_none(), "a later one ended");
}

#[test]
fn findings_of_a_rule_that_is_gone_mean_that_the_portal_is_looked_at_again() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("nightly", night(0)).unwrap();
    let found = [Finding { rule: "renamed-rule", ..finding("nhacai.example") }];
    store.finish_portal(run, report(State::Findings), &found, &looked_at(&[]), night(0)).unwrap();
    assert!(store.portal_report(run, "a").unwrap().is_none());
    assert_eq!(store.open_findings("a").unwrap().len(), 1);
}

// -- Pages

#[test]
fn pages_add_up_over_the_nights() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let first = KnownPage {
        url: HOME.to_owned(),
        found_via: "start".to_owned(),
        last_seen: night(0),
        last_status: Some(200),
        digest: Some([7; 32]),
        last_looked: [Some(night(0)), None, None, None],
    };
    store.record_pages("a", std::slice::from_ref(&first)).unwrap();
    let second = KnownPage {
        found_via: "link".to_owned(),
        last_seen: night(1),
        last_status: None,
        digest: None,
        last_looked: [None, None, Some(night(1)), None],
        ..first.clone()
    };
    store.record_pages("a", &[second]).unwrap();
    let known = store.known_pages("a").unwrap();
    let last_looked = [Some(night(0)), None, Some(night(1)), None];
    assert_eq!(known, [KnownPage { last_seen: night(1), last_looked, ..first }]);
    assert!(store.known_pages("b").unwrap().is_empty());
}

#[test]
fn a_portal_that_invents_addresses_every_night_does_not_fill_the_disk() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    const MANY: usize = KnownPage::MAX / 4 * 3;
    let invented = |nth: i64| -> Vec<KnownPage> {
        let page = |number| KnownPage {
            url: format!("https://a.example/{nth}/{number}"),
            found_via: "link".to_owned(),
            last_seen: night(nth),
            last_status: None,
            digest: None,
            last_looked: [None; 4],
        };
        (0..MANY).map(page).collect()
    };
    for nth in 0..2 {
        store.record_pages("a", &invented(nth)).unwrap();
        look(&mut store, nth, &[], &looked_at(&[]));
    }
    let known = store.known_pages("a").unwrap();
    assert_eq!(known.len(), KnownPage::MAX);
    assert_eq!(known.iter().filter(|page| page.last_seen == night(1)).count(), MANY);
}

// -- Many tasks, one writer

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_record_through_one_writer() {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let run = store.begin_run("scan", night(0)).unwrap();
    let (recorder, writer) = store.into_writer().unwrap();
    let tasks: Vec<_> = (0..100)
        .map(|nth| {
            let recorder = recorder.clone();
            tokio::spawn(async move {
                let found = [finding(&format!("{nth}.example"))];
                let work =
                    move |store: &mut Store| store.record_sightings(run, "a", &found, night(0));
                recorder.ask(work).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap()[0].standing, Standing::New);
    }
    drop(recorder);
    let store = tokio::task::spawn_blocking(|| writer.join()).await.unwrap().unwrap();
    assert_eq!(store.open_findings("a").unwrap().len(), 100);
}

#[tokio::test]
async fn the_end_of_the_writer_is_told_to_those_who_wait() {
    let dir = TempDir::new().unwrap();
    let (recorder, writer) = open(dir.path()).unwrap().into_writer().unwrap();
    let told = recorder.ask(|_: &mut Store| -> Result<(), _> { panic!("on purpose") }).await;
    assert!(matches!(told, Err(StoreError::WriterGone)));
    let told = recorder.ask(|store| store.open_findings("a")).await;
    assert!(matches!(told, Err(StoreError::WriterGone)));
    assert!(matches!(writer.join(), Err(StoreError::WriterGone)));
}

// -- A process of its own, that is killed or runs out of disk

const CHILD_DIR: &str = "CANHCONG_TEST_STORE";

/// Runs as a child of other tests: records one finding after another and says so.
#[test]
#[ignore = "runs as a child process of other tests"]
fn child_records_until_it_ends() {
    let Ok(dir) = env::var(CHILD_DIR) else { return };
    let failed = |error: StoreError| println!("failed {error}");
    let mut store = match open(Path::new(&dir)) {
        Ok(store) => store,
        Err(error) => return failed(error),
    };
    let run = store.begin_run("nightly", night(0)).unwrap();
    for nth in 0.. {
        let key = format!("{nth}.example");
        match store.record_sightings(run, "a", &[finding(&key)], night(0)) {
            Ok(_) => println!("ACK {key}"),
            Err(error) => return failed(error),
        }
    }
}

fn child_command(dir: &Path, program: &mut Command) -> Child {
    program
        .args(["--exact", "child_records_until_it_ends", "--ignored", "--nocapture"])
        .env(CHILD_DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn keys(lines: &[String]) -> Vec<&str> {
    // The test harness may put its own words before the first.
    lines.iter().filter_map(|line| Some(line.split_once("ACK ")?.1)).collect()
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let dir = TempDir::new().unwrap();
    let mut child = child_command(dir.path(), &mut Command::new(env::current_exe().unwrap()));
    let mut lines: Vec<String> = Vec::new();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    while keys(&lines).len() < 50 {
        lines.push(said.next().expect("the child goes on").unwrap());
    }
    let refused = open(dir.path()).unwrap_err();
    assert!(
        matches!(&refused, StoreError::InUse { pid: Some(pid), since: Some(_), .. } if *pid == child.id()),
        "{refused}"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    lines.extend(said.map_while(Result::ok));

    let store = open(dir.path()).unwrap();
    let open = store.open_findings("a").unwrap();
    for key in keys(&lines) {
        assert!(open.iter().any(|known| known.subject == key), "{key} was acknowledged");
    }
    assert!(store.unfinished_run("nightly", night(0)).unwrap().is_some());
}

#[test]
fn two_runs_at_once_are_refused_and_the_next_one_is_not() {
    let dir = TempDir::new().unwrap();
    let first = open(dir.path()).unwrap();
    let told = open(dir.path()).unwrap_err().to_string();
    let expected = format!("(process {}, since 2026-11-20T17:00:00Z)", std::process::id());
    assert!(told.contains(&expected), "{told}");
    assert!(told.contains(&dir.path().display().to_string()), "{told}");
    drop(first);
    open(dir.path()).unwrap();
}

/// What the child said on a disk of this size, and a copy of what it left there; `None` where
/// such a disk can not be made.
fn on_a_disk_of(size: &str) -> Option<(String, TempDir)> {
    let (disk, copy) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    // A mount in a namespace of its own: nothing is left behind, whoever runs this.
    let script = "mount -t tmpfs -o size=$0 none \"$1\" || exit
                  disk=$1; copy=$2; shift 2; echo mounted
                  \"$@\"
                  cp \"$disk\"/* \"$copy\"/";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, size])
        .args([disk.path(), copy.path(), &env::current_exe().unwrap()])
        .args(["--exact", "child_records_until_it_ends", "--ignored", "--nocapture"])
        .env(CHILD_DIR, disk.path())
        .output();
    let said = String::from_utf8_lossy(&output.ok()?.stdout).into_owned();
    said.contains("mounted").then_some((said, copy))
}

#[test]
fn a_full_disk_is_told_and_what_was_recorded_before_stays() {
    let Some((said, copy)) = on_a_disk_of("400k") else {
        return eprintln!("skipped: unshare(1) can not mount a small disk here");
    };
    assert!(said.contains("failed the disk that holds"), "{said}");
    assert!(said.contains("canhcong.sqlite3 is full"), "{said}");
    let lines: Vec<String> = said.lines().map(str::to_owned).collect();
    let open = open(copy.path()).unwrap().open_findings("a").unwrap();
    assert!(!open.is_empty());
    assert_eq!(open.len(), keys(&lines).len());
}

#[test]
fn a_disk_that_is_too_full_to_begin_on_is_told() {
    for size in ["8k", "64k"] {
        let Some((said, copy)) = on_a_disk_of(size) else {
            return eprintln!("skipped: unshare(1) can not mount a small disk here");
        };
        assert!(said.contains("failed the disk that holds"), "{size}: {said}");
        // What is left there is in nobody's way.
        open(copy.path()).unwrap();
    }
}

// -- Folders and files that are not what they should be

#[test]
fn a_folder_that_can_not_be_made_or_written_to_is_named() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let told = open(&file.join("state")).unwrap_err();
    assert!(matches!(&told, StoreError::Folder { .. }), "{told}");
    assert!(told.to_string().contains("file/state"), "{told}");
    // Not even root can make files there.
    let told = open(Path::new("/proc/canhcong")).unwrap_err();
    assert!(matches!(&told, StoreError::Folder { .. }), "{told}");
}

/// A database with something in it, closed in order.
fn used_database() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let mut store = open(dir.path()).unwrap();
    let found: Vec<_> = (0..200).map(|nth| finding(&format!("{nth}.example"))).collect();
    look(&mut store, 0, &found, &looked_at(&[]));
    drop(store);
    let path = dir.path().join(Store::FILE);
    (dir, path)
}

/// Opening fails, says so with the path, and leaves the file as it was.
fn refused(dir: &TempDir, path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    assert_eq!(fs::read(path).unwrap(), before, "the file was touched");
    error
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    for text in ["", "not a database", &"rác ".repeat(5000)] {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(Store::FILE);
        fs::write(&path, text).unwrap();
        let error = refused(&dir, &path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }
}

#[test]
fn a_truncated_database_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    let length = fs::metadata(&path).unwrap().len();
    for kept in [length - 1, length / 2, 4096, 100, 0] {
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(kept).unwrap();
        let error = refused(&dir, &path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{kept}: {error}");
    }
}

#[test]
fn a_database_with_a_page_of_garbage_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    let middle = file.metadata().unwrap().len() / 4096 / 2 * 4096;
    file.write_all_at(&[0xaa; 4096], middle).unwrap();
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_missing_database_whose_log_is_there_is_refused() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("canhcong.sqlite3-wal"), "what was not yet moved over").unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

/// Changes four bytes of the database's header.
fn patch(path: &Path, offset: u64, value: u32) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&value.to_be_bytes(), offset).unwrap();
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    patch(&path, 60, 7); // user_version
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Newer { found: 7, known: 2, .. }), "{error}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an older version of the program made this one")]
fn a_database_of_the_first_version_is_brought_up_to_date() {
    let dir = TempDir::new().unwrap();
    let old = rusqlite::Connection::open(dir.path().join("canhcong.sqlite3")).unwrap();
    old.execute_batch(include_str!("../src/store/schema.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let mut store = open(dir.path()).unwrap();
    let told = look(&mut store, 0, &[finding("nhacai.example")], &LookedAt::default());
    assert_eq!(told.findings[0].finding.unpacked, finding("nhacai.example").unpacked);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let (dir, path) = used_database();
    patch(&path, 68, 0x1234); // application_id
    let error = refused(&dir, &path);
    assert!(matches!(error, StoreError::Foreign { found: 0x1234, .. }), "{error}");
}

#[test]
fn a_beginning_that_was_cut_short_is_begun_again() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("canhcong.sqlite3.new"), "half a database").unwrap();
    let mut lock = fs::File::create(dir.path().join("run.lock")).unwrap();
    writeln!(lock, "1 2026-11-19T17:00:00Z").unwrap();
    open(dir.path()).unwrap();
    let mut text = String::new();
    fs::File::open(dir.path().join("run.lock")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "", "ended in order");
}

#[test]
fn a_value_that_nobody_would_have_written_is_damage() {
    let (dir, path) = used_database();
    // `high` in every row becomes a severity that does not exist.
    let mut bytes = fs::read(&path).unwrap();
    for at in memchr::memmem::find_iter(&bytes.clone(), b"high") {
        bytes[at..at + 4].copy_from_slice(b"hihi");
    }
    fs::write(&path, bytes).unwrap();
    let store = open(dir.path()).unwrap();
    let error = store.open_findings("a").unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("hihi"), "{error}");
}
