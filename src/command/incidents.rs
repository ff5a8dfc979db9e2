//! `canhcong incidents`: what is open, since when, how often it came back, and what people decide.

use anyhow::bail;
use canhcong::{
    finding::Fingerprint,
    history,
    outcome::{Deed, Incident, Story},
    report::{Options, RenderError, incidents as told},
    scan::{self, known_rule},
    store::{Meant, Store},
};
use jiff::{Timestamp, civil::Date};

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// What is open, since when, how often it came back.
    List {
        /// Also what is healed.
        #[arg(long)]
        all: bool,
        /// One portal only.
        #[arg(long, value_name = "ID")]
        portal: Option<String>,
    },
    /// The whole story of one incident.
    Show {
        /// Its id, or the beginning of it.
        id: String,
    },
    /// Say that somebody knows of it and cares for it; it counts as before.
    Ack {
        /// Its id, or the beginning of it.
        id: String,
        /// Who.
        #[arg(long, value_name = "NAME", value_parser = name)]
        by: String,
        /// What else there is to say.
        #[arg(long, value_name = "TEXT", value_parser = sentence)]
        note: Option<String>,
    },
    /// Do not count it until the end of a day in Việt Nam.
    Mute {
        /// Its id, or the beginning of it.
        id: String,
        /// Who.
        #[arg(long, value_name = "NAME", value_parser = name)]
        by: String,
        /// Why.
        #[arg(long, value_name = "TEXT", value_parser = sentence)]
        reason: String,
        /// The last day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Date,
    },
    /// Judge it to be no wound, or accept it; it opens again if it becomes graver or is about
    /// something else.
    Close {
        /// Its id, or the beginning of it.
        id: String,
        /// Who.
        #[arg(long, value_name = "NAME", value_parser = name)]
        by: String,
        /// Why.
        #[arg(long, value_name = "TEXT", value_parser = sentence)]
        reason: String,
    },
    /// Count it again, although it was muted or closed.
    Reopen {
        /// Its id, or the beginning of it.
        id: String,
        /// Who; the account's name without it.
        #[arg(long, value_name = "NAME", value_parser = name)]
        by: Option<String>,
        /// Why.
        #[arg(long, value_name = "TEXT", value_parser = sentence)]
        reason: Option<String>,
    },
}

/// The most characters of a name and of a reason.
const LONGEST: (usize, usize) = (100, 500);

pub(super) fn name(text: &str) -> Result<String, String> {
    one_line(text, LONGEST.0)
}

fn sentence(text: &str) -> Result<String, String> {
    one_line(text, LONGEST.1)
}

/// It stands in reports and on terminals, on one line.
fn one_line(text: &str, longest: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        Err("it must not be empty".to_owned())
    } else if text.chars().count() > longest {
        Err(format!("it is longer than {longest} characters"))
    } else if text.chars().any(char::is_control) {
        Err("it must be one line without control characters".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

type List = fn(&[Incident], Timestamp, &Options) -> Result<String, RenderError>;
type Show = fn(&Story, Timestamp, &Options) -> Result<String, RenderError>;

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let (list, show, decided): (List, Show, Show) = match common.format {
        "terminal" => (told::terminal::list, told::terminal::story, told::terminal::decided),
        "json" => (told::json::list, told::json::story, told::json::story),
        other => bail!("incidents has no format {other}; expected terminal or json"),
    };
    let now = scan::now();
    let mut store = open(common, now)?;
    let (id, deed, by, why) = match &args.action {
        Action::List { all, portal } => {
            // A misspelt name must not look like a portal where all is well.
            if let Some(portal) = portal
                && !store.remembers(portal)?
            {
                bail!("nothing is remembered of a portal `{portal}`");
            }
            let incidents = store.incidents(portal.as_deref(), *all, now)?;
            common.write(&list(&incidents, now, &common.reader())?)?;
            let is_grave = |own: &Incident| own.counts() && own.severity >= common.fail_on;
            let grave = incidents.iter().any(is_grave);
            return Ok(if grave { Outcome::Findings } else { Outcome::Quiet });
        }
        Action::Show { id } => {
            let story = story(&store, &meant(&store, id)?, now)?;
            common.write(&show(&story, now, &common.reader())?)?;
            return Ok(Outcome::Quiet);
        }
        Action::Ack { id, by, note } => (id, Deed::Acknowledged, by.clone(), note.as_deref()),
        Action::Mute { id, by, reason, until } => {
            let today = history::day(now);
            if *until < today {
                bail!("--until {until} is over: today is {today} in Việt Nam");
            }
            (id, Deed::Muted(*until), by.clone(), Some(reason.as_str()))
        }
        Action::Close { id, by, reason } => (id, Deed::Closed, by.clone(), Some(reason.as_str())),
        Action::Reopen { id, by, reason } => {
            let by = by.clone().unwrap_or_else(account);
            (id, Deed::Reopened, by, reason.as_deref())
        }
    };
    let id = meant(&store, id)?;
    let set_aside = story(&store, &id, now)?.incident.handling.set_aside;
    if deed == Deed::Reopened && set_aside.is_none() {
        bail!("{id} is neither muted nor closed: nothing was changed");
    }
    store.act(&id, deed, &by, why, now)?;
    let story = story(&store, &id, now)?;
    common.write(&decided(&story, now, &common.reader())?)?;
    Ok(Outcome::Quiet)
}

pub(super) fn open(common: &Common, now: Timestamp) -> anyhow::Result<Store> {
    let dir = common.state();
    match Store::open_beside(&dir, known_rule, now)? {
        Some(store) => Ok(store),
        None => bail!("nothing is remembered in {}: name the folder with --state", dir.display()),
    }
}

/// The incident that a name or the beginning of one means.
pub(super) fn meant(store: &Store, id: &str) -> anyhow::Result<Fingerprint> {
    let id = id.trim().to_ascii_lowercase();
    match store.meant(&id)? {
        Meant::One(id) => Ok(id),
        Meant::Nobody => bail!("no incident has the id `{id}`; see canhcong incidents list --all"),
        Meant::Several(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            bail!("several incidents begin with `{id}`: {} …", ids.join(", "));
        }
    }
}

pub(super) fn story(store: &Store, id: &Fingerprint, now: Timestamp) -> anyhow::Result<Story> {
    match store.story(id, now)? {
        Some(story) => Ok(story),
        None => bail!("no incident has the id `{id}` any more"),
    }
}

/// The name of the account that runs the program.
fn account() -> String {
    let name = ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    name.and_then(|name| one_line(&name, LONGEST.0).ok()).unwrap_or_else(|| "?".to_owned())
}
