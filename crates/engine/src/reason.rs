//! Why a group has its outcome: the rule that decided, and the values that it compared.
//!
//! A reason is told as a code and values; the English text is for reports, an app words
//! the code in its user's language. The values of each code stand beside it here.

use tieout_statement::money::major;
use tieout_statement::{Currency, Date, LocalTime, Role, Status};

use crate::matching::Side;
use crate::matching::judgement::Calendar;
use crate::report::ReasonReport;

/// The rule that decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// `sums_equal`: our sum, their sum. The successes of both sides agree.
    SumsEqual,
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
}

impl Why {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SumsEqual => "sums_equal",
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
}

impl Evidence<'_> {
    pub fn report(&self) -> ReasonReport {
        let values = self.values();
        ReasonReport {
            code: self.why.code().to_owned(),
            text: self.text(&values),
            values,
        }
    }

    fn values(&self) -> Vec<String> {
        let period = self.calendar.period;
        let bound = |of: fn(crate::day::Period) -> LocalTime| {
            period.map_or_else(String::new, |p| of(p).to_string())
        };
        let window = || (self.calendar.window_seconds / 60).to_string();
        match self.why {
            Why::SumsEqual | Why::SumsDiffer => vec![self.sum(0), self.sum(1)],
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
        }
    }

    fn text(&self, values: &[String]) -> String {
        let [ours, theirs] = self.roles.map(name_of);
        let v = |at: usize| values.get(at).map_or("", String::as_str);
        match self.why {
            Why::SumsEqual => format!("{ours} and {theirs} both say success, {} each", v(0)),
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
