//! Carried rows as the day's tables keep them: before all others, with where they come from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tieout_statement::rows::ColumnType;
use tieout_statement::{
    Cell, Currency, Date, Kind, LocalTime, MinorUnits, Role, Rows, Side, Status,
};

use super::{CarriedRow, CarryOver, ItemKind};
use crate::fund::Item;
use crate::outcome::ReconciliationName;

/// Where a carried row comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// The day that first brought it.
    pub first_seen: Date,
    /// The file that first brought it.
    pub file: String,
    /// Its line there.
    pub line: u32,
    /// Where it is still open.
    pub reconciliations: Vec<ReconciliationName>,
    /// Of a bank line in transit: the order number of its fund transfer.
    pub fund_transfer: Option<String>,
    /// Cells of columns that the layout does not know, by column name.
    pub other_cells: Vec<(String, String)>,
}

/// The carried rows of a role: `rows` and, for each, where it comes from.
#[derive(Clone, Debug)]
pub struct CarriedTable {
    /// The rows, in the order of the file.
    pub rows: Rows,
    /// One for each row.
    pub carried: Vec<Carried>,
}

/// A cell of our own layout. Fees may have a sign: real channel files return some.
fn cell(kept: ColumnType, text: &str, currency: Currency) -> Option<Cell<'_>> {
    if text.is_empty() {
        return match kept {
            ColumnType::Kind | ColumnType::Status | ColumnType::Side => None,
            _ => Some(Cell::Absent),
        };
    }
    match kept {
        ColumnType::Text | ColumnType::Symbol => Some(Cell::Text(text)),
        ColumnType::Currency => Some(Cell::Currency(currency)),
        ColumnType::Amount | ColumnType::SignedAmount => MinorUnits::parse_signed(text, currency)
            .ok()
            .map(Cell::Minor),
        ColumnType::Time => LocalTime::parse(text).map(Cell::Time),
        ColumnType::Kind => Kind::parse(text).map(Cell::Kind),
        ColumnType::Status => Status::parse(text).map(Cell::Status),
        ColumnType::Side => Side::parse(text).map(Cell::Side),
    }
}

fn cells(row: &CarriedRow) -> Result<Vec<Cell<'_>>, String> {
    let text = |name: &str| {
        let found = row.cells.iter().find(|(column, _)| column == name);
        found.map_or("", |(_, text)| text.as_str())
    };
    let currency = Currency::parse(text("currency"))
        .ok_or_else(|| format!("currency: {} is not one", text("currency")))?;
    let layout = row.role.layout();
    layout
        .iter()
        .map(|spec| {
            let name = spec.column.text();
            let filled = !text(name).is_empty() || !spec.filled;
            cell(spec.kept, text(name), currency)
                .filter(|_| filled)
                .ok_or_else(|| format!("{name}: {:?}", text(name)))
        })
        .collect()
}

fn other_cells(row: &CarriedRow) -> Vec<(String, String)> {
    let layout = row.role.layout();
    let known = |name: &str| layout.iter().any(|spec| spec.column.text() == name);
    let others = row.cells.iter().filter(|(name, _)| !known(name));
    others.cloned().collect()
}

/// Whether a row can be kept in a table.
pub(super) fn check(row: &CarriedRow) -> Result<(), String> {
    cells(row).map(|_| ())
}

/// See [`CarryOver::table`].
pub(super) fn table(carry_over: &CarryOver, role: Role) -> CarriedTable {
    let mut table = CarriedTable {
        rows: Rows::new(role),
        carried: Vec::new(),
    };
    let of_role = |row: &&CarriedRow| row.role == role;
    for row in carry_over
        .rows
        .iter()
        .chain(&carry_over.lines)
        .filter(of_role)
    {
        let cells = cells(row).expect("checked when it was read");
        table.rows.push(row.line, 0, &cells);
        table.carried.push(Carried {
            first_seen: Date::parse(&row.first_seen).expect("checked when it was read"),
            file: row.file.clone(),
            line: row.line,
            reconciliations: if role == Role::BankStatement {
                vec![ReconciliationName::Fund]
            } else {
                row.reconciliations.clone()
            },
            fund_transfer: row.fund_transfer.clone(),
            other_cells: other_cells(row),
        });
    }
    table
}

/// See [`CarryOver::fund_items`]. Two items of one identity are one.
pub(super) fn items(carry_over: &CarryOver) -> Vec<Item> {
    let date = |text: &str| Date::parse(text).expect("checked when it was read");
    let mut items: BTreeMap<(Currency, &str), Item> = BTreeMap::new();
    for carried in &carry_over.items {
        let minor = |text: &str| {
            let minor = MinorUnits::parse_signed(text, carried.currency);
            i128::from(minor.expect("checked when it was read").0)
        };
        let item = Item {
            channel: carried.channel.as_str().into(),
            currency: carried.currency,
            key: carried.key.as_str().into(),
            payout: carried.kind == ItemKind::Payout,
            business_date: date(&carried.business_date),
            due_date: date(&carried.due_date),
            first_seen: date(&carried.first_seen),
            rows: carried.rows,
            gross: minor(&carried.gross),
            refunds: minor(&carried.refunds),
            fees: minor(&carried.fees),
            payouts: minor(&carried.payouts),
            netted: true,
            carried_tokens: carried
                .tokens
                .iter()
                .map(|token| token.as_str().into())
                .collect(),
            carried: true,
        };
        match items.entry((carried.currency, &carried.key)) {
            Entry::Vacant(new) => {
                new.insert(item);
            }
            Entry::Occupied(mut known) => known.get_mut().join(item),
        }
    }
    items.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::{Column, FileProblem};

    const FILE: &str = r#"{"tieout_carry_over": 1, "accounting_date": "2026-03-02",
      "rows": [{"role": "channel_flow", "file": "channel_flow.csv", "line": 17,
        "first_seen": "2026-03-02", "reconciliations": ["channel"],
        "cells": {"channel": "wechat", "channel_order_no": "C1", "kind": "refund",
          "status": "success", "currency": "CNY", "amount": "5.00", "fee": "-0.03"}}],
      "items": [{"channel": "wechat", "currency": "CNY", "key": "wechat/2026-03-02",
        "kind": "settlement", "business_date": "2026-03-02", "due_date": "2026-03-03",
        "first_seen": "2026-03-02", "rows": 1, "tokens": ["C1"], "gross": "0.00",
        "refunds": "5.00", "fees": "-0.03", "payouts": "0.00"}],
      "lines": []}"#;

    fn refusal(change: (&str, &str)) -> String {
        assert!(FILE.contains(change.0), "the change changes something");
        match CarryOver::parse(&FILE.replacen(change.0, change.1, 1)) {
            Err(FileProblem::Invalid { line, detail, .. }) => format!("{line:?} {detail}"),
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn a_carried_row_keeps_its_cells_and_where_it_comes_from() {
        let carry_over = CarryOver::parse(FILE).expect("a good file");
        let table = carry_over.table(Role::ChannelFlow);
        assert_eq!(table.rows.len(), 1);
        assert_eq!(
            table.rows.number(Column::Fee),
            [-3],
            "real files return fees"
        );
        assert_eq!(table.carried[0].file, "channel_flow.csv");
        assert_eq!(table.carried[0].line, 17);
        assert_eq!(
            table.carried[0].reconciliations,
            [ReconciliationName::Channel]
        );
        assert!(carry_over.table(Role::BankStatement).rows.is_empty());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let carry_over = CarryOver::parse(FILE).expect("a good file");
        assert_eq!(CarryOver::parse(&carry_over.to_json()), Ok(carry_over));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        assert!(
            refusal(("\"tieout_carry_over\": 1", "\"tieout_carry_over\": 9")).contains("layout 9")
        );
        assert!(
            refusal((
                "\"accounting_date\": \"2026-03-02\"",
                "\"accounting_date\": \"March\""
            ))
            .contains("March")
        );
        assert!(
            refusal(("\"kind\": \"refund\"", "\"kind\": \"gift\""))
                .contains("rows[0]: kind: \"gift\"")
        );
        assert!(refusal(("\"gross\": \"0.00\"", "\"gross\": \"0.001\"")).contains("0.001"));
        assert!(refusal(("\"lines\": []", "\"lines\": [")).starts_with("Some(10)"));
        assert!(
            refusal(("\"role\": \"channel_flow\"", "\"role\": \"bank_statement\""))
                .contains("bank_statement")
        );
    }
}
