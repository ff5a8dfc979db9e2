//! The servers to which channels lead.

use std::net::{IpAddr, Ipv6Addr};

use url::Host;

/// The name of a server in its ASCII form, or its address without brackets.
pub(super) fn server(text: &str) -> Result<String, String> {
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        return Ok(address.to_string());
    }
    if text.contains("://") || text.contains(['/', '@']) {
        return Err("must be the name of a server such as `mail.example`".to_owned());
    }
    match Host::parse(text) {
        Ok(Host::Domain(name)) => Ok(name.trim_end_matches('.').to_owned()),
        Ok(Host::Ipv4(address)) => Ok(address.to_string()),
        Ok(Host::Ipv6(address)) => Ok(address.to_string()),
        Err(_) if text.contains(':') => {
            Err("must be a name without a port; the port goes into `port`".to_owned())
        }
        Err(error) => Err(format!("is no name of a server: {error}")),
    }
}

/// Whether what is sent there never leaves the machine.
pub(super) fn is_loopback(server: &str) -> bool {
    let address = server.trim_start_matches('[').trim_end_matches(']');
    server == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
