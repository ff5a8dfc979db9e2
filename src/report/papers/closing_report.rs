//! Form 04: the final report of an incident that is over.

use askama::Template;

use super::{Case, ContactView, FormView, wound::Wound};
use crate::{
    finding::Lang,
    report::{RenderError, defang, handling, labels},
};

/// The form in Vietnamese, to be finished by hand or in a word processor.
///
/// # Errors
/// See [`RenderError`].
pub fn render(case: &Case<'_>) -> Result<String, RenderError> {
    let told = |act| handling::act(act, Lang::Vi);
    let form = Form {
        healed: case.is_healed(),
        wound: Wound::new(case, Lang::Vi),
        owner: case.owner(),
        form: case.form(),
        pack: defang::plain(case.pack),
        nights: case.story.healed.iter().map(|at| labels::moment(*at, Lang::Vi)).collect(),
        acts: case.story.acts.iter().map(told).collect(),
    };
    Ok(form.render()? + "\n")
}

#[derive(Template)]
#[template(path = "papers/closing_report.html")]
struct Form {
    healed: bool,
    wound: Wound,
    owner: Option<ContactView>,
    form: FormView,
    pack: String,
    /// When looks showed that it was healed.
    nights: Vec<String>,
    acts: Vec<String>,
}
