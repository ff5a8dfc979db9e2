//! `SHA256SUMS`, in the form that `sha256sum -c` reads: a digest, two spaces, a path.

use std::collections::BTreeMap;

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::evidence) struct Sum {
    /// Its number, from 1 on.
    pub line: usize,
    /// The digest, in lower-case hex.
    pub sha256: String,
}

/// The text of the file.
pub(in crate::evidence) fn text(sums: &BTreeMap<String, String>) -> String {
    sums.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
}

/// The lines of a file by path, and the numbers of those that are none.
pub(in crate::evidence) fn lines(text: &[u8]) -> (BTreeMap<String, Sum>, Vec<usize>) {
    let (mut sums, mut broken) = (BTreeMap::new(), Vec::new());
    for (line, own) in (1..).zip(text.split_inclusive(|byte| *byte == b'\n')) {
        match one(own) {
            Some((path, sha256)) if !sums.contains_key(&path) => {
                sums.insert(path, Sum { line, sha256 });
            }
            _ => broken.push(line),
        }
    }
    (sums, broken)
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
    fn what_is_written_is_read_and_what_is_no_line_is_named() {
        let digest = "ab".repeat(32);
        let written = text(&BTreeMap::from([("a b".to_owned(), digest.clone())]));
        assert_eq!(written, format!("{digest}  a b\n"));
        let (sums, broken) = lines(format!("{written}{written}{digest} c\nx\n").as_bytes());
        assert_eq!(sums.get("a b"), Some(&Sum { line: 1, sha256: digest }));
        assert_eq!(broken, [2, 3, 4]);
    }
}
