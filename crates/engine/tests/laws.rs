//! Laws of every result, on a day so large that it is worked on in many pieces.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot build its day must stop"
)]

#[allow(
    dead_code,
    reason = "each test file of the crate uses a part of what builds days"
)]
mod support;

use serde_json::Value;
use support::{day_of, run};
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{GroupBy, Query, SortBy};
use tieout_engine::{Day, DayResult, Run, Settings, Step};
use tieout_statement::Role;

const FLOW: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,fee,finished_at";
const STATEMENT: &str =
    "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at";

/// Orders of a day of several partitions.
const ORDERS: u64 = 80_000;

/// The rows of both sides: every kind of outcome comes up, numbers have all lengths.
fn rows() -> (Vec<String>, Vec<String>) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..ORDERS {
        // An odd multiplier: every order once, in an order that is none.
        let n = n.wrapping_mul(2_654_435_761) % 1_000_003;
        let number = format!("{}{n}", ["C", "C2026", "c", "订单"][(n % 4) as usize]);
        let channel = ["wechat", "alipay", "icbc"][(n % 3) as usize];
        let currency = if n % 11 == 0 { "JPY" } else { "CNY" };
        let amount = n % 977;
        let status = ["success", "success", "success", "failed", "pending"][(n % 5) as usize];
        let time = format!("2026-03-02 {:02}:{:02}:00", n % 24, n % 60);
        let row = |status: &str, amount: u64, fee: u64| {
            format!("{channel},{number},T{n},top_up,{status},{currency},{amount},{fee},{time}")
        };
        if n % 13 != 1 {
            ours.push(row(status, amount, 1));
        }
        if n % 17 != 1 {
            theirs.push(row(
                "success",
                amount + u64::from(n % 19 == 0),
                1 + u64::from(n % 23 == 0),
            ));
        }
        if n % 29 == 0 {
            ours.push(row("failed", amount, 2));
        }
    }
    (ours, theirs)
}

fn file(header: &str, rows: &[String]) -> String {
    format!("{header}\n{}", rows.join("\n"))
}

fn settings() -> Settings {
    Settings::parse("[day]\naccounting_date = \"2026-03-02\"").unwrap()
}

fn in_two_files() -> Day {
    let (ours, theirs) = rows();
    let files = [
        ("ours.csv", Role::ChannelFlow, file(FLOW, &ours)),
        (
            "theirs.csv",
            Role::ChannelStatement,
            file(STATEMENT, &theirs),
        ),
    ];
    day_of(settings(), &files)
}

/// The same rows turned round and cut into five files.
fn in_five_files() -> Day {
    let (mut ours, mut theirs) = rows();
    ours.reverse();
    theirs.reverse();
    let (a, b) = ours.split_at(ours.len() / 3);
    let (c, rest) = theirs.split_at(7);
    let (d, e) = rest.split_at(rest.len() / 2);
    let files = [
        ("a.csv", Role::ChannelFlow, file(FLOW, a)),
        ("b.csv", Role::ChannelFlow, file(FLOW, b)),
        ("c.csv", Role::ChannelStatement, file(STATEMENT, c)),
        ("d.csv", Role::ChannelStatement, file(STATEMENT, d)),
        ("e.csv", Role::ChannelStatement, file(STATEMENT, e)),
    ];
    day_of(settings(), &files)
}

/// The report without what says where rows stood.
fn without_places(result: &DayResult) -> Value {
    let mut report = serde_json::to_value(result.report()).unwrap();
    report["files"].take();
    report["control"].take();
    // The trail names the files.
    report["trail"].take();
    for exception in report["exceptions"].as_array_mut().unwrap() {
        for side in ["left", "right"] {
            for row in exception[side].as_array_mut().unwrap() {
                row["file"].take();
                row["line"].take();
            }
        }
    }
    report
}

#[test]
fn row_order_and_files_change_nothing_but_file_and_line() {
    let (one, other) = (run(in_two_files()), run(in_five_files()));
    let (a, b) = (without_places(&one), without_places(&other));
    assert!(
        a["exceptions"].as_array().unwrap().len() > 10_000,
        "the day has something to tell"
    );
    // Whole reports are too long to print.
    assert!(a == b, "the reports differ");
}

#[test]
fn rows_and_amounts_in_are_rows_and_amounts_out() {
    let report = run(in_two_files()).report();
    let channel = &report.reconciliations[0];
    for total in &channel.totals {
        let of_side = |one: &tieout_engine::report::OutcomeTotal| match total.side {
            tieout_engine::outcome::SideOf::Left => (one.left_rows, one.left_amount.clone()),
            tieout_engine::outcome::SideOf::Right => (one.right_rows, one.right_amount.clone()),
        };
        let outcomes = channel.outcomes.iter();
        let outcomes: Vec<_> = outcomes
            .filter(|one| one.currency == total.currency)
            .map(of_side)
            .collect();
        let minor = |text: &str| text.replace('.', "").parse::<u64>().unwrap();
        assert_eq!(
            outcomes.iter().map(|(rows, _)| rows).sum::<u64>(),
            total.rows
        );
        assert_eq!(
            outcomes
                .iter()
                .map(|(_, amount)| minor(amount))
                .sum::<u64>(),
            minor(&total.amount)
        );
    }
    assert_eq!(report.control.rows_in, report.control.rows_accounted);
    let (ours, theirs) = rows();
    assert_eq!(report.control.rows_in, (ours.len() + theirs.len()) as u64);
}

#[test]
fn a_list_is_in_the_order_of_its_numbers() {
    let result = run(in_two_files());
    let query = Query {
        outcomes: Outcome::ALL.to_vec(),
        sort: SortBy::Key,
        group: GroupBy::None,
        ..Query::default()
    };
    let (listing, handles) = result.list(&query);
    assert_eq!(listing.total, handles.len() as u64);
    let keys: Vec<String> = handles.iter().map(|&h| result.item(h).key).collect();
    assert!(keys.is_sorted());
    let groups = &result.report().reconciliations[0].outcomes;
    assert_eq!(
        listing.total,
        groups.iter().map(|one| one.groups).sum::<u64>()
    );
}

#[test]
fn the_sections_of_a_list_count_and_sum_its_items() {
    let result = run(in_two_files());
    for group in [
        GroupBy::Outcome,
        GroupBy::Channel,
        GroupBy::Age,
        GroupBy::None,
    ] {
        let query = Query {
            group,
            ..Query::default()
        };
        let (listing, handles) = result.list(&query);
        let mut from = 0;
        for section in &listing.sections {
            let to = from + usize::try_from(section.count).unwrap();
            let first = result.item(handles[from]);
            let last = result.item(handles[to - 1]);
            match group {
                GroupBy::Outcome => assert_eq!(first.outcome, last.outcome),
                GroupBy::Channel => assert_eq!(first.channel, last.channel),
                GroupBy::Age | GroupBy::None => {}
            }
            from = to;
        }
        assert_eq!(from, handles.len());
    }
}

#[test]
fn a_run_counts_up_to_its_total_and_gives_the_day_back_when_stopped() {
    let mut run = Run::new(in_two_files());
    let mut last = 0;
    for _ in 0..20 {
        match run.step() {
            Step::More { done, total } => {
                assert!(done >= last && done <= total);
                last = done;
            }
            Step::Done => panic!("a day of many partitions takes more steps"),
        }
    }
    let stopped = run.into_day();
    assert_eq!(stopped.files().len(), 2);
    let again = Run::new(stopped).finish();
    assert!(without_places(&again) == without_places(&Run::new(in_two_files()).finish()));
}

#[test]
fn an_exception_keeps_its_id_from_run_to_run_and_has_it_alone() {
    let result = run(in_two_files());
    let mut ids: Vec<String> = result
        .report()
        .exceptions
        .into_iter()
        .map(|e| e.id)
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "no two exceptions share an id");
    assert!(ids.iter().all(|id| id.starts_with("x-")));
}
