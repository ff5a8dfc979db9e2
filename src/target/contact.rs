//! Whom a finding is told to: the owner, the province's cyber unit, the national body.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    fields::{Fields, id},
    problem::Problem,
};

/// Somebody who is told about findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Short name by which portals refer to it: `[a-z0-9-]`, at most 64 characters.
    pub id: String,
    /// In which capacity they are told.
    pub role: ContactRole,
    /// The body or person as people know it.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone number as people write it.
    pub phone: Option<String>,
    /// When somebody last made sure that mail address and number are right.
    pub verified_on: Option<Date>,
}

/// In which capacity somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactRole {
    /// The agency that owns the portal.
    Owner,
    /// The police unit that handles incidents of the province.
    CyberUnit,
    /// A national body.
    National,
}

impl ContactRole {
    /// All roles with the name that `targets.toml` has for them.
    pub const NAMES: [(&'static str, ContactRole); 3] =
        [("owner", Self::Owner), ("cyber-unit", Self::CyberUnit), ("national", Self::National)];
}

/// Reads one `[[contact]]`.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Contact> {
    let contact_id = fields.required_text("id").and_then(|text| fields.valid(text, id));
    let role = fields.required_choice("role", &ContactRole::NAMES);
    let name = fields.required_text("name").map(|name| name.into_inner().to_owned());
    let email = fields.text("email").and_then(|text| fields.valid(text, email));
    let phone = fields.text("phone").map(|phone| phone.into_inner().to_owned());
    let verified_on = fields.date("verified_on");
    if !fields.has("email") && !fields.has("phone") {
        fields.report(
            Problem::new("this contact can not be reached")
                .help("give `email`, `phone` or both")
                .at(fields.span(), "neither `email` nor `phone`"),
        );
    }
    fields.finish();
    Some(Contact { id: contact_id?, role: role?, name: name?, email, phone, verified_on })
}

fn email(text: &str) -> Result<String, String> {
    let whole = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
    });
    if whole && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err("must be a mail address such as `pa05@congan.example`".to_owned())
    }
}
