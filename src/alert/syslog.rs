//! One line for each event to a collector, RFC 5424 with a body in ArcSight's CEF.
//!
//! Syslog knows no receipt. Over TCP and TLS a notice counts as sent when the collector has ended
//! the connection in order after it was told that nothing more comes; a datagram counts as sent
//! when it left.

mod cef;

use std::{io, sync::Arc, time::Duration};

use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UdpSocket},
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::{Complaint, Receipt, Undelivered, trust};
use crate::{
    notice::Notice,
    target::{Syslog, Transport},
};

/// How long connecting, or sending all lines, may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a collector may take to end the connection; many never do, and have the lines.
const FAREWELL: Duration = Duration::from_secs(5);

pub(super) fn check(settings: &Syslog) -> Vec<Complaint> {
    let wrong = settings.ca_file.as_deref().and_then(|path| trust::tls(Some(path)).err());
    wrong.map(Complaint::Broken).into_iter().collect()
}

pub(super) async fn send(settings: &Syslog, notice: &Notice) -> Result<Receipt, Undelivered> {
    let lines = cef::lines(notice, &own_name());
    let server = format!("{}:{}", settings.server, settings.port);
    let sent = timeout(PATIENCE * 2, async {
        match settings.transport {
            Transport::Udp => datagrams(settings, &lines).await,
            Transport::Tcp => {
                let stream = connect(settings).await?;
                hand_over(stream, &lines).await
            }
            Transport::Tls => {
                let tls = trust::tls(settings.ca_file.as_deref()).map_err(io::Error::other)?;
                let name =
                    ServerName::try_from(settings.server.clone()).map_err(io::Error::other)?;
                let stream = connect(settings).await?;
                let stream = TlsConnector::from(Arc::new(tls)).connect(name, stream).await?;
                hand_over(stream, &lines).await
            }
        }
    });
    match sent.await {
        Ok(Ok(how)) => Ok(Receipt::new(format!("{server}: lines sent: {}, {how}", lines.len()))),
        Ok(Err(error)) => Err(Undelivered::later(
            trust::fault(&error, &settings.server)
                .unwrap_or_else(|| format!("{server} did not take the lines: {error}")),
        )),
        Err(_) => Err(Undelivered::later(format!(
            "{server} did not take the lines within {} s",
            (PATIENCE * 2).as_secs()
        ))),
    }
}

async fn connect(settings: &Syslog) -> io::Result<TcpStream> {
    let connecting = TcpStream::connect((settings.server.as_str(), settings.port));
    timeout(PATIENCE, connecting).await.map_err(|_| io::ErrorKind::TimedOut)?
}

/// Sends all lines, each after its length (RFC 6587, RFC 5425), and waits for the end.
async fn hand_over(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    lines: &[Vec<u8>],
) -> io::Result<&'static str> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend(format!("{} ", line.len()).into_bytes());
        bytes.extend(line);
    }
    timeout(PATIENCE, stream.write_all(&bytes)).await.map_err(|_| io::ErrorKind::TimedOut)??;
    stream.flush().await?;
    stream.shutdown().await?;
    // A collector has nothing to say; what it says all the same is not waited for beyond this.
    let mut answer = [0; 512];
    let farewell = async {
        while stream.read(&mut answer).await? > 0 {}
        io::Result::Ok(())
    };
    match timeout(FAREWELL, farewell).await {
        Ok(Ok(())) => Ok("connection ended in order"),
        // Without its close_notify a TLS connection has ended all the same, after all was written.
        Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok("connection ended"),
        Ok(Err(error)) => Err(error),
        Err(_) => Ok("the collector keeps the connection open"),
    }
}

async fn datagrams(settings: &Syslog, lines: &[Vec<u8>]) -> io::Result<&'static str> {
    let mut places = tokio::net::lookup_host((settings.server.as_str(), settings.port)).await?;
    let place = places.next().ok_or(io::ErrorKind::NotFound)?;
    let own = if place.is_ipv6() { "[::]:0" } else { "0.0.0.0:0" };
    let socket = UdpSocket::bind(own).await?;
    socket.connect(place).await?;
    for line in lines {
        socket.send(line).await?;
        // A burst would fill the collector's buffer, and nobody would hear of what fell out.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok("sent as datagrams; nobody says whether they arrived")
}

/// The name of this machine in the lines.
fn own_name() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let plain = |c: char| c.is_ascii_graphic();
    if name.is_empty() || name.len() > 255 || !name.chars().all(plain) {
        "-".to_owned()
    } else {
        name
    }
}
