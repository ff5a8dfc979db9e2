//! Files of well-known libraries, which need not be run.

use std::{collections::HashSet, sync::LazyLock};

use super::quiet::Digest;

/// SHA-256 digests with names, a file on each line.
const TABLE: &str = include_str!("../../data/known-libraries.txt");

static KNOWN: LazyLock<HashSet<Digest>> = LazyLock::new(|| {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect()
});

/// Whether a file is one of a well-known library as its makers publish it.
pub(super) fn is_known(digest: &Digest) -> bool {
    KNOWN.contains(digest)
}

fn read(line: &str) -> Option<Digest> {
    let digits = line.split('\t').next()?;
    let mut digest = Digest::default();
    if digits.len() != 2 * digest.len() {
        return None;
    }
    for (byte, at) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_digest_with_a_name() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 100);
        for line in &lines {
            assert!(read(line).is_some_and(|digest| is_known(&digest)), "{line}");
            assert_eq!(line.split(['\t', ' ']).count(), 4, "{line}");
        }
        assert_eq!(KNOWN.len(), lines.len());
    }
}
