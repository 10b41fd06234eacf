//! Every CSV file parses back, and its totals are the report's.

use std::collections::{BTreeMap, BTreeSet};

use tieout_engine::report::Report;
use tieout_export::amount::minor;
use tieout_export::{ALL, Export, Options, tables};
use tieout_statement::Currency;

use crate::days::{golden, random};

/// The lines of a CSV file (RFC 4180), cells by their column.
pub fn lines(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut records = Vec::new();
    let (mut record, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    assert!(
        !quoted && cell.is_empty() && record.is_empty(),
        "it ends with a line end"
    );
    let mut records = records.into_iter();
    let header: Vec<String> = records.next().expect("a header");
    records
        .map(|record| {
            assert_eq!(record.len(), header.len(), "{record:?}");
            header.iter().cloned().zip(record).collect()
        })
        .collect()
}

type Lines = Vec<BTreeMap<String, String>>;

fn text_of(id: &str, report: &Report) -> String {
    let export = Export::by_id(id).expect("an export");
    let bytes = (export.make)(report, Options::default()).expect("a report of ours");
    String::from_utf8(bytes).expect("UTF-8")
}

fn of(id: &str, report: &Report) -> Lines {
    lines(&text_of(id, report))
}

fn part(lines: &Lines, part: &str) -> Lines {
    let of_it = lines.iter().filter(|line| line["part"] == part);
    of_it.cloned().collect()
}

/// Σ of a column by currency, zeros left out.
fn sums(lines: &Lines, column: &str) -> BTreeMap<String, i128> {
    let mut sums = BTreeMap::new();
    for line in lines.iter().filter(|line| !line[column].is_empty()) {
        let currency = &line["currency"];
        let of = Currency::parse(currency).expect("a code");
        *sums.entry(currency.clone()).or_default() += minor(&line[column], of).expect("an amount");
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// Σ of amounts by currency, zeros left out.
fn totals<'a>(all: impl Iterator<Item = (Currency, &'a String)>) -> BTreeMap<String, i128> {
    let mut sums = BTreeMap::new();
    for (currency, amount) in all {
        *sums.entry(currency.to_string()).or_default() +=
            minor(amount, currency).expect("an amount");
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn reports() -> Vec<Report> {
    let random = random(0..60).map(|(_, report)| report);
    golden().into_iter().chain(random).collect()
}

#[test]
fn every_export_of_the_same_report_has_the_same_bytes() {
    for (_, report) in random(0..8) {
        for export in ALL {
            let make = || (export.make)(&report, Options::default()).expect("a report of ours");
            assert!(make() == make(), "{}", export.id);
            assert_eq!(
                export.is_text(),
                String::from_utf8(make()).is_ok(),
                "{}",
                export.id
            );
        }
    }
}

#[test]
fn ids_and_file_names_are_told_apart() {
    let ids: BTreeSet<&str> = ALL.iter().map(|export| export.id).collect();
    let names: BTreeSet<&str> = ALL.iter().map(|export| export.file_name).collect();
    assert_eq!((ids.len(), names.len()), (ALL.len(), ALL.len()));
    assert!(!names.contains("carry_over.json"), "the next day's input");
}

#[test]
fn every_line_of_every_table_has_a_cell_a_column() {
    for report in reports() {
        for table in tables::ALL {
            for row in (table.rows)(&report).expect("a report of ours") {
                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.id);
            }
        }
    }
}

#[test]
fn no_cell_of_any_table_is_run_by_a_spreadsheet() {
    let is_number = |text: &str| {
        let digits = text.trim_start_matches('-');
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let mut tricks = 0;
    for report in reports() {
        for export in ALL
            .iter()
            .filter(|export| export.file_name.ends_with(".csv"))
        {
            for line in of(export.id, &report) {
                for cell in line.values() {
                    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!begins || is_number(cell), "{}: {cell}", export.id);
                    tricks += usize::from(cell.starts_with("'="));
                }
            }
        }
    }
    assert!(tricks > 0, "some cell tried");
}

#[test]
fn the_journal_and_the_balances_add_up_to_the_reports() {
    for report in reports() {
        let journal = of("journal", &report);
        let all = || report.journal.iter().flat_map(|entry| &entry.lines);
        assert_eq!(
            sums(&journal, "debit"),
            totals(all().map(|of| (of.currency, &of.debit)))
        );
        assert_eq!(
            sums(&journal, "credit"),
            totals(all().map(|of| (of.currency, &of.credit)))
        );
        assert_eq!(sums(&journal, "debit"), sums(&journal, "credit"));
        let (balances, trial) = (of("balances", &report), of("trial_balance", &report));
        let (total, accounts): (Lines, Lines) = trial
            .into_iter()
            .partition(|line| line["account"] == "total");
        for column in [
            "opening",
            "debits",
            "credits",
            "closing",
            "proposed_debits",
            "proposed_credits",
            "closing_after_treatment",
        ] {
            assert_eq!(sums(&balances, column), sums(&accounts, column), "{column}");
            assert_eq!(sums(&balances, column), sums(&total, column), "{column}");
        }
        let closings = report.balances.iter().map(|of| (of.currency, &of.closing));
        assert_eq!(sums(&balances, "closing"), totals(closings));
        let finance = of("finance", &report);
        let booked = report.journal.iter().filter(|of| of.status != "proposed");
        let booked = totals(
            booked
                .flat_map(|of| &of.lines)
                .map(|of| (of.currency, &of.debit)),
        );
        for of_it in ["journal", "template", "journal_total"] {
            assert_eq!(sums(&part(&finance, of_it), "debit"), booked, "{of_it}");
            assert_eq!(sums(&part(&finance, of_it), "credit"), booked, "{of_it}");
        }
        for of_it in ["trial_balance", "trial_balance_total"] {
            let lines = part(&finance, of_it);
            assert_eq!(sums(&lines, "closing"), sums(&balances, "closing"));
            assert_eq!(
                sums(&lines, "debit"),
                booked,
                "what is booked is what moved"
            );
        }
    }
}

#[test]
fn exceptions_and_their_ages_add_up_to_the_reports() {
    for report in reports() {
        let exceptions = of("exceptions", &report);
        let rows: usize = report
            .exceptions
            .iter()
            .map(|of| of.left.len() + of.right.len())
            .sum();
        assert_eq!(exceptions.len(), rows);
        let mut seen = BTreeSet::new();
        let once: Lines = exceptions
            .into_iter()
            .filter(|line| seen.insert(line["id"].clone()))
            .collect();
        let at_risk = totals(
            report
                .exceptions
                .iter()
                .map(|of| (of.currency, &of.at_risk)),
        );
        assert_eq!(once.len(), report.exceptions.len());
        assert_eq!(sums(&once, "at_risk"), at_risk);
        let ageing = of("ageing", &report);
        assert_eq!(sums(&ageing, "at_risk"), at_risk);
        let count: usize = ageing
            .iter()
            .map(|line| line["exceptions"].parse::<usize>().expect("a count"))
            .sum();
        assert_eq!(count, report.exceptions.len());
    }
}

#[test]
fn settlements_are_the_items_of_fund_reconciliation() {
    for report in reports() {
        let settlement = of("settlement", &report);
        let mut found: BTreeMap<(String, String), (u64, i128)> = BTreeMap::new();
        for line in part(&settlement, "outcome") {
            let currency = Currency::parse(&line["currency"]).expect("a code");
            let amount = |column: &str| minor(&line[column], currency).expect("an amount");
            assert_eq!(amount("open"), amount("expected") - amount("arrived"));
            let by = (line["outcome"].clone(), line["currency"].clone());
            let (items, net) = found.entry(by).or_default();
            *items += line["items"].parse::<u64>().expect("a count");
            *net += amount("expected").abs();
            if line["outcome"] == "matched" {
                assert_eq!(amount("open"), 0, "what matched arrived");
            }
        }
        let mut expected: BTreeMap<(String, String), (u64, i128)> = BTreeMap::new();
        let fund = report
            .reconciliations
            .iter()
            .filter(|of| serde_json::json!(of.name) == "fund");
        for total in fund
            .flat_map(|of| &of.outcomes)
            .filter(|of| of.left_rows > 0)
        {
            let by = (total.outcome.text().to_owned(), total.currency.to_string());
            let (items, net) = expected.entry(by).or_default();
            *items += total.left_rows;
            *net += minor(&total.left_amount, total.currency).expect("an amount");
        }
        assert_eq!(found, expected);
        let due: Lines = part(&settlement, "outcome")
            .into_iter()
            .filter(|line| line["outcome"] != "not_due")
            .collect();
        for column in ["expected", "arrived", "open", "gross", "fees"] {
            assert_eq!(
                sums(&part(&settlement, "channel"), column),
                sums(&due, column)
            );
        }
    }
}

#[test]
fn the_reserve_report_holds_deposits_identities_and_what_is_outstanding() {
    for report in reports() {
        let reserve = of("reserve", &report);
        let fund = report
            .carry_over
            .iter()
            .filter(|of| serde_json::json!(of.reconciliation) == "fund");
        let outstanding = totals(fund.map(|of| (of.currency, &of.amount)));
        assert_eq!(sums(&part(&reserve, "outstanding"), "amount"), outstanding);
        let deposits = report.balances.iter().filter(|of| of.account == "1002");
        let deposits = totals(deposits.map(|of| (of.currency, &of.closing)));
        assert_eq!(sums(&part(&reserve, "deposit"), "amount"), deposits);
        let funds = report
            .identities
            .iter()
            .filter(|of| of.identity == "customer_funds");
        assert_eq!(part(&reserve, "customer_funds").len(), funds.count());
    }
    let reserve = of("reserve", &golden()[0]);
    for line in part(&reserve, "deposit") {
        assert_eq!(
            (line["difference"].as_str(), line["holds"].as_str()),
            ("0.00", "yes")
        );
    }
}

#[test]
fn identities_stand_with_the_bridge_that_explains_them() {
    for report in reports() {
        let identities = of("identities", &report);
        let bridges = report
            .identities
            .iter()
            .map(|of| of.bridge.len())
            .sum::<usize>();
        assert_eq!(part(&identities, "bridge").len(), bridges);
        for line in part(&identities, "identity") {
            let currency = Currency::parse(&line["currency"]).expect("a code");
            let amount = |column: &str| minor(&line[column], currency).expect("an amount");
            assert_eq!(
                amount("left") - amount("right") - amount("bridge"),
                amount("difference")
            );
            assert_eq!(line["holds"] == "yes", amount("difference") == 0);
        }
    }
}

#[test]
fn control_totals_agree_on_every_day() {
    for report in reports() {
        let outcomes = of("outcomes", &report);
        let all = || report.reconciliations.iter().flat_map(|of| &of.outcomes);
        assert_eq!(
            sums(&outcomes, "left_amount"),
            totals(all().map(|of| (of.currency, &of.left_amount)))
        );
        assert_eq!(
            sums(&outcomes, "right_amount"),
            totals(all().map(|of| (of.currency, &of.right_amount)))
        );
        for line in of("control_totals", &report) {
            assert_eq!(line["agrees"], "yes", "{line:?}");
        }
        let files = of("files", &report);
        let hashes: Vec<&String> = report.files.iter().map(|file| &file.sha256).collect();
        assert_eq!(
            files.iter().map(|line| &line["sha256"]).collect::<Vec<_>>(),
            hashes
        );
        let carry_over = of("carry_over", &report);
        assert_eq!(part(&carry_over, "leaves").len(), report.carry_over.len());
        assert_eq!(
            part(&carry_over, "taken_up").len(),
            report.from_carry_over.len()
        );
    }
}

#[test]
fn the_report_is_read_back_as_it_was() {
    for (_, report) in random(0..8) {
        let again: Report = serde_json::from_str(&text_of("report", &report)).expect("a report");
        assert_eq!(serde_json::json!(again), serde_json::json!(report));
    }
}

#[test]
fn a_report_that_somebody_else_made_up_makes_no_export_and_no_panic() {
    let mut report = golden().remove(0);
    report.balances[0].closing = "=1+1".to_owned();
    let export = Export::by_id("trial_balance").expect("an export");
    let error = (export.make)(&report, Options::default()).expect_err("no amount");
    assert_eq!(
        error.to_string(),
        "\"=1+1\" is not an amount of CNY: expected a report that Tieout wrote"
    );
}
