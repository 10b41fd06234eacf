//! The journal for beancount.

use std::fmt::Write;

use tieout_engine::report::Report;
use tieout_statement::Date;
use tieout_statement::money::major;
use tieout_statement::original::visible;

use crate::ExportError;

use super::{Ledger, Posting};

/// The day's booked entries, its opening balances before and assertions of its closing
/// balances after them, on the morning of the next day.
///
/// # Errors
/// [`ExportError::Amount`] for a report that Tieout did not make.
pub fn make(report: &Report) -> Result<Vec<u8>, ExportError> {
    let ledger = Ledger::new(report)?;
    let mut text = String::new();
    write(&ledger, &mut text).expect("a string takes everything");
    Ok(text.into_bytes())
}

fn write(ledger: &Ledger<'_>, text: &mut String) -> std::fmt::Result {
    let report = ledger.report;
    writeln!(
        text,
        "; Tieout {}, the day {}",
        visible(&report.tieout),
        visible(&report.accounting_date)
    )?;
    writeln!(text, "; chain head {}", visible(&report.trail.head))?;
    let proposed = ledger.proposed();
    if proposed > 0 {
        writeln!(text, "; {proposed} proposed entries are left out")?;
    }
    let Some(date) = ledger.date else {
        return writeln!(
            text,
            "; nothing tells the day's date: no entry can be dated"
        );
    };
    writeln!(text, "\noption \"title\" \"Tieout {date}\"")?;
    for currency in &ledger.currencies {
        writeln!(text, "option \"operating_currency\" \"{currency}\"")?;
    }
    writeln!(text)?;
    for currency in &ledger.currencies {
        writeln!(text, "{date} commodity {currency}")?;
    }
    if ledger.opening.iter().any(|of| of.account == super::OPENING) {
        writeln!(text, "{date} open {}", super::OPENING)?;
    }
    for (name, (account, detail)) in &ledger.accounts {
        writeln!(text, "{date} open {name}")?;
        writeln!(text, "  account: {}", quoted(account))?;
        if !detail.is_empty() {
            writeln!(text, "  detail: {}", quoted(detail))?;
        }
    }
    if !ledger.opening.is_empty() {
        writeln!(text, "\n{date} * \"opening balances\"")?;
        postings(&ledger.opening, text)?;
    }
    for transaction in &ledger.transactions {
        let entry = transaction.entry;
        writeln!(
            text,
            "\n{date} * {} {}",
            quoted(&entry.template),
            quoted(&entry.when)
        )?;
        writeln!(text, "  entry: {}", quoted(&entry.id))?;
        writeln!(text, "  status: {}", quoted(&entry.status))?;
        writeln!(text, "  rows: {}", entry.rows)?;
        if let Some(exception) = &entry.exception {
            writeln!(text, "  exception: {}", quoted(exception))?;
        }
        postings(&transaction.postings, text)?;
    }
    closing(ledger, date, text)
}

fn postings(postings: &[Posting], text: &mut String) -> std::fmt::Result {
    for posting in postings {
        let amount = major(posting.amount, posting.currency);
        writeln!(text, "  {}  {amount} {}", posting.account, posting.currency)?;
    }
    Ok(())
}

/// A balance is asserted at a day's beginning. Without a tolerance of its own a cent too
/// much would pass. An account with others below it is not asserted: beancount counts them in.
fn closing(ledger: &Ledger<'_>, date: Date, text: &mut String) -> std::fmt::Result {
    let Some(next) = date.0.checked_add(1).map(Date) else {
        return Ok(());
    };
    writeln!(text)?;
    for posting in &ledger.closing {
        let (account, currency) = (&posting.account, posting.currency);
        if !ledger.has_accounts_below(account) {
            let closing = major(posting.amount, currency);
            writeln!(text, "{next} balance {account}  {closing} ~ 0 {currency}")?;
        }
    }
    Ok(())
}

/// A text in quotes on one line.
fn quoted(text: &str) -> String {
    let escaped = visible(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
