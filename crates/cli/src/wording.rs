//! Lines for the terminal: `file:line: what is wrong: what was expected`. Names and texts of
//! files are made visible, so that none of them plays tricks on the terminal.

use tieout_statement::original::visible;
use tieout_statement::{FileProblem, FileReport, RejectedRow, words};

/// A problem of a file as a whole.
#[must_use]
pub fn problem(file: &str, problem: &FileProblem) -> String {
    let line = match problem {
        FileProblem::Truncated { line, .. } => Some(*line),
        FileProblem::Invalid { line, .. } => *line,
        FileProblem::UnknownLayout { .. } => Some(1),
        _ => None,
    };
    // The words of a report tell the line; here it stands before them.
    let mut unplaced = problem.clone();
    if let FileProblem::Invalid { line, .. } = &mut unplaced {
        *line = None;
    }
    let place = line.map_or_else(String::new, |line| format!(":{line}"));
    visible(&format!("{file}{place}: {}", words::problem(&unplaced)))
}

/// A row that was refused.
#[must_use]
pub fn rejected(file: &str, row: &RejectedRow) -> String {
    let column = row
        .column
        .as_ref()
        .map_or_else(String::new, |column| format!("{column}: "));
    let reason = words::reason(&row.reason);
    visible(&format!("{file}:{}: {column}{reason}", row.line))
}

/// Everything that is wrong with a file, one line each.
#[must_use]
pub fn complaints(report: &FileReport) -> Vec<String> {
    let problems = report.problems.iter().map(|p| problem(&report.name, p));
    let rows = report.rows_rejected.iter();
    problems
        .chain(rows.map(|row| rejected(&report.name, row)))
        .collect()
}

/// Whether something of the file could not be read.
#[must_use]
pub fn incomplete(report: &FileReport) -> bool {
    !report.rows_rejected.is_empty() || !report.problems.iter().all(FileProblem::is_remark)
}
