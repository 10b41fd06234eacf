//! Section 6: the entries that treatments propose.

use std::collections::{BTreeMap, BTreeSet};

use super::day_cut::{order_legs, posted_legs, surplus_legs};
use super::fund_match::moved;
use super::{Entry, Legs, Sources, add, clearing_account, escrow_detail, put};
use crate::cases::{Exception, family, flow_orders};
use crate::day::Day;
use crate::fund::{Group as FundGroup, Item};
use crate::key::Group;
use crate::rows::{Role, Row};

/// All proposed entries, those of the exceptions whose case proposes any.
pub fn entries(of: &Sources<'_>) -> Vec<Entry> {
    of.treated
        .iter()
        .filter(|(_, _, proposes)| *proposes)
        .filter_map(|(exception, treatment, _)| {
            let made = entry(of.day, exception, treatment)?;
            Some(Entry {
                rows: rows(of, exception),
                ..made
            })
        })
        .collect()
}

/// Rows of an exception, those of its items too.
fn rows(of: &Sources<'_>, exception: &Exception<'_>) -> u64 {
    match exception {
        Exception::Key(group) => (group.left.len() + group.right.len()) as u64,
        Exception::Fund(group) => {
            let items = group
                .items
                .iter()
                .map(|&item| of.fund.items[item].row_count);
            items.sum::<u64>() + group.lines.len() as u64
        }
    }
}

/// The entry of one exception's treatment, if it makes one.
pub fn entry(day: &Day, exception: &Exception<'_>, treatment: &str) -> Option<Entry> {
    let (template, currency, legs) = match exception {
        Exception::Fund(group) => (
            "suspense",
            &group.currency,
            fund_legs(group, treatment, day)?,
        ),
        Exception::Key(group) => {
            let (template, legs) = key_legs(day, group, treatment)?;
            (template, &group.currency, legs)
        }
    };
    Some(Entry {
        template,
        when: "treatment",
        currency: currency.clone(),
        rows: 0,
        legs,
    })
}

fn key_legs(day: &Day, group: &Group, treatment: &str) -> Option<(&'static str, Legs)> {
    match group.reconciliation {
        "channel" => channel_legs(day, group, treatment),
        "business" if treatment == "chase" => Some(("chase", recoverable(day, group))),
        "posting" => {
            let mut legs = Legs::new();
            let orders = group.left.iter().map(|&row| &day.rows[row]);
            let successes: Vec<&Row> = orders.filter(|row| row.success()).collect();
            let template = match (treatment, group.outcome) {
                ("post", _) => "post",
                ("reverse", "double_posted") => {
                    add(&mut legs, &surplus_legs(day, group), -1);
                    return Some(("reverse", legs));
                }
                ("reverse", _) => {
                    add(&mut legs, &posted_legs(day, group), -1);
                    return Some(("reverse", legs));
                }
                ("adjust", _) => {
                    add(&mut legs, &posted_legs(day, group), -1);
                    "adjust"
                }
                _ => return None,
            };
            for order in successes {
                add(&mut legs, &order_legs(day, order), 1);
            }
            Some((template, legs))
        }
        _ => None,
    }
}

/// Dr 1231 by payment order / Cr 3001 by channel, of our successes.
fn recoverable(day: &Day, group: &Group) -> Legs {
    let mut legs = Legs::new();
    for &i in group.left.iter().filter(|&&row| day.rows[row].success()) {
        let row = &day.rows[i];
        let order = row.get("payment_order_no");
        put(&mut legs, "1231", order, true, row.amount());
        put(&mut legs, "3001", &channel_of(row), false, row.amount());
    }
    legs
}

/// The channel of a row; of a payment order its method.
pub fn channel_of(row: &Row) -> String {
    let column = if row.role == Role::PaymentFlow {
        "method"
    } else {
        "channel"
    };
    row.get(column).to_owned()
}

fn channel_legs(day: &Day, group: &Group, treatment: &str) -> Option<(&'static str, Legs)> {
    let first = group.left.iter().chain(&group.right).next()?;
    let channel = day.rows[*first].get("channel");
    let family = family(day, group);
    let (money_in, clearing) = (family == "in", clearing_account(family));
    let (delta, mut legs) = (group.delta, Legs::new());
    let mut two = |debit: (&str, &str), credit: (&str, &str), amount: i128| {
        put(&mut legs, debit.0, debit.1, true, amount);
        put(&mut legs, credit.0, credit.1, false, amount);
    };
    let template = match (group.outcome, treatment) {
        ("dropped_order", "supplement") => {
            let (account, detail) = supplemented(day, group);
            two(("3001", channel), (account, &detail), delta);
            "supplement"
        }
        ("dropped_order", "refund") => {
            two(("3001", channel), ("3003", channel), delta);
            "refund_order"
        }
        ("dropped_order", _) if !money_in => {
            two(("1221", channel), (clearing, channel), delta);
            "verify"
        }
        ("lost_order", _) if money_in => return Some(("verify", recoverable(day, group))),
        ("lost_order", _) => {
            two((clearing, channel), ("2241", channel), -delta);
            "verify"
        }
        ("amount_mismatch", _) => {
            // Money that theirs has more of: received, or paid out.
            match (money_in, delta > 0) {
                (true, true) => two(("3001", channel), ("2241", channel), delta),
                (true, false) => two(("1221", channel), ("3001", channel), -delta),
                (false, true) => two(("1221", channel), (clearing, channel), delta),
                (false, false) => two((clearing, channel), ("2241", channel), -delta),
            }
            "suspense"
        }
        ("fee_mismatch", _) if delta > 0 => {
            two(("1122", channel), ("6411", channel), delta);
            "claim"
        }
        ("fee_mismatch", _) => {
            two(("6411", channel), ("2202", channel), -delta);
            "claim"
        }
        _ => return None,
    };
    Some((template, legs))
}

/// Whose the money of a dropped order is: the buyer's, or the merchant order's escrow; where
/// no order is known, or orders differ, the channel's order number says.
fn supplemented(day: &Day, group: &Group) -> (&'static str, String) {
    let mut orders: BTreeSet<String> = BTreeSet::new();
    for &row in &group.right {
        orders.extend(flow_orders(day, &day.rows[row]));
    }
    let found: BTreeSet<(&str, String)> = day
        .rows
        .iter()
        .filter(|row| row.role == Role::PaymentFlow)
        .filter(|row| orders.contains(row.get("payment_order_no")))
        .map(|row| match row.get("kind") {
            "payment" => ("2013", escrow_detail(day, row.get("payment_order_no"))),
            _ => ("2011", row.get("buyer").to_owned()),
        })
        .collect();
    match found.into_iter().collect::<Vec<_>>()[..] {
        [("2013", ref detail)] => ("2013", detail.clone()),
        [(_, ref detail)] => ("2011", detail.clone()),
        _ => {
            let numbers: BTreeSet<&str> = group
                .right
                .iter()
                .filter(|&&row| day.rows[row].success())
                .map(|&row| day.rows[row].own_number())
                .collect();
            let first = numbers.first().copied().unwrap_or_default();
            ("2011", first.to_owned())
        }
    }
}

fn fund_legs(group: &FundGroup, treatment: &str, day: &Day) -> Option<Legs> {
    if treatment != "suspense" {
        return None;
    }
    let (channel, mut legs) = (group.channel.as_str(), Legs::new());
    if let ("fund_short", Some(missing)) = (group.outcome, &group.missing) {
        short_legs(missing, &mut legs);
        return Some(legs);
    }
    let money_in = day.rows[*group.lines.first()?].get("side") == "credit";
    let mut suspended = 0;
    for (account, excess) in unbooked(day, group) {
        put(&mut legs, "1002", &account, money_in, excess);
        suspended += excess;
    }
    let suspense = if money_in { "2241" } else { "1221" };
    put(&mut legs, suspense, channel, !money_in, suspended);
    Some(legs)
}

/// What the bank moved and no final entry books, by account.
pub fn unbooked(day: &Day, group: &FundGroup) -> BTreeMap<String, i128> {
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    match group.outcome {
        "fund_long" => {
            for (account, _, excess) in moved(day, group) {
                *sums.entry(account).or_default() += excess;
            }
        }
        "unidentified_receipt" | "unidentified_payment" | "ambiguous" => {
            for &line in &group.lines {
                let row = &day.rows[line];
                *sums.entry(row.get("bank_account").to_owned()).or_default() += row.amount();
            }
        }
        _ => {}
    }
    sums
}

fn short_legs(missing: &Item, legs: &mut Legs) {
    let channel = missing.channel.as_str();
    let net = missing.net();
    if net > 0 {
        let fees = if missing.netted() { missing.fees } else { 0 };
        put(legs, "1221", channel, true, net);
        put(legs, "6411", channel, true, fees);
        put(legs, "3003", channel, true, missing.refunds);
        put(legs, "3002", channel, true, missing.payouts);
        put(legs, "3001", channel, false, missing.gross);
        return;
    }
    // A payout's own fees go with it; what is no payout is a negative settlement's.
    let payouts = if missing.refunds == 0 && missing.gross == 0 {
        -net
    } else {
        missing.payouts
    };
    put(legs, "3002", channel, true, payouts);
    put(legs, "3003", channel, true, -net - payouts);
    put(legs, "2241", channel, false, -net);
}
