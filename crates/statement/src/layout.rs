//! The roles that files play, and the columns of each role's own layout.

use crate::vocabulary::words;

words! {
    /// Which record a file is, by domain: one table of rows each.
    Role {
        /// 通道流水: what our channel module sent and got back.
        ChannelFlow = "channel_flow",
        /// 通道对账文件: what the channel says it did.
        ChannelStatement = "channel_statement",
        /// 支付流水: our payment orders.
        PaymentFlow = "payment_flow",
        /// 入账流水: what was posted to customers' accounts.
        PostingFlow = "posting_flow",
        /// 银行流水: what moved on our bank accounts.
        BankStatement = "bank_statement",
        /// 余额表: opening balances of accounts in the books.
        Balances = "balances",
    }
}

words! {
    /// A column of our own layouts, by its name in the header.
    Column {
        /// The channel's code.
        Channel = "channel",
        /// Our number of the channel's order (channel flow).
        ChannelOrderNo = "channel_order_no",
        /// The payment order.
        PaymentOrderNo = "payment_order_no",
        /// The order number in the channel's statement.
        OrderNo = "order_no",
        /// The channel's or the bank's own number.
        TransactionNo = "transaction_no",
        /// What the row is about.
        Kind = "kind",
        /// How it ended.
        Status = "status",
        /// ISO 4217 code.
        Currency = "currency",
        /// Unsigned, in the row's currency.
        Amount = "amount",
        /// Positive = cost to us, negative = returned (real formats only).
        Fee = "fee",
        /// When the success was known.
        FinishedAt = "finished_at",
        /// The channel's settlement batch.
        BatchNo = "batch_no",
        /// `balance`, a channel's code, or empty.
        Method = "method",
        /// The merchant's order.
        MerchantOrderNo = "merchant_order_no",
        /// The buyer's customer number.
        Buyer = "buyer",
        /// The seller's customer number.
        Seller = "seller",
        /// The batch in which a withdrawal was paid out.
        PayoutBatchNo = "payout_batch_no",
        /// The posting's own number.
        PostingNo = "posting_no",
        /// Account of the chart of accounts.
        AccountCode = "account_code",
        /// Debit or credit.
        Side = "side",
        /// When it was posted.
        PostedAt = "posted_at",
        /// The customer whose account was posted.
        Customer = "customer",
        /// The posting that this one writes off.
        ReversalOf = "reversal_of",
        /// Our account at the bank.
        BankAccount = "bank_account",
        /// When the bank booked it.
        BookedAt = "booked_at",
        /// Running balance after the line, credit positive.
        Balance = "balance",
        /// Who is on the other end.
        Counterparty = "counterparty",
        /// The bank's reference text.
        Reference = "reference",
        /// Free text.
        Memo = "memo",
        /// The dimension that balances are kept by.
        Detail = "detail",
        /// Opening balance, debit positive.
        Opening = "opening",
        /// What the books say the closing is, debit positive.
        Closing = "closing",
    }
}

/// How a column is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnType {
    /// Any text, in an arena.
    Text,
    /// Text of few values, kept once each.
    Symbol,
    /// Three capitals, kept as a symbol.
    Currency,
    /// Unsigned amount.
    Amount,
    /// Amount with a sign.
    SignedAmount,
    /// `YYYY-MM-DD HH:MM:SS`.
    Time,
    /// A [`Kind`](crate::Kind).
    Kind,
    /// A [`Status`](crate::Status).
    Status,
    /// A [`Side`](crate::Side).
    Side,
}

/// One column of a role's layout.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec {
    /// Its name.
    pub column: Column,
    /// How it is kept.
    pub kept: ColumnType,
    /// A file without this column is not of this role.
    pub required: bool,
    /// A row with this cell empty is refused.
    pub filled: bool,
}

const fn must(column: Column, kept: ColumnType) -> ColumnSpec {
    ColumnSpec {
        column,
        kept,
        required: true,
        filled: true,
    }
}
const fn has(column: Column, kept: ColumnType) -> ColumnSpec {
    ColumnSpec {
        column,
        kept,
        required: true,
        filled: false,
    }
}
const fn may(column: Column, kept: ColumnType) -> ColumnSpec {
    ColumnSpec {
        column,
        kept,
        required: false,
        filled: false,
    }
}

use Column as C;
use ColumnType as T;

const CHANNEL_FLOW: &[ColumnSpec] = &[
    must(C::Channel, T::Symbol),
    must(C::ChannelOrderNo, T::Text),
    has(C::PaymentOrderNo, T::Text),
    must(C::Kind, T::Kind),
    must(C::Status, T::Status),
    must(C::Currency, T::Currency),
    must(C::Amount, T::Amount),
    may(C::Fee, T::Amount),
    may(C::FinishedAt, T::Time),
    may(C::BatchNo, T::Text),
];
const CHANNEL_STATEMENT: &[ColumnSpec] = &[
    must(C::Channel, T::Symbol),
    must(C::OrderNo, T::Text),
    has(C::TransactionNo, T::Text),
    must(C::Kind, T::Kind),
    must(C::Status, T::Status),
    must(C::Currency, T::Currency),
    must(C::Amount, T::Amount),
    may(C::Fee, T::Amount),
    may(C::FinishedAt, T::Time),
    may(C::BatchNo, T::Text),
];
const PAYMENT_FLOW: &[ColumnSpec] = &[
    must(C::PaymentOrderNo, T::Text),
    must(C::Kind, T::Kind),
    has(C::Method, T::Symbol),
    must(C::Status, T::Status),
    must(C::Currency, T::Currency),
    must(C::Amount, T::Amount),
    may(C::MerchantOrderNo, T::Text),
    may(C::Fee, T::Amount),
    may(C::Buyer, T::Text),
    may(C::Seller, T::Text),
    may(C::FinishedAt, T::Time),
    may(C::PayoutBatchNo, T::Text),
];
const POSTING_FLOW: &[ColumnSpec] = &[
    must(C::PostingNo, T::Text),
    has(C::PaymentOrderNo, T::Text),
    must(C::Kind, T::Kind),
    must(C::AccountCode, T::Symbol),
    must(C::Side, T::Side),
    must(C::Currency, T::Currency),
    must(C::Amount, T::Amount),
    has(C::PostedAt, T::Time),
    may(C::Channel, T::Symbol),
    may(C::Customer, T::Text),
    may(C::ReversalOf, T::Text),
];
const BANK_STATEMENT: &[ColumnSpec] = &[
    must(C::BankAccount, T::Symbol),
    has(C::TransactionNo, T::Text),
    must(C::BookedAt, T::Time),
    must(C::Side, T::Side),
    must(C::Currency, T::Currency),
    must(C::Amount, T::Amount),
    may(C::Balance, T::SignedAmount),
    may(C::Counterparty, T::Text),
    may(C::Reference, T::Text),
    may(C::Memo, T::Text),
];
const BALANCES: &[ColumnSpec] = &[
    must(C::AccountCode, T::Symbol),
    has(C::Detail, T::Text),
    must(C::Currency, T::Currency),
    must(C::Opening, T::SignedAmount),
    may(C::Closing, T::SignedAmount),
];

impl Role {
    /// The layout of the role's own CSV and of its [`Rows`](crate::Rows).
    ///
    /// Source: domain rules, section 4.
    #[must_use]
    pub const fn layout(self) -> &'static [ColumnSpec] {
        match self {
            Self::ChannelFlow => CHANNEL_FLOW,
            Self::ChannelStatement => CHANNEL_STATEMENT,
            Self::PaymentFlow => PAYMENT_FLOW,
            Self::PostingFlow => POSTING_FLOW,
            Self::BankStatement => BANK_STATEMENT,
            Self::Balances => BALANCES,
        }
    }

    /// The column that names a row of this role in reports and on screens.
    #[must_use]
    pub const fn own_number(self) -> Column {
        match self {
            Self::ChannelFlow => C::ChannelOrderNo,
            Self::ChannelStatement => C::OrderNo,
            Self::PaymentFlow => C::PaymentOrderNo,
            Self::PostingFlow => C::PostingNo,
            Self::BankStatement => C::TransactionNo,
            Self::Balances => C::Detail,
        }
    }
}
