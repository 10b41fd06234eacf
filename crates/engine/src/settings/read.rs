//! Text to settings. Every fault names its line, its key and the nearest valid one.

use std::collections::BTreeMap;
use std::ops::Range;

use tieout_statement::formats::{ALL, Format, Shape};
use tieout_statement::{Currency, FormatSettings};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Expected, SettingsFault, Wrong, nearest};
use super::file::{FILE_KEYS, files};
use super::profile::{PROFILE_KEYS, profiles};
use super::value::{Faults, Value, line_of, shown};
use super::{
    AccountSettings, ChannelSettings, DaySettings, Fees, Measure, Settings, Settlement, Tolerance,
};
use crate::outcome::Treatment;

/// Minutes of a window, at most.
pub const MINUTES_MAX: u32 = 24 * 60;
/// Days of a lag or a wait, at most.
pub const DAYS_MAX: u32 = 3_650;

const TABLES: [&str; 6] = ["day", "channel", "account", "format", "file", "profile"];
const DAY_KEYS: [&str; 9] = [
    "accounting_date",
    "cut_off",
    "window_minutes",
    "time_zone",
    "max_carry_days",
    "max_fund_days",
    "interest_words",
    "charge_words",
    "second_name_above",
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
const ACCOUNT_KEYS: [&str; 3] = ["id", "currency", "limit"];
const FORMAT_KEYS: [&str; 6] = [
    "id",
    "channel",
    "amount_column",
    "refund_amount_column",
    "currency",
    "date_order",
];

pub(super) fn settings(text: &str) -> Result<Settings, Vec<SettingsFault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = DeTable::parse(text).map_err(|error| vec![not_toml(text, &error)])?;
    let mut faults = Faults::of(text);
    let mut settings = Settings::default();
    for (key, value) in root.get_ref() {
        match key.get_ref().as_ref() {
            "day" => match value.get_ref() {
                DeValue::Table(table) => settings.day = day(table, &mut faults),
                other => {
                    let shown = shown(other);
                    let (wrong, expected) = (Wrong::Value { shown }, Expected::Table("day"));
                    faults.add(&value.span(), "day", wrong, expected);
                }
            },
            "channel" => settings.channels = channels(value, &mut faults),
            "account" => settings.accounts = accounts(value, &mut faults),
            "format" => settings.formats = formats(value, &mut faults),
            "file" => settings.files = files(value, &mut faults),
            "profile" => settings.profiles = profiles(value, &mut faults),
            unknown => {
                let expected = match () {
                    () if DAY_KEYS.contains(&unknown) => Expected::In("[day]"),
                    () if CHANNEL_KEYS.contains(&unknown) => Expected::In("[[channel]]"),
                    () if unknown == "limit" => Expected::In("[[account]]"),
                    () if FORMAT_KEYS.contains(&unknown) => Expected::In("[[format]]"),
                    () if FILE_KEYS.contains(&unknown) => Expected::In("[[file]]"),
                    () if PROFILE_KEYS.contains(&unknown) => Expected::In("[[profile]]"),
                    () => Expected::Key {
                        nearest: nearest(unknown, &TABLES),
                        known: TABLES.to_vec(),
                    },
                };
                faults.add(&key.span(), unknown, Wrong::UnknownKey, expected);
            }
        }
    }
    let faults = faults.sorted();
    if faults.is_empty() {
        Ok(settings)
    } else {
        Err(faults)
    }
}

/// The fault of a text that is no TOML, with the key of its line where there is one.
fn not_toml(text: &str, error: &toml::de::Error) -> SettingsFault {
    let line = error.span().map(|span| line_of(text, span.start));
    let written = line.and_then(|line| text.lines().nth(line as usize - 1));
    let key = written.and_then(|line| line.split_once('='));
    let key = key.map_or("", |(key, _)| key.trim());
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    SettingsFault {
        line,
        key: if key.chars().all(is_key) { key } else { "" }.to_owned(),
        wrong: Wrong::NotToml {
            why: error.message().to_owned(),
        },
        expected: Expected::Toml,
    }
}

fn day(table: &DeTable<'_>, faults: &mut Faults<'_>) -> DaySettings {
    let mut day = DaySettings::default();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("day.{name}"),
            value,
            faults,
        };
        match name {
            "accounting_date" => day.accounting_date = cell.date().or(day.accounting_date),
            "cut_off" => set(&mut day.cut_off, cell.cut_off()),
            "window_minutes" => set(&mut day.window_minutes, cell.integer(MINUTES_MAX)),
            "time_zone" => set(&mut day.time_zone, cell.zone()),
            "max_carry_days" => set(&mut day.max_carry_days, cell.integer(DAYS_MAX)),
            "max_fund_days" => set(&mut day.max_fund_days, cell.integer(DAYS_MAX)),
            "interest_words" => set(&mut day.interest_words, cell.words()),
            "charge_words" => set(&mut day.charge_words, cell.words()),
            "second_name_above" => day.second_name_above = cell.amount(),
            unknown => unknown_key(faults, &key.span(), "day", unknown, &DAY_KEYS),
        }
    }
    day
}

/// The tables of a name, each with its place.
pub(super) fn tables<'a, 'i>(
    name: &'static str,
    value: &'a Spanned<DeValue<'i>>,
    faults: &mut Faults<'_>,
) -> Vec<(&'a DeTable<'i>, Range<usize>)> {
    let mut wrong = |value: &Spanned<DeValue<'_>>| {
        let shown = shown(value.get_ref());
        let (wrong, expected) = (Wrong::Value { shown }, Expected::Tables(name));
        faults.add(&value.span(), name, wrong, expected);
    };
    let DeValue::Array(list) = value.get_ref() else {
        wrong(value);
        return Vec::new();
    };
    let mut tables = Vec::new();
    for one in list.iter() {
        match one.get_ref() {
            DeValue::Table(table) => tables.push((table, one.span())),
            _ => wrong(one),
        }
    }
    tables
}

fn channels(value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Vec<ChannelSettings> {
    let mut channels: Vec<ChannelSettings> = Vec::new();
    for (table, span) in tables("channel", value, faults) {
        let channel = channel(table, &span, faults);
        if channels.iter().any(|other| other.code == channel.code) {
            named_twice(faults, &span, "channel", "code", &channel.code);
        }
        channels.push(channel);
    }
    channels
}

pub(super) fn named_twice(
    faults: &mut Faults<'_>,
    span: &Range<usize>,
    table: &'static str,
    key: &'static str,
    name: &str,
) {
    if name.is_empty() {
        return; // told already, each by itself
    }
    let text = name.to_owned();
    let expected = Expected::OnePer { table, key };
    faults.add(
        span,
        &format!("{table}.{key}"),
        Wrong::Twice { text },
        expected,
    );
}

pub(super) fn must_be_named(
    faults: &mut Faults<'_>,
    given: &DeTable<'_>,
    span: &Range<usize>,
    table: &'static str,
    key: &'static str,
) {
    if given.iter().any(|(given, _)| given.get_ref() == key) {
        return;
    }
    let wrong = Wrong::WithoutKey {
        table,
        missing: key,
    };
    let expected = Expected::Named { table, key };
    faults.add(span, &format!("{table}.{key}"), wrong, expected);
}

fn channel(table: &DeTable<'_>, span: &Range<usize>, faults: &mut Faults<'_>) -> ChannelSettings {
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
            "bank_account" => set(&mut channel.bank_account, cell.text()),
            "counterparty" => set(&mut channel.counterparty, cell.text()),
            "tolerance" => channel.tolerance.absolute = cell.amount(),
            "tolerance_per_mille" => channel.tolerance.per_mille = cell.per_mille(),
            "tolerance_treatment" => {
                let treatments = Tolerance::TREATMENTS;
                let word = cell.word(&treatments.map(Treatment::text));
                let place = &mut channel.tolerance.treatment;
                set(place, word.map(|i| treatments[i]));
            }
            "key_cleaning" => set(&mut channel.cleaning.steps, cell.cleanings()),
            "key_prefix" => set(&mut channel.cleaning.prefix, cell.text()),
            "key_pattern" => set(&mut channel.cleaning.pattern, cell.pattern()),
            unknown => unknown_key(faults, &key.span(), "channel", unknown, &CHANNEL_KEYS),
        }
    }
    must_be_named(faults, table, span, "channel", "code");
    channel
}

fn accounts(value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Vec<AccountSettings> {
    let mut accounts: Vec<AccountSettings> = Vec::new();
    for (table, span) in tables("account", value, faults) {
        let Some(account) = account(table, &span, faults) else {
            continue;
        };
        let same = |other: &AccountSettings| {
            (&other.id, other.currency) == (&account.id, account.currency)
        };
        if accounts.iter().any(same) {
            let name = format!("{} {}", account.id, account.currency);
            named_twice(faults, &span, "account", "id and currency", &name);
        }
        accounts.push(account);
    }
    accounts
}

/// An account with a limit; `None` where a part of it is missing or wrong, which is told.
fn account(
    table: &DeTable<'_>,
    span: &Range<usize>,
    faults: &mut Faults<'_>,
) -> Option<AccountSettings> {
    let mut id: Option<String> = None;
    let mut currency: Option<Currency> = None;
    let mut limit: Option<Measure> = None;
    // The currency first: it says how many decimals the limit may have.
    if let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "currency") {
        let key = "account.currency".to_owned();
        currency = Value { key, value, faults }.currency();
    }
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("account.{name}"),
            value,
            faults,
        };
        match name {
            "id" => id = cell.filled(),
            "currency" => {}
            "limit" => limit = cell.amount_of(currency),
            unknown => unknown_key(faults, &key.span(), "account", unknown, &ACCOUNT_KEYS),
        }
    }
    for key in ACCOUNT_KEYS {
        must_be_named(faults, table, span, "account", key);
    }
    Some(AccountSettings {
        id: id?,
        currency: currency?,
        limit: limit?,
    })
}

fn formats(
    value: &Spanned<DeValue<'_>>,
    faults: &mut Faults<'_>,
) -> BTreeMap<String, FormatSettings> {
    let mut formats = BTreeMap::new();
    for (table, span) in tables("format", value, faults) {
        let (id, format) = format(table, &span, faults);
        if formats.contains_key(&id) {
            named_twice(faults, &span, "format", "id", &id);
        }
        if !id.is_empty() {
            formats.insert(id, format);
        }
    }
    formats
}

/// Ids of the formats that can be set.
pub(super) fn format_ids() -> Vec<&'static str> {
    let settable = ALL.iter().filter(|format| format.choices().is_some());
    settable.map(|format| format.id).collect()
}

/// Ids of the formats that `[[format]]` can name: besides those of [`format_ids`] all whose
/// files may leave their currency or the order of their dates open.
fn settable_ids() -> Vec<&'static str> {
    let open = |format: &&&Format| matches!(format.shape, Shape::Grid(_) | Shape::Document);
    let mut ids = format_ids();
    ids.extend(ALL.iter().filter(open).map(|format| format.id));
    ids
}

/// Names of the columns of a format that may count, of every generation.
fn amount_columns(id: &str) -> Vec<&'static str> {
    let Some(format) = Format::by_id(id) else {
        return Vec::new();
    };
    let Some(choices) = format.choices() else {
        return Vec::new();
    };
    let counting = choices.amounts.iter().chain(choices.refund_amounts);
    let mut columns = Vec::new();
    for name in counting.flat_map(|name| format.names_of(name)) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

fn format(
    table: &DeTable<'_>,
    span: &Range<usize>,
    faults: &mut Faults<'_>,
) -> (String, FormatSettings) {
    let (mut id, mut format) = (String::new(), FormatSettings::default());
    let named = table.iter().find(|(key, _)| key.get_ref() == "id");
    if let Some((_, value)) = named {
        let ids = settable_ids();
        let key = "format.id".to_owned();
        let word = Value { key, value, faults }.word(&ids);
        id = word.map_or_else(String::new, |i| ids[i].to_owned());
    }
    let columns = amount_columns(&id);
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("format.{name}"),
            value,
            faults,
        };
        match name {
            "id" => {}
            "channel" => format.channel = cell.filled(),
            // Which columns there are depends on the format; a wrong one is told already.
            "amount_column" | "refund_amount_column" if id.is_empty() => {}
            "amount_column" => {
                let column = cell.word(&columns).map(|i| columns[i].to_owned());
                format.amount = column;
            }
            "currency" => {
                let currency = cell.currency();
                format.currency = currency.map(|currency| currency.code().to_owned());
            }
            "date_order" => {
                let words = ["dmy", "mdy", "ymd"];
                format.date_order = cell.word(&words).map(|at| words[at].to_owned());
            }
            "refund_amount_column" => {
                let column = cell.word(&columns).map(|i| columns[i].to_owned());
                format.refund_amount = column;
            }
            unknown => unknown_key(faults, &key.span(), "format", unknown, &FORMAT_KEYS),
        }
    }
    must_be_named(faults, table, span, "format", "id");
    (id, format)
}

pub(super) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

pub(super) fn unknown_key(
    faults: &mut Faults<'_>,
    span: &Range<usize>,
    table: &str,
    key: &str,
    known: &[&'static str],
) {
    let expected = Expected::Key {
        nearest: nearest(key, known),
        known: known.to_vec(),
    };
    let key = format!("{table}.{key}");
    faults.add(span, &key, Wrong::UnknownKey, expected);
}
