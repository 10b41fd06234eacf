//! CFONB 120: the French statement; records of 120 columns, amounts whose last digit
//! carries the sign.
//!
//! | record | becomes |
//! | --- | --- |
//! | 01, 07 | opening, closing |
//! | 04 | a row: booking day 35–40, amount 91–104, label 49–79, number 82–88, reference 105–120 |
//! | 05 | more of the row before it |

use super::document::{Balance, Document, Entry, Fault, Statement};
use super::notation::{self, Decimal};
use super::source::Source;
use crate::money::Currency;
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the standard is published.
pub(crate) const SOURCE: &str = "https://www.cfonb.org/fichiers/20130612113947_7_4_Releve_de_Compte_sur_support_informatique_2004_07.pdf";

const WIDTH: usize = 120;

/// Whether a field of 14 columns is an amount: digits, the last one with its sign.
pub(crate) fn is_amount(field: &[u8]) -> bool {
    let Some((last, digits)) = field.split_last() else {
        return false;
    };
    digits.iter().all(u8::is_ascii_digit) && overpunch(*last).is_some()
}

/// The digit and the sign of an overpunched character.
const fn overpunch(byte: u8) -> Option<(u8, bool)> {
    match byte {
        b'0'..=b'9' => Some((byte, false)),
        b'{' => Some((b'0', false)),
        b'A'..=b'I' => Some((byte - b'A' + b'1', false)),
        b'}' => Some((b'0', true)),
        b'J'..=b'R' => Some((byte - b'J' + b'1', true)),
        _ => None,
    }
}

/// Reads the statements.
pub(crate) fn read(source: &Source, fallback: Option<Currency>) -> Document {
    let mut reader = Statements {
        document: Document {
            fallback,
            ..Document::default()
        },
        statement: None,
        decimals: 2,
        last: false,
    };
    for line in source.lines() {
        let mut rest: Vec<char> = line.text.chars().collect();
        let mut at = line.at;
        // Some files have no line ends.
        while !rest.is_empty() {
            let runs_on = rest.len() > WIDTH && rest.len().is_multiple_of(WIDTH);
            let width = if runs_on { WIDTH } else { rest.len() };
            let next = rest.split_off(width);
            let length: usize = rest.iter().map(|c| c.len_utf8()).sum();
            if rest.iter().any(|c| !c.is_whitespace()) {
                reader.record(&Columns { at, text: rest });
            }
            at += length;
            rest = next;
        }
    }
    reader.close();
    let mut document = reader.document;
    let open = document
        .statements
        .last()
        .is_some_and(|s| s.closing.is_none());
    if open {
        let (line, _) = source.place(source.text.len());
        document.problems.push(FileProblem::Truncated {
            line,
            expected: "07".to_owned(),
        });
    }
    document
}

/// Columns of a record, 1 = first.
struct Columns {
    at: usize,
    text: Vec<char>,
}

impl Columns {
    fn of(&self, first: usize, last: usize) -> String {
        let end = last.min(self.text.len());
        self.text
            .get(first - 1..end)
            .unwrap_or(&[])
            .iter()
            .collect()
    }

    fn amount(&self, decimals: usize) -> Option<Decimal> {
        let field = self.of(91, 104);
        let field = field.trim();
        let (last, digits) = field.as_bytes().split_last()?;
        let (digit, negative) = overpunch(*last)?;
        let mut text = std::str::from_utf8(digits).ok()?.to_owned();
        text.push(char::from(digit));
        Some(Decimal {
            negative,
            digits: notation::implied(&text, decimals)?,
        })
    }
}

struct Statements {
    document: Document,
    statement: Option<Statement>,
    decimals: usize,
    /// Whether a 05 belongs to the last entry.
    last: bool,
}

impl Statements {
    fn close(&mut self) {
        self.document.statements.extend(self.statement.take());
    }

    fn record(&mut self, record: &Columns) {
        if let Some(decimals) = record
            .of(20, 20)
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
        {
            self.decimals = decimals as usize;
        }
        match record.of(1, 2).as_str() {
            "01" => self.begin(record),
            "04" => self.movement(record),
            "05" => self.more(record),
            "07" => self.end(record),
            _ => self.fault(
                record,
                "record",
                Reason::Malformed {
                    text: shorten(&record.of(1, WIDTH)),
                    expected: "01, 04, 05, 07".to_owned(),
                },
            ),
        }
    }

    fn fault(&mut self, record: &Columns, tag: &'static str, reason: Reason) {
        self.last = false;
        self.document.faults.push(Fault {
            at: record.at,
            tag,
            reason,
        });
    }

    fn begin(&mut self, record: &Columns) {
        self.close();
        self.last = false;
        let mut statement = blank(record);
        statement.opening = balance(record, "01", self.decimals);
        statement.period = notation::ddmmyy(&record.of(35, 40)).map(|day| (day, day));
        self.statement = Some(statement);
    }

    fn movement(&mut self, record: &Columns) {
        self.last = false;
        let amount = record.amount(self.decimals).ok_or_else(|| {
            let text = shorten(&record.of(91, 104));
            ("04 amount", Reason::NotAnAmount { text })
        });
        let day = notation::ddmmyy(&record.of(35, 40)).ok_or_else(|| {
            let text = shorten(&record.of(35, 40));
            let expected = "DDMMYY".to_owned();
            ("04 date", Reason::NotADate { text, expected })
        });
        let (amount, day) = match (amount, day) {
            (Ok(amount), Ok(day)) => (amount, day),
            (Err((tag, reason)), _) | (_, Err((tag, reason))) => {
                return self.fault(record, tag, reason);
            }
        };
        let side = if amount.negative {
            Side::Debit
        } else {
            Side::Credit
        };
        let mut entry = Entry::new(
            record.at,
            day.midnight(),
            side,
            (amount.digits, "04 amount"),
        );
        let (label, number, reference) =
            (record.of(49, 79), record.of(82, 88), record.of(105, 120));
        entry.currency = Currency::parse(record.of(17, 19).trim());
        entry.memo = label.trim().to_owned();
        if number.bytes().any(|b| !matches!(b, b'0' | b' ')) {
            number.trim().clone_into(&mut entry.number);
        }
        entry.reference.add(&reference);
        entry.reference.add(&label);
        self.last = true;
        self.statement
            .get_or_insert_with(|| blank(record))
            .entries
            .push(entry);
    }

    fn more(&mut self, record: &Columns) {
        let Some(entry) = self
            .statement
            .as_mut()
            .and_then(|s| s.entries.last_mut())
            .filter(|_| self.last)
        else {
            return;
        };
        let text = record.of(49, 118);
        let text = text.trim();
        match record.of(46, 48).as_str() {
            "NPY" | "NBE" | "NPO" | "NBU" if entry.counterparty.is_empty() => {
                text.clone_into(&mut entry.counterparty);
            }
            _ => {}
        }
        entry.reference.add(text);
        if !text.is_empty() {
            entry.memo.push(' ');
            entry.memo.push_str(text);
        }
    }

    fn end(&mut self, record: &Columns) {
        self.last = false;
        let decimals = self.decimals;
        let statement = self.statement.get_or_insert_with(|| blank(record));
        statement.closing = balance(record, "07", decimals);
        // The opening's day is the one before the first that the statement is about.
        statement.period = statement
            .period
            .zip(notation::ddmmyy(&record.of(35, 40)))
            .map(|((first, _), last)| (first, last));
        if statement.currency.is_none() {
            statement.currency = statement.entries.iter().find_map(|entry| entry.currency);
        }
        self.close();
    }
}

/// A statement of the account that a record names.
fn blank(record: &Columns) -> Statement {
    let parts = [record.of(3, 7), record.of(12, 16), record.of(22, 32)];
    Statement {
        at: record.at,
        account: parts.concat().trim().to_owned(),
        currency: Currency::parse(record.of(17, 19).trim()),
        ..Statement::default()
    }
}

fn balance(record: &Columns, name: &str, decimals: usize) -> Option<Balance> {
    Some(Balance {
        at: record.at,
        name: name.to_owned(),
        amount: record.amount(decimals)?,
        currency: None,
    })
}
