//! The day at a glance.

use std::collections::BTreeMap;

use tieout_engine::outcome::Outcome;
use tieout_engine::report::Report;
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::table::{Cell, Row, Table, column};

/// The first sheet of the workbook.
pub const SUMMARY: Table = Table {
    id: "summary",
    title: ["Summary", "摘要"],
    about: "The day at a glance.",
    columns: &[
        column("item", "Item", "项目", "what is told"),
        column("currency", "Currency", "币种", "of an amount"),
        column("value", "Value", "值", "a text, a count or an amount"),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let run = report.reconciliations.iter().filter(|of| of.run);
    let balanced = run.clone().filter(|of| of.balanced).count();
    let is_timing = |outcome: Outcome| outcome == Outcome::TimingDifference;
    let exceptions = report.exceptions.iter();
    let timing = exceptions.filter(|of| is_timing(of.outcome)).count();
    let holding = report.identities.iter().filter(|of| of.holds).count();
    let count =
        |item: &str, count: usize| vec![Cell::text(item), Cell::Empty, Cell::count(count as u64)];
    let text = |item: &str, text: &str| vec![Cell::text(item), Cell::Empty, Cell::text(text)];
    let mut rows = vec![
        text("accounting date", &report.accounting_date),
        text("Tieout", &report.tieout),
        count("reconciliations run", run.count()),
        count("of them tie out", balanced),
        count("exceptions", report.exceptions.len() - timing),
        count("timing differences", timing),
        count("entries", report.journal.len()),
        count("identities", report.identities.len()),
        count("of them hold", holding),
        vec![
            Cell::text("rows in"),
            Cell::Empty,
            Cell::count(report.control.rows_in),
        ],
        vec![
            Cell::text("rows accounted"),
            Cell::Empty,
            Cell::count(report.control.rows_accounted),
        ],
    ];
    rows.extend(at_risk(report)?.into_iter().map(|(currency, sum)| {
        vec![
            Cell::text("at risk"),
            Cell::text(currency.code()),
            Cell::amount(currency, major(sum, currency)),
        ]
    }));
    rows.push(text("chain head", &report.trail.head));
    rows.push(text("report digest", &report.trail.digest));
    Ok(rows)
}

/// By currency: of each case its largest exception, timing differences apart.
pub(crate) fn at_risk(report: &Report) -> Result<BTreeMap<Currency, i128>, ExportError> {
    let mut cases: BTreeMap<(Currency, &str), i128> = BTreeMap::new();
    for exception in &report.exceptions {
        if exception.outcome != Outcome::TimingDifference {
            let amount = minor(&exception.at_risk, exception.currency)?;
            let largest = cases
                .entry((exception.currency, &exception.case))
                .or_default();
            *largest = amount.max(*largest);
        }
    }
    let mut sums = BTreeMap::new();
    for ((currency, _), amount) in cases {
        let sum = sums.entry(currency).or_default();
        *sum = add(*sum, amount, currency)?;
    }
    Ok(sums)
}
