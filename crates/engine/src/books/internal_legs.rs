//! Internal legs: what the books hold against a customer's posting.
//!
//! Only the customer's leg is posted when a success is known; its internal leg follows at
//! day-cut, gross on both sides. The same legs are what a posting exception has too much
//! or too little of.

use tieout_statement::rows::{ABSENT, SymbolColumn, TextColumn};
use tieout_statement::{Column as C, Currency, Kind, Rows, Side, Status};

use super::accounts::Accounts;
use super::chart::{
    self, BUYERS, CLEARING_IN, CLEARING_PAYOUTS, CLEARING_REFUNDS, DetailOf, ESCROW, FEE_INCOME,
    SELLERS, SUSPENSE_PAYMENTS, SUSPENSE_RECEIPTS,
};
use super::entry::Line;
use crate::posting::legs::Orders;

/// The method and channel of what is paid from a balance.
pub(crate) const BALANCE: &str = "balance";

/// Which way the books hold the other side of a posting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Internal {
    /// Pending clearing of a channel.
    Clearing(&'static str),
    /// Another customer's account; what differs is suspended.
    Balance,
    /// Escrow to seller; what differs is the fee.
    Escrow,
}

/// The internal side of a kind; `None`: not a customer's posting.
pub(crate) fn internal(kind: Kind, channel: &str) -> Option<Internal> {
    Some(match kind {
        Kind::Payment if by_balance(channel) => Internal::Balance,
        Kind::TopUp | Kind::Payment => Internal::Clearing(CLEARING_IN),
        Kind::Refund => Internal::Clearing(CLEARING_REFUNDS),
        Kind::Withdrawal => Internal::Clearing(CLEARING_PAYOUTS),
        Kind::Transfer => Internal::Balance,
        Kind::Confirm => Internal::Escrow,
        Kind::FundTransfer => return None,
    })
}

/// Whether a posting's channel says that it was paid from a balance.
pub(crate) fn by_balance(channel: &str) -> bool {
    channel.is_empty() || channel == BALANCE
}

/// Sums of customers' legs of one kind, channel and currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sums {
    pub debits: i128,
    pub credits: i128,
    /// Of them, on sellers' accounts.
    pub seller_debits: i128,
    pub seller_credits: i128,
    /// Fees of withdrawals among the debits.
    pub fees: i128,
}

impl Sums {
    /// Adds a leg.
    pub fn add(&mut self, account: &str, side: u8, amount: i128) {
        let of_seller = account == SELLERS;
        if side == Side::Debit.code() {
            self.debits += amount;
            self.seller_debits += if of_seller { amount } else { 0 };
        } else {
            self.credits += amount;
            self.seller_credits += if of_seller { amount } else { 0 };
        }
    }
}

/// The internal lines against customers' legs.
pub(crate) fn against(
    accounts: &mut Accounts,
    internal: Internal,
    (channel, currency): (&str, Currency),
    sums: Sums,
) -> Vec<Line> {
    let mut account = |code, detail| accounts.number(code, detail, currency);
    match internal {
        Internal::Clearing(code) => {
            let clearing = Line {
                account: account(code, channel),
                debit: sums.credits,
                credit: sums.debits - sums.fees,
            };
            vec![clearing, Line::credit(account(FEE_INCOME, ""), sums.fees)]
        }
        Internal::Escrow => vec![Line {
            account: account(FEE_INCOME, ""),
            debit: sums.credits - sums.seller_credits - sums.seller_debits,
            credit: sums.debits - sums.seller_debits - sums.seller_credits,
        }],
        Internal::Balance => {
            let more = sums.debits - sums.credits;
            vec![if more > 0 {
                Line::credit(account(SUSPENSE_RECEIPTS, BALANCE), more)
            } else {
                Line::debit(account(SUSPENSE_PAYMENTS, BALANCE), -more)
            }]
        }
    }
}

/// The posting flow's columns that entries come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PostingColumns<'a> {
    pub kinds: &'a [u8],
    pub sides: &'a [u8],
    pub amounts: &'a [i64],
    pub accounts: &'a SymbolColumn,
    pub channels: &'a SymbolColumn,
    pub customers: &'a TextColumn,
    pub orders: &'a TextColumn,
    pub currencies: &'a SymbolColumn,
}

impl<'a> PostingColumns<'a> {
    pub fn of(rows: &'a Rows) -> Self {
        Self {
            kinds: rows.code(C::Kind),
            sides: rows.code(C::Side),
            amounts: rows.number(C::Amount),
            accounts: rows.symbol(C::AccountCode),
            channels: rows.symbol(C::Channel),
            customers: rows.text(C::Customer),
            orders: rows.text(C::PaymentOrderNo),
            currencies: rows.symbol(C::Currency),
        }
    }

    pub fn kind(&self, row: u32) -> Option<Kind> {
        Kind::from_code(self.kinds[row as usize])
    }

    pub fn channel(&self, row: u32) -> &'a str {
        self.channels.get(row as usize)
    }

    pub fn amount(&self, row: u32) -> i128 {
        i128::from(self.amounts[row as usize])
    }

    pub fn is_debit(&self, row: u32) -> bool {
        self.sides[row as usize] == Side::Debit.code()
    }

    pub fn currency(&self, row: u32) -> Currency {
        Currency::parse(self.currencies.get(row as usize)).expect("readers check currencies")
    }

    /// The detail that a posting's account is kept by; `merchant_order`: where it is known.
    fn detail<'b>(&self, row: u32, merchant_order: Option<&'b str>) -> &'b str
    where
        'a: 'b,
    {
        let at = row as usize;
        match chart::find(self.accounts.get(at)).map(|account| account.detail) {
            Some(DetailOf::MerchantOrder) => merchant_order.unwrap_or(self.orders.get(at)),
            Some(DetailOf::Channel) => self.channel(row),
            Some(DetailOf::PaymentOrder | DetailOf::TransferOrder) => self.orders.get(at),
            Some(DetailOf::Nothing) => "",
            Some(DetailOf::Customer | DetailOf::BankAccount) | None => self.customers.get(at),
        }
    }

    /// A posting as a line.
    pub fn line(&self, accounts: &mut Accounts, row: u32, merchant_order: Option<&str>) -> Line {
        let detail = self.detail(row, merchant_order);
        let code = self.accounts.get(row as usize);
        let account = accounts.number(code, detail, self.currency(row));
        if self.is_debit(row) {
            Line::debit(account, self.amount(row))
        } else {
            Line::credit(account, self.amount(row))
        }
    }
}

/// The payment flow's columns that entries come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderColumns<'a> {
    pub rows: &'a Rows,
    pub legs: Orders<'a>,
    kinds: &'a [u8],
    status: &'a [u8],
    methods: &'a SymbolColumn,
    amounts: &'a [i64],
    fees: &'a [i64],
    numbers: &'a TextColumn,
    merchant_orders: &'a TextColumn,
    buyers: &'a TextColumn,
}

impl<'a> OrderColumns<'a> {
    pub fn of(rows: &'a Rows) -> Self {
        Self {
            rows,
            legs: Orders::of(rows),
            kinds: rows.code(C::Kind),
            status: rows.code(C::Status),
            methods: rows.symbol(C::Method),
            amounts: rows.number(C::Amount),
            fees: rows.number(C::Fee),
            numbers: rows.text(C::PaymentOrderNo),
            merchant_orders: rows.text(C::MerchantOrderNo),
            buyers: rows.text(C::Buyer),
        }
    }

    pub fn kind(&self, row: u32) -> Option<Kind> {
        Kind::from_code(self.kinds[row as usize])
    }

    pub fn method(&self, row: u32) -> &'a str {
        self.methods.get(row as usize)
    }

    pub fn number(&self, row: u32) -> &'a str {
        self.numbers.get(row as usize)
    }

    pub fn buyer(&self, row: u32) -> &'a str {
        self.buyers.get(row as usize)
    }

    /// What escrow is kept by: the merchant's order, else the payment order.
    pub fn escrow_detail(&self, row: u32) -> &'a str {
        match self.merchant_order(row) {
            "" => self.number(row),
            order => order,
        }
    }

    /// The merchant's order; empty: not known.
    pub fn merchant_order(&self, row: u32) -> &'a str {
        self.merchant_orders.get(row as usize)
    }

    /// Minor units.
    pub fn amount(&self, row: u32) -> i64 {
        self.amounts[row as usize]
    }

    /// Whether the order was a success.
    pub fn success(&self, row: u32) -> bool {
        self.status[row as usize] == Status::Success.code()
    }

    pub fn fee(&self, row: u32) -> i128 {
        match self.fees[row as usize] {
            ABSENT => 0,
            fee => i128::from(fee),
        }
    }

    /// The expected internal leg on pending clearing, debit positive: account and amount.
    pub fn expected_clearing(&self, row: u32) -> Option<(&'static str, i128)> {
        let amount = i128::from(self.amount(row));
        match self.kind(row)? {
            Kind::Payment if self.method(row) == BALANCE => None,
            Kind::TopUp | Kind::Payment => Some((CLEARING_IN, amount)),
            Kind::Refund => Some((CLEARING_REFUNDS, -amount)),
            Kind::Withdrawal => Some((CLEARING_PAYOUTS, -amount)),
            Kind::Confirm | Kind::Transfer | Kind::FundTransfer => None,
        }
    }

    /// What a success asks for, with its internal legs: a balanced set of lines.
    /// `channel`: of a success that names no channel itself.
    pub fn expected(&self, accounts: &mut Accounts, row: u32, channel: &str) -> Vec<Line> {
        let currency = self.rows.currency(row as usize);
        let mut lines = Vec::new();
        self.legs.expected(row, |leg| {
            let party = std::str::from_utf8(leg.party).expect("parties are texts");
            let detail = if leg.account == ESCROW {
                self.escrow_detail(row)
            } else {
                party
            };
            let account = accounts.number(leg.account, detail, currency);
            lines.push(if leg.side == Side::Debit.code() {
                Line::debit(account, leg.amount)
            } else {
                Line::credit(account, leg.amount)
            });
        });
        let channel = self.channel(row, channel);
        if let Some((code, amount)) = self.expected_clearing(row) {
            let clearing = accounts.number(code, channel, currency);
            lines.push(if amount >= 0 {
                Line::debit(clearing, amount)
            } else {
                Line::credit(clearing, -amount)
            });
        }
        if matches!(self.kind(row), Some(Kind::Withdrawal | Kind::Confirm)) {
            let income = accounts.number(FEE_INCOME, "", currency);
            lines.push(Line::credit(income, self.fee(row)));
        }
        lines
    }

    /// The channel of an order: its method, else what others say of it.
    pub fn channel<'b>(&self, row: u32, otherwise: &'b str) -> &'b str
    where
        'a: 'b,
    {
        match self.method(row) {
            "" | BALANCE => otherwise,
            method => method,
        }
    }

    /// Where a success of the order is credited: the buyer, or escrow for a payment.
    pub fn credited(&self, row: u32) -> (&'static str, &'a str) {
        if self.kind(row) == Some(Kind::Payment) {
            (ESCROW, self.escrow_detail(row))
        } else {
            (BUYERS, self.buyer(row))
        }
    }
}
