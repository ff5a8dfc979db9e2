//! What a server's certificate says.
//!
//! Portals with expired or misissued certificates are common, and their visitors click the
//! warning away. The look goes on as the visitor does, and the fault goes on record.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use jiff::{Timestamp, tz::TimeZone};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        Resumption, WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use sha2::{Digest, Sha256};
use x509_parser::{certificate::X509Certificate, prelude::FromDer, time::ASN1Time};

use super::{BuildError, Certificate};

/// The most hosts whose certificates are kept; one portal has a handful.
const MOST_HOSTS: usize = 256;
/// The longest distinguished name that is kept, in characters.
const LONGEST_NAME: usize = 300;
/// The most certificates of a chain that are kept, and their bytes.
const LONGEST_CHAIN: usize = 8;
const LARGEST_CHAIN: usize = 256 << 10;

/// Sees every certificate, notes what a browser would say of it, and lets it pass.
#[derive(Debug)]
pub(super) struct Witness {
    browser: Arc<WebPkiServerVerifier>,
    seen: Mutex<HashMap<String, Certificate>>,
}

impl Witness {
    /// A witness that judges by Mozilla's roots.
    pub(super) fn new() -> Result<Arc<Self>, BuildError> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(ring::default_provider());
        let browser =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
        Ok(Arc::new(Self { browser, seen: Mutex::default() }))
    }

    /// TLS settings under which this witness sees every handshake.
    pub(super) fn tls(self: &Arc<Self>) -> Result<ClientConfig, BuildError> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(self.clone())
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // A resumed session shows no certificate, and would tell the server that the four
        // visitors are one.
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// The certificate that a host showed last, by its name in a URL.
    pub(super) fn of_host(&self, host: &str) -> Option<Certificate> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&key(host)).cloned()
    }

    fn note(&self, host: &str, certificate: Certificate) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_HOSTS {
            seen.clear();
        }
        seen.insert(key(host), certificate);
    }
}

/// One spelling for a host, whether it comes from a URL or from TLS.
fn key(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.browser.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let chain = chain(end_entity, intermediates);
        self.note(&server_name.to_str(), facts(end_entity, chain, verdict.err()));
        Ok(ServerCertVerified::assertion())
    }

    // A certificate too broken to be parsed cannot be checked against the handshake either; as
    // nobody's identity is relied upon here, that must not end the look.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let verdict = self.browser.verify_tls12_signature(message, cert, dss);
        Ok(verdict.unwrap_or_else(|_| HandshakeSignatureValid::assertion()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let verdict = self.browser.verify_tls13_signature(message, cert, dss);
        Ok(verdict.unwrap_or_else(|_| HandshakeSignatureValid::assertion()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.browser.supported_verify_schemes()
    }
}

fn chain(own: &CertificateDer<'_>, others: &[CertificateDer<'_>]) -> Arc<[Bytes]> {
    let mut bytes = 0;
    let fits = |der: &&CertificateDer<'_>| {
        bytes += der.len();
        bytes <= LARGEST_CHAIN
    };
    let all = std::iter::once(own).chain(others).take(LONGEST_CHAIN);
    all.take_while(fits).map(|der| Bytes::copy_from_slice(der)).collect()
}

fn facts(
    der: &CertificateDer<'_>,
    chain: Arc<[Bytes]>,
    verdict: Option<rustls::Error>,
) -> Certificate {
    let sha256 = Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect();
    let Ok((_, parsed)) = X509Certificate::from_der(der) else {
        return Certificate {
            sha256,
            subject: String::new(),
            issuer: String::new(),
            not_before: Timestamp::UNIX_EPOCH,
            not_after: Timestamp::UNIX_EPOCH,
            problem: Some("cannot be read".to_owned()),
            chain,
        };
    };
    let shorten = |name: String| name.chars().take(LONGEST_NAME).collect();
    let mut certificate = Certificate {
        sha256,
        subject: shorten(parsed.subject().to_string()),
        issuer: shorten(parsed.issuer().to_string()),
        not_before: timestamp(parsed.validity().not_before, Timestamp::MIN),
        not_after: timestamp(parsed.validity().not_after, Timestamp::MAX),
        problem: None,
        chain,
    };
    certificate.problem = verdict.map(|error| problem(&error, &certificate));
    certificate
}

fn timestamp(time: ASN1Time, otherwise: Timestamp) -> Timestamp {
    Timestamp::from_second(time.timestamp()).unwrap_or(otherwise)
}

fn problem(error: &rustls::Error, certificate: &Certificate) -> String {
    use CertificateError as Fault;
    let day = |time: Timestamp| time.to_zoned(TimeZone::UTC).date();
    let rustls::Error::InvalidCertificate(fault) = error else { return error.to_string() };
    match fault {
        Fault::Expired | Fault::ExpiredContext { .. } => {
            format!("expired on {}", day(certificate.not_after))
        }
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            format!("not valid before {}", day(certificate.not_before))
        }
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
            "issued for another name".to_owned()
        }
        _ if certificate.subject == certificate.issuer => "self-signed".to_owned(),
        Fault::UnknownIssuer => "issued by an authority that browsers do not know".to_owned(),
        Fault::Revoked => "revoked".to_owned(),
        Fault::BadSignature => "not signed by its issuer".to_owned(),
        Fault::BadEncoding => "wrongly encoded".to_owned(),
        other => other.to_string().chars().take(LONGEST_NAME).collect(),
    }
}
