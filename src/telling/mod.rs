//! Who is told what, and when: rules that are told the time and know neither disk nor network.
//!
//! A finding is told when it comes to be, when it becomes graver than was told, and when it is healed;
//! each once, under a key. Whoever is told ([`Subscription`]) hears of what is critical at once, of the
//! rest when the run has ended and their quiet hours are over.

mod back_off;
mod happening;
mod reminders;
mod subscription;
mod when;

pub use back_off::{is_due, next_try};
pub use happening::{Told, Word, key, name, word};
pub use reminders::is_reminded;
pub use subscription::{Subscription, subscriptions};
pub use when::{digest_day, goes_now, is_urgent, reminder_day};
