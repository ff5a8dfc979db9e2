//! What of a wound would be found again on another portal, if the same people were there.

/// Something of a finding that has the same form wherever it was planted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// The host, the digest or the words.
    pub value: String,
}

/// The kinds of trace, those that name a culprit best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceKind {
    /// A foreign host for which nobody vouches: lower case, without `www.`.
    Host,
    /// Code under whatever address: the SHA-256 of a file (64 hexadecimal digits), or the digest of the
    /// shape of code in a page (32).
    Script,
    /// How a planted text begins: lower case, white space folded, at most [`Trace::TEXT`] characters.
    Text,
}

impl TraceKind {
    /// All kinds.
    pub const ALL: [TraceKind; 3] = [Self::Host, Self::Script, Self::Text];

    /// The name in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Script => "script",
            Self::Text => "text",
        }
    }
}

impl Trace {
    /// The most traces of one finding.
    pub const MOST: usize = 20;
    /// Characters by which a text is known again: enough for words that nobody else would choose, and
    /// few enough that the portal's own name at the end of a template makes no difference.
    pub const TEXT: usize = 80;
    /// Shorter texts than this are the same by chance.
    const SHORTEST_TEXT: usize = 24;
    /// `hacked by` and a name.
    const SHORTEST_BOAST: usize = 12;
    /// The longest host name that DNS knows.
    const LONGEST_HOST: usize = 253;

    /// A foreign host; none if it is no name that DNS could know.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let host = host.strip_prefix("www.").map(str::to_owned).unwrap_or(host);
        let is_name = host.contains('.') || host.starts_with('[');
        (is_name && host.len() <= Self::LONGEST_HOST)
            .then_some(Self { kind: TraceKind::Host, value: host })
    }

    /// Code by its digest.
    pub fn of_script(digest: &str) -> Self {
        Self { kind: TraceKind::Script, value: digest.to_owned() }
    }

    /// A planted text; none if it is too short to be told from others.
    pub fn of_text(text: &str) -> Option<Self> {
        Self::of_words(text, Self::SHORTEST_TEXT)
    }

    /// The words by which attackers name themselves; none if they name nobody.
    pub fn of_boast(words: &str) -> Option<Self> {
        Self::of_words(words, Self::SHORTEST_BOAST)
    }

    fn of_words(text: &str, shortest: usize) -> Option<Self> {
        let mut value = String::new();
        let mut length = 0;
        for c in text.trim_start().chars().flat_map(char::to_lowercase) {
            let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
            if c == ' ' && value.ends_with(' ') {
                continue;
            }
            if length == Self::TEXT {
                break;
            }
            value.push(c);
            length += 1;
        }
        let is_long = value.trim_end().chars().count() >= shortest;
        value.truncate(value.trim_end().len());
        is_long.then_some(Self { kind: TraceKind::Text, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_makes_no_difference() {
        let host = |text: &str| Trace::of_host(text).map(|trace| trace.value);
        assert_eq!(host("WWW.Bet88.example."), host("bet88.example"));
        assert_eq!(host("localhost"), None);
        assert_eq!(host(&format!("{}.example", "a".repeat(300))), None);
        let long = "Nhà cái  uy tín\n nhất năm nay, nạp rút nhanh".to_owned();
        assert_eq!(Trace::of_text(&long), Trace::of_text(&long.to_uppercase()));
        let (one, other) = (long.repeat(3) + "Sở A", long.repeat(3) + "Sở B");
        assert_eq!(Trace::of_text(&one), Trace::of_text(&other));
        assert_eq!(Trace::of_text(&"x".repeat(1 << 20)).unwrap().value.len(), Trace::TEXT);
        assert_eq!(Trace::of_text("Trang chủ   \n  \t  Liên hệ"), None);
    }
}
