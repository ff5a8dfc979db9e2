//! What people decided, in sentences. What they typed is shown as carefully as what pages say.

use jiff::civil::Date;

use super::{defang, labels};
use crate::{
    finding::{Fingerprint, Lang, Sentence, Standing, Text},
    history::CLEAN_NIGHTS,
    outcome::{Act, Deed, Gone, Watch},
};

/// So many characters of a name tell incidents apart on any installation.
const SHORT: usize = 8;

/// A name as people type it.
pub(super) fn short(id: &Fingerprint) -> String {
    defang::text(&id.0.chars().take(SHORT).collect::<String>())
}

/// What an act was, who did it, when and why: `closed by Lò Văn A, 2026-11-20 10:00: …`.
pub(super) fn act(act: &Act, lang: Lang) -> String {
    format!("{}, {}{}", by_whom(act, lang), labels::moment(act.at, lang), why(act))
}

/// The same where the time is told beside it.
pub(super) fn timeless(act: &Act, lang: Lang) -> String {
    by_whom(act, lang) + &why(act)
}

fn by_whom(act: &Act, lang: Lang) -> String {
    let deed = match act.deed {
        Deed::Acknowledged => Text { vi: "đã tiếp nhận", en: "acknowledged" }.into(),
        Deed::Muted(until) => Sentence {
            vi: format!("tạm ngừng cảnh báo đến hết ngày {}", day(until, Lang::Vi)),
            en: format!("muted until {}", day(until, Lang::En)),
        },
        Deed::Closed => Text { vi: "đã đóng", en: "closed" }.into(),
        Deed::Reopened => Text { vi: "mở lại", en: "opened again" }.into(),
    };
    let (deed, by) = (deed.in_lang(lang), defang::text(&act.by));
    match lang {
        Lang::Vi => format!("{by} {deed}"),
        Lang::En => format!("{deed} by {by}"),
    }
}

fn why(act: &Act) -> String {
    act.why.as_ref().map(|why| format!(": {}", defang::text(why))).unwrap_or_default()
}

/// How a finding stands, with how often it came back.
pub(super) fn standing(standing: Standing, times_reopened: u32, lang: Lang) -> String {
    let label = labels::standing(standing).in_lang(lang);
    match times_reopened {
        0 => label.to_owned(),
        times => format!("{label} ({})", came_back(times, lang)),
    }
}

pub(super) fn came_back(times: u32, lang: Lang) -> String {
    match (lang, times) {
        (Lang::Vi, _) => format!("tái diễn {times} lần"),
        (Lang::En, 1) => "came back once".to_owned(),
        (Lang::En, _) => format!("came back {times} times"),
    }
}

pub(super) fn days(days: i64, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Vi, _) => format!("{days} ngày"),
        (Lang::En, 1) => "1 day".to_owned(),
        (Lang::En, _) => format!("{days} days"),
    }
}

/// What has to come before something that is gone is called healed.
pub(super) fn left_to_heal(gone: &Gone, lang: Lang) -> String {
    nights_left(gone.clean_nights, lang)
}

pub(super) fn nights_left(clean_nights: u32, lang: Lang) -> String {
    let left = CLEAN_NIGHTS.saturating_sub(clean_nights);
    match (lang, left) {
        (Lang::Vi, _) => format!("coi là đã khắc phục sau {left} đêm sạch nữa"),
        (Lang::En, 1) => "healed after one more clean night".to_owned(),
        (Lang::En, _) => format!("healed after {left} more clean nights"),
    }
}

/// That a portal is watched, and until when.
pub(super) fn watch(watch: &Watch, lang: Lang) -> String {
    let (healed, until) = (watch.healed, labels::moment(watch.until, lang));
    match lang {
        Lang::Vi => format!(
            "theo dõi tăng cường đến {until} vì mới khắc phục {healed} phát hiện, nguy cơ tái diễn cao"
        ),
        Lang::En => format!(
            "watched more closely until {until}: {healed} healed a short time ago may come back"
        ),
    }
}

/// A day as people write it.
pub(super) fn day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => day.strftime("%d/%m/%Y").to_string(),
        Lang::En => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finding::Severity, report::fixture};

    #[test]
    fn an_act_says_who_when_and_why_and_hurts_nobody() {
        let muted = Act {
            by: "Lò Văn A".to_owned(),
            at: fixture::at("2026-11-20T17:30:00Z"),
            deed: Deed::Muted("2026-11-30".parse().unwrap()),
            why: Some("chờ nhà thầu http://hostile.unknowntop/\u{202e}".to_owned()),
            severity: Severity::High,
            subject: "nhacai.example".to_owned(),
        };
        let told = act(&muted, Lang::Vi);
        let begins =
            "Lò Văn A tạm ngừng cảnh báo đến hết ngày 30/11/2026, 00:30 ngày 21/11/2026: chờ";
        assert!(told.starts_with(begins), "{told}");
        assert!(!told.contains("http://") && !told.contains('\u{202e}'), "{told}");
        assert!(
            act(&muted, Lang::En).starts_with("muted until 2026-11-30 by Lò Văn A, 2026-11-21")
        );
    }
}
