//! Carry-over 结转: what a day leaves open, as one JSON file that the next day reads.
//!
//! Rows, items and lines take part in the next day; `open` explains balances and takes no
//! part; `balances` open the next day where no balances file does.

mod read;
mod rows;

use serde::{Deserialize, Serialize};
use tieout_statement::{Currency, FileProblem, Role};

use crate::fund::Item;
use crate::outcome::{Outcome, ReconciliationName};

pub use rows::{Carried, CarriedTable};

/// The version of the layout, and the key that a carry-over file is known by.
pub const VERSION: u32 = 1;

/// A row, or a bank line, that takes part in the next day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedRow {
    /// Its record.
    pub role: Role,
    /// The file that first brought it.
    pub file: String,
    /// Its line in that file.
    pub line: u32,
    /// `YYYY-MM-DD`.
    pub first_seen: String,
    /// Where it is still open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reconciliations: Vec<ReconciliationName>,
    /// Its cells by column name, in the order of the layout; empty ones left out.
    #[serde(with = "read::in_order")]
    pub cells: Vec<(String, String)>,
    /// Of a bank line in transit: the order number of its fund transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fund_transfer: Option<String>,
}

/// Whether an item pays customers out or settles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A settlement, of whatever sign.
    #[default]
    Settlement,
    /// A payout batch.
    Payout,
}

/// An expected settlement that takes part in the next day. Amounts in major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedItem {
    /// The channel's code.
    pub channel: String,
    /// The currency.
    pub currency: Currency,
    /// Its name.
    pub key: String,
    /// Which way it goes.
    #[serde(default)]
    pub kind: ItemKind,
    /// `YYYY-MM-DD`.
    pub business_date: String,
    /// `YYYY-MM-DD`.
    pub due_date: String,
    /// `YYYY-MM-DD`.
    pub first_seen: String,
    /// Rows behind it.
    pub rows: u64,
    /// Batch, order and transaction numbers that a bank's reference may name.
    pub tokens: Vec<String>,
    /// Money in.
    pub gross: String,
    /// Refunds.
    pub refunds: String,
    /// Fees, positive = cost to us.
    pub fees: String,
    /// Withdrawals.
    pub payouts: String,
}

/// An exception whose treatment was not accepted: it explains a balance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenLine {
    /// The account whose balance it explains.
    pub account: String,
    /// The account's detail.
    pub detail: String,
    /// The currency.
    pub currency: Currency,
    /// Signed, debit positive.
    pub amount: String,
    /// What it was.
    pub outcome: Outcome,
    /// The exception's number.
    pub key: String,
    /// `YYYY-MM-DD`.
    pub first_seen: String,
}

/// A closing balance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedBalance {
    /// Account of the chart.
    pub account: String,
    /// Its detail.
    pub detail: String,
    /// The currency.
    pub currency: Currency,
    /// Signed, debit positive.
    pub amount: String,
}

/// The whole file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarryOver {
    /// [`VERSION`].
    pub tieout_carry_over: u32,
    /// The day that left it, `YYYY-MM-DD`.
    pub accounting_date: String,
    /// Rows of timing differences and rows of a later day.
    pub rows: Vec<CarriedRow>,
    /// Items not due, late, ambiguous or short.
    pub items: Vec<CarriedItem>,
    /// Bank lines in transit, ambiguous or unidentified.
    pub lines: Vec<CarriedRow>,
    /// What explains balances; files of before there were books have none.
    #[serde(default)]
    pub open: Vec<OpenLine>,
    /// Closing balances; files of before there were books have none.
    #[serde(default)]
    pub balances: Vec<CarriedBalance>,
}

impl CarryOver {
    /// Reads a carry-over file and checks every date, amount and cell of it.
    ///
    /// # Errors
    /// [`FileProblem::Invalid`] with the line where JSON tells one, what is wrong and what
    /// was expected.
    pub fn parse(text: &str) -> Result<Self, FileProblem> {
        read::parse(text)
    }

    /// The file's text: keys in a fixed order, indented so that a person can read it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("texts and numbers only");
        text.push('\n');
        text
    }

    /// The carried items as fund reconciliation works on them; whether fees are netted is
    /// for the settings to say.
    #[must_use]
    pub(crate) fn fund_items(&self) -> Vec<Item> {
        rows::items(self)
    }

    /// The carried rows of a role as the day's tables keep them; bank lines for the bank
    /// statement.
    #[must_use]
    pub fn table(&self, role: Role) -> CarriedTable {
        rows::table(self, role)
    }
}
