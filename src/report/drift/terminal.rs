//! For a terminal.

use similar::ChangeTag;

use super::{
    super::{
        Options, defang, labels,
        terminal::ink::{Ink, Pen},
    },
    Portal, lines, taken_and_brought, words,
};
use crate::{
    baseline::{
        Baseline, Change,
        file::{self, Approval},
    },
    finding::Lang,
};

/// What is new, and how the file of the approved state would change.
pub fn terminal(portal: &Portal<'_>, options: &Options) -> String {
    let mut pen = Pen::new(options);
    let lang = options.lang;
    pen.line(&[
        (Ink::Strong, &defang::plain(portal.id)),
        (Ink::Plain, "  "),
        (Ink::Plain, &defang::plain(portal.name)),
    ]);
    pen.line(&[(Ink::Faint, &standing(portal, lang))]);
    if portal.changes.is_empty() {
        let none = pen.say("Không có gì mới.", "There is nothing new.");
        pen.line(&[(Ink::Good, none)]);
    }
    for change in portal.changes {
        pen.blank();
        say(&mut pen, change, lang);
    }
    pen.blank();
    for line in lines(portal) {
        let Some(line) = line else {
            pen.line(&[(Ink::Faint, "  …")]);
            continue;
        };
        let (sign, ink) = match line.tag {
            ChangeTag::Delete => ("- ", Ink::Grave),
            ChangeTag::Insert => ("+ ", Ink::Good),
            ChangeTag::Equal => ("  ", Ink::Faint),
        };
        pen.line(&[(ink, sign), (ink, &defang::text(&line.text))]);
    }
    pen.finish()
}

fn say(pen: &mut Pen, change: &Change, lang: Lang) {
    pen.line(&[
        (Ink::Faint, &change.id()),
        (Ink::Plain, "  "),
        (Ink::Warning, words::kind(change.kind).in_lang(lang)),
        (Ink::Plain, "  "),
        (Ink::Strong, &defang::subject(&change.value)),
    ]);
    pen.line(&[(Ink::Faint, "          "), (Ink::Faint, &words::pages(change, lang))]);
    for (place, before, after) in taken_and_brought(change) {
        if !place.is_empty() {
            pen.line(&[(Ink::Plain, "          "), (Ink::Faint, &place)]);
        }
        for (sign, ink, text) in [("- ", Ink::Grave, before), ("+ ", Ink::Good, after)] {
            if !text.is_empty() {
                pen.line(&[(Ink::Plain, "          "), (ink, sign), (ink, &defang::text(&text))]);
            }
        }
    }
    for host in &change.brings {
        let brings = pen.say("gọi tới", "names");
        pen.line(&[
            (Ink::Plain, "          "),
            (Ink::Plain, brings),
            (Ink::Plain, " "),
            (Ink::Strong, &defang::subject(host)),
        ]);
    }
}

fn standing(portal: &Portal<'_>, lang: Lang) -> String {
    match (portal.approvals.last(), lang) {
        (Some(last), _) => in_a_line(last, lang),
        (None, Lang::Vi) => "chưa phê duyệt: dưới đây là trạng thái đã học".to_owned(),
        (None, Lang::En) => "not approved yet: below is what was learned".to_owned(),
    }
}

fn in_a_line(approval: &Approval, lang: Lang) -> String {
    let (version, by, at) =
        (approval.version, defang::plain(&approval.by), labels::moment(approval.at, lang));
    let what = defang::text(&approval.what);
    match lang {
        Lang::Vi => format!("phiên bản {version}: {by}, {at}: {what}"),
        Lang::En => format!("version {version}: {by}, {at}: {what}"),
    }
}

/// An approved state and who approved it.
pub fn state(state: &Baseline, approvals: &[Approval], lang: Lang) -> String {
    let lines = file::write(state);
    let mut text: String = lines.lines().map(|line| defang::text(line) + "\n").collect();
    for approval in approvals {
        text.push_str(&in_a_line(approval, lang));
        text.push('\n');
    }
    text
}
