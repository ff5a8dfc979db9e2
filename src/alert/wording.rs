//! What people read: one letter for each role and occasion, as text and as HTML.
//!
//! Each role's file says what that role needs to act; the letter is then rendered twice from the
//! same parts. Everything that comes from a page is defanged, and deceiving characters are shown.

mod cyber_unit;
mod digest;
mod html;
mod letter;
mod national;
mod owner;
mod plain;
mod subject;
mod terms;
#[cfg(test)]
mod tests;

use letter::Letter;

pub(super) use subject::{event_name, of as subject, worst};

use crate::notice::{Notice, Occasion};
use crate::target::ContactRole;

/// The most items of a message; the others are counted, and stand in the attached files.
const IN_A_MESSAGE: usize = 15;
/// The most items of the attached report.
const IN_A_FILE: usize = 1000;

/// The letter as plain text that ends with a line break.
pub(super) fn text(notice: &Notice) -> String {
    plain::render(&letter(notice, IN_A_MESSAGE))
}

/// The letter as one HTML page that loads nothing.
pub(super) fn html(notice: &Notice) -> String {
    html::render(&letter(notice, IN_A_MESSAGE))
}

/// The letter with everything in it, as one HTML page.
pub(super) fn whole_html(notice: &Notice) -> String {
    html::render(&letter(notice, IN_A_FILE))
}

fn letter(notice: &Notice, most: usize) -> Letter {
    let mut letter = Letter::to(notice);
    match (notice.occasion, notice.recipient.role) {
        (Occasion::Digest, _) => digest::write(&mut letter, notice, most),
        (_, ContactRole::Owner) => owner::write(&mut letter, notice, most),
        (_, ContactRole::CyberUnit) => cyber_unit::write(&mut letter, notice, most),
        (_, ContactRole::National) => national::write(&mut letter, notice, most),
    }
    letter.sign(notice);
    letter
}
