//! What explains balances and leaves for the next day: open lines, closing balances.

use std::collections::BTreeMap;

use tieout_statement::Currency;
use tieout_statement::money::major;

use super::Books;
use super::bench::Bench;
use super::chart::{CHANNEL_FEES, SUSPENSE_PAYMENTS, SUSPENSE_RECEIPTS, is_clearing};
use super::explained::By;
use crate::carry_over::{CarriedBalance, OpenLine};
use crate::outcome::Outcome;
use crate::result::DayResult;

impl Books {
    /// Whether an exception's entry is in the closing balances.
    pub fn is_settled(&self, exception: u32) -> bool {
        self.entry_of(exception)
            .is_some_and(|(head, _)| head.status.counts())
    }
}

/// What earlier days left open and what today adds: every exception that no row, item or
/// line carries, by what it still explains.
pub(crate) fn open(result: &DayResult) -> Vec<OpenLine> {
    let earlier = result.day().carry_over();
    let mut open = earlier.map_or_else(Vec::new, |carry_over| carry_over.open.clone());
    let books = result.books();
    let bench = Bench::new(result.sources(), &books.known);
    let mut amounts: BTreeMap<(u32, u32), i128> = BTreeMap::new();
    for part in &books.parts {
        if let By::Exception(at) = part.by {
            *amounts.entry((at, part.account)).or_default() += part.amount;
        }
    }
    for part in &books.unbooked {
        if let By::Exception(at) = part.by
            && !books.is_settled(at)
        {
            *amounts.entry((at, part.account)).or_default() += part.amount;
        }
    }
    let mut fees: BTreeMap<(String, Currency), u32> = BTreeMap::new();
    for (at, exception) in (0..).zip(&result.exceptions().list) {
        let group = bench.group(*exception);
        if group.outcome() == Outcome::FeeMismatch && !books.is_settled(at) {
            let (channel, currency) = (group.channel(&bench), group.currency());
            let number = || books.accounts.find(CHANNEL_FEES, channel, currency);
            let known = fees.entry((channel.to_owned(), currency));
            let account = *known.or_insert_with(|| number().expect("numbered with the parts"));
            *amounts.entry((at, account)).or_default() += group.delta();
        }
    }
    for at in settled(books) {
        let lines = books.entry_of(at).map_or(&[][..], |(_, lines)| lines);
        for line in lines {
            let code = books.accounts.account(line.account);
            let suspended = matches!(code, SUSPENSE_PAYMENTS | SUSPENSE_RECEIPTS);
            if suspended || is_clearing(code) && !is_fund_item(&bench, at) {
                *amounts.entry((at, line.account)).or_default() += line.net();
            }
        }
    }
    let mut todays: Vec<((u32, u32), i128)> = amounts.into_iter().collect();
    todays.retain(|&((at, _), amount)| amount != 0 && !is_carried(&bench, books, at));
    todays.sort_by(|((a, left), _), ((b, right), _)| {
        a.cmp(b).then_with(|| books.accounts.compare(*left, *right))
    });
    open.extend(todays.into_iter().map(|((at, account), amount)| {
        let group = bench.group(bench.exception(at as usize));
        let currency = books.accounts.currency(account);
        OpenLine {
            account: books.accounts.account(account).to_owned(),
            detail: books.accounts.detail(account).to_owned(),
            currency,
            amount: major(amount, currency),
            outcome: group.outcome(),
            key: group.key().to_owned(),
            first_seen: group.first_seen(&bench).to_string(),
        }
    }));
    open
}

/// Closing balances that are not zero.
pub(crate) fn balances(result: &DayResult) -> Vec<CarriedBalance> {
    let books = result.books();
    let open = books.balances.iter().filter(|(_, day)| day.closing() != 0);
    open.map(|(account, day)| {
        let currency = books.accounts.currency(account);
        CarriedBalance {
            account: books.accounts.account(account).to_owned(),
            detail: books.accounts.detail(account).to_owned(),
            currency,
            amount: major(day.closing(), currency),
        }
    })
    .collect()
}

/// Exceptions whose entries are in the closing balances.
fn settled(books: &Books) -> Vec<u32> {
    let mut settled: Vec<u32> = books
        .treatments()
        .filter(|(head, _)| head.status.counts())
        .filter_map(|(head, _)| match head.source {
            super::entry::Source::Exception(at) => Some(at),
            _ => None,
        })
        .collect();
    settled.sort_unstable();
    settled
}

/// Whether pending clearing is explained by an item, which is carried unless it is settled.
fn is_fund_item(bench: &Bench<'_>, at: u32) -> bool {
    let group = bench.group(bench.exception(at as usize));
    group.outcome() == Outcome::FundShort
}

/// Whether rows, items or lines of an exception take part in the next day: they explain.
fn is_carried(bench: &Bench<'_>, books: &Books, at: u32) -> bool {
    use super::bench::Group;
    let group = bench.group(bench.exception(at as usize));
    match group {
        Group::Key(view, number) => view.result.groups.verdict(number).carried_forward(),
        Group::Fund(_, fund) => match fund.head.outcome {
            Outcome::FundLong => false,
            _ => !books.is_settled(at),
        },
    }
}
