//! How severity is reached: for one page, and as a rule.

use super::{defang, labels, signals};
use crate::{
    detect::{Cap, FLOORS, HAPPENING_NOW, Reason, weight},
    finding::{Lang, SignalKind, Text},
};

/// Why the hits of one page are as grave as they are, the terms that came to nothing at the end.
pub fn of_page(reasons: &[Reason], idle_words: &[String], lang: Lang) -> String {
    let mut text = String::new();
    if reasons.is_empty() {
        text += &said(lang, "  không có quy tắc nào khớp\n", "  no rule hit anything\n");
    }
    for reason in reasons {
        text += &of_hit(reason, lang);
    }
    if !idle_words.is_empty() {
        let words: Vec<String> =
            idle_words.iter().map(|word| format!("“{}”", defang::text(word))).collect();
        let head = said(
            lang,
            "  từ ngữ trong bài viết, tự nó không có giá trị: ",
            "  words in running text, worth nothing by themselves: ",
        );
        text += &format!("{head}{}\n", words.join(", "));
    }
    text
}

fn of_hit(reason: &Reason, lang: Lang) -> String {
    let weighed = &reason.weighed;
    let mut text = format!(
        "  {}: {} ({})  {}\n",
        reason.rule,
        labels::severity(weighed.severity).in_lang(lang),
        weighed.sum,
        defang::subject(&reason.subject)
    );
    for phrase in signals::in_words(&reason.signals, lang) {
        let kind = weighed.kinds.iter().find(|(kind, _)| kind.id() == phrase.code);
        let weight = kind.map_or(0, |(_, weight)| *weight);
        text += &format!("    {weight:+}  {} [{}]\n", phrase.words, phrase.code);
    }
    if let Some(cap) = weighed.capped {
        text += &format!("        {}\n", why_capped(cap).in_lang(lang));
    }
    text
}

fn why_capped(cap: Cap) -> Text {
    match cap {
        Cap::OneKind => Text {
            vi: "chỉ có một loại dấu hiệu nên không vượt quá mức trung bình",
            en: "one kind of signal alone reaches medium at most",
        },
        Cap::NotHappeningNow => Text {
            vi: "chưa thấy người truy cập đang bị dẫn đi hay bị lừa nên không vượt quá mức cao",
            en: "nothing shows that visitors are led away or deceived now, so high at most",
        },
        Cap::RollOut => Text {
            vi: "có trên nhiều cổng nhưng không khác gì phần mềm của một nhà cung cấp nên không vì thế mà vượt quá mức trung bình",
            en: "on many portals, but nothing tells it from a supplier's work, so that lifts it to medium at most",
        },
    }
}

/// What each kind of signal is worth, and which sums make which severity.
pub fn of_severity(lang: Lang) -> String {
    let mut kinds = SignalKind::ALL;
    kinds.sort_by_key(|kind| std::cmp::Reverse(weight(*kind)));
    let mut text = said(
        lang,
        "Cách tính mức độ: mỗi loại dấu hiệu chỉ được tính một lần.\n",
        "How severity is reached: each kind of signal counts once.\n",
    );
    for kind in kinds {
        let now = if HAPPENING_NOW.contains(&kind) { " *" } else { "" };
        let words = signals::kind_in_words(kind).in_lang(lang);
        text += &format!("  {:+}  {}: {words}{now}\n", weight(kind), kind.id());
    }
    let floors: Vec<String> = FLOORS
        .iter()
        .map(|(floor, severity)| format!("{} ≥ {floor}", labels::severity(*severity).in_lang(lang)))
        .collect();
    text += &format!("{}\n", floors.join(", "));
    text += &said(
        lang,
        "Mức cao trở lên cần ít nhất hai loại dấu hiệu độc lập; mức nghiêm trọng cần một loại có \
         dấu *: người truy cập đang bị dẫn đi hoặc bị lừa ngay lúc này.\n",
        "High and above need two independent kinds; critical needs one marked *: visitors are \
         being led away or deceived now.\n",
    );
    text += &said(
        lang,
        "campaign: chỉ tính khi có dấu hiệu khác ngoài việc mới xuất hiện; nếu không khác gì phần \
         mềm mới của một nhà cung cấp thì chỉ nâng tới mức trung bình.\n",
        "campaign: counts only where more speaks against it than that it is new; where nothing tells \
         it from a supplier's new software it lifts to medium at most.\n",
    );
    text
}

fn said(lang: Lang, vi: &'static str, en: &'static str) -> String {
    Text { vi, en }.in_lang(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{detect::RULES, finding::Signal};

    #[test]
    fn what_raised_and_what_lowered_is_told_with_its_weight() {
        let signals = [
            Signal::new(SignalKind::Lexicon, "nhà cái"),
            Signal::new(SignalKind::Host, "bet88.example"),
            Signal::new(SignalKind::Context, "reporting"),
        ];
        let reason = Reason::of(&RULES[0], "https://bet88.example/", &signals);
        let told = of_page(&[reason], &["tài xỉu".to_owned()], Lang::En);
        for part in ["+3", "“nhà cái”", "-3", "reports on crime", "bet88[.]example", "“tài xỉu”"]
        {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("https://"), "{told}");
    }

    #[test]
    fn every_kind_is_explained() {
        let told = of_severity(Lang::Vi);
        assert!(SignalKind::ALL.iter().all(|kind| told.contains(kind.id())), "{told}");
    }
}
