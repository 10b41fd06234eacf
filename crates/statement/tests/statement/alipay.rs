//! The Alipay merchant business detail and its summary.

use tieout_statement::{Content, FileProblem};

use super::{fixture, line, read, refused, stated};

fn detail() -> String {
    let bytes = fixture("alipay-detail.csv");
    let (text, _, faults) = encoding_rs::GB18030.decode(&bytes);
    assert!(!faults);
    text.into_owned()
}

#[test]
fn payments_and_refunds_in_gb18030() {
    let intake = read(fixture("alipay-detail.csv"));
    assert_eq!(refused(&intake), [""; 0]);
    let rows = intake.rows.expect("a detail has rows");
    let lines: Vec<String> = (0..rows.len()).map(|row| line(&rows, row)).collect();
    assert_eq!(
        lines,
        [
            "channel=alipay order_no=C-1 transaction_no=2026030222001 kind=payment status=success \
             currency=CNY amount=58.00 fee=0.35 finished_at=2026-03-02 08:00:05",
            "channel=alipay order_no=C-2 transaction_no=2026030222002 kind=payment status=success \
             currency=CNY amount=20.00 fee=0.12 finished_at=2026-03-02 09:00:07",
            "channel=alipay order_no=R-1 transaction_no=2026030222001 kind=refund status=success \
             currency=CNY amount=10.00 fee=-0.06 finished_at=2026-03-02 10:00:01",
        ]
    );
    assert_eq!(rows.lines(), [6, 7, 8], "the remarks are counted");
    assert_eq!(intake.report.encoding, "GB18030");
    assert_eq!(intake.report.accounts, ["20880000000000000156"]);
    assert_eq!(intake.report.problems, []);
    assert_eq!(intake.report.other_columns, [""; 0]);
}

#[test]
fn the_tail_states_totals_that_are_compared() {
    let agreed = [
        "交易合计 笔数 2 2 true",
        "交易合计 商家实收 78.00 78.00 true",
        "交易合计 商家优惠 2.00 2.00 true",
        "退款合计 笔数 1 1 true",
        "退款合计 商家实收退款 -10.00 -10.00 true",
        "退款合计 商家优惠退款 0.00 0.00 true",
    ];
    assert_eq!(stated(&read(fixture("alipay-detail.csv"))), agreed);
    let intake = read(detail().replace("商家实收共78.00元", "商家实收共79.00元"));
    assert_eq!(stated(&intake)[1], "交易合计 商家实收 79.00 78.00 false");
    assert_eq!(intake.report.rows_read, 3, "and the rows stand");
}

#[test]
fn the_same_in_utf_8_and_padded_by_a_spreadsheet() {
    let text = detail();
    let padded: Vec<String> = text
        .lines()
        .map(|line| match line.starts_with('#') {
            true => format!("{line}{}", ",".repeat(24)),
            false => line.to_owned(),
        })
        .collect();
    for text in [text.clone(), padded.join("\n")] {
        let intake = read(text);
        assert_eq!(intake.report.encoding, "UTF-8");
        assert_eq!(intake.report.rows_read, 3);
        assert_eq!(intake.report.problems, []);
        assert_eq!(intake.report.accounts, ["20880000000000000156"]);
        assert!(intake.report.stated_totals.iter().all(|total| total.agrees));
        assert_eq!(intake.report.stated_totals.len(), 6);
    }
}

#[test]
fn a_time_that_a_spreadsheet_wrote_anew_and_a_refund_without_a_number() {
    let text = detail()
        .replace("2026-03-02 08:00:05", "2026/3/2 8:00")
        .replace("R-1\t", "\t");
    let intake = read(text);
    assert_eq!(refused(&intake), [""; 0]);
    let rows = intake.rows.expect("a detail has rows");
    assert!(line(&rows, 0).ends_with("finished_at=2026-03-02 08:00:00"));
    assert!(line(&rows, 2).contains("order_no=C-1 transaction_no=2026030222001 kind=refund"));
}

#[test]
fn columns_that_a_program_left_out_are_absent() {
    let intake = read(
        "#支付宝业务明细查询\n\
         支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,商家实收（元）\n\
         2026030222001,C-1,交易,茶,2026-03-02 08:00:00,2026-03-02 08:00:05,3.50\n\
         #业务明细列表结束\n",
    );
    assert_eq!(intake.report.problems, []);
    let rows = intake.rows.expect("a detail has rows");
    assert_eq!(
        line(&rows, 0),
        "channel=alipay order_no=C-1 transaction_no=2026030222001 kind=payment status=success \
         currency=CNY amount=3.50 finished_at=2026-03-02 08:00:05"
    );
}

#[test]
fn a_detail_that_a_spreadsheet_saved_with_tabs_is_the_same_detail() {
    let text = detail();
    let saved: Vec<String> = text
        .lines()
        .map(|line| match line.starts_with('#') {
            true => line.to_owned(),
            false => line.replace('\t', "").replace(',', "\t"),
        })
        .collect();
    let (saved, first) = (read(saved.join("\n")), read(&text));
    assert_eq!(saved.report.format.as_deref(), Some("alipay-detail"));
    assert_eq!(saved.report.problems, []);
    assert_eq!(stated(&saved), stated(&first));
    assert_eq!(saved.report.accounts, first.report.accounts);
    assert_eq!(saved.report.currency_totals, first.report.currency_totals);
}

#[test]
fn a_quote_in_a_remark_opens_no_cell() {
    let text = detail().replace("#账号", "#来源,\"导出\n#账号");
    let intake = read(text);
    assert_eq!(intake.report.rows_read, 3);
    assert_eq!(intake.report.accounts, ["20880000000000000156"]);
}

#[test]
fn a_detail_that_ends_early_is_cut_off() {
    let kept: Vec<String> = detail()
        .lines()
        .take(6)
        .map(|line| line.to_owned() + "\n")
        .collect();
    let intake = read(kept.concat());
    assert_eq!(intake.report.rows_read, 1);
    assert_eq!(
        intake.report.problems,
        [FileProblem::Truncated {
            line: 6,
            expected: "the line #…业务明细列表结束 and the totals after it".to_owned(),
        }]
    );
}

#[test]
fn what_is_not_understood_is_refused_by_the_files_own_names() {
    let text = detail()
        .replace(
            ",交易\t,帆布袋,2026-03-02 08",
            ",转账\t,帆布袋,2026-03-02 08",
        )
        .replace("-10.00,-10.00,", "-10.00,10.00,")
        .replace("20.00,20.00,", "20.00,-20.00,");
    let intake = read(text);
    assert_eq!(
        refused(&intake),
        [
            "6 业务类型: 转账 is not known: expected 交易 or 退款",
            "7 商家实收（元）: -20.00 is not an amount: expected digits such as 53.00",
            "8 商家实收（元）: 10.00 is not an amount: expected digits such as 53.00",
        ]
    );
}

#[test]
fn the_summary_is_known_has_no_rows_and_its_totals_are_checked() {
    let intake = read(fixture("alipay-summary.csv"));
    assert_eq!(intake.report.format.as_deref(), Some("alipay-summary"));
    assert_eq!((intake.report.role, intake.rows.is_none()), (None, true));
    assert_eq!(intake.content, Content::None);
    assert_eq!(intake.report.problems, [], "it is no exception");
    assert_eq!(intake.report.rows_rejected, []);
    let totals = stated(&intake);
    assert_eq!(totals[0], "交易订单总笔数 2 2 true");
    assert_eq!(totals[3], "商家实收（元） 68.00 68.00 true");
    assert_eq!(totals.len(), 10);
    assert!(totals.iter().all(|total| total.ends_with("true")));
}
