//! The report as files for others: tables as CSV and as a workbook, the journal for hledger
//! and beancount, a proof sheet to print, the report itself.
//!
//! No file, no clock, no randomness: the same report and options give the same bytes on any
//! machine. `docs/exports.md` documents every file and column.

pub mod amount;
pub mod cell;
pub mod chart;
pub mod ledger;
pub mod proof;
pub mod table;
pub mod tables;
pub mod verify;
mod words;
mod workbook;

use std::fmt;

use tieout_engine::report::Report;

use table::csv;

pub use words::Language;

/// How an export is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The language of what people read: the proof sheet, and the workbook's sheet names and
    /// headings. Codes, columns of CSV files and reasons are the same in every language.
    pub language: Language,
}

/// Why an export could not be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExportError {
    /// The report holds an amount that is none: it was not made by Tieout.
    Amount {
        /// The text.
        text: String,
        /// Its currency.
        currency: String,
    },
    /// The workbook or the JSON could not be written.
    Writer {
        /// What the writer says.
        detail: String,
    },
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount { text, currency } => write!(
                f,
                "{text:?} is not an amount of {currency}: expected a report that Tieout wrote"
            ),
            Self::Writer { detail } => write!(f, "it cannot be written: {detail}"),
        }
    }
}

impl std::error::Error for ExportError {}

/// One file that a report becomes.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Its name in links and settings.
    pub id: &'static str,
    /// The name of the file.
    pub file_name: &'static str,
    /// Its media type (RFC 6838), with the character set of a text.
    pub media_type: &'static str,
    /// Makes its bytes.
    ///
    /// # Errors
    /// [`ExportError`], only for reports that Tieout did not make.
    pub make: fn(&Report, Options) -> Result<Vec<u8>, ExportError>,
}

impl Export {
    /// The export of an id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|export| export.id == id)
    }

    /// Whether its bytes are UTF-8 text, to be shown and copied as they are.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.media_type.ends_with("charset=utf-8")
    }
}

const CSV: &str = "text/csv; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// A table as a CSV file of its own.
macro_rules! csv_export {
    ($id:literal, $table:path) => {
        Export {
            id: $id,
            file_name: concat!($id, ".csv"),
            media_type: CSV,
            make: |report, _| csv(&$table, report),
        }
    };
}

/// Every export, in the order of lists.
pub const ALL: &[Export] = &[
    Export {
        id: "proof",
        file_name: "proof.html",
        media_type: "text/html; charset=utf-8",
        make: proof::make,
    },
    Export {
        id: "workbook",
        file_name: "workbook.xlsx",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        make: workbook::make,
    },
    Export {
        id: "report",
        file_name: "report.json",
        media_type: "application/json; charset=utf-8",
        make: |report, _| json(report),
    },
    csv_export!("exceptions", tables::exceptions::EXCEPTIONS),
    csv_export!("ageing", tables::exceptions::AGEING),
    csv_export!("settlement", tables::settlement::SETTLEMENT),
    csv_export!("finance", tables::finance::FINANCE),
    csv_export!("reserve", tables::reserve::RESERVE),
    csv_export!("position", tables::position::POSITION),
    csv_export!("fees", tables::fees::FEES),
    csv_export!("journal", tables::journal::JOURNAL),
    Export {
        id: "hledger",
        file_name: "journal.hledger",
        media_type: PLAIN,
        make: |report, _| ledger::hledger::make(report),
    },
    Export {
        id: "beancount",
        file_name: "journal.beancount",
        media_type: PLAIN,
        make: |report, _| ledger::beancount::make(report),
    },
    csv_export!("trial_balance", tables::balances::TRIAL_BALANCE),
    csv_export!("balances", tables::balances::BALANCES),
    csv_export!("identities", tables::identities::IDENTITIES),
    csv_export!("outcomes", tables::reconciliations::OUTCOMES),
    csv_export!("control_totals", tables::reconciliations::CONTROL_TOTALS),
    csv_export!("carry_over", tables::carry_over::CARRY_OVER),
    csv_export!("files", tables::files::FILES),
];

/// A report as JSON: two blanks a level, a line end after it.
///
/// # Errors
/// [`ExportError::Writer`] where it cannot be written as JSON.
pub fn json(report: &Report) -> Result<Vec<u8>, ExportError> {
    let written = serde_json::to_vec_pretty(report);
    let mut bytes = written.map_err(|error| ExportError::Writer {
        detail: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
