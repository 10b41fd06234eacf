//! The chart of accounts by its codes: names, classes and a company's own codes, for whoever
//! reads an export.

use tieout_engine::books::chart::find;
use tieout_engine::books::own_chart::{ChartLine, line_of};
use tieout_engine::report::Report;

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
    const ALL: [Self; 6] = [
        Self::Asset,
        Self::Liability,
        Self::Clearing,
        Self::Equity,
        Self::Income,
        Self::Expense,
    ];

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

/// The chart that a report is written by: the company's, where it gave one, over the built-in.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a>(&'a [ChartLine]);

impl<'a> Chart<'a> {
    /// Of a report.
    #[must_use]
    pub fn of(report: &'a Report) -> Self {
        Self(&report.chart)
    }

    /// Of a company's lines, by code and detail.
    #[must_use]
    pub const fn new(lines: &'a [ChartLine]) -> Self {
        Self(lines)
    }

    /// Whether the company gave none.
    #[must_use]
    pub const fn is_built_in(self) -> bool {
        self.0.is_empty()
    }

    /// The name of an account; empty for a code that no chart knows.
    #[must_use]
    pub fn name(self, code: &str, language: Language) -> &'a str {
        let line = line_of(self.0, code, "");
        let own = line.map(|line| match language {
            Language::English => line.name.as_str(),
            Language::Chinese => line.name_zh.as_str(),
        });
        own.filter(|name| !name.is_empty())
            .or_else(|| {
                let account = find(code)?;
                Some(language.pick(account.english, account.chinese))
            })
            .or_else(|| line.map(|line| line.name.as_str()))
            .unwrap_or("")
    }

    /// The company's code of an account and detail, and whether the code is the detail's own;
    /// empty where the company has none.
    #[must_use]
    pub fn own_code(self, code: &str, detail: &str) -> (&'a str, bool) {
        let own = |detail| {
            let line = line_of(self.0, code, detail)?;
            (!line.own_code.is_empty()).then_some(line.own_code.as_str())
        };
        match own(detail).filter(|_| !detail.is_empty()) {
            Some(code) => (code, true),
            None => (own("").unwrap_or(""), false),
        }
    }

    /// What the company calls an account's detail; empty where it has no name for it.
    #[must_use]
    pub fn detail_name(self, code: &str, detail: &str) -> &'a str {
        let line = line_of(self.0, code, detail).filter(|_| !detail.is_empty());
        line.map_or("", |line| line.name.as_str())
    }

    /// The class of an account: of an own account its own; else as Chinese charts number them:
    /// 1 assets, 2 liabilities, 3 clearing, 60 to 63 income, 64 to 69 expenses; anything else
    /// equity.
    #[must_use]
    pub fn class(self, code: &str) -> Class {
        let own = line_of(self.0, code, "");
        let own = own.and_then(|line| Class::ALL.into_iter().find(|of| of.text() == line.class));
        own.unwrap_or(match code.as_bytes() {
            [b'1', ..] => Class::Asset,
            [b'2', ..] => Class::Liability,
            [b'3', ..] => Class::Clearing,
            [b'6', b'0'..=b'3', ..] => Class::Income,
            [b'6', b'4'..=b'9', ..] => Class::Expense,
            _ => Class::Equity,
        })
    }
}
