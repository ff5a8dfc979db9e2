//! Releases of NukeViet, told by what they serve.

use std::{collections::HashMap, fs};

use canhcong::{
    knowledge::Knowledge,
    software::{Extent, Found, Kind, Standing, StaticFile, Version, Versions, product},
};
use serde::Deserialize;
use url::Url;

use super::shared;

/// Those from 4.1.00 on have all files listed and are told apart best.
const FIRST: [u32; 3] = [4, 1, 0];
/// What pages load.
const LOADED: [&str; 3] =
    ["assets/js/jquery/jquery.min.js", "assets/js/global.js", "assets/js/site.js"];
/// What pages of the theme that comes with it load beside that.
const THEME: [&str; 2] = ["themes/default/js/main.js", "themes/default/css/style.css"];

#[derive(Deserialize)]
struct Table {
    nukeviet: Vec<Release>,
    #[serde(rename = "nukeviet-egov")]
    egov: Vec<Release>,
}

#[derive(Clone, Deserialize)]
struct Release {
    version: String,
    sha256_lf: HashMap<String, String>,
}

impl Release {
    fn numbers(&self) -> [u32; 3] {
        let numbers: Vec<u32> = self.version.split('.').map(|part| part.parse().unwrap()).collect();
        numbers.try_into().unwrap()
    }

    fn version(&self) -> Version {
        self.version.parse().unwrap()
    }

    /// A page as this release of NukeViet serves it.
    fn page(&self) -> String {
        let own = self.numbers();
        let generator = match own {
            _ if own < [4, 3, 8] => "v4.0",
            _ if own < [4, 4, 1] => "v4.3",
            [4, 4, _] => "v4.4",
            _ => "v4.5",
        };
        let variables = match own {
            _ if own < [4, 0, 23] => "nv_siteroot=\"/\",nv_sitelang=\"vi\"",
            _ if own < [4, 1, 1] => "nv_base_siteurl=\"/\"",
            _ if own < [4, 4, 5] => {
                "nv_base_siteurl=\"/\",nv_is_recaptcha=0,nv_recaptcha_elements=[]"
            }
            [4, 4, _] => "nv_base_siteurl=\"/\",nv_is_recaptcha=0,XSSsanitize=1",
            _ if own < [4, 5, 2] => "nv_base_siteurl=\"/\",nv_recaptcha_ver=2",
            _ => "nv_base_siteurl=\"/\",nv_recaptcha_ver=2,XSSsanitize=1",
        };
        let purify = match own {
            _ if own >= [4, 5, 4] => "<script src=\"/assets/js/DOMPurify/purify3.js\"></script>",
            _ if own >= [4, 5, 2] => "<script src=\"/assets/js/DOMPurify/purify.js\"></script>",
            _ => "",
        };
        page(generator, &format!("{variables},nv_lang_data=\"vi\",nv_name_variable=\"nv\""), purify)
    }
}

fn page(generator: &str, variables: &str, more: &str) -> String {
    format!(
        "<!doctype html><head><meta name=\"generator\" content=\"NukeViet {generator}\">\
         <script src=\"/assets/js/jquery/jquery.min.js\"></script><script>var {variables};</script>\
         {more}</head><body><p>Tin tức</p></body>"
    )
}

fn table() -> Option<Table> {
    let path = shared("data/nukeviet_static_hashes.json")?;
    Some(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
}

fn digest(digits: &str) -> [u8; 32] {
    let bytes = (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap());
    bytes.collect::<Vec<u8>>().try_into().unwrap()
}

/// A portal that answers with this page, and with these files of which only the digest is known.
fn portal(html: &str, files: &[(&str, [u8; 32])]) -> Vec<Found> {
    let home = Url::parse("https://xa.gov.example/").unwrap();
    let known = files.iter().map(|(path, sha256)| StaticFile {
        url: home.join(path).unwrap(),
        sha256: *sha256,
        sha1: [0; 20],
        md5: [0; 16],
        head: String::new(),
    });
    super::portal(&home, html, &known.collect::<Vec<_>>())
}

fn files<'a>(release: &Release, paths: &[&'a str]) -> Vec<(&'a str, [u8; 32])> {
    let known = |path: &&'a str| Some((*path, digest(release.sha256_lf.get(*path)?)));
    paths.iter().filter_map(known).collect()
}

/// The one NukeViet that was found; beside it are the libraries that it ships.
fn only(mut found: Vec<Found>, id: &str) -> Found {
    found.retain(|own| own.product.id.starts_with("nukeviet"));
    let ids: Vec<&str> = found.iter().map(|own| own.product.id).collect();
    assert_eq!(ids, [id]);
    found.into_iter().next().unwrap()
}

fn extra(id: &str) -> Vec<&'static str> {
    product(id).unwrap().extra_files.to_vec()
}

#[test]
fn every_release_of_nukeviet_is_told() {
    let Some(table) = table() else { return };
    let (extra, releases) = (extra("nukeviet"), &table.nukeviet);
    let with = |more: &[&'static str]| [&LOADED, more].concat();
    for (what, paths, at_least) in [
        ("a theme of its own, nothing more", with(&[]), 18),
        ("the theme that comes with it", with(&THEME), 18),
        ("a theme of its own, three more files", with(&extra), 25),
        (
            "the theme that comes with it, three more files",
            with(&[&THEME[..], &extra].concat()),
            25,
        ),
    ] {
        let (mut exact, mut few, mut told) = (0, 0, Vec::new());
        for release in releases {
            let found = only(portal(&release.page(), &files(release, &paths)), "nukeviet");
            let answer = &found.answer;
            let wrong = format!("{what}: {} as {answer:?}", release.version);
            assert!(answer.versions.contains(&release.version()), "{wrong}");
            assert_ne!(answer.kind, Kind::Contradictory, "{wrong}");
            assert!(answer.exact().is_none_or(|exact| *exact == release.version()), "{wrong}");
            let possible = releases.iter().filter(|own| answer.versions.contains(&own.version()));
            let possible = possible.count();
            if release.numbers() >= FIRST {
                exact += usize::from(answer.kind == Kind::Exact);
                few += usize::from(possible <= 3);
            }
            if answer.kind != Kind::Exact {
                told.push(format!("{} is {}", release.version, answer.versions));
            }
        }
        let all = releases.iter().filter(|release| release.numbers() >= FIRST).count();
        println!("NukeViet, {what}: {exact} of {all} exact, {few} exact or one of three");
        told.iter().for_each(|line| println!("    {line}"));
        assert!(few >= at_least, "{what}: {few} of {all}");
    }
}

#[test]
fn old_releases_are_called_old_and_new_ones_never() {
    let Some(table) = table() else { return };
    let (known, today) = (Knowledge::builtin(), "2026-11-21".parse().unwrap());
    // The newest of the two branches that its makers mended last; 4.5.06 is not in the table.
    let newest = [[4, 4, 8], [4, 5, 6]];
    for paths in [LOADED.to_vec(), [&LOADED[..], &extra("nukeviet")].concat()] {
        let (mut surely, mut maybe, mut exploitable) = (0, 0, 0);
        for release in &table.nukeviet {
            let found = only(portal(&release.page(), &files(release, &paths)), "nukeviet");
            let told = known.software.assess(&found, today);
            let wrong = format!("{}: {}", release.version, told.why.en);
            match told.standing {
                Standing::Outdated => surely += 1,
                Standing::PossiblyOutdated => maybe += 1,
                _ => assert!(newest.contains(&release.numbers()), "{wrong}"),
            }
            let is_newest = newest.contains(&release.numbers());
            assert!(!is_newest || told.standing != Standing::Outdated, "{wrong}");
            let holes = told.advisories.iter().filter(|hole| hole.extent == Extent::Wholly);
            assert!(
                holes.clone().all(|hole| hole.advisory.affected.contains(&release.version())),
                "{wrong}"
            );
            exploitable += usize::from(holes.count() > 0);
        }
        println!(
            "NukeViet, {} files: {surely} of {} outdated, {maybe} perhaps, {exploitable} with holes",
            paths.len(),
            table.nukeviet.len()
        );
    }
}

#[test]
fn a_file_that_no_release_ships_is_never_told_as_exact() {
    let Some(table) = table() else { return };
    let paths = [&LOADED[..], &extra("nukeviet")].concat();
    for release in &table.nukeviet {
        let known = files(release, &paths);
        for changed in 0..known.len() {
            let mut files = known.clone();
            files[changed].1 = [7; 32];
            let answer = only(portal(&release.page(), &files), "nukeviet").answer;
            let wrong =
                format!("{} with another {}: {answer:?}", release.version, files[changed].0);
            assert_ne!(answer.kind, Kind::Exact, "{wrong}");
            assert_ne!(answer.kind, Kind::Contradictory, "{wrong}");
            assert!(answer.versions.contains(&release.version()), "{wrong}");
        }
    }
}

#[test]
fn what_is_newer_than_the_table_is_told_as_newer() {
    let Some(table) = table() else { return };
    let newest = table.nukeviet.last().unwrap();
    let paths = [&LOADED[..], &extra("nukeviet")].concat();
    // As copies of 4.5.06 are: all as in 4.5.05 but for one file.
    let mut next = files(newest, &paths);
    next.iter_mut().filter(|file| file.0.ends_with("site.js")).for_each(|file| file.1 = [6; 32]);
    let answer = only(portal(&newest.page(), &next), "nukeviet").answer;
    assert_eq!((answer.kind, answer.at_least()), (Kind::AtLeast, Some(&newest.version())));
    // As copies of the next major version are: an old library, everything else unknown.
    let develop =
        page("v5.0", "nv_base_siteurl=\"/\",nv_name_variable=\"nv\",nv_assets_dir=\"a\"", "");
    let mut files = files(newest, &LOADED);
    files.iter_mut().skip(1).for_each(|file| file.1 = [5; 32]);
    let answer = only(portal(&develop, &files), "nukeviet").answer;
    assert_eq!(answer.kind, Kind::AtLeast);
    assert!(answer.versions.is_within(&Versions::parse(">=5.0-dev").unwrap()), "{answer:?}");
}

#[test]
fn parts_of_two_releases_contradict_each_other() {
    let Some(table) = table() else { return };
    let release =
        |version: &str| table.nukeviet.iter().find(|own| own.version == version).unwrap().clone();
    let (old, new) = (release("4.3.06"), release("4.4.02"));
    let mixed = [files(&old, &["assets/editors/ckeditor/ckeditor.js"]), files(&new, &LOADED)];
    let answer = only(portal(&new.page(), &mixed.concat()), "nukeviet").answer;
    assert_eq!(answer.kind, Kind::Contradictory);
    for version in [old.version(), new.version()] {
        assert!(answer.versions.contains(&version), "{answer:?}");
    }
    let bare = page("v4.0", "a=1", "");
    let answer = only(portal(&bare, &[]), "nukeviet").answer;
    assert_eq!(
        (answer.kind, answer.versions.to_string()),
        (Kind::Range, "from 4.0.19, before 4.3.08".into())
    );
}

#[test]
fn the_edition_for_the_state_is_told_by_its_own_numbers() {
    let Some(table) = table() else { return };
    let mut few = 0;
    for release in &table.egov {
        let generator = match release.numbers() {
            own if own < [1, 2, 0] => "v4.0",
            [1, 2, 0] => "v4.3",
            _ => "v4.4",
        };
        let theme = "<link rel=stylesheet href=/themes/egov/css/custom.css>";
        let html = page(
            generator,
            "nv_base_siteurl=\"/\",nv_name_variable=\"nv\",nv_is_recaptcha=0",
            theme,
        );
        let theme_only = [&LOADED[..2], &["themes/egov/css/custom.css"]].concat();
        let all = [&theme_only[..], &extra("nukeviet-egov")].concat();
        let told = [theme_only, all].map(|paths| {
            let found = only(portal(&html, &files(release, &paths)), "nukeviet-egov");
            assert!(found.answer.versions.contains(&release.version()), "{found:?}");
            found.answer.versions
        });
        let [without, with] = &told;
        println!("eGovernment {} is {without}; with three more files {with}", release.version);
        let possible = table.egov.iter().filter(|own| with.contains(&own.version()));
        few += usize::from(possible.count() <= 3);
    }
    assert!(few >= 10, "{few} of 12");
}
