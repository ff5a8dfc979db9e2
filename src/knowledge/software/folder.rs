//! The folder `software/` of an operator.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Arc, Software, advisories, digests, kev, lifecycles, table::Mistake};
use crate::knowledge::{Problem, read_at_most};

/// The most bytes of one file.
const LARGEST: u64 = 32 << 20;
/// The most files of one folder.
const MOST_FILES: usize = 2_000;

impl Software {
    /// Puts the files of a folder on top of what is known.
    ///
    /// # Errors
    /// What cannot be understood of our own tables, with file and line. Files that others make are
    /// never an error: see [`Software::refused`].
    pub(in crate::knowledge) fn extend(&mut self, dir: &Path) -> Result<(), Problem> {
        let (lifecycles, advisories) = (dir.join("lifecycles.toml"), dir.join("advisories.toml"));
        if lifecycles.exists() {
            let told = lifecycles::read(&read_at_most(&lifecycles, LARGEST)?);
            let told = told.map_err(|(line, why)| Problem::line(&lifecycles, line, why))?;
            self.take_lifecycles(told);
        }
        if advisories.exists() {
            let told = advisories::read(&read_at_most(&advisories, LARGEST)?);
            let told = told.map_err(|(line, why)| Problem::line(&advisories, line, why))?;
            self.take_advisories(told);
        }
        for path in self.files(&dir.join("endoflife")) {
            self.take(&path, |own, name, text| own.take_endoflife(stem(name), text));
        }
        for path in self.files(&dir.join("digests")) {
            self.take(&path, Self::take_digests);
        }
        self.take(&dir.join("jsrepository-v5.json"), Self::take_libraries);
        self.take(&dir.join("technologies.json"), Self::take_technologies);
        for path in self.files(&dir.join("technologies")) {
            self.take(&path, Self::take_technologies);
        }
        // Last, so that it marks holes of whichever file.
        self.take(&dir.join("known_exploited_vulnerabilities.json"), |own, _, text| {
            own.mark_exploited(&kev::read(text)?);
            Ok(())
        });
        Ok(())
    }

    fn take_digests(&mut self, name: &str, text: &str) -> Result<(), Mistake> {
        let (digests, unread) = digests::read(text)?;
        self.note_unread(name, unread);
        let product = self.own_name(stem(name));
        if crate::software::product(&product).is_none() {
            self.notes.push(format!("{name}: the program has no product of this name"));
        }
        self.digests.insert(product, Arc::new(digests));
        Ok(())
    }

    fn take_technologies(&mut self, name: &str, text: &str) -> Result<(), Mistake> {
        let known = self.technologies.get_or_insert_default();
        // Nobody else holds them while files are read.
        let unread = Arc::get_mut(known).map_or(Ok(0), |known| known.learn(text))?;
        self.note_unread(name, unread);
        Ok(())
    }

    /// Hands a file on, if it is there; refuses it if it cannot be read or understood.
    fn take(
        &mut self,
        path: &Path,
        take: impl FnOnce(&mut Self, &str, &str) -> Result<(), Mistake>,
    ) {
        if !path.exists() {
            return;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let taken = read_at_most(path, LARGEST).and_then(|text| {
            take(self, &name, &text).map_err(|(line, why)| Problem::line(path, line, why))
        });
        self.refused.extend(taken.err());
    }

    /// The JSON files of a folder, by name.
    fn files(&mut self, dir: &Path) -> Vec<PathBuf> {
        if !dir.is_dir() {
            return Vec::new();
        }
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                self.refused.push(Problem::unreadable(dir, &error));
                return Vec::new();
            }
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        let mut paths: Vec<PathBuf> = paths.filter(json).take(MOST_FILES).collect();
        paths.sort_unstable();
        paths
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".json").unwrap_or(name)
}
