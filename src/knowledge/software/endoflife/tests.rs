use super::*;

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

const V0: &str = r#"[
    {"cycle": "6", "releaseDate": "2025-10-14", "eol": false, "latest": "6.1.3",
     "latestReleaseDate": "2026-08-18", "lts": false, "support": true, "link": null},
    {"cycle": "5", "releaseDate": "2023-10-17", "eol": "2027-10-12", "latest": "5.4.112",
     "latestReleaseDate": "2025-07-22", "lts": false},
    {"cycle": "4", "releaseDate": "2021-08-17", "eol": "2025-10-14", "latest": "3.4.14",
     "latestReleaseDate": "2025-09-30"},
    {"cycle": 3, "releaseDate": "2012-09-27", "eol": true, "latest": "3.10.12"}
]"#;

const V1: &str = r#"{"schema_version": "1.2.1", "generated_at": "2026-08-22T01:02:03+00:00",
    "last_modified": "2026-08-20T00:00:00+00:00",
    "result": {"name": "php", "label": "PHP", "category": "lang",
      "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:php:php"}], "releases": [
        {"name": "8.1", "codename": null, "label": "8.1", "releaseDate": "2021-11-25",
         "isLts": false, "ltsFrom": null, "isEoas": true, "eoasFrom": "2023-11-25",
         "isEol": false, "eolFrom": "2025-12-31", "isMaintained": true,
         "latest": {"name": "8.1.34", "date": "2025-12-18", "link": "https://php.example"}},
        {"name": "8.5", "releaseDate": "2025-11-20", "isEol": false, "eolFrom": "2029-12-31",
         "latest": null}]}}"#;

#[test]
fn branches_of_the_first_form_are_read_and_doubtful_ones_left_out() {
    let told = read(V0, "joomla", Part::Portal, false).unwrap();
    assert_eq!(told.lifecycle.as_of, on("2026-08-18"));
    let names: Vec<&str> = told.lifecycle.branches.iter().map(|own| &*own.name).collect();
    assert_eq!(names, ["6", "5", "3"]);
    assert_eq!(told.doubts, ["joomla: 3.4.14 is not of 4"]);
    let ended = told.lifecycle.ended(on("2027-10-13"));
    assert!(ended.contains(&Version::parse("5.1").unwrap()));
    assert!(ended.contains(&Version::parse("3.9").unwrap()));
    assert!(!told.lifecycle.ended(on("2027-10-12")).contains(&Version::parse("5.1").unwrap()));
}

#[test]
fn what_was_known_before_is_put_beside_it() {
    let known = crate::knowledge::software::lifecycles::read(
        "[[product]]\nid = \"joomla\"\npart = \"portal\"\nas_of = 2026-08-22\nsource = \"s\"\n\
         [[product.branch]]\nname = \"5\"\nnewest = \"5.4.8\"\nnewest_on = 2026-08-15\n\
         [[product.branch]]\nname = \"to 2\"\nversions = \"<3\"\nended = true\n\
         [[product.branch]]\nname = \"to 6\"\nversions = \"<=6\"\nended = true\n",
    );
    let known = known.unwrap().remove(0).lifecycle;
    let told = read(V0, "joomla", Part::Portal, false).unwrap().beside(&known);
    let five = told.lifecycle.branches.iter().find(|own| own.name == "5").unwrap();
    assert_eq!(five.newest.as_ref().unwrap().version.as_str(), "5.4.8");
    assert!(told.doubts.iter().any(|doubt| doubt.contains("5.4.112")), "{:?}", told.doubts);
    let names: Vec<&str> = told.lifecycle.branches.iter().map(|own| &*own.name).collect();
    assert_eq!(names, ["6", "5", "3", "to 2"], "nothing that goes on is called ended");
}

#[test]
fn an_end_is_worked_out_from_its_day_and_not_from_what_the_file_says_of_now() {
    let told = read(V1, "php", Part::Server, false).unwrap();
    assert_eq!(told.lifecycle.as_of, on("2026-08-22"));
    let old = Version::parse("8.1.2").unwrap();
    assert!(told.lifecycle.ended(on("2026-11-21")).contains(&old));
    assert!(!told.lifecycle.ended(on("2025-12-31")).contains(&old));
}

#[test]
fn makers_that_mend_ended_branches_are_judged_by_their_newest_releases() {
    let file = r#"[{"cycle": "6.9", "eol": false, "latest": "6.9.1", "latestReleaseDate": "2026-02-03"},
        {"cycle": "6.8", "eol": "2025-12-02", "latest": "6.8.3", "latestReleaseDate": "2025-09-30"},
        {"cycle": "4.0", "eol": "2014-12-18", "latest": "4.0.38", "latestReleaseDate": "2022-11-30"}]"#;
    let today = on("2026-02-10");
    for (mends, ended) in [(true, false), (false, true)] {
        let told = read(file, "wordpress", Part::Portal, mends).unwrap();
        let set = told.lifecycle.ended(today);
        assert_eq!(set.contains(&Version::parse("6.8.3").unwrap()), ended);
        assert!(set.contains(&Version::parse("4.0.38").unwrap()));
    }
}

#[test]
fn hostile_files_are_refused_with_their_place() {
    let deep = "[".repeat(100_000);
    let many = format!("[{}]", vec![r#"{"cycle":"1"}"#; Lifecycle::MOST_BRANCHES + 1].join(","));
    for (file, said) in [
        ("", "EOF"),
        ("[]", "at least one"),
        ("{}", "expected the JSON"),
        ("[\n{\"cycle\": []}]", "expected the JSON"),
        ("[{\"cycle\": \"1\"}]", "a day"),
        ("[{\"cycle\": \"1\"", "EOF"),
        (
            r#"[{"cycle": "SE", "latest": "16.0.1", "latestReleaseDate": "2026-08-01"}]"#,
            "by their numbers",
        ),
        (&deep, "recursion"),
        (&many, "expected the JSON"),
    ] {
        let Err((line, why)) = read(file, "x", Part::Library, false) else { panic!("{said}") };
        assert!(line >= 1 && why.contains(said), "{said}: {why}");
    }
}
