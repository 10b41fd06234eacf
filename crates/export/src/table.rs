//! Tables: what a CSV file, a sheet of the workbook and the documentation are made from.

use serde::{Deserialize, Serialize};
use tieout_engine::report::Report;
use tieout_statement::Currency;

use crate::ExportError;
use crate::cell::csv_cell;
use crate::words::Language;

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in CSV files.
    pub name: &'static str,
    /// Its heading for people, English and Chinese.
    pub title: [&'static str; 2],
    /// What it holds, for the documentation.
    pub about: &'static str,
    /// Whether it is written only where a chart of accounts was given.
    pub of_own_chart: bool,
}

/// A column.
pub(crate) const fn column(
    name: &'static str,
    english: &'static str,
    chinese: &'static str,
    about: &'static str,
) -> Column {
    Column {
        name,
        title: [english, chinese],
        about,
        of_own_chart: false,
    }
}

/// The column of the company's own codes.
pub(crate) const OWN_ACCOUNT: Column = Column {
    of_own_chart: true,
    ..column(
        "own_account",
        "Own account",
        "自有科目",
        "the company's own code of it; the column is there where a [chart of accounts](chart-of-accounts.md) was given",
    )
};

/// What a cell holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, codes, numbers that nobody adds up.
    Text(String),
    /// A count.
    Count(i64),
    /// Major units, as reports write them.
    Amount(Currency, String),
}

impl Cell {
    /// The cell of a text; none for the empty one.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// The cell of a text that may be absent.
    pub(crate) fn maybe(text: Option<&String>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// The cell of a count; beyond 63 bits as text.
    pub(crate) fn count(count: u64) -> Self {
        i64::try_from(count).map_or_else(|_| Self::Text(count.to_string()), Self::Count)
    }

    /// The cell of an amount.
    pub(crate) fn amount(currency: Currency, amount: impl Into<String>) -> Self {
        Self::Amount(currency, amount.into())
    }

    /// `yes` or `no`.
    pub(crate) fn truth(truth: bool) -> Self {
        Self::text(if truth { "yes" } else { "no" })
    }

    /// What it holds, as it is.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Amount(_, text) => text.clone(),
            Self::Count(count) => count.to_string(),
        }
    }

    /// The cell as a CSV file writes it.
    #[must_use]
    pub fn csv(&self) -> String {
        csv_cell(&self.plain())
    }
}

/// One line of a table, a cell a column.
pub type Row = Vec<Cell>;

/// A table of a report.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name; of a table that is a file too, that export's id.
    pub id: &'static str,
    /// Its title, English and Chinese: at most 28 characters, as a sheet's name.
    pub title: [&'static str; 2],
    /// What it is for, for the documentation.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Its lines of a report.
    pub rows: fn(&Report) -> Result<Vec<Row>, ExportError>,
}

impl Table {
    /// Its title in a language.
    #[must_use]
    pub const fn title(&self, language: Language) -> &'static str {
        language.pick(self.title[0], self.title[1])
    }

    /// The places of the columns that are written of a report.
    #[must_use]
    pub fn columns_of(&self, own_chart: bool) -> Vec<usize> {
        let written =
            |(at, column): (usize, &Column)| (own_chart || !column.of_own_chart).then_some(at);
        self.columns
            .iter()
            .enumerate()
            .filter_map(written)
            .collect()
    }

    /// The columns that are written of a report, and its lines in them.
    ///
    /// # Errors
    /// As the table's rows.
    pub fn written(
        &self,
        report: &Report,
    ) -> Result<(Vec<&'static Column>, Vec<Row>), ExportError> {
        let places = self.columns_of(!report.chart.is_empty());
        let mut rows = (self.rows)(report)?;
        if places.len() < self.columns.len() {
            for row in &mut rows {
                let mut at = 0;
                row.retain(|_| {
                    at += 1;
                    places.binary_search(&(at - 1)).is_ok()
                });
            }
        }
        let columns = places.into_iter().map(|at| &self.columns[at]);
        Ok((columns.collect(), rows))
    }
}

/// A table as CSV: UTF-8, a header, lines that end with LF.
///
/// # Errors
/// As the table's rows.
pub(crate) fn csv(table: &Table, report: &Report) -> Result<Vec<u8>, ExportError> {
    let (columns, rows) = table.written(report)?;
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let mut text = names.join(",");
    text.push('\n');
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push_str(&cell.csv());
        }
        text.push('\n');
    }
    Ok(text.into_bytes())
}
