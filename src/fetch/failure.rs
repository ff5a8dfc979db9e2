//! Why there was no answer, in words for the people on duty.

use std::{error::Error, io};

use super::egress::{Refusal, Unresolved};
use crate::finding::{Sentence, Text};

/// The most layers of an error that are opened.
const MOST_CAUSES: usize = 16;

/// A short reason for a failed exchange, found at the bottom of the HTTP client's error.
pub(super) fn reason(error: &reqwest::Error) -> Sentence {
    if error.is_builder() {
        return Text {
            vi: "địa chỉ không dùng được trong yêu cầu HTTP",
            en: "the address cannot be written in a request",
        }
        .into();
    }
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = String::new();
    for _ in 0..MOST_CAUSES {
        let Some(error) = cause else { break };
        if let Some(known) = known(error) {
            return known;
        }
        last = error.to_string();
        cause = deeper(error);
    }
    let last = shortened(&last);
    Sentence { vi: format!("lỗi kết nối: {last}"), en: last }
}

/// A body is not coded as its headers say.
pub(super) const UNDECODED: Text =
    Text { vi: "không giải nén được trang", en: "the page could not be decompressed" };

/// An `io::Error` does not count what it wraps among its sources.
fn deeper<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// As much of another's words as a line of the report has room for.
fn shortened(error: &str) -> String {
    error.chars().take(120).collect()
}

fn known(error: &(dyn Error + 'static)) -> Option<Sentence> {
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(refusal.sentence());
    }
    if let Some(unresolved) = error.downcast_ref::<Unresolved>() {
        return Some(unresolved.sentence());
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(tls(error));
    }
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return http(error).map(Sentence::from);
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return socket(error.kind()).map(Sentence::from);
    }
    None
}

/// The server hung up in the middle.
const CUT_SHORT: Text = Text {
    vi: "kết nối bị đóng khi chưa nhận đủ phản hồi",
    en: "the connection was closed before the answer was whole",
};

fn tls(error: &rustls::Error) -> Sentence {
    use rustls::{AlertDescription as Alert, Error as Tls};
    match error {
        Tls::PeerIncompatible(_)
        | Tls::AlertReceived(Alert::HandshakeFailure | Alert::ProtocolVersion) => Text {
            vi: "TLS: máy chủ chỉ hỗ trợ phiên bản hoặc bộ mã hóa mà trình duyệt đã ngừng sử dụng",
            en: "TLS: the server speaks only versions or ciphers that browsers have given up",
        }
        .into(),
        Tls::InvalidMessage(_) => {
            Text { vi: "TLS: phản hồi không phải TLS", en: "TLS: the answer is not TLS" }.into()
        }
        other => {
            let en = shortened(&format!("TLS: {other}"));
            Sentence { vi: format!("lỗi kết nối {en}"), en }
        }
    }
}

fn http(error: &hyper::Error) -> Option<Text> {
    if error.is_parse_too_large() {
        Some(Text {
            vi: "phản hồi có tiêu đề HTTP quá nhiều hoặc quá dài",
            en: "the answer has too many or too long headers",
        })
    } else if error.is_parse() {
        Some(Text { vi: "phản hồi không phải HTTP", en: "the answer is not HTTP" })
    } else if error.is_incomplete_message() {
        Some(CUT_SHORT)
    } else {
        None
    }
}

fn socket(kind: io::ErrorKind) -> Option<Text> {
    Some(match kind {
        io::ErrorKind::ConnectionRefused => {
            Text { vi: "kết nối bị từ chối", en: "connection refused" }
        }
        io::ErrorKind::ConnectionReset => {
            Text { vi: "kết nối bị đặt lại", en: "connection reset" }
        }
        io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
            Text { vi: "kết nối bị gián đoạn", en: "connection broken off" }
        }
        io::ErrorKind::HostUnreachable => {
            Text { vi: "không kết nối được đến máy chủ", en: "host unreachable" }
        }
        io::ErrorKind::NetworkUnreachable => {
            Text { vi: "không kết nối được đến mạng", en: "network unreachable" }
        }
        io::ErrorKind::AddrNotAvailable => Text {
            vi: "không có đường truyền đến loại địa chỉ này",
            en: "no route to this kind of address",
        },
        io::ErrorKind::TimedOut => {
            Text { vi: "quá thời gian chờ khi kết nối", en: "timeout while connecting" }
        }
        io::ErrorKind::UnexpectedEof => CUT_SHORT,
        _ => return None,
    })
}
