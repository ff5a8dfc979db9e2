//! To the cyber unit: which portals, since when, what they have in common, and what to type next.
//!
//! One culprit on many portals is one item: fifty letters about the same footer are read by nobody.

use std::collections::BTreeMap;

use super::{
    letter::{Item, Letter, brief, portal},
    terms,
};
use crate::{
    finding::{Lang, Text},
    notice::{Event, Notice, Occasion},
    report::{defang_text, moment},
};

/// The most portals and findings of a campaign that are named.
const NAMED: usize = 10;

pub(super) fn write(letter: &mut Letter, notice: &Notice, most: usize) {
    let counts = terms::counts(notice);
    letter.lead.push(match (letter.lang, notice.occasion) {
        (Lang::Vi, Occasion::Reminder) => {
            format!("Còn tồn tại, chưa có người tiếp nhận xử lý: {counts}.")
        }
        (Lang::En, Occasion::Reminder) => {
            format!("Still there, and nobody cares for it: {counts}.")
        }
        (Lang::Vi, _) => format!("Kết quả canh giữ: {counts}."),
        (Lang::En, _) => format!("From the watch: {counts}."),
    });
    items(letter, &notice.events);
    letter.keep(most);
    letter.closing.push(all_open(letter));
}

/// What is typed to see everything.
pub(super) fn all_open(letter: &Letter) -> String {
    let label = letter.say("Danh sách đang mở", "All that is open");
    format!("{label}: canhcong incidents list")
}

/// One item for each campaign and what happened to it, and one for each event that has none; the order stays.
pub(super) fn items(letter: &mut Letter, events: &[Event]) {
    let mut campaigns: BTreeMap<(&str, &str), Vec<&Event>> = BTreeMap::new();
    for event in events {
        if let Some(shared) = shared(event) {
            campaigns.entry(shared).or_default().push(event);
        }
    }
    for event in events {
        let Some(shared @ (name, _)) = shared(event) else {
            letter.items.push(single(event, letter.lang));
            continue;
        };
        // The first of them stands for all, where the gravest stood.
        match campaigns.remove(&shared) {
            Some(members) if members.len() > 1 => {
                letter.items.push(campaign(name, event, &members, letter.lang))
            }
            Some(_) => letter.items.push(single(event, letter.lang)),
            None => {}
        }
    }
}

/// The campaign of an event and what happened: what is healed is told apart from what is new.
fn shared(event: &Event) -> Option<(&str, &'static str)> {
    let (name, _) = event.wound.as_ref()?.campaign.as_ref()?;
    Some((name, event.happening.id()))
}

fn single(event: &Event, lang: Lang) -> Item {
    let mut item = Item::of(event, lang);
    item.place(event, lang);
    if let Some(wound) = &event.wound {
        if let Some((name, portals)) = &wound.campaign {
            let value = match lang {
                Lang::Vi => format!("{}, trên {portals} cổng", brief(name)),
                Lang::En => format!("{}, on {portals} portals", brief(name)),
            };
            item.row(Text { vi: "Chiến dịch", en: "Campaign" }.in_lang(lang), value);
        }
        if !item.is_healed {
            item.commands = commands(&wound.id);
        }
    }
    item
}

/// What all of them have in common, as grave as the one that stands for them.
fn campaign(name: &str, gravest: &Event, members: &[&Event], lang: Lang) -> Item {
    let say = |vi, en| Text { vi, en }.in_lang(lang);
    let mut item = Item::of(gravest, lang);
    let mut portals: Vec<String> = Vec::new();
    for of in members.iter().filter_map(|event| event.of.as_ref()) {
        let line = portal(of);
        if !portals.contains(&line) {
            portals.push(line);
        }
    }
    item.heading = match lang {
        Lang::Vi => format!("Chiến dịch {}: {} cổng", brief(name), portals.len()),
        Lang::En => format!("Campaign {}: {} portals", brief(name), portals.len()),
    };
    let wounds: Vec<_> = members.iter().filter_map(|event| event.wound.as_ref()).collect();
    let mut kinds: Vec<_> = wounds.iter().map(|wound| terms::kind(wound, lang)).collect();
    kinds.sort();
    kinds.dedup();
    item.row(say("Loại", "Kind"), first(&kinds, lang, "; "));
    item.row(say("Các cổng", "Portals"), first(&portals, lang, "; "));
    if let Some(since) = wounds.iter().map(|wound| wound.first_seen).min() {
        item.row(say("Phát hiện lần đầu", "First seen"), moment(since, lang));
    }
    if let Some(wound) = wounds.first() {
        item.row(say("Trích đoạn", "Excerpt"), defang_text(&wound.excerpt));
        if !item.is_healed {
            item.commands = commands(&wound.id);
        }
    }
    let ids: Vec<_> = wounds.iter().map(|wound| wound.id.clone()).collect();
    item.row(say("Mã phát hiện", "Findings"), first(&ids, lang, ", "));
    item
}

/// The first of a list, and how many more there are.
fn first(list: &[String], lang: Lang, between: &str) -> String {
    let mut out = list.iter().take(NAMED).cloned().collect::<Vec<_>>().join(between);
    let more = list.len().saturating_sub(NAMED);
    if more > 0 {
        out.push_str(&match lang {
            Lang::Vi => format!("{between}… và {more} nữa"),
            Lang::En => format!("{between}… and {more} more"),
        });
    }
    out
}

fn commands(id: &str) -> Vec<String> {
    vec![format!("canhcong incidents show {id}"), format!("canhcong evidence pack {id}")]
}
