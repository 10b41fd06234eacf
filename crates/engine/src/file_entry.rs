//! A file as the report and `inspect` show it: what is wrong with it stands in words.

use serde::{Deserialize, Serialize};
use tieout_statement::{CurrencyTotal, FileReport, Role, StatedTotal, words};

/// A row that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedEntry {
    /// Where the record starts, 1 = first line of the file.
    pub line: u32,
    /// Header of the column at fault, where one is.
    pub column: Option<String>,
    /// `what is wrong: what was expected`, in English.
    pub reason: String,
}

/// One file of the report's `files`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path below what was given, with `/`.
    pub name: String,
    /// Format id, `None` where unknown.
    pub format: Option<String>,
    /// The record that its rows are.
    pub role: Option<Role>,
    /// `UTF-8`, `GB18030` …
    pub encoding: String,
    /// SHA-256 of the bytes, lower-case hexadecimal; empty where there were none to be had.
    pub sha256: String,
    /// Rows read and used.
    pub rows_read: u64,
    /// Rows refused, each with its reason.
    pub rows_rejected: Vec<RejectedEntry>,
    /// Rows that move no money.
    pub rows_neutral: u64,
    /// Account or merchant numbers that the file names.
    pub accounts: Vec<String>,
    /// First and last date of its rows.
    pub dates: Option<(String, String)>,
    /// By currency, in byte order of the code.
    pub currency_totals: Vec<CurrencyTotal>,
    /// What it states of itself.
    pub stated_totals: Vec<StatedTotal>,
    /// What is wrong with the file as a whole, or worth saying: `what: what was expected`.
    pub problems: Vec<String>,
    /// Whether it is refused as a whole.
    pub refused: bool,
    /// Columns that the layout does not know.
    pub other_columns: Vec<String>,
    /// Size in bytes.
    pub bytes: u64,
}

impl From<&FileReport> for FileEntry {
    fn from(file: &FileReport) -> Self {
        let rejected = file.rows_rejected.iter().map(|row| RejectedEntry {
            line: row.line,
            column: row.column.clone(),
            reason: words::reason(&row.reason),
        });
        Self {
            name: file.name.clone(),
            format: file.format.clone(),
            role: file.role,
            encoding: file.encoding.clone(),
            sha256: file.sha256.clone(),
            rows_read: file.rows_read,
            rows_rejected: rejected.collect(),
            rows_neutral: file.rows_neutral,
            accounts: file.accounts.clone(),
            dates: file.dates.clone(),
            currency_totals: file.currency_totals.clone(),
            stated_totals: file.stated_totals.clone(),
            problems: file.problems.iter().map(words::problem).collect(),
            refused: file.refused(),
            other_columns: file.other_columns.clone(),
            bytes: file.bytes,
        }
    }
}
