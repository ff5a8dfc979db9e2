//! What each kind of visitor sends: the headers of the browser or crawler that it stands for.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, REFERER,
    UPGRADE_INSECURE_REQUESTS, USER_AGENT,
};

use crate::identity::{Identity, UserAgents};

use super::{BuildError, coding};

const BROWSER_ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,\
                              image/webp,image/apng,*/*;q=0.8";
const CRAWLER_ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The headers that one identity sends with every request of a visit.
///
/// `Referer` belongs to all of them: a browser that is redirected goes on naming the page where
/// the visitor clicked, and cloakers look for it wherever they sit in the chain.
pub(super) fn headers(identity: Identity, agents: &UserAgents) -> Result<HeaderMap, BuildError> {
    let agent = HeaderValue::from_str(&agents.text(identity))
        .map_err(|_| BuildError::UserAgent(identity))?;
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, agent);
    if identity == Identity::SearchCrawler {
        headers.insert(ACCEPT, HeaderValue::from_static(CRAWLER_ACCEPT));
    } else {
        headers.insert(ACCEPT, HeaderValue::from_static(BROWSER_ACCEPT));
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("vi-VN,vi;q=0.9,en;q=0.6"));
        headers.insert(UPGRADE_INSECURE_REQUESTS, HeaderValue::from_static("1"));
    }
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
    if let Some(referer) = identity.referer() {
        headers.insert(REFERER, HeaderValue::from_static(referer));
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_agent_that_no_header_can_carry_is_an_error() {
        let agents =
            UserAgents { contact: "a@b.example\r\nCookie: x=1".into(), ..Default::default() };
        let refused = headers(Identity::Phone, &agents);
        assert!(matches!(refused, Err(BuildError::UserAgent(Identity::Phone))));
    }
}
