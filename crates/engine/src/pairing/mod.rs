//! Pairs by hand: rows of both sides that somebody says belong together, though no rule made
//! them meet.
//!
//! They are laid over what the rules found. Only what is open may be paired (exceptions, and
//! items that are not due yet), so that every match stands as it was; and what was paired is
//! judged as if it had met by its number or reference: what differs is still an exception.
//! A pair taken back leaves nothing behind, because the day is laid out again without it.

mod by_key;
mod fund;
mod name;

use std::collections::{BTreeMap, HashMap};

use crate::day::{Day, Table};
use crate::decisions::{Action, Decision};
use crate::fund::result::FundResult;
use crate::identity::RowIdentity;
use crate::matching::judgement::Calendar;
use crate::outcome::ReconciliationName;
use crate::report::ByHandReport;
pub(crate) use by_key::is_pairable;
pub(crate) use fund::may_be_paired;
pub(crate) use name::name_of;

/// A pair by hand that no later decision took back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Its place among the decisions.
    pub decision: usize,
    /// The exception that was open when it was made: later decisions about it take the pair
    /// back.
    pub exception: String,
    /// Where its rows are paired.
    pub reconciliation: ReconciliationName,
    /// Names of the rows, items and lines, of both sides.
    pub rows: Vec<String>,
    /// Who paired them, and why.
    pub by_hand: ByHandReport,
    /// Whether a second person stands behind it.
    confirmed: bool,
}

impl Pair {
    fn of(number: usize, decision: &Decision) -> Option<Self> {
        Some(Self {
            decision: number,
            exception: decision.exception.clone(),
            reconciliation: decision.reconciliation?,
            rows: decision.rows.clone(),
            by_hand: ByHandReport {
                exception: decision.exception.clone(),
                by: decision.by.clone(),
                second: decision.second.clone(),
                note: decision.note.clone(),
            },
            confirmed: decision.is_confirmed(),
        })
    }

    /// Whether both pair the same in the same names, wherever they stand in their lists.
    fn is_like(&self, other: &Self) -> bool {
        let at = |pair: &Self| Self {
            decision: 0,
            ..pair.clone()
        };
        at(self) == at(other)
    }
}

/// The pairs that stand after all that was decided, in order: of decisions about one
/// exception the last counts, a note only adds to it.
#[must_use]
pub fn in_force(decisions: &[Decision]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (number, decision) in decisions.iter().enumerate() {
        let about = |pair: &Pair| pair.exception == decision.exception;
        if decision.action == Action::Note {
            for pair in pairs.iter_mut().filter(|pair| about(pair)) {
                pair.by_hand.note.clone_from(&decision.note);
            }
            continue;
        }
        pairs.retain(|pair| !about(pair));
        if decision.action == Action::Pair {
            pairs.extend(Pair::of(number, decision));
        }
    }
    pairs
}

/// Whether the pairs of two lists are the same: then nothing has to be laid out again.
#[must_use]
pub fn same_pairs(one: &[Decision], other: &[Decision]) -> bool {
    let (one, other) = (in_force(one), in_force(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| a.is_like(b))
}

/// What became of a pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Laid {
    /// Its rows are one group.
    Done,
    /// More is at stake than one person may decide.
    NeedsSecond,
    /// It no longer applies, and why.
    Stale(&'static str),
}

/// Why a pair does not apply.
pub(crate) mod stale {
    /// A row that it names is not of this day.
    pub const UNKNOWN_ROW: &str = "unknown_row";
    /// A row that it names has met others, or is nothing that is open.
    pub const SETTLED: &str = "settled";
    /// Its rows are all of one side.
    pub const ONE_SIDED: &str = "one_sided";
    /// Its rows are of several channels, currencies or directions.
    pub const APART: &str = "apart";
    /// Its reconciliation was not run.
    pub const NOT_RUN: &str = "not_run";
}

/// What pairs by hand came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairing {
    /// What became of each, by its place among the decisions.
    pub laid: BTreeMap<usize, Laid>,
    /// Exceptions that went into a pair: by id the pair's place among the decisions.
    pub absorbed: BTreeMap<String, usize>,
}

/// Lays the day's pairs over what its reconciliations found.
pub(crate) fn lay_over(
    day: &Day,
    calendar: Calendar,
    reconciled: &mut [crate::by_key::Reconciled],
    fund: &mut Option<FundResult>,
) -> Pairing {
    let mut pairing = Pairing::default();
    let pairs = in_force(&day.decisions);
    for result in reconciled {
        let of: Vec<&Pair> = of(&pairs, result.by.name());
        if !of.is_empty() {
            by_key::lay_over(day, calendar, result, &of, &mut pairing);
        }
    }
    let of_fund = of(&pairs, ReconciliationName::Fund);
    if !of_fund.is_empty() {
        *fund = fund
            .take()
            .map(|result| fund::lay_over(day, calendar, result, &of_fund, &mut pairing));
    }
    for pair in &pairs {
        let not_run = Laid::Stale(stale::NOT_RUN);
        pairing.laid.entry(pair.decision).or_insert(not_run);
    }
    pairing
}

fn of(pairs: &[Pair], name: ReconciliationName) -> Vec<&Pair> {
    pairs.iter().filter(|p| p.reconciliation == name).collect()
}

/// Whether so much is decided by as many as the settings want.
fn needs_second(day: &Day, pair: &Pair, stake: i128, decimals: u8) -> bool {
    let limit = day.settings.day.second_name_above;
    let above = limit.is_some_and(|limit| stake > limit.minor(decimals));
    above && !pair.confirmed
}

/// Rows of one table by their identities.
#[derive(Debug, Default)]
struct Found(BTreeMap<RowIdentity, u32>);

impl Found {
    /// Looks for the rows of a table that are wanted.
    fn of(table: &Table, wanted: impl Iterator<Item = RowIdentity>) -> Self {
        let role = table.rows().role().code();
        let mut seen: HashMap<u128, u32> = wanted
            .filter(|row| row.role == role)
            .map(|row| (row.cells, 0))
            .collect();
        let mut found = BTreeMap::new();
        if seen.is_empty() {
            return Self(found);
        }
        for (row, cells) in (0..).zip(table.rows().identities()) {
            if let Some(ordinal) = seen.get_mut(cells) {
                *ordinal += 1;
                let identity = RowIdentity {
                    role,
                    cells: *cells,
                    ordinal: *ordinal,
                };
                found.insert(identity, row);
            }
        }
        Self(found)
    }

    fn row(&self, identity: RowIdentity) -> Option<u32> {
        self.0.get(&identity).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(exception: &str, row: &str) -> Decision {
        Decision {
            exception: exception.to_owned(),
            action: Action::Pair,
            reconciliation: Some(ReconciliationName::Channel),
            rows: vec![row.to_owned(), "other".to_owned()],
            by: "Ada".to_owned(),
            ..Decision::default()
        }
    }

    fn about(exception: &str, action: Action) -> Decision {
        Decision {
            exception: exception.to_owned(),
            action,
            note: "why".to_owned(),
            ..Decision::default()
        }
    }

    #[test]
    fn the_last_decision_about_an_exception_counts() {
        let list = [pair("x-1", "a"), pair("x-2", "b"), pair("x-1", "c")];
        let rows: Vec<_> = in_force(&list)
            .into_iter()
            .map(|pair| (pair.decision, pair.rows[0].clone()))
            .collect();
        assert_eq!(rows, [(1, "b".to_owned()), (2, "c".to_owned())]);
        for action in [Action::Withdraw, Action::Defer, Action::Accept] {
            let list = [pair("x-1", "a"), about("x-1", action)];
            assert_eq!(in_force(&list), [], "{action:?}");
        }
    }

    #[test]
    fn a_note_adds_to_a_pair_and_leaves_it() {
        let list = [pair("x-1", "a"), about("x-1", Action::Note)];
        assert_eq!(in_force(&list)[0].by_hand.note, "why");
    }

    #[test]
    fn other_decisions_leave_pairs_as_they_are() {
        let before = [pair("x-1", "a")];
        let after = [about("x-9", Action::Defer), pair("x-1", "a")];
        assert!(same_pairs(&before, &after));
        assert!(!same_pairs(&before, &[]));
        assert!(!same_pairs(&before, &[pair("x-1", "b")]));
    }
}
