//! Entries that only a person makes: interest accrued and received, suspense cleared.

use serde::{Deserialize, Serialize};
use tieout_statement::{Currency, Date, MinorUnits};

use super::accounts::Accounts;
use super::chart::{BANK, INTEREST, INTEREST_DUE, SUSPENSE_PAYMENTS, SUSPENSE_RECEIPTS};
use super::entry::{Head, Line, Lines, NoEntry, Source, Status};
use super::templates::{INTEREST_ACCRUAL, INTEREST_RECEIVED, SUSPENSE_CLEARED, Template};
use crate::identity::EntryName;

/// An account with its detail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountDetail {
    /// Account of the chart, or a company's own.
    pub account: String,
    /// Its detail; empty where it has none.
    pub detail: String,
}

/// What a person books, beside treatments of exceptions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "template")]
pub enum ByHand {
    /// Interest earned and not yet received: 1132 to 6011.
    InterestAccrual {
        /// Our account at the bank.
        bank_account: String,
        /// The currency.
        currency: Currency,
        /// Major units, more than zero.
        amount: String,
    },
    /// Accrued interest that arrived: 1002 to 1132.
    InterestReceived {
        /// Our account at the bank.
        bank_account: String,
        /// The currency.
        currency: Currency,
        /// Major units, more than zero.
        amount: String,
    },
    /// Money in suspense for which the account was found.
    SuspenseCleared {
        /// Whether a receipt (2241) is cleared; else a payment (1221).
        receipt: bool,
        /// The channel that the suspended money is kept by; empty: none.
        channel: String,
        /// Where the money belongs.
        found: AccountDetail,
        /// The currency.
        currency: Currency,
        /// Major units, more than zero.
        amount: String,
    },
}

/// Why what a person books is no entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotBooked {
    /// The amount is not one, or not more than zero.
    Amount,
    /// The account found is missing, or is the account that it is cleared from.
    Account,
}

impl ByHand {
    /// What is moved: template, debit, credit, amount.
    fn parts(
        &self,
    ) -> (
        &'static Template,
        AccountDetail,
        AccountDetail,
        &str,
        Currency,
    ) {
        let account = |account: &str, detail: &str| AccountDetail {
            account: account.to_owned(),
            detail: detail.to_owned(),
        };
        match self {
            Self::InterestAccrual {
                bank_account,
                currency,
                amount,
            } => {
                let due = account(INTEREST_DUE, bank_account);
                let earned = account(INTEREST, "");
                (&INTEREST_ACCRUAL, due, earned, amount, *currency)
            }
            Self::InterestReceived {
                bank_account,
                currency,
                amount,
            } => {
                let bank = account(BANK, bank_account);
                let due = account(INTEREST_DUE, bank_account);
                (&INTEREST_RECEIVED, bank, due, amount, *currency)
            }
            Self::SuspenseCleared {
                receipt,
                channel,
                found,
                currency,
                amount,
            } => {
                let found = found.clone();
                let (debit, credit) = if *receipt {
                    (account(SUSPENSE_RECEIPTS, channel), found)
                } else {
                    (found, account(SUSPENSE_PAYMENTS, channel))
                };
                (&SUSPENSE_CLEARED, debit, credit, amount, *currency)
            }
        }
    }

    /// Its amount in major units, and the currency.
    pub(crate) fn amount(&self) -> (&str, Currency) {
        let (_, _, _, amount, currency) = self.parts();
        (amount, currency)
    }

    /// The entry; `ordinal` tells entries that say the same apart, 1 = the first.
    pub(crate) fn entry(
        &self,
        accounts: &mut Accounts,
        date: Date,
        ordinal: u32,
    ) -> Result<(Head, Lines), NotBooked> {
        let (template, debit, credit, amount, currency) = self.parts();
        let amount = MinorUnits::parse(amount, currency).map_err(|_| NotBooked::Amount)?;
        let amount = i128::from(amount.0);
        if debit == credit || debit.account.is_empty() || credit.account.is_empty() {
            return Err(NotBooked::Account);
        }
        let lines = vec![
            Line::debit(
                accounts.number(&debit.account, &debit.detail, currency),
                amount,
            ),
            Line::credit(
                accounts.number(&credit.account, &credit.detail, currency),
                amount,
            ),
        ];
        let lines = Lines::of(accounts, lines).map_err(|no: NoEntry| match no {
            NoEntry::Nothing | NoEntry::Unbalanced { .. } | NoEntry::Currencies => {
                NotBooked::Amount
            }
        })?;
        let mut name = EntryName::new(date, "by_hand", template.name);
        name.number(u128::from(ordinal));
        super::entry_ids::lines(&mut name, accounts, &lines);
        let head = Head {
            template,
            status: Status::Accepted,
            rows: 0,
            date,
            id: name.finish(),
            source: Source::ByHand(ordinal),
        };
        Ok((head, lines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: Date = Date(20_514);

    fn made(by_hand: &ByHand) -> Result<Vec<String>, NotBooked> {
        let mut accounts = Accounts::default();
        let (_, lines) = by_hand.entry(&mut accounts, DATE, 1)?;
        let told = lines.as_slice().iter().map(|line| {
            let (code, detail) = (
                accounts.account(line.account),
                accounts.detail(line.account),
            );
            format!("{code} {detail} {} {}", line.debit, line.credit)
        });
        Ok(told.collect())
    }

    #[test]
    fn accrued_interest_waits_at_its_bank_account_until_it_arrives() {
        let accrual = ByHand::InterestAccrual {
            bank_account: "RES-01".to_owned(),
            currency: Currency::CNY,
            amount: "12.34".to_owned(),
        };
        assert_eq!(
            made(&accrual),
            Ok(vec![
                "1132 RES-01 1234 0".to_owned(),
                "6011  0 1234".to_owned()
            ])
        );
    }

    #[test]
    fn suspense_is_cleared_to_where_the_money_belongs() {
        let cleared = |found: &str, amount: &str| {
            made(&ByHand::SuspenseCleared {
                receipt: true,
                channel: String::new(),
                found: AccountDetail {
                    account: found.to_owned(),
                    detail: "buyer-1".to_owned(),
                },
                currency: Currency::CNY,
                amount: amount.to_owned(),
            })
        };
        assert_eq!(
            cleared("2011", "61"),
            Ok(vec![
                "2011 buyer-1 0 6100".to_owned(),
                "2241  6100 0".to_owned()
            ])
        );
        assert_eq!(cleared("2011", "0"), Err(NotBooked::Amount));
        assert_eq!(cleared("2011", "-1"), Err(NotBooked::Amount));
        assert_eq!(cleared("", "1"), Err(NotBooked::Account));
    }
}
