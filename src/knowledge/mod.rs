//! What is known beforehand: words of spam, hosts that mean nothing, hosts that mean harm.
//!
//! All of it is data. A list comes with the program; an operator's folder adds to it, and takes
//! out of it what does not fit: `lexicon.tsv`, `vouched-hosts.txt`, `known-loaders.txt`, and block
//! lists in `block-lists/`, and what is known of software in `software/`. The forms of the files stand
//! in `data/README.md`.

mod block_list;
mod brand_like;
mod lexicon;
mod problem;
mod software;

pub use block_list::BlockList;
pub use brand_like::{brand_like_word, is_brand_like_host};
pub use lexicon::{Lexicon, Share, Term};
pub use problem::Problem;
pub use software::{Libraries, Library, Sighted, Sighting, Sightings, Software, Technologies};

use std::{
    fs,
    io::Read as _,
    path::Path,
    sync::{Arc, LazyLock},
};

use crate::target::Hosts;

/// The most bytes of one file that are read.
const LARGEST: u64 = 64 << 20;

/// Everything that rules know beforehand.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Words by which spam betrays itself.
    pub lexicon: Lexicon,
    /// Hosts to which a link says nothing.
    pub vouched: Hosts,
    /// Hosts of analytics, advertisements, chat, consent: their code is brought in everywhere.
    pub loaders: Hosts,
    /// Hosts that somebody has listed as harmful.
    pub blocked: BlockList,
    /// Releases and holes of software.
    pub software: Software,
}

static BUILTIN: LazyLock<Arc<Knowledge>> = LazyLock::new(|| {
    Arc::new(Knowledge {
        lexicon: Lexicon::parse(include_str!("../../data/lexicon.tsv")),
        vouched: Hosts::vouched().clone(),
        loaders: Hosts::parse(include_str!("../../data/known-loaders.txt")),
        blocked: BlockList::default(),
        software: Software::builtin(),
    })
});

impl Knowledge {
    /// What comes with the program.
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// What comes with the program, and an operator's folder on top of it. A file that is not
    /// there adds nothing.
    ///
    /// # Errors
    /// The first line that cannot be understood, with what was expected; a folder or file that
    /// cannot be read.
    pub fn with(dir: &Path) -> Result<Self, Problem> {
        let mut known = Self::clone(&BUILTIN);
        // A mistyped folder must not pass for an empty one.
        fs::read_dir(dir).map_err(|error| Problem::unreadable(dir, &error))?;
        extend(dir, "lexicon.tsv", |text| known.lexicon.extend(text))?;
        extend(dir, "vouched-hosts.txt", |text| known.vouched.extend(text))?;
        extend(dir, "known-loaders.txt", |text| known.loaders.extend(text))?;
        let lists = dir.join("block-lists");
        if lists.is_dir() {
            let entries =
                fs::read_dir(&lists).map_err(|error| Problem::unreadable(&lists, &error))?;
            let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            paths.retain(|path| path.is_file());
            paths.sort_unstable();
            for path in paths {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                known.blocked.extend(&name, &read(&path)?);
            }
        }
        known.software.extend(&dir.join("software"))?;
        Ok(known)
    }
}

/// Hands a file of the folder on, if it is there.
fn extend(
    dir: &Path,
    name: &str,
    extend: impl FnOnce(&str) -> Result<(), (usize, String)>,
) -> Result<(), Problem> {
    let path = dir.join(name);
    if !path.exists() {
        return Ok(());
    }
    extend(&read(&path)?).map_err(|(line, why)| Problem::line(&path, line, why))
}

fn read(path: &Path) -> Result<String, Problem> {
    read_at_most(path, LARGEST)
}

/// The text of a file that is not larger than this.
fn read_at_most(path: &Path, largest: u64) -> Result<String, Problem> {
    let unreadable = |error: &std::io::Error| Problem::unreadable(path, error);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    file.take(largest + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > largest {
        return Err(Problem::whole(path, format!("expected at most {} MiB", largest >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .split(|byte| *byte == b'\n')
            .count();
        Problem::line(path, line, "expected text in UTF-8".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    #[test]
    fn an_operator_adds_and_takes_out() {
        let dir = folder(&[
            ("lexicon.tsv", "mường bet\tstrong\tbrand\tvi\t\nw88\toff\tbrand\tany\t\n"),
            ("vouched-hosts.txt", "*.truong.example\n!facebook.com\n!*.facebook.com\n"),
            ("known-loaders.txt", "chat.example # our own\n"),
            (
                "block-lists/gambling.txt",
                "# hosts\n0.0.0.0 xau.example\nxau2.example\n||xau3.example^\n",
            ),
        ]);
        let known = Knowledge::with(dir.path()).unwrap();
        assert!(!known.lexicon.in_words("Mường Bet", None).is_empty());
        assert!(known.lexicon.in_words("W88 mobile", None).is_empty());
        assert!(!known.lexicon.in_words("nhà cái uy tín", None).is_empty());
        assert!(known.vouched.contains("a.truong.example"));
        assert!(!known.vouched.contains("www.facebook.com"));
        assert!(known.vouched.contains("dienbien.gov.vn"));
        assert!(known.loaders.contains("chat.example"));
        for host in ["xau.example", "www.xau.example", "m.xau2.example", "xau3.example"] {
            assert_eq!(known.blocked.list_of(host), Some("gambling"), "{host}");
        }
        assert_eq!(known.blocked.list_of("example"), None);
    }

    #[test]
    fn mistakes_are_named_with_file_line_and_what_was_expected() {
        let dir = folder(&[("lexicon.tsv", "# ours\nmường bet\tvery\tbrand\tvi\t\n")]);
        let said = Knowledge::with(dir.path()).unwrap_err().to_string();
        assert!(said.contains("lexicon.tsv:2"), "{said}");
        assert!(said.contains("strong"), "{said}");

        let dir = folder(&[("vouched-hosts.txt", "https://a.example/\n")]);
        let said = Knowledge::with(dir.path()).unwrap_err().to_string();
        assert!(said.contains("vouched-hosts.txt:1"), "{said}");

        let said = Knowledge::with(Path::new("/nowhere/at/all")).unwrap_err().to_string();
        assert!(said.contains("/nowhere/at/all"), "{said}");
    }
}
