//! Files of approved states, as they come back from people and from git.

use super::{Baseline, Site, Watch};
use crate::{
    baseline::{
        Entry, Facet,
        file::{Named, Problem, approve, read, write},
    },
    finding::Lang,
};

const DAY: &str = "2026-11-21T03:00:00Z";

fn state() -> (Baseline, String, String) {
    let baseline = Watch::approved_after(14).baseline.unwrap();
    let (text, history) =
        approve(&baseline, "", "Lò Văn A", DAY.parse().unwrap(), "lần đầu").unwrap();
    (baseline, text, history)
}

fn problems(text: &str, history: &str) -> Vec<Problem> {
    let (baseline, history) =
        (Named { name: "baseline.toml", text }, Named { name: "history", text: history });
    read(baseline, history).unwrap_err()
}

fn link(host: &str) -> Entry {
    Entry::Fact { facet: Facet::Link, value: host.to_owned(), body: None, says: String::new() }
}

#[test]
fn what_was_approved_comes_back_from_its_text() {
    let (baseline, text, history) = state();
    let files = (Named { name: "b", text: &text }, Named { name: "h", text: &history });
    let (back, approvals) = read(files.0, files.1).unwrap();
    assert_eq!(back, baseline);
    assert_eq!((approvals.len(), approvals[0].by.as_str()), (1, "Lò Văn A"));
    for expected in
        ["\"dienbien.gov.vn\",", "value = \"/js/menu.js\", bodies = [", "UBND huyện Tuần Giáo"]
    {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn one_approved_change_is_a_few_lines_of_the_diff() {
    let (baseline, text, history) = state();
    let next = baseline.with(&[link("bao-moi.example")]);
    let (new, longer) = approve(&next, &history, "Lò Văn A", DAY.parse().unwrap(), "báo").unwrap();
    let old: std::collections::HashSet<&str> = text.lines().collect();
    let added: Vec<&str> = new.lines().filter(|line| !old.contains(line)).collect();
    assert_eq!(added, ["version = 2", "  \"bao-moi.example\","]);
    assert_eq!(longer.lines().count(), history.lines().count() + 1);
    assert!(read(Named { name: "b", text: &new }, Named { name: "h", text: &longer }).is_ok());
}

#[test]
fn texts_of_hostile_pages_stay_on_their_line() {
    let nasty = "a\"b\\c\n]\u{202e}\u{7}'''#";
    let baseline = Baseline::default().with(&[
        link(nasty),
        Entry::Page { place: nasty.into(), title: nasty.into(), skeleton: Default::default() },
    ]);
    let what = "x\t1\ny\u{202e}";
    let (text, history) = approve(&baseline, "", nasty, DAY.parse().unwrap(), what).unwrap();
    let (back, approvals) =
        read(Named { name: "b", text: &text }, Named { name: "h", text: &history }).unwrap();
    assert_eq!(back, baseline);
    assert_eq!(approvals[0].what, "x 1 y");
    assert!(!text.contains('\u{202e}') && !history.contains('\u{202e}'));
}

#[test]
fn line_breaks_of_another_system_are_no_change() {
    let (_, text, history) = state();
    let (text, history) = (text.replace('\n', "\r\n"), history.replace('\n', "\r\n"));
    assert!(read(Named { name: "b", text: &text }, Named { name: "h", text: &history }).is_ok());
}

#[test]
fn a_hand_that_changed_the_baseline_shows_with_the_line() {
    let (_, text, history) = state();
    let line = text.lines().position(|line| line.contains("dienbien.gov.vn")).unwrap();
    let added =
        text.replace("  \"dienbien.gov.vn\",\n", "  \"bet88.example\",\n  \"dienbien.gov.vn\",\n");
    let found = problems(&added, &history);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.vi.contains("sửa sau khi Lò Văn A phê duyệt"), "{}", found[0]);
    let loose = text.replace("  \"dienbien.gov.vn\",", "  'dienbien.gov.vn',");
    assert_eq!(problems(&loose, &history)[0].line, line + 1);
    let english = problems(&added, &history)[0].in_lang(Lang::En);
    assert!(english.starts_with("baseline.toml:") && english.contains("was changed after"));
}

#[test]
fn each_way_of_breaking_the_baseline_is_named_with_its_line() {
    let (_, text, history) = state();
    let lines = text.lines().count();
    let cut: String = text.lines().take(lines - 4).map(|line| format!("{line}\n")).collect();
    let conflict = text.replacen("]\n", "<<<<<<< HEAD\n]\n", 1);
    let conflict_line = conflict.lines().position(|line| line.starts_with("<<<")).unwrap() + 1;
    let cases = [
        (cut, lines - 4, "cut off"),
        (String::new(), 1, "cut off"),
        (conflict, conflict_line, "conflict marker"),
        (text.replace("schema = 1", "schema = 2\nmood = \"x\""), 3, "use a newer canhcong"),
        (text.replace("portal =", "portl ="), 1, "`portal` is missing"),
        (text.replace("portal = ", "portal = x"), 4, "not TOML"),
        (text.replace("version = 1", "version = -1"), 5, "expected a whole number"),
        (text.replace("version = 1", "version = 7"), 5, "this is version 7"),
        (text.replace("\nlink = [", "\nlinks = ["), 7, "unknown key `links`"),
        (text.replacen("link = [", "link = [ 5,", 1), 7, "expected a text or a table"),
        (text.replacen("link = [", "link = [ \"chinhphu.vn\",", 1), 0, "stands there twice"),
    ];
    for (broken, line, said) in cases {
        let found = problems(&broken, &history);
        let fits =
            |own: &&Problem| own.message.en.contains(said) && (line == 0 || own.line == line);
        assert!(found.iter().any(|own| fits(&own)), "{said} at {line}: {found:?}");
        assert!(found.iter().all(|own| own.file == "baseline.toml"));
    }
}

#[test]
fn nobody_approves_without_a_name() {
    let refused = approve(&Baseline::default(), "", " \t\n", DAY.parse().unwrap(), "lần đầu");
    assert!(refused.unwrap_err().vi.contains("tên của một người"));
}

#[test]
fn a_history_that_was_rewritten_shows_where() {
    let (baseline, _, history) = state();
    let mut history = history;
    let mut text = String::new();
    let mut next = baseline;
    for host in ["a.example", "b.example"] {
        next = next.with(&[link(host)]);
        (text, history) = approve(&next, &history, "Lò Văn A", DAY.parse().unwrap(), host).unwrap();
    }
    let without: String = history
        .lines()
        .enumerate()
        .filter(|(at, _)| *at != 2)
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let renamed = history.replacen("Lò Văn A", "Kẻ khác", 1);
    let cases = [
        (without, 3, "changed, removed or inserted"),
        (renamed, 3, "changed, removed or inserted"),
        (history.replace("# end\n", ""), 4, "cut off"),
        (history.replace("history/1", "history/2"), 1, "a newer form"),
        (history.replacen("\t2026", " 2026", 1), 2, "not the six columns"),
        ("# canhcong.baseline-history/1\n# end\n".to_owned(), 1, "no line of an approval"),
    ];
    for (broken, line, said) in cases {
        let found = problems(&text, &broken);
        assert!(found[0].message.en.contains(said) && found[0].line == line, "{said}: {found:?}");
        assert_eq!(found[0].file, "history");
    }
}

#[test]
fn fifty_pages_are_less_than_a_mebibyte() {
    let mut watch = Watch::default();
    let mut starts = Vec::new();
    for night in 0..3 {
        let mut site = Site::on(night);
        for page in 0..50 {
            let links: String = (0..20)
                .map(|host| format!("<a href='https://doi-tac-{page}-{host}.example/'>x</a>"))
                .collect();
            let inline = format!("<script>f{}({page})</script>", super::word(page));
            let path = format!("/trang/{page}");
            starts.push(Site::url(&path));
            site.more.push((path, site.wrap("Một trang", &format!("{links}{inline}"))));
        }
        watch.look(&site);
    }
    let baseline = Baseline::propose("tuan-giao", &watch.memory, &starts).with(&[]);
    let text = write(&baseline);
    assert!(baseline.values(Facet::Link).count() > 1_000);
    assert!(text.len() < 1 << 20, "{} bytes", text.len());
}
