//! Settings of syslog.

use std::path::{Path, PathBuf};

use super::server::server;
use crate::target::{fields::Fields, problem::Problem};

/// Lines to one collector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syslog {
    /// Name or address of the collector; with TLS its certificate must carry it.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the lines travel.
    pub transport: Transport,
    /// Certificates in PEM that are trusted for this server instead of the public ones.
    pub ca_file: Option<PathBuf>,
}

/// How syslog lines travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TCP within TLS (RFC 5425).
    Tls,
    /// TCP (RFC 6587).
    Tcp,
    /// Datagrams (RFC 5426): nobody learns whether they arrived.
    Udp,
}

impl Transport {
    /// All, with the name that `targets.toml` has for them and their usual port.
    const NAMES: [(&'static str, (Transport, u16)); 3] = [
        ("tls", (Transport::Tls, 6514)),
        ("tcp", (Transport::Tcp, 601)),
        ("udp", (Transport::Udp, 514)),
    ];
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>, folder: &Path) -> Option<Syslog> {
    let server_text = fields.required_text("server");
    let port = fields.whole("port", 1..=65535).and_then(|port| u16::try_from(port).ok());
    let transport = fields.required_choice("transport", &Transport::NAMES);
    let ca_file = fields.text("ca_file").map(|path| folder.join(path.get_ref()));

    let server = server_text.and_then(|text| fields.valid(text, server));
    let (transport, usual_port) = transport?;
    if transport != Transport::Tls
        && let Some(at) = fields.span_of("ca_file")
    {
        fields.report(
            Problem::new("`ca_file` says whom to trust in TLS, and this channel has none")
                .help("use transport = \"tls\", or leave `ca_file` out")
                .at(at, "not used"),
        );
    }
    Some(Syslog { server: server?, port: port.unwrap_or(usual_port), transport, ca_file })
}
