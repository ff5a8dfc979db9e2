use tempfile::TempDir;

use super::*;

fn about() -> About {
    About {
        portal: PortalNamed {
            id: "tuan-giao".into(),
            name: "UBND huyện Tuần Giáo".into(),
            agency: None,
            url: "https://tuangiao.example/".into(),
        },
        page: "https://tuangiao.example/tin".into(),
        captured_at: Moment::of("2026-11-21T02:03:04.5Z".parse().unwrap()),
        configuration: "00".repeat(32),
        identities: vec!["citizen".into()],
        findings: vec!["2c9b1e07a4d35f68".into()],
        screenshot: None,
    }
}

fn item() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("layers")).unwrap();
    for (path, text) in
        [("exchange.warc.gz", "gz"), ("facts.json", "{}"), ("layers/01.js", "eval(1)")]
    {
        fs::write(dir.path().join(path), text).unwrap();
    }
    Manifest::of_folder(dir.path(), about()).unwrap().write(dir.path()).unwrap();
    dir
}

fn differences(folder: &TempDir) -> Vec<String> {
    Manifest::check(folder.path()).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn a_manifest_is_read_as_it_was_written_and_a_whole_folder_has_no_differences() {
    let folder = item();
    let (manifest, sha256) = Manifest::read(folder.path()).unwrap();
    assert_eq!(manifest.about, about());
    assert_eq!(manifest.about.captured_at.ict, "2026-11-21T09:03:04+07:00");
    let paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["exchange.warc.gz", "facts.json", "layers/01.js"]);
    assert_eq!(sha256, disk::digest_of(&folder.path().join(MANIFEST)).unwrap().1);
    assert_eq!(differences(&folder), [""; 0]);
}

#[test]
fn each_difference_is_named() {
    let folder = item();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("facts.json"), "[]").unwrap();
    fs::write(path("exchange.warc.gz"), "gz!").unwrap();
    fs::rename(path("layers/01.js"), path("layers/02.js")).unwrap();
    fs::write(path("more"), "x").unwrap();
    let digest = |text: &str| disk::sha256(text.as_bytes());
    assert_eq!(
        differences(&folder),
        [
            format!(
                "exchange.warc.gz is 3 bytes long instead of 2, SHA-256 {} instead of {}",
                digest("gz!"),
                digest("gz")
            ),
            format!("facts.json was changed: SHA-256 {} instead of {}", digest("[]"), digest("{}")),
            "layers/01.js is now called layers/02.js".to_owned(),
            "more is there and not in the manifest".to_owned(),
        ]
    );
    fs::remove_file(path("layers/02.js")).unwrap();
    assert!(differences(&folder).contains(&"layers/01.js is missing".to_owned()));
}

#[test]
#[cfg(unix)]
fn a_link_is_no_file_of_the_folder_wherever_it_leads() {
    let folder = item();
    let path = folder.path().join("facts.json");
    let elsewhere = TempDir::new().unwrap();
    fs::rename(&path, elsewhere.path().join("facts.json")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("facts.json"), &path).unwrap();
    assert_eq!(differences(&folder), ["facts.json is no regular file"]);
}

#[test]
fn a_manifest_that_leads_out_of_its_folder_is_not_followed() {
    for path in ["../secret", "/etc/passwd", "a/../../secret", "a//b", "./a", "", "a\\b"] {
        assert!(!is_proper(path), "{path}");
    }
    let folder = item();
    let (mut manifest, _) = Manifest::read(folder.path()).unwrap();
    manifest.files.push(FileEntry { path: "../x".into(), bytes: 0, sha256: String::new() });
    let differences = manifest.differences(folder.path()).unwrap();
    assert_eq!(differences, [Difference::Improper { path: "../x".into() }]);
}

#[test]
fn what_is_no_manifest_is_named() {
    let folder = item();
    for (text, said) in
        [("{", "is no manifest of evidence: EOF"), ("{\"schema\":\"x\"}", "missing field")]
    {
        fs::write(folder.path().join(MANIFEST), text).unwrap();
        let error = Manifest::check(folder.path()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
