//! How what stands in one area changes from look to look.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::baseline::look::Night;

/// Values that are told apart in one area.
const MOST: usize = 120;
/// Nights before an area has a character.
const FEWEST_NIGHTS: u32 = 3;

/// How an area behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Not known for three nights yet.
    Unclear,
    /// The same every night: a footer, a menu.
    Constant,
    /// The same few values in turn: banners.
    Rotating,
    /// New values come to the others: a list of news.
    Growing,
    /// Most of it is new each night: a list of visitors.
    Volatile,
}

impl Class {
    /// Whether new values are to be expected.
    pub fn moves(self) -> bool {
        matches!(self, Self::Rotating | Self::Growing | Self::Volatile)
    }

    /// The name in texts for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Constant => "constant",
            Self::Rotating => "rotating",
            Self::Growing => "growing",
            Self::Volatile => "volatile",
        }
    }
}

/// What was seen in one area.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::baseline) struct Values {
    seen: BTreeMap<u64, Seen>,
    looks: u32,
    nights: u32,
    last: Night,
    /// All sightings of values, and looks in which new values came or known ones came back.
    sightings: u32,
    arrivals: u32,
    returns: u32,
    /// The look in which something new came last.
    last_arrival: u32,
}

/// How often a value was seen, in which look last, and in which first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Seen(u32, u32, u32);

impl Values {
    /// Takes in what one look found.
    pub fn learn(&mut self, values: &BTreeSet<u64>, night: Night) {
        let (mut new, mut back) = (false, false);
        let before = self.looks;
        self.looks += 1;
        if before == 0 || night > self.last {
            self.nights += 1;
            self.last = night;
        }
        for value in values.iter().take(MOST) {
            self.sightings = self.sightings.saturating_add(1);
            match self.seen.get_mut(value) {
                Some(Seen(count, last, _)) => {
                    back |= *last < before;
                    (*count, *last) = (count.saturating_add(1), self.looks);
                }
                None => {
                    new = true;
                    self.seen.insert(*value, Seen(1, self.looks, self.looks));
                }
            }
        }
        if new && before > 0 {
            self.arrivals += 1;
            self.last_arrival = self.looks;
        }
        self.returns += u32::from(back);
        while self.seen.len() > MOST {
            let oldest = self.seen.iter().min_by_key(|(_, seen)| seen.1).map(|(value, _)| *value);
            let Some(oldest) = oldest else { break };
            self.seen.remove(&oldest);
        }
    }

    /// Whether a value was there from the beginning or has been there three times.
    pub fn knows(&self, value: u64) -> bool {
        self.seen.get(&value).is_some_and(|seen| seen.0 >= FEWEST_NIGHTS || seen.2 == 1)
    }

    /// Whether values went away and came back.
    pub fn rotates(&self) -> bool {
        self.returns > 0
    }

    /// The last night on which the area was seen.
    pub fn last(&self) -> Night {
        self.last
    }

    /// The chance that the next value is one never seen: the share of sightings that were the only
    /// ones of their value (Good and Turing).
    pub fn unseen(&self) -> f32 {
        let once = self.seen.values().filter(|seen| seen.0 == 1).count();
        if self.sightings == 0 { 1.0 } else { (once as f32 / self.sightings as f32).min(1.0) }
    }

    /// Whether nothing new came for half of its time, and for longer than a week.
    fn has_settled(&self) -> bool {
        self.looks - self.last_arrival > (self.looks / 2).max(7)
    }

    pub fn class(&self) -> Class {
        let of_looks = |times: u32| times as f32 / self.looks.saturating_sub(1).max(1) as f32;
        if self.nights < FEWEST_NIGHTS {
            Class::Unclear
        } else if self.arrivals > 1 && self.unseen() > 0.5 {
            Class::Volatile
        } else if self.arrivals > 1 && of_looks(self.arrivals) >= 0.1 && !self.has_settled() {
            Class::Growing
        } else if self.returns > 1 && of_looks(self.returns) >= 0.1 {
            Class::Rotating
        } else {
            Class::Constant
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an area is after nights on each of which it holds these values.
    fn class(nights: u32, on: impl Fn(u32) -> Vec<u32>) -> (Class, f32) {
        let mut values = Values::default();
        for night in 0..nights {
            let tonight = on(night).into_iter().map(u64::from).collect();
            values.learn(&tonight, Night(night));
        }
        (values.class(), values.unseen())
    }

    #[test]
    fn areas_are_told_apart_by_how_they_change() {
        assert_eq!(class(2, |_| vec![1, 2]).0, Class::Unclear);
        assert_eq!(class(20, |_| vec![1, 2, 3]).0, Class::Constant);
        assert_eq!(class(20, |night| vec![1, 2, 3 + u32::from(night > 9)]).0, Class::Constant);
        assert_eq!(class(20, |night| vec![night % 4]).0, Class::Rotating);
        assert_eq!(class(20, |night| (night..night + 5).collect()).0, Class::Growing);
        assert_eq!(class(20, |night| vec![night]).0, Class::Volatile);
    }

    #[test]
    fn what_was_seen_once_says_how_much_was_never_seen() {
        assert!(class(20, |_| vec![1, 2, 3]).1 < 0.01);
        assert!(class(20, |night| vec![night]).1 > 0.99);
        let weekly = class(21, |night| vec![1, 2, 3, 100 + night / 7]);
        assert!(weekly.1 < 0.05, "{weekly:?}");
    }

    #[test]
    fn an_area_keeps_so_many_values_and_no_more() {
        let mut values = Values::default();
        for night in 0..50 {
            let tonight = (0..1_000).map(|value| u64::from(night * 1_000 + value)).collect();
            values.learn(&tonight, Night(night));
        }
        assert_eq!(values.seen.len(), MOST);
    }
}
