//! Expected legs: what a success must have posted (rule 7), and whether it did.

use tieout_statement::rows::{ABSENT, SymbolColumn, TextColumn};
use tieout_statement::{Column as C, Kind, Rows, Side};

/// Customers' accounts of the chart.
const BUYER: &str = "2011";
const SELLER: &str = "2012";
const ESCROW: &str = "2013";

/// One side of one account: an expected leg, or a posting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Leg<'a> {
    pub account: &'a str,
    /// The code of a [`Side`].
    pub side: u8,
    /// The customer; empty: not named.
    pub party: &'a [u8],
    /// Minor units.
    pub amount: i128,
}

impl Leg<'_> {
    /// Whether the account is kept by customer (escrow is kept by order).
    fn of_customer(&self) -> bool {
        self.account == BUYER || self.account == SELLER
    }
}

/// The payment flow's columns that legs come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Orders<'a> {
    kinds: &'a [u8],
    methods: &'a SymbolColumn,
    amounts: &'a [i64],
    fees: &'a [i64],
    buyers: &'a TextColumn,
    sellers: &'a TextColumn,
}

impl<'a> Orders<'a> {
    pub fn of(payments: &'a Rows) -> Self {
        Self {
            kinds: payments.code(C::Kind),
            methods: payments.symbol(C::Method),
            amounts: payments.number(C::Amount),
            fees: payments.number(C::Fee),
            buyers: payments.text(C::Buyer),
            sellers: payments.text(C::Seller),
        }
    }

    /// The legs that a success asks for, one after the other.
    pub fn expected(&self, row: u32, mut leg: impl FnMut(Leg<'a>)) {
        let at = row as usize;
        let (amount, fee) = (i128::from(self.amounts[at]), self.fee(at));
        let (buyer, seller) = (self.buyers.bytes_at(at), self.sellers.bytes_at(at));
        let mut post = |side: Side, account, party, amount| {
            leg(Leg {
                account,
                side: side.code(),
                party,
                amount,
            });
        };
        match Kind::from_code(self.kinds[at]) {
            Some(Kind::TopUp) => post(Side::Credit, BUYER, buyer, amount),
            Some(Kind::Payment) => {
                if self.methods.get(at) == "balance" {
                    post(Side::Debit, BUYER, buyer, amount);
                }
                post(Side::Credit, ESCROW, &[], amount);
            }
            Some(Kind::Confirm) => {
                post(Side::Debit, ESCROW, &[], amount);
                post(Side::Credit, SELLER, seller, amount - fee);
            }
            Some(Kind::Transfer) => {
                post(Side::Debit, BUYER, buyer, amount);
                post(Side::Credit, BUYER, seller, amount);
            }
            Some(Kind::Refund) => post(Side::Debit, BUYER, buyer, amount),
            Some(Kind::Withdrawal) => post(Side::Debit, BUYER, buyer, amount + fee),
            Some(Kind::FundTransfer) | None => {}
        }
    }

    fn fee(&self, at: usize) -> i128 {
        match self.fees[at] {
            ABSENT => 0,
            fee => i128::from(fee),
        }
    }
}

/// The posting flow's columns that legs come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Postings<'a> {
    accounts: &'a SymbolColumn,
    sides: &'a [u8],
    amounts: &'a [i64],
    customers: &'a TextColumn,
}

impl<'a> Postings<'a> {
    pub fn of(postings: &'a Rows) -> Self {
        Self {
            accounts: postings.symbol(C::AccountCode),
            sides: postings.code(C::Side),
            amounts: postings.number(C::Amount),
            customers: postings.text(C::Customer),
        }
    }

    fn leg(&self, row: u32) -> Leg<'a> {
        let at = row as usize;
        Leg {
            account: self.accounts.get(at),
            side: self.sides[at],
            party: self.customers.bytes_at(at),
            amount: i128::from(self.amounts[at]),
        }
    }
}

/// How postings stand to what was expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Posted {
    Once,
    /// Every leg the same number of times, at least 2.
    Times(i128),
    Otherwise,
}

/// The legs of one key on both sides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Legs<'a> {
    pub expected: Vec<Leg<'a>>,
    pub posted: Vec<Leg<'a>>,
}

impl<'a> Legs<'a> {
    /// The legs that successes ask for, and those that were posted.
    pub fn of(
        orders: &Orders<'a>,
        successes: &[u32],
        postings: &Postings<'a>,
        rows: &[u32],
    ) -> Self {
        let mut legs = Self::default();
        for &row in successes {
            orders.expected(row, |leg| legs.expected.push(leg));
        }
        legs.posted
            .extend(rows.iter().map(|&row| postings.leg(row)));
        legs
    }

    /// Σ postings of both sides less Σ expected legs.
    pub fn delta(&self) -> i128 {
        let sum = |legs: &[Leg<'_>]| legs.iter().map(|leg| leg.amount).sum::<i128>();
        sum(&self.posted) - sum(&self.expected)
    }

    /// Compares sums by account and side, and by customer where everybody is named.
    pub fn compare(&self) -> Posted {
        let by_customer = self.by_customer();
        let (expected, posted) = (
            sums(&self.expected, by_customer),
            sums(&self.posted, by_customer),
        );
        if expected == posted {
            return Posted::Once;
        }
        match times(&expected, &posted) {
            Some(times) => Posted::Times(times),
            None => Posted::Otherwise,
        }
    }

    /// Whether every leg of a customer's account has its party and every posting its
    /// customer.
    pub fn by_customer(&self) -> bool {
        let named = |leg: &Leg<'_>| !leg.party.is_empty();
        let mut expected = self.expected.iter().filter(|leg| leg.of_customer());
        expected.all(named) && self.posted.iter().all(named)
    }
}

/// Sums by account, side and (by customer) party; nothing that comes to zero.
pub(crate) fn sums<'a>(legs: &[Leg<'a>], by_customer: bool) -> Vec<Leg<'a>> {
    let mut sums: Vec<Leg<'a>> = legs.to_vec();
    for leg in &mut sums {
        if !by_customer || !leg.of_customer() {
            leg.party = &[];
        }
    }
    sums.sort_unstable();
    sums.dedup_by(|next, sum| {
        let same = (next.account, next.side, next.party) == (sum.account, sum.side, sum.party);
        if same {
            sum.amount += next.amount;
        }
        same
    });
    sums.retain(|leg| leg.amount != 0);
    sums
}

/// The whole number, at least 2, that every posted sum is of its expected one.
fn times(expected: &[Leg<'_>], posted: &[Leg<'_>]) -> Option<i128> {
    let times = posted.first()?.amount / expected.first()?.amount;
    let multiple = |(want, have): (&Leg<'_>, &Leg<'_>)| {
        let same = (want.account, want.side, want.party) == (have.account, have.side, have.party);
        same && want.amount.checked_mul(times) == Some(have.amount)
    };
    let all = times >= 2 && expected.len() == posted.len();
    (all && expected.iter().zip(posted).all(multiple)).then_some(times)
}
