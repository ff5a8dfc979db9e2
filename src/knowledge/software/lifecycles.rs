//! `lifecycles.toml`: releases and ends of support, as people write them down.

use jiff::civil::Date;
use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use super::table::{Mistake, date, line_of, parse, versions};
use crate::software::{Branch, Lifecycle, Part, Release, Support, Version, Versions};

/// The most products of one file.
const MOST_PRODUCTS: usize = 2_000;

/// A product as the file tells of it.
pub(super) struct Told {
    pub lifecycle: Lifecycle,
    /// Other names of the product, in others' files.
    pub also: Vec<String>,
    /// Whether branches are mended for years after their end.
    pub mends_ended: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    product: Vec<Spanned<ProductRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductRow {
    id: String,
    #[serde(default)]
    also: Vec<String>,
    part: PartName,
    as_of: Spanned<Datetime>,
    source: String,
    #[serde(default)]
    mends_ended: bool,
    #[serde(default)]
    branch: Vec<Spanned<BranchRow>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PartName {
    Portal,
    Library,
    Server,
    System,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BranchRow {
    name: String,
    versions: Option<Spanned<String>>,
    released: Option<Spanned<Datetime>>,
    newest: Option<Version>,
    newest_on: Option<Spanned<Datetime>>,
    behind: Option<Spanned<String>>,
    until: Option<Spanned<Datetime>>,
    #[serde(default)]
    ended: bool,
    #[serde(default)]
    replaced: bool,
}

/// Reads a file; the mistake names its line, from 1, and what was expected.
pub(super) fn read(text: &str) -> Result<Vec<Told>, Mistake> {
    let table: Table = parse(text)?;
    if table.product.len() > MOST_PRODUCTS {
        return Err((1, format!("expected at most {MOST_PRODUCTS} products")));
    }
    table.product.into_iter().map(|row| product(row.into_inner(), text)).collect()
}

fn product(row: ProductRow, text: &str) -> Result<Told, Mistake> {
    let as_of = date(&row.as_of, text)?;
    if row.branch.len() > Lifecycle::MOST_BRANCHES {
        let line = row.branch.first().map_or(1, |branch| line_of(branch.span().start, text));
        return Err((line, format!("expected at most {} branches", Lifecycle::MOST_BRANCHES)));
    }
    let branches = row.branch.into_iter().map(|branch| {
        let line = line_of(branch.span().start, text);
        read_branch(branch.into_inner(), line, text)
    });
    let lifecycle = Lifecycle {
        product: row.id,
        part: match row.part {
            PartName::Portal => Part::Portal,
            PartName::Library => Part::Library,
            PartName::Server => Part::Server,
            PartName::System => Part::System,
        },
        as_of,
        source: row.source,
        branches: branches.collect::<Result<_, _>>()?,
    };
    Ok(Told { lifecycle, also: row.also, mends_ended: row.mends_ended })
}

fn read_branch(row: BranchRow, line: usize, text: &str) -> Result<Branch, Mistake> {
    let own = match &row.versions {
        Some(set) => versions(set, text)?,
        None => branch_named(&row.name).ok_or_else(|| {
            (line, format!("`{}` is no number: expected `versions` too", row.name))
        })?,
    };
    let day = |day: &Option<Spanned<Datetime>>| -> Result<Option<Date>, Mistake> {
        day.as_ref().map(|day| date(day, text)).transpose()
    };
    let support = match (day(&row.until)?, row.ended, row.replaced) {
        (None, false, false) => Support::Open,
        (Some(until), false, false) => Support::Until(until),
        (None, true, false) => Support::Ended,
        (None, false, true) => Support::Replaced,
        _ => return Err((line, "expected one of `until`, `ended` and `replaced`".to_owned())),
    };
    let followed = match &row.behind {
        Some(set) => versions(set, text)?,
        None => Versions::none(),
    };
    let newest_on = day(&row.newest_on)?;
    let newest = row.newest.map(|version| Release { version, date: newest_on });
    let all = newest.iter().all(|newest| own.contains(&newest.version));
    if !all || !followed.is_within(&own) {
        return Err((line, format!("`newest` and `behind` are not versions of `{}`", row.name)));
    }
    Ok(Branch {
        versions: own,
        released: day(&row.released)?,
        support,
        newest,
        followed,
        name: row.name,
    })
}

/// All versions that begin with the numbers of a branch's name: `4.5`.
pub(super) fn branch_named(name: &str) -> Option<Versions> {
    let version = Version::parse(name)?;
    let numbers = name.split('.').count();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    name.split('.').all(is_number).then(|| Versions::branch(&version, numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_file_is_in_order() {
        let told = read(include_str!("../../../data/software/lifecycles.toml")).unwrap();
        assert!(told.len() >= 35, "{}", told.len());
        let mut names = std::collections::HashSet::new();
        for own in &told {
            let product = &own.lifecycle.product;
            assert!(names.insert(product.clone()), "{product} twice");
            assert!(!own.lifecycle.branches.is_empty() && !own.lifecycle.source.is_empty());
            for (at, branch) in own.lifecycle.branches.iter().enumerate() {
                for other in own.lifecycle.branches.iter().skip(at + 1) {
                    let both = branch.versions.and(&other.versions);
                    assert!(both.is_empty(), "{product}: {} and {}", branch.name, other.name);
                }
                let dates = [branch.released, branch.newest.as_ref().and_then(|own| own.date)];
                assert!(dates.into_iter().flatten().all(|day| day <= own.lifecycle.as_of));
            }
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let begin =
            "[[product]]\nid = \"a\"\npart = \"portal\"\nas_of = 2026-01-01\nsource = \"us\"\n";
        for (rest, line, said) in [
            ("[[product.branch]]\nname = \"new\"\n", 6, "expected `versions`"),
            ("[[product.branch]]\nname = \"1\"\nversions = \"=>1\"\n", 8, "expected versions"),
            ("[[product.branch]]\nname = \"1\"\nnewest = \"2.0\"\n", 6, "not versions of"),
            ("[[product.branch]]\nname = \"1\"\nended = true\nreplaced = true\n", 6, "one of"),
            ("[[product.branch]]\nname = \"1\"\nuntil = 2026-13-01\n", 8, ""),
            ("[[product.branch]]\nname = \"1\"\nuntil = 10:00:00\n", 8, "expected a day"),
            ("[[product.branch]]\nnam = \"1\"\n", 7, "unknown field"),
        ] {
            let Err((at, why)) = read(&format!("{begin}{rest}")) else { panic!("{rest}") };
            assert_eq!(at, line, "{rest}: {why}");
            assert!(why.contains(said), "{rest}: {why}");
        }
        assert!(read(&format!("a = {}", "[".repeat(100_000))).is_err());
    }
}
