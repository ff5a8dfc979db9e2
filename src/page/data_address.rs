//! Addresses that bring their content along: `data:text/html,…`.

use super::script::decode;

/// What an address brings along.
pub(super) struct DataAddress {
    pub text: String,
    /// Whether people cannot read it in the address.
    pub encoded: bool,
}

/// Reads a `data:` address; `None` for any other.
pub(super) fn read(address: &str) -> Option<DataAddress> {
    let address = address.trim_start();
    let rest = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
    let (head, body) = address.get(rest.len()..)?.split_once(',')?;
    let text = percent_decoded(body);
    if !head.split(';').skip(1).any(|one| one.trim().eq_ignore_ascii_case("base64")) {
        // Marks are escaped because they must be, letters are not.
        let encoded = body.matches('%').count() * 6 > body.len();
        return Some(DataAddress { text, encoded });
    }
    // Each character stands for a byte.
    let bytes: Vec<u8> = decode::base64(&text)?.chars().map(|c| u32::from(c) as u8).collect();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Some(DataAddress { text, encoded: true })
}

/// Resolves `%41`; what is no escape stays.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                decoded.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_read_as_it_is_encoded() {
        for (address, text) in [
            ("data:text/html,<p>a%20b", "<p>a b"),
            ("DATA:Text/HTML;charset=utf-8;base64,xJFpIMSRw6J1", "đi đâu"),
            ("data:,a,b", "a,b"),
        ] {
            assert_eq!(read(address).unwrap().text, text, "{address}");
        }
        for other in ["https://a.example/", "data:text/html", "data:;base64,!,", "", "đ"] {
            assert!(read(other).is_none(), "{other}");
        }
    }
}
