//! What a portal's robots.txt says.

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use super::Visit;
use crate::finding::{Sentence, Text};

/// The name by which robots.txt files may address this scanner.
const AGENT: &str = "canhcong";
/// How much of a robots.txt is read, in bytes: what Google reads.
const LARGEST: usize = 500 << 10;
/// The most rules with `$`: each becomes a regular expression.
const MOST_ANCHORED: usize = 200;
/// The most sitemaps that are taken from a robots.txt.
const MOST_SITEMAPS: usize = 100;
/// The longest pause between requests that is kept: with more, no night would be long enough.
const LONGEST_DELAY: f32 = 10.0;

/// The rules of one host's robots.txt.
#[derive(Debug, Default)]
pub struct Robots {
    rules: Option<Robot>,
    /// Sitemaps, whoever they are meant for; at most 100.
    pub sitemaps: Vec<Url>,
    /// The pause between two requests that is asked for, at most 10 s.
    pub crawl_delay: Option<Duration>,
    /// Why there are no rules, if the file could not be read: everything is allowed then.
    pub unread: Option<Sentence>,
}

impl Robots {
    /// Where the robots.txt stands that governs an address.
    pub fn address(url: &Url) -> Url {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        address.set_fragment(None);
        address
    }

    /// From the answer to a visit at [`Robots::address`].
    ///
    /// Without a robots.txt, and where a page or an error comes instead of one, everything is
    /// allowed.
    pub fn of(visit: &Visit) -> Self {
        let unread = |reason: Sentence| Self { unread: Some(reason), ..Self::default() };
        let capture = match visit {
            Visit::Captured(capture) => capture,
            Visit::NotComparable(_, reason) | Visit::Unreachable { reason, .. } => {
                return unread(reason.clone());
            }
        };
        match capture.status() {
            200 if capture.body.trim_ascii().starts_with(b"<") => unread(
                Text {
                    vi: "nhận được trang web thay cho tệp robots.txt",
                    en: "a page instead of a robots.txt",
                }
                .into(),
            ),
            200 => Self::parse(&capture.body, capture.url()),
            404 | 410 => Self::default(),
            status => unread(Sentence {
                vi: format!("mã trạng thái {status}"),
                en: format!("status {status}"),
            }),
        }
    }

    /// From the text of a robots.txt; `base` is its address.
    pub fn parse(body: &[u8], base: &Url) -> Self {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let text = bounded(&body[..body.len().min(LARGEST)]);
        let Ok(robot) = Robot::new(AGENT, &text) else {
            return Self {
                unread: Some(
                    Text {
                        vi: "không đọc được quy tắc", en: "rules that cannot be read"
                    }
                    .into(),
                ),
                ..Self::default()
            };
        };
        let sitemaps = robot.sitemaps.iter().filter_map(|sitemap| base.join(sitemap).ok());
        let seconds = robot.delay.filter(|seconds| *seconds > 0.0);
        Self {
            sitemaps: sitemaps.take(MOST_SITEMAPS).collect(),
            crawl_delay: seconds
                .and_then(|seconds| Duration::try_from_secs_f32(seconds.min(LONGEST_DELAY)).ok()),
            rules: Some(robot),
            unread: None,
        }
    }

    /// Whether an address may be looked at.
    pub fn allowed(&self, url: &Url) -> bool {
        self.rules.as_ref().is_none_or(|rules| rules.allowed(url.as_str()))
    }
}

/// The text without the rules that would cost too much to keep.
fn bounded(text: &[u8]) -> Vec<u8> {
    let mut anchored = 0;
    let mut kept = Vec::with_capacity(text.len());
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r' | 0)) {
        let rule = line.split(|byte| *byte == b'#').next().unwrap_or_default();
        if rule.contains(&b'$') {
            anchored += 1;
            if anchored > MOST_ANCHORED {
                continue;
            }
        }
        kept.extend_from_slice(rule);
        kept.push(b'\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use crate::{
        fetch::{Capture, Hop},
        identity::Identity,
    };

    use super::*;

    fn base() -> Url {
        Url::parse("http://portal.example/robots.txt").unwrap()
    }

    fn url(path: &str) -> Url {
        base().join(path).unwrap()
    }

    #[test]
    fn rules_sitemaps_and_delay() {
        let text = "\u{FEFF}User-agent: *\nDisallow: /admin\nDisallow: /*.pdf$\nAllow: /admin/open\n\
                    Crawl-delay: 3\n# comment\nSitemap: /sitemap.xml\n\
                    Sitemap: http://other.example/map.xml\n\
                    User-agent: Googlebot\nDisallow: /\n";
        let robots = Robots::parse(text.as_bytes(), &base());
        assert!(robots.allowed(&url("/")));
        assert!(!robots.allowed(&url("/admin/x")));
        assert!(robots.allowed(&url("/admin/open")));
        assert!(!robots.allowed(&url("/van-ban/1.pdf")));
        assert!(robots.allowed(&url("/van-ban/1.pdf.html")));
        assert_eq!(robots.crawl_delay, Some(Duration::from_secs(3)));
        let sitemaps: Vec<&str> = robots.sitemaps.iter().map(Url::as_str).collect();
        assert_eq!(sitemaps, ["http://portal.example/sitemap.xml", "http://other.example/map.xml"]);
    }

    #[test]
    fn rules_for_this_scanner_come_before_those_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Canhcong\nDisallow: /private\n";
        let robots = Robots::parse(text.as_bytes(), &base());
        assert!(robots.allowed(&url("/")));
        assert!(!robots.allowed(&url("/private")));
    }

    #[test]
    fn no_robots_txt_allows_everything_and_says_why() {
        let answered = |status: u16, body: &str| {
            let hop = Hop {
                url: base(),
                status,
                location: None,
                headers: Vec::new(),
                address: None,
                certificate: None,
                exchange: None,
            };
            Capture {
                requested: base(),
                identity: Identity::Citizen,
                at: jiff::Timestamp::UNIX_EPOCH,
                hops: vec![hop],
                leaves_to: None,
                body: body.to_owned().into(),
                cut: None,
            }
        };
        let rules = "User-agent: *\nDisallow: /\n";
        let error = Visit::NotComparable(
            answered(503, rules),
            Text { vi: "lỗi máy chủ (503)", en: "server error (503)" }.into(),
        );
        for (visit, unread) in [
            (Visit::Captured(answered(404, rules)), None),
            (Visit::Captured(answered(200, "<html>home")), Some("a page instead of a robots.txt")),
            (error, Some("server error (503)")),
        ] {
            let robots = Robots::of(&visit);
            assert!(robots.allowed(&url("/x")));
            assert_eq!(robots.unread.map(|why| why.en).as_deref(), unread);
        }
        assert!(!Robots::of(&Visit::Captured(answered(200, rules))).allowed(&url("/x")));
    }

    #[test]
    fn senseless_delays_are_bounded() {
        for (delay, kept) in [("86400", Some(10)), ("-5", None), ("NaN", None), ("0", None)] {
            let text = format!("User-agent: *\nCrawl-delay: {delay}\n");
            let robots = Robots::parse(text.as_bytes(), &base());
            assert_eq!(robots.crawl_delay, kept.map(Duration::from_secs), "{delay}");
        }
    }

    #[test]
    fn hostile_files_end_in_time() {
        let start = Instant::now();
        for line in ["Disallow: /*a*b$\n", "Disallow: /x\n", "User-agent: x\n", "\0\r", "a:", "*"] {
            let robots = Robots::parse(line.repeat(2_000_000 / line.len()).as_bytes(), &base());
            robots.allowed(&url("/x"));
        }
        let long = format!("User-agent: *\nDisallow: /{}$\n", "a*".repeat(100_000));
        Robots::parse(long.as_bytes(), &base());
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}
