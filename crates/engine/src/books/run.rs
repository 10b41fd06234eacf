//! The books of a day in steps: openings, day-cut, matched funds, proposals.

use std::collections::BTreeMap;
use std::sync::Arc;

use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, Date, MinorUnits, Role};

use super::accounts::Accounts;
use super::bench::Bench;
use super::chart::{BANK, INTEREST_DUE, is_clearing};
use super::day_cut::{BilledFees, DayCut, Posted};
use super::entry::Status;
use super::explained::{self, By, Part};
use super::fund_match::{self, InterestDue};
use super::known::Known;
use super::{Books, NONE, Stated, treatment_entries};
use crate::by_key::ByKey;
use crate::day::Table;
use crate::decisions::{Accepted, Direction};
use crate::fund::groups::Why;
use crate::fund::lines::Channels;
use crate::fund::repeats;
use crate::fund::run::codes;
use crate::matching::duplicates::Repeat;
use crate::outcome::Outcome;
use crate::settings::Fees;
use crate::sources::Sources;

/// Rows of one step.
const CHUNK: u32 = 1 << 16;
/// Groups and exceptions of one step: each makes an entry.
const GROUPS: u32 = 1 << 13;

/// Where the next step begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Openings(u32),
    Wanted(u32),
    Orders(u32),
    Postings(u32),
    Fees(u32),
    Funds(u32),
    Exceptions(u32),
    Rest,
    Done,
}

/// The books of a day on their way.
#[derive(Debug)]
pub(crate) struct BooksRun {
    books: Books,
    stage: Stage,
    /// What is looked up, until all of it is known.
    known: Known,
    day_cut: DayCut,
    fees: BilledFees,
    /// Statement rows that were brought before, where fees are billed apart.
    repeats: Vec<Repeat>,
    interest_due: InterestDue,
    /// Own funds come in the order of the bank's bookings, whatever the order of groups.
    own_funds: Vec<u32>,
}

impl BooksRun {
    pub fn new(sources: Sources<'_>) -> Self {
        let mut books = Books::default();
        let mut known = Known::default();
        let day = sources.day;
        if let Some(carry_over) = day.carry_over() {
            let opens = day.table(Role::Balances).is_none();
            books.openings.carry(&mut books.accounts, carry_over, opens);
        }
        if let Some(fund) = sources.fund {
            let codes = codes(day, &fund.items);
            let channels = Channels::of(&day.settings, codes.iter().map(AsRef::as_ref));
            known.channels = channels;
        }
        Self {
            books,
            stage: Stage::Openings(0),
            known,
            day_cut: DayCut::default(),
            fees: BilledFees::default(),
            repeats: Vec::new(),
            interest_due: InterestDue::new(),
            own_funds: Vec::new(),
        }
    }

    /// Does the next part; `false` when all is done.
    pub fn step(&mut self, sources: Sources<'_>) -> bool {
        self.stage = match self.stage {
            Stage::Openings(from) => self.openings(sources, from),
            Stage::Wanted(from) => self.wanted(sources, from),
            Stage::Orders(from) => self.orders(sources, from),
            Stage::Postings(from) => self.postings(sources, from),
            Stage::Fees(from) => self.billed_fees(sources, from),
            Stage::Funds(from) => self.funds(sources, from),
            Stage::Exceptions(from) => self.exceptions(sources, from),
            Stage::Rest => self.rest(sources),
            Stage::Done => Stage::Done,
        };
        self.stage != Stage::Done
    }

    /// The books, once every step is done.
    pub fn finish(self) -> Books {
        self.books
    }

    fn openings(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let Some(table) = sources.day.table(Role::Balances) else {
            return Stage::Wanted(0);
        };
        let to = table.row_count().min(from.saturating_add(CHUNK));
        let Books {
            accounts, openings, ..
        } = &mut self.books;
        openings.add(accounts, table.rows(), from..to);
        if to < table.row_count() {
            Stage::Openings(to)
        } else {
            Stage::Wanted(0)
        }
    }

    /// Which merchants' orders escrow is to be kept by and no group tells.
    fn wanted(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let mut merchant_orders = std::mem::take(&mut self.known.merchant_orders);
        let posted = Posted::of(sources.day, sources.by(ByKey::Posting), &self.known);
        let mut next = Stage::Orders(0);
        if let Some(posted) = posted {
            let to = posted.table.row_count().min(from.saturating_add(CHUNK));
            merchant_orders.want(posted, from..to);
            if to < posted.table.row_count() {
                next = Stage::Wanted(to);
            }
        }
        self.known.merchant_orders = merchant_orders;
        next
    }

    fn orders(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let payments = sources.day.table(Role::PaymentFlow);
        if let Some(payments) = payments.filter(|_| !self.known.merchant_orders.is_empty()) {
            let to = payments.row_count().min(from.saturating_add(CHUNK));
            self.known.merchant_orders.ask(payments.rows(), from..to);
            if to < payments.row_count() {
                return Stage::Orders(to);
            }
        }
        let known = Arc::new(std::mem::take(&mut self.known));
        self.books.known = Arc::clone(&known);
        let posted = Posted::of(sources.day, sources.by(ByKey::Posting), &known);
        self.day_cut = posted.map(DayCut::new).unwrap_or_default();
        Stage::Postings(0)
    }

    fn postings(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let known = Arc::clone(&self.books.known);
        let posted = Posted::of(sources.day, sources.by(ByKey::Posting), &known);
        if let Some(posted) = posted {
            let to = posted.table.row_count().min(from.saturating_add(CHUNK));
            self.day_cut.add(&mut self.books.accounts, posted, from..to);
            if to < posted.table.row_count() {
                return Stage::Postings(to);
            }
        }
        let day_cut = std::mem::take(&mut self.day_cut);
        let Books {
            accounts, fixed, ..
        } = &mut self.books;
        self.books.slots = day_cut.finish(accounts, date(sources), fixed);
        Stage::Fees(0)
    }

    fn billed_fees(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let day = sources.day;
        let Some(statement) = day.table(Role::ChannelStatement) else {
            return Stage::Funds(0);
        };
        let channels = &statement.rows().symbol(C::Channel).texts;
        let apart = |code: &String| day.settings.channel(code).fees == Fees::BilledApart;
        let apart: Vec<bool> = channels.iter().map(apart).collect();
        if !apart.contains(&true) {
            return Stage::Funds(0);
        }
        let known = sources
            .by(ByKey::Channel)
            .map(|channel| &channel.repeats[1]);
        if from == 0 && known.is_none() {
            self.repeats = repeats::of_statement(statement);
        }
        let repeated = known.unwrap_or(&self.repeats);
        let to = statement.row_count().min(from.saturating_add(CHUNK));
        let duplicate = |row| repeats::contains(repeated, row);
        self.fees.add(statement, &apart, duplicate, from..to);
        if to < statement.row_count() {
            return Stage::Fees(to);
        }
        let fees = std::mem::take(&mut self.fees);
        let Books {
            accounts, fixed, ..
        } = &mut self.books;
        fees.finish(accounts, statement, date(sources), fixed);
        Stage::Funds(0)
    }

    fn funds(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let known = Arc::clone(&self.books.known);
        let bench = Bench::new(sources, &known);
        let Some(funds) = bench.funds else {
            return Stage::Exceptions(0);
        };
        let all = u32::try_from(funds.result.groups.len()).expect("fewer than rows");
        let to = all.min(from.saturating_add(GROUPS));
        for number in from..to {
            let head = funds.result.groups.get(number as usize).head;
            if head.outcome == Outcome::OwnFunds {
                self.own_funds.push(number);
                continue;
            }
            self.book(&bench, number);
            let Books {
                accounts, parts, ..
            } = &mut self.books;
            // A lone half of a transfer is booked: it has no item.
            if head.why != Why::TransferInTransit {
                explained::item_parts(accounts, &bench, number, parts);
            }
        }
        if to < all {
            return Stage::Funds(to);
        }
        self.own_funds(&bench);
        Stage::Exceptions(0)
    }

    fn book(&mut self, bench: &Bench<'_>, number: u32) {
        let Some(funds) = bench.funds else {
            return;
        };
        let Books {
            accounts, fixed, ..
        } = &mut self.books;
        fund_match::book(accounts, funds, number, &mut self.interest_due, fixed);
    }

    /// Interest uses up what was accrued in the order in which the bank booked it.
    fn own_funds(&mut self, bench: &Bench<'_>) {
        let Some(funds) = bench.funds else {
            return;
        };
        let Books {
            accounts, openings, ..
        } = &self.books;
        let due = (0..).take(accounts.len());
        for account in due.filter(|&account| accounts.account(account) == INTEREST_DUE) {
            let opening = openings.opening(account).unwrap_or(0);
            self.interest_due.insert(account, opening);
        }
        let mut groups = std::mem::take(&mut self.own_funds);
        let booked = funds.bank.rows().number(C::BookedAt);
        groups.sort_by_key(|&group| {
            let lines = funds.result.groups.get(group as usize).lines;
            lines.first().map(|&line| booked[line as usize])
        });
        for group in groups {
            self.book(bench, group);
        }
    }

    fn exceptions(&mut self, sources: Sources<'_>, from: u32) -> Stage {
        let list = &sources.exceptions.list;
        let all = u32::try_from(list.len()).expect("fewer than rows");
        if self.books.proposal_of.len() < list.len() {
            self.books.proposal_of = vec![NONE; list.len()];
        }
        let known = Arc::clone(&self.books.known);
        let bench = Bench::new(sources, &known);
        let to = all.min(from.saturating_add(GROUPS));
        for at in from..to {
            self.exception(&bench, at);
        }
        if to < all {
            Stage::Exceptions(to)
        } else {
            Stage::Rest
        }
    }

    fn exception(&mut self, bench: &Bench<'_>, number: u32) {
        let at = number as usize;
        let Books {
            accounts,
            proposed,
            proposal_of,
            parts,
            unbooked,
            ..
        } = &mut self.books;
        explained::clearing_parts(accounts, bench, at, parts);
        explained::unbooked_parts(accounts, bench, at, unbooked);
        let default = Accepted {
            treatment: bench.exception(at).treatment,
            direction: Direction::Red,
        };
        let made = treatment_entries::entry(accounts, bench, at, default);
        if let Some((mut head, lines)) = made {
            if bench.is_booked(head.id) {
                head.status = Status::AlreadyBooked;
            }
            proposal_of[at] = u32::try_from(proposed.len()).expect("fewer than rows");
            proposed.push(head, &lines);
        }
    }

    fn rest(&mut self, sources: Sources<'_>) -> Stage {
        let known = Arc::clone(&self.books.known);
        let bench = Bench::new(sources, &known);
        let books = &mut self.books;
        explained::tolerated_parts(&mut books.accounts, &bench, &mut books.parts);
        carried_parts(
            sources,
            &mut books.accounts,
            [&mut books.parts, &mut books.unbooked],
        );
        if let Some(bank) = sources.day.table(Role::BankStatement) {
            books.stated = stated(&mut books.accounts, bank);
        }
        for head in &mut books.fixed.heads {
            if bench.is_booked(head.id) {
                head.status = Status::AlreadyBooked;
            }
        }
        books.check_fees(&bench);
        books.close();
        Stage::Done
    }
}

fn date(sources: Sources<'_>) -> Date {
    let period = sources.calendar.period;
    period.map_or(Date(0), |period| period.date)
}

/// What earlier days left open and explains balances: on pending clearing, and at the bank.
fn carried_parts(
    sources: Sources<'_>,
    accounts: &mut Accounts,
    [clearing, unbooked]: [&mut Vec<Part>; 2],
) {
    let Some(carry_over) = sources.day.carry_over() else {
        return;
    };
    for (number, open) in (0..).zip(&carry_over.open) {
        let to = match open.account.as_str() {
            BANK => &mut *unbooked,
            code if is_clearing(code) => &mut *clearing,
            _ => continue,
        };
        let amount = MinorUnits::parse_signed(&open.amount, open.currency);
        to.push(Part {
            account: accounts.number(&open.account, &open.detail, open.currency),
            amount: i128::from(amount.expect("checked when it was read").0),
            by: By::Open(number),
        });
    }
}

/// What each bank account's statement says at the end: the balance of the latest booked
/// line that states one; of several at once the last read.
fn stated(accounts: &mut Accounts, bank: &Table) -> Vec<Stated> {
    let rows = bank.rows();
    let (symbols, currencies) = (rows.symbol(C::BankAccount), rows.symbol(C::Currency));
    let (booked, balances) = (rows.number(C::BookedAt), rows.number(C::Balance));
    let mut latest: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    for at in bank.carried_rows().len()..rows.len() {
        if balances[at] == ABSENT {
            continue;
        }
        let now = (booked[at], balances[at]);
        let known = latest.entry((symbols.get(at), currencies.get(at)));
        let known = known.or_insert(now);
        if known.0 <= now.0 {
            *known = now;
        }
    }
    let stated = latest
        .into_iter()
        .map(|((account, currency), (_, balance))| {
            let currency = Currency::parse(currency).expect("readers check currencies");
            Stated {
                account: accounts.number(BANK, account, currency),
                balance: i128::from(balance),
            }
        });
    stated.collect()
}
