//! `Content-Encoding`, undone as a body arrives.
//!
//! The HTTP client leaves bodies as they were sent, because that is what evidence needs; they are
//! decoded here, with what browsers put up with: zlib's format or the bare one under the name
//! `deflate`, several members, and a stream that breaks off gives what came.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use brotli_decompressor::DecompressorWriter;
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use reqwest::header::HeaderMap;

/// The codings that are asked for.
pub(super) const ACCEPTED: &str = "zstd,gzip,deflate,br";
/// The most codings inside one another.
const MOST: usize = 4;
/// So many bytes between two codings are undone.
const MOST_BETWEEN: usize = 32 << 20;
/// The largest window of zstd, as a power of two: what browsers allow, 8 MiB.
const LARGEST_WINDOW: u32 = 23;
/// What brotli decodes at once, in bytes.
const BUFFER: usize = 16 << 10;

/// A coded body under way.
pub(super) struct Decoding {
    outermost: Layer,
    decoded: Decoded,
    halted: Result<(), Halt>,
}

/// One coding around what is left when it is undone.
enum Layer {
    /// No coding is left.
    Plain(Decoded),
    /// A coding within another, and how many more bytes of it are undone: between the two there may be
    /// a thousand times what comes in, and nothing at the end.
    Inner(Box<Layer>, usize),
    Gzip(Box<MultiGzDecoder<Layer>>),
    Brotli(Box<DecompressorWriter<Layer>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Layer>>),
    /// `deflate`, before its first two bytes tell what it is.
    Deflate(Vec<u8>, Option<Box<Layer>>),
    Zlib(Box<ZlibDecoder<Box<Layer>>>),
    Bare(Box<DeflateDecoder<Box<Layer>>>),
}

/// Why decoding ends before the body does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// There is more than the cap.
    Size,
    /// The bytes are not what the coding says.
    Broken,
}

/// Where decoded bytes go: at most `most`.
#[derive(Clone)]
struct Decoded {
    bytes: Arc<Mutex<Vec<u8>>>,
    most: usize,
}

/// Ends a decoder that has more than there is room for.
#[derive(Debug, thiserror::Error)]
#[error("more than there is room for")]
struct Full;

/// Undoes the codings that a `Content-Encoding` names, up to so many bytes; of a stream that breaks
/// off or breaks it gives what came before. `None` where a coding is not known.
pub fn undo(content_encoding: &str, body: &[u8], most: usize) -> Option<Vec<u8>> {
    let codings = named(content_encoding);
    if codings.is_empty() {
        return None;
    }
    let mut decoding = Decoding::begin(&codings, most);
    // What could be decoded is what there is.
    let _ = decoding.take(body);
    Some(decoding.end().0)
}

/// The codings of an answer from the outermost to the innermost; none where one of them is not
/// known or there are too many: then the body is what it is.
pub(super) fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(reqwest::header::CONTENT_ENCODING).into_iter();
    named(&values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(","))
}

fn named(text: &str) -> Vec<String> {
    let all = text.split(',').map(|name| name.trim().to_ascii_lowercase());
    let mut codings: Vec<String> =
        all.filter(|name| !name.is_empty() && name != "identity").collect();
    let is_known =
        |name: &String| ["gzip", "x-gzip", "deflate", "br", "zstd"].contains(&name.as_str());
    if codings.len() > MOST || !codings.iter().all(is_known) {
        return Vec::new();
    }
    codings.reverse();
    codings
}

impl Decoding {
    /// Begins to undo codings, the outermost first, up to so many bytes.
    pub fn begin(codings: &[String], most: usize) -> Self {
        let decoded = Decoded { bytes: Arc::default(), most };
        let (mut outermost, mut halted) = (Layer::Plain(decoded.clone()), Ok(()));
        // What is undone last writes to the end.
        for coding in codings.iter().rev() {
            if !matches!(outermost, Layer::Plain(_)) {
                outermost = Layer::Inner(Box::new(outermost), MOST_BETWEEN);
            }
            outermost = match coding.as_str() {
                "gzip" | "x-gzip" => Layer::Gzip(Box::new(MultiGzDecoder::new(outermost))),
                "br" => Layer::Brotli(Box::new(DecompressorWriter::new(outermost, BUFFER))),
                "zstd" => match zstd(outermost) {
                    Ok(decoder) => Layer::Zstd(Box::new(decoder)),
                    Err(_) => {
                        halted = Err(Halt::Broken);
                        Layer::Plain(decoded.clone())
                    }
                },
                _ => Layer::Deflate(Vec::new(), Some(Box::new(outermost))),
            };
        }
        Self { outermost, decoded, halted }
    }

    /// Takes in what has arrived.
    pub fn take(&mut self, chunk: &[u8]) -> Result<(), Halt> {
        if self.halted.is_ok() {
            self.halted = self.outermost.write_all(chunk).map_err(|error| halt(&error));
        }
        self.halted
    }

    /// The decoded body, with what the decoders still held, and whether that is all of it.
    pub fn end(mut self) -> (Vec<u8>, Result<(), Halt>) {
        let ended = match self.halted {
            Ok(()) => self.outermost.end().map_err(|error| halt(&error)),
            Err(_) => self.outermost.flush().map_err(|error| halt(&error)),
        };
        let mut bytes = self.decoded.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = std::mem::take(&mut *bytes);
        (bytes, self.halted.and(ended))
    }
}

fn zstd(to: Layer) -> io::Result<zstd::stream::write::Decoder<'static, Layer>> {
    let mut decoder = zstd::stream::write::Decoder::new(to)?;
    decoder.window_log_max(LARGEST_WINDOW)?;
    Ok(decoder)
}

impl Layer {
    /// Hands on what is held back; fails if the stream is not at its end.
    fn end(&mut self) -> io::Result<()> {
        // Handed on first, so that a stream that broke off gives what came.
        self.flush()?;
        match self {
            Self::Plain(_) | Self::Deflate(_, None) => Ok(()),
            Self::Inner(layer, _) => layer.end(),
            Self::Gzip(decoder) => {
                decoder.try_finish()?;
                decoder.get_mut().end()
            }
            Self::Brotli(decoder) => {
                decoder.close()?;
                decoder.get_mut().end()
            }
            Self::Zstd(decoder) => {
                decoder.do_finish()?;
                decoder.get_mut().end()
            }
            Self::Deflate(_, Some(inner)) => inner.end(),
            Self::Zlib(decoder) => {
                decoder.try_finish()?;
                decoder.get_mut().end()
            }
            Self::Bare(decoder) => {
                decoder.try_finish()?;
                decoder.get_mut().end()
            }
        }
    }

    /// Zlib's format begins with a check of its first two bytes; browsers read the bare one, too.
    fn deflate(begin: [u8; 2], to: Box<Self>) -> Self {
        let is_zlib = begin[0] & 0x0f == 8 && u16::from_be_bytes(begin).is_multiple_of(31);
        match is_zlib {
            true => Self::Zlib(Box::new(ZlibDecoder::new(to))),
            false => Self::Bare(Box::new(DeflateDecoder::new(to))),
        }
    }
}

impl Write for Layer {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(decoded) => decoded.write(chunk),
            Self::Inner(layer, left) => {
                *left = left.checked_sub(chunk.len()).ok_or_else(|| io::Error::other(Full))?;
                layer.write_all(chunk)?;
                Ok(chunk.len())
            }
            Self::Gzip(decoder) => decoder.write(chunk),
            Self::Brotli(decoder) => decoder.write(chunk),
            Self::Zstd(decoder) => decoder.write(chunk),
            Self::Zlib(decoder) => decoder.write(chunk),
            Self::Bare(decoder) => decoder.write(chunk),
            Self::Deflate(begin, to) => {
                begin.extend_from_slice(chunk);
                let [first, second, ..] = begin.as_slice() else { return Ok(chunk.len()) };
                let (first, begin, to) = ([*first, *second], std::mem::take(begin), to.take());
                *self = Self::deflate(first, to.ok_or(io::ErrorKind::BrokenPipe)?);
                self.write_all(&begin)?;
                Ok(chunk.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(_) | Self::Deflate(..) => Ok(()),
            Self::Inner(layer, _) => layer.flush(),
            Self::Gzip(decoder) => decoder.flush(),
            Self::Brotli(decoder) => decoder.flush(),
            Self::Zstd(decoder) => decoder.flush(),
            Self::Zlib(decoder) => decoder.flush(),
            Self::Bare(decoder) => decoder.flush(),
        }
    }
}

/// A decoder wraps what its output said in an error of its own.
fn halt(error: &io::Error) -> Halt {
    let inner = error.get_ref();
    if inner.is_some_and(|inner| inner.is::<Full>()) { Halt::Size } else { Halt::Broken }
}

impl Write for Decoded {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let room = self.most.saturating_sub(bytes.len());
        let amount = chunk.len().min(room);
        bytes.extend_from_slice(chunk.get(..amount).unwrap_or_default());
        if amount == 0 && !chunk.is_empty() { Err(io::Error::other(Full)) } else { Ok(amount) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };

    use super::*;

    const PAGE: &[u8] = b"<p>nh\xc3\xa0 c\xc3\xa1i</p>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bare(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Decodes in pieces of so many bytes.
    fn decode(coding: &str, coded: &[u8], piece: usize) -> (Vec<u8>, Result<(), Halt>) {
        let mut decoding = Decoding::begin(&named(coding), 1 << 20);
        let halted = coded.chunks(piece).try_for_each(|chunk| decoding.take(chunk));
        let (bytes, flushed) = decoding.end();
        (bytes, halted.and(flushed))
    }

    #[test]
    fn every_coding_is_undone_in_whatever_pieces_it_comes() {
        let zstd = zstd::encode_all(PAGE, 3).unwrap();
        // What `brotli -c` makes of the page, uncompressed: a window, one literal block, the end.
        let brotli = [&[0x8b, 0x07, 0x80][..], PAGE, &[0x03]].concat();
        for (coding, coded) in [
            ("gzip", gzip(PAGE)),
            ("X-GZIP", gzip(PAGE)),
            ("deflate", zlib(PAGE)),
            ("deflate", bare(PAGE)),
            ("zstd", zstd.clone()),
            ("br", brotli),
            ("identity", PAGE.to_vec()),
            ("gzip", [gzip(&PAGE[..5]), gzip(&PAGE[5..])].concat()),
            ("gzip, zstd", zstd::encode_all(&gzip(PAGE)[..], 3).unwrap()),
            ("deflate, gzip, deflate", zlib(&gzip(&bare(PAGE)))),
        ] {
            for piece in [1, 7, 1000] {
                let (bytes, ended) = decode(coding, &coded, piece);
                assert_eq!((bytes.as_slice(), ended), (PAGE, Ok(())), "{coding} by {piece}");
            }
        }
    }

    #[test]
    fn a_stream_that_breaks_off_gives_what_came() {
        let page = "<p>tin tức số 1</p><p>khác hẳn</p>".repeat(20_000);
        let zstd = zstd::encode_all(page.as_bytes(), 3).unwrap();
        for (coding, coded) in
            [("gzip", gzip(page.as_bytes())), ("deflate", zlib(page.as_bytes())), ("zstd", zstd)]
        {
            let (bytes, ended) = decode(coding, &coded[..coded.len() - 9], 1000);
            assert!(bytes.len() > 100, "{coding}: {}", bytes.len());
            assert!(page.as_bytes().starts_with(&bytes), "{coding}");
            // Of zlib's format nobody says that its end is missing.
            let is_told = coding != "deflate";
            assert_eq!(ended.is_err(), is_told, "{coding}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_cap() {
        let zeros = vec![0; 64 << 20];
        for (coding, coded) in [
            ("gzip", gzip(&zeros)),
            ("deflate", bare(&zeros)),
            ("zstd", zstd::encode_all(&zeros[..], 3).unwrap()),
            ("gzip, gzip", gzip(&gzip(&zeros))),
        ] {
            let (bytes, halted) = decode(coding, &coded, 4096);
            assert_eq!((bytes.len(), halted), (1 << 20, Err(Halt::Size)), "{coding}");
        }
    }

    #[test]
    fn a_bomb_of_nothing_inside_another_coding_ends() {
        // Empty blocks decode to nothing, however many there are.
        let nothing =
            [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0, 0, 0, 0xff, 0xff].repeat(8 << 20)];
        let (bytes, halted) = decode("gzip, gzip", &gzip(&nothing.concat()), 4096);
        assert_eq!((bytes.len(), halted), (0, Err(Halt::Size)));
    }

    #[test]
    fn what_is_not_coded_as_it_says_is_broken_and_what_nobody_knows_is_left_alone() {
        for coding in ["gzip", "zstd", "deflate", "br"] {
            let (bytes, halted) = decode(coding, &[0xff; 64], 1000);
            assert_eq!((bytes.len(), halted), (0, Err(Halt::Broken)), "{coding}");
        }
        assert_eq!(named("gzip, compress"), [""; 0]);
        assert_eq!(named("gzip,gzip,gzip,gzip,gzip"), [""; 0]);
        assert_eq!(named("gzip, br"), ["br", "gzip"]);
    }
}
