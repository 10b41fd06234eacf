//! Norma 43 (Cuaderno 43): the Spanish statement; records of 80 columns.
//!
//! | record | becomes |
//! | --- | --- |
//! | 11 | account 3–20, period 21–32, opening 33–47 (1: overdrawn), currency 48–50 by its number |
//! | 22 | a row: day of operation 11–16, side 28 (1 out, 2 in), amount 29–42 |
//! | 22 columns 43–52, 53–64, 65–80 | transaction_no, reference |
//! | 23 | more of the row before it: memo, reference |
//! | 24 | the same amount in another currency: not read |
//! | 33 | closing 59–73, stated counts and sums |
//! | 88 | number of records |
//!
//! Amounts have two decimals. Days are `YYMMDD`; some banks write `DDMMYY`.

use super::columns::Columns;
use super::document::{Balance, Claim, Document, Entry, Fault, Measure, Part, Statement};
use super::notation::{self, Decimal};
use super::source::Source;
use crate::calendar::Date;
use crate::money::Currency;
use crate::problem::{Assumption, FileProblem, Reason};
use crate::settings::FormatSettings;
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the standard is described.
pub(crate) const SOURCE: &str = "https://norma43.net/blog/la-estructura-de-un-fichero-en-norma-43";

/// Decimals of every amount.
const DECIMALS: usize = 2;
/// Currencies by their number in ISO 4217.
const NUMBERS: [(&str, &str); 26] = [
    ("978", "EUR"),
    ("840", "USD"),
    ("826", "GBP"),
    ("756", "CHF"),
    ("392", "JPY"),
    ("156", "CNY"),
    ("036", "AUD"),
    ("124", "CAD"),
    ("208", "DKK"),
    ("344", "HKD"),
    ("348", "HUF"),
    ("356", "INR"),
    ("484", "MXN"),
    ("504", "MAD"),
    ("554", "NZD"),
    ("578", "NOK"),
    ("643", "RUB"),
    ("702", "SGD"),
    ("710", "ZAR"),
    ("724", "ESP"),
    ("752", "SEK"),
    ("784", "AED"),
    ("203", "CZK"),
    ("949", "TRY"),
    ("985", "PLN"),
    ("986", "BRL"),
];

/// Whether a file begins as one of these: the record of an account.
pub(crate) fn is_account(first: &str) -> bool {
    let bytes = first.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes
            .get(range)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    first.starts_with("11")
        && digits(2..50)
        && matches!(bytes.get(32), Some(b'0'..=b'2'))
        && first.chars().count() <= 80 + TRAILING
}

/// Blanks that some programs leave behind a record.
const TRAILING: usize = 8;

/// Which part of a day stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Year,
    Day,
}

impl Order {
    fn day(self, text: &str) -> Option<Date> {
        match self {
            Self::Year => notation::yymmdd(text),
            Self::Day => notation::ddmmyy(text),
        }
    }
}

/// Reads the statements.
pub(crate) fn read(
    source: &Source,
    settings: &FormatSettings,
    fallback: Option<Currency>,
) -> Document {
    let set = match settings.date_order.as_deref() {
        Some("dmy") => Some(Order::Day),
        Some("ymd") => Some(Order::Year),
        _ => None,
    };
    let order = set.unwrap_or_else(|| decide(source));
    let mut reader = Statements {
        document: Document {
            fallback,
            ..Document::default()
        },
        statement: None,
        order,
        records: 0,
        last: false,
    };
    if set.is_none() && order == Order::Day {
        reader
            .document
            .assume(Assumption::DateOrder, "day/month/year");
    }
    for line in source.lines().filter(|line| !line.text.trim().is_empty()) {
        reader.record(&Columns::new(&line));
    }
    let open = reader.statement.is_some();
    reader.close();
    let mut document = reader.document;
    if open {
        let (line, _) = source.place(source.text.len());
        document.problems.push(FileProblem::Truncated {
            line,
            expected: "33".to_owned(),
        });
    }
    document
}

/// The order that gives statements the shorter spans, else value days the shorter distance to
/// the days of operation: read the wrong way round, days of one month lie years apart. Where
/// neither tells, the standard's.
fn decide(source: &Source) -> Order {
    let (mut spans, mut days) = (0_i64, 0_i64);
    let vote = |year: Option<i32>, day: Option<i32>| match (year, day) {
        (Some(year), Some(day)) => i64::from(day < year) - i64::from(year < day),
        (None, Some(_)) => 1,
        (Some(_), None) => -1,
        (None, None) => 0,
    };
    for line in source.lines() {
        let record = Columns::new(&line);
        let between =
            |order: Order, first: &str, last: &str| Some(order.day(last)?.0 - order.day(first)?.0);
        let span = |order: Order| {
            between(order, record.of(21, 26), record.of(27, 32)).filter(|span| *span >= 0)
        };
        let distance =
            |order: Order| between(order, record.of(11, 16), record.of(17, 22)).map(i32::abs);
        match record.of(1, 2) {
            "11" => spans += vote(span(Order::Year), span(Order::Day)),
            "22" => days += vote(distance(Order::Year), distance(Order::Day)),
            _ => {}
        }
    }
    if spans > 0 || (spans == 0 && days > 0) {
        Order::Day
    } else {
        Order::Year
    }
}

struct Statements {
    document: Document,
    statement: Option<Statement>,
    order: Order,
    records: u64,
    /// Whether a 23 belongs to the last entry.
    last: bool,
}

impl Statements {
    fn close(&mut self) {
        self.document.statements.extend(self.statement.take());
    }

    fn record(&mut self, record: &Columns<'_>) {
        let kind = record.of(1, 2);
        if kind == "88" {
            return self.trailer(record);
        }
        self.records += 1;
        match kind {
            "11" => self.begin(record),
            "22" => self.movement(record),
            "23" => self.more(record),
            "33" => self.end(record),
            "24" => {}
            _ => self.fault(
                record,
                "record",
                Reason::Malformed {
                    text: shorten(record.text),
                    expected: "11, 22, 23, 24, 33, 88".to_owned(),
                },
            ),
        }
    }

    fn fault(&mut self, record: &Columns<'_>, tag: &'static str, reason: Reason) {
        self.last = false;
        self.document.faults.push(Fault {
            at: record.at,
            tag,
            reason,
        });
    }

    fn begin(&mut self, record: &Columns<'_>) {
        self.close();
        self.last = false;
        let period = self.order.day(record.of(21, 26));
        self.statement = Some(Statement {
            at: record.at,
            account: record.of(3, 20).trim().to_owned(),
            currency: currency(record.of(48, 50)),
            opening: balance(record, "11", record.of(33, 33), record.of(34, 47)),
            period: period.zip(self.order.day(record.of(27, 32))),
            ..Statement::default()
        });
    }

    fn movement(&mut self, record: &Columns<'_>) {
        self.last = false;
        match self.read_movement(record) {
            Ok(entry) => {
                let at = record.at;
                let statement = self.statement.get_or_insert_with(|| Statement {
                    at,
                    ..Statement::default()
                });
                statement.entries.push(entry);
                self.last = true;
            }
            Err((tag, reason)) => self.fault(record, tag, reason),
        }
    }

    fn read_movement(&self, record: &Columns<'_>) -> Result<Entry, (&'static str, Reason)> {
        let digits = record.of(29, 42);
        let amount = notation::implied(digits, DECIMALS).ok_or_else(|| {
            let text = shorten(digits);
            ("22 amount", Reason::NotAnAmount { text })
        })?;
        let side = match record.of(28, 28) {
            "1" => Side::Debit,
            "2" => Side::Credit,
            other => {
                let text = shorten(other);
                let expected = vec!["1".to_owned(), "2".to_owned()];
                return Err(("22 side", Reason::UnknownWord { text, expected }));
            }
        };
        let text = record.of(11, 16);
        let day = self.order.day(text).ok_or_else(|| {
            let expected = match self.order {
                Order::Year => "YYMMDD",
                Order::Day => "DDMMYY",
            };
            let expected = expected.to_owned();
            let text = shorten(text);
            ("22 date", Reason::NotADate { text, expected })
        })?;
        let mut entry = Entry::new(record.at, day.midnight(), side, (amount, "22 amount"));
        let said = |text: &str| text.bytes().any(|b| !matches!(b, b'0' | b' '));
        let number = record.of(43, 52).trim();
        if said(number) {
            number.clone_into(&mut entry.number);
        }
        for reference in [record.of(53, 64), record.of(65, 80)] {
            if said(reference) {
                entry.reference.add(reference);
            }
        }
        Ok(entry)
    }

    fn more(&mut self, record: &Columns<'_>) {
        let entry = self
            .statement
            .as_mut()
            .and_then(|statement| statement.entries.last_mut());
        let Some(entry) = entry.filter(|_| self.last) else {
            return;
        };
        for text in [record.of(5, 42), record.of(43, 80)] {
            let text = text.trim();
            entry.reference.add(text);
            if !text.is_empty() {
                if !entry.memo.is_empty() {
                    entry.memo.push(' ');
                }
                entry.memo.push_str(text);
            }
        }
    }

    fn end(&mut self, record: &Columns<'_>) {
        self.last = false;
        let mut statement = self.statement.take().unwrap_or_else(|| Statement {
            at: record.at,
            account: record.of(3, 20).trim().to_owned(),
            ..Statement::default()
        });
        statement.currency = statement.currency.or_else(|| currency(record.of(74, 76)));
        statement.closing = balance(record, "33", record.of(59, 59), record.of(60, 73));
        for (of, count, sum) in [
            (Part::Debits, record.of(21, 25), record.of(26, 39)),
            (Part::Credits, record.of(40, 44), record.of(45, 58)),
        ] {
            let sum = notation::implied(sum, DECIMALS).unwrap_or_else(|| sum.to_owned());
            for (kind, stated) in [(Measure::Count, count.to_owned()), (Measure::Sum, sum)] {
                statement.claims.push(Claim {
                    what: "33".to_owned(),
                    of,
                    kind,
                    stated,
                });
            }
        }
        self.document.statements.push(statement);
    }

    /// The number of records before it, since the file's beginning or the trailer before.
    fn trailer(&mut self, record: &Columns<'_>) {
        let found = std::mem::take(&mut self.records);
        let stated = record.of(21, 26).trim();
        if let Some(number) = notation::number(stated) {
            let total = crate::stated::count("88 records", &number.to_string(), found);
            self.document.stated.push(total);
        }
    }
}

fn currency(number: &str) -> Option<Currency> {
    let (_, code) = NUMBERS.iter().find(|(known, _)| *known == number)?;
    Currency::parse(code)
}

fn balance(record: &Columns<'_>, name: &str, side: &str, digits: &str) -> Option<Balance> {
    Some(Balance {
        at: record.at,
        name: name.to_owned(),
        amount: Decimal {
            negative: side == "1",
            digits: notation::implied(digits, DECIMALS)?,
        },
        currency: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_day_is_the_one_in_which_statements_span_what_they_can() {
        let order = |first: &str, last: &str, day: &str, value: &str| {
            let account = format!("11{:018}{first}{last}2{:014}9783X\n", 7, 100);
            let movement = format!("22    0001{day}{value}02001{:014}{:038}\n", 5, 0);
            decide(&Source::new((account + &movement).into_bytes()))
        };
        assert_eq!(order("260301", "260302", "260302", "260303"), Order::Year);
        assert_eq!(order("260301", "260302", "260231", "260302"), Order::Year);
        assert_eq!(order("010326", "020326", "020326", "020326"), Order::Day);
        assert_eq!(order("150299", "150299", "150299", "150299"), Order::Day);
        // One day: the value day tells, and then nothing does.
        assert_eq!(order("010203", "010203", "010203", "030203"), Order::Day);
        assert_eq!(order("010203", "010203", "010203", "010204"), Order::Year);
        assert_eq!(order("010203", "010203", "010203", "010203"), Order::Year);
    }
}
