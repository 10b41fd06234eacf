//! What a file is and holds: the line that `inspect` prints and the intake screen shows.

use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::problem::{FileProblem, RejectedRow};
use crate::rows::Role;

/// Rows and amounts of one currency in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CurrencyTotal {
    /// The currency.
    pub currency: Currency,
    /// Rows read in it.
    pub count: u64,
    /// Money to the account's owner, major units, at least 0.
    pub credits: String,
    /// Money from the account's owner, major units, at least 0.
    pub debits: String,
    /// Opening balance that the file states, credit positive.
    pub opening: Option<String>,
    /// Closing balance that the file states, credit positive.
    pub closing: Option<String>,
}

/// A total that the file states of itself, against what its rows give (总分).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatedTotal {
    /// The file's own word for it.
    pub what: String,
    /// As the file states it, normalised to the form of `found`.
    pub stated: String,
    /// What the rows give, refused ones left out.
    pub found: String,
    /// Whether the two are equal.
    pub agrees: bool,
}

/// One file as read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileReport {
    /// Path below what was dropped, with `/`; a member of an archive is `a.zip/b.csv`.
    pub name: String,
    /// Format id, `None` where unknown (`problems` says why).
    pub format: Option<String>,
    /// The record that its rows are, `None` for settings, carry-over and unknown files.
    pub role: Option<Role>,
    /// `UTF-8`, `GB18030` …; empty for what is no text.
    pub encoding: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Rows read and used.
    pub rows_read: u64,
    /// Rows refused, each with its reason.
    pub rows_rejected: Vec<RejectedRow>,
    /// Rows that move no money.
    pub rows_neutral: u64,
    /// Account or merchant numbers that the file names.
    pub accounts: Vec<String>,
    /// First and last date of its rows, `YYYY-MM-DD`.
    pub dates: Option<(String, String)>,
    /// By currency, in byte order of the code.
    pub currency_totals: Vec<CurrencyTotal>,
    /// What it states of itself.
    pub stated_totals: Vec<StatedTotal>,
    /// What is wrong with the file as a whole.
    pub problems: Vec<FileProblem>,
    /// Columns that the layout does not know: kept in the file and shown with a row.
    #[serde(default)]
    pub other_columns: Vec<String>,
    /// Size in bytes.
    #[serde(default)]
    pub bytes: u64,
}

impl FileReport {
    /// Whether the file is refused as a whole.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.problems.iter().any(FileProblem::refuses)
    }
}

/// Files that a desktop leaves in folders; they hold nothing of the day.
const LEFT_BY_DESKTOPS: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether the last part of a path names a file that a desktop left in a folder.
#[must_use]
pub fn is_left_by_a_desktop(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or(path);
    LEFT_BY_DESKTOPS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_desktop_left_is_known_by_the_last_part_of_its_path() {
        assert!(is_left_by_a_desktop(".DS_Store") && is_left_by_a_desktop("day/Thumbs.db"));
        assert!(!is_left_by_a_desktop("Thumbs.db/a.csv") && !is_left_by_a_desktop("a.DS_Store"));
    }
}
