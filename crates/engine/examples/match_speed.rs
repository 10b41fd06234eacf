//! How fast the channel reconciliation of a day of any size is, and how much memory the
//! process took at most. Times are processor time, so that a busy machine does not count
//! (Linux).
//!
//! `cargo run --release -p tieout-engine --example match_speed -- 1000000`

use std::time::Duration;

use tieout_engine::worklist::{Query, SortBy};
use tieout_engine::{Day, Run, Settings, Step};
use tieout_statement::{
    Cell, Currency, FileReport, Kind, LocalTime, MinorUnits, Role, Rows, Status,
};

fn report(name: &str, role: Role, rows: u64) -> FileReport {
    FileReport {
        name: name.to_owned(),
        format: Some(role.text().to_owned()),
        role: Some(role),
        encoding: "UTF-8".to_owned(),
        sha256: name.to_owned(),
        rows_read: rows,
        rows_rejected: Vec::new(),
        rows_neutral: 0,
        accounts: Vec::new(),
        dates: None,
        currency_totals: Vec::new(),
        stated_totals: Vec::new(),
        problems: Vec::new(),
        other_columns: Vec::new(),
        bytes: 0,
    }
}

/// One side of the day: the same orders on both, the right in another order; of every
/// thousand, one is missing on each side and one differs.
fn rows(role: Role, count: u64) -> Rows {
    let mut rows = Rows::new(role);
    let left = role == Role::ChannelFlow;
    let noon = LocalTime::parse("2026-03-02 12:00:00").expect("a time");
    // A prime that divides no round count: every order once, in another order.
    let stride = if left { 1 } else { 7_368_787 };
    for at in 0..count {
        let n = (at * stride) % count;
        if n % 1000 == if left { 1 } else { 2 } {
            continue;
        }
        let minor = i64::try_from(n % 100_000 + 1).expect("a small amount");
        let amount = minor + i64::from(!left && n % 1000 == 3);
        let number = format!("C20260302{n:010}");
        let other = format!("P20260302{n:010}");
        rows.push(
            u32::try_from(at + 2).expect("a line"),
            at * 100,
            &[
                Cell::Text(["wechat", "alipay", "icbc"][(n % 3) as usize]),
                Cell::Text(&number),
                Cell::Text(&other),
                Cell::Kind(Kind::Payment),
                Cell::Status(Status::Success),
                Cell::Currency(Currency::CNY),
                Cell::Minor(MinorUnits(amount)),
                Cell::Minor(MinorUnits(6)),
                Cell::Time(LocalTime(noon.0 + i64::from(n as u32 % 40_000))),
                Cell::Absent,
            ],
        );
    }
    rows
}

/// Time that this process was on a processor (Linux): a busy machine does not count.
fn on_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let first = stat.split(' ').next().and_then(|ns| ns.parse().ok());
    Duration::from_nanos(first.unwrap_or_default())
}

/// A point in time to measure from.
struct Instant(Duration);

impl Instant {
    fn now() -> Self {
        Self(on_cpu())
    }

    fn elapsed(&self) -> Duration {
        on_cpu() - self.0
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("VmHWM: unknown").to_owned()
}

fn main() {
    let count = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let count = count.unwrap_or(1_000_000);
    let mut day = Day::new(Settings::default());
    for (name, role) in [
        ("flow.csv", Role::ChannelFlow),
        ("statement.csv", Role::ChannelStatement),
    ] {
        let rows = rows(role, count);
        day.add(report(name, role, rows.len() as u64), Some(rows));
    }
    println!("{count} orders a side; before: {}", peak_memory());
    let start = Instant::now();
    let mut run = Run::new(day);
    let (mut steps, mut longest) = (0_u32, Duration::ZERO);
    loop {
        let began = Instant::now();
        let step = run.step();
        longest = longest.max(began.elapsed());
        steps += 1;
        if step == Step::Done {
            break;
        }
    }
    let result = run.finish();
    println!(
        "run: {:?}, {steps} steps, longest {longest:?}",
        start.elapsed()
    );
    println!("after: {}", peak_memory());
    let start = Instant::now();
    let summary = result.summary();
    println!(
        "summary: {:?}, {} exceptions",
        start.elapsed(),
        summary.exceptions
    );
    let matched = |sort| Query {
        outcomes: vec![tieout_engine::outcome::Outcome::Matched],
        sort,
        ..Query::default()
    };
    for (what, query) in [
        ("exceptions", Query::default()),
        ("matched by risk", matched(SortBy::AtRisk)),
        ("matched by our amount", matched(SortBy::LeftAmount)),
        (
            "matched with 777",
            Query {
                text: "777".to_owned(),
                ..matched(SortBy::Key)
            },
        ),
    ] {
        let start = Instant::now();
        let (listing, handles) = result.list(&query);
        let items: Vec<_> = handles.iter().take(50).map(|&h| result.item(h)).collect();
        println!(
            "{what}: {} of them, {:?} with {} items",
            listing.total,
            start.elapsed(),
            items.len()
        );
    }
    let start = Instant::now();
    let report = result.report();
    println!(
        "report: {:?}, {} exceptions",
        start.elapsed(),
        report.exceptions.len()
    );
}
