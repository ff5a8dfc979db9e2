//! Campaigns in words: "5 portals, one culprit".

use super::{defang, labels};
use crate::{
    finding::{Lang, Text, Trace, TraceKind},
    outcome::Campaign,
};

/// Campaigns that people are told of one by one; the others are counted. Machines get all.
pub(super) const MOST: usize = 50;
/// Portals of one campaign that are named.
const MOST_PORTALS: usize = 12;
/// Things in common that are named beside the first.
const MOST_TRACES: usize = 7;
/// Digits of a digest by which people tell code apart.
const SHORT: usize = 16;

/// A campaign in sentences; everything of it that pages said is defanged.
pub(super) struct Told {
    /// `5 portals, one culprit`.
    pub head: String,
    /// What they have in common before all.
    pub name: String,
    /// What else; empty where that is all.
    pub also: String,
    /// The portals' names.
    pub portals: String,
    /// What to do.
    pub advice: &'static str,
    /// When the first finding was seen.
    pub first_seen: String,
}

impl Told {
    pub fn new(campaign: &Campaign, lang: Lang) -> Self {
        let count = campaign.portals.len();
        let head = match (campaign.may_be_rolled_out, lang) {
            (false, Lang::Vi) => format!("{count} cổng, cùng một thủ phạm"),
            (false, Lang::En) => format!("{count} portals, one culprit"),
            (true, Lang::Vi) => format!("{count} cổng, cùng một nguồn"),
            (true, Lang::En) => format!("{count} portals, one source"),
        };
        let advice = if campaign.may_be_rolled_out { ROLLED_OUT } else { PLANTED };
        let others = campaign.traces.iter().skip(1).map(|trace| name(trace, lang));
        let portals = campaign.portals.iter().map(|portal| defang::text(&portal.name));
        Self {
            head,
            name: campaign.traces.first().map(|trace| name(trace, lang)).unwrap_or_default(),
            also: some(others.collect(), MOST_TRACES),
            portals: some(portals.collect(), MOST_PORTALS),
            advice: advice.in_lang(lang),
            first_seen: labels::moment(campaign.first_seen, lang),
        }
    }
}

const PLANTED: Text = Text {
    vi: "Nhiều khả năng do một nhóm thực hiện, hoặc các cổng có chung một lỗ hổng hay một nhà cung cấp. Đề nghị xác minh chung thay vì từng cổng.",
    en: "This points to one group, or to one hole or supplier that the portals share: investigate them together instead of one by one.",
};

const ROLLED_OUT: Text = Text {
    vi: "Chưa có dấu hiệu nào phân biệt với phần mềm hay biểu ngữ mới do một nhà cung cấp cài cho nhiều cổng. Đề nghị hỏi nhà cung cấp một lần; nếu đúng thì phê duyệt, nếu không thì xác minh chung.",
    en: "Nothing tells it from a supplier's new software or banner on many portals. Ask the supplier once: approve it if it is theirs, investigate all portals together if it is not.",
};

/// What findings have in common.
fn name(trace: &Trace, lang: Lang) -> String {
    match (trace.kind, lang) {
        (TraceKind::Host, _) => defang::subject(&trace.value),
        (TraceKind::Script, lang) => {
            let digest: String = trace.value.chars().take(SHORT).collect();
            let code = Text { vi: "mã lệnh", en: "code" }.in_lang(lang);
            format!("{code} {}", defang::text(&digest))
        }
        (TraceKind::Text, _) => {
            let is_whole = trace.value.chars().count() < Trace::TEXT;
            let more = if is_whole { "" } else { "…" };
            format!("“{}{more}”", defang::text(&trace.value))
        }
    }
}

/// A list in words; what is beyond its bound is counted.
fn some(all: Vec<String>, most: usize) -> String {
    let more = all.len().saturating_sub(most);
    let shown: Vec<String> = all.into_iter().take(most).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown}, … (+{more})") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{outcome::Afflicted, report::fixture};

    #[test]
    fn a_campaign_is_told_by_its_portals_and_what_they_have_in_common() {
        let campaign = fixture::province().campaigns.remove(0);
        let told = Told::new(&campaign, Lang::En);
        assert_eq!((&*told.head, &*told.name), ("2 portals, one culprit", "bet88[.]example"));
        assert_eq!(told.portals, "Báo Điện Biên Phủ, UBND huyện Tuần Giáo");
        assert_eq!(Told::new(&campaign, Lang::Vi).head, "2 cổng, cùng một thủ phạm");
        let rolled_out = Campaign { may_be_rolled_out: true, ..campaign };
        assert_eq!(Told::new(&rolled_out, Lang::En).head, "2 portals, one source");
    }

    #[test]
    fn long_lists_are_counted_and_code_is_named_by_its_digest() {
        let mut campaign = fixture::province().campaigns.remove(0);
        let portal = |nth| Afflicted {
            portal: format!("p{nth}"),
            name: format!("P{nth}"),
            findings: vec![],
        };
        campaign.portals = (0..1_000).map(portal).collect();
        campaign.traces = vec![Trace::of_script(&"ab".repeat(32)); 50];
        let told = Told::new(&campaign, Lang::En);
        assert!(told.portals.ends_with("P11, … (+988)"), "{}", told.portals);
        assert_eq!(told.name, "code abababababababab");
        assert!(told.also.ends_with("… (+42)"), "{}", told.also);
    }
}
