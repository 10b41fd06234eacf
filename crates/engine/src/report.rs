//! The report: the engine's whole result as one document, keys and lists in a fixed order.
//!
//! Amounts are texts in major units with the currency's decimals.

use serde::{Deserialize, Serialize};
use tieout_statement::Currency;

use crate::books::own_chart::ChartLine;
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

/// Who paired rows by hand, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ByHandReport {
    /// The exception that was open when they were paired: a decision about it takes the pair
    /// back.
    pub exception: String,
    /// Who paired them.
    pub by: String,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub second: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Why, as code and values; the app words it in the user's language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
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
    /// Who made the rows meet, where no rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHandReport>,
}

impl ReasonReport {
    /// The reason of what somebody paired, where somebody did.
    pub(crate) fn paired(mut self, by_hand: Option<&ByHandReport>) -> Self {
        if let Some(of) = by_hand {
            let note = if of.note.is_empty() {
                String::new()
            } else {
                format!(" ({})", of.note)
            };
            self.text = format!("paired by hand by {}{note}: {}", of.by, self.text);
            self.by_hand = Some(of.clone());
        }
        self
    }
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

/// One line of an entry, or of a journal that was loaded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryLineReport {
    /// Account of the chart.
    pub account: String,
    /// The account's detail; empty where it has none.
    pub detail: String,
    /// The currency.
    pub currency: Currency,
    /// Debit; negative in a red-letter entry.
    pub debit: String,
    /// Credit; negative in a red-letter entry.
    pub credit: String,
}

/// An entry of the journal: its debits equal its credits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryReport {
    /// The same day run again makes the same id.
    pub id: String,
    /// The entry template.
    pub template: String,
    /// `day_cut`, `fund_match` or `treatment`.
    pub when: String,
    /// `final`, `proposed`, `accepted` or `already_booked`.
    pub status: String,
    /// Rows behind it.
    pub rows: u64,
    /// The exception whose treatment it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// By account, detail and side.
    pub lines: Vec<EntryLineReport>,
}

/// What happened to one account and detail. Balances are signed, debit positive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BalanceReport {
    /// Account of the chart.
    pub account: String,
    /// The account's detail; empty where it has none.
    pub detail: String,
    /// The currency.
    pub currency: Currency,
    /// Of the balances file, or what the day before left.
    pub opening: String,
    /// Final and accepted entries.
    pub debits: String,
    /// Final and accepted entries.
    pub credits: String,
    /// Opening + debits − credits.
    pub closing: String,
    /// Proposed entries.
    pub proposed_debits: String,
    /// Proposed entries.
    pub proposed_credits: String,
    /// Closing + proposed debits − proposed credits.
    pub closing_after_treatment: String,
}

/// One part of what explains the difference of an identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BridgeReport {
    /// What it is: an account, or words.
    pub term: String,
    /// Signed.
    pub amount: String,
}

/// Something that must be equal, and whether it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IdentityReport {
    /// `trial_balance`, `movement`, `customer_funds`, `book_to_bank`, `pending_clearing`,
    /// `opening` or `control_totals`.
    pub identity: String,
    /// The account that it is about.
    pub account: Option<String>,
    /// The account's detail.
    pub detail: Option<String>,
    /// The currency.
    pub currency: Currency,
    /// `before` or `after` the proposed treatments.
    pub stage: String,
    /// Left side.
    pub left: String,
    /// Right side.
    pub right: String,
    /// What explains left − right.
    pub bridge: Vec<BridgeReport>,
    /// Left − right − Σ bridge.
    pub difference: String,
    /// Whether the difference is zero.
    pub holds: bool,
}

/// Which way money moves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To us.
    In,
    /// From us.
    Out,
}

/// What a channel was expected to settle and what became of it. Amounts other than the
/// components are signed: money in is positive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SettlementReport {
    /// The channel's code.
    pub channel: String,
    /// The currency.
    pub currency: Currency,
    /// Which way the nets move.
    pub direction: Direction,
    /// What became of the items in fund reconciliation.
    pub outcome: Outcome,
    /// Expected settlements.
    pub items: u64,
    /// Their money in.
    pub gross: String,
    /// Their refunds.
    pub refunds: String,
    /// Their fees.
    pub fees: String,
    /// Their withdrawals.
    pub payouts: String,
    /// What is to move.
    pub net: String,
    /// Bank lines that belong to them.
    pub lines: u64,
    /// What those lines moved; where nobody chose between candidates, nothing.
    pub arrived: String,
    /// Net − arrived.
    pub open: String,
}

/// One link of the trail: something that the result came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrailLink {
    /// `file NAME`, `settings` or `decision NUMBER`, 1 = the first.
    pub what: String,
    /// SHA-256 of the file's bytes or of canonical JSON, lower-case hexadecimal; empty for a
    /// file of which there were no bytes to be had.
    pub sha256: String,
    /// SHA-256 over the previous link's `chain`, this `sha256` and `what`.
    pub chain: String,
}

/// What the result came from, and a digest of the report. See [`crate::trail`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Trail {
    /// Files in file order, settings, decisions in order.
    pub links: Vec<TrailLink>,
    /// The last link's `chain`.
    pub head: String,
    /// SHA-256 of the report's canonical JSON without this field.
    pub digest: String,
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
    /// Day-cut, fund match, treatments.
    #[serde(default)]
    pub journal: Vec<EntryReport>,
    /// By account, detail and currency.
    #[serde(default)]
    pub balances: Vec<BalanceReport>,
    /// Before the treatments, then after.
    #[serde(default)]
    pub identities: Vec<IdentityReport>,
    /// By channel, currency, direction and outcome.
    #[serde(default)]
    pub settlements: Vec<SettlementReport>,
    /// What was decided, as the decisions file lists it.
    #[serde(default)]
    pub decisions: Vec<serde_json::Value>,
    /// The company's own chart of accounts, where one was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chart: Vec<ChartLine>,
    /// Rows in = rows out.
    pub control: Control,
    /// What the result came from.
    #[serde(default)]
    pub trail: Trail,
}
