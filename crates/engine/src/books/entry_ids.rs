//! What makes an entry's id beside its rows: the accounts that it moves, and the amounts.

use super::accounts::Accounts;
use super::entry::Lines;
use crate::identity::EntryName;

/// Adds an entry's lines to its name.
pub(crate) fn lines(name: &mut EntryName, accounts: &Accounts, lines: &Lines) {
    for line in lines.as_slice() {
        name.text(accounts.account(line.account));
        name.text(accounts.detail(line.account));
        name.text(accounts.currency(line.account).code());
        name.amount(line.debit);
        name.amount(line.credit);
    }
}
