//! QIF: a letter and a value on each line, `^` behind each record.
//!
//! | letter | becomes |
//! | --- | --- |
//! | `D` | booked_at; which of day and month stands first is decided by all dates |
//! | `T`, else `U` | amount; a minus: money out |
//! | `N` | reference |
//! | `P` | counterparty |
//! | `M` | memo and reference |
//! | `S` `E` `$` | parts of `T`, not rows |
//!
//! Only bank, cash, card and other accounts move money; lists of accounts, categories,
//! classes, prices and memorised records do not. A file names no currency.

use super::ledger::{Document, Entry, Fault, Statement};
use super::notation;
use super::source::Source;
use crate::calendar::Date;
use crate::money::Currency;
use crate::problem::{Assumption, FileProblem, Reason};
use crate::settings::FormatSettings;
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the format is described.
pub(crate) const SOURCE: &str = "https://en.wikipedia.org/wiki/Quicken_Interchange_Format";

/// Which part of a date stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    DayMonth,
    MonthDay,
}

/// What the records of a section are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Section {
    Movements,
    Accounts,
    Securities,
    Other,
}

#[derive(Default)]
struct Record<'a> {
    at: usize,
    date: Option<&'a str>,
    total: Option<&'a str>,
    also: Option<&'a str>,
    number: &'a str,
    payee: &'a str,
    memo: &'a str,
    account: &'a str,
    begun: bool,
}

/// Reads the records.
pub(crate) fn read(
    source: &Source,
    settings: &FormatSettings,
    fallback: Option<Currency>,
) -> Document {
    let mut document = Document {
        fallback,
        ..Document::default()
    };
    let mut lists = records(source, &mut document);
    let dates = || {
        lists
            .iter()
            .flat_map(|(_, records)| records)
            .filter_map(|r| r.date)
    };
    let set = match settings.date_order.as_deref() {
        Some("dmy") => Some(Order::DayMonth),
        Some("mdy") => Some(Order::MonthDay),
        _ => None,
    };
    let order = set.or_else(|| decide(dates())).unwrap_or_else(|| {
        if dates().any(is_ambiguous) {
            document.assume(Assumption::DateOrder, "month/day/year");
        }
        Order::MonthDay
    });
    let grouped = lists
        .iter()
        .flat_map(|(_, records)| records)
        .filter_map(|r| r.total.or(r.also))
        .any(groups_by_comma);
    for (mut statement, records) in lists.drain(..) {
        for record in records {
            match entry(&record, order, grouped) {
                Ok(entry) => statement.entries.push(entry),
                Err((tag, reason)) => document.faults.push(Fault {
                    at: record.at,
                    tag,
                    reason,
                }),
            }
        }
        document.statements.push(statement);
    }
    document
}

/// The records of each account, and what is said of the others.
fn records<'a>(source: &'a Source, document: &mut Document) -> Vec<(Statement, Vec<Record<'a>>)> {
    let mut lists: Vec<(Statement, Vec<Record<'a>>)> = Vec::new();
    let mut section = Section::Other;
    let mut account = "";
    let mut record = Record::default();
    let mut securities: Option<(usize, u64)> = None;
    let mut end = |record: Record<'a>, section: Section, lists: &mut Vec<(Statement, Vec<_>)>| {
        if !record.begun {
            return None;
        }
        match section {
            Section::Accounts => return Some(record.account),
            Section::Movements => {
                if let Some((_, records)) = lists.last_mut() {
                    records.push(record);
                }
            }
            Section::Securities => securities.get_or_insert((record.at, 0)).1 += 1,
            Section::Other => {}
        }
        None
    };
    for line in source.lines() {
        let text = line.text.trim_start_matches('\u{feff}').trim();
        if let Some(mark) = text.strip_prefix('!') {
            let name = end(std::mem::take(&mut record), section, &mut lists);
            account = name.unwrap_or(account);
            // Options say nothing of the records behind them.
            if let Some(next) = section_of(mark) {
                section = next;
                if section == Section::Movements {
                    let kind = mark.split_once(':').map_or("", |(_, kind)| kind.trim());
                    let name = if account.is_empty() { kind } else { account };
                    let statement = Statement {
                        at: line.at,
                        account: name.to_owned(),
                        ..Statement::default()
                    };
                    lists.push((statement, Vec::new()));
                    // An account is named for the section behind it alone.
                    account = "";
                }
            }
        } else if text.starts_with('^') {
            let name = end(std::mem::take(&mut record), section, &mut lists);
            account = name.unwrap_or(account);
        } else if let Some(letter) = text.chars().next() {
            record.line(letter, text[letter.len_utf8()..].trim(), line.at);
        }
    }
    end(record, section, &mut lists);
    if let Some((at, rows)) = securities {
        let (line, _) = source.place(at);
        document
            .problems
            .push(FileProblem::Securities { line, rows });
    }
    lists
}

fn section_of(mark: &str) -> Option<Section> {
    let lower = mark.trim().to_ascii_lowercase();
    if lower == "account" {
        return Some(Section::Accounts);
    }
    let kind = lower.strip_prefix("type:")?;
    Some(match kind.trim() {
        "bank" | "cash" | "ccard" | "oth a" | "oth l" | "otha" | "othl" => Section::Movements,
        "invst" | "port" => Section::Securities,
        _ => Section::Other,
    })
}

impl<'a> Record<'a> {
    fn line(&mut self, letter: char, value: &'a str, at: usize) {
        if !self.begun {
            self.begun = true;
            self.at = at;
        }
        match letter {
            'D' => self.date = Some(value),
            'T' => self.total = Some(value),
            'U' => self.also = Some(value),
            'N' => (self.number, self.account) = (value, value),
            'P' => self.payee = value,
            'M' => self.memo = value,
            _ => {}
        }
    }
}

fn entry(
    record: &Record<'_>,
    order: Order,
    grouped: bool,
) -> Result<Entry, (&'static str, Reason)> {
    let text = record.date.ok_or(("D", Reason::Empty))?;
    let date = date(text, order).ok_or_else(|| {
        let expected = match order {
            Order::DayMonth => "day/month/year",
            Order::MonthDay => "month/day/year",
        };
        let expected = expected.to_owned();
        let text = shorten(text);
        ("D", Reason::NotADate { text, expected })
    })?;
    let total = record.total.or(record.also).ok_or(("T", Reason::Empty))?;
    let plain;
    let total = if grouped {
        plain = total.replace(',', "");
        plain.as_str()
    } else {
        total
    };
    let decimal = notation::decimal(total).map_err(|reason| ("T", reason))?;
    let side = if decimal.negative {
        Side::Debit
    } else {
        Side::Credit
    };
    let mut entry = Entry::new(record.at, date.midnight(), side, (decimal.digits, "T"));
    record.payee.clone_into(&mut entry.counterparty);
    entry.reference.add(record.number);
    entry.reference.add(record.memo);
    record.memo.clone_into(&mut entry.memo);
    Ok(entry)
}

/// Whether an amount has decimals behind a point: then a comma groups.
fn groups_by_comma(amount: &str) -> bool {
    amount
        .rsplit_once('.')
        .is_some_and(|(_, decimals)| matches!(decimals.trim().len(), 1 | 2))
}

/// The three numbers of a date, and whether an apostrophe stands before the last.
fn parts(text: &str) -> Option<([u32; 3], [usize; 3], bool)> {
    let apostrophe = text.contains('\'');
    let mut numbers = [0; 3];
    let mut lengths = [0; 3];
    let mut count = 0;
    let cut = |c: char| matches!(c, '/' | '-' | '.' | '\'' | ' ');
    for part in text.split(cut).filter(|part| !part.is_empty()) {
        if count == 3 {
            return None;
        }
        (numbers[count], lengths[count]) = (notation::number(part)?, part.len());
        count += 1;
    }
    (count == 3).then_some((numbers, lengths, apostrophe))
}

/// Whether the year stands first.
const fn year_first(numbers: [u32; 3], lengths: [usize; 3]) -> bool {
    lengths[0] == 4 || (numbers[0] > 31 && lengths[2] < 3)
}

fn is_ambiguous(text: &str) -> bool {
    parts(text).is_some_and(|(n, lengths, _)| !year_first(n, lengths) && n[0] != n[1])
}

/// The order that all dates allow, `None` where they allow both. Where some contradict
/// others the more frequent one is taken and the others are refused.
fn decide<'a>(dates: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (0_u64, 0_u64);
    for (n, lengths, _) in dates.filter_map(parts) {
        if !year_first(n, lengths) {
            day_first += u64::from(n[0] > 12);
            month_first += u64::from(n[1] > 12);
        }
    }
    match day_first.cmp(&month_first) {
        std::cmp::Ordering::Greater => Some(Order::DayMonth),
        std::cmp::Ordering::Less => Some(Order::MonthDay),
        std::cmp::Ordering::Equal => None,
    }
}

fn date(text: &str, order: Order) -> Option<Date> {
    if text.len() == 8 && notation::number(text).is_some() {
        return notation::yyyymmdd(text);
    }
    let (n, lengths, apostrophe) = parts(text)?;
    let year = |number: u32, length: usize| match length {
        3.. => number.cast_signed(),
        _ if apostrophe => 2000 + number.cast_signed(),
        _ => notation::century(number),
    };
    if year_first(n, lengths) {
        return Date::from_ymd(year(n[0], lengths[0]), n[1], n[2]);
    }
    let year = year(n[2], lengths[2]);
    match order {
        Order::DayMonth => Date::from_ymd(year, n[1], n[0]),
        Order::MonthDay => Date::from_ymd(year, n[0], n[1]),
    }
}
