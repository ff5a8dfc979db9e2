//! `canhcong check` and `canhcong alert test`, as an operator runs them.

use std::fs;

use tempfile::TempDir;

use super::program::canhcong;

const REGISTRY: &str = r#"
    [[channel]]
    id = "thu-muc"
    kind = "drop-folder"
    folder = "ra"
    [[channel]]
    id = "cau"
    kind = "webhook"
    url = "https://cau.example/"
    secret_file = "khoa"
    [[contact]]
    id = "pa05"
    role = "cyber-unit"
    name = "PA05"
    verified_on = 2026-11-01
    channels = ["thu-muc"]
    [[contact]]
    id = "chu"
    role = "owner"
    name = "Chủ"
    phone = "0215 3 824 328"
    [[portal]]
    id = "a"
    name = "A"
    url = "https://a.example/"
    notify = ["chu"]
"#;

/// Exit code and standard error.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String) {
    let output = canhcong(folder.path(), arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
#[cfg(unix)]
fn check_says_whom_no_alert_would_reach_and_whose_secret_is_open() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("targets.toml"), REGISTRY).unwrap();
    let (code, said) = run(&folder, &["check"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("channel `thu-muc`: ") && said.contains("is its disk there?"), "{said}");
    assert!(said.contains("channel `cau`: ") && said.contains("khoa cannot be read"), "{said}");

    fs::create_dir(folder.path().join("ra")).unwrap();
    let key = folder.path().join("khoa");
    fs::write(&key, "khóa").unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let (code, said) = run(&folder, &["check"]);
    assert_eq!(code, 0, "{said}");
    for warning in [
        "everybody on this machine can read",
        "channel `cau`: no contact is told over it",
        "no alert reaches contact `chu`: it has no `email` and no `channels`",
        "contact `chu` is unverified",
        "nobody is told of `a`",
    ] {
        assert!(said.contains(warning), "{warning}: {said}");
    }
    assert!(!said.contains("`pa05` is unverified"), "{said}");
    assert_eq!(fs::read_dir(folder.path().join("ra")).unwrap().count(), 0, "it leaves nothing");
}

#[test]
fn a_test_is_sent_now_or_says_why_not() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("targets.toml"), REGISTRY).unwrap();
    let (code, said) = run(&folder, &["alert", "test", "thu-muc"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("thu-muc did not take the test for pa05: "), "{said}");
    fs::create_dir(folder.path().join("ra")).unwrap();
    let (code, said) = run(&folder, &["alert", "test", "thu-muc", "--to", "chu"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("thu-muc took the test for chu: 4 files"), "{said}");
    let (code, said) = run(&folder, &["alert", "test", "thu"]);
    assert_eq!(
        (code, said.contains("there is no channel `thu`; expected thu-muc, cau")),
        (2, true)
    );
    let (code, said) = run(&folder, &["alert", "test", "cau"]);
    assert_eq!((code, said.contains("nobody is told over `cau` yet")), (2, true), "{said}");
}
