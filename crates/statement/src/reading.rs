//! What has been read of a file so far: rows, refused rows, totals.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::LocalTime;
use crate::intake::{CurrencyTotal, StatedTotal};
use crate::money::{Currency, MinorUnits, major};
use crate::problem::{FileProblem, Reason, RejectedRow};
use crate::rows::{Cell, Column, Role, Rows};
use crate::vocabulary::{Family, Side, Status};

/// Text that one piece of rows may hold: its columns count in 32 bits.
const PIECE_LIMIT: u64 = u32::MAX as u64 / 2;

/// Which way a row moves money, seen from the account's owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Movement {
    /// To the owner.
    Credit,
    /// From the owner.
    Debit,
    /// No money moves, or not across the owner's border.
    Neutral,
}

/// Running balances of one account and currency, followed in file order and against it.
#[derive(Debug)]
struct Chain {
    first: (i128, i128),
    last: (i128, i128),
    /// Each row's balance is the previous row's and its own amount.
    forward: bool,
    /// Each row's balance is the next row's and that one's amount: newest first.
    backward: bool,
}

/// Sums of one currency.
#[derive(Debug, Default)]
struct Sums {
    count: u64,
    credits: i128,
    debits: i128,
}

/// Everything that a reader has made of a file.
#[derive(Debug)]
pub(crate) struct Reading {
    rows: Option<Rows>,
    places: Option<Places>,
    piece: u64,
    used: u64,
    neutral: u64,
    totals: BTreeMap<Currency, Sums>,
    times: Option<(LocalTime, LocalTime)>,
    chains: BTreeMap<(Currency, String), Option<Chain>>,
    last_account: Option<(Currency, String)>,
    stated_balances: BTreeMap<(Currency, String), (Option<i128>, Option<i128>)>,
    /// Balances that a reader found by itself, in place of those of the chains.
    balances: BTreeMap<Currency, (Option<i128>, Option<i128>)>,
    pub rejected: Vec<RejectedRow>,
    pub accounts: BTreeSet<String>,
    pub stated: Vec<StatedTotal>,
    pub problems: Vec<FileProblem>,
    pub other_columns: Vec<String>,
    /// Where the text that is read stands in the file.
    pub origins: Origins,
}

/// Where the lines of a text stand in a file that was turned into it; empty where text and
/// file have the same bytes.
#[derive(Debug, Default)]
pub(crate) struct Origins(pub Vec<(u64, u64)>);

impl Origins {
    /// The place in the file of a line's first byte in the text.
    fn place(&self, offset: u64) -> u64 {
        match self.0.binary_search_by_key(&offset, |(text, _)| *text) {
            Ok(at) => self.0[at].1,
            Err(_) => offset,
        }
    }
}

impl Reading {
    /// Nothing read yet of a file of a role.
    pub fn new(role: Option<Role>) -> Self {
        Self {
            rows: role.map(Rows::new),
            places: None,
            piece: 0,
            used: 0,
            neutral: 0,
            totals: BTreeMap::new(),
            times: None,
            chains: BTreeMap::new(),
            last_account: None,
            stated_balances: BTreeMap::new(),
            balances: BTreeMap::new(),
            rejected: Vec::new(),
            accounts: BTreeSet::new(),
            stated: Vec::new(),
            problems: Vec::new(),
            other_columns: Vec::new(),
            origins: Origins::default(),
        }
    }

    /// Rows read and used.
    pub const fn used(&self) -> u64 {
        self.used
    }

    /// Rows that moved no money.
    pub const fn neutral(&self) -> u64 {
        self.neutral
    }

    /// What its rows are.
    pub fn role(&self) -> Option<Role> {
        self.rows.as_ref().map(Rows::role)
    }

    /// Counts a row that moves nothing and has no place among the rows: a bank statement
    /// knows only money in and money out.
    pub fn neutral_row(&mut self, currency: Currency, at: Option<LocalTime>) {
        self.used += 1;
        self.neutral += 1;
        self.sums(currency).count += 1;
        if let Some(at) = at {
            self.date(at);
        }
    }

    fn date(&mut self, at: LocalTime) {
        let (first, last) = self.times.unwrap_or((at, at));
        self.times = Some((first.min(at), last.max(at)));
    }

    /// States the balances of a currency, in minor units; what is `None` stays as it was.
    pub fn state_balances(
        &mut self,
        currency: Currency,
        opening: Option<i128>,
        closing: Option<i128>,
    ) {
        let (before, after) = self.balances.entry(currency).or_default();
        *before = opening.or(*before);
        *after = closing.or(*after);
        if opening.is_some() || closing.is_some() {
            self.sums(currency);
        }
    }

    /// The balances stated so far.
    pub fn stated_balance(&self, currency: Currency) -> Option<(Option<i128>, Option<i128>)> {
        self.balances.get(&currency).copied()
    }

    /// The rows since the last call, `None` where there is none.
    pub fn take_rows(&mut self) -> Option<Rows> {
        let rows = self.rows.as_mut()?;
        if rows.is_empty() {
            return None;
        }
        let role = rows.role();
        self.piece = 0;
        Some(std::mem::replace(rows, Rows::new(role)))
    }

    /// The rows not taken yet, none of them where all are; `None` for a file without a role.
    pub fn into_rows(self) -> Option<Rows> {
        self.rows
    }

    /// Whether the piece in hand is as large as its columns may grow.
    pub const fn full(&self) -> bool {
        self.piece > PIECE_LIMIT
    }

    /// Refuses a row.
    pub fn reject(&mut self, line: u32, column: Option<&str>, reason: Reason) {
        self.rejected.push(RejectedRow {
            line,
            column: column.map(ToOwned::to_owned),
            reason,
        });
    }

    /// Takes a row whose cells are checked, in the order of the role's layout.
    pub fn push(&mut self, line: u32, offset: u64, cells: &[Cell<'_>], length: usize) {
        let Some(rows) = self.rows.as_mut() else {
            return;
        };
        let role = rows.role();
        rows.push(line, self.origins.place(offset), cells);
        self.used += 1;
        self.piece += length as u64;
        let at = *self.places.get_or_insert_with(|| Places::of(role));
        self.tally(role, &at, cells);
    }

    /// Counts a row that moves no money and is in no reconciliation: announced, not booked.
    pub fn pass(&mut self, currency: Currency, time: LocalTime) {
        self.used += 1;
        self.neutral += 1;
        self.sums(currency).count += 1;
        self.date(time);
    }

    /// Takes the balances that a file states of an account, credit positive: before its
    /// first row and behind its last one.
    pub fn state_account_balances(
        &mut self,
        account: &str,
        currency: Currency,
        opening: Option<i128>,
        closing: Option<i128>,
    ) {
        self.sums(currency);
        self.stated_balances
            .insert((currency, account.to_owned()), (opening, closing));
    }

    fn tally(&mut self, role: Role, at: &Places, cells: &[Cell<'_>]) {
        let Cell::Currency(currency) = cells[at.currency] else {
            return;
        };
        let amount = match at.amount.map(|i| cells[i]) {
            Some(Cell::Minor(MinorUnits(minor))) => i128::from(minor),
            _ => 0,
        };
        let movement = movement(role, at, cells);
        let sums = self.sums(currency);
        sums.count += 1;
        match movement {
            Movement::Credit => sums.credits += amount,
            Movement::Debit => sums.debits += amount,
            Movement::Neutral => self.neutral += 1,
        }
        if let Some(Cell::Time(time)) = at.time.map(|i| cells[i]) {
            self.date(time);
        }
        if let (Some(account), Some(balance)) = (at.account, at.balance) {
            let signed = if movement == Movement::Credit {
                amount
            } else {
                -amount
            };
            self.follow(currency, cells[account], cells[balance], signed);
        }
    }

    fn sums(&mut self, currency: Currency) -> &mut Sums {
        self.totals.entry(currency).or_default()
    }

    /// Follows the running balance of a bank statement's line.
    fn follow(&mut self, currency: Currency, account: Cell<'_>, balance: Cell<'_>, signed: i128) {
        let Cell::Text(account) = account else {
            return;
        };
        let known = matches!(&self.last_account, Some((c, a)) if *c == currency && a == account);
        if !known {
            self.accounts.insert(account.to_owned());
            self.last_account = Some((currency, account.to_owned()));
        }
        let key = self.last_account.as_ref().expect("set above");
        let Cell::Minor(MinorUnits(balance)) = balance else {
            self.chains.insert(key.clone(), None);
            return;
        };
        let row = (i128::from(balance), signed);
        match self.chains.get_mut(key) {
            None => {
                let chain = Chain {
                    first: row,
                    last: row,
                    forward: true,
                    backward: true,
                };
                self.chains.insert(key.clone(), Some(chain));
            }
            Some(None) => {}
            Some(Some(chain)) => {
                chain.forward &= chain.last.0 + row.1 == row.0;
                chain.backward &= row.0 + chain.last.1 == chain.last.0;
                chain.last = row;
            }
        }
    }

    /// First and last day of its rows.
    pub fn dates(&self) -> Option<(String, String)> {
        let (first, last) = self.times?;
        Some((first.date().to_string(), last.date().to_string()))
    }

    /// Totals by currency, in byte order of the code.
    pub fn currency_totals(&self) -> Vec<CurrencyTotal> {
        self.totals
            .iter()
            .map(|(currency, sums)| {
                let (opening, closing) = self.balances_of(*currency);
                CurrencyTotal {
                    currency: *currency,
                    count: sums.count,
                    credits: major(sums.credits, *currency),
                    debits: major(sums.debits, *currency),
                    opening: opening.map(|minor| major(minor, *currency)),
                    closing: closing.map(|minor| major(minor, *currency)),
                }
            })
            .collect()
    }

    /// Opening and closing that the file states, summed over the currency's accounts where
    /// each has one; `None` where it states none of any account.
    fn stated(&self, currency: Currency) -> Option<(Option<i128>, Option<i128>)> {
        let mut sums: Option<(Option<i128>, Option<i128>)> = None;
        for (opening, closing) in of(&self.stated_balances, currency) {
            let (o, c) = sums.unwrap_or((Some(0), Some(0)));
            let add = |a: Option<i128>, b: &Option<i128>| Some(a? + (*b)?);
            sums = Some((add(o, opening), add(c, closing)));
        }
        sums
    }

    /// Opening and closing as the reader stated them, else as the chains give them.
    fn balances_of(&self, currency: Currency) -> (Option<i128>, Option<i128>) {
        if !self.balances.is_empty() {
            return self.stated_balance(currency).unwrap_or_default();
        }
        if let Some(stated) = self.stated(currency) {
            return stated;
        }
        let followed = self.followed(currency);
        (
            followed.map(|(opening, _)| opening),
            followed.map(|(_, closing)| closing),
        )
    }

    /// Opening and closing over all accounts of a currency, where each account's running
    /// balances follow from one another in one direction; else nothing is stated.
    fn followed(&self, currency: Currency) -> Option<(i128, i128)> {
        let mut sum = None;
        for chain in of(&self.chains, currency) {
            let chain = chain.as_ref()?;
            let (opening, closing) = if chain.forward {
                (chain.first.0 - chain.first.1, chain.last.0)
            } else if chain.backward {
                (chain.last.0 - chain.last.1, chain.first.0)
            } else {
                return None;
            };
            let (o, c) = sum.unwrap_or((0, 0));
            sum = Some((o + opening, c + closing));
        }
        sum
    }
}

/// What is known of each account of a currency.
fn of<T>(
    accounts: &BTreeMap<(Currency, String), T>,
    currency: Currency,
) -> impl Iterator<Item = &T> {
    let from = accounts.range((currency, String::new())..);
    from.take_while(move |((known, _), _)| *known == currency)
        .map(|(_, of)| of)
}

/// Where a role's layout has what totals are made of.
#[derive(Clone, Copy, Debug)]
struct Places {
    currency: usize,
    kind: Option<usize>,
    status: Option<usize>,
    side: Option<usize>,
    method: Option<usize>,
    amount: Option<usize>,
    time: Option<usize>,
    account: Option<usize>,
    balance: Option<usize>,
}

impl Places {
    fn of(role: Role) -> Self {
        let place = |column| role.layout().iter().position(|spec| spec.column == column);
        let time = [Column::FinishedAt, Column::PostedAt, Column::BookedAt];
        Self {
            currency: place(Column::Currency).expect("every layout has a currency"),
            kind: place(Column::Kind),
            status: place(Column::Status),
            side: place(Column::Side),
            method: place(Column::Method),
            amount: place(Column::Amount),
            time: time.into_iter().find_map(place),
            account: place(Column::BankAccount),
            balance: place(Column::Balance),
        }
    }
}

/// Which way a row moves money, seen from the account's owner: us for channel and payment
/// flows, the customer for postings, the account's holder for bank statements.
///
/// Only successes move money. Top-ups and payments bring it in, refunds and withdrawals
/// take it out; what stays within (a payment from balance, a confirmation, a transfer, an
/// opening balance) is neutral.
fn movement(role: Role, at: &Places, cells: &[Cell<'_>]) -> Movement {
    let cell = |place: Option<usize>| place.map(|i| cells[i]);
    if let Some(Cell::Side(side)) = cell(at.side) {
        return match side {
            Side::Credit => Movement::Credit,
            Side::Debit => Movement::Debit,
        };
    }
    if cell(at.status) != Some(Cell::Status(Status::Success)) {
        return Movement::Neutral;
    }
    if role == Role::PaymentFlow && cell(at.method) == Some(Cell::Text("balance")) {
        return Movement::Neutral;
    }
    let Some(Cell::Kind(kind)) = cell(at.kind) else {
        return Movement::Neutral;
    };
    match kind.family() {
        Some(Family::In) => Movement::Credit,
        Some(Family::Refund | Family::Payout) => Movement::Debit,
        None => Movement::Neutral,
    }
}
