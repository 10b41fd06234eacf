//! The workbook holds what the tables hold, as numbers, and a spreadsheet opens it.

use std::io::{Cursor, Read};
use std::process::Command;

use tieout_engine::report::Report;
use tieout_export::table::{Cell, Table};
use tieout_export::{Export, Language, Options, tables};
use tieout_tests::TemporaryFolder;

use crate::days::{golden, random};
use crate::programs::{find, run};

fn workbook(report: &Report, language: Language) -> Vec<u8> {
    let export = Export::by_id("workbook").expect("an export");
    (export.make)(report, Options { language }).expect("a report of ours")
}

fn member(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a zip archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect("a member");
    file.read_to_string(&mut text).expect("XML");
    text
}

#[test]
fn it_tells_nothing_of_when_it_was_made() {
    let report = &golden()[0];
    let core = member(&workbook(report, Language::English), "docProps/core.xml");
    let date = format!("{}T00:00:00Z", report.accounting_date);
    assert_eq!(core.matches(&date).count(), 2, "{core}");
    assert_eq!(core.matches("T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn amounts_are_numbers_to_the_cent_and_long_ones_are_texts() {
    let mut report = golden().remove(0);
    report.balances.truncate(2);
    report.balances[0].opening = "1234567890123.45".to_owned();
    report.balances[1].opening = "-12345678901234567.89".to_owned();
    let place = tables::ALL.iter().position(|table| table.id == "balances");
    let name = format!("xl/worksheets/sheet{}.xml", place.expect("a sheet") + 1);
    let bytes = workbook(&report, Language::English);
    let sheet = member(&bytes, &name);
    assert!(sheet.contains("<v>1234567890123.45</v>"), "{sheet}");
    assert!(!sheet.contains("12345678901234567"), "{sheet}");
    let texts = member(&bytes, "xl/sharedStrings.xml");
    assert!(texts.contains(">-12345678901234567.89<"), "{texts}");
    assert!(!sheet.contains("<f>"), "no cell computes");
}

#[test]
fn sheets_are_named_in_the_language() {
    let report = &golden()[0];
    for (language, name) in [
        (Language::English, "name=\"Trial balance\""),
        (Language::Chinese, "name=\"试算平衡表\""),
    ] {
        let book = member(&workbook(report, language), "xl/workbook.xml");
        assert!(book.contains(name), "{book}");
        assert_eq!(book.matches("<sheet ").count(), tables::ALL.len());
    }
}

/// What a spreadsheet writes for a cell when it is asked for its content.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => count.to_string(),
        Cell::Amount(_, text) if text.contains('.') => {
            let text = text.trim_end_matches('0').trim_end_matches('.');
            if text == "-0" { "0" } else { text }.to_owned()
        }
        Cell::Amount(_, text) => text.clone(),
    }
}

fn expected(table: &Table, report: &Report) -> Vec<Vec<String>> {
    let (_, rows) = table.written(report).expect("a report of ours");
    rows.iter()
        .map(|row| row.iter().map(shown).collect())
        .collect()
}

/// The records of a CSV file, texts in quotes, the header left out.
fn records(text: &str, columns: usize) -> Vec<Vec<String>> {
    let header: Vec<String> = (0..columns).map(|at| at.to_string()).collect();
    let (_, body) = text.split_once('\n').expect("a header");
    let numbered = format!("{}\n{body}", header.join(","));
    crate::tables::lines(&numbered)
        .into_iter()
        .map(|line| header.iter().map(|at| line[at].clone()).collect())
        .collect()
}

#[test]
fn libreoffice_opens_it_and_reads_what_the_tables_say() {
    let Some(program) = find("soffice") else {
        return;
    };
    let mut reports = golden();
    reports.extend(random(3..5).map(|(_, report)| report));
    let folder = TemporaryFolder::with([]);
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    for (number, report) in reports.iter().enumerate() {
        let path = folder.path().join(format!("book{number}.xlsx"));
        std::fs::write(&path, workbook(report, Language::English)).expect("a temporary file");
        // Comma, quotes, UTF-8, from line 1, contents rather than what is shown, all sheets.
        let filter =
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
        let (ok, out, err) = run(Command::new(&program)
            .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
            .arg(folder.path())
            .arg(&path));
        assert!(ok, "{out}{err}");
        for table in tables::ALL {
            let name = format!("book{number}-{}.csv", table.title[0]);
            let text = std::fs::read_to_string(folder.path().join(&name))
                .unwrap_or_else(|error| panic!("{name}: {error}: {out}{err}"));
            let found = records(&text, table.columns_of(!report.chart.is_empty()).len());
            assert_eq!(found, expected(table, report), "{name}");
        }
    }
}
