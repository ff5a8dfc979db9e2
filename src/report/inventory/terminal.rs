//! For the person at the terminal: what to update first, and where it runs.

use jiff::Timestamp;

use super::{
    super::{
        defang,
        labels::{self, moment},
        terminal::ink::{Ink, Pen},
    },
    Entry, Format, Options, PortalSoftware, RenderError, entries,
};

pub(super) const FORMAT: Format = Format { id: "terminal", render };

/// Portals and holes of one entry that are named; `csv` has them all.
const MOST: usize = 10;

fn render(
    stacks: &[PortalSoftware],
    _: Timestamp,
    options: &Options,
) -> Result<String, RenderError> {
    let mut pen = Pen::new(options);
    let entries = entries(stacks);
    let silent = stacks.iter().filter(|own| own.software.is_empty()).count();
    let counts = [
        (stacks.len(), pen.say("cổng", "portals")),
        (entries.len(), pen.say("phần mềm và phiên bản", "products and versions")),
        (silent, pen.say("cổng không để lộ phần mềm", "portals that show no software")),
    ];
    let counts: Vec<String> =
        counts.into_iter().map(|(count, what)| format!("{count} {what}")).collect();
    pen.sentence("", &counts.join(" · "));
    if let (Some(oldest), Some(newest)) =
        (stacks.iter().map(|own| own.looked_at).min(), stacks.iter().map(|own| own.looked_at).max())
    {
        let [oldest, newest] = [oldest, newest].map(|at| moment(at, options.lang));
        let label = pen.say("Lần xem mới nhất của mỗi cổng", "Newest look at each portal");
        pen.line(&[(Ink::Faint, &format!("{label}: {oldest} – {newest}"))]);
    }
    for entry in &entries {
        pen.blank();
        write(entry, options, &mut pen);
    }
    Ok(pen.finish())
}

fn write(entry: &Entry<'_>, options: &Options, pen: &mut Pen) {
    let own = entry.software;
    let mut head = format!("{} {}", own.product, own.version.all);
    if let Some(package) = &own.package {
        head.push_str(&format!(" ({package})"));
    }
    let standing = labels::software(&own.standing).in_lang(options.lang);
    let (urgency, ink) = match own.priority {
        Some(priority) => {
            let name = labels::severity(priority).in_lang(options.lang);
            (format!("  {}: {name}", pen.say("ưu tiên", "priority")), Ink::of_severity(priority))
        }
        None => (String::new(), Ink::Faint),
    };
    pen.line(&[
        (Ink::Strong, &defang::text(&head)),
        (Ink::Plain, &format!("  {standing}")),
        (ink, &urgency),
    ]);
    if let Some(newest) = &own.newest {
        let known = pen.say("tính đến", "as of");
        let as_of = own.as_of.map(|day| format!(" ({known} {day})")).unwrap_or_default();
        let label = pen.say("  bản mới nhất được biết: ", "  newest known: ");
        pen.sentence(label, &defang::text(&format!("{newest}{as_of}")));
    }
    for (certain, label) in [
        (true, pen.say("  lỗ hổng: ", "  holes: ")),
        (false, pen.say("  lỗ hổng có thể có: ", "  possible holes: ")),
    ] {
        let holes = own.holes.iter().filter(|hole| hole.certain == certain).map(|hole| {
            let exploited = pen.say(" (đang bị khai thác)", " (exploited)");
            format!("{}{}", hole.id, if hole.exploited { exploited } else { "" })
        });
        list(label, &holes.collect::<Vec<_>>(), pen);
    }
    let portals = entry.portals.iter().map(|portal| match &portal.name {
        name if *name == portal.portal => name.clone(),
        name => format!("{name} [{}]", portal.portal),
    });
    list(pen.say("  cổng: ", "  portals: "), &portals.collect::<Vec<_>>(), pen);
}

/// The first few of several names; a line is not the place for hundreds.
fn list(label: &str, names: &[String], pen: &mut Pen) {
    if names.is_empty() {
        return;
    }
    let mut told: Vec<String> = names.iter().take(MOST).map(|name| defang::text(name)).collect();
    if names.len() > MOST {
        told.push(format!("… +{}", names.len() - MOST));
    }
    pen.sentence(label, &told.join(", "));
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::*, *};
    use crate::{finding::Lang, report::inert};

    fn told(stacks: &[PortalSoftware]) -> String {
        let options = Options { lang: Lang::En, ..Options::default() };
        render(stacks, "2026-11-21T18:00:00Z".parse().unwrap(), &options).unwrap()
    }

    #[test]
    fn an_entry_says_what_to_do_and_where() {
        let mut stacks: Vec<_> = (0..12)
            .map(|n| on(&format!("xa-{n}"), "2026-11-20T17:00:00Z", vec![wordpress("4.7.2")]))
            .collect();
        stacks.push(on("xa-x", "2026-11-20T17:00:00Z", vec![]));
        let text = told(&stacks);
        for part in [
            "13 portals · 1 products and versions · 1 portals that show no software",
            "WordPress 4.7.2  outdated  priority: High",
            "newest known: 6.8.3 (as of 2026-11-01)",
            "  holes: CVE-2017-1001000 (exploited)\n",
            "  possible holes: CVE-2022-21661\n",
            "Xã Mẫu [xa-0], ",
            "… +2",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        assert!(!text.contains("[xa-11]"), "{text}");
    }

    #[test]
    fn hostile_values_have_no_teeth() {
        let text = told(&[hostile()]);
        assert!(!text.contains("http:") && !text.contains("hostile.unknowntop"), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && inert::deceives(c)), "{text:?}");
    }
}
