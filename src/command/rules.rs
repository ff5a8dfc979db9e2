//! `canhcong rules`: what each rule looks for, why, and how severity is reached.

use anyhow::bail;
use canhcong::{
    detect::{self, At, NIGHT_RULES, RULES, Rule},
    finding::{Lang, Text},
    report::explanation,
};

use super::{Common, Outcome};

#[derive(clap::Args)]
pub struct Args {
    /// One rule; all without it.
    id: Option<String>,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let lang = common.lang();
    let text = match &args.id {
        None => {
            let of_pages = RULES.iter().map(|rule| summary(rule.id, rule.what, lang));
            let of_nights = NIGHT_RULES.iter().map(|rule| summary(rule.id, rule.what, lang));
            let rules: String = of_pages.chain(of_nights).collect();
            format!("{rules}\n{}", explanation::of_severity(lang))
        }
        Some(id) => match (detect::rule(id), NIGHT_RULES.iter().find(|rule| rule.id == id)) {
            (Some(rule), _) => whole(rule, lang),
            (None, Some(rule)) => about(rule.id, [rule.what, rule.why, rule.repair], lang),
            (None, None) => {
                let known = RULES.iter().map(|rule| rule.id);
                let known: Vec<&str> =
                    known.chain(NIGHT_RULES.iter().map(|rule| rule.id)).collect();
                bail!("`{id}` is not a rule; expected one of {}", known.join(", "));
            }
        },
    };
    common.write(&text)?;
    Ok(Outcome::Quiet)
}

fn summary(id: &str, what: Text, lang: Lang) -> String {
    format!("{id}\n    {}\n", what.in_lang(lang))
}

fn about(id: &str, [what, why, repair]: [Text; 3], lang: Lang) -> String {
    let (why_, repair_) = match lang {
        Lang::Vi => ("Vì sao", "Khắc phục"),
        Lang::En => ("Why", "Repair"),
    };
    format!(
        "{id}\n\n{}\n\n{why_}: {}\n\n{repair_}: {}\n",
        what.in_lang(lang),
        why.in_lang(lang),
        repair.in_lang(lang)
    )
}

fn whole(rule: &Rule, lang: Lang) -> String {
    let (caught, clean) = match lang {
        Lang::Vi => ("Bị phát hiện", "Không bị báo"),
        Lang::En => ("Caught", "Left alone"),
    };
    let nowhere = match lang {
        Lang::Vi => "(địa chỉ không tồn tại)",
        Lang::En => "(an address that does not exist)",
    };
    let earlier = match lang {
        Lang::Vi => "các đêm trước",
        Lang::En => "the nights before",
    };
    let mut text = about(rule.id, [rule.what, rule.why, rule.repair], lang);
    for (heading, examples) in [(caught, rule.caught), (clean, rule.clean)] {
        text += &format!("\n{heading}:\n");
        for example in examples {
            text += &format!("  {}\n", example.says);
            match example.at {
                At::Anywhere | At::Software => {}
                At::Page(path) => text += &format!("    {path}\n"),
                At::Nowhere => text += &format!("    {nowhere}\n"),
                At::List => text += "    /sitemap.xml\n",
                At::Changed(before) => text += &format!("    [{earlier}] {before}\n"),
            }
            for answer in example.answers {
                let to: Vec<&str> = answer.to.iter().map(|identity| identity.id()).collect();
                let whom = if to.is_empty() { "*".to_owned() } else { to.join(", ") };
                let what = match answer.location {
                    Some(location) => format!("Location: {location}"),
                    None => answer.body.to_owned(),
                };
                text += &format!("    [{whom}] {}\n", what);
            }
        }
    }
    text
}
