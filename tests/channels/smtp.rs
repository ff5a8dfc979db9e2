//! A mail server that answers as it is told.

use std::{
    io::{BufRead as _, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How it answers.
#[derive(Clone, Default)]
pub struct Script {
    /// With what it offers TLS.
    pub starttls: Option<Arc<ServerConfig>>,
    /// With what it speaks TLS from the first byte.
    pub implicit: Option<Arc<ServerConfig>>,
    /// Its own answers to commands that begin so.
    pub answers: Vec<(&'static str, &'static str)>,
    /// Whether it hangs up after the message instead of answering.
    pub drops: bool,
}

/// What it heard.
#[derive(Default)]
pub struct Heard {
    pub commands: Vec<String>,
    pub message: String,
}

pub struct Smtp {
    pub port: u16,
    heard: Arc<Mutex<Heard>>,
}

impl Smtp {
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let notes = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, notes) = (script.clone(), Arc::clone(&notes));
                // A client may hang up at any time: that is what some tests are about.
                thread::spawn(move || match script.implicit.clone() {
                    Some(tls) => {
                        let server = ServerConnection::new(tls).unwrap();
                        let _ = talk(StreamOwned::new(server, stream), &script, &notes, true);
                    }
                    None => {
                        let Ok(true) = talk(&stream, &script, &notes, true) else { return };
                        let server =
                            ServerConnection::new(script.starttls.clone().unwrap()).unwrap();
                        let within = Script { starttls: None, ..script };
                        let _ = talk(StreamOwned::new(server, stream), &within, &notes, false);
                    }
                });
            }
        });
        Self { port, heard }
    }

    /// What was heard since the last time.
    pub fn heard(&self) -> Heard {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}

/// One conversation; whether it goes on under TLS.
fn talk(
    stream: impl Read + Write,
    script: &Script,
    heard: &Mutex<Heard>,
    greets: bool,
) -> std::io::Result<bool> {
    let mut stream = BufReader::new(stream);
    let say = |stream: &mut BufReader<_>, line: &str| -> std::io::Result<()> {
        let out: &mut dyn Write = stream.get_mut();
        out.write_all(format!("{line}\r\n").as_bytes())?;
        out.flush()
    };
    if greets {
        say(&mut stream, "220 mail.example ready")?;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        let line = line.trim_end().to_owned();
        heard.lock().unwrap().commands.push(line.clone());
        let own = script.answers.iter().find(|(begin, _)| line.starts_with(begin));
        if let Some((_, answer)) = own {
            say(&mut stream, answer)?;
            continue;
        }
        match line.split(' ').next().unwrap_or_default() {
            "EHLO" => {
                let offer = if script.starttls.is_some() { "250-STARTTLS\r\n" } else { "" };
                say(&mut stream, &format!("250-mail.example\r\n{offer}250 AUTH PLAIN LOGIN"))?;
            }
            "STARTTLS" => {
                say(&mut stream, "220 go ahead")?;
                return Ok(true);
            }
            "AUTH" => say(&mut stream, "235 known")?,
            "DATA" => {
                say(&mut stream, "354 go on")?;
                let mut message = String::new();
                loop {
                    let mut line = String::new();
                    stream.read_line(&mut line)?;
                    if line == ".\r\n" {
                        break;
                    }
                    message.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                heard.lock().unwrap().message = message;
                if script.drops {
                    return Ok(false);
                }
                say(&mut stream, "250 2.0.0 queued as 4711")?;
            }
            "QUIT" => {
                say(&mut stream, "221 bye")?;
                return Ok(false);
            }
            _ => say(&mut stream, "250 fine")?,
        }
    }
}
