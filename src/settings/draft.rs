//! The settings as typed: a text for every key, valid or not.
//!
//! No browser in here. A draft is written as a `tieout.toml` whose every key has a line of
//! its own and is read as every such file is, so that a field says what the file would.

use std::collections::BTreeMap;

use serde_json::Value;
use tieout_engine::Settings;
use tieout_engine::settings::{ChannelSettings, SettingsFault};
use tieout_statement::Profile;
use tieout_statement::formats::{Choices, Format};
use tieout_statement::settings::{FileSettings, FormatSettings};

use super::fields::{self, Field, Kind};

/// A table of the settings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Table {
    /// `[day]`.
    Day,
    /// `[[channel]]`, by its place.
    Channel(usize),
    /// `[[account]]`, by its place.
    Account(usize),
    /// `[[format]]`, by its place among those that can be set.
    Format(usize),
}

/// A key's place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Its table.
    pub table: Table,
    /// Its name.
    pub key: &'static str,
}

/// Texts of one table, by key.
type Cells = BTreeMap<&'static str, String>;

/// What is wrong, by the field where it is wrong.
pub type Faults = BTreeMap<Place, SettingsFault>;

/// The settings as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    day: Cells,
    channels: Vec<Cells>,
    accounts: Vec<Cells>,
    formats: Vec<Cells>,
    /// Made by the column mapper, not typed.
    profiles: Vec<Profile>,
    /// What a file says and no field shows: it stays as it is.
    unshown: (
        BTreeMap<String, FileSettings>,
        BTreeMap<String, FormatSettings>,
    ),
}

/// Keys that name a table, and those that it cannot be without: written even where they are
/// empty.
pub const NAMES: [&str; 4] = ["code", "id", "currency", "limit"];

/// A value as its field shows it.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => {
            let words: Vec<String> = list.iter().map(text_of).collect();
            words.join("\n")
        }
        _ => String::new(),
    }
}

fn cells(fields: &[Field], values: &Value) -> Cells {
    let cell = |field: &Field| {
        let given = text_of(&values[field.key]);
        let text = if given.is_empty() && field.key == "tolerance_treatment" {
            "suspense".to_owned() // unwritten while no tolerance is on
        } else {
            given
        };
        (field.key, text)
    };
    fields.iter().map(cell).collect()
}

impl Draft {
    /// Settings, ready to be edited.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let all = settings.to_json();
        let channels = all["channel"].as_array().map_or(&[][..], Vec::as_slice);
        let empty = Value::Null;
        let format = |id: &&'static str| {
            let given = all["format"].as_array().into_iter().flatten();
            let mut found = given.filter(|one| one["id"] == **id);
            let mut cells = cells(fields::FORMAT, found.next().unwrap_or(&empty));
            cells.insert("id", (*id).to_owned());
            cells
        };
        Self {
            day: cells(fields::DAY, &all["day"]),
            channels: channels
                .iter()
                .map(|one| cells(fields::CHANNEL, one))
                .collect(),
            accounts: all["account"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| cells(fields::ACCOUNT, one))
                .collect(),
            formats: Settings::format_ids().iter().map(format).collect(),
            profiles: settings.profiles.clone(),
            unshown: (settings.files.clone(), settings.formats.clone()),
        }
    }

    fn table(&self, table: Table) -> Option<&Cells> {
        match table {
            Table::Day => Some(&self.day),
            Table::Channel(at) => self.channels.get(at),
            Table::Account(at) => self.accounts.get(at),
            Table::Format(at) => self.formats.get(at),
        }
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, place: Place) -> &str {
        let cells = self.table(place.table);
        cells
            .and_then(|cells| cells.get(place.key))
            .map_or("", String::as_str)
    }

    /// The text that a field has by default.
    #[must_use]
    pub fn default_text(&self, place: Place) -> String {
        let defaults = match place.table {
            Table::Account(_) => return self.text(place).to_owned(),
            Table::Format(_) if place.key == "id" => return self.text(place).to_owned(),
            Table::Format(_) => Self::of(&Settings::default()),
            Table::Day | Table::Channel(_) => {
                let mut settings = Settings::default();
                settings.channels.push(ChannelSettings::default());
                Self::of(&settings)
            }
        };
        let table = match place.table {
            Table::Channel(_) => Table::Channel(0),
            other => other,
        };
        defaults.text(Place { table, ..place }).to_owned()
    }

    /// Whether a field has its default; a name never has one.
    #[must_use]
    pub fn is_default(&self, place: Place) -> bool {
        self.text(place) == self.default_text(place)
    }

    /// Types a text into a field.
    pub fn set(&mut self, place: Place, text: String) {
        let cells = match place.table {
            Table::Day => Some(&mut self.day),
            Table::Channel(at) => self.channels.get_mut(at),
            Table::Account(at) => self.accounts.get_mut(at),
            Table::Format(at) => self.formats.get_mut(at),
        };
        if let Some(cells) = cells {
            cells.insert(place.key, text);
        }
    }

    /// Gives a field its default.
    pub fn reset(&mut self, place: Place) {
        let text = self.default_text(place);
        self.set(place, text);
    }

    /// How many channels have a table.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.channels.len()
    }

    /// How many formats can be set.
    #[must_use]
    pub fn formats(&self) -> usize {
        self.formats.len()
    }

    /// The profiles of mapped files.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// Takes a profile out.
    pub fn remove_profile(&mut self, name: &str) {
        self.profiles.retain(|profile| profile.name != name);
    }

    /// Adds a channel, at its end.
    pub fn add_channel(&mut self, code: &str) {
        let mut settings = Settings::default();
        settings.channels.push(ChannelSettings {
            code: code.to_owned(),
            ..ChannelSettings::default()
        });
        self.channels.extend(Self::of(&settings).channels);
    }

    /// Takes a channel out.
    pub fn remove_channel(&mut self, at: usize) {
        if at < self.channels.len() {
            self.channels.remove(at);
        }
    }

    /// Moves a channel one place up: bank lines are asked in the channels' order.
    pub fn raise_channel(&mut self, at: usize) {
        if (1..self.channels.len()).contains(&at) {
            self.channels.swap(at - 1, at);
        }
    }

    /// How many accounts have a limit.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.accounts.len()
    }

    /// Adds an account without a limit yet, at the end.
    pub fn add_account(&mut self) {
        let mut cells = cells(fields::ACCOUNT, &Value::Null);
        cells.insert("currency", "CNY".to_owned());
        self.accounts.push(cells);
    }

    /// Takes an account out.
    pub fn remove_account(&mut self, at: usize) {
        if at < self.accounts.len() {
            self.accounts.remove(at);
        }
    }

    /// The draft as a text, and the field of each of its lines.
    fn written(&self) -> (String, Vec<Place>) {
        let mut lines: Vec<(String, Place)> = Vec::new();
        let mut write = |head: &str, table: Table, fields: &[Field], name: &'static str| {
            let place = |key| Place { table, key };
            lines.push((head.to_owned(), place(name)));
            for field in fields {
                let text = self.text(place(field.key));
                if let Some(value) = value_of(field, text, NAMES.contains(&field.key)) {
                    lines.push((format!("{} = {value}", field.key), place(field.key)));
                }
            }
        };
        write("[day]", Table::Day, fields::DAY, "cut_off");
        for at in 0..self.channels.len() {
            write("[[channel]]", Table::Channel(at), fields::CHANNEL, "code");
        }
        for at in 0..self.accounts.len() {
            write("[[account]]", Table::Account(at), fields::ACCOUNT, "id");
        }
        for (at, cells) in self.formats.iter().enumerate() {
            if cells
                .iter()
                .any(|(key, text)| *key != "id" && !text.is_empty())
            {
                write("[[format]]", Table::Format(at), fields::FORMAT, "id");
            }
        }
        let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let text = text.join("\n");
        (text, lines.into_iter().map(|(_, place)| place).collect())
    }

    /// The settings that the draft says.
    ///
    /// # Errors
    /// What is wrong, each at its field; the first where a field has several.
    pub fn check(&self) -> Result<Settings, Faults> {
        let (text, places) = self.written();
        let checked = Settings::check(&text).map(|mut settings| {
            settings.profiles.clone_from(&self.profiles);
            let (files, formats) = &self.unshown;
            settings.files.clone_from(files);
            for (id, before) in formats {
                let open = before.currency.is_some() || before.date_order.is_some();
                if open || !Settings::format_ids().contains(&id.as_str()) {
                    let now = settings.formats.entry(id.clone()).or_default();
                    now.currency.clone_from(&before.currency);
                    now.date_order.clone_from(&before.date_order);
                }
            }
            settings
        });
        checked.map_err(|faults| {
            let mut by_place = Faults::new();
            for fault in faults {
                let line = fault.line.map_or(0, |line| line as usize - 1);
                if let Some(place) = places.get(line) {
                    by_place.entry(*place).or_insert(fault);
                }
            }
            by_place
        })
    }

    /// The columns of a format that may count for a key; none for another key.
    #[must_use]
    pub fn columns(&self, place: Place) -> &'static [&'static str] {
        let Some(choices) = self.choices(place.table) else {
            return &[];
        };
        match place.key {
            "amount_column" => choices.amounts,
            "refund_amount_column" => choices.refund_amounts,
            _ => &[],
        }
    }

    /// What a format lets be chosen.
    #[must_use]
    pub fn choices(&self, table: Table) -> Option<Choices> {
        let id = self.text(Place { table, key: "id" });
        matches!(table, Table::Format(_)).then_some(())?;
        Format::by_id(id)?.choices()
    }
}

/// A text as a value of TOML; `None`: the key is left out and has its default.
fn value_of(field: &Field, text: &str, names: bool) -> Option<String> {
    match field.kind {
        Kind::Number => {
            let text = text.trim();
            let is_number = text.strip_prefix('-').unwrap_or(text);
            let is_number = !is_number.is_empty() && is_number.bytes().all(|b| b.is_ascii_digit());
            let number = is_number.then(|| text.parse::<i64>().ok()).flatten();
            match number {
                _ if text.is_empty() => None,
                Some(number) => Some(number.to_string()),
                None => Some(quoted(text)),
            }
        }
        Kind::Lines | Kind::Checks(_) => {
            let words = text.lines().map(str::trim).filter(|word| !word.is_empty());
            let words: Vec<String> = words.map(quoted).collect();
            Some(format!("[{}]", words.join(", ")))
        }
        Kind::Text | Kind::Choice(_) | Kind::Column => {
            (names || !text.is_empty()).then(|| quoted(text))
        }
    }
}

/// A text in quotes, on one line: JSON's escapes are TOML's too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUT_OFF: Place = Place {
        table: Table::Day,
        key: "cut_off",
    };

    const fn of_channel(at: usize, key: &'static str) -> Place {
        Place {
            table: Table::Channel(at),
            key,
        }
    }

    fn settings(toml: &str) -> Settings {
        Settings::parse(toml).expect("valid")
    }

    #[test]
    fn every_settings_come_back_from_their_draft() {
        for toml in [
            "",
            "[day]\naccounting_date = \"2026-03-02\"\ncharge_words = []\nwindow_minutes = 0\n",
            "[[channel]]\ncode = \"a \\\"b\\\"\"\ntolerance = \"0.05\"\ntolerance_treatment = \"claim\"\nkey_cleaning = [\"trim\", \"case\"]\nkey_pattern = \"^\\\\d\"\n",
            "[[account]]\nid = \"RES-01\"\ncurrency = \"CNY\"\nlimit = \"100000\"\n",
            "[[format]]\nid = \"alipay-detail\"\nchannel = \"ali\"\nrefund_amount_column = \"订单金额（元）\"\n",
        ] {
            let settings = settings(toml);
            assert_eq!(Draft::of(&settings).check(), Ok(settings), "{toml}");
        }
    }

    #[test]
    fn every_key_of_the_settings_has_a_field() {
        let mut all = settings("[[channel]]\ncode = \"a\"\n");
        all.day.accounting_date = tieout_statement::Date::parse("2026-03-02");
        let json = all.to_json();
        for (name, fields, values) in [
            ("day", fields::DAY, &json["day"]),
            ("channel", fields::CHANNEL, &json["channel"][0]),
        ] {
            for key in values.as_object().expect("a table").keys() {
                let has = fields.iter().any(|field| field.key == key);
                assert!(has, "{name}.{key} has no field");
            }
        }
    }

    #[test]
    fn a_wrong_text_is_told_at_its_field() {
        let mut draft = Draft::of(&settings("[[channel]]\ncode = \"a\"\n"));
        draft.set(CUT_OFF, "9:30".to_owned());
        draft.set(of_channel(0, "settle_lag_days"), "two".to_owned());
        let faults = draft.check().expect_err("two are wrong");
        let keys: Vec<&str> = faults.values().map(|fault| fault.key.as_str()).collect();
        assert_eq!(keys, ["day.cut_off", "channel.settle_lag_days"]);
        assert_eq!(faults[&CUT_OFF].expected.nearest(), Some("09:30"));
    }

    #[test]
    fn a_channel_needs_a_name_of_its_own() {
        let mut draft = Draft::of(&settings("[[channel]]\ncode = \"a\"\n"));
        draft.add_channel("");
        let faults = draft.check().expect_err("it has no name");
        assert!(faults.contains_key(&of_channel(1, "code")));
        draft.set(of_channel(1, "code"), "a".to_owned());
        let faults = draft.check().expect_err("the name stands twice");
        assert!(faults.contains_key(&of_channel(1, "code")));
        draft.set(of_channel(1, "code"), "b".to_owned());
        draft.raise_channel(1);
        let codes = |draft: &Draft| -> Vec<String> {
            let settings = draft.check().expect("valid");
            settings
                .channels
                .into_iter()
                .map(|channel| channel.code)
                .collect()
        };
        assert_eq!(codes(&draft), ["b", "a"]);
        draft.remove_channel(0);
        assert_eq!(codes(&draft), ["a"]);
    }

    #[test]
    fn an_account_is_in_force_once_it_has_a_name_and_a_limit() {
        let mut draft = Draft::of(&Settings::default());
        draft.add_account();
        let place = |key| Place {
            table: Table::Account(0),
            key,
        };
        let faults = draft.check().expect_err("it has neither");
        let at: Vec<&str> = faults.keys().map(|place| place.key).collect();
        assert_eq!(at, ["id", "limit"]);
        draft.set(place("id"), "RES-01".to_owned());
        draft.set(place("limit"), "0.005".to_owned());
        let faults = draft.check().expect_err("yuan have two decimals");
        assert_eq!(faults[&place("limit")].expected.nearest(), Some("0"));
        draft.set(place("limit"), "5".to_owned());
        assert_eq!(draft.check().expect("valid").accounts[0].minor(), 500);
        draft.remove_account(0);
        assert_eq!(draft.check(), Ok(Settings::default()));
    }

    #[test]
    fn a_field_knows_its_default() {
        let mut draft = Draft::of(&settings("[day]\ncut_off = \"23:30\"\n"));
        assert!(!draft.is_default(CUT_OFF));
        draft.reset(CUT_OFF);
        assert!(draft.is_default(CUT_OFF));
        draft.set(CUT_OFF, String::new());
        let settings = draft.check().expect("an empty field has its default");
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_format_that_says_nothing_is_not_written() {
        let mut draft = Draft::of(&Settings::default());
        assert_eq!(draft.check(), Ok(Settings::default()));
        let place = Place {
            table: Table::Format(0),
            key: "amount_column",
        };
        let column = draft.columns(place)[1];
        draft.set(place, column.to_owned());
        assert_eq!(draft.check().expect("valid").formats.len(), 1);
        draft.reset(place);
        assert_eq!(draft.check(), Ok(Settings::default()));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let place = Place {
            table: Table::Day,
            key: "window_minutes",
        };
        let mut draft = Draft::of(&Settings::default());
        draft.set(place, " 015 ".to_owned());
        assert_eq!(draft.check().expect("valid").day.window_minutes, 15);
        for wrong in ["-1", "1.5", "99999", "99999999999999999999", "half"] {
            draft.set(place, wrong.to_owned());
            assert!(
                draft
                    .check()
                    .is_err_and(|faults| faults.contains_key(&place)),
                "{wrong}"
            );
        }
    }
}
