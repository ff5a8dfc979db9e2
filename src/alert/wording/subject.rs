//! The line by which people decide whether to open a letter.

use std::collections::BTreeSet;

use super::terms;
use crate::{
    finding::{Lang, Severity},
    notice::{Event, Happening, Notice, Occasion},
    report::{defang_text, severity_name},
};

/// The most characters of a subject; phones show fewer.
const MOST: usize = 160;

/// How grave the gravest thing is that a notice tells; what is healed or a summary frightens nobody.
pub(crate) fn worst(notice: &Notice) -> Option<Severity> {
    let alarming = |event: &&Event| event.happening != Happening::Healed;
    notice.events.iter().filter(alarming).map(|event| event.severity).max()
}

/// The subject, safe to show and on one line.
pub(crate) fn of(notice: &Notice) -> String {
    let lang = notice.recipient.lang;
    let whole = format!("[canhcong] {}", words(notice, lang));
    match whole.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", whole.get(..at).unwrap_or_default()),
        None => whole,
    }
}

fn words(notice: &Notice, lang: Lang) -> String {
    let counts = terms::counts(notice);
    let at = notice.at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7)));
    match notice.occasion {
        Occasion::Test => match lang {
            Lang::Vi => format!("TIN THỬ kênh {}", notice.recipient.channel),
            Lang::En => format!("TEST of channel {}", notice.recipient.channel),
        },
        Occasion::Digest => {
            let day = at.strftime(if lang == Lang::Vi { "%d/%m/%Y" } else { "%Y-%m-%d" });
            match (lang, counts.is_empty()) {
                (Lang::Vi, true) => format!("Bản tin {day}: không có gì mới"),
                (Lang::En, true) => format!("Summary of {day}: nothing new"),
                (Lang::Vi, false) => format!("Bản tin {day}: {counts}"),
                (Lang::En, false) => format!("Summary of {day}: {counts}"),
            }
        }
        Occasion::News | Occasion::Reminder => {
            let reminder = match (notice.occasion, lang) {
                (Occasion::Reminder, Lang::Vi) => "Nhắc lại – ",
                (Occasion::Reminder, Lang::En) => "Reminder – ",
                _ => "",
            };
            let grave = worst(notice)
                .map(|worst| format!("{}: ", severity_name(worst).in_lang(lang)))
                .unwrap_or_default();
            format!("{reminder}{grave}{} – {counts}", whose(notice, lang))
        }
    }
}

/// The portal, or how many there are.
fn whose(notice: &Notice, lang: Lang) -> String {
    let portals: BTreeSet<_> = notice.events.iter().filter_map(|event| event.of.as_ref()).collect();
    match (portals.len(), portals.first()) {
        (1, Some(of)) => defang_text(&of.name),
        (0, _) => match lang {
            Lang::Vi => "hệ thống canh giữ".to_owned(),
            Lang::En => "the watch".to_owned(),
        },
        (many, _) => match lang {
            Lang::Vi => format!("{many} cổng"),
            Lang::En => format!("{many} portals"),
        },
    }
}

/// What an event is about, in a few words.
pub(crate) fn event_name(event: &Event, lang: Lang) -> String {
    match &event.wound {
        Some(wound) => terms::kind(wound, lang),
        None => terms::happening(event.happening).in_lang(lang).to_owned(),
    }
}
