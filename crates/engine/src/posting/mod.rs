//! Posting reconciliation 入账核对: payment flow against posting flow.
//!
//! A success of ours must be posted once: the legs that its kind asks for ([`legs`]), no
//! more and no less. Postings that a reversal took back are written off before
//! ([`write_off`]).

pub(crate) mod legs;
pub(crate) mod write_off;

use tieout_statement::{Column as C, Kind, Role};

use crate::business::payment_side;
use crate::day::Table;
use crate::matching::names::{Lexicon, Numbered};
use crate::matching::side::{IdentityColumns, Scope};
use crate::matching::{Names, Side};
use crate::options::Options;

/// The roles of its sides: ours, theirs.
pub(crate) const ROLES: [Role; 2] = [Role::PaymentFlow, Role::PostingFlow];

/// Between our own bank accounts: no customer is posted.
const NO_CUSTOMER: &[Kind] = &[Kind::FundTransfer];

pub(crate) fn lexicon(payments: &Table, postings: &Table) -> Lexicon {
    let (ours, theirs) = (payments.rows(), postings.rows());
    Lexicon {
        channels: Names::of(
            Some(ours.symbol(C::Method)),
            Some(theirs.symbol(C::Channel)),
        ),
        currencies: Names::of(
            Some(ours.symbol(C::Currency)),
            Some(theirs.symbol(C::Currency)),
        ),
        options: Options::default(),
    }
}

pub(crate) fn sides<'a>(
    payments: &'a Table,
    postings: &'a Table,
    lexicon: &'a Lexicon,
) -> [Side<'a>; 2] {
    let left = Side {
        scope: Scope::Without {
            kinds: payments.rows().code(C::Kind),
            out: NO_CUSTOMER,
            methods: &payments.rows().symbol(C::Method).symbols,
            method: None,
        },
        ..payment_side(payments, lexicon.left())
    };
    let rows = postings.rows();
    let (channels, currencies) = lexicon.right();
    let right = Side {
        rows: postings.row_count(),
        theirs: true,
        scope: Scope::All,
        key_channel: None,
        currency: Numbered::of(rows.symbol(C::Currency), currencies),
        key_number: rows.text(C::PaymentOrderNo),
        key_batch: None,
        identity: IdentityColumns {
            channel: None,
            number: rows.text(C::PostingNo),
            transaction: None,
        },
        own_number: rows.text(C::PostingNo),
        status: None,
        amount: rows.number(C::Amount),
        fee: None,
        time: rows.number(C::PostedAt),
        kinds: rows.code(C::Kind),
        channel: Numbered::of(rows.symbol(C::Channel), channels),
        identities: rows.identities(),
        first_seen: postings.first_seen(),
    };
    [left, right]
}
