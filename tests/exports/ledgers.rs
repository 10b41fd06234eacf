//! hledger and beancount accept the journal, and compute our balances from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tieout_engine::books::own_chart::ChartLine;
use tieout_engine::report::Report;
use tieout_export::amount::minor;
use tieout_export::chart::Chart;
use tieout_export::ledger::{account_name, beancount, hledger};
use tieout_statement::Currency;
use tieout_tests::TemporaryFolder;

use crate::days::{booked, golden, random};
use crate::programs::{find, run};
use crate::tables::lines;

/// Closings by account and currency, zeros left out: minor units.
type Balances = BTreeMap<(String, String), i128>;

fn ours(report: &Report) -> Balances {
    let mut balances = Balances::new();
    for of in &report.balances {
        let name = account_name::of(Chart::of(report), &of.account, &of.detail);
        let closing = minor(&of.closing, of.currency).expect("an amount");
        *balances.entry((name, of.currency.to_string())).or_default() += closing;
    }
    balances.retain(|_, amount| *amount != 0);
    balances
}

/// Theirs, without the account against which openings stand.
fn theirs(found: impl Iterator<Item = (String, String, String)>) -> Balances {
    found
        .filter(|(account, ..)| account != "Equity:Opening-Balances")
        .map(|(account, currency, amount)| {
            let of = Currency::parse(&currency).expect("a code");
            let decimals = usize::from(of.decimals());
            let (whole, fraction) = amount.split_once('.').unwrap_or((&amount, ""));
            let digits = format!("{whole}{fraction:0<decimals$}");
            let minor: i128 = digits.parse().unwrap_or_else(|_| panic!("{amount}"));
            ((account, currency), minor)
        })
        .filter(|(_, minor)| *minor != 0)
        .collect()
}

fn reports(seeds: std::ops::Range<u64>) -> Vec<Report> {
    let random_books = random(seeds.clone()).map(|(_, report)| report);
    let own_books = booked(seeds).map(|(_, report)| report);
    let golden_by_own_chart = golden().into_iter().map(|report| Report {
        chart: own_chart(),
        ..report
    });
    let all = golden().into_iter().chain(golden_by_own_chart);
    all.chain(random_books).chain(own_books).collect()
}

/// A company's chart: an account of its own code, one that keeps two of ours as one, a
/// detail with a code of its own, and names.
fn own_chart() -> Vec<ChartLine> {
    let line = |[code, detail, name, class, own_code]: [&str; 5]| ChartLine {
        code: code.to_owned(),
        detail: detail.to_owned(),
        name: name.to_owned(),
        name_zh: String::new(),
        class: class.to_owned(),
        own_code: own_code.to_owned(),
    };
    [
        ["1002", "", "Cash; at: banks", "asset", "100201"],
        ["1002", "RES-01", "Reserve at ICBC", "asset", "100209"],
        ["3001", "", "", "clearing", "1409.01"],
        ["3003", "", "", "clearing", "1409.01"],
    ]
    .map(line)
    .to_vec()
}

/// The same journal, one asserted closing a minor unit too high.
fn a_unit_off(text: &str, marker: &str) -> Option<String> {
    let at = text.rfind(marker)? + marker.len();
    let length = text[at..].find(' ')?;
    let amount = &text[at..at + length];
    let last = amount.chars().last()?.to_digit(10)?;
    let other = char::from_digit((last + 1) % 10, 10)?;
    let end = at + length - 1;
    Some(format!("{}{other}{}", &text[..end], &text[end + 1..]))
}

fn write(folder: &TemporaryFolder, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a temporary file");
    path
}

#[test]
fn hledger_accepts_the_journal_and_computes_our_balances() {
    let Some(program) = find("hledger") else {
        return;
    };
    let folder = TemporaryFolder::with([]);
    let hledger_of = |path: &Path, arguments: &[&str]| {
        run(Command::new(&program)
            .env("LC_ALL", "C.UTF-8")
            .arg("-f")
            .arg(path)
            .args(arguments))
    };
    for report in reports(0..30) {
        let bytes = hledger::make(&report).expect("a report of ours");
        let path = write(&folder, "journal.hledger", &bytes);
        let (ok, _, err) = hledger_of(&path, &["check", "--strict"]);
        assert!(ok, "{err}\n{}", String::from_utf8_lossy(&bytes));
        let flat = ["balance", "--flat", "--no-total", "--no-elide", "-O", "csv"];
        let (ok, out, err) = hledger_of(&path, &flat);
        assert!(ok, "{err}");
        let rows = lines(&out);
        let found = rows.iter().flat_map(|row| {
            let amounts = row["balance"].split(", ").filter(|of| *of != "0");
            amounts.map(|amount| {
                let (amount, currency) = amount.split_once(' ').expect("amount and currency");
                (
                    row["account"].clone(),
                    currency.to_owned(),
                    amount.to_owned(),
                )
            })
        });
        assert_eq!(theirs(found), ours(&report));
    }
    let report = &golden()[0];
    let bytes = hledger::make(report).expect("a report of ours");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let wrong = a_unit_off(&text, " = ").expect("an assertion");
    let path = write(&folder, "wrong.hledger", wrong.as_bytes());
    let (ok, ..) = hledger_of(&path, &["check"]);
    assert!(!ok, "a cent too much is refused");
}

#[test]
fn beancount_accepts_the_journal_and_computes_our_balances() {
    let (Some(check), Some(query)) = (find("bean-check"), find("bean-query")) else {
        return;
    };
    let folder = TemporaryFolder::with([]);
    let accepts = |path: &Path| run(Command::new(&check).arg(path));
    for report in reports(0..6) {
        let bytes = beancount::make(&report).expect("a report of ours");
        let path = write(&folder, "journal.beancount", &bytes);
        let (ok, out, err) = accepts(&path);
        assert!(ok, "{out}{err}\n{}", String::from_utf8_lossy(&bytes));
        let question =
            "SELECT account, currency, str(sum(number)) AS amount GROUP BY account, currency";
        let (ok, out, err) = run(Command::new(&query)
            .args(["-f", "csv"])
            .arg(&path)
            .arg(question));
        assert!(ok, "{err}");
        let rows = lines(&out.replace("\r\n", "\n"));
        let found = rows.iter().map(|row| {
            // As a text, because numbers are shown with the decimals that most of them have.
            let amount = row["amount"].trim().trim_start_matches("Decimal('");
            let amount = amount.trim_end_matches("')").to_owned();
            let cell = |name: &str| row[name].trim().to_owned();
            (cell("account"), cell("currency"), amount)
        });
        assert_eq!(theirs(found), ours(&report));
    }
    let report = &golden()[0];
    let bytes = beancount::make(report).expect("a report of ours");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let marker = "balance Liabilities:2011:D-buyer-1  ";
    let wrong = a_unit_off(&text, marker).expect("an assertion");
    let path = write(&folder, "wrong.beancount", wrong.as_bytes());
    let (ok, ..) = accepts(&path);
    assert!(!ok, "a cent too much is refused");
}

#[test]
fn proposed_entries_are_left_out_and_counted() {
    let report = &golden()[0];
    let proposed = report.journal.iter().filter(|of| of.status == "proposed");
    let count = proposed.clone().count();
    assert!(count > 0);
    for bytes in [hledger::make(report), beancount::make(report)] {
        let text = String::from_utf8(bytes.expect("a report of ours")).expect("UTF-8");
        assert!(text.contains(&format!("; {count} proposed entries are left out\n")));
        for entry in &report.journal {
            let stands = text.contains(&entry.id);
            assert_eq!(stands, entry.status != "proposed", "{}", entry.id);
        }
    }
}

#[test]
fn a_day_without_a_date_makes_a_journal_without_entries() {
    let mut report = golden().remove(0);
    report.accounting_date.clear();
    for bytes in [hledger::make(&report), beancount::make(&report)] {
        let text = String::from_utf8(bytes.expect("a report of ours")).expect("UTF-8");
        assert!(text.lines().all(|line| line.starts_with(';')), "{text}");
    }
}
