//! Section 10: what must be equal, before and after the proposed treatments.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::balances::{Accounts, Movement, carried_closings, minor, stated_closings};
use super::open::{carried, clearing};
use super::treatment::{entry, unbooked};
use super::{Entry, Sources};
use crate::cases::Exception;
use crate::report::major;
use crate::rows::Role;

type Bridge = Vec<(String, i128)>;

struct Line<'a> {
    identity: &'a str,
    at: Option<&'a str>,
    detail: Option<&'a str>,
    currency: &'a str,
    after: bool,
}

impl Line<'_> {
    fn holds(&self, left: i128, right: i128, bridge: &Bridge) -> Value {
        let text = |minor| major(minor, self.currency);
        let difference = left - right - bridge.iter().map(|(_, amount)| amount).sum::<i128>();
        let terms = bridge
            .iter()
            .map(|(term, amount)| json!({"term": term, "amount": text(*amount)}));
        json!({
            "identity": self.identity, "account": self.at, "detail": self.detail,
            "currency": self.currency, "stage": if self.after { "after" } else { "before" },
            "left": text(left), "right": text(right), "bridge": terms.collect::<Vec<_>>(),
            "difference": text(difference), "holds": difference == 0,
        })
    }
}

fn of_stage(movement: &Movement, after: bool) -> i128 {
    if after {
        movement.after()
    } else {
        movement.closing()
    }
}

/// All of them but the control totals.
pub fn identities(of: &Sources<'_>, entries: &[Entry], accounts: &Accounts) -> Vec<Value> {
    let mut all = Vec::new();
    for after in [false, true] {
        trial_balance(entries, accounts, after, &mut all);
        movement(of, accounts, after, &mut all);
        customer_funds(accounts, after, &mut all);
        if of.fund_was_run {
            book_to_bank(of, accounts, after, &mut all);
        }
        if of.all_were_run {
            pending_clearing(of, accounts, after, &mut all);
        }
    }
    opening(of, accounts, &mut all);
    all
}

fn currencies(accounts: &Accounts) -> BTreeSet<&str> {
    accounts
        .keys()
        .map(|(_, _, currency)| currency.as_str())
        .collect()
}

fn trial_balance(entries: &[Entry], accounts: &Accounts, after: bool, all: &mut Vec<Value>) {
    for currency in currencies(accounts) {
        let line = |detail| Line {
            identity: "trial_balance",
            at: None,
            detail: Some(detail),
            currency,
            after,
        };
        let sum = |of_debit: bool| -> i128 {
            entries
                .iter()
                .filter(|entry| entry.currency == currency && (after || !entry.proposed()))
                .flat_map(|entry| &entry.legs)
                .filter(|((_, _, debit), _)| *debit == of_debit)
                .map(|(_, amount)| amount)
                .sum()
        };
        all.push(line("day").holds(sum(true), sum(false), &vec![]));
        let of = accounts.iter().filter(|((_, _, c), _)| c == currency);
        let balances: Vec<i128> = of.map(|(_, movement)| of_stage(movement, after)).collect();
        let debits: i128 = balances.iter().filter(|&&balance| balance > 0).sum();
        let credits: i128 = balances.iter().filter(|&&balance| balance < 0).sum();
        all.push(line("balances").holds(debits, -credits, &vec![]));
    }
}

fn movement(of: &Sources<'_>, accounts: &Accounts, after: bool, all: &mut Vec<Value>) {
    for (at, stated) in stated_closings(of.day) {
        let movement = &accounts[&at];
        let line = Line {
            identity: "movement",
            at: Some(&at.0),
            detail: Some(&at.1),
            currency: &at.2,
            after,
        };
        let proposed = if after { movement.proposed() } else { 0 };
        all.push(line.holds(of_stage(movement, after), stated + proposed, &vec![]));
    }
}

fn customer_funds(accounts: &Accounts, after: bool, all: &mut Vec<Value>) {
    for currency in currencies(accounts) {
        let (mut customers, mut at_bank) = (0, 0);
        let mut others: BTreeMap<&str, i128> = BTreeMap::new();
        for ((account, _, c), movement) in accounts {
            if c != currency {
                continue;
            }
            let balance = of_stage(movement, after);
            match account.as_str() {
                "2011" | "2012" | "2013" => customers -= balance,
                "1002" => at_bank += balance,
                other => *others.entry(other).or_default() += balance,
            }
        }
        let bridge: Bridge = others
            .into_iter()
            .filter(|(_, balance)| *balance != 0)
            .map(|(account, balance)| (account.to_owned(), balance))
            .collect();
        let line = Line {
            identity: "customer_funds",
            at: None,
            detail: None,
            currency,
            after,
        };
        all.push(line.holds(customers, at_bank, &bridge));
    }
}

/// The balance that today's statement ends with, by bank account and currency.
fn stated_balances(of: &Sources<'_>) -> BTreeMap<(String, String), i128> {
    let mut latest: BTreeMap<(String, String), (i64, i128)> = BTreeMap::new();
    for row in &of.day.rows {
        let balance = row.get("balance");
        if row.role != Role::BankStatement || row.carried.is_some() || balance.is_empty() {
            continue;
        }
        let (time, balance) = (row.time().unwrap_or(0), minor(balance, row.currency()));
        let at = (
            row.get("bank_account").to_owned(),
            row.currency().to_owned(),
        );
        if latest.get(&at).is_none_or(|&(known, _)| known <= time) {
            latest.insert(at, (time, balance));
        }
    }
    latest
        .into_iter()
        .map(|(at, (_, balance))| (at, balance))
        .collect()
}

fn book_to_bank(of: &Sources<'_>, accounts: &Accounts, after: bool, all: &mut Vec<Value>) {
    for ((account, currency), bank) in stated_balances(of) {
        let at = ("1002".to_owned(), account.clone(), currency.clone());
        let book = accounts.get(&at).map_or(0, |m| of_stage(m, after));
        let (mut receipts, mut payments) = (0, 0);
        for (exception, treatment, proposes) in of.treated {
            let Exception::Fund(group) = exception else {
                continue;
            };
            let books_it = *proposes && entry(of.day, exception, treatment).is_some();
            if group.currency != currency || (after && books_it) {
                continue;
            }
            let Some(&amount) = unbooked(of.day, group).get(&account) else {
                continue;
            };
            if of.day.rows[group.lines[0]].get("side") == "credit" {
                receipts -= amount;
            } else {
                payments += amount;
            }
        }
        for line in carried(of.day) {
            let here = line.account == "1002" && line.detail == account;
            if here && line.currency == currency {
                receipts += line.amount.min(0);
                payments += line.amount.max(0);
            }
        }
        let bridge = vec![
            ("unbooked receipts".to_owned(), receipts),
            ("unbooked payments".to_owned(), payments),
        ];
        let line = Line {
            identity: "book_to_bank",
            at: Some("1002"),
            detail: Some(&account),
            currency: &currency,
            after,
        };
        all.push(line.holds(book, bank, &bridge));
    }
}

fn is_clearing(account: &str) -> bool {
    ["3001", "3002", "3003"].contains(&account)
}

fn pending_clearing(of: &Sources<'_>, accounts: &Accounts, after: bool, all: &mut Vec<Value>) {
    // Account, channel, currency.
    let mut explained: BTreeMap<(String, String, String), i128> = BTreeMap::new();
    let mut by = |account: &str, channel: &str, currency: &str, amount: i128| {
        let at = (account.to_owned(), channel.to_owned(), currency.to_owned());
        *explained.entry(at).or_default() += amount;
    };
    for item in of.open_items {
        by("3001", &item.channel, &item.currency, item.gross);
        by("3003", &item.channel, &item.currency, -item.refunds);
        by("3002", &item.channel, &item.currency, -item.payouts);
    }
    for (exception, _, _) in of.treated {
        if let Exception::Key(group) = exception {
            for ((account, channel), amount) in clearing(of.day, group) {
                by(&account, &channel, &group.currency, amount);
            }
        }
    }
    for line in carried(of.day).iter().filter(|l| is_clearing(&l.account)) {
        by(&line.account, &line.detail, &line.currency, line.amount);
    }
    explained.retain(|at, amount| *amount != 0 || accounts.contains_key(at));
    for at in accounts.keys().filter(|at| is_clearing(&at.0)) {
        explained.entry(at.clone()).or_default();
    }
    for (at, before) in explained {
        let movement = accounts.get(&at).cloned().unwrap_or_default();
        let proposed = if after { movement.proposed() } else { 0 };
        let line = Line {
            identity: "pending_clearing",
            at: Some(&at.0),
            detail: Some(&at.1),
            currency: &at.2,
            after,
        };
        all.push(line.holds(of_stage(&movement, after), before + proposed, &vec![]));
    }
}

fn opening(of: &Sources<'_>, accounts: &Accounts, all: &mut Vec<Value>) {
    let carried = carried_closings(of.day);
    if carried.is_empty() {
        return;
    }
    for at in accounts
        .keys()
        .chain(carried.keys())
        .collect::<BTreeSet<_>>()
    {
        let opening = accounts.get(at).map_or(0, |movement| movement.opening);
        let closing = carried.get(at).copied().unwrap_or(0);
        if opening == 0 && closing == 0 {
            continue;
        }
        let line = Line {
            identity: "opening",
            at: Some(&at.0),
            detail: Some(&at.1),
            currency: &at.2,
            after: false,
        };
        all.push(line.holds(opening, closing, &vec![]));
    }
}

/// Amounts read by the reconciliations, and amounts that their outcomes hold, by currency.
pub fn control_totals(sums: &BTreeMap<String, (i128, i128)>) -> Vec<Value> {
    let lines = sums.iter().map(|(currency, &(read, accounted))| {
        let line = Line {
            identity: "control_totals",
            at: None,
            detail: None,
            currency,
            after: false,
        };
        line.holds(read, accounted, &vec![])
    });
    lines.collect()
}
