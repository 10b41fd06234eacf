//! A company's own chart of accounts among the day's files: names and codes of exports.

use serde_json::Value;
use tieout_tests::{Files, TemporaryFolder, Told, files_of, here, tieout};

/// Runs the sample day with these files beside it, into a folder of exports.
fn run(beside: &[(&str, &str)]) -> (Told, Files) {
    let mut files = files_of(&here("fixtures/sample-day"));
    for (name, text) in beside {
        files.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    let bytes = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let folder = TemporaryFolder::with(bytes);
    let out = TemporaryFolder::with([]);
    let path = |folder: &TemporaryFolder| folder.path().to_str().expect("UTF-8").to_owned();
    let words = ["run", &path(&folder), "--json", "--out", &path(&out)];
    let told = tieout(words.map(str::to_owned));
    (told, files_of(out.path()))
}

fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).expect("UTF-8")
}

const CHART: &str = "code,detail,name,name_zh,class,own_code\n\
    1002,,Cash at banks,银行存款,,1010\n\
    1002,RES-01,Reserve account,备付金专户,,1010-01\n\
    2011,,Wallets,,liability,\n";

#[test]
fn the_printed_chart_is_one_that_can_be_given() {
    let told = tieout(["chart".to_owned()]);
    assert_eq!(told.status, 0);
    let (with, exports) = run(&[("chart.csv", &told.out)]);
    let (without, plain) = run(&[]);
    let report = |told: &Told| -> Value { serde_json::from_str(&told.out).expect("a report") };
    for part in ["journal", "balances", "identities", "exceptions", "control"] {
        assert_eq!(report(&with)[part], report(&without)[part], "{part}");
    }
    // Nobody gave a code, so nothing is called otherwise.
    let ledger = |files: &Files| -> Vec<String> {
        let lines = text(files, "journal.hledger").lines();
        let said = lines.filter(|line| !line.starts_with(';') && !line.starts_with("account "));
        said.map(str::to_owned).collect()
    };
    assert_eq!(ledger(&exports), ledger(&plain));
}

#[test]
fn exports_carry_the_companys_codes_and_names_and_the_report_our_own() {
    let (told, exports) = run(&[("chart.csv", CHART)]);
    let journal = text(&exports, "journal.csv");
    let header = journal.lines().next().expect("a header");
    assert!(
        header.contains("account,account_name,own_account,detail"),
        "{header}"
    );
    assert!(
        journal.contains("1002,Cash at banks,1010-01,RES-01,"),
        "{journal}"
    );
    let hledger = text(&exports, "journal.hledger");
    assert!(
        hledger.contains("account Assets:1010-01  ; 1002 RES-01 Cash at banks Reserve account")
    );
    assert!(text(&exports, "journal.beancount").contains("open Assets:1010-01"));
    assert!(text(&exports, "trial_balance.csv").contains("2011,Wallets,,liability,"));
    let report: Value = serde_json::from_str(&told.out).expect("a report");
    assert!(report["balances"].to_string().contains("\"1002\""));
    let plain: Value = serde_json::from_str(&run(&[]).0.out).expect("a report");
    assert_eq!(
        report["control"], plain["control"],
        "it is no row of the day"
    );
    let of_the_plain = text(&run(&[]).1, "journal.csv")
        .lines()
        .next()
        .map(str::to_owned);
    assert!(!of_the_plain.expect("a header").contains("own_account"));
}

#[test]
fn a_wrong_chart_is_refused_by_its_line_and_a_second_one_by_name() {
    let (told, _) = run(&[("chart.csv", "code,class,own_code\n1002,liability,\n")]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .contains("chart.csv:2: class: liability of 1002: expected asset"),
        "{}",
        told.err
    );
    let other = CHART.replace("1010", "1011");
    let (told, exports) = run(&[("chart.csv", CHART), ("chart2.csv", &other)]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .contains("chart2.csv: a second chart of accounts beside chart.csv"),
        "{}",
        told.err
    );
    assert!(text(&exports, "journal.csv").contains("1010-01"));
}
