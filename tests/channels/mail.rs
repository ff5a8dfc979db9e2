//! Mail: what arrives, and what is said where it does not.

use std::fs;

use tempfile::TempDir;

use super::{
    later, never, notice, registry, send, send_notice,
    smtp::{Script, Smtp},
    tls,
};

fn settings(port: u16, more: &str) -> String {
    format!(
        "kind = \"email\"\nserver = \"localhost\"\nport = {port}\nfrom = \"canhcong@pa05.example\"\n{more}"
    )
}

#[test]
fn a_mail_is_the_same_bytes_each_time_and_under_the_same_name() {
    let folder = TempDir::new().unwrap();
    let server = Smtp::start(Script::default());
    let channel = settings(server.port, "tls = \"none\"");
    let receipt = send(folder.path(), &channel).unwrap();
    assert!(receipt.said.ends_with(": 250 2.0.0 queued as 4711"), "{}", receipt.said);
    let first = server.heard();
    assert_eq!(
        first.commands,
        [
            "EHLO pa05.example",
            "MAIL FROM:<canhcong@pa05.example>",
            "RCPT TO:<pa05@congan.example>",
            "DATA",
            "QUIT"
        ]
    );
    for header in [
        "Message-ID: <test-pa05-1795194300000@pa05.example>\r\n",
        "Date: Fri, 20 Nov 2026 17:05:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Canhcong-Severity: high\r\n",
        "X-Canhcong-Occasion: test\r\n",
        "To: =?utf-8?",
        "Content-Type: multipart/mixed;",
        "Content-Type: multipart/alternative;",
        "filename=\"canhcong-2026-11-21.json\"",
    ] {
        assert!(first.message.contains(header), "{header}: {}", first.message);
    }
    assert!(first.message.is_ascii());
    send(folder.path(), &channel).unwrap();
    assert_eq!(server.heard().message, first.message);
}

#[test]
fn no_title_can_put_a_header_into_a_mail() {
    let folder = TempDir::new().unwrap();
    let server = Smtp::start(Script::default());
    let registry = registry(folder.path(), &settings(server.port, "tls = \"none\""));
    let hostile = "x\r\nBcc: victim@other.example\r\n\r\nnội dung\u{2028}\r\n.\r\nQUIT\r\n";
    let mut notice = notice(&registry);
    notice.occasion = canhcong::notice::Occasion::News;
    notice.recipient.name = hostile.into();
    notice.attachments[0].name = hostile.into();
    notice.attachments[0].media_type = format!("text/html; x=\"{hostile}\"");
    let event = &mut notice.events[0];
    event.of.as_mut().unwrap().name = hostile.into();
    let wound = event.wound.as_mut().unwrap();
    (wound.subject, wound.excerpt, wound.rule) = (hostile.into(), hostile.into(), hostile.into());
    send_notice(&registry, &notice).unwrap();
    let heard = server.heard();
    assert_eq!(heard.commands.last().unwrap(), "QUIT");
    assert_eq!(heard.commands.iter().filter(|line| line.starts_with("RCPT")).count(), 1);
    assert!(!heard.message.lines().any(|line| line.starts_with("Bcc:")), "{}", heard.message);
    let (headers, _) = heard.message.split_once("\r\n\r\n").unwrap();
    assert!(headers.contains("X-Canhcong-Occasion: news"), "{headers}");
}

#[test]
fn with_starttls_nothing_is_said_before_the_change_and_the_password_after_it() {
    let folder = TempDir::new().unwrap();
    let script = Script {
        starttls: Some(tls::server(folder.path(), "localhost", 2040)),
        ..Script::default()
    };
    let server = Smtp::start(script);
    fs::write(folder.path().join("password"), "mật khẩu\n").unwrap();
    let login = "ca_file = \"ca.pem\"\nuser = \"canhcong\"\npassword_file = \"password\"";
    send(folder.path(), &settings(server.port, login)).unwrap();
    let commands = server.heard().commands;
    let first: Vec<_> =
        commands.iter().take(4).map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(first, ["EHLO", "STARTTLS", "EHLO", "AUTH"]);
}

#[test]
fn implicit_tls_works_too() {
    let folder = TempDir::new().unwrap();
    let implicit = Some(tls::server(folder.path(), "localhost", 2040));
    let server = Smtp::start(Script { implicit, ..Script::default() });
    send(folder.path(), &settings(server.port, "tls = \"implicit\"\nca_file = \"ca.pem\""))
        .unwrap();
    assert!(server.heard().message.contains("Message-ID:"));
}

#[test]
fn a_server_without_starttls_gets_nothing_in_the_clear() {
    let folder = TempDir::new().unwrap();
    let server = Smtp::start(Script::default());
    let why = later(send(folder.path(), &settings(server.port, "")));
    assert!(why.contains("offers no STARTTLS; nothing was sent in the clear"), "{why}");
    assert!(!server.heard().commands.iter().any(|line| line.starts_with("MAIL")));
}

#[test]
fn a_certificate_that_is_not_right_is_named() {
    let folder = TempDir::new().unwrap();
    for (name, year, ca, said) in [
        ("localhost", 2021, "ca_file = \"ca.pem\"", "the certificate of localhost has expired"),
        ("other.example", 2040, "ca_file = \"ca.pem\"", "is for another name"),
        ("localhost", 2040, "", "nobody who is trusted vouches for the certificate of localhost"),
    ] {
        let starttls = Some(tls::server(folder.path(), name, year));
        let server = Smtp::start(Script { starttls, ..Script::default() });
        let why = later(send(folder.path(), &settings(server.port, ca)));
        assert!(why.contains(said), "{why}");
        assert!(!server.heard().commands.iter().any(|line| line.starts_with("MAIL")));
    }
}

#[test]
fn what_the_server_refuses_is_final_only_where_nothing_would_change() {
    let folder = TempDir::new().unwrap();
    let with = |answer| {
        let server = Smtp::start(Script { answers: vec![answer], ..Script::default() });
        send(folder.path(), &settings(server.port, "tls = \"none\""))
    };
    let why = never(with(("RCPT", "550 5.1.1 no such user")));
    assert!(
        why.contains("refuses the recipient pa05@congan.example: 550 5.1.1 no such user"),
        "{why}"
    );
    let why = later(with(("RCPT", "450 4.2.1 greylisted")));
    assert!(why.contains("450 4.2.1 greylisted"), "{why}");
    later(with(("RCPT", "530 5.7.0 authentication required")));
    let why = later(with(("MAIL", "550 5.7.1 sender not allowed")));
    assert!(why.contains("refuses the sender canhcong@pa05.example"), "{why}");
    never(with(("DATA", "554 5.6.0 not this")));
}

#[test]
fn a_wrong_password_waits_and_is_never_shown() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("password"), "bí-mật-42").unwrap();
    let answers = vec![("AUTH", "535 5.7.8 authentication failed")];
    let server = Smtp::start(Script { answers, ..Script::default() });
    let login = "tls = \"none\"\nuser = \"canhcong\"\npassword_file = \"password\"";
    let why = later(send(folder.path(), &settings(server.port, login)));
    assert!(why.contains("refuses user canhcong and its password: 535 5.7.8"), "{why}");
    assert!(!why.contains("mật"), "{why}");
    fs::remove_file(folder.path().join("password")).unwrap();
    let why = later(send(folder.path(), &settings(server.port, login)));
    assert!(why.contains("password cannot be read"), "{why}");
}

#[test]
fn a_connection_that_breaks_after_the_message_is_tried_again() {
    let folder = TempDir::new().unwrap();
    let server = Smtp::start(Script { drops: true, ..Script::default() });
    later(send(folder.path(), &settings(server.port, "tls = \"none\"")));
    assert!(server.heard().message.contains("Message-ID:"));
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let why = later(send(folder.path(), &settings(gone, "tls = \"none\"")));
    assert!(why.contains("cannot be reached"), "{why}");
}
