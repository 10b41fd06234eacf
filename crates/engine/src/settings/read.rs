//! Text to settings. Every fault names its line, its key and the nearest valid one.

use std::ops::Range;

use tieout_statement::{Date, FileProblem};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{
    ChannelSettings, Cleaning, CutOff, DaySettings, Fees, Measure, Settings, Settlement, Tolerance,
    ZoneOffset,
};
use crate::cleaning;
use crate::outcome::Treatment;

const MINUTES_MAX: u32 = 24 * 60;
const DAYS_MAX: u32 = 3_650;
const PER_MILLE_MAX: Measure = Measure::whole(1_000);

const DAY_KEYS: [&str; 8] = [
    "accounting_date",
    "cut_off",
    "window_minutes",
    "time_zone",
    "max_carry_days",
    "max_fund_days",
    "interest_words",
    "charge_words",
];
const CHANNEL_KEYS: [&str; 12] = [
    "code",
    "settlement",
    "settle_lag_days",
    "fees",
    "bank_account",
    "counterparty",
    "tolerance",
    "tolerance_per_mille",
    "tolerance_treatment",
    "key_cleaning",
    "key_prefix",
    "key_pattern",
];

/// A fault with the byte where it stands.
struct Fault {
    at: usize,
    detail: String,
    expected: String,
}

/// Collects faults, so that the first in the file is the one that is told.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, span: &Range<usize>, detail: String, expected: impl Into<String>) {
        self.0.push(Fault {
            at: span.start,
            detail,
            expected: expected.into(),
        });
    }

    fn into_problem(self, text: &str) -> Option<FileProblem> {
        let first = self.0.into_iter().min_by_key(|fault| fault.at)?;
        Some(FileProblem::Invalid {
            line: Some(line_of(text, first.at)),
            detail: first.detail,
            expected: first.expected,
        })
    }
}

fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().iter().take(at);
    let breaks = before.filter(|&&b| b == b'\n').count();
    u32::try_from(breaks)
        .unwrap_or(u32::MAX - 1)
        .saturating_add(1)
}

pub(super) fn settings(text: &str) -> Result<Settings, FileProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = DeTable::parse(text).map_err(|error| FileProblem::Invalid {
        line: error.span().map(|span| line_of(text, span.start)),
        detail: format!("not TOML: {}", error.message()),
        expected: "a TOML file with [day] and [[channel]]".to_owned(),
    })?;
    let mut faults = Faults::default();
    let mut settings = Settings::default();
    for (key, value) in root.get_ref() {
        match key.get_ref().as_ref() {
            "day" => match value.get_ref() {
                DeValue::Table(table) => settings.day = day(table, &mut faults),
                other => faults.add(&value.span(), wrong_type("day", other), "[day], a table"),
            },
            "channel" => settings.channels = channels(value, &mut faults),
            unknown => unknown_key(&mut faults, &key.span(), unknown, "", &["day", "channel"]),
        }
    }
    match faults.into_problem(text) {
        Some(problem) => Err(problem),
        None => Ok(settings),
    }
}

fn day(table: &DeTable<'_>, faults: &mut Faults) -> DaySettings {
    let mut day = DaySettings::default();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("day.{name}"),
            value,
            faults,
        };
        match name {
            "accounting_date" => {
                let date = cell.parsed(Date::parse, "a date that exists, such as \"2026-03-02\"");
                day.accounting_date = date.or(day.accounting_date);
            }
            "cut_off" => {
                let expected = "a time from \"00:01\" to \"24:00\" (midnight is \"24:00\")";
                set(&mut day.cut_off, cell.parsed(CutOff::parse, expected));
            }
            "window_minutes" => set(&mut day.window_minutes, cell.integer(MINUTES_MAX)),
            "time_zone" => {
                let expected = "an offset from UTC such as \"+08:00\"";
                set(&mut day.time_zone, cell.parsed(ZoneOffset::parse, expected));
            }
            "max_carry_days" => set(&mut day.max_carry_days, cell.integer(DAYS_MAX)),
            "max_fund_days" => set(&mut day.max_fund_days, cell.integer(DAYS_MAX)),
            "interest_words" => set(&mut day.interest_words, cell.words()),
            "charge_words" => set(&mut day.charge_words, cell.words()),
            unknown => unknown_key(faults, &key.span(), unknown, "day.", &DAY_KEYS),
        }
    }
    day
}

fn channels(value: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Vec<ChannelSettings> {
    let expected = "[[channel]], with two brackets: one table a channel";
    let DeValue::Array(list) = value.get_ref() else {
        faults.add(
            &value.span(),
            wrong_type("channel", value.get_ref()),
            expected,
        );
        return Vec::new();
    };
    let mut channels: Vec<ChannelSettings> = Vec::new();
    for one in list.iter() {
        let DeValue::Table(table) = one.get_ref() else {
            faults.add(&one.span(), wrong_type("channel", one.get_ref()), expected);
            continue;
        };
        let channel = channel(table, &one.span(), faults);
        if channels.iter().any(|other| other.code == channel.code) && !channel.code.is_empty() {
            let detail = format!("channel.code: {:?} stands twice", channel.code);
            faults.add(&one.span(), detail, "one [[channel]] for each code");
        }
        channels.push(channel);
    }
    channels
}

fn channel(table: &DeTable<'_>, span: &Range<usize>, faults: &mut Faults) -> ChannelSettings {
    let mut channel = ChannelSettings::default();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("channel.{name}"),
            value,
            faults,
        };
        match name {
            "code" => set(&mut channel.code, cell.filled()),
            "settlement" => {
                let word = cell.word(&Settlement::ALL.map(Settlement::text));
                set(&mut channel.settlement, word.map(|i| Settlement::ALL[i]));
            }
            "settle_lag_days" => set(&mut channel.settle_lag_days, cell.integer(DAYS_MAX)),
            "fees" => {
                let word = cell.word(&Fees::ALL.map(Fees::text));
                set(&mut channel.fees, word.map(|i| Fees::ALL[i]));
            }
            "bank_account" => set(&mut channel.bank_account, cell.text("a text")),
            "counterparty" => set(&mut channel.counterparty, cell.text("a text")),
            "tolerance" => {
                let expected = "an amount in major units of the currency, such as \"0.05\"";
                channel.tolerance.absolute = cell.measure(expected, Measure::parse);
            }
            "tolerance_per_mille" => {
                let expected = "thousandths of our sum from \"0\" to \"1000\", such as \"0.5\"";
                let parse = |text: &str| Measure::parse(text).filter(|m| *m <= PER_MILLE_MAX);
                channel.tolerance.per_mille = cell.measure(expected, parse);
            }
            "tolerance_treatment" => {
                let treatments = Tolerance::TREATMENTS;
                let word = cell.word(&treatments.map(Treatment::text));
                set(
                    &mut channel.tolerance.treatment,
                    word.map(|i| treatments[i]),
                );
            }
            "key_cleaning" => set(&mut channel.cleaning.steps, cell.cleanings()),
            "key_prefix" => set(&mut channel.cleaning.prefix, cell.text("a text")),
            "key_pattern" => set(&mut channel.cleaning.pattern, cell.pattern()),
            unknown => unknown_key(faults, &key.span(), unknown, "channel.", &CHANNEL_KEYS),
        }
    }
    if !table.iter().any(|(key, _)| key.get_ref() == "code") {
        let detail = "a [[channel]] without code".to_owned();
        faults.add(span, detail, "code = \"…\", as the files write the channel");
    }
    channel
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A key's value on its way into the settings.
struct Value<'a, 'i> {
    key: String,
    value: &'a Spanned<DeValue<'i>>,
    faults: &'a mut Faults,
}

impl Value<'_, '_> {
    fn wrong<T>(&mut self, detail: String, expected: impl Into<String>) -> Option<T> {
        let detail = format!("{}: {detail}", self.key);
        self.faults.add(&self.value.span(), detail, expected);
        None
    }

    fn text(&mut self, expected: &str) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.as_ref().to_owned()),
            other => {
                let detail = shown(other);
                self.wrong(detail, format!("{expected}, in quotes"))
            }
        }
    }

    fn filled(&mut self) -> Option<String> {
        let text = self.text("a text")?;
        if text.trim().is_empty() {
            return self.wrong("empty".to_owned(), "a text that is not empty");
        }
        Some(text)
    }

    fn parsed<T>(&mut self, parse: fn(&str) -> Option<T>, expected: &str) -> Option<T> {
        let text = self.text(expected)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong(format!("{text:?}"), expected),
        }
    }

    fn word(&mut self, words: &[&str]) -> Option<usize> {
        let all = words.join(", ");
        let text = self.text(&format!("one of {all}"))?;
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            let expected = match nearest(&text, words) {
                Some(word) => format!("{word:?}? one of {all}"),
                None => format!("one of {all}"),
            };
            return self.wrong(format!("{text:?}"), expected);
        }
        found
    }

    fn integer(&mut self, max: u32) -> Option<u32> {
        let expected = format!("a whole number from 0 to {max}");
        let DeValue::Integer(number) = self.value.get_ref() else {
            let detail = shown(self.value.get_ref());
            return self.wrong(detail, expected);
        };
        let value = u32::from_str_radix(number.as_str(), number.radix()).ok();
        match value.filter(|value| *value <= max) {
            Some(value) => Some(value),
            None => self.wrong(number.to_string(), expected),
        }
    }

    /// A size by its digits, in quotes or not; an empty text is none.
    fn measure(
        &mut self,
        expected: &str,
        parse: impl Fn(&str) -> Option<Measure>,
    ) -> Option<Measure> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.as_ref().to_owned(),
            DeValue::Integer(number) => number.to_string(),
            // By its digits: no amount is ever a binary fraction.
            DeValue::Float(number) => number.to_string(),
            other => {
                let detail = shown(other);
                return self.wrong(detail, expected);
            }
        };
        if text.is_empty() {
            return None;
        }
        match parse(&text) {
            Some(measure) => Some(measure),
            None => self.wrong(format!("{text:?}"), expected),
        }
    }

    fn cleanings(&mut self) -> Option<Vec<Cleaning>> {
        let words = Cleaning::ALL.map(Cleaning::text);
        let all = format!("a list of {}", words.join(", "));
        let DeValue::Array(list) = self.value.get_ref() else {
            let detail = shown(self.value.get_ref());
            return self.wrong(detail, all);
        };
        let mut steps = Vec::new();
        for one in list.iter() {
            let text = match one.get_ref() {
                DeValue::String(text) => text.as_ref(),
                _ => "",
            };
            let found = Cleaning::ALL.into_iter().find(|step| step.text() == text);
            if found.is_none() {
                let expected = match nearest(text, &words) {
                    Some(word) => format!("{word:?}? {all}"),
                    None => all.clone(),
                };
                let detail = format!("{}: {}", self.key, shown(one.get_ref()));
                self.faults.add(&one.span(), detail, expected);
            }
            steps.extend(found);
        }
        steps.sort_unstable();
        steps.dedup();
        Some(steps)
    }

    fn pattern(&mut self) -> Option<String> {
        let expected = "a regular expression of at most 200 characters, such as \"^WX-\"";
        let text = self.text(expected)?;
        match cleaning::pattern(&text) {
            Ok(_) => Some(text),
            Err(why) => self.wrong(format!("{text:?}: {why}"), expected),
        }
    }

    fn words(&mut self) -> Option<Vec<String>> {
        let expected = "a list of texts, such as [\"interest\"]";
        let DeValue::Array(list) = self.value.get_ref() else {
            let detail = shown(self.value.get_ref());
            return self.wrong(detail, expected);
        };
        let mut words = Vec::new();
        for one in list.iter() {
            match one.get_ref() {
                // An empty word would be found in every memo.
                DeValue::String(word) if !word.is_empty() => words.push(word.as_ref().to_owned()),
                other => {
                    let detail = format!("{}: {}", self.key, shown(other));
                    self.faults.add(&one.span(), detail, expected);
                }
            }
        }
        Some(words)
    }
}

fn unknown_key(faults: &mut Faults, span: &Range<usize>, key: &str, prefix: &str, known: &[&str]) {
    let expected = match nearest(key, known) {
        Some(word) => format!("{word}?"),
        None => format!("one of {}", known.join(", ")),
    };
    faults.add(span, format!("unknown key {prefix}{key}"), expected);
}

/// The known word that most resembles a text, if one does.
fn nearest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let text: String = text.to_lowercase().chars().take(64).collect();
    known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&text, word), *word))
        .min()
        .filter(|(distance, word)| *distance <= word.len() / 2)
        .map(|(_, word)| word)
}

fn wrong_type(key: &str, value: &DeValue<'_>) -> String {
    format!("{key}: {}", shown(value))
}

/// A value as a fault shows it: its type, and what it holds where that is short.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {:?}", text.as_ref()),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(truth) => format!("{truth}"),
        DeValue::Datetime(time) => format!("the time {time} without quotes"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
