//! `Transfer-Encoding: chunked`, undone as it is read.

use std::io::{self, BufRead, Read};

use super::fields::line;

/// A body that was sent in chunks.
pub(super) struct Chunked<R> {
    source: R,
    /// What is left of the chunk under way.
    left: u64,
    state: State,
}

enum State {
    /// Before the size of a first chunk.
    First,
    /// Within a chunk, or behind its last byte.
    Within,
    Done,
}

impl<R: BufRead> Chunked<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, left: 0, state: State::First }
    }

    /// Reads the line that says how long the next chunk is.
    fn begin(&mut self) -> io::Result<()> {
        if matches!(self.state, State::Within) {
            line(&mut self.source)?.filter(Vec::is_empty).ok_or_else(|| broken("end"))?;
        }
        let line = line(&mut self.source)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let text = String::from_utf8_lossy(&line);
        let digits = text.split(';').next().unwrap_or_default().trim();
        self.left = u64::from_str_radix(digits, 16).map_err(|_| broken("size"))?;
        // What stands behind the last chunk are headers that nothing here asks for.
        self.state = if self.left == 0 { State::Done } else { State::Within };
        Ok(())
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || matches!(self.state, State::Done) {
            return Ok(0);
        }
        if self.left == 0 {
            self.begin()?;
        }
        let amount = (&mut self.source).take(self.left).read(into)?;
        if amount == 0 && self.left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= amount as u64;
        Ok(amount)
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a chunk without a proper {what}"))
}
