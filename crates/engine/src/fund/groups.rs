//! What became of items and lines: groups, kept flat.

use tieout_statement::Currency;

use super::items::Item;
use crate::outcome::{Cardinality, Outcome};

/// Which rule decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Due later than the accounting date.
    NotDue,
    /// Due, and nothing is to move.
    NetsToZero,
    /// The line names the item's batch, orders or transactions.
    Reference,
    /// The same amount, as often on both sides.
    Amount,
    /// The same amount, but not as often: how many items, how many lines.
    AmountUneven {
        /// Items of the amount.
        items: u32,
        /// Lines of the amount.
        lines: u32,
    },
    /// The only subset that sums to it.
    Subset,
    /// Several subsets sum to it, or share a member.
    Subsets,
    /// What was left on both sides sums to the same.
    Total,
    /// Nothing explains it, and it is not overdue.
    Waiting,
    /// Nothing explains it, and it is overdue.
    Overdue,
    /// Its account, counterparty and reference belong to no channel.
    NoChannel,
    /// It belongs to a channel, and nothing expected explains it.
    NothingExpected,
    /// Its memo says interest or a bank charge.
    OwnFunds,
    /// Both halves of a fund transfer.
    Transfer,
    /// One half of a fund transfer.
    TransferInTransit,
    /// The bank has brought the line before.
    Duplicate,
    /// Somebody paired them.
    ByHand,
}

/// One set that would explain a line or an item.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Candidate {
    /// Items of the set; one: the item that the lines would explain.
    pub items: Vec<u32>,
    /// Lines of the set; one: the line that the items would explain.
    pub lines: Vec<u32>,
}

/// What a group is, apart from its members.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// What became of it.
    pub outcome: Outcome,
    /// Of a match.
    pub cardinality: Option<Cardinality>,
    /// The currency of all its members.
    pub currency: Currency,
    /// Σ |lines| − Σ |nets|, minor units; of a line alone its amount, of a transfer in
    /// transit negative when money went out.
    pub delta: i128,
    /// Which rule decided.
    pub why: Why,
    /// Sets between which nobody chose, the first ones in order.
    pub candidates: Vec<Candidate>,
    /// How many such sets there are.
    pub candidates_in_all: u64,
    /// More items or lines were left than the subset search takes: how many.
    pub beyond_bound: Option<u32>,
    /// Of a short group: what is still to come.
    pub missing: Option<Box<Item>>,
}

impl Head {
    /// A group that is no match and has nothing to say beyond its outcome.
    #[must_use]
    pub const fn plain(outcome: Outcome, why: Why, currency: Currency, delta: i128) -> Self {
        Self {
            outcome,
            cardinality: None,
            currency,
            delta,
            why,
            candidates: Vec::new(),
            candidates_in_all: 0,
            beyond_bound: None,
            missing: None,
        }
    }

    /// A match.
    #[must_use]
    pub const fn matched(why: Why, currency: Currency, cardinality: Cardinality) -> Self {
        let mut head = Self::plain(Outcome::Matched, why, currency, 0);
        head.cardinality = Some(cardinality);
        head
    }
}

/// A group with its members.
#[derive(Clone, Copy, Debug)]
pub struct FundGroup<'a> {
    /// What it is.
    pub head: &'a Head,
    /// Its items, by number.
    pub items: &'a [u32],
    /// Its lines, by row of the bank statement's table.
    pub lines: &'a [u32],
}

/// Groups in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    heads: Vec<Head>,
    item_ends: Vec<u32>,
    items: Vec<u32>,
    line_ends: Vec<u32>,
    lines: Vec<u32>,
}

impl Groups {
    /// Adds a group.
    pub fn push(&mut self, head: Head, items: &[u32], lines: &[u32]) {
        self.heads.push(head);
        self.items.extend_from_slice(items);
        self.lines.extend_from_slice(lines);
        let end = |list: &Vec<u32>| u32::try_from(list.len()).expect("fewer members than rows");
        self.item_ends.push(end(&self.items));
        self.line_ends.push(end(&self.lines));
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// A group by its number.
    ///
    /// # Panics
    /// When there is no such group.
    #[must_use]
    pub fn get(&self, group: usize) -> FundGroup<'_> {
        let span = |ends: &[u32]| {
            let start = if group == 0 { 0 } else { ends[group - 1] };
            start as usize..ends[group] as usize
        };
        FundGroup {
            head: &self.heads[group],
            items: &self.items[span(&self.item_ends)],
            lines: &self.lines[span(&self.line_ends)],
        }
    }

    /// The same groups in another order.
    #[must_use]
    pub(crate) fn in_order(&self, order: &[usize]) -> Self {
        let mut sorted = Self::default();
        for &group in order {
            let group = self.get(group);
            sorted.push(group.head.clone(), group.items, group.lines);
        }
        sorted
    }

    /// Every group.
    pub fn iter(&self) -> impl Iterator<Item = FundGroup<'_>> {
        (0..self.len()).map(|group| self.get(group))
    }
}
