//! What each of the four visitors sends.

use canhcong::identity::{Identity, UserAgents};

use crate::server::{AT, Server, answer, captured, redirect};

/// The value of a header in the text of a request.
fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| {
        let (own, value) = line.split_once(": ")?;
        own.eq_ignore_ascii_case(name).then_some(value)
    })
}

#[tokio::test]
async fn each_visitor_sends_what_its_browser_would_on_every_hop() {
    let server = Server::answering(|path| match path {
        "/" => redirect("/home"),
        _ => answer("200 OK", "", b"<p>x"),
    })
    .await;
    let fetcher = server.fetcher();
    for identity in Identity::ALL {
        let before = server.requests().len();
        captured(fetcher.visit(&server.url("/"), identity, AT).await);
        let requests = server.requests().split_off(before);
        assert_eq!(requests.len(), 2);
        for request in &requests {
            let agent = UserAgents::default().text(identity);
            assert_eq!(header(request, "user-agent"), Some(agent.as_str()));
            assert_eq!(header(request, "referer"), identity.referer(), "{identity}");
            assert!(header(request, "accept").unwrap().starts_with("text/html,"));
            assert!(header(request, "accept-encoding").unwrap().contains("gzip"));
            assert_eq!(header(request, "cookie"), None);
            let language = header(request, "accept-language");
            match identity {
                Identity::SearchCrawler => assert_eq!(language, None),
                _ => assert!(language.unwrap().starts_with("vi-VN,vi;")),
            }
        }
    }
}
