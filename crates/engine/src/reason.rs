//! Why a group has its outcome: the rule that decided, and the values that it compared.
//!
//! A reason is told as a code and values; the English text is for reports, an app words
//! the code in its user's language. The values of each code stand beside it here.

use std::collections::BTreeSet;

use tieout_statement::money::major;
use tieout_statement::{Column as C, Currency, Date, LocalTime, Role, Side as Posted, Status};

use crate::day::Table;
use crate::matching::Side;
use crate::matching::judgement::{Calendar, Rule};
use crate::posting::legs::{Leg, Legs, Posted as Comparison, sums};
use crate::report::{ByHandReport, ReasonReport};

/// The rule that decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// `sums_equal`: our sum, their sum. The successes of both sides agree.
    SumsEqual,
    /// `within_tolerance`: our sum, their sum, theirs less ours, the most that is tolerated.
    WithinTolerance,
    /// `sums_differ`: our sum, their sum.
    SumsDiffer,
    /// `fees_differ`: our fees, theirs. Amounts agree, fees are given on every row and differ.
    FeesDiffer,
    /// `nothing_on_right`: our sum. No row of the key there.
    NothingOnRight,
    /// `no_success_on_right`: our sum, their statuses.
    NoSuccessOnRight,
    /// `nothing_on_left`: their sum. No row of the key here.
    NothingOnLeft,
    /// `no_success_on_left`: their sum, our statuses.
    NoSuccessOnLeft,
    /// `no_success`: our statuses, their statuses.
    NoSuccess,
    /// `beside_success`: the rows' statuses. Another row of the key is a success.
    BesideSuccess,
    /// `repeats`: file, line and number of the first.
    Repeats,
    /// `near_end`: latest time, the day's end, window in minutes.
    NearEnd,
    /// `near_start`: latest time, the day's start, window in minutes.
    NearStart,
    /// `still_waiting`: first seen, age in days, days that it may wait.
    StillWaiting,
    /// `before_day`: latest time, the day's start, window in minutes.
    BeforeDay,
    /// `after_day`: latest time, the day's end, window in minutes.
    AfterDay,
    /// `not_asked_for`: kinds, methods. The reconciliation does not look at such rows.
    NotAskedFor,
    /// `posted_once`: the legs posted, as `2011 credit 5.00` by account and side.
    PostedOnce,
    /// `posted_times`: how often, the legs expected, the legs posted.
    PostedTimes,
    /// `legs_differ`: the legs expected, the legs posted.
    LegsDiffer,
    /// `nothing_posted`: the legs expected.
    NothingPosted,
    /// `taken_back`: the postings' numbers. Each is reversed by, or reverses, another.
    TakenBack,
    /// `reverses_unknown`: the number that it reverses.
    ReversesUnknown,
}

impl Why {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SumsEqual => "sums_equal",
            Self::WithinTolerance => "within_tolerance",
            Self::SumsDiffer => "sums_differ",
            Self::FeesDiffer => "fees_differ",
            Self::NothingOnRight => "nothing_on_right",
            Self::NoSuccessOnRight => "no_success_on_right",
            Self::NothingOnLeft => "nothing_on_left",
            Self::NoSuccessOnLeft => "no_success_on_left",
            Self::NoSuccess => "no_success",
            Self::BesideSuccess => "beside_success",
            Self::Repeats => "repeats",
            Self::NearEnd => "near_end",
            Self::NearStart => "near_start",
            Self::StillWaiting => "still_waiting",
            Self::BeforeDay => "before_day",
            Self::AfterDay => "after_day",
            Self::NotAskedFor => "not_asked_for",
            Self::PostedOnce => "posted_once",
            Self::PostedTimes => "posted_times",
            Self::LegsDiffer => "legs_differ",
            Self::NothingPosted => "nothing_posted",
            Self::TakenBack => "taken_back",
            Self::ReversesUnknown => "reverses_unknown",
        }
    }
}

/// What a reason is told from.
pub(crate) struct Evidence<'a> {
    pub why: Why,
    pub sides: [&'a Side<'a>; 2],
    pub roles: [Role; 2],
    pub rows: [&'a [u32]; 2],
    pub currency: Currency,
    pub calendar: Calendar,
    /// File, line and own number of the row that a duplicate repeats.
    pub first: Option<(String, u32, String)>,
    pub tables: [&'a Table; 2],
    pub rule: Rule<'a>,
    /// Which ways of cleaning made the rows meet.
    pub cleaned: Vec<String>,
    /// Who paired the group, where somebody did.
    pub by_hand: Option<&'a ByHandReport>,
}

impl Evidence<'_> {
    pub fn report(&self) -> ReasonReport {
        let values = self.values();
        let mut text = self.text(&values);
        if !self.cleaned.is_empty() {
            text.push_str("; the numbers meet cleaned: ");
            text.push_str(&self.cleaned.join(", "));
        }
        ReasonReport {
            code: self.why.code().to_owned(),
            text,
            values,
            cleaned: self.cleaned.clone(),
            by_hand: None,
        }
        .paired(self.by_hand)
    }

    fn values(&self) -> Vec<String> {
        let period = self.calendar.period;
        let bound = |of: fn(crate::day::Period) -> LocalTime| {
            period.map_or_else(String::new, |p| of(p).to_string())
        };
        let window = || (self.calendar.window_seconds / 60).to_string();
        match self.why {
            Why::SumsEqual | Why::SumsDiffer => vec![self.sum(0), self.sum(1)],
            Why::WithinTolerance => self.residue(),
            Why::FeesDiffer => vec![self.fees(0), self.fees(1)],
            Why::NothingOnRight => vec![self.sum(0)],
            Why::NoSuccessOnRight => vec![self.sum(0), self.statuses(1)],
            Why::NothingOnLeft => vec![self.sum(1)],
            Why::NoSuccessOnLeft => vec![self.sum(1), self.statuses(0)],
            Why::NoSuccess => vec![self.statuses(0), self.statuses(1)],
            Why::BesideSuccess => {
                let mut all = [self.statuses(0), self.statuses(1)].to_vec();
                all.retain(|text| !text.is_empty());
                vec![all.join(", ")]
            }
            Why::Repeats => {
                let (file, line, number) = self.first.clone().unwrap_or_default();
                vec![file, line.to_string(), number]
            }
            Why::NearEnd | Why::AfterDay => vec![self.latest(), bound(|p| p.end), window()],
            Why::NearStart | Why::BeforeDay => vec![self.latest(), bound(|p| p.start), window()],
            Why::StillWaiting => {
                let first = self.first_seen();
                let age = first.zip(period).map_or(0, |(f, p)| p.date.0 - f.0);
                vec![
                    first.map_or_else(String::new, |date| date.to_string()),
                    age.to_string(),
                    self.calendar.max_carry_days.to_string(),
                ]
            }
            Why::NotAskedFor => vec![self.words(C::Kind), self.words(C::Method)],
            Why::PostedOnce => vec![self.legs().1],
            Why::LegsDiffer => {
                let (expected, posted, _) = self.legs();
                vec![expected, posted]
            }
            Why::PostedTimes => {
                let (expected, posted, times) = self.legs();
                vec![times, expected, posted]
            }
            Why::NothingPosted => vec![self.legs().0],
            Why::TakenBack => vec![self.words(C::PostingNo)],
            Why::ReversesUnknown => vec![self.words(C::ReversalOf)],
        }
    }

    /// Both sums, their difference, and what the channel tolerates.
    fn residue(&self) -> Vec<String> {
        let sum = |side: usize| -> i128 {
            let rows = self.successes(side);
            rows.map(|row| self.sides[side].amount(row)).sum()
        };
        let (ours, theirs) = (sum(0), sum(1));
        let allowed = match (self.rule, self.successes(0).next()) {
            (Rule::AmountsAndFees(tolerances), Some(row)) => {
                let [left, _] = self.sides;
                tolerances.allowed(left.channel.get(row), left.currency.get(row), ours)
            }
            _ => None,
        };
        let values = [ours, theirs, theirs - ours, allowed.unwrap_or(0)];
        values.map(|value| major(value, self.currency)).to_vec()
    }

    /// The legs expected and posted, and how often they were posted.
    fn legs(&self) -> (String, String, String) {
        let Rule::Legs(orders, postings) = self.rule else {
            return Default::default();
        };
        let successes: Vec<u32> = self.successes(0).collect();
        let legs = Legs::of(&orders, &successes, &postings, self.rows[1]);
        let by_customer = legs.by_customer();
        let told = |of: &[Leg<'_>]| {
            let leg = |leg: &Leg<'_>| {
                let side = Posted::from_code(leg.side).map_or("", Posted::text);
                let party = String::from_utf8_lossy(leg.party);
                let amount = major(leg.amount, self.currency);
                let parts = [leg.account, &party, side, &amount];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(" ")
            };
            let sums = sums(of, by_customer);
            sums.iter().map(leg).collect::<Vec<_>>().join(", ")
        };
        let times = match legs.compare() {
            Comparison::Times(times) => times.to_string(),
            Comparison::Once | Comparison::Otherwise => String::new(),
        };
        (told(&legs.expected), told(&legs.posted), times)
    }

    /// What a column says of the group's rows, each text once, in byte order.
    fn words(&self, column: C) -> String {
        let mut words = BTreeSet::new();
        for (table, rows) in self.tables.iter().zip(self.rows) {
            for &row in rows {
                let mut cells = table.rows().cells(row as usize);
                words.extend(cells.find(|(of, _)| *of == column).map(|(_, text)| text));
            }
        }
        words.into_iter().collect::<Vec<_>>().join(", ")
    }

    fn text(&self, values: &[String]) -> String {
        let [ours, theirs] = self.roles.map(name_of);
        let v = |at: usize| values.get(at).map_or("", String::as_str);
        match self.why {
            Why::SumsEqual => format!("{ours} and {theirs} both say success, {} each", v(0)),
            Why::WithinTolerance => format!(
                "both say success; {ours} says {} and {theirs} {}: {} apart, within the {} that the channel tolerates",
                v(0),
                v(1),
                v(2),
                v(3)
            ),
            Why::SumsDiffer => format!(
                "both say success, but {ours} says {} and {theirs} {}",
                v(0),
                v(1)
            ),
            Why::FeesDiffer => format!(
                "amounts agree, but the fee is {} in {ours} and {} in {theirs}",
                v(0),
                v(1)
            ),
            Why::NothingOnRight => {
                format!("{ours} says success ({}), {theirs} has no such row", v(0))
            }
            Why::NoSuccessOnRight => {
                format!("{ours} says success ({}), {theirs} says {}", v(0), v(1))
            }
            Why::NothingOnLeft => {
                format!("{theirs} says success ({}), {ours} has no such row", v(0))
            }
            Why::NoSuccessOnLeft => {
                format!("{theirs} says success ({}), {ours} says {}", v(0), v(1))
            }
            Why::NoSuccess => {
                let said = |at| if v(at).is_empty() { "nothing" } else { v(at) };
                format!(
                    "no side says success ({ours}: {}; {theirs}: {}), so no money moved",
                    said(0),
                    said(1)
                )
            }
            Why::BesideSuccess => format!(
                "{}: moves no money beside the success of the same number",
                v(0)
            ),
            Why::Repeats => format!("the same success as {} in {} line {}", v(2), v(0), v(1)),
            Why::NearEnd => format!(
                "one-sided at {}, less than {} minutes before the day ends at {} or after it: the other side may come tomorrow",
                v(0),
                v(2),
                v(1)
            ),
            Why::NearStart => format!(
                "one-sided at {}, less than {} minutes after the day began at {} or before it, and the previous day is not known",
                v(0),
                v(2),
                v(1)
            ),
            Why::StillWaiting => format!(
                "one-sided since {}, {} of at most {} days",
                v(0),
                v(1),
                v(2)
            ),
            Why::BeforeDay => format!(
                "one-sided at {}, more than {} minutes before the day began at {}",
                v(0),
                v(2),
                v(1)
            ),
            Why::NotAskedFor if v(1).is_empty() => {
                format!("{}: no channel and no customer is part of it", v(0))
            }
            Why::NotAskedFor => format!(
                "{} by {}: this reconciliation does not ask about it",
                v(0),
                v(1)
            ),
            Why::PostedOnce => format!("posted as expected: {}", v(0)),
            Why::PostedTimes => {
                format!("posted {} times: expected {}, posted {}", v(0), v(1), v(2))
            }
            Why::LegsDiffer if v(1).is_empty() => {
                format!("expected {}, posted nothing that remains", v(0))
            }
            Why::LegsDiffer => format!("expected {}, posted {}", v(0), v(1)),
            Why::NothingPosted => {
                format!("{ours} says success, nothing is posted: expected {}", v(0))
            }
            Why::TakenBack => format!("posted and reversed: {}", v(0)),
            Why::ReversesUnknown => format!(
                "reverses {}, which is not among the postings, and its order is not in {ours}",
                v(0)
            ),
            Why::AfterDay => format!(
                "one-sided at {}, {} minutes or more after the day ended at {}: taken up tomorrow",
                v(0),
                v(2),
                v(1)
            ),
        }
    }

    fn successes(&self, side: usize) -> impl Iterator<Item = u32> + '_ {
        let rows = self.rows[side].iter().copied();
        rows.filter(move |&row| self.sides[side].success(row))
    }

    fn sum(&self, side: usize) -> String {
        let sum = self.successes(side).map(|row| self.sides[side].amount(row));
        major(sum.sum(), self.currency)
    }

    fn fees(&self, side: usize) -> String {
        let fees = self
            .successes(side)
            .filter_map(|row| self.sides[side].fee(row));
        major(fees.sum(), self.currency)
    }

    /// Statuses that occur on a side, each once, in the order of the closed list.
    fn statuses(&self, side: usize) -> String {
        let Some(codes) = self.sides[side].status else {
            return String::new();
        };
        let occurs = |status: &&Status| {
            let mut rows = self.rows[side].iter();
            rows.any(|&row| codes[row as usize] == status.code())
        };
        let words: Vec<&str> = Status::ALL
            .iter()
            .filter(occurs)
            .map(|s| s.text())
            .collect();
        words.join(", ")
    }

    fn latest(&self) -> String {
        let times = (0..2).flat_map(|side| {
            let rows = self.successes(side);
            rows.filter_map(move |row| self.sides[side].time(row))
        });
        times.max().map_or_else(String::new, |t| t.to_string())
    }

    fn first_seen(&self) -> Option<Date> {
        let dates = (0..2).flat_map(|side| {
            let rows = self.rows[side].iter();
            rows.filter_map(move |&row| self.sides[side].carried_since(row))
        });
        dates.min()
    }
}

/// A record's name in a sentence.
const fn name_of(role: Role) -> &'static str {
    match role {
        Role::ChannelFlow => "the channel flow",
        Role::ChannelStatement => "the channel statement",
        Role::PaymentFlow => "the payment flow",
        Role::PostingFlow => "the posting flow",
        Role::BankStatement => "the bank statement",
        Role::Balances => "the balances",
    }
}
