//! Real pages that name their system, told by what they are made of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::LazyLock,
};

use canhcong::{
    fetch::decode,
    inspect,
    software::{Kind, Version},
};
use rayon::prelude::*;
use regex::Regex;
use url::Url;

use super::{portal, shared};

/// Products that pages of the corpus name, how they write themselves, and what their addresses and
/// markup have in them wherever they stand.
const NAMES: &[(&str, &str, &[&str])] = &[
    ("wordpress", "WordPress", &["wp-content", "wp-includes", "wp-json"]),
    ("drupal", "Drupal", &["/sites/", "Drupal.settings", "drupal-settings-json", "/misc/drupal"]),
    ("typo3", "TYPO3", &["typo3temp", "typo3conf"]),
    ("mediawiki", "MediaWiki", &["load.php", "api.php?action=rsd", "poweredby_mediawiki_"]),
    ("joomla", "Joomla!", &["option=com_", "/media/jui", "joomla-script"]),
    ("dspace", "DSpace", &["/jspui/", "/xmlui/", "<ds-app"]),
    ("moodle", "Moodle", &["M.cfg", "yui_combo", "styles.php", "javascript.php"]),
];

/// Libraries that pages of the corpus load, and what their addresses have in them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("jquery", &["jquery"]),
    ("jquery-ui", &["jquery-ui", "jquery.ui", "jqueryui", "jquery/ui/core"]),
    ("jquery-migrate", &["jquery-migrate", "jquery.migrate"]),
    ("bootstrap", &["bootstrap"]),
    ("angularjs", &["angular"]),
    ("vue", &["vue"]),
    ("react", &["react"]),
    ("moment", &["moment"]),
    ("lodash", &["lodash"]),
    ("underscore", &["underscore"]),
    ("dompurify", &["purify"]),
    ("handlebars", &["handlebars"]),
    ("knockout", &["knockout"]),
    ("tinymce", &["tinymce", "tiny_mce"]),
    ("fckeditor", &["fckeditor"]),
    ("font-awesome", &["font-awesome", "fontawesome"]),
    ("swiper", &["swiper"]),
];

/// A script that names jQuery and its version in the name of its file, and nothing else.
static JQUERY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<script\s[^>]*\bsrc=["'][^"'>]*/jquery-(\d+\.\d+\.\d+)(?:\.min)?\.js["'?]"#)
        .unwrap()
});

static META: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?is)<meta\s[^>]*>").unwrap());
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?is)\sname\s*=\s*["']?generator\b"#).unwrap());
static CONTENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?is)\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')"#).unwrap());

/// Product and the rest of each generator meta, read without the reader of pages.
fn declared(html: &str) -> Vec<(&'static str, String)> {
    let metas = META.find_iter(html).map(|found| found.as_str()).filter(|tag| NAME.is_match(tag));
    let contents = metas.filter_map(|tag| {
        let found = CONTENT.captures(tag)?;
        Some(found.get(1).or(found.get(2))?.as_str().to_owned())
    });
    let named = |content: String| {
        let (id, name, _) = NAMES.iter().find(|(_, name, _)| content.starts_with(name))?;
        Some((*id, content[name.len()..].to_owned()))
    };
    contents.filter_map(named).collect()
}

/// What came of one page.
#[derive(Default)]
struct Told {
    declared: Vec<&'static str>,
    /// Products that were declared with a number, and the answer has it.
    numbered: Vec<&'static str>,
    /// Products that other clues name.
    others: Vec<&'static str>,
    /// Names that stand in the text of the page and are not told as its products.
    words: Vec<&'static str>,
    /// The version that WordPress's own files carry, beside the one that the page declares.
    carried: Option<(Version, Version)>,
    /// How many versions of libraries are told; how many of jQuery stand in names of files, and how
    /// many of these are told.
    libraries: [usize; 3],
    wrong: Vec<String>,
}

fn tell(url: &Url, html: &str) -> Told {
    let mut told = Told::default();
    let found = portal(url, html, &[]);
    for (id, rest) in declared(html) {
        told.declared.push(id);
        let Some(own) = found.iter().find(|own| own.product.id == id) else {
            told.wrong.push(format!("{id} {rest} is not found"));
            continue;
        };
        let Some(version) = Version::leading(&rest) else { continue };
        // Drupal says no more than its major version, whatever else is known.
        let fits = if id == "drupal" {
            own.answer.at_least().or(own.answer.exact()).map(|own| own.number(0))
                == Some(version.number(0))
        } else {
            own.answer.exact() == Some(&version)
        };
        if fits {
            told.numbered.push(id);
        } else {
            told.wrong.push(format!("{id} {rest} as {}", own.answer.versions));
        }
        if id == "wordpress" {
            told.carried = carried(url, html).map(|carried| (version, carried));
        }
    }
    for own in &found {
        let id = own.product.id;
        if own.answer.kind == Kind::Contradictory {
            told.wrong.push(format!("{id} contradictory"));
        }
        if told.declared.contains(&id) {
            continue;
        }
        if let Some((_, names)) = LIBRARIES.iter().find(|(own, _)| *own == id) {
            let version = own.answer.exact().map(Version::as_str);
            let lower = html.to_ascii_lowercase();
            told.libraries[0] += usize::from(version.is_some());
            if !version.is_none_or(|version| html.contains(version))
                || !names.iter().any(|name| lower.contains(name))
            {
                told.wrong.push(format!("{id} by {}", own.evidence[0].line()));
            }
            continue;
        }
        told.others.push(id);
        let marks = NAMES.iter().find(|(own, ..)| *own == id).map_or(&[][..], |own| own.2);
        if !marks.iter().any(|mark| html.contains(mark)) {
            told.wrong.push(format!("{id} by {}", own.evidence[0].line()));
        }
    }
    let written: BTreeSet<&str> =
        JQUERY.captures_iter(html).map(|found| found.get(1).unwrap().as_str()).collect();
    let of_jquery = found.iter().filter(|own| own.product.id == "jquery");
    let exact: Vec<&str> =
        of_jquery.filter_map(|own| own.answer.exact()).map(Version::as_str).collect();
    told.libraries[1] = written.len();
    told.libraries[2] = written.iter().filter(|version| exact.contains(version)).count();
    for (id, name, _) in NAMES {
        if html.contains(name) && !found.iter().any(|own| own.product.id == *id) {
            told.words.push(id);
        }
    }
    told
}

/// The version of WordPress when nothing declares it.
fn carried(url: &Url, html: &str) -> Option<Version> {
    let html = NAME.replace_all(html, " name=\"nothing").into_owned();
    let found = portal(url, &html, &[]);
    found.iter().find(|own| own.product.id == "wordpress")?.answer.exact().cloned()
}

#[test]
fn real_pages_are_told_by_what_they_declare() {
    let Some(folder) = shared("data/corpus/benign_intl") else { return };
    let manifest = fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let lines: Vec<&str> = manifest.lines().skip(1).collect();
    let pages = lines.into_par_iter().map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let host = fields.last().copied().filter(|host| !host.is_empty());
        let url = Url::parse(&format!("https://{}/", host.unwrap_or("unknown.invalid"))).unwrap();
        let html = decode(&inspect::read(&folder.join(fields[0])).unwrap(), None).text;
        (fields[0].to_owned(), tell(&url, &html))
    });
    let pages: Vec<(String, Told)> = pages.collect();
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (_, told) in &pages {
        let kinds = [&told.declared, &told.numbered, &told.others, &told.words];
        for (at, kind) in kinds.into_iter().enumerate() {
            kind.iter().for_each(|id| counts.entry(id).or_default()[at] += 1);
        }
    }
    for (id, [declared, numbered, others, words]) in &counts {
        println!(
            "{id}: declared {declared} times, with a number that fits {numbered} times; \
             told by other clues on {others} pages, not told from the word alone on {words}"
        );
    }
    let carried: Vec<_> = pages.iter().filter_map(|(_, told)| told.carried.as_ref()).collect();
    let agree = carried.iter().filter(|(declared, carried)| declared == carried).count();
    println!(
        "WordPress: its files carry a version on {} of these pages, the same on {agree}",
        carried.len()
    );
    for (declared, carried) in carried.iter().filter(|(declared, carried)| declared != carried) {
        println!("    declared {declared}, carried {carried}");
    }
    let [libraries, written, told] =
        [0, 1, 2].map(|at| pages.iter().map(|(_, told)| told.libraries[at]).sum::<usize>());
    println!(
        "libraries: {libraries} versions; of {written} versions of jQuery in names of files, {told}"
    );
    let wrong: Vec<String> = pages
        .iter()
        .flat_map(|(name, told)| told.wrong.iter().map(move |wrong| format!("{name}: {wrong}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let numbered: usize = counts.values().map(|count| count[1]).sum();
    assert!(numbered > 90, "{numbered} pages declare their version");
    // Scripts in comments are not loaded.
    assert!(written > 50 && told * 20 >= written * 19, "{told} of {written}");
    assert!(agree * 20 >= carried.len() * 19, "{agree} of {}", carried.len());
}
