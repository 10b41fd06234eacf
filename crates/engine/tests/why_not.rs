//! What comes nearest to a row that met nothing: suggestions with the first rule they fail.

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
use tieout_engine::Settings;
use tieout_engine::outcome::ReconciliationName;
use tieout_engine::worklist::{Query, WhyNot};
use tieout_statement::Role;

const FLOW: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at";
const STATEMENT: &str = "channel,order_no,transaction_no,kind,status,currency,amount,finished_at";
const ORDERS: &str = "payment_order_no,merchant_order_no,kind,method,status,currency,amount";

/// Why our order `key` met nothing, given rows `channel|number|kind|amount|time` of each
/// side and rows `number|merchant|kind|amount` of orders.
fn why_not(key: &str, ours: &[&str], theirs: &[&str], orders: &[&str]) -> WhyNot {
    let rows = |header: &str, rows: &[&str], order: bool| {
        let mut text = header.to_owned();
        for row in rows {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [channel, number, kind, amount, time] = cells[..] else {
                panic!("{row}")
            };
            let payment = if order {
                format!("P-{number}")
            } else {
                String::new()
            };
            text.push_str(&format!(
                "\n{channel},{number},{payment},{kind},success,CNY,{amount},2026-03-02 {time}:00"
            ));
        }
        text
    };
    let mut payments = ORDERS.to_owned();
    for order in orders {
        let cells: Vec<&str> = order.split('|').map(str::trim).collect();
        let [number, merchant, kind, amount] = cells[..] else {
            panic!("{order}")
        };
        payments.push_str(&format!(
            "\n{number},{merchant},{kind},wechat,success,CNY,{amount}"
        ));
    }
    let files = [
        ("flow.csv", Role::ChannelFlow, rows(FLOW, ours, true)),
        ("orders.csv", Role::PaymentFlow, payments),
        (
            "statement.csv",
            Role::ChannelStatement,
            rows(STATEMENT, theirs, false),
        ),
    ];
    let result = run(day_of(Settings::default(), &files));
    let query = Query {
        reconciliations: vec![ReconciliationName::Channel],
        text: key.to_owned(),
        ..Query::default()
    };
    let (_, handles) = result.list(&query);
    let channel = handles
        .into_iter()
        .find_map(|handle| result.why_not(handle));
    channel.unwrap_or_else(|| panic!("{key} met something"))
}

fn told(why: &WhyNot) -> Vec<String> {
    let numbers = |hint: &tieout_engine::worklist::Hint| {
        let number = |row: &tieout_engine::worklist::RowView| {
            let cell = row.cells.iter().find(|(column, _)| column == "order_no");
            cell.unwrap().1.clone()
        };
        hint.rows.iter().map(number).collect::<Vec<_>>().join("+")
    };
    why.hints
        .iter()
        .map(|h| format!("{} {} {}", numbers(h), h.near, h.failed))
        .collect()
}

#[test]
fn a_number_that_was_retyped_is_named_before_a_chance_amount() {
    let why = why_not(
        "C00120",
        &["wechat|C00120|top_up|50.00|12:00"],
        &[
            "wechat|c 00120|top_up|55.00|12:00",
            "wechat|C00129|top_up|50.00|12:10",
            "wechat|X99|top_up|50.00|12:01",
            "wechat|Y77|top_up|49.00|12:01",
        ],
        &[],
    );
    let expected = [
        "c 00120 number_folded other_number",
        "C00129 number_mistyped other_number",
        "X99 same_amount other_number",
    ];
    assert_eq!(told(&why), expected);
    assert_eq!(why.looked_at, 4);
}

#[test]
fn the_same_number_in_another_channel_says_so() {
    let why = why_not(
        "C00120",
        &["wechat|C00120|top_up|50.00|12:00"],
        &["alipay|C00120|top_up|50.00|12:00"],
        &[],
    );
    assert_eq!(told(&why), ["C00120 same_amount other_channel"]);
}

#[test]
fn a_few_rows_that_sum_to_it_are_one_suggestion() {
    let why = why_not(
        "C00120",
        &["wechat|C00120|top_up|50.00|12:00"],
        &[
            "wechat|A1|top_up|20.00|12:00",
            "wechat|A2|top_up|30.00|12:01",
        ],
        &[],
    );
    assert_eq!(told(&why), ["A1+A2 sum other_number"]);
}

#[test]
fn a_refund_that_exceeds_its_payment_says_so() {
    let refund = |orders: &[&str]| {
        let why = why_not(
            "C00120",
            &["wechat|C00120|refund|50.00|12:00"],
            &["wechat|Z1|refund|1.00|12:00"],
            orders,
        );
        why.refund
            .map(|check| format!("{} of {} {}", check.refunded, check.paid, check.verdict))
    };
    let own = "P-C00120|M1|refund|50.00";
    assert_eq!(
        refund(&[own, "P1|M1|payment|40.00"]).unwrap(),
        "50.00 of 40.00 exceeds"
    );
    assert_eq!(
        refund(&[own, "P1|M1|payment|60.00"]).unwrap(),
        "50.00 of 60.00 within"
    );
    assert_eq!(refund(&[own]).unwrap(), "50.00 of 0.00 no_payment");
    assert_eq!(
        refund(&["P-C00120||refund|50.00"]),
        None,
        "no merchant order is named"
    );
}
