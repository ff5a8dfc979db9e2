//! Who asks for what on which night, and what they get.

use std::time::Duration;

/// One request.
pub struct Ask<'a> {
    /// Without query and session id.
    pub path: &'a str,
    pub origin: &'a str,
    pub night: i64,
    /// How many requests this portal had tonight before.
    pub visit: u64,
}

/// What is sent back.
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    /// How long the portal thinks about it.
    pub wait: Duration,
    /// Nobody answers at all.
    pub is_down: bool,
}

impl Answer {
    pub fn of(kind: &'static str, body: String) -> Self {
        let (headers, wait) = (Vec::new(), Duration::ZERO);
        Self { status: 200, kind, headers, body, wait, is_down: false }
    }

    pub fn html(body: String) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    pub fn status(status: u16, body: String) -> Self {
        Self { status, ..Self::html(body) }
    }

    pub fn is_page(&self) -> bool {
        self.kind.starts_with("text/html") && self.status == 200
    }
}
