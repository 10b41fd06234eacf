//! The rules of business and posting reconciliation, each as a small day read aloud.
//!
//! The day is 2 March 2026, from midnight to midnight, with a window of 30 minutes. A row is
//! `order|flow|posting` and `column=text` for each cell that is not the usual one; a first
//! word without `=` is the row's payment order, a second one its amount.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot build its day must stop"
)]

#[allow(
    dead_code,
    reason = "each test file of the crate uses a part of what builds days"
)]
mod support;

use std::collections::BTreeMap;

use support::{day_of, run};
use tieout_engine::outcome::{Outcome, ReconciliationName};
use tieout_engine::worklist::{GroupBy, Query, SortBy};
use tieout_engine::{DayResult, Settings};
use tieout_statement::Role;

const SETTINGS: &str = "[day]\naccounting_date = \"2026-03-02\"\n";

/// The usual cells of a role's rows.
fn usual(role: Role, at: usize) -> BTreeMap<String, String> {
    let text = match role {
        Role::PaymentFlow => {
            "kind=top_up method=wechat status=success currency=CNY buyer=u1 finished_at=12:00"
                .to_owned()
        }
        Role::ChannelFlow => format!(
            "channel=wechat channel_order_no=C{at} kind=top_up status=success currency=CNY finished_at=12:00"
        ),
        _ => format!(
            "posting_no=A{at} kind=top_up account_code=2011 side=credit currency=CNY customer=u1 posted_at=12:00"
        ),
    };
    cells(&text)
}

fn cells(text: &str) -> BTreeMap<String, String> {
    let mut free = ["payment_order_no", "amount"].into_iter();
    text.split_whitespace()
        .map(|word| match word.split_once('=') {
            Some((column, text)) => (column.to_owned(), text.to_owned()),
            None => (
                free.next().expect("order, amount").to_owned(),
                word.to_owned(),
            ),
        })
        .collect()
}

fn csv(role: Role, rows: &[&str]) -> String {
    let columns: Vec<&str> = role
        .layout()
        .iter()
        .map(|spec| spec.column.text())
        .collect();
    let mut csv = columns.join(",");
    for (at, row) in (1..).zip(rows) {
        let mut row_cells = usual(role, at);
        row_cells.extend(cells(row));
        for column in ["finished_at", "posted_at"] {
            if let Some(time) = row_cells.get_mut(column) {
                *time = format!("2026-03-02 {time}:00");
            }
        }
        let text = |column: &&str| row_cells.get(*column).cloned().unwrap_or_default();
        csv.push('\n');
        csv.push_str(&columns.iter().map(text).collect::<Vec<_>>().join(","));
    }
    csv
}

/// The files of the roles that a day names; a role of which it has no row has no file.
fn reconcile(day: &str) -> DayResult {
    let roles = [
        ("flow", Role::ChannelFlow),
        ("order", Role::PaymentFlow),
        ("posting", Role::PostingFlow),
    ];
    let mut files = Vec::new();
    for (word, role) in roles {
        let lines = day.lines().map(str::trim);
        let rows: Vec<&str> = lines.filter_map(|line| line.strip_prefix(word)).collect();
        let rows: Vec<&str> = rows.into_iter().filter(|row| row.trim() != "-").collect();
        if day.lines().any(|line| line.trim().starts_with(word)) {
            files.push((word, role, csv(role, &rows)));
        }
    }
    run(day_of(Settings::parse(SETTINGS).unwrap(), &files))
}

/// Every group of a reconciliation: key, outcome, cardinality, delta and treatment.
fn told(result: &DayResult, name: ReconciliationName) -> Vec<String> {
    let query = Query {
        reconciliations: vec![name],
        outcomes: Outcome::ALL.to_vec(),
        sort: SortBy::Key,
        group: GroupBy::None,
        ..Query::default()
    };
    let (_, handles) = result.list(&query);
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
    let line = |handle: u64| {
        let item = result.item(handle);
        let mut words = vec![item.key.clone(), item.outcome.text().to_owned()];
        let cardinality = item.cardinality.map(|c| serde_json::to_value(c).unwrap());
        words.extend(cardinality.and_then(word));
        if item.outcome.is_exception() {
            words.push(item.delta.clone());
        }
        let treatment = item.treatment.map(|t| serde_json::to_value(t).unwrap());
        words.extend(treatment.and_then(word));
        words.join(" ")
    };
    handles.into_iter().map(line).collect()
}

fn check(name: ReconciliationName, day: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(told(&reconcile(day), name), expected, "{day}");
}

fn business(day: &str, expected: &str) {
    check(ReconciliationName::Business, day, expected);
}

fn posting(day: &str, expected: &str) {
    check(ReconciliationName::Posting, day, expected);
}

#[test]
fn an_order_meets_the_instructions_that_name_it() {
    business(
        "order P1 100.00
         flow  P1  60.00
         flow  P1  40.00
         order P2  50.00
         flow  P2  45.00",
        "P1 matched 1:N
         P2 amount_mismatch -5.00 verify",
    );
}

#[test]
fn orders_of_a_payout_batch_meet_it_by_its_number() {
    business(
        "order P1 100.00 kind=withdrawal payout_batch_no=B1
         order P2  50.00 kind=withdrawal payout_batch_no=B1
         flow  B1 150.00 kind=withdrawal",
        "P1 matched N:1",
    );
}

#[test]
fn what_never_goes_through_a_channel_takes_no_part() {
    business(
        "order P1 1.00 kind=payment method=balance
         order P2 1.00 kind=confirm
         order P3 1.00 kind=transfer status=failed
         order P4 1.00 kind=fund_transfer
         flow  -",
        "P1 out_of_scope
         P2 out_of_scope
         P3 out_of_scope
         P4 out_of_scope",
    );
}

#[test]
fn scope_comes_before_duplicates() {
    business(
        "order P1 1.00 kind=payment method=balance
         order P1 1.00 kind=payment
         flow  P1 1.00 kind=payment",
        "P1 matched 1:1
         P1 out_of_scope",
    );
}

#[test]
fn money_in_that_the_channel_does_not_know_is_chased() {
    business(
        "order P1 1.00
         order P2 1.00 kind=withdrawal
         order P3 1.00 status=pending
         flow  P3 1.00",
        "P1 lost_order -1.00 chase
         P2 lost_order -1.00 verify
         P3 dropped_order 1.00 verify",
    );
}

#[test]
fn an_instruction_without_an_order_is_a_key_of_its_own() {
    business(
        "order -
         flow  amount=1.00
         flow  amount=1.00",
        "C1 dropped_order 1.00 verify
         C2 dropped_order 1.00 verify",
    );
}

#[test]
fn each_kind_posts_its_legs() {
    posting(
        "order P1 10.00 kind=top_up
         posting P1 10.00
         order P2 10.00 kind=payment
         posting P2 10.00 account_code=2013
         order P3 10.00 kind=payment method=balance
         posting P3 10.00 side=debit
         posting P3 10.00 account_code=2013
         order P4 10.00 kind=confirm fee=1.00 seller=s1
         posting P4 10.00 account_code=2013 side=debit customer=s1
         posting P4  9.00 account_code=2012 customer=s1
         order P5 10.00 kind=transfer seller=s1
         posting P5 10.00 side=debit
         posting P5 10.00 customer=s1
         order P6 10.00 kind=refund
         posting P6 10.00 side=debit
         order P7 10.00 kind=withdrawal fee=1.00
         posting P7 11.00 side=debit
         order P8 10.00 kind=fund_transfer",
        "P1 matched 1:1
         P2 matched 1:1
         P3 matched 1:N
         P4 matched 1:N
         P5 matched 1:N
         P6 matched 1:1
         P7 matched 1:1
         P8 out_of_scope",
    );
}

#[test]
fn the_right_sum_on_the_wrong_account_side_or_customer_is_a_mismatch() {
    posting(
        "order P1 10.00
         posting P1 10.00 account_code=2013
         order P2 10.00
         posting P2 10.00 side=debit
         order P3 10.00
         posting P3 10.00 customer=u2",
        "P1 amount_mismatch 0.00 adjust
         P2 amount_mismatch 0.00 adjust
         P3 amount_mismatch 0.00 adjust",
    );
}

#[test]
fn without_every_customer_sums_are_compared_by_account_only() {
    posting(
        "order P1 10.00
         posting P1 4.00 customer=u2
         posting P1 6.00 customer=
         order P2 10.00 buyer=
         posting P2 10.00 customer=u2",
        "P1 matched 1:N
         P2 matched 1:1",
    );
}

#[test]
fn the_same_whole_multiple_on_every_leg_is_posted_that_often() {
    posting(
        "order P1 10.00
         posting P1 10.00
         posting P1 20.00
         order P2 10.00 kind=transfer seller=s1
         posting P2 20.00 side=debit
         posting P2 10.00 customer=s1",
        "P1 double_posted 20.00 reverse
         P2 amount_mismatch 10.00 adjust",
    );
}

#[test]
fn a_success_without_posting_and_a_posting_without_success_are_told() {
    posting(
        "order P1 10.00
         order P2 10.00 finished_at=23:45
         order P3 10.00 status=failed
         posting P3 10.00
         posting P4 10.00
         posting P5 10.00 posted_at=00:10
         order P6 10.00 status=closed",
        "A2 posted_without_order 10.00 reverse
         A3 timing_difference 10.00 carry_over
         P1 unposted -10.00 post
         P2 timing_difference -10.00 carry_over
         P3 posted_without_order 10.00 reverse
         P6 no_effect",
    );
}

#[test]
fn a_posting_and_its_reversal_are_written_off() {
    posting(
        "order P1 10.00
         posting P1  1.00
         posting P1  1.00 side=debit reversal_of=A1
         posting P1 10.00",
        "A1 written_off
         P1 matched 1:1",
    );
}

#[test]
fn a_reversal_takes_back_only_its_exact_opposite() {
    posting(
        "order P1 10.00
         posting P1 10.00
         posting P1 10.00 side=debit customer=u2 reversal_of=A1",
        "P1 amount_mismatch 10.00 adjust",
    );
}

#[test]
fn two_reversals_of_one_posting_take_it_back_once() {
    posting(
        "order P1 10.00
         posting P1 10.00
         posting P1 10.00 side=debit reversal_of=A1
         posting P1 10.00 side=debit reversal_of=A1",
        "A1 written_off
         P1 amount_mismatch 0.00 adjust",
    );
}

#[test]
fn a_reversal_of_an_unknown_posting_and_order_is_an_earlier_days() {
    posting(
        "order P1 10.00
         posting P1 10.00
         posting P0  7.00 side=debit reversal_of=A0",
        "A2 earlier_reversal 7.00 verify
         P1 matched 1:1",
    );
    let result = reconcile(
        "order P1 10.00
         posting P1 10.00
         posting P1  7.00 side=debit reversal_of=A0",
    );
    let notes = result.report().notes;
    assert_eq!(notes[0].code, "reversal_of_nothing");
    assert_eq!(notes[0].line, Some(3));
    assert_eq!(
        told(&result, ReconciliationName::Posting),
        ["P1 amount_mismatch 7.00 adjust"]
    );
}

#[test]
fn where_order_and_channel_agree_nothing_is_proposed() {
    // Our channel module says failed; the channel and the order say success.
    let result = run(day_of(
        Settings::parse(SETTINGS).unwrap(),
        &[
            (
                "flow.csv",
                Role::ChannelFlow,
                csv(Role::ChannelFlow, &["P1 10.00 status=failed"]),
            ),
            ("order.csv", Role::PaymentFlow, csv(Role::PaymentFlow, &["P1 10.00"])),
            (
                "statement.csv",
                Role::ChannelStatement,
                "channel,order_no,transaction_no,kind,status,currency,amount\nwechat,C1,,top_up,success,CNY,10.00".to_owned(),
            ),
        ],
    ));
    assert_eq!(
        told(&result, ReconciliationName::Channel),
        ["C1 dropped_order 10.00 verify"]
    );
    assert_eq!(
        told(&result, ReconciliationName::Business),
        ["P1 lost_order -10.00 verify"]
    );
    let report = result.report();
    assert_eq!(
        report.exceptions[0].case, report.exceptions[1].case,
        "one story"
    );
}

#[test]
fn what_never_came_and_was_never_credited_proposes_nothing() {
    let day = "order P1 10.00
         flow P1 10.00 status=failed
         posting -";
    assert_eq!(
        told(&reconcile(day), ReconciliationName::Business),
        ["P1 lost_order -10.00 verify"]
    );
    assert_eq!(
        told(&reconcile(day), ReconciliationName::Posting),
        ["P1 unposted -10.00 verify"]
    );
}

#[test]
fn a_reason_names_the_legs() {
    let result = reconcile(
        "order P1 520.00
         posting P1 250.00",
    );
    let report = result.report();
    let reason = &report.exceptions[0].reason;
    assert_eq!(reason.code, "legs_differ");
    assert_eq!(
        reason.values,
        ["2011 u1 credit 520.00", "2011 u1 credit 250.00"]
    );
}
