//! Reads secrets. None of them is ever part of a message.

use std::{fs::File, io::Read, path::Path};

use super::Complaint;
use crate::target::Secret;

/// A secret is shorter than this, in bytes.
const MOST_BYTES: u64 = 4096;

/// The secret, without the line break that editors put at its end.
///
/// # Errors
/// A line that names the file or variable.
pub(super) fn read(secret: &Secret) -> Result<String, String> {
    let (text, place) = match secret {
        Secret::File(path) => (of_file(path)?, path.display().to_string()),
        Secret::Env(name) => match std::env::var(name) {
            Ok(text) => (text, format!("${name}")),
            Err(std::env::VarError::NotPresent) => {
                return Err(format!("the environment variable {name} is not set"));
            }
            Err(_) => return Err(format!("the environment variable {name} is not UTF-8")),
        },
    };
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(format!("{place} is empty"));
    }
    if text.chars().any(char::is_control) {
        return Err(format!("{place} must hold one line"));
    }
    Ok(text.to_owned())
}

fn of_file(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("{shown} is larger than {MOST_BYTES} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| format!("{shown} is not UTF-8"))
}

/// What is wrong with where a secret is kept.
pub(super) fn check(secret: &Secret, complaints: &mut Vec<Complaint>) {
    match read(secret) {
        Err(why) => complaints.push(Complaint::Broken(why)),
        Ok(_) => complaints.extend(open_to_all(secret)),
    }
}

#[cfg(unix)]
fn open_to_all(secret: &Secret) -> Option<Complaint> {
    use std::os::unix::fs::MetadataExt as _;
    let Secret::File(path) = secret else { return None };
    let mode = path.metadata().ok()?.mode();
    (mode & 0o004 != 0).then(|| {
        let shown = path.display();
        Complaint::Doubtful(format!("everybody on this machine can read {shown}: chmod o-rwx it"))
    })
}

#[cfg(not(unix))]
fn open_to_all(_: &Secret) -> Option<Complaint> {
    None
}
