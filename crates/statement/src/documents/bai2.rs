//! BAI2: records by code, fields between commas, `/` behind a record; several may share a
//! line.
//!
//! | record | becomes |
//! | --- | --- |
//! | 02 | currency and day of the accounts behind it |
//! | 03 | an account: 010 opening, 015 closing (else 040 and 045, the available ones); 100 and 400 stated totals |
//! | 16 | a row: type 100–399 in, 400–699 out; 890 tells and moves nothing |
//! | 88 | more of the record before it |
//! | 49, 98, 99 | control totals, checked |
//!
//! Amounts are in the currency's minor units.

use super::document::{Balance, Claim, Document, Entry, Fault, Measure, Part, Statement};
use super::notation::{self, Decimal};
use super::source::Source;
use crate::calendar::Date;
use crate::intake::StatedTotal;
use crate::money::{Currency, major};
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the format is published.
pub(crate) const SOURCE: &str = "https://www.bai.org/docs/default-source/libraries/site-general-downloads/cash_management_2005.pdf";

const CODES: [&str; 8] = ["01", "02", "03", "16", "49", "88", "98", "99"];

/// A record with its continuations.
struct Record {
    at: usize,
    code: &'static str,
    text: String,
    /// Records that it is made of, continuations counted.
    count: u64,
}

/// Whether a file that begins with `01,` has a second record as well.
pub(crate) fn is_second_record(text: &str) -> bool {
    let first = text.find(['\n', '\r', '/']).unwrap_or(text.len());
    text[first..]
        .trim_start_matches(['\n', '\r', '/', ' '])
        .starts_with(['0', '8', '9'])
}

/// Reads the file.
pub(crate) fn read(source: &Source, fallback: Option<Currency>) -> Document {
    let mut reader = Groups {
        document: Document::default(),
        fallback: fallback.unwrap_or(Currency::CNY),
        day: None,
        currency: None,
        statement: None,
        account: Control::default(),
        group: Control::default(),
        file: Control::default(),
        ended: false,
    };
    for record in records(source) {
        reader.record(&record);
    }
    reader.close();
    let mut document = reader.document;
    if !reader.ended {
        let (line, _) = source.place(source.text.len());
        document.problems.push(FileProblem::Truncated {
            line,
            expected: "99".to_owned(),
        });
    }
    document
}

fn code(text: &str) -> Option<&'static str> {
    let found = CODES.into_iter().find(|code| text.starts_with(code))?;
    let next = text.as_bytes().get(2);
    (next == Some(&b',') || (found == "88" && next == Some(&b':'))).then_some(found)
}

fn records(source: &Source) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for line in source.lines() {
        let mut at = line.at;
        let mut rest = line.text;
        loop {
            let indent = rest.len() - rest.trim_start_matches([' ', '\t', '\u{feff}']).len();
            (at, rest) = (at + indent, &rest[indent..]);
            let cut = next_record(rest).unwrap_or(rest.len());
            add(&mut records, at, rest[..cut].trim_end());
            if cut == rest.len() {
                break;
            }
            (at, rest) = (at + cut, &rest[cut..]);
        }
    }
    records
}

/// Where a further record begins on the same line: behind a slash and blanks.
fn next_record(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'/', text.as_bytes()).find_map(|slash| {
        let after = &text[slash + 1..];
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        (blanks > 0 && code(&after[blanks..]).is_some()).then_some(slash + 1)
    })
}

fn add(records: &mut Vec<Record>, at: usize, text: &str) {
    if text.is_empty() {
        return;
    }
    let found = code(text);
    let body = |from: usize| {
        text[from..]
            .strip_suffix('/')
            .unwrap_or(&text[from..])
            .trim_end()
    };
    match (found, records.last_mut()) {
        (Some("88"), Some(last)) => {
            last.text.push(',');
            last.text.push_str(body(3));
            last.count += 1;
        }
        (Some(code), _) => records.push(Record {
            at,
            code,
            text: body(3).to_owned(),
            count: 1,
        }),
        // A line of no record: text that the line before could not hold.
        (None, Some(last)) => {
            last.text.push(' ');
            last.text.push_str(body(0));
        }
        (None, None) => {}
    }
}

/// Running control totals of an account, a group or the file.
#[derive(Clone, Copy, Default)]
struct Control {
    sum: i128,
    parts: u64,
    records: u64,
}

struct Groups {
    document: Document,
    fallback: Currency,
    day: Option<Date>,
    currency: Option<Currency>,
    statement: Option<Statement>,
    account: Control,
    group: Control,
    file: Control,
    ended: bool,
}

impl Groups {
    fn close(&mut self) {
        self.document.statements.extend(self.statement.take());
    }

    fn record(&mut self, record: &Record) {
        match record.code {
            "01" => self.file = Control::default(),
            "02" => {
                self.close();
                self.group = Control::default();
                let fields: Vec<&str> = record.text.split(',').collect();
                let field = |at: usize| fields.get(at).map_or("", |f| f.trim());
                self.day = notation::yymmdd(field(3)).or_else(|| notation::yyyymmdd(field(3)));
                self.currency = Currency::parse(field(5));
            }
            "03" => {
                self.close();
                self.account = Control::default();
                self.begin(record);
            }
            "16" => self.entry(record),
            _ => {}
        }
        for control in [&mut self.account, &mut self.group, &mut self.file] {
            control.records += record.count;
        }
        match record.code {
            "49" => self.end_account(record),
            "98" => self.end_group(record),
            "99" => self.end_file(record),
            _ => {}
        }
    }

    fn own(&self) -> Currency {
        let of_account = self.statement.as_ref().and_then(|s| s.currency);
        of_account.or(self.currency).unwrap_or(self.fallback)
    }

    fn begin(&mut self, record: &Record) {
        let mut fields = record.text.split(',').map(str::trim);
        let mut statement = Statement {
            at: record.at,
            account: fields.next().unwrap_or("").to_owned(),
            ..Statement::default()
        };
        let own = Currency::parse(fields.next().unwrap_or(""));
        let currency = own.or(self.currency).unwrap_or(self.fallback);
        statement.currency = Some(currency);
        let mut available = (None, None);
        while let Some(kind) = fields.next() {
            let amount = fields.next().unwrap_or("");
            let count = fields.next().unwrap_or("");
            skip_funds(&mut fields);
            let Some(decimal) = amount_of(amount, currency) else {
                continue;
            };
            self.account.sum += counted(amount);
            let balance = || Balance {
                at: record.at,
                name: kind.to_owned(),
                amount: decimal.clone(),
                currency: None,
            };
            match kind {
                "010" => statement.opening = Some(balance()),
                "015" => statement.closing = Some(balance()),
                "040" => available.0 = Some(balance()),
                "045" => available.1 = Some(balance()),
                "100" | "400" => {
                    let of = if kind == "100" {
                        Part::Credits
                    } else {
                        Part::Debits
                    };
                    claim(&mut statement, kind, of, &decimal.digits, count);
                }
                _ => {}
            }
        }
        if statement.opening.is_none() && statement.closing.is_none() {
            (statement.opening, statement.closing) = available;
        }
        self.statement = Some(statement);
    }

    fn entry(&mut self, record: &Record) {
        let currency = self.own();
        let fields: Vec<&str> = record.text.split(',').collect();
        if let Some(amount) = fields.get(1) {
            self.account.sum += counted(amount.trim());
        }
        match read_entry(record, &fields, currency, self.day) {
            Ok(entry) => {
                let at = record.at;
                let statement = self.statement.get_or_insert_with(|| Statement {
                    at,
                    currency: Some(currency),
                    ..Statement::default()
                });
                statement.entries.push(entry);
            }
            Err((tag, reason)) => self.document.faults.push(Fault {
                at: record.at,
                tag,
                reason,
            }),
        }
    }

    fn end_account(&mut self, record: &Record) {
        let name = self.statement.as_ref().map_or("", |s| s.account.as_str());
        let name = format!("49 {name}");
        let control = std::mem::take(&mut self.account);
        self.stated(&name, record, control, None);
        let stated = record.text.split(',').next().unwrap_or("").trim();
        self.group.sum += counted(stated);
        self.group.parts += 1;
        self.close();
    }

    fn end_group(&mut self, record: &Record) {
        let control = std::mem::take(&mut self.group);
        self.stated("98", record, control, Some("accounts"));
        let stated = record.text.split(',').next().unwrap_or("").trim();
        self.file.sum += counted(stated);
        self.file.parts += 1;
    }

    fn end_file(&mut self, record: &Record) {
        self.close();
        self.ended = true;
        let control = std::mem::take(&mut self.file);
        self.stated("99", record, control, Some("groups"));
    }

    /// Control total, number of parts where the record has one, number of records.
    fn stated(&mut self, name: &str, record: &Record, control: Control, parts: Option<&str>) {
        let currency = self.own();
        let mut fields = record.text.split(',').map(str::trim);
        let sum = fields.next().unwrap_or("");
        let stated = counted(sum);
        self.document.stated.push(StatedTotal {
            what: name.to_owned(),
            stated: major(stated, currency),
            found: major(control.sum, currency),
            agrees: stated == control.sum,
        });
        let counts = parts
            .map(|what| (what, control.parts))
            .into_iter()
            .chain([("records", control.records)]);
        for (what, found) in counts {
            let text = fields.next().unwrap_or("");
            if !text.is_empty() {
                let total = crate::stated::count(&format!("{name} {what}"), text, found);
                self.document.stated.push(total);
            }
        }
    }
}

/// A signed number of minor units for control totals; 0 for what is none.
fn counted(text: &str) -> i128 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let plain = digits.len() <= 30 && digits.bytes().all(|b| b.is_ascii_digit());
    let number: i128 = if plain {
        digits.parse().unwrap_or(0)
    } else {
        0
    };
    if negative { -number } else { number }
}

/// An amount of minor units; some banks write a point after all.
fn amount_of(text: &str, currency: Currency) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = match notation::implied(digits, usize::from(currency.decimals())) {
        Some(digits) => digits,
        None if digits.contains('.') => notation::decimal(digits).ok()?.digits,
        None => return None,
    };
    Some(Decimal { negative, digits })
}

fn claim(statement: &mut Statement, kind: &str, of: Part, sum: &str, count: &str) {
    for (kind_of, stated) in [(Measure::Sum, sum), (Measure::Count, count)] {
        if !stated.is_empty() {
            statement.claims.push(Claim {
                what: kind.to_owned(),
                of,
                kind: kind_of,
                stated: stated.to_owned(),
            });
        }
    }
}

/// Passes over what the funds type brings: S three amounts, V a day and a time, D a number
/// of pairs.
fn skip_funds<'a>(fields: &mut impl Iterator<Item = &'a str>) -> bool {
    let more = match fields.next() {
        None => return false,
        Some("S" | "s") => 3,
        Some("V" | "v") => 2,
        Some("D" | "d") => {
            let pairs = fields.next().and_then(notation::number).unwrap_or(0);
            pairs.min(1_000) * 2
        }
        Some(_) => 0,
    };
    for _ in 0..more {
        fields.next();
    }
    true
}

fn read_entry(
    record: &Record,
    fields: &[&str],
    currency: Currency,
    day: Option<Date>,
) -> Result<Entry, (&'static str, Reason)> {
    let field = |at: usize| fields.get(at).map_or("", |f| f.trim());
    let amount = field(1);
    let kind = field(0);
    let type_code = notation::number(kind).unwrap_or(0);
    let decimal = match amount {
        "" if type_code == 890 => Decimal {
            negative: false,
            digits: "0".to_owned(),
        },
        "" => return Err(("16 amount", Reason::Empty)),
        _ => amount_of(amount, currency).ok_or_else(|| {
            let text = shorten(amount);
            ("16 amount", Reason::NotAnAmount { text })
        })?,
    };
    let incoming = match type_code {
        100..=399 | 890 => true,
        400..=699 => false,
        _ => {
            let expected = vec!["100–399".to_owned(), "400–699".to_owned()];
            let text = shorten(kind);
            return Err(("16 type", Reason::UnknownWord { text, expected }));
        }
    };
    let day = day.ok_or(("02 date", Reason::Empty))?;
    let side = if incoming == decimal.negative {
        Side::Debit
    } else {
        Side::Credit
    };
    let mut entry = Entry::new(
        record.at,
        day.midnight(),
        side,
        (decimal.digits, "16 amount"),
    );
    entry.pending = type_code == 890;
    let mut rest = fields.iter().copied().skip(2).map(str::trim);
    skip_funds(&mut rest);
    let bank = rest.next().unwrap_or("");
    let customer = rest.next().unwrap_or("");
    let text = rest.collect::<Vec<_>>().join(",");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bank.clone_into(&mut entry.number);
    entry.reference.add(bank);
    entry.reference.add(customer);
    entry.reference.add(&text);
    entry.memo = text;
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_behind_a_slash_and_blanks_is_a_record_of_its_own() {
        let source =
            Source::new(b"16,142,2500,Z,,,A 06/16 B/   16,451,5,Z,,,C/D\n88,E/\nF /\n".to_vec());
        let found: Vec<(usize, &str, String)> = records(&source)
            .into_iter()
            .map(|r| (r.at, r.code, r.text))
            .collect();
        assert_eq!(
            found,
            [
                (0, "16", "142,2500,Z,,,A 06/16 B".to_owned()),
                (29, "16", "451,5,Z,,,C/D,E F".to_owned()),
            ]
        );
    }
}
