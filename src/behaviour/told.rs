//! What runs of a page showed, in the words of the page room.

use std::{collections::HashMap, sync::Arc};

use super::{
    conditions,
    note::{is_elsewhere, speaks},
    worlds::Tried,
};
use crate::{
    page::{
        self, Page,
        script::{
            Condition, Destination, Load, Navigation, Running, ScriptFacts, Showing, Shown,
            Trigger as PageTrigger, Write, is_disguised,
        },
    },
    sandbox::{self, Cause, Job, Ran, Read, Source, Trigger, Way},
};

/// Facts of one kind that are told of one script.
pub(super) const MOST: usize = 50;
/// Declarations by which elements are hidden.
const MOST_HIDDEN: usize = 500;

/// Tells what runs of a page showed; the first is the visitor's own.
pub(super) fn told(page: &Page, job: &Job, runs: &[(Tried, Ran)]) -> page::Ran {
    let mut telling =
        Telling { page, job, runs, told: page::Ran::default(), texts: HashMap::new() };
    for (world, ran) in runs {
        telling.moves(ran);
        telling.loads(ran);
        telling.markup(*world, ran);
    }
    telling.layers();
    if let Some((_, ran)) = runs.first() {
        telling.shown(ran);
        telling.hidden(ran);
    }
    telling.told
}

/// Tells only what reading the code shows that was made of text.
pub(super) fn told_of_layers(page: &Page, job: &Job, runs: &[(Tried, Ran)]) -> page::Ran {
    let mut telling =
        Telling { page, job, runs, told: page::Ran::default(), texts: HashMap::new() };
    telling.layers();
    telling.told
}

pub(super) struct Telling<'a> {
    pub page: &'a Page,
    job: &'a Job,
    pub runs: &'a [(Tried, Ran)],
    told: page::Ran,
    /// The code of each source in lower case.
    texts: HashMap<Source, String>,
}

impl Telling<'_> {
    fn moves(&mut self, ran: &Ran) {
        let ways = ran.navigations.iter().filter_map(|one| {
            let sink = sink_of(one.way)?;
            Some((&one.target, sink, &one.cause, &one.after_reading))
        });
        let opened = ran
            .opened
            .iter()
            .map(|one| (&one.target, "window.open", &one.cause, &one.after_reading));
        let moves: Vec<_> = ways.chain(opened).collect();
        for (target, sink, cause, looked_at) in moves {
            let Some(trigger) = self.trigger_of(cause, target) else { continue };
            if !is_elsewhere(self.page, target) {
                continue;
            }
            let conditions = self.conditions(looked_at, |ran| goes_to(ran, target));
            let layer = layer_of(ran, target, cause);
            let encoded = self.disguises(cause, target);
            let Some(facts) = self.facts_of(cause) else { continue };
            let known = |own: &Navigation| own.target == Destination::Whole(target.clone());
            if facts.navigations.len() < MOST && !facts.navigations.iter().any(known) {
                facts.navigations.push(Navigation {
                    target: Destination::Whole(target.clone()),
                    sink,
                    trigger,
                    conditions,
                    encoded,
                    span: 0..0,
                    ran: Some(Running { alone: true, came_true: true, layer }),
                });
            }
        }
    }

    fn loads(&mut self, ran: &Ran) {
        for load in &ran.loads {
            let Some(trigger) = self.trigger_of(&load.cause, &load.target) else { continue };
            if !is_elsewhere(self.page, &load.target) {
                continue;
            }
            let looked_at = reads_of(ran, &load.cause);
            let conditions = self.conditions(&looked_at, |ran| {
                ran.loads.iter().any(|other| same_place(&other.target, &load.target))
            });
            let disguised = self.disguises(&load.cause, &load.target);
            let layer = layer_of(ran, &load.target, &load.cause);
            let Some(facts) = self.facts_of(&load.cause) else { continue };
            let known = |own: &Load| matches!(&own.target, Destination::Whole(one) if same_place(one, &load.target));
            if facts.loads.len() < MOST && !facts.loads.iter().any(known) {
                facts.loads.push(Load {
                    element: load.kind.clone(),
                    target: Destination::Whole(load.target.clone()),
                    text: String::new(),
                    hidden: false,
                    covers: false,
                    disguised,
                    trigger,
                    conditions,
                    span: 0..0,
                    ran: Some(Running { alone: true, came_true: true, layer }),
                });
            }
        }
    }

    /// What scripts wrote and built.
    fn markup(&mut self, world: Tried, ran: &Ran) {
        let is_own = self.runs.first().is_some_and(|(first, _)| *first == world);
        let mut in_place: Vec<(Cause, String)> = Vec::new();
        for write in &ran.writes {
            if write.cause.trigger != Trigger::Load || write.cause.after_ms > 0 {
                continue;
            }
            match in_place.iter_mut().find(|(cause, _)| cause.source == write.cause.source) {
                Some((_, markup)) => markup.push_str(&write.markup),
                None => in_place.push((write.cause, write.markup.clone())),
            }
        }
        let written: String = in_place.iter().map(|(_, markup)| markup.as_str()).collect();
        for (cause, markup) in in_place {
            // What only others see does not stand in this visitor's page.
            self.write(&cause, markup, is_own, world, ran);
        }
        for built in ran.built.iter().filter(|built| speaks(self.page, &built.markup)).take(MOST) {
            let was_written =
                address_in(&built.markup).is_some_and(|address| written.contains(address));
            if !was_written {
                let (source, asked_by) = (built.source, built.asked_by);
                let cause = Cause { source, asked_by, ..Cause::default() };
                self.write(&cause, built.markup.clone(), false, world, ran);
            }
        }
        let rewritten = ran.rewritten.iter().filter(|one| is_elsewhere(self.page, &one.value));
        for one in rewritten.filter(|one| one.tag == "a" && one.attribute == "href").take(MOST) {
            let markup = format!("<a href=\"{}\"></a>", one.value.replace('"', "&quot;"));
            self.write(&one.cause, markup, false, world, ran);
        }
    }

    fn write(&mut self, cause: &Cause, markup: String, in_place: bool, world: Tried, ran: &Ran) {
        let is_new = |facts: &mut ScriptFacts| {
            facts.writes.len() < MOST && !facts.writes.iter().any(|own| own.markup == markup)
        };
        if !self.facts_of(cause).is_some_and(is_new) {
            return;
        }
        let address = address_in(&markup).map(str::to_owned);
        let conditions = match &address {
            Some(address) => self.conditions(&reads_of(ran, cause), |other| {
                other.writes.iter().any(|own| own.markup.contains(address.as_str()))
                    || other.built.iter().any(|own| own.markup.contains(address.as_str()))
                    || other.rewritten.iter().any(|own| own.value.contains(address.as_str()))
            }),
            None => Vec::new(),
        };
        let is_own = self.runs.first().is_some_and(|(first, _)| *first == world);
        let encoded = address.as_ref().is_some_and(|address| self.disguises(cause, address));
        let layer = address.and_then(|address| layer_of(ran, &address, cause));
        // Conditions keep markup out of the page; what this visitor got is in it.
        let conditions = if is_own && in_place { Vec::new() } else { conditions };
        let ran = Some(Running { alone: true, came_true: true, layer });
        let Some(facts) = self.facts_of(cause) else { return };
        facts.writes.push(Write { markup, in_place, encoded, conditions, span: 0..0, ran });
    }

    fn shown(&mut self, ran: &Ran) {
        for shown in ran.shown.iter().filter(|shown| shown.kind != "clipboard") {
            let Some(trigger) = self.trigger_of(&shown.cause, "") else { continue };
            let Some(facts) = self.facts_of(&shown.cause) else { continue };
            if facts.shows.len() < MOST && !shown.text.trim().is_empty() {
                let (text, place) = (shown.text.clone(), Showing::Dialog);
                facts.shows.push(Shown { text, place, trigger });
            }
        }
    }

    fn hidden(&mut self, ran: &Ran) {
        for hidden in ran.hidden.iter().take(MOST_HIDDEN) {
            let element = hidden.element.and_then(|place| self.job.elements.get(place as usize));
            if let Some(element) = element {
                self.told.hidden.insert(element.at, hidden.how.clone());
            }
        }
    }

    fn conditions(&self, looked_at: &[Read], happens: impl Fn(&Ran) -> bool) -> Vec<Condition> {
        let worlds: Vec<(Tried, bool)> =
            self.runs.iter().map(|(world, ran)| (*world, happens(ran))).collect();
        conditions::proven(&worlds, looked_at)
    }

    /// The facts of the script or handler behind something.
    pub fn facts_of(&mut self, cause: &Cause) -> Option<&mut ScriptFacts> {
        let element = |place: u32| self.job.elements.get(place as usize).map(|own| own.at);
        match self.source_of(cause) {
            Source::Script(n) => {
                let at = element(self.job.scripts.get(n as usize)?.element?)?;
                Some(self.told.scripts.entry(at).or_default())
            }
            Source::Handler(place) => {
                let at = element(place)?;
                Some(self.told.handlers.entry(at).or_default())
            }
            Source::Unknown => {
                let first = self.job.scripts.iter().find_map(|script| script.element)?;
                let at = element(first)?;
                Some(self.told.scripts.entry(at).or_default())
            }
        }
    }

    /// Whose doing it is: of a library and the script that uses it, the script.
    fn source_of(&self, cause: &Cause) -> Source {
        let is_file = |source: Source| match source {
            Source::Script(n) => {
                self.job.scripts.get(n as usize).is_some_and(|script| script.url.is_some())
            }
            Source::Handler(_) => false,
            Source::Unknown => true,
        };
        match cause.asked_by {
            Some(other) if is_file(cause.source) && !is_file(other) => other,
            _ => cause.source,
        }
    }

    /// Whether the host of an address cannot be read in the code that came to it.
    pub fn disguises(&mut self, cause: &Cause, address: &str) -> bool {
        let source = self.source_of(cause);
        let (job, page) = (self.job, self.page);
        let text = self.texts.entry(source).or_insert_with(|| {
            let code = match source {
                Source::Script(n) => job.code(n as usize),
                _ => None,
            };
            code.unwrap_or(&page.source).to_ascii_lowercase()
        });
        is_disguised(address, text, false) && is_disguised(address, &page.source, false)
    }

    /// What sets something off; `None` where the visitor picked where to go.
    fn trigger_of(&self, cause: &Cause, target: &str) -> Option<PageTrigger> {
        let anywhere = |event: &str| Some(PageTrigger::Anywhere(event.to_owned()));
        match cause.trigger {
            Trigger::Load if cause.after_ms > 0 => {
                Some(PageTrigger::Timer(Some(cause.after_ms.into())))
            }
            Trigger::Load => Some(PageTrigger::Load),
            Trigger::Click => anywhere("click"),
            Trigger::LinkClick => {
                let picked = self.page.links.iter().any(|link| {
                    link.url.as_ref().is_some_and(|url| same_place(url.as_str(), target))
                });
                if picked {
                    None
                } else if matches!(cause.source, Source::Handler(_)) {
                    Some(PageTrigger::Event("click".to_owned()))
                } else {
                    anywhere("click")
                }
            }
            Trigger::Back => anywhere("popstate"),
            Trigger::Move => anywhere("mousemove"),
            Trigger::Key => anywhere("keydown"),
            Trigger::Leave => anywhere("beforeunload"),
            // Whoever sends a form wants to go where it leads.
            Trigger::Form => None,
        }
    }
}

fn goes_to(ran: &Ran, target: &str) -> bool {
    let host = |address: &str| {
        url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned))
    };
    let wanted = host(target);
    let targets = ran.navigations.iter().map(|one| &one.target);
    let mut targets = targets.chain(ran.opened.iter().map(|one| &one.target));
    wanted.is_some() && targets.any(|other| host(other) == wanted)
}

/// Whether two addresses are one but for what is told to it.
fn same_place(one: &str, other: &str) -> bool {
    let place = |address: &str| {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        address.get(..end).unwrap_or_default().trim_end_matches('/').to_owned()
    };
    place(one) == place(other)
}

fn sink_of(way: Way) -> Option<&'static str> {
    Some(match way {
        Way::Href => "location.href",
        Way::Assign => "location.assign",
        Way::Replace => "location.replace",
        Way::Part => "location.search",
        Way::Submit => "form.submit",
        Way::Link => "a.click",
        Way::Refresh => "meta refresh",
        Way::Reload | Way::History => return None,
    })
}

fn reads_of(ran: &Ran, cause: &Cause) -> Vec<Read> {
    let behind = [Some(cause.source), cause.asked_by];
    let own = ran.reads.iter().filter(|reading| behind.contains(&Some(reading.source)));
    own.flat_map(|reading| reading.read.iter().copied()).collect()
}

/// The innermost code made of text in which an address, or else its host, can be read.
fn layer_of(ran: &Ran, address: &str, cause: &Cause) -> Option<Arc<str>> {
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let names = |layer: &&sandbox::Layer| {
        layer.code.contains(address)
            || host.as_ref().is_some_and(|host| layer.code.contains(host.as_str()))
    };
    let is_own = |layer: &&sandbox::Layer| {
        layer.cause.source == cause.source || layer.cause.asked_by == Some(cause.source)
    };
    let layers = || ran.layers.iter().rev();
    let found = layers().find(names).or_else(|| layers().find(is_own));
    found.map(|layer| layer.code.as_str().into())
}

/// The first address with a host in markup.
fn address_in(markup: &str) -> Option<&str> {
    ["href=", "src="].into_iter().find_map(|name| {
        let rest = &markup[markup.find(name)? + name.len()..];
        let rest = rest.trim_start_matches(['"', '\'']);
        let address = rest.get(..rest.find(['"', '\'', '>', ' ']).unwrap_or(rest.len()))?;
        address.contains("//").then_some(address)
    })
}
