//! A day: its files, its settings, and what the day before left open.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tieout_statement::Date;

use crate::rows::{Role, Row, read};

/// Names and texts of the day's CSV files.
pub type Files = BTreeMap<String, String>;

/// One `[[channel]]`, or the defaults.
#[derive(Clone, Debug)]
pub struct Channel {
    pub code: String,
    pub settlement: String,
    pub settle_lag_days: i64,
    pub netted: bool,
    pub bank_account: String,
    pub counterparty: String,
    /// Ten-thousandths of a major unit, and of a thousandth.
    pub tolerance: Option<i128>,
    pub tolerance_per_mille: Option<i128>,
    pub tolerance_treatment: String,
    pub key_cleaning: Vec<String>,
    pub key_prefix: String,
    pub key_pattern: String,
}

impl Channel {
    pub fn default_for(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            settlement: "whole_batch".to_owned(),
            settle_lag_days: 0,
            netted: true,
            bank_account: String::new(),
            counterparty: String::new(),
            tolerance: None,
            tolerance_per_mille: None,
            tolerance_treatment: "suspense".to_owned(),
            key_cleaning: Vec::new(),
            key_prefix: String::new(),
            key_pattern: String::new(),
        }
    }

    /// The most that sums may differ by, minor units: what every bound that is given allows.
    pub fn tolerated(&self, ours: i128, decimals: u32) -> i128 {
        let mut allowed = Vec::new();
        if let Some(units) = self.tolerance {
            allowed.push(units * 10_i128.pow(decimals) / 10_000);
        }
        if let Some(share) = self.tolerance_per_mille {
            allowed.push(ours * share / 10_000 / 1000);
        }
        allowed.into_iter().min().unwrap_or(0)
    }

    /// A number as it is compared: full width, blanks, case, prefix, pattern, zeros.
    pub fn clean(&self, number: &str) -> String {
        let on = |step: &str| self.key_cleaning.iter().any(|one| one == step);
        let narrow = |text: &str| -> String {
            let wide = |c: char| match u32::from(c) {
                0x3000 => ' ',
                code @ 0xff01..=0xff5e => char::from_u32(code - 0xff01 + 0x21).expect("ASCII"),
                _ => c,
            };
            text.chars().map(wide).collect()
        };
        let (mut cleaned, mut prefix) = (number.to_owned(), self.key_prefix.clone());
        if on("width") {
            (cleaned, prefix) = (narrow(&cleaned), narrow(&prefix));
        }
        if on("trim") {
            cleaned = cleaned.trim().to_owned();
        }
        if on("case") {
            cleaned = cleaned.to_ascii_uppercase();
            prefix = prefix.to_ascii_uppercase();
        }
        if !prefix.is_empty() && cleaned.starts_with(&prefix) {
            cleaned = cleaned[prefix.len()..].to_owned();
        }
        if !self.key_pattern.is_empty() {
            let pattern = regex::Regex::new(&self.key_pattern).expect("a good pattern");
            cleaned = pattern.replace_all(&cleaned, "").into_owned();
        }
        if on("leading_zeros") {
            while cleaned.len() > 1 && cleaned.starts_with('0') {
                cleaned.remove(0);
            }
        }
        if cleaned.is_empty() {
            number.to_owned()
        } else {
            cleaned
        }
    }
}

/// Everything that the rules look at.
#[derive(Debug)]
pub struct Day {
    pub accounting_date: i64,
    cut_off_seconds: i64,
    pub window: i64,
    pub max_carry_days: i64,
    pub max_fund_days: i64,
    pub interest_words: Vec<String>,
    pub charge_words: Vec<String>,
    pub channels: Vec<Channel>,
    /// Carried rows first, then files in byte order of their names, then lines.
    pub rows: Vec<Row>,
    pub files_of: BTreeSet<Role>,
    pub file_count: usize,
    pub carry_over: Option<Value>,
}

impl Day {
    pub fn new(files: &Files, settings: &str, carry_over: Option<&Value>) -> Self {
        let settings: toml::Table = settings.parse().expect("settings of the tests are TOML");
        let day = settings
            .get("day")
            .and_then(|v| v.as_table())
            .cloned()
            .unwrap_or_default();
        let number = |key: &str, default: i64| {
            day.get(key)
                .and_then(toml::Value::as_integer)
                .unwrap_or(default)
        };
        let words = |key: &str, default: &[&str]| match day.get(key).and_then(|v| v.as_array()) {
            Some(list) => list
                .iter()
                .map(|word| word.as_str().expect("a word").to_owned())
                .collect(),
            None => default
                .iter()
                .map(|&word| word.to_owned())
                .collect::<Vec<_>>(),
        };
        let mut rows: Vec<Row> = carry_over.map(carried_rows).unwrap_or_default();
        let mut files_of = BTreeSet::new();
        for (name, text) in files {
            let (role, read) = read(name, text);
            files_of.insert(role);
            rows.extend(read);
        }
        let cut_off = day
            .get("cut_off")
            .and_then(|v| v.as_str())
            .unwrap_or("24:00");
        let (hours, minutes) = cut_off.split_once(':').expect("HH:MM");
        let cut_off_seconds = hours.parse::<i64>().expect("hours") * 3600
            + minutes.parse::<i64>().expect("minutes") * 60;
        let mut made = Self {
            accounting_date: 0,
            cut_off_seconds,
            window: number("window_minutes", 30) * 60,
            max_carry_days: number("max_carry_days", 1),
            max_fund_days: number("max_fund_days", 3),
            interest_words: words("interest_words", &["利息", "结息", "interest"]),
            charge_words: words("charge_words", &["手续费", "账户管理费", "charge"]),
            channels: channels(&settings),
            rows,
            files_of,
            file_count: files.len(),
            carry_over: carry_over.cloned(),
        };
        made.accounting_date = match day.get("accounting_date").and_then(|v| v.as_str()) {
            Some(text) => i64::from(Date::parse(text).expect("a date").0),
            None => made.most_times(),
        };
        made
    }

    fn most_times(&self) -> i64 {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.carried.is_none()) {
            if let Some(time) = row.time() {
                *counts.entry(self.day_of(time)).or_default() += 1;
            }
        }
        let most = counts.values().max().copied().unwrap_or(0);
        counts
            .iter()
            .filter(|&(_, &count)| count == most)
            .map(|(&date, _)| date)
            .next_back()
            .expect("the tests' days have times")
    }

    /// The accounting day that holds a time.
    pub fn day_of(&self, time: i64) -> i64 {
        (time - self.cut_off_seconds).div_euclid(86_400) + 1
    }

    /// First second of the accounting day.
    pub fn start(&self) -> i64 {
        (self.accounting_date - 1) * 86_400 + self.cut_off_seconds
    }

    /// First second after it.
    pub fn end(&self) -> i64 {
        self.start() + 86_400
    }

    pub fn read(&self, role: Role) -> bool {
        self.files_of.contains(&role)
    }

    /// Rows of a role that take part in a reconciliation, by their place in `rows`.
    pub fn side(&self, role: Role, reconciliation: &str) -> Vec<usize> {
        (0..self.rows.len())
            .filter(|&i| self.rows[i].role == role && self.rows[i].carried_for(reconciliation))
            .collect()
    }

    pub fn first_seen(&self, row: usize) -> i64 {
        match &self.rows[row].carried {
            Some((date, _)) => i64::from(Date::parse(date).expect("a date").0),
            None => self.accounting_date,
        }
    }

    pub fn channel(&self, code: &str) -> Channel {
        self.channels
            .iter()
            .find(|channel| channel.code == code)
            .cloned()
            .unwrap_or_else(|| Channel::default_for(code))
    }
}

fn channels(settings: &toml::Table) -> Vec<Channel> {
    let list = settings
        .get("channel")
        .and_then(|v| v.as_array())
        .cloned()
        .unwrap_or_default();
    list.iter()
        .map(|channel| {
            let text = |key: &str| channel.get(key).and_then(|v| v.as_str());
            let plain = Channel::default_for(text("code").expect("a code"));
            Channel {
                settlement: text("settlement").unwrap_or(&plain.settlement).to_owned(),
                settle_lag_days: channel
                    .get("settle_lag_days")
                    .and_then(toml::Value::as_integer)
                    .unwrap_or(0),
                netted: text("fees").unwrap_or("netted") == "netted",
                bank_account: text("bank_account").unwrap_or("").to_owned(),
                counterparty: text("counterparty").unwrap_or("").to_owned(),
                tolerance: text("tolerance").map(ten_thousandths),
                tolerance_per_mille: text("tolerance_per_mille").map(ten_thousandths),
                tolerance_treatment: text("tolerance_treatment").unwrap_or("suspense").to_owned(),
                key_cleaning: channel
                    .get("key_cleaning")
                    .and_then(|v| v.as_array())
                    .map(|list| list.iter().filter_map(|v| v.as_str()))
                    .map(|words| words.map(str::to_owned).collect())
                    .unwrap_or_default(),
                key_prefix: text("key_prefix").unwrap_or("").to_owned(),
                key_pattern: text("key_pattern").unwrap_or("").to_owned(),
                ..plain
            }
        })
        .collect()
}

fn ten_thousandths(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<4}").parse().expect("a size")
}

fn carried_rows(carry_over: &Value) -> Vec<Row> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for list in ["rows", "lines"] {
        for row in carry_over[list].as_array().expect("a list") {
            let names = row["reconciliations"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let cells = row["cells"].as_object().expect("cells");
            rows.push(Row {
                role: Role::by_name(&text(&row["role"])),
                file: text(&row["file"]),
                line: row["line"].as_u64().expect("a line"),
                cells: cells.iter().map(|(k, v)| (k.clone(), text(v))).collect(),
                carried: Some((text(&row["first_seen"]), names.iter().map(text).collect())),
                fund_transfer: row["fund_transfer"].as_str().map(str::to_owned),
            });
        }
    }
    rows
}
