//! Cases in which nothing is proposed, because the money agrees with the order.
//!
//! Either our channel module was wrong and order and channel agree (the deltas of channel
//! and business cancel out), or the money never came and was never credited.

use std::collections::{BTreeMap, BTreeSet};

use tieout_statement::{Column as C, Currency, Family};

use crate::by_key::{ByKey, Reconciled};
use crate::cases::Cases;
use crate::day::Day;
use crate::exceptions::Exception;
use crate::fund::result::FundResult;
use crate::fund::run::tables;
use crate::outcome::{Outcome, Treatment};
use crate::stories::{StoryKey, channel_order, channel_orders_of};
use crate::treatments::family;

/// What the exceptions of one case say together.
#[derive(Clone, Debug, Default)]
struct Story {
    /// Channel's and business's deltas by family and currency.
    deltas: BTreeMap<(Option<Family>, Currency), [Option<i128>; 2]>,
    lost: bool,
    unposted: bool,
}

impl Story {
    fn add(&mut self, day: &Day, result: &Reconciled, group: usize) {
        let outcome = result.groups.verdict(group).outcome;
        let which = match result.by {
            ByKey::Channel => 0,
            ByKey::Business => 1,
            ByKey::Posting => {
                self.unposted |= outcome == Outcome::Unposted;
                return;
            }
        };
        self.lost |= outcome == Outcome::LostOrder;
        if matches!(
            outcome,
            Outcome::LostOrder | Outcome::DroppedOrder | Outcome::AmountMismatch
        ) {
            let key = (family(day, result, group), result.currency_of(day, group));
            let delta = &mut self.deltas.entry(key).or_default()[which];
            *delta = Some(delta.unwrap_or(0) + result.groups.delta(group));
        }
    }

    fn is_neutral(&self) -> bool {
        let cancels = |deltas: &[Option<i128>; 2]| match deltas {
            [Some(channel), Some(business)] => channel + business == 0,
            _ => false,
        };
        let agrees = !self.deltas.is_empty() && self.deltas.values().all(cancels);
        agrees || (self.lost && self.unposted)
    }
}

/// Makes the exceptions of neutral cases `verify`; timing differences stay carried, fees
/// stay claimed.
pub(crate) fn verify_instead(
    day: &Day,
    reconciled: &[Reconciled],
    fund: Option<&FundResult>,
    cases: &Cases,
    keys: &[(StoryKey, u32)],
    list: &mut [Exception],
) {
    let mut stories = vec![Story::default(); cases.len()];
    for (at, exception) in list.iter().enumerate() {
        if let Some(result) = reconciled.get(exception.reconciliation) {
            stories[cases.of(at)].add(day, result, exception.group as usize);
        }
    }
    let neutral: Vec<bool> = stories.iter().map(Story::is_neutral).collect();
    if !neutral.contains(&true) {
        return;
    }
    let told: BTreeSet<StoryKey> = keys
        .iter()
        .filter(|(_, exception)| neutral[cases.of(*exception as usize)])
        .map(|(key, _)| key.clone())
        .collect();
    let orders = fund.map(|_| channel_orders_of(day, &told));
    for (at, exception) in list.iter_mut().enumerate() {
        let group = exception.group as usize;
        let (outcome, of_item) = match reconciled.get(exception.reconciliation) {
            Some(result) => (result.groups.verdict(group).outcome, false),
            None => {
                let fund = fund.expect("what is no reconciliation by key is the fund's");
                let orders = orders.as_ref().expect("looked up for the fund");
                let outcome = fund.groups.get(group).head.outcome;
                (outcome, holds_one_of(day, fund, group, orders))
            }
        };
        let keeps = matches!(outcome, Outcome::TimingDifference | Outcome::FeeMismatch);
        if !keeps && (neutral[cases.of(at)] || of_item) {
            exception.treatment = Treatment::Verify;
            exception.neutral = true;
        }
    }
}

/// Whether an item of a fund exception has a row of one of these channel orders.
fn holds_one_of(day: &Day, fund: &FundResult, group: usize, orders: &BTreeSet<Box<[u8]>>) -> bool {
    let [statement, _] = tables(day);
    let items = fund.groups.get(group).items.iter();
    let mut rows = items.flat_map(|&item| fund.items.rows_of(item));
    rows.any(|&row| orders.contains(&channel_order(statement.rows(), C::OrderNo, row)))
}
