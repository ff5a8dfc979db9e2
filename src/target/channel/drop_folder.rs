//! Settings of the drop folder.

use std::path::{Path, PathBuf};

use crate::target::fields::Fields;

/// Files in one folder, from which somebody carries them on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFolder {
    /// The folder; it must be there, for a folder that was made anew would hide that a disk is not
    /// mounted.
    pub folder: PathBuf,
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>, folder: &Path) -> Option<DropFolder> {
    let named = fields.required_text("folder")?;
    Some(DropFolder { folder: folder.join(named.get_ref()) })
}
