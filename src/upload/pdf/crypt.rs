//! Files that are locked with an empty password: anybody may read them, and viewers do so
//! without asking.
//!
//! The ways of the standard: RC4 and AES with a key from MD5 (revisions 2 to 4), AES-256 with a
//! key from SHA-2 (revisions 5 and 6).

use std::borrow::Cow;

use aes::{Aes128, Aes256};
use cbc::cipher::{
    BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::NoPadding,
};
use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::{
    file::File,
    value::{Dict, Value},
};

/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// Stands for the empty password in revisions 2 to 4.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file.
pub(super) struct Key {
    key: Vec<u8>,
    texts: Method,
    streams: Method,
}

impl Key {
    /// The key that the empty password gives; `None` if it takes another one.
    pub fn of(file: &File<'_>) -> Option<Self> {
        let dict = file.get(&file.trailer, "Encrypt");
        let dict = dict.dict()?;
        if !dict.is("Filter", "Standard") {
            return None;
        }
        let version = file.get(dict, "V").count()?;
        let key = match file.get(dict, "R").count()? {
            revision @ 2..=4 => key_of_md5(file, dict, version, revision)?,
            revision @ 5..=6 => key_of_sha(file, dict, revision)?,
            _ => return None,
        };
        let method = |user: &str| match version {
            1..=3 => Method::Rc4,
            _ => method(file, dict, user),
        };
        Some(Self { key, texts: method("StrF"), streams: method("StmF") })
    }

    /// The bytes of a stream.
    pub fn decrypted_stream<'a>(
        &self,
        bytes: &'a [u8],
        dict: &Dict,
        id: u32,
        generation: u16,
    ) -> Cow<'a, [u8]> {
        // A stream that says so itself is left alone: only metadata are.
        let filters = dict.get("Filter");
        let own = filters.and_then(Value::array).and_then(|all| all.first()).or(filters);
        if own.and_then(Value::name) == Some(b"Crypt") || self.streams == Method::None {
            return Cow::Borrowed(bytes);
        }
        Cow::Owned(self.decrypted(self.streams, bytes, id, generation))
    }

    /// Puts the plain texts into the value of an object.
    pub fn decrypt_texts(&self, value: &mut Value, id: u32, generation: u16) {
        let mut values = vec![value];
        while let Some(value) = values.pop() {
            match value {
                Value::Text(text) => *text = self.decrypted(self.texts, text, id, generation),
                Value::Array(all) => values.extend(all),
                Value::Dict(Dict(all)) => values.extend(all.iter_mut().map(|(_, value)| value)),
                _ => {}
            }
        }
    }

    fn decrypted(&self, method: Method, bytes: &[u8], id: u32, generation: u16) -> Vec<u8> {
        let own = || {
            let mut hash = Md5::new_with_prefix(&self.key);
            hash.update(&id.to_le_bytes()[..3]);
            hash.update(generation.to_le_bytes());
            if method == Method::Aes128 {
                hash.update(b"sAlT");
            }
            hash.finalize()[..(self.key.len() + 5).min(16)].to_vec()
        };
        match method {
            Method::None => bytes.to_vec(),
            Method::Rc4 => rc4(&own(), bytes),
            Method::Aes128 => aes(&own(), bytes),
            Method::Aes256 => aes(&self.key, bytes),
        }
    }
}

/// How texts (`StrF`) or streams (`StmF`) are locked.
fn method(file: &File<'_>, dict: &Dict, user: &str) -> Method {
    let filters = file.get(dict, "CF");
    let name = file.get(dict, user);
    let name = name.name().map(String::from_utf8_lossy).unwrap_or_default();
    let filter = filters.dict().map(|filters| file.get(filters, &name));
    match filter
        .as_deref()
        .and_then(Value::dict)
        .and_then(|filter| filter.get("CFM"))
        .and_then(Value::name)
    {
        Some(b"V2") => Method::Rc4,
        Some(b"AESV2") => Method::Aes128,
        Some(b"AESV3") => Method::Aes256,
        _ => Method::None,
    }
}

fn key_of_md5(file: &File<'_>, dict: &Dict, version: usize, revision: usize) -> Option<Vec<u8>> {
    let bits = match version {
        1 => 40,
        4 => 128,
        _ => file.get(dict, "Length").count().unwrap_or(40),
    };
    let length = (bits / 8).clamp(5, 16);
    let (owner, user) = (file.get(dict, "O"), file.get(dict, "U"));
    let permissions = file.get(dict, "P").number()?;
    // Some writers give the number without its sign.
    #[expect(clippy::cast_possible_truncation, reason = "wrapped on purpose")]
    let permissions = permissions as i64 as u32;
    let ids = file.get(&file.trailer, "ID");
    let id = ids.array().and_then(|ids| ids.first()).and_then(Value::text).unwrap_or_default();

    let mut hash = Md5::new_with_prefix(PADDING);
    hash.update(owner.text()?.get(..32)?);
    hash.update(permissions.to_le_bytes());
    hash.update(id);
    // Truth values are not read: what is not the usual one decides by whether the key fits.
    let mut candidates = vec![hash.clone()];
    if revision >= 4 {
        hash.update([0xff; 4]);
        candidates.push(hash);
    }
    let rounds = if revision >= 3 { 50 } else { 0 };
    candidates.into_iter().find_map(|hash| {
        let mut key = hash.finalize();
        for _ in 0..rounds {
            key = Md5::digest(&key[..length]);
        }
        let key = key[..length].to_vec();
        (proof(&key, revision, id).as_slice() == user.text()?.get(..16)?).then_some(key)
    })
}

/// How a file shows that a key is its own.
fn proof(key: &[u8], revision: usize, id: &[u8]) -> Vec<u8> {
    if revision == 2 {
        return rc4(key, &PADDING[..16]);
    }
    let start = Md5::new_with_prefix(PADDING).chain_update(id).finalize().to_vec();
    (0..20).fold(start, |text, round| {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        rc4(&key, &text)
    })
}

fn key_of_sha(file: &File<'_>, dict: &Dict, revision: usize) -> Option<Vec<u8>> {
    let (user, sealed) = (file.get(dict, "U"), file.get(dict, "UE"));
    let user = user.text()?;
    let (hash, proof, salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    let hashed = |salt: &[u8]| match revision {
        5 => Sha256::digest(salt).to_vec(),
        _ => hardened(salt),
    };
    if hashed(proof) != hash {
        return None;
    }
    let sealed = sealed.text()?.get(..32)?;
    let lock = cbc::Decryptor::<Aes256>::new_from_slices(&hashed(salt), &[0; BLOCK]).ok()?;
    lock.decrypt_padded_vec::<NoPadding>(sealed).ok()
}

/// The hash of revision 6, for the empty password.
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    // The last byte ends it: 300 rounds are never reached but by a file made for it.
    for round in 0_u32..300 {
        let block = key.repeat(64);
        let Ok(lock) = cbc::Encryptor::<Aes128>::new_from_slices(&key[..16], &key[16..32]) else {
            break;
        };
        let sealed = lock.encrypt_padded_vec::<NoPadding>(&block);
        key = match sealed[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>() % 3 {
            0 => Sha256::digest(&sealed).to_vec(),
            1 => Sha384::digest(&sealed).to_vec(),
            _ => Sha512::digest(&sealed).to_vec(),
        };
        let last = sealed.last().map_or(0, |byte| u32::from(*byte));
        if round >= 63 && last <= round - 31 {
            break;
        }
    }
    key.truncate(32);
    key
}

/// AES in chained blocks: the first block is where the chain begins, the last is filled up. Of a
/// stream that was cut, the whole blocks count.
fn aes(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some((start, bytes)) = bytes.split_at_checked(BLOCK) else { return Vec::new() };
    let whole = &bytes[..bytes.len() / BLOCK * BLOCK];
    let plain = if key.len() == 32 {
        cbc::Decryptor::<Aes256>::new_from_slices(key, start)
            .ok()
            .and_then(|lock| lock.decrypt_padded_vec::<NoPadding>(whole).ok())
    } else {
        cbc::Decryptor::<Aes128>::new_from_slices(key, start)
            .ok()
            .and_then(|lock| lock.decrypt_padded_vec::<NoPadding>(whole).ok())
    };
    let mut plain = plain.unwrap_or_default();
    let filled = plain.last().map_or(0, |byte| usize::from(*byte));
    if (1..=BLOCK).contains(&filled) {
        plain.truncate(plain.len() - filled);
    }
    plain
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|index| (index & 0xff) as u8);
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    bytes
        .iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            let at = state[usize::from(i)].wrapping_add(state[usize::from(j)]);
            byte ^ state[usize::from(at)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_what_others_publish() {
        let sealed = rc4(b"Key", b"Plaintext");
        assert_eq!(sealed, [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]);
    }

    #[test]
    fn half_a_block_is_no_text() {
        assert!(aes(&[7; 16], &[1; 20]).is_empty());
        assert!(aes(&[7; 32], &[1; 3]).is_empty());
    }
}
