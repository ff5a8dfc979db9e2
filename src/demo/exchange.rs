//! Who asks the demo's portals for what, and what they get.

use http_body_util::Full;
use hyper::{
    HeaderMap, Response, StatusCode,
    body::Bytes,
    header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERER, USER_AGENT},
};

/// Who asks for what.
pub(super) struct Visitor<'a> {
    pub path: &'a str,
    pub origin: String,
    pub(super) headers: &'a HeaderMap,
}

impl Visitor<'_> {
    pub fn is_crawler(&self) -> bool {
        self.header(USER_AGENT).contains("Googlebot")
    }

    pub fn is_phone(&self) -> bool {
        self.header(USER_AGENT).contains("Mobile") && self.header(REFERER).contains("google.")
    }

    fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What a visitor gets.
pub(super) struct Answer {
    pub status: u16,
    pub body: String,
    pub kind: &'static str,
    pub location: Option<&'static str>,
}

impl Answer {
    pub fn insert_before(&mut self, mark: &str, planted: &str) {
        self.body = self.body.replacen(mark, &format!("{planted}{mark}"), 1);
    }

    pub fn redirect(&mut self, location: &'static str) {
        self.status = 302;
        self.location = Some(location);
        self.body.clear();
    }

    pub fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from(self.body)));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Some(location) = self.location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        response
    }
}
