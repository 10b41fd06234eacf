//! `[[file]]`: what is said of files by their names.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;
use tieout_statement::settings::FileSettings;
use tieout_statement::tabular::SignRule;
use toml::Spanned;
use toml::de::DeValue;

use super::profile::{MARKS, ORDERS, encodings, text_of, word_of};
use super::read::{must_be_named, named_twice, set, tables, unknown_key};
use super::value::{Faults, Value};
use super::write::quoted;

/// Every key of a `[[file]]`.
pub(super) const FILE_KEYS: [&str; 8] = [
    "name",
    "encoding",
    "date_order",
    "decimal_mark",
    "sign",
    "currency",
    "account",
    "year",
];

const SIGNS: [(&str, SignRule); 2] = [("signed", SignRule::Signed), ("turned", SignRule::Turned)];
/// The last year that a date can have.
const YEAR_MAX: u32 = 9_999;

pub(super) fn files(
    value: &Spanned<DeValue<'_>>,
    faults: &mut Faults<'_>,
) -> BTreeMap<String, FileSettings> {
    let mut files = BTreeMap::new();
    for (table, span) in tables("file", value, faults) {
        let (mut named, mut file) = (String::new(), FileSettings::default());
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let mut cell = Value {
                key: format!("file.{name}"),
                value,
                faults,
            };
            match name {
                "name" => set(&mut named, cell.filled()),
                "encoding" => file.encoding = word_of(&mut cell, &encodings()),
                "date_order" => file.date_order = word_of(&mut cell, &ORDERS),
                "decimal_mark" => file.decimal_mark = word_of(&mut cell, &MARKS),
                "sign" => file.sign = word_of(&mut cell, &SIGNS),
                "currency" => file.currency = cell.currency(),
                "account" => file.account = cell.filled(),
                "year" => {
                    let year = cell.integer(YEAR_MAX);
                    file.year = year.and_then(|year| i32::try_from(year).ok());
                }
                unknown => unknown_key(faults, &key.span(), "file", unknown, &FILE_KEYS),
            }
        }
        must_be_named(faults, table, &span, "file", "name");
        if files.contains_key(&named) {
            named_twice(faults, &span, "file", "name", &named);
        }
        if !named.is_empty() {
            files.insert(named, file);
        }
    }
    files
}

/// The keys that are given, each with its text; the year is the only number.
fn keys(file: &FileSettings) -> Vec<(&'static str, String)> {
    let keys = [
        ("encoding", file.encoding.map(|one| one.name().to_owned())),
        (
            "date_order",
            file.date_order.map(|one| text_of(&ORDERS, &one).to_owned()),
        ),
        (
            "decimal_mark",
            file.decimal_mark
                .map(|one| text_of(&MARKS, &one).to_owned()),
        ),
        ("sign", file.sign.map(|one| one.text().to_owned())),
        ("currency", file.currency.map(|one| one.code().to_owned())),
        ("account", file.account.clone()),
    ];
    let given = keys.into_iter();
    given.filter_map(|(key, text)| Some((key, text?))).collect()
}

/// Writes a `[[file]]`.
pub(super) fn write(out: &mut String, name: &str, file: &FileSettings) -> std::fmt::Result {
    writeln!(out, "\n[[file]]")?;
    writeln!(out, "name = {}", quoted(name))?;
    for (key, text) in keys(file) {
        writeln!(out, "{key} = {}", quoted(&text))?;
    }
    if let Some(year) = file.year {
        writeln!(out, "year = {year}")?;
    }
    Ok(())
}

/// A `[[file]]` as reports show it.
pub(super) fn json(name: &str, file: &FileSettings) -> serde_json::Value {
    let mut all = json!({ "name": name });
    for (key, text) in keys(file) {
        all[key] = json!(text);
    }
    if let Some(year) = file.year {
        all["year"] = json!(year);
    }
    all
}
