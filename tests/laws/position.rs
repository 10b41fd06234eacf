//! The fund position of random days: nothing is lost between opening and closing, and what
//! is expected is what is open.

use std::collections::BTreeMap;

use tieout_engine::report::Report;
use tieout_statement::Currency;

use crate::books::{each_day, minor, nothing};

/// Σ of the open items' nets by currency, as the carry-over file has them.
fn open(result: &tieout_engine::DayResult, report: &Report) -> BTreeMap<Currency, i128> {
    let mut sums = BTreeMap::new();
    for item in result.carry_over().items {
        let of = |text: &str| minor(text, item.currency);
        let netted = report.settings["channel"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|channel| channel["code"] == *item.channel)
            .is_none_or(|channel| channel["fees"] == "netted");
        let fees = if netted { of(&item.fees) } else { 0 };
        let net = of(&item.gross) - of(&item.refunds) - of(&item.payouts) - fees;
        *sums.entry(item.currency).or_default() += net;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[test]
fn what_is_expected_is_what_is_open() {
    let mut items = 0;
    each_day(nothing, |name, _, result| {
        let report = result.report();
        let position = &report.fund_position;
        let mut expected: BTreeMap<Currency, i128> = BTreeMap::new();
        for of in &position.accounts {
            let amount = |text: &str| minor(text, of.currency);
            let days = of.expected.iter();
            let days: i128 = days
                .map(|day| amount(&day.incoming) - amount(&day.outgoing))
                .sum();
            let due = amount(&of.due_in) - amount(&of.due_out) + amount(&of.undecided);
            *expected.entry(of.currency).or_default() += days + due;
        }
        for of in &position.unassigned {
            let amount = |text: &str| minor(text, of.currency);
            let net = amount(&of.incoming) - amount(&of.outgoing);
            *expected.entry(of.currency).or_default() += net;
        }
        expected.retain(|_, sum| *sum != 0);
        items += result.carry_over().items.len();
        assert_eq!(expected, open(result, &report), "{name}");
    });
    assert!(items > 200, "{items} items were open");
}

#[test]
fn each_account_closes_with_its_opening_and_what_moved() {
    each_day(nothing, |name, _, result| {
        for of in &result.fund_position().accounts {
            let amount = |text: &str| minor(text, of.currency);
            let moved = amount(&of.arrived) - amount(&of.left);
            assert_eq!(
                amount(&of.closing),
                amount(&of.opening) + moved,
                "{name}: {of:?}"
            );
            let mut balance = amount(&of.closing) - amount(&of.due_out);
            let mut low = amount(&of.closing);
            for day in &of.expected {
                balance += amount(&day.incoming) - amount(&day.outgoing);
                assert_eq!(amount(&day.balance), balance, "{name}: {of:?}");
                low = low.min(balance);
            }
            assert_eq!(amount(&of.low), low, "{name}: {of:?}");
        }
    });
}

/// Where no statement says a balance, the books and what only the bank has do, and they go
/// on from one day to the next.
#[test]
fn a_day_opens_with_what_the_day_before_closed_with() {
    let (mut left, mut followed) = (BTreeMap::new(), 0);
    let funds_run = |result: &tieout_engine::DayResult| {
        let all = result.report().reconciliations;
        all.last().is_some_and(|funds| funds.run)
    };
    each_day(nothing, |name, files, result| {
        let first = name.ends_with("day 0");
        let opens = files.keys().any(|file| file.contains("balances"));
        let position = result.fund_position();
        let mut closings = BTreeMap::new();
        // Lines that nothing asked about are carried nowhere.
        let run = funds_run(result);
        for of in &position.accounts {
            let key = (of.account.clone(), of.currency);
            if !of.stated && run {
                closings.insert(key.clone(), of.closing.clone());
            }
            if let Some(before) = left
                .get(&key)
                .filter(|_| !first && !opens && !of.stated && run)
            {
                assert_eq!(&of.opening, before, "{name}: {of:?}");
                followed += 1;
            }
        }
        left = closings;
    });
    assert!(followed > 20, "{followed} accounts were followed");
}
