//! Groups: rows of both sides with one outcome, kept as columns.

use crate::outcome::{Cardinality, Outcome};
use crate::reason::Why;

/// What was found of a group of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Verdict {
    pub outcome: Outcome,
    /// Of a match.
    pub cardinality: Option<Cardinality>,
    pub why: Why,
}

impl Verdict {
    pub const fn new(outcome: Outcome, why: Why) -> Self {
        Self {
            outcome,
            cardinality: None,
            why,
        }
    }

    pub const fn matched(cardinality: Cardinality, why: Why) -> Self {
        Self {
            outcome: Outcome::Matched,
            cardinality: Some(cardinality),
            why,
        }
    }

    /// Whether the group's rows take part in the next day again.
    pub const fn carried_forward(self) -> bool {
        matches!(self.outcome, Outcome::TimingDifference) || matches!(self.why, Why::AfterDay)
    }
}

/// Lists of rows, one after the other.
#[derive(Clone, Debug, Default)]
struct Lists {
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Lists {
    fn push(&mut self, rows: &[u32]) {
        self.rows.extend_from_slice(rows);
        let end = u32::try_from(self.rows.len()).expect("a row is in one list only");
        self.ends.push(end);
    }

    fn get(&self, list: usize) -> &[u32] {
        let start = list.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start as usize..self.ends[list] as usize]
    }
}

/// The groups of one reconciliation: every row that takes part is in exactly one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    verdicts: Vec<Verdict>,
    /// Right less left, minor units (of fees in a fee mismatch; zero where nothing is at
    /// stake).
    deltas: Vec<i128>,
    left: Lists,
    right: Lists,
}

impl Groups {
    pub fn push(&mut self, verdict: Verdict, delta: i128, left: &[u32], right: &[u32]) {
        self.verdicts.push(verdict);
        self.deltas.push(delta);
        self.left.push(left);
        self.right.push(right);
    }

    pub fn len(&self) -> usize {
        self.verdicts.len()
    }

    pub fn verdict(&self, group: usize) -> Verdict {
        self.verdicts[group]
    }

    pub fn delta(&self, group: usize) -> i128 {
        self.deltas[group]
    }

    pub fn left(&self, group: usize) -> &[u32] {
        self.left.get(group)
    }

    pub fn right(&self, group: usize) -> &[u32] {
        self.right.get(group)
    }

    /// Appends one of these groups to others.
    pub fn copy_to(&self, others: &mut Self, group: u32) {
        let group = group as usize;
        others.push(
            self.verdicts[group],
            self.deltas[group],
            self.left(group),
            self.right(group),
        );
    }
}

/// Rows of one side and currency, and their amount in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Total {
    pub rows: u64,
    pub amount: i128,
}

impl Total {
    /// The total of a currency's number, new or known.
    pub fn of(totals: &mut Vec<Self>, currency: u32) -> &mut Self {
        let at = currency as usize;
        if totals.len() <= at {
            totals.resize(at + 1, Self::default());
        }
        &mut totals[at]
    }

    pub fn add(&mut self, amount: i128) {
        self.merge(1, amount);
    }

    pub fn merge(&mut self, rows: u64, amount: i128) {
        self.rows += rows;
        self.amount += amount;
    }
}

/// Rows of both sides and their amounts, minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    pub groups: u64,
    pub left_rows: u64,
    pub left_amount: i128,
    pub right_rows: u64,
    pub right_amount: i128,
    pub delta: i128,
}

/// Where rows went: a [`Tally`] for each outcome, currency and cardinality.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tallies(Vec<Tally>);

const CARDINALITIES: [Option<Cardinality>; 6] = [
    None,
    Some(Cardinality::OneToNone),
    Some(Cardinality::OneToOne),
    Some(Cardinality::OneToMany),
    Some(Cardinality::ManyToOne),
    Some(Cardinality::ManyToMany),
];

impl Tallies {
    /// The tally of an outcome in the currency of a number.
    pub fn of(&mut self, verdict: Verdict, currency: u32) -> &mut Tally {
        let cardinality = verdict.cardinality.map_or(0, |c| c as usize + 1);
        let outcomes = Outcome::ALL.len();
        let at = (currency as usize * outcomes + verdict.outcome as usize) * CARDINALITIES.len()
            + cardinality;
        if self.0.len() <= at {
            self.0.resize(at + 1, Tally::default());
        }
        &mut self.0[at]
    }

    /// Every tally with a group: outcome, number of the currency, cardinality, tally; by
    /// outcome, then currency, then cardinality.
    pub fn all(&self) -> Vec<(Outcome, u32, Option<Cardinality>, Tally)> {
        let outcomes = Outcome::ALL.len();
        let mut all: Vec<_> = (0..)
            .zip(&self.0)
            .filter(|(_, t)| t.groups > 0)
            .map(|(at, tally): (usize, _)| {
                let (rest, cardinality) = (at / CARDINALITIES.len(), at % CARDINALITIES.len());
                let currency = u32::try_from(rest / outcomes).expect("currencies are few");
                (
                    Outcome::ALL[rest % outcomes],
                    currency,
                    CARDINALITIES[cardinality],
                    *tally,
                )
            })
            .collect();
        all.sort_by_key(|&(outcome, currency, cardinality, _)| (outcome, currency, cardinality));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_outcomes_and_cardinalities_are_their_places() {
        for (at, outcome) in Outcome::ALL.iter().enumerate() {
            assert_eq!(*outcome as usize, at);
        }
        for (at, cardinality) in CARDINALITIES.iter().enumerate().skip(1) {
            assert_eq!(cardinality.map(|c| c as usize + 1), Some(at));
        }
    }
}
