//! The terms that all letters share.

use crate::{
    finding::{Lang, Text},
    notice::{Happening, Wound},
    report,
};

pub(super) fn happening(happening: Happening) -> Text {
    match happening {
        Happening::New => Text { vi: "Mới phát hiện", en: "New" },
        Happening::Worse => Text { vi: "Nghiêm trọng hơn", en: "Worse" },
        Happening::Reopened => Text { vi: "Tái diễn", en: "Reopened" },
        Happening::Healed => Text { vi: "Đã khắc phục", en: "Healed" },
        Happening::Reminder => Text { vi: "Chưa khắc phục", en: "Still open" },
        Happening::WatchFailed => {
            Text { vi: "Việc canh giữ bị gián đoạn", en: "The watch failed" }
        }
    }
}

/// How many happened of each kind: `2 mới phát hiện, 1 tái diễn`.
pub(super) fn counts(notice: &crate::notice::Notice) -> String {
    let lang = notice.recipient.lang;
    let parts: Vec<_> = Happening::ALL
        .into_iter()
        .filter_map(|kind| {
            let count = notice.events.iter().filter(|event| event.happening == kind).count();
            let name = happening(kind).in_lang(lang).to_lowercase();
            (count > 0).then(|| format!("{count} {name}"))
        })
        .collect();
    parts.join(", ")
}

/// The family of a finding as reports name it, with the rule's own name.
pub(super) fn kind(wound: &Wound, lang: Lang) -> String {
    let family = crate::finding::Family::ALL.into_iter().find(|f| f.id() == wound.family);
    // Names of the program's own, unless somebody wrote into the database.
    let rule = report::defang_text(&wound.rule);
    match family {
        Some(family) => format!("{} ({rule})", report::family_name(family).in_lang(lang)),
        None => rule,
    }
}

/// What to do about the findings of a rule.
pub(super) fn repair(rule: &str, lang: Lang) -> Option<&'static str> {
    let of_pages = crate::detect::rule(rule).map(|rule| rule.repair);
    let of_nights = || crate::detect::NIGHT_RULES.iter().find(|night| night.id == rule);
    of_pages.or_else(|| of_nights().map(|night| night.repair)).map(|text| text.in_lang(lang))
}

/// The visitor who saw it, as people name them.
pub(super) fn identity(id: &str, lang: Lang) -> String {
    let known = crate::identity::Identity::ALL.into_iter().find(|known| known.id() == id);
    known.map_or_else(
        || report::defang_text(id),
        |id| report::identity_name(id).in_lang(lang).to_owned(),
    )
}
