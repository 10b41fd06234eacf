//! Channel fees against a schedule: what each row and each batch should have been charged,
//! what it was charged, and what is to be claimed.
//!
//! A schedule is a file beside the day (`docs/fees.md`). Without one nothing is checked, and
//! the report is as it was. A kind that no rule is about is told and never guessed; a fee
//! that the statement does not give is not compared.

pub(crate) mod check;
mod schedule;

use serde::{Deserialize, Serialize};
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::books::view::{Page, page};
use crate::decisions::DecisionView;
use crate::result::DayResult;
use check::{Difference, FeeRun};

pub(crate) use schedule::add;
pub use schedule::{Basis, Rounding, Rule};

/// A schedule to begin with: every column, every rounding, both bases.
pub const EXAMPLE: &str = "\
channel,kind,currency,rate,fixed,minimum,maximum,rounding,basis,valid_from,valid_to,note
wechat,payment,CNY,0.60%,,0.01,,half_up,row,,2026-06-30,0.6 % of each payment and no less than a fen
wechat,payment,CNY,0.55%,,0.01,,half_up,row,2026-07-01,,the rate from July
wechat,refund,CNY,-0.60%,,,,half_even,row,,,what a refund gives back
unionpay,payment,CNY,0.0055,0.10,,20.00,down,batch,,,on the sum of each settlement batch
icbc,withdrawal,CNY,0,1.00,,,up,row,,,one yuan a payout
";

/// What a rule gave over the day, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeTotal {
    /// The channel's code.
    pub channel: String,
    /// Of which rows.
    pub kind: String,
    /// The currency.
    pub currency: Currency,
    /// The rule's file; empty: no rule is about these rows.
    pub file: String,
    /// The rule's line; 0: no rule.
    pub line: u32,
    /// `row` or `batch`; empty: no rule.
    pub basis: String,
    /// Rows, of which the statement's successes of the day's own files count.
    pub rows: u64,
    /// Rows without a fee in the statement: they are not compared, where the basis is the
    /// batch only if no row of it has one.
    pub unstated: u64,
    /// Σ of the rows' amounts.
    pub amount: String,
    /// Σ of what they were charged, signed: positive costs us.
    pub charged: String,
    /// Σ of what they should have been charged, signed; empty: no rule. Rows that are not
    /// compared are left out.
    pub expected: String,
    /// Charged − expected of what was compared; positive: too much.
    pub delta: String,
    /// Rows or batches that differ.
    pub differences: u64,
}

/// A row or a batch that was charged other than the schedule says, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeDifference {
    /// The channel's code.
    pub channel: String,
    /// Of which rows.
    pub kind: String,
    /// The currency.
    pub currency: Currency,
    /// The rule's file.
    pub rule_file: String,
    /// The rule's line.
    pub rule_line: u32,
    /// `row` or `batch`.
    pub basis: String,
    /// The row's order number; of a batch the settlement's key.
    pub key: String,
    /// The file of the row, of a batch of its first one.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Rows.
    pub rows: u64,
    /// Their amounts.
    pub amount: String,
    /// What was charged.
    pub charged: String,
    /// What the rule gives.
    pub expected: String,
    /// Charged − expected; positive: too much.
    pub delta: String,
    /// The `fee_mismatch` of channel reconciliation that claims of these rows already: no
    /// claim is made a second time.
    pub exception: Option<String>,
    /// The entry that claims it.
    pub entry: Option<String>,
    /// Where that entry stands: `proposed`, `accepted` or `already_booked`.
    pub status: Option<String>,
    /// What was decided of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decision: Option<DecisionView>,
    /// The group of the row in channel reconciliation, to open it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handle: Option<u64>,
}

/// Fees of a day against its schedule.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FeeCheck {
    /// By channel, kind and currency, then rule; rows without a rule after those with one.
    pub totals: Vec<FeeTotal>,
    /// In the order of the totals, then by batch and row.
    pub differences: Vec<FeeDifference>,
}

/// Fees of a day for a screen, which gets the differences by pages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeePage {
    /// By channel, kind and currency, then rule.
    pub totals: Vec<FeeTotal>,
    /// Some of the differences.
    pub differences: Page<FeeDifference>,
}

impl DayResult {
    /// Fees against the schedule; `None` where none was given.
    #[must_use]
    pub fn fee_check(&self) -> Option<FeeCheck> {
        let made = self.fee_page(0, u64::MAX)?;
        let differences = made.differences.items.into_iter().map(|one| FeeDifference {
            // Handles are of this result; a report outlives it.
            handle: None,
            decision: None,
            ..one
        });
        Some(FeeCheck {
            totals: made.totals,
            differences: differences.collect(),
        })
    }

    /// Fees against the schedule with some of the differences; `None` where none was given.
    #[must_use]
    pub fn fee_page(&self, from: u64, count: u64) -> Option<FeePage> {
        let run = self.books().fee_run.as_ref()?;
        Some(FeePage {
            totals: totals(self, run),
            differences: page(run.differences.iter(), (from, count), |one| {
                difference(self, run, one)
            }),
        })
    }
}

fn totals(result: &DayResult, run: &FeeRun) -> Vec<FeeTotal> {
    let rules = &result.day().fee_rules;
    let totals = run
        .totals
        .iter()
        .map(|((channel, kind, currency, rule), of)| {
            let amount = |minor| major(minor, *currency);
            let rule = rules.get(*rule as usize);
            FeeTotal {
                channel: channel.to_string(),
                kind: kind.text().to_owned(),
                currency: *currency,
                file: rule.map_or_else(String::new, |rule| rule.file.clone()),
                line: rule.map_or(0, |rule| rule.line),
                basis: rule.map_or("", |rule| rule.basis.text()).to_owned(),
                rows: of.rows,
                unstated: of.unstated,
                amount: amount(of.amount),
                charged: amount(of.charged),
                expected: rule.map_or_else(String::new, |_| amount(of.expected)),
                delta: rule.map_or_else(String::new, |_| amount(of.delta)),
                differences: of.differences,
            }
        });
    totals.collect()
}

fn difference(result: &DayResult, run: &FeeRun, of: &Difference) -> FeeDifference {
    let rule = &result.day().fee_rules[of.rule as usize];
    let amount = |minor| major(minor, rule.currency);
    let place = check::place_of(result, of);
    let status = of.entry.map(|claim| result.books().fee_claim_status(claim));
    FeeDifference {
        channel: rule.channel.clone(),
        kind: rule.kind.text().to_owned(),
        currency: rule.currency,
        rule_file: rule.file.clone(),
        rule_line: rule.line,
        basis: rule.basis.text().to_owned(),
        key: of.key.to_string(),
        file: place.file,
        line: place.line,
        rows: of.rows.len() as u64,
        amount: amount(of.amount),
        charged: amount(of.charged),
        expected: amount(of.expected),
        delta: amount(of.delta()),
        exception: check::exception_of(result, of),
        entry: run.entry_of(of).map(|id| id.to_string()),
        status: status.map(|status| status.text().to_owned()),
        decision: of.entry.and_then(|claim| result.claim_decision(claim)),
        handle: check::handle_of(result.sources(), of),
    }
}
