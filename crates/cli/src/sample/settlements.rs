//! What the channels owe us for the day, and the bank lines that pay it.

use std::collections::BTreeMap;

use tieout_statement::calendar::DAY;
use tieout_statement::{Currency, Date, Kind, LocalTime, Side};

use super::own_layouts::{BankLine, Order};

/// How a channel pays us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// One line for the whole day.
    WholeBatch,
    /// One line per batch number.
    PartialBatch,
    /// A line per order.
    ItemByItem,
}

impl Style {
    const fn text(self) -> &'static str {
        match self {
            Self::WholeBatch => "whole_batch",
            Self::PartialBatch => "partial_batch",
            Self::ItemByItem => "item_by_item",
        }
    }
}

/// A channel as the settings file tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Its code.
    pub code: &'static str,
    /// How it pays.
    pub style: Style,
    /// Days from business date to payment.
    pub lag_days: u32,
    /// Whether fees are taken off what it pays.
    pub netted: bool,
    /// The account it pays into, by currency; the first is written into the settings.
    pub accounts: &'static [(Currency, &'static str)],
    /// What the bank line's counterparty says.
    pub counterparty: &'static str,
}

impl Terms {
    /// The account of a currency.
    fn account(&self, currency: Currency) -> &'static str {
        let found = self.accounts.iter().find(|(c, _)| *c == currency);
        found
            .expect("a channel has an account for each of its currencies")
            .1
    }

    /// Its part of the settings file.
    pub fn to_toml(self) -> String {
        let fees = if self.netted {
            "netted"
        } else {
            "billed_apart"
        };
        let account = match self.accounts {
            [(_, account)] => account,
            _ => "",
        };
        format!(
            "\n[[channel]]\ncode = \"{}\"\nsettlement = \"{}\"\nsettle_lag_days = {}\n\
             fees = \"{fees}\"\nbank_account = \"{account}\"\ncounterparty = \"{}\"\n",
            self.code,
            self.style.text(),
            self.lag_days,
            self.counterparty
        )
    }
}

/// An item that a channel pays by itself.
#[derive(Clone, Debug)]
pub struct OpenItem {
    /// The channel.
    pub channel: &'static str,
    /// Its order number.
    pub number: String,
    /// Its currency.
    pub currency: Currency,
    /// Minor units, positive = money to us.
    pub net: i64,
    /// When the channel had its result.
    pub at: LocalTime,
}

/// The day's expected settlements, gathered from the rows of the channel statements.
#[derive(Debug)]
pub struct Settlements {
    date: Date,
    terms: &'static [Terms],
    whole: BTreeMap<(&'static str, Currency), i64>,
    payout_batches: BTreeMap<(&'static str, Currency, String), i64>,
    open: Vec<OpenItem>,
}

impl Settlements {
    /// Nothing yet.
    pub const fn new(date: Date, terms: &'static [Terms]) -> Self {
        Self {
            date,
            terms,
            whole: BTreeMap::new(),
            payout_batches: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    fn terms_of(&self, code: &str) -> &'static Terms {
        let found = self.terms.iter().find(|t| t.code == code);
        found.expect("orders name channels that have terms")
    }

    /// Counts a success of a channel's statement; rows of other business dates are not due.
    pub fn add(&mut self, order: &Order) {
        let terms = self.terms_of(order.channel);
        if order.at.date() != self.date || terms.lag_days > 0 {
            return;
        }
        let fee = match terms.netted {
            true => order.channel_fee.unwrap_or(0),
            false => 0,
        };
        let key = (terms.code, order.currency);
        if order.kind == Kind::Withdrawal && !order.batch.is_empty() {
            let key = (terms.code, order.currency, order.batch.clone());
            *self.payout_batches.entry(key).or_default() -= order.amount + fee;
            return;
        }
        let net = match order.kind {
            Kind::Refund | Kind::Withdrawal => -order.amount - fee,
            _ => order.amount - fee,
        };
        if terms.style == Style::WholeBatch && order.kind != Kind::Withdrawal {
            *self.whole.entry(key).or_default() += net;
        } else {
            self.open.push(OpenItem {
                channel: terms.code,
                number: order.number.clone(),
                currency: order.currency,
                net,
                at: order.at,
            });
        }
    }

    /// Items that are paid one by one, to be settled by [`Settlements::line`]; each is
    /// handed out once.
    pub fn take_open(&mut self) -> Vec<OpenItem> {
        std::mem::take(&mut self.open)
    }

    /// A bank line of a channel: `net` positive = money to us.
    pub fn line(
        &self,
        code: &str,
        currency: Currency,
        net: i64,
        at: LocalTime,
        reference: String,
    ) -> BankLine {
        let terms = self.terms_of(code);
        let side = if net < 0 { Side::Debit } else { Side::Credit };
        BankLine {
            account: terms.account(currency),
            at,
            side,
            currency,
            amount: net.abs(),
            counterparty: terms.counterparty,
            reference,
            memo: "",
            booked: net,
        }
    }

    /// The lines of whole days and payout batches, at the end of the day.
    pub fn batch_lines(&self) -> Vec<BankLine> {
        let last = LocalTime(self.date.midnight().0 + DAY - 1);
        let (year, month, day) = self.date.ymd();
        let whole =
            self.whole
                .iter()
                .filter(|(_, net)| **net != 0)
                .map(|(&(code, currency), &net)| {
                    let reference = format!("{code} settlement {year:04}{month:02}{day:02}");
                    self.line(code, currency, net, last, reference)
                });
        let payouts = self
            .payout_batches
            .iter()
            .map(|((code, currency, batch), net)| {
                let at = LocalTime(last.0 - 4 * 3_600);
                self.line(code, *currency, *net, at, format!("{code} payout {batch}"))
            });
        whole.chain(payouts).collect()
    }
}
