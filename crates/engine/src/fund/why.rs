//! Why an item or a line has its outcome: code, values, and English text.

use tieout_statement::money::major;
use tieout_statement::{Column, Date, Rows};

use super::groups::{FundGroup, Why};
use super::items::Items;
use super::lines::amount;
use super::subset::POOL_MAX;
use crate::outcome::Outcome;
use crate::report::{ByHandReport, ReasonReport};

/// What a reason is told from.
pub(crate) struct Evidence<'a> {
    pub group: FundGroup<'a>,
    pub items: &'a Items,
    pub lines: &'a Rows,
    pub date: Option<Date>,
    pub max_fund_days: u32,
    /// File, line and number of the line that a duplicate repeats.
    pub first: Option<(String, u32, String)>,
    /// Who paired the group, where somebody did.
    pub by_hand: Option<&'a ByHandReport>,
}

impl Evidence<'_> {
    pub fn report(&self) -> ReasonReport {
        let mut values = self.values();
        let mut text = self.text(&values);
        if let Some(left) = self.group.head.beyond_bound {
            values.push(left.to_string());
            text.push_str(&format!(
                "; {left} were left, the search took the {POOL_MAX} oldest"
            ));
        }
        ReasonReport {
            code: self.code().to_owned(),
            values,
            text,
            ..ReasonReport::default()
        }
        .paired(self.by_hand)
    }

    const fn code(&self) -> &'static str {
        match (self.group.head.why, self.group.head.outcome) {
            (Why::NotDue, _) => "not_due",
            (Why::NetsToZero, _) => "nets_to_zero",
            (Why::Reference, Outcome::FundShort) => "reference_short",
            (Why::Reference, Outcome::FundLong) => "reference_long",
            (Why::Reference, _) => "reference",
            (Why::Amount, _) => "same_amount",
            (Why::AmountUneven { .. }, _) => "amount_uneven",
            (Why::Subset, _) => "only_subset",
            (Why::Subsets, _) => "several_subsets",
            (Why::Total, _) => "total_against_total",
            (Why::Waiting, _) => "settlement_waiting",
            (Why::Overdue, _) => "settlement_overdue",
            (Why::NoChannel, _) => "no_channel",
            (Why::NothingExpected, _) => "nothing_expected",
            (Why::OwnFunds, _) => "own_funds",
            (Why::Transfer, _) => "transfer",
            (Why::TransferInTransit, _) => "transfer_in_transit",
            (Why::Duplicate, _) => "repeats",
            (Why::ByHand, Outcome::FundShort) => "by_hand_short",
            (Why::ByHand, Outcome::FundLong) => "by_hand_long",
            (Why::ByHand, _) => "by_hand",
        }
    }

    fn expected(&self) -> i128 {
        let nets = self
            .group
            .items
            .iter()
            .map(|&item| self.items.list[item as usize].net().abs());
        nets.sum()
    }

    fn moved(&self) -> i128 {
        self.group
            .lines
            .iter()
            .map(|&line| amount(self.lines, line))
            .sum()
    }

    fn major(&self, minor: i128) -> String {
        major(minor, self.group.head.currency)
    }

    /// The oldest due date, and days past it.
    fn due(&self) -> (String, String) {
        let due = self
            .group
            .items
            .iter()
            .map(|&item| self.items.list[item as usize].due_date);
        let due = due.min();
        let late = due
            .zip(self.date)
            .map_or(0, |(due, date)| i64::from(date.0) - i64::from(due.0));
        (
            due.map_or_else(String::new, |due| due.to_string()),
            late.to_string(),
        )
    }

    fn line_texts(&self, columns: &[Column]) -> Vec<String> {
        let line = self.group.lines.first().map_or(0, |&line| line as usize);
        let text = |&column: &Column| match column {
            Column::BankAccount => self.lines.symbol(column).get(line).to_owned(),
            _ => self.lines.text(column).get(line).to_owned(),
        };
        columns.iter().map(text).collect()
    }

    fn values(&self) -> Vec<String> {
        let (expected, moved) = (self.expected(), self.moved());
        match self.group.head.why {
            Why::NotDue => {
                let date = self.date.map_or_else(String::new, |date| date.to_string());
                vec![self.due().0, date]
            }
            Why::NetsToZero => Vec::new(),
            Why::Reference | Why::ByHand => vec![self.major(expected), self.major(moved)],
            Why::Amount => {
                let sets = self.group.items.len().max(1);
                let one = expected / i128::try_from(sets).expect("few items");
                vec![self.major(one), sets.to_string()]
            }
            Why::AmountUneven { items, lines } => {
                let one = moved / i128::from(lines.max(1));
                vec![self.major(one), items.to_string(), lines.to_string()]
            }
            Why::Subset => {
                let members = self.group.items.len().max(self.group.lines.len());
                vec![self.major(moved), members.to_string()]
            }
            Why::Subsets => vec![self.group.head.candidates_in_all.to_string()],
            Why::Total => vec![self.major(moved)],
            Why::Waiting | Why::Overdue => {
                let (due, late) = self.due();
                vec![due, late, self.max_fund_days.to_string()]
            }
            Why::NoChannel | Why::NothingExpected => {
                self.line_texts(&[Column::BankAccount, Column::Counterparty, Column::Reference])
            }
            Why::OwnFunds => self.line_texts(&[Column::Memo]),
            Why::Transfer | Why::TransferInTransit => self.line_texts(&[Column::Reference]),
            Why::Duplicate => {
                let (file, line, number) = self.first.clone().unwrap_or_default();
                vec![file, line.to_string(), number]
            }
        }
    }

    fn text(&self, values: &[String]) -> String {
        let v = |at: usize| values.get(at).map_or("", String::as_str);
        match self.code() {
            "not_due" => format!("due on {}, the day is {}", v(0), v(1)),
            "nets_to_zero" => "gross, refunds and fees net to zero: nothing is to move".to_owned(),
            "reference" => format!("named by reference: {} expected, {} moved", v(0), v(1)),
            "reference_short" => {
                format!("named by reference, but only {} of {} moved", v(1), v(0))
            }
            "reference_long" => {
                format!(
                    "named by reference, but {} moved and {} was expected",
                    v(1),
                    v(0)
                )
            }
            "by_hand" => format!("{} expected, {} moved", v(0), v(1)),
            "by_hand_short" => format!("only {} of {} moved", v(1), v(0)),
            "by_hand_long" => format!("{} moved and {} was expected", v(1), v(0)),
            "same_amount" if v(1) == "1" => format!("the only ones of {} on both sides", v(0)),
            "same_amount" => format!("{} times {} on both sides: equal as a set", v(1), v(0)),
            "amount_uneven" => format!(
                "{} is expected {} times and moved {} times: nobody can tell which",
                v(0),
                v(1),
                v(2)
            ),
            "only_subset" => format!("the only {} that sum to {}", v(1), v(0)),
            "several_subsets" => format!("{} sets would explain it, or share a member", v(0)),
            "total_against_total" => {
                format!(
                    "what was left on both sides sums to {}: total against total",
                    v(0)
                )
            }
            "settlement_waiting" => {
                format!("due on {}, {} of at most {} days late", v(0), v(1), v(2))
            }
            "settlement_overdue" => {
                format!(
                    "due on {}, {} days late; at most {} are waited",
                    v(0),
                    v(1),
                    v(2)
                )
            }
            "no_channel" => format!(
                "account {}, counterparty {:?} and reference {:?} belong to no channel",
                v(0),
                v(1),
                v(2)
            ),
            "nothing_expected" => format!(
                "nothing that the channel owed explains it (account {}, reference {:?})",
                v(0),
                v(2)
            ),
            "own_funds" => format!("our own money, says its memo {:?}", v(0)),
            "transfer" => format!("both halves of fund transfer {}", v(0)),
            "transfer_in_transit" => {
                format!(
                    "one half of fund transfer {}: the other has not been seen",
                    v(0)
                )
            }
            _ => format!("the same line as {} in {} line {}", v(2), v(0), v(1)),
        }
    }
}
