//! One thing that a page, an answer or a file gives away.

use super::Versions;

/// The most characters of an excerpt.
pub const EXCERPT: usize = 300;

/// Something that gives a product away, or its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// Whether it names the product by itself. What does not only counts beside a clue that does.
    pub proves: bool,
    /// Where it stands.
    pub place: Place,
    /// What stands there, white space folded, at most [`EXCERPT`] characters.
    pub excerpt: String,
    /// What it says.
    pub says: Says,
    /// The distribution that packages the product, where the number is that of its package: such a
    /// number stays old while its holes are closed.
    pub package: Option<&'static str>,
    /// Which copy of the product it speaks of, where several can lie side by side: an address, a
    /// banner. What names none holds for all of them.
    pub copy: Option<String>,
}

/// Where a clue stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A response header, by its lower-case name.
    Header(String),
    /// The name of a cookie.
    Cookie,
    /// A meta element, by its name.
    Meta(&'static str),
    /// The address of something that the page loads.
    Asset,
    /// Code within the page.
    Code,
    /// A tag or a comment of the page.
    Markup,
    /// A link.
    Link,
    /// The title.
    Title,
    /// The address of the page.
    Address,
    /// A file that was fetched, by its path.
    File(String),
}

impl Place {
    /// The kind of place, as reports name it.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Header(_) => "header",
            Self::Cookie => "cookie",
            Self::Meta(_) => "meta",
            Self::Asset => "asset",
            Self::Code => "code",
            Self::Markup => "markup",
            Self::Link => "link",
            Self::Title => "title",
            Self::Address => "address",
            Self::File(_) => "file",
        }
    }
}

/// What a clue says of the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing.
    Product,
    /// It is one of these, whatever releases there are.
    Versions(Versions),
    /// Of the releases that are known, these ship the file.
    Shipped(Versions),
    /// No release that is known ships this file of the core: it is newer, or was modified.
    NotShipped,
}

impl Clue {
    /// A clue that names the product by itself.
    pub fn proof(place: Place, excerpt: &str) -> Self {
        let excerpt = excerpted(excerpt);
        Self { proves: true, place, excerpt, says: Says::Product, package: None, copy: None }
    }

    /// A clue that only counts beside one that names the product.
    pub fn hint(place: Place, excerpt: &str) -> Self {
        Self { proves: false, ..Self::proof(place, excerpt) }
    }

    /// With what it says of the version.
    #[must_use]
    pub fn saying(self, says: Says) -> Self {
        Self { says, ..self }
    }

    /// With the versions it leaves, if it says anything of them.
    #[must_use]
    pub fn of(self, versions: impl Into<Option<Versions>>) -> Self {
        Self { says: versions.into().map_or(Says::Product, Says::Versions), ..self }
    }

    /// With the copy of which it speaks, at most [`EXCERPT`] characters.
    #[must_use]
    pub fn of_copy(self, copy: &str) -> Self {
        Self { copy: Some(copy.chars().take(EXCERPT).collect()), ..self }
    }

    /// With the distribution whose package the number is, if it is one's.
    #[must_use]
    pub fn packaged(self, package: Option<&'static str>) -> Self {
        Self { package, ..self }
    }
}

/// White space folded, and cut.
fn excerpted(text: &str) -> String {
    let mut folded = String::new();
    // Every character takes one byte or more, so no more than this can be needed of the words.
    for word in text.split_whitespace().take(EXCERPT) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().take(EXCERPT));
        if folded.len() > 4 * EXCERPT {
            break;
        }
    }
    match folded.char_indices().nth(EXCERPT) {
        Some((end, _)) => folded.get(..end).unwrap_or_default().to_owned(),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_lines() {
        let clue = Clue::hint(Place::Code, "  var a\n\t= 1; ");
        assert_eq!(clue.excerpt, "var a = 1;");
        for long in ["ă".repeat(10_000), "ă ".repeat(10_000)] {
            assert!(Clue::hint(Place::Code, &long).excerpt.chars().count() <= EXCERPT);
        }
    }
}
