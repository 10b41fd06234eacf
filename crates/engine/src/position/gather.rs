//! What a day's result holds of each bank account.

use std::collections::{BTreeMap, BTreeSet};

use tieout_statement::money::major;
use tieout_statement::{Column as C, Currency, Date, Role};

use super::{Awaited, ExpectedItem, Unassigned};
use crate::books::chart::BANK;
use crate::books::view::{Page, page};
use crate::fund::groups::Why;
use crate::fund::items::Item;
use crate::fund::lines::{amount, money_in};
use crate::fund::{repeats, run};
use crate::open::{OpenItem, open_items};
use crate::outcome::Outcome;
use crate::result::DayResult;

/// An account's name and currency.
pub(super) type Name = (String, Currency);

/// Lines or items of one direction, minor units, not negative.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    pub count: u64,
    pub amount: i128,
}

/// What is due on one day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Due {
    pub items: u64,
    pub incoming: i128,
    pub outgoing: i128,
}

impl Due {
    fn add(&mut self, net: i128) {
        self.items += 1;
        if net < 0 {
            self.outgoing -= net;
        } else {
            self.incoming += net;
        }
    }
}

/// One account in one currency, minor units.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub stated: Option<i128>,
    pub book: i128,
    /// What the bank has and the books do not, signed as the bank sees it.
    pub unbooked: i128,
    pub arrived: Moved,
    pub left: Moved,
    pub transit_in: i128,
    pub transit_out: i128,
    /// Due by the accounting date.
    pub due: Due,
    pub undecided: i128,
    pub dated: BTreeMap<Date, Due>,
    pub limit: Option<i128>,
}

#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub accounts: BTreeMap<Name, Account>,
    pub unassigned: Vec<Unassigned>,
}

/// When an item is expected.
fn awaited(item: &Item, outcome: Outcome, date: Date) -> Awaited {
    match outcome {
        Outcome::Ambiguous => Awaited::Undecided,
        _ if item.due_date <= date => Awaited::Due,
        _ => Awaited::Expected,
    }
}

/// Where items are expected: the account that the channel's settings name, else the only
/// one that the day knows in the currency.
struct Places<'a> {
    result: &'a DayResult,
    known: BTreeMap<Currency, BTreeSet<String>>,
}

impl<'a> Places<'a> {
    fn of(result: &'a DayResult) -> Self {
        let mut known: BTreeMap<Currency, BTreeSet<String>> = BTreeMap::new();
        for (name, currency) in names(result) {
            known.entry(currency).or_default().insert(name);
        }
        Self { result, known }
    }

    fn of_item(&self, item: &Item) -> Option<Name> {
        let channel = self.result.day().settings.channel(&item.channel);
        if !channel.bank_account.is_empty() {
            return Some((channel.bank_account, item.currency));
        }
        let known = self.known.get(&item.currency)?;
        let only = known.first().filter(|_| known.len() == 1)?;
        Some((only.clone(), item.currency))
    }
}

/// The accounts that the books, the day's lines and the limits name.
fn names(result: &DayResult) -> BTreeSet<Name> {
    let books = result.books();
    let mut names: BTreeSet<Name> = BTreeSet::new();
    let booked = books.balances.iter().map(|(account, _)| account);
    let stated = books.stated.iter().map(|stated| stated.account);
    for account in booked.chain(stated) {
        if books.accounts.account(account) == BANK {
            let detail = books.accounts.detail(account).to_owned();
            names.insert((detail, books.accounts.currency(account)));
        }
    }
    let limits = result.day().settings.accounts.iter();
    names.extend(limits.map(|limit| (limit.id.clone(), limit.currency)));
    if let Some(bank) = result.day().table(Role::BankStatement) {
        let rows = bank.rows();
        let symbols = rows.symbol(C::BankAccount);
        let mut seen = BTreeSet::new();
        for at in 0..rows.len() {
            if seen.insert((symbols.symbols[at], rows.currency(at))) {
                names.insert((symbols.get(at).to_owned(), rows.currency(at)));
            }
        }
    }
    names
}

/// Gathers the accounts of a day.
pub(super) fn gather(result: &DayResult) -> Gathered {
    let mut made = Gathered::default();
    for name in names(result) {
        made.accounts.entry(name).or_default();
    }
    made.books(result);
    made.lines(result);
    made.transit(result);
    made.items(result);
    for limit in &result.day().settings.accounts {
        let name = (limit.id.clone(), limit.currency);
        made.accounts.entry(name).or_default().limit = Some(limit.minor());
    }
    made
}

impl Gathered {
    fn books(&mut self, result: &DayResult) {
        let books = result.books();
        let name = |account: u32| -> Name {
            let detail = books.accounts.detail(account).to_owned();
            (detail, books.accounts.currency(account))
        };
        for (account, balance) in books.balances.iter() {
            if books.accounts.account(account) == BANK {
                self.accounts.entry(name(account)).or_default().book = balance.closing();
            }
        }
        for part in &books.unbooked {
            if !books.books_bank(part.by, false) {
                let account = self.accounts.entry(name(part.account)).or_default();
                // Receipts are negative there: what the books lack.
                account.unbooked -= part.amount;
            }
        }
        for stated in &books.stated {
            let account = self.accounts.entry(name(stated.account)).or_default();
            account.stated = Some(stated.balance);
        }
    }

    /// Today's lines, but those that the bank had brought before.
    fn lines(&mut self, result: &DayResult) {
        let Some(bank) = result.day().table(Role::BankStatement) else {
            return;
        };
        let found;
        let repeated = match result.sources().fund {
            Some(fund) => &fund.line_repeats,
            None => {
                found = repeats::of_lines(bank);
                &found
            }
        };
        let rows = bank.rows();
        let symbols = rows.symbol(C::BankAccount);
        let carried = u32::try_from(bank.carried_rows().len()).expect("rows fit 32 bits");
        let mut moved: BTreeMap<(u32, Currency), [Moved; 2]> = BTreeMap::new();
        for line in (carried..bank.row_count()).filter(|&line| !repeats::contains(repeated, line)) {
            let at = line as usize;
            let by = (symbols.symbols[at], rows.currency(at));
            let side = &mut moved.entry(by).or_default()[usize::from(money_in(rows, line))];
            side.count += 1;
            side.amount += amount(rows, line);
        }
        for ((symbol, currency), [left, arrived]) in moved {
            let name = symbols.texts[symbol as usize].clone();
            let account = self.accounts.entry((name, currency)).or_default();
            (account.left, account.arrived) = (left, arrived);
            if result.sources().fund.is_none() {
                // Nothing asked what the lines are, so that nothing booked them.
                account.unbooked += arrived.amount - left.amount;
            }
        }
    }

    /// Halves of fund transfers whose other half was not seen.
    fn transit(&mut self, result: &DayResult) {
        let Some(view) = result.sources().fund_view() else {
            return;
        };
        let rows = view.bank.rows();
        let symbols = rows.symbol(C::BankAccount);
        let groups = view.result.groups.iter();
        for group in groups.filter(|group| group.head.why == Why::TransferInTransit) {
            for &line in group.lines {
                let at = line as usize;
                let name = (symbols.get(at).to_owned(), rows.currency(at));
                let account = self.accounts.entry(name).or_default();
                let half = if money_in(rows, line) {
                    &mut account.transit_in
                } else {
                    &mut account.transit_out
                };
                *half += amount(rows, line);
            }
        }
    }

    fn items(&mut self, result: &DayResult) {
        let places = Places::of(result);
        let date = result.calendar().period.map(|period| period.date);
        let date = date.unwrap_or(Date(0));
        let mut unassigned: BTreeMap<(String, Currency), Due> = BTreeMap::new();
        for_each_item(result, |open, item| {
            let net = item.net();
            let Some(name) = places.of_item(item) else {
                let by = (item.channel.to_string(), item.currency);
                unassigned.entry(by).or_default().add(net);
                return;
            };
            let account = self.accounts.entry(name).or_default();
            match awaited(item, open.outcome, date) {
                Awaited::Undecided => account.undecided += net,
                Awaited::Due => account.due.add(net),
                Awaited::Expected => account.dated.entry(item.due_date).or_default().add(net),
            }
        });
        let told = unassigned.into_iter().map(|((channel, currency), due)| {
            let amount = |minor| major(minor, currency);
            Unassigned {
                channel,
                currency,
                items: due.items,
                incoming: amount(due.incoming),
                outgoing: amount(due.outgoing),
            }
        });
        self.unassigned = told.collect();
    }
}

/// Calls back with every settlement and payout that is open at the end of the day.
fn for_each_item(result: &DayResult, mut tell: impl FnMut(OpenItem<'_>, &Item)) {
    match result.sources().fund_view() {
        Some(view) => {
            for open in open_items(result, &view) {
                tell(open, open.item);
            }
        }
        None => {
            let items = run::items(result.day(), result.calendar().period);
            for item in &items.list {
                let open = OpenItem {
                    item,
                    outcome: Outcome::NotRun,
                    group: None,
                };
                tell(open, item);
            }
        }
    }
}

/// A page of the items at an account.
pub(super) fn items(
    result: &DayResult,
    account: &str,
    currency: Currency,
    window: (u64, u64),
) -> Page<ExpectedItem> {
    let places = Places::of(result);
    let date = result.calendar().period.map(|period| period.date);
    let date = date.unwrap_or(Date(0));
    let which = result.sources().reconciled.len() as u64;
    let mut found: Vec<(Date, ExpectedItem)> = Vec::new();
    for_each_item(result, |open, item| {
        let place = places.of_item(item);
        let here = place.map_or(account.is_empty(), |(name, _)| name == account);
        if item.currency == currency && here {
            let shown = ExpectedItem {
                key: item.key.to_string(),
                channel: item.channel.to_string(),
                due_date: item.due_date.to_string(),
                awaited: awaited(item, open.outcome, date),
                rows: item.rows,
                net: major(item.net(), currency),
                handle: open.group.map(|group| which << 32 | u64::from(group)),
            };
            found.push((item.due_date, shown));
        }
    });
    found.sort_by(|(a, one), (b, other)| (a, &one.key).cmp(&(b, &other.key)));
    page(found.into_iter(), window, |(_, item)| item)
}
