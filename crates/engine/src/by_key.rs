//! One reconciliation by key from rows to groups, pass by pass.
//!
//! Passes: identities (hash, then duplicates by partition), write-off (postings only), keys
//! (hash, then outcomes by partition), order. Each call of [`KeyRun::step`] does one chunk or one partition.

use std::collections::BTreeMap;
use std::ops::Range;

use tieout_statement::calendar::DAY;
use tieout_statement::{Column, Currency, Role};

use crate::business;
use crate::channel;
use crate::day::{Day, Table};
use crate::groups::{Groups, Tallies, Total};
use crate::matching::duplicates::{self, Repeat};
use crate::matching::grouping::{Keys, PartitionSide};
use crate::matching::judgement::{Bench, Calendar, Findings, Rule, Sorted};
use crate::matching::names::{Lexicon, Numbered};
use crate::matching::partition::{Partitions, Routed, Slots, bits_for};
use crate::matching::{Fate, Side};
use crate::order::Sorting;
use crate::outcome::ReconciliationName;
use crate::posting;
use crate::posting::legs::{Orders, Postings};
use crate::posting::write_off::WriteOff;
use crate::report::ByHandReport;
use crate::settings::Settings;

/// Rows of one step.
const CHUNK: u32 = 1 << 16;

/// Passes over every row, for the count of work.
const PASSES: u64 = 5;

const LEFT: usize = 0;
const RIGHT: usize = 1;

/// The group of a row that takes no part.
pub(crate) const NO_GROUP: u32 = u32::MAX;

/// The reconciliations that match by key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ByKey {
    Channel,
    Business,
    Posting,
}

impl ByKey {
    /// In the order of reports.
    pub const ALL: [Self; 3] = [Self::Channel, Self::Business, Self::Posting];

    pub const fn name(self) -> ReconciliationName {
        match self {
            Self::Channel => ReconciliationName::Channel,
            Self::Business => ReconciliationName::Business,
            Self::Posting => ReconciliationName::Posting,
        }
    }

    /// Whose rows stand left and right.
    pub const fn roles(self) -> [Role; 2] {
        match self {
            Self::Channel => channel::ROLES,
            Self::Business => business::ROLES,
            Self::Posting => posting::ROLES,
        }
    }

    /// What a key is judged by.
    pub fn rule<'a>(self, [left, right]: [&'a Table; 2], lexicon: &'a Lexicon) -> Rule<'a> {
        match self {
            Self::Channel => {
                Rule::AmountsAndFees(lexicon.options.tolerances(&lexicon.currencies.texts))
            }
            Self::Business => Rule::Amounts,
            Self::Posting => Rule::Legs(Orders::of(left.rows()), Postings::of(right.rows())),
        }
    }

    fn lexicon(self, settings: &Settings, [left, right]: [&Table; 2]) -> Lexicon {
        match self {
            Self::Channel => channel::lexicon(settings, left, right),
            Self::Business => business::lexicon(left, right),
            Self::Posting => posting::lexicon(left, right),
        }
    }

    pub fn sides<'a>(self, [left, right]: [&'a Table; 2], lexicon: &'a Lexicon) -> [Side<'a>; 2] {
        match self {
            Self::Channel => channel::sides(left, right, lexicon),
            Self::Business => business::sides(left, right, lexicon),
            Self::Posting => posting::sides(left, right, lexicon),
        }
    }

    /// The tables of both sides, of a reconciliation that runs.
    pub fn tables(self, day: &Day) -> [&Table; 2] {
        self.roles().map(|role| {
            day.table(role)
                .expect("a reconciliation runs when a file of each side was read")
        })
    }
}

/// Where the next step begins: a side and its row, or a partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pass {
    /// Numbers as they are compared, where a channel has them cleaned.
    Cleaning(usize, u32),
    Identities(usize, u32),
    Duplicates(usize, usize),
    /// Postings that reverse one, then those that they reverse, then the payment orders of
    /// reversals that reverse none.
    Reversals(u32),
    Reversed(u32),
    ReversedOrders(u32),
    Keys(usize, u32),
    Outcomes(usize),
    Order,
    Done,
}

/// What is kept of one side between passes.
#[derive(Debug, Default)]
struct SideWork {
    fates: Vec<Fate>,
    routed: Routed,
    partitions: Partitions,
    repeats: Vec<Repeat>,
    totals: Vec<Total>,
}

impl SideWork {
    fn distribute(&mut self, bits: u32) {
        let routed = std::mem::take(&mut self.routed);
        self.partitions = Partitions::of(&routed, bits);
    }

    fn partition<'a>(&'a self, side: &'a Side<'a>, partition: usize) -> PartitionSide<'a> {
        PartitionSide {
            side,
            rows: self.partitions.rows(partition),
            hashes: self.partitions.hashes(partition),
        }
    }
}

/// One reconciliation on its way.
#[derive(Debug)]
pub(crate) struct KeyRun {
    by: ByKey,
    calendar: Calendar,
    lexicon: Lexicon,
    pass: Pass,
    work: [SideWork; 2],
    slots: Slots,
    keys: Keys,
    sorted: Sorted,
    findings: Findings,
    sorting: Sorting,
    write_off: WriteOff,
    reversals_of_nothing: Vec<u32>,
    rows_by_hour: [u64; 24],
    rows: u64,
    done: u64,
}

impl KeyRun {
    pub fn new(by: ByKey, day: &Day, calendar: Calendar) -> Self {
        let tables = by.tables(day);
        let lexicon = by.lexicon(&day.settings, tables);
        Self {
            by,
            calendar,
            pass: if lexicon.options.cleans() {
                Pass::Cleaning(LEFT, 0)
            } else {
                Pass::Identities(LEFT, 0)
            },
            lexicon,
            work: tables.map(|table| SideWork {
                fates: fates(by.name(), table),
                ..SideWork::default()
            }),
            slots: Slots::default(),
            keys: Keys::default(),
            sorted: Sorted::default(),
            findings: Findings::default(),
            sorting: Sorting::default(),
            write_off: WriteOff::default(),
            reversals_of_nothing: Vec::new(),
            rows_by_hour: [0; 24],
            rows: tables.iter().map(|table| table.len() as u64).sum(),
            done: 0,
        }
    }

    /// Work done and in all, in rows × passes.
    pub const fn progress(&self) -> (u64, u64) {
        (self.done, self.rows * PASSES)
    }

    pub fn is_done(&self) -> bool {
        self.pass == Pass::Done
    }

    /// Does the next chunk or partition.
    pub fn step(&mut self, day: &Day) {
        let tables = self.by.tables(day);
        if let Pass::Cleaning(which, from) = self.pass {
            self.pass = self.clean(tables[which], which, from);
            return;
        }
        let lexicon = std::mem::take(&mut self.lexicon);
        let sides = self.by.sides(tables, &lexicon);
        self.pass = match self.pass {
            Pass::Identities(which, from) => self.identities(&sides[which], which, from),
            Pass::Duplicates(which, at) => self.duplicates(&sides[which], which, at),
            Pass::Keys(which, from) => self.keys(&sides[which], which, from),
            Pass::Reversals(from) => self.reversals(tables[RIGHT], from),
            Pass::Reversed(from) => self.reversed(tables[RIGHT], from),
            Pass::ReversedOrders(from) => self.reversed_orders(tables, from),
            Pass::Outcomes(partition) => {
                let rule = self.by.rule(tables, &lexicon);
                self.outcomes(rule, &sides, partition)
            }
            Pass::Order => self.order(&sides),
            Pass::Cleaning(..) | Pass::Done => Pass::Done,
        };
        self.lexicon = lexicon;
    }

    /// Cleans the numbers that the channel's rows meet by.
    fn clean(&mut self, table: &Table, which: usize, from: u32) -> Pass {
        let rows = chunk(from, table.row_count());
        let Lexicon {
            channels, options, ..
        } = &mut self.lexicon;
        let numbers = [&channels.left, &channels.right][which];
        let channel = Numbered::of(table.rows().symbol(Column::Channel), numbers);
        let (_, column) = channel::NUMBERS[which];
        let column = table.rows().text(column);
        options.clean(which, column, rows.clone(), |row| channel.get(row));
        match which {
            _ if rows.end < table.row_count() => Pass::Cleaning(which, rows.end),
            LEFT => Pass::Cleaning(RIGHT, 0),
            _ => Pass::Identities(LEFT, 0),
        }
    }

    /// Routes successes by what makes them the same.
    fn identities(&mut self, side: &Side<'_>, which: usize, from: u32) -> Pass {
        let work = &mut self.work[which];
        let rows = chunk(from, side.rows);
        self.done += rows.len() as u64;
        for row in rows.clone() {
            if !side.in_scope(row) {
                if work.fates[row as usize] != Fate::Elsewhere {
                    work.fates[row as usize] = Fate::OutOfScope;
                }
            } else if side.success(row) {
                work.routed.push(row, side.identity.of(row).hash());
            }
        }
        if rows.end < side.rows {
            return Pass::Identities(which, rows.end);
        }
        work.distribute(bits_for(work.routed.len()));
        Pass::Duplicates(which, 0)
    }

    fn duplicates(&mut self, side: &Side<'_>, which: usize, partition: usize) -> Pass {
        let work = &mut self.work[which];
        let (rows, hashes) = (
            work.partitions.rows(partition),
            work.partitions.hashes(partition),
        );
        self.done += rows.len() as u64;
        let known = work.repeats.len();
        duplicates::find(
            &side.identity,
            rows,
            hashes,
            &mut self.slots,
            &mut work.repeats,
        );
        for repeat in &work.repeats[known..] {
            let fate = &mut work.fates[repeat.row as usize];
            if *fate == Fate::Compared {
                *fate = Fate::Duplicate;
            }
        }
        if partition + 1 < work.partitions.count() {
            return Pass::Duplicates(which, partition + 1);
        }
        work.repeats.sort_unstable();
        match (which, self.by) {
            (LEFT, _) => Pass::Identities(RIGHT, 0),
            (_, ByKey::Posting) => Pass::Reversals(0),
            _ => Pass::Keys(LEFT, 0),
        }
    }

    fn reversals(&mut self, postings: &Table, from: u32) -> Pass {
        let rows = chunk(from, postings.row_count());
        let fates = &self.work[RIGHT].fates;
        self.write_off.collect(postings.rows(), fates, rows.clone());
        if rows.end < postings.row_count() {
            Pass::Reversals(rows.end)
        } else if self.write_off.is_empty() {
            Pass::Keys(LEFT, 0)
        } else {
            Pass::Reversed(0)
        }
    }

    fn reversed(&mut self, postings: &Table, from: u32) -> Pass {
        let rows = chunk(from, postings.row_count());
        let fates = &mut self.work[RIGHT].fates;
        self.write_off.find(postings.rows(), fates, rows.clone());
        if rows.end < postings.row_count() {
            return Pass::Reversed(rows.end);
        }
        self.write_off.pair(postings.rows(), fates);
        if self.write_off.asks_for_orders() {
            Pass::ReversedOrders(0)
        } else {
            Pass::Keys(LEFT, 0)
        }
    }

    fn reversed_orders(&mut self, [payments, postings]: [&Table; 2], from: u32) -> Pass {
        let rows = chunk(from, payments.row_count());
        let (orders, postings) = (payments.rows(), postings.rows());
        self.write_off.find_orders(postings, orders, rows.clone());
        if rows.end < payments.row_count() {
            return Pass::ReversedOrders(rows.end);
        }
        let write_off = std::mem::take(&mut self.write_off);
        self.reversals_of_nothing = write_off.settle(postings, &mut self.work[RIGHT].fates);
        Pass::Keys(LEFT, 0)
    }

    /// Routes every row by its key, and counts what was read.
    fn keys(&mut self, side: &Side<'_>, which: usize, from: u32) -> Pass {
        let work = &mut self.work[which];
        let rows = chunk(from, side.rows);
        self.done += rows.len() as u64;
        for row in rows.clone() {
            if work.fates[row as usize] == Fate::Elsewhere {
                continue;
            }
            work.routed.push(row, side.key(row).hash());
            Total::of(&mut work.totals, side.currency.get(row)).add(side.amount(row));
            if let Some(time) = side.time(row) {
                let hour = time.0.rem_euclid(DAY) / 3600;
                self.rows_by_hour[hour as usize] += 1;
            }
        }
        if rows.end < side.rows {
            return Pass::Keys(which, rows.end);
        }
        // Both sides by the same bits, so that the rows of a key meet.
        work.distribute(bits_for(
            usize::try_from(self.rows).expect("rows in memory"),
        ));
        match which {
            LEFT => Pass::Keys(RIGHT, 0),
            _ => Pass::Outcomes(0),
        }
    }

    fn outcomes(
        &mut self,
        rule: Rule<'_>,
        [left, right]: &[Side<'_>; 2],
        partition: usize,
    ) -> Pass {
        let [left_work, right_work] = &self.work;
        let bench = Bench {
            left,
            right,
            left_fates: &left_work.fates,
            right_fates: &right_work.fates,
            calendar: self.calendar,
            rule,
        };
        let left_part = left_work.partition(left, partition);
        let right_part = right_work.partition(right, partition);
        self.done += (left_part.rows.len() + right_part.rows.len()) as u64;
        self.keys.group(left_part, right_part);
        for (left, right) in self.keys.each() {
            bench.judge(left, right, &mut self.sorted, &mut self.findings);
        }
        if partition + 1 < left_work.partitions.count() {
            return Pass::Outcomes(partition + 1);
        }
        for work in &mut self.work {
            work.partitions = Partitions::default();
        }
        Pass::Order
    }

    fn order(&mut self, [left, right]: &[Side<'_>; 2]) -> Pass {
        let groups = &self.findings.groups;
        match self.sorting.step(groups, left, right) {
            Some(sorted) => {
                self.findings.groups = sorted;
                self.done = self.rows * PASSES;
                Pass::Done
            }
            None => {
                // The last pass is as long as the others, whatever sorting counts in.
                let (done, total) = self.sorting.progress(groups);
                self.done = self.rows * (PASSES - 1) + self.rows * done / total.max(1);
                Pass::Order
            }
        }
    }

    /// The result, once every step is done.
    ///
    /// # Panics
    /// When rows or amounts in are not rows and amounts out: a fault of this program that
    /// must not reach a report.
    pub fn finish(self) -> Reconciled {
        let [left, right] = self.work;
        let mut reconciled = Reconciled {
            by: self.by,
            lexicon: self.lexicon,
            groups: self.findings.groups,
            tallies: self.findings.tallies,
            group_of: [
                vec![NO_GROUP; left.fates.len()],
                vec![NO_GROUP; right.fates.len()],
            ],
            repeats: [left.repeats, right.repeats],
            totals: [left.totals, right.totals],
            reversals_of_nothing: self.reversals_of_nothing,
            rows_by_hour: self.rows_by_hour,
            by_hand: BTreeMap::new(),
        };
        reconciled.index_rows();
        reconciled.assert_conserved();
        reconciled
    }
}

/// Every row is compared, but for carried ones that another reconciliation left open.
fn fates(name: ReconciliationName, table: &Table) -> Vec<Fate> {
    let mut fates = vec![Fate::Compared; table.len()];
    for (fate, carried) in fates.iter_mut().zip(table.carried_rows()) {
        if !carried.reconciliations.contains(&name) {
            *fate = Fate::Elsewhere;
        }
    }
    fates
}

fn chunk(from: u32, rows: u32) -> Range<u32> {
    from..rows.min(from.saturating_add(CHUNK))
}

/// One reconciliation by key with its result.
#[derive(Debug)]
pub(crate) struct Reconciled {
    pub by: ByKey,
    pub lexicon: Lexicon,
    /// In the order of lists.
    pub groups: Groups,
    pub tallies: Tallies,
    /// The group of each row, left and right; [`NO_GROUP`] for rows that take no part.
    pub group_of: [Vec<u32>; 2],
    /// Duplicates by row, with the row that each repeats.
    pub repeats: [Vec<Repeat>; 2],
    /// What was read, by number of the currency.
    pub totals: [Vec<Total>; 2],
    /// Postings that reverse one that is not there, and stayed in.
    pub reversals_of_nothing: Vec<u32>,
    pub rows_by_hour: [u64; 24],
    /// Who paired a group, by its number.
    pub by_hand: BTreeMap<u32, ByHandReport>,
}

impl Reconciled {
    /// The currency of a number.
    pub fn currency(&self, number: u32) -> Currency {
        Currency::parse(&self.lexicon.currencies.texts[number as usize])
            .expect("readers check currencies")
    }

    /// The currency of a group.
    pub fn currency_of(&self, day: &Day, group: usize) -> Currency {
        let [left, right] = self.sides(day);
        let number = match (self.groups.left(group), self.groups.right(group)) {
            ([row, ..], _) => left.currency.get(*row),
            ([], rows) => right.currency.get(rows[0]),
        };
        self.currency(number)
    }

    /// Both sides as matching saw them.
    pub fn sides<'a>(&'a self, day: &'a Day) -> [Side<'a>; 2] {
        self.by.sides(self.by.tables(day), &self.lexicon)
    }

    pub(crate) fn index_rows(&mut self) {
        let [left, right] = &mut self.group_of;
        for (number, group) in (0..).zip(0..self.groups.len()) {
            for &row in self.groups.left(group) {
                left[row as usize] = number;
            }
            for &row in self.groups.right(group) {
                right[row as usize] = number;
            }
        }
    }

    /// Rows and amounts read = rows and amounts over outcomes, by side and currency.
    pub(crate) fn assert_conserved(&self) {
        let currencies = self.lexicon.currencies.texts.len();
        let mut out = [(); 2].map(|()| vec![Total::default(); currencies]);
        for (_, currency, _, tally) in self.tallies.all() {
            let [left, right] = &mut out;
            left[currency as usize].merge(tally.left_rows, tally.left_amount);
            right[currency as usize].merge(tally.right_rows, tally.right_amount);
        }
        for (read, out) in self.totals.iter().zip(&out) {
            for (currency, out) in out.iter().enumerate() {
                let read = read.get(currency).copied().unwrap_or_default();
                assert_eq!(read, *out, "rows and amounts in are rows and amounts out");
            }
        }
    }
}
