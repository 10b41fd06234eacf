//! What is booked when funds are matched.

use std::collections::BTreeMap;

use super::balances::Openings;
use super::{Entry, Legs, put};
use crate::day::Day;
use crate::fund::{Fund, Group, Item};

fn entry(template: &'static str, currency: &str, rows: u64, legs: Legs) -> Entry {
    Entry {
        template,
        when: "fund_match",
        currency: currency.to_owned(),
        rows,
        legs,
    }
}

/// Lines in the order that they are asked in.
fn in_order(day: &Day, lines: &[usize]) -> Vec<usize> {
    let mut lines = lines.to_vec();
    lines.sort_by_key(|&line| {
        let row = &day.rows[line];
        let by = |column: &str| row.get(column).to_owned();
        (row.time(), by("bank_account"), by("transaction_no"), line)
    });
    lines
}

/// What of a group's lines is booked, and what is beyond the expected net, by bank account.
pub fn moved(day: &Day, group: &Group) -> Vec<(String, i128, i128)> {
    let mut excess_from: i128 = group
        .lines
        .iter()
        .map(|&line| day.rows[line].amount())
        .sum();
    if group.outcome == "fund_long" {
        excess_from -= group.delta;
    }
    let mut by_account: BTreeMap<String, (i128, i128)> = BTreeMap::new();
    for line in in_order(day, &group.lines) {
        let row = &day.rows[line];
        let booked = row.amount().min(excess_from);
        excess_from -= booked;
        let sums = by_account
            .entry(row.get("bank_account").to_owned())
            .or_default();
        sums.0 += booked;
        sums.1 += row.amount() - booked;
    }
    by_account
        .into_iter()
        .map(|(account, (booked, excess))| (account, booked, excess))
        .collect()
}

/// Rows of a group's items, and its lines.
fn rows_behind(group: &Group, items: &[&Item]) -> u64 {
    items.iter().map(|item| item.row_count).sum::<u64>() + group.lines.len() as u64
}

fn settled(day: &Day, group: &Group, items: &[&Item]) -> Entry {
    let sum = |of: fn(&Item) -> i128| items.iter().map(|item| of(item)).sum::<i128>();
    let (gross, refunds, payouts) = (
        sum(|item| item.gross),
        sum(|item| item.refunds),
        sum(|item| item.payouts),
    );
    let fees = sum(|item| if item.netted() { item.fees } else { 0 });
    let money_in = sum(Item::net) >= 0;
    let only_payouts = items.iter().all(|item| item.key_is_of_a_payout());
    let (channel, mut legs) = (group.channel.as_str(), Legs::new());
    let mut bank = 0;
    for (account, booked, _) in moved(day, group) {
        put(&mut legs, "1002", &account, money_in, booked);
        bank += booked;
    }
    if group.outcome != "fund_short" {
        put(&mut legs, "6411", channel, true, fees);
        put(&mut legs, "3003", channel, true, refunds);
        put(&mut legs, "3002", channel, true, payouts);
        put(&mut legs, "3001", channel, false, gross);
    } else if money_in {
        put(&mut legs, "6411", channel, true, fees);
        put(&mut legs, "3003", channel, true, refunds);
        put(&mut legs, "3002", channel, true, payouts);
        put(
            &mut legs,
            "3001",
            channel,
            false,
            bank + fees + refunds + payouts,
        );
    } else if gross == 0 && refunds == 0 {
        put(&mut legs, "3002", channel, true, bank);
    } else {
        let missing = group.missing.as_ref().map_or(0, |item| item.payouts);
        let paid = (payouts - missing).min(bank);
        put(&mut legs, "3002", channel, true, paid);
        put(&mut legs, "3003", channel, true, bank - paid);
    }
    let template = if only_payouts { "payout" } else { "settlement" };
    entry(template, &group.currency, rows_behind(group, items), legs)
}

/// The lines of fund transfers, each booked on the day that knows it as one.
fn transfers(day: &Day, fund: &Fund) -> Vec<Entry> {
    let mut entries = Vec::new();
    for group in &fund.groups {
        let transfer = group.items.is_empty()
            && ["internal_transfer", "timing_difference"].contains(&group.outcome);
        if !transfer {
            continue;
        }
        for &line in &group.lines {
            let row = &day.rows[line];
            if row.fund_transfer.is_some() {
                continue;
            }
            let money_in = row.get("side") == "credit";
            let mut legs = Legs::new();
            let (account, number) = (row.get("bank_account"), row.get("reference"));
            put(&mut legs, "1002", account, money_in, row.amount());
            put(&mut legs, "1012", number, !money_in, row.amount());
            let template = if money_in {
                "fund_transfer_in"
            } else {
                "fund_transfer_out"
            };
            entries.push(entry(template, row.currency(), 1, legs));
        }
    }
    entries
}

/// Interest and charges of the bank.
fn own_funds(day: &Day, fund: &Fund, opening: &Openings) -> Vec<Entry> {
    let lines: Vec<usize> = fund
        .groups
        .iter()
        .filter(|group| group.outcome == "own_funds")
        .flat_map(|group| group.lines.clone())
        .collect();
    let mut receivable: BTreeMap<(String, String), i128> = BTreeMap::new();
    for ((account, detail, currency), amount) in opening {
        if account == "1132" {
            receivable.insert((detail.clone(), currency.clone()), (*amount).max(0));
        }
    }
    let mut entries = Vec::new();
    for line in in_order(day, &lines) {
        let row = &day.rows[line];
        let (account, amount) = (row.get("bank_account"), row.amount());
        let mut legs = Legs::new();
        let template = if row.get("side") == "credit" {
            let left = receivable
                .entry((account.to_owned(), row.currency().to_owned()))
                .or_default();
            let received = amount.min(*left);
            *left -= received;
            put(&mut legs, "1002", account, true, amount);
            put(&mut legs, "1132", account, false, received);
            put(&mut legs, "6011", "", false, amount - received);
            "bank_interest"
        } else {
            put(&mut legs, "6603", account, true, amount);
            put(&mut legs, "1002", account, false, amount);
            "bank_charge"
        };
        entries.push(entry(template, row.currency(), 1, legs));
    }
    entries
}

/// The entries of the fund reconciliation.
pub fn entries(day: &Day, fund: &Fund, opening: &Openings) -> Vec<Entry> {
    let mut entries = transfers(day, fund);
    entries.extend(own_funds(day, fund, opening));
    for group in &fund.groups {
        let moved = match group.outcome {
            "matched" | "fund_long" => true,
            "fund_short" => !group.lines.is_empty(),
            _ => false,
        };
        if moved {
            let items: Vec<&Item> = group.items.iter().map(|&item| &fund.items[item]).collect();
            entries.push(settled(day, group, &items));
        }
    }
    entries
}
