//! Account, detail and currency as one number: what lines and balances are kept by.

use std::cmp::Ordering;

use tieout_statement::Currency;
use tieout_statement::rows::TextColumn;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::matching::partition::Slots;

/// Numbers for (account, detail, currency), in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    codes: Vec<u32>,
    code_texts: Vec<Box<str>>,
    details: TextColumn,
    currencies: Vec<Currency>,
    hashes: Vec<u64>,
    slots: Slots,
    /// How many numbers the table has room for.
    room: usize,
    /// Numbers in the order of lists.
    order: Vec<u32>,
}

impl Accounts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// The number of an account's detail in a currency, new or known.
    pub fn number(&mut self, account: &str, detail: &str, currency: Currency) -> u32 {
        let code = self.code(account);
        let hash = hash(code, detail, currency);
        if self.len() + 1 > self.room {
            self.grow();
        }
        let new = u32::try_from(self.len()).expect("fewer accounts than rows");
        let (codes, details, currencies) = (&self.codes, &self.details, &self.currencies);
        let same = |at: u32| {
            let at = at as usize;
            codes[at] == code
                && currencies[at] == currency
                && details.bytes_at(at) == detail.as_bytes()
        };
        if let Some(known) = self.slots.find_or_insert(hash, new, same) {
            return known;
        }
        self.codes.push(code);
        self.currencies.push(currency);
        self.hashes.push(hash);
        self.details.bytes.extend_from_slice(detail.as_bytes());
        let end = u32::try_from(self.details.bytes.len());
        self.details
            .ends
            .push(end.expect("details are texts of the day's rows, which are counted in 32 bits"));
        new
    }

    /// The number of an account's detail in a currency, where one was given.
    pub fn find(&self, account: &str, detail: &str, currency: Currency) -> Option<u32> {
        let code = self.code_texts.iter().position(|text| **text == *account)?;
        let mut all = (0_u32..).zip(&self.codes);
        all.find(|&(number, &of)| {
            of as usize == code
                && self.currency(number) == currency
                && self.detail(number) == detail
        })
        .map(|(number, _)| number)
    }

    fn code(&mut self, account: &str) -> u32 {
        let known = self.code_texts.iter().position(|text| **text == *account);
        let at = known.unwrap_or_else(|| {
            self.code_texts.push(account.into());
            self.code_texts.len() - 1
        });
        u32::try_from(at).expect("fewer accounts than rows")
    }

    fn grow(&mut self) {
        self.room = (self.room * 2).max(64);
        self.slots.reset(self.room);
        for (number, &hash) in (0..).zip(&self.hashes) {
            self.slots.find_or_insert(hash, number, |_| false);
        }
    }

    /// The account's code.
    pub fn account(&self, number: u32) -> &str {
        &self.code_texts[self.codes[number as usize] as usize]
    }

    /// The detail; empty where the account has none.
    pub fn detail(&self, number: u32) -> &str {
        self.details.get(number as usize)
    }

    /// The currency.
    pub fn currency(&self, number: u32) -> Currency {
        self.currencies[number as usize]
    }

    /// The order of lists: account, detail, currency.
    pub fn compare(&self, a: u32, b: u32) -> Ordering {
        let by = |number: u32| {
            let at = number as usize;
            let detail = self.details.bytes_at(at);
            (self.account(number), detail, self.currencies[at])
        };
        by(a).cmp(&by(b))
    }

    /// Puts every number in the order of lists. What is in order already stays: further
    /// accounts are few, and the sort takes the two runs as they are.
    pub fn put_in_order(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        let known = order.len();
        order.extend((0..).take(self.len()).skip(known));
        order[known..].sort_unstable_by(|&a, &b| self.compare(a, b));
        order.sort_by(|&a, &b| self.compare(a, b));
        self.order = order;
    }

    /// Every number in the order of lists, as it was put.
    pub fn in_order(&self) -> &[u32] {
        &self.order
    }
}

fn hash(code: u32, detail: &str, currency: Currency) -> u64 {
    let seed = currency
        .code()
        .bytes()
        .fold(u64::from(code), |seed, byte| seed << 8 | u64::from(byte));
    xxh3_64_with_seed(detail.as_bytes(), seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_account_detail_and_currency_are_one_number() {
        let mut accounts = Accounts::default();
        let usd = Currency::parse("USD").expect("a currency");
        let first = accounts.number("1002", "RES-01", Currency::CNY);
        assert_ne!(first, accounts.number("1002", "RES-01", usd));
        assert_ne!(first, accounts.number("1002", "RES-02", Currency::CNY));
        assert_ne!(first, accounts.number("1012", "RES-01", Currency::CNY));
        assert_eq!(first, accounts.number("1002", "RES-01", Currency::CNY));
        assert_eq!(accounts.len(), 4);
    }

    #[test]
    fn numbers_stay_when_there_are_many_and_the_order_is_that_of_texts() {
        let mut accounts = Accounts::default();
        let details: Vec<String> = (0..1000).rev().map(|n| format!("{n:04}")).collect();
        let numbers: Vec<u32> = details
            .iter()
            .map(|detail| accounts.number("2011", detail, Currency::CNY))
            .collect();
        for (detail, &number) in details.iter().zip(&numbers) {
            assert_eq!(accounts.number("2011", detail, Currency::CNY), number);
            assert_eq!(accounts.detail(number), detail);
        }
        accounts.put_in_order();
        accounts.number("2011", "0000a", Currency::CNY);
        accounts.put_in_order();
        let ordered = accounts.in_order();
        let first: Vec<&str> = ordered
            .iter()
            .take(3)
            .map(|&n| accounts.detail(n))
            .collect();
        assert_eq!(first, ["0000", "0000a", "0001"]);
        assert_eq!(ordered.len(), 1001);
    }
}
