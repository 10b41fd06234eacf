//! Tables that stand beside a day's rows: what a ledger holds already, and its accounts.
//!
//! | file | columns |
//! | --- | --- |
//! | journal | as the export `journal.csv` writes it; of them needed: `entry_id`, `status` |
//! | chart of accounts | `code`, `detail`, `name`, `name_zh`, `class`, `own_code` |
//!
//! They are no rows of the day: nothing of them is reconciled or counted. Source: the
//! exports' own documents, docs/exports.md.

use super::{Format, FormatColumn, Shape};
use crate::problem::FileProblem;
use crate::record::{Cells, Find, Splitter};

const fn needed(name: &'static [&'static str]) -> FormatColumn {
    FormatColumn {
        names: name,
        required: true,
        becomes: &[],
    }
}

const fn other(name: &'static [&'static str]) -> FormatColumn {
    FormatColumn {
        names: name,
        required: false,
        becomes: &[],
    }
}

/// 分录, the journal that an earlier run exported: its entries are booked already.
pub const JOURNAL: Format = Format {
    id: "tieout-journal",
    role: None,
    shape: Shape::Table(&[
        needed(&["entry_id"]),
        other(&["date"]),
        other(&["template"]),
        other(&["when"]),
        needed(&["status"]),
        needed(&["account"]),
        other(&["account_name"]),
        other(&["detail"]),
        needed(&["currency"]),
        needed(&["debit"]),
        needed(&["credit"]),
        other(&["exception"]),
        other(&["rows"]),
        other(&["line"]),
    ]),
    source: "Tieout's own export: docs/exports.md",
};

/// 科目表, a company's own chart of accounts: names, and the codes of its ledger.
pub const CHART_OF_ACCOUNTS: Format = Format {
    id: "tieout-chart-of-accounts",
    role: None,
    shape: Shape::Table(&[
        needed(&["code"]),
        other(&["detail"]),
        other(&["name"]),
        other(&["name_zh"]),
        needed(&["class"]),
        needed(&["own_code"]),
    ]),
    source: "Tieout's own: `tieout chart` writes the built-in one, docs/chart-of-accounts.md",
};

impl Format {
    /// Whether files of it stand beside a day: known by their columns like its tables, and
    /// handed on as a text.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        self.id == JOURNAL.id || self.id == CHART_OF_ACCOUNTS.id
    }
}

/// Whether files of a format hold nothing of the day itself: settings, what earlier days left
/// open, what was decided, and what stands beside.
#[must_use]
pub fn is_no_data(format: &str) -> bool {
    [
        super::own::SETTINGS.id,
        super::own::CARRY_OVER.id,
        super::own::DECISIONS.id,
        JOURNAL.id,
        CHART_OF_ACCOUNTS.id,
    ]
    .contains(&format)
}

/// A table as a text holds it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Records {
    header: Vec<String>,
    /// Each with the line on which it starts.
    records: Vec<(u32, Vec<String>)>,
}

impl Records {
    /// Splits a CSV text: its first line that is neither blank nor a remark is the header.
    ///
    /// # Errors
    /// [`FileProblem::Invalid`] with the line of a record that has another number of cells
    /// than the header, or whose quotes do not close.
    pub fn parse(text: &str) -> Result<Self, FileProblem> {
        let invalid = |line: u32, detail: String, expected: &str| FileProblem::Invalid {
            line: Some(line),
            detail,
            expected: expected.to_owned(),
        };
        let mut splitter = Splitter::new(0, b"");
        splitter.feed(text.as_bytes());
        let mut made = Self::default();
        loop {
            let found = match splitter.find(true) {
                Find::Record(found) => found,
                Find::End | Find::More => return Ok(made),
                Find::TooLong(line) => {
                    let detail = "a record that does not end".to_owned();
                    return Err(invalid(line, detail, "quotes that close"));
                }
            };
            let record = std::str::from_utf8(splitter.bytes(found)).unwrap_or_default();
            let mut cells = Cells::default();
            let list = |cells: &Cells, text: &str| -> Vec<String> {
                (0..cells.len())
                    .map(|at| cells.get(text, at).to_owned())
                    .collect()
            };
            let cells = if found.quoted && cells.split_quoted(record) {
                list(&cells, cells.unquoted())
            } else {
                cells.split_commas(record);
                list(&cells, record)
            };
            let remark = made.header.is_empty() && cells[0].starts_with('#');
            let blank = remark || cells.iter().all(String::is_empty);
            if made.header.is_empty() && !blank {
                made.header = cells;
            } else if !blank && cells.len() == made.header.len() {
                made.records.push((found.line, cells));
            } else if !blank {
                let detail = format!("{} cells", cells.len());
                let expected = format!("{}, as the header has", made.header.len());
                return Err(invalid(found.line, detail, &expected));
            }
            splitter.accept(found);
        }
    }

    /// Each record's line and its cells in some columns; empty where there is no column.
    pub fn cells<const N: usize>(
        &self,
        columns: [&str; N],
    ) -> impl Iterator<Item = (u32, [&str; N])> {
        let places = columns.map(|name| self.header.iter().position(|cell| cell == name));
        self.records.iter().map(move |(line, cells)| {
            let cell = |place: Option<usize>| place.map_or("", |at| cells[at].as_str());
            (*line, places.map(cell))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_split_by_commas_outside_of_quotes_and_know_their_lines() {
        let made = Records::parse("a,b\n\n1,\"x,\ny\"\n2,z\n").expect("a table");
        let cells: Vec<_> = made.cells(["b", "c", "a"]).collect();
        assert_eq!(cells, [(3, ["x,\ny", "", "1"]), (5, ["z", "", "2"])]);
    }

    #[test]
    fn a_record_of_another_width_is_named_by_its_line() {
        let wrong = Records::parse("a,b\n1,2\n3\n");
        assert!(matches!(
            wrong,
            Err(FileProblem::Invalid { line: Some(3), .. })
        ));
    }
}
