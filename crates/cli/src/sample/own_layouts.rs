//! What a made day is made of: orders, postings, bank lines, and their files.

use std::io::{self, Write};

use tieout_statement::money::major;
use tieout_statement::{Currency, Kind, LocalTime, Side, Status};

use super::csv::CsvFile;

/// One order with all that the files tell of it. Amounts in minor units.
#[derive(Clone, Debug)]
pub struct Order {
    /// The channel's code, empty for orders without a channel.
    pub channel: &'static str,
    /// Its number in the channel flow and in the channel's statement.
    pub number: String,
    /// The channel's own number.
    pub transaction: String,
    /// Our payment order.
    pub payment_order: String,
    /// The merchant's order.
    pub merchant_order: String,
    /// What it is about.
    pub kind: Kind,
    /// Its currency.
    pub currency: Currency,
    /// What was paid, at least 0.
    pub amount: i64,
    /// The channel's fee: positive = cost to us, negative = returned; `None` = not given.
    pub channel_fee: Option<i64>,
    /// Our own fee, taken from the customer.
    pub own_fee: i64,
    /// When the channel had its result.
    pub at: LocalTime,
    /// The channel's settlement batch, or empty.
    pub batch: String,
    /// The customer who pays, or whose account is touched.
    pub buyer: String,
    /// The customer who sells, or who receives a transfer.
    pub seller: String,
    /// What was bought, in bills that say so.
    pub product: &'static str,
    /// Of a refund: number and transaction of the order that it refunds.
    pub refund_of: Option<(String, String)>,
}

/// One line of the bank statement. Amount in minor units, at least 0.
#[derive(Clone, Debug)]
pub struct BankLine {
    /// Our account.
    pub account: &'static str,
    /// When the bank booked it.
    pub at: LocalTime,
    /// `credit` = money came in.
    pub side: Side,
    /// Its currency.
    pub currency: Currency,
    /// Its amount.
    pub amount: i64,
    /// Who is on the other end.
    pub counterparty: &'static str,
    /// The bank's reference text.
    pub reference: String,
    /// Free text.
    pub memo: &'static str,
    /// What of it is booked on 1002 the same day, credit positive.
    pub booked: i64,
}

const CHANNEL_FLOW: &[&str] = &[
    "channel",
    "channel_order_no",
    "payment_order_no",
    "kind",
    "status",
    "currency",
    "amount",
    "fee",
    "finished_at",
    "batch_no",
];
const CHANNEL_STATEMENT: &[&str] = &[
    "channel",
    "order_no",
    "transaction_no",
    "kind",
    "status",
    "currency",
    "amount",
    "fee",
    "finished_at",
    "batch_no",
];
const PAYMENT_FLOW: &[&str] = &[
    "payment_order_no",
    "merchant_order_no",
    "kind",
    "method",
    "status",
    "currency",
    "amount",
    "fee",
    "buyer",
    "seller",
    "finished_at",
    "payout_batch_no",
];
const POSTING_FLOW: &[&str] = &[
    "posting_no",
    "payment_order_no",
    "kind",
    "channel",
    "account_code",
    "customer",
    "side",
    "currency",
    "amount",
    "posted_at",
    "reversal_of",
];
const BANK_STATEMENT: &[&str] = &[
    "bank_account",
    "transaction_no",
    "booked_at",
    "side",
    "currency",
    "amount",
    "balance",
    "counterparty",
    "reference",
    "memo",
];
const BALANCES: &[&str] = &["account_code", "detail", "currency", "opening", "closing"];

fn amount(minor: i64, currency: Currency) -> String {
    major(minor.into(), currency)
}

fn fee(minor: Option<i64>, currency: Currency) -> String {
    minor.map_or_else(String::new, |m| amount(m, currency))
}

fn time(status: Status, at: LocalTime) -> String {
    match status {
        Status::Pending => String::new(),
        _ => at.to_string(),
    }
}

/// A file of one of our own layouts.
#[derive(Debug)]
pub struct OwnFile<W>(CsvFile<W>);

impl<W: Write> OwnFile<W> {
    /// A channel flow. Errors as the writer, here and below.
    pub fn channel_flow(out: W) -> io::Result<Self> {
        CsvFile::new(out, CHANNEL_FLOW).map(Self)
    }

    /// A generic channel statement.
    pub fn channel_statement(out: W) -> io::Result<Self> {
        CsvFile::new(out, CHANNEL_STATEMENT).map(Self)
    }

    /// A payment flow.
    pub fn payment_flow(out: W) -> io::Result<Self> {
        CsvFile::new(out, PAYMENT_FLOW).map(Self)
    }

    /// A posting flow.
    pub fn posting_flow(out: W) -> io::Result<Self> {
        CsvFile::new(out, POSTING_FLOW).map(Self)
    }

    /// A bank statement.
    pub fn bank_statement(out: W) -> io::Result<Self> {
        CsvFile::new(out, BANK_STATEMENT).map(Self)
    }

    /// A balances file.
    pub fn balances(out: W) -> io::Result<Self> {
        CsvFile::new(out, BALANCES).map(Self)
    }

    /// Our channel module's row of an order. A fee that is returned is left out: our own
    /// layouts have no negative fee.
    pub fn flow_row(&mut self, order: &Order, status: Status) -> io::Result<()> {
        self.0.record(&[
            order.channel,
            &order.number,
            &order.payment_order,
            order.kind.text(),
            status.text(),
            order.currency.code(),
            &amount(order.amount, order.currency),
            &fee(order.channel_fee.filter(|&f| f >= 0), order.currency),
            &time(status, order.at),
            &order.batch,
        ])
    }

    /// The channel's row of an order.
    pub fn statement_row(&mut self, order: &Order, status: Status) -> io::Result<()> {
        self.0.record(&[
            order.channel,
            &order.number,
            &order.transaction,
            order.kind.text(),
            status.text(),
            order.currency.code(),
            &amount(order.amount, order.currency),
            &fee(order.channel_fee.filter(|&f| f >= 0), order.currency),
            &time(status, order.at),
            &order.batch,
        ])
    }

    /// Our payment order.
    pub fn payment_row(
        &mut self,
        order: &Order,
        status: Status,
        payout_batch: &str,
    ) -> io::Result<()> {
        let method = if order.channel.is_empty() {
            "balance"
        } else {
            order.channel
        };
        self.0.record(&[
            &order.payment_order,
            &order.merchant_order,
            order.kind.text(),
            method,
            status.text(),
            order.currency.code(),
            &amount(order.amount, order.currency),
            &amount(order.own_fee, order.currency),
            &order.buyer,
            &order.seller,
            &time(status, LocalTime(order.at.0 + 1)),
            payout_batch,
        ])
    }

    /// One leg on a customer's account.
    pub fn posting_row(
        &mut self,
        number: &str,
        order: &Order,
        leg: &Leg,
        reversal_of: &str,
    ) -> io::Result<()> {
        self.0.record(&[
            number,
            &order.payment_order,
            order.kind.text(),
            order.channel,
            leg.account,
            &leg.customer,
            leg.side.text(),
            order.currency.code(),
            &amount(leg.amount, order.currency),
            &LocalTime(order.at.0 + 2).to_string(),
            reversal_of,
        ])
    }

    /// One bank line with the balance after it.
    pub fn bank_row(&mut self, number: &str, line: &BankLine, balance: i64) -> io::Result<()> {
        self.0.record(&[
            line.account,
            number,
            &line.at.to_string(),
            line.side.text(),
            line.currency.code(),
            &amount(line.amount, line.currency),
            &amount(balance, line.currency),
            line.counterparty,
            &line.reference,
            line.memo,
        ])
    }

    /// One balance, debit positive.
    pub fn balance_row(
        &mut self,
        account: &str,
        detail: &str,
        currency: Currency,
        opening: i64,
        closing: i64,
    ) -> io::Result<()> {
        self.0.record(&[
            account,
            detail,
            currency.code(),
            &amount(opening, currency),
            &amount(closing, currency),
        ])
    }

    /// The writer, flushed.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

/// One side of a posting, on one account of a customer.
#[derive(Clone, Debug)]
pub struct Leg {
    /// Account of the chart of accounts.
    pub account: &'static str,
    /// Whose account.
    pub customer: String,
    /// Debit or credit.
    pub side: Side,
    /// Minor units, at least 0.
    pub amount: i64,
}

impl Order {
    /// The legs that a success of this order posts.
    ///
    /// Source: domain rules, section 5, rule 7.
    #[must_use]
    pub fn expected_legs(&self) -> Vec<Leg> {
        let leg = |account, customer: &str, side, amount| Leg {
            account,
            customer: customer.to_owned(),
            side,
            amount,
        };
        let (buyer, seller) = (self.buyer.as_str(), self.seller.as_str());
        let by_balance = self.channel.is_empty();
        match self.kind {
            Kind::TopUp => vec![leg("2011", buyer, Side::Credit, self.amount)],
            Kind::Payment if by_balance => vec![
                leg("2011", buyer, Side::Debit, self.amount),
                leg("2013", buyer, Side::Credit, self.amount),
            ],
            Kind::Payment => vec![leg("2013", buyer, Side::Credit, self.amount)],
            Kind::Confirm => vec![
                leg("2013", buyer, Side::Debit, self.amount),
                leg("2012", seller, Side::Credit, self.amount - self.own_fee),
            ],
            Kind::Transfer => vec![
                leg("2011", buyer, Side::Debit, self.amount),
                leg("2011", seller, Side::Credit, self.amount),
            ],
            Kind::Refund => vec![leg("2011", buyer, Side::Debit, self.amount)],
            Kind::Withdrawal => {
                vec![leg("2011", buyer, Side::Debit, self.amount + self.own_fee)]
            }
            Kind::FundTransfer => Vec::new(),
        }
    }
}
