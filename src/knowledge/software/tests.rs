use super::*;
use crate::{
    page::{Loaded, Reader},
    software::{Answer, Extent, Inventory, Says, Standing, StaticFile, Version, Versions},
};

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

const TODAY: &str = "2026-11-21";

fn set(text: &str) -> Versions {
    Versions::parse(text).unwrap()
}

fn judged(product: &str, says: &[Says], package: Option<&'static str>) -> Assessment {
    let answer = Answer::of(says);
    let subject = Subject { name: product, kind: answer.kind, versions: &answer.versions, package };
    Software::builtin().assess_as(product, subject, on(TODAY))
}

fn standing(product: &str, versions: &str) -> Standing {
    judged(product, &[Says::Versions(set(versions))], None).standing
}

fn has(own: &Assessment, id: &str) -> Option<Extent> {
    own.advisories.iter().find(|hole| hole.advisory.id == id).map(|hole| hole.extent)
}

#[test]
fn a_file_that_no_known_release_ships_is_not_outdated() {
    let own = judged("nukeviet", &[Says::NotShipped, Says::Shipped(set("4.5.05"))], None);
    assert_eq!(own.standing, Standing::PossiblyOutdated);
    assert_eq!(has(&own, "CVE-2024-36528"), Some(Extent::Possibly));
    assert!(own.severity <= Some(crate::finding::Severity::Low), "{:?}", own.severity);
    assert_eq!(own.stale_days, Some(769));
    assert_eq!(standing("nukeviet", "4.5.05"), Standing::Outdated);
    assert_eq!(standing("nukeviet", "4.5.06"), Standing::NoNewerKnown);
    assert_eq!(standing("nukeviet", ">=5.0.00-dev"), Standing::NoNewerKnown);
}

#[test]
fn a_generator_of_four_years_is_outdated_whichever_release_it_is() {
    let own = judged("nukeviet", &[Says::Versions(set(">=4.0.19 <4.3.08"))], None);
    assert_eq!(own.standing, Standing::Outdated);
    assert_eq!(own.newest.as_ref().map(|own| own.version.as_str()), Some("4.5.06"));
    assert_eq!(has(&own, "CVE-2024-36528"), Some(Extent::Wholly));
    assert_eq!(has(&own, "CVE-2019-7726"), Some(Extent::Possibly));
    assert!(own.why.vi.contains("đã cũ") && !own.why.en.contains("up to date"));
}

#[test]
fn a_package_of_a_distribution_is_a_note() {
    let says = [Says::Versions(set("2.4.57"))];
    let own = judged("apache", &says, Some("Debian"));
    assert_eq!(own.standing, Standing::Unknown);
    assert!(own.advisories.is_empty() && own.severity.is_none(), "{own:?}");
    assert!(own.why.en.contains("Debian"), "{}", own.why.en);

    let ended = judged("php", &[Says::Versions(set("7.4.33"))], Some("Debian"));
    assert_eq!(ended.standing, Standing::EndOfLife);
    assert_eq!(ended.severity, Some(crate::finding::Severity::Info));
    let plain = judged("apache", &says, None);
    assert_eq!(plain.standing, Standing::PossiblyOutdated);
}

#[test]
fn portals_are_judged_by_what_comes_with_the_program() {
    for (product, versions, verdict) in [
        ("nukeviet-egov", "1.2.02", Standing::NoNewerKnown),
        ("nukeviet-egov", "1.1.01", Standing::Outdated),
        ("wordpress", "7.1", Standing::NoNewerKnown),
        ("wordpress", "6.9.1", Standing::Outdated),
        ("wordpress", "6.9.9", Standing::Unknown),
        ("wordpress", "4.5.3", Standing::EndOfLife),
        ("drupal", ">=7 <8", Standing::EndOfLife),
        ("drupal", ">=10 <11", Standing::PossiblyOutdated),
        ("joomla", "3.10.12", Standing::EndOfLife),
        ("sharepoint", "16.0.10417.20037", Standing::EndOfLife),
        ("sharepoint", "15.0.4569.1000", Standing::EndOfLife),
        ("sharepoint", "16.0.19725.20522", Standing::NoNewerKnown),
        ("jquery", "1.12.4", Standing::EndOfLife),
        ("jquery", "3.6.0", Standing::Outdated),
        ("jquery", "3.7.1", Standing::NoNewerKnown),
        ("iis", "8.5", Standing::EndOfLife),
        ("iis", "10.0", Standing::Unknown),
        ("nobody-knows", "1.0", Standing::Unknown),
    ] {
        assert_eq!(standing(product, versions), verdict, "{product} {versions}");
    }
    let windows = judged("iis", &[Says::Versions(set("8.5"))], None);
    assert_eq!(windows.severity, Some(crate::finding::Severity::Medium));
    let moodle = judged("moodle", &[Says::Versions(set(">=4.5 <4.6"))], None);
    assert!(moodle.why.en.contains("mended until 2027-10-04"), "{}", moodle.why.en);
    let dead = judged("angularjs", &[Says::Product], None);
    assert_eq!(dead.standing, Standing::EndOfLife);
    let exploited = judged("dnn", &[Says::Versions(set("9.1.0"))], None);
    assert_eq!(exploited.severity, Some(crate::finding::Severity::Critical));
    let library = judged("jquery", &[Says::Versions(set("3.4.1"))], None);
    assert_eq!(library.severity, Some(crate::finding::Severity::High));
}

#[test]
fn what_was_found_is_judged() {
    let product = product("nukeviet").unwrap();
    let answer = Answer::of(&[Says::Versions(set("4.4.02"))]);
    let found = Found { product, answer, evidence: Vec::new(), package: None };
    assert_eq!(Software::builtin().assess(&found, on(TODAY)).standing, Standing::Outdated);
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn with(files: &[(&str, &str)]) -> Software {
    let mut known = Software::builtin();
    known.extend(folder(files).path()).unwrap();
    known
}

#[test]
fn an_operators_files_are_put_on_top() {
    let known = with(&[
        (
            "lifecycles.toml",
            "[[product]]\nid = \"vnpt-portal\"\npart = \"portal\"\nas_of = 2026-11-01\nsource = \"us\"\n\
             [[product.branch]]\nname = \"2\"\nnewest = \"2.4\"\n",
        ),
        (
            "advisories.toml",
            "as_of = 2026-11-01\n[[advisory]]\nid = \"CVE-2026-1\"\nproduct = \"vnpt-portal\"\n\
             affected = \"<2.4\"\nseverity = \"high\"\nletter = \"12/CV\"\nsource = \"letter\"\n\
             confidence = \"vendor\"\n",
        ),
        (
            "endoflife/apache-http-server.json",
            r#"[{"cycle": "2.4", "eol": false, "latest": "2.4.70", "latestReleaseDate": "2026-11-01"}]"#,
        ),
        (
            "endoflife/php.json",
            r#"[{"cycle": "8.1", "eol": false, "latest": "8.1.2", "latestReleaseDate": "2022-01-20"}]"#,
        ),
        (
            "known_exploited_vulnerabilities.json",
            r#"{"vulnerabilities": [{"cveID": "CVE-2026-1"}, {"cveID": "CVE-2022-30874"}]}"#,
        ),
        (
            "jsrepository-v5.json",
            r#"{"Slick.JS": {"vulnerabilities": [{"below": "1.9", "severity": "high",
                "identifiers": {"CVE": ["CVE-2026-1"]}}], "extractors": {"filename": ["slick-(§§version§§).js"]}}}"#,
        ),
        ("technologies/a.json", r#"{"Alpha": {"headers": {"x-alpha": ""}}}"#),
        ("technologies/b.json", r#"{"Beta": {"headers": {"x-beta": "(?!y)"}}}"#),
        (
            "digests/nukeviet.json",
            r#"{"js/own.js": {"900150983cd24fb0d6963f7d28e17f72": ["4.4.02"],
                "00000000000000000000000000000000": ["4.4.03", "4.5.00"]}}"#,
        ),
    ]);
    assert!(known.refused().is_empty(), "{:?}", known.refused());
    let newest = known.lifecycle("apache").and_then(Lifecycle::newest).unwrap();
    assert_eq!(newest.version.as_str(), "2.4.70");
    assert!(known.notes().iter().any(|note| note.contains("php.json")), "{:?}", known.notes());
    assert!(known.notes().iter().any(|note| note.contains("b.json: 1 ")), "{:?}", known.notes());
    for (product, id) in
        [("vnpt-portal", "CVE-2026-1"), ("nukeviet", "CVE-2022-30874"), ("slick", "CVE-2026-1")]
    {
        let all = known.advisories(product);
        assert!(all.iter().any(|own| own.id == id && own.exploited), "{product}");
    }
    assert_eq!(known.technologies().unwrap().counts(), (2, 2));
    let url = url::Url::parse("https://so.gov.example/js/own.js").unwrap();
    let file = StaticFile::of(url, b"abc").unwrap();
    let clues = known.clues(&Traces::of_file(&file));
    let [(found, clue)] = &clues[..] else { panic!("{clues:?}") };
    let release = Versions::exactly(Version::parse("4.4.02").unwrap());
    assert!(found.id == "nukeviet" && !clue.proves && clue.says == Says::Shipped(release));

    let mut inventory = Inventory::default();
    inventory.hear(found, clue.clone(), &Traces::of_file(&file));
    assert!(inventory.found().is_empty(), "a table alone proves nothing");
    let html = r#"<meta name="generator" content="NukeViet v4.4">"#;
    let page = Reader::new().read(html.into(), &file.url, &[], &Loaded::default());
    inventory.add(&Traces::of_answer(&file.url, &[], Some(&page)));
    let [told] = &inventory.found()[..] else { panic!("{:?}", inventory.found()) };
    assert_eq!(told.answer.exact().map(Version::as_str), Some("4.4.02"));
}

#[test]
fn a_damaged_file_of_others_is_refused_and_the_rest_is_used() {
    let large = format!("[{}]", " ".repeat(33 << 20));
    let known = with(&[
        ("known_exploited_vulnerabilities.json", "{\n\"vulnerabilities\": [\n{\"cveID\": 1}]}"),
        ("endoflife/joomla.json", &large),
        ("endoflife/drupal.json", "[{\"cycle\""),
        ("jsrepository-v5.json", "\u{0}"),
        ("digests/nukeviet.json", &"{\"a\":".repeat(1_000)),
        ("technologies.json", r#"{"A": {"headers": 5}}"#),
    ]);
    let said: Vec<String> = known.refused().iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    for part in [
        "known_exploited_vulnerabilities.json:3: ",
        "joomla.json: expected at most 32 MiB",
        "drupal.json:1: ",
        "jsrepository-v5.json:1: ",
        "nukeviet.json:1: ",
        "technologies.json:1: ",
    ] {
        assert!(said.iter().any(|said| said.contains(part)), "{part} in {said:#?}");
    }
    assert_eq!(known.lifecycle("drupal"), Software::builtin().lifecycle("drupal"));
    assert!(known.technologies().is_none_or(|own| own.counts() == (0, 0)));
}

#[test]
fn mistakes_in_our_own_tables_end_the_reading() {
    let dir = folder(&[("lifecycles.toml", "[[product]]\nid = \"a\"\n")]);
    let said = Software::builtin().extend(dir.path()).unwrap_err().to_string();
    assert!(said.contains("lifecycles.toml:1") && said.contains("part"), "{said}");
}
