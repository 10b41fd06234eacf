//! Section 7: expected settlements against the bank statement.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tieout_statement::{Currency, Date, MinorUnits};

use crate::day::{Channel, Day};
use crate::key::{cardinality, duplicates};
use crate::rows::{Role, Row};

/// An expected settlement or payout.
#[derive(Clone, Debug)]
pub struct Item {
    pub channel: String,
    pub currency: String,
    pub key: String,
    pub business_date: i64,
    pub due_date: i64,
    pub first_seen: i64,
    pub from_carry_over: bool,
    pub row_count: u64,
    /// Today's rows behind it.
    pub rows: Vec<usize>,
    pub tokens: BTreeSet<String>,
    pub gross: i128,
    pub refunds: i128,
    pub fees: i128,
    pub payouts: i128,
    netted: bool,
}

impl Item {
    /// Whether the fees are taken out of it.
    pub fn netted(&self) -> bool {
        self.netted
    }

    /// Positive = money in.
    pub fn net(&self) -> i128 {
        let fees = if self.netted { self.fees } else { 0 };
        self.gross - self.refunds - self.payouts - fees
    }

    /// Payouts have items of their own.
    pub fn key_is_of_a_payout(&self) -> bool {
        self.key.starts_with(&format!("{}/payout/", self.channel))
    }

    fn oldest(&self) -> (i64, i64, &str) {
        (self.due_date, self.business_date, &self.key)
    }
}

/// Items and lines that share an outcome. Items by place in the list, lines by row.
#[derive(Clone, Debug)]
pub struct Group {
    pub outcome: &'static str,
    pub cardinality: Option<&'static str>,
    pub currency: String,
    /// Of its items, or the one that its lines are of; empty: they belong to none.
    pub channel: String,
    pub items: Vec<usize>,
    pub lines: Vec<usize>,
    pub delta: i128,
    /// Sets of items or of lines that each would explain a line or an item.
    pub candidates: Vec<(Vec<usize>, Vec<usize>)>,
    /// Of a short group: what is still to come.
    pub missing: Option<Item>,
}

/// Items and lines of a channel, a currency and a direction (in = true).
type Pools = BTreeMap<(String, String, bool), (Vec<usize>, Vec<usize>)>;

/// What became of everything that fund reconciliation looks at.
pub struct Fund {
    pub items: Vec<Item>,
    pub groups: Vec<Group>,
}

fn days(text: &Value) -> i64 {
    i64::from(
        Date::parse(text.as_str().expect("a text"))
            .expect("a date")
            .0,
    )
}

/// Items that earlier days left open.
pub fn carried_items(day: &Day) -> Vec<Item> {
    let Some(carry_over) = &day.carry_over else {
        return Vec::new();
    };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = carry_over["items"].as_array().expect("a list");
    list.iter()
        .map(|item| {
            let currency = Currency::parse(item["currency"].as_str().expect("a code"));
            let minor = |key: &str| {
                let text = item[key].as_str().expect("an amount");
                let currency = currency.expect("a currency");
                i128::from(
                    MinorUnits::parse_signed(text, currency)
                        .expect("an amount")
                        .0,
                )
            };
            let channel = text(&item["channel"]);
            Item {
                netted: day.channel(&channel).netted,
                channel,
                currency: text(&item["currency"]),
                key: text(&item["key"]),
                business_date: days(&item["business_date"]),
                due_date: days(&item["due_date"]),
                first_seen: days(&item["first_seen"]),
                from_carry_over: true,
                row_count: item["rows"].as_u64().expect("a count"),
                rows: Vec::new(),
                tokens: item["tokens"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(text)
                    .collect(),
                gross: minor("gross"),
                refunds: minor("refunds"),
                fees: minor("fees"),
                payouts: minor("payouts"),
            }
        })
        .collect()
}

fn item_key(channel: &Channel, row: &Row, business_date: i64) -> String {
    let code = &channel.code;
    let (batch, order) = (row.get("batch_no"), row.get("order_no"));
    let by_row = || format!("{code}/{}/{order}", row.family());
    if row.family() == "payout" {
        let number = if batch.is_empty() { order } else { batch };
        return format!("{code}/payout/{number}");
    }
    match channel.settlement.as_str() {
        "whole_batch" => {
            let date = i32::try_from(business_date).expect("a date");
            format!("{code}/{}", Date(date))
        }
        "partial_batch" if !batch.is_empty() => format!("{code}/{batch}"),
        _ => by_row(),
    }
}

/// Expected settlements: what the statements' successes of today's own files, and what was
/// carried, say should arrive and leave.
pub fn items(day: &Day) -> Vec<Item> {
    let mut made: BTreeMap<(String, String), Item> = BTreeMap::new();
    for item in carried_items(day) {
        made.insert((item.currency.clone(), item.key.clone()), item);
    }
    let duplicates = duplicates(day, Role::ChannelStatement, |_| true);
    for (i, row) in day.rows.iter().enumerate() {
        let ours = row.role == Role::ChannelStatement && row.carried.is_none();
        if !ours || !row.success() || duplicates.contains_key(&i) {
            continue;
        }
        let channel = day.channel(row.get("channel"));
        let business_date = row
            .time()
            .map_or(day.accounting_date, |time| day.day_of(time));
        let key = item_key(&channel, row, business_date);
        let item = made
            .entry((row.currency().to_owned(), key.clone()))
            .or_insert_with(|| Item {
                channel: channel.code.clone(),
                currency: row.currency().to_owned(),
                key,
                business_date,
                due_date: 0,
                first_seen: day.accounting_date,
                from_carry_over: false,
                row_count: 0,
                rows: Vec::new(),
                tokens: BTreeSet::new(),
                gross: 0,
                refunds: 0,
                fees: 0,
                payouts: 0,
                netted: channel.netted,
            });
        item.business_date = item.business_date.max(business_date);
        item.due_date = item
            .due_date
            .max(item.business_date + channel.settle_lag_days);
        item.row_count += 1;
        item.rows.push(i);
        for column in ["batch_no", "order_no", "transaction_no"] {
            let token = row.get(column);
            if !token.is_empty() {
                item.tokens.insert(token.to_owned());
            }
        }
        let amount = row.amount();
        match row.family() {
            "in" => item.gross += amount,
            "refund" => item.refunds += amount,
            _ => item.payouts += amount,
        }
        item.fees += row.fee().unwrap_or(0);
    }
    made.into_values().collect()
}

/// Tokens of a reference: what remains between the separators, and the whole.
fn tokens(reference: &str) -> BTreeSet<String> {
    let apart = |c: char| c.is_whitespace() || ",;:/|()[]，；：／｜（）［］".contains(c);
    let mut tokens: BTreeSet<String> = reference.split(apart).map(str::to_owned).collect();
    tokens.insert(reference.to_owned());
    tokens.remove("");
    tokens
}

enum LineIs {
    Transfer,
    Of(String),
    OwnFunds,
    Unidentified,
}

fn codes(day: &Day) -> Vec<Channel> {
    let mut found = day.channels.clone();
    let carried = carried_items(day);
    let of_rows = day
        .rows
        .iter()
        .filter(|row| [Role::ChannelFlow, Role::ChannelStatement].contains(&row.role))
        .map(|row| row.get("channel"));
    let others: BTreeSet<&str> = of_rows
        .chain(carried.iter().map(|item| item.channel.as_str()))
        .collect();
    for code in others {
        if !found.iter().any(|channel| channel.code == code) {
            found.push(Channel::default_for(code));
        }
    }
    found
}

fn classify(day: &Day, line: &Row, codes: &[Channel], transfers: &BTreeSet<String>) -> LineIs {
    let reference = line.get("reference");
    if transfers.contains(reference) {
        return LineIs::Transfer;
    }
    let of = codes.iter().find(|channel| {
        let account =
            channel.bank_account.is_empty() || channel.bank_account == line.get("bank_account");
        account
            && if channel.counterparty.is_empty() {
                reference.contains(&channel.code)
            } else {
                line.get("counterparty").contains(&channel.counterparty)
            }
    });
    if let Some(channel) = of {
        return LineIs::Of(channel.code.clone());
    }
    let money_in = line.get("side") == "credit";
    let words = if money_in {
        &day.interest_words
    } else {
        &day.charge_words
    };
    let memo = line.get("memo").to_ascii_lowercase();
    if words
        .iter()
        .any(|word| memo.contains(&word.to_ascii_lowercase()))
    {
        LineIs::OwnFunds
    } else {
        LineIs::Unidentified
    }
}

fn alone(day: &Day, line: usize, outcome: &'static str, delta: i128) -> Group {
    Group {
        outcome,
        cardinality: None,
        currency: day.rows[line].currency().to_owned(),
        channel: String::new(),
        items: vec![],
        lines: vec![line],
        delta,
        candidates: vec![],
        missing: None,
    }
}

fn unidentified(day: &Day, line: usize) -> Group {
    let row = &day.rows[line];
    let money_in = row.get("side") == "credit";
    let outcome = if money_in {
        "unidentified_receipt"
    } else {
        "unidentified_payment"
    };
    alone(day, line, outcome, row.amount())
}

/// 资金调拨: lines of one reference and currency.
fn transfers(day: &Day, lines: &[usize]) -> Vec<Group> {
    let mut by_reference: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for &line in lines {
        let row = &day.rows[line];
        by_reference
            .entry((row.get("reference"), row.currency()))
            .or_default()
            .push(line);
    }
    let mut groups = Vec::new();
    for lines in by_reference.into_values() {
        let of = |side: &str| {
            let rows: Vec<&Row> = lines
                .iter()
                .map(|&line| &day.rows[line])
                .filter(|row| row.get("side") == side)
                .collect();
            let accounts: BTreeSet<&str> = rows.iter().map(|r| r.get("bank_account")).collect();
            (accounts, rows.iter().map(|row| row.amount()).sum::<i128>())
        };
        let ((out_of, out), (into, arrived)) = (of("debit"), of("credit"));
        let whole = out_of.len() == 1 && into.len() == 1 && out_of != into && out == arrived;
        if whole {
            groups.push(Group {
                lines: lines.clone(),
                ..alone(day, lines[0], "internal_transfer", 0)
            });
        } else {
            for line in lines {
                let row = &day.rows[line];
                let sign = if row.get("side") == "credit" { 1 } else { -1 };
                groups.push(alone(day, line, "timing_difference", sign * row.amount()));
            }
        }
    }
    groups
}

/// Every subset of 2 to 8 of `pool` that sums to `target`.
fn subsets(pool: &[(usize, i128)], target: i128) -> Vec<Vec<usize>> {
    fn grow(
        pool: &[(usize, i128)],
        left: i128,
        chosen: &mut Vec<usize>,
        found: &mut Vec<Vec<usize>>,
    ) {
        if left == 0 && chosen.len() >= 2 {
            found.push(chosen.clone());
        }
        if chosen.len() == 8 {
            return;
        }
        for (i, &(member, amount)) in pool.iter().enumerate() {
            if amount <= left {
                chosen.push(member);
                grow(&pool[i + 1..], left - amount, chosen, found);
                chosen.pop();
            }
        }
    }
    let mut found = Vec::new();
    grow(pool, target, &mut Vec::new(), &mut found);
    found
}

struct Pool<'a> {
    day: &'a Day,
    list: &'a [Item],
    channel: String,
    items: Vec<usize>,
    lines: Vec<usize>,
    groups: Vec<Group>,
}

impl Pool<'_> {
    fn net(&self, item: usize) -> i128 {
        self.list[item].net().abs()
    }

    fn amount(&self, line: usize) -> i128 {
        self.day.rows[line].amount()
    }

    fn take(&mut self, outcome: &'static str, items: Vec<usize>, lines: Vec<usize>) -> &mut Group {
        self.items.retain(|item| !items.contains(item));
        self.lines.retain(|line| !lines.contains(line));
        let expected: i128 = items.iter().map(|&item| self.net(item)).sum();
        let moved: i128 = lines.iter().map(|&line| self.amount(line)).sum();
        let matched = outcome == "matched";
        let currency = match (items.first(), lines.first()) {
            (Some(&item), _) => self.list[item].currency.clone(),
            (None, Some(&line)) => self.day.rows[line].currency().to_owned(),
            (None, None) => panic!("nothing to take"),
        };
        self.groups.push(Group {
            outcome,
            cardinality: matched.then(|| cardinality(items.len(), lines.len())),
            currency,
            channel: self.channel.clone(),
            delta: if matched { 0 } else { moved - expected },
            items,
            lines,
            candidates: vec![],
            missing: None,
        });
        self.groups.last_mut().expect("just pushed")
    }

    /// Step 1.
    fn by_reference(&mut self) {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for start in self.items.clone() {
            if !seen.insert(start) {
                continue;
            }
            let (mut items, mut lines) = (vec![start], Vec::<usize>::new());
            loop {
                let named = |line: &usize| {
                    let tokens = tokens(self.day.rows[*line].get("reference"));
                    items
                        .iter()
                        .any(|&item: &usize| !tokens.is_disjoint(&self.list[item].tokens))
                };
                let more: Vec<usize> = self
                    .lines
                    .iter()
                    .copied()
                    .filter(|l| !lines.contains(l) && named(l))
                    .collect();
                lines.extend(&more);
                let names = |item: &usize| {
                    lines.iter().any(|&line| {
                        let tokens = tokens(self.day.rows[line].get("reference"));
                        !tokens.is_disjoint(&self.list[*item].tokens)
                    })
                };
                let further: Vec<usize> = self
                    .items
                    .iter()
                    .copied()
                    .filter(|i| !items.contains(i) && names(i))
                    .collect();
                items.extend(&further);
                if more.is_empty() && further.is_empty() {
                    break;
                }
            }
            seen.extend(&items);
            if lines.is_empty() {
                continue;
            }
            let expected: i128 = items.iter().map(|&item| self.net(item)).sum();
            let moved: i128 = lines.iter().map(|&line| self.amount(line)).sum();
            let outcome = match moved.cmp(&expected) {
                std::cmp::Ordering::Equal => "matched",
                std::cmp::Ordering::Less => "fund_short",
                std::cmp::Ordering::Greater => "fund_long",
            };
            let missing = (outcome == "fund_short").then(|| self.missing(&items, expected - moved));
            self.take(outcome, items, lines).missing = missing;
        }
    }

    /// What a short group still lacks, as one item.
    fn missing(&self, items: &[usize], amount: i128) -> Item {
        let members: Vec<&Item> = items.iter().map(|&item| &self.list[item]).collect();
        let oldest = members
            .iter()
            .min_by_key(|item| item.oldest())
            .expect("a group has items");
        let money_in = oldest.net() > 0;
        let paid_out: i128 = members.iter().map(|item| item.payouts).sum();
        let payouts = if money_in { 0 } else { amount.min(paid_out) };
        Item {
            tokens: members
                .iter()
                .flat_map(|item| item.tokens.clone())
                .collect(),
            first_seen: members
                .iter()
                .map(|item| item.first_seen)
                .min()
                .expect("some"),
            row_count: members.iter().map(|item| item.row_count).sum(),
            gross: if money_in { amount } else { 0 },
            refunds: if money_in { 0 } else { amount - payouts },
            fees: 0,
            payouts,
            ..(*oldest).clone()
        }
    }

    /// Step 2.
    fn by_amount(&mut self) {
        let amounts: BTreeSet<i128> = self.items.iter().map(|&item| self.net(item)).collect();
        for amount in amounts {
            let items: Vec<usize> = self
                .items
                .iter()
                .copied()
                .filter(|&item| self.net(item) == amount)
                .collect();
            let lines: Vec<usize> = self
                .lines
                .iter()
                .copied()
                .filter(|&line| self.amount(line) == amount)
                .collect();
            if lines.is_empty() {
                continue;
            }
            let outcome = if items.len() == lines.len() {
                "matched"
            } else {
                "ambiguous"
            };
            self.take(outcome, items, lines);
        }
    }

    /// Step 3, once; whether anything changed.
    fn by_subset(&mut self) -> bool {
        let mut items: Vec<usize> = self.items.clone();
        items.sort_by_key(|&item| self.list[item].oldest());
        items.truncate(24);
        let mut lines: Vec<usize> = self.lines.clone();
        lines.sort_by_key(|&line| {
            let row = &self.day.rows[line];
            let by = |column: &str| row.get(column).to_owned();
            (row.time(), by("bank_account"), by("transaction_no"), line)
        });
        lines.truncate(24);
        let items: Vec<(usize, i128)> = items.iter().map(|&i| (i, self.net(i))).collect();
        let lines: Vec<(usize, i128)> = lines.iter().map(|&l| (l, self.amount(l))).collect();
        // (items, lines) of each subset with its target.
        let mut found: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for &line in &self.lines {
            let sets = subsets(&items, self.amount(line));
            found.extend(sets.into_iter().map(|set| (set, vec![line])));
        }
        for &item in &self.items {
            let sets = subsets(&lines, self.net(item));
            found.extend(sets.into_iter().map(|set| (vec![item], set)));
        }
        let mut clusters: Vec<Vec<(Vec<usize>, Vec<usize>)>> = Vec::new();
        for set in found {
            let shares = |other: &(Vec<usize>, Vec<usize>)| {
                set.0.iter().any(|item| other.0.contains(item))
                    || set.1.iter().any(|line| other.1.contains(line))
            };
            let (touched, apart): (Vec<_>, Vec<_>) = clusters
                .into_iter()
                .partition(|cluster| cluster.iter().any(shares));
            let mut joined: Vec<_> = touched.into_iter().flatten().collect();
            joined.push(set);
            clusters = apart;
            clusters.push(joined);
        }
        let changed = !clusters.is_empty();
        for cluster in clusters {
            let items: BTreeSet<usize> = cluster.iter().flat_map(|set| set.0.clone()).collect();
            let lines: BTreeSet<usize> = cluster.iter().flat_map(|set| set.1.clone()).collect();
            let outcome = if cluster.len() == 1 {
                "matched"
            } else {
                "ambiguous"
            };
            let group = self.take(
                outcome,
                items.into_iter().collect(),
                lines.into_iter().collect(),
            );
            if outcome == "ambiguous" {
                group.candidates = cluster;
            }
        }
        changed
    }

    /// Steps 4 and 5.
    fn rest(&mut self) {
        let (items, lines) = (self.items.clone(), self.lines.clone());
        let expected: i128 = items.iter().map(|&item| self.net(item)).sum();
        let moved: i128 = lines.iter().map(|&line| self.amount(line)).sum();
        if !items.is_empty() && !lines.is_empty() && expected == moved {
            self.take("matched", items, lines).cardinality = Some("N:M");
            return;
        }
        for item in items {
            let waits =
                self.day.accounting_date - self.list[item].due_date < self.day.max_fund_days;
            if waits {
                self.take("timing_difference", vec![item], vec![]);
            } else {
                let missing = Some(self.list[item].clone());
                self.take("fund_short", vec![item], vec![]).missing = missing;
            }
        }
        for line in lines {
            self.groups.push(Group {
                channel: self.channel.clone(),
                ..unidentified(self.day, line)
            });
        }
    }
}

/// Did the money arrive and leave?
pub fn fund(day: &Day) -> Fund {
    let list = items(day);
    let mut groups = Vec::new();
    let mut pools = Pools::new();
    for (i, item) in list.iter().enumerate() {
        let one = |outcome, cardinality| Group {
            outcome,
            cardinality,
            currency: item.currency.clone(),
            channel: item.channel.clone(),
            items: vec![i],
            lines: vec![],
            delta: 0,
            candidates: vec![],
            missing: None,
        };
        if item.due_date > day.accounting_date {
            groups.push(one("not_due", None));
        } else if item.net() == 0 {
            groups.push(one("matched", Some("1:0")));
        } else {
            let pool = (item.channel.clone(), item.currency.clone(), item.net() > 0);
            pools.entry(pool).or_default().0.push(i);
        }
    }
    let codes = codes(day);
    let mut numbers: BTreeSet<String> = day
        .rows
        .iter()
        .filter_map(|row| row.fund_transfer.clone())
        .collect();
    let orders = day
        .rows
        .iter()
        .filter(|row| row.get("kind") == "fund_transfer");
    let payment = orders.filter(|row| row.role == Role::PaymentFlow);
    numbers.extend(payment.map(|row| row.get("payment_order_no").to_owned()));
    let duplicates = duplicates(day, Role::BankStatement, |_| true);
    let mut moved = Vec::new();
    for line in day.side(Role::BankStatement, "fund") {
        let row = &day.rows[line];
        if duplicates.contains_key(&line) {
            groups.push(alone(day, line, "duplicate", row.amount()));
            continue;
        }
        match classify(day, row, &codes, &numbers) {
            LineIs::Transfer => moved.push(line),
            LineIs::Of(channel) => {
                let pool = (
                    channel,
                    row.currency().to_owned(),
                    row.get("side") == "credit",
                );
                pools.entry(pool).or_default().1.push(line);
            }
            LineIs::OwnFunds => groups.push(alone(day, line, "own_funds", 0)),
            LineIs::Unidentified => groups.push(unidentified(day, line)),
        }
    }
    groups.extend(transfers(day, &moved));
    for ((channel, _, _), (items, lines)) in pools {
        let mut pool = Pool {
            day,
            list: &list,
            channel,
            items,
            lines,
            groups: Vec::new(),
        };
        pool.by_reference();
        pool.by_amount();
        while pool.by_subset() {}
        pool.rest();
        groups.extend(pool.groups);
    }
    Fund {
        items: list,
        groups,
    }
}
