//! `canhcong evidence`: pack what was kept of an incident, check a pack, list what is kept.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{anyhow, bail};
use canhcong::{
    evidence::{
        self, Lying, Manifest,
        pack::{self, Made, Order},
        verify::{Checked, Mismatch, verify},
    },
    finding::{Fingerprint, Lang, Text},
    report::{defang, json::document},
    scan,
    store::Store,
    target::{Contact, Registry, Target},
};
use serde_json::json;

use super::{Common, Outcome, incidents};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Put everything about one incident into a folder or zip, with cover sheet, forms and minute.
    Pack {
        /// The incident's id, or the beginning of it.
        incident: String,
        /// The folder in which the pack is to stand.
        #[arg(long, value_name = "DIR", default_value = ".")]
        to: PathBuf,
        /// Make one zip instead of a folder.
        #[arg(long)]
        zip: bool,
    },
    /// Check a pack, a folder or zip, without any network; name each file that differs.
    Verify {
        /// The pack.
        pack: PathBuf,
    },
    /// Which items of evidence are kept.
    List {
        /// One portal only.
        #[arg(long, value_name = "ID")]
        portal: Option<String>,
    },
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    if !["terminal", "json"].contains(&common.format) {
        bail!("evidence has no format {}; expected terminal or json", common.format);
    }
    match &args.action {
        Action::Pack { incident, to, zip } => make(common, incident, to, *zip),
        Action::Verify { pack } => check(common, pack),
        Action::List { portal } => list(common, portal.as_deref()),
    }
}

/// The evidence folder of the state folder in use.
fn folder(common: &Common) -> PathBuf {
    let state = common.state();
    state.join(evidence::FOLDER)
}

fn make(common: &Common, incident: &str, to: &Path, zip: bool) -> anyhow::Result<Outcome> {
    let now = scan::now();
    let store = incidents::open(common, now)?;
    let id = incidents::meant(&store, incident)?;
    let story = incidents::story(&store, &id, now)?;
    let registry = registry(common)?;
    let target = registry.targets.iter().find(|own| own.id == story.incident.portal);
    let contacts = contacts(&registry, target);
    let evidence = folder(common);
    let items = items(&evidence, &store, &id)?;
    let lang = common.lang();
    let made = pack::make(&Order {
        evidence: &evidence,
        items: &items,
        story: &story,
        target,
        contacts: &contacts,
        form: &registry.report_form,
        lang,
        at: now,
        to,
        zip,
    })
    .map_err(|error| anyhow!("{error}"))?;
    common.write(&match common.format {
        "json" => made_json(&made)?,
        _ => made_told(&made, lang),
    })?;
    if let Err(error) = &made.chained {
        bail!("the pack is whole, but the chain could not be told of it: {error}");
    }
    Ok(Outcome::Quiet)
}

/// The items that show the incident, the oldest first: those on record, and those that a run wrote
/// and was stopped before it could record.
fn items(evidence: &Path, store: &Store, id: &Fingerprint) -> anyhow::Result<Vec<String>> {
    let mut items: BTreeSet<String> =
        store.evidence_of(id)?.into_iter().map(|kept| kept.item).collect();
    for lying in evidence::items(evidence)? {
        let shows = |own: (Manifest, _)| own.0.about.findings.contains(&id.0);
        if Manifest::read(&lying.folder).is_ok_and(shows) {
            items.insert(lying.path);
        }
    }
    Ok(items.into_iter().collect())
}

/// A portal can be packed that is no longer registered, on a machine that has no registry.
fn registry(common: &Common) -> anyhow::Result<Registry> {
    if common.targets.exists() {
        return super::load(&common.targets);
    }
    tracing::warn!("{} is not there: owner and contacts stay blank", common.targets.display());
    Ok(Registry::default())
}

/// Those who are told of the portal: whom it names, and who is told of every portal.
fn contacts<'a>(registry: &'a Registry, target: Option<&Target>) -> Vec<&'a Contact> {
    let own = target.map(|target| target.notify.as_slice()).unwrap_or_default();
    let is_told =
        |contact: &&Contact| [own, &registry.notify].iter().any(|ids| ids.contains(&contact.id));
    registry.contacts.iter().filter(is_told).collect()
}

fn made_json(made: &Made) -> anyhow::Result<String> {
    let missing: Vec<_> =
        made.missing.iter().map(|own| json!({"path": own.path, "reason": own.why.en})).collect();
    Ok(document(&json!({
        "schema": "canhcong.pack-made/1",
        "path": made.path,
        "manifest_sha256": made.manifest,
        "files": made.files,
        "bytes": made.bytes,
        "items": made.items,
        "damaged": made.damaged,
        "missing": missing,
        "chain_line": made.chained.as_ref().ok(),
    }))?)
}

fn made_told(made: &Made, lang: Lang) -> String {
    let say = |vi, en| Text { vi, en }.in_lang(lang);
    let (path, files, items) = (made.path.display(), made.files, made.items);
    let mut text = match lang {
        Lang::Vi => format!("Đã lập gói: {path}\n  {files} tệp, {items} mục dữ liệu gốc\n"),
        Lang::En => format!("Pack: {path}\n  files: {files}, items of evidence: {items}\n"),
    };
    text += &format!(
        "  {}\n  {}\n",
        say(
            "SHA-256 của manifest.json (ghi vào biên bản):",
            "SHA-256 of manifest.json (as in the minute):"
        ),
        made.manifest
    );
    if made.items == 0 {
        text += say(
            "  Chú ý: sự cố này không có dữ liệu gốc được lưu; gói chỉ gồm diễn biến và các mẫu.\n",
            "  Note: no raw data was kept of this incident; the pack has its story and papers only.\n",
        );
    }
    for path in &made.damaged {
        let note = say(
            "Chú ý: mục này không còn khớp với manifest hoặc sổ chuỗi, được đưa vào nguyên trạng",
            "Note: this item no longer fits its manifest or the chain; it is in the pack as it is",
        );
        text += &format!("  {note}: {path}\n");
    }
    for own in &made.missing {
        let note = say("Chú ý: không có trong gói", "Note: not in the pack");
        text += &format!("  {note}: {} ({})\n", own.path, own.why.in_lang(lang));
    }
    text += say(
        "  Đọc doc-truoc.html trước; kiểm tra: canhcong evidence verify ",
        "  Begin with read-first.html; check with: canhcong evidence verify ",
    );
    text + &format!("{path}\n")
}

fn check(common: &Common, path: &Path) -> anyhow::Result<Outcome> {
    let checked = verify(path).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    common.write(&match common.format {
        "json" => document(&checked_json(&checked)?)?,
        _ => checked_told(&checked, common.lang()),
    })?;
    Ok(if checked.is_whole() { Outcome::Quiet } else { Outcome::Findings })
}

fn checked_json(checked: &Checked) -> anyhow::Result<serde_json::Value> {
    let mut value = serde_json::to_value(checked)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("schema".to_owned(), json!("canhcong.verify/1"));
        object.insert("whole".to_owned(), json!(checked.is_whole()));
    }
    Ok(value)
}

fn checked_told(checked: &Checked, lang: Lang) -> String {
    let say = |vi, en| Text { vi, en }.in_lang(lang);
    let mut text = String::new();
    for own in &checked.mismatches {
        text += &format!("{}: {}\n", own.shown_path(), own.sentence().in_lang(lang));
    }
    if checked.more > 0 {
        text += &format!(
            "{} {}\n",
            say("… và số khác biệt nữa:", "… and more differences:"),
            checked.more
        );
    }
    let (files, items, records) = (checked.files, checked.items, checked.records);
    let wrong = checked.mismatches.len() + checked.more;
    text += &match (checked.is_whole(), lang) {
        (true, Lang::Vi) => format!(
            "GÓI NGUYÊN VẸN: {files} tệp, {items} mục dữ liệu gốc, {records} bản ghi WARC đều khớp.\n"
        ),
        (true, Lang::En) => format!(
            "THE PACK IS WHOLE. All fit: files {files}, items of evidence {items}, WARC records {records}.\n"
        ),
        (false, Lang::Vi) => format!(
            "GÓI KHÔNG CÒN NGUYÊN VẸN: {wrong} khác biệt nêu trên; {records} bản ghi WARC còn khớp.\n"
        ),
        (false, Lang::En) => format!(
            "THE PACK IS NOT WHOLE. Differences above: {wrong}; WARC records that still fit: {records}.\n"
        ),
    };
    let is_raw = |own: &Mismatch| own.path.starts_with("evidence/");
    if !checked.is_whole() && checked.more == 0 && !checked.mismatches.iter().any(is_raw) {
        // Whoever finished a form in its place wants to know that nothing else happened.
        text += say(
            "Không khác biệt nào nằm ở dữ liệu gốc (evidence/).\n",
            "None of them is in the raw data (evidence/).\n",
        );
    }
    if let Some(manifest) = &checked.manifest {
        let compare = say(
            "SHA-256 của manifest.json, so với biên bản đã ký:",
            "SHA-256 of manifest.json, to compare with the signed minute:",
        );
        text += &format!("{compare}\n{manifest}\n");
    }
    text
}

fn list(common: &Common, portal: Option<&str>) -> anyhow::Result<Outcome> {
    let mut items = evidence::items(&folder(common))?;
    items.retain(|own| portal.is_none_or(|portal| own.path.split('/').next() == Some(portal)));
    let about = |own: &Lying| Manifest::read(&own.folder).ok().map(|(manifest, _)| manifest.about);
    let text = if common.format == "json" {
        let one = |own: &Lying| json!({"path": own.path, "bytes": own.bytes, "about": about(own)});
        let items: Vec<_> = items.iter().map(one).collect();
        document(&json!({"schema": "canhcong.evidence-list/1", "items": items}))?
    } else {
        let lang = common.lang();
        let mut text = String::new();
        for own in &items {
            let unreadable =
                Text { vi: "không đọc được manifest", en: "its manifest can not be read" };
            let told = match about(own) {
                Some(about) => format!(
                    "{}  {}\n    {}",
                    about.captured_at.ict,
                    defang(&about.page),
                    about.findings.join(" ")
                ),
                None => unreadable.in_lang(lang).to_owned(),
            };
            text += &format!("{}  {} B\n    {told}\n", own.path, own.bytes);
        }
        text + &match lang {
            Lang::Vi => format!("{} mục dữ liệu gốc\n", items.len()),
            Lang::En => format!("items of evidence: {}\n", items.len()),
        }
    };
    common.write(&text)?;
    Ok(Outcome::Quiet)
}
