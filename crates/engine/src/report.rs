//! The report: the engine's whole result as one document, keys and lists in a fixed order.
//!
//! Amounts are texts in major units with the currency's decimals.

use serde::{Deserialize, Serialize};
use tieout_statement::Currency;

use crate::file_entry::FileEntry;
use crate::outcome::{Cardinality, Outcome, ReconciliationName, SideOf, Treatment};

/// Raised by a change that breaks a reader of the report.
pub const SCHEMA: u32 = 1;

/// Something that is no exception but must be said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// What kind of note.
    pub code: String,
    /// The file it is about.
    pub file: Option<String>,
    /// The line it is about.
    pub line: Option<u32>,
    /// What the words are made from, in the order of the code's words.
    pub values: Vec<String>,
    /// In English.
    pub text: String,
}

/// Rows and amounts of one side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SideTotal {
    /// Left is ours.
    pub side: SideOf,
    /// The currency.
    pub currency: Currency,
    /// Rows of all statuses.
    pub rows: u64,
    /// Their amounts.
    pub amount: String,
}

/// What became of rows: one entry per outcome, currency and cardinality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutcomeTotal {
    /// The outcome.
    pub outcome: Outcome,
    /// The currency.
    pub currency: Currency,
    /// Of a match, else `None`.
    pub cardinality: Option<Cardinality>,
    /// Keys that have a row of the outcome.
    pub groups: u64,
    /// Rows of ours.
    pub left_rows: u64,
    /// Their amounts, all statuses.
    pub left_amount: String,
    /// Rows of theirs.
    pub right_rows: u64,
    /// Their amounts, all statuses.
    pub right_amount: String,
    /// Right less left, successes, summed over groups.
    pub delta: String,
}

/// One reconciliation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReconciliationReport {
    /// Which.
    pub name: ReconciliationName,
    /// Whether a file of each side was read.
    pub run: bool,
    /// Roles of which no file was read, where it was not run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Total against total.
    pub totals: Vec<SideTotal>,
    /// Where the rows went.
    pub outcomes: Vec<OutcomeTotal>,
    /// No exception other than timing differences.
    pub balanced: bool,
}

/// Why, as code and values; the app words it in the user's language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReasonReport {
    /// Which rule decided.
    pub code: String,
    /// The values compared.
    pub values: Vec<String>,
    /// In English.
    pub text: String,
    /// Which ways of cleaning made the rows meet, where they are not written alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleaned: Vec<String>,
}

/// A row of an exception.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowReport {
    /// Its file; `None` for a fund item.
    pub file: Option<String>,
    /// Its line; `None` for a fund item.
    pub line: Option<u32>,
    /// Its own number, of an item its key.
    pub key: String,
    /// Its amount.
    pub amount: String,
}

/// An exception with all that it carries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExceptionReport {
    /// Stable over row order and file names.
    pub id: String,
    /// Where it was found.
    pub reconciliation: ReconciliationName,
    /// What it is.
    pub outcome: Outcome,
    /// The currency.
    pub currency: Currency,
    /// Right less left.
    pub delta: String,
    /// |delta|.
    pub at_risk: String,
    /// Days from first seen.
    pub age_days: i64,
    /// The story it belongs to.
    pub case: String,
    /// Why.
    pub reason: ReasonReport,
    /// What is proposed.
    pub treatment: Treatment,
    /// Where there is more than one answer.
    pub candidates: Vec<Vec<RowReport>>,
    /// Rows of ours.
    pub left: Vec<RowReport>,
    /// Rows of theirs.
    pub right: Vec<RowReport>,
}

/// Something carried to the next day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedReport {
    /// For which reconciliation.
    pub reconciliation: ReconciliationName,
    /// What it is today.
    pub outcome: Outcome,
    /// Its side.
    pub side: SideOf,
    /// Its own number.
    pub key: String,
    /// The currency.
    pub currency: Currency,
    /// Its amount.
    pub amount: String,
    /// `YYYY-MM-DD`.
    pub first_seen: String,
}

/// A carried row, item or line that found its other side today.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TakenUpReport {
    /// In which reconciliation.
    pub reconciliation: ReconciliationName,
    /// `matched`.
    pub outcome: Outcome,
    /// Its side.
    pub side: SideOf,
    /// Its own number, of an item its key.
    pub key: String,
    /// Since when it was open, `YYYY-MM-DD`.
    pub first_seen: String,
    /// Own numbers of the other side's rows.
    pub matched_with: Vec<String>,
}

/// Every row in, every row accounted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Control {
    /// Data rows of all files that were not refused.
    pub rows_in: u64,
    /// Of them, rows with an outcome or a reason for their refusal.
    pub rows_accounted: u64,
    /// Files given, refused ones too; not settings, not carry-over.
    pub files_in: u64,
    /// Files refused as a whole.
    pub files_refused: u64,
}

/// The whole result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Version of the program.
    pub tieout: String,
    /// [`SCHEMA`].
    pub schema: u32,
    /// `YYYY-MM-DD`.
    pub accounting_date: String,
    /// As used, defaults filled in.
    pub settings: serde_json::Value,
    /// As in `inspect`.
    pub files: Vec<FileEntry>,
    /// What must be said.
    pub notes: Vec<Note>,
    /// In the order channel, business, posting, fund.
    pub reconciliations: Vec<ReconciliationReport>,
    /// By reconciliation, then outcome, then key.
    pub exceptions: Vec<ExceptionReport>,
    /// What leaves for the next day.
    pub carry_over: Vec<CarriedReport>,
    /// What earlier days left and today matched.
    pub from_carry_over: Vec<TakenUpReport>,
    /// Rows in = rows out.
    pub control: Control,
}
