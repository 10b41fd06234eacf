//! The identities with their bridges.

use tieout_engine::report::{IdentityReport, Report};
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::sum;
use crate::table::{Cell, Row, Table, column};

/// Every identity, its bridge below it.
pub const IDENTITIES: Table = Table {
    id: "identities",
    title: ["Identities", "恒等式"],
    about: "What must be equal and whether it is, before and after the proposed treatments: a row `identity`, and below it a row `bridge` for each term that explains its difference.",
    columns: &[
        column(
            "identity",
            "Identity",
            "恒等式",
            "`trial_balance`, `movement`, `customer_funds`, `book_to_bank`, `pending_clearing`, `opening`, `control_totals`",
        ),
        column(
            "account",
            "Account",
            "科目",
            "the account that it is about; else empty",
        ),
        column(
            "detail",
            "Detail",
            "明细",
            "the account's detail, or which trial balance; else empty",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "stage",
            "Stage",
            "阶段",
            "`before` or `after` the proposed treatments",
        ),
        column("part", "Part", "部分", "`identity` or `bridge`"),
        column("left", "Left", "左方", "of a row `identity`"),
        column("right", "Right", "右方", "of a row `identity`"),
        column(
            "bridge",
            "Bridge",
            "调节合计",
            "of a row `identity`: Σ of its bridge",
        ),
        column("difference", "Difference", "差额", "left − right − bridge"),
        column(
            "holds",
            "Holds",
            "成立",
            "`yes` when the difference is zero",
        ),
        column(
            "term",
            "Term",
            "调节项",
            "of a row `bridge`: an account, or words",
        ),
        column("amount", "Amount", "金额", "of a row `bridge`: signed"),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = Vec::new();
    for identity in &report.identities {
        let currency = identity.currency;
        let amount = |text: &str| Cell::amount(currency, text);
        let bridge = sum(identity.bridge.iter().map(|term| &term.amount), currency)?;
        let mut row = head(identity, "identity");
        row.extend([
            amount(&identity.left),
            amount(&identity.right),
            amount(&major(bridge, currency)),
            amount(&identity.difference),
            Cell::truth(identity.holds),
            Cell::Empty,
            Cell::Empty,
        ]);
        rows.push(row);
        rows.extend(identity.bridge.iter().map(|term| {
            let mut row = head(identity, "bridge");
            row.resize(11, Cell::Empty);
            row.extend([Cell::text(&term.term), amount(&term.amount)]);
            row
        }));
    }
    Ok(rows)
}

fn head(identity: &IdentityReport, part: &str) -> Row {
    vec![
        Cell::text(&identity.identity),
        Cell::maybe(identity.account.as_ref()),
        Cell::maybe(identity.detail.as_ref()),
        Cell::text(identity.currency.code()),
        Cell::text(&identity.stage),
        Cell::text(part),
    ]
}
