//! The registry: `targets.toml` read into portals, contacts and User-Agent texts.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Read},
    ops::Range,
    path::Path,
};

use jiff::civil::Time;
use toml::de::DeTable;
use url::{Host, Url};

use super::{
    Channel, Contact, Keeping, ReportForm, Target, WatchPeriod, bare, channel, contact, evidence,
    fields::{Fields, shorten},
    notified,
    portal::{self, Entry},
    problem::{Problem, Problems},
    report_form,
    source::SourceFile,
    watch,
};
use crate::identity::{Identity, UserAgents};

/// What an administrator registered.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// The portals in the order of the file, the disabled ones included.
    pub targets: Vec<Target>,
    /// Those who are told about findings.
    pub contacts: Vec<Contact>,
    /// How they are told.
    pub channels: Vec<Channel>,
    /// Ids of the contacts who are told of every portal, beside those whom the portal names.
    pub notify: Vec<String>,
    /// What owners are told about their duty to report, in the words of the operator.
    pub duty: Option<String>,
    /// As what the scanner presents itself.
    pub user_agents: UserAgents,
    /// Which form incidents are reported on.
    pub report_form: ReportForm,
    /// How long evidence is kept, and how much of it.
    pub evidence: Keeping,
    /// The hour of the nightly run in Việt Nam, if it is not the usual one.
    pub nightly_at: Option<Time>,
    /// When which portals are looked at round the clock.
    pub watch: Vec<WatchPeriod>,
}

/// Registries beyond this many bytes are refused: a million portals would need less.
const MOST_BYTES: u64 = 16 << 20;

/// Reads a registry as a whole or says everything that is wrong with it, for `canhcong check`.
///
/// # Errors
/// The text holds every mistake with `file:line:column`, the line itself, and what was expected.
pub fn check(path: &Path, colours: bool) -> Result<Registry, String> {
    Registry::load(path).map_err(|problems| problems.render(colours))
}

impl Registry {
    /// Reads a registry from a file.
    ///
    /// # Errors
    /// All mistakes at once; a registry with a mistake is not used in part.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let name = path.display().to_string();
        match read_text(path) {
            Ok(text) => Self::parse(&name, text),
            Err(problem) => Err(Problems::unreadable(name, problem)),
        }
    }

    /// Reads a registry from its text; `name` stands for the file in messages, and relative paths
    /// start at its folder.
    ///
    /// # Errors
    /// As [`Registry::load`].
    pub fn parse(name: &str, text: String) -> Result<Self, Problems> {
        let file = SourceFile::new(name.to_owned(), text);
        let mut problems = Vec::new();
        let (root, errors) = DeTable::parse_recoverable(file.text());
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        let registry = read(&root, folder, &mut problems);
        let broken: Vec<Problem> = errors.iter().map(|error| syntax(error, file.text())).collect();
        drop_echoes(file.text(), &broken, &mut problems);
        problems.extend(broken);
        drop(root);
        if problems.is_empty() { Ok(registry) } else { Err(Problems::new(file, problems)) }
    }

    /// The registration of the portal at an address: the same host (with or without `www.`) and
    /// port, else the same named host whatever the port.
    pub fn for_url(&self, url: &Url) -> Option<&Target> {
        let place = place(url);
        self.targets.iter().find(|target| self::place(&target.url) == place).or_else(|| {
            let named = matches!(url.host(), Some(Host::Domain(name)) if name != "localhost");
            self.targets.iter().find(|target| named && self::place(&target.url).0 == place.0)
        })
    }

    /// The portals that the nightly run looks at.
    pub fn enabled(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.enabled)
    }

    /// A contact by its id.
    pub fn contact(&self, id: &str) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    /// A channel by its id.
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Those who are told of a portal, each once, in the order of the file.
    pub fn told_of(&self, target: &Target) -> impl Iterator<Item = &Contact> {
        let is_named = |contact: &&Contact| {
            target.notify.iter().chain(&self.notify).any(|id| *id == contact.id)
        };
        self.contacts.iter().filter(is_named)
    }
}

fn read_text(path: &Path) -> Result<String, Problem> {
    let name = path.display();
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Problem::new(format!("{name} does not exist"))
            .help("name the registry with --targets FILE, or begin with the one that is shipped"),
        io::ErrorKind::IsADirectory => Problem::new(format!("{name} is a folder, not a file")),
        _ => Problem::new(format!("{name} can not be read: {error}")),
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Problem::new(format!("{name} is larger than {} MiB", MOST_BYTES >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', valid).count() + 1;
        Problem::new(format!("{name} is not UTF-8: line {line} has a byte that is no character"))
            .help("save the file as UTF-8 in the editor")
    })
}

/// Reads the whole document; what is wrong goes to `problems`.
fn read(root: &toml::Spanned<DeTable<'_>>, folder: &Path, problems: &mut Vec<Problem>) -> Registry {
    let mut fields = Fields::new(root.get_ref(), 0..0, problems);
    let mut registry = Registry::default();
    if let Some(texts) = fields.table("user_agents") {
        read_user_agents(texts, &mut registry.user_agents);
    }
    if let Some(form) = fields.table("report_form") {
        registry.report_form = report_form::read(form);
    }
    if let Some(evidence) = fields.table("evidence") {
        registry.evidence = evidence::read(evidence);
    }
    registry.duty = fields.text("duty").map(|text| text.into_inner().to_owned());
    let notify = fields.list("notify");
    let channel_tables = fields.tables("channel");
    let contact_tables = fields.tables("contact");
    let portal_tables = fields.tables("portal");
    registry.nightly_at = fields.table("nightly").and_then(watch::read_nightly);
    let watch_tables = fields.tables("watch");
    fields.finish();

    let (mut channel_ids, mut contact_ids, mut portal_ids) =
        (HashMap::new(), HashMap::new(), HashMap::new());
    for (table, span) in channel_tables {
        unique_id("channel id", table, &mut channel_ids, problems);
        registry.channels.extend(channel::read(Fields::new(table, span, problems), folder));
    }
    let mut contacts = Vec::new();
    for (table, span) in contact_tables {
        unique_id("contact id", table, &mut contact_ids, problems);
        contacts.extend(contact::read(Fields::new(table, span, problems)));
    }
    registry.contacts = notified::over(contacts, &registry.channels, &channel_ids, problems);
    for contact in &notify {
        notified::known("notify", contact.get_ref(), contact.span(), &contact_ids, problems);
    }
    registry.notify = notify.into_iter().map(|text| text.into_inner().to_owned()).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for (table, span) in portal_tables {
        unique_id("portal id", table, &mut portal_ids, problems);
        entries.extend(portal::read(Fields::new(table, span, problems)));
    }
    compare(&entries, &contact_ids, problems);
    let (mut periods, mut period_ids) = (Vec::new(), HashMap::new());
    for (table, span) in watch_tables {
        unique_id("watch id", table, &mut period_ids, problems);
        periods.extend(watch::read(Fields::new(table, span, problems)));
    }
    watch::compare(&periods, entries.iter().map(|entry| &entry.target), problems);
    registry.watch = periods.into_iter().map(|entry| entry.period).collect();
    registry.targets = entries.into_iter().map(|entry| entry.target).collect();
    registry
}

fn read_user_agents(mut texts: Fields<'_, '_, '_>, user_agents: &mut UserAgents) {
    if let Some(text) = texts.text("contact")
        && let Some(contact) = texts.valid(text, header_text)
    {
        user_agents.contact = contact;
    }
    for identity in Identity::ALL {
        let Some(text) = texts.text(identity.id()) else { continue };
        let template = texts.valid(text, |text| {
            if text.contains("{contact}") {
                header_text(text)
            } else {
                Err("must hold `{contact}`: administrators want to know who looks".to_owned())
            }
        });
        if let (Some(template), Some(slot)) =
            (template, user_agents.templates.get_mut(identity as usize))
        {
            *slot = template;
        }
    }
    texts.finish();
}

fn header_text(text: &str) -> Result<String, String> {
    if text.len() <= 500 && text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        Ok(text.to_owned())
    } else {
        Err("must be at most 500 plain ASCII characters: it goes into a header".to_owned())
    }
}

/// What can only be seen when all entries are known.
fn compare(
    entries: &[Entry],
    contacts: &HashMap<String, Range<usize>>,
    problems: &mut Vec<Problem>,
) {
    let mut places = HashMap::new();
    for entry in entries {
        let target = &entry.target;
        let first = places.entry(place(&target.url)).or_insert_with(|| entry.url_at.clone());
        if *first != entry.url_at {
            let host = target.url.host_str().unwrap_or_default();
            problems.push(
                Problem::new(format!("`{host}` is registered twice"))
                    .help("one host is one portal: further sections of it go into `start_pages`")
                    .at(entry.url_at.clone(), "again")
                    .at(first.clone(), "first here"),
            );
        }
        for (contact, at) in target.notify.iter().zip(&entry.notify_at) {
            notified::known("notify", contact, at.clone(), contacts, problems);
        }
    }
}

/// Ids are compared as written, so that a mistake elsewhere in a table does not hide that its id
/// is taken.
fn unique_id(
    what: &str,
    table: &DeTable<'_>,
    seen: &mut HashMap<String, Range<usize>>,
    problems: &mut Vec<Problem>,
) {
    let Some(id) = table.get("id") else { return };
    let Some(text) = id.get_ref().as_str() else { return };
    let at = id.span();
    let message = format!("{what} `{}` is used twice", shorten(text));
    let first = seen.entry(text.to_owned()).or_insert_with(|| at.clone());
    if *first != at {
        problems.push(Problem::new(message).at(at, "again").at(first.clone(), "first here"));
    }
}

/// Host without `www.`, and the port unless it is the scheme's own: what tells portals apart.
fn place(url: &Url) -> (&str, Option<u16>) {
    (bare(url.host_str().unwrap_or_default()), url.port())
}

fn syntax(error: &toml::de::Error, text: &str) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    Problem::new(format!("not TOML: {}", error.message())).at(span, "")
}

/// A table that TOML could not read whole seems to lack keys; such echoes of a syntax mistake
/// would only confuse. Mistakes in other tables are told along with it.
fn drop_echoes(text: &str, broken: &[Problem], problems: &mut Vec<Problem>) {
    if broken.is_empty() {
        return;
    }
    let headers: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), b"\n[").collect();
    let table_of = |offset: usize| headers.partition_point(|header| *header < offset);
    let tables: HashSet<usize> = broken.iter().map(|problem| table_of(problem.start())).collect();
    problems.retain(|problem| !tables.contains(&table_of(problem.start())));
}
