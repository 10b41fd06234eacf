//! Our own layouts: columns by name, totals by role, lines where records start.

use tieout_statement::{Column, Encoding, Role, original};

use super::{fixture, line, read, refused};

const HEADER: &str = "channel,channel_order_no,payment_order_no,kind,status,currency,amount\n";

#[test]
fn columns_stand_in_any_order_and_absent_ones_are_empty() {
    let intake = read(
        "amount,note,currency,status,kind,payment_order_no,channel,channel_order_no\n\
         12.5,hello,CNY,success,top_up,,wechat,C-1\n",
    );
    let rows = intake.rows.expect("a channel flow has rows");
    assert_eq!(
        line(&rows, 0),
        "channel=wechat channel_order_no=C-1 kind=top_up status=success currency=CNY amount=12.50"
    );
    assert_eq!(intake.report.other_columns, ["note"]);
    assert_eq!(intake.report.rows_read, 1);
}

#[test]
fn cells_lose_unicode_white_space_at_their_ends_and_nothing_else() {
    let text = format!("{HEADER}\u{3000}wechat\u{a0}, C 1 ,\tp-1\t,top_up,success,CNY, 5 \n");
    let rows = read(text).rows.expect("a channel flow has rows");
    assert_eq!(
        line(&rows, 0),
        "channel=wechat channel_order_no=C 1 payment_order_no=p-1 kind=top_up status=success \
         currency=CNY amount=5.00"
    );
}

#[test]
fn a_row_knows_the_line_and_the_byte_at_which_it_starts() {
    let row = |n| format!("wechat,C-{n},,top_up,success,CNY,1");
    let header = HEADER.trim_end();
    for (ends, name) in [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")] {
        // A blank line, a line of blanks, and no line end at the end of the file.
        let text = [header, &row(1), "", "  ", &row(2)].join(ends);
        let intake = read(&text);
        let rows = intake.rows.expect("a channel flow has rows");
        assert_eq!(rows.lines(), [2, 5], "{name}");
        let starts: Vec<u64> = (1..=2)
            .map(|n| text.find(&row(n)).expect("it is in it") as u64)
            .collect();
        assert_eq!(rows.offsets(), starts, "{name}");
        assert_eq!(intake.report.problems, [], "blank lines are no rows");
    }
}

#[test]
fn a_layout_saved_as_utf_16_is_the_same_rows_each_at_its_own_byte() {
    let text = String::from_utf8(fixture("bank-statement.csv")).expect("UTF-8");
    let plain = read(&text);
    for (big, marked) in [(false, true), (true, true), (false, false)] {
        let mark = if marked { "\u{feff}" } else { "" };
        let units = format!("{mark}{}", text.trim_start_matches('\u{feff}'));
        let turn = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        let bytes: Vec<u8> = units.encode_utf16().flat_map(turn).collect();
        let intake = read(&bytes);
        assert_eq!(intake.report.format, plain.report.format);
        assert_eq!(intake.report.currency_totals, plain.report.currency_totals);
        let (rows, same) = (
            intake.rows.expect("a statement has rows"),
            plain.rows.as_ref().expect("a statement has rows"),
        );
        assert_eq!(rows.lines(), same.lines());
        let encoding = Encoding::ALL
            .iter()
            .find(|e| e.name() == intake.report.encoding)
            .expect("a known encoding");
        for row in 0..rows.len() {
            assert_eq!(line(&rows, row), line(same, row));
            let shown = |bytes: &[u8], offset: u64, encoding| {
                let at = usize::try_from(offset).expect("a small file");
                original::record(&bytes[at..], encoding)
            };
            assert_eq!(
                shown(&bytes, rows.offsets()[row], *encoding),
                shown(text.as_bytes(), same.offsets()[row], Encoding::Utf8)
            );
        }
    }
}

#[test]
fn a_quoted_cell_may_hold_commas_quotes_and_line_ends() {
    let intake = read(fixture("bank-statement.csv"));
    assert_eq!(refused(&intake), [""; 0]);
    let rows = intake.rows.expect("a bank statement has rows");
    assert_eq!(rows.text(Column::Reference).get(0), "C-1, C-2");
    assert_eq!(rows.text(Column::Memo).get(1), "two\nlines");
    assert_eq!(rows.lines(), [2, 3]);

    let text = format!(
        "{HEADER}wechat,\"C \"\"1\"\"\r\nx\",,top_up,success,CNY,1\r\nwechat,C-2,,top_up,success,CNY,1\n"
    );
    let rows = read(text).rows.expect("a channel flow has rows");
    assert_eq!(rows.text(Column::ChannelOrderNo).get(0), "C \"1\"\r\nx");
    assert_eq!(rows.lines(), [2, 4], "a record of two lines counts as two");
}

#[test]
fn a_quote_within_a_cell_is_a_letter() {
    let text =
        format!("{HEADER}wechat,5\"-C,,top_up,success,CNY,1\nwechat,C-2,,top_up,success,CNY,1\n");
    let rows = read(text).rows.expect("a channel flow has rows");
    assert_eq!(rows.text(Column::ChannelOrderNo).get(0), "5\"-C");
    assert_eq!(rows.len(), 2);
}

#[test]
fn remarks_may_stand_before_the_header() {
    let text = format!(
        "# exported by,\"us\n\n{HEADER}#1,\"C,1\",,top_up,success,CNY,1\n`2,\"C,2\",,top_up,success,CNY,1\n"
    );
    let intake = read(text);
    assert_eq!(refused(&intake), [""; 0]);
    let rows = intake.rows.expect("a channel flow has rows");
    assert_eq!(rows.lines(), [4, 5]);
    assert_eq!(
        rows.text(Column::ChannelOrderNo).get(1),
        "C,2",
        "behind it they are letters"
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    let text = format!("\u{feff}{HEADER}wechat,C-1,,top_up,success,CNY,1\n");
    let intake = read(text);
    assert_eq!(intake.report.format.as_deref(), Some("channel-flow"));
    assert_eq!(intake.report.rows_read, 1);
    assert_eq!(intake.report.encoding, "UTF-8");
}

#[test]
fn own_layouts_are_read_in_gb18030_too() {
    let text = "bank_account,transaction_no,booked_at,side,currency,amount,counterparty\n\
                RES-01,B-1,2026-03-02 10:00:00,credit,CNY,1.00,财付通支付科技\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    let intake = read(&bytes);
    assert_eq!(intake.report.encoding, "GB18030");
    let rows = intake.rows.expect("a bank statement has rows");
    assert_eq!(rows.text(Column::Counterparty).get(0), "财付通支付科技");
}

fn totals(name: &str) -> (String, String, u64) {
    let report = read(fixture(name)).report;
    let total = &report.currency_totals[0];
    (
        total.credits.clone(),
        total.debits.clone(),
        report.rows_neutral,
    )
}

#[test]
fn totals_say_what_came_in_and_what_went_out_by_role() {
    let is =
        |credits: &str, debits: &str, neutral| (credits.to_owned(), debits.to_owned(), neutral);
    // Success only: a pending payment moves nothing.
    assert_eq!(totals("channel-flow.csv"), is("100.00", "50.00", 1));
    assert_eq!(
        totals("channel-statement.csv"),
        is("0", "500", 0),
        "JPY has no decimals"
    );
    // A payment from balance and a confirmation stay within.
    assert_eq!(totals("payment-flow.csv"), is("100.00", "50.00", 2));
    assert_eq!(totals("posting-flow.csv"), is("100.00", "52.00", 0));
    assert_eq!(totals("bank-statement.csv"), is("400.00", "50.00", 0));
    assert_eq!(totals("balances.csv"), is("0.00", "0.00", 2));
}

#[test]
fn a_report_says_when_and_for_which_accounts() {
    let report = read(fixture("bank-statement.csv")).report;
    assert_eq!(report.role, Some(Role::BankStatement));
    assert_eq!(report.accounts, ["RES-01"]);
    let day = "2026-03-02".to_owned();
    assert_eq!(report.dates, Some((day.clone(), day)));
    assert_eq!(report.bytes, 249);
    assert_eq!(
        report.currency_totals[0].opening.as_deref(),
        Some("12000.00")
    );
    assert_eq!(
        report.currency_totals[0].closing.as_deref(),
        Some("12350.00")
    );
}

#[test]
fn a_statement_that_lists_the_newest_line_first_states_the_same_balances() {
    let header = "bank_account,transaction_no,booked_at,side,currency,amount,balance\n";
    let lines = [
        "RES-01,B-3,2026-03-02 12:00:00,credit,CNY,7.00,107.00\n",
        "RES-01,B-2,2026-03-02 11:00:00,debit,CNY,20.00,100.00\n",
        "RES-01,B-1,2026-03-02 10:00:00,credit,CNY,20.00,120.00\n",
    ];
    let balances = |lines: &[&str]| {
        let total = read(header.to_owned() + &lines.concat())
            .report
            .currency_totals[0]
            .clone();
        (total.opening, total.closing)
    };
    let stated = (Some("100.00".to_owned()), Some("107.00".to_owned()));
    assert_eq!(balances(&lines), stated);
    assert_eq!(balances(&[lines[2], lines[1], lines[0]]), stated);
    // Out of order, or a balance missing: nothing is stated, nothing is guessed.
    assert_eq!(balances(&[lines[1], lines[0], lines[2]]), (None, None));
    let gap = "RES-01,B-4,2026-03-02 13:00:00,credit,CNY,1.00,\n";
    assert_eq!(balances(&[lines[2], lines[1], lines[0], gap]), (None, None));
}

#[test]
fn the_hash_is_the_files_own() {
    // printf 'abc' | sha256sum
    let report = read("abc").report;
    assert_eq!(
        report.sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}
