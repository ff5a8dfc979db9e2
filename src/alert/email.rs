//! Mail, over one connection for each notice.

mod message;

use std::{future::Future, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use tokio::time::timeout;

use super::{Complaint, Receipt, Undelivered, secret, trust};
use crate::{
    notice::Notice,
    target::{Email, Tls},
};

/// How long a server may take for one answer, RFC 5321's own five minutes being for queues that
/// nobody waits for.
const ANSWER: Duration = Duration::from_secs(30);
/// How long it may take to accept a whole message with its attachments.
const WHOLE: Duration = Duration::from_secs(180);

pub(super) fn check(settings: &Email) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if let Some(password) = &settings.password {
        secret::check(password, &mut complaints);
        if settings.tls == Tls::None {
            let why = format!("the password goes to {} in the clear", settings.server);
            complaints.push(Complaint::Doubtful(why));
        }
    }
    if let Some(path) = &settings.ca_file {
        complaints.extend(trust::tls(Some(path)).err().map(Complaint::Broken));
    }
    complaints
}

pub(super) async fn send(settings: &Email, notice: &Notice) -> Result<Receipt, Undelivered> {
    let to = notice.recipient.address.as_deref().ok_or_else(|| {
        Undelivered::never(format!("{} has no mail address", notice.recipient.contact))
    })?;
    let to: Address = to
        .parse()
        .map_err(|error| Undelivered::never(format!("{to} is no mail address: {error}")))?;
    let from: Address = settings.from.parse().map_err(|error| {
        Undelivered::later(format!("`from`: {} is no mail address: {error}", settings.from))
    })?;
    let bytes = message::of(notice, &from, &to)
        .map_err(|error| Undelivered::never(format!("no mail can be made of it: {error}")))?;
    let attempt = Attempt { settings, server: format!("{}:{}", settings.server, settings.port) };
    match timeout(WHOLE, attempt.deliver(from, to, &bytes)).await {
        Ok(result) => result,
        Err(_) => Err(Undelivered::later(format!(
            "{} took longer than {} s for one message",
            attempt.server,
            WHOLE.as_secs()
        ))),
    }
}

/// One try to hand a message to a server.
struct Attempt<'a> {
    settings: &'a Email,
    server: String,
}

impl Attempt<'_> {
    async fn deliver(
        &self,
        from: Address,
        to: Address,
        bytes: &[u8],
    ) -> Result<Receipt, Undelivered> {
        let mut connection = self.connect(from.domain()).await?;
        let mut options = Vec::new();
        let info = connection.server_info();
        if !(from.to_string().is_ascii() && to.to_string().is_ascii()) {
            if !info.supports_feature(Extension::SmtpUtfEight) {
                let why = format!("{} does not know addresses such as {to}", self.server);
                return Err(Undelivered::never(why));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = self.ask(connection.command(Mail::new(Some(from.clone()), options))).await?;
        // What the server dislikes about the sender, the operator can mend.
        sender.map_err(|error| {
            self.later(&format!("{} refuses the sender {from}", self.server), &error)
        })?;
        let recipient = self.ask(connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        recipient.map_err(|error| {
            let what = format!("{} refuses the recipient {to}", self.server);
            self.refused(&what, &error)
        })?;
        let ready = self.ask(connection.command(Data)).await?;
        ready
            .map_err(|error| self.refused(&format!("{} takes no message", self.server), &error))?;
        let taken = connection.message(bytes).await.map_err(|error| {
            self.refused(&format!("{} refuses the message", self.server), &error)
        })?;
        // It is the server's now, however the farewell goes.
        let _ = timeout(Duration::from_secs(5), connection.quit()).await;
        let words: Vec<_> = taken.message().collect();
        Ok(Receipt::new(format!("{}: {} {}", self.server, taken.code(), words.join(" "))))
    }

    async fn connect(&self, own_name: &str) -> Result<AsyncSmtpConnection, Undelivered> {
        let settings = self.settings;
        let hello = ClientId::Domain(own_name.to_owned());
        let tls = match settings.tls {
            Tls::None => None,
            Tls::Starttls | Tls::Implicit => Some(self.trusted()?),
        };
        let (wrapper, starttls) = match settings.tls {
            Tls::Starttls => (None, tls),
            Tls::Implicit | Tls::None => (tls, None),
        };
        let place = (settings.server.as_str(), settings.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(place, Some(ANSWER), &hello, wrapper, None);
        let mut connection = self
            .ask(connecting)
            .await?
            .map_err(|error| self.later(&format!("{} cannot be reached", self.server), &error))?;
        if let Some(tls) = starttls {
            if !connection.can_starttls() {
                return Err(Undelivered::later(format!(
                    "{} offers no STARTTLS; nothing was sent in the clear",
                    self.server
                )));
            }
            let changed = self.ask(connection.starttls(tls, &hello)).await?;
            changed.map_err(|error| {
                self.later(&format!("{} does not change over to TLS", self.server), &error)
            })?;
        }
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            let password = secret::read(password).map_err(Undelivered::later)?;
            let credentials = Credentials::new(user.clone(), password);
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let known = self.ask(connection.auth(&mechanisms, &credentials)).await?;
            known.map_err(|error| {
                let what = if error.is_permanent() {
                    format!("{} refuses user {user} and its password", self.server)
                } else {
                    format!("{} cannot be logged in to as {user}", self.server)
                };
                self.later(&what, &error)
            })?;
        }
        Ok(connection)
    }

    fn trusted(&self) -> Result<TlsParameters, Undelivered> {
        let unusable = |error: Error| Undelivered::later(format!("TLS cannot be set up: {error}"));
        let mut builder = TlsParameters::builder(self.settings.server.clone())
            .certificate_store(CertificateStore::WebpkiRoots);
        if let Some(path) = &self.settings.ca_file {
            builder = builder.certificate_store(CertificateStore::None);
            for authority in trust::authorities(path).map_err(Undelivered::later)? {
                let certificate = Certificate::from_der(authority.to_vec()).map_err(unusable)?;
                builder = builder.add_root_certificate(certificate);
            }
        }
        builder.build_rustls().map_err(unusable)
    }

    /// Waits for one answer.
    async fn ask<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<Result<T, Error>, Undelivered> {
        timeout(ANSWER, answer).await.map_err(|_| {
            Undelivered::later(format!(
                "{} has not answered for {} s",
                self.server,
                ANSWER.as_secs()
            ))
        })
    }

    /// A refusal that holds for this message and this recipient whenever it is tried.
    fn refused(&self, what: &str, error: &Error) -> Undelivered {
        // 530 asks for a login: the settings are wrong, not the recipient.
        let code = error.status().map(|code| code.to_string());
        if error.is_permanent() && code.as_deref() != Some("530") {
            Undelivered::never(format!("{what}: {}", self.said(error)))
        } else {
            self.later(what, error)
        }
    }

    fn later(&self, what: &str, error: &Error) -> Undelivered {
        match trust::fault(error, &self.settings.server) {
            Some(fault) => Undelivered::later(fault),
            None => Undelivered::later(format!("{what}: {}", self.said(error))),
        }
    }

    /// What the server said, without the library's own words where it said something.
    fn said(&self, error: &Error) -> String {
        let source = std::error::Error::source(error).map(ToString::to_string);
        match (error.status(), source) {
            (Some(code), Some(words)) => format!("{code} {words}"),
            (Some(code), None) => code.to_string(),
            (None, Some(words)) => words,
            (None, None) => error.to_string(),
        }
    }
}
