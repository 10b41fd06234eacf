//! Duplicates of one table alone: statement rows that form items, bank lines, postings.

use tieout_statement::{Column as C, Status};

use crate::day::Table;
use crate::matching::duplicates::{self, Repeat};
use crate::matching::names::{Names, Numbered};
use crate::matching::partition::{Partitions, Routed, Slots, bits_for};
use crate::matching::side::{ChannelPart, IdentityColumns};

/// Successes of the channel statement that an earlier row had brought, by row.
pub(crate) fn of_statement(table: &Table) -> Vec<Repeat> {
    let rows = table.rows();
    let channels = Names::of(Some(rows.symbol(C::Channel)), None);
    let identity = IdentityColumns {
        channel: Some(ChannelPart {
            channel: Numbered::of(rows.symbol(C::Channel), &channels.left),
            kinds: Some(rows.code(C::Kind)),
        }),
        number: rows.text(C::OrderNo),
        transaction: Some(rows.text(C::TransactionNo)),
    };
    let status = rows.code(C::Status);
    find(table, &identity, |row| {
        status[row as usize] == Status::Success.code()
    })
}

/// Bank lines that the bank had brought before, by row; lines without a transaction number
/// never repeat one.
pub(crate) fn of_lines(table: &Table) -> Vec<Repeat> {
    let rows = table.rows();
    let accounts = Names::of(Some(rows.symbol(C::BankAccount)), None);
    let numbers = rows.text(C::TransactionNo);
    let identity = IdentityColumns {
        channel: Some(ChannelPart {
            channel: Numbered::of(rows.symbol(C::BankAccount), &accounts.left),
            kinds: None,
        }),
        number: numbers,
        transaction: None,
    };
    find(table, &identity, |row| {
        !numbers.bytes_at(row as usize).is_empty()
    })
}

/// Postings that an earlier row had brought, by row.
pub(crate) fn of_postings(table: &Table) -> Vec<Repeat> {
    let identity = IdentityColumns {
        channel: None,
        number: table.rows().text(C::PostingNo),
        transaction: None,
    };
    find(table, &identity, |_| true)
}

fn find(table: &Table, identity: &IdentityColumns<'_>, asked: impl Fn(u32) -> bool) -> Vec<Repeat> {
    let mut routed = Routed::default();
    for row in (0..table.row_count()).filter(|&row| asked(row)) {
        routed.push(row, identity.of(row).hash());
    }
    let partitions = Partitions::of(&routed, bits_for(routed.len()));
    let (mut slots, mut found) = (Slots::default(), Vec::new());
    for at in 0..partitions.count() {
        let (rows, hashes) = (partitions.rows(at), partitions.hashes(at));
        duplicates::find(identity, rows, hashes, &mut slots, &mut found);
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
