//! The WeChat Pay merchant bill: three layouts, earlier names, totals in the last lines.

use tieout_statement::{FileProblem, FormatSettings, ReadSettings};

use super::{fixture, line, read, read_with, refused, stated};

fn lines(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let intake = read(bytes);
    assert_eq!(refused(&intake), [""; 0]);
    let rows = intake.rows.expect("a bill has rows");
    (0..rows.len()).map(|row| line(&rows, row)).collect()
}

#[test]
fn payments_and_refunds_of_all_orders() {
    assert_eq!(
        lines(fixture("wechat-bill.csv")),
        [
            "channel=wechat order_no=C-1 transaction_no=4200000001 kind=payment status=success \
             currency=CNY amount=100.00 fee=0.60 finished_at=2026-03-02 08:08:00",
            "channel=wechat order_no=C-2 transaction_no=4200000002 kind=payment status=success \
             currency=CNY amount=48.00 fee=0.29 finished_at=2026-03-02 09:10:11",
            "channel=wechat order_no=C-3 transaction_no=4200000003 kind=payment status=closed \
             currency=CNY amount=8.00 fee=0.00 finished_at=2026-03-02 10:00:00",
            "channel=wechat order_no=R-1 transaction_no=5030000001 kind=refund status=success \
             currency=CNY amount=30.00 fee=-0.18 finished_at=2026-03-02 11:00:00",
            "channel=wechat order_no=R-2 transaction_no=5030000002 kind=refund status=pending \
             currency=CNY amount=5.00 fee=-0.03 finished_at=2026-03-02 12:00:00",
            "channel=wechat order_no=R-3 transaction_no=5030000003 kind=refund status=failed \
             currency=CNY amount=6.00 fee=0.00 finished_at=2026-03-02 12:30:00",
        ]
    );
}

#[test]
fn the_report_of_a_bill() {
    let intake = read(fixture("wechat-bill.csv"));
    let report = &intake.report;
    assert_eq!(report.encoding, "UTF-8");
    assert_eq!(
        report.accounts,
        ["1900000109"],
        "a merchant number of 0 is none"
    );
    assert_eq!(report.rows_read, 6);
    assert_eq!(
        report.rows_neutral, 3,
        "revoked, pending and failed move nothing"
    );
    assert_eq!(report.currency_totals[0].credits, "148.00");
    assert_eq!(report.currency_totals[0].debits, "30.00");
    assert_eq!(report.other_columns, [""; 0]);
    assert_eq!(report.problems, []);
}

#[test]
fn the_last_two_lines_are_totals_and_no_rows() {
    assert_eq!(
        stated(&read(fixture("wechat-bill.csv"))),
        [
            "总交易单数 6 6 true",
            "应结订单总金额 156.00 156.00 true",
            "退款总金额 41.00 41.00 true",
            "充值券退款总金额 0.00 0.00 true",
            "手续费总金额 0.68 0.68 true",
            "订单总金额 158.00 158.00 true",
            "申请退款总金额 41.00 41.00 true",
        ]
    );
}

#[test]
fn a_total_that_disagrees_is_shown_and_bends_no_row() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let intake = read(
        text.replace("`0.68000", "`0.68100")
            .replace("`6,`156.00", "`7,`156.00"),
    );
    let odd: Vec<String> = stated(&intake)
        .into_iter()
        .filter(|t| t.ends_with("false"))
        .collect();
    assert_eq!(
        odd,
        ["总交易单数 7 6 false", "手续费总金额 0.681 0.68 false"]
    );
    assert_eq!(intake.report.rows_read, 6);
    assert!(!intake.report.refused());
}

#[test]
fn the_layouts_of_payments_and_of_refunds_alone() {
    assert_eq!(
        lines(fixture("wechat-bill-success.csv"))[1],
        "channel=wechat order_no=C-2 transaction_no=4200000002 kind=payment status=success \
         currency=CNY amount=50.00 fee=0.30 finished_at=2026-03-02 08:09:00"
    );
    let refunds = lines(fixture("wechat-bill-refund.csv"));
    assert!(
        refunds[0].ends_with("finished_at=2026-03-02 11:00:05"),
        "when it succeeded"
    );
    assert!(
        refunds[1].ends_with("finished_at=2026-03-01 08:09:00"),
        "else the bill's own time"
    );
    for name in ["wechat-bill-success.csv", "wechat-bill-refund.csv"] {
        let intake = read(fixture(name));
        assert_eq!(intake.report.problems, []);
        assert!(intake.report.stated_totals.len() >= 4, "{name}");
        assert!(
            intake.report.stated_totals.iter().all(|total| total.agrees),
            "{name}"
        );
    }
}

#[test]
fn early_bills_have_other_names_and_full_width_colons() {
    let bytes = fixture("wechat-bill-2014.csv");
    assert_eq!(
        lines(&bytes),
        [
            "channel=wechat order_no=C-1 transaction_no=1001690740 kind=payment status=success \
             currency=CNY amount=10.00 fee=0.06 finished_at=2014-11-10 16:33:45",
            "channel=wechat order_no=R-1 transaction_no=2001690740 kind=refund status=success \
             currency=CNY amount=4.00 fee=-0.02 finished_at=2014-11-10 16:46:14",
        ]
    );
    assert_eq!(
        stated(&read(bytes)),
        [
            "总交易单数 2 2 true",
            "总交易额 10.00 10.00 true",
            "总退款金额 4.00 4.00 true",
            "总企业红包退款金额 0.00 0.00 true",
            "手续费总金额 0.04 0.04 true",
        ]
    );
}

#[test]
fn the_earliest_bills_have_no_blank_behind_the_day() {
    let text = String::from_utf8(fixture("wechat-bill-2014.csv")).expect("it is UTF-8");
    let glued = text.replace("2014-11-10 ", "2014-11-10");
    assert_eq!(lines(glued), lines(text));
}

#[test]
fn a_fee_with_further_decimals_is_rounded_and_said() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let finer = text
        .replace("`-0.18000", "`-0.18500")
        .replace("`0.29000", "`0.28800");
    let intake = read(&finer);
    assert_eq!(
        intake.report.problems,
        [FileProblem::Rounded { line: 3, rows: 2 }]
    );
    let rows = lines(finer);
    assert!(rows[1].contains("amount=48.00 fee=0.29"));
    assert!(rows[3].contains("amount=30.00 fee=-0.19"));
}

#[test]
fn a_bill_shortened_by_a_program_keeps_its_meaning() {
    let rows = lines(
        "交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,订单金额,退款金额,商户退款单号\n\
         2026-03-02 08:08:00,wx1,1900000109,4200000001,C-1,SUCCESS,99.00,0.00,\n\
         2026-03-02 09:08:00,wx1,1900000109,4200000001,C-1,REFUND,99.00,13.00,R-1\n\
         总交易单数\n2\n",
    );
    assert_eq!(
        rows,
        [
            "channel=wechat order_no=C-1 transaction_no=4200000001 kind=payment status=success \
             currency=CNY amount=99.00 finished_at=2026-03-02 08:08:00",
            "channel=wechat order_no=R-1 kind=refund status=success \
             currency=CNY amount=13.00 finished_at=2026-03-02 09:08:00",
        ]
    );
}

#[test]
fn names_with_backticks_before_them_are_the_same_names() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let ticked: Vec<String> = text
        .split("\r\n")
        .map(|line| match line.chars().next() {
            Some('`') | None => line.to_owned(),
            _ => format!("`{}", line.replace(',', ",`")),
        })
        .collect();
    let intake = read(ticked.join("\r\n"));
    assert_eq!(intake.report.rows_read, 6);
    assert_eq!(intake.report.problems, []);
    assert!(intake.report.stated_totals.iter().all(|total| total.agrees));
}

#[test]
fn a_bill_that_a_spreadsheet_saved_with_tabs_is_the_same_bill() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let saved: Vec<String> = text
        .lines()
        .map(|line| match line.strip_prefix('`') {
            Some(cells) => cells.replace(",`", "\t"),
            None => line.replace(',', "\t"),
        })
        .collect();
    let intake = read(
        saved
            .join("\n")
            .replace("2026-03-02 08:08:00", "2026/3/2 8:08"),
    );
    assert_eq!(intake.report.format.as_deref(), Some("wechat-bill"));
    assert_eq!(intake.report.problems, []);
    assert_eq!(stated(&intake), stated(&read(&text)));
    assert_eq!(intake.report.accounts, ["1900000109"]);
    let rows = intake.rows.expect("a bill has rows");
    let read: Vec<String> = (0..rows.len()).map(|row| line(&rows, row)).collect();
    assert_eq!(read, lines(text));
}

#[test]
fn a_bill_without_its_last_lines_is_cut_off() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let kept: Vec<&str> = text.split_inclusive('\n').take(4).collect();
    let intake = read(kept.concat());
    assert_eq!(intake.report.rows_read, 3);
    assert_eq!(
        intake.report.problems,
        [FileProblem::Truncated {
            line: 4,
            expected: "the bill's last two lines, its totals (总交易单数 …)".to_owned(),
        }]
    );
}

#[test]
fn cells_that_are_not_understood_refuse_their_row_by_the_bills_own_names() {
    let text = String::from_utf8(fixture("wechat-bill.csv")).expect("it is UTF-8");
    let spoiled = text
        .replace(
            "`SUCCESS,`OTHERS,`CNY,`100.00",
            "`SUCCESS,`OTHERS,`CNY,`12,3x",
        )
        .replace("`REVOKED", "`CLOSED")
        .replace("`-0.18000", "`-0.18元")
        .replace("`PROCESSING", "`WAITING")
        .replace("`R-3", "`");
    let intake = read(spoiled);
    assert_eq!(
        refused(&intake),
        [
            "2 应结订单金额: 12,3x is not an amount: expected digits such as 53.00",
            "4 交易状态: CLOSED is not known: expected SUCCESS, REVOKED or REFUND",
            "5 手续费: -0.18元 is not an amount: expected digits such as 53.00",
            "6 退款状态: WAITING is not known: expected SUCCESS, PROCESSING, FAIL or CHANGE",
            "7 商户退款单号: the cell is empty: expected a value",
        ]
    );
    assert_eq!(intake.report.rows_read, 1);
}

#[test]
fn which_amount_counts_and_the_channels_code_can_be_set() {
    let mut settings = ReadSettings::default();
    let format = FormatSettings {
        channel: Some("wx-app".to_owned()),
        amount: Some("订单金额".to_owned()),
        refund_amount: Some("申请退款金额".to_owned()),
        ..FormatSettings::default()
    };
    settings
        .formats
        .insert("wechat-bill".to_owned(), format.clone());
    let rows = read_with(fixture("wechat-bill.csv"), &settings)
        .rows
        .expect("a bill has rows");
    assert!(line(&rows, 1).starts_with("channel=wx-app order_no=C-2"));
    assert!(line(&rows, 1).contains("amount=50.00"));
    // A column that the bill has not: said, not replaced by another.
    let report = read_with(fixture("wechat-bill-2014.csv"), &settings).report;
    assert!(report.refused());
    assert!(
        matches!(&report.problems[0], FileProblem::UnknownLayout { missing, .. } if missing == &["申请退款金额"])
    );
}
