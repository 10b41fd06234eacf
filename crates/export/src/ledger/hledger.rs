//! The journal for hledger.

use std::fmt::Write;

use tieout_engine::report::Report;
use tieout_statement::money::major;
use tieout_statement::original::visible;

use crate::ExportError;

use super::{Ledger, Posting};

/// The day's booked entries, its opening balances before and assertions of its closing
/// balances after them.
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
        comment(&report.tieout),
        comment(&report.accounting_date)
    )?;
    writeln!(text, "; chain head {}", comment(&report.trail.head))?;
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
    writeln!(text, "\ndecimal-mark .")?;
    for currency in &ledger.currencies {
        // hledger wants a decimal mark even where there are no decimals.
        let decimals = "0".repeat(usize::from(currency.decimals()));
        writeln!(text, "commodity 1000.{decimals} {currency}")?;
    }
    writeln!(text)?;
    if ledger.opening.iter().any(|of| of.account == super::OPENING) {
        writeln!(text, "account {}", super::OPENING)?;
    }
    for (name, (account, detail)) in &ledger.accounts {
        match ledger.note(account, detail) {
            note if note.is_empty() => writeln!(text, "account {name}")?,
            note => writeln!(text, "account {name}  ; {}", comment(&note))?,
        }
    }
    if !ledger.opening.is_empty() {
        writeln!(text, "\n{date} * (opening) opening balances")?;
        postings(&ledger.opening, text)?;
    }
    for transaction in &ledger.transactions {
        let entry = transaction.entry;
        let id = code(&entry.id);
        writeln!(
            text,
            "\n{date} * ({id}) {}  ; {}, {}, {} rows",
            code(&entry.template),
            code(&entry.when),
            code(&entry.status),
            entry.rows
        )?;
        if let Some(exception) = &entry.exception {
            writeln!(text, "    ; exception {}", comment(exception))?;
        }
        postings(&transaction.postings, text)?;
    }
    if !ledger.closing.is_empty() {
        writeln!(text, "\n{date} * (closing) closing balances")?;
        for posting in &ledger.closing {
            let closing = major(posting.amount, posting.currency);
            let (account, currency) = (&posting.account, posting.currency);
            let zero = major(0, currency);
            writeln!(
                text,
                "    {account}  {zero} {currency} = {closing} {currency}"
            )?;
        }
    }
    Ok(())
}

fn postings(postings: &[Posting], text: &mut String) -> std::fmt::Result {
    for posting in postings {
        let amount = major(posting.amount, posting.currency);
        writeln!(
            text,
            "    {}  {amount} {}",
            posting.account, posting.currency
        )?;
    }
    Ok(())
}

/// A text in a comment: one line, and no colon, which would make a tag.
fn comment(text: &str) -> String {
    visible(text).replace(':', "\u{2236}")
}

/// A code of ours: letters, digits, `-` and `_`; anything else is left out.
fn code(text: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.chars().filter(kept).collect()
}
