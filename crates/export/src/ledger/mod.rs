//! The journal as plain-text accounting: what hledger and beancount have in common.

pub mod account_name;
pub mod beancount;
pub mod hledger;

use std::collections::{BTreeMap, BTreeSet};

use tieout_engine::report::{EntryReport, Report};
use tieout_statement::{Currency, Date};

use crate::ExportError;
use crate::amount::{add, minor};
use crate::chart::Chart;
use crate::words::Language;

/// Against what opening balances stand.
const OPENING: &str = "Equity:Opening-Balances";

/// Whether an entry is in the books: every one but a proposed one.
pub(crate) fn is_booked(entry: &EntryReport) -> bool {
    entry.status != "proposed"
}

/// One posting, minor units, debit positive.
struct Posting {
    account: String,
    currency: Currency,
    amount: i128,
}

/// One entry as a transaction.
struct Transaction<'a> {
    entry: &'a EntryReport,
    postings: Vec<Posting>,
}

/// Everything that both languages write.
struct Ledger<'a> {
    report: &'a Report,
    /// `None`: nothing tells a date, and nothing can be dated.
    date: Option<Date>,
    currencies: BTreeSet<Currency>,
    /// Full names, with code and detail as the report writes them.
    accounts: BTreeMap<String, (&'a str, &'a str)>,
    /// Balances before the day, and what balances them.
    opening: Vec<Posting>,
    transactions: Vec<Transaction<'a>>,
    /// Balances after the day.
    closing: Vec<Posting>,
}

impl<'a> Ledger<'a> {
    fn new(report: &'a Report) -> Result<Self, ExportError> {
        let mut ledger = Self {
            report,
            date: Date::parse(&report.accounting_date),
            currencies: BTreeSet::new(),
            accounts: BTreeMap::new(),
            opening: Vec::new(),
            transactions: Vec::new(),
            closing: Vec::new(),
        };
        ledger.balances()?;
        for entry in report.journal.iter().filter(|entry| is_booked(entry)) {
            let mut postings = Vec::new();
            for line in &entry.lines {
                let currency = line.currency;
                let credit = minor(&line.credit, currency)?;
                let amount = add(minor(&line.debit, currency)?, -credit, currency)?;
                postings.push(ledger.posting(&line.account, &line.detail, currency, amount));
            }
            ledger.transactions.push(Transaction { entry, postings });
        }
        Ok(ledger)
    }

    fn balances(&mut self) -> Result<(), ExportError> {
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        let mut closings: BTreeMap<(String, Currency), usize> = BTreeMap::new();
        for balance in &self.report.balances {
            let currency = balance.currency;
            let (account, detail) = (&balance.account, &balance.detail);
            let opening = minor(&balance.opening, currency)?;
            if opening != 0 {
                let sum = sums.entry(currency).or_default();
                *sum = add(*sum, opening, currency)?;
                let posting = self.posting(account, detail, currency, opening);
                self.opening.push(posting);
            }
            let closing = minor(&balance.closing, currency)?;
            let posting = self.posting(account, detail, currency, closing);
            // Accounts that the company keeps as one close as one.
            let by = (posting.account.clone(), currency);
            match closings.get(&by) {
                Some(&at) => {
                    let sum: &mut Posting = &mut self.closing[at];
                    sum.amount = add(sum.amount, posting.amount, currency)?;
                }
                None => {
                    closings.insert(by, self.closing.len());
                    self.closing.push(posting);
                }
            }
        }
        // Openings that do not balance are told by the trial balance; here something must
        // balance them.
        let rest = sums.into_iter().filter(|(_, sum)| *sum != 0);
        self.opening.extend(rest.map(|(currency, sum)| Posting {
            account: OPENING.to_owned(),
            currency,
            amount: -sum,
        }));
        Ok(())
    }

    fn posting(
        &mut self,
        account: &'a str,
        detail: &'a str,
        currency: Currency,
        amount: i128,
    ) -> Posting {
        let name = account_name::of(Chart::of(self.report), account, detail);
        self.currencies.insert(currency);
        self.accounts
            .entry(name.clone())
            .or_insert((account, detail));
        Posting {
            account: name,
            currency,
            amount,
        }
    }

    /// What is said beside an account: its detail, and of a company's own chart the code and
    /// the names that it stands for.
    fn note(&self, account: &str, detail: &str) -> String {
        let chart = Chart::of(self.report);
        if chart.is_built_in() {
            return detail.to_owned();
        }
        let names = [
            chart.name(account, Language::English),
            chart.detail_name(account, detail),
        ];
        let parts = [account, detail].into_iter().chain(names);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// Whether another account stands below one: beancount counts it in.
    fn has_accounts_below(&self, account: &str) -> bool {
        let below = format!("{account}:");
        let mut from = self.accounts.range(below.clone()..);
        from.next()
            .is_some_and(|(name, _)| name.starts_with(&below))
    }

    fn proposed(&self) -> usize {
        let all = self.report.journal.iter();
        all.filter(|entry| !is_booked(entry)).count()
    }
}
