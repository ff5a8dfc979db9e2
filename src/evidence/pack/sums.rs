//! `SHA256SUMS`, in the form that `sha256sum -c` reads: a digest, two spaces, a path.

use std::collections::BTreeMap;

/// The text of the file.
pub(in crate::evidence) fn text(sums: &BTreeMap<String, String>) -> String {
    sums.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
}

/// The lines of a file by path; those that are none are left out.
pub(in crate::evidence) fn lines(text: &[u8]) -> BTreeMap<String, String> {
    let mut sums = BTreeMap::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if let Some((path, sha256)) = one(line) {
            sums.entry(path).or_insert(sha256);
        }
    }
    sums
}

fn one(line: &[u8]) -> Option<(String, String)> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sha256, path) = line.split_once("  ")?;
    let is_digest = sha256.len() == 64
        && sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    (is_digest && !path.is_empty()).then(|| (path.to_owned(), sha256.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_no_line_is_not() {
        let digest = "ab".repeat(32);
        let sums = BTreeMap::from([("a b".to_owned(), digest.clone())]);
        let written = text(&sums);
        assert_eq!(written, format!("{digest}  a b\n"));
        let upper = digest.to_uppercase();
        let more = format!("{written}{digest} c\nx\n{upper}  d\n{digest}  e");
        assert_eq!(lines(more.as_bytes()), sums);
    }
}
