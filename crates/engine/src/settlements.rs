//! What each channel was expected to settle, what of it arrived and what is still open, from
//! the groups of fund reconciliation.

use std::collections::BTreeMap;

use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::fund::items::Item;
use crate::fund::result::FundResult;
use crate::outcome::Outcome;
use crate::report::{Direction, SettlementReport};

/// Which items are told together, in the order of the report.
type By<'a> = (&'a str, Currency, Direction, Outcome);

/// Minor units, money in positive.
#[derive(Default)]
struct Sums {
    items: u64,
    gross: i128,
    refunds: i128,
    fees: i128,
    payouts: i128,
    net: i128,
    lines: u64,
    arrived: i128,
}

/// One line for each channel, currency, direction and outcome that has an item.
///
/// Lines that no item explains are no channel's settlement: they stand among the exceptions.
pub(crate) fn of(fund: &FundResult) -> Vec<SettlementReport> {
    let mut all: BTreeMap<By<'_>, Sums> = BTreeMap::new();
    for group in fund.groups.iter() {
        let Some(&first) = group.items.first() else {
            continue;
        };
        let items: Vec<&Item> = group
            .items
            .iter()
            .map(|&item| &fund.items.list[item as usize])
            .collect();
        let net: i128 = items.iter().map(|item| item.net()).sum();
        let direction = if net < 0 {
            Direction::Out
        } else {
            Direction::In
        };
        let channel = &*fund.items.list[first as usize].channel;
        let by = (channel, group.head.currency, direction, group.head.outcome);
        let sums = all.entry(by).or_default();
        for item in &items {
            sums.items += 1;
            sums.gross += item.gross;
            sums.refunds += item.refunds;
            sums.fees += item.fees;
            sums.payouts += item.payouts;
        }
        sums.net += net;
        sums.lines += group.lines.len() as u64;
        // What nobody chose between has not settled anything yet.
        if group.head.outcome != Outcome::Ambiguous {
            let moved = net.abs() + group.head.delta;
            let none = group.lines.is_empty();
            sums.arrived += match direction {
                _ if none => 0,
                Direction::In => moved,
                Direction::Out => -moved,
            };
        }
    }
    all.into_iter().map(report).collect()
}

fn report(((channel, currency, direction, outcome), sums): (By<'_>, Sums)) -> SettlementReport {
    let amount = |minor| major(minor, currency);
    SettlementReport {
        channel: channel.to_owned(),
        currency,
        direction,
        outcome,
        items: sums.items,
        gross: amount(sums.gross),
        refunds: amount(sums.refunds),
        fees: amount(sums.fees),
        payouts: amount(sums.payouts),
        net: amount(sums.net),
        lines: sums.lines,
        arrived: amount(sums.arrived),
        open: amount(sums.net - sums.arrived),
    }
}
