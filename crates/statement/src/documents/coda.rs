//! CODA: the Belgian coded statement, versions 1 and 2; records of 128 columns.
//!
//! | record | becomes |
//! | --- | --- |
//! | 1 | account, currency (blank: EUR), opening, number |
//! | 21 with detail 0000 | a row; other details are parts of it |
//! | 21 columns 11–31 | transaction_no |
//! | 21 column 32, 33–47 | side (0 in, 1 out), amount of three decimals |
//! | 21 columns 116–121, else 48–53 | booked_at |
//! | 21–23, 31–33 | counterparty, reference, memo |
//! | 8 | closing |
//! | 9 | stated totals |

use super::columns::Columns;
use super::document::{Balance, Document, Entry, Fault, Statement};
use super::ledger;
use super::notation::{self, Decimal};
use super::source::Source;
use crate::intake::StatedTotal;
use crate::money::{Currency, major};
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the standard is published.
pub(crate) const SOURCE: &str =
    "https://febelfin.be/en/publications/2021/febelfin-banking-standards-for-online-banking";

/// Reads the statements.
pub(crate) fn read(source: &Source) -> Document {
    let mut reader = Statements {
        document: Document {
            fallback: Currency::from_code(*b"EUR"),
            ..Document::default()
        },
        statement: None,
        version: '2',
        part: false,
        file: 0,
        records: 0,
        faults: 0,
        ended: true,
    };
    for line in source.lines().filter(|line| !line.text.trim().is_empty()) {
        reader.record(&Columns::new(&line));
    }
    reader.close();
    let mut document = reader.document;
    if !reader.ended {
        let (line, _) = source.place(source.text.len());
        document.problems.push(FileProblem::Truncated {
            line,
            expected: "9".to_owned(),
        });
    }
    document
}

struct Statements {
    document: Document,
    statement: Option<Statement>,
    version: char,
    /// Whether the movement in hand is a part of the one before.
    part: bool,
    /// Statements before the file in hand.
    file: usize,
    records: u64,
    /// Rows of the file in hand that could not be read.
    faults: u64,
    ended: bool,
}

impl Statements {
    fn close(&mut self) {
        self.document.statements.extend(self.statement.take());
    }

    fn record(&mut self, record: &Columns<'_>) {
        self.records += 1;
        let kind = record.of(1, 2);
        match record.of(1, 1) {
            "0" => {
                self.close();
                self.version = record.of(128, 128).chars().next().unwrap_or('2');
                (self.records, self.faults) = (0, 0);
                self.file = self.document.statements.len();
                self.ended = false;
            }
            "1" => self.begin(record),
            "8" => self.closing(record),
            "9" => self.trailer(record),
            "4" => {}
            _ => match kind {
                "21" => self.movement(record),
                "22" => self.second(record),
                "23" => self.third(record),
                "31" => self.information(record.of(41, 113)),
                "32" => self.information(record.of(11, 115)),
                "33" => self.information(record.of(11, 100)),
                _ => self.fault(
                    record,
                    "record",
                    Reason::Malformed {
                        text: shorten(record.text),
                        expected: "0, 1, 2, 3, 4, 8, 9".to_owned(),
                    },
                ),
            },
        }
    }

    fn fault(&mut self, record: &Columns<'_>, tag: &'static str, reason: Reason) {
        self.faults += 1;
        self.document.faults.push(Fault {
            at: record.at,
            tag,
            reason,
        });
    }

    fn begin(&mut self, record: &Columns<'_>) {
        self.close();
        let belgian = self.version == '1' || record.of(2, 2) == "0";
        let (account, currency) = match (belgian, record.of(2, 2)) {
            (true, _) => (record.of(6, 17), record.of(19, 21)),
            (_, "2") => (record.of(6, 36), record.of(40, 42)),
            _ => (record.of(6, 39), record.of(40, 42)),
        };
        let number = [record.of(126, 128), record.of(3, 5)]
            .into_iter()
            .find_map(|text| notation::number(text.trim()).filter(|n| *n > 0));
        self.statement = Some(Statement {
            at: record.at,
            account: account.trim().to_owned(),
            currency: Currency::parse(currency.trim()).or(Currency::from_code(*b"EUR")),
            number: number.map(|number| (number, None)),
            opening: balance(record, "1", record.of(43, 43), record.of(44, 58)),
            ..Statement::default()
        });
    }

    fn closing(&mut self, record: &Columns<'_>) {
        if let Some(statement) = &mut self.statement {
            statement.closing = balance(record, "8", record.of(42, 42), record.of(43, 57));
        }
    }

    fn movement(&mut self, record: &Columns<'_>) {
        let detail = record.of(7, 10);
        self.part = detail.trim() != "" && detail != "0000";
        if self.part {
            return self.communication(record.of(62, 62), record.of(63, 115));
        }
        match read_movement(record) {
            Ok(entry) => {
                let at = record.at;
                let statement = self.statement.get_or_insert_with(|| Statement {
                    at,
                    ..Statement::default()
                });
                statement.entries.push(entry);
                self.communication(record.of(62, 62), record.of(63, 115));
            }
            Err((tag, reason)) => {
                // What follows must not be taken for the movement before.
                self.part = true;
                self.fault(record, tag, reason);
            }
        }
    }

    fn entry(&mut self) -> Option<&mut Entry> {
        self.statement.as_mut()?.entries.last_mut()
    }

    fn communication(&mut self, structured: &str, text: &str) {
        let Some(entry) = self.entry() else {
            return;
        };
        let reference = match (structured, text.get(..3)) {
            ("1", Some("101" | "102")) => text.get(3..15).unwrap_or(text),
            ("1", Some(_)) => &text[3..],
            _ => text,
        };
        entry.reference.add(reference);
        add_memo(entry, reference);
    }

    fn second(&mut self, record: &Columns<'_>) {
        let (text, customer) = (record.of(11, 63), record.of(64, 98));
        if let Some(entry) = self.entry() {
            entry.reference.add(customer);
            entry.reference.add(text);
            add_memo(entry, text);
        }
    }

    fn third(&mut self, record: &Columns<'_>) {
        let old = self.version == '1';
        let name = if old {
            record.of(48, 73)
        } else {
            record.of(48, 82)
        };
        let part = self.part;
        if let Some(entry) = self.entry() {
            if entry.counterparty.is_empty() && !part {
                name.trim().clone_into(&mut entry.counterparty);
            }
            if !old {
                add_memo(entry, record.of(83, 125));
            }
        }
    }

    fn information(&mut self, text: &str) {
        if let Some(entry) = self.entry() {
            entry.reference.add(text);
            add_memo(entry, text);
        }
    }

    /// Turnover of every statement since the header, and the number of records.
    fn trailer(&mut self, record: &Columns<'_>) {
        self.close();
        self.ended = true;
        let own = self.document.statements.get(self.file..).unwrap_or(&[]);
        let currency = own
            .first()
            .and_then(|s| s.currency)
            .unwrap_or(Currency::CNY);
        let sum = |side: Side| -> i128 {
            own.iter()
                .flat_map(|statement| &statement.entries)
                .filter(|entry| entry.side == side)
                .filter_map(|entry| ledger::minor(&entry.amount.0, currency).ok())
                .map(i128::from)
                .sum()
        };
        for (side, what, digits) in [
            (Side::Debit, "9 debit", record.of(23, 37)),
            (Side::Credit, "9 credit", record.of(38, 52)),
        ] {
            let stated = notation::implied(digits.trim(), 3)
                .and_then(|digits| ledger::minor(&digits, currency).ok())
                .map(i128::from);
            let found = sum(side);
            self.document.stated.push(StatedTotal {
                what: what.to_owned(),
                stated: stated.map_or_else(|| shorten(digits), |s| major(s, currency)),
                found: major(found, currency),
                agrees: stated == Some(found),
            });
        }
        // Neither header nor trailer is counted.
        let found = self.records.saturating_sub(1);
        let stated = record.of(17, 22).trim();
        if let Some(number) = notation::number(stated).filter(|n| *n > 0) {
            let total = crate::stated::count("9 records", &number.to_string(), found);
            self.document.stated.push(total);
        }
    }
}

fn add_memo(entry: &mut Entry, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        if !entry.memo.is_empty() {
            entry.memo.push(' ');
        }
        entry.memo.push_str(text);
    }
}

fn balance(record: &Columns<'_>, name: &str, sign: &str, digits: &str) -> Option<Balance> {
    Some(Balance {
        at: record.at,
        name: name.to_owned(),
        amount: Decimal {
            negative: sign == "1",
            digits: notation::implied(digits.trim(), 3)?,
        },
        currency: None,
    })
}

fn read_movement(record: &Columns<'_>) -> Result<Entry, (&'static str, Reason)> {
    let digits = record.of(33, 47);
    let amount = notation::implied(digits, 3).ok_or_else(|| {
        let text = shorten(digits);
        ("21 amount", Reason::NotAnAmount { text })
    })?;
    let side = match record.of(32, 32) {
        "0" => Side::Credit,
        "1" => Side::Debit,
        other => {
            let text = shorten(other);
            let expected = vec!["0".to_owned(), "1".to_owned()];
            return Err(("21 sign", Reason::UnknownWord { text, expected }));
        }
    };
    let (entered, value) = (record.of(116, 121), record.of(48, 53));
    let day = notation::ddmmyy(entered)
        .or_else(|| notation::ddmmyy(value))
        .ok_or_else(|| {
            let expected = "DDMMYY".to_owned();
            let text = shorten(entered);
            ("21 date", Reason::NotADate { text, expected })
        })?;
    let mut entry = Entry::new(record.at, day.midnight(), side, (amount, "21 amount"));
    record.of(11, 31).trim().clone_into(&mut entry.number);
    Ok(entry)
}
