//! Entry templates as one table: when each books, on which accounts and sides, from what.
//!
//! An accountant reads it as it stands here, or made into `docs/entry-templates.md`. A test
//! holds every entry of random days against it.

use super::chart::{
    BAD_DEBT, BANK, BANK_CHARGES, BUYERS, CHANNEL_FEES, CLEARING_IN, CLEARING_PAYOUTS,
    CLEARING_REFUNDS, DUE_FROM_CHANNELS, DUE_TO_CHANNELS, ESCROW, FEE_INCOME, IN_TRANSIT, INTEREST,
    INTEREST_DUE, RECOVERABLE, SELLERS, SUSPENSE_PAYMENTS, SUSPENSE_RECEIPTS,
};

/// When an entry is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// 日切: the internal legs of what was posted single-sided during the day.
    DayCut,
    /// When expected settlements and bank lines are reconciled.
    FundMatch,
    /// When somebody accepts a treatment.
    Treatment,
}

impl When {
    /// The word of reports.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::DayCut => "day_cut",
            Self::FundMatch => "fund_match",
            Self::Treatment => "treatment",
        }
    }
}

/// One leg of a template: an account, and what is put there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leg {
    /// Account of the chart; empty: the account found.
    pub account: &'static str,
    /// Which amount, in words.
    pub amount: &'static str,
}

/// A template.
#[derive(PartialEq, Eq, Debug)]
pub struct Template {
    /// Its name in reports.
    pub name: &'static str,
    /// When it books.
    pub when: When,
    /// Debits, as the entry usually stands.
    pub debit: &'static [Leg],
    /// Credits, as the entry usually stands.
    pub credit: &'static [Leg],
    /// Which rows it is made from.
    pub source: &'static str,
}

const fn leg(account: &'static str, amount: &'static str) -> Leg {
    Leg { account, amount }
}

macro_rules! templates {
    ($($id:ident $name:literal $when:ident, $source:literal;
        debit $($debit:ident $d:literal),*; credit $($credit:ident $c:literal),*;)*) => {
        $(
            #[doc = $source]
            pub static $id: Template = Template {
                name: $name,
                when: When::$when,
                debit: &[$(leg($debit, $d)),*],
                credit: &[$(leg($credit, $c)),*],
                source: $source,
            };
        )*

        /// Every template, in the order of the rules.
        pub static TEMPLATES: &[&Template] = &[$(&$id),*];
    };
}

/// The account that somebody found money to belong to.
pub const FOUND: &str = "";

#[rustfmt::skip]
templates! {
    TOP_UP "top_up" DayCut, "postings of kind top_up, by channel and currency";
        debit CLEARING_IN "sum of the credits"; credit BUYERS "each customer's postings";
    PAYMENT_CHANNEL "payment_channel" DayCut, "postings of kind payment whose channel is a channel";
        debit CLEARING_IN "sum of the credits"; credit ESCROW "each order's postings";
    PAYMENT_BALANCE "payment_balance" DayCut, "postings of kind payment whose channel is empty or `balance`";
        debit BUYERS "each customer's postings", SUSPENSE_PAYMENTS "credits beyond debits";
        credit ESCROW "each order's postings", SUSPENSE_RECEIPTS "debits beyond credits";
    CONFIRM "confirm" DayCut, "postings of kind confirm: escrow is released, the seller's fee kept";
        debit ESCROW "each order's postings"; credit SELLERS "each customer's postings", FEE_INCOME "escrow less sellers";
    TRANSFER "transfer" DayCut, "postings of kind transfer";
        debit BUYERS "each customer's postings", SUSPENSE_PAYMENTS "credits beyond debits";
        credit BUYERS "each customer's postings", SUSPENSE_RECEIPTS "debits beyond credits";
    REFUND "refund" DayCut, "postings of kind refund, by channel and currency";
        debit BUYERS "each customer's postings"; credit CLEARING_REFUNDS "sum of the debits";
    WITHDRAWAL "withdrawal" DayCut, "postings of kind withdrawal, by channel and currency";
        debit BUYERS "each customer's postings"; credit CLEARING_PAYOUTS "sum of the debits less fees", FEE_INCOME "each order's fee as often as it is posted";
    CHANNEL_FEE "channel_fee" DayCut, "successes of the statement of a channel that bills its fees apart";
        debit CHANNEL_FEES "fees"; credit DUE_TO_CHANNELS "fees";
    SETTLEMENT "settlement" FundMatch, "a group of items and bank lines; of a short one what moved, of a long one what was expected";
        debit BANK "net, where money came in", CHANNEL_FEES "fees, where netted", CLEARING_REFUNDS "refunds", CLEARING_PAYOUTS "payouts among them";
        credit CLEARING_IN "gross", BANK "net, where money went out";
    PAYOUT "payout" FundMatch, "a group of payout items only, and bank lines";
        debit CLEARING_PAYOUTS "payouts", CHANNEL_FEES "fees, where netted", CLEARING_REFUNDS "refunds that a short group of both left to come"; credit BANK "what left";
    FUND_TRANSFER_OUT "fund_transfer_out" FundMatch, "a bank line out that names a fund transfer, on the day it is read";
        debit IN_TRANSIT "the line"; credit BANK "the line";
    FUND_TRANSFER_IN "fund_transfer_in" FundMatch, "a bank line in that names a fund transfer, on the day it is read";
        debit BANK "the line"; credit IN_TRANSIT "the line";
    BANK_INTEREST "bank_interest" FundMatch, "a bank line in whose memo says interest";
        debit BANK "the line"; credit INTEREST_DUE "as far as it has an opening balance", INTEREST "the rest";
    BANK_CHARGE "bank_charge" FundMatch, "a bank line out whose memo says a charge";
        debit BANK_CHARGES "the line"; credit BANK "the line";
    INTEREST_ACCRUAL "interest_accrual" Treatment, "by hand: interest earned and not yet received";
        debit INTEREST_DUE "the amount"; credit INTEREST "the amount";
    INTEREST_RECEIVED "interest_received" Treatment, "by hand: accrued interest that arrived";
        debit BANK "the amount"; credit INTEREST_DUE "the amount";
    SUPPLEMENT "supplement" Treatment, "a success of the channel that our order waits for, or that has none";
        debit CLEARING_IN "their amount"; credit BUYERS "their amount, for a top-up or without order", ESCROW "their amount, for a payment";
    REFUND_ORDER "refund_order" Treatment, "a success of the channel whose order failed or was closed";
        debit CLEARING_IN "their amount"; credit CLEARING_REFUNDS "their amount";
    VERIFY "verify" Treatment, "one side says success, the other does not: in doubt until the channel answers";
        debit SUSPENSE_PAYMENTS "their refund or payout", RECOVERABLE "our money in", CLEARING_REFUNDS "our refund", CLEARING_PAYOUTS "our payout";
        credit CLEARING_IN "our money in", CLEARING_REFUNDS "their refund", CLEARING_PAYOUTS "their payout", SUSPENSE_RECEIPTS "our refund or payout";
    SUSPENSE "suspense" Treatment, "a difference in amount, money that nothing explains, or money that did not come";
        debit CLEARING_IN "more came in", CLEARING_REFUNDS "less was refunded", CLEARING_PAYOUTS "less was paid out", BANK "unexplained money in", SUSPENSE_PAYMENTS "money that is missing or left unexplained", CHANNEL_FEES "fees of a missing settlement";
        credit SUSPENSE_RECEIPTS "money that is too much or still to leave", CLEARING_IN "less came in, or gross of a missing settlement", CLEARING_REFUNDS "more was refunded", CLEARING_PAYOUTS "more was paid out", BANK "unexplained money out";
    CLAIM "claim" Treatment, "fees that differ, or by hand another difference that the channel owes or is owed";
        debit DUE_FROM_CHANNELS "what the channel owes", CHANNEL_FEES "fees that were too low", CLEARING_IN "more came in", CLEARING_REFUNDS "less was refunded", CLEARING_PAYOUTS "less was paid out";
        credit DUE_TO_CHANNELS "what we owe the channel", CHANNEL_FEES "fees that were too high", CLEARING_IN "less came in", CLEARING_REFUNDS "more was refunded", CLEARING_PAYOUTS "more was paid out";
    CHASE "chase" Treatment, "money in that we credited and the channel never got";
        debit RECOVERABLE "our amount"; credit CLEARING_IN "our amount";
    BAD_DEBT_LOSS "bad_debt" Treatment, "by hand: what is given up, with the claim where it was not made before";
        debit BAD_DEBT "our amount", RECOVERABLE "our amount, where it was not chased before"; credit RECOVERABLE "our amount", CLEARING_IN "our amount, where it was not chased before";
    POST "post" Treatment, "a success without postings: the legs that its kind asks for";
        debit CLEARING_IN "amount", BUYERS "amount, of a withdrawal with its fee", ESCROW "amount";
        credit BUYERS "amount", ESCROW "amount", SELLERS "amount less fee", FEE_INCOME "fee", CLEARING_REFUNDS "amount", CLEARING_PAYOUTS "amount";
    REVERSE "reverse" Treatment, "postings beyond what was expected: red, or by choice blue";
        debit CLEARING_IN "red", BUYERS "red", ESCROW "red", SELLERS "red", SUSPENSE_PAYMENTS "red"; credit BUYERS "red", ESCROW "red", SELLERS "red", FEE_INCOME "red", CLEARING_REFUNDS "red", CLEARING_PAYOUTS "red", SUSPENSE_RECEIPTS "red";
    ADJUST "adjust" Treatment, "postings that are not what was expected: reversed and posted again, summed";
        debit CLEARING_IN "expected less posted", BUYERS "expected less posted", ESCROW "expected less posted", SELLERS "expected less posted", SUSPENSE_PAYMENTS "expected less posted";
        credit BUYERS "expected less posted", ESCROW "expected less posted", SELLERS "expected less posted", FEE_INCOME "expected less posted", CLEARING_REFUNDS "expected less posted", CLEARING_PAYOUTS "expected less posted", SUSPENSE_RECEIPTS "expected less posted";
    SUSPENSE_CLEARED "suspense_cleared" Treatment, "by hand: where suspended money belongs";
        debit SUSPENSE_RECEIPTS "the amount", FOUND "the amount"; credit FOUND "the amount", SUSPENSE_PAYMENTS "the amount";
}

/// The template of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES
        .iter()
        .find(|template| template.name == name)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::chart;

    #[test]
    fn every_leg_stands_on_an_account_of_the_chart_and_each_name_once() {
        for (at, template) in TEMPLATES.iter().enumerate() {
            for leg in template.debit.iter().chain(template.credit) {
                assert!(
                    leg.account == FOUND || chart::find(leg.account).is_some(),
                    "{} {}",
                    template.name,
                    leg.account
                );
            }
            assert_eq!(
                find(template.name).map(std::ptr::from_ref),
                Some(std::ptr::from_ref(TEMPLATES[at]))
            );
        }
    }
}
