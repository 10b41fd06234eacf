//! A day's fund reconciliation, in steps that a host can show, yield between and stop.

use std::collections::BTreeMap;

use tieout_statement::{Column, Currency, Date, Kind, Role, Rows};

use super::groups::{Groups, Head, Why};
use super::items::{Item, Items};
use super::lines::{Channels, Sorter, Texts, Whose, amount, money_in};
use super::repeats;
use super::result::FundResult;
use super::steps::{Ledger, Matching, Pool, unidentified};
use crate::carry_over::CarryOver;
use crate::day::{Day, Period, Table};
use crate::matching::duplicates::Repeat;
use crate::outcome::{Cardinality, Outcome};
use crate::settings::{Fees, Settings};

/// What fund reconciliation looks at.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Items, statement, lines, dates.
    pub ledger: Ledger<'a>,
    /// The settings.
    pub settings: &'a Settings,
    /// The payment flow, for the order numbers of fund transfers.
    pub payment_flow: Option<&'a Rows>,
    /// Order numbers of carried lines in transit.
    pub carried_transfers: &'a [Box<str>],
    /// Codes of channels that occur in the day's files and among carried items.
    pub codes: &'a [Box<str>],
}

/// Items and lines that no pool takes, and the pools of all others.
///
/// `duplicate` says which lines the bank had brought before.
pub fn sort(
    looked: Looked<'_>,
    duplicate: impl Fn(u32) -> bool,
    groups: &mut Groups,
) -> Vec<Matching> {
    let Looked {
        ledger, settings, ..
    } = looked;
    let channels = Channels::of(settings, looked.codes.iter().map(AsRef::as_ref));
    let mut pools: BTreeMap<(u32, Currency, bool), Pool> = BTreeMap::new();
    for (number, item) in (0_u32..).zip(&ledger.items.list) {
        let currency = item.currency;
        if item.due_date > ledger.date {
            let head = Head::plain(Outcome::NotDue, Why::NotDue, currency, 0);
            groups.push(head, &[number], &[]);
        } else if item.net() == 0 {
            let head = Head::matched(Why::NetsToZero, currency, Cardinality::OneToNone);
            groups.push(head, &[number], &[]);
        } else {
            let channel = channels
                .place(&item.channel)
                .expect("its code is among the codes");
            pool(&mut pools, channel, currency, item.net() > 0)
                .items
                .push(number);
        }
    }
    let transfers = transfer_orders(looked);
    let sorter = Sorter::new(&channels, transfers, settings);
    let mut moved = Vec::new();
    for line in 0..u32::try_from(ledger.lines.len()).expect("fewer than 2^32 rows") {
        let currency = ledger.lines.currency(line as usize);
        let alone = |outcome, why, delta| Head::plain(outcome, why, currency, delta);
        if duplicate(line) {
            let delta = amount(ledger.lines, line);
            groups.push(
                alone(Outcome::Duplicate, Why::Duplicate, delta),
                &[],
                &[line],
            );
            continue;
        }
        match sorter.whose(ledger.lines, line) {
            Whose::Transfer => moved.push(line),
            Whose::Channel(channel) => {
                let money_in = money_in(ledger.lines, line);
                pool(&mut pools, channel, currency, money_in)
                    .lines
                    .push(line);
            }
            Whose::OwnFunds => {
                groups.push(alone(Outcome::OwnFunds, Why::OwnFunds, 0), &[], &[line]);
            }
            Whose::Unknown => {
                groups.push(
                    unidentified(ledger.lines, line, currency, Why::NoChannel),
                    &[],
                    &[line],
                );
            }
        }
    }
    transfers_of(ledger.lines, &moved, groups);
    pools.into_values().map(Matching::new).collect()
}

fn pool(
    pools: &mut BTreeMap<(u32, Currency, bool), Pool>,
    channel: u32,
    currency: Currency,
    money_in: bool,
) -> &mut Pool {
    let empty = || Pool {
        currency,
        items: Vec::new(),
        lines: Vec::new(),
    };
    pools
        .entry((channel, currency, money_in))
        .or_insert_with(empty)
}

/// Order numbers of kind `fund_transfer`, of whatever status, and those of carried lines.
fn transfer_orders(looked: Looked<'_>) -> Texts<'_> {
    let mut numbers: Texts<'_> = looked.carried_transfers.iter().map(AsRef::as_ref).collect();
    if let Some(orders) = looked.payment_flow {
        let own = orders.text(Column::PaymentOrderNo);
        let kinds = orders.code(Column::Kind).iter().enumerate();
        let transfers = kinds.filter(|&(_, &kind)| kind == Kind::FundTransfer.code());
        numbers.extend(transfers.map(|(row, _)| own.get(row)));
    }
    numbers
}

/// 资金调拨: lines of one reference and currency.
fn transfers_of(lines: &Rows, moved: &[u32], groups: &mut Groups) {
    let references = lines.text(Column::Reference);
    let accounts = lines.symbol(Column::BankAccount);
    let mut by_reference: BTreeMap<(&str, Currency), Vec<u32>> = BTreeMap::new();
    for &line in moved {
        let at = line as usize;
        let by = (references.get(at), lines.currency(at));
        by_reference.entry(by).or_default().push(line);
    }
    for ((_, currency), halves) in by_reference {
        let side = |wanted: bool| {
            halves
                .iter()
                .filter(move |&&l| money_in(lines, l) == wanted)
        };
        let sum = |wanted| side(wanted).map(|&line| amount(lines, line)).sum::<i128>();
        let only_account = |wanted| {
            let mut found = side(wanted).map(|&line| accounts.symbols[line as usize]);
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        };
        let apart = match (only_account(false), only_account(true)) {
            (Some(out_of), Some(into)) => out_of != into,
            _ => false,
        };
        if apart && sum(false) == sum(true) {
            let head = Head::plain(Outcome::InternalTransfer, Why::Transfer, currency, 0);
            groups.push(head, &[], &halves);
            continue;
        }
        for line in halves {
            let sign = if money_in(lines, line) { 1 } else { -1 };
            let delta = sign * amount(lines, line);
            let (outcome, why) = (Outcome::TimingDifference, Why::TransferInTransit);
            groups.push(Head::plain(outcome, why, currency, delta), &[], &[line]);
        }
    }
}

/// The fund reconciliation of a day on its way.
#[derive(Debug, Default)]
pub(crate) struct FundRun {
    stage: Stage,
    items: Items,
    groups: Groups,
    pools: Vec<Matching>,
    line_repeats: Vec<Repeat>,
    /// Work done and in all: rows of both tables once to form items and lines, and once
    /// to match them.
    done: u64,
    total: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Stage {
    #[default]
    Form,
    Sort,
    Match,
    Done,
}

/// Whose rows stand left and right.
pub(crate) const ROLES: [Role; 2] = [Role::ChannelStatement, Role::BankStatement];

/// The tables of both sides, of a reconciliation that runs.
pub(crate) fn tables(day: &Day) -> [&Table; 2] {
    let ran = "a reconciliation runs when a file of each side was read";
    ROLES.map(|role| day.table(role).expect(ran))
}

impl FundRun {
    pub fn new(day: &Day) -> Self {
        let rows: u64 = tables(day).iter().map(|table| table.len() as u64).sum();
        Self {
            total: rows * 2,
            ..Self::default()
        }
    }

    /// Work done and in all.
    pub const fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Does the next part: forms the items, sorts the lines, or one step of one pool.
    pub fn step(&mut self, day: &Day, period: Option<Period>) {
        let [_, bank] = tables(day);
        match self.stage {
            Stage::Form => {
                self.items = items(day, period);
                self.line_repeats = repeats::of_lines(bank);
                self.stage = Stage::Sort;
                self.done = self.total / 2;
            }
            Stage::Sort => {
                let items = std::mem::take(&mut self.items);
                let ledger = ledger(day, &items, period);
                let looked = Looked {
                    ledger,
                    settings: &day.settings,
                    payment_flow: day.table(Role::PaymentFlow).map(Table::rows),
                    carried_transfers: &carried_transfers(bank),
                    codes: &codes(day, &items),
                };
                let duplicate = |line| repeats::contains(&self.line_repeats, line);
                self.pools = sort(looked, duplicate, &mut self.groups);
                self.items = items;
                self.stage = Stage::Match;
            }
            Stage::Match => match self.pools.last_mut() {
                Some(pool) => {
                    if !pool.step(ledger(day, &self.items, period), &mut self.groups) {
                        self.pools.pop();
                    }
                }
                None => {
                    self.done = self.total;
                    self.stage = Stage::Done;
                }
            },
            Stage::Done => {}
        }
    }

    /// The result, once every step is done.
    ///
    /// # Panics
    /// When rows or amounts in are not rows and amounts out: a fault of this program that
    /// must not reach a report.
    pub fn finish(self, day: &Day) -> FundResult {
        let [_, bank] = tables(day);
        FundResult::new(self.items, &self.groups, self.line_repeats, bank)
    }
}

/// The day's expected settlements, and what was carried of earlier days'.
pub(crate) fn items(day: &Day, period: Option<Period>) -> Items {
    let carried = day
        .carry_over()
        .map(CarryOver::fund_items)
        .unwrap_or_default();
    let carried = carried.into_iter().map(|item| {
        let netted = day.settings.channel(&item.channel).fees == Fees::Netted;
        Item { netted, ..item }
    });
    let carried: Vec<Item> = carried.collect();
    let Some((statement, period)) = day.table(Role::ChannelStatement).zip(period) else {
        return Items::carried(carried);
    };
    let repeated = repeats::of_statement(statement);
    Items::form(
        statement.rows(),
        u32::try_from(statement.carried_rows().len()).expect("rows are counted in 32 bits"),
        |row| repeats::contains(&repeated, row),
        carried,
        &day.settings,
        period,
    )
}

pub(crate) fn ledger<'a>(day: &'a Day, items: &'a Items, period: Option<Period>) -> Ledger<'a> {
    let [statement, bank] = tables(day);
    Ledger {
        items,
        statement: statement.rows(),
        lines: bank.rows(),
        // Without any time there is no item and no line, and nothing is asked about dates.
        date: period.map_or(Date(0), |period| period.date),
        max_fund_days: day.settings.day.max_fund_days,
    }
}

fn carried_transfers(bank: &Table) -> Vec<Box<str>> {
    let carried = bank.carried_rows().iter();
    carried
        .filter_map(|line| line.fund_transfer.as_deref())
        .map(Into::into)
        .collect()
}

/// Codes of the channels that occur in the day's rows and among its items.
pub(crate) fn codes(day: &Day, items: &Items) -> Vec<Box<str>> {
    let mut codes: Vec<Box<str>> = Vec::new();
    for role in [Role::ChannelFlow, Role::ChannelStatement] {
        if let Some(table) = day.table(role) {
            let column = table.rows().symbol(Column::Channel);
            let mut occurs = vec![false; column.texts.len()];
            column
                .symbols
                .iter()
                .for_each(|&symbol| occurs[symbol as usize] = true);
            let texts = column
                .texts
                .iter()
                .zip(occurs)
                .filter(|(_, occurs)| *occurs);
            codes.extend(texts.map(|(text, _)| Box::from(text.as_str())));
        }
    }
    codes.extend(
        items
            .list
            .iter()
            .filter(|item| item.carried)
            .map(|item| item.channel.clone()),
    );
    codes.sort_unstable();
    codes.dedup();
    codes
}
