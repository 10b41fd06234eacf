//! The entries that claim what a channel charged other than its schedule says: too much is
//! due from the channel, too little to it.

use tieout_statement::Role;

use super::accounts::Accounts;
use super::bench::Bench;
use super::chart::{CHANNEL_FEES, DUE_FROM_CHANNELS, DUE_TO_CHANNELS};
use super::entry::{Head, Journal, Line, Lines, Source, Status};
use super::entry_ids;
use super::templates::CLAIM;
use crate::fees::check::FeeRun;
use crate::identity::EntryName;

/// The word of these entries' ids in place of a reconciliation's.
const FEES: &str = "fees";

/// Makes an entry of each difference that nothing claims already.
pub(crate) fn claims(accounts: &mut Accounts, bench: &Bench<'_>, run: &mut FeeRun) -> Journal {
    let mut journal = Journal::default();
    let rules = &bench.sources.day.fee_rules;
    let statement = bench.sources.day.table(Role::ChannelStatement);
    for (at, difference) in (0..).zip(&mut run.differences) {
        if difference.mismatch.is_some() {
            continue;
        }
        let rule = &rules[difference.rule as usize];
        let amount = difference.delta().abs();
        let mut on = |code: &str| accounts.number(code, &rule.channel, rule.currency);
        let (debit, credit) = if difference.delta() > 0 {
            (on(DUE_FROM_CHANNELS), on(CHANNEL_FEES))
        } else {
            (on(CHANNEL_FEES), on(DUE_TO_CHANNELS))
        };
        let lines = vec![Line::debit(debit, amount), Line::credit(credit, amount)];
        let Some(lines) = Lines::balanced(accounts, lines) else {
            continue;
        };
        let mut name = EntryName::new(bench.date, FEES, CLAIM.name);
        let identity = |&row: &u32| {
            let ordinals = &bench.sources.exceptions.ordinals;
            statement.map(|table| ordinals.identity(table, row))
        };
        name.rows(difference.rows.iter().filter_map(identity).collect());
        entry_ids::lines(&mut name, accounts, &lines);
        let id = name.finish();
        let head = Head {
            template: &CLAIM,
            status: if bench.is_booked(id) {
                Status::AlreadyBooked
            } else {
                Status::Proposed
            },
            rows: difference.rows.len() as u64,
            date: bench.date,
            id,
            source: Source::Fee(at),
        };
        difference.entry = Some(u32::try_from(run.entries.len()).expect("fewer than rows"));
        run.entries.push(id);
        journal.push(head, &lines);
    }
    journal
}
