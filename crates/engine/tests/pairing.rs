//! Pairs by hand: what somebody says belongs together, laid over what the rules found.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot build its day must stop"
)]

#[allow(
    dead_code,
    reason = "each test file of the crate uses a part of what builds days"
)]
mod support;

use support::{day_of, run};
use tieout_engine::decisions::{Action, Decision};
use tieout_engine::outcome::{Outcome, ReconciliationName};
use tieout_engine::worklist::{Detail, Query};
use tieout_engine::{DayResult, Settings};
use tieout_statement::Role;

const FLOW: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at";
const STATEMENT: &str =
    "channel,order_no,transaction_no,kind,status,currency,amount,finished_at,settle_date";
const BANK: &str =
    "bank_account,transaction_no,side,currency,amount,booked_at,counterparty,reference,memo";

/// A day of rows `number,kind,amount` of one channel on each side, and bank lines.
fn laid_out(ours: &[&str], theirs: &[&str], lines: &[&str], decisions: &[Decision]) -> DayResult {
    laid_out_under("", ours, theirs, lines, decisions)
}

fn laid_out_under(
    settings: &str,
    ours: &[&str],
    theirs: &[&str],
    lines: &[&str],
    decisions: &[Decision],
) -> DayResult {
    let rows = |header: &str, rows: &[&str], end: &str| {
        let row = |row: &&str| {
            let [number, kind, amount] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("{row}")
            };
            format!("\nwechat,{number},,{kind},success,CNY,{amount},2026-03-02 12:00:00{end}")
        };
        header.to_owned() + &rows.iter().map(row).collect::<String>()
    };
    let bank: String = lines.iter().map(|line| format!("\n{line}")).collect();
    let files = [
        ("bank.csv", Role::BankStatement, BANK.to_owned() + &bank),
        ("flow.csv", Role::ChannelFlow, rows(FLOW, ours, "")),
        (
            "statement.csv",
            Role::ChannelStatement,
            rows(STATEMENT, theirs, ",2026-03-02"),
        ),
    ];
    let mut day = day_of(Settings::parse(settings).unwrap(), &files);
    day.decisions = decisions.to_vec();
    run(day)
}

fn details(result: &DayResult, of: ReconciliationName) -> Vec<Detail> {
    let query = Query {
        reconciliations: vec![of],
        outcomes: Outcome::ALL.to_vec(),
        ..Query::default()
    };
    let (_, handles) = result.list(&query);
    let found = handles
        .into_iter()
        .filter_map(|handle| result.detail(handle));
    found.collect()
}

/// The channel reconciliation as `key outcome delta`.
fn told(result: &DayResult, of: ReconciliationName) -> Vec<String> {
    let tell = |detail: &Detail| {
        let item = &detail.item;
        format!("{} {} {}", item.key, item.outcome.text(), item.delta)
    };
    details(result, of).iter().map(tell).collect()
}

fn paired(detail: &Detail, rows: Vec<String>) -> Decision {
    Decision {
        exception: detail.item.id.clone(),
        action: Action::Pair,
        reconciliation: Some(detail.item.reconciliation),
        rows,
        by: "Ada".to_owned(),
        note: "a slip of the clerk's".to_owned(),
        ..Decision::default()
    }
}

/// The decision that pairs the first exception of a key with its nearest.
fn nearest(result: &DayResult, of: ReconciliationName, key: &str) -> Decision {
    let all = details(result, of);
    let detail = all.iter().find(|detail| detail.item.key == key).unwrap();
    let why = result.why_not(detail.item.handle).unwrap();
    let hint = why.hints.iter().find(|hint| !hint.pair.is_empty());
    paired(detail, hint.unwrap().pair.clone())
}

fn stale(result: &DayResult) -> Vec<String> {
    let notes = result.report().notes.into_iter();
    let stale = notes.filter(|note| note.code == "decision_stale");
    stale.map(|note| note.values[2].clone()).collect()
}

const CHANNEL: ReconciliationName = ReconciliationName::Channel;
const FUND: ReconciliationName = ReconciliationName::Fund;

#[test]
fn a_pair_of_equal_amounts_is_matched_and_says_who_paired_it_and_why() {
    let (ours, theirs) = (["C100001,top_up,5.00"], ["C100007,top_up,5.00"]);
    let before = laid_out(&ours, &theirs, &[], &[]);
    let expected = ["C100001 lost_order -5.00", "C100007 dropped_order 5.00"];
    assert_eq!(told(&before, CHANNEL), expected);
    let pair = nearest(&before, CHANNEL, "C100001");
    let after = laid_out(&ours, &theirs, &[], &[pair]);
    assert_eq!(told(&after, CHANNEL), ["C100001 matched 0.00"]);
    let reason = &details(&after, CHANNEL)[0].reason;
    assert_eq!(
        reason.text,
        "paired by hand by Ada (a slip of the clerk's): the channel flow and the channel statement both say success, 5.00 each"
    );
    assert_eq!(reason.by_hand.as_ref().unwrap().by, "Ada");
    assert!(after.carry_over().rows.is_empty());
}

#[test]
fn what_still_differs_is_an_exception_that_can_be_decided() {
    let ours = ["C100001,top_up,5.00"];
    let theirs = ["c 100001,top_up,4.00"];
    let before = laid_out(&ours, &theirs, &[], &[]);
    let pair = nearest(&before, CHANNEL, "C100001");
    let after = laid_out(&ours, &theirs, &[], std::slice::from_ref(&pair));
    assert_eq!(told(&after, CHANNEL), ["C100001 amount_mismatch -1.00"]);
    let mismatch = &details(&after, CHANNEL)[0].item;
    assert_ne!(mismatch.id, pair.exception, "it is another exception");
    let accept = Decision::accept(&mismatch.id, mismatch.treatment.unwrap(), "Ada");
    let decided = laid_out(&ours, &theirs, &[], &[pair, accept]);
    assert_eq!(stale(&decided), [""; 0]);
    let accepted = details(&decided, CHANNEL)[0].item.decision.clone();
    assert_eq!(accepted.unwrap().by, "Ada");
}

#[test]
fn every_other_match_stays_and_nothing_is_left_of_a_pair_taken_back() {
    let ours = ["C100001,top_up,5.00", "C100002,top_up,7.00"];
    let theirs = [
        "C100002,top_up,7.00",
        "C100007,top_up,5.00",
        "C100009,top_up,9.00",
    ];
    let before = laid_out(&ours, &theirs, &[], &[]);
    let pair = nearest(&before, CHANNEL, "C100001");
    let after = laid_out(&ours, &theirs, &[], std::slice::from_ref(&pair));
    let expected = [
        "C100009 dropped_order 9.00",
        "C100001 matched 0.00",
        "C100002 matched 0.00",
    ];
    assert_eq!(told(&after, CHANNEL), expected);
    assert!(after.needs_run(&[]) && !after.needs_run(std::slice::from_ref(&pair)));
    let back = Decision {
        action: Action::Withdraw,
        exception: pair.exception.clone(),
        ..Decision::default()
    };
    let undone = laid_out(&ours, &theirs, &[], &[pair, back]);
    assert_eq!(told(&undone, CHANNEL), told(&before, CHANNEL));
    assert_eq!(stale(&undone), [""; 0]);
}

#[test]
fn only_what_is_open_and_alike_is_paired() {
    let ours = [
        "C100001,top_up,5.00",
        "C100002,top_up,7.00",
        "C100003,refund,7.00",
    ];
    let theirs = ["C100002,top_up,7.00", "C100007,top_up,5.00"];
    let before = laid_out(&ours, &theirs, &[], &[]);
    let good = nearest(&before, CHANNEL, "C100001");
    let refund = nearest_names(&before, "C100003");
    let other_day = "channel_statement:00000000000000000000000000000001".to_owned();
    let [mine, theirs_row] = <[String; 2]>::try_from(good.rows.clone()).unwrap();
    let tried = |rows: Vec<String>| {
        let pair = Decision {
            rows,
            ..good.clone()
        };
        let result = laid_out(&ours, &theirs, &[], &[pair]);
        assert_eq!(told(&result, CHANNEL), told(&before, CHANNEL));
        stale(&result)
    };
    assert_eq!(tried(vec![mine.clone(), other_day]), ["unknown_row"]);
    assert_eq!(tried(vec![mine.clone(), mine.clone()]), ["one_sided"]);
    assert_eq!(tried(vec![refund, theirs_row]), ["apart"]);
    let again = laid_out(
        &ours,
        &theirs,
        &[],
        &[
            good.clone(),
            Decision {
                exception: "x-another".to_owned(),
                ..good.clone()
            },
        ],
    );
    assert_eq!(stale(&again), ["settled"], "it has met by the first pair");
    let elsewhere = Decision {
        reconciliation: Some(ReconciliationName::Posting),
        ..good
    };
    let result = laid_out(&ours, &theirs, &[], &[elsewhere]);
    assert_eq!(stale(&result), ["not_run"]);
}

/// The name of the row of an exception that has one row.
fn nearest_names(result: &DayResult, key: &str) -> String {
    let all = details(result, CHANNEL);
    let detail = all.iter().find(|detail| detail.item.key == key).unwrap();
    result.row_names(detail.item.handle).remove(0)
}

#[test]
fn above_the_limit_a_pair_waits_for_a_second_name() {
    let (ours, theirs) = (["C100001,top_up,500.00"], ["C100007,top_up,500.00"]);
    let settings = "[day]\nsecond_name_above = \"100.00\"\n";
    let before = laid_out_under(settings, &ours, &theirs, &[], &[]);
    let pair = nearest(&before, CHANNEL, "C100001");
    let waits = laid_out_under(settings, &ours, &theirs, &[], std::slice::from_ref(&pair));
    assert_eq!(told(&waits, CHANNEL), told(&before, CHANNEL));
    let decision = details(&waits, CHANNEL)[0].item.decision.clone().unwrap();
    assert_eq!(format!("{:?}", decision.standing), "NeedsSecond");
    let confirmed = Decision {
        second: "Bo".to_owned(),
        ..pair
    };
    let after = laid_out_under(settings, &ours, &theirs, &[], &[confirmed]);
    assert_eq!(told(&after, CHANNEL), ["C100001 matched 0.00"]);
}

const WECHAT: &str = "[[channel]]\ncode = \"wechat\"\nsettle_lag_days = 0\n";

#[test]
fn a_line_that_names_no_channel_is_paired_with_what_it_paid() {
    let (ours, theirs) = (["C1,top_up,70.00"], ["C1,top_up,70.00"]);
    let lines = ["RES-01,L1,credit,CNY,70.00,2026-03-02 15:00:00,A bank,sundry,"];
    let before = laid_out_under(WECHAT, &ours, &theirs, &lines, &[]);
    let line = nearest(&before, FUND, "L1");
    let why = before.why_not(
        details(&before, FUND)
            .iter()
            .find(|of| of.item.key == "L1")
            .unwrap()
            .item
            .handle,
    );
    assert_eq!(
        why.unwrap().hints[0].text,
        "the same amount, 0 days apart, but the line belongs to no channel"
    );
    let after = laid_out_under(WECHAT, &ours, &theirs, &lines, &[line]);
    let all = details(&after, FUND);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].item.outcome, Outcome::Matched);
    assert_eq!(
        all[0].reason.text,
        "paired by hand by Ada (a slip of the clerk's): 70.00 expected, 70.00 moved"
    );
    let journal = after.report().journal;
    assert!(journal.iter().any(|entry| entry.template == "settlement"));
}

#[test]
fn a_line_short_of_what_was_due_leaves_the_rest_open() {
    let (ours, theirs) = (["C1,top_up,70.00"], ["C1,top_up,70.00"]);
    let lines = ["RES-01,L1,credit,CNY,69.00,2026-03-02 15:00:00,A bank,sundry,"];
    let before = laid_out_under(WECHAT, &ours, &theirs, &lines, &[]);
    let pair = nearest(&before, FUND, "L1");
    let after = laid_out_under(WECHAT, &ours, &theirs, &lines, &[pair]);
    let all = details(&after, FUND);
    assert_eq!(
        (all[0].item.outcome, all[0].item.delta.as_str()),
        (Outcome::FundShort, "-1.00")
    );
    let items = after.carry_over().items;
    assert_eq!(items.len(), 1, "what is missing is waited for");
}

#[test]
fn of_lines_that_nobody_can_tell_apart_one_is_chosen_and_the_others_are_judged_again() {
    let (ours, theirs) = (["C1,top_up,70.00"], ["C1,top_up,70.00"]);
    let lines = [
        "RES-01,L1,credit,CNY,70.00,2026-03-02 15:00:00,Tenpay,wechat,",
        "RES-01,L2,credit,CNY,70.00,2026-03-02 16:00:00,Tenpay,wechat,",
    ];
    let settings = format!("{WECHAT}counterparty = \"Tenpay\"\n");
    let before = laid_out_under(&settings, &ours, &theirs, &lines, &[]);
    let all = details(&before, FUND);
    assert_eq!(all[0].item.outcome, Outcome::Ambiguous);
    let names = before.row_names(all[0].item.handle);
    let [item, first, _] = <[String; 3]>::try_from(names).unwrap();
    let after = laid_out_under(
        &settings,
        &ours,
        &theirs,
        &lines,
        &[paired(&all[0], vec![item, first])],
    );
    let outcomes: Vec<Outcome> = details(&after, FUND)
        .iter()
        .map(|of| of.item.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::UnidentifiedReceipt, Outcome::Matched]);
}
