//! Lines of names and values: WARC and HTTP headers have the same form.

use std::io::{self, BufRead, Read as _};

/// The most bytes of one header that are read.
const LARGEST: u64 = 1 << 20;
/// The most fields of one header that are kept.
const MOST: usize = 1000;
/// The most bytes of one line that are kept.
const LONGEST: usize = 8 << 10;

/// Names (lower case) and values, in order.
pub(super) type Fields = Vec<(String, String)>;

/// The first value of a field, by its lower-case name.
pub(super) fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// Reads fields up to and with the empty line behind them.
///
/// # Errors
/// As the source says; `UnexpectedEof` if there is no empty line within 1 MiB.
pub(super) fn read(source: &mut impl BufRead) -> io::Result<Fields> {
    let mut source = source.take(LARGEST);
    let mut fields = Fields::new();
    loop {
        let line = line(&mut source)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if line.is_empty() {
            return Ok(fields);
        }
        let text = String::from_utf8_lossy(&line);
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut().filter(|(_, value)| value.len() < LONGEST) {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':').filter(|_| fields.len() < MOST) {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

/// Reads one line; gives what is kept of it, without its end. `None` if the source ends first.
///
/// # Errors
/// As the source says.
pub(super) fn line(source: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut kept = Vec::new();
    loop {
        let bytes = match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            bytes => bytes?,
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let end = memchr::memchr(b'\n', bytes);
        let part = &bytes[..end.unwrap_or(bytes.len())];
        kept.extend_from_slice(&part[..part.len().min(LONGEST - kept.len())]);
        let amount = end.map_or(part.len(), |end| end + 1);
        source.consume(amount);
        if end.is_some() {
            if kept.last() == Some(&b'\r') {
                kept.pop();
            }
            return Ok(Some(kept));
        }
    }
}
