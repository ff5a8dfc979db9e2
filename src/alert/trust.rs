//! Whom a channel trusts: the public authorities, or those of a file that the operator names.

use std::{error::Error, fs::File, io::Read, path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};

/// A file of authorities is smaller than this, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The certificates of a PEM file.
///
/// # Errors
/// A line that names the file.
pub(super) fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("{shown} cannot be read: {error}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("{shown} is larger than {} KiB", MOST_BYTES >> 10));
    }
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{shown} is not PEM: {error}"))?;
    if certificates.is_empty() {
        return Err(format!("{shown} holds no certificate in PEM"));
    }
    Ok(certificates)
}

/// Settings of TLS for a server.
///
/// # Errors
/// A line that names the file.
pub(super) fn tls(ca_file: Option<&Path>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match ca_file {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            for certificate in authorities(path)? {
                roots.add(certificate).map_err(|error| {
                    format!("{} holds something that is no certificate: {error}", path.display())
                })?;
            }
        }
    }
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// What an error says of the server's certificate, if it is about that.
pub(super) fn fault(error: &(dyn Error + 'static), server: &str) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<rustls::Error>() {
            return Some(told(found, server));
        }
        // An I/O error hides what it carries from `source`.
        let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = match carried {
            Some(carried) => Some(carried),
            None => error.source(),
        };
    }
    None
}

fn told(error: &rustls::Error, server: &str) -> String {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return format!("TLS with {server} failed: {error}");
    };
    match certificate {
        C::Expired | C::ExpiredContext { .. } => {
            format!("the certificate of {server} has expired")
        }
        C::NotValidYet | C::NotValidYetContext { .. } => {
            format!("the certificate of {server} is not valid yet: is this machine's clock right?")
        }
        C::NotValidForName | C::NotValidForNameContext { .. } => {
            format!("the certificate of {server} is for another name")
        }
        C::UnknownIssuer => format!(
            "nobody who is trusted vouches for the certificate of {server}; a private authority is \
             named with `ca_file`"
        ),
        other => format!("the certificate of {server} is not accepted: {other}"),
    }
}
