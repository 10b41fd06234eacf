//! Reports to export: the golden days, and random days with random books.

use std::fs;

use serde_json::Value;
use tieout_cli::reading;
use tieout_engine::Run;
use tieout_engine::report::{EntryReport, Report};
use tieout_engine::trail;
use tieout_reference::random::{RandomDay, World};
use tieout_tests::{Files, files_of, here, report_of};

use crate::books::with_random_books;

/// The golden days, with the books that the rules determine.
pub fn golden() -> Vec<Report> {
    let first = files_of(&here("golden/day1"));
    let intakes = first
        .iter()
        .flat_map(|(name, bytes)| reading::intakes(name, bytes))
        .collect();
    let result = Run::new(reading::day(intakes, None)).finish();
    let mut second = files_of(&here("golden/day2"));
    let carry_over = result.carry_over().to_json().into_bytes();
    second.insert("carry_over.json".to_owned(), carry_over);
    let reports = [result.report(), report_of(&second)];
    reports
        .into_iter()
        .zip(["day1", "day2"])
        .map(|(report, name)| with_expected_books(report, name))
        .collect()
}

/// The books as the day's expectation has them, where the report has none.
fn with_expected_books(mut report: Report, name: &str) -> Report {
    if report.journal.is_empty() {
        let path = here("golden/expected").join(format!("{name}.json"));
        let text = fs::read_to_string(path).expect("the expectation is committed");
        let expected: Value = serde_json::from_str(&text).expect("JSON");
        let entries = expected["journal"].as_array().expect("a list");
        let entry = |(number, entry): (usize, &Value)| -> EntryReport {
            let mut entry = entry.clone();
            entry["id"] = format!("j-{number:024}").into();
            entry["rows"] = 1.into();
            serde_json::from_value(entry).expect("an entry")
        };
        report.journal = entries.iter().enumerate().map(entry).collect();
        let list = |key: &str| expected[key].clone();
        report.balances = serde_json::from_value(list("balances")).expect("balances");
        report.identities = serde_json::from_value(list("identities")).expect("identities");
        trail::seal(&mut report);
    }
    report
}

/// The files of a random day that opens with balances, and its report: books of the engine.
pub fn booked(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (Files, Report)> {
    seeds.map(|seed| {
        let files = files_of_a_day(World::with_books(seed).next_day(None));
        let report = report_of(&files);
        (files, report)
    })
}

fn files_of_a_day(day: RandomDay) -> Files {
    let texts = day.files.into_iter();
    let mut files: Files = texts
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    files.insert("tieout.toml".to_owned(), day.settings.into_bytes());
    files
}

/// Random days, each with the seed that makes it again.
pub fn random(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Report)> {
    seeds.map(|seed| {
        let files = files_of_a_day(World::new(seed).next_day(None));
        let mut report = report_of(&files);
        with_random_books(&mut report, seed);
        trail::seal(&mut report);
        (seed, report)
    })
}
