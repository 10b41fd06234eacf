//! What a treatment books for an outcome, as one table (section 6 of the rules).
//!
//! The first rule of an outcome and flow is what is proposed where nothing else is said;
//! the others are what an analyst may choose instead.

use tieout_statement::Family;

use super::templates::{
    ADJUST, BAD_DEBT_LOSS, CHASE, CLAIM, POST, REFUND_ORDER, REVERSE, SUPPLEMENT, SUSPENSE,
    Template, VERIFY,
};
use crate::outcome::{Outcome, ReconciliationName, Treatment};

/// Which money a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// Money in.
    In,
    /// Refunds.
    Refund,
    /// Payouts.
    Payout,
    /// Refunds and payouts.
    Out,
    /// Whichever.
    Any,
}

impl Flow {
    fn holds(self, family: Option<Family>) -> bool {
        match self {
            Self::In => family == Some(Family::In),
            Self::Refund => family == Some(Family::Refund),
            Self::Payout => family == Some(Family::Payout),
            Self::Out => matches!(family, Some(Family::Refund | Family::Payout)),
            Self::Any => true,
        }
    }
}

/// Which way the difference goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Theirs is more.
    More,
    /// Theirs is less.
    Less,
    /// Whichever.
    Any,
}

impl Sign {
    const fn holds(self, delta: i128) -> bool {
        match self {
            Self::More => delta > 0,
            Self::Less => delta < 0,
            Self::Any => true,
        }
    }
}

/// An account that a rule books on, with the detail that its exception gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// 3001, 3003 or 3002 by flow, of the channel.
    Clearing,
    /// 3003 of the channel.
    Refunds,
    /// 2011 of the buyer, or 2013 where our order is a payment.
    Customer,
    /// 1122 of the channel.
    DueFromChannel,
    /// 2202 of the channel.
    DueToChannel,
    /// 1221 of the channel.
    SuspensePayments,
    /// 2241 of the channel.
    SuspenseReceipts,
    /// 1231 of the payment order.
    Recoverable,
    /// 6411 of the channel.
    ChannelFees,
    /// 6701.
    BadDebt,
    /// 1002 of the bank line.
    Bank,
}

/// What a rule books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Booking {
    /// Nothing: somebody has to look.
    Nothing,
    /// The difference, debit and credit.
    Difference(Place, Place),
    /// A claim on the customer that is given up.
    GivenUp,
    /// The missing item: its parts against what is claimed or suspended.
    Missing(Place),
    /// The expected legs.
    Expected,
    /// The surplus legs, reversed.
    Surplus,
    /// Every posted leg, reversed.
    Posted,
    /// Every posted leg reversed and the expected ones posted.
    Again,
}

/// One row of the table.
#[derive(Debug)]
pub struct Rule {
    /// Where.
    pub reconciliation: ReconciliationName,
    /// What was found.
    pub outcome: Outcome,
    /// Which money.
    pub flow: Flow,
    /// Which way.
    pub sign: Sign,
    /// What is done.
    pub treatment: Treatment,
    /// What it books.
    pub booking: Booking,
}

use Booking as B;
use Flow as F;
use Outcome as O;
use Place as P;
use ReconciliationName as R;
use Sign as S;
use Treatment as T;

const fn rule(reconciliation: R, outcome: O, flow: F, sign: S, treatment: T, booking: B) -> Rule {
    Rule {
        reconciliation,
        outcome,
        flow,
        sign,
        treatment,
        booking,
    }
}

/// Every rule.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    rule(R::Channel, O::DroppedOrder, F::In, S::Any, T::Supplement, B::Difference(P::Clearing, P::Customer)),
    rule(R::Channel, O::DroppedOrder, F::In, S::Any, T::Refund, B::Difference(P::Clearing, P::Refunds)),
    rule(R::Channel, O::DroppedOrder, F::In, S::Any, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Channel, O::DroppedOrder, F::In, S::Any, T::Verify, B::Nothing),
    rule(R::Channel, O::DroppedOrder, F::Out, S::Any, T::Verify, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Channel, O::DroppedOrder, F::Out, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Channel, O::DroppedOrder, F::Out, S::Any, T::Claim, B::Difference(P::DueFromChannel, P::Clearing)),
    rule(R::Channel, O::LostOrder, F::In, S::Any, T::Verify, B::Difference(P::Recoverable, P::Clearing)),
    rule(R::Channel, O::LostOrder, F::In, S::Any, T::Chase, B::Difference(P::Recoverable, P::Clearing)),
    rule(R::Channel, O::LostOrder, F::In, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Channel, O::LostOrder, F::In, S::Any, T::Claim, B::Difference(P::DueFromChannel, P::Clearing)),
    rule(R::Channel, O::LostOrder, F::In, S::Any, T::BadDebt, B::GivenUp),
    rule(R::Channel, O::LostOrder, F::Out, S::Any, T::Verify, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Channel, O::LostOrder, F::Out, S::Any, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Channel, O::AmountMismatch, F::In, S::More, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Channel, O::AmountMismatch, F::In, S::More, T::Claim, B::Difference(P::Clearing, P::DueToChannel)),
    rule(R::Channel, O::AmountMismatch, F::In, S::Less, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Channel, O::AmountMismatch, F::In, S::Less, T::Claim, B::Difference(P::DueFromChannel, P::Clearing)),
    rule(R::Channel, O::AmountMismatch, F::In, S::Less, T::Chase, B::Difference(P::Recoverable, P::Clearing)),
    rule(R::Channel, O::AmountMismatch, F::In, S::Less, T::BadDebt, B::GivenUp),
    rule(R::Channel, O::AmountMismatch, F::Out, S::More, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Channel, O::AmountMismatch, F::Out, S::More, T::Claim, B::Difference(P::DueFromChannel, P::Clearing)),
    rule(R::Channel, O::AmountMismatch, F::Out, S::Less, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Channel, O::AmountMismatch, F::Out, S::Less, T::Claim, B::Difference(P::Clearing, P::DueToChannel)),
    rule(R::Channel, O::AmountMismatch, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Channel, O::FeeMismatch, F::Any, S::More, T::Claim, B::Difference(P::DueFromChannel, P::ChannelFees)),
    rule(R::Channel, O::FeeMismatch, F::Any, S::Less, T::Claim, B::Difference(P::ChannelFees, P::DueToChannel)),
    rule(R::Channel, O::FeeMismatch, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Business, O::LostOrder, F::In, S::Any, T::Chase, B::Difference(P::Recoverable, P::Clearing)),
    rule(R::Business, O::LostOrder, F::In, S::Any, T::BadDebt, B::GivenUp),
    rule(R::Business, O::LostOrder, F::In, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Business, O::LostOrder, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Business, O::LostOrder, F::Out, S::Any, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Business, O::DroppedOrder, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Business, O::DroppedOrder, F::In, S::Any, T::Supplement, B::Difference(P::Clearing, P::Customer)),
    rule(R::Business, O::DroppedOrder, F::In, S::Any, T::Refund, B::Difference(P::Clearing, P::Refunds)),
    rule(R::Business, O::DroppedOrder, F::In, S::Any, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Business, O::DroppedOrder, F::Out, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Business, O::AmountMismatch, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Business, O::AmountMismatch, F::In, S::More, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Business, O::AmountMismatch, F::In, S::Less, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Business, O::AmountMismatch, F::In, S::Less, T::Chase, B::Difference(P::Recoverable, P::Clearing)),
    rule(R::Business, O::AmountMismatch, F::In, S::Less, T::BadDebt, B::GivenUp),
    rule(R::Business, O::AmountMismatch, F::Out, S::More, T::Suspense, B::Difference(P::SuspensePayments, P::Clearing)),
    rule(R::Business, O::AmountMismatch, F::Out, S::Less, T::Suspense, B::Difference(P::Clearing, P::SuspenseReceipts)),
    rule(R::Posting, O::Unposted, F::Any, S::Any, T::Post, B::Expected),
    rule(R::Posting, O::Unposted, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Posting, O::DoublePosted, F::Any, S::Any, T::Reverse, B::Surplus),
    rule(R::Posting, O::DoublePosted, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Posting, O::PostedWithoutOrder, F::Any, S::Any, T::Reverse, B::Posted),
    rule(R::Posting, O::PostedWithoutOrder, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Posting, O::AmountMismatch, F::Any, S::Any, T::Adjust, B::Again),
    rule(R::Posting, O::AmountMismatch, F::Any, S::Any, T::Reverse, B::Posted),
    rule(R::Posting, O::AmountMismatch, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Fund, O::FundLong, F::In, S::Any, T::Suspense, B::Difference(P::Bank, P::SuspenseReceipts)),
    rule(R::Fund, O::FundLong, F::In, S::Any, T::Claim, B::Difference(P::Bank, P::DueToChannel)),
    rule(R::Fund, O::FundLong, F::Out, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Bank)),
    rule(R::Fund, O::FundLong, F::Out, S::Any, T::Claim, B::Difference(P::DueFromChannel, P::Bank)),
    rule(R::Fund, O::FundLong, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Fund, O::UnidentifiedReceipt, F::Any, S::Any, T::Suspense, B::Difference(P::Bank, P::SuspenseReceipts)),
    rule(R::Fund, O::UnidentifiedReceipt, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Fund, O::UnidentifiedPayment, F::Any, S::Any, T::Suspense, B::Difference(P::SuspensePayments, P::Bank)),
    rule(R::Fund, O::UnidentifiedPayment, F::Any, S::Any, T::Verify, B::Nothing),
    rule(R::Fund, O::FundShort, F::In, S::Any, T::Suspense, B::Missing(P::SuspensePayments)),
    rule(R::Fund, O::FundShort, F::In, S::Any, T::Claim, B::Missing(P::DueFromChannel)),
    rule(R::Fund, O::FundShort, F::Out, S::Any, T::Suspense, B::Missing(P::SuspenseReceipts)),
    rule(R::Fund, O::FundShort, F::Any, S::Any, T::CarryOver, B::Nothing),
    rule(R::Fund, O::FundShort, F::Any, S::Any, T::Verify, B::Nothing),
];

/// What a treatment books for an exception; [`Booking::Nothing`] where it books nothing or
/// makes no sense. `family` is the exception's, of the fund's money out `refund` or `payout`.
#[must_use]
pub fn booking(
    (reconciliation, outcome): (ReconciliationName, Outcome),
    family: Option<Family>,
    delta: i128,
    treatment: Treatment,
) -> Booking {
    fitting((reconciliation, outcome), family, delta)
        .find(|rule| rule.treatment == treatment)
        .map_or(Booking::Nothing, |rule| rule.booking)
}

fn fitting(
    (reconciliation, outcome): (ReconciliationName, Outcome),
    family: Option<Family>,
    delta: i128,
) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |rule| {
        (rule.reconciliation, rule.outcome) == (reconciliation, outcome)
            && rule.flow.holds(family)
            && rule.sign.holds(delta)
    })
}

/// The treatments that make sense for an exception, the usual one first.
#[must_use]
pub fn choices(
    reconciliation: ReconciliationName,
    outcome: Outcome,
    family: Option<Family>,
    delta: i128,
) -> Vec<Treatment> {
    if outcome == Outcome::TimingDifference {
        return vec![Treatment::CarryOver];
    }
    let fitting = fitting((reconciliation, outcome), family, delta);
    let mut choices: Vec<Treatment> = Vec::new();
    for rule in fitting {
        if !choices.contains(&rule.treatment) {
            choices.push(rule.treatment);
        }
    }
    if choices.is_empty() {
        choices.push(Treatment::Verify);
    }
    choices
}

/// The template that a treatment's entry is named by; `None`: it makes none.
#[must_use]
pub const fn template(treatment: Treatment) -> Option<&'static Template> {
    Some(match treatment {
        Treatment::Supplement => &SUPPLEMENT,
        Treatment::Refund => &REFUND_ORDER,
        Treatment::Verify => &VERIFY,
        Treatment::Suspense => &SUSPENSE,
        Treatment::Claim => &CLAIM,
        Treatment::Chase => &CHASE,
        Treatment::BadDebt => &BAD_DEBT_LOSS,
        Treatment::Post => &POST,
        Treatment::Reverse => &REVERSE,
        Treatment::Adjust => &ADJUST,
        Treatment::CarryOver => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_proposed_is_a_choice_and_the_usual_one_stands_first() {
        let of = |r, o, family, delta| choices(r, o, Some(family), delta);
        assert_eq!(
            of(R::Channel, O::DroppedOrder, Family::In, 5),
            [T::Supplement, T::Refund, T::Suspense, T::Verify]
        );
        assert_eq!(
            of(R::Channel, O::LostOrder, Family::Payout, -5)[0],
            T::Verify
        );
        assert_eq!(
            of(R::Business, O::LostOrder, Family::Refund, -5),
            [T::Verify, T::Suspense]
        );
        assert_eq!(of(R::Fund, O::Ambiguous, Family::In, -5), [T::Verify]);
        assert_eq!(
            of(R::Channel, O::TimingDifference, Family::In, 5),
            [T::CarryOver]
        );
    }

    #[test]
    fn a_difference_in_fees_turns_its_entry_with_its_sign() {
        let of = |delta| {
            booking(
                (R::Channel, O::FeeMismatch),
                Some(Family::In),
                delta,
                T::Claim,
            )
        };
        assert_eq!(of(3), B::Difference(P::DueFromChannel, P::ChannelFees));
        assert_eq!(of(-3), B::Difference(P::ChannelFees, P::DueToChannel));
    }

    #[test]
    fn a_treatment_that_makes_no_sense_books_nothing() {
        let of = booking((R::Posting, O::Unposted), Some(Family::In), -5, T::Claim);
        assert_eq!(of, B::Nothing);
    }
}
