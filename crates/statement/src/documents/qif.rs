//! QIF: a letter and a value on each line, `^` behind each record.
//!
//! | letter | becomes |
//! | --- | --- |
//! | `D` | booked_at; which of day and month stands first is told by `!Option`, else by all dates |
//! | `T`, else `U` | amount; a minus: money out |
//! | `N` | reference |
//! | `P` | counterparty |
//! | `M` | memo and reference |
//! | `S` `E` `$` | parts of `T`, not rows; their sum where there is no `T` |
//!
//! Some programs write remarks behind `#`, some leave the header out.
//!
//! Only bank, cash, card and other accounts move money; lists of accounts, categories,
//! classes, prices and memorised records do not. A file names no currency.

use super::document::{Document, Entry, Fault, Statement};
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
    splits: Vec<&'a str>,
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
        _ => stated_order(source),
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
        .flat_map(|r| {
            r.total
                .or(r.also)
                .into_iter()
                .chain(r.splits.iter().copied())
        })
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

/// The order that `!Option:DMY` or `!Option:MDY` states.
fn stated_order(source: &Source) -> Option<Order> {
    source.lines().find_map(|line| {
        let option = line.text.trim().strip_prefix('!')?.to_ascii_lowercase();
        match option.strip_prefix("option:")?.trim() {
            "dmy" => Some(Order::DayMonth),
            "mdy" => Some(Order::MonthDay),
            _ => None,
        }
    })
}

/// Whether a line may stand before the first header: a remark, or the end of no record.
pub(crate) fn is_before_header(line: &str) -> bool {
    line.starts_with('#') || line == "^"
}

/// Whether a text without a header is one of records: a date, an amount and nothing but
/// known letters until the first `^`.
pub(crate) fn is_headless(text: &str) -> bool {
    let (mut date, mut amount) = (false, false);
    let lines = text.split(['\n', '\r']).map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let mut letters = line.chars();
        let Some(letter) = letters.next() else {
            return false;
        };
        let value = letters.as_str().trim();
        match letter {
            '^' => return value.is_empty() && date && amount,
            'D' => date |= parts(value).is_some(),
            'T' | 'U' => amount |= notation::decimal(value).is_ok(),
            'C' | 'N' | 'P' | 'M' | 'A' | 'L' | 'S' | 'E' | '$' | '%' | 'F' => {}
            _ => return false,
        }
    }
    false
}

/// The records of each account, and what is said of the others.
fn records<'a>(source: &'a Source, document: &mut Document) -> Vec<(Statement, Vec<Record<'a>>)> {
    let mut lists: Vec<(Statement, Vec<Record<'a>>)> = Vec::new();
    let mut section = Section::Other;
    let texts = source
        .lines()
        .map(|line| line.text.trim_start_matches('\u{feff}').trim());
    let mut texts = texts.filter(|text| !text.is_empty() && !is_before_header(text));
    if texts.next().is_some_and(|text| !text.starts_with('!')) {
        // Without a header, records are what a bank exports: movements of one account.
        section = Section::Movements;
        lists.push((Statement::default(), Vec::new()));
    }
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
        } else if let Some(letter) = text.chars().next().filter(|letter| *letter != '#') {
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
            // A split may have a date of its own, behind the record's.
            'D' => self.date = self.date.or(Some(value)),
            'T' => self.total = self.total.or(Some(value)),
            '$' => self.splits.push(value),
            'U' => self.also = Some(value),
            'N' if self.number.is_empty() => (self.number, self.account) = (value, value),
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
    let amount = |text: &str| {
        if grouped {
            notation::decimal(&text.replace(',', ""))
        } else {
            notation::decimal(text)
        }
    };
    let decimal = match record.total.or(record.also) {
        Some(total) => amount(total).map_err(|reason| ("T", reason))?,
        None if record.splits.is_empty() => return Err(("T", Reason::Empty)),
        None => {
            let parts: Result<Vec<_>, _> = record.splits.iter().map(|part| amount(part)).collect();
            let parts = parts.map_err(|reason| ("$", reason))?;
            notation::sum(&parts).ok_or(("$", Reason::Empty))?
        }
    };
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

/// The three parts of a date as written.
#[derive(Clone, Copy, Default)]
struct Parts {
    numbers: [u32; 3],
    lengths: [usize; 3],
    /// Whether an apostrophe stands before the last: then it is a year of this century.
    apostrophe: bool,
    /// Which part is a month's name: then the order is plain.
    named: Option<usize>,
}

fn parts(text: &str) -> Option<Parts> {
    let mut found = Parts {
        apostrophe: text.contains('\''),
        ..Parts::default()
    };
    let mut count = 0;
    let cut = |c: char| matches!(c, '/' | '-' | '.' | '\'' | ',' | ' ');
    for part in text.split(cut).filter(|part| !part.is_empty()) {
        if count == 3 {
            return None;
        }
        let (number, length) = match notation::number(part) {
            Some(number) => (number, part.len()),
            None => {
                if found.named.replace(count).is_some() {
                    return None;
                }
                (month(part)?, 2)
            }
        };
        (found.numbers[count], found.lengths[count]) = (number, length);
        count += 1;
    }
    (count == 3).then_some(found)
}

/// A month by its English name, in full or shortened.
fn month(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.trim_end_matches('.').to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|name| lower.len() >= 3 && name.starts_with(&lower))?;
    u32::try_from(at + 1).ok()
}

impl Parts {
    /// Whether the year stands first.
    const fn year_first(&self) -> bool {
        self.lengths[0] == 4 || (self.numbers[0] > 31 && self.lengths[2] < 3)
    }

    /// Whether day and month are told apart by their order alone.
    const fn needs_order(&self) -> bool {
        !self.year_first() && self.named.is_none()
    }
}

fn is_ambiguous(text: &str) -> bool {
    parts(text).is_some_and(|p| p.needs_order() && p.numbers[0] != p.numbers[1])
}

/// The order that all dates allow, `None` where they allow both. Where some contradict
/// others the more frequent one is taken and the others are refused.
fn decide<'a>(dates: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut day_first, mut month_first) = (0_u64, 0_u64);
    for date in dates.filter_map(parts).filter(Parts::needs_order) {
        day_first += u64::from(date.numbers[0] > 12);
        month_first += u64::from(date.numbers[1] > 12);
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
    let date = parts(text)?;
    let [first, second, third] = date.numbers;
    let year = |number: u32, length: usize| match length {
        3.. => number.cast_signed(),
        _ if date.apostrophe => 2000 + number.cast_signed(),
        _ => notation::century(number),
    };
    if date.year_first() {
        return Date::from_ymd(year(first, date.lengths[0]), second, third);
    }
    let year = year(third, date.lengths[2]);
    let order = match date.named {
        None => order,
        Some(0) => Order::MonthDay,
        Some(1) => Order::DayMonth,
        Some(_) => return None,
    };
    match order {
        Order::DayMonth => Date::from_ymd(year, second, first),
        Order::MonthDay => Date::from_ymd(year, first, second),
    }
}
