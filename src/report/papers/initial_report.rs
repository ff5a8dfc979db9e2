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
    let wound = Wound::new(case, Lang::Vi);
    let form = Form {
        owner: case.owner(),
        contacts: case.contacts.iter().map(|contact| ContactView::new(contact)).collect(),
        form: case.form(),
        pack: defang::plain(case.pack),
        // A portal without a name of its own is told by its address already.
        addresses: addresses
            .iter()
            .map(|address| defang::plain(address))
            .filter(|address| *address != wound.host)
            .collect(),
        wound,
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
