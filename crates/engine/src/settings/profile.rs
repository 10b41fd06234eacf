//! `[[profile]]`: how tables with a certain header are read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use serde_json::json;
use tieout_statement::profile::{
    Amounts, NOT_AN_ORDER, Profile, Separator, Target, Translations, targets,
};
use tieout_statement::tabular::{DateOrder, DecimalMark};
use tieout_statement::{Column, Encoding, Kind, Role, Side, Status};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Expected, Wrong, nearest};
use super::read::{must_be_named, named_twice, set, tables, unknown_key};
use super::value::{Faults, Value};
use super::write::{list, quoted};

/// Every key of a `[[profile]]`.
pub(super) const PROFILE_KEYS: [&str; 15] = [
    "name",
    "role",
    "header",
    "columns",
    "constants",
    "amounts",
    "date_order",
    "decimal_mark",
    "minor_units",
    "negative_fees",
    "kind_words",
    "status_words",
    "side_words",
    "encoding",
    "separator",
];

const WORDS: [(&str, Target); 3] = [
    ("kind_words", Target::Column(Column::Kind)),
    ("status_words", Target::Column(Column::Status)),
    ("side_words", Target::Column(Column::Side)),
];

/// The words of settings for the orders of day and month.
pub(super) const ORDERS: [(&str, DateOrder); 2] =
    [("dmy", DateOrder::DayFirst), ("mdy", DateOrder::MonthFirst)];
/// The words of settings for the decimal marks.
pub(super) const MARKS: [(&str, DecimalMark); 2] =
    [("point", DecimalMark::Point), ("comma", DecimalMark::Comma)];

/// The words of settings for the encodings.
pub(super) fn encodings() -> Vec<(&'static str, Encoding)> {
    let all = Encoding::ALL.iter().copied();
    all.map(|encoding| (encoding.name(), encoding)).collect()
}

/// The value of the word that stands there.
pub(super) fn word_of<T: Copy>(
    cell: &mut Value<'_, '_, '_>,
    words: &[(&'static str, T)],
) -> Option<T> {
    let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
    cell.word(&known).map(|at| words[at].1)
}

/// The word of a value.
pub(super) fn text_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    let found = words.iter().find(|(_, known)| known == value);
    found.map_or("", |(word, _)| word)
}

pub(super) fn profiles(value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    for (table, span) in tables("profile", value, faults) {
        let profile = profile(table, &span, faults);
        if profiles.iter().any(|other| other.name == profile.name) {
            named_twice(faults, &span, "profile", "name", &profile.name);
        }
        let signature = profile.signature();
        let same = profiles.iter().find(|other| other.signature() == signature);
        if let Some(same) = same.filter(|same| !same.header.is_empty() && same.name != profile.name)
        {
            named_twice(faults, &span, "profile", "header", &same.name.clone());
        }
        profiles.push(profile);
    }
    profiles
}

fn profile(table: &DeTable<'_>, span: &Range<usize>, faults: &mut Faults<'_>) -> Profile {
    let mut profile = Profile::new(Role::BankStatement, Vec::new());
    let before = faults.len();
    // What other keys may say depends on these.
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("profile.{name}"),
            value,
            faults,
        };
        match name {
            "role" => {
                let roles: Vec<_> = Role::ALL.iter().map(|role| (role.text(), *role)).collect();
                set(&mut profile.role, word_of(&mut cell, &roles));
            }
            "header" => set(&mut profile.header, cell.texts()),
            _ => {}
        }
    }
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let mut cell = Value {
            key: format!("profile.{name}"),
            value,
            faults,
        };
        match name {
            "role" | "header" => {}
            "name" => set(&mut profile.name, cell.filled()),
            "columns" => columns(&mut profile, &mut cell),
            "constants" => constants(&mut profile, &mut cell),
            "amounts" => {
                let all: Vec<_> = Amounts::ALL.iter().map(|one| (one.text(), *one)).collect();
                set(&mut profile.amounts, word_of(&mut cell, &all));
            }
            "date_order" => profile.date_order = word_of(&mut cell, &ORDERS),
            "decimal_mark" => set(&mut profile.decimal_mark, word_of(&mut cell, &MARKS)),
            "minor_units" => set(&mut profile.minor_units, cell.truth()),
            "negative_fees" => set(&mut profile.negative_fees, cell.truth()),
            "encoding" => profile.encoding = word_of(&mut cell, &encodings()),
            "separator" => {
                let all = Separator::ALL.iter().map(|one| (one.text(), *one));
                profile.separator = word_of(&mut cell, &all.collect::<Vec<_>>());
            }
            other => match WORDS.iter().find(|(key, _)| *key == other) {
                Some((_, target)) => {
                    let words = translations(*target, profile.role, &mut cell);
                    profile.words.insert(*target, words);
                }
                None => unknown_key(faults, &key.span(), "profile", other, &PROFILE_KEYS),
            },
        }
    }
    profile.words.retain(|_, words| !words.is_empty());
    for key in ["name", "role", "header"] {
        must_be_named(faults, table, span, "profile", key);
    }
    if faults.len() == before {
        for target in profile.missing() {
            let (table, missing) = ("profile", target.text());
            let wrong = Wrong::WithoutKey { table, missing };
            let expected = Expected::Given { field: missing };
            faults.add(span, "profile.columns", wrong, expected);
        }
    }
    profile
}

/// The field that a key of a profile's table names.
fn target(
    name: &str,
    span: &Range<usize>,
    role: Role,
    table: &str,
    faults: &mut Faults<'_>,
) -> Option<Target> {
    let known = targets(role);
    let found = Target::parse(name).filter(|target| known.contains(target));
    if found.is_none() {
        let words: Vec<&'static str> = known.iter().map(|target| target.text()).collect();
        let expected = Expected::Key {
            nearest: nearest(name, &words),
            known: words,
        };
        let key = format!("{table}.{name}");
        faults.add(span, &key, Wrong::UnknownKey, expected);
    }
    found
}

fn columns(profile: &mut Profile, cell: &mut Value<'_, '_, '_>) {
    for (name, span, text, at) in cell.table_of_texts() {
        let Some(target) = target(&name, &span, profile.role, &cell.key, cell.faults) else {
            continue;
        };
        profile.columns.insert(target, text.clone());
        if profile.place(target).is_none() && !profile.header.is_empty() {
            let cells: Vec<&str> = profile.header.iter().map(String::as_str).collect();
            let expected = Expected::HeaderCell {
                nearest: nearest(&text, &cells),
            };
            let shown = format!("{text:?}");
            let key = format!("{}.{name}", cell.key);
            cell.faults.add(&at, &key, Wrong::Value { shown }, expected);
        }
    }
}

fn constants(profile: &mut Profile, cell: &mut Value<'_, '_, '_>) {
    for (name, span, text, _) in cell.table_of_texts() {
        if let Some(target) = target(&name, &span, profile.role, &cell.key, cell.faults) {
            profile.constants.insert(target, text);
        }
    }
}

/// The words of ours that a field of a role may hold.
fn words_known(target: Target, role: Role) -> Vec<&'static str> {
    let channel = matches!(role, Role::ChannelFlow | Role::ChannelStatement);
    match target {
        Target::Column(Column::Kind) => {
            let kinds = Kind::ALL.iter();
            let of_role = kinds.filter(|kind| !channel || kind.family().is_some());
            let beside = channel.then_some(NOT_AN_ORDER);
            of_role.map(|kind| kind.text()).chain(beside).collect()
        }
        Target::Column(Column::Status) => Status::ALL.iter().map(|word| word.text()).collect(),
        _ => Side::ALL.iter().map(|word| word.text()).collect(),
    }
}

fn translations(target: Target, role: Role, cell: &mut Value<'_, '_, '_>) -> Translations {
    let known = words_known(target, role);
    let mut words = BTreeMap::new();
    for (word, _, ours, at) in cell.table_of_texts() {
        if known.contains(&ours.as_str()) {
            words.insert(word, ours);
        } else {
            let expected = Expected::Word {
                nearest: nearest(&ours, &known),
                known: known.clone(),
            };
            let shown = format!("{ours:?}");
            let key = format!("{}.{word}", cell.key);
            cell.faults.add(&at, &key, Wrong::Value { shown }, expected);
        }
    }
    words
}

/// A table of texts on one line.
fn inline<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let cells: Vec<String> = cells
        .map(|(key, text)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let key = if !key.is_empty() && key.chars().all(plain) {
                key.to_owned()
            } else {
                basic(key)
            };
            format!("{key} = {}", quoted(text))
        })
        .collect();
    format!("{{ {} }}", cells.join(", "))
}

/// A key in quotes, on one line.
fn basic(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// Writes a `[[profile]]`.
pub(super) fn write(out: &mut String, profile: &Profile) -> std::fmt::Result {
    writeln!(out, "\n[[profile]]")?;
    writeln!(out, "name = {}", quoted(&profile.name))?;
    writeln!(out, "role = \"{}\"", profile.role.text())?;
    writeln!(out, "header = {}", list(&profile.header))?;
    let of = |map: &BTreeMap<Target, String>| {
        inline(
            map.iter()
                .map(|(target, text)| (target.text(), text.as_str())),
        )
    };
    writeln!(out, "columns = {}", of(&profile.columns))?;
    if !profile.constants.is_empty() {
        writeln!(out, "constants = {}", of(&profile.constants))?;
    }
    writeln!(out, "amounts = \"{}\"", profile.amounts.text())?;
    if let Some(order) = profile.date_order {
        writeln!(out, "date_order = \"{}\"", text_of(&ORDERS, &order))?;
    }
    let mark = text_of(&MARKS, &profile.decimal_mark);
    writeln!(out, "decimal_mark = \"{mark}\"")?;
    for (key, on) in [
        ("minor_units", profile.minor_units),
        ("negative_fees", profile.negative_fees),
    ] {
        if on {
            writeln!(out, "{key} = true")?;
        }
    }
    for (key, target) in WORDS {
        if let Some(words) = profile.words.get(&target) {
            let words = words.iter().map(|(a, b)| (a.as_str(), b.as_str()));
            writeln!(out, "{key} = {}", inline(words))?;
        }
    }
    if let Some(encoding) = profile.encoding {
        writeln!(out, "encoding = \"{}\"", encoding.name())?;
    }
    if let Some(separator) = profile.separator {
        writeln!(out, "separator = \"{}\"", separator.text())?;
    }
    Ok(())
}

/// A profile as reports show it: every key that is written.
pub(super) fn json(profile: &Profile) -> serde_json::Value {
    let of = |map: &BTreeMap<Target, String>| -> serde_json::Value {
        let cells = map.iter();
        cells
            .map(|(target, text)| (target.text().to_owned(), json!(text)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let mut all = json!({
        "name": profile.name,
        "role": profile.role.text(),
        "header": profile.header,
        "columns": of(&profile.columns),
        "amounts": profile.amounts.text(),
        "decimal_mark": text_of(&MARKS, &profile.decimal_mark),
    });
    if !profile.constants.is_empty() {
        all["constants"] = of(&profile.constants);
    }
    if let Some(order) = profile.date_order {
        all["date_order"] = json!(text_of(&ORDERS, &order));
    }
    if profile.minor_units {
        all["minor_units"] = json!(true);
    }
    if profile.negative_fees {
        all["negative_fees"] = json!(true);
    }
    for (key, target) in WORDS {
        if let Some(words) = profile.words.get(&target) {
            all[key] = json!(words);
        }
    }
    if let Some(encoding) = profile.encoding {
        all["encoding"] = json!(encoding.name());
    }
    if let Some(separator) = profile.separator {
        all["separator"] = json!(separator.text());
    }
    all
}
