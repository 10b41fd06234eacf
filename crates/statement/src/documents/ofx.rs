//! OFX and QFX: 1.x in SGML, whose values need no closing tags, and 2.x in XML. Read by
//! tags alone, whichever of the two, with or without the header.
//!
//! | tag | becomes |
//! | --- | --- |
//! | `STMTTRN` | a row, of bank, card and investment statements |
//! | `TRNAMT` | amount; a minus: money out |
//! | `DTPOSTED`, else `DTUSER` | booked_at, the wall clock as written |
//! | `FITID` | transaction_no |
//! | `NAME`, `PAYEE` | counterparty |
//! | `CHECKNUM`, `REFNUM`, `MEMO` | reference |
//! | `CURDEF`, `CURRENCY/CURSYM` | currency |
//! | `LEDGERBAL` | closing; there is no opening |

use super::document::{Balance, Document, Entry, Fault, Statement};
use super::notation;
use super::source::Source;
use super::xml::entity;
use crate::calendar::LocalTime;
use crate::money::Currency;
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the format is published.
pub(crate) const SOURCE: &str = "https://financialdataexchange.org/FDX/About/OFX-Work-Group.aspx";

/// Bytes in which a comment must end.
const LONGEST_COMMENT: usize = 64 << 10;

/// Elements within which others have another meaning.
const WITHIN: &[&str] = &[
    "STMTTRN",
    "STMTTRNP",
    "LEDGERBAL",
    "AVAILBAL",
    "CURRENCY",
    "ORIGCURRENCY",
    "PAYEE",
    "BANKACCTTO",
    "CCACCTTO",
    "BANKACCTFROM",
    "CCACCTFROM",
    "INVACCTFROM",
    "BANKTRANLIST",
    "INVTRANLIST",
    "BALLIST",
    "SECLIST",
    "INVBAL",
    "IMAGEDATA",
];

/// Transactions in securities: no movement that a bank books.
const SECURITIES: &[&str] = &[
    "BUYDEBT",
    "BUYMF",
    "BUYOPT",
    "BUYOTHER",
    "BUYSTOCK",
    "SELLDEBT",
    "SELLMF",
    "SELLOPT",
    "SELLOTHER",
    "SELLSTOCK",
    "REINVEST",
    "INCOME",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "MARGININTEREST",
    "RETOFCAP",
    "SPLIT",
    "TRANSFER",
    "CLOSUREOPT",
];

/// Reads the statements.
pub(crate) fn read(source: &Source, fallback: Option<Currency>) -> Document {
    let mut reader = Statements {
        document: Document {
            unique_numbers: true,
            fallback,
            ..Document::default()
        },
        statement: None,
        record: None,
        within: Vec::new(),
        period: (None, None),
        securities: None,
        ended: false,
    };
    let text = source.text.as_str();
    let mut at = text.find('<').unwrap_or(text.len());
    while let Some(tag) = next_tag(text, at) {
        if tag.name == "!DOCTYPE" || tag.name == "!ENTITY" {
            return refused(source, tag.at);
        }
        reader.tag(&tag);
        at = tag.end;
    }
    reader.finish(source)
}

fn refused(source: &Source, at: usize) -> Document {
    Document {
        problems: vec![FileProblem::Invalid {
            line: Some(source.place(at).0),
            detail: "a document type (DTD), which no statement has".to_owned(),
            expected: "plain OFX".to_owned(),
        }],
        ..Document::default()
    }
}

/// A tag and the text up to the next one.
struct Tag<'a> {
    at: usize,
    name: String,
    value: &'a str,
    end: usize,
}

/// The tag that begins at or behind a place. A `<` that opens no tag is text.
fn next_tag(text: &str, from: usize) -> Option<Tag<'_>> {
    let at = tag_start(text, from)?;
    if let Some(end) = comment_end(text, at) {
        let next = tag_start(text, end).unwrap_or(text.len());
        return Some(Tag {
            at,
            name: "!--".to_owned(),
            value: text[end..next].trim(),
            end: next,
        });
    }
    let close = at + memchr::memchr(b'>', &text.as_bytes()[at..])?;
    let inner = &text[at + 1..close];
    let name = inner
        .split(|c: char| c.is_whitespace())
        .next()
        .unwrap_or("")
        .trim_end_matches('/');
    let end = tag_start(text, close + 1).unwrap_or(text.len());
    Some(Tag {
        at,
        name: name.to_ascii_uppercase(),
        value: text[close + 1..end].trim(),
        end,
    })
}

/// Where a comment ends that begins at a place: what is commented out is not there.
fn comment_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix("<!--")?;
    let end = rest[..rest.floor_char_boundary(LONGEST_COMMENT)].find("-->")?;
    Some(at + 4 + end + 3)
}

fn tag_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes.get(from..)?)
        .map(|found| from + found)
        .find(|&at| {
            let next = bytes.get(at + 1);
            next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'?' | b'!'))
        })
}

#[derive(Default)]
struct Record {
    at: usize,
    pending: bool,
    posted: Option<String>,
    initiated: String,
    amount: Option<String>,
    number: String,
    name: String,
    memo: String,
    check: String,
    reference: String,
    kind: String,
    currency: String,
}

struct Statements {
    document: Document,
    statement: Option<Statement>,
    record: Option<Record>,
    within: Vec<&'static str>,
    period: (Option<LocalTime>, Option<LocalTime>),
    securities: Option<(usize, u64)>,
    ended: bool,
}

impl Statements {
    fn tag(&mut self, tag: &Tag<'_>) {
        if let Some(name) = tag.name.strip_prefix('/') {
            return self.close(name);
        }
        match tag.name.as_str() {
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.close_statement();
                self.statement = Some(Statement {
                    at: tag.at,
                    ..Statement::default()
                });
            }
            "STMTTRN" | "STMTTRNP" => {
                self.close_record(false);
                self.record = Some(Record {
                    at: tag.at,
                    pending: tag.name == "STMTTRNP",
                    ..Record::default()
                });
            }
            name if SECURITIES.contains(&name) && self.within.contains(&"INVTRANLIST") => {
                self.securities.get_or_insert((tag.at, 0)).1 += 1;
            }
            _ => {}
        }
        if let Some(name) = WITHIN.iter().find(|name| **name == tag.name) {
            // What was left open within a list ends with the next element of the list.
            if *name == "STMTTRN" {
                self.within
                    .retain(|open| matches!(*open, "BANKTRANLIST" | "INVTRANLIST"));
            }
            if self.within.len() < 64 {
                self.within.push(name);
            }
        } else {
            self.value(tag);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(open) = self.within.iter().rposition(|open| *open == name) {
            self.within.truncate(open);
        }
        match name {
            "STMTTRN" | "STMTTRNP" => self.close_record(false),
            "BANKTRANLIST" | "INVTRANLIST" => self.close_record(false),
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => self.close_statement(),
            "OFX" => self.ended = true,
            _ => {}
        }
    }

    fn value(&mut self, tag: &Tag<'_>) {
        let value = tag.value;
        let inner = self.within.last().copied().unwrap_or("");
        match (tag.name.as_str(), inner) {
            ("ACCTID", "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM") => {
                if let Some(statement) = &mut self.statement {
                    statement.account = decoded(value);
                }
            }
            ("CURDEF", _) => {
                if let Some(statement) = &mut self.statement {
                    statement.currency = Currency::parse(&value.to_ascii_uppercase());
                }
            }
            ("BALAMT", "LEDGERBAL") => self.balance(tag),
            ("DTSTART", "BANKTRANLIST" | "INVTRANLIST") => self.period.0 = date(value),
            ("DTEND", "BANKTRANLIST" | "INVTRANLIST") => self.period.1 = date(value),
            _ => {
                if let Some(record) = &mut self.record {
                    record.value(&tag.name, inner, value);
                }
            }
        }
    }

    fn balance(&mut self, tag: &Tag<'_>) {
        if let (Some(statement), Ok(amount)) = (&mut self.statement, notation::decimal(tag.value)) {
            statement.closing = Some(Balance {
                at: tag.at,
                name: "LEDGERBAL".to_owned(),
                amount,
                currency: None,
            });
        }
    }

    fn close_record(&mut self, cut: bool) {
        let Some(record) = self.record.take() else {
            return;
        };
        let at = record.at;
        let made = if cut && record.amount.is_none() {
            Err((
                "STMTTRN",
                Reason::Malformed {
                    text: "STMTTRN".to_owned(),
                    expected: "</STMTTRN>".to_owned(),
                },
            ))
        } else {
            record.entry()
        };
        match made {
            Ok(entry) => {
                let at = entry.at;
                let statement = self.statement.get_or_insert_with(|| Statement {
                    at,
                    ..Statement::default()
                });
                statement.entries.push(entry);
            }
            Err((tag, reason)) => self.document.faults.push(Fault { at, tag, reason }),
        }
    }

    fn close_statement(&mut self) {
        self.close_record(false);
        self.within.clear();
        let (start, end) = std::mem::take(&mut self.period);
        if let Some(mut statement) = self.statement.take() {
            statement.period = start.zip(end).map(|(s, e)| (s.date(), e.date()));
            // Banks that know no period write one day or none.
            statement.period = statement.period.filter(|(s, e)| s < e);
            self.document.statements.push(statement);
        }
    }

    fn finish(mut self, source: &Source) -> Document {
        let cut = self.record.is_some();
        self.close_record(true);
        self.close_statement();
        if cut || !self.ended {
            let (line, _) = source.place(source.text.len());
            self.document.problems.push(FileProblem::Truncated {
                line,
                expected: "</OFX>".to_owned(),
            });
        }
        if let Some((at, rows)) = self.securities {
            let (line, _) = source.place(at);
            self.document
                .problems
                .push(FileProblem::Securities { line, rows });
        }
        self.document
    }
}

impl Record {
    fn value(&mut self, name: &str, inner: &str, value: &str) {
        let text = decoded(value);
        match name {
            "DTPOSTED" | "DTTRAN" => self.posted = Some(text),
            "DTUSER" => self.initiated = text,
            "TRNAMT" => self.amount = Some(text),
            "TRNTYPE" => self.kind = text,
            "FITID" => self.number = text,
            "NAME" if inner != "BANKACCTTO" && !text.is_empty() => self.name = text,
            "MEMO" => self.memo = text,
            "CHECKNUM" => self.check = text,
            "REFNUM" => self.reference = text,
            "CURSYM" if inner == "CURRENCY" => self.currency = text,
            _ => {}
        }
    }

    fn entry(self) -> Result<Entry, (&'static str, Reason)> {
        let amount = self.amount.unwrap_or_default();
        // What is left of zero where a bank prints no leading and no trailing zeros.
        let bare = matches!(amount.trim(), "." | ",");
        let amount = if bare { "0".to_owned() } else { amount };
        let decimal = notation::decimal(&amount).map_err(|reason| ("TRNAMT", reason))?;
        let posted = self.posted.filter(|posted| !posted.is_empty());
        let posted = posted.unwrap_or(self.initiated);
        if posted.is_empty() {
            return Err(("DTPOSTED", Reason::Empty));
        }
        let when = date(&posted).ok_or_else(|| {
            let expected = "YYYYMMDD".to_owned();
            let text = shorten(&posted);
            ("DTPOSTED", Reason::NotADate { text, expected })
        })?;
        let side = if decimal.negative {
            Side::Debit
        } else {
            Side::Credit
        };
        let mut entry = Entry::new(self.at, when, side, (decimal.digits, "TRNAMT"));
        entry.currency = Currency::parse(&self.currency);
        entry.pending = self.pending;
        entry.number = self.number;
        entry.counterparty = self.name;
        entry.reference.add(&self.check);
        entry.reference.add(&self.reference);
        entry.reference.add(&self.memo);
        entry.memo = if self.memo.is_empty() {
            self.kind
        } else {
            self.memo
        };
        Ok(entry)
    }
}

/// `YYYYMMDD[HHMMSS[.XXX]][[zone]]`.
fn date(text: &str) -> Option<LocalTime> {
    let date = notation::yyyymmdd(text.trim())?;
    let clock: String = text
        .trim()
        .chars()
        .skip(8)
        .take_while(char::is_ascii_digit)
        .collect();
    Some(notation::at_time(date, &clock))
}

/// Entities become characters; a `&` that begins none stays.
fn decoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.bytes().take(9).position(|b| b == b';');
        let found = end.and_then(|end| {
            let name = &after[..end];
            let c = if name == "nbsp" {
                Some(' ')
            } else {
                entity(name)
            };
            c.map(|c| (c, end))
        });
        if let Some((c, end)) = found {
            text.push(c);
            rest = &after[end + 1..];
        } else {
            text.push('&');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}
