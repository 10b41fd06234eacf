//! The books of the golden days: what treatments book, what accepting them changes, and
//! what a ledger that holds entries already is told.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its day must stop"
)]

mod support;

use std::collections::BTreeMap;

use support::{carry_over_report, day_of, golden_files, golden_settings, run};
use tieout_engine::books::by_hand::ByHand;
use tieout_engine::books::flow::Leak;
use tieout_engine::books::view::JournalQuery;
use tieout_engine::decisions::{Accepted, Direction};
use tieout_engine::outcome::Treatment;
use tieout_engine::report::{EntryReport, Report};
use tieout_engine::worklist::Query;
use tieout_engine::{Day, DayResult};
use tieout_statement::{Currency, Role};

const RED: Direction = Direction::Red;

fn golden(day: &str, carry_over: Option<&str>, without: &[Role]) -> Day {
    let files = golden_files(day);
    let named: Vec<_> = files
        .iter()
        .filter(|(_, role, _)| !without.contains(role))
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    let mut golden = day_of(golden_settings(day), &named);
    if let Some(text) = carry_over {
        golden.add_carry_over(carry_over_report("carry_over.json"), text);
    }
    golden
}

fn day1() -> DayResult {
    run(golden("day1", None, &[]))
}

/// The handle of an exception by its number and treatment.
fn handle(result: &DayResult, key: &str, treatment: Treatment) -> u64 {
    let query = Query {
        treatments: vec![treatment],
        ..Query::default()
    };
    let (_, handles) = result.list(&query);
    let mut handles = handles.into_iter();
    handles.find(|&h| result.item(h).key == key).unwrap()
}

/// An entry's lines: account, detail, debit, credit.
fn lines(entry: &EntryReport) -> Vec<String> {
    let told = entry.lines.iter().map(|line| {
        format!(
            "{} {} {} {}",
            line.account, line.detail, line.debit, line.credit
        )
    });
    told.collect()
}

fn preview(
    result: &DayResult,
    handle: u64,
    treatment: Treatment,
    direction: Direction,
) -> Vec<String> {
    let accepted = Accepted {
        treatment,
        direction,
    };
    result
        .preview(handle, accepted)
        .as_ref()
        .map(lines)
        .unwrap_or_default()
}

fn accept_all(result: &mut DayResult) {
    let accepted: BTreeMap<String, Accepted> = result
        .report()
        .exceptions
        .into_iter()
        .map(|exception| {
            let treatment = exception.treatment;
            (
                exception.id,
                Accepted {
                    treatment,
                    direction: RED,
                },
            )
        })
        .collect();
    assert!(result.accept(&accepted).is_empty());
}

fn all_hold(report: &Report) {
    for line in &report.identities {
        assert!(line.holds, "{line:?}");
    }
}

fn balance<'a>(
    report: &'a Report,
    account: &str,
    detail: &str,
) -> &'a tieout_engine::report::BalanceReport {
    let mut all = report.balances.iter();
    all.find(|b| b.account == account && b.detail == detail)
        .unwrap()
}

#[test]
fn another_treatment_books_another_entry() {
    let result = day1();
    let dropped = handle(&result, "C0302-DROPPED-01", Treatment::Supplement);
    assert_eq!(
        result.choices(dropped),
        [
            Treatment::Supplement,
            Treatment::Refund,
            Treatment::Suspense,
            Treatment::Verify
        ]
    );
    assert_eq!(
        preview(&result, dropped, Treatment::Refund, RED),
        ["3001 wechat 50.00 0.00", "3003 wechat 0.00 50.00"]
    );
    assert_eq!(
        preview(&result, dropped, Treatment::Suspense, RED),
        ["2241 wechat 0.00 50.00", "3001 wechat 50.00 0.00"]
    );
    assert_eq!(preview(&result, dropped, Treatment::Verify, RED), [""; 0]);
    let refund = handle(&result, "C0302-DROPPED-02", Treatment::Refund);
    assert_eq!(
        result.choices(refund)[0],
        Treatment::Refund,
        "what is proposed stands first"
    );
}

#[test]
fn a_blue_reversal_swaps_the_sides_of_a_red_one() {
    let result = day1();
    let ghost = handle(&result, "A0302-017", Treatment::Reverse);
    assert_eq!(
        preview(&result, ghost, Treatment::Reverse, RED),
        ["2011 buyer-2 0.00 -48.00", "3001 wechat -48.00 0.00"]
    );
    assert_eq!(
        preview(&result, ghost, Treatment::Reverse, Direction::Blue),
        ["2011 buyer-2 48.00 0.00", "3001 wechat 0.00 48.00"]
    );
}

#[test]
fn a_bad_debt_makes_the_claim_and_gives_it_up_unless_a_ledger_holds_the_claim() {
    let result = day1();
    let lost = handle(&result, "P0302-BUSLOST-01", Treatment::Chase);
    assert_eq!(
        preview(&result, lost, Treatment::BadDebt, RED),
        [
            "1231 P0302-BUSLOST-01 95.00 95.00",
            "3001 wechat 0.00 95.00",
            "6701  95.00 0.00"
        ]
    );
    let chase = result.entry_of(lost).unwrap().id;
    let mut day = golden("day1", None, &[]);
    day.booked.insert(chase);
    let result = run(day);
    let lost = handle(&result, "P0302-BUSLOST-01", Treatment::Chase);
    assert_eq!(
        preview(&result, lost, Treatment::BadDebt, RED),
        ["1231 P0302-BUSLOST-01 0.00 95.00", "6701  95.00 0.00"]
    );
}

#[test]
fn accepting_moves_amounts_from_proposed_to_closing_and_undoing_moves_them_back() {
    let mut result = day1();
    let before = result.report();
    accept_all(&mut result);
    let after = result.report();
    all_hold(&after);
    assert!(after.journal.iter().all(|entry| entry.status != "proposed"));
    for (was, is) in before.balances.iter().zip(&after.balances) {
        assert_eq!((&was.account, &was.detail), (&is.account, &is.detail));
        assert_eq!(was.closing_after_treatment, is.closing);
        assert_eq!(is.closing, is.closing_after_treatment);
    }
    result.accept(&BTreeMap::new());
    assert_eq!(result.report().balances, before.balances);
    assert_eq!(result.report().journal, before.journal);
}

#[test]
fn what_was_accepted_opens_the_next_day_and_what_is_in_suspense_stays_listed() {
    let mut result = day1();
    accept_all(&mut result);
    let left = result.carry_over();
    let open = |account: &str| -> Vec<(&str, &str)> {
        let of = left.open.iter().filter(|open| open.account == account);
        let mut told: Vec<_> = of.map(|open| (&*open.key, &*open.amount)).collect();
        told.sort_unstable();
        told
    };
    assert_eq!(
        open("1221"),
        [
            ("B0302-16", "19.00"),
            ("C0302-AMTLESS-01", "3.00"),
            ("C0302-DROPPAYOUT-01", "180.00"),
            ("C0302-DROPREFUND-01", "30.00")
        ]
    );
    assert_eq!(
        open("3003"),
        [("C0302-DROPPED-02", "-60.00")],
        "a refund is owed"
    );
    assert_eq!(open("3001"), [("", ""); 0]);
    let lines: Vec<&str> = left.lines.iter().map(|line| &*line.file).collect();
    assert_eq!(lines.len(), 1, "only the transfer in transit: {lines:?}");

    let second = run(golden("day2", Some(&left.to_json()), &[Role::Balances]));
    let report = second.report();
    all_hold(&report);
    assert_eq!(balance(&report, "1002", "RES-01").opening, "9841.19");
    assert_eq!(balance(&report, "2241", "").opening, "-61.00");
}

#[test]
fn without_a_balances_file_the_day_opens_with_what_the_day_before_closed_with() {
    let left = day1().carry_over().to_json();
    let report = run(golden("day2", Some(&left), &[Role::Balances])).report();
    let with = run(golden("day2", Some(&left), &[])).report();
    all_hold(&report);
    assert_eq!(report.balances, with.balances);
    assert!(
        report
            .identities
            .iter()
            .all(|line| line.identity != "movement")
    );
}

#[test]
fn open_lines_stay_open_on_a_third_day() {
    let first = day1().carry_over();
    let second = run(golden("day2", Some(&first.to_json()), &[])).carry_over();
    let (earlier, later) = second.open.split_at(first.open.len());
    assert_eq!(earlier, first.open);
    assert!(!later.is_empty());
}

#[test]
fn a_ledger_that_holds_the_first_run_books_nothing_again() {
    let first = day1();
    let ids = |result: &DayResult| -> Vec<String> {
        result.journal().into_iter().map(|entry| entry.id).collect()
    };
    let mut day = golden("day1", None, &[]);
    day.booked = ids(&first).into_iter().collect();
    let again = run(day);
    assert_eq!(ids(&again), ids(&first), "the same ids");
    assert!(
        again
            .journal()
            .iter()
            .all(|entry| entry.status == "already_booked")
    );
}

#[test]
fn after_a_correction_only_what_changed_is_new() {
    let first = day1();
    let mut files = golden_files("day1");
    for (_, role, text) in &mut files {
        if *role == Role::PostingFlow {
            *text = text.replace(
                ",refund,icbc,2011,buyer-2,debit,CNY,33.00",
                ",refund,icbc,2011,buyer-2,debit,CNY,34.00",
            );
        }
    }
    let named: Vec<_> = files
        .iter()
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    let mut day = day_of(golden_settings("day1"), &named);
    day.booked = first.journal().into_iter().map(|entry| entry.id).collect();
    let again = run(day).journal();
    let new: Vec<&EntryReport> = again
        .iter()
        .filter(|entry| entry.status != "already_booked")
        .collect();
    let templates: Vec<&str> = new.iter().map(|entry| entry.template.as_str()).collect();
    assert_eq!(
        templates,
        ["refund", "adjust"],
        "the summary posting, and the mismatch"
    );
}

#[test]
fn interest_that_was_accrued_is_used_up_before_it_is_income() {
    let mut files = golden_files("day1");
    for (_, role, text) in &mut files {
        if *role == Role::Balances {
            text.push_str("1132,RES-01,CNY,5.00,\n6011,,CNY,-5.00,\n");
        }
    }
    let named: Vec<_> = files
        .iter()
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    let result = run(day_of(golden_settings("day1"), &named));
    let journal = result.journal();
    let interest = journal
        .iter()
        .find(|entry| entry.template == "bank_interest")
        .unwrap();
    assert_eq!(
        lines(interest),
        [
            "1002 RES-01 12.34 0.00",
            "1132 RES-01 0.00 5.00",
            "6011  0.00 7.34"
        ]
    );
}

#[test]
fn what_a_person_books_is_in_the_balances_at_once() {
    let mut result = day1();
    let accrual = ByHand::InterestAccrual {
        bank_account: "RES-02".to_owned(),
        currency: Currency::CNY,
        amount: "4.50".to_owned(),
    };
    assert!(result.book_by_hand(&[accrual.clone(), accrual]).is_empty());
    let report = result.report();
    all_hold(&report);
    assert_eq!(balance(&report, "1132", "RES-02").closing, "9.00");
    let ids: Vec<&str> = report
        .journal
        .iter()
        .filter(|entry| entry.template == "interest_accrual")
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1], "two entries that say the same are two");
}

#[test]
fn postings_are_booked_without_a_payment_flow_too() {
    let result = run(golden("day1", None, &[Role::PaymentFlow]));
    let journal = result.journal();
    let of = |template: &str| -> Vec<Vec<String>> {
        journal
            .iter()
            .filter(|e| e.template == template)
            .map(lines)
            .collect()
    };
    assert_eq!(
        of("withdrawal"),
        [["2011 buyer-1 1510.00 0.00", "3002 icbc 0.00 1510.00"]],
        "an order that is not there has no fee"
    );
    assert_eq!(of("top_up").len(), 3);
    assert!(
        of("confirm")[0][1].starts_with("2013 P0302-CONFIRM-01 "),
        "its merchant's order is unknown"
    );
    let names: Vec<String> = result
        .identities()
        .into_iter()
        .map(|line| line.identity)
        .collect();
    assert!(
        !names.iter().any(|name| name == "pending_clearing"),
        "it needs all four"
    );
    assert!(
        names.iter().any(|name| name == "book_to_bank"),
        "it needs the fund's"
    );
}

#[test]
fn a_page_of_the_journal_and_what_explains_an_account() {
    let result = day1();
    let query = JournalQuery {
        accounts: vec!["3001".to_owned()],
        when: vec!["fund_match".to_owned()],
        ..JournalQuery::default()
    };
    let page = result.journal_page(&query, 1, 2);
    assert_eq!((page.total, page.items.len()), (5, 2));
    assert!(page.items.iter().all(|entry| entry.handle.is_some()));
    let wechat = ("3001", "wechat", Currency::CNY);
    let explained = result.explanations(wechat, false, 0, 100);
    let sum: i128 = explained
        .items
        .iter()
        .map(|one| one.amount.replace('.', "").parse::<i128>().unwrap())
        .sum();
    assert_eq!(sum, 2300, "the balance of 23.00");
    assert_eq!(explained.total, 14);
    let bank = result.explanations(("1002", "RES-01", Currency::CNY), false, 0, 100);
    assert_eq!(bank.total, 3);
    let moved = result.movements(wechat, 0, 100);
    assert_eq!(
        moved
            .items
            .iter()
            .filter(|one| one.when == "day_cut")
            .count(),
        2
    );
}

#[test]
fn a_timeline_tells_what_was_posted_when() {
    let result = day1();
    let stages = |order: &str| -> Vec<(String, String)> {
        let steps = result.timeline(order).into_iter();
        steps
            .map(|step| (step.stage, step.what.join(" ")))
            .collect()
    };
    let told = stages("P0302-OK-01");
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(
        told,
        [
            ("order", "payment success"),
            ("instruction", "success"),
            ("statement", "success"),
            ("posting", "2013 buyer-1 credit"),
            ("day_cut", "payment_channel final"),
            ("fund_match", "settlement final"),
        ]
    );
    let treated = stages("P0302-UNPOSTED-01");
    assert_eq!(treated.last().unwrap().1, "post proposed");
}

#[test]
fn the_stages_of_money_in_tie_out_over_their_leaks() {
    let flows = day1().flow();
    let [flow] = flows.as_slice() else {
        panic!("day 1 is in yuan: {flows:?}");
    };
    let stages = [&flow.ordered, &flow.posted, &flow.owed, &flow.settled];
    assert_eq!(stages, ["3516.00", "3286.00", "3613.00", "2256.00"]);
    assert_eq!(flow.arrived, "2197.85");
    let told = |leak: &Leak| format!("{:?} {:?} {}", leak.stage, leak.kind, leak.amount);
    let leaks: Vec<String> = flow.leaks.iter().map(told).collect();
    assert_eq!(
        leaks,
        [
            "Posting Exception -520.00",
            "Posting Exception 348.00",
            "Posting Timing -58.00",
            "Clearing Exception -556.00",
            "Clearing Exception 705.00",
            "Clearing Timing -100.00",
            "Clearing Timing 278.00",
            "Settlement Timing -157.00",
            "Settlement Aside -1200.00",
        ]
    );
}

#[test]
fn every_line_of_the_journal_is_listed_once_and_under_its_heading() {
    let result = day1();
    let query = JournalQuery::default();
    let listing = result.journal_listing(&query);
    let headings: Vec<_> = listing.sections.iter().map(|s| s.when.as_str()).collect();
    assert_eq!(headings, ["day_cut", "fund_match", "treatment"]);
    let lines: u64 = listing.sections.iter().map(|section| section.lines).sum();
    let whole = result.journal_lines(&query, 0, lines);
    assert_eq!(whole.len() as u64, lines);
    let mut by_threes = Vec::new();
    for from in (0..lines).step_by(3) {
        by_threes.extend(result.journal_lines(&query, from, 3));
    }
    assert_eq!(by_threes, whole);
    let entries = whole.iter().filter(|line| line.nth == 0).count() as u64;
    let told: u64 = listing.sections.iter().map(|section| section.entries).sum();
    assert_eq!(entries, told);
    for moved in listing.sections.iter().flat_map(|section| &section.moved) {
        assert_eq!(moved.debit, moved.credit);
    }
    assert_eq!(listing.postings, 42);
    assert_eq!(
        (&*listing.posted[0].debit, &*listing.posted[0].credit),
        ("1828.00", "3473.00")
    );
}

#[test]
fn a_summary_entry_names_as_many_rows_as_it_says() {
    let result = day1();
    for entry in result.journal().iter().filter(|e| e.when == "day_cut") {
        let rows = result.entry_rows(&entry.id, 0, 1_000);
        assert_eq!(rows.total, entry.rows, "{} {}", entry.template, entry.id);
        assert_eq!(rows.items.len() as u64, rows.total);
        assert_eq!(result.entry_group(&entry.id), None);
    }
    let matched = result.journal();
    let matched = matched.iter().find(|entry| entry.template == "settlement");
    let group = result.entry_group(&matched.unwrap().id).unwrap();
    assert!(!result.detail(group).unwrap().right.is_empty());
}

#[test]
fn accounts_as_a_whole_are_the_sums_of_their_details() {
    let result = day1();
    let totals = result.account_totals();
    let bank = totals.iter().find(|total| total.balance.account == "1002");
    let bank = bank.unwrap();
    assert_eq!((&*bank.balance.closing, bank.details), ("14792.19", 2));
    let day = result.account_day("1002", "RES-01", Currency::CNY).unwrap();
    assert_eq!(day.closing, "9792.19");
    let lines = result.identity_lines("book_to_bank", false, 0, 10);
    assert_eq!(lines.total, 2);
}
