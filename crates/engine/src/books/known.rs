//! What the books look up again and again: whose bank lines may be, and the merchants' orders
//! behind payment orders that no group of a posting names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::ops::Range;

use tieout_statement::{Column as C, Rows};

use super::chart::ESCROW;
use super::day_cut::Posted;
use crate::fund::lines::Channels;

/// A map whose order never reaches a result.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// Looked up, never changed once it is made.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Whose bank lines may be, in the order in which they are asked.
    pub channels: Channels,
    pub merchant_orders: MerchantOrders,
}

/// What payment orders say of the merchant's order.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Says {
    Nothing,
    One(Box<str>),
    /// Rows of the order contradict each other.
    More,
}

/// Merchants' orders of payment orders, of those that are wanted.
#[derive(Debug, Default)]
pub(crate) struct MerchantOrders(Map<Box<str>, Says>);

impl MerchantOrders {
    /// Whether nobody asks.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Wants the orders of some postings on escrow whose own group does not tell.
    pub fn want(&mut self, posted: Posted<'_>, rows: Range<u32>) {
        for row in rows {
            let order = posted.columns.orders.get(row as usize);
            let escrow = posted.columns.accounts.get(row as usize) == ESCROW;
            if escrow && !order.is_empty() && posted.order_of_group(row).is_none() {
                self.0.entry(order.into()).or_insert(Says::Nothing);
            }
        }
    }

    /// Asks some rows of the payment flow.
    pub fn ask(&mut self, payments: &Rows, rows: Range<u32>) {
        let numbers = payments.text(C::PaymentOrderNo);
        let merchants = payments.text(C::MerchantOrderNo);
        for at in rows.map(|row| row as usize) {
            let merchant = merchants.get(at);
            if merchant.is_empty() {
                continue;
            }
            if let Some(says) = self.0.get_mut(numbers.get(at)) {
                *says = match says {
                    Says::Nothing => Says::One(merchant.into()),
                    Says::One(known) if **known == *merchant => continue,
                    Says::One(_) | Says::More => Says::More,
                };
            }
        }
    }

    /// The merchant's order, where the payment order's rows name one and no more.
    pub fn of(&self, order: &str) -> Option<&str> {
        match self.0.get(order)? {
            Says::One(merchant) => Some(merchant),
            Says::Nothing | Says::More => None,
        }
    }
}
