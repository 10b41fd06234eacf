//! The outcome of a key: by the sums of its successes (rules 5 and 6), or by the legs that
//! they must have posted (rule 7).

use tieout_statement::Date;

use super::side::{Fate, Side};
use crate::day::{Day, Period};
use crate::groups::{Groups, Tallies, Verdict};
use crate::options::Tolerances;
use crate::outcome::{Cardinality, Outcome};
use crate::posting::legs::{Legs, Orders, Posted, Postings};
use crate::reason::Why;

/// What the day knows about time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    /// `None`: no row tells a time, so that nothing is asked about time.
    pub period: Option<Period>,
    pub window_seconds: i64,
    pub max_carry_days: i64,
    /// Whether a carry-over of earlier days was loaded.
    pub carry_over_loaded: bool,
}

/// Where a day's groups and totals are gathered.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub groups: Groups,
    pub tallies: Tallies,
}

/// One reconciliation's rows and rules, as a key is judged by them.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub left: &'a Side<'a>,
    pub right: &'a Side<'a>,
    pub left_fates: &'a [Fate],
    pub right_fates: &'a [Fate],
    pub calendar: Calendar,
    pub rule: Rule<'a>,
}

/// What the two sides of a key are compared by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule<'a> {
    /// Sums of amounts.
    Amounts,
    /// Sums of amounts, and of fees where every row gives one.
    AmountsAndFees(Tolerances<'a>),
    /// What our successes must have posted against what was posted.
    Legs(Orders<'a>, Postings<'a>),
}

/// A key's rows by what they are; its buffers are used again for the next key.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    left_successes: Vec<u32>,
    left_others: Vec<u32>,
    right_successes: Vec<u32>,
    right_others: Vec<u32>,
}

impl Sorted {
    /// Rows that are compared.
    fn rows(&self) -> usize {
        self.left_successes.len()
            + self.left_others.len()
            + self.right_successes.len()
            + self.right_others.len()
    }
}

/// Fates whose rows are findings one by one.
const SINGLY: [(Fate, Verdict); 2] = [
    (
        Fate::Duplicate,
        Verdict::new(Outcome::Duplicate, Why::Repeats),
    ),
    (
        Fate::EarlierReversal,
        Verdict::new(Outcome::EarlierReversal, Why::ReversesUnknown),
    ),
];

/// Fates whose rows of a key are one finding.
const TOGETHER: [(Fate, Verdict); 2] = [
    (
        Fate::OutOfScope,
        Verdict::new(Outcome::OutOfScope, Why::NotAskedFor),
    ),
    (
        Fate::WrittenOff,
        Verdict::new(Outcome::WrittenOff, Why::TakenBack),
    ),
];

fn sort_side(
    side: &Side<'_>,
    fates: &[Fate],
    rows: &[u32],
    successes: &mut Vec<u32>,
    others: &mut Vec<u32>,
) {
    successes.clear();
    others.clear();
    for &row in rows {
        if fates[row as usize] == Fate::Compared {
            if side.success(row) {
                successes.push(row);
            } else {
                others.push(row);
            }
        }
    }
}

fn sum(side: &Side<'_>, rows: &[u32]) -> i128 {
    rows.iter().map(|&row| side.amount(row)).sum()
}

/// The sum of fees, if every row gives one.
fn fee_sum(side: &Side<'_>, rows: &[u32]) -> Option<i128> {
    rows.iter().map(|&row| side.fee(row)).sum()
}

impl Bench<'_> {
    /// Judges one key by its rows of both sides, in file order.
    pub fn judge(&self, left: &[u32], right: &[u32], sorted: &mut Sorted, to: &mut Findings) {
        sort_side(
            self.left,
            self.left_fates,
            left,
            &mut sorted.left_successes,
            &mut sorted.left_others,
        );
        sort_side(
            self.right,
            self.right_fates,
            right,
            &mut sorted.right_successes,
            &mut sorted.right_others,
        );
        let compared = sorted.rows();
        match (
            sorted.left_successes.is_empty(),
            sorted.right_successes.is_empty(),
        ) {
            (true, true) => self.no_effect(sorted, Why::NoSuccess, to),
            (false, false) => match self.rule {
                Rule::Legs(orders, postings) => self.both_posted(&orders, &postings, sorted, to),
                Rule::Amounts | Rule::AmountsAndFees(_) => self.both_succeeded(sorted, to),
            },
            (false, true) => self.only_left(sorted, to),
            (true, false) => self.only_right(sorted, to),
        }
        if compared < left.len() + right.len() {
            self.set_aside(left, right, to);
        }
    }

    /// Our successes and the postings of their order (rule 7).
    fn both_posted(
        &self,
        orders: &Orders<'_>,
        postings: &Postings<'_>,
        sorted: &mut Sorted,
        to: &mut Findings,
    ) {
        let (left, right) = (&sorted.left_successes, &sorted.right_successes);
        let legs = Legs::of(orders, left, postings, right);
        let verdict = match legs.compare() {
            Posted::Once => {
                let cardinality = Cardinality::of(left.len(), right.len());
                Verdict::matched(cardinality, Why::PostedOnce)
            }
            Posted::Times(_) => Verdict::new(Outcome::DoublePosted, Why::PostedTimes),
            Posted::Otherwise => Verdict::new(Outcome::AmountMismatch, Why::LegsDiffer),
        };
        let delta = legs.delta();
        drop(legs);
        let (left, right) = (&mut sorted.left_successes, &mut sorted.right_successes);
        self.found(verdict, delta, left, right, to);
        self.no_effect(sorted, Why::BesideSuccess, to);
    }

    fn both_succeeded(&self, sorted: &mut Sorted, to: &mut Findings) {
        let (left, right) = (&sorted.left_successes, &sorted.right_successes);
        let delta = sum(self.right, right) - sum(self.left, left);
        let cardinality = Cardinality::of(left.len(), right.len());
        let fees = match self.rule {
            Rule::AmountsAndFees(_) => fee_sum(self.left, left).zip(fee_sum(self.right, right)),
            Rule::Amounts | Rule::Legs(..) => None,
        };
        let fees_apart = fees.map_or(0, |(ours, theirs)| theirs - ours);
        let (verdict, delta) = match (delta, fees_apart) {
            (0, 0) => (Verdict::matched(cardinality, Why::SumsEqual), 0),
            (0, apart) => (Verdict::new(Outcome::FeeMismatch, Why::FeesDiffer), apart),
            // Only where nothing else is wrong, so that no difference hides another.
            (_, 0) if self.forgives(left, delta) => {
                (Verdict::matched(cardinality, Why::WithinTolerance), delta)
            }
            _ => (
                Verdict::new(Outcome::AmountMismatch, Why::SumsDiffer),
                delta,
            ),
        };
        self.found(
            verdict,
            delta,
            &mut sorted.left_successes,
            &mut sorted.right_successes,
            to,
        );
        self.no_effect(sorted, Why::BesideSuccess, to);
    }

    /// Whether the channel of our successes tolerates so much.
    fn forgives(&self, ours: &[u32], delta: i128) -> bool {
        let Rule::AmountsAndFees(tolerances) = self.rule else {
            return false;
        };
        let (channel, currency) = (self.left.channel, self.left.currency);
        let allowed = tolerances.allowed(
            channel.get(ours[0]),
            currency.get(ours[0]),
            sum(self.left, ours),
        );
        allowed.is_some_and(|allowed| delta.abs() <= allowed)
    }

    fn only_left(&self, sorted: &mut Sorted, to: &mut Findings) {
        let nothing_there = sorted.right_others.is_empty();
        let delta = match self.rule {
            Rule::Legs(orders, postings) => {
                Legs::of(&orders, &sorted.left_successes, &postings, &[]).delta()
            }
            Rule::Amounts | Rule::AmountsAndFees(_) => -sum(self.left, &sorted.left_successes),
        };
        let by_time = nothing_there
            .then(|| self.ask_about_time(self.left, &sorted.left_successes))
            .flatten();
        let verdict = by_time.unwrap_or(match self.rule {
            Rule::Legs(..) => Verdict::new(Outcome::Unposted, Why::NothingPosted),
            _ if nothing_there => Verdict::new(Outcome::LostOrder, Why::NothingOnRight),
            _ => Verdict::new(Outcome::LostOrder, Why::NoSuccessOnRight),
        });
        self.found(
            verdict,
            delta,
            &mut sorted.left_successes,
            &mut sorted.right_others,
            to,
        );
        sorted.right_others.clear();
        self.no_effect(sorted, Why::BesideSuccess, to);
    }

    fn only_right(&self, sorted: &mut Sorted, to: &mut Findings) {
        let nothing_there = sorted.left_others.is_empty();
        let delta = sum(self.right, &sorted.right_successes);
        let by_time = nothing_there
            .then(|| self.ask_about_time(self.right, &sorted.right_successes))
            .flatten();
        let why = if nothing_there {
            Why::NothingOnLeft
        } else {
            Why::NoSuccessOnLeft
        };
        let outcome = match self.rule {
            Rule::Legs(..) => Outcome::PostedWithoutOrder,
            Rule::Amounts | Rule::AmountsAndFees(_) => Outcome::DroppedOrder,
        };
        let verdict = by_time.unwrap_or(Verdict::new(outcome, why));
        self.found(
            verdict,
            delta,
            &mut sorted.left_others,
            &mut sorted.right_successes,
            to,
        );
        sorted.left_others.clear();
        self.no_effect(sorted, Why::BesideSuccess, to);
    }

    fn no_effect(&self, sorted: &mut Sorted, why: Why, to: &mut Findings) {
        let (left, right) = (&mut sorted.left_others, &mut sorted.right_others);
        if !left.is_empty() || !right.is_empty() {
            self.found(Verdict::new(Outcome::NoEffect, why), 0, left, right, to);
        }
    }

    /// Rows that are not compared: each duplicate and each reversal of an earlier day is a
    /// finding of its own (the key is counted once), the others are one by what they are.
    fn set_aside(&self, left: &[u32], right: &[u32], to: &mut Findings) {
        let of = |fates: &[Fate], rows: &[u32], fate: Fate| -> Vec<u32> {
            let rows = rows.iter().copied();
            rows.filter(|&row| fates[row as usize] == fate).collect()
        };
        for (fate, verdict) in SINGLY {
            let mut first = true;
            for row in of(self.left_fates, left, fate) {
                self.one_alone(verdict, -self.left.amount(row), [&[row], &[]], first, to);
                first = false;
            }
            for row in of(self.right_fates, right, fate) {
                self.one_alone(verdict, self.right.amount(row), [&[], &[row]], first, to);
                first = false;
            }
        }
        for (fate, verdict) in TOGETHER {
            let mut ours = of(self.left_fates, left, fate);
            let mut theirs = of(self.right_fates, right, fate);
            if !ours.is_empty() || !theirs.is_empty() {
                self.found(verdict, 0, &mut ours, &mut theirs, to);
            }
        }
    }

    fn one_alone(
        &self,
        verdict: Verdict,
        delta: i128,
        [left, right]: [&[u32]; 2],
        new_group: bool,
        to: &mut Findings,
    ) {
        to.groups.push(verdict, delta, left, right);
        // What a duplicate repeats is counted where it came first.
        let counted = if verdict.outcome == Outcome::Duplicate {
            0
        } else {
            delta
        };
        self.tally(verdict, counted, left, right, new_group, to);
    }

    fn found(
        &self,
        verdict: Verdict,
        delta: i128,
        left: &mut [u32],
        right: &mut [u32],
        to: &mut Findings,
    ) {
        self.left.sort_by_content(left);
        self.right.sort_by_content(right);
        to.groups.push(verdict, delta, left, right);
        self.tally(verdict, delta, left, right, true, to);
    }

    fn tally(
        &self,
        verdict: Verdict,
        delta: i128,
        left: &[u32],
        right: &[u32],
        new_group: bool,
        to: &mut Findings,
    ) {
        let currency = match (left.first(), right.first()) {
            (Some(&row), _) => self.left.currency.get(row),
            (None, Some(&row)) => self.right.currency.get(row),
            (None, None) => return,
        };
        let tally = to.tallies.of(verdict, currency);
        tally.groups += u64::from(new_group);
        tally.left_rows += left.len() as u64;
        tally.left_amount += sum(self.left, left);
        tally.right_rows += right.len() as u64;
        tally.right_amount += sum(self.right, right);
        tally.delta += delta;
    }

    /// Takes a group's rows and amounts out of the totals, because it becomes part of another.
    pub fn take_back(&self, group: u32, to: &mut Findings) {
        let Findings { groups, tallies } = to;
        let group = group as usize;
        let (left, right) = (groups.left(group), groups.right(group));
        let currency = match (left.first(), right.first()) {
            (Some(&row), _) => self.left.currency.get(row),
            (None, Some(&row)) => self.right.currency.get(row),
            (None, None) => return,
        };
        let tally = tallies.of(groups.verdict(group), currency);
        tally.groups -= 1;
        tally.left_rows -= left.len() as u64;
        tally.left_amount -= sum(self.left, left);
        tally.right_rows -= right.len() as u64;
        tally.right_amount -= sum(self.right, right);
        tally.delta -= groups.delta(group);
    }

    /// What time says of the successes of a key that has nothing on the other side.
    fn ask_about_time(&self, side: &Side<'_>, successes: &[u32]) -> Option<Verdict> {
        let carried = successes.iter().filter_map(|&row| side.carried_since(row));
        let latest = successes.iter().filter_map(|&row| side.time(row)).max();
        self.calendar
            .one_sided(carried.min(), latest.map(|time| time.0))
    }
}

impl Calendar {
    /// What a day's settings and rows say of time.
    pub fn of(day: &Day) -> Self {
        let settings = &day.settings.day;
        Self {
            period: day.period(),
            window_seconds: i64::from(settings.window_minutes) * 60,
            max_carry_days: i64::from(settings.max_carry_days),
            carry_over_loaded: day.carry_over().is_some(),
        }
    }

    /// Rule 6 for a one-sided key: its earliest first seen where it was carried, and the
    /// latest time of its successes in seconds. `None`: time explains nothing.
    pub fn one_sided(&self, first_seen: Option<Date>, latest: Option<i64>) -> Option<Verdict> {
        let period = self.period?;
        if let Some(first_seen) = first_seen {
            let age = i64::from(period.date.0) - i64::from(first_seen.0);
            return (age < self.max_carry_days)
                .then_some(Verdict::new(Outcome::TimingDifference, Why::StillWaiting));
        }
        let (latest, window) = (latest?, self.window_seconds);
        let (start, end) = (period.start.0, period.end.0);
        let verdict = if latest < start - window {
            Verdict::new(Outcome::OutOfPeriod, Why::BeforeDay)
        } else if latest >= end + window {
            Verdict::new(Outcome::OutOfPeriod, Why::AfterDay)
        } else if latest >= end - window {
            Verdict::new(Outcome::TimingDifference, Why::NearEnd)
        } else if latest < start + window && !self.carry_over_loaded {
            Verdict::new(Outcome::TimingDifference, Why::NearStart)
        } else {
            return None;
        };
        Some(verdict)
    }
}
