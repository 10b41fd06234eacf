//! Rows that are refused: every reason, with line and column, and nothing else lost.

use proptest::prelude::*;
use tieout_statement::{FileProblem, Reason};

use super::{read, refused};

const FLOW: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,fee,finished_at\n";

/// What is refused of a channel flow whose second row is good.
fn refusal(row: &str) -> String {
    let good = "wechat,C-2,,top_up,success,CNY,1.00,,\n";
    let intake = read(format!("{FLOW}{row}\n{good}"));
    assert_eq!(intake.report.rows_read, 1, "the good row stays: {row}");
    refused(&intake).join(" | ")
}

#[test]
fn an_unknown_word_names_what_may_stand_there() {
    assert_eq!(
        refusal("wechat,C-1,,topup,success,CNY,1,,"),
        "2 kind: topup is not known: expected top_up, payment, refund or withdrawal"
    );
    assert_eq!(
        refusal("wechat,C-1,,confirm,success,CNY,1,,"),
        "2 kind: confirm is not known: expected top_up, payment, refund or withdrawal",
        "no channel knows a confirmation"
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,Success,CNY,1,,"),
        "2 status: Success is not known: expected success, failed, pending or closed"
    );
    let intake = read(
        "bank_account,transaction_no,booked_at,side,currency,amount\n\
         RES-01,B-1,2026-03-02 10:00:00,D,CNY,1\n",
    );
    assert_eq!(
        refused(&intake),
        ["2 side: D is not known: expected debit or credit"]
    );
}

#[test]
fn payment_and_posting_flows_know_more_kinds_than_channels() {
    let intake = read(
        "payment_order_no,kind,method,status,currency,amount\n\
         P-1,confirm,,success,CNY,1\nP-2,fund_transfer,,success,CNY,1\nP-3,transfer,,success,CNY,1\n",
    );
    assert_eq!(refused(&intake), [""; 0]);
}

#[test]
fn a_currency_is_three_capitals() {
    for text in ["cny", "RMBY", "人民币", "¥"] {
        assert_eq!(
            refusal(&format!("wechat,C-1,,top_up,success,{text},1,,")),
            format!(
                "2 currency: {text} is not a currency: expected three capital letters such as CNY"
            )
        );
    }
}

#[test]
fn an_amount_is_unsigned_digits_with_the_currencys_decimals() {
    for text in ["12,3x", "-1.00", "+1", "1e3", "１", ".5", "5."] {
        let quoted = format!("wechat,C-1,,top_up,success,CNY,\"{text}\",,");
        assert_eq!(
            refusal(&quoted),
            format!("2 amount: {text} is not an amount: expected digits such as 53.00")
        );
    }
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,JPY,1.5,,"),
        "2 amount: 1.5 has too many decimals: JPY has 0"
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,CNY,1.000,,"),
        "2 amount: 1.000 has too many decimals: CNY has 2",
        "our own layouts are strict, zeros or not"
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,CNY,92233720368547758.08,,"),
        "2 amount: 92233720368547758.08 is too large: expected at most 18 digits"
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,CNY,1,-0.06,"),
        "2 fee: -0.06 is not an amount: expected digits such as 53.00"
    );
}

#[test]
fn a_balance_may_be_negative_and_an_opening_too() {
    let intake = read(
        "account_code,detail,currency,opening,closing\n2011,a,CNY,-8000.00,-1\n2011,b,CNY,--1,\n",
    );
    assert_eq!(intake.report.rows_read, 1);
    assert_eq!(
        refused(&intake),
        ["3 opening: --1 is not an amount: expected digits such as 53.00"]
    );
}

#[test]
fn a_time_has_one_pattern_and_exists() {
    for text in [
        "2026-02-30 00:00:00",
        "2026-03-02",
        "2026/03/02 10:00:00",
        "2026-03-02 24:00:00",
    ] {
        assert_eq!(
            refusal(&format!("wechat,C-1,,top_up,success,CNY,1,,{text}")),
            format!("2 finished_at: {text} is not a time: expected YYYY-MM-DD HH:MM:SS")
        );
    }
}

#[test]
fn cells_that_must_be_filled_are() {
    let empty = "the cell is empty: expected a value";
    assert_eq!(
        refusal(",C-1,,top_up,success,CNY,1,,"),
        format!("2 channel: {empty}")
    );
    assert_eq!(
        refusal("wechat, ,,top_up,success,CNY,1,,"),
        format!("2 channel_order_no: {empty}")
    );
    assert_eq!(
        refusal("wechat,C-1,,,success,CNY,1,,"),
        format!("2 kind: {empty}")
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,,CNY,1,,"),
        format!("2 status: {empty}")
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,,1,,"),
        format!("2 currency: {empty}")
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,CNY,,,"),
        format!("2 amount: {empty}")
    );
}

#[test]
fn a_row_has_as_many_cells_as_the_header() {
    assert_eq!(
        refusal("wechat,C-1,,top_up"),
        "2 -: the row has 4 cells: expected 9, as in the header"
    );
    assert_eq!(
        refusal("wechat,C-1,,top_up,success,CNY,1,,,"),
        "2 -: the row has 10 cells: expected 9, as in the header"
    );
}

#[test]
fn bytes_that_are_no_text_cost_their_own_row_only() {
    let mut bytes = FLOW.as_bytes().to_vec();
    bytes.extend_from_slice("wechat,商户-1,,top_up,success,CNY,1,,\n".as_bytes());
    bytes.extend_from_slice(b"wechat,C-\xff\xff,,top_up,success,CNY,1,,\n");
    bytes.extend_from_slice(b"wechat,C-\0,,top_up,success,CNY,1,,\n");
    bytes.extend_from_slice(b"wechat,C-4,,top_up,success,CNY,1,,\n");
    let intake = read(bytes);
    assert_eq!(intake.report.rows_read, 2);
    let lines: Vec<u32> = intake
        .report
        .rows_rejected
        .iter()
        .map(|row| row.line)
        .collect();
    assert_eq!(lines, [3, 4]);
    let reason = Reason::NotText {
        encoding: "UTF-8".to_owned(),
    };
    assert!(
        intake
            .report
            .rows_rejected
            .iter()
            .all(|row| row.reason == reason)
    );
}

#[test]
fn a_stray_quote_costs_its_own_row_and_swallows_none() {
    let row = |n: u32, no: &str| format!("wechat,{no}-{n},,top_up,success,CNY,1,,\n");
    let unclosed = "a quote opens here and does not close: \
                    expected a closing quote at the end of its cell";
    // Never closed: every row after it is read.
    let rest: String = (3..100).map(|n| row(n, "C")).collect();
    let intake = read(FLOW.to_owned() + &row(2, "\"C") + &rest);
    assert_eq!(refused(&intake), [format!("2 -: {unclosed}")]);
    assert_eq!(intake.report.rows_read, 97);
    // Closed by another stray quote far below: both rows refused, those between read.
    let between: String = (3..50).map(|n| row(n, "C")).collect();
    let text = FLOW.to_owned() + &row(2, "\"C") + &between + &row(50, "\"C") + &row(51, "C");
    let intake = read(text);
    assert_eq!(
        refused(&intake),
        [format!("2 -: {unclosed}"), format!("50 -: {unclosed}")]
    );
    assert_eq!(intake.report.rows_read, 48);
    // Letters behind a closing quote.
    assert_eq!(
        refusal("wechat,\"C\"-1,,top_up,success,CNY,1,,"),
        format!("2 -: {unclosed}")
    );
}

#[test]
fn a_quote_that_never_closes_in_a_large_file_is_found_out_early() {
    let mut text = FLOW.to_owned() + "wechat,\"C-2,,top_up,success,CNY,1,,\n";
    for n in 0..60_000 {
        text += &format!("wechat,C-{n:08},,top_up,success,CNY,1.00,,\n");
    }
    let intake = read(text);
    assert_eq!(intake.report.rows_read, 60_000);
    assert_eq!(intake.report.rows_rejected.len(), 1);
}

#[test]
fn a_last_row_that_is_cut_off_is_refused_and_said() {
    let intake = read(format!(
        "{FLOW}wechat,C-1,,top_up,success,CNY,1,,\nwechat,C-2,,top"
    ));
    assert_eq!(
        refused(&intake),
        ["3 -: the row has 4 cells: expected 9, as in the header"]
    );
    assert_eq!(
        intake.report.problems,
        [FileProblem::Truncated {
            line: 3,
            expected: "a whole row of 9 cells".to_owned()
        }]
    );
    assert!(!intake.report.refused(), "what was read stands");
    assert_eq!(intake.rows.map(|rows| rows.len()), Some(1));
}

proptest! {
    /// Rows in the file = rows used and rows refused, whatever stands in their cells: a
    /// line is the start of one of them, or part of a row whose quoted cell goes on in it.
    #[test]
    fn every_line_is_read_or_refused(
        cells in prop::collection::vec(
            prop::collection::vec("[a-zA-Z0-9 .,\"-]{0,6}|top_up|success|CNY|wechat|1[.]00", 1..12),
            0..40,
        )
    ) {
        let rows: Vec<String> = cells.iter().map(|row| row.join(",")).collect();
        let intake = read(FLOW.to_owned() + &rows.join("\n"));
        let mut starts: Vec<u32> = intake.report.rows_rejected.iter().map(|row| row.line).collect();
        starts.extend(intake.rows.iter().flat_map(|rows| rows.lines()));
        starts.sort_unstable();
        prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "each once");
        let mut quoted = false;
        for (row, line) in rows.iter().zip(2..) {
            if starts.binary_search(&line).is_ok() {
                quoted = row.starts_with('"') || row.contains(",\"");
            } else if !row.trim().is_empty() {
                prop_assert!(quoted, "line {line} is lost: {row}");
            }
        }
    }
}
