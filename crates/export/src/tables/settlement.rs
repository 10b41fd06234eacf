//! The settlement report: by channel, what was expected, what arrived, what is open.

use std::collections::BTreeMap;

use tieout_engine::outcome::Outcome;
use tieout_engine::report::{Direction, Report, SettlementReport};
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::table::{Cell, Row, Table, column};
use crate::words::code;

/// Expected settlements of every channel.
pub const SETTLEMENT: Table = Table {
    id: "settlement",
    title: ["Settlement", "清算报表"],
    about: "What every channel was expected to settle, what of it arrived at the bank, and what is open: a row `channel` sums what is due, rows `outcome` say what became of it. Signed: money in is positive.",
    columns: &[
        column(
            "part",
            "Part",
            "部分",
            "`channel`: all that is due; `outcome`: one outcome, `not_due` too",
        ),
        column("channel", "Channel", "通道", "its code"),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "direction",
            "Direction",
            "方向",
            "`in` to us, `out` from us",
        ),
        column(
            "outcome",
            "Outcome",
            "结果",
            "of a row `outcome`: what fund reconciliation says",
        ),
        column("items", "Settlements", "清算笔数", "expected settlements"),
        column("gross", "Gross in", "收款总额", "their money in"),
        column("refunds", "Refunds", "退款", "their refunds"),
        column("fees", "Fees", "手续费", "their fees, netted or not"),
        column("payouts", "Payouts", "付款", "their withdrawals"),
        column("expected", "Expected", "应收付", "what is to move"),
        column(
            "lines",
            "Bank lines",
            "银行流水笔数",
            "bank lines that belong to them",
        ),
        column(
            "arrived",
            "Arrived",
            "实收付",
            "what those lines moved; of `ambiguous` nothing: nobody chose yet",
        ),
        column("open", "Open", "未达", "expected − arrived"),
    ],
    rows,
};

/// Counts, and amounts in minor units in the order of the columns.
#[derive(Clone, Default)]
struct Sums {
    items: u64,
    lines: u64,
    amounts: [i128; 7],
}

fn amounts(of: &SettlementReport) -> [&String; 7] {
    [
        &of.gross,
        &of.refunds,
        &of.fees,
        &of.payouts,
        &of.net,
        &of.arrived,
        &of.open,
    ]
}

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    type By<'a> = (&'a str, Currency, Direction);
    let mut channels: BTreeMap<By<'_>, (Sums, Vec<Row>)> = BTreeMap::new();
    for of in &report.settlements {
        let by = (of.channel.as_str(), of.currency, of.direction);
        let (due, outcomes) = channels.entry(by).or_default();
        let mut one = Sums {
            items: of.items,
            lines: of.lines,
            amounts: [0; 7],
        };
        for (amount, text) in one.amounts.iter_mut().zip(amounts(of)) {
            *amount = minor(text, of.currency)?;
        }
        if of.outcome != Outcome::NotDue {
            due.items += one.items;
            due.lines += one.lines;
            for (sum, amount) in due.amounts.iter_mut().zip(one.amounts) {
                *sum = add(*sum, amount, of.currency)?;
            }
        }
        outcomes.push(row("outcome", by, of.outcome.text(), &one));
    }
    let mut rows = Vec::new();
    for (by, (due, outcomes)) in channels {
        rows.push(row("channel", by, "", &due));
        rows.extend(outcomes);
    }
    Ok(rows)
}

fn row(part: &str, by: (&str, Currency, Direction), outcome: &str, sums: &Sums) -> Row {
    let (channel, currency, direction) = by;
    let amount = |minor| Cell::amount(currency, major(minor, currency));
    let [gross, refunds, fees, payouts, net, arrived, open] = sums.amounts.map(amount);
    vec![
        Cell::text(part),
        Cell::text(channel),
        Cell::text(currency.code()),
        Cell::text(code(&direction)),
        Cell::text(outcome),
        Cell::count(sums.items),
        gross,
        refunds,
        fees,
        payouts,
        net,
        Cell::count(sums.lines),
        arrived,
        open,
    ]
}
