//! camt.052, camt.053 and camt.054 (ISO 20022), versions .001.01 to .001.13, read by the
//! local names of elements.
//!
//! | element | becomes |
//! | --- | --- |
//! | `Ntry` | a row; its `TxDtls` are its parts |
//! | `CdtDbtInd` | side; `RvslInd` says why, and turns nothing round |
//! | `Amt@Ccy` | amount and currency, of the account |
//! | `BookgDt`, else `ValDt`, else `RltdDts` of a part, else the report's `CreDtTm` | booked_at |
//! | `AcctSvcrRef` | transaction_no |
//! | `EndToEndId`, `InstrId`, `MsgId`, `PmtInfId`, `TxId`, `NtryRef`, `Ustrd`, `Strd` | reference |
//! | `AddtlNtryInf`, `AddtlTxInf`, `Ustrd` | memo |
//! | `Sts` `PDNG`, `INFO`, `FUTR` | announced, not booked |
//! | `Bal` `OPBD`, else `PRCD`; `CLBD`; `ITBD` | opening, closing; interim at either end |

use super::document::{Balance, Claim, Document, Entry, Fault, Measure, Part, Statement, Words};
use super::notation;
use super::source::Source;
use super::xml::{self, Node};
use crate::calendar::LocalTime;
use crate::money::Currency;
use crate::problem::{Assumption, FileProblem, Reason};
use crate::vocabulary::Side;
use crate::words::shorten;

/// Where the messages are published.
pub(crate) const SOURCE: &str =
    "https://www.iso20022.org/iso-20022-message-definitions?business-domain=1";

/// Elements that are one account's report.
const REPORTS: [&str; 3] = ["Stmt", "Rpt", "Ntfctn"];

/// Reads the messages.
pub(crate) fn read(source: &Source) -> Document {
    let mut document = Document::default();
    let mut statement = Statement::default();
    let mut cut = None;
    let (open, broken) = xml::read(&source.text, |parents, node| {
        let within = parents
            .last()
            .is_some_and(|p| REPORTS.contains(&p.name.as_str()));
        if within && node.name == "Ntry" {
            entry(node, parents, &mut statement, &mut document);
            return true;
        }
        if REPORTS.contains(&node.name.as_str()) && !parents.is_empty() {
            let entries = std::mem::take(&mut statement);
            document.statements.push(report(node, entries));
            return true;
        }
        false
    });
    if let Some(broken) = broken {
        let (line, _) = source.place(broken.at);
        if broken.refused {
            return Document {
                problems: vec![FileProblem::Invalid {
                    line: Some(line),
                    detail: broken.detail,
                    expected: "a statement in plain XML".to_owned(),
                }],
                ..Document::default()
            };
        }
        cut = Some(line);
    }
    for node in &open {
        if REPORTS.contains(&node.name.as_str()) {
            let entries = std::mem::take(&mut statement);
            document.statements.push(report(node, entries));
        }
        if node.name == "Ntry" {
            document.faults.push(Fault {
                at: node.at,
                tag: "Ntry",
                reason: Reason::Malformed {
                    text: "Ntry".to_owned(),
                    expected: "</Ntry>".to_owned(),
                },
            });
        }
    }
    if let Some(line) = cut {
        document.problems.push(FileProblem::Truncated {
            line,
            expected: "</Document>".to_owned(),
        });
    }
    document
}

fn report(node: &Node, entries: Statement) -> Statement {
    let account = node.child("Acct");
    let id = account.and_then(|a| a.child("Id"));
    let number = id.map_or("", |id| {
        let iban = id.text_at(&["IBAN"]);
        if iban.is_empty() { id.any_text() } else { iban }
    });
    let currency = account.and_then(|a| Currency::parse(a.text_at(&["Ccy"])));
    let sequence = ["ElctrncSeqNb", "LglSeqNb"]
        .iter()
        .find_map(|name| notation::number(node.text_at(&[name])));
    let page = ["StmtPgntn", "RptPgntn", "NtfctnPgntn"]
        .iter()
        .find_map(|name| notation::number(node.text_at(&[name, "PgNb"])));
    let mut statement = Statement {
        at: node.at,
        account: number.to_owned(),
        currency,
        number: sequence.map(|number| (number, page)),
        claims: claims(node),
        ..entries
    };
    let balances: Vec<(&str, &Node)> = node
        .all("Bal")
        .map(|balance| (balance.child("Tp").map_or("", Node::any_text), balance))
        .collect();
    // The account's currency, where it has one; balances may stand in others besides, and
    // entries of a notification in the payer's.
    let own = statement.currency.or_else(|| {
        let entry = statement.entries.first().and_then(|entry| entry.currency);
        let stated = || balances.iter().filter_map(|(_, b)| amount_currency(b));
        let shared = entry.filter(|entry| stated().any(|currency| currency == *entry));
        shared.or_else(|| stated().next()).or(entry)
    });
    statement.currency = own;
    let of = |code: &str, first: bool| {
        let mut found = balances
            .iter()
            .filter(|(name, b)| *name == code && (own.is_none() || amount_currency(b) == own));
        if first {
            found.next()
        } else {
            found.next_back()
        }
    };
    let interim = balances.iter().filter(|(name, _)| *name == "ITBD").count() > 1;
    statement.opening = of("OPBD", true)
        .or_else(|| of("PRCD", true))
        .or_else(|| of("ITBD", true).filter(|_| interim))
        .and_then(|(name, node)| balance(name, node));
    statement.closing = of("CLBD", false)
        .or_else(|| of("ITBD", false))
        .and_then(|(name, node)| balance(name, node));
    statement
}

fn amount_currency(node: &Node) -> Option<Currency> {
    Currency::parse(&node.child("Amt")?.currency)
}

fn balance(name: &str, node: &Node) -> Option<Balance> {
    let amount = node.child("Amt")?;
    let mut decimal = notation::decimal(&amount.text).ok()?;
    decimal.negative ^= node.text_at(&["CdtDbtInd"]) == "DBIT";
    Some(Balance {
        at: node.at,
        name: name.to_owned(),
        amount: decimal,
        currency: Currency::parse(&amount.currency),
    })
}

fn claims(node: &Node) -> Vec<Claim> {
    let Some(summary) = node.child("TxsSummry") else {
        return Vec::new();
    };
    let mut claims = Vec::new();
    for (name, of) in [
        ("TtlNtries", Part::Every),
        ("TtlCdtNtries", Part::Credits),
        ("TtlDbtNtries", Part::Debits),
    ] {
        for (field, kind) in [("NbOfNtries", Measure::Count), ("Sum", Measure::Sum)] {
            let stated = summary.text_at(&[name, field]);
            if !stated.is_empty() {
                claims.push(Claim {
                    what: format!("{name}/{field}"),
                    of,
                    kind,
                    stated: stated.to_owned(),
                });
            }
        }
    }
    claims
}

fn entry(node: &Node, parents: &[Node], statement: &mut Statement, document: &mut Document) {
    let made = match date(node) {
        Some(date) => date.map(|date| (date, false)),
        // Both dates may be left out.
        None => match created(parents) {
            Some(date) => Ok((date, true)),
            None => Err(("BookgDt", Reason::Empty)),
        },
    };
    let made = made.and_then(|(when, assumed)| Ok((read_entry(node, when)?, assumed)));
    match made {
        Ok((entry, assumed)) => {
            if assumed && !document.problems.iter().any(is_booking_day) {
                let day = entry.when.date().to_string();
                document.assume(Assumption::BookingDay, &day);
            }
            statement.entries.push(entry);
        }
        Err((tag, reason)) => document.faults.push(Fault {
            at: node.at,
            tag,
            reason,
        }),
    }
}

fn is_booking_day(problem: &FileProblem) -> bool {
    matches!(
        problem,
        FileProblem::Assumed {
            what: Assumption::BookingDay,
            ..
        }
    )
}

/// When the report was made, else the message.
fn created(parents: &[Node]) -> Option<LocalTime> {
    let (report, outer) = parents.split_last()?;
    let message = outer.last().and_then(|message| message.child("GrpHdr"));
    [Some(report), message]
        .into_iter()
        .flatten()
        .find_map(|node| notation::iso(node.text_at(&["CreDtTm"])))
}

fn read_entry(node: &Node, when: LocalTime) -> Result<Entry, (&'static str, Reason)> {
    let amount = node.child("Amt").ok_or(("Amt", Reason::Empty))?;
    let decimal = notation::decimal(&amount.text).map_err(|reason| ("Amt", reason))?;
    let currency = match amount.currency.as_str() {
        "" => None,
        code => Some(Currency::parse(code).ok_or_else(|| {
            let text = shorten(code);
            ("Ccy", Reason::NotACurrency { text })
        })?),
    };
    let side = side(node.text_at(&["CdtDbtInd"]), decimal.negative)?;
    let mut entry = Entry::new(node.at, when, side, (decimal.digits, "Amt"));
    entry.currency = currency;
    let status = node.child("Sts").map_or("", Node::any_text);
    entry.pending = matches!(status, "PDNG" | "INFO" | "FUTR");
    let number = node.text_at(&["AcctSvcrRef"]);
    if !number.eq_ignore_ascii_case("NOTPROVIDED") && !number.eq_ignore_ascii_case("NONREF") {
        number.clone_into(&mut entry.number);
    }
    let mut memo = Words::default();
    memo.add(node.text_at(&["AddtlNtryInf"]));
    // In the first versions details stand in the entry itself.
    let details = node.all("NtryDtls").chain(std::iter::once(node));
    for parent in details {
        if let Some(batch) = parent.child("Btch") {
            entry.reference.add(batch.text_at(&["MsgId"]));
            entry.reference.add(batch.text_at(&["PmtInfId"]));
        }
        for transaction in parent.all("TxDtls") {
            part(transaction, &mut entry, &mut memo);
        }
    }
    entry.reference.add(node.text_at(&["NtryRef"]));
    entry.memo = memo.text().to_owned();
    Ok(entry)
}

fn side(word: &str, negative: bool) -> Result<Side, (&'static str, Reason)> {
    match (word, negative) {
        ("CRDT", false) | ("DBIT", true) => Ok(Side::Credit),
        ("DBIT", false) | ("CRDT", true) => Ok(Side::Debit),
        _ => Err((
            "CdtDbtInd",
            Reason::UnknownWord {
                text: shorten(word),
                expected: vec!["CRDT".to_owned(), "DBIT".to_owned()],
            },
        )),
    }
}

/// The day of booking, else of value, else one that a part has; `None` where none stands.
fn date(node: &Node) -> Option<Result<LocalTime, (&'static str, Reason)>> {
    let own = ["BookgDt", "ValDt"].into_iter().find_map(|name| {
        let text = node.child(name)?.any_text();
        (!text.is_empty()).then_some((name, text))
    });
    let related = || {
        let parts = node.all("NtryDtls").flat_map(|parent| parent.all("TxDtls"));
        parts
            .filter_map(|part| part.child("RltdDts"))
            .find_map(|dates| {
                let names = ["IntrBkSttlmDt", "TxDtTm", "AccptncDtTm", "TradDt"];
                let found = names.into_iter().find_map(|name| dates.child(name));
                let text = found?.any_text();
                (!text.is_empty()).then_some(("RltdDts", text))
            })
    };
    let (tag, text) = own.or_else(related)?;
    Some(notation::iso(text).ok_or_else(|| {
        let text = shorten(text);
        let expected = "YYYY-MM-DD".to_owned();
        (tag, Reason::NotADate { text, expected })
    }))
}

/// What one transaction of an entry tells of it.
fn part(transaction: &Node, entry: &mut Entry, memo: &mut Words) {
    if let Some(refs) = transaction.child("Refs") {
        for name in [
            "EndToEndId",
            "InstrId",
            "TxId",
            "PmtInfId",
            "MsgId",
            "MndtId",
            "ChqNb",
            "ClrSysRef",
            "UETR",
            "AcctSvcrRef",
            "AcctOwnrTxId",
        ] {
            entry.reference.add(refs.text_at(&[name]));
        }
        for other in refs.all("Prtry") {
            entry.reference.add(other.text_at(&["Ref"]));
        }
    }
    for remittance in transaction.all("RmtInf") {
        for free in remittance.all("Ustrd") {
            entry.reference.add(&free.text);
            memo.add(&free.text);
        }
        for structured in remittance.all("Strd") {
            entry
                .reference
                .add(structured.text_at(&["CdtrRefInf", "Ref"]));
            entry
                .reference
                .add(structured.text_at(&["CdtrRefInf", "CdtrRef"]));
            for document in structured.all("RfrdDocInf") {
                entry.reference.add(document.text_at(&["Nb"]));
                entry.reference.add(document.text_at(&["RfrdDocNb"]));
            }
            for free in structured.all("AddtlRmtInf") {
                entry.reference.add(&free.text);
                memo.add(&free.text);
            }
        }
    }
    memo.add(transaction.text_at(&["AddtlTxInf"]));
    if entry.counterparty.is_empty() {
        counterparty(transaction, entry.side).clone_into(&mut entry.counterparty);
    }
}

/// The other end: the debtor of money that came in, the creditor of money that went out.
fn counterparty(transaction: &Node, side: Side) -> &str {
    let Some(parties) = transaction.child("RltdPties") else {
        return "";
    };
    let roles = match side {
        Side::Credit => ["Dbtr", "UltmtDbtr", "DbtrAcct"],
        Side::Debit => ["Cdtr", "UltmtCdtr", "CdtrAcct"],
    };
    for role in roles {
        // `Nm` of the party: within `Pty` since version 8.
        let paths: [&[&str]; 3] = [&[role, "Nm"], &[role, "Pty", "Nm"], &[role, "Id", "IBAN"]];
        for path in paths {
            let name = parties.text_at(path);
            if !name.is_empty() {
                return name;
            }
        }
    }
    ""
}
