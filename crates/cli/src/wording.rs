//! Lines for the terminal: `file:line: what is wrong: what was expected`.

use std::fmt::Write;

use tieout_statement::{FileProblem, FileReport, RejectedRow, words};

/// A name or text that cannot play tricks on the terminal: control characters and marks
/// that turn the direction of writing are shown as their code points.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || turns_direction(c) {
            write!(shown, "\\u{{{:x}}}", u32::from(c)).expect("a string takes everything");
        } else {
            shown.push(c);
        }
    }
    shown
}

const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A problem of a file as a whole.
#[must_use]
pub fn problem(file: &str, problem: &FileProblem) -> String {
    let line = match problem {
        FileProblem::Truncated { line, .. } => Some(*line),
        FileProblem::Invalid { line, .. } => *line,
        FileProblem::UnknownLayout { .. } => Some(1),
        _ => None,
    };
    let place = line.map_or_else(String::new, |line| format!(":{line}"));
    visible(&format!("{file}{place}: {}", words::problem(problem)))
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
    let said_only = |problem: &FileProblem| matches!(problem, FileProblem::NoRows);
    !report.rows_rejected.is_empty() || !report.problems.iter().all(said_only)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn a_hostile_name_is_shown_and_never_obeyed() {
        assert_eq!(visible("day\u{1b}[2J.csv"), "day\\u{1b}[2J.csv");
        assert_eq!(visible("a\u{202e}vsc.b\n"), "a\\u{202e}vsc.b\\u{a}");
        assert_eq!(visible("业务明细 1.csv"), "业务明细 1.csv");
    }
}
