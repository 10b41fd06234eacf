//! The fund position: each bank account, its coming days, and the transfers proposed.

use tieout_engine::position::{AccountPosition, ProposedTransfer};
use tieout_engine::report::Report;
use tieout_statement::Currency;

use crate::ExportError;
use crate::table::{Cell, Row, Table, column};
use crate::words::code;

/// What stands at each bank account and what is expected there.
pub const POSITION: Table = Table {
    id: "position",
    title: ["Fund position", "资金头寸"],
    about: "Each bank account today (`account`), the balance of its coming days (`expected`), the transfer that would keep it at its limit (`transfer`), and open items of channels whose bank account nothing names (`unassigned`). Balances are the bank's. Receipts that are due and were not seen are not counted on; payments that are due leave on the next day. A proposed transfer is booked when its bank lines are read, not before.",
    columns: &[
        column(
            "part",
            "Part",
            "部分",
            "`account`, `expected`, `transfer` or `unassigned`",
        ),
        column(
            "account",
            "Account",
            "账户",
            "our bank account; of a transfer the one that is short",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "date",
            "Date",
            "日期",
            "of an account the accounting date, of `expected` the due date, of a transfer the first day on which the account is short",
        ),
        column(
            "basis",
            "Basis",
            "余额依据",
            "`statement`: the bank says the closing; `books`: the books', with what only the bank has",
        ),
        column("opening", "Opening", "期初", "closing − arrived + left"),
        column("arrived", "Arrived", "到账", "today's lines in"),
        column("left", "Left", "付出", "today's lines out"),
        column("closing", "Closing", "期末", "what stands at the bank"),
        column("book", "Book balance", "账面余额", "what the books have"),
        column(
            "transit_out",
            "In transit, out",
            "在途调出",
            "fund transfers that left here and were not seen to arrive",
        ),
        column(
            "transit_in",
            "In transit, in",
            "在途调入",
            "fund transfers that arrived here and were not seen to leave",
        ),
        column(
            "undecided",
            "Undecided",
            "未定",
            "open items between which nobody chose; no balance counts them",
        ),
        column(
            "channel",
            "Channel",
            "通道",
            "of `unassigned`: the channel without a bank account",
        ),
        column(
            "items",
            "Items",
            "笔数",
            "settlements and payouts that are due then",
        ),
        column(
            "incoming",
            "Incoming",
            "应收",
            "what they bring; of an account what is due already and was not seen",
        ),
        column(
            "outgoing",
            "Outgoing",
            "应付",
            "what they take; of an account what is due already and was not seen",
        ),
        column(
            "balance",
            "Balance",
            "预计余额",
            "of `expected`: at the end of the day",
        ),
        column("low", "Low point", "最低余额", "the least balance"),
        column("low_date", "Low on", "最低日", "the first day of it"),
        column("limit", "Limit", "限额", "what must stay there"),
        column("shortfall", "Shortfall", "缺口", "limit − low point"),
        column(
            "cure",
            "Cure",
            "补救",
            "`transfer`; `no_other_account`: no other one has a limit; `not_enough`: none has enough above its limit",
        ),
        column(
            "from",
            "From",
            "调出账户",
            "of a transfer the account that gives; of `not_enough` the one with the most",
        ),
        column(
            "amount",
            "Amount",
            "金额",
            "of a transfer; of `not_enough` what the nearest account has above its limit",
        ),
        column("transfer", "Transfer", "调拨号", "the proposal's id"),
    ],
    rows,
};

/// A row of some cells by the names of their columns; the others are empty.
fn row<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    let mut row = vec![Cell::Empty; POSITION.columns.len()];
    for (name, cell) in cells {
        let mut columns = POSITION.columns.iter();
        if let Some(at) = columns.position(|column| column.name == name) {
            row[at] = cell;
        }
    }
    row
}

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    let position = &report.fund_position;
    let mut rows = Vec::new();
    for of in &position.accounts {
        rows.push(account(of, &report.accounting_date));
        rows.extend(expected(of));
        let transfers = position.transfers.iter();
        let own = transfers.filter(|one| (&one.to, one.currency) == (&of.account, of.currency));
        rows.extend(own.map(transfer));
    }
    for of in &position.unassigned {
        rows.push(row([
            ("part", Cell::text("unassigned")),
            ("currency", Cell::text(of.currency.code())),
            ("channel", Cell::text(&of.channel)),
            ("items", Cell::count(of.items)),
            ("incoming", Cell::amount(of.currency, &of.incoming)),
            ("outgoing", Cell::amount(of.currency, &of.outgoing)),
        ]));
    }
    Ok(rows)
}

fn maybe(currency: Currency, amount: Option<&String>) -> Cell {
    amount.map_or(Cell::Empty, |amount| Cell::amount(currency, amount))
}

fn account(of: &AccountPosition, date: &str) -> Row {
    let amount = |text: &String| Cell::amount(of.currency, text);
    let nearest = of.nearest.as_ref();
    row([
        ("part", Cell::text("account")),
        ("account", Cell::text(&of.account)),
        ("currency", Cell::text(of.currency.code())),
        ("date", Cell::text(date)),
        (
            "basis",
            Cell::text(if of.stated { "statement" } else { "books" }),
        ),
        ("opening", amount(&of.opening)),
        ("arrived", amount(&of.arrived)),
        ("left", amount(&of.left)),
        ("closing", amount(&of.closing)),
        ("book", amount(&of.book)),
        ("transit_out", amount(&of.transit_out)),
        ("transit_in", amount(&of.transit_in)),
        ("undecided", amount(&of.undecided)),
        ("incoming", amount(&of.due_in)),
        ("outgoing", amount(&of.due_out)),
        ("low", amount(&of.low)),
        ("low_date", Cell::text(&of.low_date)),
        ("limit", maybe(of.currency, of.limit.as_ref())),
        ("shortfall", maybe(of.currency, of.shortfall.as_ref())),
        (
            "cure",
            of.cure.map_or(Cell::Empty, |cure| Cell::text(code(&cure))),
        ),
        ("from", Cell::maybe(nearest.map(|(from, _)| from))),
        (
            "amount",
            maybe(of.currency, nearest.map(|(_, above)| above)),
        ),
    ])
}

fn expected(of: &AccountPosition) -> impl Iterator<Item = Row> {
    let amount = |text: &String| Cell::amount(of.currency, text);
    of.expected.iter().map(move |day| {
        row([
            ("part", Cell::text("expected")),
            ("account", Cell::text(&of.account)),
            ("currency", Cell::text(of.currency.code())),
            ("date", Cell::text(&day.date)),
            ("items", Cell::count(day.items)),
            ("incoming", amount(&day.incoming)),
            ("outgoing", amount(&day.outgoing)),
            ("balance", amount(&day.balance)),
        ])
    })
}

fn transfer(of: &ProposedTransfer) -> Row {
    row([
        ("part", Cell::text("transfer")),
        ("account", Cell::text(&of.to)),
        ("currency", Cell::text(of.currency.code())),
        ("date", Cell::text(&of.by)),
        ("from", Cell::text(&of.from)),
        ("amount", Cell::amount(of.currency, &of.amount)),
        ("transfer", Cell::text(&of.id)),
    ])
}
