//! Entries of matched funds: pending clearing is carried to 结转 deposits at bank.

use std::collections::BTreeMap;

use tieout_statement::{Column as C, Currency, Date};

use super::accounts::Accounts;
use super::chart::{
    BANK, BANK_CHARGES, CHANNEL_FEES, CLEARING_IN, CLEARING_PAYOUTS, CLEARING_REFUNDS, IN_TRANSIT,
    INTEREST, INTEREST_DUE,
};
use super::entry::{Head, Journal, Line, Lines, Source, Status};
use super::templates::{
    BANK_CHARGE, BANK_INTEREST, FUND_TRANSFER_IN, FUND_TRANSFER_OUT, PAYOUT, SETTLEMENT, Template,
};
use crate::day::Table;
use crate::fund::groups::Why;
use crate::fund::lines::{amount, money_in};
use crate::fund::result::FundResult;
use crate::fund::{FundGroup, Item};
use crate::identity::{EntryName, Ordinals, RowIdentity};
use crate::outcome::Outcome;

/// What fund entries are made from.
#[derive(Clone, Copy)]
pub(crate) struct Funds<'a> {
    pub result: &'a FundResult,
    pub bank: &'a Table,
    pub ordinals: &'a Ordinals,
    pub date: Date,
}

/// What of a bank line a group books, and what it leaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moved {
    pub line: u32,
    /// Minor units, never negative.
    pub booked: i128,
    /// Minor units, never negative.
    pub left: i128,
}

impl<'a> Funds<'a> {
    /// The items of a group.
    pub fn items(self, group: FundGroup<'a>) -> impl Iterator<Item = &'a Item> {
        let list = &self.result.items.list;
        group.items.iter().map(move |&item| &list[item as usize])
    }

    /// The account of a bank line.
    pub fn bank_account(self, line: u32) -> &'a str {
        self.bank.rows().symbol(C::BankAccount).get(line as usize)
    }

    /// The lines of a group with what is booked of each: all, but of a long group no more
    /// than was expected. What is too much came with the last lines.
    pub fn moved(self, group: FundGroup<'a>) -> Vec<Moved> {
        let rows = self.bank.rows();
        let mut lines = group.lines.to_vec();
        if lines.len() > 1 {
            let (booked, numbers) = (rows.number(C::BookedAt), rows.text(C::TransactionNo));
            lines.sort_unstable_by_key(|&line| {
                let at = line as usize;
                let number = numbers.bytes_at(at);
                (
                    booked[at],
                    self.bank_account(line),
                    number,
                    rows.identities()[at],
                    line,
                )
            });
        }
        let mut expected = if group.head.outcome == Outcome::FundLong {
            self.items(group).map(|item| item.net().abs()).sum()
        } else {
            i128::MAX
        };
        let share = |line: u32| {
            let amount = amount(rows, line);
            let booked = amount.min(expected);
            expected -= booked;
            Moved {
                line,
                booked,
                left: amount - booked,
            }
        };
        lines.into_iter().map(share).collect()
    }

    /// The identities of a group's items and lines.
    pub fn identities(self, group: FundGroup<'a>) -> Vec<RowIdentity> {
        let items = self.items(group).map(crate::fund::view::item_identity);
        let line = |&line: &u32| self.ordinals.identity(self.bank, line);
        items.chain(group.lines.iter().map(line)).collect()
    }

    /// Rows behind a group.
    pub fn rows(self, group: FundGroup<'a>) -> u64 {
        self.items(group).map(|item| item.rows).sum::<u64>() + group.lines.len() as u64
    }
}

/// Openings of interest receivable that bank interest uses up, by account number.
pub(crate) type InterestDue = BTreeMap<u32, i128>;

/// Books the entries of one group.
pub(crate) fn book(
    accounts: &mut Accounts,
    funds: Funds<'_>,
    number: u32,
    interest_due: &mut InterestDue,
    journal: &mut Journal,
) {
    let group = funds.result.groups.get(number as usize);
    match (group.head.outcome, group.head.why) {
        (Outcome::Matched | Outcome::FundLong | Outcome::FundShort, _) => {
            let lines = settled(accounts, funds, group);
            let template = if funds.items(group).all(|item| item.payout) {
                &PAYOUT
            } else {
                &SETTLEMENT
            };
            let identities = funds.identities(group);
            let source = Source::Funds(number);
            let rows = funds.rows(group);
            push(
                accounts,
                funds.date,
                (template, source),
                (identities, rows),
                lines,
                journal,
            );
        }
        (Outcome::OwnFunds, _) => {
            for &line in group.lines {
                let (template, lines) = own(accounts, funds, line, interest_due);
                push_line(accounts, funds, (template, number, line), lines, journal);
            }
        }
        (Outcome::InternalTransfer, _) | (Outcome::TimingDifference, Why::TransferInTransit) => {
            // A carried half was booked on the day that knew it as one.
            let in_transit = |&&line: &&u32| {
                let carried = funds.bank.carried(line);
                carried.is_some_and(|carried| carried.fund_transfer.is_some())
            };
            for &line in group.lines.iter().filter(|line| !in_transit(line)) {
                let (template, lines) = transfer(accounts, funds, line);
                push_line(accounts, funds, (template, number, line), lines, journal);
            }
        }
        _ => {}
    }
}

fn push_line(
    accounts: &Accounts,
    funds: Funds<'_>,
    (template, group, line): (&'static Template, u32, u32),
    lines: Vec<Line>,
    journal: &mut Journal,
) {
    let identity = funds.ordinals.identity(funds.bank, line);
    let source = Source::BankLine { line, group };
    push(
        accounts,
        funds.date,
        (template, source),
        (vec![identity], 1),
        lines,
        journal,
    );
}

fn push(
    accounts: &Accounts,
    date: Date,
    (template, source): (&'static Template, Source),
    (identities, rows): (Vec<RowIdentity>, u64),
    lines: Vec<Line>,
    journal: &mut Journal,
) {
    let Some(lines) = Lines::balanced(accounts, lines) else {
        return;
    };
    let mut name = EntryName::new(date, "fund", template.name);
    name.rows(identities);
    super::entry_ids::lines(&mut name, accounts, &lines);
    let head = Head {
        template,
        status: Status::Final,
        rows,
        date,
        id: name.finish(),
        source,
    };
    journal.push(head, &lines);
}

/// The lines of a group that moved money, or of an item that nets to nothing.
fn settled(accounts: &mut Accounts, funds: Funds<'_>, group: FundGroup<'_>) -> Vec<Line> {
    let currency = group.head.currency;
    let mut lines: Vec<Line> = funds
        .moved(group)
        .into_iter()
        .map(|moved| bank_line(accounts, funds, moved.line, moved.booked))
        .collect();
    let Some(missing) = group.head.missing.as_deref() else {
        for item in funds.items(group) {
            components(accounts, item, currency, &mut lines);
        }
        return lines;
    };
    // A short group books what moved; what is missing stays where it is. Where nothing
    // moved, all of it is missing.
    let moved: i128 = lines.iter().map(Line::net).sum();
    if group.lines.is_empty() {
        return Vec::new();
    }
    let channel = &*missing.channel;
    let mut account = |code| accounts.number(code, channel, currency);
    if missing.net() > 0 {
        let (mut fees, mut refunds) = (0, 0);
        for item in funds.items(group) {
            fees += if item.netted { item.fees } else { 0 };
            refunds += item.refunds;
        }
        lines.push(Line::debit(account(CHANNEL_FEES), fees));
        lines.push(Line::debit(account(CLEARING_REFUNDS), refunds));
        lines.push(Line::credit(account(CLEARING_IN), moved + fees + refunds));
    } else {
        let paid_out: i128 = funds.items(group).map(|item| item.payouts).sum();
        let payouts = if funds.items(group).all(|item| item.payout) {
            -moved
        } else {
            (paid_out - missing.payouts).min(-moved)
        };
        lines.push(Line::debit(account(CLEARING_PAYOUTS), payouts));
        lines.push(Line::debit(account(CLEARING_REFUNDS), -moved - payouts));
    }
    lines
}

fn bank_line(accounts: &mut Accounts, funds: Funds<'_>, line: u32, amount: i128) -> Line {
    let currency = funds.bank.rows().currency(line as usize);
    let bank = accounts.number(BANK, funds.bank_account(line), currency);
    if money_in(funds.bank.rows(), line) {
        Line::debit(bank, amount)
    } else {
        Line::credit(bank, amount)
    }
}

/// What an item is made of, against its net.
pub(super) fn components(
    accounts: &mut Accounts,
    item: &Item,
    currency: Currency,
    lines: &mut Vec<Line>,
) {
    let mut account = |code| accounts.number(code, &item.channel, currency);
    if item.netted {
        lines.push(Line::debit(account(CHANNEL_FEES), item.fees));
    }
    lines.push(Line::debit(account(CLEARING_REFUNDS), item.refunds));
    lines.push(Line::debit(account(CLEARING_PAYOUTS), item.payouts));
    lines.push(Line::credit(account(CLEARING_IN), item.gross));
}

/// Interest or a charge.
fn own(
    accounts: &mut Accounts,
    funds: Funds<'_>,
    line: u32,
    interest_due: &mut InterestDue,
) -> (&'static Template, Vec<Line>) {
    let amount = amount(funds.bank.rows(), line);
    let currency = funds.bank.rows().currency(line as usize);
    let bank = bank_line(accounts, funds, line, amount);
    let account = funds.bank_account(line);
    if !money_in(funds.bank.rows(), line) {
        let charges = accounts.number(BANK_CHARGES, account, currency);
        return (&BANK_CHARGE, vec![bank, Line::debit(charges, amount)]);
    }
    let due = accounts.number(INTEREST_DUE, account, currency);
    let earned = accounts.number(INTEREST, "", currency);
    let open = interest_due.entry(due).or_default();
    let received = amount.min((*open).max(0));
    *open -= received;
    let lines = vec![
        bank,
        Line::credit(due, received),
        Line::credit(earned, amount - received),
    ];
    (&BANK_INTEREST, lines)
}

/// One half of a fund transfer.
fn transfer(
    accounts: &mut Accounts,
    funds: Funds<'_>,
    line: u32,
) -> (&'static Template, Vec<Line>) {
    let rows = funds.bank.rows();
    let amount = amount(rows, line);
    let bank = bank_line(accounts, funds, line, amount);
    let order = rows.text(C::Reference).get(line as usize);
    let transit = accounts.number(IN_TRANSIT, order, rows.currency(line as usize));
    if money_in(rows, line) {
        (&FUND_TRANSFER_IN, vec![bank, Line::credit(transit, amount)])
    } else {
        (&FUND_TRANSFER_OUT, vec![bank, Line::debit(transit, amount)])
    }
}
