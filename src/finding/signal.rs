//! Reasons to believe in a finding.

use std::fmt;

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
