//! SWIFT MT940 and MT942: tags at the beginnings of lines.
//!
//! | tag | becomes |
//! | --- | --- |
//! | `:25:` | account; a currency at its end is the currency |
//! | `:28C:` | number and page of the statement |
//! | `:60F:` `:60M:`, `:62F:` `:62M:` | opening, closing |
//! | `:61:` | a row: entry date, else value date; C, RD in; D, RC out; EC, ED announced |
//! | `:61:` behind `//` | transaction_no |
//! | `:86:` | counterparty, reference, memo; structured by `?NN`, by `/CODE/`, or free |
//! | `:34F:`, `:90C:` `:90D:` | currency and stated totals of an interim report |

use super::document::{Balance, Claim, Document, Entry, Fault, Measure, Part, Statement};
use super::mt_details;
use super::notation::{self, Decimal};
use super::source::Source;
use crate::calendar::Date;
use crate::money::Currency;
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the messages are published.
pub(crate) const SOURCE: &str = "https://www2.swift.com/knowledgecentre/publications/us9m_20230720";

/// What a statement line looks like.
const LINE: &str = ":61: YYMMDD[MMDD][R|E]C|D, amount, type";

/// Letters of a statement line before its amount: two dates, the mark, the funds code.
const UNTIL_AMOUNT: usize = 13;

/// Tags that are known; other lines that begin with a colon belong to the tag before.
const TAGS: &[&str] = &[
    "20", "21", "25", "25P", "28", "28C", "13", "13D", "34F", "60", "60F", "60M", "61", "62",
    "62F", "62M", "64", "65", "86", "90C", "90D", "NS", "940", "942", "950", "12", "23",
];

/// A tag and the lines that belong to it.
struct Field<'a> {
    tag: &'a str,
    at: usize,
    lines: Vec<&'a str>,
}

/// Reads the messages.
pub(crate) fn read(source: &Source, fallback: Option<Currency>) -> Document {
    let mut reader = Messages {
        document: Document {
            fallback,
            ..Document::default()
        },
        statement: Statement::default(),
        begun: false,
        last_is_entry: false,
        impossible: None,
    };
    let mut field: Option<Field<'_>> = None;
    // A colon that stands alone on a line, cut off the tag on the next.
    let mut colon: Option<usize> = None;
    for line in source.lines() {
        let indent = line.text.len() - line.text.trim_start_matches([' ', '\t', '\u{feff}']).len();
        let (mut at, mut text) = (line.at + indent, &line.text[indent..]);
        if text.starts_with('{') {
            reader.field(field.take());
            let Some(body) = text.find("{4:") else {
                continue;
            };
            (at, text) = (at + body + 3, &text[body + 3..]);
        }
        if text.trim_end() == "-" || text.starts_with("-}") {
            reader.field(field.take());
            continue;
        }
        let before = colon.take();
        if text.trim_end() == ":" {
            colon = Some(at);
            continue;
        }
        let cut = before.and_then(|colon| Some((colon, known_tag(text)?)));
        if let Some((at, (tag, rest))) = cut.or_else(|| Some((at, tag(text)?))) {
            reader.field(field.take());
            field = Some(Field {
                tag,
                at,
                lines: vec![rest],
            });
        } else if let Some(field) = &mut field {
            field.lines.push(line.text);
        }
    }
    reader.field(field.take());
    reader.close();
    let mut document = reader.document;
    if let Some((line, rows)) = reader.impossible.map(|(at, n)| (source.place(at).0, n)) {
        document
            .problems
            .push(FileProblem::ImpossibleDate { line, rows });
    }
    document
}

/// The tag with which a line begins, and what stands behind it.
fn tag(line: &str) -> Option<(&str, &str)> {
    known_tag(line.strip_prefix(':')?)
}

fn known_tag(text: &str) -> Option<(&str, &str)> {
    let (tag, rest) = text.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, rest))
}

struct Messages {
    document: Document,
    statement: Statement,
    begun: bool,
    /// Whether an `:86:` belongs to the entry before it, not to the statement.
    last_is_entry: bool,
    /// Value dates that do not exist: the first one's place, and how many.
    impossible: Option<(usize, u64)>,
}

impl Messages {
    fn close(&mut self) {
        let statement = std::mem::take(&mut self.statement);
        // Tags before the first `:20:` tell of the message and are no statement.
        if self.begun && !statement.is_blank() {
            self.document.statements.push(statement);
        }
        self.begun = false;
        self.last_is_entry = false;
    }

    fn begin(&mut self, at: usize) {
        if !self.begun {
            self.begun = true;
            self.statement.at = at;
        }
    }

    fn field(&mut self, field: Option<Field<'_>>) {
        let Some(field) = field else {
            return;
        };
        let text = field.lines.first().map_or("", |line| line.trim());
        if field.tag == "20" {
            self.close();
        }
        self.begin(field.at);
        let mut field = field;
        if field.tag == "25" && self.is_mistyped() {
            field.tag = "86";
        }
        let belongs = self.last_is_entry;
        self.last_is_entry = match field.tag {
            "61" => true,
            "86" | "NS" => belongs,
            _ => false,
        };
        match field.tag {
            "25" | "25P" => self.account(field.at, text),
            "28" | "28C" => self.statement.number = sequence(text),
            "34F" => self.statement.currency = currency_in(text).or(self.statement.currency),
            "60F" | "60M" | "60" => self.opening(&field, text),
            "62F" | "62M" | "62" => {
                self.statement.closing = balance(&field, text);
            }
            "61" => self.entry(&field),
            "86" | "NS" if belongs => {
                if let Some(entry) = self.statement.entries.last_mut() {
                    mt_details::add(field.tag, &field.lines, entry);
                }
            }
            "90C" | "90D" => self.claim(field.tag, text),
            _ => {}
        }
    }

    /// Whether an account within a statement is a mistyped `:86:`.
    fn is_mistyped(&self) -> bool {
        let statement = &self.statement;
        let within = statement.opening.is_some() || !statement.entries.is_empty();
        within && !statement.account.is_empty() && statement.closing.is_none()
    }

    fn account(&mut self, at: usize, text: &str) {
        if !self.statement.account.is_empty() && self.statement.closing.is_some() {
            // Without `:20:` between them, an account begins the next statement.
            self.close();
            self.begin(at);
        }
        let (account, currency) = account(text);
        account.clone_into(&mut self.statement.account);
        self.statement.currency = currency.or(self.statement.currency);
    }

    fn opening(&mut self, field: &Field<'_>, text: &str) {
        // Without `:20:` between them, an opening balance begins the next statement.
        if self.statement.opening.is_some() {
            let account = self.statement.account.clone();
            self.close();
            self.begin(field.at);
            self.statement.account = account;
        }
        self.statement.opening = balance(field, text);
        let own = self.statement.opening.as_ref().and_then(|b| b.currency);
        self.statement.currency = own.or(self.statement.currency);
    }

    fn claim(&mut self, tag: &str, text: &str) {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, rest) = text.split_at(digits);
        let Some((code, sum)) = rest.split_at_checked(3) else {
            return;
        };
        self.statement.currency = self.statement.currency.or_else(|| Currency::parse(code));
        let of = if tag == "90C" {
            Part::Credits
        } else {
            Part::Debits
        };
        for (kind, stated) in [(Measure::Count, count), (Measure::Sum, sum)] {
            self.statement.claims.push(Claim {
                what: format!(":{tag}:"),
                of,
                kind,
                stated: stated.to_owned(),
            });
        }
    }

    fn entry(&mut self, field: &Field<'_>) {
        match read_line(field) {
            Ok((entry, impossible)) => {
                if impossible {
                    self.impossible.get_or_insert((field.at, 0)).1 += 1;
                }
                self.statement.entries.push(entry);
            }
            Err(reason) => {
                self.last_is_entry = false;
                self.document.faults.push(Fault {
                    at: field.at,
                    tag: ":61:",
                    reason,
                });
            }
        }
    }
}

/// `:28C:` `5/1`, `00084/001`, `5`.
fn sequence(text: &str) -> Option<(u32, Option<u32>)> {
    let (number, page) = text.split_once('/').unwrap_or((text, ""));
    let page = notation::number(page.split('/').next().unwrap_or("").trim());
    notation::number(number.trim()).map(|number| (number, page))
}

/// An account and the currency that may stand at its end.
fn account(text: &str) -> (&str, Option<Currency>) {
    let text = text.trim();
    let Some(cut) = text
        .len()
        .checked_sub(3)
        .filter(|cut| text.is_char_boundary(*cut))
    else {
        return (text, None);
    };
    let (front, code) = text.split_at(cut);
    let parted = front.ends_with(|c: char| c.is_ascii_digit() || c == '/' || c == ' ');
    match Currency::parse(code) {
        Some(currency) if parted => (front.trim_end_matches(['/', ' ']), Some(currency)),
        _ => (text, None),
    }
}

fn currency_in(text: &str) -> Option<Currency> {
    Currency::parse(text.get(..3)?)
}

/// `C160301EUR1194,00`; the currency may be missing.
fn balance(field: &Field<'_>, text: &str) -> Option<Balance> {
    let mark = text.chars().next()?;
    let rest = match mark {
        'C' | 'D' => &text[1..],
        _ => text,
    };
    let rest = rest.get(6..)?;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (code, amount) = rest.split_at(letters);
    let code = code.get(..3).unwrap_or(code);
    let mut decimal = notation::decimal(amount).ok()?;
    decimal.negative ^= mark == 'D';
    Some(Balance {
        at: field.at,
        name: format!(":{}:", field.tag),
        amount: decimal,
        currency: Currency::parse(code),
    })
}

/// A statement line; the second value says that its value date does not exist.
fn read_line(field: &Field<'_>) -> Result<(Entry, bool), Reason> {
    let first = field.lines.first().map_or("", |line| line.trim());
    // Some banks break the line before its amount.
    let broken = first.ends_with(|c: char| c.is_ascii_alphabetic()) && first.len() <= UNTIL_AMOUNT;
    let whole = if broken { 2 } else { 1 }.min(field.lines.len());
    let text = field.lines[..whole].concat();
    let text = text.trim();
    let fault = || Reason::Malformed {
        text: shorten(text),
        expected: LINE.to_owned(),
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (value, rest) = text.split_at_checked(6).ok_or_else(fault)?;
    if digits < 6 {
        return Err(fault());
    }
    let (booked, rest) = match digits {
        10.. => rest.split_at(4),
        _ => (
            "",
            rest.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()),
        ),
    };
    let (side, pending, rest) = mark(rest).ok_or_else(fault)?;
    let amount_end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .unwrap_or(rest.len());
    let (amount, rest) = rest.split_at(amount_end);
    let Decimal { digits, .. } = notation::decimal(amount).map_err(|reason| match reason {
        Reason::Empty => fault(),
        other => other,
    })?;
    let (day, impossible) = booking_day(value, booked)?;
    let mut entry = Entry::new(field.at, day.midnight(), side, (digits, ":61:"));
    entry.pending = pending;
    references(rest, &mut entry);
    let supplement: Vec<&str> = field.lines[whole..]
        .iter()
        .map(|line| line.trim())
        .collect();
    entry.memo = supplement.join(" ").trim().to_owned();
    Ok((entry, impossible))
}

/// The mark of debit or credit with the letter of the funds that may follow it.
fn mark(text: &str) -> Option<(Side, bool, &str)> {
    let text = text.trim_start();
    let (side, pending, length) = match text.as_bytes() {
        [b'R', b'C', ..] => (Side::Debit, false, 2),
        [b'R', b'D', ..] => (Side::Credit, false, 2),
        [b'E', b'C', ..] => (Side::Credit, true, 2),
        [b'E', b'D', ..] => (Side::Debit, true, 2),
        [b'C', ..] => (Side::Credit, false, 1),
        [b'D', ..] => (Side::Debit, false, 1),
        _ => return None,
    };
    let rest = text[length..].trim_start();
    let funds = rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    Some((side, pending, rest[usize::from(funds)..].trim_start()))
}

/// The day of booking; where a bank counts months of 30 days, its value date may not exist
/// and the entry date tells.
fn booking_day(value: &str, booked: &str) -> Result<(Date, bool), Reason> {
    let day = notation::yymmdd(value);
    let year = || {
        let year = notation::century(notation::number(value.get(..2)?)?);
        let month = notation::number(value.get(2..4)?)?;
        Date::from_ymd(year, month, 28)
    };
    let near = day.or_else(year);
    let entry = near
        .filter(|_| !booked.is_empty())
        .and_then(|near| notation::nearest(booked, near));
    match (entry, day) {
        (Some(entry), day) => Ok((entry, day.is_none())),
        (None, Some(day)) if booked.is_empty() => Ok((day, false)),
        _ => Err(Reason::NotADate {
            text: shorten(if booked.is_empty() { value } else { booked }),
            expected: if booked.is_empty() { "YYMMDD" } else { "MMDD" }.to_owned(),
        }),
    }
}

/// Type, customer's reference and, behind `//`, the bank's.
fn references(text: &str, entry: &mut Entry) {
    let mut letters = text.char_indices().skip(4);
    let rest = letters.next().map_or("", |(at, _)| &text[at..]);
    let (customer, bank) = rest.split_once("//").unwrap_or((rest, ""));
    entry.reference.add(customer);
    let bank = bank.trim();
    if !bank.is_empty() && !bank.eq_ignore_ascii_case("NONREF") {
        bank.clone_into(&mut entry.number);
    }
}
