//! A notice as mail.
//!
//! Nothing here is left to chance or to the clock: the same notice is the same bytes, so that a
//! server that gets it twice sees it by the Message-ID, and a person by its date.

use std::time::SystemTime;

use lettre::{
    Address, Message,
    error::Error,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{
            ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
        },
    },
};

use crate::{alert::wording, notice::Notice};

pub(super) fn of(notice: &Notice, from: &Address, to: &Address) -> Result<Vec<u8>, Error> {
    let boundary = |part: &str| format!("={}-{part}", notice.id);
    let html = SinglePart::html(wording::html(notice));
    let words = MultiPart::alternative()
        .boundary(boundary("words"))
        .singlepart(SinglePart::plain(wording::text(notice)))
        .singlepart(html);
    let mut parts = MultiPart::mixed().boundary(boundary("parts")).multipart(words);
    for attachment in &notice.attachments {
        let kind = ContentType::parse(&attachment.media_type).unwrap_or_else(|_| octets());
        // Base64 whatever is in it: a mail server may rewrite the line ends of a text.
        parts = parts.singlepart(
            SinglePart::builder()
                .header(kind)
                .header(ContentDisposition::attachment(&file_name(&attachment.name)))
                .header(ContentTransferEncoding::Base64)
                .body(attachment.bytes.clone()),
        );
    }
    let mut message = Message::builder()
        .from(Mailbox::new(Some("Canh cổng".to_owned()), from.clone()))
        .to(Mailbox::new(Some(one_line(&notice.recipient.name)), to.clone()))
        .subject(one_line(&wording::subject(notice)))
        .date(SystemTime::from(notice.at))
        .message_id(Some(format!("<{}@{}>", notice.id, from.domain())))
        .multipart(parts)?;
    // RFC 3834: answering machines stay quiet.
    let mut extra = vec![("Auto-Submitted", "auto-generated".to_owned())];
    if let Some(worst) = wording::worst(notice) {
        extra.push(("X-Canhcong-Severity", worst.to_string()));
    }
    extra.push(("X-Canhcong-Occasion", notice.occasion.id().to_owned()));
    for (name, value) in extra {
        let name = HeaderName::new_from_ascii_str(name);
        message.headers_mut().insert_raw(HeaderValue::new(name, value));
    }
    Ok(message.formatted())
}

fn octets() -> ContentType {
    ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN)
}

/// What stands in a header stays in it.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A name that no mail program reads as a path.
fn file_name(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' })
        .collect()
}
