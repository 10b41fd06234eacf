//! What leaves for the next day, and what of earlier days found its other side.

use tieout_engine::report::Report;

use crate::ExportError;
use crate::table::{Cell, Row, Table, column};
use crate::words::code;

/// What is open, for people; the next day reads `carry_over.json`.
pub const CARRY_OVER: Table = Table {
    id: "carry_over",
    title: ["Carry-over", "结转"],
    about: "What leaves for the next day (`leaves`) and what earlier days left and today matched (`taken_up`), for people: the file that the next day reads is `carry_over.json`.",
    columns: &[
        column("part", "Part", "部分", "`leaves` or `taken_up`"),
        column(
            "reconciliation",
            "Reconciliation",
            "对账",
            "`channel`, `business`, `posting` or `fund`",
        ),
        column("outcome", "Outcome", "结果", "what it is today"),
        column("side", "Side", "方", "`left` ours, `right` theirs"),
        column(
            "key",
            "Key",
            "单号",
            "the row's own number, of an expected settlement its key",
        ),
        column("currency", "Currency", "币种", "ISO 4217; of what leaves"),
        column("amount", "Amount", "金额", "of what leaves"),
        column("first_seen", "First seen", "首次出现", "`YYYY-MM-DD`"),
        column(
            "matched_with",
            "Matched with",
            "匹配",
            "of what was taken up: own numbers of the other side, with `; ` between",
        ),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let leaves = report.carry_over.iter().map(|one| {
        vec![
            Cell::text("leaves"),
            Cell::text(code(&one.reconciliation)),
            Cell::text(one.outcome.text()),
            Cell::text(code(&one.side)),
            Cell::text(&one.key),
            Cell::text(one.currency.code()),
            Cell::amount(one.currency, &one.amount),
            Cell::text(&one.first_seen),
            Cell::Empty,
        ]
    });
    let taken_up = report.from_carry_over.iter().map(|one| {
        vec![
            Cell::text("taken_up"),
            Cell::text(code(&one.reconciliation)),
            Cell::text(one.outcome.text()),
            Cell::text(code(&one.side)),
            Cell::text(&one.key),
            Cell::Empty,
            Cell::Empty,
            Cell::text(&one.first_seen),
            Cell::text(one.matched_with.join("; ")),
        ]
    });
    Ok(leaves.chain(taken_up).collect())
}
