//! The chart of accounts by its codes: names and classes, for whoever reads an export.

use crate::words::Language;

/// The class of an account: which side of the books it stands on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// 资产.
    Asset,
    /// 负债.
    Liability,
    /// 清算, on either side.
    Clearing,
    /// 权益.
    Equity,
    /// 收入.
    Income,
    /// 费用.
    Expense,
}

impl Class {
    /// The word of tables.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Clearing => "clearing",
            Self::Equity => "equity",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }

    /// The root of its accounts in hledger and beancount. Clearing is what channels owe us,
    /// until it is carried to deposits.
    #[must_use]
    pub const fn root(self) -> &'static str {
        match self {
            Self::Asset | Self::Clearing => "Assets",
            Self::Liability => "Liabilities",
            Self::Equity => "Equity",
            Self::Income => "Income",
            Self::Expense => "Expenses",
        }
    }
}

/// Names by code, English and Chinese.
const NAMES: &[(&str, &str, &str)] = &[
    ("1002", "Deposits at bank (reserve)", "存放银行—备付金"),
    ("1012", "Fund transfers in transit", "资金调拨"),
    ("1122", "Receivable from channels", "应收渠道款"),
    ("1132", "Interest receivable", "应收利息"),
    ("1221", "Suspense payments", "待查支出"),
    ("1231", "Recoverable from customers", "应收追偿款"),
    ("2011", "Buyer balances", "买家账户余额"),
    ("2012", "Seller balances", "卖家账户余额"),
    ("2013", "Escrow", "交易保证金"),
    ("2202", "Payable to channels", "应付渠道款"),
    ("2241", "Suspense receipts", "待查收入"),
    ("3001", "Pending clearing, money in", "待清算—充值收款"),
    ("3002", "Pending clearing, withdrawals", "待清算—提现"),
    ("3003", "Pending clearing, refunds", "待清算—充退"),
    ("6011", "Interest income", "利息收入"),
    ("6021", "Fee income", "手续费收入"),
    ("6411", "Channel fees", "渠道手续费"),
    ("6603", "Bank charges", "银行手续费"),
    ("6701", "Bad-debt loss", "坏账损失"),
];

/// The name of an account; empty for a code that the chart does not know.
#[must_use]
pub fn name(code: &str, language: Language) -> &'static str {
    let found = NAMES.iter().find(|(of, ..)| *of == code);
    found.map_or("", |(_, english, chinese)| language.pick(english, chinese))
}

/// The class of an account by its code, as Chinese charts number them: 1 assets,
/// 2 liabilities, 3 clearing, 60 to 63 income, 64 to 69 expenses; anything else equity.
#[must_use]
pub fn class(code: &str) -> Class {
    match code.as_bytes() {
        [b'1', ..] => Class::Asset,
        [b'2', ..] => Class::Liability,
        [b'3', ..] => Class::Clearing,
        [b'6', b'0'..=b'3', ..] => Class::Income,
        [b'6', b'4'..=b'9', ..] => Class::Expense,
        _ => Class::Equity,
    }
}
