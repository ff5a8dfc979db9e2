//! Why there was no answer, in words for the people on duty.

use std::{error::Error, io};

use super::egress::{Refusal, Unresolved};

/// The most layers of an error that are opened.
const MOST_CAUSES: usize = 16;

/// A short reason for a failed exchange, found at the bottom of the HTTP client's error.
pub(super) fn reason(error: &reqwest::Error) -> String {
    if error.is_builder() {
        return "the address cannot be written in a request".to_owned();
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = "no answer".to_owned();
    for _ in 0..MOST_CAUSES {
        let Some(error) = cause else { break };
        if let Some(known) = known(error) {
            return known;
        }
        last = error.to_string();
        cause = deeper(error);
    }
    if error.is_decode() {
        return "the page could not be decompressed".to_owned();
    }
    last.chars().take(120).collect()
}

/// An `io::Error` does not count what it wraps among its sources.
fn deeper<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

fn known(error: &(dyn Error + 'static)) -> Option<String> {
    if error.is::<Refusal>() || error.is::<Unresolved>() {
        return Some(error.to_string());
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(tls(error));
    }
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return http(error).map(str::to_owned);
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return socket(error.kind()).map(str::to_owned);
    }
    None
}

fn tls(error: &rustls::Error) -> String {
    use rustls::{AlertDescription as Alert, Error as Tls};
    match error {
        Tls::PeerIncompatible(_)
        | Tls::AlertReceived(Alert::HandshakeFailure | Alert::ProtocolVersion) => {
            "TLS: the server speaks only versions or ciphers that browsers have given up".to_owned()
        }
        Tls::InvalidMessage(_) => "TLS: the answer is not TLS".to_owned(),
        other => format!("TLS: {other}").chars().take(120).collect(),
    }
}

fn http(error: &hyper::Error) -> Option<&'static str> {
    if error.is_parse_too_large() {
        Some("the answer has too many or too long headers")
    } else if error.is_parse() {
        Some("the answer is not HTTP")
    } else if error.is_incomplete_message() {
        Some("the connection was closed before the answer was whole")
    } else {
        None
    }
}

fn socket(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::ConnectionReset => "connection reset",
        io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => "connection broken off",
        io::ErrorKind::HostUnreachable => "host unreachable",
        io::ErrorKind::NetworkUnreachable => "network unreachable",
        io::ErrorKind::AddrNotAvailable => "no route to this kind of address",
        io::ErrorKind::TimedOut => "timeout while connecting",
        io::ErrorKind::UnexpectedEof => "the connection was closed before the answer was whole",
        _ => return None,
    })
}
