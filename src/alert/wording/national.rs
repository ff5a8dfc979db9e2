//! To a national body: how much of what, where, and the indicators to look for elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    letter::{Item, Letter, brief},
    terms,
};
use crate::{
    finding::{Lang, Severity, Text},
    notice::{Event, Happening, Notice},
    report::{moment, severity_name},
};

pub(super) fn write(letter: &mut Letter, notice: &Notice, most: usize) {
    let lang = letter.lang;
    let portals: BTreeSet<_> =
        notice.events.iter().filter_map(|event| Some(&event.of.as_ref()?.portal)).collect();
    let counts = terms::counts(notice);
    letter.lead.push(match lang {
        Lang::Vi => format!("Tổng hợp trên {} cổng thông tin điện tử: {counts}.", portals.len()),
        Lang::En => format!("On government portals ({}): {counts}.", portals.len()),
    });
    letter.lead.extend(by_severity(&notice.events, lang));
    letter.lead.extend(by_province(&notice.events, lang));
    letter.items = indicators(&notice.events, lang);
    letter.keep(most);
    letter.closing.push(
        letter
            .say(
                "Các chỉ dấu dạng máy đọc được nằm trong tệp JSON đính kèm.",
                "The indicators stand in the attached JSON file for machines.",
            )
            .to_owned(),
    );
}

fn by_severity(events: &[Event], lang: Lang) -> Option<String> {
    let parts: Vec<_> = Severity::ALL
        .into_iter()
        .filter_map(|severity| {
            let open = events.iter().filter(|event| event.happening != Happening::Healed);
            let count = open.filter(|event| event.severity == severity).count();
            (count > 0).then(|| format!("{} {count}", severity_name(severity).in_lang(lang)))
        })
        .collect();
    let label = Text { vi: "Theo mức độ", en: "By severity" }.in_lang(lang);
    (!parts.is_empty()).then(|| format!("{label}: {}.", parts.join(", ")))
}

fn by_province(events: &[Event], lang: Lang) -> Option<String> {
    let mut counts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for of in events.iter().filter_map(|event| event.of.as_ref()) {
        if let Some(province) = &of.province {
            counts.entry(province).or_default().insert(&of.portal);
        }
    }
    let unit = Text { vi: "cổng", en: "portals" }.in_lang(lang);
    let parts: Vec<_> = counts
        .iter()
        .map(|(name, portals)| format!("{} {} {unit}", brief(name), portals.len()))
        .collect();
    let label = Text { vi: "Theo địa phương", en: "By province" }.in_lang(lang);
    (!parts.is_empty()).then(|| format!("{label}: {}.", parts.join(", ")))
}

/// One item for each thing that findings are about, the one on most portals first.
fn indicators(events: &[Event], lang: Lang) -> Vec<Item> {
    let say = |vi, en| Text { vi, en }.in_lang(lang);
    let mut found: BTreeMap<(&str, bool), Vec<&Event>> = BTreeMap::new();
    let mut items = Vec::new();
    for event in events {
        match &event.wound {
            Some(wound) => {
                let name = wound.campaign.as_ref().map_or(wound.subject.as_str(), |(name, _)| name);
                let is_healed = event.happening == Happening::Healed;
                found.entry((name, is_healed)).or_default().push(event);
            }
            None => {
                let mut item = Item::of(event, lang);
                item.place(event, lang);
                items.push((0, item));
            }
        }
    }
    for ((name, _), members) in found {
        let Some(worst) = members.iter().max_by_key(|event| event.severity) else { continue };
        let portals: BTreeSet<_> =
            members.iter().filter_map(|event| Some(&event.of.as_ref()?.portal)).collect();
        let wounds: Vec<_> = members.iter().filter_map(|event| event.wound.as_ref()).collect();
        let mut kinds: Vec<_> = wounds.iter().map(|wound| terms::kind(wound, lang)).collect();
        kinds.sort();
        kinds.dedup();
        kinds.truncate(5);
        let mut item = Item::of(worst, lang);
        item.heading = brief(name);
        item.row(say("Số cổng", "Portals"), portals.len().to_string());
        item.row(say("Loại", "Kind"), kinds.join("; "));
        if let Some(since) = wounds.iter().map(|wound| wound.first_seen).min() {
            item.row(say("Phát hiện lần đầu", "First seen"), moment(since, lang));
        }
        items.push((portals.len(), item));
    }
    items.sort_by_key(|(portals, item)| {
        std::cmp::Reverse((!item.is_healed, item.severity, *portals))
    });
    items.into_iter().map(|(_, item)| item).collect()
}
