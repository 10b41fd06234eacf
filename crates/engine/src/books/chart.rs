//! Chart of accounts 科目, built in (section 9 of the rules).

/// What an account is, which says what its balance means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// What we own.
    Asset,
    /// What we owe.
    Liability,
    /// What is posted and not yet settled: should come to nothing.
    Clearing,
    /// What we earned.
    Income,
    /// What it cost us.
    Expense,
}

impl Class {
    /// The word of documents.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Clearing => "clearing",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }
}

/// The dimension that an account's balances are kept by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DetailOf {
    /// Our account at the bank.
    BankAccount,
    /// The order number of a fund transfer.
    TransferOrder,
    /// The channel's code.
    Channel,
    /// The payment order's number.
    PaymentOrder,
    /// The customer of the posting.
    Customer,
    /// The merchant's order; where empty or unknown the payment order.
    MerchantOrder,
    /// None: one balance a currency.
    Nothing,
}

impl DetailOf {
    /// The word of documents.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::BankAccount => "bank account",
            Self::TransferOrder => "transfer's order number",
            Self::Channel => "channel",
            Self::PaymentOrder => "payment order number",
            Self::Customer => "customer",
            Self::MerchantOrder => "merchant order, else payment order",
            Self::Nothing => "none",
        }
    }
}

/// One account of the chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its code.
    pub code: &'static str,
    /// Its name in English.
    pub english: &'static str,
    /// Its name in Chinese.
    pub chinese: &'static str,
    /// What it is.
    pub class: Class,
    /// What its balances are kept by.
    pub detail: DetailOf,
}

/// Deposits at bank.
pub const BANK: &str = "1002";
/// Fund transfers in transit.
pub const IN_TRANSIT: &str = "1012";
/// Receivable from channels.
pub const DUE_FROM_CHANNELS: &str = "1122";
/// Interest receivable.
pub const INTEREST_DUE: &str = "1132";
/// Suspense payments.
pub const SUSPENSE_PAYMENTS: &str = "1221";
/// Recoverable from customers.
pub const RECOVERABLE: &str = "1231";
/// Buyer balances.
pub const BUYERS: &str = "2011";
/// Seller balances.
pub const SELLERS: &str = "2012";
/// Escrow.
pub const ESCROW: &str = "2013";
/// Payable to channels.
pub const DUE_TO_CHANNELS: &str = "2202";
/// Suspense receipts.
pub const SUSPENSE_RECEIPTS: &str = "2241";
/// Pending clearing, money in.
pub const CLEARING_IN: &str = "3001";
/// Pending clearing, withdrawals.
pub const CLEARING_PAYOUTS: &str = "3002";
/// Pending clearing, refunds.
pub const CLEARING_REFUNDS: &str = "3003";
/// Interest income.
pub const INTEREST: &str = "6011";
/// Fee income.
pub const FEE_INCOME: &str = "6021";
/// Channel fees.
pub const CHANNEL_FEES: &str = "6411";
/// Bank charges.
pub const BANK_CHARGES: &str = "6603";
/// Bad-debt loss.
pub const BAD_DEBT: &str = "6701";

const fn account(
    code: &'static str,
    english: &'static str,
    chinese: &'static str,
    class: Class,
    detail: DetailOf,
) -> Account {
    Account {
        code,
        english,
        chinese,
        class,
        detail,
    }
}

use Class as K;
use DetailOf as D;

/// Every account, by code.
#[rustfmt::skip]
pub const CHART: &[Account] = &[
    account(BANK, "Deposits at bank (reserve)", "存放银行—备付金", K::Asset, D::BankAccount),
    account(IN_TRANSIT, "Fund transfers in transit", "资金调拨", K::Asset, D::TransferOrder),
    account(DUE_FROM_CHANNELS, "Receivable from channels", "应收渠道款", K::Asset, D::Channel),
    account(INTEREST_DUE, "Interest receivable", "应收利息", K::Asset, D::BankAccount),
    account(SUSPENSE_PAYMENTS, "Suspense payments", "待查支出", K::Asset, D::Channel),
    account(RECOVERABLE, "Recoverable from customers", "应收追偿款", K::Asset, D::PaymentOrder),
    account(BUYERS, "Buyer balances", "买家账户余额", K::Liability, D::Customer),
    account(SELLERS, "Seller balances", "卖家账户余额", K::Liability, D::Customer),
    account(ESCROW, "Escrow", "交易保证金", K::Liability, D::MerchantOrder),
    account(DUE_TO_CHANNELS, "Payable to channels", "应付渠道款", K::Liability, D::Channel),
    account(SUSPENSE_RECEIPTS, "Suspense receipts", "待查收入", K::Liability, D::Channel),
    account(CLEARING_IN, "Pending clearing, money in", "待清算—充值收款", K::Clearing, D::Channel),
    account(CLEARING_PAYOUTS, "Pending clearing, withdrawals", "待清算—提现", K::Clearing, D::Channel),
    account(CLEARING_REFUNDS, "Pending clearing, refunds", "待清算—充退", K::Clearing, D::Channel),
    account(INTEREST, "Interest income", "利息收入", K::Income, D::Nothing),
    account(FEE_INCOME, "Fee income", "手续费收入", K::Income, D::Nothing),
    account(CHANNEL_FEES, "Channel fees", "渠道手续费", K::Expense, D::Channel),
    account(BANK_CHARGES, "Bank charges", "银行手续费", K::Expense, D::BankAccount),
    account(BAD_DEBT, "Bad-debt loss", "坏账损失", K::Expense, D::Nothing),
];

/// The account of a code; `None` for a company's own code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Account> {
    CHART.iter().find(|account| account.code == code)
}

/// Whether an account holds what is posted and not yet settled.
#[must_use]
pub fn is_clearing(code: &str) -> bool {
    find(code).is_some_and(|account| account.class == Class::Clearing)
}

/// Whether an account is owed to customers: buyers, sellers, escrow.
#[must_use]
pub fn is_customers(code: &str) -> bool {
    matches!(code, BUYERS | SELLERS | ESCROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_stands_by_code_and_each_code_once() {
        assert!(CHART.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn an_account_is_found_by_its_code_alone() {
        assert_eq!(find("3001").map(|found| found.class), Some(Class::Clearing));
        assert_eq!(find("9999"), None);
        assert!(is_clearing("3002") && !is_clearing("1002"));
        assert!(is_customers("2013") && !is_customers("2202"));
    }
}
