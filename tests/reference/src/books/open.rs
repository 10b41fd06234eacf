//! What exceptions put on pending clearing, and what stays open in the books.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::day_cut::{order_legs, posted_legs};
use super::treatment::{channel_of, unbooked};
use super::{Legs, Sources, add, clearing_account, day_text};
use crate::books::balances::minor;
use crate::cases::Exception;
use crate::day::Day;
use crate::fund::Fund;
use crate::key::Group;
use crate::report::{first_seen, major};

/// Account and detail → what it holds on top, debit positive.
pub type Holds = BTreeMap<(String, String), i128>;

/// One line of the carry-over's `open`.
pub struct OpenLine {
    pub account: String,
    pub detail: String,
    pub currency: String,
    pub amount: i128,
    outcome: String,
    key: String,
    first_seen: String,
}

impl OpenLine {
    pub fn json(&self) -> Value {
        json!({
            "account": self.account, "detail": self.detail, "currency": self.currency,
            "amount": major(self.amount, &self.currency), "outcome": self.outcome,
            "key": self.key, "first_seen": self.first_seen,
        })
    }
}

/// What earlier days left open.
pub fn carried(day: &Day) -> Vec<OpenLine> {
    let list = day.carry_over.as_ref().and_then(|c| c["open"].as_array());
    let lines = list.into_iter().flatten().map(|line| {
        let of = |key: &str| line[key].as_str().expect("a text").to_owned();
        OpenLine {
            account: of("account"),
            detail: of("detail"),
            amount: minor(&of("amount"), &of("currency")),
            currency: of("currency"),
            outcome: of("outcome"),
            key: of("key"),
            first_seen: of("first_seen"),
        }
    });
    lines.collect()
}

fn clearing_of(legs: &Legs, holds: &mut Holds, sign: i128) {
    for ((account, detail, debit), amount) in legs {
        if ["3001", "3002", "3003"].contains(&account.as_str()) {
            let amount = if *debit { *amount } else { -*amount };
            *holds.entry((account.clone(), detail.clone())).or_default() += sign * amount;
        }
    }
}

/// What an exception explains of pending clearing.
pub fn clearing(day: &Day, group: &Group) -> Holds {
    let mut holds = Holds::new();
    if ["fee_mismatch", "duplicate"].contains(&group.outcome) {
        return holds;
    }
    if group.reconciliation == "posting" {
        clearing_of(&posted_legs(day, group), &mut holds, 1);
        let mut expected = Legs::new();
        for &row in group.left.iter().filter(|&&row| day.rows[row].success()) {
            add(&mut expected, &order_legs(day, &day.rows[row]), 1);
        }
        clearing_of(&expected, &mut holds, -1);
        return holds;
    }
    // Minus right − left; with the sign turned for refunds and payouts.
    for (rows, sign) in [(&group.left, 1), (&group.right, -1)] {
        for &row in rows.iter().filter(|&&row| day.rows[row].success()) {
            let row = &day.rows[row];
            let turned = if row.family() == "in" { 1 } else { -1 };
            let at = (clearing_account(row.family()).to_owned(), channel_of(row));
            *holds.entry(at).or_default() += sign * turned * row.amount();
        }
    }
    holds
}

/// What an exception that is carried in no other way explains of the books.
fn explains(day: &Day, exception: &Exception<'_>) -> Holds {
    match exception {
        Exception::Key(group) if group.outcome == "fee_mismatch" => {
            let first = group.left.first().expect("a match has rows");
            let channel = day.rows[*first].get("channel").to_owned();
            Holds::from([(("6411".to_owned(), channel), group.delta)])
        }
        Exception::Key(group) => clearing(day, group),
        Exception::Fund(group) => {
            let mut holds = Holds::new();
            for (account, excess) in unbooked(day, group) {
                let money_in = day.rows[group.lines[0]].get("side") == "credit";
                let amount = if money_in { -excess } else { excess };
                holds.insert(("1002".to_owned(), account), amount);
            }
            holds
        }
    }
}

/// Whether rows, items or lines of it leave for the next day instead.
fn leaves(exception: &Exception<'_>) -> bool {
    match exception {
        Exception::Key(group) => group.outcome == "timing_difference" || group.carried,
        Exception::Fund(group) => !["fund_long", "duplicate"].contains(&group.outcome),
    }
}

fn key(day: &Day, fund: &Fund, exception: &Exception<'_>) -> String {
    let row = |rows: &[usize]| rows.iter().map(|&row| day.rows[row].own_number()).min();
    let key = match exception {
        Exception::Key(group) => row(&group.left).or(row(&group.right)),
        Exception::Fund(group) => {
            let items = group.items.iter().map(|&i| fund.items[i].key.as_str());
            items.min().or(row(&group.lines))
        }
    };
    key.unwrap_or_default().to_owned()
}

/// Carried ones and today's: nothing takes them away but an accepted treatment.
pub fn lines(of: &Sources<'_>) -> Vec<OpenLine> {
    let mut lines = carried(of.day);
    for (exception, _, _) in of.treated {
        if leaves(exception) {
            continue;
        }
        let currency = match exception {
            Exception::Key(group) => &group.currency,
            Exception::Fund(group) => &group.currency,
        };
        for ((account, detail), amount) in explains(of.day, exception) {
            if amount == 0 {
                continue;
            }
            lines.push(OpenLine {
                account,
                detail,
                currency: currency.clone(),
                amount,
                outcome: exception.outcome().to_owned(),
                key: key(of.day, of.fund, exception),
                first_seen: day_text(first_seen(of.day, of.fund, exception)),
            });
        }
    }
    lines
}
