//! Texts of script files, by their digests.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::{
    Store, StoreError,
    saved::{micros, strange},
};

/// Texts that no portal has had for so long are forgotten.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);
/// That a text is still needed is written down at most this often.
const NOTED_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A text as it is kept.
#[derive(Debug)]
pub struct PackedScript {
    digest: String,
    text: Vec<u8>,
}

impl PackedScript {
    /// The largest text that is kept, in bytes.
    pub const MOST: usize = 1 << 20;

    /// Packs a text under its SHA-256, 64 hexadecimal digits; `None` if it is too large.
    pub fn of(digest: &str, text: &str) -> Option<Self> {
        if text.len() > Self::MOST {
            return None;
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).ok()?;
        Some(Self { digest: digest.to_owned(), text: encoder.finish().ok()? })
    }
}

impl Store {
    /// Those of the digests whose texts are not here; of the others it is noted that they are
    /// needed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn missing_scripts(
        &mut self,
        digests: Vec<String>,
        at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        self.write("looking for texts of scripts", |sql| {
            let mut known =
                sql.prepare_cached("SELECT needed_at FROM scripts WHERE digest = ?1")?;
            let mut need =
                sql.prepare_cached("UPDATE scripts SET needed_at = ?2 WHERE digest = ?1")?;
            let mut missing = Vec::new();
            for digest in digests {
                let needed_at =
                    known.query_row([&digest], |row| row.get::<_, i64>(0)).optional()?;
                match needed_at {
                    None => missing.push(digest),
                    Some(before) if before < micros(at - NOTED_EVERY) => {
                        need.execute(params![digest, micros(at)])?;
                    }
                    Some(_) => {}
                }
            }
            Ok(missing)
        })
    }

    /// Keeps texts.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn keep_scripts(
        &mut self,
        scripts: &[PackedScript],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if scripts.is_empty() {
            return Ok(());
        }
        self.write("keeping texts of scripts", |sql| {
            let mut keep = sql.prepare_cached(
                "INSERT OR IGNORE INTO scripts (digest, text, needed_at) VALUES (?1, ?2, ?3)",
            )?;
            for script in scripts {
                keep.execute(params![script.digest, script.text, micros(at)])?;
            }
            Ok(())
        })
    }

    /// The text with this digest.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn script(&self, digest: &str) -> Result<Option<String>, StoreError> {
        self.read("recalling the text of a script", |sql| {
            let packed: Option<Vec<u8>> = sql
                .prepare_cached("SELECT text FROM scripts WHERE digest = ?1")?
                .query_row([digest], |row| row.get(0))
                .optional()?;
            packed.as_deref().map(unpacked).transpose()
        })
    }

    /// Forgets texts that no portal has had for 90 days.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn forget_scripts(&mut self, at: Timestamp) -> Result<(), StoreError> {
        self.write("forgetting texts of scripts", |sql| {
            sql.execute("DELETE FROM scripts WHERE needed_at < ?1", [micros(at - KEPT_FOR)])?;
            Ok(())
        })
    }
}

fn unpacked(bytes: &[u8]) -> rusqlite::Result<String> {
    let mut text = String::new();
    let most = PackedScript::MOST as u64;
    let read = DeflateDecoder::new(bytes).take(most).read_to_string(&mut text);
    read.map_err(|error| strange(error.to_string()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_and_forgotten_when_no_portal_has_had_them_for_long() {
        let dir = tempfile::TempDir::new().unwrap();
        let begin: Timestamp = "2026-09-01T17:00:00Z".parse().unwrap();
        let mut store = Store::open(dir.path(), |_| None, begin).unwrap();
        let both = || vec!["aa".to_owned(), "bb".to_owned()];
        assert_eq!(store.missing_scripts(both(), begin).unwrap(), both());
        let scripts = [("aa", "đường"), ("bb", "var b")];
        let scripts = scripts.map(|(digest, text)| PackedScript::of(digest, text).unwrap());
        store.keep_scripts(&scripts, begin).unwrap();
        assert_eq!(store.missing_scripts(both(), begin).unwrap(), [""; 0]);

        let later = begin + SignedDuration::from_hours(60 * 24);
        store.missing_scripts(vec!["aa".to_owned()], later).unwrap();
        store.forget_scripts(later + SignedDuration::from_hours(60 * 24)).unwrap();
        assert_eq!(store.script("aa").unwrap().as_deref(), Some("đường"));
        assert_eq!(store.script("bb").unwrap(), None);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let most = "x".repeat(PackedScript::MOST);
        assert!(PackedScript::of("aa", &most).is_some());
        assert!(PackedScript::of("aa", &(most + "x")).is_none());
    }
}
