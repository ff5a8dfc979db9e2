//! A picture of a page, for people, beside the exchange: taken by a browser that is on the machine, where
//! the operator asks for it.
//!
//! It is a visit of its own, some moments later, and the browser is the operator's: so it can reach
//! no host but the page's, it starts with an empty profile, and it is killed with all its processes
//! when its time is over.

use std::{
    env,
    fs::{self, File},
    io::Read as _,
    net::IpAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use url::{Host, Url};

/// What browsers of this kind are called.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// The longest that one picture may take.
const LONGEST: Duration = Duration::from_secs(20);
/// What the page's clock may go forward meanwhile, in milliseconds.
const PAGE_TIME: u32 = 5_000;
/// A larger picture is none of this window.
const LARGEST: u64 = 16 << 20;
const WINDOW: &str = "1280,2000";
/// The most of what a browser says of itself, in bytes.
const LONGEST_VERSION: u64 = 100;
const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// A browser that takes pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Camera {
    program: PathBuf,
    /// Its name and version, as it says.
    pub version: String,
}

impl Camera {
    /// The browser in `PATH`; `None` where there is none that answers.
    pub fn find() -> Option<Self> {
        let path = env::var_os("PATH")?;
        let places = || env::split_paths(&path);
        let programs = NAMES.iter().flat_map(|name| places().map(move |dir| dir.join(name)));
        programs.filter(|program| program.is_file()).find_map(|program| {
            let version = version(&program)?;
            Some(Self { program, version })
        })
    }

    /// Takes a picture of a page into a file that is not there yet, in a folder of its own; `address` is where its host
    /// answered the scan, and the only one that the browser can reach.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn take(
        &self,
        page: &Url,
        address: Option<IpAddr>,
        agent: &str,
        picture: &Path,
    ) -> Result<(), String> {
        let profile = picture.with_extension("profile");
        let folder = picture.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let taken = self.begin(page, address, agent, picture, &profile).and_then(wait);
        let _ = fs::remove_dir_all(&profile);
        let looked_at = taken.and_then(|()| look_at(picture));
        if looked_at.is_err() {
            let _ = fs::remove_file(picture);
        }
        looked_at
    }

    fn begin(
        &self,
        page: &Url,
        address: Option<IpAddr>,
        agent: &str,
        picture: &Path,
        profile: &Path,
    ) -> Result<Child, String> {
        let mut command = Command::new(&self.program);
        command
            .args(["--headless=new", "--disable-gpu", "--hide-scrollbars", "--mute-audio"])
            .args(["--no-first-run", "--disable-extensions", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--ignore-certificate-errors"])
            .arg(format!("--window-size={WINDOW}"))
            .arg(format!("--virtual-time-budget={PAGE_TIME}"))
            .arg(format!("--host-resolver-rules={}", reachable(page, address)))
            .arg(format!("--user-agent={agent}"))
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("--screenshot={}", picture.display()))
            .env_clear()
            .env("HOME", profile)
            .envs(env::var_os("PATH").map(|path| ("PATH", path)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        in_own_group(&mut command);
        // The browser refuses to begin as root with the walls that it then could not build.
        #[cfg(unix)]
        if rustix::process::geteuid().is_root() {
            command.arg("--no-sandbox");
        }
        // Options before `--`, so that no address is taken for one.
        command.arg("--").arg(page.as_str());
        command.spawn().map_err(|error| format!("{} can not be started: {error}", self.version))
    }
}

/// What a browser says of itself.
fn version(program: &Path) -> Option<String> {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    in_own_group(&mut command);
    let mut child = command.spawn().ok()?;
    let mut said = child.stdout.take()?.take(LONGEST_VERSION);
    wait(child).ok()?;
    let mut text = String::new();
    said.read_to_string(&mut text).ok()?;
    Some(text.trim().to_owned())
}

/// So that it can be ended with all that it starts.
fn in_own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// The host of the page where it was found, and nothing else: no other host of the page's choice, and
/// no other address of its name.
fn reachable(page: &Url, address: Option<IpAddr>) -> String {
    let host = page.host_str().unwrap_or_default();
    match (page.host(), address) {
        (Some(Host::Domain(_)), Some(IpAddr::V4(own))) => {
            format!("MAP {host} {own}, MAP * ~NOTFOUND, EXCLUDE {own}")
        }
        (Some(Host::Domain(_)), Some(IpAddr::V6(own))) => {
            format!("MAP {host} [{own}], MAP * ~NOTFOUND, EXCLUDE [{own}]")
        }
        _ => format!("MAP * ~NOTFOUND, EXCLUDE {host}"),
    }
}

/// Waits until it has ended, for as long as it may take.
fn wait(mut child: Child) -> Result<(), String> {
    let end = Instant::now() + LONGEST;
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break Ok(()),
            Ok(Some(status)) => break Err(format!("the browser ended with {status}")),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(50)),
            Ok(None) => break Err(format!("no picture within {} s", LONGEST.as_secs())),
            Err(error) => break Err(error.to_string()),
        }
    };
    // Whatever it left behind goes with it.
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
    ended
}

fn look_at(picture: &Path) -> Result<(), String> {
    let read = || {
        let mut file = File::open(picture)?;
        let mut begin = [0; PNG.len()];
        file.read_exact(&mut begin)?;
        std::io::Result::Ok((file.metadata()?.len(), begin))
    };
    match read() {
        Ok((length, PNG)) if length <= LARGEST => Ok(()),
        Ok(_) => Err("the browser left something else than a picture".to_owned()),
        Err(error) => Err(format!("the browser left no picture: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_reaches_the_page_where_it_was_found_and_no_other_host() {
        let rules = |page: &str, address: Option<&str>| {
            reachable(&page.parse().unwrap(), address.map(|own| own.parse().unwrap()))
        };
        assert_eq!(
            rules("https://xa.example/tin", Some("192.0.2.7")),
            "MAP xa.example 192.0.2.7, MAP * ~NOTFOUND, EXCLUDE 192.0.2.7"
        );
        assert_eq!(
            rules("http://127.0.0.1:8080/", Some("127.0.0.1")),
            "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        );
    }
}
