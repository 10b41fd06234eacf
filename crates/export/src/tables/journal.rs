//! The journal, a row a line of an entry.

use tieout_engine::report::{EntryLineReport, EntryReport, Report};

use crate::ExportError;
use crate::chart::Chart;
use crate::table::{Cell, OWN_ACCOUNT, Row, Table, column};
use crate::words::Language;

/// Every entry, proposed ones too: `status` tells which.
pub const JOURNAL: Table = Table {
    id: "journal",
    title: ["Journal", "分录"],
    about: "Every entry of the day, a row for each of its lines. A ledger that has an `entry_id` already must not book it again: running the same day twice gives the same ids.",
    columns: &[
        column(
            "entry_id",
            "Entry",
            "分录号",
            "the entry's id, the same in every run of the same day",
        ),
        column("date", "Date", "日期", "the accounting date, `YYYY-MM-DD`"),
        column(
            "template",
            "Template",
            "分录模板",
            "the entry template, such as `top_up`",
        ),
        column(
            "when",
            "When",
            "时点",
            "`day_cut`, `fund_match` or `treatment`",
        ),
        column(
            "status",
            "Status",
            "状态",
            "`final`, `proposed`, `accepted` or `already_booked`",
        ),
        column("account", "Account", "科目", "code of the account"),
        column(
            "account_name",
            "Account name",
            "科目名称",
            "its English name; empty where the chart does not know it",
        ),
        OWN_ACCOUNT,
        column(
            "detail",
            "Detail",
            "明细",
            "what the account's balances are kept by: bank account, channel, customer, order",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "debit",
            "Debit",
            "借方",
            "major units; negative in a red-letter entry",
        ),
        column(
            "credit",
            "Credit",
            "贷方",
            "major units; negative in a red-letter entry",
        ),
        column(
            "exception",
            "Exception",
            "差异号",
            "the exception whose treatment it is; else empty",
        ),
        column(
            "rows",
            "Rows",
            "笔数",
            "rows behind the entry (the same in each of its lines)",
        ),
        column(
            "line",
            "Line",
            "行",
            "number of the line in its entry, 1 = first",
        ),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let chart = Chart::of(report);
    let lines = report.journal.iter().flat_map(|entry| {
        (1_i64..)
            .zip(&entry.lines)
            .map(move |(number, line)| row(chart, &report.accounting_date, entry, (number, line)))
    });
    Ok(lines.collect())
}

fn row(
    chart: Chart<'_>,
    date: &str,
    entry: &EntryReport,
    (number, line): (i64, &EntryLineReport),
) -> Row {
    vec![
        Cell::text(&entry.id),
        Cell::text(date),
        Cell::text(&entry.template),
        Cell::text(&entry.when),
        Cell::text(&entry.status),
        Cell::text(&line.account),
        Cell::text(chart.name(&line.account, Language::English)),
        Cell::text(chart.own_code(&line.account, &line.detail).0),
        Cell::text(&line.detail),
        Cell::text(line.currency.code()),
        Cell::amount(line.currency, &line.debit),
        Cell::amount(line.currency, &line.credit),
        Cell::maybe(entry.exception.as_ref()),
        Cell::count(entry.rows),
        Cell::Count(number),
    ]
}
