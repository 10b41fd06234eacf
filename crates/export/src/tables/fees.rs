//! Channel fees against the schedule: every rule's sums, and every difference.

use tieout_engine::fees::{FeeDifference, FeeTotal};
use tieout_engine::report::Report;

use crate::ExportError;
use crate::table::{Cell, Row, Table, column};

/// What channels charged, what they should have, and what is claimed.
pub const FEES: Table = Table {
    id: "fees",
    title: ["Channel fees", "渠道手续费核对"],
    about: "Fees against the fee schedule (`docs/fees.md`); without one it has no rows. A row `rule` sums what one line of the schedule is about, a row `no_rule` what none is about, a row `difference` is a row or a batch that was charged otherwise. Fees are signed: positive costs us.",
    columns: &[
        column("part", "Part", "部分", "`rule`, `no_rule` or `difference`"),
        column("channel", "Channel", "通道", "its code"),
        column("kind", "Kind", "类型", "of the rows"),
        column("currency", "Currency", "币种", "ISO 4217"),
        column("rule_file", "Schedule", "费率表", "the rule's file"),
        column("rule_line", "Rule", "规则行", "the rule's line"),
        column("basis", "Basis", "计费基础", "`row` or `batch`"),
        column(
            "key",
            "Key",
            "单号",
            "of a difference: the row's order number, or the settlement's key",
        ),
        column(
            "file",
            "File",
            "文件",
            "of a difference: the statement; of a batch that of its first row",
        ),
        column("line", "Line", "行号", "where the row starts, 1 = first"),
        column(
            "rows",
            "Rows",
            "笔数",
            "successes of the day's own statements",
        ),
        column(
            "unstated",
            "Without a fee",
            "未列手续费",
            "rows whose statement gives no fee: they are not compared",
        ),
        column("amount", "Amount", "金额", "Σ of the rows' amounts"),
        column("charged", "Charged", "实收手续费", "what was charged"),
        column(
            "expected",
            "Expected",
            "应收手续费",
            "what the rule gives for what was compared",
        ),
        column(
            "delta",
            "Difference",
            "差额",
            "charged − expected; positive: too much",
        ),
        column(
            "differences",
            "Differences",
            "差异数",
            "of a rule: rows or batches that differ",
        ),
        column(
            "exception",
            "Exception",
            "差异号",
            "the `fee_mismatch` that claims of these rows already: nothing is claimed twice",
        ),
        column("entry_id", "Entry", "分录号", "the entry that claims it"),
        column(
            "status",
            "Status",
            "状态",
            "of that entry: `proposed`, `accepted` or `already_booked`",
        ),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let Some(check) = &report.fee_check else {
        return Ok(Vec::new());
    };
    let totals = check.totals.iter().map(total);
    Ok(totals
        .chain(check.differences.iter().map(difference))
        .collect())
}

fn total(of: &FeeTotal) -> Row {
    let amount = |text: &String| {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::amount(of.currency, text)
        }
    };
    let ruled = of.line > 0;
    let count = |n: u64| if ruled { Cell::count(n) } else { Cell::Empty };
    vec![
        Cell::text(if ruled { "rule" } else { "no_rule" }),
        Cell::text(&of.channel),
        Cell::text(&of.kind),
        Cell::text(of.currency.code()),
        Cell::text(&of.file),
        count(u64::from(of.line)),
        Cell::text(&of.basis),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::count(of.rows),
        Cell::count(of.unstated),
        amount(&of.amount),
        amount(&of.charged),
        amount(&of.expected),
        amount(&of.delta),
        count(of.differences),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}

fn difference(of: &FeeDifference) -> Row {
    let amount = |text: &String| Cell::amount(of.currency, text);
    vec![
        Cell::text("difference"),
        Cell::text(&of.channel),
        Cell::text(&of.kind),
        Cell::text(of.currency.code()),
        Cell::text(&of.rule_file),
        Cell::count(u64::from(of.rule_line)),
        Cell::text(&of.basis),
        Cell::text(&of.key),
        Cell::text(&of.file),
        Cell::count(u64::from(of.line)),
        Cell::count(of.rows),
        Cell::Empty,
        amount(&of.amount),
        amount(&of.charged),
        amount(&of.expected),
        amount(&of.delta),
        Cell::Empty,
        Cell::maybe(of.exception.as_ref()),
        Cell::maybe(of.entry.as_ref()),
        Cell::maybe(of.status.as_ref()),
    ]
}
