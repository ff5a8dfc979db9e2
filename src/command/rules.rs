//! `canhcong rules`: what each rule looks for, why, and how severity is reached.

use anyhow::bail;
use canhcong::{
    detect::{self, At, RULES, Rule},
    finding::Lang,
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
            let rules: String = RULES.iter().map(|rule| summary(rule, lang)).collect();
            format!("{rules}\n{}", explanation::of_severity(lang))
        }
        Some(id) => match detect::rule(id) {
            Some(rule) => whole(rule, lang),
            None => {
                let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
                bail!("`{id}` is not a rule; expected one of {}", known.join(", "));
            }
        },
    };
    common.write(&text)?;
    Ok(Outcome::Quiet)
}

fn summary(rule: &Rule, lang: Lang) -> String {
    format!("{}\n    {}\n", rule.id, rule.what.in_lang(lang))
}

fn whole(rule: &Rule, lang: Lang) -> String {
    let (why, repair, caught, clean) = match lang {
        Lang::Vi => ("Vì sao", "Khắc phục", "Bị phát hiện", "Không bị báo"),
        Lang::En => ("Why", "Repair", "Caught", "Left alone"),
    };
    let nowhere = match lang {
        Lang::Vi => "(địa chỉ không tồn tại)",
        Lang::En => "(an address that does not exist)",
    };
    let mut text = format!("{}\n\n{}\n\n", rule.id, rule.what.in_lang(lang));
    text += &format!("{why}: {}\n\n", rule.why.in_lang(lang));
    text += &format!("{repair}: {}\n", rule.repair.in_lang(lang));
    for (heading, examples) in [(caught, rule.caught), (clean, rule.clean)] {
        text += &format!("\n{heading}:\n");
        for example in examples {
            text += &format!("  {}\n", example.says);
            match example.at {
                At::Anywhere => {}
                At::Page(path) => text += &format!("    {path}\n"),
                At::Nowhere => text += &format!("    {nowhere}\n"),
                At::List => text += "    /sitemap.xml\n",
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
