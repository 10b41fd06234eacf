//! The rules of channel reconciliation, each as a small day read aloud.
//!
//! The day is 2 March 2026, from midnight to midnight, with a window of 30 minutes. A row is
//! `left|right number amount status [time] [column=text …]`, `-` stands for no row.

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

const COLUMNS: [&str; 10] = [
    "channel",
    "number",
    "payment_order_no",
    "transaction_no",
    "kind",
    "status",
    "currency",
    "amount",
    "fee",
    "finished_at",
];

const SETTINGS: &str = "[day]\naccounting_date = \"2026-03-02\"\n";

/// A row as CSV, in the order of [`COLUMNS`].
fn csv_row(words: &str) -> String {
    let mut cells: BTreeMap<&str, String> = [
        ("channel", "wechat"),
        ("kind", "top_up"),
        ("currency", "CNY"),
    ]
    .map(|(column, text)| (column, text.to_owned()))
    .into();
    let mut free = ["number", "amount", "status"].into_iter();
    for word in words.split_whitespace() {
        let (column, text) = match word.split_once('=') {
            Some((column, text)) => (column, text.to_owned()),
            None if word.contains(':') => ("finished_at", format!("2026-03-02 {word}:00")),
            None => (
                free.next().expect("number, amount, status"),
                word.to_owned(),
            ),
        };
        cells.insert(column, text.replace('_', " ").replace("top up", "top_up"));
    }
    if let Some(time) = cells.get_mut("at") {
        // A time of another day: at=2026-03-01_12:00
        let time = format!("{time}:00");
        cells.insert("finished_at", time);
    }
    COLUMNS
        .map(|column| cells.get(column).cloned().unwrap_or_default())
        .join(",")
}

fn reconcile(day: &str, settings: &str) -> DayResult {
    let side = |name: &str, number: &str| {
        let mut csv = COLUMNS.join(",").replace("number", number);
        for line in day.lines().map(str::trim) {
            if let Some(row) = line.strip_prefix(name).map(str::trim)
                && row != "-"
            {
                csv.push('\n');
                csv.push_str(&csv_row(row));
            }
        }
        csv
    };
    let files = [
        (
            "ours.csv",
            Role::ChannelFlow,
            side("left", "channel_order_no"),
        ),
        (
            "theirs.csv",
            Role::ChannelStatement,
            side("right", "order_no"),
        ),
    ];
    run(day_of(Settings::parse(settings).unwrap(), &files))
}

/// Every group of the channel's reconciliation: number, outcome, cardinality, delta where
/// something is at stake, treatment.
fn told(result: &DayResult) -> Vec<String> {
    let query = Query {
        reconciliations: vec![ReconciliationName::Channel],
        outcomes: Outcome::ALL.to_vec(),
        sort: SortBy::Key,
        group: GroupBy::None,
        ..Query::default()
    };
    let (_, handles) = result.list(&query);
    let line = |handle: u64| {
        let item = result.item(handle);
        let mut words = vec![item.key.clone(), item.outcome.text().to_owned()];
        let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
        words.extend(
            item.cardinality
                .and_then(|c| word(serde_json::to_value(c).unwrap())),
        );
        if item.outcome.is_exception() {
            words.push(item.delta.clone());
        }
        words.extend(
            item.treatment
                .and_then(|t| word(serde_json::to_value(t).unwrap())),
        );
        words.join(" ")
    };
    let mut lines: Vec<String> = handles.into_iter().map(line).collect();
    let carried = result.report().carry_over;
    lines.extend(
        carried
            .iter()
            .filter(|row| row.reconciliation == ReconciliationName::Channel)
            .map(|row| format!("carried {} {}", row.key, row.amount)),
    );
    lines
}

fn check_with(settings: &str, day: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(told(&reconcile(day, settings)), expected, "{day}");
}

fn check(day: &str, expected: &str) {
    check_with(SETTINGS, day, expected);
}

#[test]
fn two_successes_of_one_order_and_amount_match() {
    check(
        "left  W1 100.00 success 12:00
         right W1 100.00 success 12:01",
        "W1 matched 1:1",
    );
}

#[test]
fn several_successes_match_by_their_sums() {
    check(
        "left  W1 100.00 success 12:00
         right W1  60.00 success 12:01 transaction_no=T1
         right W1  40.00 success 12:02 transaction_no=T2",
        "W1 matched 1:N",
    );
}

#[test]
fn other_amounts_are_a_mismatch_of_theirs_less_ours() {
    check(
        "left  W1 100.00 success 12:00
         right W1 105.00 success 12:01",
        "W1 amount_mismatch 5.00 suspense",
    );
}

#[test]
fn fees_are_compared_only_where_every_row_gives_one() {
    check(
        "left  W1 100.00 success 12:00 fee=0.60
         right W1 100.00 success 12:01 fee=0.90
         left  W2 100.00 success 12:00 fee=0.60
         right W2 100.00 success 12:01",
        "W1 fee_mismatch 0.30 claim
         W2 matched 1:1",
    );
}

#[test]
fn ours_alone_is_lost_whether_theirs_is_silent_or_says_failed() {
    check(
        "left  W1 100.00 success 12:00
         left  W2  50.00 success 12:00
         right W2  50.00 failed  12:01",
        "W1 lost_order -100.00 verify
         W2 lost_order -50.00 verify",
    );
}

#[test]
fn theirs_alone_is_dropped_and_without_a_payment_flow_verified() {
    check(
        "left  W1 100.00 pending 12:00
         right W1 100.00 success 12:01
         right W2  50.00 success 12:01",
        "W1 dropped_order 100.00 verify
         W2 dropped_order 50.00 verify",
    );
}

#[test]
fn rows_that_are_no_success_change_nothing() {
    check(
        "left  W1 100.00 failed  12:00
         right W1 100.00 closed  12:01
         left  W2  50.00 success 12:00
         left  W2  50.00 failed  11:59
         right W2  50.00 success 12:00",
        "W1 no_effect
         W2 matched 1:1
         W2 no_effect",
    );
}

#[test]
fn channel_family_and_currency_are_part_of_the_key() {
    check(
        "left  W1 100.00 success 12:00
         right W1 100.00 success 12:00 channel=alipay
         left  W2 100.00 success 12:00
         right W2 100.00 success 12:00 kind=refund
         left  W3 100    success 12:00 currency=JPY
         right W3 100    success 12:00",
        "W1 dropped_order 100.00 verify
         W1 lost_order -100.00 verify
         W2 lost_order -100.00 verify
         W2 dropped_order 100.00 verify
         W3 dropped_order 100.00 verify
         W3 lost_order -100 verify",
    );
}

#[test]
fn a_top_up_and_a_payment_are_both_money_in() {
    check(
        "left  W1 100.00 success 12:00 kind=payment
         right W1 100.00 success 12:00 kind=top_up",
        "W1 matched 1:1",
    );
}

#[test]
fn numbers_that_differ_in_anything_are_different() {
    check(
        "left  W1 100.00 success 12:00
         right w1 100.00 success 12:00
         left  007 50.00 success 12:00
         right 7   50.00 success 12:00",
        "007 lost_order -50.00 verify
         7 dropped_order 50.00 verify
         W1 lost_order -100.00 verify
         w1 dropped_order 100.00 verify",
    );
}

#[test]
fn a_success_that_comes_again_is_a_duplicate_of_the_first() {
    check(
        "left  W1 100.00 success 12:00
         left  W1 100.00 success 12:05
         right W1 100.00 success 12:00",
        "W1 matched 1:1
         W1 duplicate -100.00 verify",
    );
    let result = reconcile(
        "left  W1 100.00 success 12:00
         left  W1 100.00 success 12:05
         right W1 100.00 success 12:00",
        SETTINGS,
    );
    let why = &result.explain("ours.csv", 3)[0].reason;
    assert_eq!(why.code, "repeats");
    assert_eq!(why.values, ["ours.csv", "2", "W1"]);
}

#[test]
fn a_duplicate_in_another_currency_is_one_all_the_same() {
    check(
        "left  W1 100.00 success 12:00
         left  W1 100    success 12:05 currency=JPY
         right W1 100.00 success 12:00",
        "W1 matched 1:1
         W1 duplicate -100 verify",
    );
}

#[test]
fn partial_refunds_of_one_order_are_told_apart_by_transaction() {
    check(
        "left  R1 30.00 success 12:00 kind=refund
         right R1 10.00 success 12:00 kind=refund transaction_no=T1
         right R1 20.00 success 12:00 kind=refund transaction_no=T2
         right R1 20.00 success 12:00 kind=refund transaction_no=T2",
        "R1 matched 1:N
         R1 duplicate 20.00 verify",
    );
}

#[test]
fn a_lone_success_just_before_the_cut_off_waits_for_tomorrow() {
    check(
        "left  W1 100.00 success 23:29
         left  W2 100.00 success 23:30
         left  W3 100.00 success at=2026-03-03_00:29
         left  W4 100.00 success at=2026-03-03_00:30",
        "W1 lost_order -100.00 verify
         W2 timing_difference -100.00 carry_over
         W3 timing_difference -100.00 carry_over
         W4 out_of_period -100.00 verify
         carried W2 100.00
         carried W3 100.00
         carried W4 100.00",
    );
}

#[test]
fn a_lone_success_just_after_the_start_may_have_met_its_other_side_yesterday() {
    check(
        "right W1 100.00 success at=2026-03-01_23:29
         right W2 100.00 success at=2026-03-01_23:30
         right W3 100.00 success 00:29
         right W4 100.00 success 00:30",
        "W1 out_of_period 100.00 verify
         W2 timing_difference 100.00 carry_over
         W3 timing_difference 100.00 carry_over
         W4 dropped_order 100.00 verify
         carried W2 100.00
         carried W3 100.00",
    );
}

#[test]
fn the_window_moves_with_the_settings() {
    check_with(
        "[day]\naccounting_date = \"2026-03-02\"\ncut_off = \"23:00\"\nwindow_minutes = 10",
        "left  W1 100.00 success 22:49
         left  W2 100.00 success 22:50
         left  W3 100.00 success 23:10",
        "W1 lost_order -100.00 verify
         W2 timing_difference -100.00 carry_over
         W3 out_of_period -100.00 verify
         carried W2 100.00
         carried W3 100.00",
    );
}

#[test]
fn a_row_that_fails_on_the_other_side_is_no_timing_difference() {
    check(
        "left  W1 100.00 success 23:58
         right W1 100.00 failed  23:59",
        "W1 lost_order -100.00 verify",
    );
}

#[test]
fn without_a_time_nothing_is_a_timing_difference() {
    check(
        "left  W1 100.00 success
         right W2 100.00 success",
        "W1 lost_order -100.00 verify
         W2 dropped_order 100.00 verify",
    );
}

#[test]
fn only_successes_are_carried() {
    check(
        "left  W1 100.00 success 23:58
         left  W1  40.00 failed  23:57",
        "W1 timing_difference -100.00 carry_over
         W1 no_effect
         carried W1 100.00",
    );
}

#[test]
fn the_accounting_day_is_that_of_most_times() {
    let result = reconcile(
        "left  W1 1.00 success at=2026-03-04_12:00
         left  W2 1.00 success at=2026-03-05_12:00
         right W1 1.00 success at=2026-03-04_12:00
         right W2 1.00 success at=2026-03-05_12:00",
        "",
    );
    assert_eq!(
        result.report().accounting_date,
        "2026-03-05",
        "equal: the later"
    );
    let result = reconcile("left W1 1.00 success\nright W1 1.00 success", "");
    let report = result.report();
    assert_eq!(report.accounting_date, "");
    assert_eq!(report.notes[0].code, "no_accounting_date");
    assert_eq!(
        report.reconciliations[0].outcomes[0].outcome,
        Outcome::Matched
    );
}

#[test]
fn a_channel_without_any_statement_row_is_named() {
    let result = reconcile(
        "left  W1 1.00 success 12:00 channel=icbc
         left  W2 1.00 success 12:00
         right W2 1.00 success 12:00",
        SETTINGS,
    );
    let notes = result.report().notes;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].code, "channel_without_statement");
    assert_eq!(notes[0].values, ["icbc", "1"]);
}

#[test]
fn a_reconciliation_without_a_file_of_one_side_is_not_run() {
    let files = [("ours.csv", Role::ChannelFlow, "channel,currency".to_owned())];
    let report = run(day_of(Settings::default(), &files)).report();
    let channel = &report.reconciliations[0];
    assert!(!channel.run && channel.balanced);
    assert_eq!(channel.missing, ["channel_statement"]);
}

#[test]
fn a_file_without_rows_counts_as_read() {
    check(
        "left - \n right W1 5.00 success 12:00",
        "W1 dropped_order 5.00 verify",
    );
}

#[test]
fn what_no_channel_knows_is_never_matched_with_money_in() {
    check(
        "left  W1 5.00 success 12:00 kind=confirm
         right W1 5.00 success 12:00",
        "W1 dropped_order 5.00 verify
         W1 lost_order -5.00 verify",
    );
}

#[test]
fn sums_beyond_64_bits_are_still_exact() {
    check(
        "left  W1 92233720368547758.07 success 12:00
         right W1 92233720368547758.07 success 12:00 transaction_no=T1
         right W1 92233720368547758.07 success 12:00 transaction_no=T2",
        "W1 amount_mismatch 92233720368547758.07 suspense",
    );
}

fn with_option(line: &str) -> String {
    format!("{SETTINGS}[[channel]]\ncode = \"wechat\"\n{line}\n")
}

/// The notes of what options did, and the reason of the first group, in words.
fn said(result: &DayResult) -> (Vec<String>, String) {
    let acted = |code: &str| ["tolerance_residue", "met_cleaned"].contains(&code);
    let notes = result.report().notes.into_iter();
    let notes = notes.filter(|note| acted(&note.code));
    let notes = notes.map(|note| format!("{} {}", note.code, note.values.join(" ")));
    let query = Query {
        outcomes: Outcome::ALL.to_vec(),
        ..Query::default()
    };
    let first = result.list(&query).1[0];
    (notes.collect(), result.detail(first).unwrap().reason.text)
}

#[test]
fn a_difference_within_the_tolerance_matches_and_is_told_with_its_sum() {
    let day = "left  W1 100.00 success 12:00
         right W1 100.05 success 12:01
         left  W2 100.00 success 12:00
         right W2  99.96 success 12:01
         left  W3 100.00 success 12:00
         right W3 100.06 success 12:01";
    check_with(
        &with_option("tolerance = 0.05\ntolerance_treatment = \"adjust\""),
        day,
        "W1 matched 1:1
         W2 matched 1:1
         W3 amount_mismatch 0.06 suspense",
    );
    let result = reconcile(
        day,
        &with_option("tolerance = 0.05\ntolerance_treatment = \"adjust\""),
    );
    let matched = &result.report().reconciliations[0].outcomes[0];
    assert_eq!((matched.groups, matched.delta.as_str()), (2, "0.01"));
    let (notes, _) = said(&result);
    assert_eq!(notes, ["tolerance_residue wechat CNY 2 0.01 adjust"]);
}

#[test]
fn of_two_bounds_the_smaller_counts() {
    check_with(
        &with_option("tolerance = 0.05\ntolerance_per_mille = 0.2"),
        "left  W1 100.00 success 12:00
         right W1 100.03 success 12:01",
        "W1 amount_mismatch 0.03 suspense",
    );
}

#[test]
fn fees_that_differ_are_not_hidden_behind_a_tolerance() {
    check_with(
        &with_option("tolerance = 1"),
        "left  W1 100.00 success 12:00 fee=0.60
         right W1 100.03 success 12:01 fee=0.50",
        "W1 amount_mismatch 0.03 suspense",
    );
}

#[test]
fn numbers_meet_cleaned_and_say_so() {
    let day = "left  W0012 100.00 success 12:00
         right WX-w0012 100.00 success 12:01";
    check(
        day,
        "W0012 lost_order -100.00 verify
         WX-w0012 dropped_order 100.00 verify",
    );
    let settings = with_option("key_cleaning = [\"case\"]\nkey_prefix = \"wx-\"");
    check_with(&settings, day, "W0012 matched 1:1");
    let (notes, reason) = said(&reconcile(day, &settings));
    assert_eq!(notes, ["met_cleaned wechat 1"]);
    assert!(
        reason.ends_with("the numbers meet cleaned: case, prefix"),
        "{reason}"
    );
}

#[test]
fn two_rows_of_one_file_that_are_written_differently_are_two_rows() {
    check_with(
        &with_option("key_cleaning = [\"case\"]"),
        "left  W1 100.00 success 12:00
         right W1  60.00 success 12:01
         right w1  40.00 success 12:02",
        "W1 matched 1:N",
    );
}

#[test]
fn a_cleaning_is_shown_on_the_first_numbers_of_both_sides() {
    let day = "left  001 1.00 success 12:00
         left  002 1.00 success 12:00
         left  003 1.00 success 12:00 channel=other
         right 004 1.00 success 12:01";
    let settings = Settings::parse(&with_option("key_cleaning = [\"leading_zeros\"]")).unwrap();
    let preview = reconcile(day, SETTINGS).cleaning_preview(&settings.channels[0], 2);
    let told = |side: &[tieout_engine::cleaning::CleanedNumber]| {
        let told = side
            .iter()
            .map(|one| format!("{}→{}", one.before, one.after));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(&preview.left), ["001→1", "002→2"]);
    assert_eq!(told(&preview.right), ["004→4"]);
}
