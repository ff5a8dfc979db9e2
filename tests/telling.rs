//! Who is owed what, through the doors of the store and with a clock of our own: what is urgent, what
//! waits, what is put together, and what is told once whatever the clock says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions that tests share are tests too"
)]

use canhcong::{
    finding::{
        Excerpt, Family, Finding, Fingerprint, Severity, Signal, SignalKind, Text, Trace, Where,
    },
    history::LookedAt,
    identity::Identity,
    notice::{Happening, Notice},
    outcome::{Coverage, PortalReport, State},
    store::{KnownRule, RunId, Store},
    target::Registry,
    telling::{Subscription, digest_day, goes_now, reminder_day, subscriptions},
};
use jiff::{Timestamp, ToSpan as _};
use tempfile::TempDir;

const NOTHING: Text = Text { vi: "", en: "" };

fn rules(id: &str) -> Option<KnownRule> {
    (id == "hidden-link").then_some(KnownRule {
        id: "hidden-link",
        family: Family::Backlink,
        why: NOTHING,
        repair: NOTHING,
    })
}

/// Half past one at night in Việt Nam.
fn night(nth: i64) -> Timestamp {
    "2026-11-20T18:30:00Z".parse::<Timestamp>().unwrap() + (24 * nth).hours()
}

/// Portals `a` and `b`; `xa` is told of `a`, `pa05` of both and from `high` on.
fn registry(more: &str) -> Registry {
    let text = format!(
        "notify = [\"pa05\"]\n\
         [[channel]]\nid = \"thu-muc\"\nkind = \"drop-folder\"\nfolder = \"out\"\n\
         [[contact]]\nid = \"xa\"\nrole = \"owner\"\nname = \"Xã\"\nchannels = [\"thu-muc\"]\n{more}\n\
         [[contact]]\nid = \"pa05\"\nrole = \"cyber-unit\"\nname = \"PA05\"\nfloor = \"high\"\n\
         channels = [\"thu-muc\"]\nquiet_hours = \"22:00-06:00\"\nmost_per_hour = 2\n\
         [[portal]]\nid = \"a\"\nname = \"Xã A\"\nurl = \"https://a.example/\"\nnotify = [\"xa\"]\n\
         [[portal]]\nid = \"b\"\nname = \"Xã B\"\nurl = \"https://b.example/\"\n\
         [[portal]]\nid = \"c\"\nname = \"Xã C\"\nurl = \"https://c.example/\"\nenabled = false\n\
         notify = [\"xa\"]\n"
    );
    Registry::parse("targets.toml", text).unwrap()
}

struct Desk {
    store: Store,
    who: Vec<Subscription>,
    folder: TempDir,
}

impl Desk {
    fn new(more: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path(), rules, night(0)).unwrap();
        Self { store, who: subscriptions(&registry(more)), folder }
    }

    /// Gives the run lock back, as the end of a run's process does.
    fn without_run(self) -> Self {
        let Self { store, who, folder } = self;
        drop(store);
        let store = Store::open_beside(folder.path(), rules, night(0)).unwrap().unwrap();
        Self { store, who, folder }
    }

    fn look(&mut self, run: RunId, portal: &str, found: &[Finding], at: Timestamp) {
        let looked_at = LookedAt::default();
        self.store.finish_portal(run, report(portal), found, &looked_at, at).unwrap();
    }

    /// A whole night on which one finding is on one portal.
    fn night(&mut self, nth: i64, portal: &str, severity: Severity) {
        let run = self.store.begin_run("nightly", night(nth)).unwrap();
        self.look(run, portal, &[finding(portal, "x", severity)], night(nth));
        self.store.finish_run(run, night(nth)).unwrap();
    }

    /// What is to be sent now; it is taken at once.
    fn told(&mut self, now: Timestamp) -> Vec<Notice> {
        self.store.make_notices(&self.who, now).unwrap();
        let mut told = Vec::new();
        for due in self.store.due_notices(false, now).unwrap() {
            told.push(self.store.notice(&due.id).unwrap().unwrap());
            self.store.sent(&due.id, "", now).unwrap();
        }
        told
    }

    /// The same as lines: to whom, on which occasion, what and how grave.
    fn lines(&mut self, now: Timestamp) -> Vec<String> {
        let mut lines: Vec<String> = self.told(now).iter().map(line).collect();
        lines.sort();
        lines
    }
}

fn line(notice: &Notice) -> String {
    let events =
        notice.events.iter().map(|own| format!(" {} {}", own.happening.id(), own.severity));
    let events: String = events.collect();
    format!("{} {}{events}", notice.recipient.contact, notice.occasion.id())
}

fn finding(portal: &str, key: &str, severity: Severity) -> Finding {
    let url = format!("https://{portal}.example/");
    Finding {
        id: Fingerprint::of(portal, "hidden-link", key),
        rule: "hidden-link",
        family: Family::Backlink,
        severity,
        url: url.clone(),
        identity: Identity::Citizen,
        subject: key.to_owned(),
        excerpt: Excerpt::default(),
        unpacked: None,
        place: Where::default(),
        signals: vec![
            Signal::new(SignalKind::Host, "unvouched"),
            Signal::new(SignalKind::Lexicon, "nhà cái"),
        ],
        why: NOTHING,
        repair: NOTHING,
        pages: vec![url],
        pages_total: 1,
        confirmed: true,
        traces: Vec::new(),
    }
}

fn report(portal: &str) -> PortalReport {
    PortalReport {
        portal: portal.to_owned(),
        name: format!("Xã {portal}"),
        agency: None,
        province: None,
        url: format!("https://{portal}.example/"),
        state: State::Findings,
        coverage: Coverage::default(),
        software: Vec::new(),
        findings: Vec::new(),
        set_aside: Vec::new(),
        clearing: Vec::new(),
        healed: Vec::new(),
        watch: None,
        failures: Vec::new(),
    }
}

/// Half past nine in the morning after a night.
fn morning(nth: i64) -> Timestamp {
    night(nth) + 8.hours()
}

#[test]
fn what_is_critical_and_confirmed_goes_while_the_run_goes_on_and_the_rest_when_it_has_ended() {
    let mut desk = Desk::new("");
    let run = desk.store.begin_run("nightly", night(0)).unwrap();
    let unconfirmed = Finding { confirmed: false, ..finding("a", "z", Severity::Critical) };
    let found =
        [finding("a", "x", Severity::Critical), finding("a", "y", Severity::Medium), unconfirmed];
    desk.look(run, "a", &found, night(0));
    assert_eq!(desk.lines(night(0)), ["pa05 news new critical", "xa news new critical"]);
    desk.store.finish_run(run, night(0)).unwrap();
    let mut desk = desk.without_run();
    // It is the middle of the night for the unit, which is quiet then.
    assert_eq!(desk.lines(night(0)), ["xa news new critical new medium"]);
    let at_seven = night(0) + 330.minutes();
    let lines = desk.lines(at_seven);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.contains(&"pa05 news new critical".to_owned()), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("pa05 digest")), "{lines:?}");
}

/// A look of heightened watch goes on beside the nightly run, or was killed and is simply due again.
#[test]
fn a_look_beside_a_night_neither_lets_its_news_go_nor_counts_as_a_watch_that_failed() {
    let mut desk = Desk::new("");
    let run = desk.store.begin_run("nightly", night(0)).unwrap();
    desk.look(run, "a", &[finding("a", "y", Severity::Medium)], night(0));
    let killed = desk.store.begin_run("watch", night(0)).unwrap();
    assert_eq!(desk.lines(night(0)), [""; 0], "the night is under way");
    desk.store.finish_run(run, night(0)).unwrap();
    let mut desk = desk.without_run();
    let told = desk.told(night(0) + 3.hours());
    let keys = told.iter().flat_map(|own| &own.events).map(|event| &*event.key);
    assert!(keys.clone().all(|key| key.starts_with("new:")), "{keys:?} {killed}");
    assert!(keys.count() > 0);
}

#[test]
fn it_is_told_again_when_it_is_graver_than_was_told_also_to_those_who_did_not_hear_of_it() {
    let mut desk = Desk::new("").without_run();
    desk.night(0, "a", Severity::Medium);
    assert_eq!(desk.lines(night(0)), ["xa news new medium"]);
    desk.night(1, "a", Severity::High);
    assert_eq!(desk.lines(night(1)), ["xa news worse high"]);
    desk.night(2, "a", Severity::Medium);
    desk.night(3, "a", Severity::High);
    let at_half_past_six = night(3) + 5.hours();
    assert_eq!(desk.lines(at_half_past_six), ["pa05 news worse high"]);
}

#[test]
fn what_nobody_was_told_yet_is_brought_up_to_date_instead_of_being_told_twice() {
    let mut desk = Desk::new("quiet_hours = \"22:00-06:00\"").without_run();
    desk.night(0, "a", Severity::Medium);
    assert_eq!(desk.lines(night(0)), [""; 0]);
    desk.night(1, "a", Severity::High);
    let news: Vec<String> =
        desk.lines(morning(1)).into_iter().filter(|line| line.contains("news")).collect();
    assert_eq!(news, ["pa05 news new high", "xa news new high"]);
}

#[test]
fn portals_with_one_culprit_are_one_notice_and_say_so() {
    let mut desk = Desk::new("");
    let run = desk.store.begin_run("nightly", night(0)).unwrap();
    let mut homes = Vec::new();
    for portal in ["a", "b"] {
        let one = Finding {
            traces: Trace::of_host("nha-cai.example").into_iter().collect(),
            ..finding(portal, "nha-cai.example", Severity::Medium)
        };
        desk.look(run, portal, &[one], night(0));
        homes.push(format!("https://{portal}.example/").parse().unwrap());
    }
    desk.store.join_portals(&homes, night(0)).unwrap();
    desk.store.finish_run(run, night(0)).unwrap();
    let mut desk = desk.without_run();
    let told = desk.told(morning(0));
    let of_unit = |own: &&Notice| own.recipient.contact == "pa05" && own.standing.is_empty();
    let news: Vec<&Notice> = told.iter().filter(of_unit).collect();
    let [news] = news[..] else { panic!("{told:?}") };
    assert_eq!(news.events.len(), 2);
    for event in &news.events {
        assert_eq!((event.happening, event.severity), (Happening::New, Severity::High));
        let campaign = event.wound.as_ref().unwrap().campaign.clone().unwrap();
        assert_eq!(campaign, ("nha-cai.example".to_owned(), 2), "what, on how many portals");
    }
}

#[test]
fn what_is_more_than_somebody_wants_in_an_hour_is_put_together_later_and_lost_never() {
    let mut desk = Desk::new("");
    let run = desk.store.begin_run("nightly", night(0)).unwrap();
    let mut told = Vec::new();
    for nth in 0..5 {
        let found = finding("b", &nth.to_string(), Severity::Critical);
        desk.look(run, "b", &[found], night(0));
        told.extend(desk.lines(night(0) + nth.minutes()));
    }
    assert_eq!(told, ["pa05 news new critical"; 2]);
    let later = desk.lines(night(0) + 70.minutes());
    assert_eq!(later, ["pa05 news new critical new critical new critical"]);
    assert_eq!(desk.lines(night(0) + 80.minutes()), [""; 0]);
}

#[test]
fn a_clock_that_is_set_doubles_nothing_and_holds_nothing_back() {
    let mut desk = Desk::new("").without_run();
    desk.night(0, "a", Severity::High);
    let first = desk.lines(morning(0));
    assert_eq!(first.len(), 3, "the owner's, the unit's, and its digest: {first:?}");
    for now in [night(-40), morning(0), night(0), morning(0) + 1.minutes()] {
        let again: Vec<String> = desk.lines(now);
        assert!(!again.iter().any(|line| line.contains("news")), "{now}: {again:?}");
    }
    // Noted while the clock was a month ahead.
    desk.night(1, "b", Severity::High);
    desk.store.make_notices(&desk.who, morning(30)).unwrap();
    let due = desk.store.due_notices(false, morning(1)).unwrap();
    assert!(!due.is_empty());
    for one in &due {
        desk.store.not_sent(&one.id, "no", false, None, morning(30)).unwrap();
    }
    assert_eq!(desk.store.due_notices(false, morning(1)).unwrap(), due);
}

#[test]
fn who_cannot_be_told_is_told_of_to_others_but_not_over_what_is_broken() {
    let mut desk = Desk::new("").without_run();
    desk.night(0, "a", Severity::High);
    desk.store.make_notices(&desk.who, night(0)).unwrap();
    let due = desk.store.due_notices(false, night(0)).unwrap();
    assert_eq!(due.len(), 1, "the unit sleeps");
    let next = desk.store.not_sent(&due[0].id, "550 unknown", true, None, night(0)).unwrap();
    assert_eq!(next, None);
    let told = desk.told(morning(0));
    let failed = |own: &&Notice| own.events.iter().any(|one| one.key.starts_with("undelivered:"));
    let news: Vec<&Notice> =
        told.iter().filter(failed).filter(|own| own.occasion.id() == "news").collect();
    let [news] = news[..] else { panic!("{told:?}") };
    assert_eq!(news.recipient.contact, "pa05");
    let said = news.events.iter().find_map(|one| one.detail.as_ref()).unwrap();
    assert!(said.en.contains("550 unknown") && said.vi.contains("alert retry"), "{said:?}");
    // The unit's own channel breaks: there is nobody else, and no end of telling each other.
    desk.night(1, "b", Severity::High);
    for nth in 1..4 {
        desk.store.make_notices(&desk.who, morning(nth)).unwrap();
        for one in desk.store.due_notices(true, morning(nth)).unwrap() {
            desk.store.not_sent(&one.id, "gone", true, None, morning(nth)).unwrap();
        }
    }
    let lost = desk.store.outbox(true).unwrap().notices;
    let news = lost.iter().filter(|own| own.state.id() == "given-up");
    let news = news.filter(|own| own.occasion.id() == "news").count();
    assert_eq!(news, 2, "{lost:?}");
}

#[test]
fn the_unit_hears_of_a_run_that_was_cut_off_or_judged_nothing() {
    let mut desk = Desk::new("").without_run();
    let run = desk.store.begin_run("nightly", night(0)).unwrap();
    assert_eq!(desk.lines(night(0) + 30.minutes()), [""; 0], "somebody may begin it again");
    desk.store.finish_run(run, night(0)).unwrap();
    desk.store.begin_run("nightly", night(1)).unwrap();
    desk.store.begin_run("scan", night(1)).unwrap();
    let told = desk.told(morning(1));
    let keys: Vec<&str> = told
        .iter()
        .filter(|own| own.occasion.id() == "news")
        .flat_map(|own| &own.events)
        .map(|event| event.key.as_str())
        .collect();
    assert_eq!(keys, ["cut-off:2", "nothing-judged:1"]);
    let depth = desk.store.outbox_depth().unwrap();
    assert_eq!(depth, [("waiting", 0), ("given-up", 0), ("sent", 2), ("owed", 0)]);
    let digest = told.iter().find(|own| own.occasion.id() == "digest").unwrap();
    assert_eq!(digest.night.as_ref().unwrap().finished_at, None);
    let silent: Vec<&str> = digest.standing.iter().map(|own| &*own.of.portal).collect();
    assert_eq!(silent, ["a", "b"], "nobody ever judged them");
}

#[test]
fn hours_are_those_of_viet_nam() {
    let who = subscriptions(&registry("digest_at = \"08:00\""));
    let [xa, pa05] = &who[..] else { panic!("{who:?}") };
    assert_eq!(xa.portals.keys().collect::<Vec<_>>(), ["a"], "c is not watched");
    let at = |text: &str| format!("2026-11-{text}Z").parse::<Timestamp>().unwrap();
    for (now, quiet, digest, reminder) in [
        ("20T14:59:00", false, Some("20"), Some("20")),
        ("20T15:00:00", true, Some("20"), None),
        ("20T17:00:00", true, None, None),
        ("20T22:59:00", true, None, None),
        ("20T23:00:00", false, None, None),
        ("21T00:00:00", false, Some("21"), Some("21")),
    ] {
        let now = at(now);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| format!("{:02}", day.day()));
        assert_eq!(goes_now(pa05, false, false, now), !quiet, "{now}");
        assert!(goes_now(pa05, true, true, now) && !goes_now(xa, false, true, now));
        assert_eq!(day(digest_day(pa05, false, now)).as_deref(), digest, "{now}");
        assert_eq!(day(reminder_day(pa05, now)).as_deref(), reminder, "{now}");
    }
    assert_eq!(digest_day(xa, false, at("21T00:59:00")), None);
    assert!(digest_day(xa, false, at("21T01:00:00")).is_some());
    assert_eq!(digest_day(xa, true, at("21T02:59:00")), None, "the run may end soon");
    assert!(digest_day(xa, true, at("21T03:00:00")).is_some());
}
