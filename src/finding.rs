//! What a scan says: findings, how grave they are, and the signals that led to them.

mod language;
mod trace;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::identity::Identity;

pub use language::{Lang, Sentence, Text};
pub use trace::{Trace, TraceKind};

/// How grave a finding is. Ordered: `Info < Low < Medium < High < Critical`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a note.
    Info,
    /// Worth a look when there is time.
    Low,
    /// Suspicious: somebody should look today.
    Medium,
    /// Planted: the owner and the cyber unit are told.
    High,
    /// Visitors are being led away or deceived now.
    Critical,
}

impl Severity {
    /// All severities, gravest first.
    pub const ALL: [Severity; 5] =
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The name used on the command line, in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.id() == name).ok_or_else(|| {
            format!("`{name}` is not a severity; expected critical, high, medium, low or info")
        })
    }
}

/// The kind of wound, as the owner has to treat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Links, doorway pages, spam uploads, reflected search.
    Backlink,
    /// Header, meta refresh, script, conditional.
    Redirect,
    /// Another identity gets other content.
    Cloaking,
    /// Defaced or replaced content.
    Defacement,
    /// Foreign, changed or opaque code.
    Script,
    /// Outdated or end-of-life.
    Software,
    /// Debug pages, installers, listings.
    Exposure,
    /// Unreachable, certificate.
    Availability,
}

impl Family {
    /// All families.
    pub const ALL: [Family; 8] = [
        Self::Backlink,
        Self::Redirect,
        Self::Cloaking,
        Self::Defacement,
        Self::Script,
        Self::Software,
        Self::Exposure,
        Self::Availability,
    ];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Backlink => "backlink",
            Self::Redirect => "redirect",
            Self::Cloaking => "cloaking",
            Self::Defacement => "defacement",
            Self::Script => "script",
            Self::Software => "software",
            Self::Exposure => "exposure",
            Self::Availability => "availability",
        }
    }

    /// Whether something was done to the portal. Old software and what is open to all only say
    /// where that may happen next.
    pub fn is_wound(self) -> bool {
        !matches!(self, Self::Software | Self::Exposure)
    }

    /// Where this kind of wound stands in the taxonomies that incident handlers share: the
    /// Reference Security Incident Taxonomy, and MITRE ATT&CK where it has a technique.
    pub fn taxonomy(self) -> Taxonomy {
        let (rsit, attack) = match self {
            Self::Backlink | Self::Cloaking | Self::Defacement => (
                "information-content-security/unauthorised-information-modification",
                Some("T1491.002"),
            ),
            Self::Redirect | Self::Script => (
                "information-content-security/unauthorised-information-modification",
                Some("T1189"),
            ),
            Self::Software | Self::Exposure => ("vulnerable/vulnerable-system", None),
            Self::Availability => ("availability/outage", None),
        };
        Taxonomy { rsit, attack }
    }
}

/// Codes of one family in the taxonomies of incident handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Taxonomy {
    /// Reference Security Incident Taxonomy: class and type.
    pub rsit: &'static str,
    /// MITRE ATT&CK technique.
    pub attack: Option<&'static str>,
}

/// Where on a page the proof stands, for the person who must remove it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Where {
    /// Line of the page's source, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// CSS path of the element.
    pub css: String,
}

/// Up to [`Excerpt::MAX`] characters of the page that prove the finding, the planted part marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text itself, on one line.
    pub text: String,
    /// Byte range of the planted part within `text`; empty where nothing in particular is marked.
    pub mark: std::ops::Range<usize>,
}

impl Excerpt {
    /// The most characters an excerpt has.
    pub const MAX: usize = 300;

    /// An excerpt of `source` around `part` (a byte range of `source`), white space folded.
    pub fn around(source: &str, part: std::ops::Range<usize>) -> Self {
        let start = source.floor_char_boundary(part.start.min(source.len()));
        let end = source.ceil_char_boundary(part.end.clamp(start, source.len()));
        let marked = fold_space(&source[start..end], Self::MAX);
        let room = Self::MAX.saturating_sub(marked.chars().count());
        let reach = |bytes: usize| bytes.min(room * 4);
        let before = &source[source.ceil_char_boundary(start - reach(start))..start];
        let before = keep_last(&fold_space(before, usize::MAX), room / 3);
        let after_end = source.floor_char_boundary(end + reach(source.len() - end));
        let after = fold_space(&source[end..after_end], room - before.chars().count());
        let mark = before.len()..before.len() + marked.len();
        Self { text: format!("{before}{marked}{after}"), mark }
    }

    /// An excerpt that is the planted part as a whole.
    pub fn whole(text: &str) -> Self {
        let text = fold_space(text, Self::MAX);
        Self { mark: 0..text.len(), text }
    }
}

/// White space and control characters become single spaces; at most `most` characters are kept.
fn fold_space(text: &str, most: usize) -> String {
    let mut folded = String::new();
    let mut count = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if c == ' ' && folded.ends_with(' ') {
            continue;
        }
        if count == most {
            break;
        }
        folded.push(c);
        count += 1;
    }
    folded
}

fn keep_last(text: &str, most: usize) -> String {
    let skip = text.chars().count().saturating_sub(most);
    text.chars().skip(skip).collect()
}

/// One independent reason to believe in a finding, for example `hidden:offscreen`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signal {
    /// What kind of reason it is; reasons of one kind do not corroborate each other.
    pub kind: SignalKind,
    /// What was seen: the hiding form, the term, the host.
    pub detail: String,
}

impl Signal {
    /// A signal of one kind with what was seen.
    pub fn new(kind: SignalKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.id(), self.detail)
    }
}

/// The kinds of signal. What each is worth stands in `detect::severity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalKind {
    /// Content is concealed from the people who visit.
    Hidden,
    /// A term of the lexicon that has no place on a portal.
    Lexicon,
    /// A host that neither belongs to the portal nor is vouched for.
    Host,
    /// The address names a brand or a term of the lexicon.
    Address,
    /// The visitor is moved on without an action of their own.
    Automatic,
    /// The behaviour depends on who visits.
    Condition,
    /// One identity got what another did not.
    Identity,
    /// Many links or pages of one kind stand together.
    Volume,
    /// The code or text was encoded so that readers do not see it.
    Encoded,
    /// The shape of machine-made spam: glued words, template headers, odd addresses.
    Doorway,
    /// The language of attackers who leave their name.
    Boast,
    /// A boast was put where nobody can miss it.
    Announced,
    /// The page's own content is gone.
    Replaced,
    /// The page is dressed up as attackers dress up theirs.
    Staged,
    /// The host is on a block list.
    Listed,
    /// A language in which the portal does not write.
    Language,
    /// Something foreign covers the whole window.
    Covers,
    /// The page names a foreign host as its own address.
    Claim,
    /// What the visitor does is taken over: a click, the way back.
    Hijack,
    /// What is taken no agency's page asks for: numbers of payment cards, passwords not yet sent.
    Secret,
    /// It stands where no template puts anything: before the page begins, after its end.
    Place,
    /// Running the page showed it: it comes true for a visitor.
    Ran,
    /// Code of a foreign host is brought into the page on a furtive way.
    Loads,
    /// The name of the host imitates a well-known service.
    Imitates,
    /// The page repeats what its address says: nothing on the server was changed.
    Reflected,
    /// Nothing of the portal could be judged on some nights in a row.
    Silent,
    /// It has been so for longer than such things last by themselves.
    Lasting,
    /// It was not there on any night before, nor did anybody approve it.
    New,
    /// Nothing new has stood there for a week.
    Still,
    /// The same host, code or text was found on other portals too.
    Campaign,
    /// A newer version of the software is known.
    Outdated,
    /// The software's makers no longer mend it.
    Ended,
    /// A hole is known that every possible version has.
    Vulnerable,
    /// Attackers are known to use such a hole.
    Exploited,
    /// A tool for those who build the portal is open to all.
    Exposed,
    /// What speaks for the page: it reports on crime, the word belongs to the agency's work.
    Context,
}

impl SignalKind {
    /// All kinds.
    pub const ALL: [SignalKind; 36] = [
        Self::Hidden,
        Self::Lexicon,
        Self::Host,
        Self::Address,
        Self::Automatic,
        Self::Condition,
        Self::Identity,
        Self::Volume,
        Self::Encoded,
        Self::Doorway,
        Self::Boast,
        Self::Announced,
        Self::Replaced,
        Self::Staged,
        Self::Listed,
        Self::Language,
        Self::Covers,
        Self::Claim,
        Self::Hijack,
        Self::Secret,
        Self::Place,
        Self::Ran,
        Self::Loads,
        Self::Imitates,
        Self::Reflected,
        Self::Silent,
        Self::Lasting,
        Self::New,
        Self::Still,
        Self::Campaign,
        Self::Outdated,
        Self::Ended,
        Self::Vulnerable,
        Self::Exploited,
        Self::Exposed,
        Self::Context,
    ];

    /// The prefix of the signal's text form.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Lexicon => "lexicon",
            Self::Host => "host",
            Self::Address => "address",
            Self::Automatic => "automatic",
            Self::Condition => "condition",
            Self::Identity => "identity",
            Self::Volume => "volume",
            Self::Encoded => "encoded",
            Self::Doorway => "doorway",
            Self::Boast => "boast",
            Self::Announced => "announced",
            Self::Replaced => "replaced",
            Self::Staged => "staged",
            Self::Listed => "listed",
            Self::Language => "language",
            Self::Covers => "covers",
            Self::Claim => "claim",
            Self::Hijack => "hijack",
            Self::Secret => "secret",
            Self::Place => "place",
            Self::Ran => "ran",
            Self::Loads => "loads",
            Self::Imitates => "imitates",
            Self::Reflected => "reflected",
            Self::Silent => "silent",
            Self::Lasting => "lasting",
            Self::New => "new",
            Self::Still => "still",
            Self::Campaign => "campaign",
            Self::Outdated => "outdated",
            Self::Ended => "ended",
            Self::Vulnerable => "vulnerable",
            Self::Exploited => "exploited",
            Self::Exposed => "exposed",
            Self::Context => "context",
        }
    }
}

/// A stable name of a wound: the same wound keeps it from scan to scan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// From the portal, the rule, and the key by which the rule knows the wound again.
    pub fn of(portal: &str, rule: &str, key: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [portal, rule, key] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Self(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a finding stands against what was known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Never seen before.
    New,
    /// Seen at the last look too.
    Ongoing,
    /// Seen before, gone, and back.
    Reopened,
}

impl Standing {
    /// All standings.
    pub const ALL: [Standing; 3] = [Self::New, Self::Ongoing, Self::Reopened];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ongoing => "ongoing",
            Self::Reopened => "reopened",
        }
    }
}

/// One wound of one portal.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Keeps its value from scan to scan.
    pub id: Fingerprint,
    /// The rule that found it.
    pub rule: &'static str,
    /// The rule's family.
    pub family: Family,
    /// From the signals: see `detect::severity`.
    pub severity: Severity,
    /// The page where it was seen first.
    pub url: String,
    /// The visitor who saw it.
    pub identity: Identity,
    /// What it is about: the foreign URL, host, script.
    pub subject: String,
    /// The bytes that prove it.
    pub excerpt: Excerpt,
    /// The code that did it, where it was made of text while the page ran, with the part marked that
    /// names the target.
    pub unpacked: Option<Excerpt>,
    /// Where they stand.
    pub place: Where,
    /// Why it is believed.
    pub signals: Vec<Signal>,
    /// Why it matters, one sentence.
    pub why: Text,
    /// What to do, one sentence.
    pub repair: Text,
    /// All pages where it was seen, at most [`Finding::MAX_PAGES`], the first one included.
    pub pages: Vec<String>,
    /// On how many pages it was seen.
    pub pages_total: usize,
    /// Whether a second look saw it again.
    pub confirmed: bool,
    /// What of it would be found again on another portal, at most [`Trace::MOST`].
    pub traces: Vec<Trace>,
}

impl Finding {
    /// The most pages that a finding lists; the others are counted.
    pub const MAX_PAGES: usize = 20;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_keeps_within_bounds_and_marks_the_part() {
        let source = format!("{}<a href='x'>nhà cái</a>{}", "á\n".repeat(400), "ô ".repeat(400));
        let start = source.find("<a").unwrap();
        let end = source.find("</a>").unwrap() + 4;
        let excerpt = Excerpt::around(&source, start..end);
        assert_eq!(&excerpt.text[excerpt.mark.clone()], "<a href='x'>nhà cái</a>");
        assert!(excerpt.text.chars().count() <= Excerpt::MAX);
    }

    #[test]
    fn excerpt_survives_ranges_outside_the_text() {
        let excerpt = Excerpt::around("nhà", 2..900);
        assert_eq!(excerpt.text, "nhà");
        assert_eq!(Excerpt::around("", 5..9).text, "");
    }

    #[test]
    fn fingerprint_parts_do_not_run_together() {
        assert_ne!(Fingerprint::of("a", "bc", "d"), Fingerprint::of("ab", "c", "d"));
    }
}
