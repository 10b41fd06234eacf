//! Duplicates of one table alone: statement rows that form items, and bank lines.

use tieout_statement::{Column as C, Rows};

use crate::day::Table;
use crate::matching::Side;
use crate::matching::duplicates::{self, Repeat};
use crate::matching::names::{Names, Numbered};
use crate::matching::partition::{Partitions, Routed, Slots, bits_for};

/// Successes of the channel statement that an earlier row had brought, by row.
pub(crate) fn of_statement(table: &Table) -> Vec<Repeat> {
    find(table, (C::Channel, C::OrderNo, C::FinishedAt), true)
}

/// Bank lines that the bank had brought before, by row; lines without a transaction number
/// never repeat one.
pub(crate) fn of_lines(table: &Table) -> Vec<Repeat> {
    find(
        table,
        (C::BankAccount, C::TransactionNo, C::BookedAt),
        false,
    )
}

/// `orders`: kind, status and transaction number are part of what makes rows the same.
fn find(table: &Table, (channel, number, time): (C, C, C), orders: bool) -> Vec<Repeat> {
    let rows: &Rows = table.rows();
    let names = |column| Names::of(Some(rows.symbol(column)), None);
    let (channels, currencies) = (names(channel), names(C::Currency));
    let side = Side {
        rows: table.row_count(),
        channel: Some(Numbered::of(rows.symbol(channel), &channels.left)),
        kinds: orders.then(|| rows.code(C::Kind)),
        currency: Numbered::of(rows.symbol(C::Currency), &currencies.left),
        key_number: rows.text(number),
        own_number: rows.text(number),
        transaction: orders.then(|| rows.text(C::TransactionNo)),
        status: orders.then(|| rows.code(C::Status)),
        amount: rows.number(C::Amount),
        fee: None,
        time: rows.number(time),
        identities: rows.identities(),
        first_seen: &[],
    };
    let mut routed = Routed::default();
    for row in 0..side.rows {
        if side.success(row) && !side.own_number.bytes_at(row as usize).is_empty() {
            routed.push(row, side.identity(row).hash());
        }
    }
    let partitions = Partitions::of(&routed, bits_for(routed.len()));
    let (mut slots, mut found) = (Slots::default(), Vec::new());
    for at in 0..partitions.count() {
        let (rows, hashes) = (partitions.rows(at), partitions.hashes(at));
        duplicates::find(&side, rows, hashes, &mut slots, &mut found);
    }
    found.sort_unstable();
    found
}

/// Whether a row is among the repeats.
pub(crate) fn contains(repeats: &[Repeat], row: u32) -> bool {
    repeats
        .binary_search_by_key(&row, |repeat| repeat.row)
        .is_ok()
}
