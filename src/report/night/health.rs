//! Whether the watch itself is well: for a container's health check and for monitoring.

use jiff::{SignedDuration, Timestamp};

use super::LastRun;
use crate::{
    finding::{Lang, Sentence},
    report::{defang, labels::moment},
};

/// A run that has not looked at a page for so long hangs: the slowest portal, asked as all visitors and
/// pleading for mercy each time, is through with a page before that.
const STALLED: SignedDuration = SignedDuration::from_mins(15);

/// A clock that was set back makes the last night one of the future; so much is no matter.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// Whether the watch is well, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Whether it is.
    pub is_well: bool,
    /// One line.
    pub says: Sentence,
}

/// A run that is under way: when it last looked at a page, if that is known.
pub type UnderWay = Option<Timestamp>;

/// Judges by the record of the last run, if there is one, and by the run that is under way, if one is.
/// The last success may be so old.
pub fn health(
    last: Option<&LastRun>,
    under_way: Option<UnderWay>,
    now: Timestamp,
    max_age: SignedDuration,
) -> Health {
    let success = last.and_then(|last| last.last_success_at);
    let age = success.map(|at| now.duration_since(at));
    if let (Some(at), Some(age)) = (success, age)
        && age >= -AHEAD
        && age <= max_age
    {
        return well(Sentence {
            vi: format!("lượt quét hoàn thành gần nhất: {}", ago(at, age, Lang::Vi)),
            en: format!("the last night ended well: {}", ago(at, age, Lang::En)),
        });
    }
    if let Some(pulse) = under_way {
        let quiet = pulse.map(|at| (at, now.duration_since(at)));
        return match quiet {
            Some((at, quiet)) if quiet > STALLED => ill(Sentence {
                vi: format!(
                    "một lượt quét đang chạy nhưng không tiến triển; trang cuối cùng được xem: {}",
                    ago(at, quiet, Lang::Vi)
                ),
                en: format!(
                    "a run is under way, but does not get on; the last page was looked at: {}",
                    ago(at, quiet, Lang::En)
                ),
            }),
            _ => well(Sentence {
                vi: "một lượt quét đang chạy và có tiến triển".to_owned(),
                en: "a run is under way and gets on".to_owned(),
            }),
        };
    }
    let Some(last) = last else {
        return ill(Sentence {
            vi: "chưa ghi nhận lượt quét hằng đêm nào".to_owned(),
            en: "no night has been recorded yet".to_owned(),
        });
    };
    let of_last = how(last);
    let [vi, en] = match (success, age) {
        (Some(at), Some(age)) if age < -AHEAD => [
            format!(
                "lượt quét hoàn thành gần nhất nằm trong tương lai ({}): hãy kiểm tra đồng hồ máy",
                moment(at, Lang::Vi)
            ),
            format!(
                "the last night that ended well lies in the future ({}): look at the clock",
                moment(at, Lang::En)
            ),
        ],
        (Some(at), Some(age)) => {
            let most = max_age.as_hours();
            [
                format!(
                    "lượt quét hoàn thành gần nhất đã quá {most} giờ: {}",
                    ago(at, age, Lang::Vi)
                ),
                format!(
                    "the last night that ended well is more than {most} h ago: {}",
                    ago(at, age, Lang::En)
                ),
            ]
        }
        _ => [
            "chưa có lượt quét nào hoàn thành".to_owned(),
            "no night has ended well yet".to_owned(),
        ],
    };
    ill(Sentence { vi: format!("{vi}; {}", of_last.vi), en: format!("{en}; {}", of_last.en) })
}

/// How the last run ended, if not well.
fn how(last: &LastRun) -> Sentence {
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| moment(last.finished_at, lang));
    match (last.ended.as_str(), &last.stopped_by, &last.error) {
        ("failed", _, Some(error)) => {
            // Mistakes of a registry are shown with the lines that they are in.
            let line = error.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let error = defang::text(line.trim());
            Sentence {
                vi: format!("lượt gần nhất ({vi}) thất bại: {error}"),
                en: format!("the last run ({en}) failed: {error}"),
            }
        }
        ("stopped", Some(by), _) => {
            let by = defang::text(by);
            Sentence {
                vi: format!("lượt gần nhất ({vi}) bị dừng giữa chừng ({by})"),
                en: format!("the last run ({en}) was stopped before its end ({by})"),
            }
        }
        _ => {
            let code = last.exit_code;
            Sentence {
                vi: format!("lượt gần nhất ({vi}) kết thúc với mã {code}"),
                en: format!("the last run ({en}) ended with exit code {code}"),
            }
        }
    }
}

fn ago(at: Timestamp, age: SignedDuration, lang: Lang) -> String {
    let (hours, minutes) = (age.as_hours().max(0), (age.as_mins() % 60).max(0));
    let when = moment(at, lang);
    match lang {
        Lang::Vi => format!("{when}, cách đây {hours} giờ {minutes} phút"),
        Lang::En => format!("{when}, {hours} h {minutes} min ago"),
    }
}

fn well(says: Sentence) -> Health {
    Health { is_well: true, says }
}

fn ill(says: Sentence) -> Health {
    Health { is_well: false, says }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::night::{End, Night, example, last_run};

    const DAY: SignedDuration = SignedDuration::from_hours(26);

    fn record(end: End, success_hours_ago: Option<i64>) -> (LastRun, Timestamp) {
        let night = example();
        let now = night.finished_at;
        let last_success_at =
            success_hours_ago.map(|hours| now - SignedDuration::from_hours(hours));
        let text = last_run(&Night { end, last_success_at, ..night }).unwrap();
        (LastRun::read(&text).unwrap(), now)
    }

    #[test]
    fn a_young_success_is_well_whatever_came_after_it_and_an_old_one_is_not() {
        for (hours, is_well) in [(0, true), (25, true), (27, false), (-3, false)] {
            let (last, now) = record(End::Failed("\nfull\nmore".into()), Some(hours));
            let health = health(Some(&last), None, now, DAY);
            assert_eq!(health.is_well, is_well, "{hours}: {}", health.says.en);
            assert!(!health.says.vi.contains('\n'));
            assert!(is_well || health.says.en.contains("failed: full"), "{}", health.says.en);
        }
    }

    #[test]
    fn a_run_under_way_is_well_while_it_gets_on() {
        let (last, now) = record(End::Stopped("SIGTERM"), None);
        for (pulse, is_well) in [(1, true), (15, true), (16, false), (-5, true)] {
            let pulse = Some(Some(now - SignedDuration::from_mins(pulse)));
            assert_eq!(health(Some(&last), pulse, now, DAY).is_well, is_well);
            assert_eq!(health(None, pulse, now, DAY).is_well, is_well);
        }
        let stopped = health(Some(&last), None, now, DAY);
        assert!(!stopped.is_well && stopped.says.en.contains("SIGTERM"), "{}", stopped.says.en);
        assert!(!health(None, None, now, DAY).is_well);
    }
}
