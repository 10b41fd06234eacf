//! The balance of the coming days.

use tieout_statement::money::major;
use tieout_statement::{Currency, Date};

use super::gather::{Account, Due, Name};
use super::{AccountPosition, Cure, DAYS_AHEAD, ExpectedDay};

/// An account with its coming days, minor units.
#[derive(Clone, Debug)]
pub(super) struct Projected {
    pub name: String,
    pub currency: Currency,
    pub account: Account,
    pub closing: i128,
    /// What is due, and the balance after it.
    pub days: Vec<(Date, Due, i128)>,
    pub low: i128,
    pub low_date: Date,
    /// The first day below the limit.
    pub below_from: Option<Date>,
    pub cure: Option<Cure>,
    pub nearest: Option<(String, i128)>,
}

pub(super) fn project((name, currency): Name, account: Account, today: Date) -> Projected {
    let closing = account.stated.unwrap_or(account.book + account.unbooked);
    let ahead = (1..=DAYS_AHEAD).map(|day| Date(today.0.saturating_add(day)));
    let mut dates: Vec<Date> = ahead.chain(account.dated.keys().copied()).collect();
    dates.sort_unstable();
    dates.dedup();
    let below = |balance: i128| account.limit.is_some_and(|limit| balance < limit);
    let (mut low, mut low_date) = (closing, today);
    let mut below_from = below(closing).then_some(today);
    // What is due and has not left yet leaves on the next day.
    let mut balance = closing - account.due.outgoing;
    let mut days = Vec::with_capacity(dates.len());
    for date in dates {
        let due = account.dated.get(&date).copied().unwrap_or_default();
        balance += due.incoming - due.outgoing;
        if balance < low {
            (low, low_date) = (balance, date);
        }
        if below_from.is_none() && below(balance) {
            below_from = Some(date);
        }
        days.push((date, due, balance));
    }
    Projected {
        name,
        currency,
        closing,
        days,
        low,
        low_date,
        below_from,
        cure: None,
        nearest: None,
        account,
    }
}

impl Projected {
    /// What is missing to the limit at the lowest; 0: nothing.
    pub fn shortfall(&self) -> i128 {
        let limit = self.account.limit;
        limit.map_or(0, |limit| (limit - self.low).max(0))
    }

    /// What stands above the limit even at the lowest; `None` where nobody set one.
    pub fn above(&self) -> Option<i128> {
        self.account.limit.map(|limit| self.low - limit)
    }

    /// As the report tells it.
    pub fn told(&self) -> AccountPosition {
        let amount = |minor| major(minor, self.currency);
        let of = &self.account;
        let expected = self.days.iter().map(|(date, due, balance)| ExpectedDay {
            date: date.to_string(),
            items: due.items,
            incoming: amount(due.incoming),
            outgoing: amount(due.outgoing),
            balance: amount(*balance),
        });
        let nearest = self.nearest.as_ref();
        AccountPosition {
            account: self.name.clone(),
            currency: self.currency,
            stated: of.stated.is_some(),
            opening: amount(self.closing - of.arrived.amount + of.left.amount),
            arrived_lines: of.arrived.count,
            arrived: amount(of.arrived.amount),
            left_lines: of.left.count,
            left: amount(of.left.amount),
            closing: amount(self.closing),
            book: amount(of.book),
            transit_out: amount(of.transit_out),
            transit_in: amount(of.transit_in),
            due_in: amount(of.due.incoming),
            due_out: amount(of.due.outgoing),
            undecided: amount(of.undecided),
            expected: expected.collect(),
            low: amount(self.low),
            low_date: self.low_date.to_string(),
            limit: of.limit.map(amount),
            shortfall: Some(self.shortfall()).filter(|&s| s > 0).map(amount),
            below_from: self.below_from.map(|date| date.to_string()),
            cure: self.cure,
            nearest: nearest.map(|(name, above)| (name.clone(), amount(*above))),
        }
    }
}
