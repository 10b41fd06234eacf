//! Journal, balances and identities as reports write them.

use tieout_statement::Currency;
use tieout_statement::money::major;
use tieout_statement::{Column, Kind, Role};

use super::Books;
use super::balances::Balance;
use super::bench::Bench;
use super::entry::{Head, Line, Source};
use super::identities::{self, About, Identity};
use crate::report::{
    BalanceReport, BridgeReport, EntryLineReport, EntryReport, IdentityReport, Note,
};
use crate::result::DayResult;

impl DayResult {
    /// Every entry: day-cut, matched funds, then treatments.
    #[must_use]
    pub fn journal(&self) -> Vec<EntryReport> {
        let (books, bench) = (
            self.books(),
            Bench::new(self.sources(), &self.books().known),
        );
        let entries = books.entries();
        entries
            .map(|(head, lines)| entry(books, &bench, head, lines))
            .collect()
    }

    /// Postings that the day-cut has no template for: fund transfers are booked from the
    /// bank's lines.
    pub(crate) fn postings_not_booked(&self) -> Option<Note> {
        let table = self.day().table(Role::PostingFlow)?;
        let kinds = &table.rows().code(Column::Kind)[table.carried_rows().len()..];
        let of_transfers = |&&kind: &&u8| kind == Kind::FundTransfer.code();
        let count = kinds.iter().filter(of_transfers).count();
        (count > 0).then(|| Note {
            code: "fund_transfer_postings".to_owned(),
            file: None,
            line: None,
            values: vec![count.to_string()],
            text: format!(
                "{count} postings of kind fund_transfer are not in the day-cut: fund transfers are booked from the bank's lines"
            ),
        })
    }

    /// Every account and detail that opened or moved.
    #[must_use]
    pub fn balances(&self) -> Vec<BalanceReport> {
        let books = self.books();
        let balances = books.balances.iter();
        balances
            .map(|(account, day)| balance(books, account, day))
            .collect()
    }

    /// Every line of every identity, before the treatments, then after.
    #[must_use]
    pub fn identities(&self) -> Vec<IdentityReport> {
        let books = self.books();
        let mut all = Vec::new();
        identities::each(books, self.sources(), &mut |line| {
            all.push(identity(books, &line));
        });
        all
    }
}

/// An entry with its lines.
pub(crate) fn entry(books: &Books, bench: &Bench<'_>, head: &Head, lines: &[Line]) -> EntryReport {
    let exception = match head.source {
        Source::Exception(at) => Some(bench.id(at as usize)),
        _ => None,
    };
    EntryReport {
        id: head.id.to_string(),
        template: head.template.name.to_owned(),
        when: head.template.when.text().to_owned(),
        status: head.status.text().to_owned(),
        rows: head.rows,
        exception,
        lines: lines.iter().map(|line| entry_line(books, line)).collect(),
    }
}

pub(crate) fn entry_line(books: &Books, line: &Line) -> EntryLineReport {
    let currency = books.accounts.currency(line.account);
    EntryLineReport {
        account: books.accounts.account(line.account).to_owned(),
        detail: books.accounts.detail(line.account).to_owned(),
        currency,
        debit: major(line.debit, currency),
        credit: major(line.credit, currency),
    }
}

pub(crate) fn balance(books: &Books, account: u32, day: Balance) -> BalanceReport {
    let of = (
        books.accounts.account(account),
        books.accounts.detail(account),
        books.accounts.currency(account),
    );
    balance_of(of, day)
}

/// The balance of an account, detail and currency.
pub(crate) fn balance_of(
    (account, detail, currency): (&str, &str, Currency),
    day: Balance,
) -> BalanceReport {
    let amount = |minor| major(minor, currency);
    BalanceReport {
        account: account.to_owned(),
        detail: detail.to_owned(),
        currency,
        opening: amount(day.opening),
        debits: amount(day.debits),
        credits: amount(day.credits),
        closing: amount(day.closing()),
        proposed_debits: amount(day.proposed_debits),
        proposed_credits: amount(day.proposed_credits),
        closing_after_treatment: amount(day.after()),
    }
}

pub(crate) fn identity(books: &Books, line: &Identity<'_>) -> IdentityReport {
    let amount = |minor| major(minor, line.currency);
    let (account, detail) = match line.about {
        About::Day => (None, None),
        About::Part(word) => (None, Some(word.to_owned())),
        About::Account(number) => (
            Some(books.accounts.account(number).to_owned()),
            Some(books.accounts.detail(number).to_owned()),
        ),
    };
    let bridge = line.bridge.iter().map(|&(term, minor)| BridgeReport {
        term: term.to_owned(),
        amount: amount(minor),
    });
    let difference = line.difference();
    IdentityReport {
        identity: line.name.text().to_owned(),
        account,
        detail,
        currency: line.currency,
        stage: identities::stage(line.after).to_owned(),
        left: amount(line.left),
        right: amount(line.right),
        bridge: bridge.collect(),
        difference: amount(difference),
        holds: difference == 0,
    }
}
