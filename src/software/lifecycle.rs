//! What is known of the releases of a product: its branches, when they end, the newest of each.

use jiff::civil::Date;

use super::{Version, Versions};

/// The releases of one product, as far as they are known on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// The product, by its name in data files.
    pub product: String,
    /// What it is to a portal.
    pub part: Part,
    /// The day on which this was known. What came later is not in it.
    pub as_of: Date,
    /// Where it was read.
    pub source: String,
    /// The branches that are told apart, in the order of the file.
    pub branches: Vec<Branch>,
}

/// What a product is to a portal: what an old version of it means hangs on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What makes the pages: a CMS, a forum, a framework.
    Portal,
    /// A library that pages load.
    Library,
    /// What stands before or below: web servers, languages. Distributions mend these without
    /// raising their number.
    Server,
    /// What comes with an operating system that nobody else mends, as IIS does with Windows.
    System,
}

/// Releases that are mended together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its name: `4.5`.
    pub name: String,
    /// All versions of it, those that nobody knows yet too.
    pub versions: Versions,
    /// When its first release came.
    pub released: Option<Date>,
    /// How long it is mended.
    pub support: Support,
    /// Its newest release that is known.
    pub newest: Option<Release>,
    /// Versions of it that are known to have been followed by one whose number is not known.
    pub followed: Versions,
}

/// How long a branch is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Nobody said.
    Open,
    /// To the end of this day.
    Until(Date),
    /// No longer; the day is not known.
    Ended,
    /// Its makers go on with a later branch, and never said that this one ends.
    Replaced,
}

/// One release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// The day of the release.
    pub date: Option<Date>,
}

impl Branch {
    /// Whether it is no longer mended.
    pub fn has_ended(&self, today: Date) -> bool {
        match self.support {
            Support::Until(day) => day < today,
            Support::Ended => true,
            Support::Open | Support::Replaced => false,
        }
    }

    /// The versions of it that a newer one took the place of.
    fn behind(&self) -> Versions {
        match (&self.support, &self.newest) {
            (Support::Replaced, _) => self.versions.clone(),
            (_, Some(newest)) => {
                let older = Versions::below(newest.version.clone()).or(&self.followed);
                self.versions.and(&older)
            }
            (_, None) => self.followed.clone(),
        }
    }

    /// The versions of it that nothing newer is known of.
    fn ahead(&self) -> Versions {
        match (&self.support, &self.newest) {
            (Support::Replaced, _) | (_, None) => Versions::none(),
            (_, Some(newest)) => self.versions.and(&Versions::at_least(newest.version.clone())),
        }
    }
}

impl Lifecycle {
    /// The most branches of a product.
    pub const MOST_BRANCHES: usize = 200;

    /// The newest release that is known, of whichever branch.
    pub fn newest(&self) -> Option<&Release> {
        let newest = self.branches.iter().filter_map(|branch| branch.newest.as_ref());
        newest.max_by(|a, b| a.version.cmp(&b.version))
    }

    /// The branch to which all of these belong.
    pub fn branch_of(&self, versions: &Versions) -> Option<&Branch> {
        self.branches.iter().find(|branch| versions.is_within(&branch.versions))
    }

    /// All versions of branches that have ended.
    pub fn ended(&self, today: Date) -> Versions {
        union(
            self.branches.iter().filter(|own| own.has_ended(today)).map(|own| own.versions.clone()),
        )
    }

    /// All versions that a newer one took the place of, in their own branch or with all of it.
    pub fn behind(&self) -> Versions {
        union(self.branches.iter().map(Branch::behind))
    }

    /// All versions that nothing newer is known of in their branch, and those after all that are
    /// known.
    pub fn ahead(&self) -> Versions {
        let after = self.newest().map(|newest| Versions::at_least(newest.version.clone()));
        union(self.branches.iter().map(Branch::ahead).chain(after))
    }
}

fn union(sets: impl Iterator<Item = Versions>) -> Versions {
    sets.fold(Versions::none(), |all, set| all.or(&set))
}
