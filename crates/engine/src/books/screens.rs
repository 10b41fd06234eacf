//! What the books screen lists: the journal line by line, accounts as a whole, identities a
//! line, the rows behind a summary entry.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tieout_statement::money::major;
use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, Role, Status};

use super::balances::Balance;
use super::entry::{Head, Line, Source};
use super::identities;
use super::report;
use super::view::{JournalQuery, Page, handle, page};
use crate::by_key::ByKey;
use crate::day::Table;
use crate::report::{BalanceReport, EntryLineReport, EntryReport, IdentityReport};
use crate::result::DayResult;
use crate::view::place;
use crate::worklist::RowView;

/// Lines of an entry that the journal lists; the entry opened has them all.
const LINES_LISTED: usize = 12;

/// Debits and credits of one currency, major units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// The currency.
    pub currency: Currency,
    /// Σ debits.
    pub debit: String,
    /// Σ credits.
    pub credit: String,
}

/// A heading of the journal: entries of one time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JournalSection {
    /// `day_cut`, `fund_match` or `treatment`.
    pub when: String,
    /// Entries below it.
    pub entries: u64,
    /// Lines listed of them.
    pub lines: u64,
    /// What they move, by currency.
    pub moved: Vec<Moved>,
}

/// The journal at a glance; its lines come by pages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct JournalListing {
    /// Headings in order, of what the query leaves.
    pub sections: Vec<JournalSection>,
    /// Today's single-sided postings: how many.
    pub postings: u64,
    /// What those move, by currency.
    pub posted: Vec<Moved>,
    /// Templates that occur in the whole journal.
    pub templates: Vec<String>,
    /// Statuses that occur in the whole journal.
    pub statuses: Vec<String>,
    /// Accounts that the whole journal moves.
    pub accounts: Vec<String>,
}

/// One line of the journal as it is listed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JournalLine {
    /// The entry's id.
    pub entry: String,
    /// Its template.
    pub template: String,
    /// Its status.
    pub status: String,
    /// Its place among the entry's lines, from 0.
    pub nth: u64,
    /// Lines of the entry that are not listed; told by the last one that is.
    pub more: u64,
    /// The line.
    pub line: EntryLineReport,
}

/// An account over all its details, in one currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountTotal {
    /// Its sums; the detail is empty.
    pub balance: BalanceReport,
    /// Details that it has.
    pub details: u64,
}

/// Sums by currency, debits and credits, minor units.
#[derive(Default)]
struct Sums(BTreeMap<Currency, [i128; 2]>);

impl Sums {
    fn add(&mut self, currency: Currency, debit: i128, credit: i128) {
        let sums = self.0.entry(currency).or_default();
        sums[0] += debit;
        sums[1] += credit;
    }

    fn moved(&self) -> Vec<Moved> {
        let moved = |(&currency, sums): (&Currency, &[i128; 2])| Moved {
            currency,
            debit: major(sums[0], currency),
            credit: major(sums[1], currency),
        };
        self.0.iter().map(moved).collect()
    }
}

impl DayResult {
    /// The journal at a glance.
    #[must_use]
    pub fn journal_listing(&self, query: &JournalQuery) -> JournalListing {
        let books = self.books();
        let mut sections: Vec<(JournalSection, Sums)> = Vec::new();
        let (mut templates, mut statuses) = (BTreeSet::new(), BTreeSet::new());
        let mut moves = vec![false; books.accounts.len()];
        for (head, lines) in books.entries() {
            templates.insert(head.template.name);
            statuses.insert(head.status.text());
            for line in lines {
                moves[line.account as usize] = true;
            }
            if !query.holds(books, head, lines) {
                continue;
            }
            let when = head.template.when.text();
            if sections
                .last()
                .is_none_or(|(section, _)| section.when != when)
            {
                let section = JournalSection {
                    when: when.to_owned(),
                    entries: 0,
                    lines: 0,
                    moved: Vec::new(),
                };
                sections.push((section, Sums::default()));
            }
            if let Some((section, sums)) = sections.last_mut() {
                section.entries += 1;
                section.lines += lines.len().min(LINES_LISTED) as u64;
                for line in lines {
                    let currency = books.accounts.currency(line.account);
                    sums.add(currency, line.debit, line.credit);
                }
            }
        }
        let accounts: BTreeSet<&str> = (0_u32..)
            .zip(moves)
            .filter(|&(_, moves)| moves)
            .map(|(number, _)| books.accounts.account(number))
            .collect();
        let (postings, posted) = self.posted();
        let owned = |words: BTreeSet<&str>| words.into_iter().map(str::to_owned).collect();
        let section = |(mut section, sums): (JournalSection, Sums)| {
            section.moved = sums.moved();
            section
        };
        JournalListing {
            sections: sections.into_iter().map(section).collect(),
            postings,
            posted: posted.moved(),
            templates: owned(templates),
            statuses: owned(statuses),
            accounts: owned(accounts),
        }
    }

    /// Today's postings: how many, and what they move.
    fn posted(&self) -> (u64, Sums) {
        let mut sums = Sums::default();
        let bench = self.bench();
        let Some(posted) = bench.posted else {
            return (0, sums);
        };
        let mut postings = 0;
        for row in todays(posted.table) {
            let amount = posted.columns.amount(row);
            let [debit, credit] = if posted.columns.is_debit(row) {
                [amount, 0]
            } else {
                [0, amount]
            };
            sums.add(posted.columns.currency(row), debit, credit);
            postings += 1;
        }
        (postings, sums)
    }

    /// Listed lines `from .. from + count` of what a query leaves of the journal.
    #[must_use]
    pub fn journal_lines(&self, query: &JournalQuery, from: u64, count: u64) -> Vec<JournalLine> {
        let books = self.books();
        let until = from.saturating_add(count);
        let (mut at, mut found) = (0_u64, Vec::new());
        for (head, lines) in books.entries() {
            if at >= until {
                break;
            }
            if !query.holds(books, head, lines) {
                continue;
            }
            let listed = lines.len().min(LINES_LISTED);
            if at + (listed as u64) <= from {
                at += listed as u64;
                continue;
            }
            // Debits first, as people read an entry.
            let is_debit = |line: &&Line| line.debit != 0;
            let debits = lines.iter().filter(is_debit);
            let credits = lines.iter().filter(|line| !is_debit(line));
            let shown = (at..).zip(debits.chain(credits).take(listed));
            for (nth, (_, line)) in shown.enumerate().filter(|(_, (at, _))| *at >= from) {
                let last = nth + 1 == listed;
                found.push(JournalLine {
                    entry: head.id.to_string(),
                    template: head.template.name.to_owned(),
                    status: head.status.text().to_owned(),
                    nth: nth as u64,
                    more: if last {
                        (lines.len() - listed) as u64
                    } else {
                        0
                    },
                    line: report::entry_line(books, line),
                });
            }
            at += listed as u64;
        }
        found.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        found
    }

    /// Every account over its details, by account and currency.
    #[must_use]
    pub fn account_totals(&self) -> Vec<AccountTotal> {
        let books = self.books();
        let mut totals: BTreeMap<(&str, Currency), (Balance, u64)> = BTreeMap::new();
        for (number, day) in books.balances.iter() {
            let of = (
                books.accounts.account(number),
                books.accounts.currency(number),
            );
            let (sum, details) = totals.entry(of).or_default();
            sum.opening += day.opening;
            sum.debits += day.debits;
            sum.credits += day.credits;
            sum.proposed_debits += day.proposed_debits;
            sum.proposed_credits += day.proposed_credits;
            *details += 1;
        }
        let total = |((account, currency), (sum, details)): ((&str, Currency), (Balance, u64))| {
            AccountTotal {
                balance: report::balance_of((account, "", currency), sum),
                details,
            }
        };
        totals.into_iter().map(total).collect()
    }

    /// The day of one account and detail; `None` where the books do not have it.
    #[must_use]
    pub fn account_day(
        &self,
        account: &str,
        detail: &str,
        currency: Currency,
    ) -> Option<BalanceReport> {
        let books = self.books();
        let number = books.accounts.find(account, detail, currency)?;
        Some(report::balance(books, number, books.balances.get(number)))
    }

    /// A page of an identity's lines at a stage, those that do not hold first.
    #[must_use]
    pub fn identity_lines(
        &self,
        identity: &str,
        after: bool,
        from: u64,
        count: u64,
    ) -> Page<IdentityReport> {
        let books = self.books();
        let (mut failing, mut holding) = (Vec::new(), Vec::new());
        identities::each(books, self.sources(), &mut |line| {
            if line.name.text() == identity && line.after == after {
                let of = if line.difference() == 0 {
                    &mut holding
                } else {
                    &mut failing
                };
                of.push(line);
            }
        });
        let all = failing.iter().chain(&holding);
        page(all, (from, count), |line| report::identity(books, line))
    }

    /// An entry without its lines; `None` where no entry has the id.
    #[must_use]
    pub fn entry_head(&self, id: &str) -> Option<EntryReport> {
        let (head, _) = self.find_entry(id)?;
        Some(report::entry(self.books(), &self.bench(), head, &[]))
    }

    /// The group that an entry is made of, to open it; `None` of a summary of rows.
    #[must_use]
    pub fn entry_group(&self, id: &str) -> Option<u64> {
        let (head, _) = self.find_entry(id)?;
        handle(self.sources(), head.source)
    }

    /// A page of the rows that a summary entry is made of: postings, or the statement rows
    /// whose fees are billed apart or claimed by the schedule. Empty for other entries: their group has the rows.
    #[must_use]
    pub fn entry_rows(&self, id: &str, from: u64, count: u64) -> Page<RowView> {
        let none = Page {
            total: 0,
            items: Vec::new(),
        };
        let Some((head, lines)) = self.find_entry(id) else {
            return none;
        };
        match head.source {
            Source::Postings(slot) => self.postings_of(slot, from, count),
            Source::Fees => self.fees_of(head, lines, from, count),
            Source::Fee(at) => self.claimed_of(at, from, count),
            _ => none,
        }
    }

    fn postings_of(&self, slot: u32, from: u64, count: u64) -> Page<RowView> {
        let bench = self.bench();
        let slot = &self.books().slots[slot as usize];
        let table = bench.posted.map(|posted| posted.table);
        let rows = bench.posted.into_iter().flat_map(|posted| {
            todays(posted.table)
                .filter(move |&row| slot.holds(posted.columns, row) && self.is_booked(row))
        });
        page(rows, (from, count), |row| {
            row_view(self, table.expect("rows are of a table"), row)
        })
    }

    fn claimed_of(&self, at: u32, from: u64, count: u64) -> Page<RowView> {
        let run = self.books().fee_run.as_ref();
        let difference = run.map(|run| &run.differences[at as usize]);
        let rows = difference.into_iter().flat_map(|of| of.rows.iter());
        let table = self.day().table(Role::ChannelStatement);
        page(rows, (from, count), |&row| {
            row_view(self, table.expect("rows are of a table"), row)
        })
    }

    fn fees_of(&self, head: &Head, lines: &[Line], from: u64, count: u64) -> Page<RowView> {
        debug_assert_eq!(head.source, Source::Fees);
        let books = self.books();
        let account = lines[0].account;
        let (channel, currency) = (
            books.accounts.detail(account),
            books.accounts.currency(account),
        );
        let repeats: BTreeSet<u32> = self
            .sources()
            .by(ByKey::Channel)
            .map_or_else(BTreeSet::new, |channel| {
                channel.repeats[1].iter().map(|repeat| repeat.row).collect()
            });
        let table = self.day().table(Role::ChannelStatement);
        let rows = table.into_iter().flat_map(|table| {
            let rows = table.rows();
            let (fees, status) = (rows.number(C::Fee), rows.code(C::Status));
            let (channels, repeats) = (rows.symbol(C::Channel), &repeats);
            todays(table).filter(move |&row| {
                let at = row as usize;
                channels.get(at) == channel
                    && rows.currency(at) == currency
                    && status[at] == Status::Success.code()
                    && fees[at] != ABSENT
                    && !repeats.contains(&row)
            })
        });
        page(rows, (from, count), |row| {
            row_view(self, table.expect("rows are of a table"), row)
        })
    }
}

/// Rows of a table that today's files brought.
fn todays(table: &Table) -> impl Iterator<Item = u32> {
    (0..table.row_count()).filter(|&row| table.carried(row).is_none())
}

fn row_view(result: &DayResult, table: &Table, row: u32) -> RowView {
    let rows = table.rows();
    let cells = rows.cells(row as usize);
    RowView {
        role: rows.role(),
        place: Some(place(result.day(), table, row)),
        cells: cells
            .map(|(column, text)| (column.text().to_owned(), text))
            .collect(),
        counts: true,
    }
}
