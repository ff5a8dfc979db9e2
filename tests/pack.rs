//! Packs of evidence: whichever byte of one is changed, the file that has it is named.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use canhcong::{
    evidence::{
        About, Appended, Chain, Kind, Manifest, Moment, PortalNamed,
        pack::{Made, Order, make},
        verify::{Checked, VerifyError, What, verify},
    },
    finding::{Excerpt, Family, Fingerprint, Lang, Severity, Standing, Where},
    identity::Identity,
    outcome::{Fate, Handling, Incident, Look, Story},
    target::ReportForm,
};
use data_encoding::HEXLOWER;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// A state folder's evidence: two items of one incident, one of another portal.
struct Shelf(TempDir);

const ITEMS: [&str; 2] =
    ["xa-mau/20261120T170000Z-0a1b2c3d4e5f", "xa-mau/20261121T170000Z-0a1b2c3d4e5f"];

impl Shelf {
    fn new() -> Self {
        let shelf = Self(TempDir::new().unwrap());
        for (nth, path) in
            ITEMS.iter().chain(&["xa-khac/20261120T170100Z-ffffffffffff"]).enumerate()
        {
            shelf.put(path, nth);
        }
        shelf
    }

    fn evidence(&self) -> PathBuf {
        self.0.path().join("evidence")
    }

    fn put(&self, path: &str, nth: usize) {
        let folder = self.evidence().join(path);
        fs::create_dir_all(folder.join("layers")).unwrap();
        let page = format!("<a href='https://nha-cai.example/{nth}'>nhà cái</a>");
        fs::write(folder.join("exchange.warc.gz"), warc(&page)).unwrap();
        fs::write(folder.join("facts.json"), r#"{"links":["https://nha-cai.example/"]}"#).unwrap();
        fs::write(folder.join("findings.json"), r#"[{"id":"2c9b1e07a4d35f68"}]"#).unwrap();
        fs::write(folder.join("layers/01.js"), "location='https://nha-cai.example/'").unwrap();
        let about = About {
            portal: PortalNamed {
                id: "xa-mau".into(),
                name: "Xã Mẫu".into(),
                agency: None,
                url: "https://xa-mau.example/".into(),
            },
            page: "https://xa-mau.example/".into(),
            captured_at: Moment::of("2026-11-20T17:00:00Z".parse().unwrap()),
            configuration: "00".repeat(32),
            identities: vec!["citizen".into(), "phone".into()],
            findings: vec!["2c9b1e07a4d35f68".into()],
            screenshot: None,
        };
        let manifest = Manifest::of_folder(&folder, about).unwrap().write(&folder).unwrap();
        let what = Appended { kind: Kind::Item, path, manifest: &manifest, reason: None };
        Chain::of(&self.evidence()).append(&what, "2026-11-20T17:00:05Z".parse().unwrap()).unwrap();
    }

    fn pack(&self, zip: bool) -> Made {
        self.pack_to(&self.0.path().join("packs"), zip)
    }

    fn pack_to(&self, to: &Path, zip: bool) -> Made {
        let items = ITEMS.map(str::to_owned);
        let order = Order {
            evidence: &self.evidence(),
            items: &items,
            story: &story(),
            target: None,
            contacts: &[],
            form: &ReportForm::default(),
            lang: Lang::En,
            at: "2026-11-21T18:00:00Z".parse().unwrap(),
            to,
            zip,
        };
        make(&order).unwrap()
    }
}

/// A request and an answer, each a gzip member.
fn warc(page: &str) -> Vec<u8> {
    let mut archive = Vec::new();
    for (kind, block) in [
        ("request", "GET / HTTP/1.1\r\nHost: xa-mau.example\r\n\r\n".to_owned()),
        ("response", format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}")),
    ] {
        let digest = HEXLOWER.encode(&Sha256::digest(&block));
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://xa-mau.example/\r\n\
             WARC-Block-Digest: sha256:{digest}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        let mut member = GzEncoder::new(&mut archive, Compression::default());
        write!(member, "{head}{block}\r\n\r\n").unwrap();
        member.finish().unwrap();
    }
    archive
}

fn story() -> Story {
    let at = |text: &str| text.parse().unwrap();
    Story {
        incident: Incident {
            id: Fingerprint("2c9b1e07a4d35f68".into()),
            portal: "xa-mau".into(),
            portal_name: Some("Xã Mẫu".into()),
            portal_url: Some("https://xa-mau.example/".into()),
            rule: "spam-link".into(),
            family: Family::Backlink,
            severity: Severity::High,
            url: "https://xa-mau.example/".into(),
            identity: Identity::Citizen,
            subject: "nha-cai.example".into(),
            excerpt: Excerpt::whole("nhà cái"),
            place: Where::default(),
            signals: Vec::new(),
            pages: vec!["https://xa-mau.example/".into()],
            pages_total: 1,
            confirmed: true,
            fate: Fate::Healed { nights: 2, at: at("2026-11-21T17:00:00Z") },
            first_seen: at("2026-11-20T17:00:00Z"),
            last_seen: at("2026-11-20T17:00:00Z"),
            opened_at: at("2026-11-20T17:00:00Z"),
            times_reopened: 0,
            handling: Handling::default(),
        },
        sightings: vec![Look {
            at: at("2026-11-20T17:00:00Z"),
            standing: Standing::New,
            run: "nightly".into(),
        }],
        healed: vec![at("2026-11-21T17:00:00Z")],
        acts: Vec::new(),
    }
}

/// The files of a folder by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut waiting) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(own) = waiting.pop() {
        for entry in fs::read_dir(own).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// What verify says of each file.
fn said(pack: &Path) -> Vec<(String, What)> {
    let checked: Checked = verify(pack).unwrap();
    checked.mismatches.into_iter().map(|own| (own.path, own.what)).collect()
}

/// The same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }

    /// Changes one byte to another one, whichever; says where.
    fn change(&mut self, bytes: &mut [u8]) -> usize {
        let at = self.below(bytes.len());
        bytes[at] ^= u8::try_from(1 + self.below(255)).unwrap();
        at
    }
}

/// How many changes of each kind of pack are tried; `CANHCONG_CHANGES` asks for more.
fn changes() -> usize {
    std::env::var("CANHCONG_CHANGES").map_or(500, |number| number.parse().unwrap())
}

#[test]
fn whatever_byte_of_a_folder_is_changed_its_file_and_no_other_is_named() {
    let shelf = Shelf::new();
    let pack = shelf.pack(false).path;
    assert_eq!(said(&pack), []);
    let whole = files(&pack);
    // Every file gets its share, however short it is.
    let names: Vec<&String> = whole.keys().collect();
    let mut numbers = Numbers(7);
    for nth in 0..changes() {
        let name = names[nth % names.len()];
        let mut bytes = whole[name].clone();
        let at = numbers.change(&mut bytes);
        fs::write(pack.join(name), &bytes).unwrap();
        let said = said(&pack);
        let named: Vec<&String> = said.iter().map(|(path, _)| path).collect();
        assert!(named.contains(&name), "byte {at} of {name}: {said:?}");
        assert!(named.iter().all(|own| *own == name), "byte {at} of {name}: {said:?}");
        fs::write(pack.join(name), &whole[name]).unwrap();
    }
    assert_eq!(said(&pack), []);
}

#[test]
fn whatever_byte_of_a_zip_is_changed_its_file_or_the_zip_around_it_is_named() {
    let shelf = Shelf::new();
    let path = shelf.pack(true).path;
    assert_eq!(said(&path), []);
    let whole = fs::read(&path).unwrap();
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&whole)).unwrap();
    for nth in 0..zip.len() {
        let file = zip.by_index(nth).unwrap();
        let from = usize::try_from(file.data_start().unwrap()).unwrap();
        let name = file.name().unwrap().split_once('/').unwrap().1.to_owned();
        places.push((from, from + usize::try_from(file.size()).unwrap(), name));
    }
    let around: Vec<usize> = (0..whole.len())
        .filter(|at| !places.iter().any(|(from, to, _)| (from..to).contains(&at)))
        .collect();
    let mut numbers = Numbers(11);
    for nth in 0..changes() {
        let mut bytes = whole.clone();
        // The bytes around the files are few: they get half of the changes.
        let at = if nth % 2 == 0 {
            numbers.below(whole.len())
        } else {
            around[numbers.below(around.len())]
        };
        bytes[at] ^= u8::try_from(1 + numbers.below(255)).unwrap();
        fs::write(&path, &bytes).unwrap();
        let said = said(&path);
        match places.iter().find(|(from, to, _)| (*from..*to).contains(&at)) {
            Some((.., name)) => {
                assert!(!said.is_empty(), "byte {at} of {name}");
                assert!(said.iter().all(|(path, _)| path == name), "byte {at} of {name}: {said:?}");
            }
            None => {
                let is_around = |what: &What| {
                    matches!(what, What::Container { .. } | What::Renamed { .. } | What::Repacked)
                };
                assert!(
                    said.iter().any(|(_, what)| matches!(what, What::Container { .. })),
                    "byte {at}: {said:?}"
                );
                assert!(said.iter().all(|(_, what)| is_around(what)), "byte {at}: {said:?}");
            }
        }
    }
}

#[test]
fn what_is_cut_off_missing_added_renamed_or_swapped_is_called_so() {
    let shelf = Shelf::new();
    let pack = shelf.pack(false).path;
    let item = format!("evidence/{}", ITEMS[0]);
    let (facts, script) = (format!("{item}/facts.json"), format!("{item}/layers/01.js"));
    let (facts_at, script_at) = (pack.join(&facts), pack.join(&script));
    let (facts_text, script_text) = (fs::read(&facts_at).unwrap(), fs::read(&script_at).unwrap());

    fs::write(&facts_at, &facts_text[..9]).unwrap();
    let expected = u64::try_from(facts_text.len()).unwrap();
    assert_eq!(said(&pack), [(facts.clone(), What::Truncated { expected, found: 9 })]);
    fs::write(&facts_at, [&facts_text[..], b" "].concat()).unwrap();
    assert_eq!(said(&pack), [(facts.clone(), What::Longer { expected, found: expected + 1 })]);
    fs::write(&facts_at, &script_text).unwrap();
    fs::write(&script_at, &facts_text).unwrap();
    assert_eq!(
        said(&pack),
        [
            (facts.clone(), What::Swapped { with: script.clone() }),
            (script.clone(), What::Swapped { with: facts.clone() })
        ]
    );
    fs::write(&script_at, &script_text).unwrap();
    fs::remove_file(&facts_at).unwrap();
    assert_eq!(said(&pack), [(facts.clone(), What::Missing)]);
    fs::write(pack.join("facts.json"), &facts_text).unwrap();
    assert_eq!(said(&pack), [(facts.clone(), What::Renamed { to: "facts.json".into() })]);
    fs::write(&facts_at, &facts_text).unwrap();
    assert_eq!(said(&pack), [("facts.json".into(), What::Extra)]);
    fs::remove_file(pack.join("facts.json")).unwrap();
    for list in ["manifest.json", "SHA256SUMS", "bien-ban.html", "chain.jsonl", "incident.json"] {
        let text = fs::read(pack.join(list)).unwrap();
        fs::remove_file(pack.join(list)).unwrap();
        assert_eq!(said(&pack)[0], (list.to_owned(), What::Missing), "{list}");
        fs::write(pack.join(list), text).unwrap();
    }
    assert_eq!(said(&pack), []);
}

#[test]
fn what_a_warc_holds_is_named_by_its_record() {
    let shelf = Shelf::new();
    let pack = shelf.pack(false).path;
    let name = format!("evidence/{}/exchange.warc.gz", ITEMS[1]);
    fs::write(pack.join(&name), warc("<p>Tin</p>")).unwrap();
    assert!(matches!(&said(&pack)[..], [(path, What::Truncated { .. })] if *path == name));
    let mut archive = warc("<a href='https://nha-cai.example/1'>nhà cái</a>");
    let at = archive.len() - 20;
    archive[at] ^= 1;
    fs::write(pack.join(&name), archive).unwrap();
    let said = said(&pack);
    let [(_, What::Changed { .. }), (path, What::Record { record: 2, .. })] = &said[..] else {
        panic!("{said:?}");
    };
    assert_eq!(*path, name);
}

#[test]
fn evidence_that_was_damaged_before_it_was_packed_is_packed_and_told() {
    let shelf = Shelf::new();
    let facts = shelf.evidence().join(ITEMS[0]).join("facts.json");
    fs::write(facts, "{}").unwrap();
    fs::remove_dir_all(shelf.evidence().join(ITEMS[1])).unwrap();
    let made = shelf.pack(false);
    assert_eq!(made.damaged, [ITEMS[0]]);
    assert_eq!(made.missing[0].path, ITEMS[1]);
    let said = said(&made.path);
    let [(path, What::BeforePacking { .. })] = &said[..] else { panic!("{said:?}") };
    assert_eq!(*path, format!("evidence/{}/facts.json", ITEMS[0]));
    let cover = fs::read_to_string(made.path.join("doc-truoc.html")).unwrap();
    assert!(cover.contains("không còn khớp") && cover.contains("không tìm thấy trong thư mục"));
}

#[test]
fn a_chain_that_was_written_anew_does_not_fit_the_items() {
    let shelf = Shelf::new();
    let chain = shelf.evidence().join("chain.jsonl");
    let text = fs::read_to_string(&chain).unwrap();
    fs::write(&chain, text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>())
        .unwrap();
    let made = shelf.pack(false);
    assert_eq!(made.damaged, [ITEMS[0]]);
    let said = said(&made.path);
    assert!(said.iter().any(|(path, what)| path == "chain.jsonl" && matches!(what, What::Line { line: 1, .. })));
    assert!(said.iter().any(|(_, what)| *what == What::NotInChain), "{said:?}");
}

#[test]
fn a_pack_is_in_the_chain_and_another_of_the_day_has_another_name() {
    let shelf = Shelf::new();
    let (first, second, zip) = (shelf.pack(false), shelf.pack(false), shelf.pack(true));
    let name = "canhcong-xa-mau-2c9b1e07a4d35f68-20261122";
    let names =
        [&first, &second, &zip].map(|made| made.path.file_name().unwrap().to_str().unwrap());
    assert_eq!(names, [name, &format!("{name}-2"), &format!("{name}-3.zip")]);
    let verdict = Chain::of(&shelf.evidence()).read().unwrap();
    assert_eq!(verdict.breaks, []);
    let last = verdict.entries.last().unwrap();
    assert_eq!((last.kind, &last.manifest), (Kind::Pack, &zip.manifest));
    assert_eq!(said(&second.path), []);
    let packs: Vec<_> = fs::read_dir(shelf.0.path().join("packs")).unwrap().collect();
    assert_eq!(packs.len(), 3, "no draft is left behind");
}

#[test]
fn a_zip_that_another_program_packed_is_read_and_told_apart() {
    let shelf = Shelf::new();
    let pack = shelf.pack(false).path;
    let path = shelf.0.path().join("lai.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files(&pack) {
        zip.start_file(format!("goi/{name}"), options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
    assert_eq!(said(&path), [("(zip)".to_owned(), What::Repacked)]);
}

#[test]
fn a_truncated_zip_says_what_is_left() {
    let shelf = Shelf::new();
    let path = shelf.pack(true).path;
    let whole = fs::read(&path).unwrap();
    for left in [whole.len() - 1, whole.len() - 30, whole.len() / 2] {
        fs::write(&path, &whole[..left]).unwrap();
        match verify(&path) {
            Ok(checked) => assert!(!checked.is_whole(), "{left}"),
            Err(VerifyError::NoPack) => assert_eq!(left, whole.len() / 2),
            Err(error) => panic!("{left}: {error}"),
        }
    }
}

#[test]
fn hostile_packs_are_not_followed_and_cost_little() {
    let shelf = Shelf::new();
    let pack = shelf.pack(false).path;
    let inside = files(&pack);
    let path = shelf.0.path().join("a.zip");
    let write = |extra: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        let own = inside.iter().map(|(name, bytes)| (format!("p/{name}"), &bytes[..]));
        let extra = extra.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes));
        for (name, bytes) in own.chain(extra) {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
    };
    write(&[("p/../../x", b"x"), ("/etc/passwd", b"x")]);
    let names: Vec<String> = said(&path).into_iter().map(|(name, _)| name).collect();
    assert!(
        names.contains(&"../../x".to_owned()) && names.contains(&"/etc/passwd".to_owned()),
        "{names:?}"
    );
    // A bomb under the name of a file is not unpacked beyond that file's length.
    let bomb = vec![0; 200 << 20];
    write(&[("p/bomb", &bomb)]);
    let extra = said(&path).into_iter().find(|(name, _)| name == "bomb");
    assert_eq!(extra.unwrap().1, What::Extra);

    #[cfg(unix)]
    {
        fs::remove_file(pack.join("incident.json")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", pack.join("incident.json")).unwrap();
        assert_eq!(said(&pack), [("incident.json".to_owned(), What::Strange)]);
    }
    fs::write(&path, "no zip").unwrap();
    assert!(matches!(verify(&path), Err(VerifyError::NoContainer(_))));
    assert!(matches!(verify(shelf.0.path()), Err(VerifyError::NoPack)));
    assert!(matches!(verify(&shelf.0.path().join("none")), Err(VerifyError::Io(_))));
}
