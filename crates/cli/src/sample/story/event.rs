//! What happened to one order, as each record tells it.

use std::io::{self, Write};

use tieout_statement::{Side, Status};

use super::super::day_files::DayFiles;
use super::super::own_layouts::{Leg, Order};

use Status::Success;

/// How an event reaches the customers' accounts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Posted {
    No,
    Once,
    Twice,
    /// In another amount.
    Wrongly(i64),
    /// Wrongly, then reversed, then rightly.
    Again(i64),
}

/// One order and what each record says of it.
pub(super) struct Event {
    pub(super) order: Order,
    pub(super) ours: Option<Status>,
    pub(super) theirs: Option<Status>,
    pub(super) payment: Option<Status>,
    pub(super) posted: Posted,
    /// What the channel says, where it is not what we say.
    pub(super) their_amount: Option<i64>,
    pub(super) their_fee: Option<i64>,
    /// What the payment order says, where it is not what the instruction says.
    pub(super) payment_amount: Option<i64>,
    pub(super) ours_twice: bool,
    pub(super) theirs_twice: bool,
}

impl Event {
    /// All agree.
    pub(super) fn success(order: Order) -> Self {
        Self::told(order, Some(Success), Some(Success), Some(Success))
    }

    pub(super) fn told(
        order: Order,
        ours: Option<Status>,
        theirs: Option<Status>,
        payment: Option<Status>,
    ) -> Self {
        let posted = match payment {
            Some(Success) => Posted::Once,
            _ => Posted::No,
        };
        Self {
            order,
            ours,
            theirs,
            payment,
            posted,
            their_amount: None,
            their_fee: None,
            payment_amount: None,
            ours_twice: false,
            theirs_twice: false,
        }
    }

    pub(super) fn play<W: Write>(&self, day: &mut DayFiles<W>) -> io::Result<()> {
        if let Some(status) = self.ours {
            day.ours(&self.order, status)?;
            if self.ours_twice {
                day.ours(&self.order, status)?;
            }
        }
        if let Some(status) = self.theirs {
            let mut theirs = self.order.clone();
            theirs.amount = self.their_amount.unwrap_or(theirs.amount);
            theirs.channel_fee = self.their_fee.or(theirs.channel_fee);
            day.theirs(&theirs, status)?;
            if self.theirs_twice {
                day.theirs_again(&theirs, status)?;
            }
        }
        let Some(status) = self.payment else {
            return Ok(());
        };
        let mut order = self.order.clone();
        order.amount = self.payment_amount.unwrap_or(order.amount);
        day.payment(&order, status)?;
        self.post(&order, day)
    }

    fn post<W: Write>(&self, order: &Order, day: &mut DayFiles<W>) -> io::Result<()> {
        let credit = |amount| Leg {
            account: "2011",
            customer: order.buyer.clone(),
            side: Side::Credit,
            amount,
        };
        match self.posted {
            Posted::No => Ok(()),
            Posted::Once => day.post(order),
            Posted::Twice => {
                day.post(order)?;
                day.post(order)
            }
            Posted::Wrongly(amount) => day.post_leg(order, &credit(amount), "").map(drop),
            Posted::Again(amount) => {
                let wrong = day.post_leg(order, &credit(amount), "")?;
                let back = Leg {
                    side: Side::Debit,
                    ..credit(amount)
                };
                day.post_leg(order, &back, &wrong)?;
                day.post(order)
            }
        }
    }
}
