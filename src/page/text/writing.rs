//! In which scripts a text is written.

/// Letters of a text by script. A character of a script without spaces says about as much as
/// three letters, and is counted so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Latin letters, with or without marks.
    pub latin: usize,
    /// Of these, those with marks that only Vietnamese has.
    pub vietnamese: usize,
    /// Chinese characters.
    pub han: usize,
    /// Japanese syllables.
    pub kana: usize,
    /// Korean syllables.
    pub hangul: usize,
    /// Thai letters.
    pub thai: usize,
    /// Cyrillic letters.
    pub cyrillic: usize,
    /// Arabic letters.
    pub arabic: usize,
    /// Letters of other scripts: Lao, Khmer, Tai Viet and whatever else is at home in Vietnam or
    /// tells nothing.
    pub other: usize,
}

/// What one character without spaces counts.
const DENSE: usize = 3;

impl Writing {
    /// Counts the letters among the first `most` characters.
    pub fn of(text: &str, most: usize) -> Self {
        let mut writing = Self::default();
        text.chars().take(most).for_each(|c| writing.count(c));
        writing
    }

    /// All letters.
    pub fn letters(&self) -> usize {
        let Self { latin, han, kana, hangul, thai, cyrillic, arabic, other, .. } = *self;
        latin + han + kana + hangul + thai + cyrillic + arabic + other
    }

    fn count(&mut self, c: char) {
        let (script, worth) = match c {
            'a'..='z' | 'A'..='Z' => (&mut self.latin, 1),
            '\0'..='\u{bf}' => return,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                self.vietnamese += usize::from(super::is_vietnamese(c));
                (&mut self.latin, 1)
            }
            '\u{400}'..='\u{52f}' => (&mut self.cyrillic, 1),
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => (&mut self.arabic, 1),
            '\u{e00}'..='\u{e7f}' => (&mut self.thai, 1),
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}' => (&mut self.kana, DENSE),
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                (&mut self.han, DENSE)
            }
            '\u{ac00}'..='\u{d7a3}' => (&mut self.hangul, DENSE),
            c if c.is_alphabetic() => (&mut self.other, 1),
            _ => return,
        };
        *script += worth;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_by_script() {
        let writing = Writing::of("Sở Y tế 2024 – 公式 ナイキ สล็อต Казино", 100);
        assert_eq!((writing.latin, writing.vietnamese), (5, 2));
        assert_eq!((writing.han, writing.kana), (6, 9));
        assert_eq!((writing.thai, writing.cyrillic), (5, 6));
        assert_eq!(Writing::of("ສະບາຍດີ", 100).other, 7);
        assert_eq!(Writing::of("abcdef", 3).letters(), 3);
    }
}
