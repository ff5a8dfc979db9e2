//! Which addresses may be dialled.
//!
//! A hostile page, redirect or DNS answer must not be able to turn the scanner against the
//! network it runs in. The address that was checked is the address that is dialled: names are
//! looked up here and nowhere else, and what the look-up returned is checked before the HTTP
//! client sees it. Literal addresses never reach a resolver, so they are checked in the URL,
//! before every hop.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use super::special;
use crate::finding::{Sentence, Text};

/// What may be dialled.
#[derive(Clone, Debug)]
pub struct Egress {
    private: bool,
    opened: Vec<SocketAddr>,
}

/// Why an address is not dialled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The scheme is not one of the web's.
    #[error("refused: `{0}:` is neither http nor https")]
    Scheme(String),
    /// The URL names no host.
    #[error("refused: the address names no host")]
    NoHost,
    /// The URL's host is a literal address that is not public.
    #[error("refused: {ip} is {} (use --allow-private to look at it)", .what.en)]
    Literal {
        /// The address, however it was written.
        ip: IpAddr,
        /// What kind of address it is.
        what: Text,
    },
    /// One of the addresses of a name is not public.
    #[error("refused: {name} is at {ip}, {} (use --allow-private to look at it)", .what.en)]
    Answer {
        /// The name that was looked up.
        name: String,
        /// The answer.
        ip: IpAddr,
        /// What kind of address it is.
        what: Text,
    },
}

/// A name has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name {0} could not be resolved")]
pub(super) struct Unresolved(pub(super) String);

impl Refusal {
    /// The refusal for the report.
    pub fn sentence(&self) -> Sentence {
        const WAY_OUT: &str = "(dùng --allow-private để cho phép quét)";
        let why = match self {
            Self::Scheme(scheme) => format!("`{scheme}:` không phải http hay https"),
            Self::NoHost => "địa chỉ không có tên máy chủ".to_owned(),
            Self::Literal { ip, what } => format!("{ip} là {} {WAY_OUT}", what.vi),
            Self::Answer { name, ip, what } => {
                format!("{name} trỏ đến {ip}, {} {WAY_OUT}", what.vi)
            }
        };
        Sentence { vi: format!("bị từ chối: {why}"), en: self.to_string() }
    }
}

impl Unresolved {
    pub(super) fn sentence(&self) -> Sentence {
        Sentence {
            vi: format!("không phân giải được tên miền {}", self.0), en: self.to_string()
        }
    }
}

impl Egress {
    /// Public addresses only.
    pub fn public() -> Self {
        Self { private: false, opened: Vec::new() }
    }

    /// Every address, private ones too: `--allow-private`.
    pub fn allow_private() -> Self {
        Self { private: true, opened: Vec::new() }
    }

    /// Also this one socket, where a URL names it by its literal address.
    pub fn opening(mut self, socket: SocketAddr) -> Self {
        self.opened.push(socket);
        self
    }

    /// Checks what a URL says by itself: its scheme, and its host if that is a literal address.
    ///
    /// The `url` crate has already read the address in whatever notation it was written
    /// (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`).
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().chars().take(20).collect()));
        }
        let ip = match url.host() {
            None => return Err(Refusal::NoHost),
            Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        };
        let opened = |port| self.opened.contains(&SocketAddr::new(ip, port));
        match special::kind(ip) {
            Some(what) if !self.private && !url.port_or_known_default().is_some_and(opened) => {
                Err(Refusal::Literal { ip, what })
            }
            _ => Ok(()),
        }
    }

    /// Checks all addresses of a name. One that is not public refuses the name as a whole: an
    /// honest portal has none, and picking the public ones would leave the choice to the answer.
    pub(super) fn check_answers(&self, name: &str, answers: &[SocketAddr]) -> Result<(), Refusal> {
        if self.private {
            return Ok(());
        }
        let special =
            |answer: &SocketAddr| special::kind(answer.ip()).map(|what| (answer.ip(), what));
        match answers.iter().find_map(special) {
            Some((ip, what)) => Err(Refusal::Answer { name: name.to_owned(), ip, what }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn loopback_is_refused_in_every_notation() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "017700000001",
            "0177.0.0.1",
            "127.1",
            "127.0.0.1.",
            "%31%32%37.0.0.1",
            "１２７.０.０.１",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:0:0:1]",
        ] {
            let refusal = Egress::public().check(&url(&format!("http://{host}/")));
            assert!(matches!(refusal, Err(Refusal::Literal { .. })), "{host}: {refusal:?}");
        }
    }

    #[test]
    fn the_reason_names_the_address_and_the_way_out() {
        let refusal = Egress::public().check(&url("http://0x7f.1/")).unwrap_err();
        assert_eq!(
            refusal.sentence(),
            Sentence {
                vi: "bị từ chối: 127.0.0.1 là địa chỉ nội bộ của máy \
                     (dùng --allow-private để cho phép quét)"
                    .to_owned(),
                en: "refused: 127.0.0.1 is a loopback address \
                     (use --allow-private to look at it)"
                    .to_owned(),
            }
        );
    }

    #[test]
    fn only_the_webs_schemes_pass_even_when_private_addresses_do() {
        for address in
            ["file:///etc/passwd", "ftp://10.0.0.1/", "javascript:alert(1)", "data:text/html,x"]
        {
            let refusal = Egress::allow_private().check(&url(address));
            assert!(matches!(refusal, Err(Refusal::Scheme(_))), "{address}: {refusal:?}");
        }
        assert_eq!(Egress::allow_private().check(&url("http://10.0.0.1/")), Ok(()));
    }

    #[test]
    fn an_opened_socket_opens_no_other() {
        let egress = Egress::public().opening("127.0.0.1:8080".parse().unwrap());
        assert_eq!(egress.check(&url("http://127.0.0.1:8080/")), Ok(()));
        assert!(egress.check(&url("http://127.0.0.1:8081/")).is_err());
        assert!(egress.check(&url("http://127.0.0.1/")).is_err());
    }

    #[test]
    fn one_private_answer_refuses_the_name() {
        let answers = ["1.1.1.1:0".parse().unwrap(), "10.0.0.8:0".parse().unwrap()];
        let refusal = Egress::public().check_answers("portal.example", &answers).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "refused: portal.example is at 10.0.0.8, a private address \
             (use --allow-private to look at it)"
        );
        assert_eq!(Egress::public().check_answers("portal.example", &answers[..1]), Ok(()));
        assert_eq!(Egress::allow_private().check_answers("portal.example", &answers), Ok(()));
    }
}
