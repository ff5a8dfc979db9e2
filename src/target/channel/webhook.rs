//! Settings of webhooks.

use std::path::{Path, PathBuf};

use url::Url;

use super::{
    secret::{self, Secret},
    server::is_loopback,
};
use crate::target::{fields::Fields, portal::address, problem::Problem};

/// A POST to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Where it goes.
    pub url: Url,
    /// With what it is signed.
    pub secret: Secret,
    /// Certificates in PEM that are trusted for this server instead of the public ones.
    pub ca_file: Option<PathBuf>,
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>, folder: &Path) -> Option<Webhook> {
    let url_text = fields.required_text("url");
    let secret = secret::read(fields, folder, ["secret_file", "secret_env"], "secret");
    let ca_file = fields.text("ca_file").map(|path| folder.join(path.get_ref()));
    let allowed = fields.flag("allow_plaintext").unwrap_or(false);

    if secret.is_none() && !fields.has("secret_file") && !fields.has("secret_env") {
        fields.report(
            Problem::new("`secret_file` is missing")
                .help(
                    "the receiver knows by the signature that an alert is genuine: docs/webhook.md",
                )
                .at(fields.span(), "needs `secret_file = …` or `secret_env = …`"),
        );
    }
    let url_at = url_text.as_ref().map(toml::Spanned::span)?;
    let url = url_text.and_then(|text| fields.valid(text, address))?;
    if url.scheme() == "http" && !allowed && !is_loopback(url.host_str().unwrap_or_default()) {
        fields.report(
            Problem::new("without TLS everybody on the way can read what is told")
                .help("begin the address with https://; if the way is safe: allow_plaintext = true")
                .at(url_at, "http is allowed to loopback only"),
        );
    }
    Some(Webhook { url, secret: secret?, ca_file })
}
