//! An archive's bytes in order, with how far they have been read.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

/// Bytes that are read at once.
const BUFFER: usize = 64 << 10;
/// How gzip begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The bytes of an archive after decompression.
pub(super) struct Tape {
    inner: Box<dyn BufRead + Send>,
    /// How many bytes have been consumed.
    pub(super) at: u64,
    /// Whether the file is compressed.
    pub(super) packed: bool,
    /// Why nothing more can be read. A decoder that failed once may go on with bytes that mean
    /// nothing, so it is not asked again.
    broken: Option<(io::ErrorKind, String)>,
}

impl Tape {
    /// Opens a file. Whether it is gzip is told by its first bytes: names promise too much.
    ///
    /// # Errors
    /// As the file system says.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
        let packed = file.fill_buf()?.starts_with(&GZIP);
        let inner: Box<dyn BufRead + Send> = if packed {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        Ok(Self { inner, at: 0, packed, broken: None })
    }
}

impl BufRead for Tape {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Some((kind, reason)) = &self.broken {
            return Err(io::Error::new(*kind, reason.clone()));
        }
        match self.inner.fill_buf() {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                if error.kind() != io::ErrorKind::Interrupted {
                    self.broken = Some((error.kind(), error.to_string()));
                }
                Err(error)
            }
        }
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}

impl Read for Tape {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let amount = bytes.len().min(into.len());
        into[..amount].copy_from_slice(&bytes[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}
