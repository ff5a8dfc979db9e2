//! Files of endoflife.date, unchanged: `/api/<product>.json` (v0), `/api/v1/products/<product>/` (v1).
//!
//! Whether a branch has ended is worked out from its dates whenever it is asked: what the file says of
//! "now" was true on the day on which it was made.

mod form;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use self::form::Row;
use super::{lifecycles::branch_named, table::Mistake};
use crate::software::{Branch, Lifecycle, Part, Release, Support, Version, Versions};

/// A branch that had a release this many days before the product's newest one is still mended,
/// whatever its end was said to be; only of makers that are known to do so.
const MENDED_DAYS: i32 = 365;

/// What a file told.
pub(super) struct Told {
    pub lifecycle: Lifecycle,
    /// Branches that were left out because they contradict themselves, and why.
    pub doubts: Vec<String>,
}

/// Reads the file of a product. `part` is what the product is to a portal; `mends_ended` whether its
/// makers mend branches after the end that they name.
pub(super) fn read(
    text: &str,
    product: &str,
    part: Part,
    mends_ended: bool,
) -> Result<Told, Mistake> {
    let (rows, made) = form::rows(text)?;
    if rows.is_empty() {
        return Err((1, "expected at least one release".to_owned()));
    }
    // Where the file does not say when it was made, it was not before what is in it.
    let last = rows.iter().flat_map(|row| [row.released, row.newest_on]).flatten().max();
    let Some(as_of) = made.or(last) else {
        return Err((1, "expected a day on which something was released".to_owned()));
    };
    let mut doubts = Vec::new();
    let mut branches = Vec::new();
    for row in rows {
        match branch(row, last.filter(|_| mends_ended), as_of) {
            Ok(branch) => branches.push(branch),
            Err(doubt) => doubts.push(format!("{product}: {doubt}")),
        }
    }
    if branches.is_empty() {
        // Of some products the branches are editions, which say nothing of their numbers.
        let first = doubts.first().map(String::as_str).unwrap_or_default();
        return Err((1, format!("expected branches by their numbers: {first}")));
    }
    let source = "endoflife.date".to_owned();
    let lifecycle = Lifecycle { product: product.to_owned(), part, as_of, source, branches };
    Ok(Told { lifecycle, doubts })
}

/// A branch, or what is not right about it.
fn branch(row: Row, mended: Option<Date>, as_of: Date) -> Result<Branch, String> {
    let name: String = row.name.chars().take(Version::MOST).collect();
    let versions = branch_named(&name).ok_or_else(|| format!("`{name}` is no number"))?;
    let newest = match &row.newest {
        None => None,
        Some(text) => Some(Version::parse(text).ok_or_else(|| format!("{name}: no version"))?),
    };
    if let Some(newest) = newest.as_ref().filter(|newest| !versions.contains(newest)) {
        return Err(format!("{newest} is not of {name}"));
    }
    if [row.released, row.newest_on].into_iter().flatten().any(|day| day > as_of) {
        return Err(format!("{name}: released after the file was made"));
    }
    let until = |support| match (support, mended, row.newest_on) {
        (Support::Until(_), Some(last), Some(own)) if days(own, last) <= MENDED_DAYS => {
            Support::Open
        }
        _ => support,
    };
    let newest = newest.map(|version| Release { version, date: row.newest_on });
    Ok(Branch {
        support: until(row.support),
        released: row.released,
        followed: Versions::none(),
        versions,
        newest,
        name,
    })
}

impl Told {
    /// Puts beside it what was known before and is not in the file: branches that have ended, and the
    /// newest release of a branch where the file contradicts it.
    pub(super) fn beside(mut self, known: &Lifecycle) -> Self {
        for own in &mut self.lifecycle.branches {
            let same = |other: &&Branch| other.versions == own.versions;
            let Some(before) = known.branches.iter().find(same) else { continue };
            let (Some(newest), Some(known)) = (&own.newest, &before.newest) else { continue };
            let (higher, earlier) = (newest.version > known.version, newest.date < known.date);
            if higher && earlier && newest.date.is_some() {
                self.doubts.push(format!(
                    "{}: {} is said to be older than {}",
                    own.name, newest.version, known.version
                ));
                own.newest = before.newest.clone();
            }
        }
        let (listed, as_of) = (&self.lifecycle.branches, self.lifecycle.as_of);
        let missing = |own: &&Branch| {
            let same: Vec<&Branch> =
                listed.iter().filter(|other| other.versions.overlaps(&own.versions)).collect();
            same.is_empty()
                || own.has_ended(as_of) && same.iter().all(|other| other.has_ended(as_of))
        };
        let missing: Vec<Branch> = known.branches.iter().filter(missing).cloned().collect();
        self.lifecycle.branches.extend(missing);
        self
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
