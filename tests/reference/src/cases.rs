//! Section 6: what an exception proposes, and the cases that tie exceptions together.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::fund::{Fund, Group as FundGroup};
use crate::key::Group;
use crate::rows::{Role, Row};

/// Outcomes that `exceptions` does not list.
pub const NO_EXCEPTION: [&str; 7] = [
    "matched",
    "no_effect",
    "written_off",
    "own_funds",
    "internal_transfer",
    "not_due",
    "out_of_scope",
];

/// An exception of any reconciliation.
#[derive(Clone, Debug)]
pub enum Exception<'a> {
    Key(&'a Group),
    Fund(&'a FundGroup),
}

impl Exception<'_> {
    pub fn reconciliation(&self) -> &'static str {
        match self {
            Self::Key(group) => group.reconciliation,
            Self::Fund(_) => "fund",
        }
    }

    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Key(group) => group.outcome,
            Self::Fund(group) => group.outcome,
        }
    }
}

/// The story that a row belongs to: its payment order, of payouts its batch.
fn case_of(day: &Day, row: &Row, i: usize) -> BTreeSet<String> {
    let of_order = |number: &str| -> BTreeSet<String> {
        let batches: BTreeSet<String> = day
            .rows
            .iter()
            .filter(|other| other.role == Role::PaymentFlow)
            .filter(|other| other.get("payment_order_no") == number)
            .map(|other| other.get("payout_batch_no"))
            .filter(|batch| !batch.is_empty())
            .map(str::to_owned)
            .collect();
        if batches.is_empty() {
            BTreeSet::from([number.to_owned()])
        } else {
            batches
        }
    };
    let alone = || BTreeSet::from([format!("\u{2}row {i}")]);
    match row.role {
        Role::PaymentFlow => match row.get("payout_batch_no") {
            "" => BTreeSet::from([row.get("payment_order_no").to_owned()]),
            batch => BTreeSet::from([batch.to_owned()]),
        },
        Role::ChannelFlow | Role::PostingFlow => match row.get("payment_order_no") {
            "" => alone(),
            number => of_order(number),
        },
        Role::ChannelStatement => {
            let orders = flow_orders(day, row);
            if orders.is_empty() {
                let parts = [row.get("channel"), row.get("order_no"), row.family()];
                BTreeSet::from([format!("\u{2}statement {}", parts.join("\u{1}"))])
            } else {
                orders.iter().flat_map(|number| of_order(number)).collect()
            }
        }
        _ => alone(),
    }
}

/// Payment orders of the channel-flow rows with a statement row's channel, number, family.
pub fn flow_orders(day: &Day, row: &Row) -> BTreeSet<String> {
    day.rows
        .iter()
        .filter(|flow| {
            flow.role == Role::ChannelFlow
                && flow.get("channel") == row.get("channel")
                && flow.own_number() == row.own_number()
                && flow.family() == row.family()
        })
        .map(|flow| flow.get("payment_order_no").to_owned())
        .filter(|number| !number.is_empty())
        .collect()
}

pub fn family(day: &Day, group: &Group) -> &'static str {
    let rows = group
        .left
        .iter()
        .chain(&group.right)
        .map(|&row| &day.rows[row]);
    let mut successes = rows.clone().filter(|row| row.success());
    successes
        .next()
        .or(rows.clone().next())
        .expect("a group has a row")
        .family()
}

/// What a dropped order of money in asks of our payment order.
fn dropped_in(day: &Day, group: &Group) -> &'static str {
    if !day.read(Role::PaymentFlow) {
        return "verify";
    }
    let mut orders: BTreeSet<String> = BTreeSet::new();
    for &row in &group.right {
        orders.extend(flow_orders(day, &day.rows[row]));
    }
    let statuses: BTreeSet<&str> = day
        .rows
        .iter()
        .filter(|row| row.role == Role::PaymentFlow)
        .filter(|row| orders.contains(row.get("payment_order_no")))
        .map(|row| row.get("status"))
        .collect();
    let only = |among: &[&str]| statuses.iter().all(|status| among.contains(status));
    if only(&["pending"]) {
        "supplement"
    } else if only(&["failed", "closed"]) {
        "refund"
    } else {
        // A success, or orders that say different things.
        "verify"
    }
}

fn plain_treatment(day: &Day, fund: &Fund, exception: &Exception<'_>) -> &'static str {
    let group = match exception {
        Exception::Key(group) => group,
        Exception::Fund(group) => {
            return match group.outcome {
                "timing_difference" => "carry_over",
                "ambiguous" | "duplicate" => "verify",
                "fund_short" => {
                    let due = group
                        .items
                        .iter()
                        .map(|&item| fund.items[item].due_date)
                        .min();
                    let age = day.accounting_date - due.expect("a short group has items");
                    if age < day.max_fund_days {
                        "carry_over"
                    } else {
                        "suspense"
                    }
                }
                _ => "suspense",
            };
        }
    };
    let money_in = family(day, group) == "in";
    match (group.reconciliation, group.outcome) {
        (_, "timing_difference") => "carry_over",
        (_, "duplicate" | "out_of_period" | "earlier_reversal") => "verify",
        ("channel", "dropped_order") if money_in => dropped_in(day, group),
        ("channel", "amount_mismatch") => "suspense",
        ("channel", "fee_mismatch") => "claim",
        ("business", "lost_order") if money_in => "chase",
        ("channel" | "business", _) => "verify",
        ("posting", "unposted") => "post",
        ("posting", "double_posted" | "posted_without_order") => "reverse",
        ("posting", "amount_mismatch") => "adjust",
        (name, outcome) => panic!("{name} {outcome}"),
    }
}

/// The treatment of each exception, in their order, and whether its case lets it propose an
/// entry.
pub fn treatments(
    day: &Day,
    fund: &Fund,
    exceptions: &[Exception<'_>],
) -> Vec<(&'static str, bool)> {
    let mut cases: Vec<BTreeSet<String>> = Vec::new();
    for exception in exceptions {
        let rows: Vec<usize> = match exception {
            Exception::Key(group) => group.left.iter().chain(&group.right).copied().collect(),
            Exception::Fund(group) => group
                .items
                .iter()
                .flat_map(|&item| fund.items[item].rows.clone())
                .collect(),
        };
        cases.push(
            rows.iter()
                .flat_map(|&row| case_of(day, &day.rows[row], row))
                .collect(),
        );
    }
    // Numbers that one exception of a key reconciliation names together are one case.
    let mut joined: Vec<BTreeSet<String>> = Vec::new();
    for (exception, numbers) in exceptions.iter().zip(&cases) {
        if let Exception::Key(_) = exception {
            let (touched, apart): (Vec<_>, Vec<_>) = joined
                .into_iter()
                .partition(|case| !case.is_disjoint(numbers));
            let mut one: BTreeSet<String> = touched.into_iter().flatten().collect();
            one.extend(numbers.iter().cloned());
            joined = apart;
            joined.push(one);
        }
    }
    let neutral: BTreeSet<String> = joined
        .into_iter()
        .filter(|case| {
            let of_case: Vec<&Group> = exceptions
                .iter()
                .zip(&cases)
                .filter(|(_, numbers)| !numbers.is_disjoint(case))
                .filter_map(|(exception, _)| match exception {
                    Exception::Key(group) => Some(*group),
                    Exception::Fund(_) => None,
                })
                .collect();
            agrees_with_the_channel(day, &of_case) || never_came(&of_case)
        })
        .flatten()
        .collect();
    exceptions
        .iter()
        .zip(&cases)
        .map(|(exception, numbers)| {
            let keeps = ["timing_difference", "fee_mismatch"].contains(&exception.outcome());
            if !keeps && !numbers.is_disjoint(&neutral) {
                ("verify", false)
            } else {
                (plain_treatment(day, fund, exception), true)
            }
        })
        .collect()
}

/// Our channel module was wrong; the order and the channel agree.
fn agrees_with_the_channel(day: &Day, case: &[&Group]) -> bool {
    let mut sums: BTreeMap<(&str, &str), BTreeMap<&str, i128>> = BTreeMap::new();
    for group in case {
        let counts = ["lost_order", "dropped_order", "amount_mismatch"].contains(&group.outcome);
        if counts && group.reconciliation != "posting" {
            let by = (family(day, group), group.currency.as_str());
            *sums
                .entry(by)
                .or_default()
                .entry(group.reconciliation)
                .or_default() += group.delta;
        }
    }
    !sums.is_empty()
        && sums
            .values()
            .all(|deltas| deltas.len() == 2 && deltas.values().sum::<i128>() == 0)
}

/// The money never came and was never credited.
fn never_came(case: &[&Group]) -> bool {
    let lost = case
        .iter()
        .any(|g| g.reconciliation != "posting" && g.outcome == "lost_order");
    lost && case.iter().any(|g| g.outcome == "unposted")
}
