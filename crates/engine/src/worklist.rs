//! What the screens ask of a result: a summary, pages of groups, one group opened.
//!
//! A page never receives the whole: [`Summary`] is small whatever the day's size, lists are
//! asked for by [`Query`] and read by pages.

use serde::{Deserialize, Serialize};
use tieout_statement::{Currency, FileReport, Role};

use crate::books::own_chart::ChartLine;
use crate::decisions::{DecisionView, Standing};
use crate::outcome::{Cardinality, Outcome, ReconciliationName, Treatment};
use crate::report::{Control, IdentityReport, Note, ReasonReport, ReconciliationReport};

/// An amount of one currency, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AmountView {
    /// The currency.
    pub currency: Currency,
    /// Major units with all decimals, ASCII minus.
    pub amount: String,
}

/// Exceptions of one outcome by age.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgeingLine {
    /// The outcome.
    pub outcome: Outcome,
    /// The currency.
    pub currency: Currency,
    /// Σ |delta|.
    pub at_risk: String,
    /// Exceptions aged 0, 1, 2–3, 4–7, 8+ days.
    pub buckets: [u64; 5],
}

/// What a reconciliation card adds to its report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardView {
    /// Totals and outcomes.
    pub report: ReconciliationReport,
    /// Exceptions other than timing differences.
    pub exceptions: u64,
    /// Their cases' amounts at risk by currency: of each case its largest exception's.
    pub at_risk: Vec<AmountView>,
    /// Rows of both sides by hour of the day.
    pub rows_by_hour: [u64; 24],
}

/// The day at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// `YYYY-MM-DD`.
    pub accounting_date: String,
    /// The settings as used, in `tieout.toml`'s own form.
    pub settings_toml: String,
    /// Files as read.
    pub files: Vec<FileReport>,
    /// What must be said.
    pub notes: Vec<Note>,
    /// One a reconciliation that was run or could have been.
    pub cards: Vec<CardView>,
    /// Exceptions other than timing differences, all reconciliations.
    pub exceptions: u64,
    /// Their cases' amounts at risk by currency: of each case its largest exception's.
    pub at_risk: Vec<AmountView>,
    /// Timing differences.
    pub timing: u64,
    /// Their amounts by currency.
    pub timing_amount: Vec<AmountView>,
    /// By outcome and age.
    pub ageing: Vec<AgeingLine>,
    /// Exceptions of which something was decided.
    #[serde(default)]
    pub decided: DecidedCounts,
    /// Rows in, rows accounted.
    pub control: Control,
    /// Whether each identity holds, before the proposed treatments and after.
    #[serde(default)]
    pub identities: Vec<IdentityCard>,
    /// Customers' money against what is at banks, by currency and stage, with its bridge.
    #[serde(default)]
    pub customer_funds: Vec<IdentityReport>,
    /// The company's own chart of accounts, by code and detail.
    #[serde(default)]
    pub chart: Vec<ChartLine>,
}

/// How many exceptions stand how, of which something was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DecidedCounts {
    /// Accepted.
    pub accepted: u64,
    /// Accepted, a second name is wanted.
    pub needs_second: u64,
    /// Left for later.
    pub deferred: u64,
}

/// Whether an identity holds at a stage, all its lines together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IdentityCard {
    /// Its name in reports.
    pub identity: String,
    /// `before` or `after` the proposed treatments.
    pub stage: String,
    /// Lines: accounts and details, or currencies.
    pub lines: u64,
    /// Lines whose difference is not zero.
    pub failing: u64,
    /// No line fails.
    pub holds: bool,
}

/// By what a list is sorted within its groups.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// |delta|, largest first.
    #[default]
    AtRisk,
    /// Own number.
    Key,
    /// Age.
    Age,
    /// Our amount.
    LeftAmount,
    /// Their amount.
    RightAmount,
}

/// By what a list is grouped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// Not at all.
    None,
    /// Outcome (groups by Σ at risk, largest first).
    #[default]
    Outcome,
    /// Channel.
    Channel,
    /// Age.
    Age,
}

/// What to list. Empty lists mean no filter.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    /// Only these reconciliations.
    pub reconciliations: Vec<ReconciliationName>,
    /// Only these outcomes; empty = every exception.
    pub outcomes: Vec<Outcome>,
    /// Only these channels.
    pub channels: Vec<String>,
    /// Only these ageing buckets (0 to 4).
    pub ages: Vec<u8>,
    /// Only these treatments.
    pub treatments: Vec<Treatment>,
    /// Only what stands so after what was decided.
    #[serde(default)]
    pub standings: Vec<Standing>,
    /// Only these currencies.
    pub currencies: Vec<Currency>,
    /// Own numbers that contain this text, ASCII case ignored.
    pub text: String,
    /// Order.
    pub sort: SortBy,
    /// Turn the order round.
    pub reversed: bool,
    /// Groups.
    pub group: GroupBy,
}

/// One heading of a grouped list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Section {
    /// Outcome, channel or ageing bucket, by its id.
    pub key: String,
    /// Items below it.
    pub count: u64,
    /// Σ |delta| of them by currency.
    pub at_risk: Vec<AmountView>,
}

/// The answer to a [`Query`]: how many, under which headings; its items come by pages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Listing {
    /// Items in all.
    pub total: u64,
    /// Headings in order; one without key where the list is not grouped.
    pub sections: Vec<Section>,
    /// Channels that occur among exceptions, for the filter's menu.
    pub channels: Vec<String>,
}

/// One group of rows in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Names it when it is opened; stable within one result.
    pub handle: u64,
    /// The exception's id, stable over runs; empty where it is none.
    pub id: String,
    /// Its own number.
    pub key: String,
    /// Where.
    pub reconciliation: ReconciliationName,
    /// What.
    pub outcome: Outcome,
    /// Of a match.
    pub cardinality: Option<Cardinality>,
    /// The channel, empty where none.
    pub channel: String,
    /// The currency.
    pub currency: Currency,
    /// Σ our rows, `None` without rows.
    pub left_amount: Option<String>,
    /// Σ their rows, `None` without rows.
    pub right_amount: Option<String>,
    /// Right less left.
    pub delta: String,
    /// What is proposed, `None` where it is no exception.
    pub treatment: Option<Treatment>,
    /// Days from first seen.
    pub age_days: i64,
    /// What was decided of it.
    #[serde(default)]
    pub decision: Option<DecisionView>,
}

/// Where a row stands, to fetch its original line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// Line where the record starts, 1 = first.
    pub line: u32,
    /// First byte of the record in the file.
    pub offset: u64,
}

/// One row with its cells, as our own layout names them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowView {
    /// Its record.
    pub role: Role,
    /// Where it stands.
    pub place: Option<Place>,
    /// Column name and text, in the order of the layout; absent cells left out.
    pub cells: Vec<(String, String)>,
    /// Whether it counts in the comparison (a success), or only stands beside it.
    pub counts: bool,
}

/// One group opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Detail {
    /// Its line in the list.
    pub item: Item,
    /// Why it has its outcome: the rule and the values compared. Matches say why too.
    pub reason: ReasonReport,
    /// Ours.
    pub left: Vec<RowView>,
    /// Theirs.
    pub right: Vec<RowView>,
    /// Where there is more than one answer.
    pub candidates: Vec<Vec<RowView>>,
    /// For each candidate the names by which a decision pairs its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidate_pairs: Vec<Vec<String>>,
    /// Columns in which the two sides differ.
    pub differing: Vec<String>,
}

/// Rows of the other side that come near to one that met nothing: a suggestion, no match.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hint {
    /// In what it is near: `number_folded`, `number_mistyped`, `sum`, `same_amount`; of an
    /// expected settlement or a bank line also `near_amount`.
    pub near: String,
    /// Of `number_mistyped` the characters, of `same_amount` and `near_amount` the seconds
    /// apart.
    pub value: i64,
    /// The first rule that it fails: `other_channel`, `other_number`, `other_family`,
    /// `other_currency`, `no_success`, `taken`; in funds `no_channel`, `other_channel`,
    /// `not_due`, `other_amount`, `ambiguous`.
    pub failed: String,
    /// The row, or the rows of a sum.
    pub rows: Vec<RowView>,
    /// The names by which a decision pairs them with the group; empty where they cannot be
    /// paired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pair: Vec<String>,
    /// In English.
    pub text: String,
}

/// What a refund's merchant order says of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefundCheck {
    /// The merchant's order.
    pub merchant_order_no: String,
    /// Σ successful payments and top-ups of it, major units.
    pub paid: String,
    /// Σ successful refunds of it, this one too.
    pub refunded: String,
    /// `no_payment`, `exceeds` or `within`.
    pub verdict: String,
}

/// Why a group met nothing, as far as rows can tell.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WhyNot {
    /// The nearest first.
    pub hints: Vec<Hint>,
    /// Rows of the other side that were looked at.
    pub looked_at: u64,
    /// Rows beyond the bound that were not.
    pub left_out: u64,
    /// Of a refund whose merchant order is known.
    pub refund: Option<RefundCheck>,
}
