//! Expected settlements 应收应付: what the statements say should arrive and leave.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use tieout_statement::rows::ABSENT;
use tieout_statement::{Column, Currency, Date, Family, Kind, LocalTime, Role, Rows, Status};

use crate::day::{Period, accounting_date_of};
use crate::settings::{ChannelSettings, Fees, Settings, Settlement};

/// A settlement or a payout batch that is to be seen at the bank.
///
/// Amounts are minor units of `currency`; gross, refunds and payouts are never negative,
/// fees are positive when they cost us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The channel's code.
    pub channel: Box<str>,
    /// The currency.
    pub currency: Currency,
    /// Its name: with the currency its identity.
    pub key: Box<str>,
    /// Whether it pays customers out.
    pub payout: bool,
    /// The accounting day of its latest row.
    pub business_date: Date,
    /// When it is to be seen.
    pub due_date: Date,
    /// The day that first brought it.
    pub first_seen: Date,
    /// Rows behind it, those of earlier days too.
    pub rows: u64,
    /// Money in.
    pub gross: i128,
    /// Refunds.
    pub refunds: i128,
    /// Fees.
    pub fees: i128,
    /// Withdrawals.
    pub payouts: i128,
    /// Whether the fees are taken out of it.
    pub netted: bool,
    /// Batch, order and transaction numbers of rows of earlier days; today's are in the rows.
    pub carried_tokens: Vec<Box<str>>,
    /// Whether an earlier day left it open.
    pub carried: bool,
}

impl Item {
    /// Positive = money in.
    #[must_use]
    pub const fn net(&self) -> i128 {
        let fees = if self.netted { self.fees } else { 0 };
        self.gross - self.refunds - self.payouts - fees
    }

    /// Adds what another item of the same identity holds.
    pub(crate) fn join(&mut self, other: Self) {
        self.business_date = self.business_date.max(other.business_date);
        self.due_date = self.due_date.max(other.due_date);
        self.first_seen = self.first_seen.min(other.first_seen);
        self.rows += other.rows;
        self.gross += other.gross;
        self.refunds += other.refunds;
        self.fees += other.fees;
        self.payouts += other.payouts;
        self.carried_tokens.extend(other.carried_tokens);
    }

    /// The order "oldest first".
    #[must_use]
    pub fn by_age(&self) -> (Date, Date, &str) {
        (self.due_date, self.business_date, &self.key)
    }
}

/// Items in byte order of (currency, key), with today's rows behind each.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// The items.
    pub list: Vec<Item>,
    row_starts: Vec<u32>,
    rows: Vec<u32>,
}

type Index = HashMap<Box<[u8]>, u32, BuildHasherDefault<DefaultHasher>>;

/// What one row adds to its item.
struct Statement<'a> {
    rows: &'a Rows,
    settings: &'a Settings,
    period: Period,
    channels: Vec<ChannelSettings>,
    currencies: Vec<Currency>,
}

impl<'a> Statement<'a> {
    fn new(rows: &'a Rows, settings: &'a Settings, period: Period) -> Self {
        let channels = &rows.symbol(Column::Channel).texts;
        let currencies = &rows.symbol(Column::Currency).texts;
        Self {
            rows,
            settings,
            period,
            channels: channels.iter().map(|code| settings.channel(code)).collect(),
            currencies: currencies
                .iter()
                .map(|code| Currency::parse(code).expect("readers check currencies"))
                .collect(),
        }
    }

    fn channel(&self, row: usize) -> &ChannelSettings {
        &self.channels[self.rows.symbol(Column::Channel).symbols[row] as usize]
    }

    fn currency(&self, row: usize) -> Currency {
        self.currencies[self.rows.symbol(Column::Currency).symbols[row] as usize]
    }

    fn family(&self, row: usize) -> Option<Family> {
        Kind::from_code(self.rows.code(Column::Kind)[row]).and_then(Kind::family)
    }

    fn business_date(&self, row: usize) -> Date {
        match self.rows.number(Column::FinishedAt)[row] {
            ABSENT => self.period.date,
            time => accounting_date_of(LocalTime(time), self.settings.day.cut_off),
        }
    }

    /// The item's name: which one a row belongs to.
    fn key(&self, row: usize, family: Family, into: &mut String) {
        use std::fmt::Write as _;
        let channel = self.channel(row);
        let batch = self.rows.text(Column::BatchNo).get(row);
        let order = self.rows.text(Column::OrderNo).get(row);
        into.clear();
        into.push_str(&channel.code);
        into.push('/');
        let style = channel.settlement;
        if family == Family::Payout {
            into.push_str("payout/");
            into.push_str(if batch.is_empty() { order } else { batch });
        } else if style == Settlement::WholeBatch {
            write!(into, "{}", self.business_date(row)).expect("a String takes all");
        } else if style == Settlement::PartialBatch && !batch.is_empty() {
            into.push_str(batch);
        } else {
            into.push_str(family.text());
            into.push('/');
            into.push_str(order);
        }
    }

    /// Whether a row forms an item: a success of today's files, of a kind that moves money.
    fn counts(&self, row: usize) -> Option<Family> {
        let success = self.rows.code(Column::Status)[row] == Status::Success.code();
        success.then(|| self.family(row)).flatten()
    }

    fn new_item(&self, row: usize, family: Family, key: &str) -> Item {
        let channel = self.channel(row);
        Item {
            channel: channel.code.as_str().into(),
            currency: self.currency(row),
            key: key.into(),
            payout: family == Family::Payout,
            business_date: self.business_date(row),
            due_date: Date(i32::MIN),
            first_seen: self.period.date,
            rows: 0,
            gross: 0,
            refunds: 0,
            fees: 0,
            payouts: 0,
            netted: channel.fees == Fees::Netted,
            carried_tokens: Vec::new(),
            carried: false,
        }
    }

    fn add(&self, item: &mut Item, row: usize, family: Family) {
        let lag = i32::try_from(self.channel(row).settle_lag_days).unwrap_or(i32::MAX);
        item.business_date = item.business_date.max(self.business_date(row));
        let due = Date(item.business_date.0.saturating_add(lag));
        item.due_date = item.due_date.max(due);
        item.rows += 1;
        let amount = i128::from(self.rows.number(Column::Amount)[row]);
        match family {
            Family::In => item.gross += amount,
            Family::Refund => item.refunds += amount,
            Family::Payout => item.payouts += amount,
        }
        match self.rows.number(Column::Fee)[row] {
            ABSENT => {}
            fee => item.fees += i128::from(fee),
        }
    }
}

impl Items {
    /// Forms the items of a day.
    ///
    /// `rows`: the channel statement's table, of which the first `carried_rows` were
    /// carried and form no item; `duplicate` says which rows were brought before; `carried`:
    /// items that earlier days left open.
    ///
    /// # Panics
    /// When `rows` are not of a channel statement.
    #[must_use]
    pub fn form(
        rows: &Rows,
        carried_rows: u32,
        duplicate: impl Fn(u32) -> bool,
        carried: Vec<Item>,
        settings: &Settings,
        period: Period,
    ) -> Self {
        assert_eq!(
            rows.role(),
            Role::ChannelStatement,
            "items come from statements"
        );
        let statement = Statement::new(rows, settings, period);
        let mut list = carried;
        let mut index = Index::default();
        let mut name = Vec::new();
        let mut named = |currency: Currency, key: &str, list: &[Item]| {
            name.clear();
            name.extend_from_slice(currency.code().as_bytes());
            name.extend_from_slice(key.as_bytes());
            let next = u32::try_from(list.len()).expect("fewer items than rows");
            match index.get(name.as_slice()) {
                Some(&item) => item,
                None => {
                    index.insert(name.as_slice().into(), next);
                    next
                }
            }
        };
        for at in 0..list.len() {
            // One identity, one item: a second carried one of the same name adds to it.
            let item = named(list[at].currency, &list[at].key.clone(), &list[..at]);
            debug_assert_eq!(
                item as usize, at,
                "the carry-over's reader joins equal items"
            );
        }
        let mut item_of = Vec::new();
        let mut key = String::new();
        let all = u32::try_from(rows.len()).expect("fewer than 2^32 rows");
        for row in carried_rows..all {
            let at = row as usize;
            let Some(family) = statement.counts(at).filter(|_| !duplicate(row)) else {
                continue;
            };
            statement.key(at, family, &mut key);
            let item = named(statement.currency(at), &key, &list);
            if item as usize == list.len() {
                list.push(statement.new_item(at, family, &key));
            }
            statement.add(&mut list[item as usize], at, family);
            item_of.push((row, item));
        }
        Self::in_order(list, &item_of)
    }

    /// Items of earlier days alone.
    #[must_use]
    pub(crate) fn carried(items: Vec<Item>) -> Self {
        Self::in_order(items, &[])
    }

    /// Sorts items by (currency, key) and gathers the rows of each.
    fn in_order(list: Vec<Item>, item_of: &[(u32, u32)]) -> Self {
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by(|&a, &b| {
            let by = |at: usize| (list[at].currency, &list[at].key);
            by(a).cmp(&by(b))
        });
        let mut place = vec![0_u32; list.len()];
        for (to, &from) in (0_u32..).zip(&order) {
            place[from] = to;
        }
        let mut row_starts = vec![0_u32; list.len() + 1];
        for &(_, item) in item_of {
            row_starts[place[item as usize] as usize + 1] += 1;
        }
        for at in 1..row_starts.len() {
            row_starts[at] += row_starts[at - 1];
        }
        let mut next = row_starts.clone();
        let mut rows = vec![0_u32; item_of.len()];
        for &(row, item) in item_of {
            let slot = &mut next[place[item as usize] as usize];
            rows[*slot as usize] = row;
            *slot += 1;
        }
        let mut list: Vec<Option<Item>> = list.into_iter().map(Some).collect();
        let list = order
            .into_iter()
            .map(|from| list[from].take().expect("an order has each once"))
            .collect();
        Self {
            list,
            row_starts,
            rows,
        }
    }

    /// Today's statement rows behind an item.
    #[must_use]
    pub fn rows_of(&self, item: u32) -> &[u32] {
        let at = item as usize;
        &self.rows[self.row_starts[at] as usize..self.row_starts[at + 1] as usize]
    }

    /// Calls back with each token of an item: batch, order and transaction numbers.
    pub fn tokens(&self, item: u32, statement: &Rows, mut token: impl FnMut(&str)) {
        for carried in &self.list[item as usize].carried_tokens {
            token(carried);
        }
        for column in [Column::BatchNo, Column::OrderNo, Column::TransactionNo] {
            let texts = statement.text(column);
            for &row in self.rows_of(item) {
                let text = texts.get(row as usize);
                if !text.is_empty() {
                    token(text);
                }
            }
        }
    }
}
