//! Section 9: the books. Entries, and what they do to balances.

mod balances;
mod day_cut;
mod fund_match;
mod identities;
mod open;
mod treatment;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cases::Exception;
use crate::day::Day;
use crate::fund::{Fund, Item};
use crate::key::Group;
use crate::report::{date, major};
use crate::rows::Row;

pub use identities::control_totals;

/// Account, detail and whether it is the debit side → minor units.
pub type Legs = BTreeMap<(String, String, bool), i128>;

/// Adds to a leg; what is negative stays on the side that the template names.
pub fn put(legs: &mut Legs, account: &str, detail: &str, debit: bool, amount: i128) {
    let leg = (account.to_owned(), detail.to_owned(), debit);
    *legs.entry(leg).or_default() += amount;
}

/// Adds legs to legs, so many times, side by side.
pub fn add(legs: &mut Legs, other: &Legs, times: i128) {
    for (leg, amount) in other {
        *legs.entry(leg.clone()).or_default() += amount * times;
    }
}

/// One entry of the journal.
pub struct Entry {
    pub template: &'static str,
    pub when: &'static str,
    pub currency: String,
    /// Rows behind it.
    pub rows: u64,
    pub legs: Legs,
}

impl Entry {
    pub fn proposed(&self) -> bool {
        self.when == "treatment"
    }

    fn json(&self) -> Value {
        let legs = self.legs.iter().map(|((account, detail, debit), &amount)| {
            let (debit, credit) = if *debit { (amount, 0) } else { (0, amount) };
            json!({
                "account": account, "detail": detail, "currency": self.currency,
                "debit": major(debit, &self.currency), "credit": major(credit, &self.currency),
            })
        });
        json!({
            "template": self.template, "when": self.when,
            "status": if self.proposed() { "proposed" } else { "final" },
            "rows": self.rows,
            "lines": legs.collect::<Vec<_>>(),
        })
    }
}

/// An exception with its treatment, and whether its case lets it propose an entry.
pub type Treated<'a> = (&'a Exception<'a>, &'static str, bool);

/// What the books are made of.
pub struct Sources<'a> {
    pub day: &'a Day,
    /// Of every key reconciliation that was run.
    pub groups: &'a [Group],
    pub fund: &'a Fund,
    pub treated: &'a [Treated<'a>],
    /// Items that leave for the next day.
    pub open_items: &'a [Item],
    pub fund_was_run: bool,
    pub all_were_run: bool,
}

/// The books in the report's form, and their part of the carry-over.
pub struct Books {
    pub journal: Vec<Value>,
    pub balances: Vec<Value>,
    pub identities: Vec<Value>,
    pub open: Vec<Value>,
    pub carried_balances: Vec<Value>,
}

/// Keeps the books of a day.
pub fn books(of: &Sources<'_>) -> Books {
    let opening = balances::openings(of.day);
    let mut entries = day_cut::entries(of.day, of.groups);
    entries.extend(fund_match::entries(of.day, of.fund, &opening));
    entries.extend(treatment::entries(of));
    for entry in &mut entries {
        entry.legs.retain(|_, amount| *amount != 0);
    }
    entries.retain(|entry| !entry.legs.is_empty());
    let accounts = balances::accounts(of.day, &opening, &entries);
    let open = open::lines(of);
    Books {
        journal: entries.iter().map(Entry::json).collect(),
        balances: balances::json(&accounts),
        identities: identities::identities(of, &entries, &accounts),
        open: open.iter().map(open::OpenLine::json).collect(),
        carried_balances: balances::carried(&accounts),
    }
}

/// The detail that the chart keeps an account by, as far as a posting tells it.
fn posting_detail(day: &Day, row: &Row) -> String {
    match row.get("account_code") {
        "2011" | "2012" => row.get("customer").to_owned(),
        "2013" => escrow_detail(day, row.get("payment_order_no")),
        "1231" => row.get("payment_order_no").to_owned(),
        "1122" | "1221" | "2202" | "2241" | "3001" | "3002" | "3003" | "6411" => {
            row.get("channel").to_owned()
        }
        _ => String::new(),
    }
}

/// Escrow: the merchant's order; where it is empty or unknown, the payment order.
fn escrow_detail(day: &Day, order: &str) -> String {
    let mut found: Vec<&str> = day
        .rows
        .iter()
        .filter(|row| row.role == crate::rows::Role::PaymentFlow)
        .filter(|row| !order.is_empty() && row.get("payment_order_no") == order)
        .map(|row| row.get("merchant_order_no"))
        .filter(|number| !number.is_empty())
        .collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => one.to_owned(),
        _ => order.to_owned(),
    }
}

/// The pending clearing account of a family.
fn clearing_account(family: &str) -> &'static str {
    match family {
        "refund" => "3003",
        "payout" => "3002",
        _ => "3001",
    }
}

fn day_text(days: i64) -> String {
    date(days)
}
