//! The laws of the books hold on random days: entries balance, balances follow from openings
//! and movements, identities hold or say by how much they do not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tieout_reference::fund::{Item, fund};
use tieout_reference::key::posting;
use tieout_reference::random::{RandomDay, World};
use tieout_reference::{Day, Result, reconcile};
use tieout_statement::{Currency, MinorUnits};

fn list<'a>(of: &'a Value, name: &str) -> &'a Vec<Value> {
    of[name].as_array().expect("a list")
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn minor(of: &Value, name: &str) -> i64 {
    let currency = Currency::parse(text(of, "currency")).expect("a currency");
    let amount = MinorUnits::parse_signed(text(of, name), currency);
    amount.expect("an amount").0
}

/// Account, detail and currency.
type Account = (String, String, String);

fn at(of: &Value) -> Account {
    let part = |name| text(of, name).to_owned();
    (part("account"), part("detail"), part("currency"))
}

/// Worlds that are looked at, four days each.
const WORLDS: u64 = 60;

type BooksDay = (Day, Result, bool);

/// So many days in a row of a world with books; whether it is one that never contradicts.
fn days(seed: u64, days: u32) -> Vec<BooksDay> {
    let mut world = World::with_books(seed);
    let truthful = world.truthful();
    let mut carry_over: Option<Value> = None;
    let mut all = Vec::new();
    for _ in 0..days {
        let RandomDay { files, settings } = world.next_day(carry_over.as_ref());
        let day = Day::new(&files, &settings, carry_over.as_ref());
        let result = reconcile(&day);
        carry_over = Some(result.carry_over.clone());
        all.push((day, result, truthful));
    }
    all
}

/// An entry's debits equal its credits, and no line of it is empty.
fn entries_balance(report: &Value) {
    for entry in list(report, "journal") {
        let lines = list(entry, "lines");
        let sum = |side| lines.iter().map(|line| minor(line, side)).sum::<i64>();
        assert_eq!(sum("debit"), sum("credit"), "{entry:#}");
        let moves = |line: &Value| minor(line, "debit") != 0 || minor(line, "credit") != 0;
        assert!(!lines.is_empty() && lines.iter().all(moves), "{entry:#}");
        let currencies: BTreeSet<&str> = lines.iter().map(|l| text(l, "currency")).collect();
        assert_eq!(currencies.len(), 1, "{entry:#}");
    }
}

/// Balances are openings and the journal's lines, and nothing else.
fn balances_follow(report: &Value) {
    let mut sums: BTreeMap<(bool, Account), (i64, i64)> = BTreeMap::new();
    for entry in list(report, "journal") {
        for line in list(entry, "lines") {
            let sum = sums
                .entry((entry["status"] == "proposed", at(line)))
                .or_default();
            sum.0 += minor(line, "debit");
            sum.1 += minor(line, "credit");
        }
    }
    for line in list(report, "balances") {
        let (debits, credits) = sums.remove(&(false, at(line))).unwrap_or_default();
        assert_eq!(
            (debits, credits),
            (minor(line, "debits"), minor(line, "credits"))
        );
        let closing = minor(line, "opening") + debits - credits;
        assert_eq!(closing, minor(line, "closing"), "{line}");
        let (debits, credits) = sums.remove(&(true, at(line))).unwrap_or_default();
        let proposed = ["proposed_debits", "proposed_credits"].map(|name| minor(line, name));
        assert_eq!([debits, credits], proposed);
        let after = minor(line, "closing_after_treatment");
        assert_eq!(closing + debits - credits, after, "{line}");
    }
    assert!(sums.is_empty(), "no balance for {sums:?}");
}

/// left − right − bridge is the difference, and what holds has none.
fn identities_add_up(report: &Value) {
    for one in list(report, "identities") {
        let bridge = list(one, "bridge").iter().map(|term| {
            let currency = Currency::parse(text(one, "currency")).expect("a currency");
            let amount = MinorUnits::parse_signed(text(term, "amount"), currency);
            amount.expect("an amount").0
        });
        let difference = minor(one, "left") - minor(one, "right") - bridge.sum::<i64>();
        assert_eq!(difference, minor(one, "difference"), "{one:#}");
        assert_eq!(one["holds"], difference == 0, "{one:#}");
    }
}

/// Where the words book less, or otherwise, than what they explain by: a negative item that is
/// paid short and has more than the one part; a withdrawal posted on the day before its order
/// came, without its fee; a posting and its reversal on two days.
fn is_beyond_the_words(day: &Day) -> bool {
    let fund = fund(day);
    let short = fund.groups.iter().any(|group| {
        let items = || group.items.iter().map(|&item| &fund.items[item]);
        let parts = items().any(|item| item.gross != 0 || (item.netted() && item.fees != 0));
        let money_out = items().map(Item::net).sum::<i128>() < 0;
        group.outcome == "fund_short" && !group.lines.is_empty() && money_out && parts
    });
    let two_days = posting(day).iter().any(|group| {
        let mut rows = group.right.iter().map(|&row| &day.rows[row]);
        let earlier = rows.any(|row| {
            row.carried.is_some() && (group.outcome == "written_off" || row.family() == "payout")
        });
        earlier && (group.outcome == "written_off" || !group.left.is_empty())
    });
    short || two_days
}

/// What was carried opens the next day where no balances file does.
fn balances_are_carried(before: &Result, day: &Day, after: &Result) {
    if day.read(tieout_reference::Role::Balances) {
        return;
    }
    let carried: BTreeMap<_, _> = list(&before.carry_over, "balances")
        .iter()
        .map(|line| (at(line), minor(line, "amount")))
        .collect();
    let opened: BTreeMap<_, _> = list(&after.report, "balances")
        .iter()
        .map(|line| (at(line), minor(line, "opening")))
        .filter(|(_, opening)| *opening != 0)
        .collect();
    assert_eq!(carried, opened);
}

#[test]
fn entries_balance_and_balances_follow_from_them() {
    let mut templates: BTreeSet<String> = BTreeSet::new();
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for seed in 0..WORLDS {
        let days = days(seed, 4);
        for (n, (day, result, _)) in days.iter().enumerate() {
            entries_balance(&result.report);
            balances_follow(&result.report);
            identities_add_up(&result.report);
            if n > 0 {
                balances_are_carried(&days[n - 1].1, day, result);
            }
            for entry in list(&result.report, "journal") {
                templates.insert(text(entry, "template").to_owned());
                for line in list(entry, "lines") {
                    let side = if minor(line, "debit") == 0 {
                        "Cr"
                    } else {
                        "Dr"
                    };
                    let told = [text(entry, "template"), side, text(line, "account")];
                    lines.insert(told.join(" "));
                }
            }
        }
    }
    let expected = "adjust bank_charge bank_interest channel_fee chase claim confirm \
        fund_transfer_in fund_transfer_out payment_balance payment_channel payout post refund \
        refund_order reverse settlement supplement suspense top_up transfer verify withdrawal";
    let expected: BTreeSet<String> = expected.split_whitespace().map(str::to_owned).collect();
    assert_eq!(templates, expected);
    for line in [
        "bank_interest Cr 1132",
        "bank_interest Cr 6011",
        "confirm Cr 6021",
        "payment_balance Cr 2241",
        "payment_balance Dr 1221",
        "payout Dr 3002",
        "payout Dr 6411",
        "settlement Cr 1002",
        "suspense Dr 3002",
        "suspense Dr 3003",
        "transfer Cr 2241",
        "transfer Dr 1221",
        "withdrawal Cr 6021",
    ] {
        assert!(lines.contains(line), "{line} never came up: {lines:?}");
    }
}

#[test]
fn where_nothing_contradicts_the_identities_hold() {
    let mut held: BTreeMap<String, u32> = BTreeMap::new();
    let mut failed: Vec<String> = Vec::new();
    for seed in 0..WORLDS {
        for (n, (day, result, truthful)) in days(seed, 4).iter().enumerate() {
            let all_run = list(&result.report, "reconciliations")
                .iter()
                .all(|one| one["run"] == true);
            if !truthful || !all_run || is_beyond_the_words(day) {
                // What was not read is missing from then on.
                break;
            }
            for one in list(&result.report, "identities") {
                let identity = text(one, "identity");
                if ["movement", "opening"].contains(&identity) {
                    continue;
                }
                if one["holds"] == true {
                    *held.entry(identity.to_owned()).or_default() += 1;
                } else {
                    failed.push(format!("seed {seed}, day {n}: {one}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
    for identity in [
        "book_to_bank",
        "control_totals",
        "customer_funds",
        "pending_clearing",
        "trial_balance",
    ] {
        let times = held.get(identity).copied().unwrap_or(0);
        assert!(times > 100, "{identity} held {times} times");
    }
}
