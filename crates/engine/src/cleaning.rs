//! Numbers as they are compared where a channel has its numbers cleaned.
//!
//! In this order, whatever the settings' order: width, white space, case, prefix, pattern,
//! zeros in front. A number of which nothing would remain stays as it is written.

use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use tieout_statement::Column;

use crate::channel;
use crate::day::Day;
use crate::settings::{ChannelSettings, Cleaning, KeyCleaning};

const PATTERN_CHARACTERS: usize = 200;
/// Bytes that a compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 18;
const PATTERN_NESTING: u32 = 16;

/// Words of [`Cleaner::acted`] that are no [`Cleaning`].
const PREFIX: &str = "prefix";
const PATTERN: &str = "pattern";

/// Reads a regular expression, bounded in length, depth and size; it is matched in time
/// linear in the number's length.
///
/// # Errors
/// Why it is none.
pub(crate) fn pattern(text: &str) -> Result<Option<Regex>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > PATTERN_CHARACTERS {
        return Err(format!("more than {PATTERN_CHARACTERS} characters"));
    }
    let mut builder = RegexBuilder::new(text);
    let built = builder
        .size_limit(PATTERN_SIZE)
        .nest_limit(PATTERN_NESTING)
        .build();
    built.map(Some).map_err(|error| error.to_string())
}

/// A channel's cleaning, ready to be applied.
#[derive(Debug)]
pub(crate) struct Cleaner {
    steps: Vec<Cleaning>,
    prefix: String,
    pattern: Option<Regex>,
}

impl Cleaner {
    /// Every word of [`Self::acted`], in order.
    pub const ORDER: [&'static str; 6] = [
        Cleaning::Width.text(),
        Cleaning::Trim.text(),
        Cleaning::Case.text(),
        PREFIX,
        PATTERN,
        Cleaning::LeadingZeros.text(),
    ];

    /// `None`: nothing is cleaned.
    pub fn of(cleaning: &KeyCleaning) -> Option<Self> {
        if !cleaning.is_on() {
            return None;
        }
        let mut cleaner = Self {
            steps: cleaning.steps.clone(),
            prefix: String::new(),
            pattern: pattern(&cleaning.pattern).ok().flatten(),
        };
        // A prefix is written as the numbers are, so it is folded as they are.
        cleaner.prefix = cleaner.folded(&cleaning.prefix);
        Some(cleaner)
    }

    fn has(&self, step: Cleaning) -> bool {
        self.steps.contains(&step)
    }

    fn folded(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.has(Cleaning::Width) {
            text = half_width(&text);
        }
        if self.has(Cleaning::Case) {
            text.make_ascii_uppercase();
        }
        text
    }

    /// The number as it is compared.
    pub fn clean(&self, text: &str) -> String {
        self.run(text, |_| {})
    }

    /// Which ways of cleaning change a number, in their order.
    pub fn acted(&self, text: &str) -> Vec<&'static str> {
        let mut acted = Vec::new();
        if self.run(text, |part| acted.push(part)) == text {
            acted.clear();
        }
        acted
    }

    fn run(&self, text: &str, mut acted: impl FnMut(&'static str)) -> String {
        let mut number = text.to_owned();
        let mut become_of = |part: &'static str, cleaned: String, number: &mut String| {
            if cleaned != *number {
                *number = cleaned;
                acted(part);
            }
        };
        for step in [Cleaning::Width, Cleaning::Trim, Cleaning::Case] {
            if self.has(step) {
                become_of(step.text(), stepped(step, &number), &mut number);
            }
        }
        if !self.prefix.is_empty() {
            let rest = number.strip_prefix(&self.prefix).unwrap_or(&number);
            become_of(PREFIX, rest.to_owned(), &mut number);
        }
        if let Some(pattern) = &self.pattern {
            let rest = pattern.replace_all(&number, "").into_owned();
            become_of(PATTERN, rest, &mut number);
        }
        let zeros = Cleaning::LeadingZeros;
        if self.has(zeros) {
            become_of(zeros.text(), stepped(zeros, &number), &mut number);
        }
        if number.is_empty() {
            text.to_owned()
        } else {
            number
        }
    }
}

fn stepped(step: Cleaning, text: &str) -> String {
    match step {
        Cleaning::Width => half_width(text),
        Cleaning::Trim => text.trim().to_owned(),
        Cleaning::Case => text.to_ascii_uppercase(),
        Cleaning::LeadingZeros => {
            let rest = text.trim_start_matches('0');
            let nothing_else = rest.is_empty() && !text.is_empty();
            if nothing_else { "0" } else { rest }.to_owned()
        }
    }
}

fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).expect("ASCII stands in the same order")
        }
        other => other,
    };
    text.chars().map(half).collect()
}

/// A number as its file writes it and as it is compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CleanedNumber {
    /// As written.
    pub before: String,
    /// As compared.
    pub after: String,
}

/// What a channel's cleaning makes of its first numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CleaningPreview {
    /// Of the channel flow.
    pub left: Vec<CleanedNumber>,
    /// Of the channel statements.
    pub right: Vec<CleanedNumber>,
}

impl Day {
    /// What a channel's cleaning makes of the first `count` numbers of each side, in file
    /// order, before anything is reconciled with it.
    #[must_use]
    pub fn cleaning_preview(&self, channel: &ChannelSettings, count: usize) -> CleaningPreview {
        let cleaner = Cleaner::of(&channel.cleaning);
        let [left, right] = channel::NUMBERS.map(|(role, column)| {
            let Some(table) = self.table(role) else {
                return Vec::new();
            };
            let channels = table.rows().symbol(Column::Channel);
            let numbers = table.rows().text(column);
            let of_channel = |row: &usize| {
                let symbol = channels.symbols[*row] as usize;
                channels.texts[symbol] == channel.code
            };
            let rows = (0..table.len()).filter(of_channel).take(count);
            let cleaned = rows.map(|row| {
                let before = numbers.get(row).to_owned();
                let after = match &cleaner {
                    Some(cleaner) => cleaner.clean(&before),
                    None => before.clone(),
                };
                CleanedNumber { before, after }
            });
            cleaned.collect()
        });
        CleaningPreview { left, right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaner(steps: &[Cleaning], prefix: &str, pattern: &str) -> Cleaner {
        let cleaning = KeyCleaning {
            steps: steps.to_vec(),
            prefix: prefix.to_owned(),
            pattern: pattern.to_owned(),
        };
        Cleaner::of(&cleaning).expect("something is cleaned")
    }

    #[test]
    fn each_way_takes_off_what_it_says() {
        let one = |step| cleaner(&[step], "", "");
        assert_eq!(one(Cleaning::Width).clean("ＷＸ－０１　2"), "WX-01 2");
        assert_eq!(one(Cleaning::Trim).clean("\u{a0} W 1\t"), "W 1");
        assert_eq!(one(Cleaning::Case).clean("wx1é"), "WX1é");
        assert_eq!(one(Cleaning::LeadingZeros).clean("00120"), "120");
        assert_eq!(one(Cleaning::LeadingZeros).clean("000"), "0");
        assert_eq!(cleaner(&[], "WX", "").clean("WXWX1"), "WX1");
        assert_eq!(cleaner(&[], "", "[-_]").clean("W-X_1"), "WX1");
    }

    #[test]
    fn the_order_is_width_trim_case_prefix_pattern_zeros() {
        let all = cleaner(&Cleaning::ALL, "wx-", "^T+");
        assert_eq!(all.clean("　ｗｘ－tt007 "), "7");
        let acted = [
            "width",
            "trim",
            "case",
            "prefix",
            "pattern",
            "leading_zeros",
        ];
        assert_eq!(all.acted("　ｗｘ－tt007 "), acted);
        assert_eq!(all.acted("7"), Vec::<&str>::new());
    }

    #[test]
    fn a_number_of_which_nothing_remains_stays_as_written() {
        let cleaner = cleaner(&[Cleaning::Trim], "", ".*");
        assert_eq!(cleaner.clean(" A1"), " A1");
        assert!(cleaner.acted(" A1").is_empty());
        assert_eq!(cleaner.clean(""), "");
    }

    #[test]
    fn a_pattern_is_bounded() {
        assert!(pattern("^WX-?").is_ok());
        assert!(pattern("(").is_err());
        assert!(pattern(&"a".repeat(201)).is_err());
        assert!(pattern("((a{100}){100}){100}").is_err());
        assert!(pattern(&format!("{}a{}", "(".repeat(50), ")".repeat(50))).is_err());
    }
}
