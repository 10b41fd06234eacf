//! The identities 恒等式: what must be equal, before and after the proposed treatments.

use std::collections::{BTreeMap, BTreeSet};

use tieout_statement::Currency;

use super::Books;
use super::chart::{self, BANK};
use super::entry::Status;
use super::explained::Part;
use crate::groups::Total;
use crate::sources::Sources;

/// Which identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Name {
    TrialBalance,
    Movement,
    CustomerFunds,
    BookToBank,
    PendingClearing,
    Opening,
    ControlTotals,
}

impl Name {
    /// The word of reports.
    pub const fn text(self) -> &'static str {
        match self {
            Self::TrialBalance => "trial_balance",
            Self::Movement => "movement",
            Self::CustomerFunds => "customer_funds",
            Self::BookToBank => "book_to_bank",
            Self::PendingClearing => "pending_clearing",
            Self::Opening => "opening",
            Self::ControlTotals => "control_totals",
        }
    }
}

/// The word of a stage.
pub(crate) const fn stage(after: bool) -> &'static str {
    if after { "after" } else { "before" }
}

/// What a line of an identity is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    /// The day as a whole.
    Day,
    /// A part of the day, by its word.
    Part(&'static str),
    /// An account and its detail.
    Account(u32),
}

/// One line of an identity, minor units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity<'a> {
    pub name: Name,
    pub about: About,
    pub currency: Currency,
    /// After the proposed treatments.
    pub after: bool,
    pub left: i128,
    pub right: i128,
    pub bridge: Vec<(&'a str, i128)>,
}

impl Identity<'_> {
    /// Left − right − Σ bridge.
    pub fn difference(&self) -> i128 {
        self.left - self.right - self.bridge.iter().map(|(_, amount)| amount).sum::<i128>()
    }
}

/// Unbooked receipts and payments of an account.
const RECEIPTS: &str = "unbooked receipts";
const PAYMENTS: &str = "unbooked payments";

/// Calls back with every line: before the treatments, then after.
pub(crate) fn each<'a>(
    books: &'a Books,
    sources: Sources<'_>,
    tell: &mut impl FnMut(Identity<'a>),
) {
    for after in [false, true] {
        trial_balance(books, after, tell);
        movement(books, after, tell);
        customer_funds(books, after, tell);
        if sources.fund.is_some() {
            book_to_bank(books, after, tell);
        }
        if sources.all_run() {
            pending_clearing(books, after, tell);
        }
        if !after {
            opening(books, tell);
            control_totals(sources, tell);
        }
    }
}

fn line<'a>(name: Name, about: About, currency: Currency, after: bool) -> Identity<'a> {
    Identity {
        name,
        about,
        currency,
        after,
        left: 0,
        right: 0,
        bridge: Vec::new(),
    }
}

fn trial_balance<'a>(books: &'a Books, after: bool, tell: &mut impl FnMut(Identity<'a>)) {
    let mut day: BTreeMap<Currency, [i128; 2]> = BTreeMap::new();
    let mut balances = day.clone();
    for (account, balance) in books.balances.iter() {
        let currency = books.accounts.currency(account);
        let moved = day.entry(currency).or_default();
        moved[0] += balance.debits;
        moved[1] += balance.credits;
        if after {
            moved[0] += balance.proposed_debits;
            moved[1] += balance.proposed_credits;
        }
        let closing = balance.at(after);
        let side = usize::from(closing < 0);
        balances.entry(currency).or_default()[side] += closing.abs();
    }
    for (word, sums) in [("day", day), ("balances", balances)] {
        for (currency, [left, right]) in sums {
            let about = About::Part(word);
            tell(Identity {
                left,
                right,
                ..line(Name::TrialBalance, about, currency, after)
            });
        }
    }
}

/// What the books say does not hold what was accepted and is not booked yet.
fn movement<'a>(books: &'a Books, after: bool, tell: &mut impl FnMut(Identity<'a>)) {
    let mut accepted: BTreeMap<u32, i128> = BTreeMap::new();
    let entries = books.treatments();
    for (_, lines) in entries.filter(|(head, _)| head.status == Status::Accepted) {
        for line in lines {
            *accepted.entry(line.account).or_default() += line.net();
        }
    }
    for (account, balance) in books.balances.iter() {
        let Some(closing) = books.openings.closing(account) else {
            continue;
        };
        let currency = books.accounts.currency(account);
        tell(Identity {
            left: balance.at(after),
            right: closing + accepted.get(&account).copied().unwrap_or(0) + balance.at(after)
                - balance.closing(),
            ..line(Name::Movement, About::Account(account), currency, after)
        });
    }
}

fn customer_funds<'a>(books: &'a Books, after: bool, tell: &mut impl FnMut(Identity<'a>)) {
    let mut by_currency: BTreeMap<Currency, Identity<'a>> = BTreeMap::new();
    for (account, balance) in books.balances.iter() {
        let currency = books.accounts.currency(account);
        let code = books.accounts.account(account);
        let closing = balance.at(after);
        let funds = by_currency
            .entry(currency)
            .or_insert_with(|| line(Name::CustomerFunds, About::Day, currency, after));
        if chart::is_customers(code) {
            funds.left -= closing;
        } else if code == BANK {
            funds.right += closing;
        } else {
            // Accounts come in order, so that one account's details follow each other.
            match funds.bridge.last_mut() {
                Some((last, amount)) if *last == code => *amount += closing,
                _ => funds.bridge.push((code, closing)),
            }
        }
    }
    for (_, mut funds) in by_currency {
        funds.bridge.retain(|&(_, amount)| amount != 0);
        tell(funds);
    }
}

fn book_to_bank<'a>(books: &'a Books, after: bool, tell: &mut impl FnMut(Identity<'a>)) {
    let mut unbooked: BTreeMap<u32, [i128; 2]> = BTreeMap::new();
    for part in &books.unbooked {
        if !books.books_bank(part.by, after) {
            let side = usize::from(part.amount > 0);
            unbooked.entry(part.account).or_default()[side] += part.amount;
        }
    }
    for stated in &books.stated {
        let [receipts, payments] = unbooked.get(&stated.account).copied().unwrap_or_default();
        let currency = books.accounts.currency(stated.account);
        let about = About::Account(stated.account);
        tell(Identity {
            left: books.balances.get(stated.account).at(after),
            right: stated.balance,
            bridge: vec![(RECEIPTS, receipts), (PAYMENTS, payments)],
            ..line(Name::BookToBank, about, currency, after)
        });
    }
}

/// What explains pending clearing at a stage, by account: parts, and what entries put there.
pub(crate) fn explained(books: &Books, after: bool) -> BTreeMap<u32, i128> {
    let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
    let mut add = |account: u32, amount: i128| *sums.entry(account).or_default() += amount;
    for &Part {
        account, amount, ..
    } in &books.parts
    {
        add(account, amount);
    }
    for (head, lines) in books.treatments() {
        if head.status.counts() || after {
            for line in lines {
                if chart::is_clearing(books.accounts.account(line.account)) {
                    add(line.account, line.net());
                }
            }
        }
    }
    sums
}

fn pending_clearing<'a>(books: &'a Books, after: bool, tell: &mut impl FnMut(Identity<'a>)) {
    let sums = explained(books, after);
    let held = books.balances.order.iter().copied();
    let held = held.filter(|&account| chart::is_clearing(books.accounts.account(account)));
    let explained = sums.iter().filter(|(_, amount)| **amount != 0);
    let all: BTreeSet<u32> = held.chain(explained.map(|(account, _)| *account)).collect();
    let mut all: Vec<u32> = all.into_iter().collect();
    all.sort_unstable_by(|&a, &b| books.accounts.compare(a, b));
    for account in all {
        let currency = books.accounts.currency(account);
        let about = About::Account(account);
        tell(Identity {
            left: books.balances.get(account).at(after),
            right: sums.get(&account).copied().unwrap_or(0),
            ..line(Name::PendingClearing, about, currency, after)
        });
    }
}

fn opening<'a>(books: &'a Books, tell: &mut impl FnMut(Identity<'a>)) {
    if !books.openings.is_carried {
        return;
    }
    for &account in books.accounts.in_order() {
        let left = books.openings.opening(account).unwrap_or(0);
        let right = books.openings.carried(account).unwrap_or(0);
        if (left, right) != (0, 0) {
            let currency = books.accounts.currency(account);
            let about = About::Account(account);
            tell(Identity {
                left,
                right,
                ..line(Name::Opening, about, currency, false)
            });
        }
    }
}

/// Amounts read and amounts over outcomes, all reconciliations and sides.
fn control_totals<'a>(sources: Sources<'_>, tell: &mut impl FnMut(Identity<'a>)) {
    let mut sums: BTreeMap<Currency, [i128; 2]> = BTreeMap::new();
    for result in sources.reconciled {
        for totals in &result.totals {
            for (number, &Total { rows, amount }) in (0..).zip(totals) {
                if rows > 0 {
                    sums.entry(result.currency(number)).or_default()[0] += amount;
                }
            }
        }
        for (_, number, _, tally) in result.tallies.all() {
            let amount = tally.left_amount + tally.right_amount;
            sums.entry(result.currency(number)).or_default()[1] += amount;
        }
    }
    if let Some(fund) = sources.fund {
        for totals in &fund.totals {
            for (&currency, total) in totals {
                sums.entry(currency).or_default()[0] += total.amount;
            }
        }
        for (&(_, currency, _), tally) in &fund.tallies {
            let amount = tally.left_amount + tally.right_amount;
            sums.entry(currency).or_default()[1] += amount;
        }
    }
    for (currency, [left, right]) in sums {
        tell(Identity {
            left,
            right,
            ..line(Name::ControlTotals, About::Day, currency, false)
        });
    }
}
