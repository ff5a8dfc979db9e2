//! Hours of the day, in Việt Nam time.

use jiff::{
    Timestamp,
    civil::Time,
    tz::{self, TimeZone},
};

/// A part of each day in which only what is critical is told; it may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// Its first minute, in Việt Nam time.
    pub from: Time,
    /// The minute in which it is over.
    pub to: Time,
}

impl QuietHours {
    /// When the quiet hours end in which a moment lies; `None` if it lies in none.
    pub fn end(self, at: Timestamp) -> Option<Timestamp> {
        let zone = TimeZone::fixed(tz::offset(7));
        let local = at.to_zoned(zone.clone());
        let now = local.time();
        let over_midnight = self.from > self.to;
        let within = if over_midnight {
            now >= self.from || now < self.to
        } else {
            now >= self.from && now < self.to
        };
        if !within {
            return None;
        }
        let day = local.date();
        let day = if over_midnight && now >= self.from { day.tomorrow().ok()? } else { day };
        Some(day.to_datetime(self.to).to_zoned(zone).ok()?.timestamp())
    }
}

/// `22:00-06:00`.
pub(super) fn quiet_hours(text: &str) -> Result<QuietHours, String> {
    let parts = text.split_once(['-', '–']);
    let parts = parts.and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    match parts {
        Some((from, to)) if from != to => Ok(QuietHours { from, to }),
        _ => Err("must be two different times such as `22:00-06:00`, in Việt Nam time".to_owned()),
    }
}

/// `07:00`, or `never`: the outer `Some` is that something was said.
pub(super) fn digest_at(text: &str) -> Result<Option<Time>, String> {
    match minute(text) {
        Some(time) => Ok(Some(time)),
        None if text == "never" => Ok(None),
        None => Err("must be a time such as `07:00`, in Việt Nam time, or `never`".to_owned()),
    }
}

fn minute(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_end_on_the_right_day() {
        let over = quiet_hours("22:00-06:00").unwrap();
        let noon = quiet_hours("11:30-13:30").unwrap();
        // 00:00 in Việt Nam is 17:00 UTC of the day before.
        for (hours, at, end) in [
            (over, "2026-11-20T15:00:00Z", Some("2026-11-20T23:00:00Z")),
            (over, "2026-11-20T22:59:59Z", Some("2026-11-20T23:00:00Z")),
            (over, "2026-11-20T23:00:00Z", None),
            (over, "2026-11-20T14:59:59Z", None),
            (noon, "2026-11-20T05:00:00Z", Some("2026-11-20T06:30:00Z")),
            (noon, "2026-11-20T06:30:00Z", None),
        ] {
            let end: Option<Timestamp> = end.map(|end| end.parse().unwrap());
            assert_eq!(hours.end(at.parse().unwrap()), end, "{hours:?} {at}");
        }
    }

    #[test]
    fn only_times_of_the_day_are_taken() {
        for wrong in
            ["", "22-06", "22:00", "24:00-06:00", "22:00-22:00", "+1:00-02:00", "22:00:00-06:00"]
        {
            assert!(quiet_hours(wrong).is_err(), "{wrong}");
        }
        assert_eq!(digest_at("never"), Ok(None));
        assert_eq!(digest_at("6:30"), Ok(Some(Time::constant(6, 30, 0, 0))));
        assert!(digest_at("đầu giờ").is_err());
    }
}
