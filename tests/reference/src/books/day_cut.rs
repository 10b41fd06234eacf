//! Day-cut: summary postings per channel, kind and currency, and fees billed apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Legs, add, escrow_detail, posting_detail, put};
use crate::day::Day;
use crate::key::{Group, duplicates, expected_legs, write_off_pairs};
use crate::rows::{Role, Row};

/// The template of a kind of posting, or of payment by balance.
fn template(kind: &str, by_balance: bool) -> Option<&'static str> {
    Some(match kind {
        "top_up" => "top_up",
        "payment" if by_balance => "payment_balance",
        "payment" => "payment_channel",
        "confirm" => "confirm",
        "transfer" => "transfer",
        "refund" => "refund",
        "withdrawal" => "withdrawal",
        _ => return None,
    })
}

/// What postings of one kind and channel are summed by.
fn summed_by(row: &Row) -> Option<(&'static str, String)> {
    let channel = row.get("channel");
    let by_balance = ["", "balance"].contains(&channel);
    let template = template(row.get("kind"), by_balance)?;
    let channel = if template == "payment_balance" {
        "balance"
    } else {
        channel
    };
    Some((template, channel.to_owned()))
}

/// The customers' legs and the internal ones of postings of one template and channel;
/// each with the amount that counts. The fee is that of withdrawals.
fn summary(day: &Day, template: &str, channel: &str, rows: &[(usize, i128)], fee: i128) -> Legs {
    let mut legs = Legs::new();
    // (of 2012, debit) → sum.
    let mut sums: BTreeMap<(bool, bool), i128> = BTreeMap::new();
    for &(i, amount) in rows {
        let row = &day.rows[i];
        let debit = row.get("side") == "debit";
        let account = row.get("account_code");
        put(&mut legs, account, &posting_detail(day, row), debit, amount);
        *sums.entry((account == "2012", debit)).or_default() += amount;
    }
    let of = |sellers: bool, debit: bool| sums.get(&(sellers, debit)).copied().unwrap_or(0);
    let debits = of(false, true) + of(true, true);
    let credits = of(false, false) + of(true, false);
    match template {
        "top_up" | "payment_channel" => {
            put(&mut legs, "3001", channel, true, credits);
            put(&mut legs, "3001", channel, false, debits);
        }
        "refund" => {
            put(&mut legs, "3003", channel, true, credits);
            put(&mut legs, "3003", channel, false, debits);
        }
        "withdrawal" => {
            put(&mut legs, "3002", channel, true, credits);
            put(&mut legs, "3002", channel, false, debits - fee);
            put(&mut legs, "6021", "", false, fee);
        }
        "confirm" => {
            let kept = of(false, true) - of(true, false);
            let given_back = of(false, false) - of(true, true);
            put(&mut legs, "6021", "", false, kept);
            put(&mut legs, "6021", "", true, given_back);
        }
        _ if debits > credits => put(&mut legs, "2241", "balance", false, debits - credits),
        _ => put(&mut legs, "1221", "balance", true, credits - debits),
    }
    legs
}

/// How often a withdrawal's order stands in the postings of its key.
fn times_posted(day: &Day, group: &Group) -> i128 {
    let Some(order) = order(day, group) else {
        return 0;
    };
    let expected = order.amount() + order.fee().unwrap_or(0);
    let posted: i128 = group.right.iter().map(|&row| day.rows[row].amount()).sum();
    let debits = group.right.iter().all(|&row| {
        let row = &day.rows[row];
        row.get("side") == "debit" && row.get("account_code") == "2011"
    });
    let whole = debits && expected > 0 && posted % expected == 0 && posted / expected >= 2;
    match group.outcome {
        "double_posted" | "posted_without_order" if whole => posted / expected,
        _ => 1,
    }
}

/// The order of a posting's key; of several rows its success, else the first.
fn order<'a>(day: &'a Day, group: &Group) -> Option<&'a Row> {
    let rows = || group.left.iter().map(|&row| &day.rows[row]);
    rows().find(|row| row.success()).or_else(|| rows().next())
}

/// The posting of an order whose entry takes its fee: the first debit of today, else the
/// first.
fn takes_the_fee(day: &Day, group: &Group) -> Option<usize> {
    let debits = || {
        group.right.iter().copied().filter(|&row| {
            let row = &day.rows[row];
            row.get("kind") == "withdrawal" && row.get("side") == "debit"
        })
    };
    let of_today = debits().find(|&row| day.rows[row].carried.is_none());
    of_today.or_else(|| debits().next())
}

/// An order's fee, so many times.
fn fee_of(day: &Day, group: &Group, times: i128) -> i128 {
    let fee = order(day, group).and_then(Row::fee).unwrap_or(0);
    fee * times
}

/// Legs of some postings of a key; the fee goes with the one that takes it.
fn legs_of(day: &Day, group: &Group, rows: &[(usize, i128)], fee: i128) -> Legs {
    let taker = takes_the_fee(day, group).and_then(|row| summed_by(&day.rows[row]));
    let mut parts: BTreeMap<(&'static str, String), Vec<(usize, i128)>> = BTreeMap::new();
    for &(row, amount) in rows {
        if let Some(by) = summed_by(&day.rows[row]) {
            parts.entry(by).or_default().push((row, amount));
        }
    }
    let mut legs = Legs::new();
    for ((template, channel), rows) in parts {
        let by = (template, channel.clone());
        let fee = if taker.as_ref() == Some(&by) { fee } else { 0 };
        add(&mut legs, &summary(day, template, &channel, &rows, fee), 1);
    }
    legs
}

/// All legs that the postings of a key were booked with.
pub fn posted_legs(day: &Day, group: &Group) -> Legs {
    let rows: Vec<(usize, i128)> = group
        .right
        .iter()
        .map(|&row| (row, day.rows[row].amount()))
        .collect();
    let fee = fee_of(day, group, times_posted(day, group));
    legs_of(day, group, &rows, fee)
}

/// Rule 7: whether every leg of the key has its party and every posting its customer.
fn compared_by_customer(day: &Day, group: &Group) -> bool {
    let named = |&row: &usize| !day.rows[row].get("customer").is_empty();
    let orders = group.left.iter().map(|&row| &day.rows[row]);
    let mut legs = orders
        .filter(|row| row.success())
        .flat_map(expected_legs)
        .filter(|leg| leg.account != "2013");
    group.right.iter().all(named) && legs.all(|leg| leg.party.is_some())
}

/// All legs of postings beyond what the order asks for. The first in byte order of their
/// numbers are the ones that it asks for.
pub fn surplus_legs(day: &Day, group: &Group) -> Legs {
    let by_customer = compared_by_customer(day, group);
    let mut left: BTreeMap<(String, bool, String), i128> = BTreeMap::new();
    let theirs = |account: &str, party: &str| {
        if by_customer && account != "2013" {
            party.to_owned()
        } else {
            String::new()
        }
    };
    for &row in group.left.iter().filter(|&&row| day.rows[row].success()) {
        for leg in expected_legs(&day.rows[row]) {
            let party = theirs(&leg.account, &leg.party.clone().unwrap_or_default());
            *left
                .entry((leg.account.clone(), leg.side == "debit", party))
                .or_default() += leg.amount;
        }
    }
    let mut postings = group.right.clone();
    postings.sort_by_key(|&row| (day.rows[row].get("posting_no").as_bytes().to_vec(), row));
    let mut surplus = Vec::new();
    for row in postings {
        let posting = &day.rows[row];
        let account = posting.get("account_code").to_owned();
        let party = theirs(&account, posting.get("customer"));
        let asked = left
            .entry((account, posting.get("side") == "debit", party))
            .or_default();
        let kept = posting.amount().min(*asked);
        *asked -= kept;
        surplus.push((row, posting.amount() - kept));
    }
    let fee = fee_of(day, group, times_posted(day, group) - 1);
    legs_of(day, group, &surplus, fee)
}

/// All legs that an order should have been booked with.
pub fn order_legs(day: &Day, row: &Row) -> Legs {
    let mut legs = Legs::new();
    for leg in expected_legs(row) {
        let detail = match leg.account.as_str() {
            "2013" => escrow_detail(day, row.get("payment_order_no")),
            _ => leg.party.clone().unwrap_or_default(),
        };
        put(
            &mut legs,
            &leg.account,
            &detail,
            leg.side == "debit",
            leg.amount,
        );
    }
    let (amount, fee) = (row.amount(), row.fee().unwrap_or(0));
    let method = row.get("method");
    match row.get("kind") {
        "payment" if method == "balance" => {}
        "top_up" | "payment" => put(&mut legs, "3001", method, true, amount),
        "refund" => put(&mut legs, "3003", method, false, amount),
        "withdrawal" => {
            put(&mut legs, "3002", method, false, amount);
            put(&mut legs, "6021", "", false, fee);
        }
        "confirm" => put(&mut legs, "6021", "", false, fee),
        _ => {}
    }
    legs
}

/// Every posting of the day's files that is no duplicate and not written off.
fn booked(day: &Day) -> Vec<usize> {
    let again = duplicates(day, Role::PostingFlow, |_| true);
    let mut postings = day.side(Role::PostingFlow, "posting");
    postings.retain(|row| !again.contains_key(row));
    let carried = |row: usize| day.rows[row].carried.is_some();
    let pairs = write_off_pairs(day, &postings).into_iter();
    let written_off: BTreeSet<usize> = pairs.flat_map(|(a, b)| [a, b]).collect();
    postings.retain(|row| !carried(*row) && !written_off.contains(row));
    postings
}

/// The entries of the day-cut.
pub fn entries(day: &Day, groups: &[Group]) -> Vec<Entry> {
    let mut parts: BTreeMap<(&'static str, String, String), Vec<usize>> = BTreeMap::new();
    for row in booked(day) {
        let posting = &day.rows[row];
        if let Some((template, channel)) = summed_by(posting) {
            let by = (template, channel, posting.currency().to_owned());
            parts.entry(by).or_default().push(row);
        }
    }
    let mut fees: BTreeMap<(&'static str, String, String), i128> = BTreeMap::new();
    let counts = |group: &&Group| {
        let out = ["duplicate", "written_off"].contains(&group.outcome);
        group.reconciliation == "posting" && !out
    };
    for group in groups.iter().filter(counts) {
        // What was carried was booked on its own day.
        let todays = |row: &usize| day.rows[*row].carried.is_none();
        let taker = takes_the_fee(day, group).filter(todays);
        if let Some((template, channel)) = taker.and_then(|row| summed_by(&day.rows[row])) {
            let by = (template, channel, group.currency.clone());
            parts.entry(by.clone()).or_default();
            *fees.entry(by).or_default() += fee_of(day, group, times_posted(day, group));
        }
    }
    let mut entries = Vec::new();
    for ((template, channel, currency), rows) in parts {
        let by = (template, channel.clone(), currency.clone());
        let fee = fees.get(&by).copied().unwrap_or(0);
        let rows: Vec<(usize, i128)> = rows
            .iter()
            .map(|&row| (row, day.rows[row].amount()))
            .collect();
        entries.push(Entry {
            template,
            when: "day_cut",
            currency,
            rows: rows.len() as u64,
            legs: summary(day, template, &channel, &rows, fee),
        });
    }
    entries.extend(channel_fees(day));
    entries
}

/// Fees that a channel bills apart from its settlements.
fn channel_fees(day: &Day) -> Vec<Entry> {
    let again = duplicates(day, Role::ChannelStatement, |_| true);
    let mut fees: BTreeMap<(String, String), (i128, u64)> = BTreeMap::new();
    for (i, row) in day.rows.iter().enumerate() {
        let ours = row.role == Role::ChannelStatement && row.carried.is_none();
        let channel = row.get("channel");
        let counts = ours && row.success() && !again.contains_key(&i);
        if let Some(fee) = row.fee().filter(|_| counts && !day.channel(channel).netted) {
            let by = (channel.to_owned(), row.currency().to_owned());
            let sum = fees.entry(by).or_default();
            sum.0 += fee;
            sum.1 += 1;
        }
    }
    let entry = |((channel, currency), (fee, rows)): ((String, String), (i128, u64))| {
        let mut legs = Legs::new();
        put(&mut legs, "6411", &channel, true, fee);
        put(&mut legs, "2202", &channel, false, fee);
        Entry {
            template: "channel_fee",
            when: "day_cut",
            currency,
            rows,
            legs,
        }
    };
    fees.into_iter().map(entry).collect()
}
