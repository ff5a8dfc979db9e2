use super::*;

const REPOSITORY: &str = r#"{
  "jquery": {"bowername": ["jQuery"], "npmname": "jquery",
    "vulnerabilities": [
      {"below": "1.9.0b1", "cwe": ["CWE-79"], "severity": "medium",
       "identifiers": {"summary": "…", "CVE": ["CVE-2012-6708"], "bug": "11290"}, "info": ["…"]},
      {"atOrAbove": "1.0.3", "below": "3.5.0", "severity": "medium", "excludes": ["1.12.4-aem"],
       "identifiers": {"CVE": ["CVE-2020-11023"], "githubID": "GHSA-jpcq-cgw6-v4j6"}, "info": []},
      {"below": "0.0.0-0", "identifiers": {}}],
    "extractors": {
      "func": ["window.jQuery.fn.jquery"],
      "uri": ["/(§§version§§)/jquery(\\.min)?\\.js"],
      "filename": ["jquery-(§§version§§)(\\.min)?\\.js"],
      "filecontent": ["/\\*!? jQuery v(§§version§§)", "(a)\\1"],
      "filecontentreplace": ["/x=([a-z])\\.document,y=\"(§§version§§)\"/$2/", "/broken"],
      "hashes": {"A9993E364706816ABA3E25717850C26C9CD0D89D": "1.4.2"},
      "ast": ["//AssignmentExpression"]}},
  "empty": {"vulnerabilities": [], "extractors": {}}}"#;

fn told(found: Vec<Library>) -> Vec<String> {
    found.iter().map(|own| format!("{} {}", own.name, own.version)).collect()
}

fn file(path: &str, body: &str) -> StaticFile {
    let home = Url::parse("https://so.gov.example/").unwrap();
    StaticFile::of(home.join(path).unwrap(), body.as_bytes()).unwrap()
}

#[test]
fn libraries_are_known_by_their_files() {
    let repository = read(REPOSITORY).unwrap();
    assert_eq!(repository.unread, 3, "a hole, two patterns");
    let own = repository.libraries;
    for (path, body, library) in [
        ("/js/jquery-1.12.4.min.js", "x", "jquery 1.12.4"),
        ("/ajax/3.4.1/jquery.min.js", "x", "jquery 3.4.1"),
        ("/a.js", "/*! jQuery v3.6.0 | (c) */", "jquery 3.6.0"),
        ("/a.js", "x=a.document,y=\"2.1.0\"", "jquery 2.1.0"),
        ("/a.js", "abc", "jquery 1.4.2"),
    ] {
        assert_eq!(told(own.of_file(&file(path, body))), [library], "{path}");
    }
    assert!(own.of_file(&file("/my-jquery-1.12.4.js.map", "x")).is_empty());
}

#[test]
fn holes_are_sets_of_versions() {
    let holes = read(REPOSITORY).unwrap().advisories;
    let affects = |id: &str, version: &str| {
        let hole = holes.iter().find(|hole| hole.id == id).unwrap();
        hole.affected.contains(&Version::parse(version).unwrap())
    };
    assert!(affects("CVE-2012-6708", "1.8.3") && !affects("CVE-2012-6708", "1.9.0"));
    assert!(affects("CVE-2020-11023", "1.12.4") && !affects("CVE-2020-11023", "3.5.0"));
    assert!(!affects("CVE-2020-11023", "1.12.4-aem"));
}

#[test]
fn hostile_files_are_refused_with_their_place() {
    for (file, said) in [
        ("[]", "expected"),
        ("[1]", "expected an object"),
        ("{\"a\": {\"extractors\": {\"uri\": 5}}}", "a text or a list"),
        ("{\"a\": {\n\"vulnerabilities\": {}}}", "a list of at most"),
        ("{\"a\": {\"extractors\": {\"hashes\": {\"x\": []}}}}", "string"),
    ] {
        match read(file) {
            Ok(repository) => assert!(file == "[]" && repository.advisories.is_empty()),
            Err((_, why)) => assert!(why.contains(said), "{file}: {why}"),
        }
    }
}
