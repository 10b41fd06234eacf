//! What was posted when for one payment order: at the result, at day-cut, when funds were
//! reconciled, and by treatments.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tieout_statement::money::major;
use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, LocalTime, Role};

use super::bench::Bench;
use super::entry::{Head, Source};
use crate::by_key::{ByKey, NO_GROUP};
use crate::day::{Table, time_column};
use crate::outcome::Outcome;
use crate::result::DayResult;
use crate::stories::channel_order;
use crate::view::place;
use crate::worklist::Place;

/// One step of an order's way through the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// `order`, `instruction` (channel flow), `statement`, `posting`, `day_cut`,
    /// `fund_match` or `treatment`.
    pub stage: String,
    /// `YYYY-MM-DD HH:MM:SS`; empty where the row tells none, and of entries.
    pub time: String,
    /// The row's own number, the item's key, or the entry's id.
    pub key: String,
    /// Of a posting the account and its side; of an entry its template and status.
    pub what: Vec<String>,
    /// The currency.
    pub currency: Currency,
    /// Major units: of the row, or of the whole entry.
    pub amount: String,
    /// Where the row stands; `None` of entries.
    pub place: Option<Place>,
}

/// Rows of a table whose text in a column is a number.
fn rows_with(table: Option<&Table>, column: C, number: &str) -> Vec<u32> {
    let Some(table) = table.filter(|_| !number.is_empty()) else {
        return Vec::new();
    };
    let texts = table.rows().text(column);
    let all = 0..table.row_count();
    all.filter(|&row| texts.bytes_at(row as usize) == number.as_bytes())
        .collect()
}

impl DayResult {
    /// What happened to a payment order, and what the books hold of it, in the order of the
    /// stages.
    #[must_use]
    pub fn timeline(&self, order: &str) -> Vec<Step> {
        let (day, bench) = (self.day(), self.bench());
        let payments = day.table(Role::PaymentFlow);
        let mut found: Vec<(Role, Vec<u32>)> = Vec::new();
        let orders = rows_with(payments, C::PaymentOrderNo, order);
        let mut instructed = rows_with(day.table(Role::ChannelFlow), C::PaymentOrderNo, order);
        if let Some(table) = payments {
            let batches = table.rows().text(C::PayoutBatchNo);
            let batches: BTreeSet<&str> = orders
                .iter()
                .map(|&row| batches.get(row as usize))
                .collect();
            for batch in batches {
                let flow = day.table(Role::ChannelFlow);
                instructed.extend(rows_with(flow, C::PaymentOrderNo, batch));
            }
        }
        instructed.sort_unstable();
        instructed.dedup();
        let stated = self.stated(&instructed);
        let postings = rows_with(day.table(Role::PostingFlow), C::PaymentOrderNo, order);
        let entries = self.entries_behind(&bench, &stated, &postings);
        found.push((Role::PaymentFlow, orders));
        found.push((Role::ChannelFlow, instructed));
        found.push((Role::ChannelStatement, stated));
        found.push((Role::PostingFlow, postings));
        let mut steps = Vec::new();
        let mut exceptions = BTreeSet::new();
        for (role, rows) in &found {
            let Some(table) = day.table(*role) else {
                continue;
            };
            steps.extend(rows.iter().map(|&row| self.row_step(table, row)));
            self.exceptions_of(*role, rows, &mut exceptions);
        }
        let books = self.books();
        steps.extend(entries.into_iter().map(|at| {
            let head = &books.fixed.heads[at];
            self.entry_step(head, books.fixed.lines(at))
        }));
        let treated = exceptions.into_iter().filter_map(|at| books.entry_of(at));
        steps.extend(treated.map(|(head, lines)| self.entry_step(head, lines)));
        steps
    }

    /// Statement rows of the channel orders that instructions are.
    fn stated(&self, instructed: &[u32]) -> Vec<u32> {
        let day = self.day();
        let tables = day
            .table(Role::ChannelFlow)
            .zip(day.table(Role::ChannelStatement));
        let Some((flow, statement)) = tables else {
            return Vec::new();
        };
        let named = |&row: &u32| channel_order(flow.rows(), C::ChannelOrderNo, row);
        let orders: BTreeSet<Box<[u8]>> = instructed.iter().map(named).collect();
        let numbers = flow.rows().text(C::ChannelOrderNo);
        let numbers: BTreeSet<&[u8]> = instructed
            .iter()
            .map(|&row| numbers.bytes_at(row as usize))
            .collect();
        let theirs = statement.rows().text(C::OrderNo);
        let all = 0..statement.row_count();
        all.filter(|&row| {
            numbers.contains(theirs.bytes_at(row as usize))
                && orders.contains(&channel_order(statement.rows(), C::OrderNo, row))
        })
        .collect()
    }

    /// Places of the day-cut and fund entries that hold rows.
    fn entries_behind(&self, bench: &Bench<'_>, stated: &[u32], postings: &[u32]) -> Vec<usize> {
        let books = self.books();
        let mut slots = BTreeSet::new();
        if let Some(posted) = bench.posted {
            for &row in postings.iter().filter(|&&row| self.is_booked(row)) {
                let numbered = (0_u32..).zip(&books.slots);
                let holding = numbered.filter(|(_, slot)| slot.holds(posted.columns, row));
                slots.extend(holding.map(|(at, _)| at));
            }
        }
        let mut groups = BTreeSet::new();
        if let Some(funds) = bench.funds {
            let holds = |item: &u32| {
                let rows = funds.result.items.rows_of(*item);
                stated.iter().any(|row| rows.binary_search(row).is_ok())
            };
            for (number, group) in (0_u32..).zip(funds.result.groups.iter()) {
                if !stated.is_empty() && group.items.iter().any(holds) {
                    groups.insert(number);
                }
            }
        }
        let heads = books.fixed.heads.iter().enumerate();
        let behind = heads.filter(|(_, head)| match head.source {
            Source::Postings(slot) => slots.contains(&slot),
            Source::Funds(group) => groups.contains(&group),
            _ => false,
        });
        behind.map(|(at, _)| at).collect()
    }

    /// Whether today's day-cut holds a posting.
    pub(super) fn is_booked(&self, row: u32) -> bool {
        let posting = self.sources().by(ByKey::Posting);
        let table = self.day().table(Role::PostingFlow);
        if table.is_none_or(|table| table.carried(row).is_some()) {
            return false;
        }
        let out = posting.is_some_and(|posting| {
            let group = posting.group_of[1][row as usize];
            let outcome = posting.groups.verdict(group as usize).outcome;
            matches!(outcome, Outcome::Duplicate | Outcome::WrittenOff)
        });
        !out
    }

    fn exceptions_of(&self, role: Role, rows: &[u32], found: &mut BTreeSet<u32>) {
        for (which, result) in self.sources().reconciled.iter().enumerate() {
            for (side, of) in result.by.roles().into_iter().enumerate() {
                if of != role {
                    continue;
                }
                let groups = rows.iter().map(|&row| result.group_of[side][row as usize]);
                let exceptions = groups
                    .filter(|&group| group != NO_GROUP)
                    .filter_map(|group| self.exceptions().find(which, group));
                found.extend(exceptions.filter_map(|at| u32::try_from(at).ok()));
            }
        }
    }

    fn row_step(&self, table: &Table, row: u32) -> Step {
        let (rows, at) = (table.rows(), row as usize);
        let role = rows.role();
        let time = time_column(role).map_or(ABSENT, |column| rows.number(column)[at]);
        let currency = rows.currency(at);
        let (stage, what) = match role {
            Role::PaymentFlow => (
                "order",
                vec![code(table, C::Kind, at), code(table, C::Status, at)],
            ),
            Role::ChannelFlow => ("instruction", vec![code(table, C::Status, at)]),
            Role::PostingFlow => {
                let account = rows.symbol(C::AccountCode).get(at).to_owned();
                let customer = rows.text(C::Customer).get(at).to_owned();
                ("posting", vec![account, customer, code(table, C::Side, at)])
            }
            _ => ("statement", vec![code(table, C::Status, at)]),
        };
        Step {
            stage: stage.to_owned(),
            time: if time == ABSENT {
                String::new()
            } else {
                LocalTime(time).to_string()
            },
            key: rows.text(role.own_number()).get(at).to_owned(),
            what,
            currency,
            amount: major(i128::from(rows.number(C::Amount)[at]), currency),
            place: Some(place(self.day(), table, row)),
        }
    }

    fn entry_step(&self, head: &Head, lines: &[super::entry::Line]) -> Step {
        let currency = self.books().accounts.currency(lines[0].account);
        let (template, status) = (head.template.name, head.status.text());
        Step {
            stage: head.template.when.text().to_owned(),
            time: String::new(),
            key: head.id.to_string(),
            what: vec![template.to_owned(), status.to_owned()],
            currency,
            amount: major(lines.iter().map(|line| line.debit).sum(), currency),
            place: None,
        }
    }
}

/// A closed word of a row, as files write it.
fn code(table: &Table, column: C, at: usize) -> String {
    let mut cells = table.rows().cells(at);
    cells
        .find(|(of, _)| *of == column)
        .map_or_else(String::new, |(_, text)| text)
}
