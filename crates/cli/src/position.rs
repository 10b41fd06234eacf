//! The fund position as text for people.

use std::fmt::Write;

use tieout_engine::position::{AccountPosition, Cure, FundPosition, ProposedTransfer};
use tieout_statement::original::visible;

use crate::columns::Align::{Left, Right};
use crate::columns::columns;

fn many(n: u64, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

fn put(text: &mut String, line: &str) {
    writeln!(text, "{}", visible(line)).expect("a string takes everything");
}

/// The fund position of a day: every account with its coming days.
#[must_use]
pub fn position(of: &FundPosition, date: &str) -> String {
    let mut text = format!("Fund position {date}\n");
    for account in &of.accounts {
        text.push('\n');
        text.push_str(&account_text(account, of));
    }
    if !of.unassigned.is_empty() {
        text.push_str("\nExpected, but no setting names the bank account\n");
        for one in &of.unassigned {
            let line = format!(
                "  {}: {}, {} in, {} out {}: expected bank_account in its [[channel]]",
                one.channel,
                many(one.items, "item"),
                one.incoming,
                one.outgoing,
                one.currency
            );
            put(&mut text, &line);
        }
    }
    if of.accounts.is_empty() && of.unassigned.is_empty() {
        text.push_str("\nNo bank account: no bank statement, no balances, nothing expected\n");
    }
    text
}

fn account_text(of: &AccountPosition, all: &FundPosition) -> String {
    let mut text = String::new();
    let basis = if of.stated {
        "by its statement"
    } else {
        "by the books and what only the bank has"
    };
    put(
        &mut text,
        &format!("{} {}, {basis}", of.account, of.currency),
    );
    let mut lines = Vec::new();
    let mut line = |what: String, amount: &str, note: String| {
        lines.push(vec![what, amount.to_owned(), note]);
    };
    line("opening".to_owned(), &of.opening, String::new());
    let count = |n: u64| many(n, "line");
    line("arrived".to_owned(), &of.arrived, count(of.arrived_lines));
    line("left".to_owned(), &of.left, count(of.left_lines));
    line("closing".to_owned(), &of.closing, String::new());
    line("in the books".to_owned(), &of.book, String::new());
    let told = [
        (
            "in transit from here",
            &of.transit_out,
            "other account not known, not counted",
        ),
        (
            "in transit to here",
            &of.transit_in,
            "other account not known, not counted",
        ),
        ("due and not seen, in", &of.due_in, "not counted on"),
        (
            "due and not seen, out",
            &of.due_out,
            "leaves on the next day",
        ),
        (
            "undecided",
            &of.undecided,
            "more than one answer, not counted",
        ),
    ];
    for (what, amount, note) in told {
        if amount.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            line(what.to_owned(), amount, note.to_owned());
        }
    }
    for day in of.expected.iter().filter(|day| day.items > 0) {
        let note = format!(
            "{}, +{} -{}",
            many(day.items, "item"),
            day.incoming,
            day.outgoing
        );
        line(day.date.clone(), &day.balance, note);
    }
    line("low point".to_owned(), &of.low, of.low_date.clone());
    if let Some(limit) = &of.limit {
        line("limit".to_owned(), limit, String::new());
    }
    text.push_str(&columns(2, &[Left, Right, Left], &lines));
    if let Some(alert) = alert(of, all) {
        put(&mut text, &format!("  {alert}"));
    }
    text
}

/// What an account that is short wants, in a sentence; `None` where it is not short.
#[must_use]
pub fn alert(of: &AccountPosition, all: &FundPosition) -> Option<String> {
    let shortfall = of.shortfall.as_ref()?;
    let (account, currency) = (&of.account, of.currency);
    let from = of.below_from.as_deref().unwrap_or(&of.low_date);
    let mut text = format!(
        "BELOW ITS LIMIT: {account} falls {shortfall} {currency} short of {}, from {from}",
        of.limit.as_deref().unwrap_or_default()
    );
    let mut transfers = all.transfers.iter();
    let own = |one: &&ProposedTransfer| (&one.to, one.currency) == (account, currency);
    match (of.cure, transfers.find(own), &of.nearest) {
        (Some(Cure::Transfer), Some(transfer), _) => write!(
            text,
            ": proposed: fund transfer of {} {currency} from {} by {}, {}",
            transfer.amount, transfer.from, transfer.by, transfer.id
        ),
        (Some(Cure::NoOtherAccount), ..) => write!(
            text,
            ": no other {currency} account has a limit, so nothing says what it can give"
        ),
        (Some(Cure::NotEnough), _, Some((nearest, above))) => write!(
            text,
            ": no account can cure it: {nearest} has the most above its limit, {above} {currency}"
        ),
        _ => write!(text, ": no account has anything above its limit"),
    }
    .expect("a string takes everything");
    Some(text)
}
