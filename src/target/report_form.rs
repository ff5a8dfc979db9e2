//! Which form an incident is reported on, and within how many days.
//!
//! The law on reporting changed in 2025 and 2026 and its forms may follow, so both are what the
//! operator says; what nobody has compared with the text in force is shown as unverified.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::fields::Fields;

/// The regulation whose forms are prefilled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportForm {
    /// The regulation as people cite it.
    pub name: String,
    /// Which edition of its forms this is.
    pub version: String,
    /// Days after discovery within which it asks for a report.
    pub deadline_days: u32,
    /// When somebody last compared name, version and deadline with the text in force.
    pub verified_on: Option<Date>,
}

impl Default for ReportForm {
    fn default() -> Self {
        Self {
            name: "Thông tư số 20/2017/TT-BTTTT".to_owned(),
            version: "Mẫu số 03 và Mẫu số 04, bản năm 2017".to_owned(),
            deadline_days: 5,
            verified_on: None,
        }
    }
}

const DEADLINES: RangeInclusive<usize> = 1..=365;

/// Reads `[report_form]`; what is left out stays as it is shipped.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> ReportForm {
    let mut form = ReportForm::default();
    if let Some(name) = fields.text("name") {
        form.name = name.into_inner().to_owned();
    }
    if let Some(version) = fields.text("version") {
        form.version = version.into_inner().to_owned();
    }
    let days = fields.whole("deadline_days", DEADLINES);
    if let Some(days) = days.and_then(|days| u32::try_from(days).ok()) {
        form.deadline_days = days;
    }
    form.verified_on = fields.date("verified_on");
    fields.finish();
    form
}
