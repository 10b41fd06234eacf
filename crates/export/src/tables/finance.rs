//! The finance report: the journal and the trial balance in one file.

use std::collections::BTreeMap;

use tieout_engine::report::Report;
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::chart::Chart;
use crate::ledger::is_booked;
use crate::table::{Cell, Row, Table, column};
use crate::words::Language;

use super::balances::by_account;

/// What finance takes over.
pub const FINANCE: Table = Table {
    id: "finance",
    title: ["Finance", "财务报表"],
    about: "What finance takes over: the booked entries (`journal`; proposed ones are left out), summed by template (`template`), and every account's movement (`trial_balance`), each with its total for each currency.",
    columns: &[
        column(
            "part",
            "Part",
            "部分",
            "`journal`, `template`, `journal_total`, `trial_balance`, `trial_balance_total`",
        ),
        column("entry_id", "Entry", "分录号", "of the journal"),
        column("template", "Template", "分录模板", "of the journal"),
        column("account", "Account", "科目", "code of the account"),
        column(
            "account_name",
            "Account name",
            "科目名称",
            "its English name",
        ),
        column(
            "detail",
            "Detail",
            "明细",
            "of the journal: the account's detail",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "opening",
            "Opening",
            "期初",
            "of the trial balance, debit positive",
        ),
        column("debit", "Debit", "借方", "negative in a red-letter entry"),
        column("credit", "Credit", "贷方", "negative in a red-letter entry"),
        column(
            "closing",
            "Closing",
            "期末",
            "of the trial balance, debit positive",
        ),
    ],
    rows,
};

/// Debits and credits, minor units.
type Pair = [i128; 2];

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = Vec::new();
    let mut templates: BTreeMap<(&str, Currency), Pair> = BTreeMap::new();
    let mut totals: BTreeMap<Currency, Pair> = BTreeMap::new();
    let chart = Chart::of(report);
    for entry in report.journal.iter().filter(|entry| is_booked(entry)) {
        for line in &entry.lines {
            let currency = line.currency;
            let pair = [
                minor(&line.debit, currency)?,
                minor(&line.credit, currency)?,
            ];
            count(templates.entry((&entry.template, currency)), pair, currency)?;
            count(totals.entry(currency), pair, currency)?;
            let texts = [
                "journal",
                &entry.id,
                &entry.template,
                &line.account,
                &line.detail,
            ];
            rows.push(row(chart, texts, currency, None, pair));
        }
    }
    rows.extend(templates.into_iter().map(|((template, currency), pair)| {
        row(
            chart,
            ["template", "", template, "", ""],
            currency,
            None,
            pair,
        )
    }));
    rows.extend(totals.into_iter().map(|(currency, pair)| {
        row(
            chart,
            ["journal_total", "", "", "", ""],
            currency,
            None,
            pair,
        )
    }));
    let (accounts, totals) = by_account(report)?;
    rows.extend(accounts.into_iter().map(|((currency, account), sums)| {
        let texts = ["trial_balance", "", "", account, ""];
        let moved = [sums.debits, sums.credits];
        row(
            chart,
            texts,
            currency,
            Some([sums.opening, sums.closing]),
            moved,
        )
    }));
    rows.extend(totals.into_iter().map(|(currency, sums)| {
        let texts = ["trial_balance_total", "", "", "", ""];
        let moved = [sums.debits, sums.credits];
        row(
            chart,
            texts,
            currency,
            Some([sums.opening, sums.closing]),
            moved,
        )
    }));
    Ok(rows)
}

fn count<K: Ord>(
    entry: std::collections::btree_map::Entry<'_, K, Pair>,
    pair: Pair,
    currency: Currency,
) -> Result<(), ExportError> {
    let sums = entry.or_default();
    for (sum, amount) in sums.iter_mut().zip(pair) {
        *sum = add(*sum, amount, currency)?;
    }
    Ok(())
}

/// `texts`: part, entry, template, account, detail; `standing`: opening and closing.
fn row(
    chart: Chart<'_>,
    texts: [&str; 5],
    currency: Currency,
    standing: Option<Pair>,
    moved: Pair,
) -> Row {
    let amount = |minor| Cell::amount(currency, major(minor, currency));
    let [part, entry, template, account, detail] = texts;
    let [opening, closing] = standing.map_or([Cell::Empty, Cell::Empty], |both| both.map(amount));
    let [debit, credit] = moved.map(amount);
    vec![
        Cell::text(part),
        Cell::text(entry),
        Cell::text(template),
        Cell::text(account),
        Cell::text(chart.name(account, Language::English)),
        Cell::text(detail),
        Cell::text(currency.code()),
        opening,
        debit,
        credit,
        closing,
    ]
}
