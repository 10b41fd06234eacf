//! The transfers that would keep every account at its limit.
//!
//! Accounts that are short are served in their order, each by the one account of its
//! currency with the most above its own limit. Nothing is split, and an account without a
//! limit gives nothing: nobody said what must stay there.

use tieout_statement::Date;
use tieout_statement::money::major;

use super::project::Projected;
use super::{Cure, ProposedTransfer};
use crate::books::chart::{BANK, IN_TRANSIT};
use crate::books::templates::{FUND_TRANSFER_IN, FUND_TRANSFER_OUT, Template};
use crate::identity::EntryName;
use crate::report::{EntryLineReport, EntryReport};

/// Sets what is to be done about each account that is short, and gives the transfers.
pub(super) fn cure(accounts: &mut [Projected], today: Date) -> Vec<ProposedTransfer> {
    let mut above: Vec<Option<i128>> = accounts.iter().map(Projected::above).collect();
    let mut transfers = Vec::new();
    for at in 0..accounts.len() {
        let shortfall = accounts[at].shortfall();
        let Some(by) = accounts[at].below_from.filter(|_| shortfall > 0) else {
            continue;
        };
        let others = (0..accounts.len())
            .filter(|&other| other != at && accounts[other].currency == accounts[at].currency);
        // Of equal ones the first: the last of those in turned order.
        let giver = others
            .rev()
            .filter_map(|other| Some((above[other]?, other)))
            .max_by_key(|(above, _)| *above);
        let Some((most, giver)) = giver else {
            accounts[at].cure = Some(Cure::NoOtherAccount);
            continue;
        };
        if most < shortfall {
            accounts[at].cure = Some(Cure::NotEnough);
            if most > 0 {
                accounts[at].nearest = Some((accounts[giver].name.clone(), most));
            }
            continue;
        }
        above[giver] = Some(most - shortfall);
        accounts[at].cure = Some(Cure::Transfer);
        let (from, to) = (&accounts[giver], &accounts[at]);
        transfers.push(transfer([from, to], shortfall, most, (today, by)));
    }
    transfers
}

fn transfer(
    [from, to]: [&Projected; 2],
    amount: i128,
    above: i128,
    (today, by): (Date, Date),
) -> ProposedTransfer {
    let currency = to.currency;
    let name = |template: &str| {
        let mut name = EntryName::new(today, "position", template);
        name.text(&from.name);
        name.text(&to.name);
        name.text(currency.code());
        name.amount(amount);
        name.finish().to_string()
    };
    // The order number is given when the transfer is ordered; until then its own name.
    let id = name("fund_transfer").replacen("j-", "t-", 1);
    let line = |account: &str, detail: &str, is_debit: bool| {
        let [some, none] = [amount, 0].map(|minor| major(minor, currency));
        let (debit, credit) = if is_debit { (some, none) } else { (none, some) };
        EntryLineReport {
            account: account.to_owned(),
            detail: detail.to_owned(),
            currency,
            debit,
            credit,
        }
    };
    let entry = |template: &Template, lines: [EntryLineReport; 2]| EntryReport {
        id: name(template.name),
        template: template.name.to_owned(),
        when: template.when.text().to_owned(),
        status: "proposed".to_owned(),
        rows: 0,
        exception: None,
        lines: lines.into(),
    };
    let entries = vec![
        entry(
            &FUND_TRANSFER_OUT,
            [line(BANK, &from.name, false), line(IN_TRANSIT, &id, true)],
        ),
        entry(
            &FUND_TRANSFER_IN,
            [line(BANK, &to.name, true), line(IN_TRANSIT, &id, false)],
        ),
    ];
    ProposedTransfer {
        from: from.name.clone(),
        to: to.name.clone(),
        currency,
        amount: major(amount, currency),
        by: by.to_string(),
        above: major(above, currency),
        entries,
        id,
    }
}
