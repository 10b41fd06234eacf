//! A day's fund reconciliation, in steps that a host can show, yield between and stop.

use std::collections::BTreeMap;

use tieout_statement::{Column, Currency, Kind, Rows};

use super::groups::{Groups, Head, Why};
use super::items::Items;
use super::lines::{Channels, Sorter, Texts, Whose, amount, money_in};
use super::steps::{Ledger, Matching, Pool, unidentified};
use crate::outcome::{Cardinality, Outcome};
use crate::settings::Settings;

/// What fund reconciliation looks at.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Items, statement, lines, dates.
    pub ledger: Ledger<'a>,
    /// The settings.
    pub settings: &'a Settings,
    /// The payment flow, for the order numbers of fund transfers.
    pub payment_flow: Option<&'a Rows>,
    /// Order numbers of carried lines in transit.
    pub carried_transfers: &'a [Box<str>],
    /// Codes of channels that occur in the day's files and among carried items.
    pub codes: &'a [Box<str>],
}

/// Items and lines that no pool takes, and the pools of all others.
///
/// `duplicate` says which lines the bank had brought before.
pub fn sort(
    looked: Looked<'_>,
    duplicate: impl Fn(u32) -> bool,
    groups: &mut Groups,
) -> Vec<Matching> {
    let Looked {
        ledger, settings, ..
    } = looked;
    let channels = Channels::of(settings, looked.codes.iter().map(AsRef::as_ref));
    let mut pools: BTreeMap<(u32, Currency, bool), Pool> = BTreeMap::new();
    for (number, item) in (0_u32..).zip(&ledger.items.list) {
        let currency = item.currency;
        if item.due_date > ledger.date {
            let head = Head::plain(Outcome::NotDue, Why::NotDue, currency, 0);
            groups.push(head, &[number], &[]);
        } else if item.net() == 0 {
            let head = Head::matched(Why::NetsToZero, currency, Cardinality::OneToNone);
            groups.push(head, &[number], &[]);
        } else {
            let channel = channels
                .place(&item.channel)
                .expect("its code is among the codes");
            pool(&mut pools, channel, currency, item.net() > 0)
                .items
                .push(number);
        }
    }
    let transfers = transfer_orders(looked);
    let sorter = Sorter::new(&channels, transfers, settings);
    let mut moved = Vec::new();
    for line in 0..u32::try_from(ledger.lines.len()).expect("fewer than 2^32 rows") {
        let currency = ledger.lines.currency(line as usize);
        let alone = |outcome, why, delta| Head::plain(outcome, why, currency, delta);
        if duplicate(line) {
            let delta = amount(ledger.lines, line);
            groups.push(
                alone(Outcome::Duplicate, Why::Duplicate, delta),
                &[],
                &[line],
            );
            continue;
        }
        match sorter.whose(ledger.lines, line) {
            Whose::Transfer => moved.push(line),
            Whose::Channel(channel) => {
                let money_in = money_in(ledger.lines, line);
                pool(&mut pools, channel, currency, money_in)
                    .lines
                    .push(line);
            }
            Whose::OwnFunds => {
                groups.push(alone(Outcome::OwnFunds, Why::OwnFunds, 0), &[], &[line]);
            }
            Whose::Unknown => {
                groups.push(
                    unidentified(ledger.lines, line, currency, Why::NoChannel),
                    &[],
                    &[line],
                );
            }
        }
    }
    transfers_of(ledger.lines, &moved, groups);
    pools.into_values().map(Matching::new).collect()
}

fn pool(
    pools: &mut BTreeMap<(u32, Currency, bool), Pool>,
    channel: u32,
    currency: Currency,
    money_in: bool,
) -> &mut Pool {
    let empty = || Pool {
        currency,
        items: Vec::new(),
        lines: Vec::new(),
    };
    pools
        .entry((channel, currency, money_in))
        .or_insert_with(empty)
}

/// Order numbers of kind `fund_transfer`, of whatever status, and those of carried lines.
fn transfer_orders(looked: Looked<'_>) -> Texts<'_> {
    let mut numbers: Texts<'_> = looked.carried_transfers.iter().map(AsRef::as_ref).collect();
    if let Some(orders) = looked.payment_flow {
        let own = orders.text(Column::PaymentOrderNo);
        let kinds = orders.code(Column::Kind).iter().enumerate();
        let transfers = kinds.filter(|&(_, &kind)| kind == Kind::FundTransfer.code());
        numbers.extend(transfers.map(|(row, _)| own.get(row)));
    }
    numbers
}

/// 资金调拨: lines of one reference and currency.
fn transfers_of(lines: &Rows, moved: &[u32], groups: &mut Groups) {
    let references = lines.text(Column::Reference);
    let accounts = lines.symbol(Column::BankAccount);
    let mut by_reference: BTreeMap<(&str, Currency), Vec<u32>> = BTreeMap::new();
    for &line in moved {
        let at = line as usize;
        let by = (references.get(at), lines.currency(at));
        by_reference.entry(by).or_default().push(line);
    }
    for ((_, currency), halves) in by_reference {
        let side = |wanted: bool| {
            halves
                .iter()
                .filter(move |&&l| money_in(lines, l) == wanted)
        };
        let sum = |wanted| side(wanted).map(|&line| amount(lines, line)).sum::<i128>();
        let only_account = |wanted| {
            let mut found = side(wanted).map(|&line| accounts.symbols[line as usize]);
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        };
        let apart = match (only_account(false), only_account(true)) {
            (Some(out_of), Some(into)) => out_of != into,
            _ => false,
        };
        if apart && sum(false) == sum(true) {
            let head = Head::plain(Outcome::InternalTransfer, Why::Transfer, currency, 0);
            groups.push(head, &[], &halves);
            continue;
        }
        for line in halves {
            let sign = if money_in(lines, line) { 1 } else { -1 };
            let delta = sign * amount(lines, line);
            let (outcome, why) = (Outcome::TimingDifference, Why::TransferInTransit);
            groups.push(Head::plain(outcome, why, currency, delta), &[], &[line]);
        }
    }
}

/// Items and groups of a day.
#[derive(Clone, Debug, Default)]
pub struct Fund {
    /// The expected settlements.
    pub items: Items,
    /// What became of them and of the lines.
    pub groups: Groups,
}
