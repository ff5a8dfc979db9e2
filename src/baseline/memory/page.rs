//! What is remembered of one page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::baseline::{facts::PageFacts, look::Night, normal::normal_text, sketch::Sketch};

/// Nights after which new wording is the page's own.
pub(in crate::baseline) const SETTLED: u32 = 3;
/// Blocks of one page.
const MOST_BLOCKS: usize = 400;
/// Wordings of one title.
const MOST_WORDINGS: usize = 8;

/// One page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::baseline) struct PageMemory {
    pub first: Night,
    pub last: Night,
    /// Nights on which it was seen.
    pub nights: u32,
    /// The last night on which its text had something new.
    pub changed: Night,
    pub title: Wording,
    pub description: Wording,
    pub skeleton: Sketch,
    blocks: BTreeMap<u32, Block>,
}

/// First night, last night, number of nights.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Block(Night, Night, u32);

impl PageMemory {
    pub fn new(night: Night) -> Self {
        Self { first: night, changed: night, ..Self::default() }
    }

    /// Blocks that belong to the page: there since the beginning or for three nights, and there
    /// when it was seen last.
    pub fn core(&self) -> impl Iterator<Item = u32> {
        let settled = |block: &Block| block.0 == self.first || block.2 >= SETTLED;
        let own =
            self.blocks.iter().filter(move |(_, block)| block.1 == self.last && settled(block));
        own.map(|(hash, _)| *hash)
    }

    pub fn knows_block(&self, block: u32) -> bool {
        self.blocks.contains_key(&block)
    }

    pub fn learn(&mut self, facts: &PageFacts, night: Night) {
        let is_first = self.nights == 0;
        if is_first || night > self.last {
            self.nights += 1;
        }
        for &block in &facts.blocks {
            let known = self.blocks.entry(block).or_insert_with(|| {
                if !is_first {
                    self.changed = night;
                }
                Block(night, night, 0)
            });
            if known.2 == 0 || night > known.1 {
                known.2 += 1;
            }
            known.1 = night;
        }
        self.last = night;
        if self.blocks.len() > MOST_BLOCKS {
            let mut nights: Vec<(Night, u32)> =
                self.blocks.iter().map(|(hash, block)| (block.1, *hash)).collect();
            nights.sort_unstable();
            for (_, hash) in nights.iter().take(self.blocks.len() - MOST_BLOCKS) {
                self.blocks.remove(hash);
            }
        }
        self.title.learn(&facts.title, night);
        self.description.learn(&facts.description, night);
        self.skeleton = facts.skeleton.clone();
    }
}

/// The wordings of a line of text over the nights.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::baseline) struct Wording {
    said: Vec<Said>,
    nights: u32,
    first: Night,
    last: Night,
    /// Nights on which it said something new.
    arrivals: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Said {
    text: String,
    nights: u32,
    last: Night,
    founding: bool,
}

impl Wording {
    /// Whether a text is the page's own by now.
    pub fn knows(&self, text: &str) -> bool {
        let normal = normal_text(text);
        let known = |said: &&Said| normal_text(&said.text) == normal;
        self.said.iter().find(known).is_some_and(|said| said.founding || said.nights >= SETTLED)
    }

    /// Whether it says something new every few nights.
    pub fn moves(&self) -> bool {
        self.arrivals > 2 && self.arrivals * 7 >= self.nights
    }

    /// Makes what it said last the page's own.
    pub fn accept(&mut self) {
        for said in self.said.iter_mut().filter(|said| said.last == self.last) {
            said.founding = true;
        }
    }

    /// What it said most nights.
    pub fn usual(&self) -> Option<&str> {
        let most = self.said.iter().max_by_key(|said| (said.nights, said.last));
        most.map(|said| said.text.as_str())
    }

    fn learn(&mut self, text: &str, night: Night) {
        if self.nights == 0 {
            self.first = night;
        }
        let founding = night <= self.first;
        if self.nights == 0 || night > self.last {
            self.nights += 1;
        }
        let normal = normal_text(text);
        match self.said.iter_mut().find(|said| normal_text(&said.text) == normal) {
            Some(said) => {
                said.nights += u32::from(night > said.last);
                said.last = night;
            }
            None => {
                self.arrivals += u32::from(!founding);
                self.said.push(Said { text: text.to_owned(), nights: 1, last: night, founding });
            }
        }
        self.last = night;
        if self.said.len() > MOST_WORDINGS {
            let oldest = self.said.iter().enumerate().min_by_key(|(_, said)| said.last);
            if let Some((oldest, _)) = oldest {
                self.said.remove(oldest);
            }
        }
    }
}
