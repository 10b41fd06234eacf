//! What is wrong in a settings text: values with a place, and their English words.

use std::fmt;

use tieout_statement::FileProblem;

/// One thing wrong in a `tieout.toml`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettingsFault {
    /// Line, 1 = first; `None` where the text gives none.
    pub line: Option<u32>,
    /// The key by its table, such as `day.cut_off`; empty where no key is known.
    pub key: String,
    /// What is wrong.
    pub wrong: Wrong,
    /// What was expected.
    pub expected: Expected,
}

impl SettingsFault {
    /// The same as a problem of the file, in English.
    #[must_use]
    pub fn problem(&self) -> FileProblem {
        FileProblem::Invalid {
            line: self.line,
            detail: self.detail(),
            expected: self.expected.to_string(),
        }
    }

    /// What is wrong, in English, with its key.
    #[must_use]
    pub fn detail(&self) -> String {
        let key = &self.key;
        match &self.wrong {
            Wrong::NotToml { why } if key.is_empty() => format!("not TOML: {why}"),
            Wrong::NotToml { why } => format!("{key}: not TOML: {why}"),
            Wrong::UnknownKey => format!("unknown key {key}"),
            Wrong::Value { shown } => format!("{key}: {shown}"),
            Wrong::Empty => format!("{key}: empty"),
            Wrong::Twice { text } => format!("{key}: {text:?} stands twice"),
            Wrong::WithoutKey { table, missing } => format!("a [[{table}]] without {missing}"),
            Wrong::BadPattern { text, why } => format!("{key}: {text:?}: {why}"),
        }
    }
}

/// What is wrong with a key or its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// The text is no TOML.
    NotToml {
        /// Why not.
        why: String,
    },
    /// A key that no table of that name has.
    UnknownKey,
    /// A value of the wrong type or beyond its bounds.
    Value {
        /// The value, and its type where that is what is wrong.
        shown: String,
    },
    /// An empty text.
    Empty,
    /// The name of a table that another table has already.
    Twice {
        /// The name.
        text: String,
    },
    /// A table without the key that names it.
    WithoutKey {
        /// The table.
        table: &'static str,
        /// The key.
        missing: &'static str,
    },
    /// A regular expression that is none, or too large.
    BadPattern {
        /// As written.
        text: String,
        /// Why.
        why: String,
    },
}

/// What may stand there; `nearest`: the valid one that most resembles what stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// A TOML file.
    Toml,
    /// A table of this name.
    Table(&'static str),
    /// Tables of this name, one for each thing named.
    Tables(&'static str),
    /// One of these keys.
    Key {
        /// Nearest.
        nearest: Option<String>,
        /// All.
        known: Vec<&'static str>,
    },
    /// The key stands in another table.
    In(&'static str),
    /// One of these words.
    Word {
        /// Nearest.
        nearest: Option<String>,
        /// All.
        known: Vec<&'static str>,
    },
    /// A list of some of these words.
    WordList {
        /// Nearest.
        nearest: Option<String>,
        /// All.
        known: Vec<&'static str>,
    },
    /// A date.
    Date {
        /// Nearest.
        nearest: Option<String>,
    },
    /// A time at which a day ends.
    CutOff {
        /// Nearest.
        nearest: Option<String>,
    },
    /// An offset from UTC.
    Zone {
        /// Nearest.
        nearest: Option<String>,
    },
    /// A whole number from 0.
    Number {
        /// Nearest.
        nearest: Option<String>,
        /// Largest.
        max: u32,
    },
    /// An amount in major units.
    Amount {
        /// Nearest.
        nearest: Option<String>,
    },
    /// A currency's code.
    Currency {
        /// Nearest.
        nearest: Option<String>,
    },
    /// Thousandths up to the whole.
    PerMille {
        /// Nearest.
        nearest: Option<String>,
    },
    /// A regular expression.
    Pattern,
    /// A text.
    Text,
    /// A text that is not empty.
    Filled,
    /// A list of texts.
    TextList,
    /// `true` or `false`.
    Truth,
    /// A table of texts.
    TextTable,
    /// A cell of a profile's header, or `#` and its place.
    HeaderCell {
        /// Nearest.
        nearest: Option<String>,
    },
    /// A column or a constant for a field of a profile.
    Given {
        /// The field.
        field: &'static str,
    },
    /// One table for each name.
    OnePer {
        /// The table.
        table: &'static str,
        /// The key that names it.
        key: &'static str,
    },
    /// The key that names a table.
    Named {
        /// The table.
        table: &'static str,
        /// The key.
        key: &'static str,
    },
}

impl Expected {
    /// The valid one that most resembles what stands there.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        match self {
            Self::Key { nearest, .. }
            | Self::Word { nearest, .. }
            | Self::WordList { nearest, .. }
            | Self::Date { nearest }
            | Self::CutOff { nearest }
            | Self::Zone { nearest }
            | Self::Number { nearest, .. }
            | Self::Amount { nearest }
            | Self::HeaderCell { nearest }
            | Self::Currency { nearest }
            | Self::PerMille { nearest } => nearest.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.nearest()) {
            (Self::Key { .. }, Some(key)) => return write!(f, "{key}?"),
            (Self::Number { .. }, Some(number)) => write!(f, "{number}? ")?,
            (_, Some(nearest)) => write!(f, "{nearest:?}? ")?,
            (_, None) => {}
        }
        match self {
            Self::Toml => f.write_str("a TOML file with [day] and [[channel]]"),
            Self::Table(table) => write!(f, "[{table}], a table"),
            Self::Tables(table) => {
                write!(f, "[[{table}]], with two brackets: one table a {table}")
            }
            Self::Key { known, .. } | Self::Word { known, .. } => {
                write!(f, "one of {}", known.join(", "))
            }
            Self::In(table) => write!(f, "this key below {table}"),
            Self::WordList { known, .. } => write!(f, "a list of {}", known.join(", ")),
            Self::Date { .. } => f.write_str("a date that exists, such as \"2026-03-02\""),
            Self::CutOff { .. } => {
                f.write_str("a time from \"00:01\" to \"24:00\" (midnight is \"24:00\")")
            }
            Self::Zone { .. } => f.write_str("an offset from UTC such as \"+08:00\""),
            Self::Number { max, .. } => write!(f, "a whole number from 0 to {max}"),
            Self::Amount { .. } => {
                f.write_str("an amount in major units of the currency, such as \"0.05\"")
            }
            Self::Currency { .. } => {
                f.write_str("a currency's code of three capitals, such as \"CNY\"")
            }
            Self::PerMille { .. } => {
                f.write_str("thousandths of our sum from \"0\" to \"1000\", such as \"0.5\"")
            }
            Self::Pattern => {
                f.write_str("a regular expression of at most 200 characters, such as \"^WX-\"")
            }
            Self::Text => f.write_str("a text, in quotes"),
            Self::Filled => f.write_str("a text that is not empty, in quotes"),
            Self::TextList => f.write_str("a list of texts, such as [\"interest\"]"),
            Self::Truth => f.write_str("true or false, without quotes"),
            Self::TextTable => {
                f.write_str("a table of texts, such as { \"Zahlung\" = \"payment\" }")
            }
            Self::HeaderCell { .. } => {
                f.write_str("a cell of the profile's header, or # and its place such as \"#3\"")
            }
            Self::Given { field } => write!(f, "{field} = \"…\" in columns or in constants"),
            Self::OnePer { table, key } => write!(f, "one [[{table}]] for each {key}"),
            Self::Named { table, key } => match *table {
                "channel" => write!(f, "{key} = \"…\", as the files write the channel"),
                "account" => {
                    let example = match *key {
                        "currency" => "CNY",
                        "limit" => "100000.00",
                        _ => "RES-01",
                    };
                    write!(f, "{key} = \"…\", such as \"{example}\"")
                }
                "profile" if *key == "header" => {
                    f.write_str("header = [\"…\", \"…\"], the cells of the file's header")
                }
                "profile" if *key == "role" => {
                    f.write_str("role = \"…\", such as \"bank_statement\"")
                }
                "file" => f.write_str("name = \"…\", such as \"bank-*.csv\""),
                "profile" => write!(f, "{key} = \"…\", any name"),
                _ => write!(f, "{key} = \"…\", such as \"wechat-bill\""),
            },
        }
    }
}

/// The known word that most resembles a text, if one does.
pub(super) fn nearest(text: &str, known: &[&str]) -> Option<String> {
    let text: String = text.to_lowercase().chars().take(64).collect();
    let close = known
        .iter()
        .map(|word| {
            (
                strsim::damerau_levenshtein(&text, &word.to_lowercase()),
                *word,
            )
        })
        .min()
        .filter(|(distance, word)| *distance <= word.chars().count() / 2)
        .map(|(_, word)| word);
    let part = |word: &&&str| text.chars().count() >= PART_MIN && word.contains(&text);
    close
        .or_else(|| known.iter().find(part).copied())
        .map(ToOwned::to_owned)
}

/// Characters of a text that may be a part of the word meant.
const PART_MIN: usize = 2;
