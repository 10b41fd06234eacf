//! Columns that a layout does not know, as the carry-over keeps them: rows leave them in the
//! file, so that the files are asked once more for the few rows that are carried.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tieout_engine::carry_over::{CarriedRow, CarryOver};
use tieout_engine::result::DayResult;
use tieout_statement::FileReport;
use tieout_statement::archive;
use tieout_statement::encoding::Encoding;
use tieout_statement::formats::beside::Records;
use tieout_statement::formats::{Format, Shape};

use crate::files::Given;

/// Adds to the rows that today's files bring and that are carried what stands in columns
/// that their layout does not know; empty cells are left out like others. What cannot be read
/// once more stays without.
pub fn keep(carry_over: &mut CarryOver, result: &DayResult, files: &[Given], passwords: &[String]) {
    let today = carry_over.accounting_date.clone();
    let reports = result.files().iter();
    let others: BTreeMap<&str, &[String]> = reports
        .filter(|report| !report.other_columns.is_empty() && is_ours(report))
        .map(|report| (report.name.as_str(), report.other_columns.as_slice()))
        .collect();
    let CarryOver { rows, lines, .. } = carry_over;
    let mut of_file: BTreeMap<String, Vec<&mut CarriedRow>> = BTreeMap::new();
    for row in rows.iter_mut().chain(lines) {
        if row.first_seen == today && others.contains_key(row.file.as_str()) {
            of_file.entry(row.file.clone()).or_default().push(row);
        }
    }
    for (name, mut rows) in of_file {
        let table = text(&name, files, passwords).and_then(|text| Records::parse(&text).ok());
        let Some(table) = table else {
            continue;
        };
        let wanted: BTreeSet<u32> = rows.iter().map(|row| row.line).collect();
        for column in others[name.as_str()] {
            let cells: BTreeMap<u32, &str> = table
                .cells([column.as_str()])
                .filter(|(line, [cell])| wanted.contains(line) && !cell.is_empty())
                .map(|(line, [cell])| (line, cell))
                .collect();
            for row in &mut rows {
                if let Some(cell) = cells.get(&row.line) {
                    row.cells.push((column.clone(), (*cell).to_owned()));
                }
            }
        }
    }
}

/// Whether a file is of one of our own layouts, whose cells the carry-over keeps as they are.
fn is_ours(report: &FileReport) -> bool {
    let format = report.format.as_deref().and_then(Format::by_id);
    format.is_some_and(|format| matches!(format.shape, Shape::Own(_)))
}

/// The text of a file by the name that reports give it, a member of an archive too.
fn text(name: &str, files: &[Given], passwords: &[String]) -> Option<String> {
    let holds = |file: &&Given| {
        let rest = name.strip_prefix(file.name.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let bytes = files.iter().filter(holds).find_map(|file| {
        let bytes = fs::read(&file.path).ok()?;
        if !archive::is_archive(&bytes) {
            return (file.name == name).then_some(bytes);
        }
        let members = archive::members(&file.name, &bytes, passwords).ok()?;
        let member = members.into_iter().find(|member| member.name == name);
        member.map(|member| member.bytes)
    })?;
    let text = Encoding::detect(&bytes)
        .unwrap_or_default()
        .decode(&bytes)?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}
