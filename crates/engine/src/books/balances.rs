//! Balances: what each account and detail opened with, what moved, what it closes with.

use std::ops::Range;

use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, MinorUnits, Rows};

use super::accounts::Accounts;
use super::entry::Line;
use crate::carry_over::CarryOver;

/// What the day opens with, by account number.
#[derive(Debug, Default)]
pub(crate) struct Openings {
    /// Of the balances file, else what the day before left; debit positive.
    opening: Vec<Option<i128>>,
    /// What the books say the closing is, where they say it.
    closing: Vec<Option<i128>>,
    /// Closings that an earlier day left.
    carried: Vec<Option<i128>>,
    /// Whether a carry-over with balances was loaded.
    pub is_carried: bool,
}

fn add(column: &mut Vec<Option<i128>>, account: u32, amount: i128) {
    let at = account as usize;
    if column.len() <= at {
        column.resize(at + 1, None);
    }
    *column[at].get_or_insert(0) += amount;
}

fn get(column: &[Option<i128>], account: u32) -> Option<i128> {
    column.get(account as usize).copied().flatten()
}

impl Openings {
    /// Adds some rows of the balances file; rows of one account and detail are summed.
    pub fn add(&mut self, accounts: &mut Accounts, rows: &Rows, range: Range<u32>) {
        let codes = rows.symbol(C::AccountCode);
        let currencies = rows.symbol(C::Currency);
        let details = rows.text(C::Detail);
        let (openings, closings) = (rows.number(C::Opening), rows.number(C::Closing));
        for row in range {
            let at = row as usize;
            let currency = Currency::parse(currencies.get(at)).expect("readers check currencies");
            let account = accounts.number(codes.get(at), details.get(at), currency);
            add(&mut self.opening, account, i128::from(openings[at]));
            if closings[at] != ABSENT {
                add(&mut self.closing, account, i128::from(closings[at]));
            }
        }
    }

    /// Takes the closings of an earlier day; they open today unless a balances file does.
    pub fn carry(&mut self, accounts: &mut Accounts, carry_over: &CarryOver, opens: bool) {
        self.is_carried = !carry_over.balances.is_empty();
        for balance in &carry_over.balances {
            let amount = MinorUnits::parse_signed(&balance.amount, balance.currency);
            let amount = i128::from(amount.expect("checked when it was read").0);
            let account = accounts.number(&balance.account, &balance.detail, balance.currency);
            add(&mut self.carried, account, amount);
            if opens {
                add(&mut self.opening, account, amount);
            }
        }
    }

    /// What an account opens with; `None`: nobody said.
    pub fn opening(&self, account: u32) -> Option<i128> {
        get(&self.opening, account)
    }

    /// What the books say an account closes with.
    pub fn closing(&self, account: u32) -> Option<i128> {
        get(&self.closing, account)
    }

    /// What the day before left on an account.
    pub fn carried(&self, account: u32) -> Option<i128> {
        get(&self.carried, account)
    }
}

/// One account's day in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Balance {
    pub opening: i128,
    /// Final, accepted and booked entries.
    pub debits: i128,
    /// Final, accepted and booked entries.
    pub credits: i128,
    pub proposed_debits: i128,
    pub proposed_credits: i128,
    /// Whether it opened or an entry names it.
    pub listed: bool,
}

impl Balance {
    /// Debit positive.
    pub const fn closing(&self) -> i128 {
        self.opening + self.debits - self.credits
    }

    /// With the proposed entries, debit positive.
    pub const fn after(&self) -> i128 {
        self.closing() + self.proposed_debits - self.proposed_credits
    }

    /// The closing of a stage.
    pub const fn at(&self, after: bool) -> i128 {
        if after { self.after() } else { self.closing() }
    }
}

/// Every account's day, by number.
#[derive(Debug, Default)]
pub(crate) struct Balances {
    all: Vec<Balance>,
    /// Listed accounts in the order of lists.
    pub order: Vec<u32>,
}

impl Balances {
    /// Begins with the openings.
    pub fn open(accounts: &Accounts, openings: &Openings) -> Self {
        let balance = |account| {
            let opening = openings.opening(account);
            Balance {
                opening: opening.unwrap_or(0),
                listed: opening.is_some(),
                ..Balance::default()
            }
        };
        Self {
            all: (0..).take(accounts.len()).map(balance).collect(),
            order: Vec::new(),
        }
    }

    /// Adds an entry's lines; `counts`: not merely proposed.
    pub fn add(&mut self, lines: &[Line], counts: bool) {
        for line in lines {
            let balance = &mut self.all[line.account as usize];
            balance.listed = true;
            if counts {
                balance.debits += line.debit;
                balance.credits += line.credit;
            } else {
                balance.proposed_debits += line.debit;
                balance.proposed_credits += line.credit;
            }
        }
    }

    /// Puts what is listed in order.
    pub fn close(&mut self, accounts: &Accounts) {
        let listed = |&account: &u32| self.all[account as usize].listed;
        self.order = accounts.in_order().iter().copied().filter(listed).collect();
    }

    /// An account's day; an account that nobody listed has nothing.
    pub fn get(&self, account: u32) -> Balance {
        self.all.get(account as usize).copied().unwrap_or_default()
    }

    /// Listed accounts with their days, in the order of lists.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Balance)> + '_ {
        self.order
            .iter()
            .map(|&account| (account, self.get(account)))
    }
}
