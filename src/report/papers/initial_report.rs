//! Form 03: the initial report of an incident, prefilled as far as a look from outside can.

use askama::Template;

use super::{Case, ContactView, FormView, wound::Wound};
use crate::{
    finding::Lang,
    report::{RenderError, defang},
};

/// The form in Vietnamese, to be finished by hand or in a word processor.
///
/// # Errors
/// See [`RenderError`].
pub fn render(case: &Case<'_>, addresses: &[String]) -> Result<String, RenderError> {
    let form = Form {
        wound: Wound::new(case, Lang::Vi),
        owner: case.owner(),
        contacts: case.contacts.iter().map(|contact| ContactView::new(contact)).collect(),
        form: case.form(),
        pack: defang::plain(case.pack),
        addresses: addresses.iter().map(|address| defang::plain(address)).collect(),
    };
    Ok(form.render()? + "\n")
}

#[derive(Template)]
#[template(path = "papers/initial_report.html")]
struct Form {
    wound: Wound,
    owner: Option<ContactView>,
    contacts: Vec<ContactView>,
    form: FormView,
    pack: String,
    addresses: Vec<String>,
}
