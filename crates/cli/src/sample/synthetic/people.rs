//! Customers of the synthetic day and what they own.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use tieout_statement::Currency;

use super::channels::{JPY, USD};

/// Customers and their opening balances.
#[derive(Debug)]
pub(super) struct People {
    pub(super) buyers: u64,
    pub(super) sellers: u64,
}

impl People {
    pub(super) fn of(rows: u64) -> Self {
        Self {
            buyers: (rows / 20).clamp(3, 2_000),
            sellers: (rows / 200).clamp(2, 200),
        }
    }

    /// What the customers own is at the banks to the cent.
    pub(super) fn openings(&self) -> Vec<(&'static str, String, Currency, i64)> {
        let mut openings = Vec::new();
        let mut owed = 0;
        for n in 1..=self.buyers {
            openings.push(("2011", format!("buyer-{n}"), Currency::CNY, -500_000_00));
            owed += 500_000_00;
        }
        for n in 1..=self.sellers {
            openings.push(("2012", format!("seller-{n}"), Currency::CNY, -20_000_00));
            owed += 20_000_00;
        }
        let second_account = owed / 4;
        openings.push((
            "1002",
            "RES-01".to_owned(),
            Currency::CNY,
            owed - second_account,
        ));
        openings.push(("1002", "RES-02".to_owned(), Currency::CNY, second_account));
        for (currency, account, opening) in [(USD, "RES-03", 90_000_00), (JPY, "RES-04", 9_000_000)]
        {
            openings.push(("1002", account.to_owned(), currency, opening));
            openings.push(("2012", "seller-1".to_owned(), currency, -opening));
        }
        openings
    }
}
