//! Messages between parent and child: four bytes of length, then the message in the format of
//! `postcard`, which costs little more than the bytes of its texts.

use std::io::{self, Read, Write};

use serde::{Serialize, de::DeserializeOwned};

/// Bytes of the largest job: a page with its scripts.
pub(super) const MAX_JOB: usize = 24 << 20;
/// Bytes of the largest thing a child says.
pub(super) const MAX_SAID: usize = 1 << 20;

/// A message as bytes; none if it is too large.
pub(super) fn pack<T: Serialize>(message: &T, most: usize) -> Option<Vec<u8>> {
    let mut frame = postcard::to_extend(message, vec![0; 4]).ok()?;
    let length = frame.len() - 4;
    let header = u32::try_from(length).ok().filter(|_| length <= most)?.to_le_bytes();
    frame.get_mut(..4)?.copy_from_slice(&header);
    Some(frame)
}

/// Sends a message; one that is too large is not sent, and the answer says so.
pub(super) fn send<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<bool> {
    let Some(frame) = pack(message, MAX_SAID) else { return Ok(false) };
    to.write_all(&frame)?;
    to.flush()?;
    Ok(true)
}

/// The next message and its size; none at the end.
pub(super) fn receive<T: DeserializeOwned>(
    from: &mut impl Read,
    most: usize,
) -> io::Result<Option<(T, usize)>> {
    let mut header = [0; 4];
    match from.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(header) as usize;
    if length > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a message is too large"));
    }
    let mut body = Vec::with_capacity(length.min(64 << 10));
    from.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(None);
    }
    let message = postcard::from_bytes(&body).map_err(io::Error::other)?;
    Ok(Some((message, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_and_large_ones_are_refused() {
        let mut wire = Vec::new();
        assert!(send(&mut wire, &vec!["a".to_owned(), "ệ".to_owned()]).unwrap());
        let (back, _) = receive::<Vec<String>>(&mut wire.as_slice(), MAX_SAID).unwrap().unwrap();
        assert_eq!(back, ["a", "ệ"]);
        assert!(!send(&mut wire, &"x".repeat(MAX_SAID)).unwrap());
        assert!(receive::<Vec<String>>(&mut wire.as_slice(), 3).is_err());
        // Cut off in the middle, and lying about its length.
        assert!(receive::<Vec<String>>(&mut &wire[..6], MAX_SAID).unwrap().is_none());
        assert!(receive::<Vec<String>>(&mut &b"\xff\xff\xff\x7f[]"[..], MAX_SAID).is_err());
    }
}
