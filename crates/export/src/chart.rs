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

/// The name of an account; empty for a code that the chart does not know.
#[must_use]
pub fn name(code: &str, language: Language) -> &'static str {
    tieout_engine::books::chart::find(code).map_or("", |account| {
        language.pick(account.english, account.chinese)
    })
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
