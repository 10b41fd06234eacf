//! A key's value on its way into the settings.

use std::ops::Range;

use tieout_statement::{Currency, Date};
use toml::Spanned;
use toml::de::DeValue;

use super::fault::{Expected, SettingsFault, Wrong, nearest};
use super::{Cleaning, CutOff, Measure, ZoneOffset};
use crate::cleaning;

/// Faults in the order of the text.
#[derive(Debug)]
pub(super) struct Faults<'t> {
    text: &'t str,
    found: Vec<(usize, SettingsFault)>,
}

impl<'t> Faults<'t> {
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
        }
    }

    pub fn add(&mut self, span: &Range<usize>, key: &str, wrong: Wrong, expected: Expected) {
        let fault = SettingsFault {
            line: Some(line_of(self.text, span.start)),
            key: key.to_owned(),
            wrong,
            expected,
        };
        self.found.push((span.start, fault));
    }

    /// How many there are so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    pub fn sorted(mut self) -> Vec<SettingsFault> {
        self.found.sort_by_key(|(at, _)| *at);
        self.found.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// The line of a byte, 1 = first.
pub(super) fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().iter().take(at);
    let breaks = before.filter(|&&b| b == b'\n').count();
    u32::try_from(breaks)
        .unwrap_or(u32::MAX - 1)
        .saturating_add(1)
}

/// A key's value.
pub(super) struct Value<'a, 'i, 't> {
    pub key: String,
    pub value: &'a Spanned<DeValue<'i>>,
    pub faults: &'a mut Faults<'t>,
}

impl Value<'_, '_, '_> {
    fn wrong<T>(&mut self, wrong: Wrong, expected: Expected) -> Option<T> {
        let span = self.value.span();
        self.faults.add(&span, &self.key, wrong, expected);
        None
    }

    /// A value that is not of the type wanted.
    fn other<T>(&mut self, expected: Expected) -> Option<T> {
        let shown = shown(self.value.get_ref());
        self.wrong(Wrong::Value { shown }, expected)
    }

    /// A text that says nothing valid.
    pub(super) fn bad_text<T>(&mut self, text: &str, expected: Expected) -> Option<T> {
        let shown = format!("{text:?}");
        self.wrong(Wrong::Value { shown }, expected)
    }

    pub fn text(&mut self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.as_ref().to_owned()),
            _ => self.other(Expected::Text),
        }
    }

    pub fn filled(&mut self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.wrong(Wrong::Empty, Expected::Filled)
            }
            DeValue::String(text) => Some(text.as_ref().to_owned()),
            _ => self.other(Expected::Filled),
        }
    }

    pub fn truth(&mut self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.other(Expected::Truth),
        }
    }

    /// A list of texts, which may be empty.
    pub fn texts(&mut self) -> Option<Vec<String>> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return self.other(Expected::TextList);
        };
        let mut texts = Vec::new();
        for one in list.iter() {
            match one.get_ref() {
                DeValue::String(text) => texts.push(text.as_ref().to_owned()),
                other => {
                    let wrong = Wrong::Value {
                        shown: shown(other),
                    };
                    let span = one.span();
                    self.faults.add(&span, &self.key, wrong, Expected::TextList);
                }
            }
        }
        Some(texts)
    }

    /// A table of texts: each key with its place, each text with its own.
    pub fn table_of_texts(&mut self) -> Vec<(String, Range<usize>, String, Range<usize>)> {
        let DeValue::Table(table) = self.value.get_ref() else {
            return self.other(Expected::TextTable).unwrap_or_default();
        };
        let mut texts = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref().to_owned();
            match value.get_ref() {
                DeValue::String(text) => {
                    texts.push((name, key.span(), text.as_ref().to_owned(), value.span()));
                }
                other => {
                    let wrong = Wrong::Value {
                        shown: shown(other),
                    };
                    let of = format!("{}.{name}", self.key);
                    self.faults.add(&value.span(), &of, wrong, Expected::Text);
                }
            }
        }
        texts
    }

    pub fn date(&mut self) -> Option<Date> {
        let expected = |nearest| Expected::Date { nearest };
        self.parsed(Date::parse, nearest_date, expected)
    }

    pub fn cut_off(&mut self) -> Option<CutOff> {
        let expected = |nearest| Expected::CutOff { nearest };
        self.parsed(CutOff::parse, nearest_cut_off, expected)
    }

    pub fn zone(&mut self) -> Option<ZoneOffset> {
        let expected = |nearest| Expected::Zone { nearest };
        self.parsed(ZoneOffset::parse, nearest_zone, expected)
    }

    fn parsed<T>(
        &mut self,
        parse: fn(&str) -> Option<T>,
        near: fn(&str) -> Option<String>,
        expected: fn(Option<String>) -> Expected,
    ) -> Option<T> {
        let DeValue::String(text) = self.value.get_ref() else {
            let near = near(&bare(self.value.get_ref()));
            return self.other(expected(near));
        };
        match parse(text) {
            Some(value) => Some(value),
            None => self.bad_text(text, expected(near(text))),
        }
    }

    /// The place of the word among these.
    pub fn word(&mut self, words: &[&'static str]) -> Option<usize> {
        let expected = |text: &str| Expected::Word {
            nearest: nearest(text, words),
            known: words.to_vec(),
        };
        let DeValue::String(text) = self.value.get_ref() else {
            let expected = expected(&bare(self.value.get_ref()));
            return self.other(expected);
        };
        match words.iter().position(|word| word == text) {
            Some(at) => Some(at),
            None => self.bad_text(text, expected(text)),
        }
    }

    pub fn integer(&mut self, max: u32) -> Option<u32> {
        let expected = |nearest: Option<u32>| Expected::Number {
            nearest: nearest.map(|number| number.to_string()),
            max,
        };
        let DeValue::Integer(number) = self.value.get_ref() else {
            let near = bare(self.value.get_ref()).trim().parse().ok();
            return self.other(expected(near.filter(|near| *near <= max)));
        };
        let value = i128::from_str_radix(number.as_str(), number.radix()).ok();
        match value.and_then(|value| u32::try_from(value).ok()) {
            Some(value) if value <= max => Some(value),
            _ => {
                let below = value.is_some_and(|value| value < 0);
                let near = if below { 0 } else { max };
                let shown = number.to_string();
                self.wrong(Wrong::Value { shown }, expected(Some(near)))
            }
        }
    }

    /// An amount in major units, in quotes or not; an empty text is none.
    pub fn amount(&mut self) -> Option<Measure> {
        self.measure(|nearest| Expected::Amount { nearest }, Measure::MAX)
    }

    /// An amount of a currency, which may not have more decimals than that; never empty.
    pub fn amount_of(&mut self, currency: Option<Currency>) -> Option<Measure> {
        if bare(self.value.get_ref()).is_empty() {
            return self.other(Expected::Amount { nearest: None });
        }
        let amount = self.amount()?;
        let decimals = currency.map_or(4, Currency::decimals);
        let whole = Measure::of_minor(amount.minor(decimals), decimals)?;
        if whole == amount {
            return Some(amount);
        }
        let (text, nearest) = (amount.to_string(), Some(whole.to_string()));
        self.bad_text(&text, Expected::Amount { nearest })
    }

    /// A currency by its code.
    pub fn currency(&mut self) -> Option<Currency> {
        let near = |text: &str| {
            let capitals = text.trim().to_ascii_uppercase();
            Currency::parse(&capitals).map(|_| capitals)
        };
        self.parsed(Currency::parse, near, |nearest| Expected::Currency {
            nearest,
        })
    }

    /// Thousandths, in quotes or not; an empty text is none.
    pub fn per_mille(&mut self) -> Option<Measure> {
        let whole = Measure::whole(1_000);
        self.measure(|nearest| Expected::PerMille { nearest }, whole)
    }

    fn measure(
        &mut self,
        expected: fn(Option<String>) -> Expected,
        max: Measure,
    ) -> Option<Measure> {
        // By its digits: no amount is ever a binary fraction.
        let text = match self.value.get_ref() {
            DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) => {
                bare(self.value.get_ref())
            }
            _ => return self.other(expected(None)),
        };
        if text.is_empty() {
            return None;
        }
        match Measure::parse(&text) {
            Some(measure) if measure <= max => Some(measure),
            Some(_) => self.bad_text(&text, expected(Some(max.to_string()))),
            None => {
                let pointed = text.trim().replace(',', ".");
                let near = Measure::parse(&pointed).filter(|near| *near <= max);
                self.bad_text(&text, expected(near.map(|near| near.to_string())))
            }
        }
    }

    pub fn cleanings(&mut self) -> Option<Vec<Cleaning>> {
        let known = Cleaning::ALL.map(Cleaning::text);
        let expected = |text: &str| Expected::WordList {
            nearest: nearest(text, &known),
            known: known.to_vec(),
        };
        let DeValue::Array(list) = self.value.get_ref() else {
            return self.other(expected(""));
        };
        let mut steps = Vec::new();
        for one in list.iter() {
            let text = match one.get_ref() {
                DeValue::String(text) => text.as_ref(),
                _ => "",
            };
            let found = Cleaning::ALL.into_iter().find(|step| step.text() == text);
            if found.is_none() {
                let shown = shown(one.get_ref());
                let wrong = Wrong::Value { shown };
                self.faults
                    .add(&one.span(), &self.key, wrong, expected(text));
            }
            steps.extend(found);
        }
        steps.sort_unstable();
        steps.dedup();
        Some(steps)
    }

    pub fn pattern(&mut self) -> Option<String> {
        let DeValue::String(text) = self.value.get_ref() else {
            return self.other(Expected::Pattern);
        };
        let text = text.as_ref().to_owned();
        match cleaning::pattern(&text) {
            Ok(_) => Some(text),
            Err(why) => self.wrong(Wrong::BadPattern { text, why }, Expected::Pattern),
        }
    }

    pub fn words(&mut self) -> Option<Vec<String>> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return self.other(Expected::TextList);
        };
        let mut words = Vec::new();
        for one in list.iter() {
            match one.get_ref() {
                // An empty word would be found in every memo.
                DeValue::String(word) if !word.is_empty() => words.push(word.as_ref().to_owned()),
                other => {
                    let shown = shown(other);
                    let (span, wrong) = (one.span(), Wrong::Value { shown });
                    self.faults.add(&span, &self.key, wrong, Expected::TextList);
                }
            }
        }
        Some(words)
    }
}

/// Numbers of a text, in their order.
fn numbers(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.filter(|part| !part.is_empty()).collect()
}

/// The date that a text of another pattern, or of a day too many, means.
fn nearest_date(text: &str) -> Option<String> {
    let (year, month, day) = match numbers(text).as_slice() {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [year, month, day, ..] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    let day: u8 = day.parse().ok()?;
    let last = (day.saturating_sub(3)..=day).rev();
    let written = last.map(|day| format!("{year}-{month:0>2}-{day:02}"));
    written.into_iter().find(|date| Date::parse(date).is_some())
}

fn nearest_cut_off(text: &str) -> Option<String> {
    let (hour, minute) = clock(text)?;
    let midnight = (hour, minute) == (0, 0) || hour >= 24;
    let nearest = if midnight {
        CutOff::MIDNIGHT.to_string()
    } else {
        format!("{hour:02}:{minute:02}")
    };
    CutOff::parse(&nearest).map(|_| nearest)
}

fn nearest_zone(text: &str) -> Option<String> {
    let (hour, minute) = clock(text)?;
    let sign = if text.contains(['-', '−']) {
        '-'
    } else {
        '+'
    };
    let nearest = format!("{sign}{hour:02}:{minute:02}");
    ZoneOffset::parse(&nearest).map(|_| nearest)
}

/// Hours and minutes of a text such as `8`, `8:00`, `0800`.
fn clock(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = match numbers(text).as_slice() {
        [all] if all.len() == 4 => (&all[..2], &all[2..]),
        [hour] => (*hour, "0"),
        [hour, minute, ..] => (*hour, *minute),
        [] => return None,
    };
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// A value as it is written, without its quotes; empty for a list or a table.
fn bare(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.as_ref().to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

/// A value as a fault shows it: its type, and what it holds where that is short.
pub(super) fn shown(value: &DeValue<'_>) -> String {
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
