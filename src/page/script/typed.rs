//! What visitors type: which fields code reads, as far as their names tell what goes into them.

use super::Typed;
use super::jquery::Selection;
use super::reader::Reader;
use super::value::{Id, Sources, Value};

/// How deep, and how many parts of, an object are looked through for what was typed.
const DEPTH: usize = 4;
const PARTS: usize = 300;
/// The longest name or selector of a field that is looked at, in bytes.
const LONGEST: usize = 1_000;

/// Words that only the fields of a payment card have.
const CARD: &[&str] = &[
    "cvv",
    "cvv2",
    "cvc",
    "cvc2",
    "cardno",
    "cardnum",
    "cardnumber",
    "cardcvc",
    "cardcvv",
    "cardexp",
    "cardexpiry",
    "ccno",
    "ccnum",
    "ccnumber",
    "cccid",
    "cccvv",
    "cccvc",
    "ccexp",
    "creditcard",
    "thetindung",
];
/// What makes a card's field of the word before it: `cc_exp_year`, `cardNumber`.
const OF_CARD: &[&str] = &[
    "number",
    "num",
    "no",
    "cid",
    "cvv",
    "cvc",
    "exp",
    "expiry",
    "expiration",
    "expire",
    "owner",
    "holder",
    "month",
    "year",
];
/// Words that name what proves who somebody is.
const SECRET: &[&str] =
    &["password", "passwd", "passwort", "passcode", "pass", "pwd", "matkhau", "mk", "otp", "maotp"];

/// What a field holds, by the selector, name or id under which code finds it.
pub(super) fn named(selector: &str) -> Sources {
    let selector = selector.get(..selector.floor_char_boundary(LONGEST)).unwrap_or(selector);
    let words = words_of(selector);
    let pairs = || words.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
    let mut found = Sources::NONE;
    if words.iter().any(|word| CARD.contains(&word.as_str()))
        || pairs().any(|(one, next)| {
            matches!(one, "cc" | "card" | "cardholder") && OF_CARD.contains(&next)
                || (one, next) == ("credit", "card")
        })
    {
        found = found.and(Sources::CARD);
    }
    if words.iter().any(|word| SECRET.contains(&word.as_str()))
        || pairs().any(|pair| pair == ("mat", "khau"))
    {
        found = found.and(Sources::SECRET);
    }
    found
}

/// Whether a selector finds every field of the page: `input`, `input, select, textarea`.
pub(super) fn is_every_field(selector: &str) -> bool {
    selector.split(',').take(20).any(|one| matches!(one.trim(), "input" | ":input" | "body input"))
}

/// The words in a name: `payment[ccNumber]` has `payment`, `cc` and `number`.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut lower_before = false;
    let mut inside = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            (inside, lower_before) = (false, false);
            continue;
        }
        if !inside || lower_before && c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        (inside, lower_before) = (true, c.is_lowercase());
    }
    words
}

/// What was typed, of all that a value depends on.
pub(super) fn typed_of(sources: Sources) -> Vec<Typed> {
    let all = [
        (Sources::CARD, Typed::Cards),
        (Sources::SECRET, Typed::Passwords),
        (Sources::EVERY, Typed::AllFields),
        (Sources::KEYS, Typed::Keys),
    ];
    all.into_iter().filter(|(bit, _)| sources.has(*bit)).map(|(_, typed)| typed).collect()
}

impl Reader<'_> {
    /// Notes for which field code asks, under whatever name.
    pub fn ask_for(&mut self, selector: &str) {
        self.asks_for_cards |= named(selector).has(Sources::CARD);
    }

    /// Notes a pattern that is looked for in what was typed, or in the names of fields.
    pub fn ask_by_pattern(&mut self, pattern: &str) {
        // Thirteen to sixteen digits are the number of a payment card.
        let digits = ["{13,16}", "{13,19}", "{14,16}", "{15,16}"];
        self.asks_for_cards |= digits.iter().any(|digits| pattern.contains(digits))
            || named(pattern).has(Sources::CARD);
    }

    /// What a visitor typed into an element.
    pub fn typed_in_node(&self, id: Id) -> Sources {
        let Some(node) = self.heap.nodes.get(id) else { return Sources::USER };
        let selector = node.selector.as_deref().unwrap_or_default();
        let every = node.all && is_every_field(selector);
        let all = if every { Sources::EVERY } else { Sources::NONE };
        Sources::USER.and(named(selector)).and(all)
    }

    /// What a visitor typed into the elements of a selection.
    pub fn typed_in(&self, selection: &Selection) -> Sources {
        match selection {
            Selection::Node(id) => self.typed_in_node(*id),
            Selection::Selector(selector) => {
                let every = is_every_field(selector);
                let all = if every { Sources::EVERY } else { Sources::NONE };
                Sources::USER.and(named(selector)).and(all)
            }
            Selection::Unknown(sources) => sources.and(Sources::USER),
            Selection::Markup(_) | Selection::Host(_) => Sources::USER,
        }
    }

    /// Whether an element stands for every field of the page.
    pub fn is_every_field_node(&self, id: Id) -> bool {
        self.typed_in_node(id).has(Sources::EVERY)
    }

    /// What a value carries, with all that it is made of.
    pub fn carried(&self, value: &Value) -> Sources {
        let mut sources = Sources::NONE;
        let mut left = PARTS;
        let mut next: Vec<(&Value, usize)> = vec![(value, 0)];
        while let Some((value, depth)) = next.pop() {
            sources = sources.and(value.sources());
            left = left.saturating_sub(1);
            if left == 0 || depth >= DEPTH {
                continue;
            }
            match value {
                Value::OneOf(values, _) => next.extend(values.iter().map(|one| (one, depth + 1))),
                Value::List(id) => {
                    let list = self.heap.lists.get(*id).into_iter().flatten().take(PARTS);
                    next.extend(list.map(|one| (one, depth + 1)));
                }
                Value::Record(id) => {
                    let record = self.heap.records.get(*id).into_iter().flatten().take(PARTS);
                    next.extend(record.map(|(_, one)| (one, depth + 1)));
                }
                _ => {}
            }
        }
        sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_their_names() {
        for card in [
            "#ccsave_cc_number",
            "[name=\"payment[cc_cid]\"]",
            "#cc-exp",
            "input[name=cardNumber]",
            "#cvv2",
            "select[id=\"adyen_cc_expiration_yr\"]",
        ] {
            assert!(named(card).has(Sources::CARD), "{card}");
        }
        for password in ["input[type=\"password\"]", "#mat-khau", "[name=\"otp\"]", "#userPwd"] {
            assert!(named(password).has(Sources::SECRET), "{password}");
        }
        for other in [
            "#search",
            "#card",
            "#so-the-bhyt",
            "#email",
            "#cccd",
            "#compass",
            "#bypass",
            "#number",
            "#ho-ten",
            "#accc",
            "",
        ] {
            assert_eq!(named(other), Sources::NONE, "{other}");
        }
    }

    #[test]
    fn every_field_is_told_from_some() {
        for every in ["input", "input, select, textarea", ":input", "select,input"] {
            assert!(is_every_field(every), "{every}");
        }
        for some in ["#q", "input.search", "form#a input", "input[name=q]", "select"] {
            assert!(!is_every_field(some), "{some}");
        }
    }
}
