//! Why not: the rows of the other side that come nearest to one that met nothing.
//!
//! Computed when a row is opened. They are suggestions, never matches: each says in what it
//! is near, and the first rule that it failed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, Kind, Role, Rows, Status};

use crate::day::{Table, time_column};
use crate::fund::subset;
use crate::outcome::ReconciliationName;

/// Rows of the other side that are looked at, at most: the first ones in file order.
pub const LOOKED_AT_MAX: u32 = 4_000_000;
/// Suggestions given, at most.
pub const GIVEN_MAX: usize = 5;
/// How far apart in time rows of the same amount may be, in seconds: two days.
pub const NEAR_SECONDS: i64 = 2 * 86_400;
/// Rows near in time among which sums are looked for.
const SUM_POOL: usize = 16;

/// In what a row is near.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Near {
    /// The same number but for case, blanks and leading zeros.
    NumberFolded,
    /// The same number but for one or two characters.
    NumberMistyped {
        /// Characters inserted, left out or changed.
        edits: u8,
    },
    /// A few rows whose amounts sum to it, near in time.
    Sum,
    /// The same amount, near in time.
    SameAmount {
        /// Seconds between the two; `i64::MAX` where one tells no time.
        seconds: i64,
    },
}

/// The first rule that a near row fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failed {
    /// Another channel.
    Channel,
    /// Another number.
    Number,
    /// Another direction family.
    Family,
    /// Another currency.
    Currency,
    /// Not a success.
    Status,
    /// Already in a group with others.
    Taken,
}

impl Failed {
    /// Its code in reasons.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Channel => "other_channel",
            Self::Number => "other_number",
            Self::Family => "other_family",
            Self::Currency => "other_currency",
            Self::Status => "no_success",
            Self::Taken => "taken",
        }
    }
}

/// A suggestion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// In what it is near.
    pub near: Near,
    /// The first rule that it fails.
    pub failed: Failed,
    /// The row, or the rows of a sum, of the other side's table.
    pub rows: Vec<u32>,
}

/// What was found, and how much was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Nearest {
    /// The nearest first.
    pub suggestions: Vec<Suggestion>,
    /// Rows looked at.
    pub looked_at: u32,
    /// Rows beyond [`LOOKED_AT_MAX`] that were not.
    pub left_out: u32,
}

/// One side as the search sees it.
#[derive(Clone, Copy)]
struct Columns<'a> {
    rows: &'a Rows,
    number: C,
    batch: Option<C>,
    channel: Option<C>,
    status: Option<&'a [u8]>,
    time: Option<&'a [i64]>,
    amount: &'a [i64],
    kinds: &'a [u8],
}

impl<'a> Columns<'a> {
    fn of(name: ReconciliationName, table: &'a Table) -> Option<Self> {
        let rows = table.rows();
        let role = rows.role();
        let number = match (name, role) {
            (ReconciliationName::Channel, role) => role.own_number(),
            (ReconciliationName::Business | ReconciliationName::Posting, _) => C::PaymentOrderNo,
            (ReconciliationName::Fund, _) => return None,
        };
        let business = name == ReconciliationName::Business;
        Some(Self {
            rows,
            number,
            batch: (business && role == Role::PaymentFlow).then_some(C::PayoutBatchNo),
            channel: (name == ReconciliationName::Channel).then_some(C::Channel),
            status: (role != Role::PostingFlow).then(|| rows.code(C::Status)),
            time: time_column(role).map(|column| rows.number(column)),
            amount: rows.number(C::Amount),
            kinds: rows.code(C::Kind),
        })
    }

    fn number(&self, row: u32) -> &'a str {
        let text = |column| self.rows.text(column).get(row as usize);
        match self.batch.map(text) {
            Some(batch) if !batch.is_empty() => batch,
            _ => text(self.number),
        }
    }

    fn currency(&self, row: u32) -> Currency {
        self.rows.currency(row as usize)
    }

    fn time(&self, row: u32) -> Option<i64> {
        let time = self.time?[row as usize];
        (time != ABSENT).then_some(time)
    }

    fn success(&self, row: u32) -> bool {
        self.status
            .is_none_or(|codes| codes[row as usize] == Status::Success.code())
    }

    fn family(&self, row: u32) -> Option<tieout_statement::Family> {
        Kind::from_code(self.kinds[row as usize]).and_then(Kind::family)
    }
}

/// Looks for the rows of `there` that come nearest to a row of `here`.
///
/// `taken` says which rows of `there` already met others.
#[must_use]
pub fn nearest(
    name: ReconciliationName,
    (here, row): (&Table, u32),
    there: &Table,
    taken: impl Fn(u32) -> bool,
) -> Nearest {
    let (Some(ours), Some(theirs)) = (Columns::of(name, here), Columns::of(name, there)) else {
        return Nearest::default();
    };
    let all = there.row_count();
    let looked_at = all.min(LOOKED_AT_MAX);
    let seek = Seek {
        ours,
        theirs,
        row,
        folded: folded(ours.number(row)),
    };
    // What has met nothing either comes before what has.
    let mut best: BinaryHeap<(bool, Near, u32)> = BinaryHeap::new();
    // The nearest in time, for sums: (seconds apart, row).
    let mut pool: BinaryHeap<(i64, u32)> = BinaryHeap::new();
    let mut scratch = String::new();
    for other in 0..looked_at {
        if let Some(near) = seek.near(other, &mut scratch) {
            best.push((taken(other), near, other));
            if best.len() > GIVEN_MAX {
                best.pop();
            }
        }
        if let Some(seconds) = seek.part_of_a_sum(other).filter(|_| !taken(other)) {
            pool.push((seconds, other));
            if pool.len() > SUM_POOL {
                pool.pop();
            }
        }
    }
    let mut suggestions: Vec<Suggestion> = best
        .into_sorted_vec()
        .into_iter()
        .map(|(_, near, other)| Suggestion {
            near,
            failed: seek.first_failed(other),
            rows: vec![other],
        })
        .collect();
    if let Some(sum) = seek.sum(pool) {
        let behind = |one: &Suggestion| taken(one.rows[0]) || one.near > sum.near;
        let at = suggestions
            .iter()
            .position(behind)
            .unwrap_or(suggestions.len());
        suggestions.insert(at, sum);
        suggestions.truncate(GIVEN_MAX);
    }
    Nearest {
        suggestions,
        looked_at,
        left_out: all - looked_at,
    }
}

struct Seek<'a> {
    ours: Columns<'a>,
    theirs: Columns<'a>,
    row: u32,
    folded: String,
}

impl Seek<'_> {
    fn near(&self, other: u32, scratch: &mut String) -> Option<Near> {
        let (mine, number) = (self.ours.number(self.row), self.theirs.number(other));
        let long = mine.len() >= 4;
        if long && !number.is_empty() && number != mine {
            fold(number, scratch);
            if *scratch == self.folded {
                return Some(Near::NumberFolded);
            }
        }
        let amount = self.ours.amount[self.row as usize];
        let same_amount = self.theirs.amount[other as usize] == amount
            && self.theirs.currency(other) == self.ours.currency(self.row);
        // Numbers in sequence differ in one character too: only the amount tells a slip.
        if long && same_amount && number != mine {
            for edits in 1..=2 {
                if within(mine.as_bytes(), number.as_bytes(), edits) {
                    return Some(Near::NumberMistyped { edits });
                }
            }
        }
        let same_number = long && number == mine;
        if same_number {
            // In another channel, family or currency: it would have met otherwise.
            return Some(Near::SameAmount {
                seconds: i64::from(!same_amount),
            });
        }
        let seconds = self.apart(other)?;
        (same_amount && seconds <= NEAR_SECONDS).then_some(Near::SameAmount { seconds })
    }

    fn apart(&self, other: u32) -> Option<i64> {
        let (mine, theirs) = (self.ours.time(self.row)?, self.theirs.time(other)?);
        Some((mine - theirs).abs())
    }

    fn part_of_a_sum(&self, other: u32) -> Option<i64> {
        let amount = self.theirs.amount[other as usize];
        let smaller = amount > 0 && amount < self.ours.amount[self.row as usize];
        if !smaller
            || !self.theirs.success(other)
            || self.theirs.currency(other) != self.ours.currency(self.row)
            || !self.same_channel(other)
        {
            return None;
        }
        self.apart(other).filter(|&seconds| seconds <= NEAR_SECONDS)
    }

    /// The only sum of two to four rows near in time, if there is one.
    fn sum(&self, pool: BinaryHeap<(i64, u32)>) -> Option<Suggestion> {
        let mut rows: Vec<(i64, u32)> = pool.into_vec();
        rows.sort_unstable();
        let amounts: Vec<i128> = rows
            .iter()
            .map(|&(_, row)| i128::from(self.theirs.amount[row as usize]))
            .collect();
        let target = i128::from(self.ours.amount[self.row as usize]);
        let found = subset::search(&amounts, &[target]).into_iter().next()?;
        let few = found.first.iter().filter(|mask| mask.count_ones() <= 4);
        let fewest = few.min_by_key(|mask| (mask.count_ones(), Reverse(mask.reverse_bits())))?;
        let members: Vec<u32> = subset::places(*fewest).map(|at| rows[at].1).collect();
        let failed = self.first_failed(members[0]);
        Some(Suggestion {
            near: Near::Sum,
            failed,
            rows: members,
        })
    }

    fn same_channel(&self, other: u32) -> bool {
        let code = |columns: &Columns<'_>, row: u32| {
            columns
                .channel
                .map(|column| columns.rows.symbol(column).get(row as usize).to_owned())
        };
        code(&self.ours, self.row) == code(&self.theirs, other)
    }

    fn first_failed(&self, other: u32) -> Failed {
        if !self.same_channel(other) {
            Failed::Channel
        } else if self.ours.number(self.row) != self.theirs.number(other) {
            Failed::Number
        } else if self.ours.channel.is_some()
            && self.ours.family(self.row) != self.theirs.family(other)
        {
            Failed::Family
        } else if self.ours.currency(self.row) != self.theirs.currency(other) {
            Failed::Currency
        } else if !self.theirs.success(other) {
            Failed::Status
        } else {
            Failed::Taken
        }
    }
}

fn folded(number: &str) -> String {
    let mut text = String::new();
    fold(number, &mut text);
    text
}

/// A number without what people and programs change in it: case, blanks, full-width forms,
/// leading zeros.
fn fold(number: &str, into: &mut String) {
    into.clear();
    for c in number.chars().filter(|c| !c.is_whitespace()) {
        let narrow = match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c) - 0xfee0).expect("full-width forms have narrow ones")
            }
            _ => c,
        };
        if !(into.is_empty() && narrow == '0') {
            into.extend(narrow.to_lowercase());
        }
    }
}

/// Whether at most `edits` characters inserted, left out or changed make one the other.
fn within(a: &[u8], b: &[u8], edits: u8) -> bool {
    if a.len().abs_diff(b.len()) > usize::from(edits) {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b, edits) {
        ([], rest, _) | (rest, [], _) => rest.len() <= usize::from(edits),
        (_, _, 0) => false,
        ([_, a_rest @ ..], [_, b_rest @ ..], _) => {
            within(a_rest, b_rest, edits - 1)
                || within(a_rest, b, edits - 1)
                || within(a, b_rest, edits - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_people_change_fold_to_one() {
        for other in ["c0012", " C0012", "C00 12", "Ｃ００１２"] {
            assert_eq!(folded(other), folded("C0012"), "{other}");
        }
        assert_eq!(folded("0012"), folded("12"));
        assert_ne!(folded("C0012"), folded("C0021"));
    }

    #[test]
    fn one_or_two_characters_are_counted_as_a_reader_would() {
        let within = |a: &str, b: &str, n| super::within(a.as_bytes(), b.as_bytes(), n);
        assert!(within("C1234", "C1235", 1), "changed");
        assert!(within("C1234", "C12345", 1), "inserted");
        assert!(within("C1234", "C134", 1), "left out");
        assert!(
            within("C1234", "C1324", 2) && !within("C1234", "C1324", 1),
            "turned round"
        );
        assert!(!within("C1234", "C5678", 2));
    }
}
