//! What can go wrong with evidence, said so that an administrator can act on it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::finding::Sentence;

/// Why evidence could not be written or read. What was written before is still as it was.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// A file or folder can not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No space is left.
    #[error("the disk that holds {path} is full; the evidence was not kept")]
    Full {
        /// The file or folder.
        path: PathBuf,
    },
    /// A manifest is not one.
    #[error("{path} is no manifest of evidence: {reason}")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// A folder holds more than evidence has.
    #[error("{path} holds more than {most} files, or folders too deep")]
    TooMany {
        /// The folder.
        path: PathBuf,
        /// The most that is read.
        most: usize,
    },
    /// Another program holds the chain.
    #[error("another program keeps {path} locked; try again when it is done")]
    Locked {
        /// The chain.
        path: PathBuf,
    },
}

impl EvidenceError {
    /// An error of the file system.
    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::File { path, source },
        }
    }

    /// The error for the report.
    pub fn sentence(&self) -> Sentence {
        let vi = match self {
            Self::File { path, source } => format!("{}: {source}", path.display()),
            Self::Full { path } => format!("ổ đĩa chứa {} đã đầy", path.display()),
            Self::Manifest { path, reason } => {
                format!("{} không phải tệp kê khai dữ liệu nguồn: {reason}", path.display())
            }
            Self::TooMany { path, most } => {
                format!("{} có quá {most} tệp hoặc thư mục lồng quá sâu", path.display())
            }
            Self::Locked { path } => {
                format!("{} đang bị chương trình khác khóa", path.display())
            }
        };
        Sentence {
            vi: format!("chưa lưu được dữ liệu nguồn, sẽ thử lại ở lần quét sau: {vi}"),
            en: format!("the evidence could not be kept and is tried again next time: {self}"),
        }
    }
}
