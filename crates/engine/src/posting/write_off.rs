//! Write-off 内部勾销: a posting and its reversal, taken out before anything is compared.
//!
//! A posting whose `reversal_of` names another posting of the same account, customer,
//! currency and amount on the other side makes a pair with it. Pairs are made in byte order
//! of the reversing posting's number; a posting is in one pair at most.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tieout_statement::{Column as C, Rows};

use crate::matching::Fate;

/// Finds written-off pairs, step by step.
#[derive(Debug, Default)]
pub(crate) struct WriteOff {
    /// Postings that reverse one.
    reversing: Vec<u32>,
    /// Posting numbers that they name, and the posting that has it.
    named: HashMap<Box<[u8]>, Option<u32>>,
    /// Payment orders of reversals without a pair that are in the payment flow.
    orders: HashSet<Box<[u8]>>,
    /// Reversals that name no posting they could be of.
    unpaired: Vec<u32>,
}

impl WriteOff {
    /// Notes which of some rows reverse a posting.
    pub fn collect(&mut self, postings: &Rows, fates: &[Fate], rows: Range<u32>) {
        let reversed = postings.text(C::ReversalOf);
        for row in rows {
            let number = reversed.bytes_at(row as usize);
            if !number.is_empty() && fates[row as usize] == Fate::Compared {
                self.reversing.push(row);
                self.named.insert(number.into(), None);
            }
        }
    }

    /// Whether there is anything to write off.
    pub fn is_empty(&self) -> bool {
        self.reversing.is_empty()
    }

    /// Looks among some rows for the postings that reversals name.
    pub fn find(&mut self, postings: &Rows, fates: &[Fate], rows: Range<u32>) {
        let numbers = postings.text(C::PostingNo);
        for row in rows.filter(|&row| fates[row as usize] == Fate::Compared) {
            if let Some(found) = self.named.get_mut(numbers.bytes_at(row as usize)) {
                // Duplicates are out already: a number is one posting's.
                *found = Some(row);
            }
        }
    }

    /// Makes the pairs.
    pub fn pair(&mut self, postings: &Rows, fates: &mut [Fate]) {
        let numbers = postings.text(C::PostingNo);
        let reversed = postings.text(C::ReversalOf);
        let by_number = |&row: &u32| numbers.bytes_at(row as usize);
        self.reversing
            .sort_unstable_by(|a, b| by_number(a).cmp(by_number(b)));
        for &row in &self.reversing {
            let of = self.named[reversed.bytes_at(row as usize)];
            let free = |row: u32| fates[row as usize] == Fate::Compared;
            match of
                .filter(|&of| of != row && free(row) && free(of) && takes_back(postings, row, of))
            {
                Some(of) => {
                    fates[row as usize] = Fate::WrittenOff;
                    fates[of as usize] = Fate::WrittenOff;
                }
                None if free(row) => self.unpaired.push(row),
                None => {}
            }
        }
        // A later pair may have taken what an earlier one left.
        self.unpaired
            .retain(|&row| fates[row as usize] == Fate::Compared);
    }

    /// Whether the payment flow has to be asked about orders.
    pub fn asks_for_orders(&self) -> bool {
        !self.unpaired.is_empty()
    }

    /// Notes which orders of unpaired reversals are among some rows of the payment flow.
    pub fn find_orders(&mut self, postings: &Rows, payments: &Rows, rows: Range<u32>) {
        let orders = postings.text(C::PaymentOrderNo);
        let wanted: HashSet<&[u8]> = self
            .unpaired
            .iter()
            .map(|&row| orders.bytes_at(row as usize))
            .collect();
        let numbers = payments.text(C::PaymentOrderNo);
        for row in rows {
            let number = numbers.bytes_at(row as usize);
            if wanted.contains(number) {
                self.orders.insert(number.into());
            }
        }
    }

    /// Takes out reversals of an earlier day; gives those that stay in.
    pub fn settle(mut self, postings: &Rows, fates: &mut [Fate]) -> Vec<u32> {
        let orders = postings.text(C::PaymentOrderNo);
        self.unpaired.retain(|&row| {
            let known = self.orders.contains(orders.bytes_at(row as usize));
            if !known {
                fates[row as usize] = Fate::EarlierReversal;
            }
            known
        });
        self.unpaired.sort_unstable();
        self.unpaired
    }
}

/// Whether a posting is another's opposite: the same but for its side.
fn takes_back(postings: &Rows, row: u32, of: u32) -> bool {
    let (a, b) = (row as usize, of as usize);
    let accounts = &postings.symbol(C::AccountCode).symbols;
    let currencies = &postings.symbol(C::Currency).symbols;
    let customers = postings.text(C::Customer);
    let (amounts, sides) = (postings.number(C::Amount), postings.code(C::Side));
    accounts[a] == accounts[b]
        && currencies[a] == currencies[b]
        && customers.bytes_at(a) == customers.bytes_at(b)
        && amounts[a] == amounts[b]
        && sides[a] != sides[b]
}
