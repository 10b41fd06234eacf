//! What explains a balance of pending clearing, and what the bank has and the books do not.

use tieout_statement::Family;

use super::accounts::Accounts;
use super::bench::{Bench, Group, row_channel};
use super::chart::{BANK, CHANNEL_FEES, CLEARING_IN, CLEARING_PAYOUTS, CLEARING_REFUNDS};
use super::day_cut::withdrawal_fee;
use super::internal_legs::{BALANCE, Internal, internal};
use super::treatment_entries::{clearing, comes_in, unbooked};
use crate::by_key::ByKey;
use crate::fund::Item;
use crate::outcome::Outcome;
use crate::reason::Why;
use crate::view::KeyView;

/// What an amount comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// An exception, by its place in the list.
    Exception(u32),
    /// An expected settlement that is open, by its number; of a short group what is missing.
    Item { item: u32, group: u32 },
    /// A line that an earlier day left open, by its place in the carry-over.
    Open(u32),
    /// A channel match within its tolerance, by its group.
    Tolerated(u32),
}

/// A part of a balance, with what it comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub account: u32,
    /// Debit positive.
    pub amount: i128,
    pub by: By,
}

/// Adds what an exception explains of pending clearing.
pub(crate) fn clearing_parts(
    accounts: &mut Accounts,
    bench: &Bench<'_>,
    at: usize,
    parts: &mut Vec<Part>,
) {
    let Group::Key(view, group) = bench.group(bench.exception(at)) else {
        return;
    };
    let by = By::Exception(u32::try_from(at).expect("fewer than rows"));
    let outcome = view.outcome(group);
    let mut add = |code: &str, channel: &str, amount: i128| {
        if amount != 0 {
            let account = accounts.number(code, channel, view.currency(group));
            match parts.last_mut() {
                Some(last) if (last.account, last.by) == (account, by) => last.amount += amount,
                _ => parts.push(Part {
                    account,
                    amount,
                    by,
                }),
            }
        }
    };
    match (view.result.by, outcome) {
        (_, Outcome::FeeMismatch) => {
            // What it explains is no pending clearing: an open line of the next day needs it.
            let channel = bench.group(bench.exception(at)).channel(bench);
            accounts.number(CHANNEL_FEES, channel, view.currency(group));
        }
        (_, Outcome::Duplicate) => {}
        (ByKey::Posting, _) => posting_parts(bench, view, group, &mut add),
        (ByKey::Channel | ByKey::Business, _) => rows_parts(view, group, &mut add),
    }
}

/// Each success moves pending clearing by its amount: ours is posted, theirs settled.
fn rows_parts(view: &KeyView<'_>, group: usize, add: &mut impl FnMut(&str, &str, i128)) {
    let rows = view.rows(group);
    let named = |channel: &&str| !channel.is_empty() && *channel != BALANCE;
    let other = |side: usize| {
        let row = rows[side].first();
        row.map(|&row| row_channel(view, side, row)).filter(named)
    };
    for (side, sign) in [(0, 1), (1, -1)] {
        for &row in rows[side]
            .iter()
            .filter(|&&row| view.sides[side].success(row))
        {
            let Some(family) = view.sides[side].family(row) else {
                continue;
            };
            let own = Some(row_channel(view, side, row)).filter(named);
            let channel = own.or_else(|| other(1 - side)).unwrap_or("");
            let sign = if family == Family::In { sign } else { -sign };
            add(
                clearing(family),
                channel,
                sign * view.sides[side].amount(row),
            );
        }
    }
}

/// Internal legs that were posted less those that were expected.
fn posting_parts(
    bench: &Bench<'_>,
    view: &KeyView<'_>,
    group: usize,
    add: &mut impl FnMut(&str, &str, i128),
) {
    let (Some(posted), Some(orders)) = (bench.posted, bench.orders) else {
        return;
    };
    let columns = posted.columns;
    let [left, right] = view.rows(group);
    let fee = withdrawal_fee(posted, group);
    for &row in right {
        let channel = columns.channel(row);
        let of = columns.kind(row).and_then(|kind| internal(kind, channel));
        if let Some(Internal::Clearing(code)) = of {
            let mut amount = if columns.is_debit(row) {
                -columns.amount(row)
            } else {
                columns.amount(row)
            };
            if let Some(fee) = fee.filter(|fee| fee.row == row) {
                amount += fee.sum();
            }
            add(code, channel, amount);
        }
    }
    let otherwise = right.first().map_or("", |&row| columns.channel(row));
    for &row in left.iter().filter(|&&row| view.sides[0].success(row)) {
        if let Some((code, amount)) = orders.expected_clearing(row) {
            add(code, orders.channel(row, otherwise), -amount);
        }
    }
}

/// Adds what the items of a fund group explain: those that stay open.
pub(crate) fn item_parts(
    accounts: &mut Accounts,
    bench: &Bench<'_>,
    number: u32,
    parts: &mut Vec<Part>,
) {
    let Some(funds) = bench.funds else {
        return;
    };
    let group = funds.result.groups.get(number as usize);
    let waits = matches!(
        group.head.outcome,
        Outcome::NotDue | Outcome::TimingDifference | Outcome::Ambiguous
    );
    let mut add = |place: u32, item: &Item| {
        let by = By::Item {
            item: place,
            group: number,
        };
        for (code, amount) in [
            (CLEARING_IN, item.gross),
            (CLEARING_REFUNDS, -item.refunds),
            (CLEARING_PAYOUTS, -item.payouts),
        ] {
            if amount != 0 {
                let account = accounts.number(code, &item.channel, item.currency);
                parts.push(Part {
                    account,
                    amount,
                    by,
                });
            }
        }
    };
    if let (Some(missing), Some(&first)) = (&group.head.missing, group.items.first()) {
        add(first, missing);
    } else if waits {
        for &item in group.items {
            add(item, &funds.result.items.list[item as usize]);
        }
    }
}

/// Adds what matches within a tolerance leave on pending clearing.
pub(crate) fn tolerated_parts(accounts: &mut Accounts, bench: &Bench<'_>, parts: &mut Vec<Part>) {
    let channel = bench
        .keys
        .iter()
        .find(|view| view.result.by == ByKey::Channel);
    let Some(view) = channel else {
        return;
    };
    let tallies = view.result.tallies.all();
    let forgiven = |&(outcome, _, _, tally): &(Outcome, _, _, crate::groups::Tally)| {
        outcome == Outcome::Matched && tally.delta != 0
    };
    if !tallies.iter().any(forgiven) {
        return;
    }
    for group in 0..view.len() {
        if view.result.groups.verdict(group).why != Why::WithinTolerance {
            continue;
        }
        let by = By::Tolerated(u32::try_from(group).expect("fewer than rows"));
        let currency = view.currency(group);
        rows_parts(view, group, &mut |code, channel, amount| {
            let account = accounts.number(code, channel, currency);
            parts.push(Part {
                account,
                amount,
                by,
            });
        });
    }
}

/// Adds what an exception leaves unbooked: receipts negative, payments positive.
pub(crate) fn unbooked_parts(
    accounts: &mut Accounts,
    bench: &Bench<'_>,
    at: usize,
    parts: &mut Vec<Part>,
) {
    let group = bench.group(bench.exception(at));
    let sign = if comes_in(group) { -1 } else { 1 };
    let by = By::Exception(u32::try_from(at).expect("fewer than rows"));
    for (bank_account, amount) in unbooked(group) {
        parts.push(Part {
            account: accounts.number(BANK, bank_account, group.currency()),
            amount: sign * amount,
            by,
        });
    }
}
