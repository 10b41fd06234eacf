//! Files that `--out` writes.

use std::fs;
use std::io;
use std::path::Path;

use tieout_engine::carry_over::CarryOver;
use tieout_engine::report::{ExceptionReport, Report, RowReport};

/// The report as JSON, two blanks a level, a line end after it.
///
/// # Errors
/// As the writer.
pub fn json(value: &impl serde::Serialize, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes every export into a folder, which is made where it is not there.
///
/// # Errors
/// As the file system.
pub fn all(report: &Report, carry_over: &CarryOver, dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let file = fs::File::create(dir.join("report.json"))?;
    json(report, io::BufWriter::new(file))?;
    fs::write(dir.join("carry_over.json"), carry_over.to_json())?;
    fs::write(dir.join("exceptions.csv"), exceptions(&report.exceptions))
}

const HEADER: &str = "id,case,reconciliation,outcome,currency,delta,at_risk,age_days,\
treatment,side,file,line,key,amount,reason\n";

/// Exceptions as CSV, a line for each of their rows.
fn exceptions(all: &[ExceptionReport]) -> String {
    let mut text = HEADER.to_owned();
    for exception in all {
        let sides = [("left", &exception.left), ("right", &exception.right)];
        for (side, rows) in sides {
            for row in rows {
                text.push_str(&line(exception, side, row));
            }
        }
    }
    text
}

fn line(exception: &ExceptionReport, side: &str, row: &RowReport) -> String {
    let word = |value: serde_json::Result<serde_json::Value>| {
        let value = value.unwrap_or_default();
        value.as_str().unwrap_or_default().to_owned()
    };
    let cells = [
        exception.id.clone(),
        exception.case.clone(),
        word(serde_json::to_value(exception.reconciliation)),
        word(serde_json::to_value(exception.outcome)),
        exception.currency.to_string(),
        exception.delta.clone(),
        exception.at_risk.clone(),
        exception.age_days.to_string(),
        word(serde_json::to_value(exception.treatment)),
        side.to_owned(),
        row.file.clone().unwrap_or_default(),
        row.line.map_or_else(String::new, |line| line.to_string()),
        row.key.clone(),
        row.amount.clone(),
        exception.reason.text.clone(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    cells.join(",") + "\n"
}

/// A cell that a spreadsheet shows and never runs: one that begins like a formula and is no
/// number gets an apostrophe before it.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    let shown = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if shown.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", shown.replace('"', "\"\""))
    } else {
        shown
    }
}

fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn a_spreadsheet_never_runs_a_cell() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("-3.00"), "-3.00");
        assert_eq!(csv_cell("-3.00|x"), "'-3.00|x");
        assert_eq!(csv_cell("@a,\"b\""), "\"'@a,\"\"b\"\"\"");
        assert_eq!(csv_cell("plain"), "plain");
    }
}
