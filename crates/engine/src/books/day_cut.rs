//! Day-cut 日切: one summary posting 汇总记账 per channel, kind and currency.
//!
//! It sums every posting of the day's files that is no duplicate and not written off,
//! whatever its time, in one pass over the rows.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::ops::Range;

use tieout_statement::{Column as C, Currency, Date, Kind, Role};

use super::accounts::Accounts;
use super::chart::{BUYERS, ESCROW};
use super::entry::{Head, Journal, Line, Lines, Source, Status};
use super::internal_legs::{
    BALANCE, Internal, OrderColumns, PostingColumns, Sums, against, by_balance, internal,
};
use super::known::Known;
use super::templates::{
    CONFIRM, PAYMENT_BALANCE, PAYMENT_CHANNEL, REFUND, TOP_UP, TRANSFER, Template, WITHDRAWAL,
};
use crate::by_key::{NO_GROUP, Reconciled};
use crate::day::{Day, Table};
use crate::fund::repeats;
use crate::identity::EntryName;
use crate::matching::Fate;
use crate::outcome::Outcome;
use crate::posting::write_off::WriteOff;

/// A map whose order never reaches a result.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// One summary posting on its way.
#[derive(Debug)]
pub(crate) struct Slot {
    pub kind: Kind,
    pub channel: Box<str>,
    pub currency: Currency,
    pub rows: u64,
    internal: Internal,
    sums: Sums,
    /// Sum of the rows' identities: the same whatever their order.
    identities: u128,
}

impl Slot {
    /// Whether a posting, if it counts, is summed here.
    pub fn holds(&self, columns: PostingColumns<'_>, row: u32) -> bool {
        let channel = columns.channel(row);
        let from_balance = self.kind == Kind::Payment && by_balance(channel);
        let same = *self.channel == *channel || from_balance && &*self.channel == BALANCE;
        same && (Some(self.kind), self.currency) == (columns.kind(row), columns.currency(row))
    }
}

/// The summary postings of a day.
#[derive(Debug, Default)]
pub(crate) struct DayCut {
    pub slots: Vec<Slot>,
    /// By kind, symbols of channel and currency.
    index: Map<(u8, u32, u32), Option<u32>>,
    /// Debits and credits by slot and account.
    sums: Map<(u32, u32), (i128, i128)>,
    /// Groups whose fee was counted.
    counted: Vec<bool>,
    /// Which postings count, where the posting reconciliation did not run.
    alone: Vec<Fate>,
}

/// What the day-cut looks at.
#[derive(Clone, Copy)]
pub(crate) struct Posted<'a> {
    pub table: &'a Table,
    pub columns: PostingColumns<'a>,
    /// The payment flow and the reconciliation with it, where that ran.
    pub reconciled: Option<(OrderColumns<'a>, &'a Reconciled)>,
    known: &'a Known,
}

impl<'a> Posted<'a> {
    /// `known`: what was looked up before.
    pub fn of(day: &'a Day, posting: Option<&'a Reconciled>, known: &'a Known) -> Option<Self> {
        let table = day.table(Role::PostingFlow)?;
        let orders = day.table(Role::PaymentFlow);
        Some(Self {
            table,
            columns: PostingColumns::of(table.rows()),
            reconciled: orders
                .zip(posting)
                .map(|(orders, posting)| (OrderColumns::of(orders.rows()), posting)),
            known,
        })
    }

    /// The merchant's order behind a posting; `None`: nobody names it, or more than one.
    pub fn merchant_order(&self, row: u32) -> Option<&'a str> {
        let order = self.columns.orders.get(row as usize);
        let of_group = self.order_of_group(row);
        of_group.or_else(|| self.known.merchant_orders.of(order))
    }

    /// The merchant's order that the orders of a posting's own group name.
    pub fn order_of_group(&self, row: u32) -> Option<&'a str> {
        let (orders, posting) = self.reconciled?;
        let group = posting.group_of[1][row as usize];
        let left = (group != NO_GROUP).then(|| posting.groups.left(group as usize))?;
        let merchant = |&order: &u32| orders.merchant_order(order);
        let mut named = left.iter().map(merchant).filter(|order| !order.is_empty());
        let first = named.next()?;
        named.all(|other| other == first).then_some(first)
    }
}

impl DayCut {
    /// Prepares for a day: decides which postings count where nobody reconciled them.
    pub fn new(posted: Posted<'_>) -> Self {
        let mut cut = Self::default();
        match posted.reconciled {
            Some((_, posting)) => cut.counted = vec![false; posting.groups.len()],
            None => cut.alone = fates(posted.table),
        }
        cut
    }

    /// Whether the books hold a posting from today on.
    fn counts(&self, posted: Posted<'_>, row: u32) -> bool {
        match posted.reconciled {
            Some((_, posting)) => {
                let group = posting.group_of[1][row as usize] as usize;
                let outcome = posting.groups.verdict(group).outcome;
                !matches!(outcome, Outcome::Duplicate | Outcome::WrittenOff)
            }
            None => self.alone[row as usize] == Fate::Compared,
        }
    }

    /// Adds some rows of the posting flow.
    pub fn add(&mut self, accounts: &mut Accounts, posted: Posted<'_>, rows: Range<u32>) {
        let todays = u32::try_from(posted.table.carried_rows().len()).expect("rows are few");
        for row in rows {
            // What was carried was booked on its own day.
            if row < todays || !self.counts(posted, row) {
                continue;
            }
            let Some(at) = self.slot(posted.columns, row) else {
                continue;
            };
            let columns = posted.columns;
            let merchant_order = (columns.accounts.get(row as usize) == ESCROW)
                .then(|| posted.merchant_order(row))
                .flatten();
            let line = columns.line(accounts, row, merchant_order);
            let sum = self.sums.entry((at, line.account)).or_default();
            sum.0 += line.debit;
            sum.1 += line.credit;
            self.count_fee(posted, row);
            let slot = &mut self.slots[at as usize];
            let side = columns.sides[row as usize];
            let account = columns.accounts.get(row as usize);
            slot.sums.add(account, side, columns.amount(row));
            slot.rows += 1;
            let identity = posted.table.rows().identities()[row as usize];
            slot.identities = slot.identities.wrapping_add(identity);
        }
    }

    fn slot(&mut self, columns: PostingColumns<'_>, row: u32) -> Option<u32> {
        let at = row as usize;
        let key = (
            columns.kinds[at],
            columns.channels.symbols[at],
            columns.currencies.symbols[at],
        );
        if let Some(&known) = self.index.get(&key) {
            return known;
        }
        let found = columns.kind(row).and_then(|kind| {
            let channel = columns.channel(row);
            let internal = internal(kind, channel)?;
            // What is paid from a balance is one, however its channel is written.
            let balance = kind == Kind::Payment && by_balance(channel);
            let one = (key.0, if balance { u32::MAX } else { key.1 }, key.2);
            if let Some(&known) = self.index.get(&one) {
                return known;
            }
            let new = u32::try_from(self.slots.len()).expect("fewer than rows");
            self.slots.push(Slot {
                kind,
                channel: if balance { BALANCE } else { channel }.into(),
                currency: columns.currency(row),
                rows: 0,
                internal,
                sums: Sums::default(),
                identities: 0,
            });
            self.index.insert(one, Some(new));
            Some(new)
        });
        self.index.insert(key, found);
        found
    }

    /// Adds the fee of a withdrawal's order where its first posting is met.
    fn count_fee(&mut self, posted: Posted<'_>, row: u32) {
        let columns = posted.columns;
        let is_debit = columns.kind(row) == Some(Kind::Withdrawal) && columns.is_debit(row);
        let Some((_, posting)) = posted.reconciled.filter(|_| is_debit) else {
            return;
        };
        let group = posting.group_of[1][row as usize] as usize;
        if std::mem::replace(&mut self.counted[group], true) {
            return;
        }
        let found = withdrawal_fee(posted, group);
        if let Some(found) = found
            && let Some(at) = self.slot(columns, found.row)
        {
            self.slots[at as usize].sums.fees += found.sum();
        }
    }

    /// The entries, in the order of lists.
    pub fn finish(self, accounts: &mut Accounts, date: Date, journal: &mut Journal) -> Vec<Slot> {
        let mut lines: Vec<Vec<Line>> = self.slots.iter().map(|_| Vec::new()).collect();
        for ((slot, account), (debit, credit)) in self.sums {
            let line = Line {
                account,
                debit,
                credit,
            };
            lines[slot as usize].push(line);
        }
        let mut order: Vec<usize> = (0..self.slots.len()).collect();
        order.sort_by_key(|&at| {
            let slot = &self.slots[at];
            (template(slot).name, &slot.channel, slot.currency)
        });
        for at in order {
            let slot = &self.slots[at];
            let mut lines = std::mem::take(&mut lines[at]);
            let key = (&*slot.channel, slot.currency);
            lines.extend(against(accounts, slot.internal, key, slot.sums));
            let Some(lines) = Lines::balanced(accounts, lines) else {
                continue;
            };
            let mut name = EntryName::new(date, "posting", template(slot).name);
            name.text(&slot.channel);
            name.number(slot.identities);
            name.number(u128::from(slot.rows));
            super::entry_ids::lines(&mut name, accounts, &lines);
            let head = Head {
                template: template(slot),
                status: Status::Final,
                rows: slot.rows,
                date,
                id: name.finish(),
                source: Source::Postings(u32::try_from(at).expect("fewer than rows")),
            };
            journal.push(head, &lines);
        }
        self.slots
    }
}

fn template(slot: &Slot) -> &'static Template {
    match (slot.kind, slot.internal) {
        (Kind::Payment, Internal::Balance) => &PAYMENT_BALANCE,
        (Kind::Payment, _) => &PAYMENT_CHANNEL,
        (Kind::Refund, _) => &REFUND,
        (Kind::Withdrawal, _) => &WITHDRAWAL,
        (Kind::Confirm, _) => &CONFIRM,
        (Kind::Transfer, _) => &TRANSFER,
        (Kind::TopUp | Kind::FundTransfer, _) => &TOP_UP,
    }
}

/// What an order's withdrawal postings hold of its fee.
#[derive(Clone, Copy, Debug)]
pub(super) struct WithdrawalFee {
    /// The posting whose summary takes it: the first that today brings, else the first.
    pub row: u32,
    /// The order's fee, minor units.
    pub fee: i128,
    /// How often the order is posted.
    pub times: i128,
}

impl WithdrawalFee {
    /// The fee as often as the order is posted.
    pub const fn sum(self) -> i128 {
        self.fee * self.times
    }
}

/// The fee among the postings of a withdrawal's order, with the first of today's debits,
/// else the first of all; `None`: no order, or nothing debited.
pub(super) fn withdrawal_fee(posted: Posted<'_>, group: usize) -> Option<WithdrawalFee> {
    let (orders, posting) = posted.reconciled?;
    let outcome = posting.groups.verdict(group).outcome;
    if matches!(outcome, Outcome::Duplicate | Outcome::WrittenOff) {
        return None;
    }
    let (left, right) = (posting.groups.left(group), posting.groups.right(group));
    let columns = posted.columns;
    let debit = |&&row: &&u32| columns.is_debit(row) && columns.kind(row) == Some(Kind::Withdrawal);
    let todays = |&&row: &&u32| row as usize >= posted.table.carried_rows().len();
    let mut debits = right.iter().filter(debit);
    let first = right.iter().filter(debit).find(todays);
    let row = *first.or_else(|| debits.next())?;
    let success = |&&order: &&u32| orders.success(order);
    // An order that failed is there all the same.
    let order = *left.iter().find(success).or(left.first())?;
    let times = match outcome {
        Outcome::DoublePosted | Outcome::PostedWithoutOrder => {
            let asked = i128::from(orders.amount(order)) + orders.fee(order);
            whole_times(columns, right, asked)
        }
        _ => 1,
    };
    let fee = orders.fee(order);
    Some(WithdrawalFee { row, fee, times })
}

/// How often postings hold what was asked for, where they are debits of buyers and hold it a
/// whole number of times; else once.
fn whole_times(columns: PostingColumns<'_>, rows: &[u32], asked: i128) -> i128 {
    let of_buyers =
        |&row: &u32| columns.is_debit(row) && columns.accounts.get(row as usize) == BUYERS;
    let posted: i128 = rows.iter().map(|&row| columns.amount(row)).sum();
    let whole = asked > 0 && posted % asked == 0 && rows.iter().all(of_buyers);
    if whole { (posted / asked).max(1) } else { 1 }
}

/// What becomes of postings that nobody reconciles: duplicates and write-offs are out.
fn fates(table: &Table) -> Vec<Fate> {
    let mut fates = vec![Fate::Compared; table.len()];
    for repeat in repeats::of_postings(table) {
        fates[repeat.row as usize] = Fate::Duplicate;
    }
    let rows = table.rows();
    let mut write_off = WriteOff::default();
    write_off.collect(rows, &fates, 0..table.row_count());
    if !write_off.is_empty() {
        write_off.find(rows, &fates, 0..table.row_count());
        write_off.pair(rows, &mut fates);
    }
    fates
}

/// Fees that channels bill apart, by channel and currency, from today's statement rows.
#[derive(Debug, Default)]
pub(crate) struct BilledFees {
    /// By symbols of channel and currency: fees, rows, identities.
    sums: Map<(u32, u32), (i128, u64, u128)>,
}

impl BilledFees {
    /// Adds some rows; `duplicate` says which were brought before, `apart` which channels,
    /// by symbol, bill apart.
    pub fn add(
        &mut self,
        statement: &Table,
        apart: &[bool],
        duplicate: impl Fn(u32) -> bool,
        rows: Range<u32>,
    ) {
        let table = statement.rows();
        let channels = &table.symbol(C::Channel).symbols;
        let currencies = &table.symbol(C::Currency).symbols;
        let (fees, status) = (table.number(C::Fee), table.code(C::Status));
        let todays = u32::try_from(statement.carried_rows().len()).expect("rows are few");
        for row in rows.filter(|&row| row >= todays) {
            let at = row as usize;
            let moved = status[at] == tieout_statement::Status::Success.code()
                && fees[at] != tieout_statement::rows::ABSENT;
            if moved && apart[channels[at] as usize] && !duplicate(row) {
                let sum = self.sums.entry((channels[at], currencies[at])).or_default();
                sum.0 += i128::from(fees[at]);
                sum.1 += 1;
                sum.2 = sum.2.wrapping_add(table.identities()[at]);
            }
        }
    }

    /// The entries, by channel and currency.
    pub fn finish(
        self,
        accounts: &mut Accounts,
        statement: &Table,
        date: Date,
        journal: &mut Journal,
    ) {
        let rows = statement.rows();
        let text = |column, symbol: u32| &*rows.symbol(column).texts[symbol as usize];
        let mut sums: Vec<(&str, Currency, (i128, u64, u128))> = self
            .sums
            .into_iter()
            .map(|((channel, currency), sum)| {
                let currency = Currency::parse(text(C::Currency, currency));
                let currency = currency.expect("readers check currencies");
                (text(C::Channel, channel), currency, sum)
            })
            .collect();
        sums.sort_unstable();
        for (channel, currency, (fees, count, identities)) in sums {
            let template = &super::templates::CHANNEL_FEE;
            let cost = accounts.number(super::chart::CHANNEL_FEES, channel, currency);
            let owed = accounts.number(super::chart::DUE_TO_CHANNELS, channel, currency);
            let lines = vec![Line::debit(cost, fees), Line::credit(owed, fees)];
            let Some(lines) = Lines::balanced(accounts, lines) else {
                continue;
            };
            let mut name = EntryName::new(date, "channel", template.name);
            name.number(identities);
            name.number(u128::from(count));
            super::entry_ids::lines(&mut name, accounts, &lines);
            let head = Head {
                template,
                status: Status::Final,
                rows: count,
                date,
                id: name.finish(),
                source: Source::Fees,
            };
            journal.push(head, &lines);
        }
    }
}
