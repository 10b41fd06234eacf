//! The fund position of the golden days: what stands at each account, what is expected, how
//! low it will be, and who can help.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its day must stop"
)]

mod support;

use support::{carry_over_report, day_of, golden_files, golden_settings, report_of, rows_of, run};
use tieout_engine::position::{AccountPosition, Awaited, Cure, FundPosition};
use tieout_engine::settings::{AccountSettings, Measure};
use tieout_engine::{Day, DayResult, Settings};
use tieout_statement::{Currency, Role};

fn limit(id: &str, limit: &str) -> AccountSettings {
    AccountSettings {
        id: id.to_owned(),
        currency: Currency::CNY,
        limit: Measure::parse(limit).unwrap(),
    }
}

fn golden(day: &str, limits: &[(&str, &str)]) -> Day {
    let mut settings = golden_settings(day);
    settings.accounts = limits.iter().map(|(id, of)| limit(id, of)).collect();
    let files = golden_files(day);
    let named: Vec<_> = files
        .iter()
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    day_of(settings, &named)
}

fn day1(limits: &[(&str, &str)]) -> DayResult {
    run(golden("day1", limits))
}

fn day2() -> DayResult {
    let mut day = golden("day2", &[]);
    let left = day1(&[]).carry_over().to_json();
    day.add_carry_over(carry_over_report("carry_over.json"), &left);
    run(day)
}

fn account<'a>(of: &'a FundPosition, name: &str) -> &'a AccountPosition {
    of.accounts.iter().find(|one| one.account == name).unwrap()
}

fn today(of: &AccountPosition) -> [&str; 5] {
    [&of.opening, &of.arrived, &of.left, &of.closing, &of.book].map(|text| text.as_str())
}

#[test]
fn a_line_that_the_bank_brought_twice_arrived_once() {
    let position = day2().fund_position();
    let second = account(&position, "RES-02");
    assert!(second.stated, "its statement has running balances");
    assert_eq!(
        today(second),
        ["5000.00", "1845.00", "0.00", "6845.00", "6845.00"]
    );
    assert_eq!((second.arrived_lines, second.left_lines), (4, 0));
    assert_eq!(second.transit_in, "0.00", "both halves were seen");
}

#[test]
fn a_transfer_whose_other_half_was_not_seen_is_in_transit_and_no_balance_counts_it() {
    let position = day1(&[]).fund_position();
    let [first, second] = ["RES-01", "RES-02"].map(|name| account(&position, name));
    assert_eq!(first.transit_out, "700.00");
    assert_eq!(second.transit_in, "0.00");
    let balances = |of: &AccountPosition| -> Vec<String> {
        of.expected.iter().map(|day| day.balance.clone()).collect()
    };
    assert!(!balances(second).is_empty());
    assert!(first.limit.is_none() && first.cure.is_none());
}

#[test]
fn what_a_channel_settles_a_day_later_is_expected_on_that_day() {
    let result = day1(&[]);
    let position = result.fund_position();
    let second = account(&position, "RES-02");
    assert_eq!(second.expected[0].date, "2026-03-03");
    assert_eq!(second.expected.len(), 7);
    let items = result.expected_items("RES-02", Currency::CNY, 0, 100);
    let due: Vec<_> = items
        .items
        .iter()
        .filter(|item| item.awaited == Awaited::Expected)
        .collect();
    assert!(due.iter().all(|item| item.channel == "unionpay"));
    assert_eq!(due.len() as u64, second.expected[0].items);
    assert!(due.iter().all(|item| item.due_date == "2026-03-03"));
    // Every line leads to its group.
    for item in &items.items {
        let group = result.item(item.handle.unwrap());
        assert_eq!(group.key, item.key);
    }
}

#[test]
fn without_a_limit_the_report_is_as_it_was() {
    let json = serde_json::to_string(&day1(&[]).report()).unwrap();
    assert!(!json.contains("fund_position"));
    let json = serde_json::to_string(&day1(&[("RES-01", "1.00")]).report()).unwrap();
    assert!(json.contains("fund_position"));
}

/// A day of balances alone: accounts and what stands there.
fn balances(settings: &str, accounts: &[(&str, &str)]) -> FundPosition {
    let mut csv = "account_code,detail,currency,opening".to_owned();
    for (detail, opening) in accounts {
        csv.push_str(&format!("\n1002,{detail},CNY,{opening}"));
    }
    let toml = format!("[day]\naccounting_date = \"2026-03-02\"\n{settings}");
    let mut day = Day::new(Settings::parse(&toml).unwrap());
    let rows = rows_of(Role::Balances, &csv);
    day.add(report_of("balances.csv", Role::Balances, &rows), Some(rows));
    run(day).fund_position()
}

fn limits(of: &[(&str, &str)]) -> String {
    let one = |(id, limit): &(&str, &str)| {
        format!("[[account]]\nid = \"{id}\"\ncurrency = \"CNY\"\nlimit = \"{limit}\"\n")
    };
    of.iter().map(one).collect()
}

#[test]
fn the_account_with_the_most_above_its_limit_cures_a_shortfall_and_its_entries_balance() {
    let position = balances(
        &limits(&[("A", "100.00"), ("B", "10.00"), ("C", "600.00")]),
        &[
            ("A", "70.00"),
            ("B", "100.00"),
            ("C", "650.00"),
            ("D", "9000.00"),
        ],
    );
    let short = account(&position, "A");
    assert_eq!(short.shortfall.as_deref(), Some("30.00"));
    assert_eq!(short.cure, Some(Cure::Transfer));
    assert_eq!(short.below_from.as_deref(), Some("2026-03-02"));
    let [transfer] = position.transfers.as_slice() else {
        panic!("one transfer: {:?}", position.transfers)
    };
    assert_eq!(
        [
            &transfer.from,
            &transfer.to,
            &transfer.amount,
            &transfer.above
        ],
        ["B", "A", "30.00", "90.00"],
        "C has 50.00 above its limit, and of D nobody said what must stay"
    );
    let told: Vec<String> = transfer
        .entries
        .iter()
        .flat_map(|entry| entry.lines.iter().map(move |line| (entry, line)))
        .map(|(entry, line)| {
            let detail = line.detail.replace(&transfer.id, "ID");
            format!(
                "{} {} {detail} {} {}",
                entry.template, line.account, line.debit, line.credit
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "fund_transfer_out 1002 B 0.00 30.00",
            "fund_transfer_out 1012 ID 30.00 0.00",
            "fund_transfer_in 1002 A 30.00 0.00",
            "fund_transfer_in 1012 ID 0.00 30.00",
        ]
    );
}

#[test]
fn where_no_account_can_help_it_is_said() {
    let alone = balances(
        &limits(&[("A", "100.00")]),
        &[("A", "70.00"), ("B", "900.00")],
    );
    assert_eq!(account(&alone, "A").cure, Some(Cure::NoOtherAccount));
    let poor = balances(
        &limits(&[("A", "100.00"), ("B", "10.00"), ("C", "10.00")]),
        &[("A", "50.00"), ("B", "40.00"), ("C", "45.00")],
    );
    let short = account(&poor, "A");
    assert_eq!(short.cure, Some(Cure::NotEnough), "nothing is split");
    let nearest = short.nearest.clone().unwrap();
    assert_eq!(nearest, ("C".to_owned(), "35.00".to_owned()));
    assert!(poor.transfers.is_empty());
}

#[test]
fn what_was_promised_to_one_account_is_not_promised_to_another() {
    let position = balances(
        &limits(&[("A", "100.00"), ("B", "100.00"), ("C", "0")]),
        &[("A", "70.00"), ("B", "60.00"), ("C", "50.00")],
    );
    assert_eq!(position.transfers.len(), 1);
    assert_eq!(position.transfers[0].to, "A");
    let second = account(&position, "B");
    assert_eq!(second.cure, Some(Cure::NotEnough));
    let left = second.nearest.clone().unwrap();
    assert_eq!(left, ("C".to_owned(), "20.00".to_owned()));
}

const STATEMENT: &str =
    "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at,batch_no";
const BANK: &str = "bank_account,transaction_no,booked_at,side,currency,amount,balance,reference";

/// A day of one channel whose items are due on the next day, late, or nobody's.
fn projected(channel: &str, limit: &str) -> FundPosition {
    let statement = format!(
        "{STATEMENT}\n\
         pay,P1,,withdrawal,success,CNY,80.00,,2026-03-02 10:00:00,\n\
         pay,C1,,top_up,success,CNY,30.00,,2026-03-02 11:00:00,\n\
         late,P2,,withdrawal,success,CNY,5.00,,2026-03-02 10:00:00,\n\
         late,C2,,top_up,success,CNY,700.00,,2026-03-02 10:00:00,"
    );
    let bank = format!(
        "{BANK}\nA,B1,2026-03-02 12:00:00,credit,CNY,20.00,100.00,interest\n\
         B,B2,2026-03-02 12:00:00,credit,CNY,1.00,1.00,interest"
    );
    let toml = format!(
        "[day]\naccounting_date = \"2026-03-02\"\n\
         [[channel]]\ncode = \"pay\"\nsettlement = \"item_by_item\"\nsettle_lag_days = 2\n{channel}\n\
         [[channel]]\ncode = \"late\"\nsettlement = \"item_by_item\"\nbank_account = \"A\"\n{limit}"
    );
    let files = [
        ("bank.csv", Role::BankStatement, bank),
        ("statement.csv", Role::ChannelStatement, statement),
    ];
    run(day_of(Settings::parse(&toml).unwrap(), &files)).fund_position()
}

#[test]
fn late_payments_leave_on_the_next_day_and_late_receipts_are_not_counted_on() {
    let position = projected("bank_account = \"A\"", &limits(&[("A", "50.00")]));
    let of = account(&position, "A");
    assert_eq!(today(of)[..4], ["80.00", "20.00", "0.00", "100.00"]);
    assert_eq!([&of.due_in, &of.due_out], ["700.00", "5.00"]);
    let days: Vec<_> = of.expected[..3]
        .iter()
        .map(|day| [&day.date[5..], &day.incoming, &day.outgoing, &day.balance])
        .collect();
    assert_eq!(
        days,
        [
            ["03-03", "0.00", "0.00", "95.00"],
            ["03-04", "30.00", "80.00", "45.00"],
            ["03-05", "0.00", "0.00", "45.00"],
        ]
    );
    assert_eq!([&of.low, &of.low_date], ["45.00", "2026-03-04"]);
    assert_eq!(of.below_from.as_deref(), Some("2026-03-04"));
    assert_eq!(of.shortfall.as_deref(), Some("5.00"));
}

#[test]
fn items_of_a_channel_without_an_account_are_at_none_where_there_are_two() {
    let position = projected("", "");
    let [unassigned] = position.unassigned.as_slice() else {
        panic!("one channel: {:?}", position.unassigned)
    };
    assert_eq!(unassigned.channel, "pay");
    assert_eq!(
        (
            unassigned.items,
            &*unassigned.incoming,
            &*unassigned.outgoing
        ),
        (2, "30.00", "80.00")
    );
    assert_eq!(account(&position, "A").low, "95.00");
}
