//! What screens ask of the books: pages of entries, balances, T-accounts, explanations.
//!
//! A page never receives the whole: an entry of a day-cut may have as many lines as there
//! are customers, a balance as many entries as there are rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tieout_statement::Currency;
use tieout_statement::money::major;

use super::Books;
use super::balances::Balance;
use super::bench::Bench;
use super::chart;
use super::entry::{Head, Line, Source};
use super::explained::{By, Part};
use super::report;
use crate::decisions::{Accepted, Direction};
use crate::outcome::{Outcome, Treatment};
use crate::report::{BalanceReport, EntryReport};
use crate::result::DayResult;
use crate::sources::Sources;

/// Lines of an entry that a page shows before somebody asks for more.
const LINES_SHOWN: usize = 20;

/// Which entries to list. Empty = no filter.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct JournalQuery {
    /// `day_cut`, `fund_match`, `treatment`.
    pub when: Vec<String>,
    /// `final`, `proposed`, `accepted`, `already_booked`.
    pub statuses: Vec<String>,
    /// Template names.
    pub templates: Vec<String>,
    /// Entries that move one of these accounts.
    pub accounts: Vec<String>,
    /// Entries whose id or a line's detail contains this text.
    pub text: String,
}

/// An entry of a page: its first lines, and how many there are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryView {
    /// The entry with at most the first lines.
    pub entry: EntryReport,
    /// `YYYY-MM-DD`; of a treatment the day its exception was first seen.
    pub date: String,
    /// Σ debits = Σ credits, major units.
    pub amount: String,
    /// The currency.
    pub currency: Currency,
    /// Lines in all.
    pub lines_in_all: u64,
    /// The group that it is made of, to open it; of a day-cut none.
    pub handle: Option<u64>,
}

/// A way to treat an exception.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TreatmentChoice {
    /// The treatment.
    pub treatment: Treatment,
    /// What it would book; `None`: nothing.
    pub entry: Option<EntryReport>,
}

/// Entries of one template and currency that would be booked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WouldBook {
    /// The template's name.
    pub template: String,
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub entries: u64,
    /// Σ debits, major units; negative of red-letter entries.
    pub amount: String,
}

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page<T> {
    /// Items in all.
    pub total: u64,
    /// Those of the page.
    pub items: Vec<T>,
}

/// One movement of a T-account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Movement {
    /// The entry.
    pub entry: String,
    /// Its template.
    pub template: String,
    /// `day_cut`, `fund_match` or `treatment`.
    pub when: String,
    /// Its status.
    pub status: String,
    /// Major units.
    pub debit: String,
    /// Major units.
    pub credit: String,
}

/// One item that explains a balance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Explanation {
    /// `exception`, `item`, `open` (left by an earlier day), `tolerated` or `entry`.
    pub what: String,
    /// The number that it is known by; of an entry its id.
    pub key: String,
    /// What became of it; `None` of an entry.
    pub outcome: Option<Outcome>,
    /// Major units, debit positive.
    pub amount: String,
    /// `YYYY-MM-DD`, of what an earlier day left.
    pub first_seen: Option<String>,
    /// The group to open; `None`: there is none today.
    pub handle: Option<u64>,
}

pub(crate) fn page<T, U>(
    all: impl Iterator<Item = T>,
    (from, count): (u64, u64),
    mut show: impl FnMut(T) -> U,
) -> Page<U> {
    let (mut total, mut items) = (0_u64, Vec::new());
    for one in all {
        if total >= from && total - from < count {
            items.push(show(one));
        }
        total += 1;
    }
    Page { total, items }
}

impl JournalQuery {
    pub(super) fn holds(&self, books: &Books, head: &Head, lines: &[Line]) -> bool {
        let among = |list: &[String], word: &str| list.is_empty() || list.iter().any(|w| w == word);
        let account = |line: &Line| {
            let code = books.accounts.account(line.account);
            self.accounts.iter().any(|wanted| wanted == code)
        };
        let detail = |line: &Line| books.accounts.detail(line.account).contains(&self.text);
        among(&self.when, head.template.when.text())
            && among(&self.statuses, head.status.text())
            && among(&self.templates, head.template.name)
            && (self.accounts.is_empty() || lines.iter().any(account))
            && (self.text.is_empty()
                || head.id.to_string() == self.text
                || lines.iter().any(detail))
    }
}

impl DayResult {
    /// A page of the journal.
    #[must_use]
    pub fn journal_page(&self, query: &JournalQuery, from: u64, count: u64) -> Page<EntryView> {
        let (books, bench) = (self.books(), self.bench());
        let all = books.entries();
        let all = all.filter(|(head, lines)| query.holds(books, head, lines));
        page(all, (from, count), |(head, lines)| {
            entry_view(books, &bench, head, lines)
        })
    }

    /// A page of one entry's lines; `None` where no entry has the id.
    #[must_use]
    pub fn entry_lines(
        &self,
        id: &str,
        from: u64,
        count: u64,
    ) -> Option<Page<crate::report::EntryLineReport>> {
        let books = self.books();
        let (_, lines) = self.find_entry(id)?;
        Some(page(lines.iter(), (from, count), |line| {
            report::entry_line(books, line)
        }))
    }

    /// An entry by its id, whole.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<EntryReport> {
        let (head, lines) = self.find_entry(id)?;
        Some(report::entry(self.books(), &self.bench(), head, lines))
    }

    pub(super) fn find_entry(&self, id: &str) -> Option<(&Head, &[Line])> {
        let mut entries = self.books().entries();
        entries.find(|(head, _)| head.id.to_string() == id)
    }

    /// The entry of an exception by the handle of its group, as it stands.
    #[must_use]
    pub fn entry_of(&self, handle: u64) -> Option<EntryReport> {
        let at = self.exception_at(handle)?;
        let (head, lines) = self.books().entry_of(at)?;
        Some(report::entry(self.books(), &self.bench(), head, lines))
    }

    /// Entries of an exception by its id.
    #[must_use]
    pub fn entries_of_exception(&self, id: &str) -> Vec<EntryReport> {
        let (books, bench) = (self.books(), self.bench());
        let exceptions = 0..self.exceptions().list.len();
        let found = exceptions.into_iter().find(|&at| bench.id(at) == id);
        let entry = found.and_then(|at| books.entry_of(u32::try_from(at).ok()?));
        let report = |(head, lines)| report::entry(books, &bench, head, lines);
        entry.map(report).into_iter().collect()
    }

    /// What may be done with an exception, the usual treatment first; empty for others.
    #[must_use]
    pub fn choices(&self, handle: u64) -> Vec<Treatment> {
        let Some(at) = self.exception_at(handle) else {
            return Vec::new();
        };
        self.choices_of(&self.bench(), at as usize)
    }

    pub(crate) fn choices_of(&self, bench: &Bench<'_>, at: usize) -> Vec<Treatment> {
        let exception = bench.exception(at);
        let group = bench.group(exception);
        let (family, delta) = (group.family(bench), group.delta());
        let of = (group.reconciliation(), group.outcome());
        let mut choices = super::treatment_rules::choices(of.0, of.1, family, delta);
        // What is proposed stands first, whatever is usual.
        if let Some(place) = choices.iter().position(|&t| t == exception.treatment) {
            choices[..=place].rotate_right(1);
        } else {
            choices.insert(0, exception.treatment);
        }
        choices
    }

    /// What may be done with an exception, and what each way would book.
    #[must_use]
    pub fn treatment_choices(&self, handle: u64, direction: Direction) -> Vec<TreatmentChoice> {
        let Some(at) = self.exception_at(handle) else {
            return Vec::new();
        };
        let bench = self.bench();
        let choices = self.choices_of(&bench, at as usize).into_iter();
        let choice = |treatment| TreatmentChoice {
            treatment,
            entry: previewed(
                &bench,
                at as usize,
                Accepted {
                    treatment,
                    direction,
                },
            ),
        };
        choices.map(choice).collect()
    }

    /// The entry of an exception as it stands: proposed, accepted or booked.
    #[must_use]
    pub fn standing_entry(&self, handle: u64) -> Option<EntryReport> {
        let at = self.exception_at(handle)?;
        let (books, bench) = (self.books(), self.bench());
        let (head, lines) = books.entry_of(at)?;
        Some(report::entry(books, &bench, head, lines))
    }

    /// What accepting exceptions as they stand would book, by template and currency.
    #[must_use]
    pub fn would_book(&self, handles: &[u64]) -> Vec<WouldBook> {
        let books = self.books();
        let mut sums: BTreeMap<(&str, Currency), (u64, i128)> = BTreeMap::new();
        let exceptions = handles
            .iter()
            .filter_map(|&handle| self.exception_at(handle));
        for (head, lines) in exceptions.filter_map(|at| books.entry_of(at)) {
            if head.status.counts() {
                continue;
            }
            let currency = books.accounts.currency(lines[0].account);
            let sum = sums.entry((head.template.name, currency)).or_default();
            sum.0 += 1;
            sum.1 += lines.iter().map(|line| line.debit).sum::<i128>();
        }
        let line = |((template, currency), (entries, amount)): ((&str, Currency), (u64, i128))| {
            WouldBook {
                template: template.to_owned(),
                currency,
                entries,
                amount: major(amount, currency),
            }
        };
        sums.into_iter().map(line).collect()
    }

    /// The entry that a treatment would make of an exception; `None` where it makes none.
    #[must_use]
    pub fn preview(&self, handle: u64, accepted: Accepted) -> Option<EntryReport> {
        let at = self.exception_at(handle)?;
        previewed(&self.bench(), at as usize, accepted)
    }

    /// A page of balances: of an account, or of all where it is empty, whose detail contains
    /// a text.
    #[must_use]
    pub fn balances_page(
        &self,
        account: &str,
        text: &str,
        from: u64,
        count: u64,
    ) -> Page<BalanceReport> {
        let books = self.books();
        let wanted = |&(number, _): &(u32, Balance)| {
            (account.is_empty() || books.accounts.account(number) == account)
                && books.accounts.detail(number).contains(text)
        };
        let all = books.balances.iter().filter(wanted);
        page(all, (from, count), |(number, day)| {
            report::balance(books, number, day)
        })
    }

    /// A page of what moved an account's detail.
    #[must_use]
    pub fn movements(
        &self,
        (account, detail, currency): (&str, &str, Currency),
        from: u64,
        count: u64,
    ) -> Page<Movement> {
        let books = self.books();
        let Some(number) = books.accounts.find(account, detail, currency) else {
            return Page {
                total: 0,
                items: Vec::new(),
            };
        };
        let moved = books.entries().filter_map(|(head, lines)| {
            let line = lines.iter().find(|line| line.account == number)?;
            Some((head, *line))
        });
        page(moved, (from, count), |(head, line)| Movement {
            entry: head.id.to_string(),
            template: head.template.name.to_owned(),
            when: head.template.when.text().to_owned(),
            status: head.status.text().to_owned(),
            debit: major(line.debit, currency),
            credit: major(line.credit, currency),
        })
    }

    /// A page of what explains an account: of pending clearing what is open and what entries
    /// put there, of deposits at bank what is not booked, at a stage.
    #[must_use]
    pub fn explanations(
        &self,
        (account, detail, currency): (&str, &str, Currency),
        after: bool,
        from: u64,
        count: u64,
    ) -> Page<Explanation> {
        let (books, bench) = (self.books(), self.bench());
        let number = books.accounts.find(account, detail, currency);
        let at_bank = account == chart::BANK;
        let parts = if at_bank {
            &books.unbooked
        } else {
            &books.parts
        };
        let parts = parts.iter().filter(|part| {
            Some(part.account) == number && !(at_bank && books.books_bank(part.by, after))
        });
        let parts = parts.map(|part| explanation(books, &bench, part));
        let clearing = chart::is_clearing(account);
        let entries = books
            .treatments()
            .filter(|(head, _)| clearing && (after || head.status.counts()));
        let entries = entries.filter_map(|(head, lines)| {
            let line = lines.iter().find(|line| Some(line.account) == number)?;
            Some(Explanation {
                what: "entry".to_owned(),
                key: head.id.to_string(),
                outcome: None,
                amount: major(line.net(), currency),
                first_seen: None,
                handle: handle(self.sources(), head.source),
            })
        });
        page(parts.chain(entries), (from, count), |one| one)
    }

    pub(crate) fn bench(&self) -> Bench<'_> {
        Bench::new(self.sources(), &self.books().known)
    }

    /// The place of a group's exception in the list.
    pub(crate) fn exception_at(&self, handle: u64) -> Option<u32> {
        let which = usize::try_from(handle >> 32).ok()?;
        let group = u32::try_from(handle & u64::from(u32::MAX)).ok()?;
        u32::try_from(self.exceptions().find(which, group)?).ok()
    }
}

fn previewed(bench: &Bench<'_>, at: usize, accepted: Accepted) -> Option<EntryReport> {
    let mut scratch = Books::default();
    let made = super::treatment_entries::entry(&mut scratch.accounts, bench, at, accepted);
    let (head, lines) = made?;
    Some(report::entry(&scratch, bench, &head, lines.as_slice()))
}

fn entry_view(books: &Books, bench: &Bench<'_>, head: &Head, lines: &[Line]) -> EntryView {
    let currency = books.accounts.currency(lines[0].account);
    let shown = &lines[..lines.len().min(LINES_SHOWN)];
    EntryView {
        entry: report::entry(books, bench, head, shown),
        date: head.date.to_string(),
        amount: major(lines.iter().map(|line| line.debit).sum(), currency),
        currency,
        lines_in_all: lines.len() as u64,
        handle: handle(bench.sources, head.source),
    }
}

pub(super) fn handle(sources: Sources<'_>, source: Source) -> Option<u64> {
    let (which, group) = match source {
        // Fees lead to their rows by what they differ in.
        Source::Postings(_) | Source::Fees | Source::Fee(_) | Source::ByHand(_) => return None,
        Source::Funds(group) | Source::BankLine { group, .. } => (sources.reconciled.len(), group),
        Source::Exception(at) => {
            let exception = sources.exceptions.list[at as usize];
            (exception.reconciliation, exception.group)
        }
    };
    Some((which as u64) << 32 | u64::from(group))
}

fn explanation(books: &Books, bench: &Bench<'_>, part: &Part) -> Explanation {
    let sources = bench.sources;
    let amount = major(part.amount, books.accounts.currency(part.account));
    let told = |what: &str, key: &str, outcome, handle| Explanation {
        what: what.to_owned(),
        key: key.to_owned(),
        outcome: Some(outcome),
        amount: amount.clone(),
        first_seen: None,
        handle,
    };
    match part.by {
        By::Exception(at) => {
            let group = bench.group(bench.exception(at as usize));
            let handle = handle(sources, Source::Exception(at));
            told("exception", group.key(), group.outcome(), handle)
        }
        By::Item { item, group } => {
            let handle = handle(sources, Source::Funds(group));
            let key = bench
                .funds
                .map(|funds| &*funds.result.items.list[item as usize].key);
            let outcome = bench
                .funds
                .map(|funds| funds.result.groups.get(group as usize).head);
            let outcome = outcome.map_or(Outcome::NotDue, |head| head.outcome);
            told("item", key.unwrap_or_default(), outcome, handle)
        }
        By::Open(number) => {
            let carried = sources.day.carry_over().map(|c| &c.open[number as usize]);
            let key = carried.map_or("", |open| &open.key);
            let outcome = carried.map_or(Outcome::TimingDifference, |open| open.outcome);
            let mut open = told("open", key, outcome, None);
            open.first_seen = carried.map(|open| open.first_seen.clone());
            open
        }
        By::Tolerated(group) => {
            let view = bench.keys.iter().find(|view| view.which == 0);
            let key = view.map_or("", |view| view.key(group as usize));
            told("tolerated", key, Outcome::Matched, Some(u64::from(group)))
        }
    }
}
