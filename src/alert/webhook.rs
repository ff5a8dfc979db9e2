//! A signed POST to one address of the operator.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use reqwest::{Client, Response, StatusCode, header::HeaderMap, redirect::Policy};
use sha2::Sha256;

use super::{Complaint, Receipt, Undelivered, document, secret, trust};
use crate::{notice::Notice, target::Webhook};

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(60);
/// As much of an answer is read as an operator wants to see, in bytes.
const MOST_ANSWER: usize = 2048;
/// Whoever asks to wait longer is asked again after a day.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn check(settings: &Webhook) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    secret::check(&settings.secret, &mut complaints);
    if let Some(path) = &settings.ca_file {
        complaints.extend(trust::tls(Some(path)).err().map(Complaint::Broken));
    }
    complaints
}

pub(super) async fn send(
    settings: &Webhook,
    notice: &Notice,
    now: Timestamp,
) -> Result<Receipt, Undelivered> {
    let server = settings.url.host_str().unwrap_or_default();
    let key = secret::read(&settings.secret).map_err(Undelivered::later)?;
    let tls = trust::tls(settings.ca_file.as_deref()).map_err(Undelivered::later)?;
    let body = document::of(notice, document::IN_A_MESSAGE)
        .map_err(|error| Undelivered::never(format!("no JSON can be made of it: {error}")))?;
    #[expect(
        clippy::disallowed_methods,
        reason = "it goes where the operator says, and nowhere else"
    )]
    let client = Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .timeout(ANSWER)
        .user_agent(concat!("canhcong/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Undelivered::later(format!("HTTP cannot be set up: {error}")))?;
    let time = now.as_second().to_string();
    let answer = client
        .post(settings.url.clone())
        .header("content-type", "application/json; charset=utf-8")
        .header("canhcong-timestamp", &time)
        .header("canhcong-signature", signature(&key, &time, &body))
        .header("idempotency-key", &notice.id)
        .body(body)
        .send()
        .await
        .map_err(|error| unreachable(&error, server))?;
    judge(answer, server, now).await
}

/// `v1=` and the HMAC-SHA256 of `timestamp.body` in hexadecimal.
fn signature(key: &str, time: &str, body: &str) -> String {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("v1={}", data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()))
}

async fn judge(answer: Response, server: &str, now: Timestamp) -> Result<Receipt, Undelivered> {
    let status = answer.status();
    let after = retry_after(answer.headers(), now);
    let said = format!("{server}: {status} {}", beginning(answer).await);
    if status.is_success() {
        return Ok(Receipt::new(said));
    }
    if status.is_redirection() {
        let why = format!(
            "{server} answers {status}; redirects are not followed, name the final address"
        );
        return Err(Undelivered::later(why));
    }
    let passes =
        [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS];
    if status.is_client_error() && !passes.contains(&status) {
        return Err(Undelivered::never(said));
    }
    Err(Undelivered::later(said).after(after))
}

/// What an answer begins with; a receiver that breaks off has answered all the same.
async fn beginning(mut answer: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < MOST_ANSWER
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        bytes.extend(chunk.iter().take(MOST_ANSWER - bytes.len()));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `Retry-After`, as seconds or as a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get("retry-after")?.to_str().ok()?.trim();
    let wait = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            Duration::from_secs(u64::try_from(at.as_second() - now.as_second()).unwrap_or(0))
        }
    };
    Some(wait.min(LONGEST_WAIT))
}

fn unreachable(error: &reqwest::Error, server: &str) -> Undelivered {
    if let Some(fault) = trust::fault(error, server) {
        return Undelivered::later(fault);
    }
    if error.is_timeout() {
        let why = format!("{server} has not answered for {} s", ANSWER.as_secs());
        return Undelivered::later(why);
    }
    // The innermost error says it best, and does not repeat an address that may be a secret.
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    Undelivered::later(format!("{server} cannot be reached: {innermost}"))
}
