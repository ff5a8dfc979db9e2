//! The files of approved states: one folder for each portal.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::Path,
};

use jiff::Timestamp;

use crate::{
    baseline::{
        Baseline,
        file::{self, Approval, Named, Problem},
    },
    finding::Sentence,
};

/// The approved state in a portal's folder.
pub const BASELINE: &str = "baseline.toml";
/// Who approved what, beside it.
pub const HISTORY: &str = "history.txt";

/// Files are read up to here; longer ones are named as too large.
const MOST: u64 = 16 << 20;

/// What a portal's folder holds.
#[derive(Debug)]
pub enum Approved {
    /// Nothing: nobody has approved a state yet.
    Nothing,
    /// A state, and who approved it.
    State(Box<Baseline>, Vec<Approval>),
    /// Files that cannot be trusted.
    Broken(Vec<Problem>),
}

/// Reads the approved state of a portal from the folder of all.
pub fn read(baselines: &Path, portal: &str) -> Approved {
    let folder = baselines.join(portal);
    let (state, history) = (folder.join(BASELINE), folder.join(HISTORY));
    let (state_text, history_text) = match (text(&state), text(&history)) {
        (Ok(None), Ok(None)) => return Approved::Nothing,
        (Ok(state), Ok(history)) => (state.unwrap_or_default(), history.unwrap_or_default()),
        (state_text, history_text) => {
            let unread = [(state_text.err(), &state), (history_text.err(), &history)];
            let problems = unread.into_iter().filter_map(|(error, path)| {
                let error = error?;
                let message = Sentence {
                    vi: format!("không đọc được: {error}"),
                    en: format!("cannot be read: {error}"),
                };
                Some(Problem { file: path.display().to_string(), line: 1, message })
            });
            return Approved::Broken(problems.collect());
        }
    };
    let (state, history) = (state.display().to_string(), history.display().to_string());
    let read = file::read(
        Named { name: &state, text: &state_text },
        Named { name: &history, text: &history_text },
    );
    match read {
        Ok((baseline, approvals)) if baseline.portal == portal => {
            Approved::State(Box::new(baseline), approvals)
        }
        Ok((baseline, _)) => {
            let other = baseline.portal;
            let message = Sentence {
                vi: format!("đây là trạng thái của cổng `{other}`, không phải `{portal}`"),
                en: format!("this is the state of portal `{other}`, not of `{portal}`"),
            };
            Approved::Broken(vec![Problem { file: state, line: 1, message }])
        }
        Err(problems) => Approved::Broken(problems),
    }
}

/// Writes the next version of an approved state, and its line of the history. Each file is replaced
/// at once; what was there before stays readable until then.
///
/// # Errors
/// What the disk says.
pub fn write(
    folder: &Path,
    state: &Baseline,
    by: &str,
    at: Timestamp,
    what: &str,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let history = folder.join(HISTORY);
    let before = text(&history)?.unwrap_or_default();
    let (state_text, history_text) = file::approve(state, &before, by, at, what)
        .map_err(|message| io::Error::other(message.en))?;
    let (new_state, new_history) = (folder.join(".baseline.new"), folder.join(".history.new"));
    for (path, text) in [(&new_state, &state_text), (&new_history, &history_text)] {
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    fs::rename(&new_state, folder.join(BASELINE))?;
    fs::rename(&new_history, &history)
}

/// A file as text; none if it is not there.
fn text(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text)?;
    Ok(Some(text))
}
