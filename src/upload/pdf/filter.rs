//! Streams, unpacked within bounds.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::{
    lexer::{from_hexadecimal, is_space},
    value::{Dict, Value},
};

/// The most bytes of one stream after each of its filters.
pub(super) const LARGEST: usize = 8 << 20;
/// The most filters of one stream.
const MOST_FILTERS: usize = 4;

/// The bytes that a stream stands for; `None` if it is an image, or packed in a way that texts
/// are not. Of a broken stream comes what stands before the break.
pub(super) fn unpack(dict: &Dict, packed: &[u8]) -> Option<Vec<u8>> {
    let filters = match dict.get("Filter").or(dict.get("F")) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Name(name)) => vec![name.as_slice()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::name).collect(),
        Some(_) => return None,
    };
    if filters.len() > MOST_FILTERS || predicts(dict) {
        return None;
    }
    let mut bytes = packed[..packed.len().min(LARGEST)].to_vec();
    for filter in filters {
        bytes = match filter {
            b"FlateDecode" | b"Fl" => inflated(&bytes),
            b"ASCII85Decode" | b"A85" => from_base85(&bytes),
            b"ASCIIHexDecode" | b"AHx" => {
                let end = memchr::memchr(b'>', &bytes).unwrap_or(bytes.len());
                from_hexadecimal(&bytes[..end])
            }
            b"Crypt" => bytes,
            _ => return None,
        };
    }
    Some(bytes)
}

/// Whether the bytes are differences: those of images and cross-reference tables are.
fn predicts(dict: &Dict) -> bool {
    let parameters = match dict.get("DecodeParms").or(dict.get("DP")) {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return false,
    };
    let predictor = |dict: &Dict| dict.get("Predictor").and_then(Value::number);
    parameters.iter().filter_map(Value::dict).filter_map(predictor).any(|kind| kind > 1.0)
}

fn inflated(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(packed).take(LARGEST as u64).read_to_end(&mut bytes);
    if read.is_err() && bytes.is_empty() {
        // Some writers leave out zlib's two bytes, or get them wrong: viewers do not mind.
        for bare in [packed, packed.get(2..).unwrap_or_default()] {
            let read = DeflateDecoder::new(bare).take(LARGEST as u64).read_to_end(&mut bytes);
            if read.is_ok() && !bytes.is_empty() {
                break;
            }
            bytes.clear();
        }
    }
    bytes
}

/// Five digits for four bytes, `z` for four zeros, `~>` at the end.
fn from_base85(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for &byte in text {
        match byte {
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'~' => break,
            byte if is_space(byte) || byte == b'<' => {}
            _ => break,
        }
        if group.len() == 5 {
            bytes.extend(four_bytes(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let whole = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&four_bytes(&group)[..whole]);
    }
    bytes
}

fn four_bytes(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn dict(filters: &[&str]) -> Dict {
        let names = filters.iter().map(|name| Value::Name(name.as_bytes().to_vec())).collect();
        Dict(vec![(b"Filter".to_vec(), Value::Array(names))])
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn filters_are_undone_in_their_order() {
        let hex: String = zlib(b"Tai xiu").iter().map(|byte| format!("{byte:02x}")).collect();
        let chain = dict(&["ASCIIHexDecode", "FlateDecode"]);
        assert_eq!(unpack(&chain, format!("{hex}>").as_bytes()).unwrap(), b"Tai xiu");
        let base85 = dict(&["ASCII85Decode"]);
        assert_eq!(unpack(&base85, b"87cURD_*#4\nDfTZ)~>").unwrap(), b"Hello, World");
        assert_eq!(unpack(&dict(&["DCTDecode"]), b"x"), None);
    }

    #[test]
    fn a_bomb_in_a_bomb_stays_within_the_bound() {
        let bomb = zlib(&zlib(&vec![b' '; 64 << 20]));
        assert!(bomb.len() < 4 << 10);
        let once = unpack(&dict(&["FlateDecode", "FlateDecode"]), &bomb).unwrap();
        assert_eq!(once.len(), LARGEST);
        assert_eq!(unpack(&dict(&["FlateDecode"; 5]), &bomb), None);
    }

    #[test]
    fn a_broken_stream_gives_what_stands_before_the_break() {
        let whole = zlib(&b"nha cai uy tin ".repeat(2_000));
        let part = unpack(&dict(&["FlateDecode"]), &whole[..whole.len() / 2]).unwrap();
        assert!(part.starts_with(b"nha cai uy tin nha cai"));
        let bare = unpack(&dict(&["FlateDecode"]), &whole[2..]).unwrap();
        assert!(bare.starts_with(b"nha cai uy tin"));
    }
}
