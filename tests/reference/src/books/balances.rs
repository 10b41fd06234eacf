//! Opening balances, movements and closing balances by account and detail.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tieout_statement::{Currency, MinorUnits};

use super::Entry;
use crate::day::Day;
use crate::report::major;
use crate::rows::{Role, Row};

/// Account, detail, currency.
pub type Account = (String, String, String);
pub type Openings = BTreeMap<Account, i128>;

/// What happened to an account and detail; balances are debit positive.
#[derive(Clone, Default)]
pub struct Movement {
    pub opening: i128,
    pub debits: i128,
    pub credits: i128,
    pub proposed_debits: i128,
    pub proposed_credits: i128,
    pub in_the_file: bool,
}

impl Movement {
    pub fn closing(&self) -> i128 {
        self.opening + self.debits - self.credits
    }

    pub fn proposed(&self) -> i128 {
        self.proposed_debits - self.proposed_credits
    }

    pub fn after(&self) -> i128 {
        self.closing() + self.proposed()
    }
}

pub fn minor(text: &str, currency: &str) -> i128 {
    let currency = Currency::parse(currency).expect("the tests' currencies are good");
    let minor = MinorUnits::parse_signed(text, currency);
    i128::from(minor.expect("the tests' amounts are good").0)
}

fn balance_rows(day: &Day) -> impl Iterator<Item = (Account, &Row)> {
    let rows = day.rows.iter().filter(|row| row.role == Role::Balances);
    rows.map(|row| {
        let of = |column: &str| row.get(column).to_owned();
        ((of("account_code"), of("detail"), of("currency")), row)
    })
}

/// Closing balances that the carry-over brings.
pub fn carried_closings(day: &Day) -> Openings {
    let mut closings = Openings::new();
    let list = day
        .carry_over
        .as_ref()
        .and_then(|c| c["balances"].as_array());
    for line in list.into_iter().flatten() {
        let of = |key: &str| line[key].as_str().expect("a text").to_owned();
        let account = (of("account"), of("detail"), of("currency"));
        let amount = minor(&of("amount"), &account.2);
        *closings.entry(account).or_default() += amount;
    }
    closings
}

/// Of the balances file; without one, what the day before left.
pub fn openings(day: &Day) -> Openings {
    if !day.read(Role::Balances) {
        return carried_closings(day);
    }
    let mut openings = Openings::new();
    for (account, row) in balance_rows(day) {
        let opening = minor(row.get("opening"), &account.2);
        *openings.entry(account).or_default() += opening;
    }
    openings
}

/// What the books say that the closing balances are, where they say it.
pub fn stated_closings(day: &Day) -> Openings {
    let mut closings = Openings::new();
    for (account, row) in balance_rows(day) {
        let closing = row.get("closing");
        if !closing.is_empty() {
            let closing = minor(closing, &account.2);
            *closings.entry(account).or_default() += closing;
        }
    }
    closings
}

pub type Accounts = BTreeMap<Account, Movement>;

/// Every account and detail that has a balance or a movement.
pub fn accounts(day: &Day, opening: &Openings, entries: &[Entry]) -> Accounts {
    let mut accounts = Accounts::new();
    for (account, &amount) in opening {
        accounts.entry(account.clone()).or_default().opening = amount;
    }
    for (account, _) in balance_rows(day) {
        accounts.entry(account).or_default().in_the_file = true;
    }
    for entry in entries {
        for ((account, detail, debit), amount) in &entry.legs {
            let at = (account.clone(), detail.clone(), entry.currency.clone());
            let movement = accounts.entry(at).or_default();
            let sum = match (entry.proposed(), debit) {
                (false, true) => &mut movement.debits,
                (false, false) => &mut movement.credits,
                (true, true) => &mut movement.proposed_debits,
                (true, false) => &mut movement.proposed_credits,
            };
            *sum += amount;
        }
    }
    accounts
}

pub fn json(accounts: &Accounts) -> Vec<Value> {
    let lines = accounts.iter().map(|((account, detail, currency), of)| {
        let text = |minor| major(minor, currency);
        json!({
            "account": account, "detail": detail, "currency": currency,
            "opening": text(of.opening), "debits": text(of.debits), "credits": text(of.credits),
            "closing": text(of.closing()),
            "proposed_debits": text(of.proposed_debits),
            "proposed_credits": text(of.proposed_credits),
            "closing_after_treatment": text(of.after()),
        })
    });
    lines.collect()
}

/// Closing balances for the next day.
pub fn carried(accounts: &Accounts) -> Vec<Value> {
    let open = accounts.iter().filter(|(_, of)| of.closing() != 0);
    let lines = open.map(|((account, detail, currency), of)| {
        json!({
            "account": account, "detail": detail, "currency": currency,
            "amount": major(of.closing(), currency),
        })
    });
    lines.collect()
}
