//! What an exception proposes: its treatment, its age, its case (section 6 of the rules).

use std::collections::HashMap;

use tieout_statement::{Column as C, Date, Family, Kind, Role, Rows, Status};

use crate::by_key::{ByKey, Reconciled};
use crate::cases::Cases;
use crate::day::{Day, Period};
use crate::fund::FundGroup;
use crate::fund::result::FundResult;
use crate::fund::run::tables;
use crate::identity::Ordinals;
use crate::outcome::{Outcome, Treatment};

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

/// Which statuses an order has in the payment flow, a bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Statuses(u8);

impl Statuses {
    fn add(&mut self, code: u8) {
        self.0 |= 1 << code;
    }

    fn only(self, among: &[Status]) -> bool {
        let allowed = among.iter().fold(0, |bits, s| bits | 1 << s.code());
        self.0 & !allowed == 0
    }
}

/// Finds what exceptions propose, step by step.
#[derive(Debug, Default)]
pub(crate) struct Settling {
    list: Vec<Exception>,
    /// Payment order numbers whose status decides a treatment.
    orders: HashMap<Box<[u8]>, Statuses>,
    /// Channel orders of statement rows without a row of ours in their group: channel,
    /// family and number, and the payment orders that the channel flow names for them.
    channel_orders: HashMap<Box<[u8]>, Vec<u32>>,
    ordinals: Ordinals,
    scan: Option<(usize, u32)>,
}

/// Tables that are looked through, one after the other.
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
        settling.scan = (!settling.list.is_empty()).then_some((0, 0));
        settling
    }

    fn collect(&mut self, day: &Day, which: usize, result: &Reconciled) {
        let [left, right] = result.by.tables(day);
        for group in 0..result.groups.len() {
            if !result.groups.verdict(group).outcome.is_exception() {
                continue;
            }
            let (ours, theirs) = (result.groups.left(group), result.groups.right(group));
            ours.iter().for_each(|&row| self.ordinals.ask(left, row));
            theirs.iter().for_each(|&row| self.ordinals.ask(right, row));
            self.ask_about_orders(day, result, group);
            self.list.push(Exception {
                reconciliation: which,
                group: u32::try_from(group).expect("fewer groups than rows"),
                treatment: Treatment::Verify,
                age_days: 0,
            });
        }
    }

    fn collect_fund(&mut self, day: &Day, which: usize, fund: &FundResult) {
        let [statement, bank] = tables(day);
        for (number, group) in (0..).zip(fund.groups.iter()) {
            if !group.head.outcome.is_exception() {
                continue;
            }
            group
                .lines
                .iter()
                .for_each(|&line| self.ordinals.ask(bank, line));
            for &row in story_rows(fund, group) {
                let key = channel_order(statement.rows(), C::OrderNo, row);
                self.channel_orders.entry(key).or_default();
            }
            self.list.push(Exception {
                reconciliation: which,
                group: number,
                treatment: Treatment::Verify,
                age_days: 0,
            });
        }
    }

    fn ask_about_orders(&mut self, day: &Day, result: &Reconciled, group: usize) {
        match result.by {
            ByKey::Channel => {
                let [flow, statement] = result.by.tables(day);
                if result.groups.verdict(group).outcome == Outcome::DroppedOrder {
                    let numbers = flow.rows().text(C::PaymentOrderNo);
                    for &row in result.groups.left(group) {
                        let number = numbers.bytes_at(row as usize);
                        self.orders.entry(number.into()).or_default();
                    }
                }
                if result.groups.left(group).is_empty() {
                    for &row in result.groups.right(group) {
                        let key = channel_order(statement.rows(), C::OrderNo, row);
                        self.channel_orders.entry(key).or_default();
                    }
                }
            }
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
        match role {
            Role::PaymentFlow if !self.orders.is_empty() => {
                let numbers = table.rows().text(C::PaymentOrderNo);
                let statuses = table.rows().code(C::Status);
                for row in rows.clone() {
                    let number = numbers.bytes_at(row as usize);
                    if let Some(order) = self.orders.get_mut(number) {
                        order.add(statuses[row as usize]);
                    }
                }
            }
            Role::ChannelFlow if !self.channel_orders.is_empty() => {
                let mut key = Vec::new();
                for row in rows.clone() {
                    write_channel_order(&mut key, table.rows(), C::ChannelOrderNo, row);
                    if let Some(orders) = self.channel_orders.get_mut(&key[..]) {
                        orders.push(row);
                        let number = table.rows().text(C::PaymentOrderNo);
                        let number = number.bytes_at(row as usize);
                        self.orders.entry(number.into()).or_default();
                    }
                }
            }
            _ => {}
        }
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
            exception.treatment = self.treatment(day, result, group);
            exception.age_days = age(day, period, result, group);
            let before = keys.len();
            self.case_keys(day, result, group, |key| keys.push((key, at)));
            assert!(keys.len() > before, "every exception has a key");
        }
        Exceptions {
            cases: Cases::tie(list.len(), keys),
            list,
            ordinals: self.ordinals,
        }
    }

    fn treatment(&self, day: &Day, result: &Reconciled, group: usize) -> Treatment {
        match (result.by, result.groups.verdict(group).outcome) {
            (_, Outcome::TimingDifference) => Treatment::CarryOver,
            (ByKey::Channel, Outcome::AmountMismatch) => Treatment::Suspense,
            (ByKey::Channel, Outcome::FeeMismatch) => Treatment::Claim,
            (ByKey::Channel, Outcome::DroppedOrder) => self.of_dropped_order(day, result, group),
            _ => Treatment::Verify,
        }
    }

    /// Money in that ours does not know: what our payment order says decides.
    fn of_dropped_order(&self, day: &Day, result: &Reconciled, group: usize) -> Treatment {
        let [flow, statement] = result.by.tables(day);
        let theirs = result.groups.right(group)[0] as usize;
        let kind = Kind::from_code(statement.rows().code(C::Kind)[theirs]);
        if kind.and_then(Kind::family) != Some(Family::In) || day.table(Role::PaymentFlow).is_none()
        {
            return Treatment::Verify;
        }
        let numbers = flow.rows().text(C::PaymentOrderNo);
        let mut all = Statuses::default();
        let ours = result.groups.left(group);
        // Without a row of ours in the group: one of the same order in another currency.
        let named = result.groups.right(group).iter().filter_map(|&row| {
            let order = channel_order(statement.rows(), C::OrderNo, row);
            self.channel_orders.get(&order)
        });
        let named = named.flatten().filter(|_| ours.is_empty());
        for &row in ours.iter().chain(named) {
            let number = numbers.bytes_at(row as usize);
            if !number.is_empty() {
                all.0 |= self.orders.get(number).map_or(0, |order| order.0);
            }
        }
        if all.only(&[Status::Pending]) {
            Treatment::Supplement
        } else if all.only(&[Status::Failed, Status::Closed]) {
            Treatment::Refund
        } else {
            // A success, or orders that say different things: somebody has to look.
            Treatment::Verify
        }
    }

    /// The order of a single order's item; else the exception by itself.
    fn fund_case_key(&self, day: &Day, fund: &FundResult, group: usize) -> Vec<u8> {
        let members = fund.groups.get(group);
        let [statement, bank] = tables(day);
        if let [row] = story_rows(fund, members) {
            let order = channel_order(statement.rows(), C::OrderNo, *row);
            let flow = day.table(Role::ChannelFlow);
            let named = self
                .channel_orders
                .get(&order)
                .and_then(|rows| rows.first());
            return match flow.zip(named) {
                Some((flow, &row)) => case_key(flow.rows(), row),
                None => [b"channel\0", &order[..]].concat(),
            };
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

    /// The payment orders of an exception's rows; the channel order where they name none.
    fn case_keys(
        &self,
        day: &Day,
        result: &Reconciled,
        group: usize,
        mut key: impl FnMut(Vec<u8>),
    ) {
        match result.by {
            ByKey::Channel => {
                let [flow, statement] = result.by.tables(day);
                let ours = result.groups.left(group);
                for &row in ours {
                    key(case_key(flow.rows(), row));
                }
                for &row in result
                    .groups
                    .right(group)
                    .iter()
                    .filter(|_| ours.is_empty())
                {
                    let order = channel_order(statement.rows(), C::OrderNo, row);
                    let named = self.channel_orders.get(&order);
                    for &row in named.into_iter().flatten() {
                        key(case_key(flow.rows(), row));
                    }
                    if named.is_none_or(Vec::is_empty) {
                        key([b"channel\0", &order[..]].concat());
                    }
                }
            }
        }
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
            if fund_age(day, period, fund, group) < waits {
                Treatment::CarryOver
            } else {
                Treatment::Suspense
            }
        }
        _ => Treatment::Suspense,
    }
}

/// Days from the oldest due date of a group's items; of lines alone, from first seen.
fn fund_age(day: &Day, period: Option<Period>, fund: &FundResult, group: usize) -> i64 {
    let members = fund.groups.get(group);
    let [_, bank] = tables(day);
    let due = members
        .items
        .iter()
        .map(|&item| fund.items.list[item as usize].due_date);
    let seen = members
        .lines
        .iter()
        .filter_map(|&line| Some(bank.carried(line)?.first_seen));
    let since = due.min().or(seen.min());
    since
        .zip(period)
        .map_or(0, |(since, p)| i64::from(p.date.0) - i64::from(since.0))
}

/// What a channel-flow row contributes to cases.
fn case_key(flow: &Rows, row: u32) -> Vec<u8> {
    let number = flow.text(C::PaymentOrderNo).bytes_at(row as usize);
    if number.is_empty() {
        [
            b"channel\0",
            &channel_order(flow, C::ChannelOrderNo, row)[..],
        ]
        .concat()
    } else {
        [b"order\0", number].concat()
    }
}

/// A channel order as bytes: channel, family, number.
fn channel_order(rows: &Rows, number: C, row: u32) -> Box<[u8]> {
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

/// Days from the oldest first seen of a group's rows; today's rows: 0.
fn age(day: &Day, period: Option<Period>, result: &Reconciled, group: usize) -> i64 {
    let sides = result.sides(day);
    let first_seen = [result.groups.left(group), result.groups.right(group)]
        .into_iter()
        .zip(&sides)
        .flat_map(|(rows, side)| rows.iter().filter_map(|&row| side.carried_since(row)))
        .min();
    let since = |first: Date| period.map_or(0, |p| i64::from(p.date.0) - i64::from(first.0));
    first_seen.map_or(0, since)
}
