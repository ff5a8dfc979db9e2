//! What stays the same of texts, addresses and code from one night to the next.
//!
//! A placeholder stands only where the kind of the value stays the same; hosts, the bodies of
//! scripts and what code does are never normalised away.

mod address;
mod code;
mod text;

pub(super) use address::{file_place, foreign_host, page_place, path_shape};
pub(super) use code::{code_shape, digest};
pub(super) use text::normal_text;

/// A hash that is the same on every machine and in every version, for what is only counted. What is
/// approved is named by SHA-256 or in full.
pub(super) fn hash(text: &str) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(STEP);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash =
        words.iter().fold(text.len() as u64, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let mixed = rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)));
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

/// Whether a word looks made by a machine: long, of letters and digits without a pattern.
pub(super) fn is_token(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'=' | b'_' | b'-');
    let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let most_dashes = if is_hex { 4 } else { 2 };
    digits >= 3
        && letters > 0
        && digits + letters >= if is_hex { 8 } else { 16 }
        && word.bytes().filter(|byte| *byte == b'-').count() <= most_dashes
        && word.bytes().all(plain)
}
