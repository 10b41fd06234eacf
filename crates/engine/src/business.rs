//! Business reconciliation 业务对账: payment flow against channel flow.
//!
//! A payment order meets the channel instructions that name it; the orders of a payout
//! batch meet them together, by the batch's number. Payments by balance, confirmations and
//! transfers never go through a channel: they take no part.

use tieout_statement::{Column as C, Kind, Role};

use crate::day::Table;
use crate::matching::names::{Lexicon, Numbered};
use crate::matching::side::{ChannelPart, IdentityColumns, Scope};
use crate::matching::{Names, Side};
use crate::options::Options;

/// The roles of its sides: ours, theirs.
pub(crate) const ROLES: [Role; 2] = [Role::PaymentFlow, Role::ChannelFlow];

const NO_CHANNEL: &[Kind] = &[Kind::Confirm, Kind::Transfer, Kind::FundTransfer];

pub(crate) fn lexicon(payments: &Table, flow: &Table) -> Lexicon {
    let (ours, theirs) = (payments.rows(), flow.rows());
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
    flow: &'a Table,
    lexicon: &'a Lexicon,
) -> [Side<'a>; 2] {
    let rows = payments.rows();
    let methods = rows.symbol(C::Method);
    let left = Side {
        scope: Scope::Without {
            kinds: rows.code(C::Kind),
            out: NO_CHANNEL,
            methods: &methods.symbols,
            method: symbol_of(&methods.texts, "balance"),
        },
        key_batch: Some(rows.text(C::PayoutBatchNo)),
        ..payment_side(payments, lexicon.left())
    };
    let rows = flow.rows();
    let (channels, currencies) = lexicon.right();
    let channel = Numbered::of(rows.symbol(C::Channel), channels);
    let kinds = rows.code(C::Kind);
    let right = Side {
        rows: flow.row_count(),
        theirs: true,
        scope: Scope::All,
        key_channel: None,
        currency: Numbered::of(rows.symbol(C::Currency), currencies),
        key_number: rows.text(C::PaymentOrderNo),
        key_batch: None,
        identity: IdentityColumns {
            channel: Some(ChannelPart {
                channel,
                kinds: Some(kinds),
            }),
            number: rows.text(C::ChannelOrderNo),
            transaction: None,
        },
        own_number: rows.text(C::ChannelOrderNo),
        status: Some(rows.code(C::Status)),
        amount: rows.number(C::Amount),
        fee: Some(rows.number(C::Fee)),
        time: rows.number(C::FinishedAt),
        kinds,
        channel,
        identities: rows.identities(),
        first_seen: flow.first_seen(),
    };
    [left, right]
}

/// The payment flow by payment order, every row in scope.
pub(crate) fn payment_side<'a>(
    payments: &'a Table,
    (channels, currencies): (&'a [u32], &'a [u32]),
) -> Side<'a> {
    let rows = payments.rows();
    Side {
        rows: payments.row_count(),
        theirs: false,
        scope: Scope::All,
        key_channel: None,
        currency: Numbered::of(rows.symbol(C::Currency), currencies),
        key_number: rows.text(C::PaymentOrderNo),
        key_batch: None,
        identity: IdentityColumns {
            channel: None,
            number: rows.text(C::PaymentOrderNo),
            transaction: None,
        },
        own_number: rows.text(C::PaymentOrderNo),
        status: Some(rows.code(C::Status)),
        amount: rows.number(C::Amount),
        fee: Some(rows.number(C::Fee)),
        time: rows.number(C::FinishedAt),
        kinds: rows.code(C::Kind),
        channel: Numbered::of(rows.symbol(C::Method), channels),
        identities: rows.identities(),
        first_seen: payments.first_seen(),
    }
}

fn symbol_of(texts: &[String], text: &str) -> Option<u32> {
    let at = texts.iter().position(|other| other == text)?;
    u32::try_from(at).ok()
}
