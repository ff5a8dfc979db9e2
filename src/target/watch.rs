//! Periods of heightened watch: Tết, great holidays, congresses, elections.

use std::{
    collections::HashMap,
    ops::{Range, RangeInclusive},
};

use jiff::civil::{Date, Time};
use toml::Spanned;

use super::{
    Sector, Target,
    fields::{Fields, id, shorten},
    nearest::nearest,
    problem::Problem,
};

/// A time of the year in which some portals are looked at round the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchPeriod {
    /// Short name: `[a-z0-9-]`, at most 64 characters.
    pub id: String,
    /// Its name as people know it.
    pub name: String,
    /// When it is.
    pub span: Span,
    /// How long after a look at a portal the next one follows, in minutes.
    pub every_minutes: u16,
    /// Which portals.
    pub scope: Scope,
}

/// From the beginning of one day to the end of another, in Việt Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Once.
    Dated(Date, Date),
    /// Every year, as month and day; over the turn of the year where the second is the earlier.
    Yearly((i8, i8), (i8, i8)),
    /// Every year, in days from the first day of the lunar year: -1 is its eve.
    Tet(i16, i16),
}

/// Which enabled portals a period is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// These; all others are left out, unless it is empty.
    pub portals: Vec<String>,
    /// Those of these sectors; of all where it is empty.
    pub sectors: Vec<Sector>,
    /// Those of these provinces; of all where it is empty.
    pub provinces: Vec<String>,
}

impl Scope {
    /// Whether a portal belongs to it.
    pub fn has(&self, target: &Target) -> bool {
        let province = target.province.as_ref();
        (self.portals.is_empty() || self.portals.contains(&target.id))
            && (self.sectors.is_empty()
                || target.sector.is_some_and(|own| self.sectors.contains(&own)))
            && (self.provinces.is_empty()
                || province.is_some_and(|own| self.provinces.contains(own)))
    }
}

impl WatchPeriod {
    /// What a registration may say about the time between two looks: the pages of a portal are not
    /// looked at in less, and a day has no more.
    pub const MINUTES: RangeInclusive<usize> = 5..=1440;
}

/// The hour of the nightly run, in Việt Nam, unless the registry says otherwise.
pub const NIGHTLY_AT: Time = Time::constant(1, 30, 0, 0);

/// A period and the places of what is compared with the portals.
pub(super) struct Entry {
    pub(super) period: WatchPeriod,
    portals_at: Vec<Range<usize>>,
    provinces_at: Vec<Range<usize>>,
}

/// One end of a period as it is written.
#[derive(Clone, Copy)]
enum Day {
    Dated(Date),
    Yearly(i8, i8),
    Tet(i16),
}

/// Reads one `[[watch]]`.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Entry> {
    let own_id = fields.required_text("id").and_then(|text| fields.valid(text, id));
    let name = fields.required_text("name").map(|name| name.into_inner().to_owned());
    let [from, to] = ["from", "to"].map(|key| {
        let text = fields.required_date_or_text(key)?;
        let at = text.span();
        let text = Spanned::new(at.clone(), text.get_ref().as_str());
        fields.valid(text, day).map(|day| Spanned::new(at, day))
    });
    let span = from.zip(to).and_then(|(from, to)| span(&mut fields, &from, &to));
    let every = fields.required_whole("every_minutes", WatchPeriod::MINUTES);
    let portals = fields.list("portals");
    let sectors = fields.list("sectors");
    let provinces = fields.list("provinces");
    if let (Some(portal), false) = (portals.first(), sectors.is_empty() && provinces.is_empty()) {
        fields.report(
            Problem::new(
                "`portals` names the portals one by one; `sectors` and `provinces` choose them",
            )
            .help("give one or the other; without any, the period is about all enabled portals")
            .at(portal.span(), "named here"),
        );
    }
    let chosen = sectors.into_iter().filter_map(|text| fields.valid(text, sector)).collect();
    fields.finish();
    let texts =
        |list: &[Spanned<&str>]| list.iter().map(|own| (*own.get_ref()).to_owned()).collect();
    let scope = Scope { portals: texts(&portals), sectors: chosen, provinces: texts(&provinces) };
    let every_minutes = u16::try_from(every?).ok()?;
    let period = WatchPeriod { id: own_id?, name: name?, span: span?, every_minutes, scope };
    let places = |list: &[Spanned<&str>]| list.iter().map(Spanned::span).collect();
    Some(Entry { period, portals_at: places(&portals), provinces_at: places(&provinces) })
}

/// Reads `[nightly]`.
pub(super) fn read_nightly(mut fields: Fields<'_, '_, '_>) -> Option<Time> {
    let at = fields.text("at").and_then(|text| fields.valid(text, hour));
    fields.finish();
    at
}

/// What can only be seen when the portals are known.
pub(super) fn compare<'a>(
    entries: &[Entry],
    targets: impl Iterator<Item = &'a Target> + Clone,
    problems: &mut Vec<Problem>,
) {
    let ids: HashMap<&str, ()> = targets.clone().map(|own| (own.id.as_str(), ())).collect();
    let provinces: HashMap<&str, ()> =
        targets.filter_map(|own| own.province.as_deref()).map(|own| (own, ())).collect();
    let mut unknown = |what: &str, name: &str, at: &Range<usize>, known: &HashMap<&str, ()>| {
        if known.contains_key(name) {
            return;
        }
        let help = match nearest(name, known.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{what} are those of the [[portal]] entries in this file"),
        };
        let message = format!("no portal fits `{}`", shorten(name));
        problems.push(Problem::new(message).help(help).at(at.clone(), "no [[portal]] has this"));
    };
    for entry in entries {
        let scope = &entry.period.scope;
        for (name, at) in scope.portals.iter().zip(&entry.portals_at) {
            unknown("ids", name, at, &ids);
        }
        for (name, at) in scope.provinces.iter().zip(&entry.provinces_at) {
            unknown("provinces", name, at, &provinces);
        }
    }
}

fn span(fields: &mut Fields<'_, '_, '_>, from: &Spanned<Day>, to: &Spanned<Day>) -> Option<Span> {
    let span = match (*from.get_ref(), *to.get_ref()) {
        (Day::Dated(from), Day::Dated(to)) if from <= to => Some(Span::Dated(from, to)),
        (Day::Tet(from), Day::Tet(to)) if from <= to => Some(Span::Tet(from, to)),
        (Day::Yearly(month, day), Day::Yearly(until, last)) => {
            Some(Span::Yearly((month, day), (until, last)))
        }
        (Day::Dated(_), Day::Dated(_)) | (Day::Tet(_), Day::Tet(_)) => None,
        _ => {
            let problem = Problem::new("`from` and `to` are not written in the same way")
                .help(
                    "both as 2026-03-10 (once), as 04-29 (every year) or as tet-7 (lunar new year)",
                )
                .at(to.span(), "another way than `from`");
            fields.report(problem.at(from.span(), ""));
            return None;
        }
    };
    if span.is_none() {
        let problem = Problem::new("the period ends before it begins");
        fields.report(problem.at(to.span(), "earlier than `from`"));
    }
    span
}

/// The farthest from Tết that a period may begin or end, in days.
const FARTHEST: i16 = 60;

fn day(text: &str) -> Result<Day, String> {
    let two = |text: &str| -> Option<i8> {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let read = || match text.strip_prefix("tet") {
        Some("") => Some(Day::Tet(0)),
        Some(days) if days.starts_with(['+', '-']) => {
            let days: i16 = days.parse().ok()?;
            (-FARTHEST..=FARTHEST).contains(&days).then_some(Day::Tet(days))
        }
        Some(_) => None,
        None if text.len() == 10 => text.parse().ok().map(Day::Dated),
        None => {
            let (month, day) = text.split_once('-')?;
            let (month, day) = (two(month)?, two(day)?);
            // A leap year has every day there is.
            Date::new(2024, month, day).ok().map(|_| Day::Yearly(month, day))
        }
    };
    read().ok_or_else(|| {
        format!(
            "must be a day: 2026-03-10 (once), \"04-29\" (month and day, every year), or \"tet-7\", \
             \"tet\", \"tet+10\" (days before and after the first day of the lunar year, at most \
             {FARTHEST})"
        )
    })
}

fn hour(text: &str) -> Result<Time, String> {
    let read = || {
        let (hour, minute) = text.split_once(':')?;
        if hour.len() != 2 || minute.len() != 2 {
            return None;
        }
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    };
    read().ok_or_else(|| {
        "must be an hour in Việt Nam such as \"01:30\", from 00:00 to 23:59".to_owned()
    })
}

fn sector(text: &str) -> Result<Sector, String> {
    let found = Sector::NAMES.iter().find(|(name, _)| *name == text);
    found.map(|(_, sector)| *sector).ok_or_else(|| {
        let names: Vec<&str> = Sector::NAMES.iter().map(|(name, _)| *name).collect();
        format!("must be one of {}", names.join(", "))
    })
}
