//! A report as text for people.

use std::collections::BTreeSet;
use std::fmt::Write;

use tieout_engine::decisions::{Action, Decision};
use tieout_engine::file_entry::FileEntry;
use tieout_engine::outcome::{Outcome, SideOf};
use tieout_engine::report::{
    ExceptionReport, OutcomeTotal, ReconciliationReport, Report, RowReport, SideTotal,
};
use tieout_engine::worklist::{Detail, RowView, WhyNot};
use tieout_statement::original::visible;
use tieout_statement::{Currency, CurrencyTotal, Role};

use crate::columns::Align::{Left, Right};
use crate::columns::columns;

/// Exceptions shown in the summary; the report has them all.
const EXCEPTIONS_SHOWN: usize = 200;

/// The word of a closed list as the report writes it (`amount_mismatch`, `1:1`).
fn word(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// Every file, a line each.
#[must_use]
pub fn files(files: &[FileEntry]) -> String {
    let mut lines = vec![cells([
        "file", "format", "record", "encoding", "rows", "refused", "amounts", "dates",
    ])];
    lines.extend(files.iter().map(file_line));
    let aligns = [Left, Left, Left, Left, Right, Right, Left, Left];
    columns(2, &aligns, &lines)
}

fn file_line(file: &FileEntry) -> Vec<String> {
    let dates = match &file.dates {
        Some((first, last)) if first == last => first.clone(),
        Some((first, last)) => format!("{first} … {last}"),
        None => String::new(),
    };
    let amounts: Vec<String> = file.currency_totals.iter().map(amounts).collect();
    let refused = if file.refused {
        "file".to_owned()
    } else {
        file.rows_rejected.len().to_string()
    };
    vec![
        visible(&file.name),
        file.format.clone().unwrap_or_else(|| "unknown".to_owned()),
        file.role.map_or("", Role::text).to_owned(),
        file.encoding.clone(),
        file.rows_read.to_string(),
        refused,
        amounts.join("; "),
        dates,
    ]
}

fn amounts(total: &CurrencyTotal) -> String {
    format!("{} +{} -{}", total.currency, total.credits, total.debits)
}

/// Totals that files state of themselves and that their rows do not give.
fn disagreeing(files: &[FileEntry]) -> String {
    let mut text = String::new();
    for file in files {
        for total in file.stated_totals.iter().filter(|total| !total.agrees) {
            let line = format!(
                "  {}: {} is stated as {}, its rows give {}",
                file.name, total.what, total.stated, total.found
            );
            text.push_str(&visible(&line));
            text.push('\n');
        }
    }
    text
}

/// The whole report.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut text = format!("Accounting date {}\n\nFiles\n", report.accounting_date);
    text.push_str(&files(&report.files));
    let disagreeing = disagreeing(&report.files);
    if !disagreeing.is_empty() {
        write!(text, "\nStated totals that do not agree\n{disagreeing}")
            .expect("a string takes everything");
    }
    for note in &report.notes {
        text.push_str(&visible(&format!("\nNote: {}", note.text)));
        text.push('\n');
    }
    for reconciliation in &report.reconciliations {
        text.push('\n');
        text.push_str(&reconciliation_text(reconciliation));
    }
    if !report.exceptions.is_empty() {
        text.push('\n');
        text.push_str(&exceptions(&report.exceptions));
    }
    let control = &report.control;
    write!(
        text,
        "\nControl: rows in {}, accounted {}; files in {}, refused {}\n{}\n",
        control.rows_in,
        control.rows_accounted,
        control.files_in,
        control.files_refused,
        verdict(report)
    )
    .expect("a string takes everything");
    text
}

fn reconciliation_text(of: &ReconciliationReport) -> String {
    let name = word(&of.name);
    if !of.run {
        let missing = of.missing.join(", ");
        return format!("{name}: not run, no file read of: {missing}\n");
    }
    let verdict = if of.balanced {
        "ties out"
    } else {
        "does not tie out"
    };
    let mut lines = vec![cells([
        "outcome",
        "",
        "currency",
        "groups",
        "our rows",
        "our amount",
        "their rows",
        "their amount",
        "delta",
    ])];
    lines.extend(of.outcomes.iter().map(outcome_line));
    let currencies: BTreeSet<Currency> = of.totals.iter().map(|total| total.currency).collect();
    lines.extend(
        currencies
            .into_iter()
            .map(|currency| all_line(of, currency)),
    );
    let aligns = [Left, Left, Left, Right, Right, Right, Right, Right, Right];
    format!("{name}: {verdict}\n{}", columns(2, &aligns, &lines))
}

fn outcome_line(total: &OutcomeTotal) -> Vec<String> {
    let cardinality = total.cardinality.as_ref().map(word);
    vec![
        word(&total.outcome),
        cardinality.unwrap_or_default(),
        total.currency.to_string(),
        total.groups.to_string(),
        total.left_rows.to_string(),
        total.left_amount.clone(),
        total.right_rows.to_string(),
        total.right_amount.clone(),
        total.delta.clone(),
    ]
}

/// The two sides of a currency as the files have them.
fn all_line(of: &ReconciliationReport, currency: Currency) -> Vec<String> {
    let mut line = cells(["all", "", currency.code(), ""]);
    for side in [SideOf::Left, SideOf::Right] {
        let is_its = |total: &&SideTotal| total.side == side && total.currency == currency;
        let (rows, amount) = of
            .totals
            .iter()
            .find(is_its)
            .map_or((0, ""), |total| (total.rows, &total.amount));
        line.extend([rows.to_string(), amount.to_owned()]);
    }
    line
}

fn exceptions(all: &[ExceptionReport]) -> String {
    let mut text = format!("Exceptions: {}\n", all.len());
    let shown = &all[..all.len().min(EXCEPTIONS_SHOWN)];
    for exception in shown {
        let key = exception.left.iter().chain(&exception.right).next();
        let heading = format!(
            "  {} {}  {}  {} {}  {}",
            word(&exception.reconciliation),
            word(&exception.outcome),
            key.map_or("", |row| row.key.as_str()),
            exception.currency,
            exception.delta,
            word(&exception.treatment),
        );
        let why = format!("    {}", exception.reason.text);
        let rows = format!(
            "    ours {}   theirs {}",
            places(&exception.left),
            places(&exception.right)
        );
        for line in [heading, why, rows] {
            text.push_str(&visible(&line));
            text.push('\n');
        }
    }
    if shown.len() < all.len() {
        writeln!(
            text,
            "  … and {} more: --json or --out has them all",
            all.len() - shown.len()
        )
        .expect("a string takes everything");
    }
    text
}

fn places(rows: &[RowReport]) -> String {
    if rows.is_empty() {
        return "–".to_owned();
    }
    let place = |row: &RowReport| match (&row.file, row.line) {
        (Some(file), Some(line)) => format!("{file}:{line} ({})", row.amount),
        _ => format!("{} ({})", row.key, row.amount),
    };
    rows.iter().map(place).collect::<Vec<_>>().join(", ")
}

fn verdict(report: &Report) -> String {
    let run: Vec<_> = report.reconciliations.iter().filter(|r| r.run).collect();
    if run.is_empty() {
        return "Nothing was reconciled: a reconciliation needs a file of each of its sides"
            .to_owned();
    }
    let tied = run.iter().filter(|r| r.balanced).count();
    let is_timing = |e: &&ExceptionReport| e.outcome == Outcome::TimingDifference;
    let timing = report.exceptions.iter().filter(is_timing).count();
    format!(
        "{tied} of {} reconciliations tie out; {} exceptions, {timing} timing differences",
        run.len(),
        report.exceptions.len() - timing,
    )
}

/// Why rows have their outcome.
#[must_use]
pub fn explanation(details: &[(Detail, Option<WhyNot>)]) -> String {
    let mut text = String::new();
    for (detail, why_not) in details {
        let item = &detail.item;
        let cardinality = item.cardinality.as_ref().map(word);
        let heading = format!(
            "{}: {} {}",
            word(&item.reconciliation),
            word(&item.outcome),
            cardinality.unwrap_or_default()
        );
        for line in [heading.trim_end(), &format!("  {}", detail.reason.text)] {
            text.push_str(&visible(line));
            text.push('\n');
        }
        for (side, rows) in [("ours", &detail.left), ("theirs", &detail.right)] {
            for row in rows {
                text.push_str(&visible(&row_line(side, row)));
                text.push('\n');
            }
        }
        if !detail.differing.is_empty() {
            let line = format!("  differing: {}\n", detail.differing.join(", "));
            text.push_str(&line);
        }
        for (at, set) in (1..).zip(&detail.candidates) {
            for row in set {
                let line = row_line(&format!("candidate {at}"), row);
                text.push_str(&visible(&line));
                text.push('\n');
            }
            let pair = detail.candidate_pairs.get(at - 1);
            to_pair(detail, pair.map_or(&[], Vec::as_slice), &mut text);
        }
        if let Some(why_not) = why_not {
            nearest(detail, why_not, &mut text);
        }
    }
    text
}

/// What comes nearest to a row that met nothing.
fn nearest(detail: &Detail, why_not: &WhyNot, text: &mut String) {
    if let Some(check) = &why_not.refund {
        text.push_str(&visible(&format!(
            "  merchant order {}: {} paid, {} refunded ({})",
            check.merchant_order_no, check.paid, check.refunded, check.verdict
        )));
        text.push('\n');
    }
    for hint in &why_not.hints {
        text.push_str(&visible(&format!("  nearest: {}", hint.text)));
        text.push('\n');
        for row in &hint.rows {
            text.push_str(&visible(&row_line("  ", row)));
            text.push('\n');
        }
        to_pair(detail, &hint.pair, text);
    }
    if why_not.left_out > 0 {
        text.push_str(&format!(
            "  ({} rows looked at, {} beyond them not)\n",
            why_not.looked_at, why_not.left_out
        ));
    }
}

/// The decision that pairs rows by hand, to be completed and put into a file of decisions.
fn to_pair(detail: &Detail, rows: &[String], text: &mut String) {
    if rows.is_empty() || detail.item.id.is_empty() {
        return;
    }
    let decision = Decision {
        exception: detail.item.id.clone(),
        action: Action::Pair,
        reconciliation: Some(detail.item.reconciliation),
        rows: rows.to_vec(),
        ..Decision::default()
    };
    let json = serde_json::to_string(&decision).expect("its keys are texts");
    text.push_str(&format!("    to pair by hand: {json}\n"));
}

fn row_line(side: &str, row: &RowView) -> String {
    let place = row.place.as_ref().map_or_else(String::new, |place| {
        format!("{}:{}", place.file, place.line)
    });
    let counts = if row.counts { "" } else { " (stands beside)" };
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|(column, text)| format!("{column}={text}"))
        .collect();
    format!("  {side} {place}{counts}: {}", cells.join(" "))
}
