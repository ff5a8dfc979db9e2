//! Settings of mail.

use std::path::{Path, PathBuf};

use super::{
    secret::{self, Secret},
    server::{is_loopback, server},
};
use crate::target::{contact::mailbox, fields::Fields, problem::Problem};

/// Mail through one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// Name or address of the server; its certificate must carry it.
    pub server: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Mail address in `From`, to which answers and bounces go.
    pub from: String,
    /// Name under which it logs in; `None` where the server asks for none.
    pub user: Option<String>,
    /// The password of `user`.
    pub password: Option<Secret>,
    /// Certificates in PEM that are trusted for this server instead of the public ones.
    pub ca_file: Option<PathBuf>,
}

/// How a mail connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Begins in the clear and must change over before anything is said.
    Starttls,
    /// Protected from the first byte.
    Implicit,
    /// Not at all.
    None,
}

impl Tls {
    /// All, with the name that `targets.toml` has for them and their usual port.
    const NAMES: [(&'static str, (Tls, u16)); 3] = [
        ("starttls", (Tls::Starttls, 587)),
        ("implicit", (Tls::Implicit, 465)),
        ("none", (Tls::None, 25)),
    ];
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>, folder: &Path) -> Option<Email> {
    let server_text = fields.required_text("server");
    let port = fields.whole("port", 1..=65535).and_then(|port| u16::try_from(port).ok());
    let (tls, usual_port) = fields.choice("tls", &Tls::NAMES).unwrap_or((Tls::Starttls, 587));
    let from = fields.required_text("from").and_then(|text| fields.valid(text, mailbox));
    let user = fields.text("user").map(|user| user.into_inner().to_owned());
    let password = secret::read(fields, folder, ["password_file", "password_env"], "password");
    let ca_file = fields.text("ca_file").map(|path| folder.join(path.get_ref()));
    let allowed = fields.flag("allow_plaintext").unwrap_or(false);

    let server = server_text.and_then(|text| fields.valid(text, server))?;
    if tls == Tls::None && !allowed && !is_loopback(&server) {
        let at = fields.span_of("tls").unwrap_or_else(|| fields.span());
        fields.report(
            Problem::new("without TLS everybody on the way can read and change what is told")
                .help("use tls = \"starttls\" or \"implicit\"; if the way is safe: allow_plaintext = true")
                .at(at, "allowed to loopback only"),
        );
    }
    if user.is_some() != password.is_some() {
        let key = if user.is_some() { "user" } else { "password_file" };
        let at = fields.span_of(key).unwrap_or_else(|| fields.span());
        fields.report(
            Problem::new("`user` and `password_file` (or `password_env`) belong together")
                .at(at, "the other one is missing"),
        );
    }
    Some(Email {
        server,
        port: port.unwrap_or(usual_port),
        tls,
        from: from?,
        user,
        password,
        ca_file,
    })
}
