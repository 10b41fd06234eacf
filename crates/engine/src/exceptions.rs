//! What an exception proposes: its treatment, its age, its case (section 6 of the rules).

use tieout_statement::{Column, Date, Family, Role};

use crate::by_key::{ByKey, Reconciled};
use crate::cases::Cases;
use crate::day::{Day, Period};
use crate::fund::FundGroup;
use crate::fund::result::FundResult;
use crate::fund::run::tables;
use crate::identity::Ordinals;
use crate::neutral;
use crate::outcome::{Outcome, Treatment};
use crate::stories::Stories;
use crate::treatments;

/// Rows of one step.
const CHUNK: u32 = 1 << 16;

/// A group that is an exception.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exception {
    /// Its reconciliation, as an index into the day's.
    pub reconciliation: usize,
    pub group: u32,
    pub treatment: Treatment,
    /// Days from first seen.
    pub age_days: i64,
    /// Its case says that the money agrees with the order: nothing is to be booked.
    pub neutral: bool,
    /// Of a success that ours does not know: the row of our payment order.
    pub order: Option<u32>,
}

impl Exception {
    const fn new(reconciliation: usize, group: u32) -> Self {
        Self {
            reconciliation,
            group,
            treatment: Treatment::Verify,
            age_days: 0,
            neutral: false,
            order: None,
        }
    }
}

/// Every exception of a day, by reconciliation and group.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    pub list: Vec<Exception>,
    pub cases: Cases,
    pub ordinals: Ordinals,
}

impl Exceptions {
    /// The place of a group's exception in the list.
    pub fn find(&self, reconciliation: usize, group: u32) -> Option<usize> {
        let key = (reconciliation, group);
        self.list
            .binary_search_by_key(&key, |e| (e.reconciliation, e.group))
            .ok()
    }
}

/// Finds what exceptions propose, step by step.
#[derive(Debug, Default)]
pub(crate) struct Settling {
    list: Vec<Exception>,
    stories: Stories,
    ordinals: Ordinals,
    scan: Option<(usize, u32)>,
}

/// Tables that are looked through, one after the other; the channel flow tells which orders
/// the payment flow is asked about.
const SCANNED: [Role; 5] = [
    Role::BankStatement,
    Role::ChannelFlow,
    Role::ChannelStatement,
    Role::PaymentFlow,
    Role::PostingFlow,
];

impl Settling {
    /// Collects the exceptions of the day's reconciliations.
    pub fn new(day: &Day, reconciled: &[Reconciled], fund: Option<&FundResult>) -> Self {
        let mut settling = Self::default();
        for (which, result) in reconciled.iter().enumerate() {
            settling.collect(day, which, result);
        }
        if let Some(fund) = fund {
            settling.collect_fund(day, reconciled.len(), fund);
        }
        let nothing = settling.list.is_empty() && settling.ordinals.is_empty();
        settling.scan = (!nothing).then_some((0, 0));
        settling
    }

    fn collect(&mut self, day: &Day, which: usize, result: &Reconciled) {
        let [left, right] = result.by.tables(day);
        for group in 0..result.groups.len() {
            if !result.groups.verdict(group).outcome.is_exception() {
                continue;
            }
            let (ours, theirs) = (result.groups.left(group), result.groups.right(group));
            for (table, rows) in [(left, ours), (right, theirs)] {
                for &row in rows {
                    self.ordinals.ask(table, row);
                    self.stories.ask(table, row);
                }
            }
            let group = u32::try_from(group).expect("fewer groups than rows");
            self.list.push(Exception::new(which, group));
        }
    }

    fn collect_fund(&mut self, day: &Day, which: usize, fund: &FundResult) {
        let [statement, bank] = tables(day);
        for (number, group) in (0..).zip(fund.groups.iter()) {
            // Lines without a number may be written alike: entries tell them apart.
            let numbers = bank.rows().text(Column::TransactionNo);
            for &line in group.lines {
                if numbers.bytes_at(line as usize).is_empty() {
                    self.ordinals.ask(bank, line);
                }
            }
            if !group.head.outcome.is_exception() {
                continue;
            }
            group
                .lines
                .iter()
                .for_each(|&line| self.ordinals.ask(bank, line));
            for &row in story_rows(fund, group) {
                self.stories.ask(statement, row);
            }
            self.list.push(Exception::new(which, number));
        }
    }

    /// Looks through the next rows; `false` when there are no more.
    pub fn step(&mut self, day: &Day) -> bool {
        let Some((at, from)) = self.scan else {
            return false;
        };
        let Some(&role) = SCANNED.get(at) else {
            self.scan = None;
            return false;
        };
        let Some(table) = day.table(role) else {
            self.scan = Some((at + 1, 0));
            return true;
        };
        let rows = from..table.row_count().min(from.saturating_add(CHUNK));
        self.ordinals.count(table, rows.clone());
        self.stories.look(table, rows.clone());
        self.scan = Some(if rows.end < table.row_count() {
            (at, rows.end)
        } else {
            (at + 1, 0)
        });
        true
    }

    /// Decides treatments, ages and cases.
    pub fn finish(
        mut self,
        day: &Day,
        period: Option<Period>,
        reconciled: &[Reconciled],
        fund: Option<&FundResult>,
    ) -> Exceptions {
        let mut list = std::mem::take(&mut self.list);
        let mut keys = Vec::with_capacity(list.len());
        for (at, exception) in (0..).zip(&mut list) {
            let group = exception.group as usize;
            let Some(result) = reconciled.get(exception.reconciliation) else {
                let fund = fund.expect("what is no reconciliation by key is the fund's");
                exception.treatment = fund_treatment(day, period, fund, group);
                exception.age_days = fund_age(day, period, fund, group);
                keys.push((self.fund_case_key(day, fund, group), at));
                continue;
            };
            exception.treatment = treatments::of_group(day, &self.stories, result, group);
            exception.order = self.order_of(day, result, group);
            exception.age_days = age(day, period, result, group);
            let members = [result.groups.left(group), result.groups.right(group)];
            for (table, rows) in result.by.tables(day).into_iter().zip(members) {
                for &row in rows {
                    self.stories.of(day, table, row, |key| keys.push((key, at)));
                }
            }
        }
        let cases = Cases::tie(list.len(), &mut keys);
        neutral::verify_instead(day, reconciled, fund, &cases, &keys, &mut list);
        Exceptions {
            cases,
            list,
            ordinals: self.ordinals,
        }
    }

    /// Our payment order behind money in that ours does not know.
    fn order_of(&self, day: &Day, result: &Reconciled, group: usize) -> Option<u32> {
        let dropped = result.groups.verdict(group).outcome == Outcome::DroppedOrder
            && treatments::family(day, result, group) == Some(Family::In);
        let [left, right] = result.by.tables(day);
        match result.by {
            ByKey::Channel if dropped => {
                let rows = result.groups.right(group);
                self.stories.order_row(day, right, rows)
            }
            ByKey::Business if dropped => {
                let rows = result.groups.left(group).iter().copied();
                rows.min_by_key(|&row| (left.rows().identities()[row as usize], row))
            }
            _ => None,
        }
    }

    /// The order of a single order's item; else the exception by itself.
    fn fund_case_key(&self, day: &Day, fund: &FundResult, group: usize) -> Vec<u8> {
        let members = fund.groups.get(group);
        let [statement, bank] = tables(day);
        if let [row] = story_rows(fund, members) {
            let mut story = None;
            self.stories.of(day, statement, *row, |key| {
                story.get_or_insert(key);
            });
            return story.expect("every row has a story");
        }
        let mut key = b"fund\0".to_vec();
        match (members.items, members.lines) {
            ([item, ..], _) => {
                let item = &fund.items.list[*item as usize];
                key.extend_from_slice(item.currency.code().as_bytes());
                key.extend_from_slice(item.key.as_bytes());
            }
            ([], lines) => {
                for &line in lines {
                    let identity = self.ordinals.identity(bank, line);
                    key.extend_from_slice(&identity.cells.to_le_bytes());
                    key.extend_from_slice(&identity.ordinal.to_le_bytes());
                }
            }
        }
        key
    }
}

/// The rows that tell which story a fund exception belongs to: those of a single order.
/// A batch of several orders is a story of its own.
fn story_rows<'a>(fund: &'a FundResult, group: FundGroup<'_>) -> &'a [u32] {
    match group.items {
        [item] => match fund.items.rows_of(*item) {
            one @ [_] => one,
            _ => &[],
        },
        _ => &[],
    }
}

/// What a fund exception proposes (section 6).
fn fund_treatment(day: &Day, period: Option<Period>, fund: &FundResult, group: usize) -> Treatment {
    let members = fund.groups.get(group);
    match members.head.outcome {
        Outcome::TimingDifference => Treatment::CarryOver,
        Outcome::Ambiguous | Outcome::Duplicate => Treatment::Verify,
        Outcome::FundShort => {
            let waits = i64::from(day.settings.day.max_fund_days);
            if days_since(period, first_due(fund, group)) < waits {
                Treatment::CarryOver
            } else {
                Treatment::Suspense
            }
        }
        _ => Treatment::Suspense,
    }
}

/// Days from the oldest of a group: its items count from their due dates, its lines from when
/// they were first seen.
fn fund_age(day: &Day, period: Option<Period>, fund: &FundResult, group: usize) -> i64 {
    let [_, bank] = tables(day);
    let lines = fund.groups.get(group).lines;
    let seen = lines
        .iter()
        .filter_map(|&line| Some(bank.carried(line)?.first_seen))
        .min();
    let since = match (first_due(fund, group), seen) {
        (Some(due), Some(seen)) => Some(due.min(seen)),
        (due, seen) => due.or(seen),
    };
    days_since(period, since)
}

/// The oldest due date of a group's items.
fn first_due(fund: &FundResult, group: usize) -> Option<Date> {
    let items = fund.groups.get(group).items.iter();
    items
        .map(|&item| fund.items.list[item as usize].due_date)
        .min()
}

/// Days from a date to the accounting date; 0 where either is not known.
fn days_since(period: Option<Period>, since: Option<Date>) -> i64 {
    since
        .zip(period)
        .map_or(0, |(since, p)| i64::from(p.date.0) - i64::from(since.0))
}

/// Days from the oldest first seen of a group's rows; today's rows: 0.
fn age(day: &Day, period: Option<Period>, result: &Reconciled, group: usize) -> i64 {
    let sides = result.sides(day);
    let first_seen = [result.groups.left(group), result.groups.right(group)]
        .into_iter()
        .zip(&sides)
        .flat_map(|(rows, side)| rows.iter().filter_map(|&row| side.carried_since(row)))
        .min();
    days_since(period, first_seen)
}
