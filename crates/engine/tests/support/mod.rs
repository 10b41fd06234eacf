//! Days for tests, built from plain CSV text without the readers.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot build its day must stop"
)]

use std::path::Path;

use tieout_engine::{Day, DayResult, Run, Settings};
use tieout_statement::rows::ColumnType as T;
use tieout_statement::{
    Cell, Currency, FileReport, Kind, LocalTime, MinorUnits, Role, Rows, Side, Status,
};

/// One cell as its column keeps it.
fn cell(kept: T, text: &str, currency: Currency) -> Cell<'_> {
    if text.is_empty() {
        return Cell::Absent;
    }
    match kept {
        T::Text | T::Symbol => Cell::Text(text),
        T::Currency => Cell::Currency(currency),
        T::Amount => Cell::Minor(MinorUnits::parse(text, currency).unwrap()),
        T::SignedAmount => Cell::Minor(MinorUnits::parse_signed(text, currency).unwrap()),
        T::Time => Cell::Time(LocalTime::parse(text).unwrap()),
        T::Kind => Cell::Kind(Kind::parse(text).unwrap()),
        T::Status => Cell::Status(Status::parse(text).unwrap()),
        T::Side => Cell::Side(Side::parse(text).unwrap()),
    }
}

/// Rows of a role from CSV without quotes; columns in any order, unknown ones left out.
pub fn rows_of(role: Role, csv: &str) -> Rows {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut rows = Rows::new(role);
    let mut offset = 0;
    for (number, line) in (2..).zip(lines) {
        let given: Vec<&str> = line.split(',').map(str::trim).collect();
        let text = |name: &str| {
            let at = header.iter().position(|column| column.trim() == name);
            at.map_or("", |at| given[at])
        };
        let currency = Currency::parse(text("currency")).unwrap();
        let cells: Vec<Cell<'_>> = role
            .layout()
            .iter()
            .map(|spec| cell(spec.kept, text(spec.column.text()), currency))
            .collect();
        rows.push(number, offset, &cells);
        offset += line.len() as u64 + 1;
    }
    rows
}

/// The report of a file that was read without fault.
pub fn report_of(name: &str, role: Role, rows: &Rows) -> FileReport {
    let mut cells = String::new();
    for row in 0..rows.len() {
        for (column, text) in rows.cells(row) {
            cells.push_str(&format!("{}={text};", column.text()));
        }
        cells.push('\n');
    }
    FileReport {
        name: name.to_owned(),
        format: Some(format!("tieout-{}", role.text())),
        role: Some(role),
        encoding: "UTF-8".to_owned(),
        sha256: format!("{}/{name}/{cells}", role.text()),
        rows_read: rows.len() as u64,
        rows_rejected: Vec::new(),
        rows_neutral: 0,
        accounts: Vec::new(),
        dates: None,
        currency_totals: Vec::new(),
        stated_totals: Vec::new(),
        problems: Vec::new(),
        other_columns: Vec::new(),
        bytes: 0,
    }
}

/// The report of a carry-over file that was read without fault.
pub fn carry_over_report(name: &str) -> FileReport {
    FileReport {
        format: Some("tieout-carry-over".to_owned()),
        role: None,
        rows_read: 0,
        ..report_of(name, Role::Balances, &Rows::new(Role::Balances))
    }
}

/// A day of files given as name, role and CSV, in file order.
pub fn day_of(settings: Settings, files: &[(&str, Role, String)]) -> Day {
    let mut day = Day::new(settings);
    for (name, role, csv) in files {
        let rows = rows_of(*role, csv);
        day.add(report_of(name, *role, &rows), Some(rows));
    }
    day
}

pub fn run(day: Day) -> DayResult {
    Run::new(day).finish()
}

/// The files of a golden day, in file order.
pub fn golden_files(day: &str) -> Vec<(String, Role, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/golden")
        .join(day);
    let mut names: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".csv"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let role = *Role::ALL
                .iter()
                .find(|role| name.starts_with(role.text()))
                .unwrap();
            let text = std::fs::read_to_string(root.join(&name)).unwrap();
            (name, role, text)
        })
        .collect()
}

pub fn golden_settings(day: &str) -> Settings {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/golden")
        .join(day);
    Settings::parse(&std::fs::read_to_string(root.join("tieout.toml")).unwrap()).unwrap()
}
