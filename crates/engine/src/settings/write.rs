//! Settings to text.

use std::fmt::Write;

use serde_json::json;

use tieout_statement::FormatSettings;

use super::{AccountSettings, ChannelSettings, Cleaning, DaySettings, Settings, file, profile};

pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

pub(super) fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

fn day(out: &mut String, day: &DaySettings) -> std::fmt::Result {
    writeln!(out, "[day]")?;
    if let Some(date) = day.accounting_date {
        writeln!(out, "accounting_date = \"{date}\"")?;
    }
    writeln!(out, "cut_off = \"{}\"", day.cut_off)?;
    writeln!(out, "window_minutes = {}", day.window_minutes)?;
    writeln!(out, "time_zone = \"{}\"", day.time_zone)?;
    writeln!(out, "max_carry_days = {}", day.max_carry_days)?;
    writeln!(out, "max_fund_days = {}", day.max_fund_days)?;
    writeln!(out, "interest_words = {}", list(&day.interest_words))?;
    writeln!(out, "charge_words = {}", list(&day.charge_words))?;
    if let Some(limit) = day.second_name_above {
        writeln!(out, "second_name_above = \"{limit}\"")?;
    }
    Ok(())
}

fn channel(out: &mut String, channel: &ChannelSettings) -> std::fmt::Result {
    writeln!(out, "\n[[channel]]")?;
    writeln!(out, "code = {}", quoted(&channel.code))?;
    writeln!(out, "settlement = \"{}\"", channel.settlement.text())?;
    writeln!(out, "settle_lag_days = {}", channel.settle_lag_days)?;
    writeln!(out, "fees = \"{}\"", channel.fees.text())?;
    writeln!(out, "bank_account = {}", quoted(&channel.bank_account))?;
    writeln!(out, "counterparty = {}", quoted(&channel.counterparty))?;
    for (key, value) in options(channel) {
        match value {
            OptionValue::Text(text) => writeln!(out, "{key} = {}", quoted(&text))?,
            OptionValue::Words(words) => {
                let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
                writeln!(out, "{key} = {}", list(&words))?;
            }
        }
    }
    Ok(())
}

fn account(out: &mut String, account: &AccountSettings) -> std::fmt::Result {
    writeln!(out, "\n[[account]]")?;
    writeln!(out, "id = {}", quoted(&account.id))?;
    writeln!(out, "currency = \"{}\"", account.currency)?;
    writeln!(out, "limit = \"{}\"", account.limit)
}

/// The keys of a `[[format]]` that are given.
fn format_keys(format: &FormatSettings) -> Vec<(&'static str, &str)> {
    let keys = [
        ("channel", &format.channel),
        ("amount_column", &format.amount),
        ("refund_amount_column", &format.refund_amount),
        ("currency", &format.currency),
        ("date_order", &format.date_order),
    ];
    let given = keys.into_iter();
    given
        .filter_map(|(key, value)| Some((key, value.as_deref()?)))
        .collect()
}

fn format(out: &mut String, id: &str, format: &FormatSettings) -> std::fmt::Result {
    writeln!(out, "\n[[format]]")?;
    writeln!(out, "id = {}", quoted(id))?;
    for (key, value) in format_keys(format) {
        writeln!(out, "{key} = {}", quoted(value))?;
    }
    Ok(())
}

enum OptionValue {
    Text(String),
    Words(Vec<&'static str>),
}

/// The options that are on, by key.
fn options(channel: &ChannelSettings) -> Vec<(&'static str, OptionValue)> {
    let (tolerance, cleaning) = (&channel.tolerance, &channel.cleaning);
    let mut options = Vec::new();
    let measures = [
        ("tolerance", tolerance.absolute),
        ("tolerance_per_mille", tolerance.per_mille),
    ];
    for (key, measure) in measures {
        options.extend(measure.map(|m| (key, OptionValue::Text(m.to_string()))));
    }
    if tolerance.is_on() {
        let word = tolerance.treatment.text().to_owned();
        options.push(("tolerance_treatment", OptionValue::Text(word)));
    }
    if !cleaning.steps.is_empty() {
        let words = cleaning.steps.iter().copied().map(Cleaning::text);
        options.push(("key_cleaning", OptionValue::Words(words.collect())));
    }
    let texts = [
        ("key_prefix", &cleaning.prefix),
        ("key_pattern", &cleaning.pattern),
    ];
    let given = texts.into_iter().filter(|(_, text)| !text.is_empty());
    options.extend(given.map(|(key, text)| (key, OptionValue::Text(text.clone()))));
    options
}

pub(super) fn toml(settings: &Settings) -> String {
    let mut out = String::new();
    day(&mut out, &settings.day)
        .and_then(|()| {
            let mut channels = settings.channels.iter();
            channels.try_for_each(|one| channel(&mut out, one))
        })
        .and_then(|()| {
            let mut accounts = settings.accounts.iter();
            accounts.try_for_each(|one| account(&mut out, one))
        })
        .and_then(|()| {
            let mut formats = settings.formats.iter();
            formats.try_for_each(|(id, one)| format(&mut out, id, one))
        })
        .and_then(|()| {
            let mut files = settings.files.iter();
            files.try_for_each(|(name, one)| file::write(&mut out, name, one))
        })
        .and_then(|()| {
            let mut profiles = settings.profiles.iter();
            profiles.try_for_each(|one| profile::write(&mut out, one))
        })
        .expect("writing to a text cannot fail");
    out
}

pub(super) fn json(settings: &Settings) -> serde_json::Value {
    let day = &settings.day;
    let channels: Vec<_> = settings.channels.iter().map(channel_json).collect();
    let mut all = json!({
        "day": {
            "accounting_date": day.accounting_date.map(|date| date.to_string()),
            "cut_off": day.cut_off.to_string(),
            "window_minutes": day.window_minutes,
            "time_zone": day.time_zone.to_string(),
            "max_carry_days": day.max_carry_days,
            "max_fund_days": day.max_fund_days,
            "interest_words": day.interest_words,
            "charge_words": day.charge_words,
        },
        "channel": channels,
    });
    if let Some(limit) = day.second_name_above {
        all["day"]["second_name_above"] = json!(limit.to_string());
    }
    if !settings.accounts.is_empty() {
        let accounts = settings.accounts.iter().map(|account| {
            json!({
                "id": account.id,
                "currency": account.currency.code(),
                "limit": account.limit.to_string(),
            })
        });
        all["account"] = accounts.collect();
    }
    if !settings.formats.is_empty() {
        let formats = settings
            .formats
            .iter()
            .map(|(id, one)| format_json(id, one));
        all["format"] = formats.collect();
    }
    if !settings.files.is_empty() {
        let files = settings.files.iter();
        all["file"] = files.map(|(name, one)| file::json(name, one)).collect();
    }
    if !settings.profiles.is_empty() {
        all["profile"] = settings.profiles.iter().map(profile::json).collect();
    }
    all
}

fn format_json(id: &str, format: &FormatSettings) -> serde_json::Value {
    let mut all = json!({ "id": id });
    for (key, value) in format_keys(format) {
        all[key] = json!(value);
    }
    all
}

fn channel_json(channel: &ChannelSettings) -> serde_json::Value {
    let mut all = json!({
        "code": channel.code,
        "settlement": channel.settlement.text(),
        "settle_lag_days": channel.settle_lag_days,
        "fees": channel.fees.text(),
        "bank_account": channel.bank_account,
        "counterparty": channel.counterparty,
    });
    for (key, value) in options(channel) {
        all[key] = match value {
            OptionValue::Text(text) => json!(text),
            OptionValue::Words(words) => json!(words),
        };
    }
    all
}
