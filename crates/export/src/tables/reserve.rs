//! The reserve report: what is outstanding at the bank, the deposits' movement, and whether
//! customers' money is there.

use tieout_engine::outcome::ReconciliationName;
use tieout_engine::report::{IdentityReport, Report};

use crate::ExportError;
use crate::amount::less;
use crate::table::{Cell, Row, Table, column};
use crate::words::code;

/// The account of deposits at banks.
const DEPOSITS: &str = "1002";

/// What whoever keeps the reserve needs.
pub const RESERVE: Table = Table {
    id: "reserve",
    title: ["Reserve", "备付金报表"],
    about: "Each reserve account's movement against what the books and the bank say (`deposit`, `book_to_bank`), the customer-funds identity with what explains it (`customer_funds`, `explained_by`), and what is outstanding (`outstanding`).",
    columns: &[
        column(
            "part",
            "Part",
            "部分",
            "`deposit`, `book_to_bank`, `customer_funds`, `explained_by`, `outstanding`",
        ),
        column(
            "stage",
            "Stage",
            "阶段",
            "of an identity: `before` or `after` the proposed treatments",
        ),
        column(
            "detail",
            "Detail",
            "明细",
            "the bank account, the term that explains, the item's or line's own number",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column("outcome", "Outcome", "结果", "of what is outstanding"),
        column(
            "side",
            "Side",
            "方",
            "of what is outstanding: `left` an expected settlement, `right` a bank line",
        ),
        column(
            "since",
            "Since",
            "起始日",
            "of what is outstanding: the day it was first seen",
        ),
        column("opening", "Opening", "期初", "of a deposit"),
        column(
            "debits",
            "Debits",
            "借方发生额",
            "of a deposit: what came in",
        ),
        column(
            "credits",
            "Credits",
            "贷方发生额",
            "of a deposit: what went out",
        ),
        column(
            "amount",
            "Amount",
            "金额",
            "closing of a deposit; left side of an identity; what explains; what is outstanding",
        ),
        column(
            "against",
            "Against",
            "核对数",
            "closing that the books state; right side of an identity",
        ),
        column(
            "difference",
            "Difference",
            "差额",
            "of a deposit: amount − against; of an identity: what its bridge leaves",
        ),
        column(
            "holds",
            "Holds",
            "成立",
            "`yes` when the difference is zero",
        ),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = deposits(report)?;
    let of = |name: &'static str| {
        let all = report.identities.iter();
        all.filter(move |identity| identity.identity == name)
    };
    for identity in of("book_to_bank").chain(of("customer_funds")) {
        rows.push(identity_row(identity));
        rows.extend(identity.bridge.iter().map(|term| {
            let mut row = start("explained_by", &identity.stage, &term.term, identity);
            row.resize(10, Cell::Empty);
            row.push(Cell::amount(identity.currency, &term.amount));
            row.resize(14, Cell::Empty);
            row
        }));
    }
    let carried = report.carry_over.iter();
    let outstanding = carried.filter(|one| one.reconciliation == ReconciliationName::Fund);
    rows.extend(outstanding.map(|one| {
        let mut row = vec![
            Cell::text("outstanding"),
            Cell::Empty,
            Cell::text(&one.key),
            Cell::text(one.currency.code()),
            Cell::text(one.outcome.text()),
            Cell::text(code(&one.side)),
            Cell::text(&one.first_seen),
        ];
        row.resize(10, Cell::Empty);
        row.push(Cell::amount(one.currency, &one.amount));
        row.resize(14, Cell::Empty);
        row
    }));
    Ok(rows)
}

fn deposits(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = Vec::new();
    let of_deposits = report.balances.iter().filter(|of| of.account == DEPOSITS);
    for balance in of_deposits {
        let currency = balance.currency;
        let amount = |text: &String| Cell::amount(currency, text);
        let is_its_movement = |identity: &&IdentityReport| {
            identity.identity == "movement"
                && identity.stage == "before"
                && identity.account.as_deref() == Some(DEPOSITS)
                && identity.detail.as_deref().unwrap_or_default() == balance.detail
                && identity.currency == currency
        };
        let stated = report.identities.iter().find(is_its_movement);
        let mut row = vec![
            Cell::text("deposit"),
            Cell::Empty,
            Cell::text(&balance.detail),
            Cell::text(currency.code()),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            amount(&balance.opening),
            amount(&balance.debits),
            amount(&balance.credits),
            amount(&balance.closing),
        ];
        match stated {
            Some(stated) => {
                let difference = less(&balance.closing, &stated.right, currency)?;
                row.extend([
                    amount(&stated.right),
                    amount(&difference),
                    Cell::truth(balance.closing == stated.right),
                ]);
            }
            None => row.resize(14, Cell::Empty),
        }
        rows.push(row);
    }
    Ok(rows)
}

fn start(part: &str, stage: &str, detail: &str, identity: &IdentityReport) -> Row {
    vec![
        Cell::text(part),
        Cell::text(stage),
        Cell::text(detail),
        Cell::text(identity.currency.code()),
    ]
}

fn identity_row(identity: &IdentityReport) -> Row {
    let amount = |text: &String| Cell::amount(identity.currency, text);
    let detail = identity.detail.as_deref().unwrap_or_default();
    let mut row = start(&identity.identity, &identity.stage, detail, identity);
    row.resize(10, Cell::Empty);
    row.extend([
        amount(&identity.left),
        amount(&identity.right),
        amount(&identity.difference),
        Cell::truth(identity.holds),
    ]);
    row
}
