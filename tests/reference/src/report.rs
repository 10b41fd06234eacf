//! The result in the report's form, and the carry-over for the next day.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tieout_statement::{Currency, Date, money};

use crate::books::{Books, Sources, Treated, books, control_totals};
use crate::cases::{Exception, NO_EXCEPTION, treatments};
use crate::day::Day;
use crate::fund::{Fund, Item, fund, items};
use crate::key::{Group, business, channel, posting};
use crate::rows::Role;

/// What a day gives.
pub struct Result {
    pub report: Value,
    pub carry_over: Value,
}

/// Major units, as reports write them.
pub fn major(minor: i128, currency: &str) -> String {
    money::major(minor, Currency::parse(currency).expect("a currency"))
}

/// `YYYY-MM-DD`.
pub fn date(days: i64) -> String {
    Date(i32::try_from(days).expect("a date")).to_string()
}

/// One line of `outcomes` on its way.
#[derive(Default)]
struct Total {
    keys: BTreeSet<String>,
    left: (u64, i128),
    right: (u64, i128),
    delta: i128,
}

type Totals = BTreeMap<(&'static str, String, Option<&'static str>), Total>;

fn totals_json(totals: &Totals) -> (Value, Value) {
    let mut sides: BTreeMap<(&str, &str), (u64, i128)> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for ((outcome, currency, cardinality), total) in totals {
        outcomes.push(json!({
            "outcome": outcome, "currency": currency, "cardinality": cardinality,
            "groups": total.keys.len(),
            "left_rows": total.left.0, "left_amount": major(total.left.1, currency),
            "right_rows": total.right.0, "right_amount": major(total.right.1, currency),
            "delta": major(total.delta, currency),
        }));
        for (side, part) in [("left", total.left), ("right", total.right)] {
            let sum = sides.entry((side, currency)).or_default();
            sum.0 += part.0;
            sum.1 += part.1;
        }
    }
    let sides = sides.iter().filter(|(_, part)| part.0 > 0);
    let sides = sides.map(|((side, currency), (rows, amount))| {
        let amount = major(*amount, currency);
        json!({"side": side, "currency": currency, "rows": rows, "amount": amount})
    });
    (sides.collect(), Value::Array(outcomes))
}

fn key_totals(day: &Day, groups: &[Group]) -> Totals {
    let mut totals = Totals::new();
    for group in groups {
        let by = (group.outcome, group.currency.clone(), group.cardinality);
        let total = totals.entry(by).or_default();
        total.keys.insert(group.key.clone());
        for (side, rows) in [
            (&mut total.left, &group.left),
            (&mut total.right, &group.right),
        ] {
            side.0 += rows.len() as u64;
            side.1 += rows.iter().map(|&row| day.rows[row].amount()).sum::<i128>();
        }
        total.delta += if group.outcome == "duplicate" {
            0
        } else {
            group.delta
        };
    }
    totals
}

fn fund_totals(day: &Day, fund: &Fund) -> Totals {
    let mut totals = Totals::new();
    for (n, group) in fund.groups.iter().enumerate() {
        let by = (group.outcome, group.currency.clone(), group.cardinality);
        let total = totals.entry(by).or_default();
        total.keys.insert(n.to_string());
        total.left.0 += group.items.len() as u64;
        total.left.1 += group
            .items
            .iter()
            .map(|&i| fund.items[i].net().abs())
            .sum::<i128>();
        total.right.0 += group.lines.len() as u64;
        total.right.1 += group
            .lines
            .iter()
            .map(|&l| day.rows[l].amount())
            .sum::<i128>();
        total.delta += if group.outcome == "duplicate" {
            0
        } else {
            group.delta
        };
    }
    totals
}

/// Everything open that leaves for the next day.
#[derive(Default)]
struct Leaving {
    /// Row → reconciliations it is carried for.
    rows: BTreeMap<usize, Vec<&'static str>>,
    lines: BTreeSet<usize>,
    /// With the order number of a line in transit.
    transit: BTreeMap<usize, String>,
    items: Vec<Item>,
    report: Vec<Value>,
}

impl Leaving {
    fn row(&mut self, day: &Day, (name, outcome): (&'static str, &str), side: &str, row: usize) {
        let r = &day.rows[row];
        self.report.push(json!({
            "reconciliation": name, "outcome": outcome, "side": side, "key": r.own_number(),
            "currency": r.currency(), "amount": major(r.amount(), r.currency()),
            "first_seen": date(day.first_seen(row)),
        }));
        if r.role == Role::BankStatement {
            self.lines.insert(row);
        } else {
            self.rows.entry(row).or_default().push(name);
        }
    }

    fn item(&mut self, outcome: &str, item: &Item) {
        self.report.push(json!({
            "reconciliation": "fund", "outcome": outcome, "side": "left", "key": item.key,
            "currency": item.currency, "amount": major(item.net().abs(), &item.currency),
            "first_seen": date(item.first_seen),
        }));
        self.items.push(item.clone());
    }

    fn document(&self, day: &Day, books: &Books) -> Value {
        let row = |&i: &usize, names: &[&str]| {
            let r = &day.rows[i];
            let cells: BTreeMap<_, _> = r.cells.iter().filter(|(_, v)| !v.is_empty()).collect();
            json!({
                "role": r.role.name(), "file": r.file, "line": r.line,
                "first_seen": date(day.first_seen(i)), "reconciliations": names,
                "cells": cells, "fund_transfer": self.transit.get(&i),
            })
        };
        let item = |item: &Item| {
            let amount = |minor| major(minor, &item.currency);
            json!({
                "channel": item.channel, "currency": item.currency, "key": item.key,
                "business_date": date(item.business_date), "due_date": date(item.due_date),
                "first_seen": date(item.first_seen), "rows": item.row_count,
                "tokens": item.tokens, "gross": amount(item.gross),
                "refunds": amount(item.refunds), "fees": amount(item.fees),
                "payouts": amount(item.payouts),
            })
        };
        json!({
            "tieout_carry_over": 1,
            "accounting_date": date(day.accounting_date),
            "rows": self.rows.iter().map(|(i, names)| row(i, names)).collect::<Vec<_>>(),
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
            "lines": self.lines.iter().map(|i| row(i, &["fund"])).collect::<Vec<_>>(),
            "open": books.open, "balances": books.carried_balances,
        })
    }
}

fn numbers(day: &Day, rows: &[usize]) -> Vec<String> {
    rows.iter()
        .map(|&row| day.rows[row].own_number().to_owned())
        .collect()
}

/// Rows of each reconciliation that was not run stay carried.
fn not_run(day: &Day, name: &'static str, roles: [Role; 2], leaving: &mut Leaving) {
    for (role, side) in roles.into_iter().zip(["left", "right"]) {
        for row in day.side(role, name) {
            if day.rows[row].carried.is_some() {
                if let Some(number) = &day.rows[row].fund_transfer {
                    leaving.transit.insert(row, number.clone());
                }
                leaving.row(day, (name, "not_run"), side, row);
            }
        }
    }
    if name == "fund" {
        for item in items(day) {
            leaving.item("not_run", &item);
        }
    }
}

fn key_leaving(day: &Day, groups: &[Group], leaving: &mut Leaving, found: &mut Vec<Value>) {
    for group in groups {
        for (side, rows, others) in [
            ("left", &group.left, &group.right),
            ("right", &group.right, &group.left),
        ] {
            for &row in rows {
                if group.carried && day.rows[row].success() {
                    leaving.row(day, (group.reconciliation, group.outcome), side, row);
                }
                if group.outcome == "matched" && day.rows[row].carried.is_some() {
                    found.push(json!({
                        "reconciliation": group.reconciliation, "outcome": "matched",
                        "side": side, "key": day.rows[row].own_number(),
                        "first_seen": date(day.first_seen(row)),
                        "matched_with": numbers(day, others),
                    }));
                }
            }
        }
    }
}

fn fund_leaving(day: &Day, fund: &Fund, leaving: &mut Leaving, found: &mut Vec<Value>) {
    for group in &fund.groups {
        let outcome = group.outcome;
        let keys: Vec<&String> = group.items.iter().map(|&i| &fund.items[i].key).collect();
        if outcome == "matched" {
            let matched = |side: &str, key: &str, first_seen: i64, with: Value| {
                json!({
                    "reconciliation": "fund", "outcome": "matched", "side": side, "key": key,
                    "first_seen": date(first_seen), "matched_with": with,
                })
            };
            for &item in group
                .items
                .iter()
                .filter(|&&item| fund.items[item].from_carry_over)
            {
                let item = &fund.items[item];
                let with = json!(numbers(day, &group.lines));
                found.push(matched("left", &item.key, item.first_seen, with));
            }
            for &line in group
                .lines
                .iter()
                .filter(|&&line| day.rows[line].carried.is_some())
            {
                let number = day.rows[line].own_number();
                found.push(matched("right", number, day.first_seen(line), json!(keys)));
            }
        }
        if let Some(missing) = &group.missing {
            leaving.item(outcome, missing);
        } else if ["not_due", "timing_difference", "ambiguous"].contains(&outcome) {
            for &item in &group.items {
                leaving.item(outcome, &fund.items[item]);
            }
        }
        let open = [
            "timing_difference",
            "ambiguous",
            "unidentified_receipt",
            "unidentified_payment",
        ];
        if open.contains(&outcome) {
            for &line in &group.lines {
                if outcome == "timing_difference" {
                    let number = day.rows[line].get("reference").to_owned();
                    leaving.transit.insert(line, number);
                }
                leaving.row(day, ("fund", outcome), "right", line);
            }
        }
    }
}

/// Runs every reconciliation whose files were read.
pub fn reconcile(day: &Day) -> Result {
    use Role::{BankStatement, ChannelFlow, ChannelStatement, PaymentFlow, PostingFlow};
    let mut leaving = Leaving::default();
    let mut found = Vec::new();
    let mut reconciliations = Vec::new();
    // Currency → what each side of each reconciliation reads, what its outcomes hold.
    let mut control: BTreeMap<String, (i128, i128)> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    type Run = fn(&Day) -> Vec<Group>;
    let runs: [(&'static str, [Role; 2], Run); 3] = [
        ("channel", [ChannelFlow, ChannelStatement], channel),
        ("business", [PaymentFlow, ChannelFlow], business),
        ("posting", [PaymentFlow, PostingFlow], posting),
    ];
    let mut balanced = |name: &str, totals: Option<Totals>| {
        let run = totals.is_some();
        let totals = totals.unwrap_or_default();
        let ties =
            |outcome: &str| outcome == "timing_difference" || NO_EXCEPTION.contains(&outcome);
        let balanced = totals.keys().all(|(outcome, _, _)| ties(outcome));
        for ((_, currency, _), total) in &totals {
            control.entry(currency.clone()).or_default().1 += total.left.1 + total.right.1;
        }
        let (sides, outcomes) = totals_json(&totals);
        reconciliations.push(json!({
            "name": name, "run": run, "totals": sides, "outcomes": outcomes, "balanced": balanced,
        }));
    };
    for (name, roles, run) in runs {
        if roles.iter().all(|&role| day.read(role)) {
            let made = run(day);
            balanced(name, Some(key_totals(day, &made)));
            key_leaving(day, &made, &mut leaving, &mut found);
            groups.extend(made);
        } else {
            balanced(name, None);
            not_run(day, name, roles, &mut leaving);
        }
    }
    let made = if day.read(ChannelStatement) && day.read(BankStatement) {
        let made = fund(day);
        balanced("fund", Some(fund_totals(day, &made)));
        fund_leaving(day, &made, &mut leaving, &mut found);
        made
    } else {
        balanced("fund", None);
        not_run(day, "fund", [ChannelStatement, BankStatement], &mut leaving);
        Fund {
            items: Vec::new(),
            groups: Vec::new(),
        }
    };
    let were_run: Vec<&str> = reconciliations
        .iter()
        .filter(|one| one["run"] == true)
        .filter_map(|one| one["name"].as_str())
        .collect();
    for (currency, amount) in read(day, &were_run) {
        control.entry(currency).or_default().0 += amount;
    }
    let exceptions = exceptions(&made, &groups);
    let treatments = treatments(day, &made, &exceptions);
    let treated: Vec<Treated<'_>> = exceptions
        .iter()
        .zip(&treatments)
        .map(|(exception, &(treatment, proposes))| (exception, treatment, proposes))
        .collect();
    let books = books(&Sources {
        day,
        groups: &groups,
        fund: &made,
        treated: &treated,
        open_items: &leaving.items,
        fund_was_run: were_run.contains(&"fund"),
        all_were_run: were_run.len() == 4,
    });
    let told = treated
        .iter()
        .map(|(exception, treatment, _)| told(day, &made, exception, treatment));
    let carry_over = leaving.document(day, &books);
    let mut identities = books.identities;
    identities.extend(control_totals(&control));
    let rows = day.rows.iter().filter(|row| row.carried.is_none()).count();
    let report = json!({
        "notes": options_did(day, &groups),
        "accounting_date": date(day.accounting_date),
        "reconciliations": reconciliations,
        "exceptions": told.collect::<Vec<_>>(),
        "carry_over": leaving.report,
        "from_carry_over": found,
        "journal": books.journal,
        "balances": books.balances,
        "identities": identities,
        "control": {
            "rows_in": rows, "rows_accounted": rows,
            "files_in": day.file_count, "files_refused": 0,
        },
    });
    Result { report, carry_over }
}

/// Amounts that the reconciliations read, by currency: counted from rows, not from outcomes.
fn read(day: &Day, were_run: &[&str]) -> BTreeMap<String, i128> {
    use Role::{BankStatement, ChannelFlow, ChannelStatement, PaymentFlow, PostingFlow};
    let sides = [
        ("channel", ChannelFlow),
        ("channel", ChannelStatement),
        ("business", PaymentFlow),
        ("business", ChannelFlow),
        ("posting", PaymentFlow),
        ("posting", PostingFlow),
        ("fund", BankStatement),
    ];
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for (name, role) in sides.iter().filter(|(name, _)| were_run.contains(name)) {
        for row in day.side(*role, name) {
            let row = &day.rows[row];
            *sums.entry(row.currency().to_owned()).or_default() += row.amount();
        }
    }
    if were_run.contains(&"fund") {
        for item in items(day) {
            *sums.entry(item.currency.clone()).or_default() += item.net().abs();
        }
    }
    sums
}

/// What tolerances and cleaning did, by channel.
fn options_did(day: &Day, groups: &[Group]) -> Vec<Value> {
    let mut residues: BTreeMap<(&str, &str), Vec<i128>> = BTreeMap::new();
    let mut cleaned: BTreeMap<&str, u64> = BTreeMap::new();
    for group in groups {
        if group.reconciliation != "channel" || group.outcome != "matched" {
            continue;
        }
        let rows: Vec<_> = group.left.iter().chain(&group.right).collect();
        let channel = day.rows[*rows[0]].get("channel");
        if group.delta != 0 {
            let residues = residues.entry((channel, &group.currency)).or_default();
            residues.push(group.delta);
        }
        let numbers: BTreeSet<&str> = rows.iter().map(|&&r| day.rows[r].own_number()).collect();
        if numbers.len() > 1 {
            *cleaned.entry(channel).or_default() += 1;
        }
    }
    let mut notes = Vec::new();
    for ((channel, currency), residues) in residues {
        let (count, sum) = (residues.len(), residues.iter().sum());
        let treatment = day.channel(channel).tolerance_treatment;
        let values = [
            channel,
            currency,
            &count.to_string(),
            &major(sum, currency),
            &treatment,
        ];
        notes.push(json!({"code": "tolerance_residue", "values": values}));
    }
    for (channel, count) in cleaned {
        notes.push(json!({"code": "met_cleaned", "values": [channel, &count.to_string()]}));
    }
    notes
}

/// Everything that `exceptions` lists.
fn exceptions<'a>(fund: &'a Fund, groups: &'a [Group]) -> Vec<Exception<'a>> {
    let is_exception = |outcome: &str| !NO_EXCEPTION.contains(&outcome);
    let keys = groups
        .iter()
        .filter(|g| is_exception(g.outcome))
        .map(Exception::Key);
    let funds = fund
        .groups
        .iter()
        .filter(|g| is_exception(g.outcome))
        .map(Exception::Fund);
    keys.chain(funds).collect()
}

/// The day from which an exception's age counts: of an item its due date, of a line or a row
/// the day that it was first seen on.
fn since(day: &Day, fund: &Fund, exception: &Exception<'_>) -> i64 {
    let Exception::Fund(group) = exception else {
        return first_seen(day, fund, exception);
    };
    let due = group.items.iter().map(|&i| fund.items[i].due_date);
    let seen = group.lines.iter().map(|&line| day.first_seen(line));
    due.chain(seen).min().expect("an exception has a row")
}

/// The day that an exception's oldest row or item was first seen on.
pub fn first_seen(day: &Day, fund: &Fund, exception: &Exception<'_>) -> i64 {
    let (items, rows): (&[usize], Vec<usize>) = match exception {
        Exception::Key(group) => (&[], [&group.left[..], &group.right[..]].concat()),
        Exception::Fund(group) => (&group.items, group.lines.clone()),
    };
    let items = items.iter().map(|&i| fund.items[i].first_seen);
    let rows = rows.iter().map(|&row| day.first_seen(row));
    items.chain(rows).min().expect("an exception has a row")
}

/// An exception in the report's form.
fn told(day: &Day, fund: &Fund, exception: &Exception<'_>, treatment: &str) -> Value {
    let (currency, delta, left, right) = match exception {
        Exception::Key(group) => {
            let (left, right) = (numbers(day, &group.left), numbers(day, &group.right));
            (&group.currency, group.delta, left, right)
        }
        Exception::Fund(group) => {
            let keys = group.items.iter().map(|&i| fund.items[i].key.clone());
            let right = numbers(day, &group.lines);
            (&group.currency, group.delta, keys.collect(), right)
        }
    };
    json!({
        "reconciliation": exception.reconciliation(), "outcome": exception.outcome(),
        "currency": currency, "delta": major(delta, currency), "treatment": treatment,
        "age_days": day.accounting_date - since(day, fund, exception),
        "left": left, "right": right,
    })
}
