//! Syslog over each transport.

use std::{
    io::{Read, Write as _},
    net::{TcpListener, UdpSocket},
    thread,
};

use rustls::{ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::{later, send, tls};

fn settings(port: u16, transport: &str, more: &str) -> String {
    format!(
        "kind = \"syslog\"\nserver = \"localhost\"\nport = {port}\ntransport = \"{transport}\"\n{more}"
    )
}

/// The one line of a stream of counted lines.
fn counted(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (length, line) = text.split_once(' ').unwrap();
    assert_eq!(length.parse::<usize>().unwrap(), line.len());
    line.to_owned()
}

fn is_ours(line: &str) {
    assert!(line.starts_with("<131>1 2026-11-20T17:05:00.000000Z "), "{line}");
    assert!(line.contains(" canhcong - new - \u{feff}CEF:0|canhcong|canhcong|"), "{line}");
    assert!(line.contains(" cs3=nha-cai.example "), "{line}");
}

#[test]
fn lines_arrive_over_tcp_and_the_end_is_waited_for() {
    let folder = TempDir::new().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let collector = thread::spawn(move || {
        let mut bytes = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let receipt = send(folder.path(), &settings(port, "tcp", "")).unwrap();
    assert!(receipt.said.ends_with("lines sent: 1, connection ended in order"), "{}", receipt.said);
    is_ours(&counted(&collector.join().unwrap()));
}

#[test]
fn a_collector_that_breaks_off_did_not_take_the_lines() {
    let folder = TempDir::new().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // To close with unread bytes resets the connection.
    thread::spawn(move || listener.accept().unwrap().0.read(&mut [0]).map(|_| ()));
    let why = later(send(folder.path(), &settings(port, "tcp", "")));
    assert!(why.contains("did not take the lines"), "{why}");
}

#[test]
fn lines_arrive_over_tls_from_a_collector_with_a_private_authority() {
    let folder = TempDir::new().unwrap();
    for (year, fault) in [(2040, None), (2021, Some("the certificate of localhost has expired"))] {
        let config = tls::server(folder.path(), "localhost", year);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let collector = thread::spawn(move || {
            let stream = listener.accept().unwrap().0;
            let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
            let mut bytes = Vec::new();
            // A client that trusts nobody ends it here.
            let _ = stream.read_to_end(&mut bytes);
            stream.conn.send_close_notify();
            let _ = stream.flush();
            bytes
        });
        let sent = send(folder.path(), &settings(port, "tls", "ca_file = \"ca.pem\""));
        match fault {
            None => {
                sent.unwrap();
                is_ours(&counted(&collector.join().unwrap()));
            }
            Some(fault) => assert_eq!(later(sent), fault),
        }
    }
}

#[test]
fn lines_arrive_as_datagrams() {
    let folder = TempDir::new().unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    let channel = settings(port, "udp", "").replace("localhost", "127.0.0.1");
    send(folder.path(), &channel).unwrap();
    let mut bytes = [0; 9000];
    let length = socket.recv(&mut bytes).unwrap();
    is_ours(std::str::from_utf8(&bytes[..length]).unwrap());
}
