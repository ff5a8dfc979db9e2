//! The way back.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{
    BackupError, Difference, Goal, Manifest, check,
    error::Differing,
    files,
    goal::{Part, There},
    place::{Kind, Place, is_mounted},
};
use crate::store::RunLock;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the back-up holds.
    pub manifest: Manifest,
    /// What was put in place.
    pub placed: Vec<PathBuf>,
    /// What stood there before, and where it is now.
    pub aside: Vec<(PathBuf, PathBuf)>,
    /// A registry that is there and says something else, and was left as it is.
    pub left: Option<PathBuf>,
}

/// Restores a whole back-up. Each part is made ready beside its place and put there in one step, the
/// state last; cut off at any moment, it can be done again. With `replace`, what is there is moved
/// aside.
///
/// # Errors
/// See [`BackupError`]. Where the back-up is not good, something else is there already, or a run is
/// under way, nothing was touched.
pub fn restore(
    folder: &Path,
    goal: &Goal<'_>,
    replace: bool,
    at: Timestamp,
) -> Result<Restored, BackupError> {
    let manifest = check(folder)?.manifest;
    // Held to the end: no run begins in the old folder meanwhile.
    let _old = match goal.state.join(RunLock::FILE).exists() {
        true => Some(RunLock::take(goal.state, at)?),
        false => None,
    };
    let (mut wanted, mut left) = (Vec::new(), None);
    for part in goal.parts(&manifest) {
        match part.there()? {
            There::Same => continue,
            There::Else if part.kind == Kind::File && !replace => {
                left = Some(part.to);
                continue;
            }
            There::Else if !replace => return Err(BackupError::Exists(part.to)),
            There::Else => wanted.push((part, true)),
            There::Nothing => wanted.push((part, false)),
        }
    }
    let mut ready: Vec<Place> = Vec::new();
    let mut locks = Vec::new();
    let staged = wanted.iter().try_for_each(|(part, replaces)| {
        if *replaces && is_mounted(&part.to, part.kind) {
            return Err(BackupError::Mounted(part.to.clone()));
        }
        let (place, lock) = stage(folder, part, at)?;
        ready.push(place);
        locks.extend(lock);
        Ok(())
    });
    if let Err(error) = staged {
        ready.iter().for_each(Place::give_up);
        return Err(error);
    }
    let (mut placed, mut aside) = (Vec::new(), Vec::new());
    for ((part, _), place) in wanted.iter().zip(&ready) {
        let moved = place.put(at)?;
        placed.push(part.to.clone());
        aside.extend(moved.map(|moved| (part.to.clone(), moved)));
    }
    Ok(Restored { placed, aside, left, manifest })
}

/// Copies a part beside its place, and compares once more what is read on the way.
fn stage(
    folder: &Path,
    part: &Part<'_>,
    at: Timestamp,
) -> Result<(Place, Option<RunLock>), BackupError> {
    let place = Place::prepare(&part.to, part.kind, at)?;
    let filled = fill(folder, part, &place, at);
    if filled.is_err() {
        place.give_up();
    }
    filled.map(|lock| (place, lock))
}

fn fill(
    folder: &Path,
    part: &Part<'_>,
    place: &Place,
    at: Timestamp,
) -> Result<Option<RunLock>, BackupError> {
    // No run begins in the new folder before all is in its place.
    let lock = match part.kind {
        Kind::State => Some(RunLock::take(&place.staged, at)?.0),
        Kind::File | Kind::Folder => None,
    };
    for (path, entry) in &part.files {
        let copied = files::copy(&folder.join(&entry.path), &place.file(path)?, u64::MAX)?;
        let what = match copied {
            None => Differing::Missing,
            Some((_, found)) if found != entry.sha256 => {
                Differing::Digest { expected: entry.sha256.clone(), found }
            }
            Some(_) => continue,
        };
        let differences = vec![Difference { path: entry.path.clone(), what }];
        return Err(BackupError::Differs { folder: folder.to_owned(), differences });
    }
    Ok(lock)
}
