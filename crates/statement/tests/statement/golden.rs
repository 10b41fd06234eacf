//! The golden days' files, read.

use std::path::Path;

use tieout_statement::{Content, FileReader, Intake, ReadSettings};

fn read(day: &str, name: &str) -> Intake {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/golden")
        .join(day)
        .join(name);
    let bytes = std::fs::read(path).expect("the golden days are part of the project");
    let mut reader = FileReader::new(name, bytes.len() as u64, &ReadSettings::default());
    reader.read(&bytes);
    reader.finish()
}

#[test]
fn every_row_of_the_golden_days_is_read_and_none_refused() {
    let days = [
        ("day1", [8, 17, 39, 14, 5, 18, 44, 42], 187),
        ("day2", [23, 14, 27, 0, 0, 0, 27, 27], 143),
    ];
    let files = [
        ("balances.csv", "balances"),
        ("bank_statement.csv", "bank-statement"),
        ("channel_flow.csv", "channel-flow"),
        ("channel_statement_icbc.csv", "channel-statement"),
        ("channel_statement_unionpay.csv", "channel-statement"),
        ("channel_statement_wechat.csv", "channel-statement"),
        ("payment_flow.csv", "payment-flow"),
        ("posting_flow.csv", "posting-flow"),
    ];
    for (day, rows, all) in days {
        let mut sum = 0;
        for ((name, format), expected) in files.iter().zip(rows) {
            let intake = read(day, name);
            assert_eq!(intake.report.format.as_deref(), Some(*format));
            assert_eq!(intake.report.rows_rejected, [], "{day}/{name}");
            assert_eq!(intake.report.problems, [], "{day}/{name}");
            assert_eq!(intake.content, Content::Rows);
            let read = intake.report.rows_read;
            assert_eq!(intake.rows.map(|rows| rows.len() as u64), Some(read));
            if expected > 0 {
                assert_eq!(read, expected, "{day}/{name}");
            }
            sum += read;
        }
        assert_eq!(sum, all, "{day}");
    }
}

#[test]
fn the_settings_of_the_golden_days_are_handed_on_as_text() {
    let intake = read("day1", "tieout.toml");
    assert_eq!(intake.report.format.as_deref(), Some("tieout-settings"));
    assert!(matches!(intake.content, Content::Settings(text) if text.contains("accounting_date")));
}

#[test]
fn a_column_that_the_layout_does_not_know_is_named() {
    let intake = read("day2", "payment_flow.csv");
    assert_eq!(intake.report.other_columns, ["remark"]);
}

#[test]
fn a_bank_statement_states_its_balances_where_they_follow_from_one_another() {
    let day1 = read("day1", "bank_statement.csv").report;
    let total = &day1.currency_totals[0];
    assert_eq!(total.opening.as_deref(), Some("15000.00"));
    assert_eq!(total.closing.as_deref(), Some("14841.19"));
    assert_eq!(day1.accounts, ["RES-01", "RES-02"]);
    // On day 2 the bank repeats a line: its balances do not follow from one another.
    let day2 = read("day2", "bank_statement.csv").report;
    assert_eq!(day2.currency_totals[0].opening, None);
}
