//! The verdict in words.

use std::ops::Bound;

use jiff::civil::Date;

use super::{Assessment, Extent, Standing, Subject};
use crate::{
    finding::Sentence,
    software::{Branch, Kind, Release, Span, Support, Versions},
};

/// The most holes that are named, the others are counted; and stretches of versions.
const NAMED: usize = 3;

/// Why a product stands as it does.
pub(super) fn why(subject: Subject<'_>, branch: Option<&Branch>, own: &Assessment) -> Sentence {
    let mut said = verdict(subject, branch, own);
    if let Some(package) = own.package {
        add(
            &mut said,
            format!("Số này là của gói {package}, được vá mà không đổi số."),
            format!(
                "The number is that of a package of {package}, which is mended without a new number."
            ),
        );
    }
    let is_newest = |newest: &Release| subject.versions.only() == Some(&newest.version);
    if own.standing != Standing::Unknown && !own.newest.as_ref().is_some_and(is_newest) {
        newest(&mut said, own);
    }
    if let (Standing::Unknown | Standing::NoNewerKnown, Some(Support::Until(day))) =
        (own.standing, own.support)
    {
        add(
            &mut said,
            format!("Nhánh này được vá đến {}.", day_vi(day)),
            format!("Its branch is mended until {day}."),
        );
    }
    holes(&mut said, own);
    if let (Some(days), Some(as_of)) = (own.stale_days, own.as_of) {
        add(
            &mut said,
            format!("Hiểu biết về phiên bản đã cũ {days} ngày ({}).", day_vi(as_of)),
            format!("What is known of its versions is {days} days old ({as_of})."),
        );
    }
    said
}

fn verdict(subject: Subject<'_>, branch: Option<&Branch>, own: &Assessment) -> Sentence {
    let name = subject.name;
    let (version_vi, version) = match subject.kind {
        Kind::Unknown => (String::new(), String::new()),
        _ => told(subject.versions),
    };
    let since = |day: Date| (format!(" từ {}", day_vi(day)), format!(" since {day}"));
    match own.standing {
        Standing::EndOfLife => {
            let (vi, en) = match branch.map(|own| own.support) {
                Some(Support::Until(day)) => since(day),
                _ => (String::new(), String::new()),
            };
            Sentence {
                vi: format!("{name}{version_vi} không còn được nhà phát triển vá{vi}."),
                en: format!("{name}{version} is no longer mended by its makers{en}."),
            }
        }
        Standing::Outdated => Sentence {
            vi: format!("{name}{version_vi} đã cũ."),
            en: format!("{name}{version} is outdated."),
        },
        Standing::PossiblyOutdated => Sentence {
            vi: format!("{name}{version_vi} có thể đã cũ."),
            en: format!("{name}{version} may be outdated."),
        },
        Standing::NoNewerKnown => {
            let (vi, en) = own.as_of.map_or_else(
                || (String::new(), String::new()),
                |day| (format!(" tính đến {}", day_vi(day)), format!(" as of {day}")),
            );
            Sentence {
                vi: format!("Chưa biết bản nào mới hơn {name}{version_vi}{vi}."),
                en: format!("No version newer than {name}{version} is known{en}."),
            }
        }
        Standing::Unknown if subject.kind == Kind::Unknown => Sentence {
            vi: format!("Chưa biết phiên bản của {name}."),
            en: format!("The version of {name} is not known."),
        },
        Standing::Unknown => Sentence {
            vi: format!("Chưa biết {name}{version_vi} là cũ hay mới."),
            en: format!("It is not known whether {name}{version} is old or new."),
        },
    }
}

fn newest(said: &mut Sentence, own: &Assessment) {
    let Some(newest) = &own.newest else { return };
    let date = newest.date.map(|day| (format!(" ({})", day_vi(day)), format!(" ({day})")));
    let (vi, en) = date.unwrap_or_default();
    let version = &newest.version;
    add(
        said,
        format!("Bản mới nhất đã biết: {version}{vi}."),
        format!("Newest that is known: {version}{en}."),
    );
}

fn holes(said: &mut Sentence, own: &Assessment) {
    for extent in [Extent::Wholly, Extent::Possibly] {
        let of: Vec<_> = own.advisories.iter().filter(|hole| hole.extent == extent).collect();
        if of.is_empty() {
            continue;
        }
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for hole in of.iter().take(NAMED) {
            let advisory = &hole.advisory;
            let (mut more_vi, mut more_en) = (Vec::new(), Vec::new());
            if advisory.exploited {
                more_vi.push("đang bị khai thác".to_owned());
                more_en.push("used by attackers".to_owned());
            }
            if let Some(letter) = &advisory.letter {
                more_vi.push(format!("công văn {letter}"));
                more_en.push(format!("letter {letter}"));
            }
            vi.push(with(&advisory.id, &more_vi));
            en.push(with(&advisory.id, &more_en));
        }
        if of.len() > NAMED {
            vi.push(format!("{} lỗ hổng khác", of.len() - NAMED));
            en.push(format!("{} more", of.len() - NAMED));
        }
        let (begin_vi, begin_en) = match extent {
            Extent::Wholly => ("Có lỗ hổng", "It has"),
            Extent::Possibly => ("Có thể có lỗ hổng", "It may have"),
        };
        add(
            said,
            format!("{begin_vi} {}.", vi.join(", ")),
            format!("{begin_en} {}.", en.join(", ")),
        );
    }
}

fn with(id: &str, more: &[String]) -> String {
    if more.is_empty() { id.to_owned() } else { format!("{id} ({})", more.join(", ")) }
}

fn add(said: &mut Sentence, vi: String, en: String) {
    for (own, new) in [(&mut said.vi, vi), (&mut said.en, en)] {
        own.push(' ');
        own.push_str(&new);
    }
}

/// A set in words, in both languages, each with a space before it. Of a long list only the ends.
fn told(versions: &Versions) -> (String, String) {
    let ends = Versions::between(versions.lowest().cloned(), versions.highest().cloned());
    let versions = if versions.spans().len() > NAMED { &ends } else { versions };
    let vi: Vec<String> = versions.spans().iter().map(span_vi).collect();
    (format!(" {}", vi.join(" hoặc ")), format!(" {versions}"))
}

fn span_vi(span: &Span) -> String {
    if let (Bound::Included(low), Bound::Included(high)) = (&span.low, &span.high)
        && low == high
    {
        return low.to_string();
    }
    let low = match &span.low {
        Bound::Included(low) => Some(format!("từ {low}")),
        Bound::Excluded(low) => Some(format!("sau {low}")),
        Bound::Unbounded => None,
    };
    let high = match &span.high {
        Bound::Included(high) => Some(format!("đến {high}")),
        Bound::Excluded(high) => Some(format!("trước {high}")),
        Bound::Unbounded => None,
    };
    let ends: Vec<String> = low.into_iter().chain(high).collect();
    if ends.is_empty() { "bất kỳ".to_owned() } else { ends.join(", ") }
}

/// As days are written in Vietnamese: `20/11/2026`.
fn day_vi(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
