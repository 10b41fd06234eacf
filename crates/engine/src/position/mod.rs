//! Fund position 资金头寸: what stands at each of our bank accounts, what is expected to move
//! in the coming days, how low the balance will be, and the transfer that would cure it.
//!
//! A balance here is the bank's: what its statement says, else the books' with what only the
//! bank has. Receipts that are due and were not seen are told and not counted on; payments
//! that are due and were not seen leave on the next day. Items between which nobody chose
//! are told apart: their money may be among the lines already.

mod cure;
mod gather;
mod project;

use serde::{Deserialize, Serialize};
use tieout_statement::{Currency, Date};

use crate::books::view::Page;
use crate::report::EntryReport;
use crate::result::DayResult;

/// Days ahead that are always listed.
pub const DAYS_AHEAD: i32 = 7;

/// What is expected on one day at one account, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpectedDay {
    /// `YYYY-MM-DD`, after the accounting date.
    pub date: String,
    /// Open settlements and payouts that are due then.
    pub items: u64,
    /// Σ of those that bring money.
    pub incoming: String,
    /// Σ of those that take money, not negative.
    pub outgoing: String,
    /// The balance at the end of the day, signed.
    pub balance: String,
}

/// What is to be done about an account that falls below its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cure {
    /// A transfer is proposed.
    Transfer,
    /// No other account of the currency has a limit: nobody said what may leave it.
    NoOtherAccount,
    /// No other account has enough above its limit.
    NotEnough,
}

/// One bank account in one currency. Amounts are major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountPosition {
    /// Our account at the bank.
    pub account: String,
    /// The currency.
    pub currency: Currency,
    /// Whether the bank's statement says the closing; otherwise it is the books', with what
    /// only the bank has.
    pub stated: bool,
    /// Closing − arrived + left, signed.
    pub opening: String,
    /// Today's lines in.
    pub arrived_lines: u64,
    /// What they brought.
    pub arrived: String,
    /// Today's lines out.
    pub left_lines: u64,
    /// What they took, not negative.
    pub left: String,
    /// What stands at the bank, signed.
    pub closing: String,
    /// What the books have, without proposed entries, signed.
    pub book: String,
    /// Fund transfers that left here and were not seen to arrive: their other account is
    /// not known, so no balance counts them.
    pub transit_out: String,
    /// Fund transfers that arrived here and were not seen to leave.
    pub transit_in: String,
    /// Due by the accounting date and not seen: money in, not counted on.
    pub due_in: String,
    /// Due by the accounting date and not seen: money out, which leaves on the next day.
    pub due_out: String,
    /// Σ of items between which nobody chose, signed, not counted.
    pub undecided: String,
    /// The coming days: the next seven, and later ones on which something is due.
    pub expected: Vec<ExpectedDay>,
    /// The least balance, signed.
    pub low: String,
    /// The first day of it; the accounting date where it is the closing.
    pub low_date: String,
    /// What must stay there; `None`: nobody said.
    pub limit: Option<String>,
    /// Limit − low where that is positive.
    pub shortfall: Option<String>,
    /// The first day below the limit.
    pub below_from: Option<String>,
    /// What is to be done about it; `None`: nothing.
    pub cure: Option<Cure>,
    /// Where no account has enough: the one with the most above its limit, and how much.
    pub nearest: Option<(String, String)>,
}

/// Open items of a channel whose bank account nothing names, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unassigned {
    /// The channel's code.
    pub channel: String,
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub items: u64,
    /// Σ of those that bring money.
    pub incoming: String,
    /// Σ of those that take money, not negative.
    pub outgoing: String,
}

/// A transfer between two of our accounts that would keep both at their limits.
///
/// Nothing books it: its entries are booked when its bank lines are read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProposedTransfer {
    /// The same day run again makes the same id.
    pub id: String,
    /// The account that gives.
    pub from: String,
    /// The account that is short.
    pub to: String,
    /// The currency.
    pub currency: Currency,
    /// Major units.
    pub amount: String,
    /// The first day on which the account is short.
    pub by: String,
    /// What the giving account has above its limit at its lowest, before the transfer.
    pub above: String,
    /// `fund_transfer_out`, then `fund_transfer_in`.
    pub entries: Vec<EntryReport>,
}

/// The fund position of a day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FundPosition {
    /// By account and currency.
    pub accounts: Vec<AccountPosition>,
    /// By channel and currency.
    pub unassigned: Vec<Unassigned>,
    /// By the account that is short.
    pub transfers: Vec<ProposedTransfer>,
}

impl FundPosition {
    /// Whether the report leaves it out: nobody set a limit, so it says nothing that the
    /// rest of the report does not say.
    #[must_use]
    pub fn is_without_limit(&self) -> bool {
        self.accounts.iter().all(|one| one.limit.is_none())
    }

    /// Accounts that fall below their limit.
    pub fn alerts(&self) -> impl Iterator<Item = &AccountPosition> {
        let all = self.accounts.iter();
        all.filter(|one| one.shortfall.is_some())
    }
}

/// When an open item is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// Due by the accounting date, and not seen.
    Due,
    /// Due later.
    Expected,
    /// Nobody chose what its lines are.
    Undecided,
}

/// An open settlement or payout.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpectedItem {
    /// Its key.
    pub key: String,
    /// The channel's code.
    pub channel: String,
    /// `YYYY-MM-DD`.
    pub due_date: String,
    /// When it is expected.
    pub awaited: Awaited,
    /// Rows behind it.
    pub rows: u64,
    /// Major units, signed: money in is positive.
    pub net: String,
    /// Its group in fund reconciliation, to open it; `None` where that was not run.
    pub handle: Option<u64>,
}

impl DayResult {
    /// What stands at each bank account and what is expected there.
    #[must_use]
    pub fn fund_position(&self) -> FundPosition {
        let date = self.calendar().period.map(|period| period.date);
        let gathered = gather::gather(self);
        let date = date.unwrap_or(Date(0));
        let mut positions: Vec<_> = gathered
            .accounts
            .into_iter()
            .map(|(name, account)| project::project(name, account, date))
            .collect();
        let transfers = cure::cure(&mut positions, date);
        FundPosition {
            accounts: positions.iter().map(project::Projected::told).collect(),
            unassigned: gathered.unassigned,
            transfers,
        }
    }

    /// A page of the open items that are expected at an account, by due date; an empty
    /// account: those whose account nothing names.
    #[must_use]
    pub fn expected_items(
        &self,
        account: &str,
        currency: Currency,
        from: u64,
        count: u64,
    ) -> Page<ExpectedItem> {
        gather::items(self, account, currency, (from, count))
    }
}
