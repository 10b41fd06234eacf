//! Which story a row belongs to: the payment order that it is about, of payouts their batch.
//!
//! A row of channel or posting flow names its payment order; a statement row is about the
//! order of the channel-flow row with its channel, number and family. What names no order
//! is a story of its own.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use tieout_statement::{Column as C, Family, Kind, Role, Rows, Status};

use crate::day::{Day, Table};

/// The name of a story: a word for what names it, and the name.
pub(crate) type StoryKey = Vec<u8>;

/// Which statuses an order has in the payment flow, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Statuses(u8);

impl Statuses {
    fn add(&mut self, code: u8) {
        self.0 |= 1 << code;
    }

    pub fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether it has no status but these.
    pub fn only(self, among: &[Status]) -> bool {
        let allowed = among.iter().fold(0, |bits, s| bits | 1 << s.code());
        self.0 & !allowed == 0
    }
}

/// What the payment flow says of an order.
#[derive(Clone, Debug, Default)]
struct Order {
    statuses: Statuses,
    batches: BTreeSet<Box<[u8]>>,
    /// The row that tells of it; of several the one with the least identity.
    row: Option<(u128, u32)>,
}

/// Looks up what rows are about, for rows that were asked for before the tables are read.
#[derive(Debug, Default)]
pub(crate) struct Stories {
    orders: HashMap<Box<[u8]>, Order>,
    /// Channel orders of statement rows, and the channel-flow rows that they are.
    channel_orders: HashMap<Box<[u8]>, Vec<u32>>,
}

impl Stories {
    /// Asks for a row.
    pub fn ask(&mut self, table: &Table, row: u32) {
        let rows = table.rows();
        match rows.role() {
            Role::ChannelStatement => {
                let order = channel_order(rows, C::OrderNo, row);
                self.channel_orders.entry(order).or_default();
            }
            Role::ChannelFlow | Role::PostingFlow => self.ask_for_order(rows, row),
            Role::PaymentFlow | Role::BankStatement | Role::Balances => {}
        }
    }

    fn ask_for_order(&mut self, rows: &Rows, row: u32) {
        let number = rows.text(C::PaymentOrderNo).bytes_at(row as usize);
        if !number.is_empty() && !self.orders.contains_key(number) {
            self.orders.insert(number.into(), Order::default());
        }
    }

    /// Looks through some rows; the channel flow's must come before the payment flow's.
    pub fn look(&mut self, table: &Table, rows: Range<u32>) {
        match table.rows().role() {
            Role::ChannelFlow if !self.channel_orders.is_empty() => {
                self.look_at_channel_flow(table.rows(), rows);
            }
            Role::PaymentFlow if !self.orders.is_empty() => {
                self.look_at_payments(table.rows(), rows);
            }
            _ => {}
        }
    }

    fn look_at_channel_flow(&mut self, flow: &Rows, rows: Range<u32>) {
        let mut order = Vec::new();
        for row in rows {
            write_channel_order(&mut order, flow, C::ChannelOrderNo, row);
            if let Some(known) = self.channel_orders.get_mut(&order[..]) {
                known.push(row);
                self.ask_for_order(flow, row);
            }
        }
    }

    fn look_at_payments(&mut self, payments: &Rows, rows: Range<u32>) {
        let numbers = payments.text(C::PaymentOrderNo);
        let batches = payments.text(C::PayoutBatchNo);
        let statuses = payments.code(C::Status);
        for row in rows {
            let at = row as usize;
            if let Some(order) = self.orders.get_mut(numbers.bytes_at(at)) {
                order.statuses.add(statuses[at]);
                let told = (payments.identities()[at], row);
                if order.row.is_none_or(|known| told < known) {
                    order.row = Some(told);
                }
                let batch = batches.bytes_at(at);
                if !batch.is_empty() && !order.batches.contains(batch) {
                    order.batches.insert(batch.into());
                }
            }
        }
    }

    /// Calls back with each story of a row.
    pub fn of(&self, day: &Day, table: &Table, row: u32, mut tell: impl FnMut(StoryKey)) {
        let (rows, at) = (table.rows(), row as usize);
        match rows.role() {
            Role::PaymentFlow => {
                let batch = rows.text(C::PayoutBatchNo).bytes_at(at);
                if batch.is_empty() {
                    tell(named(b"order", rows.text(C::PaymentOrderNo).bytes_at(at)));
                } else {
                    tell(named(b"order", batch));
                }
            }
            Role::ChannelFlow | Role::PostingFlow => self.of_order(rows, row, &mut tell),
            Role::ChannelStatement => {
                let order = channel_order(rows, C::OrderNo, row);
                let mut told = false;
                let known = self.channel_orders.get(&order).into_iter().flatten();
                if let Some(flow) = day.table(Role::ChannelFlow).map(Table::rows) {
                    let numbers = flow.text(C::PaymentOrderNo);
                    for &row in known.filter(|&&row| !numbers.bytes_at(row as usize).is_empty()) {
                        self.of_order(flow, row, &mut tell);
                        told = true;
                    }
                }
                if !told {
                    tell(named(b"channel", &order));
                }
            }
            Role::BankStatement | Role::Balances => tell(own(rows, row)),
        }
    }

    /// The story of a row by the payment order that it names.
    fn of_order(&self, rows: &Rows, row: u32, tell: &mut impl FnMut(StoryKey)) {
        let number = rows.text(C::PaymentOrderNo).bytes_at(row as usize);
        if number.is_empty() {
            tell(own(rows, row));
            return;
        }
        match self.orders.get(number) {
            Some(order) if !order.batches.is_empty() => {
                for batch in &order.batches {
                    tell(named(b"order", batch));
                }
            }
            _ => tell(named(b"order", number)),
        }
    }

    /// The statuses of our payment orders behind statement rows.
    pub fn statuses(&self, day: &Day, statement: &Table, rows: &[u32]) -> Statuses {
        let mut all = Statuses::default();
        self.orders_behind(day, statement, rows, |order| all.merge(order.statuses));
        all
    }

    /// A row of our payment orders behind statement rows: the one with the least identity.
    pub fn order_row(&self, day: &Day, statement: &Table, rows: &[u32]) -> Option<u32> {
        let mut least = None;
        self.orders_behind(day, statement, rows, |order| {
            if let Some(row) = order
                .row
                .filter(|&row| least.is_none_or(|known| row < known))
            {
                least = Some(row);
            }
        });
        least.map(|(_, row)| row)
    }

    fn orders_behind(
        &self,
        day: &Day,
        statement: &Table,
        rows: &[u32],
        mut tell: impl FnMut(&Order),
    ) {
        let Some(flow) = day.table(Role::ChannelFlow).map(Table::rows) else {
            return;
        };
        let numbers = flow.text(C::PaymentOrderNo);
        for &row in rows {
            let order = channel_order(statement.rows(), C::OrderNo, row);
            for &row in self.channel_orders.get(&order).into_iter().flatten() {
                if let Some(order) = self.orders.get(numbers.bytes_at(row as usize)) {
                    tell(order);
                }
            }
        }
    }
}

/// Channel orders, as [`channel_order`] writes them, whose rows tell one of these stories.
pub(crate) fn channel_orders_of(day: &Day, stories: &BTreeSet<StoryKey>) -> BTreeSet<Box<[u8]>> {
    let channel = |key: &StoryKey| key.strip_prefix(b"channel\0").map(Box::from);
    let mut found: BTreeSet<Box<[u8]>> = stories.iter().filter_map(channel).collect();
    let mut orders: BTreeSet<&[u8]> = stories
        .iter()
        .filter_map(|key| key.strip_prefix(b"order\0"))
        .collect();
    if let Some(payments) = day.table(Role::PaymentFlow).map(Table::rows) {
        let (numbers, batches) = (
            payments.text(C::PaymentOrderNo),
            payments.text(C::PayoutBatchNo),
        );
        for row in 0..payments.len() {
            if orders.contains(batches.bytes_at(row)) {
                orders.insert(numbers.bytes_at(row));
            }
        }
    }
    if let Some(flow) = day.table(Role::ChannelFlow) {
        let numbers = flow.rows().text(C::PaymentOrderNo);
        for row in 0..flow.row_count() {
            if orders.contains(numbers.bytes_at(row as usize)) {
                found.insert(channel_order(flow.rows(), C::ChannelOrderNo, row));
            }
        }
    }
    found
}

fn named(what: &[u8], name: &[u8]) -> StoryKey {
    [what, b"\0", name].concat()
}

/// The story of a row that names no order: its cells.
fn own(rows: &Rows, row: u32) -> StoryKey {
    let cells = rows.identities()[row as usize].to_le_bytes();
    named(rows.role().text().as_bytes(), &cells)
}

/// A channel order as bytes: channel, family, number.
pub(crate) fn channel_order(rows: &Rows, number: C, row: u32) -> Box<[u8]> {
    let mut order = Vec::new();
    write_channel_order(&mut order, rows, number, row);
    order.into()
}

fn write_channel_order(to: &mut Vec<u8>, rows: &Rows, number: C, row: u32) {
    let at = row as usize;
    let family = Kind::from_code(rows.code(C::Kind)[at]).and_then(Kind::family);
    to.clear();
    to.extend_from_slice(rows.symbol(C::Channel).get(at).as_bytes());
    to.push(0);
    to.extend_from_slice(family.map_or("", Family::text).as_bytes());
    to.push(0);
    to.extend_from_slice(rows.text(number).bytes_at(at));
}
