//! Channel reconciliation 通道对账: channel flow against channel statement.
//!
//! Rows meet by channel, order number, direction family and currency. A success is the
//! same as an earlier one by channel, order number and family; in the statement by its
//! transaction number too, because two partial refunds of one order are two rows.
//!
//! Where a channel has its numbers cleaned, rows meet by the cleaned number; what makes two
//! rows of one side the same stays the number as written.

use tieout_statement::{Column as C, Role, Rows};

use crate::day::Table;
use crate::matching::names::{Lexicon, Numbered};
use crate::matching::side::{ChannelPart, IdentityColumns, Scope};
use crate::matching::{Names, Side};
use crate::options::Options;
use crate::settings::Settings;

/// The roles of its sides: ours, theirs.
pub(crate) const ROLES: [Role; 2] = [Role::ChannelFlow, Role::ChannelStatement];

/// The numbers that rows meet by: ours, theirs.
pub(crate) const NUMBERS: [(Role, C); 2] = [
    (Role::ChannelFlow, C::ChannelOrderNo),
    (Role::ChannelStatement, C::OrderNo),
];

pub(crate) fn lexicon(settings: &Settings, flow: &Table, statement: &Table) -> Lexicon {
    let names = |column| {
        let (left, right) = (flow.rows().symbol(column), statement.rows().symbol(column));
        Names::of(Some(left), Some(right))
    };
    let channels = names(C::Channel);
    Lexicon {
        options: Options::of(settings, &channels),
        channels,
        currencies: names(C::Currency),
    }
}

pub(crate) fn sides<'a>(
    flow: &'a Table,
    statement: &'a Table,
    lexicon: &'a Lexicon,
) -> [Side<'a>; 2] {
    let mut left = side(flow, C::ChannelOrderNo, lexicon.left());
    let mut right = side(statement, C::OrderNo, lexicon.right());
    for (number, side) in [&mut left, &mut right].into_iter().enumerate() {
        if let Some(cleaned) = lexicon.options.cleaned(number) {
            side.key_number = cleaned;
        }
    }
    right.identity.transaction = Some(statement.rows().text(C::TransactionNo));
    [left, right]
}

/// What both sides have in common: the same columns, but for the name of the number.
fn side<'a>(
    table: &'a Table,
    number: C,
    (channels, currencies): (&'a [u32], &'a [u32]),
) -> Side<'a> {
    let rows: &'a Rows = table.rows();
    let channel = Numbered::of(rows.symbol(C::Channel), channels);
    let kinds = rows.code(C::Kind);
    let channel_and_family = Some(ChannelPart {
        channel,
        kinds: Some(kinds),
    });
    Side {
        rows: table.row_count(),
        theirs: number == C::OrderNo,
        scope: Scope::All,
        key_channel: channel_and_family,
        currency: Numbered::of(rows.symbol(C::Currency), currencies),
        key_number: rows.text(number),
        key_batch: None,
        identity: IdentityColumns {
            channel: channel_and_family,
            number: rows.text(number),
            transaction: None,
        },
        own_number: rows.text(number),
        status: Some(rows.code(C::Status)),
        amount: rows.number(C::Amount),
        fee: Some(rows.number(C::Fee)),
        time: rows.number(C::FinishedAt),
        kinds,
        channel,
        identities: rows.identities(),
        first_seen: table.first_seen(),
    }
}
